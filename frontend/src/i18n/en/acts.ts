import type zh from '../zh-CN/acts';

const words: typeof zh = {
  title: { agree: 'Agree', refuse: 'Refuse', agree_refund: 'Confirm receipt and refund', confirm_receipt: 'Confirm receipt', reship: 'Send the new goods', submit_evidence: 'Submit evidence', remark: 'Write a remark', reply_review: 'Reply to the review', ship: 'Ship' },
  will: {
    agree: 'Agrees to {{n}} cases, {{money}} in all', refuse: 'Refuses {{n}} cases about {{money}}', agree_refund: 'Confirms receipt and refunds {{n}} cases, {{money}} in all', confirm_receipt: 'Confirms that the goods of {{n}} cases are back; no refund', reship: 'Records the parcel of {{n}} cases; no refund',
    submit_evidence: 'Submits evidence for {{n}} cases about {{money}}', remark: 'Writes a remark on {{n}} cases', reply_review: 'Replies in public to {{n}} reviews', ship: 'Ships {{n}} orders',
  },
  confirm: { agree: 'Agree', refuse: 'Refuse', agree_refund: 'Receive and refund', confirm_receipt: 'Confirm receipt', reship: 'Record parcel', submit_evidence: 'Submit evidence', remark: 'Remark', reply_review: 'Reply', ship: 'Ship' },
  nothing: 'Nothing here can be acted on', dry: 'Dry run: the shop\'s write switch is off. Everything is checked, nothing is sent to the platform', offline: 'Offline now: it goes to the outbox, is checked again once connected, and is sent once',
  sendAfter: 'The platform is read again right before sending; if something changed it is skipped and you are told', checking: 'Checking', blocked: 'Not possible: {{n}}', notNow: 'Not now ({{n}})', none: 'This shop is fed by files: nothing can be sent to it from here',
  reason: 'Reason for refusing', reasonHint: 'The platform\'s own list: choose what fits the facts', reasonText: 'Reason', ownReason: 'The platform gave no reasons; write your own',
  loadingReasons: 'Asking the platform for its reasons', noReasons: 'The platform wants a reason from its list, which cannot be read now: {{why}}', evidenceNeed: 'The platform wants proof: {{words}}', note: 'Remark', noteHint: 'Be concrete in what the buyer reads; no phone number or address', reply: 'Reply',
  replyHint: 'Everybody can read it; no phone number, no messenger, no promise of money', statement: 'Statement', textOnly: 'This platform takes a written statement only; submit pictures and video as a pack in its back office', address: 'Return address', addressUsual: 'The platform\'s preset return address',
  addressMark: '{{label}} (preset)', loadingList: 'Asking the platform', waybill: 'Waybill', waybillHint: 'Scan the label, or type the number', carrier: 'Courier', carrierHint: 'Choose a courier', carrierOwn: 'The platform\'s code of the courier', proofs: 'Attach evidence', proofCount: '{{n}} / {{max}}',
  proofMax: 'At most {{n}} files', proofSize: '{{size}} each', proofNone: 'No evidence yet. Take photos in under Evidence first.', chooseProofs: 'The platform wants proof: choose at least one', receipt: 'Put into the outbox: {{n}}', undo: 'Take back', undone: 'Taken back', undoMissed: '{{n}} had been sent already', replyLeft: 'Can be replied to',
  outbox: {
    title: 'Outbox', sub: 'Each is sent once, after the platform is read again', empty: 'The outbox is empty', emptyText: 'Agreements, refusals, shipments and replies go here first; offline they wait, then are checked and sent.', filtered: 'Nothing fits these filters', sendNow: 'Send now', sent: 'Handled: {{n}}', offline: 'Offline: it can be sent once connected',
    by: 'by {{by}}', receipt: 'Platform log id', tries: 'Tries: {{n}}', proofs: 'Proofs: {{n}}', all: 'All', waiting: 'Not sent', view: 'State', shop: 'Shop',
    columns: { at: 'Queued', shop: 'Shop', kind: 'Act', about: 'About', amount: 'Amount', state: 'State', result: 'Result', by: 'By', receipt: 'Platform log id', undo: 'Take back' },
    detail: { title: 'Receipt', shop: 'Shop', about: 'About', amount: 'Amount', queued: 'Queued', sent: 'Sent', ended: 'Ended', by: 'By', tries: 'Tries', reason: 'Reason', note: 'Text', address: 'Return address id', waybill: 'Waybill', carrier: 'Courier code', proofs: 'Proofs', receipt: 'Platform log id', id: 'Our id (against sending twice)', seen: 'Status when queued', why: 'Result' },
  },
};

export default words;
