import type zh from '../zh-CN/aftersales';

const words: typeof zh = {
  title: 'After-sales',
  sub: 'By time left; {{n}} wait for us',
  search: 'Case, order, waybill, product, nickname',
  view: { label: 'Queue', open: 'Open', merchant: 'Our turn', evidence: 'Evidence wanted', soon: 'Within 4 h', overdue: 'Overdue', closed: 'Ended', all: 'All' },
  filter: { type: 'Type', status: 'Status', reason: 'Reason', arbitration: 'Arbitration', shop: 'Shop', session: 'Session: {{id}}', host: 'Host: {{id}}', sku: 'SKU: {{id}}', order: 'Order: {{id}}' },
  columns: {
    left: 'Time left', platformClock: 'Platform clock', evidenceClock: 'Evidence clock', houseClock: 'House clock', shop: 'Shop', type: 'Type', status: 'Status', arbitration: 'Arbitration', product: 'Product', spec: 'Spec',
    asked: 'Asked', reason: 'Reason', buyer: 'Buyer', host: 'Host', evidence: 'Evidence', id: 'Case id', order: 'Order id', waybill: 'Waybill', sku: 'SKU code', applied: 'Applied', updated: 'Updated',
  },
  queued: 'Not sent {{n}}',
  empty: { title: 'No case waits', text: 'New cases line up here by time left, the first due on top.', filtered: 'No case matches these filters', clear: 'Clear filters' },
  bulk: { agree: 'Agree to all', agree_refund: 'Receive and refund all', remark: 'Remark on all' },
  detail: {
    back: 'Back to the list', next: 'Next case', previous: 'Previous case', id: 'Case', missing: 'This case is not here', facts: 'Facts', goods: 'Goods', buyer: 'Buyer', live: 'Live', parcels: 'Parcels', timeline: 'Timeline',
    acts: 'Act', evidence: 'Evidence', packs: 'Packs', related: 'Other cases of this order', reviews: 'Reviews', asked: 'Asked', refunded: 'Refunded', qty: 'Quantity', reason: 'Reason', first: 'First reason', words: 'Buyer says',
    applied: 'Applied', deadline: 'Platform clock', evidenceDue: 'Evidence clock', houseDue: 'House clock', houseHow: 'Our own promise: first handling within opening hours (Settings → Opening hours)', firstDue: 'first', goodsBack: 'Goods', backYes: 'Came back', backNo: 'Not back', returnWaybill: 'Return waybill', order: 'Order', noOrder: 'The order has not been synced yet',
    paid: 'Paid', gift: 'Gift', session: 'Session', host: 'Host', channel: 'Channel', inferred: 'Times come from orders', noSession: 'Not attributed to a session', promises: 'Promised live', promisesAll: 'All {{n}} promises', promisesFew: 'Show fewer', noPromises: 'No promise on record',
    said: 'Said {{at}}', unattributed: 'Unattributed', source: 'Source', api: 'API', fetched: 'Fetched', hash: 'Content hash', ours: 'Our turn', theirs: 'Their turn', noContact: 'The platform gives masked data only',
    images: 'Pictures at the platform: {{n}}', image: 'Picture {{n}}', version: 'Version',
  },
  timeline: {
    all: 'All', buyer: 'Buyer', platform: 'Platform', courier: 'Courier', staff: 'This desk', showMore: 'Show {{n}} more', source: 'Source: {{source}}', future: 'To come', empty: 'Nothing on record yet', folded: '{{n}} courier scans folded',
    deadline: 'Platform deadline', evidence: 'Evidence deadline', promised: 'Promise', exhibits: 'Exhibits: {{n}}', rating: '{{n}} stars', by: '{{by}}',
    sources: { platform: 'Platform', file: 'Imported file', workstation: 'This desk', carrier: 'Courier' },
  },
  evidence: {
    drop: 'Drop photos and videos here', add: 'Add evidence', count: 'Files: {{n}}', checklist: 'Checklist',
    added: 'Files taken: {{n}}', refused: 'Not taken: {{n}}', busy: 'Storing…', none: 'No evidence yet. Packing video, weight photo and hand-over proof help most when they come early.',
  },
  pack: {
    build: 'Build evidence pack', busy: 'Building…', built: 'The pack is built', pdf: 'Open PDF', zip: 'Open ZIP', exhibits: '{{n}} exhibits, {{size}}', show: 'Show in folder',
    none: 'One press makes a PDF and a ZIP: in time order, with captions and hashes, without a network.',
  },
};

export default words;
