import type * as t from '@/bridge/types';

// A small made-up merchant, for tests and for looking at the window without Go.
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** cny is an amount of fen. */
export const cny = (fen: number): t.Money => ({ minor: fen, currency: 'CNY' });
const none: t.Money = { minor: 0, currency: '' };

// A fixed sequence, so that every run shows the same shop.
function dice(seed: number): () => number {
  let s = seed >>> 0;
  return () => {
    s = (s * 1664525 + 1013904223) >>> 0;
    return s / 4294967296;
  };
}

/** FakeData is everything the fake backend answers from. */
export interface FakeData {
  now: number;
  shops: t.Shop[];
  settings: t.Settings;
  orders: t.Order[];
  cases: t.AfterSale[];
  rows: t.AfterSaleRow[];
  orderRows: t.OrderRow[];
  evidence: t.EvidenceRow[];
  packs: t.EvidencePack[];
  acts: t.Act[];
  reviews: t.Review[];
  findings: t.FindingRow[];
  sessions: t.LiveSession[];
  promises: t.Promise[];
  status: t.DeskStatus;
}

/** defaultSettings are those of a fresh data folder. */
export function defaultSettings(): t.Settings {
  const week = Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((d) => [d, '09:00-22:00']));
  return {
    language: 'zh-CN', theme: 'system', compact: false, operator: '小周', zone: 'Asia/Shanghai', offline: false, pullEveryMin: 5, pushPort: 0, phoneAddress: '', phonePort: 47443, stampers: [], phoneHours: 12, watchFolders: [], importFolders: [], packFolder: '',
    backupFolder: '', backupKeep: 7, goodTarget: 0.98, highValue: 30_000, reserveBytes: 2 ** 31, maxImageMp: 60, maxIntakeBytes: 2 ** 32, schedules: {}, ruleOverrides: {}, savedViews: {}, firstRunDone: false, answerMinutes: 30,
    calendar: { zone: 'Asia/Shanghai', week, holidays: {}, extra: {} },
  };
}

/** aShop is a connected demo shop. */
export function aShop(id: string, name: string, short: string, color: string, now: number, o: Partial<t.Shop> = {}): t.Shop {
  return {
    id, platform: 'doudian', remoteId: `4463${id}`, name, shortName: short, color, currency: 'CNY', zone: 'Asia/Shanghai', shipProvince: '浙江', state: 'active', demo: true, writesOn: false, confirmed: '',
    tokenExpires: now + 5 * day, dataAsOf: now - 3 * minute, lastError: '', createdAt: now - 60 * day, ...o,
  };
}

const goods = [
  ['重磅纯棉短袖T恤 男女同款', '白色 / XL', 'TS-240-W-XL', 8900], ['高腰直筒牛仔裤 显瘦', '复古蓝 / M', 'JN-118-B-M', 15900], ['羊毛混纺针织开衫', '燕麦 / 均码', 'KC-077-O', 23900],
  ['轻薄羽绒马甲 立领', '黑色 / L', 'DV-032-K-L', 26900], ['法式茶歇连衣裙', '碎花 / S', 'DR-205-F-S', 19900], ['软底一脚蹬乐福鞋', '棕色 / 38', 'SH-411-38', 17900], ['真丝印花方巾', '90cm / 藏青', 'SC-009-N', 12800],
] as const;
const hosts = [['h1', '阿宁'], ['h2', '小鹿'], ['h3', '大山哥']] as const;
const types = ['return_refund', 'refund_only_shipped', 'refund_only_unshipped', 'exchange', 'return_refund', 'reship'] as const;
const reasons = [['quality', '质量问题：开线'], ['size', '尺码不合适'], ['not_as_described', '与直播描述不符'], ['not_received', '显示签收但未收到'], ['missing_part', '少发赠品'], ['seven_day_no_reason', '七天无理由退货'], ['late', '发货太慢']] as const;
const nicks = ['晚风**', '柠檬不**', '小满**', '用户7**3', '阿珍**', '栗子**'];
const remarks = [
  '洗了一次肩膀这里就开线了，主播说是加固走线的，希望给个说法。', '直播间说160斤能穿XL，收到根本穿不下。', '主播承诺送的丝巾没有收到，订单里也没有。', '物流显示签收了，但是我和家里人都没有收到。', '', '颜色和直播间看到的差太多了，想退。',
];

/** makeData builds the fake shop as of a moment. */
export function makeData(now = Date.now(), count = 60): FakeData {
  const rnd = dice(7);
  const pick = <T>(xs: readonly T[]): T => xs[Math.floor(rnd() * xs.length)] as T;
  const shops = [aShop('s1', '云上衣橱旗舰店', '云上衣橱', '#0f9d8a', now), aShop('s2', '山野小铺', '山野小铺', '#d9822b', now, { dataAsOf: now - 9 * minute })];
  const sessions: t.LiveSession[] = hosts.map(([hostId, hostName], i) => ({
    id: `s1.73920118405561278${i}0`, shopId: 's1', roomId: `73920118405561278${i}0`, title: `${hostName} 秋冬上新专场`, hostId, hostName, startAt: now - (6 + i) * day - 4 * hour, endAt: now - (6 + i) * day, inferred: i > 0,
  }));
  const promises: t.Promise[] = [
    { id: 'p1', shopId: 's1', sessionId: sessions[0]?.id ?? '', productId: 'P0', skuId: '', kind: 'gift', wording: '今天拍任意一件 T 恤，送同色真丝方巾一条，跟衣服一起发。', saidAt: now - 6 * day - 3 * hour },
    { id: 'p2', shopId: 's1', sessionId: sessions[0]?.id ?? '', productId: 'P0', skuId: '', kind: 'size', wording: '160 斤以内的拍 XL 肯定能穿，不合适包退。', saidAt: now - 6 * day - 3 * hour + 4 * minute },
    { id: 'p3', shopId: 's1', sessionId: sessions[1]?.id ?? '', productId: '', skuId: '', kind: 'ship_by', wording: '下播两天内全部发出去。', saidAt: now - 7 * day - 2 * hour },
  ];
  const data: FakeData = {
    now, shops, settings: { ...defaultSettings(), firstRunDone: true }, orders: [], cases: [], rows: [], orderRows: [], evidence: [], packs: [], acts: [], reviews: [], findings: [], sessions, promises,
    status: { offline: false, noReach: false, pulling: [], notSent: 0, lastPull: now - 3 * minute, lastError: '', importing: '' },
  };
  for (let i = 0; i < count; i++) {
    const shop = i % 4 === 3 ? 's2' : 's1';
    const g = goods[i % goods.length] ?? goods[0];
    const [hostId, hostName] = hosts[i % 3] ?? hosts[0];
    const session = sessions[i % 3];
    const remote = `69${String(20110000000000000n + BigInt(i) * 7919n)}`.slice(0, 19);
    const id = `${shop}.${remote}`;
    const created = now - 6 * day - Math.floor(rnd() * 3 * day);
    const signed = created + 3 * day;
    const waybill = `YT${String(8800123400000 + i * 37)}`;
    const live = i % 9 === 8 ? { roomId: '', sessionId: '', hostId: '', hostName: '', videoId: '', channel: 'shelf' } : { roomId: session?.roomId ?? '', sessionId: session?.id ?? '', hostId, hostName, videoId: '', channel: i % 2 ? 'alliance' : 'self_sale' };
    const line: t.OrderLine = {
      id: `${id}.1`, orderId: id, remoteId: `${remote}1`, status: 'finished', rawStatus: '5', productId: `P${i % 7}`, productName: g[0], skuId: `SKU${i % 7}`, skuCode: g[2], spec: g[1], size: '', category: '服饰', picture: '', qty: 1 + (i % 2),
      unitPrice: cny(g[3]), paid: cny(g[3] * (1 + (i % 2))), gift: false, signedAt: signed, live,
    };
    const parcel: t.Parcel = {
      id: `${shop}.yuantong:${waybill}`, shopId: shop, orderId: id, afterSaleId: '', waybill, carrierCode: 'yuantong', carrierName: '圆通速递', direction: 'out', state: i % 5 === 4 ? 'in_transit' : 'signed', uploadedAt: created + 8 * hour,
      pickedAt: created + 20 * hour, hubAt: created + 30 * hour, deliveryAt: signed - 4 * hour, signedAt: i % 5 === 4 ? 0 : signed, lastAt: signed, lastText: '【成都市】您的快件已签收，签收人：本人', fromProvince: '浙江', toProvince: '四川', toCity: '成都市', traceCheckedAt: now - 20 * minute,
    };
    const order: t.Order = {
      id, shopId: shop, remoteId: remote, status: i % 5 === 4 ? 'shipped' : i % 11 === 10 ? 'to_ship' : 'finished', rawStatus: '5', createdAt: created, paidAt: created + 40_000, promisedShipAt: created + 2 * day, shippedAt: created + 8 * hour,
      finishedAt: 0, updatedAt: signed, total: cny(line.paid.minor + 1000), paid: line.paid, freight: cny(0), discount: cny(1000), buyerKey: `b${i}`, buyerNick: nicks[i % nicks.length] ?? '', maskedName: '李*', maskedPhone: '138****0427', province: '四川', city: '成都市',
      district: '武侯区', maskedAddress: '天府****', buyerWords: i % 6 === 0 ? '麻烦发圆通，周末不收件。' : '', sellerWords: '', lines: [line], parcels: [parcel], source: { api: 'order.searchList', fetchedAt: now - 3 * minute, payloadHash: '9f2c4be01a77d3c5b1e0' },
    };
    data.orders.push(order);
    data.orderRows.push({
      id, shopId: shop, remoteId: remote, status: order.status, rawStatus: '5', createdAt: created, paidAt: order.paidAt, paid: order.paid, title: g[0], spec: g[1], skuCode: g[2], lineCount: 1, buyerNick: order.buyerNick, maskedName: order.maskedName,
      maskedPhone: order.maskedPhone, province: '四川', city: '成都市', waybill, parcelState: parcel.state, hostName: live.hostName, sessionId: live.sessionId, afterSaleCount: i < count * 0.7 ? 1 : 0, evidenceCount: i % 3 === 0 ? 2 : 0,
    });
    if (i >= count * 0.7) continue;
    const type = types[i % types.length] ?? 'return_refund';
    const [reason, reasonText] = reasons[i % reasons.length] ?? reasons[0];
    const evidenceWanted = i % 8 === 5;
    const status = i % 7 === 6 ? 'awaiting_merchant_receipt' : i % 10 === 9 ? 'awaiting_buyer_return' : evidenceWanted ? 'merchant_refused' : i === 20 ? 'unknown' : i > count * 0.6 ? 'succeeded' : 'awaiting_merchant';
    const since = now - Math.floor(rnd() * 40 * hour);
    const deadline = i === 1 ? now + 4 * minute + 20_000 : i === 0 ? now - 26 * minute : since + 48 * hour + Math.floor(rnd() * 6 * hour) * (i % 3 === 0 ? -1 : 1);
    const caseRemote = `1474${String(50012234500000 + i * 61)}`;
    const caseId = `${shop}.${caseRemote}`;
    const asked = type === 'exchange' || type === 'reship' ? none : line.paid;
    const c: t.AfterSale = {
      id: caseId, shopId: shop, remoteId: caseRemote, orderId: id, lineRemoteIds: [line.remoteId], type, rawType: '0', status, rawStatus: status === 'unknown' ? '98' : '6', arbitration: evidenceWanted ? 'awaiting_merchant_evidence' : 'none', rawArbitration: '', firstReason: reason,
      firstReasonText: reasonText, reason, reasonText, buyerRemark: remarks[i % remarks.length] ?? '', qty: line.qty, asked, refunded: status === 'succeeded' ? asked : none, goodsBack: status === 'awaiting_merchant_receipt', appliedAt: since - 2 * hour, updatedAt: since,
      closedAt: status === 'succeeded' ? now - hour : 0, stepSince: since, deadline: status === 'succeeded' ? 0 : deadline, evidenceDue: evidenceWanted ? now + (3 + i) * hour : 0, version: '3', returnWaybill: status === 'awaiting_merchant_receipt' ? 'SF1633000912345' : '', returnCarrier: '',
      images: i % 4 === 0 ? ['https://example.com/a.jpg', 'https://example.com/b.jpg'] : [], events: [], parcels: [], source: { api: 'afterSale.List', fetchedAt: now - 3 * minute, payloadHash: 'be01a77d3c5b1e09f2c4' },
    };
    data.cases.push(c);
    const dueAt = evidenceWanted ? c.evidenceDue : ['awaiting_merchant', 'awaiting_merchant_receipt', 'unknown'].includes(status) ? c.deadline : 0;
    data.rows.push({
      id: caseId, shopId: shop, remoteId: caseRemote, orderId: id, orderRemoteId: remote, type, rawType: '0', status, rawStatus: c.rawStatus, arbitration: c.arbitration, reason, reasonText, asked, appliedAt: c.appliedAt, updatedAt: c.updatedAt, stepSince: since, deadline: c.deadline,
      evidenceDue: c.evidenceDue, dueAt, handledAt: i % 2 === 1 ? c.appliedAt + 10 * minute : 0, houseDue: status === 'awaiting_merchant' && i % 2 === 0 ? now + (i - 3) * 9 * minute : 0, title: g[0], spec: g[1], skuCode: g[2], buyerNick: order.buyerNick, hostName: live.hostName, sessionId: live.sessionId, waybill, evidenceCount: i % 3 === 0 ? 2 : 0, queuedActs: 0,
    });
  }
  data.rows.sort((a, b) => (a.dueAt || Infinity) - (b.dueAt || Infinity));
  addRest(data, pick);
  return data;
}

function addRest(d: FakeData, pick: <T>(xs: readonly T[]) => T) {
  const { now } = d;
  d.orders.forEach((o, i) => {
    if (i % 3 !== 0) return;
    for (const [k, kind] of (['packing_photo', 'weight_photo'] as const).entries()) {
      d.evidence.push({
        item: {
          id: `sha256-${String(i).padStart(2, '0')}${k}${'a'.repeat(61)}`, size: 1_840_000 + i * 1000, mediaType: 'image/jpeg', name: `${o.parcels[0]?.waybill ?? ''}_${k + 1}.jpg`, kind, source: 'watch', operator: '打包台 2', capturedAt: o.shippedAt - 20 * minute,
          capturedFrom: 'exif', addedAt: o.shippedAt, width: 4032, height: 3024, durationMs: 0, codes: [o.parcels[0]?.waybill ?? ''], logIndex: i * 2 + k, logHash: 'c0ffee', incomplete: false, device: '',
        },
        links: [{ evidenceId: '', orderId: o.id, afterSaleId: '', waybill: o.parcels[0]?.waybill ?? '', method: 'barcode', by: '', at: o.shippedAt }],
      });
    }
  });
  d.evidence.push({
    item: { id: `sha256-${'f'.repeat(64)}`, size: 2_200_000, mediaType: 'image/jpeg', name: 'IMG_2207.jpg', kind: 'packing_photo', source: 'watch', operator: '', capturedAt: now - 2 * hour, capturedFrom: 'exif', addedAt: now - hour, width: 4032, height: 3024, durationMs: 0, codes: [], logIndex: 99, logHash: 'beef', incomplete: false, device: '' },
    links: [],
  });
  const texts = ['面料比直播间看到的薄，有点失望。', '穿着舒服，主播推荐的尺码很准！', '少发了赠品，问客服两天才回。', '质量不错，会回购', '一般般吧，颜色有点色差', '物流太慢了，等了一周'];
  for (let i = 0; i < 24; i++) {
    const o = d.orders[i];
    const line = o?.lines[0];
    if (!o || !line) continue;
    const rating = [1, 5, 2, 5, 3, 2][i % 6] ?? 5;
    d.reviews.push({
      id: `${o.shopId}.R${1000 + i}`, shopId: o.shopId, remoteId: `R${1000 + i}`, orderId: o.id, productId: line.productId, productName: line.productName, skuId: line.skuId, spec: line.spec, rating, band: rating >= 4 ? 'good' : rating === 3 ? 'neutral' : 'negative', bandRule: 'doudian-review-bands', text: texts[i % 6] ?? '',
      images: [], buyerNick: o.buyerNick, createdAt: now - (i + 1) * 5 * hour, followText: '', followAt: 0, replyText: rating >= 4 ? '谢谢您的支持！' : '', repliedAt: rating >= 4 ? now - i * 5 * hour : 0, replyBy: now - (i + 1) * 5 * hour + 7 * day, firstRating: rating,
      step: rating <= 2 ? pick(['detected', 'owner', 'contacted', 'cause'] as const) : '', owner: rating <= 2 && i % 2 ? '小周' : '', proof: '', hostName: line.live.hostName, sessionId: line.live.sessionId, source: { api: 'file:reviews', fetchedAt: now - day, payloadHash: '77' },
    });
  }
  d.orders.slice(40, 52).forEach((o, i) => {
    const check = (['no_pickup', 'stalled', 'signed_refund'] as const)[i % 3] ?? 'stalled';
    d.findings.push({
      finding: {
        id: `f${i}`, key: `${check}:${o.parcels[0]?.id ?? ''}`, check, shopId: o.shopId, subject: 'parcel', subjectId: o.parcels[0]?.id ?? '', orderId: o.id, severity: i % 3 === 0 ? 'red' : 'warn', state: 'open', ruleId: 'doudian.logistics.2026-08-10', params: { waybill: o.parcels[0]?.waybill ?? '' },
        since: now - (30 + i) * hour, dueAt: now + (i - 2) * 3 * hour, atRisk: cny(500 + i * 100), nextAct: check === 'no_pickup' ? 'call_courier' : 'work_order', owner: i % 4 === 0 ? '小周' : '', firstSeen: now - 5 * hour, lastSeen: now - 10 * minute, resolvedAt: 0,
      },
      orderRemoteId: o.remoteId, waybill: o.parcels[0]?.waybill ?? '', carrierName: '圆通速递', parcelState: 'in_transit', title: o.lines[0]?.productName ?? '', lastText: '【嘉兴转运中心】已发出，下一站【成都转运中心】', lastAt: now - (26 + i) * hour,
    });
  });
}

/** timelineOf is the history of an order and its cases. */
export function timelineOf(d: FakeData, orderId: string, caseId?: string): t.TimelineEntry[] {
  const o = d.orders.find((x) => x.id === orderId);
  if (!o) return [];
  const out: t.TimelineEntry[] = [];
  const add = (at: number, actor: string, kind: string, source: string, text = '', params: Record<string, string> = {}, ref = '') => {
    if (at > 0) out.push({ id: `${kind}:${at}:${out.length}`, at, actor, kind, source, text, params, ref, images: [] });
  };
  add(o.createdAt, 'buyer', 'ordered', 'platform', o.buyerWords);
  add(o.paidAt, 'buyer', 'paid', 'platform', '', { amount: (o.paid.minor / 100).toFixed(2), currency: 'CNY' });
  for (const p of d.promises.filter((x) => x.sessionId === o.lines[0]?.live.sessionId)) add(p.saidAt, 'merchant', 'promised', 'platform', p.wording, { kind: p.kind });
  add(o.shippedAt, 'merchant', 'shipped', 'platform');
  const parcel = o.parcels[0];
  if (parcel) {
    const base = { carrier: parcel.carrierName, waybill: parcel.waybill };
    const steps: [number, string, string][] = [
      [parcel.pickedAt, 'picked_up', '【金华市】圆通速递已揽收'], [parcel.pickedAt + 3 * hour, 'sort_center', '【金华转运中心】已到达'], [parcel.pickedAt + 6 * hour, 'in_transit', '【金华转运中心】已发出，下一站【成都转运中心】'],
      [parcel.pickedAt + 30 * hour, 'dest_city', '【成都转运中心】已到达'], [parcel.deliveryAt, 'out_for_delivery', '【武侯区】派件员正在派件'],
    ];
    for (const [at, state, text] of steps) add(at, 'courier', 'trace', 'carrier', text, { ...base, state });
    add(parcel.signedAt, 'courier', 'signed', 'carrier', parcel.lastText, { ...base, state: 'signed' });
  }
  for (const e of d.evidence.filter((x) => x.links.some((l) => l.orderId === orderId))) add(e.item.addedAt, 'staff', 'evidence_added', 'workstation', '', { kind: e.item.kind, name: e.item.name, operator: e.item.operator }, e.item.id);
  for (const c of d.cases.filter((x) => x.orderId === orderId)) {
    add(c.appliedAt, 'buyer', 'case_applied', 'platform', c.buyerRemark, { type: c.type, reason: c.firstReason, amount: c.asked.currency ? (c.asked.minor / 100).toFixed(2) : '', currency: c.asked.currency });
    add(c.appliedAt + 20 * minute, 'merchant', 'negotiation', 'platform', '亲，非常抱歉给您带来不便，麻烦您提供一下开线位置的照片，我们马上核实处理。', { action: '商家留言' });
    add(c.appliedAt + 50 * minute, 'buyer', 'negotiation', 'platform', '照片已经传了，就穿了一次。', { action: '买家回复' });
    add(c.deadline, 'platform', 'deadline', 'platform', '', { of: 'deadline' });
    add(c.evidenceDue, 'platform', 'deadline', 'platform', '', { of: 'evidence' });
    add(c.closedAt, 'system', 'case_closed', 'platform', '', { status: c.status });
  }
  for (const a of d.acts.filter((x) => x.afterSaleId === caseId)) add(a.queuedAt, 'staff', 'act_queued', 'workstation', a.note, { kind: a.kind, by: a.by });
  return out.sort((a, b) => a.at - b.at);
}
