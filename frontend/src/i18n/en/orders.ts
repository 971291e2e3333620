import type zh from '../zh-CN/orders';

const words: typeof zh = {
  title: 'Orders',
  sub: 'Find by order, waybill, SKU code, product, nickname or the end of a phone number',
  search: 'Anything: order, waybill, SKU, product, nickname, phone tail',
  view: { label: 'Status', all: 'All' },
  filter: { status: 'Status', shop: 'Shop', range: 'Ordered', from: 'From', to: 'To', last: 'Last {{n}} days', session: 'Session: {{id}}', host: 'Host: {{id}}', sku: 'SKU: {{id}}' },
  columns: {
    created: 'Ordered', shop: 'Shop', id: 'Order id', status: 'Status', product: 'Product', sku: 'SKU code', paid: 'Paid', buyer: 'Buyer', receiver: 'Receiver', phone: 'Phone', place: 'Place', waybill: 'Waybill',
    parcel: 'Parcel', host: 'Host', cases: 'Cases', evidence: 'Evidence', lines: 'Lines',
  },
  empty: {
    title: 'No orders yet', text: 'Connect a shop or import an order file and orders appear here.', filtered: 'No order found', filteredText: 'Try other words: two characters are enough, and the start of an id will do.', connect: 'Connect a shop',
    clear: 'Clear filters',
  },
  detail: {
    back: 'Back to the list', id: 'Order', life: 'Life', lines: 'Goods', receiver: 'Receiver', money: 'Amounts', total: 'Total', paid: 'Paid', freight: 'Freight', discount: 'Discount', cases: 'Cases', noCases: 'No case', parcels: 'Parcels',
    noParcels: 'Not shipped yet', evidence: 'Evidence', noEvidence: 'No evidence', reviews: 'Reviews', noReviews: 'No review', live: 'Live', promises: 'Promised live', noLive: 'Not attributed to a session', words: 'Words', buyerWords: 'Buyer wrote',
    sellerWords: 'Our remark', timeline: 'Timeline', source: 'Source', missing: 'This order is not here', qty: '× {{n}}', gift: 'Gift', traces: 'Scans: {{n}}', promisedShip: 'Ship by', all: 'All evidence', noContact: 'The platform gives masked data only',
  },
  life: { created: 'Ordered', paid: 'Paid', shipped: 'Shipped', picked: 'Picked up', delivery: 'Out for delivery', signed: 'Delivered', case: 'Case', closed: 'Case ended', review: 'Review', finished: 'Finished', now: 'Now' },
};

export default words;
