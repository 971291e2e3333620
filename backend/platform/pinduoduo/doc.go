// Package pinduoduo speaks the open platform of Pinduoduo shops (拼多多) at
// gw-api.pinduoduo.com. Written in November 2026 after the official pages as
// captured in April 2026 and public SDKs (.NET 2024-01, Node 2023-05, Go
// 2024-09); nothing here was tried on a live shop, and no sandbox exists.
//
// Access. The shop's main account consents in a browser; the code that comes
// back is good for ten minutes and is traded for a token, which is renewed by
// its refresh token. Renewing does not lengthen the consent, and a new consent
// kills the old tokens at once. Lifetimes are not published: the returned
// moments count. app_key is the platform's client_id.
//
// Calls. One gateway; the form that was signed is what is sent (sign.go). A
// clock more than ten minutes off is refused. An answer is the one outer key
// that ends in response, or a bare object, as the detail of a case is
// documented. Texts of errors are dropped: they may repeat what was sent.
//
// Reading. Changes of orders and cases come in windows of half an hour only,
// three months back, and pages are turned from the last to the first. The
// history of a first run of orders is read by the time of the deal, a day at a
// time. Cases have no such list: the first run walks their changes, half an hour
// at a time, and a range walks every change since its start. The list of cases
// filters by one status; see fetchCases for how "all" is trusted.
//
// Rows. Amounts are yuan, as JSON numbers in orders and text in cases, read from
// their digits. Only masked receiver fields are decoded. BuyerKey is the id of
// the receiver's address, which groups orders of one receiver; the platform
// names no buyer. Orders have no line id: the only line is called like its
// order. A case has no negotiation log and no start of its current step.
//
// Writing. Agree to a refund or a return, refund after the return, send the
// goods of an exchange, remark on the order, ship. There is no version and no
// idempotency key, so a write is never repeated by itself.
//
// Doubts, with how sure we are:
//   - 1 as "all statuses" stands in the official sample, not in the enum; it is
//     used only after it was seen to be complete. (high, once seen)
//   - Amounts of the detail are whole numbers without a documented unit, taken
//     to be fen; the list's yuan count, and a case whose two amounts differ is
//     not read. (high)
//   - 3 with a waybill of the way back is taken as goods to be looked at, 14 with
//     one as goods to be sent: the platform uses one status for both steps. (medium)
//   - 4 and 5 (agreed, being paid) count as granted; the money counts at 10. (medium)
//   - Whether the goods of a refund were sent is told by the detail; the list
//     tells only what the buyer says of them, and not asked means not sent. (medium)
//   - is_fast_exchange shortens the deadline of an exchange; the earlier of the
//     two moments counts. (medium)
//   - pdd.refund.agree is taken to pay a return whose goods came back too: its
//     page says "the merchant agrees to the refund". (medium)
//   - An order of refund_status 4 that was not shipped is cancelled; of a shipped
//     one the refund may be a part, so its status stays. (medium)
//   - 45001 (not the shop's order) has users' reports only and is treated like
//     any error of the platform. (low)
//
// Not offered, and why the capability matrix says so: live rooms (no field),
// reviews and scores (no API), plain contacts (decryption outside the platform's
// cloud is limited to a hundred a day), push (a socket whose messages carry no
// signature), evidence and refusals (back office only).
package pinduoduo
