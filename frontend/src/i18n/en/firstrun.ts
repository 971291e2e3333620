import type zh from '../zh-CN/firstrun';

const words: typeof zh = {
  title: 'Where do we begin?',
  sub: 'Three ways, each with its first screen within a minute. You can change your mind later.',
  demo: {
    title: 'Try the demo shop', text: 'A made-up live-commerce merchant with hosts, sessions, orders, parcels, cases and reviews; the platform is simulated on this machine. No network, removable any time.',
    action: 'Open the demo shop', busy: 'Making and syncing the demo shop…', badge: 'See this first',
  },
  connect: { title: 'Connect a shop', text: 'With the keys of a Douyin self-use app. Keys lie in the system keychain only; reading is all it does until you allow more.', action: 'Connect a shop' },
  import: { title: 'Import a file', text: 'CSV or Excel from a platform console: orders, cases, reviews, parcels. GB18030 is understood, and importing twice adds nothing.', action: 'Import a file' },
  promise: 'Data stays on this machine.',
  fault: {
    title: 'The data folder cannot be opened', backups: 'Good backups', hint: 'Each of these has passed a restore drill. The damaged files are kept beside it, not deleted.',
    holds: '{{orders}} orders, {{cases}} cases', restore: 'Restore this one',
  },
  unlock: {
    banner: 'Credentials are locked', hint: 'The passphrase is needed to reach platforms; reading and evidence work without it', open: 'Unlock', title: 'Passphrase of the credentials',
    text: 'This machine has no system keychain, so shop keys lie in a sealed file. The first passphrase entered becomes its passphrase.',
  },
};

export default words;
