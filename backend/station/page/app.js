// The page: pair once, choose a parcel or a case, take pictures, see them arrive.
// Everything that is shown is set as text; nothing is ever read as HTML.
import { ApiError, Uploads, ask } from './upload.js';
import { canScan, scan } from './scan.js';

const root = document.getElementById('app');
const lang = /^zh\b/i.test(navigator.language) ? 'zh-CN' : 'en';
const words = (await (await fetch('/words.json')).json())[lang];
document.documentElement.lang = lang;

const t = (name, params = {}) => (name.split('.').reduce((o, k) => o?.[k], words) ?? name).replace(/\{(\w+)\}/g, (_, k) => params[k] ?? '');
const errorText = (e) => words.errors[e.params?.reason] ?? words.errors[e.params?.field] ?? words.errors[e.code] ?? t('errors.internal');

/** h makes an element: attributes, listeners by "on…", children as text or elements. */
function h(tag, attrs = {}, ...children) {
  const el = document.createElement(tag);
  for (const [k, v] of Object.entries(attrs)) {
    if (v === undefined || v === false) continue;
    if (k.startsWith('on')) el.addEventListener(k.slice(2), v);
    else if (k in el && k !== 'list' && k !== 'role') el[k] = v;
    else el.setAttribute(k, v === true ? '' : v);
  }
  el.append(...children.flat().filter((c) => c !== null && c !== undefined && c !== false));
  return el;
}

let me = null;
let offers = { rev: -1, asked: null, awaited: [], packing: [] };
let linked = false; // the last question was answered
let following = false;
let view = { name: 'home' };
let scanning = false;
let offered = null; // what the open case has: { offer, files }
let kind = '';
const pictures = new Map(); // key of a file → object URL of its preview
const uploads = new Uploads((done) => {
  if (done && view.name === 'case' && done.orderId === view.orderId) void readCase();
  draw();
});

let code = '';
takeCode();

/** takeCode reads the pairing code of the address. It is for this moment: it shall not stay in the address or the history. */
function takeCode() {
  code = /^#pair=([\w-]{20,100})$/.exec(location.hash)?.[1] ?? '';
  if (location.hash) history.replaceState(null, '', '/');
  return code !== '';
}

addEventListener('hashchange', () => { // another code was scanned while the page is open
  if (!takeCode()) return;
  view = { name: 'pair' };
  draw();
});

async function start() {
  scanning = await canScan();
  try {
    me = await ask('/api/me');
  } catch (e) {
    if (e.code === 'link') return void setTimeout(start, 2000);
    view = { name: 'pair', error: e.params?.reason === 'revoked' ? t('pair.revoked') : '' };
  }
  if (code) view = { name: 'pair' };
  if (view.name !== 'pair') await enter();
  draw();
}

async function enter() {
  view = { name: 'home' };
  uploads.piece = me.piece;
  await uploads.start();
  history.replaceState({ name: 'home' }, '', '/');
  if (!following) void follow();
}

/** follow asks for news for as long as the page is open: what the window wants shows here at once. */
async function follow() {
  following = true;
  for (;;) {
    try {
      const before = offers.rev;
      offers = await ask(`/api/offers?rev=${offers.rev}`);
      linked = true;
      if (offers.asked && offers.rev !== before && (view.name === 'home' || before === -1)) openCase(offers.asked);
      draw();
    } catch (e) {
      linked = false;
      if (e instanceof ApiError && e.code === 'unauthorized' && (e.params.reason === 'revoked' || e.params.reason === 'unpaired')) {
        me = null;
        following = false;
        view = { name: 'pair', error: t('pair.revoked') };
        return draw();
      }
      draw();
      await new Promise((done) => setTimeout(done, 3000));
    }
  }
}

function openCase(o) {
  view = { name: 'case', orderId: o.orderId, afterSaleId: o.afterSaleId };
  offered = { offer: o, files: [] };
  kind = '';
  history.pushState(view, '', '/');
  draw();
  void readCase();
}

async function readCase() {
  const { orderId, afterSaleId } = view;
  if (!orderId) return;
  try {
    const said = await ask(`/api/offer?${new URLSearchParams({ order: orderId, case: afterSaleId })}`);
    if (view.orderId === orderId && view.afterSaleId === afterSaleId) offered = said;
    draw();
  } catch {
    // the list of what arrived is a comfort; the uploads say themselves what went wrong
  }
}

function home() {
  view = { name: 'home' };
  void ask('/api/offers?rev=-1').then((said) => {
    offers = { ...said, rev: offers.rev };
    draw();
  }, () => {});
  draw();
}

addEventListener('popstate', (e) => {
  if (!me) return;
  if (e.state?.name === 'case') {
    view = e.state;
    offered = null;
    void readCase();
    draw();
  } else home();
});

let drawn = '';
/** draw shows the state; a text that is being typed keeps its field. */
function draw() {
  const typing = document.activeElement?.id && document.activeElement.matches('input:not([type="file"]), select') ? document.activeElement : null;
  const page = view.name === 'pair' ? pairView() : view.name === 'case' ? caseView() : homeView();
  if (typing && drawn === view.name && page.querySelector(`#${typing.id}`)) page.querySelector(`#${typing.id}`).replaceWith(typing);
  const focus = document.activeElement?.id;
  root.replaceChildren(...page.childNodes);
  if (drawn !== view.name) scrollTo(0, 0);
  drawn = view.name;
  if (focus) document.getElementById(focus)?.focus({ preventScroll: true });
}

function top(title, back) {
  return h('header', {},
    back && h('button', { className: 'plain', id: 'back', type: 'button', onclick: () => history.back(), 'aria-label': t('back') }, '‹ ', t('back')),
    h('h1', {}, title),
    h('span', { className: 'link', role: 'status', 'data-on': String(linked && uploads.online) }, linked && uploads.online ? t('linked') : t('unlinked')),
  );
}

// ---- pairing

function pairView() {
  const page = h('div');
  page.append(h('header', {}, h('h1', {}, t('pair.title'))));
  if (!code || view.used) {
    page.append(h('div', { className: 'note', role: 'status' }, view.error || t('pair.none')), h('p', {}, t('pair.how')));
    return page;
  }
  const send = async (e) => {
    e.preventDefault();
    const form = e.target;
    form.querySelector('button').disabled = true;
    try {
      me = await ask('/api/pair', { method: 'POST', json: { code, name: form.elements.name.value, operator: form.elements.operator.value } });
      await enter();
    } catch (err) {
      view = { name: 'pair', error: errorText(err), used: err.params?.reason === 'bad_code' };
    }
    draw();
  };
  page.append(h('p', {}, t('pair.text')), h('form', { className: 'stack', onsubmit: send, autocomplete: 'off' },
    h('label', { className: 'field' }, t('pair.name'), h('input', { id: 'phone-name', name: 'name', required: true, maxLength: 40, value: guessName() })),
    h('label', { className: 'field' }, t('pair.operator'), h('input', { id: 'phone-operator', name: 'operator', maxLength: 40, placeholder: t('pair.operatorHint') })),
    view.error && h('p', { className: 'bad', role: 'alert' }, view.error),
    h('button', { className: 'button main', id: 'pair', type: 'submit' }, t('pair.go')),
  ));
  return page;
}

function guessName() {
  const ua = navigator.userAgent;
  const model = /Android [^;)]*; ([^;)]+?)(?: Build|[;)])/.exec(ua)?.[1];
  if (model && model.length > 1) return model.slice(0, 40);
  return /iPhone|iPad/.exec(ua)?.[0] ?? t('pair.phone');
}

// ---- choosing

function homeView() {
  const page = h('div');
  page.append(top(t('home.title')));
  if (offers.asked) page.append(h('button', { className: 'ask', id: 'asked', type: 'button', onclick: () => openCase(offers.asked) }, h('b', {}, t('home.asked')), offers.asked.title || offers.asked.remoteId));
  const find = async (e) => {
    e?.preventDefault();
    const box = document.getElementById('number');
    if (!box.value.trim()) return;
    try {
      const list = await ask(`/api/find?${new URLSearchParams({ number: box.value.trim() })}`);
      if (list.length === 1) return openCase(list[0]);
      view = { name: 'home', found: list };
    } catch (err) {
      view = { name: 'home', problem: errorText(err) };
    }
    draw();
  };
  page.append(h('form', { className: 'search', role: 'search', onsubmit: find },
    h('input', { id: 'number', type: 'search', inputMode: 'text', enterKeyHint: 'search', autocomplete: 'off', placeholder: t('home.search'), 'aria-label': t('home.search') }),
    h('button', { className: 'button', id: 'find', type: 'submit' }, t('home.find')),
    scanning && h('button', { className: 'button', id: 'scan', type: 'button', onclick: () => void scanLabel(find) }, t('home.scan')),
  ));
  if (view.problem) page.append(h('p', { className: 'note', role: 'alert' }, view.problem));
  if (view.found) page.append(section(t('home.found'), view.found, t('home.nothing')));
  page.append(section(t('home.awaited'), offers.awaited, t('home.noneAwaited')), section(t('home.packing'), offers.packing, t('home.nonePacking')));
  page.append(h('h2', {}, t('home.loose')), h('p', { className: 'small' }, t('home.looseHow')), shoot({ orderId: '', afterSaleId: '' }));
  page.append(fileList(uploads.files.filter((f) => f.state !== 'done' || Date.now() - f.at < 12 * 3600_000), t('files.title')));
  page.append(h('p', { className: 'small' }, t('home.me', { name: me.name, operator: me.operator || t('home.desk') })),
    h('p', { className: 'small' }, t('home.print')), h('p', { className: 'mono small' }, me.fingerprint));
  return page;
}

function section(title, list, none) {
  return h('section', {}, h('h2', {}, title, ' ', h('span', { className: 'n' }, String(list.length))),
    list.length === 0 ? h('p', { className: 'small' }, none) : h('ul', { className: 'card' }, list.map((o) => h('li', {}, h('button', { className: 'offer', type: 'button', onclick: () => openCase(o) }, h('strong', {}, o.title || o.remoteId), facts(o))))));
}

function facts(o) {
  return h('span', { className: 'facts' },
    o.spec && h('span', {}, o.spec),
    h('span', {}, t(o.afterSaleId ? 'offer.case' : 'offer.order', { id: o.remoteId })),
    o.waybill && h('span', {}, t('offer.waybill', { id: o.waybill })),
    o.dueAt > 0 && h('span', { className: 'due', 'data-late': String(o.dueAt < Date.now()) }, dueText(o.dueAt)),
    h('span', {}, t('offer.files', { n: o.files })));
}

function dueText(at) {
  const min = Math.round((at - Date.now()) / 60_000);
  if (min < 0) return t('offer.late');
  if (min < 60) return t('offer.minutes', { n: min });
  return min < 48 * 60 ? t('offer.hours', { n: Math.floor(min / 60) }) : t('offer.days', { n: Math.floor(min / 1440) });
}

async function scanLabel(find) {
  const stop = new AbortController();
  const close = h('button', { className: 'button', type: 'button', onclick: () => stop.abort() }, t('scan.stop'));
  const box = h('div', { className: 'scan', role: 'dialog', 'aria-modal': 'true', 'aria-label': t('home.scan') }, h('div', { className: 'bar' }, h('p', {}, t('scan.text')), close));
  document.body.append(box);
  close.focus();
  try {
    const number = await scan(box, stop.signal);
    if (number) {
      document.getElementById('number').value = number;
      await find();
    }
  } catch {
    view = { name: 'home', problem: t('scan.none') };
    draw();
  } finally {
    box.remove();
  }
}

// ---- taking pictures

function caseView() {
  const page = h('div');
  const o = offered?.offer ?? {};
  page.append(top(o.title || o.remoteId || '', true));
  if (offers.asked && (offers.asked.orderId !== view.orderId || offers.asked.afterSaleId !== view.afterSaleId)) {
    page.append(h('button', { className: 'ask', id: 'asked', type: 'button', onclick: () => openCase(offers.asked) }, h('b', {}, t('home.asked')), offers.asked.title || offers.asked.remoteId));
  }
  page.append(h('div', { className: 'offer' }, facts({ ...o, files: offered?.files.length ?? 0 })));
  const pick = h('select', { id: 'kind', onchange: (e) => (kind = e.target.value) }, Object.entries(words.kinds).map(([k, name]) => h('option', { value: k === 'auto' ? '' : k, selected: kind === (k === 'auto' ? '' : k) }, name)));
  page.append(h('label', { className: 'field' }, t('case.kind'), pick), shoot(view));
  const mine = uploads.files.filter((f) => f.orderId === view.orderId && f.afterSaleId === view.afterSaleId);
  page.append(fileList(mine, t('files.title')));
  const there = (offered?.files ?? []).filter((f) => !mine.some((m) => m.id === f.id));
  if (there.length > 0) {
    page.append(h('h2', {}, t('case.there'), ' ', h('span', { className: 'n' }, String(there.length))), h('ul', { className: 'card' }, there.map((f) => h('li', { className: 'file' },
      h('span', { className: 'still', 'aria-hidden': 'true' }, ending(f.name)), h('div', {}, h('div', { className: 'name' }, f.name), h('div', { className: 'small' }, [words.kinds[f.kind], clock(f.at), f.phone].filter(Boolean).join(' · '))), h('span', { className: 'small' }, bytes(f.size))))));
  }
  return page;
}

/** shoot is the three ways to a picture; each is the phone's own camera or gallery. */
function shoot({ orderId, afterSaleId }) {
  const button = (id, name, attrs, main) => h('label', { className: `button shoot${main ? ' main' : ''}` }, name, h('input', {
    type: 'file', id, ...attrs, onchange: (e) => {
      const list = [...e.target.files];
      e.target.value = '';
      void uploads.add(list, { orderId, afterSaleId }, view.name === 'case' ? kind : '');
    },
  }));
  return h('div', { className: 'stack shots' },
    button('photo', t('case.photo'), { accept: 'image/*', capture: 'environment' }, view.name === 'case'),
    h('div', { className: 'two' }, button('clip', t('case.clip'), { accept: 'video/*', capture: 'environment' }), button('gallery', t('case.gallery'), { accept: 'image/*,video/*', multiple: true })));
}

function fileList(list, title) {
  if (list.length === 0) return '';
  return h('section', {}, h('h2', {}, title, ' ', h('span', { className: 'n' }, `${list.filter((f) => f.state === 'done').length}/${list.length}`)),
    !uploads.online && list.some((f) => f.state === 'sending' || f.state === 'waiting') && h('p', { className: 'note', role: 'status' }, t('files.waits')),
    h('ul', { className: 'card' }, list.map((f) => h('li', { className: 'file', 'data-state': f.state }, preview(f), h('div', {}, h('div', { className: 'name' }, f.name), state(f)), acts(f)))));
}

function state(f) {
  const part = f.size > 0 ? Math.floor((f.sent / f.size) * 100) : 0;
  if (f.state === 'done') return h('div', { className: 'small done' }, f.known ? t('files.known') : f.linked ? t('files.there') : t('files.loose'));
  if (f.state === 'failed') return h('div', { className: 'small bad', role: 'alert' }, words.errors[f.error] ?? t('errors.internal'));
  if (f.state === 'waiting') return h('div', { className: 'small' }, t('files.next'));
  return h('div', { className: 'small' }, h('progress', { max: 100, value: part, 'aria-label': f.name }), `${part} % · ${bytes(f.size)}`);
}

function acts(f) {
  if (f.state === 'failed') {
    return h('span', { className: 'row' }, h('button', { className: 'plain', type: 'button', onclick: () => uploads.retry(f.key) }, t('files.again')),
      h('button', { className: 'plain', type: 'button', onclick: () => void uploads.remove(f.key), 'aria-label': `${t('files.drop')} ${f.name}` }, '✕'));
  }
  if (f.state === 'done') return h('span', { className: 'small' }, bytes(f.size));
  return h('button', { className: 'plain', type: 'button', onclick: () => void uploads.remove(f.key), 'aria-label': `${t('files.drop')} ${f.name}` }, '✕');
}

function preview(f) {
  if (f.blob && f.type.startsWith('image/') && !pictures.has(f.key)) pictures.set(f.key, URL.createObjectURL(f.blob));
  const url = pictures.get(f.key);
  return url ? h('img', { src: url, alt: '' }) : h('span', { className: 'still', 'aria-hidden': 'true' }, ending(f.name));
}

const ending = (name) => (/\.(\w{1,4})$/.exec(name)?.[1] ?? '').toUpperCase();
const bytes = (n) => (n < 1 << 20 ? `${Math.max(1, Math.round(n / 1024))} KB` : `${(n / (1 << 20)).toFixed(1)} MB`);
const clock = (at) => new Date(at).toLocaleTimeString(lang, { hour: '2-digit', minute: '2-digit' });

await start();
