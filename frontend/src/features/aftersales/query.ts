import type { AfterSaleQuery } from '@/bridge';
import type { UrlState } from '@/lib/useUrlState';

const hour = 3600_000;

/** fromUrl turns the address of the inbox into the question for Go. "soon" and "overdue" are the open queue up to a moment. */
export function fromUrl(url: Pick<UrlState, 'get' | 'list'>, now: number): Partial<AfterSaleQuery> {
  const view = url.get('view') || 'open';
  const q: Partial<AfterSaleQuery> = {
    view, shopIds: url.list('shop'), types: url.list('type'), statuses: url.list('status'), reasons: url.list('reason'), arbitrations: url.list('arbitration'),
    hostId: url.get('host'), sessionId: url.get('session'), skuId: url.get('sku'), orderId: url.get('order'), text: url.get('q'), limit: 100,
  };
  if (view === 'soon') return { ...q, view: 'merchant', dueBefore: roundUp(now + 4 * hour) };
  if (view === 'overdue') return { ...q, view: 'merchant', dueBefore: roundUp(now) };
  return q;
}

// To the minute, so that the key of a query does not change with every render.
function roundUp(at: number): number {
  return Math.ceil(at / 60_000) * 60_000;
}

/** filterNames are the parts of the address that narrow the list. */
export const filterNames = ['shop', 'type', 'status', 'reason', 'arbitration', 'host', 'session', 'sku', 'order', 'q'] as const;
