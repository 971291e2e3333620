import type { AfterSaleQuery } from '@/bridge';
import type { UrlState } from '@/lib/useUrlState';

const hour = 3600_000;

/** fromUrl turns the address of the inbox into the question for Go. "soon" and "overdue" are what waits for us up to a moment, each as many rows as its chip says. */
export function fromUrl(url: Pick<UrlState, 'get' | 'list'>, now: number): Partial<AfterSaleQuery> {
  const view = url.get('view') || 'open';
  const q: Partial<AfterSaleQuery> = {
    view, shopIds: url.list('shop'), types: url.list('type'), statuses: url.list('status'), reasons: url.list('reason'), arbitrations: url.list('arbitration'),
    hostId: url.get('host'), sessionId: url.get('session'), skuId: url.get('sku'), orderId: url.get('order'), text: url.get('q'), limit: 100,
  };
  if (view === 'soon') return { ...q, view: 'merchant', dueFrom: toMinute(now), dueBefore: toMinute(now + 4 * hour) };
  if (view === 'overdue') return { ...q, view: 'merchant', dueBefore: toMinute(now) };
  return q;
}

// To the minute, so that the key of a query does not change with every render.
function toMinute(at: number): number {
  return Math.ceil(at / 60_000) * 60_000;
}

/** theirTurn reports whether a case waits for somebody else: its clock is the buyer's or the platform's. */
export function theirTurn(c: { status: string; arbitration: string }): boolean {
  return c.arbitration !== 'awaiting_merchant_evidence' && ['awaiting_buyer_return', 'awaiting_buyer_confirm', 'merchant_refused'].includes(c.status);
}

/** sendsBack reports whether agreeing to such a case tells the buyer where to send the goods. */
export const sendsBack = (type: string) => ['return_refund', 'exchange', 'repair'].includes(type);

/** filterNames are the parts of the address that narrow the list. */
export const filterNames = ['shop', 'type', 'status', 'reason', 'arbitration', 'host', 'session', 'sku', 'order', 'q'] as const;
