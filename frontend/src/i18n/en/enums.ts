import { standardEnums } from './standard';
import type zh from '../zh-CN/enums';

const words: typeof zh = {
  ...standardEnums,
  caseTypes: {
    refund_only_shipped: 'Refund, shipped', refund_only_unshipped: 'Refund, unshipped', return_refund: 'Return + refund', exchange: 'Exchange',
    reship: 'Reship', repair: 'Repair', refused_return: 'Refused delivery', price_adjustment: 'Price adjustment', order_cancel: 'Order cancelled',
    unknown: 'Unknown type',
  },
  caseStatuses: {
    awaiting_merchant: 'Waiting for us', awaiting_buyer_return: 'Buyer to return', awaiting_merchant_receipt: 'Return came back',
    awaiting_merchant_ship: 'To be sent', awaiting_buyer_confirm: 'Buyer to confirm', merchant_refused: 'We refused', succeeded: 'Succeeded', closed: 'Closed',
    unknown: 'Unknown status',
  },
  arbitrations: {
    none: 'Not involved', in_progress: 'Platform reviewing', awaiting_merchant_evidence: 'Evidence wanted', negotiating: 'Negotiating', for_buyer: 'For the buyer',
    for_merchant: 'For the merchant', ended: 'Ended', cancelled: 'Cancelled', unknown: 'Unknown',
  },
  reasons: {
    quality: 'Quality', damaged: 'Damaged', wrong_item: 'Wrong item', missing_part: 'Missing part', not_as_described: 'Not as shown',
    counterfeit: 'Counterfeit', size: 'Size', dislike: 'Disliked', not_received: 'Not received', late: 'Late', price: 'Price', changed_mind: 'Changed mind',
    seven_day_no_reason: '7 days, no why', other: 'Other', unknown: 'Unknown reason',
  },
  actors: { buyer: 'Buyer', merchant: 'Merchant', platform: 'Platform', courier: 'Courier', staff: 'This desk', system: 'System', unknown: 'Unknown' },
  timelineKinds: {
    ordered: 'Ordered', paid: 'Paid', promised: 'Promised live', shipped: 'Shipped', trace: 'Courier', signed: 'Signed for', case_applied: 'Case opened',
    negotiation: 'Negotiation', case_closed: 'Case ended', deadline: 'Deadline', evidence_added: 'Evidence added', pack_built: 'Pack built', review: 'Review',
    review_reply: 'Review reply', act_queued: 'Queued', act_sent: 'Sent', act_failed: 'Not accepted', contact_revealed: 'Contact revealed', finding: 'Check found', packed: 'Packed', unboxed: 'Unboxed',
  },
  orderStatuses: {
    unpaid: 'Unpaid', paid: 'Paid', to_ship: 'To ship', partly_shipped: 'Partly shipped', shipped: 'Shipped', finished: 'Finished', cancelled: 'Cancelled',
    unknown: 'Unknown status',
  },
  channels: { alliance: 'Creator alliance', self_sale: 'Own live room', shelf: 'Shelf', unknown: 'Unknown channel' },
  trackStates: {
    none: 'No trace', created: 'Label made', wait_pickup: 'Awaiting pickup', picked_up: 'Picked up', sort_center: 'At hub', in_transit: 'In transit',
    dest_city: 'In destination city', out_for_delivery: 'Out for delivery', at_station: 'At pickup point', signed: 'Delivered', signed_by_other: 'Signed by another',
    refused: 'Refused', returning: 'Coming back', returned_signed: 'Return received', intercepted: 'Intercepted', forwarded: 'Forwarded', problem: 'Problem',
    cancelled: 'Cancelled', customs: 'In customs', unknown: 'Unknown',
  },
  directions: { out: 'Outbound', back: 'Return' },
  evidenceKinds: {
    packing_video: 'Packing video', packing_photo: 'Packing photo', weight_photo: 'Weight photo', handoff: 'Hand-over proof', label: 'Waybill label',
    return_unpack: 'Return unpacking', chat: 'Chat', page_snapshot: 'Page snapshot', courier_letter: 'Courier letter', buyer_image: "Buyer's picture",
    document: 'Document', other: 'Other',
  },
  evidenceSources: { drop: 'Dropped', picker: 'Chosen', watch: 'Watched folder', cli: 'Terminal', demo: 'Demo', bench: 'Recorded at the bench', phone: 'Phone' },
  doorRefusals: {
    wrong_host: 'Asked for by another name', cross_site: 'From another page', unpaired: 'Not paired', revoked: 'Revoked phone', bad_code: 'Pairing code wrong, old or used', unknown_path: 'Nothing is there',
    bad_method: 'Unreadable request', too_large: 'Too large', too_many: 'Too many requests', too_slow: 'Too slow', wrong_hash: 'Bytes damaged on the way',
  },
  stampReasons: { day: 'Daily', pack: 'Pack' },
  packEditions: { platform: 'For the platform', court: 'For the court' },
  packStamps: { none: 'None', waiting: 'Waiting', later: 'Came after packing', inside: 'Inside' },
  linkMethods: { name: 'By file name', barcode: 'By barcode', manual: 'By hand', drop: 'Dropped on it', scan: 'Scanned while recording' },
  packModes: { pack: 'Packing', unbox: 'Unboxing' },
  packStates: { open: 'Under way', done: 'Done', aside: 'Put aside', interrupted: 'Interrupted' },
  packStopKinds: {
    refunded: 'Refunded', refund_asked: 'Refund asked', cancelled: 'Order cancelled', held: 'Not to be sent yet', duplicate: 'Packed before', already_left: 'Collected already',
    not_uploaded: 'Number not uploaded', unknown_waybill: 'Unknown number', unreadable: 'Cannot be read', ambiguous: 'Several orders', wrong_sku: 'Wrong goods', too_many: 'One too many',
    item_missing: 'Goods missing', gift_missing: 'Gift missing', counts_missing: 'Not counted', photo_missing: 'No photo',
  },
  packReasons: {
    buyer_agreed: 'Buyer still wants it', owner_decided: 'Owner says send', packed_anew: 'Packed or labelled anew', corrected: 'Taken out, put right', scan_error: 'Scanner read wrong',
    not_synced: 'Order not synced yet', gift_out: 'Gift out, buyer told', sent_apart: 'Goes in another parcel',
  },
  benchScans: { parcel: 'New parcel', bound: 'Order found', tick: 'Checked', same: 'This one', held: 'Finish this first', stop: 'Stop' },
  benchEffects: { packs: 'May be packed', stops: 'Will be stopped', unboxes: 'A return' },
  severities: { info: 'Note', warn: 'Limit near', red: 'Limit passed' },
  findingStates: { open: 'Open', resolved: 'Resolved', dismissed: 'Dismissed' },
  subjectKinds: { order: 'Order', after_sale: 'Case', parcel: 'Parcel', review: 'Review', shop: 'Shop', evidence: 'Evidence', system: 'System' },
  nextActs: {
    answer_case: 'Answer the case', submit_evidence: 'Submit evidence', confirm_receipt: 'Confirm receipt', ship: 'Ship', call_courier: 'Chase the courier',
    work_order: 'Open a work order', check_proof: 'Check the proof', reply_review: 'Reply', start_recovery: 'Start recovery', reauthorize: 'Authorise again',
    retry_sync: 'Sync again', map_value: 'Map the value', free_space: 'Free space', back_up: 'Back up', link_evidence: 'Link evidence',
  },
  taskKinds: {
    case_due: 'Case due', evidence_wanted: 'Evidence wanted', logistics: 'Logistics', bad_review: 'Bad review', sync_fault: 'Sync fault',
    unlinked_evidence: 'Unlinked evidence', backup: 'Backup',
  },
  promiseKinds: { gift: 'Gift', price: 'Price', size: 'Size', ship_by: 'Ship by', warranty: 'Warranty', other: 'Other' },
  reviewBands: { good: 'Good', neutral: 'Neutral', negative: 'Bad', unrated: 'Unrated' },
  recoverySteps: { detected: 'Detected', owner: 'Owned', contacted: 'Contacted', cause: 'Cause found', remedy: 'Remedied', outcome: 'Outcome' },
  recoveryProofs: { none: 'No proof', rating_changed: 'Rating changed', follow_up: 'Follow-up review', settled: 'Settled' },
  actKinds: {
    agree: 'Agree', refuse: 'Refuse', agree_refund: 'Receive and refund', confirm_receipt: 'Confirm receipt', reship: 'Send out', submit_evidence: 'Submit evidence', remark: 'Remark',
    reply_review: 'Reply to a review', ship: 'Ship',
  },
  actStates: { queued: 'Not sent', sending: 'Sending', done: 'Done', skipped: 'Skipped', failed: 'Failed', undone: 'Taken back', dry: 'Dry run' },
  codes: {
    invalid: 'Wrong input', not_found: 'Not found', conflict: 'It has changed', unauthorized: 'Not authorised', rate_limited: 'Asked too often',
    unavailable: 'Not available now', unsupported: 'Not supported', corrupt: 'Damaged data', internal: 'Program fault',
  },
  shopStates: { active: 'Active', paused: 'Paused', unauthorized: 'Not authorised' },
  capabilityStates: { enabled: 'Ready', disabled: 'One step missing', unsupported: 'Not offered' },
  capabilityProofs: { none: 'nothing', fixture: 'documented answers', simulator: 'simulator', real_server: 'real server', live: 'real shop' },
  replays: { refused: 'Twice is refused', same: 'Twice is harmless', unsafe: 'Twice is risky' },
  actAsks: { reason: 'Reason', reason_code: 'Platform\'s reason', note: 'Text', address_id: 'Return address', waybill: 'Waybill', carrier_code: 'Courier', proofs: 'Proof' },
  abilities: {
    orders: 'Orders', after_sales: 'Case list', after_sale_detail: 'Case details', deadlines: 'Platform deadlines', live: 'Live attribution',
    traces: 'Parcel traces', reviews: 'Reviews', contacts: 'Contacts', act: 'Answer cases', evidence_upload: 'Upload evidence', push: 'Push messages',
    score: 'Experience score',
  },
  sheetKinds: { orders: 'Orders', aftersales: 'Cases', reviews: 'Reviews', traces: 'Parcel traces', promises: 'Live promises', settlements: 'Settlement statements' },
  statementParts: { goods: 'Goods', freight: 'Freight', platform_subsidy: 'Platform subsidy', merchant_subsidy: 'Merchant subsidy', creator_subsidy: 'Creator subsidy', payment_subsidy: 'Payment subsidy', refund: 'Refund', service_fee: 'Service fee', commission: 'Commission', agency_fee: 'Agency fee', channel_fee: 'Channel fee', promotion_fee: 'Promotion fee', payment_fee: 'Payment fee', insurance: 'Insurance', tax: 'Tax', other: 'Other' },
  auditKinds: {
    contact_revealed: 'Contact revealed', exported: 'Exported', pack_built: 'Pack built', act_queued: 'Act queued', act_sent: 'Act sent',
    restored: 'Backup restored', settings_changed: 'Settings changed', shop_added: 'Shop added', shop_removed: 'Shop removed',
    finding_dismissed: 'Finding dismissed',
    phone_paired: 'Phone paired', phone_revoked: 'Phone revoked', phone_door_opened: 'Door for phones opened', phone_door_closed: 'Door for phones closed',
  },
  counters: {
    paid_orders: 'paid orders', signed_orders: 'signed orders', returned_orders: 'returned orders', quality_orders: 'quality returns',
    unshipped_refunds: 'refunds before shipping', refunded_orders: 'refunded orders', case_orders: 'orders with a case',
    unattributed_orders: 'unattributed orders', rated_reviews: 'rated reviews', good_reviews: 'good reviews', negative_reviews: 'bad reviews',
    unrated_reviews: 'unrated reviews', handled_cases: 'handled cases', handled_30min: 'handled in 30 min',
  },
  dimensions: {
    day: 'Day', week: 'Week', month: 'Month', shop: 'Shop', session: 'Session', host: 'Host', product: 'Product', sku: 'SKU', size: 'Size',
    category: 'Category', reason: 'Reason', carrier: 'Courier', province: 'Province', channel: 'Channel',
  },
  trendKinds: { orders: 'Orders', reviews: 'Reviews', cases: 'Cases' },
  metrics: {
    favourable_rate: 'Favourable rate', negative_rate: 'Bad-review rate', return_rate_by_order: 'Return rate (orders)',
    return_rate_signed: 'Return rate (signed)', quality_return_rate: 'Quality-return rate', unshipped_refund_rate: 'Refunded before shipping',
    refund_rate: 'Refund rate', case_rate: 'Case rate', unattributed_share: 'Unattributed share', handled_30min_share: 'Handled in 30 min',
  },
};

export default words;
