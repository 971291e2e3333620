import type zh from '../zh-CN/today';

const words: typeof zh = {
  title: 'Today',
  sub: 'What must be done now, and what it costs if it is not',
  numbers: {
    label: 'Five numbers', favourable: 'Favourable rate', favourableHint: 'Last 30 days, target {{target}}', needed: '{{n}} good ones short', reached: 'Target reached',
    returns: 'Return rate', returnsHint: 'Orders paid in 30 days', answered: 'Handled in 30 min', answeredHint: 'First handling, last 7 days', due: 'Due within 4 h',
    dueHint: 'Deadlines of cases', risk: 'At risk', riskHint: 'Sum over the queue', byShop: 'Data as of',
  },
  queue: {
    title: 'To do', count: '{{n}} in all', order: 'Ordered by time left and money', all: 'All', what: 'What', left: 'Time left', risk: 'At stake', act: 'Next act', shop: 'Shop', since: 'Since',
    estimated: 'The platform gave no deadline; estimated by rule', more: 'Only the {{n}} most urgent', unlinked: 'Files without an order: {{n}}', case: 'Case', missing: 'Missing: {{list}}',
    rating: '{{n}} stars', waybill: 'Waybill', open: 'Open',
    shopFaults: {
      unauthorized: 'authorisation lost; only this shop stands still', token_expired: 'token expired; only this shop stands still', token_soon: 'token ends within 72 hours',
      stale: 'not pulled for a while', offline: 'the offline switch is on',
    },
  },
  empty: {
    title: 'Nothing urgent', text: 'Cases due, evidence wanted, parcels in trouble and bad reviews line up here, the most urgent first.', none: 'No data yet',
    noneText: 'Connect a shop or import a file and the work lines up by itself.', connect: 'Connect a shop',
  },
  attribution: 'Orders without a session', moreShops: 'and {{n}} more shops', expired: 'Not authorised; data stops at', checked: 'Last check',
};

export default words;
