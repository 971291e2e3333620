import type { PackStop } from '@/bridge';

const byKind: Record<string, string[]> = {
  refunded: ['buyer_agreed', 'owner_decided'],
  refund_asked: ['buyer_agreed', 'owner_decided'],
  cancelled: ['buyer_agreed', 'owner_decided'],
  held: ['owner_decided'],
  duplicate: ['packed_anew', 'scan_error', 'owner_decided'],
  already_left: ['packed_anew', 'scan_error', 'owner_decided'],
  not_uploaded: ['not_synced', 'owner_decided'],
  unknown_waybill: ['not_synced', 'scan_error', 'owner_decided'],
  ambiguous: ['owner_decided'],
  wrong_sku: ['corrected', 'scan_error', 'owner_decided'],
  too_many: ['corrected', 'scan_error', 'owner_decided'],
  item_missing: ['sent_apart', 'owner_decided'],
  gift_missing: ['gift_out', 'sent_apart', 'owner_decided'],
  unreadable: ['scan_error'],
};

/** reasonsFor are the reasons for which a stop may be passed; none for what must simply be done. */
export function reasonsFor(stop: PackStop): string[] {
  return byKind[stop.kind] ?? [];
}

/** standing are the stops that nobody went past. */
export function standing(stops: PackStop[] | undefined): PackStop[] {
  return (stops ?? []).filter((s) => s.reason === '');
}

const atClosing = ['item_missing', 'gift_missing', 'counts_missing', 'photo_missing'];

/** lacks reports whether a record still lacks something before it can be closed. */
export function lacks(stops: PackStop[] | undefined): boolean {
  return standing(stops).some((s) => atClosing.includes(s.kind));
}
