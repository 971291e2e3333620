// Package taobao speaks the Taobao Open Platform (TOP) for Taobao and Tmall
// shops (淘宝/天猫) at eco.taobao.com. Checked in November 2026 against public
// copies of the platform's API metadata (April 2026), the official Java SDK's
// sources and public clients; nothing here was tried on a live shop.
//
// Access. OAuth: the merchant agrees on oauth.taobao.com, the code that comes
// back is traded through the gateway itself. Token lifetimes differ by kind of
// app, so only what an answer tells is believed. Apps of the service market get
// a refresh token and their token is renewed an hour ahead, or once when the
// platform calls it invalid; other apps must agree anew. A session that the
// console shows may be typed as access_token. Refunds can be agreed to by a
// sub-account's session only.
//
// Calls. POST to one address. Every parameter but files is signed, HMAC-SHA256
// (sign.go); times are wall clock of UTC+8, a clock more than ten minutes off
// is refused. Answers have status 200 also for errors: the outer key decides.
// msg and sub_msg are dropped, for they may repeat what was sent; of a ban the
// number of seconds is read, request_id is kept. JSON comes unsimplified: lists
// lie under a singular name, an empty list may be absent.
//
// Reading. Orders are listed by change, newest first, at most a day a window
// and three months back; pages are turned from the last to the first, because
// an order that changes meanwhile shifts the others (walk.Descending). All kinds
// of trade are named, else only the commonest come. Each listed order is read
// in full, four beside each other: memo, message and promise are in the detail
// only. Refunds are listed by change only, so a range of creation is looked for
// among all changes since its start. Reviews are listed by creation, 180 days
// back, at most 1,500 a window; a day is read again each run for replies.
//
// Rows. Amounts are yuan as text, ids up to 19 digits. The receiver's street is
// not asked for; name and mobile come masked and are masked again if not. A
// case's deadline, the platform's intervention and the talk are in its detail
// (refund and messages, packed into one raw payload). Only SUCCESS means that
// the money went back. The three grades of a review are written as 5, 3 and 1
// stars. A review has the id of its line.
//
// Writing. Decisions carry refund_version, the time of the case's last change;
// the case is read again just before, for its phase, and refused here when it
// moved. A picture travels inside the write: Upload turns it into text that the
// write unpacks. A memo is one text an order: the remark goes behind what is
// there. Orders that the platform holds back are not shipped.
//
// Doubts, with how sure we are:
//   - Refunds are taken to come newest first, as orders do; if they do not, a
//     refund that moves while pages turn may be read twice, not missed, as long
//     as totals tell. (medium)
//   - The widest window of the refund list is not published; a day is used. (low)
//   - Request rates stand in each app's console; ten a second per call is our
//     own limit. (low)
//   - refund.get is taken to name dispute_type as the list does; where it does
//     not, has_good_return decides and an exchange reads as a return. (medium)
//   - A closed order does not tell whether it was sent: the detail looks at the
//     line's shipping time, the list alone says "after shipping". (high)
//   - refund_remind_timeout names the current step's end; during the stage of
//     proof it is taken for the proof's deadline. (medium)
//   - cs_status 11 (appeals are open) is counted as in progress. (medium)
//   - EXCHANGE_TRANSFORM_TO_REFUND is taken to wait for the merchant. (low)
//   - payment of an order shrinks after a refund; it is kept as it comes. (high)
//   - result of Tmall reviews is not documented apart; Tmall's follow-up reviews
//     have a call of their own, which is not read. (medium)
//   - Tmall wants rp.refund.review before agreeing, and a remark with an agreed
//     return; without them it refuses, and says so. Larger refunds want a code
//     by SMS and are agreed to in the console. (high)
//   - Refusing returned goods has a call for Tmall alone; exchanges, repairs and
//     arbitration have none that is published in full: console only. (medium)
//   - How a delivery wraps its content is not published: body, form field and
//     JSON field are read. Its signature is that of the official SDK. (medium)
//
// Not offered, and why the capability matrix says so: live attribution (no field
// on order or line), plain contacts (decryption is said to need the platform's
// cloud), score (no call in the catalogue), push (wants a public HTTPS address;
// verification is ready).
package taobao
