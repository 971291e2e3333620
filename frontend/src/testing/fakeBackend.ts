import { aShop, cny, defaultSettings, makeData, timelineOf } from './fakeData';
import type { FakeData } from './fakeData';
import { fakeStandard } from './fakeStandard';
import { acts, fakeRest } from './fakeRest';
import type * as t from '@/bridge/types';

type Fn = (...args: never[]) => unknown;

/** Fake is an in-memory stand-in for window.go: the same methods, the same shapes, the same errors. */
export interface Fake {
  data: FakeData;
  calls: [string, unknown[]][];
  emit: (name: string, data?: unknown) => void;
  drop: (paths: string[]) => void;
  /** fail makes a method fail once with a code. */
  fail: (method: string, code: string, params?: Record<string, string>) => void;
  override: (method: string, fn: (...args: never[]) => unknown) => void;
  opened: string[];
}

/** FakeOptions: `fresh` starts as an empty data folder; `rows` is how many orders the shop has. */
export interface FakeOptions {
  fresh?: boolean;
  rows?: number;
  now?: number;
  settings?: Partial<t.Settings>;
  delay?: number;
}

const page = <T>(all: T[], cursor: string, limit: number) => {
  const from = Number(cursor) || 0;
  const size = limit || 50;
  return { items: all.slice(from, from + size), next: from + size < all.length ? String(from + size) : '' };
};
const has = (list: string[] | undefined, v: string) => !list || list.length === 0 || list.includes(v);
const err = (code: string, params: Record<string, string> = {}) => new Error(JSON.stringify({ code, params }));

function filterCases(d: FakeData, q: Partial<t.AfterSaleQuery>): t.AfterSaleRow[] {
  const ours = (r: t.AfterSaleRow) => r.dueAt > 0;
  const view = q.view || 'open';
  return d.rows.filter((r) => {
    const open = r.status !== 'succeeded' && r.status !== 'closed';
    if (view === 'open' && !open) return false;
    if (view === 'merchant' && !ours(r)) return false;
    if (view === 'evidence' && r.arbitration !== 'awaiting_merchant_evidence') return false;
    if (view === 'closed' && open) return false;
    if (q.dueFrom && !(r.dueAt >= q.dueFrom)) return false;
    if (q.dueBefore && !(r.dueAt > 0 && r.dueAt < q.dueBefore)) return false;
    if (!has(q.shopIds, r.shopId) || !has(q.types, r.type) || !has(q.statuses, r.status) || !has(q.reasons, r.reason) || !has(q.arbitrations, r.arbitration)) return false;
    if (q.sessionId && r.sessionId !== q.sessionId) return false;
    const text = q.text ?? '';
    return text === '' || [r.remoteId, r.orderRemoteId, r.title, r.waybill, r.skuCode, r.buyerNick].some((v) => v.includes(text));
  });
}

/** makeFake builds a fake; installFake puts it on the window. */
export function makeFake(o: FakeOptions = {}): { fake: Fake; app: Record<string, Record<string, (...a: unknown[]) => Promise<unknown>>>; runtime: NonNullable<Window['runtime']> } {
  const d = makeData(o.now, o.rows);
  if (o.fresh) {
    for (const k of ['shops', 'orders', 'cases', 'rows', 'orderRows', 'evidence', 'reviews', 'findings', 'sessions', 'promises'] as const) d[k].length = 0;
    d.settings = defaultSettings();
    d.status = { ...d.status, lastPull: 0 };
  }
  d.settings = { ...d.settings, ...o.settings };
  const listeners = new Map<string, Set<(x: unknown) => void>>();
  let dropper: ((x: number, y: number, paths: string[]) => void) | undefined;
  const failures = new Map<string, { code: string; params: Record<string, string> }>();
  const overrides = new Map<string, Fn>();
  const fake: Fake = {
    data: d, calls: [], opened: [],
    emit: (name, data) => listeners.get(name)?.forEach((f) => f(data)),
    drop: (paths) => dropper?.(0, 0, paths),
    fail: (method, code, params = {}) => failures.set(method, { code, params }),
    override: (method, fn) => overrides.set(method, fn),
  };
  const changed = (...topics: string[]) => setTimeout(() => fake.emit('changed', topics), 0);
  const find = (id: string) => {
    const c = d.cases.find((x) => x.id === id);
    if (!c) throw err('not_found', { item: id });
    return c;
  };
  const row = (id: string) => d.rows.find((r) => r.id === id) as t.AfterSaleRow;
  const parcels = (order?: t.Order): t.ParcelDetail[] => (order?.parcels ?? []).map((parcel) => ({ parcel, traces: [] }));
  // What an act is about, as the outbox finds it.
  const subject = (kind: string, id: string): { kind: 'after_sale' | 'order' | 'review'; shopId: string; orderId: string; asked: t.Money; version: string } => {
    const none = { minor: 0, currency: '' };
    if (kind === 'ship') {
      const o = d.orders.find((x) => x.id === id);
      if (!o) throw err('not_found', { item: id });
      return { kind: 'order', shopId: o.shopId, orderId: id, asked: none, version: '' };
    }
    if (kind === 'reply_review') {
      const v = d.reviews.find((x) => x.id === id);
      if (!v) throw err('not_found', { item: id });
      return { kind: 'review', shopId: v.shopId, orderId: v.orderId, asked: none, version: '' };
    }
    const c = find(id);
    return { kind: 'after_sale', shopId: c.shopId, orderId: c.orderId, asked: c.asked, version: c.version };
  };
  const blockedOf = (r: Partial<t.ActRequest>, id: string): string => {
    const able = acts().find((a) => a.kind === r.kind);
    if (able?.asks.includes('proofs') && (r.evidenceIds ?? []).length === 0) return 'no_proofs';
    if (r.kind === 'ship') return d.rows.some((c) => c.orderId === id && ['refund_only_unshipped', 'return_refund'].includes(c.type) && !['succeeded', 'closed', 'merchant_refused'].includes(c.status)) ? 'refund_open' : '';
    if (['remark', 'reply_review'].includes(r.kind ?? '')) return '';
    const c = find(id);
    if (r.kind === 'submit_evidence') return c.arbitration === 'awaiting_merchant_evidence' ? '' : 'no_dispute';
    if (!['awaiting_merchant', 'awaiting_merchant_receipt'].includes(c.status)) return 'not_our_turn';
    return ['agree_refund', 'confirm_receipt'].includes(r.kind ?? '') && !c.goodsBack ? 'goods_not_back' : '';
  };
  const recount = () => {
    for (const r of d.rows) r.queuedActs = d.acts.filter((a) => a.afterSaleId === r.id && a.state === 'queued').length;
    d.status = { ...d.status, notSent: d.acts.filter((a) => a.state === 'queued').length };
  };
  const areas: Record<string, Record<string, Fn>> = {
    Shell: {
      Boot: (): t.BootInfo => ({
        version: '0.1.0', dataFolder: '/home/desk/AfterDesk', platform: 'linux', settings: d.settings, shops: d.shops, demo: d.shops.some((s) => s.demo), keeper: 'keychain', status: d.status, fault: '', faultParams: {}, backups: [],
      }),
      RecoverFrom: () => true,
      Unlock: () => true,
      StartDemo: () => {
        const whole = makeData(o.now, o.rows);
        Object.assign(d, { ...whole, settings: d.settings });
        changed('shops', 'orders', 'after_sales');
        return d.shops[0] ?? aShop('s1', '演示店铺', '演示', '#4f46e5', d.now);
      },
      Palette: (text: string): t.Hit[] => {
        const orders = d.orderRows.filter((r) => r.remoteId.includes(text) || r.waybill === text || r.title.includes(text)).slice(0, 6);
        const cases = d.rows.filter((r) => r.remoteId.includes(text)).slice(0, 4);
        return [
          ...cases.map((r) => ({ subject: 'after_sale', id: r.id, title: r.title, detail: r.remoteId })),
          ...orders.map((r) => ({ subject: 'order', id: r.id, title: r.title, detail: `${r.remoteId} · ${r.waybill}` })),
        ];
      },
      Status: () => d.status,
      SetOffline: (on: boolean) => {
        d.status = { ...d.status, offline: on };
        d.settings = { ...d.settings, offline: on };
        fake.emit('status');
        return true;
      },
      Reveal: () => ({ name: '李晓梅', phone: '13812340427', address: '四川省成都市武侯区天府大道 88 号 3 栋 1204' }),
      OpenPath: (path: string) => {
        fake.opened.push(path);
        return true;
      },
      PickFiles: () => ['/home/desk/YT8800123400000_3.jpg'],
      PickFile: () => '/home/desk/orders.csv',
      PickFolder: () => '/home/desk/photos',
    },
    Today: {
      Summary: (): t.TodaySummary => summaryOf(d),
      Tasks: (_shops: string[], limit: number): t.TaskPage => {
        const all = tasksOf(d);
        return { items: all.slice(0, limit), total: all.length };
      },
    },
    AfterSales: {
      List: (q: Partial<t.AfterSaleQuery>) => page(filterCases(d, q), q.cursor ?? '', q.limit ?? 0),
      Counts: (): t.AfterSaleCounts => {
        const ours = filterCases(d, { view: 'merchant' });
        return {
          open: filterCases(d, {}).length, merchant: ours.length, evidence: filterCases(d, { view: 'evidence' }).length, dueSoon: ours.filter((r) => r.dueAt > d.now && r.dueAt < d.now + 4 * 3600_000).length,
          overdue: ours.filter((r) => r.dueAt <= d.now).length, byType: {}, queuedAct: d.acts.filter((a) => a.state === 'queued').length,
        };
      },
      Get: (id: string): t.AfterSaleDetail => {
        const c = find(id);
        const order = d.orders.find((x) => x.id === c.orderId);
        const session = order?.lines[0]?.live.sessionId ?? '';
        const finding: t.Finding[] = c.arbitration === 'awaiting_merchant_evidence'
          ? [{ id: `fe-${id}`, key: `awaiting_evidence:${id}`, check: 'awaiting_evidence', shopId: c.shopId, subject: 'after_sale', subjectId: id, orderId: c.orderId, severity: 'warn', state: 'open', ruleId: 'doudian.evidence.2026-08-06', params: { missing: 'packing_video,weight_photo' },
            since: c.stepSince, dueAt: c.evidenceDue, atRisk: c.asked, nextAct: 'submit_evidence', owner: '', firstSeen: c.stepSince, lastSeen: d.now, resolvedAt: 0 }]
          : [];
        return {
          case: c, row: row(id), ...(order ? { order } : {}), hasContact: true, sessions: d.sessions.filter((s) => s.id === session), promises: d.promises.filter((p) => p.sessionId === session), parcels: parcels(order),
          evidence: d.evidence.filter((e) => e.links.some((l) => l.orderId === c.orderId)), packs: d.packs.filter((p) => p.afterSaleId === id), reviews: d.reviews.filter((r) => r.orderId === c.orderId), findings: finding,
          acts: d.acts.filter((a) => a.afterSaleId === id), siblings: d.rows.filter((r) => r.orderId === c.orderId && r.id !== id), timeline: timelineOf(d, c.orderId, id),
        };
      },
      Next: (q: Partial<t.AfterSaleQuery>, id: string) => {
        const all = filterCases(d, q);
        return all[all.findIndex((r) => r.id === id) + 1]?.id ?? '';
      },
      PreviewAct: (r: Partial<t.ActRequest>): t.ActPreview => {
        const blocked: Record<string, string> = {};
        const writable: string[] = [];
        let total: t.Money = { minor: 0, currency: '' };
        for (const id of r.ids ?? []) {
          const why = blockedOf(r, id);
          if (why) {
            blocked[id] = why;
            continue;
          }
          writable.push(id);
          const asked = subject(r.kind ?? '', id).asked;
          if (asked.currency) total = { minor: total.minor + asked.minor, currency: asked.currency };
        }
        return { cases: writable.length, total, dryRun: !d.shops.some((s) => s.writesOn), offline: d.status.offline, blocked, writable };
      },
      QueueAct: (r: Partial<t.ActRequest>): t.Act[] => {
        const acts = (r.ids ?? []).map((id, i): t.Act => {
          const s = subject(r.kind ?? '', id);
          return {
            id: `act-${d.acts.length + i + 1}`, shopId: s.shopId, afterSaleId: s.kind === 'after_sale' ? id : '', orderId: s.orderId, reviewId: s.kind === 'review' ? id : '', kind: r.kind ?? '', state: 'queued', amount: s.asked, reason: r.reason ?? '', reasonCode: r.reasonCode ?? '', note: r.note ?? '', addressId: r.addressId ?? '',
            waybill: r.waybill ?? '', carrierCode: r.carrierCode ?? '', proofs: (r.evidenceIds ?? []).map((evidenceId) => ({ evidenceId, ref: '' })), version: s.version, by: d.settings.operator, queuedAt: Date.now(), sentAt: 0, endedAt: 0, tries: 0, code: '', params: {}, receipt: '',
          };
        });
        d.acts.unshift(...acts);
        recount();
        changed('acts', 'after_sales');
        return acts;
      },
      ActAbilities: (): t.ActAbility[] => acts(),
      ReturnAddresses: (): t.ReturnAddress[] => [{ id: '5001', label: '浙江 杭州 *** 仓', usual: true }],
      Carriers: (): t.CarrierName[] => [{ code: 'yuantong', name: '圆通速递' }, { code: 'shunfeng', name: '顺丰速运' }],
      UndoAct: (id: string) => {
        const a = d.acts.find((x) => x.id === id);
        if (!a || a.state !== 'queued') throw err('conflict', { reason: 'sent' });
        a.state = 'undone';
        recount();
        changed('acts', 'after_sales');
        return true;
      },
      SendNow: () => {
        const waiting = d.acts.filter((a) => a.state === 'queued');
        for (const a of waiting) Object.assign(a, { state: 'dry', endedAt: Date.now() });
        recount();
        changed('acts', 'after_sales');
        return waiting.length;
      },
      Outbox: (q: Partial<t.ActQuery>) => page(d.acts.filter((a) => has(q.states, a.state) && has(q.shopIds, a.shopId) && (!q.orderId || a.orderId === q.orderId)), q.cursor ?? '', q.limit ?? 0),
      RefuseReasons: (): t.RefuseReason[] => [
        { code: '1', text: '买家未提供有效凭证', evidenceNeed: false, evidenceWords: '' },
        { code: '8', text: '商品完好，与描述一致', evidenceNeed: true, evidenceWords: '打包视频或质检报告' },
      ],
      ExportList: () => '/home/desk/AfterDesk/exports/after-sales.csv',
    },
    Orders: {
      List: (q: Partial<t.OrderQuery>) => page(
        d.orderRows.filter((r) => has(q.statuses, r.status) && has(q.shopIds, r.shopId) && (!q.from || r.createdAt >= q.from) && (!q.text || [r.remoteId, r.waybill, r.title, r.skuCode, r.buyerNick].some((v) => v.includes(q.text ?? '')))).sort((a, b) => b.createdAt - a.createdAt),
        q.cursor ?? '', q.limit ?? 0,
      ),
      Get: (id: string): t.OrderDetail => {
        const order = d.orders.find((x) => x.id === id);
        if (!order) throw err('not_found', { item: id });
        const session = order.lines[0]?.live.sessionId ?? '';
        return {
          order, hasContact: true, sessions: d.sessions.filter((s) => s.id === session), promises: d.promises.filter((p) => p.sessionId === session), parcels: parcels(order), afterSales: d.rows.filter((r) => r.orderId === id), reviews: d.reviews.filter((r) => r.orderId === id),
          evidence: d.evidence.filter((e) => e.links.some((l) => l.orderId === id)), timeline: timelineOf(d, id), packing: [],
        };
      },
      ExportList: () => '/home/desk/AfterDesk/exports/orders.csv',
    },
    ...fakeRest(d, { page, has, err, changed }),
    Standard: fakeStandard(d, changed),
  };
  const app: Record<string, Record<string, (...a: unknown[]) => Promise<unknown>>> = {};
  for (const [area, methods] of Object.entries(areas)) {
    app[area] = {};
    for (const [name, fn] of Object.entries(methods)) {
      app[area][name] = async (...args: unknown[]) => {
        const method = `${area}.${name}`;
        fake.calls.push([method, args]);
        await new Promise((r) => setTimeout(r, o.delay ?? 0));
        const f = failures.get(method);
        if (f) {
          failures.delete(method);
          throw err(f.code, f.params);
        }
        return structuredClone((overrides.get(method) ?? fn)(...(args as never[])));
      };
    }
  }
  const runtime: NonNullable<Window['runtime']> = {
    EventsOn: (name, fn) => {
      const set = listeners.get(name) ?? new Set();
      set.add(fn);
      listeners.set(name, set);
      return () => set.delete(fn);
    },
    OnFileDrop: (fn) => {
      dropper = fn;
    },
    OnFileDropOff: () => undefined,
    BrowserOpenURL: (u) => fake.opened.push(u),
    ClipboardSetText: () => Promise.resolve(true),
  };
  return { fake, app, runtime };
}

function summaryOf(d: FakeData): t.TodaySummary {
  const rate = (metric: string, num: number, den: number, low: number, high: number, immature = false): t.MetricValue => ({
    metric, version: '1', known: den > 0, value: den ? num / den : 0, num, den, low, high, small: den < 100, immature, missing: 3, asOf: d.now - 60_000,
  });
  const tasks = tasksOf(d);
  const byKind: Record<string, number> = {};
  for (const x of tasks) byKind[x.kind] = (byKind[x.kind] ?? 0) + 1;
  const any = d.orders.length > 0;
  return {
    asOf: d.now, favourable: rate('favourable_rate', any ? 1893 : 0, any ? 1950 : 0, 0.962, 0.978), target: d.settings.goodTarget, goodNeeded: any ? 900 : 0, returnRate: rate('return_rate_by_order', any ? 318 : 0, any ? 2410 : 0, 0.119, 0.146, true),
    answered30: rate('handled_30min_share', any ? 61 : 0, any ? 84 : 0, 0.622, 0.81), dueSoon: d.rows.filter((r) => r.dueAt > d.now && r.dueAt < d.now + 4 * 3600_000).length, atRisk: cny(tasks.reduce((n, x) => n + x.atRisk.minor, 0)), queue: tasks.length, byKind, shops: d.shops,
    unattributed: rate('unattributed_share', 12, 240, 0.03, 0.08), lastCheckedAt: d.now - 10 * 60_000,
  };
}

function tasksOf(d: FakeData): t.Task[] {
  const cases = d.rows.filter((r) => r.dueAt > 0).map((r): t.Task => ({
    id: `case:${r.id}`, kind: r.arbitration === 'awaiting_merchant_evidence' ? 'evidence_wanted' : 'case_due', shopId: r.shopId, subject: 'after_sale', subjectId: r.id, orderId: r.orderId, title: r.title,
    params: { case: r.remoteId, order: r.orderRemoteId, type: r.type, status: r.status, spec: r.spec, ...(r.arbitration === 'awaiting_merchant_evidence' ? { missing: 'packing_video' } : {}) }, since: r.stepSince, dueAt: r.dueAt, atRisk: r.asked,
    nextAct: r.arbitration === 'awaiting_merchant_evidence' ? 'submit_evidence' : r.status === 'awaiting_merchant_receipt' ? 'confirm_receipt' : 'answer_case', score: 0,
  }));
  const parcels = d.findings.map((f): t.Task => ({
    id: f.finding.id, kind: 'logistics', shopId: f.finding.shopId, subject: 'parcel', subjectId: f.finding.subjectId, orderId: f.finding.orderId, title: f.title, params: { check: f.finding.check, waybill: f.waybill }, since: f.finding.since, dueAt: f.finding.dueAt, atRisk: f.finding.atRisk,
    nextAct: f.finding.nextAct, score: 0,
  }));
  const reviews = d.reviews.filter((r) => r.band === 'negative').slice(0, 5).map((r): t.Task => ({
    id: `rev:${r.id}`, kind: 'bad_review', shopId: r.shopId, subject: 'review', subjectId: r.id, orderId: r.orderId, title: r.productName, params: { rating: String(r.rating) }, since: r.createdAt, dueAt: r.replyBy, atRisk: { minor: 0, currency: '' }, nextAct: 'reply_review', score: 0,
  }));
  return [...cases, ...parcels, ...reviews].sort((a, b) => a.dueAt - b.dueAt);
}

/** installFake puts a fake on the window. */
export function installFake(o: FakeOptions = {}): Fake {
  const params = new URLSearchParams(window.location.search);
  const { fake, app, runtime } = makeFake({ delay: 20, fresh: params.has('fresh'), rows: Number(params.get('rows')) || 60, settings: { ...(params.get('lang') ? { language: params.get('lang') ?? '' } : {}), ...(params.get('theme') ? { theme: params.get('theme') ?? '' } : {}) }, ...o });
  window.go = { app };
  window.runtime = runtime;
  return fake;
}
