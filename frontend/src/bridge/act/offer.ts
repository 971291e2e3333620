import type { ActAbility, AfterSale } from '../types';

/** CaseFacts is what decides which acts a case waits for. */
export type CaseFacts = Pick<AfterSale, 'type' | 'status' | 'arbitration'>;

// The same order of questions as the outbox asks before it queues anything
// (backend/act, untimely): this only greys buttons, the outbox has the last word.
const ended = ['succeeded', 'closed'];
const ours = ['awaiting_merchant', 'awaiting_merchant_receipt'];

/** notNow says why a case does not wait for an act, "" when it does. */
export function notNow(kind: string, c: CaseFacts): string {
  if (kind === 'remark') return '';
  if (ended.includes(c.status)) return 'closed';
  if (kind === 'submit_evidence') return ['awaiting_merchant_evidence', 'in_progress'].includes(c.arbitration) ? '' : 'no_dispute';
  if (c.status === 'unknown' || c.type === 'unknown') return 'unknown_status';
  const receipt = c.status === 'awaiting_merchant_receipt';
  if (kind === 'reship') return c.status === 'awaiting_merchant_ship' || (receipt && c.type === 'exchange') ? '' : 'not_our_turn';
  if (!ours.includes(c.status)) return 'not_our_turn';
  if (!receipt && (kind === 'confirm_receipt' || (kind === 'agree_refund' && c.type === 'return_refund'))) return 'goods_not_back';
  return '';
}

/** Offer is one act of a shop on one thing: open, or why not. */
export interface Offer {
  kind: string;
  why: string; // reason code, "" = open
}

// What a person reaches for first, when several acts are open.
const order = ['submit_evidence', 'agree_refund', 'confirm_receipt', 'reship', 'agree', 'refuse', 'remark'];
const receiptAsks = (c: CaseFacts) => c.status === 'awaiting_merchant_receipt';

/** offersFor lists the acts that a shop has for a case, the first to do on top. A shop's closed write switch hinders nothing: the act is a dry run. */
export function offersFor(c: CaseFacts, acts: ActAbility[], waits: boolean): Offer[] {
  const missing = (a: ActAbility) => (a.needs === 'writes_off' ? '' : a.needs);
  return acts
    .filter((a) => order.includes(a.kind))
    .map((a) => ({ kind: a.kind, why: missing(a) || notNow(a.kind, c) || (waits ? 'already_queued' : '') }))
    // "agree" answers a request; goods that came back are confirmed, with or without the refund.
    .map((o) => (o.why === '' && o.kind === 'agree' && receiptAsks(c) && acts.some((a) => ['agree_refund', 'confirm_receipt'].includes(a.kind) && missing(a) === '') ? { ...o, why: 'goods_came_back' } : o))
    // Nothing comes back before the request is answered; where the plain answer exists it is the one.
    .map((o, _i, all) => (o.why === '' && o.kind === 'agree_refund' && !receiptAsks(c) && all.some((x) => x.kind === 'agree' && x.why === '') ? { ...o, why: 'goods_not_back' } : o))
    .map((o) => (o.why === '' && o.kind === 'agree_refund' && c.type === 'exchange' && acts.some((a) => ['confirm_receipt', 'reship'].includes(a.kind) && missing(a) === '') ? { ...o, why: 'not_a_refund' } : o))
    .sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}

/** fitsProof says why a file cannot go with an act, "" when it can. */
export function fitsProof(limit: ActAbility['proofs'], file: { size: number; mediaType: string }): string {
  if (limit.maxBytes > 0 && file.size > limit.maxBytes) return 'proof_too_large';
  const mime = limit.mime ?? [];
  return mime.length > 0 && !mime.includes(file.mediaType) ? 'proof_wrong_type' : '';
}

/** lackingAct says why a shop cannot send a kind of act at all, "" when it can (a closed write switch makes it a dry run). */
export function lackingAct(kind: string, acts: ActAbility[]): string {
  const a = acts.find((x) => x.kind === kind);
  if (!a) return 'no_such_act';
  return a.needs === 'writes_off' ? '' : a.needs;
}

/** hasMoney says that the amount of an act is what it is about; on a remark or a shipment it would only mislead. */
export const hasMoney = (kind: string) => !['remark', 'reply_review', 'ship', 'reship', 'confirm_receipt'].includes(kind);
