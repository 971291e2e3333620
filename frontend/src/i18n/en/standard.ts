// The written standard: checklists, the reviewer, the coach before refusing, outcomes; the first half are labels of domain enums, joined into enums.
export const standardEnums = {
  scenarios: {
    missing_content: 'Missing part, empty parcel', wrong_goods: 'Wrong goods', damaged: 'Damaged', not_received: 'Not received', left_at_station: 'Left at a station without consent', visible_quality: 'Visible quality', counterfeit_claim: 'Buyer says counterfeit',
    not_as_described: 'Not as described', no_reason_return: 'No-reason return, not resalable', return_mismatch: 'Returned goods do not match', late_claim: 'Buyer says late', shoe_box: 'Damaged shoe box', jewellery_weight: 'Weight of jewellery', device_damage: 'Device damaged by user',
    fresh_goods: 'Fresh food', general: 'Other dispute', fraud_shipping: 'Fraud shipping', false_sales: 'False sales', logistics_breach: 'Late shipping or transit (force majeure)', service_breach: 'Service not as agreed', order_changed: 'Order cancelled or changed', counterfeit_goods: 'Selling counterfeits',
    picture_theft: 'Picture theft', freight_overcharge: 'Freight too high', service_silence: 'Service not answering', spot_check: 'Quality spot check', review_complaint: 'Complaint about a review',
  },
  proofKinds: {
    packing_film: 'Packing video', packing_photo: 'Packing photo', protection_photo: 'Photo of the protection', piece_photo: 'Photo of the piece sent', packing_list: 'Packing list', weighing_photo: 'Weighing photo', three_weights: 'Three weighing photos', precise_weighing: 'Weighing at 0.01 g',
    dispatch_slip: 'Dispatch slip', weighed_slip: 'Slip with weight', carrier_screen: 'Capture of the courier’s system', signed_slip: 'Signed slip', hq_letter: 'Letter of the courier’s head office', branch_letter: 'Letter of the branch', intact_letter: 'Letter of intact signing', official_notice: 'Official notice or news',
    supply_contract: 'Supply contract', whole_chat: 'Whole chat', admitting_chat: 'Chat in which the buyer admits', agreement_chat: 'Chat of the agreement', brand_papers: 'Trademark or authorisation', purchase_invoice: 'Purchase invoice', test_report: 'Test report', page_at_order: 'Page at order time',
    unpacking_film: 'Unpacking video of the return', damage_closeup: 'Close-up of the damage', handoff_record: 'Hand-over record', promotion_proof: 'Proof of promotion', refund_proof: 'Proof of refund', camera_original: 'Camera original', freight_bill: 'Freight bill', service_report: 'Official service report', box_notice: 'Notice about the box',
    review_capture: 'Capture of the review',
  },
  proofPoints: {
    number_legible: 'waybill legible', return_number_legible: 'return waybill legible', contents_visible: 'contents visible', whole_process: 'complete process', uncut: 'uncut', goods_as_ordered: 'goods as ordered', taken_in_time: 'taken between payment and pickup',
    taken_after_return: 'taken after the return', shown_at_order_time: 'page at order time', weight_shown: 'weight shown', three_pictures: 'three pictures', weights_agree: 'weights agree', scale_precise: 'scale of 0.01 g', protection_visible: 'protection visible', signer_named: 'signer named',
    letter_number: 'names the waybill', letter_contents: 'names the contents', letter_signing: 'names signing and its time', letter_dated: 'dated', stamp_city: 'stamp with company and city', intact_stated: 'states intact signing', covers_place: 'covers the place', covers_time: 'covers the days',
    whole_talk: 'whole talk', buyer_admits: 'buyer admits', agreement_visible: 'agreement visible', evidence_number: 'Qianniu evidence number', corners_visible: 'four corners', parties_match: 'parties match', before_first_sale: 'before the first sale', model_matches: 'model matches',
    quantity_covers: 'quantity covers sales', price_below: 'price below sale price', institute_listed: 'CMA or CNAS institute', within_year: 'within a year', outer_intact: 'outer parcel intact', defect_visible: 'defect visible', handoff_signed: 'signed by the courier', names_this_order: 'belongs to this order',
    unedited: 'unedited original', same_picture: 'same as the disputed picture', amount_named: 'amount named', user_damage_stated: 'states damage by the user', box_value_told: 'value of the box was told',
  },
  answerForms: { none: 'Program', tick: 'Yes or no', grams: 'Grams', period: 'Days', place: 'Place', text: 'Number' },
  pointStates: { shown: 'Shown', said: 'Said', open: 'Open', doubt: 'In doubt', failed: 'Failed' },
  proofStates: { there: 'There', open: 'To confirm', weak: 'Weak', missing: 'Missing' },
  proofWhys: {
    none: 'Nothing said', said_no: 'A person looked: it does not', not_read: 'No barcode could be read', other_parcel: 'Another parcel’s waybill is read', before_payment: 'Taken before the payment', after_pickup: 'Taken after the pickup', after_signing: 'Taken after signing', after_claim: 'Taken after the buyer’s request',
    after_notice: 'Taken after the notice', before_return: 'Taken before the return', late_unpacking: 'Unpacked more than 48 h after signing', after_order: 'Captured after the order', clock_ahead: 'The device’s time is later than intake', time_from_file: 'Time only from the file system', time_unknown: 'No capture time',
    too_short: 'Shorter than a packing', length_unknown: 'Length cannot be read', too_few: 'Too few pictures', weights_differ: 'Weights differ', one_weight: 'One weight only, nothing to compare', period_outside: 'Its days do not cover the order', place_outside: 'Its place is not the parcel’s', no_camera_data: 'No camera data: not an original', no_bounds: 'No payment or pickup to compare with',
    bad_answer: 'What was typed cannot be read',
  },
  standardLevels: { must: 'Must', strong: 'Strong', help: 'Helps' },
  submitDoors: { api: 'Can be handed in from here', message: 'Handed in message by message', console: 'Handed in by hand in the console' },
  caseResults: { won: 'Won', lost: 'Lost', partly: 'Partly' },
  outcomeOrigins: { person: 'by a person', platform: 'by the platform', silence: 'time ran out' },
  objectionReasons: { authentic: 'Authentic', related: 'Related', complete: 'Complete', exact: 'Exact', timely: 'In time', missing: 'Missing', format: 'Format' },
  objectionWhys: { not_there: 'Not there', used_elsewhere: 'The same file is used for other orders', too_many_files: 'More pictures than the platform takes', file_too_large: 'Larger than the platform takes', wrong_format: 'The platform does not take this format', films_by_hand: 'Videos go through the console by hand', no_scenario: 'No standard of this platform is known' },
  refusalTraps: {
    force_reason_change: 'Asks the buyer to change the reason', already_signed: 'Only says “signed”', buyer_mistake: 'Only says “buyer’s mistake”', settled: 'Only says “settled”', return_not_received: 'Only says “return not received”', change_amount: 'Asks to change the amount', other_address: 'Because of the address', already_shipped: 'Says “shipped”, picked up after the request',
    signed_no_return: 'No 7-day return, against a quality claim', time_limited: 'Because after-sale time is limited', warehouse_moved: 'Because the warehouse moved', holiday: 'Because of a holiday', no_other_way: 'Refund only, and no other solution is offered',
  },
  freshClaims: { live_or_frozen: 'Live dead, frozen thawed', rot: 'Rot outside', short_weight: 'Short weight', wrong_size: 'Wrong size', wrong_origin: 'Wrong origin', hidden_rot: 'Rot inside', unripe: 'Never ripens' },
  refusalNeeds: { chat: 'needs the chat record with it', pickup_before: 'needs a pickup before the request', offer: 'needs an offer: reship, exchange, return', nothing: 'the platform accepts no such ground' },
};

export default {
  due: 'Evidence due', appealDue: 'Appeal due', auto: 'Told by the case', chosen: 'Chosen by {{by}}', change: 'Change', dispute: 'Disputes', appeal: 'Violation appeals', pick: 'What is it argued as', notice: 'Time of the notice', noticeHint: 'The appeal runs from the notice', use: 'Argue as this', useAuto: 'Leave it to the case',
  since: 'in force from {{day}}', memory: 'program default, no official text', limits: 'at most {{n}} pictures', limitSize: 'each up to {{size}}', limitText: 'statement up to {{n}} characters', limitBytes: 'statement up to {{n}} bytes',
  ready: 'Everything demanded is there', sum: '{{missing}} missing · {{weak}} weak · {{open}} to confirm', none: 'No written standard of this platform is known',
  or: 'or', and: 'and', others: 'Or instead: {{list}}', attach: 'Add', look: 'Read number', askCarrier: 'Copy request to courier', copied: 'Copied', letter: 'Waybill {{waybill}}: please issue a letter that states: {{points}}.', files: 'best of {{n}}', willAsk: 'Asked: {{points}}', openPoints: '{{n}} to confirm', saidBy: 'said by {{by}}', more: '{{n}} more', less: 'Less',
  yes: 'Yes', no: 'No', save: 'OK', gramsUnit: 'g', gramsNone: 'No weight', periodHint: '2026-10-01/2026-10-05', placeHint: '浙江省金华市义乌市', textHint: 'Evidence number',
  ask: {
    number_legible: 'Can the waybill be read?', return_number_legible: 'Can the return waybill be read?', contents_visible: 'Can the contents be seen?', whole_process: 'From label scan to sealed parcel?', uncut: 'One take, without a cut?', goods_as_ordered: 'Are the goods as ordered?', taken_in_time: 'Time taken', taken_after_return: 'Time taken',
    shown_at_order_time: 'Does it show that it is the page at order time?', weight_shown: 'How many grams on the scale or slip?', three_pictures: 'Number of pictures', weights_agree: 'Comparison of weights', scale_precise: 'Is it a scale of 0.01 g?', protection_visible: 'Are padding and seal visible?', signer_named: 'Is the signer named?', letter_number: 'Does it name this waybill?', letter_contents: 'Does it name the contents?',
    letter_signing: 'Does it name the signing and its time?', letter_dated: 'Is it dated?', stamp_city: 'Are company and city of the red stamp readable?', intact_stated: 'Does it state intact signing?', covers_place: 'Which area does it name?', covers_time: 'Which days does it name?', whole_talk: 'Is it the whole talk?', buyer_admits: 'Does the buyer admit it?', agreement_visible: 'Is the agreement of both visible?',
    evidence_number: 'What is the Qianniu evidence number?', corners_visible: 'Four corners, readable?', parties_match: 'Are the parties this shop and the brand, or a whole chain?', before_first_sale: 'Is it dated before the first sale?', model_matches: 'Is the model that of the goods?', quantity_covers: 'Is the quantity at least the sales?', price_below: 'Is the price below the sale price?', institute_listed: 'Does it carry CMA or CNAS?', within_year: 'Less than a year old?',
    outer_intact: 'Outer parcel intact and visible before opening?', defect_visible: 'Can the defect be seen?', handoff_signed: 'Did the courier sign?', names_this_order: 'Does it belong to this order?', unedited: 'Camera original', same_picture: 'Is it the disputed picture?', amount_named: 'Does it name the amount?', user_damage_stated: 'Does it state damage by the user?', box_value_told: 'Was the value of the box told before the order?',
  },
  review: { title: 'Checked before it is made', intro: 'The platform turns proof down on these grounds; mend what can be mended first.', fatal: 'Will be turned down', doubt: 'May be doubted', go: 'Make it anyway', fix: 'Mend first', busy: 'Checking…', unasked: 'nobody has confirmed' },
  coach: {
    title: 'Before refusing', caught: 'Counts as refusing without cause', met: 'has its ground', clause: 'By {{source}} (from {{day}})', needed: 'Needed', weak: 'Weak', there: 'There', noProof: 'No proof goes with it: a refusal without proof counts as one without cause', fine: 'If it is without cause: {{money}} to the buyer', fineSince: 'from {{day}}',
    fineNone: 'This platform has published no amount', chance: 'Like cases so far: {{won}} of {{ended}} won', chanceNone: 'No like case has ended yet', accept: 'I have read this and refuse all the same', case: 'Case {{id}}', more: '{{n}} more cases', standard: '{{scenario}}: the standard that counts',
  },
  fresh: {
    title: 'Window and payout of fresh food', claim: 'What the buyer claims', bad: 'Bad', pieces: 'Pieces', ripen: 'Ripening days', photo: 'Buyer’s picture made', inTime: 'Within the window', late: 'Past the window', until: 'until', pays: 'The ladder pays', unknown: 'This platform has published no window', unsigned: 'No signing time is known yet',
    agree: 'Agreed otherwise with the buyer', agreed: 'As agreed on the order (noted by {{by}}) {{words}}', hours: 'Hours agreed', percent: 'Paid', words: 'The words of it',
  },
  taste: {
    tab: 'Taste, not quality', intro: 'Returns of the last 30 days that chose a quality reason though the words are only taste: they can be reported, so that they do not count. Whatever names a defect is not here. The program suggests, it submits nothing.', case: 'Case', reason: 'Reason chosen', words: 'Buyer’s words', matched: 'Matched', copy: 'Copy report', ready: '买家选择“{{reason}}”，但说明仅为主观感受（{{words}}），未提及任何质量瑕疵，申请不计入品退。',
    empty: 'No return is reported wrongly', emptyText: 'Returns that chose a quality reason while the words say only taste or size are listed here.',
  },
  outcome: { title: 'Outcome', ask: 'This case was', clear: 'Take back' },
  wins: {
    tab: 'Win rate', intro: 'Cases whose end is known, by platform and scenario; with few of them look at the counts, not at a rate.', platform: 'Platform', scenario: 'Scenario', all: 'All', with: 'With {{kind}}', without: 'Without', won: 'won {{won}} / {{total}}', partly: '{{n}} partly', empty: 'No case has ended yet', emptyText: 'Rulings of the platform count by themselves; what is argued in its console is recorded on the case.',
    silent: '{{n}} of them lost because nobody answered in time', silentSum: '{{money}} was asked for', cases: '{{n}} cases have ended',
  },
};
