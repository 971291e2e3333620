import type * as t from '@/bridge/types';

const noStop: t.PackStop = { id: '', kind: '', params: {}, at: 0, reason: '', by: '', reasonAt: 0 };

/** fakePacking is a bench that knows one parcel, whose order is the first of the book; everything else stops. */
export function fakePacking(d: { now: number; orders: t.Order[] }, changed: (...topics: string[]) => void, waybill = '78900000000001') {
  const records: t.PackRecord[] = [];
  const at = (id: string) => {
    const r = records.find((r) => r.id === id);
    if (!r) throw new Error(JSON.stringify({ code: 'not_found', params: { item: id } }));
    return r;
  };
  const change = (id: string, fn: (r: t.PackRecord) => void) => {
    const r = at(id);
    fn(r);
    changed('packing');
    return structuredClone(r);
  };
  return {
    Packing: {
      Enter: () => true,
      Scan: (r: t.BenchScanRequest): t.BenchScanResult => {
        const [order] = d.orders;
        if (r.code !== waybill || !order) {
          return { what: 'stop', code: r.code, itemId: '', stop: { ...noStop, id: 's1', kind: 'unknown_waybill', at: d.now }, record: { ...empty(d.now), id: '' } };
        }
        const record = { ...empty(d.now), id: `p${records.length + 1}`, shopId: order.shopId, orderId: order.id, waybill, station: r.station,
          items: order.lines.map((l) => ({ id: l.id, skuId: l.skuId, skuCode: l.skuCode, name: l.productName, spec: l.spec, size: l.size, qty: l.qty, done: 0, gift: false })) };
        records.push(record);
        return { what: 'parcel', code: r.code, itemId: '', stop: noStop, record: structuredClone(record), order };
      },
      Begin: (id: string) => structuredClone(at(id)),
      Recheck: (id: string) => structuredClone(at(id)),
      Rejudge: (id: string) => structuredClone(at(id)),
      Tick: (id: string) => structuredClone(at(id)),
      Override: (id: string, stop: string, reason: string) => change(id, (r) => r.stops.forEach((s) => { if (s.id === stop) s.reason = reason; })),
      Count: (id: string, good: number, bad: number, missing: number) => change(id, (r) => Object.assign(r, { counted: true, good, bad, missing })),
      Photo: (id: string) => change(id, (r) => r.photos.push(`sha256-${r.photos.length}`)),
      Close: (id: string, aside: boolean) => change(id, (r) => Object.assign(r, { state: aside ? 'aside' : 'done', closedAt: d.now })),
      BeginClip: () => 'clip-1',
      AppendClip: (_name: string, offset: number, piece: string) => offset + piece.length,
      EndClip: (): t.IntakeResult => ({ path: '', id: 'sha256-c', known: false, links: [], code: '', params: {} }),
      Coverage: (): t.PackCoverageRow[] => [],
      Gaps: (): t.OrderRow[] => [],
      Recent: () => structuredClone(records),
      Samples: (): t.BenchSample[] => [],
    },
  };
}

function empty(now: number): t.PackRecord {
  return { id: '', mode: 'pack', state: 'open', shopId: '', orderId: '', afterSaleId: '', waybill: '', carrierName: '', packer: '小周', station: '', startedAt: now, closedAt: 0,
    items: [], scanned: [], stops: [], photos: [], clips: [], counted: false, good: 0, bad: 0, missing: 0 };
}
