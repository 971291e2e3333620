// Files on their way to the workstation. A file is cut into pieces; what the
// workstation confirmed is never sent again, whatever happens to the link, the page
// or the program on the other side. The list lies in the browser's database, so
// that it goes on when the page is opened again.
import { Sha256, sha256 } from './sha256.js';

const KEPT = 60; // finished lines that stay in the list
const PATIENCE = 45_000; // ms until a piece that is not answered is sent again

/** ApiError is an answer that is not a success: code and params as the workstation says them, or "link" when there was none. */
export class ApiError extends Error {
  constructor(code, params = {}, status = 0) {
    super(code);
    this.code = code;
    this.params = params;
    this.status = status;
  }
}

/** ask sends one request and gives the answer's JSON. */
export async function ask(path, { method = 'GET', json, body, headers = {}, signal } = {}) {
  let res;
  try {
    res = await fetch(path, { method, body: json === undefined ? body : JSON.stringify(json), headers, signal, credentials: 'same-origin', cache: 'no-store' });
  } catch {
    throw new ApiError('link');
  }
  const text = await res.text().catch(() => {
    throw new ApiError('link');
  });
  let said = {};
  try {
    said = text ? JSON.parse(text) : {};
  } catch {
    // not ours: something stands between the phone and the workstation
  }
  if (!res.ok) throw new ApiError(said.code ?? 'internal', said.params, res.status);
  return said;
}

const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (x) => x.toString(16).padStart(2, '0')).join('');

/** openBook opens the browser's database; null where there is none (a private window). */
function openBook() {
  return new Promise((done) => {
    let req;
    try {
      req = indexedDB.open('afterdesk', 1);
    } catch {
      return done(null);
    }
    req.onupgradeneeded = () => req.result.createObjectStore('files', { keyPath: 'key' });
    req.onsuccess = () => done(req.result);
    req.onerror = () => done(null);
  });
}

function inBook(book, mode, work) {
  return new Promise((done, fail) => {
    const tx = book.transaction('files', mode);
    const req = work(tx.objectStore('files'));
    tx.oncomplete = () => done(req.result);
    tx.onerror = tx.onabort = () => fail(tx.error);
  });
}

/** Uploads is the list; `changed` is called whenever a line of it is another. */
export class Uploads {
  files = [];
  online = true;
  piece = 1 << 20;
  #book = null;
  #busy = false;
  #wake = () => {};
  #changed;
  #stopped = false;
  #read = false;

  constructor(changed) {
    this.#changed = changed;
    addEventListener('online', () => this.#wake());
    document.addEventListener('visibilitychange', () => document.hidden || this.#wake());
  }

  /** start reads the list and goes on with what is not there yet; also when the phone was paired anew. */
  async start() {
    this.#stopped = false;
    if (!this.#read) await this.#load();
    for (const f of this.files) if (f.state === 'failed' && (f.error === 'revoked' || f.error === 'unpaired')) f.state = 'waiting';
    void this.#run();
  }

  async #load() {
    this.#read = true;
    this.#book = await openBook();
    if (this.#book) this.files = (await inBook(this.#book, 'readonly', (s) => s.getAll()).catch(() => [])).sort((a, b) => b.at - a.at);
    for (const f of this.files) if (f.state === 'sending') f.state = 'waiting';
    for (const old of this.files.filter((f) => f.state === 'done').slice(KEPT)) await this.#forget(old);
  }

  async add(list, target, kind) {
    for (const file of list) {
      const f = { key: newKey(), at: Date.now(), name: file.name, size: file.size, type: file.type, blob: file, sent: 0, state: 'waiting', error: '', kind, ...target };
      this.files.unshift(f);
      await this.#write(f);
    }
    this.#changed();
    void this.#run();
  }

  retry(key) {
    const f = this.files.find((x) => x.key === key);
    if (!f || f.state !== 'failed') return;
    f.state = 'waiting';
    f.error = '';
    this.#stopped = false;
    this.#changed();
    void this.#run();
  }

  async remove(key) {
    const f = this.files.find((x) => x.key === key);
    if (!f) return;
    await this.#forget(f);
    this.#changed();
    if (f.state !== 'done') await ask(`/api/uploads/${f.key}`, { method: 'DELETE' }).catch(() => {});
  }

  async #forget(f) {
    f.gone = true;
    this.files = this.files.filter((x) => x !== f);
    if (this.#book) await inBook(this.#book, 'readwrite', (s) => s.delete(f.key)).catch(() => {});
  }

  async #write(f) {
    if (!this.#book || f.gone) return;
    try {
      await inBook(this.#book, 'readwrite', (s) => s.put(f));
    } catch {
      this.#book = null; // no room: the list lives as long as the page
    }
  }

  // One file after the other: a phone's link is the narrow place, not the number of requests.
  async #run() {
    if (this.#busy) return;
    this.#busy = true;
    try {
      for (;;) {
        const f = this.files.filter((x) => x.state === 'waiting').pop();
        if (!f || this.#stopped) return;
        await this.#send(f);
      }
    } finally {
      this.#busy = false;
    }
  }

  async #send(f) {
    f.state = 'sending';
    this.#changed();
    for (let tries = 0; !f.gone; ) {
      try {
        await this.#pieces(f, () => (tries = 0));
        this.online = true;
        return;
      } catch (e) {
        const again = e instanceof ApiError && (e.code === 'link' || e.code === 'rate_limited' || e.status === 408 || e.params.reason === 'wrong_hash');
        if (again) {
          if (e.code === 'link') this.online = false;
          if (e.params?.reason === 'wrong_hash' && ++f.wrong > 5) return this.#fail(f, e);
          this.#changed();
          await this.#pause(Math.min(15_000, 500 * 2 ** tries++));
          continue;
        }
        if (e.code === 'unauthorized') this.#stopped = true;
        return this.#fail(f, e);
      }
    }
  }

  #fail(f, e) {
    f.state = 'failed';
    f.error = e.params?.reason ?? e.params?.field ?? e.code ?? 'internal';
    if (!(e instanceof ApiError)) f.error = 'unreadable'; // the browser gave up the file
    this.#changed();
    return this.#write(f);
  }

  // Goes from what the workstation has to the end. The digest of the whole runs beside it.
  async #pieces(f, moved) {
    const { size } = await ask('/api/uploads', { method: 'POST', json: { key: f.key, name: f.name, size: f.size, orderId: f.orderId, afterSaleId: f.afterSaleId, kind: f.kind } });
    const whole = new Sha256();
    let hashed = 0;
    f.sent = size;
    f.wrong ??= 0;
    while (f.sent < f.size && !f.gone) {
      const at = f.sent;
      for (; hashed < at; hashed += Math.min(this.piece, at - hashed)) whole.update(await bytesOf(f.blob, hashed, Math.min(at, hashed + this.piece)));
      const bytes = await bytesOf(f.blob, at, Math.min(f.size, at + this.piece));
      const digest = await sha256(bytes);
      const stop = new AbortController();
      const late = setTimeout(() => stop.abort(), PATIENCE);
      try {
        const said = await ask(`/api/uploads/${f.key}?at=${at}`, { method: 'PUT', body: bytes, headers: { 'Piece-Sha256': digest }, signal: stop.signal });
        f.sent = said.size;
      } catch (e) {
        if (e.code !== 'conflict' || e.params.size === undefined) throw e;
        f.sent = Number(e.params.size); // an earlier piece had arrived although its answer had not
      } finally {
        clearTimeout(late);
      }
      const end = Math.min(f.sent, at + bytes.length);
      if (end > hashed) {
        whole.update(bytes.subarray(hashed - at, end - at));
        hashed = end;
      }
      moved();
      this.online = true;
      this.#changed();
    }
    for (; hashed < f.size; hashed += Math.min(this.piece, f.size - hashed)) whole.update(await bytesOf(f.blob, hashed, Math.min(f.size, hashed + this.piece)));
    if (f.gone) return;
    const sum = whole.hex();
    const said = await ask(`/api/uploads/${f.key}/finish`, { method: 'POST', json: { sha256: sum } });
    Object.assign(f, { state: 'done', id: said.id, linked: said.linked, known: said.known, blob: undefined, doneAt: Date.now() });
    await this.#write(f);
    this.#changed(f);
  }

  #pause(ms) {
    return new Promise((done) => {
      const timer = setTimeout(done, ms);
      this.#wake = () => {
        clearTimeout(timer);
        done();
      };
    });
  }
}

async function bytesOf(blob, from, to) {
  return new Uint8Array(await blob.slice(from, to).arrayBuffer());
}
