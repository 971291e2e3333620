import type zh from '../zh-CN/packing';

const words: typeof zh = {
  title: 'Packing bench', leave: 'Leave', setup: 'Camera and pedal', station: 'Table', camera: 'Camera', anyCamera: 'Any', photoKey: 'Photo key (pedal)', pressKey: 'Press the pedal now', space: 'Space',
  keyTaken: 'This key cannot be the pedal; press another',
  today: '{{done}} today', asideToday: '{{n}} put aside',
  ready: { title: 'Scan a label to start', text: 'Scan the label: order, gifts and remarks appear and the recording starts by itself. Scanning the next one closes the clip.', other: 'Label comes last? Scan goods or the order number first. For a return scan its own number.', try: 'No label at hand? Try one', trying: 'Pick one, as if you had scanned it', none: 'This machine knows no number that waits; sync the shop first.' },
  rec: { on: 'Recording', off: 'Not recording' },
  cam: {
    starting: 'Opening the camera', missing: 'No camera found. Plug one in and press “Open again”; checks go on.', denied: 'The camera is not allowed. Allow it in the system settings and press “Open again”; checks go on.', busy: 'Another program holds the camera. Close it and press “Open again”; checks go on.',
    unsupported: 'This window cannot use a camera. Let a network camera save into a watched folder, or film with a paired phone; checks go on.', folders: 'Set a watched folder', again: 'Open again',
  },
  fault: 'The recording or photo was not kept: {{why}}', photo: 'Photo', photos: '{{n}} photos', done: 'Done', aside: 'Put aside', order: 'Order', noWaybill: 'label to come', noOrder: 'order number to come', pending: '{{code}} opens once this is complete',
  buyerWords: 'Buyer says', sellerWords: 'Seller says', items: 'Put these in', gifts: 'Gift', putIn: 'Put in', takeOut: 'Take out', pieces: '{{done}} / {{qty}}', scanned: '{{n}} goods scanned; label or order number to come',
  back: { title: 'Opening a return', good: 'Good', bad: 'Faulty', missing: 'Missing', less: 'One less', more: 'One more', received: 'Received, handle the case', need: 'Count and take a photo before it is received' },
  stop: {
    title: 'Stop', reasons: 'To go on, choose a reason:', next: 'Goes away once it is done', dismiss: 'Understood',
    refunded: 'This order is refunded. Do not send it.', refunded_part: '{{goods}} is refunded. Leave it out.', refund_asked: 'The buyer asks for a refund. Do not send it yet.', refund_asked_part: 'The buyer asks for a refund of {{goods}}. Leave it out for now.',
    cancelled: 'The order is cancelled. Do not send it.', held: 'The order is unpaid or under risk review. Do not send it yet.', duplicate: 'Packed before: {{at}}, by {{by}}.', already_left: 'The courier collected this number at {{at}}.',
    not_uploaded: 'The platform does not know this number yet. Without it, it refunds by itself.', unknown_waybill: 'This machine does not know {{code}}. Scan the order number to match it.', unreadable: 'Could not read it, scan again: {{code}}', ambiguous: 'This number belongs to several orders. Sort them out first.',
    wrong_sku: '{{code}} is not in this order.', too_many: 'There is enough of {{goods}} already.', item_missing: '{{n}} still to go: {{goods}}', gift_missing: 'The promised gift is not in: {{goods}}', counts_missing: 'Count first: good, faulty and missing pieces.', photo_missing: 'Take a photo first.',
  },
  coverage: {
    tab: 'Packing proof', title: 'Packing films of orders shipped in the last {{days}} days', by: 'Group by', packer: 'Packer', day: 'Day', all: 'All orders', high: 'High value, paid from', noPacker: 'Not packed at the bench', none: 'Nothing was shipped in this time',
    how: 'Only a whole film of the packing counts; an interrupted one does not. What is high value is set in Settings → General.', gaps: 'High value, without a whole film', gapsNone: 'Every high-value order has a whole film of its packing',
  },
  records: { title: 'Packing', none: 'Not packed at the bench', clips: '{{n}} clips', past: '{{kind}}: {{reason}} ({{by}})', counts: '{{good}} good, {{bad}} faulty, {{missing}} missing' },
};

export default words;
