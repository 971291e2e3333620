import type zh from '../zh-CN/common';
import reasons from './reasons';

const words: typeof zh = {
  app: 'AfterDesk',
  nav: {
    label: 'Main', today: 'Today', aftersales: 'After-sales', orders: 'Orders', packing: 'Packing', evidence: 'Evidence', reviews: 'Reviews', logistics: 'Logistics', outbox: 'Outbox',
    trends: 'Trends', shops: 'Shops', settings: 'Settings', fold: 'Fold the rail', unfold: 'Unfold the rail', skip: 'Skip to content',
  },
  footer: {
    label: 'Status', healthy: 'Sync is well', pulling: 'Syncing shops: {{n}}', importing: 'Importing {{name}}', asOf: 'Data as of', never: 'Never synced', offline: 'Offline',
    offlineHint: 'The offline switch is on: no host is contacted. Reading and evidence go on', noReach: 'Platform not reached',
    noReachHint: 'The last attempts did not reach the platform; it is tried again by itself. What is stored here works on', notSent: 'Not sent yet ({{n}})',
    notSentHint: 'Open the outbox', goOffline: 'Go offline', goOnline: 'Go online', fault: 'Sync trouble: {{code}}', theme: 'Appearance', language: 'Language',
    themeSystem: 'Like the system', themeLight: 'Light', themeDark: 'Dark', help: 'Shortcuts ?',
  },
  demo: { banner: 'Demo data', hint: 'Shop, buyers and amounts are made up; the platform is simulated on this machine', connect: 'Connect a real shop' },
  palette: {
    title: 'Search and jump', placeholder: 'Order id, waybill, SKU, nickname, or a screen', empty: 'Nothing found', hint: 'Two characters are enough', screens: 'Screens', commands: 'Command',
    results: 'Results', scanned: 'Scanned: {{code}}', scanMiss: 'Nothing has “{{code}}”',
  },
  firstPull: { title: 'The first sync is under way', text: 'Fetched so far: {{orders}} orders, {{cases}} cases. Until it ends nothing here is counted, and nothing is called empty.', number: 'Shown when the first sync has ended' },
  commands: { sync: 'Sync all shops', synced: 'Shops synced: {{n}}', files: 'Add evidence files' },
  help: {
    title: 'Shortcuts', everywhere: 'Everywhere', list: 'Lists', case: 'A case', move: 'Move', open: 'Open', select: 'Select', search: 'Search', palette: 'Search and jump',
    offline: 'Go offline, go online', pack: 'Build evidence pack', order: 'Open the order', act: 'Do the next act', take: 'Take it', dismiss: 'Not a problem', step: 'Start recovery, next step', card: 'Move a card', tray: 'Unlinked files', link: 'Link to that guess', jump: 'Jump: g, then a letter', help: 'Show this', evidence: 'Add evidence', reply: 'Write a remark', agree: 'Agree', refuse: 'Refuse', next: 'Next case',
    previous: 'Previous case', close: 'Close', scan: 'A scanner works anywhere; a scan never lands in a text box',
  },
  error: {
    title: 'That did not work', safe: 'What is safe', todo: 'What to do', retry: 'Try again', copy: 'Copy code', copied: 'Copied', code: 'Code', reload: 'Reload the window',
    screen: 'This screen failed',
    what: {
      invalid: 'Something in the input is wrong.', not_found: 'This record is not here; it may have been removed.', conflict: 'It changed in the meantime.',
      unauthorized: 'The platform does not accept this shop’s authorisation.', rate_limited: 'The platform says we ask too often.',
      unavailable: 'It cannot be reached now, or the disk is full.', unsupported: 'The platform or this machine cannot do it.',
      corrupt: 'Stored data is not what was written.', internal: 'The program itself failed.',
    },
    keep: {
      invalid: 'Nothing was changed.', not_found: 'Nothing else is affected.', conflict: 'Nobody’s change was overwritten.',
      unauthorized: 'Everything synced so far is here; it is only not renewed.', rate_limited: 'Nothing was sent twice.',
      unavailable: 'What is stored stays; acts not sent yet are kept.', unsupported: 'Nothing was changed.', corrupt: 'Originals were not rewritten.',
      internal: 'What is stored is not affected.',
    },
    help: {
      invalid: 'Check what is marked and try again.', not_found: 'Go back to the list and open it again.', conflict: 'Refresh, then decide.',
      unauthorized: 'Authorise again in Shops.', rate_limited: 'Wait a little; it is tried again by itself.', unavailable: 'Check network and disk space, then try again.',
      unsupported: 'Find another way.', corrupt: 'Restore the last good backup in Settings → Backups.', internal: 'Try again. If it fails again, send us the code.',
    },
    reasons,
  },
  list: {
    loadMore: 'Load more', loading: 'Loading', end: 'That is all', count: '{{n}} in all', shown: '{{n}} shown', fresh: 'New rows: {{n}}', columns: 'Columns', export: 'Export',
    exported: 'Exported to', showFile: 'Show the file', selectAll: 'Select all shown', select: 'Select this row', selected: '{{n}} selected', clear: 'Clear selection',
    refresh: 'Refresh', search: 'Search', reset: 'Default columns', narrow: 'Columns without room step aside; tick one to see it', rows: '{{label}}, {{n}} rows',
  },
  views: {
    label: 'Views', saved: 'Saved views', save: 'Save these filters', name: 'Name of the view', placeholder: 'e.g. quality, due tonight', none: 'No view saved yet', remove: 'Remove',
    confirm: 'Save', shared: 'Kept in the settings of this machine',
  },
  filters: { label: 'Filters', clear: 'Clear', all: 'All', add: 'Filter', shop: 'Shop' },
  value: {
    noOperator: 'not recorded',
    unknown: '—', unknownHint: 'No data, which is not zero', interval: '95 % interval {{low}} – {{high}}', counts: '{{num}} / {{den}}', immature: 'Too young: this will still change',
    missing: '{{n}} more left out because their value is missing', asOf: 'As of {{at}}', masked: 'Masked', reveal: 'Reveal', remask: 'Masked again in {{n}} s', purpose: 'Why',
    copy: 'Copy', copied: 'Copied', showMore: 'Show {{n}} more characters', showLess: 'Show less', chars: '{{n}} characters', newTab: 'See the rows',
  },
  purposes: { contact_buyer: 'Contact the buyer', check_address: 'Check the address', reship: 'Send again', file_claim: 'Courier claim' },
  time: { left: '{{span}} left', over: '{{span}} over', justOver: 'Just over', none: 'No limit', theirs: 'Somebody else’s clock', local: 'here', shop: 'shop' },
  common: {
    close: 'Close', cancel: 'Cancel', confirm: 'OK', save: 'Save', back: 'Back', open: 'Open', undo: 'Take back', done: 'Done', more: 'More', yes: 'Yes', no: 'No', of: '/', none: 'None',
    loading: 'Loading', send: 'Send', edit: 'Edit', remove: 'Remove', add: 'Add', next: 'Next', previous: 'Back', today: 'Today', all: 'All', raw: 'Platform says: {{raw}}',
    asOf: 'Data as of',
  },
  drop: {
    title: 'Release to keep as evidence', added: 'Files taken: {{n}}', linked: 'Linked to orders by themselves: {{n}}', known: 'Kept before: {{n}}', refused: 'Not taken: {{n}}',
    see: 'See the evidence', busy: 'Fingerprinting and storing…',
  },
};

export default words;
