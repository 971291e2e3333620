import type { Act } from '@/bridge';
import { linkTo } from '@/lib/links';

/** Subject is what an act is about, and the page that shows it. */
export interface Subject {
  kind: 'after_sale' | 'order' | 'review';
  id: string; // the platform's
  to: string;
}

/** subjectOf names the case, order or review of an act. */
export function subjectOf(a: Act): Subject {
  const [kind, key]: [Subject['kind'], string] = a.kind === 'ship' ? ['order', a.orderId] : a.kind === 'reply_review' ? ['review', a.reviewId] : ['after_sale', a.afterSaleId];
  return { kind, id: key.split('.').slice(1).join('.'), to: linkTo(kind, key) };
}
