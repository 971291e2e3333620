import type zh from '../zh-CN/common';

const words: typeof zh = {
  app: 'AfterDesk',
  nav: {
    label: 'Main', today: 'Today', aftersales: 'After-sales', orders: 'Orders', evidence: 'Evidence', reviews: 'Reviews', logistics: 'Logistics',
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
    title: 'Search and jump', placeholder: 'Order id, waybill, SKU, nickname, or a screen', empty: 'Nothing found', hint: 'Two characters are enough', screens: 'Screens',
    results: 'Results', scanned: 'Scanned: {{code}}', scanMiss: 'Nothing has “{{code}}”',
  },
  help: {
    title: 'Shortcuts', everywhere: 'Everywhere', list: 'Lists', case: 'A case', move: 'Move', open: 'Open', select: 'Select', search: 'Search', palette: 'Search and jump',
    jump: 'Jump: g, then a letter', help: 'Show this', evidence: 'Add evidence', reply: 'Write a remark', agree: 'Agree', refuse: 'Refuse', next: 'Next case',
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
    reasons: {
      starting: 'The data folder is being opened.', offline: 'The offline switch is on.', disk_full: 'The disk is full.', disk_reserve: 'Free space is below the reserve.',
      disk: 'The disk could not be read or written.', disk_error: 'The disk could not be read or written.', read_only: 'The data folder is read-only.',
      folder_not_writable: 'The folder cannot be written.', encrypted: 'The file is encrypted.', cut: 'The content is incomplete.', too_large: 'The file is too large.',
      megapixels: 'The picture has too many pixels.', type: 'This kind of file is not taken.', missing: 'The file is gone.', network: 'The network is down.',
      timeout: 'It took too long.', server: 'The platform’s server failed.', redirect: 'The platform asked to redirect; that was refused.',
      host_not_allowed: 'This host is not on the list.', case_changed: 'The case has changed.', not_merchants_turn: 'It is not our turn.', goods_not_back: 'The goods are not back yet.',
      reason_text: 'A reason must be written.', no_such_act: 'The platform does not offer this act.', no_connector: 'This shop is not connected.',
      file_shop: 'This shop lives on files only.', wrong_shop: 'The authorisation belongs to another shop.', token_renewed: 'The token was just renewed; try once more.',
      not_authorised: 'Not authorised.', refused_by_platform: 'The platform refused it.', sent: 'It was sent already and cannot be taken back.',
      already_open: 'The data folder is open already.', demo_not_running: 'The demo platform is not running.', no_data: 'There is no data.', cancelled: 'Cancelled.',
      window_unsteady: 'The list kept changing; try again.', signer: 'The signing key is not available.', folder_has_real_shops: 'Real shops live in this folder; the demo will not be mixed in.',
      locked: 'The credential file is locked.', writes_off: 'This shop’s write switch is off: dry run only.', already_queued: 'It is in the outbox already.',
      closed: 'The case has ended.', unknown_status: 'The status is unknown; map it first.', evidence_needed: 'The platform wants proof.', reason_needed: 'Choose a reason.',
    },
  },
  list: {
    loadMore: 'Load more', loading: 'Loading', end: 'That is all', count: '{{n}} in all', shown: '{{n}} shown', fresh: 'New rows: {{n}}', columns: 'Columns', export: 'Export',
    exported: 'Exported to', showFile: 'Show the file', selectAll: 'Select all shown', select: 'Select this row', selected: '{{n}} selected', clear: 'Clear selection',
    refresh: 'Refresh', search: 'Search', reset: 'Default columns', rows: '{{label}}, {{n}} rows',
  },
  views: {
    label: 'Views', saved: 'Saved views', save: 'Save these filters', name: 'Name of the view', placeholder: 'e.g. quality, due tonight', none: 'No view saved yet', remove: 'Remove',
    confirm: 'Save', shared: 'Kept in the settings of this machine',
  },
  filters: { label: 'Filters', clear: 'Clear', all: 'All', add: 'Filter', shop: 'Shop' },
  value: {
    unknown: '—', unknownHint: 'No data, which is not zero', interval: '95 % interval {{low}} – {{high}}', counts: '{{num}} / {{den}}', immature: 'Too young: this will still change',
    missing: '{{n}} more left out because their value is missing', asOf: 'As of {{at}}', masked: 'Masked', reveal: 'Reveal', remask: 'Masked again in {{n}} s', purpose: 'Why',
    copy: 'Copy', copied: 'Copied', showMore: 'Show {{n}} more characters', showLess: 'Show less', chars: '{{n}} characters', newTab: 'See the rows',
  },
  purposes: { contact_buyer: 'Contact the buyer', check_address: 'Check the address', reship: 'Send again', file_claim: 'Courier claim' },
  time: { left: '{{span}} left', over: '{{span}} over', none: 'No limit', local: 'here', shop: 'shop' },
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
