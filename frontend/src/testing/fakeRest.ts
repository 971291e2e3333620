import type { FakeData } from './fakeData';
import { fakePacking } from './fakePacking';
import { fakePhones } from './fakePhones';
import { fakeStamps } from './fakeStamps';
import type * as t from '@/bridge/types';

interface Tools {
  page: <T>(all: T[], cursor: string, limit: number) => { items: T[]; next: string };
  has: (list: string[] | undefined, v: string) => boolean;
  err: (code: string, params?: Record<string, string>) => Error;
  changed: (...topics: string[]) => void;
}

type Methods = Record<string, (...args: never[]) => unknown>;
const day = 86_400_000;
const ymd = (at: number) => new Date(at + 8 * 3600_000).toISOString().slice(0, 10);
const abilities = ['orders', 'after_sales', 'after_sale_detail', 'deadlines', 'live', 'traces', 'reviews', 'contacts', 'act', 'evidence_upload', 'push', 'score'];
const capabilities = (): t.Capability[] => abilities.map((ability, i) => ({ ability, state: i < 6 ? 'enabled' : i === 6 ? 'unsupported' : 'disabled', needs: i < 6 ? '' : i === 6 ? 'api_switched_off' : 'credentials', proof: i === 6 ? '' : 'simulator' }));
const asks: Record<string, string[]> = { agree: ['address_id'], refuse: ['reason_code'], agree_refund: [], reship: ['waybill', 'carrier_code'], submit_evidence: ['note', 'proofs'], remark: ['note'], reply_review: ['note'], ship: ['waybill', 'carrier_code'] };
export const acts = (): t.ActAbility[] => Object.entries(asks).map(([kind, list]) => ({
  kind, state: 'enabled', needs: '', replay: kind === 'remark' ? 'unsafe' : 'refused', asks: list, proofs: kind === 'submit_evidence' ? { max: 2, maxBytes: 1_900_000, mime: ['image/jpeg', 'image/png'] } : { max: 0, maxBytes: 0, mime: [] },
}));

// What each platform asks for, as deskctl lists it: * is secret, [] may stay empty.
const asked: Record<string, string> = {
  doudian: 'app_key app_secret* shop_id [return_address_id]',
  kuaishou: 'app_key app_secret* sign_secret* redirect_uri [auth_code*] [return_address_id] [message_key*]',
  taobao: 'app_key app_secret* [redirect_uri] [auth_code*] [access_token*] [refresh_token*] [return_address_id]',
  pinduoduo: 'app_key app_secret* redirect_uri [auth_code*]',
  jd: 'app_key app_secret* redirect_uri [auth_code*]',
  wechat: 'app_key app_secret* [return_address_id] [message_token*] [message_key*]',
  xiaohongshu: 'app_key app_secret* [redirect_uri] [auth_code*] [return_address_id]',
  tiktok: 'app_key app_secret* [service_id] [auth_code*] [shop_id]',
  shopify: 'shop_domain [access_token*] [app_key] [app_secret*] [redirect_uri] [auth_code*]',
  woocommerce: 'site_url consumer_key consumer_secret* [webhook_secret*]',
  medusa: 'site_url [api_key*] [email] [password*]',
};
const platforms = (): t.PlatformInfo[] =>
  Object.entries(asked).map(([platform, list]) => {
    const fields = list.split(' ').map((f) => ({ name: f.replace(/[[\]*]/g, ''), secret: f.includes('*'), required: !f.startsWith('['), example: f.includes('redirect_uri') ? 'https://example.com/callback' : '' }));
    const authorizes = platform !== 'shopify' && fields.some((f) => f.name === 'auth_code');
    return { platform, authKind: authorizes ? 'oauth' : 'self_use_app', hosts: ['shopify', 'woocommerce', 'medusa'].includes(platform) ? [] : [`api.${platform}.example`], fields, capabilities: capabilities(), acts: acts(), authorizes };
  });

/** fakeRest answers for evidence, reviews, logistics, trends, shops and settings. */
export function fakeRest(d: FakeData, { page, has, err, changed }: Tools): Record<string, Methods> {
  const metric = (id: string): t.MetricInfo => ({
    id, version: '1', num: 'returned_orders', den: 'paid_orders', axis: 'order_day', matureDays: 15, effectiveFrom: '2026-01-01', effectiveTo: '', source: 'house', lowerIsBetter: id !== 'favourable_rate', missing: '', traps: [],
  });
  const ids = ['favourable_rate', 'negative_rate', 'return_rate_by_order', 'return_rate_signed', 'quality_return_rate', 'unshipped_refund_rate', 'refund_rate', 'case_rate', 'unattributed_share', 'handled_30min_share'];
  const value = (id: string, i: number): t.MetricValue => {
    const den = 40 + ((i * 37) % 160);
    const num = Math.round(den * (id === 'favourable_rate' ? 0.94 + (i % 5) * 0.01 : 0.08 + (i % 6) * 0.02));
    const v = num / den;
    const w = 1.96 * Math.sqrt((v * (1 - v)) / den);
    return { metric: id, version: '1', known: true, value: v, num, den, low: Math.max(0, v - w), high: Math.min(1, v + w), small: den < 100, immature: false, missing: 0, asOf: d.now };
  };
  const findRow = (id: string) => {
    const e = d.evidence.find((x) => x.item.id === id);
    if (!e) throw err('not_found');
    return e;
  };
  const run = (shopId: string, kind: string): t.SyncRun => ({
    id: `run-${shopId}`, shopId, kind, startedAt: d.now - 190_000, endedAt: d.now - 180_000, pages: 4, orders: d.orders.length, afterSales: d.cases.length, traces: 210, reviews: 0, changed: 7, problems: 0, code: '', param: '',
  });
  const receipt = (check: string): t.CheckReceipt => ({ id: `r-${check}`, check, dueAt: d.now - 600_000, missed: 0, startedAt: d.now - 600_000, endedAt: d.now - 599_000, examined: d.orders.length, found: 4, fresh: 1, resolved: 2, code: '' });
  const fields: t.SheetField[] = ['order_id', 'product_name', 'paid', 'created_at', 'status', 'receiver', 'phone'].map((name, i) => ({ name, required: i < 3, type: i === 2 ? 'money' : i === 3 ? 'time' : 'text' }));
  const mapping: t.SheetMapping = {
    name: '抖店订单导出', kind: 'orders', platform: 'doudian', preset: true, columns: { order_id: '主订单编号', product_name: '选购商品', paid: '实付款', created_at: '订单提交时间', status: '订单状态' }, values: {}, zone: 'Asia/Shanghai', currency: 'CNY', dateForm: '', lines: true,
  };
  return {
    Evidence: {
      List: (q: Partial<t.EvidenceQuery>) => page(
        d.evidence.filter((e) => has(q.kinds, e.item.kind) && (q.linked === 'no' ? e.links.length === 0 : q.linked === 'yes' ? e.links.length > 0 : true) && (!q.orderId || e.links.some((l) => l.orderId === q.orderId)) && (!q.text || e.item.name.includes(q.text))),
        q.cursor ?? '', q.limit ?? 0,
      ),
      Get: findRow,
      AddFiles: (r: Partial<t.AddFilesRequest>): t.IntakeResult[] => {
        const out = (r.paths ?? []).map((path, i): t.IntakeResult => {
          const name = path.split('/').at(-1) ?? path;
          if (/\.exe$/i.test(name)) return { path, id: '', known: false, links: [], code: 'unsupported', params: { reason: 'type' } };
          const id = `sha256-${String(d.evidence.length + i).padStart(4, '0')}${'b'.repeat(60)}`;
          const links: t.EvidenceLink[] = r.orderId ? [{ evidenceId: id, orderId: r.orderId, afterSaleId: r.afterSaleId ?? '', waybill: '', method: 'drop', by: d.settings.operator, at: Date.now() }] : [];
          d.evidence.unshift({
            item: { id, size: 900_000, mediaType: 'image/jpeg', name, kind: r.kind || 'packing_photo', source: 'drop', operator: d.settings.operator, capturedAt: 0, capturedFrom: '', addedAt: Date.now(), width: 1200, height: 900, durationMs: 0, codes: [], logIndex: d.evidence.length, logHash: 'ab', incomplete: false, device: '' },
            links,
          });
          return { path, id, known: false, links, code: '', params: {} };
        });
        changed('evidence', 'after_sales');
        return out;
      },
      Link: (id: string, orderId: string, afterSaleId: string) => {
        findRow(id).links.push({ evidenceId: id, orderId, afterSaleId, waybill: '', method: 'manual', by: d.settings.operator, at: Date.now() });
        changed('evidence');
        return true;
      },
      Unlink: (id: string, orderId: string) => {
        const e = findRow(id);
        e.links = e.links.filter((l) => l.orderId !== orderId);
        changed('evidence');
        return true;
      },
      SetKind: (id: string, kind: string) => {
        findRow(id).item.kind = kind;
        changed('evidence');
        return true;
      },
      Guess: (): t.EvidenceGuess[] => d.orderRows.slice(0, 3).map((order, i) => ({ order, score: 0.9 - i * 0.3, why: ['captured_near_packing'] })),
      Coverage: (_s: string[], from: string, to: string): t.EvidenceCoverageDay[] => {
        const out: t.EvidenceCoverageDay[] = [];
        for (let at = Date.parse(from); at <= Date.parse(to); at += day) out.push({ day: new Date(at).toISOString().slice(0, 10), shipped: 20 + (at / day) % 15, covered: 12 + (at / day) % 7 });
        return out.map((c) => ({ ...c, shipped: Math.floor(c.shipped), covered: Math.floor(c.covered) }));
      },
      BuildPack: (afterSaleId: string): t.EvidencePack => {
        const c = d.cases.find((x) => x.id === afterSaleId);
        if (!c) throw err('not_found');
        const pack: t.EvidencePack = {
          id: `pack-${d.packs.length + 1}`, afterSaleId, orderId: c.orderId, createdAt: Date.now(), by: d.settings.operator, pdfPath: `/home/desk/AfterDesk/packs/${c.remoteId}.pdf`, zipPath: `/home/desk/AfterDesk/packs/${c.remoteId}.zip`, pdfHash: 'aa', zipHash: 'bb', bytes: 4_300_000, exhibits: 6,
          language: d.settings.language, edition: 'platform', treeSize: 9, tokens: 0, stamp: 'none',
        };
        d.packs.unshift(pack);
        changed('packs', 'after_sales');
        return pack;
      },
      BuildCourtPack: (r: t.PackRequest): t.EvidencePack => {
        const c = d.cases.find((x) => x.id === r.afterSaleId);
        const [like] = d.packs;
        if (!c || !like || !r.confirmed || r.purpose === '') throw err('invalid', { field: 'confirmed' });
        const pack: t.EvidencePack = { ...like, id: `court-${d.packs.length + 1}`, afterSaleId: c.id, edition: 'court' };
        d.packs.unshift(pack);
        changed('packs');
        return pack;
      },
      Packs: (id: string) => d.packs.filter((p) => !id || p.afterSaleId === id),
      VerifyPath: (): t.VerifyReport => ({ kind: 'pack', ok: true, checked: 9, bytes: 4_300_000, damaged: [], head: 'c0ffee', stamps: 0 }),
      VerifyAll: (): t.VerifyReport => ({ kind: 'folder', ok: true, checked: d.evidence.length, bytes: 90_000_000, damaged: [], head: 'c0ffee', stamps: 0 }),
    },
    Reviews: {
      List: (q: Partial<t.ReviewQuery>) => page(
        d.reviews.filter((r) => has(q.bands, r.band) && has(q.steps, r.step) && (q.replied === 'yes' ? r.repliedAt > 0 : q.replied === 'no' ? r.repliedAt === 0 : true) && (!q.text || r.text.includes(q.text))), q.cursor ?? '', q.limit ?? 0,
      ),
      Counts: () => Object.fromEntries(['detected', 'owner', 'contacted', 'cause', 'remedy', 'outcome'].map((s) => [s, d.reviews.filter((r) => r.step === s).length])),
      Get: (id: string): t.ReviewDetail => {
        const review = d.reviews.find((r) => r.id === id);
        if (!review) throw err('not_found');
        const order = d.orderRows.find((o) => o.id === review.orderId);
        const session = d.sessions.find((s) => s.id === review.sessionId);
        return { review, ...(order ? { order } : {}), cases: d.rows.filter((r) => r.orderId === review.orderId), ...(session ? { session } : {}), promises: d.promises.filter((p) => p.sessionId === review.sessionId), moves: [], ruleId: 'doudian.review.2026-01-01' };
      },
      MoveRecovery: (m: t.RecoveryMove) => {
        const r = d.reviews.find((x) => x.id === m.reviewId);
        if (r) Object.assign(r, { step: m.step, owner: m.owner });
        changed('reviews');
        return true;
      },
      SetProof: (id: string, proof: string) => {
        const r = d.reviews.find((x) => x.id === id);
        if (r) r.proof = proof;
        changed('reviews');
        return true;
      },
    },
    Logistics: {
      Findings: (q: Partial<t.FindingQuery>) => page(d.findings.filter((f) => has(q.checks, f.finding.check) && has(q.states, f.finding.state)), q.cursor ?? '', q.limit ?? 0),
      Counts: () => {
        const n: Record<string, number> = {};
        for (const f of d.findings) if (f.finding.state === 'open') n[f.finding.check] = (n[f.finding.check] ?? 0) + 1;
        return n;
      },
      MoveFinding: (id: string, state: string, owner: string) => {
        const f = d.findings.find((x) => x.finding.id === id);
        if (f) Object.assign(f.finding, { state, owner });
        changed('findings');
        return true;
      },
      Parcels: (q: Partial<t.ParcelQuery>) => page(d.orders.flatMap((o) => o.parcels).filter((p) => has(q.states, p.state) && (!q.text || p.waybill.includes(q.text))), q.cursor ?? '', q.limit ?? 0),
      Parcel: (id: string): t.ParcelDetail => {
        const parcel = d.orders.flatMap((o) => o.parcels).find((p) => p.id === id);
        if (!parcel) throw err('not_found');
        return { parcel, traces: [{ at: parcel.pickedAt, state: 'picked_up', rawCode: '', text: '已揽收', site: '金华', reporter: 'platform' }, { at: parcel.lastAt, state: parcel.state, rawCode: '', text: parcel.lastText, site: '成都', reporter: 'platform' }] };
      },
      Checks: (): t.CheckInfo[] => ['no_pickup', 'stalled', 'signed_refund', 'deadline_near', 'awaiting_evidence', 'negative_review_open', 'storage', 'backup_due'].map((id, i) => ({ id, spec: '*/30 * * * *', enabled: i !== 6, nextAt: d.now + 900_000, running: false, last: receipt(id) })),
      RunCheck: receipt,
      Receipts: (check: string) => [receipt(check)],
    },
    Trends: {
      Metrics: () => ids.map(metric),
      Labels: (_dim: string, keys: string[]) => Object.fromEntries(keys.map((k) => [k, k])),
      Table: (q: Partial<t.TrendQuery>): t.TrendTable => {
        const dims = q.dims ?? ['day'];
        const metrics = q.metrics ?? ['favourable_rate'];
        const hosts = ['阿宁', '小鹿', '大山哥', ''];
        const from = Date.parse(q.from ?? ymd(d.now - 29 * day));
        const time = dims.includes('day');
        const rows: t.TrendRow[] = Array.from({ length: time ? 30 : hosts.length }, (_, i) => {
          const key = time ? new Date(from + i * day).toISOString().slice(0, 10) : (hosts[i] ?? '');
          const keys = dims.map((x, k) => (x === 'day' ? key : k === 0 ? key : (hosts[i % 3] ?? '')));
          return { keys, labels: keys, values: metrics.map((m) => value(m, i)) };
        });
        return {
          query: { metrics, from: q.from ?? '', to: q.to ?? '', dims, filters: q.filters ?? [], shopIds: q.shopIds ?? [], limit: 0 }, infos: metrics.map(metric), rows, total: { keys: [], labels: [], values: metrics.map((m) => ({ ...value(m, 3), num: 1893, den: 1950, value: 1893 / 1950, small: false })) }, more: false,
          asOf: d.now, tookMs: 12,
        };
      },
      Drill: (): t.DrillPage => ({ kind: 'orders', total: d.orderRows.length, orders: d.orderRows.slice(0, 40), reviews: [], cases: [], next: '' }),
      ExportPicture: () => '/home/desk/AfterDesk/exports/trend.png',
      ExportTable: () => '/home/desk/AfterDesk/exports/trend.csv',
    },
    Shops: {
      List: (): t.ShopCard[] => d.shops.map((shop) => ({
        shop, capabilities: capabilities(), acts: acts(), quotas: [{ shopId: shop.id, api: 'order.searchList', day: ymd(d.now), used: 412, limit: 0, throttled: 2, blockedUntil: 0 }], lastRun: run(shop.id, 'pull'), unmapped: 1, problems: 0, counts: { orders: d.orders.length, after_sales: d.cases.length, reviews: d.reviews.length },
      })),
      Platforms: (): t.PlatformInfo[] => platforms(),
      Test: (): t.ProbeResult => ({ shopName: '云上衣橱旗舰店', remoteId: '44631', currency: 'CNY', zone: 'Asia/Shanghai', tokenExpires: d.now + 7 * day, capabilities: capabilities() }),
      Connect: () => d.shops[0],
      AuthorizeURL: () => 'https://platform.example/authorize',
      Confirm: (id: string) => d.shops.find((x) => x.id === id) ?? d.shops[0],
      AddFileShop: () => d.shops[0],
      Update: (s: t.Shop) => s,
      Remove: () => true,
      SetPaused: () => true,
      SetWrites: (id: string, on: boolean) => {
        const s = d.shops.find((x) => x.id === id);
        if (s) s.writesOn = on;
        changed('shops');
        return true;
      },
      SyncNow: (id: string) => run(id, 'pull'),
      Reconcile: (id: string): t.ReconcileResult => ({ run: run(id, 'reconcile'), missing: [] }),
      Runs: (id: string) => [run(id, 'pull')],
      Problems: () => [],
      Unmapped: (id: string): t.Unmapped[] => [{ shopId: id, platform: 'doudian', field: 'after_sale.status', raw: '98', count: 1, firstAt: d.now - day, lastAt: d.now, mappedTo: '' }],
      MapValue: () => 1,
      LookFile: (path: string): t.SheetLook => ({
        path, format: 'csv', encoding: 'gb18030', sheets: [], sheet: '', header: ['主订单编号', '选购商品', '实付款', '订单提交时间', '订单状态'], rows: 128, sample: [['6920110000000000001', '重磅纯棉短袖T恤', '89.00', '2026-11-20 20:14:02', '已完成']], kind: 'orders', mapping,
        scores: { order_id: 1, product_name: 0.9, paid: 1, created_at: 0.8, status: 0.7 }, fields,
      }),
      RunImport: (p: t.SheetPlan): t.SheetRun => ({
        id: 'imp1', shopId: p.shopId, kind: p.mapping.kind, name: 'orders.csv', fileHash: 'ff', startedAt: d.now, endedAt: d.now + 900, rows: 128, added: 120, changed: 4, same: 2, bad: 2, badPath: '/home/desk/AfterDesk/imports/orders.bad.csv', sample: [{ row: 17, field: 'paid', code: 'invalid', why: 'money' }], code: '',
      }),
      Mappings: () => [mapping],
      RemoveMapping: () => true,
      Imports: () => [],
    },
    Packing: fakePacking(d, changed).Packing,
    Phones: fakePhones(d.now, changed).Phones,
    Stamps: fakeStamps(d, changed).Stamps,
    Settings: {
      Get: () => d.settings,
      Put: (v: t.Settings) => {
        d.settings = v;
        changed('settings');
        return v;
      },
      Rules: (): t.RuleEntry[] => [{ id: 'doudian-review-bands', subject: 'review_bands', platform: 'doudian', effectiveFrom: '2020-01-01', effectiveTo: '', source: 'Douyin shop API, comment list', confidence: 'code', values: { good_min: '4', negative_max: '2' }, overridden: [] }, { id: 'doudian.logistics.2026-08-10', subject: 'logistics', platform: 'doudian', effectiveFrom: '2026-08-10', effectiveTo: '', source: 'https://school.jinritemai.com', confidence: 'doc', values: { pickup_hours: '24' }, overridden: [] }],
      Backups: (): t.Backup[] => [{ id: 'b1', path: '/home/desk/AfterDesk/backups/b1', at: d.now - day, bytes: 48_000_000, orders: d.orders.length, cases: d.cases.length, evidence: d.evidence.length, ok: true, reason: 'daily', checkAt: d.now - day, drillMs: 840, external: false }],
      BackupNow: () => ({ id: 'b2', path: '/b2', at: d.now, bytes: 1, orders: 1, cases: 1, evidence: 1, ok: true, reason: 'manual', checkAt: d.now, drillMs: 500, external: false }),
      VerifyBackup: (id: string) => ({ id, path: '/b', at: d.now, bytes: 1, orders: 1, cases: 1, evidence: 1, ok: true, reason: 'manual', checkAt: d.now, drillMs: 500, external: false }),
      Restore: () => true,
      Hosts: (): t.HostContact[] => [{ host: '127.0.0.1', purpose: 'demo', firstAt: d.now - day, lastAt: d.now, requests: 320, blocked: 0 }],
      Audit: (): t.AuditPage => ({ items: [], next: '' }),
      Storage: (): t.StorageInfo => ({ dataBytes: 61_000_000, evidenceBytes: 940_000_000, evidenceFiles: d.evidence.length, freeBytes: 120_000_000_000, backupBytes: 190_000_000, folder: '/home/desk/AfterDesk' }),
      SupportBundle: () => '/home/desk/AfterDesk/support.zip',
    },
  };
}
