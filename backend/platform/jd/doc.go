// Package jd speaks the open platform of JD's merchants (京东 POP 商家). Written in
// November 2026 after public SDKs with the official comments (PHP 2019, Go
// 2024-12, .NET, Java), a working ERP, the platform's guide as they quote it, and
// a generated client of the newer gateway (2026-03); nothing here was tried on a
// live shop, and self-operated (自营) shops are not covered.
//
// Two gateways serve the same data. routerjson at api.jd.com is marked historical
// but its values are published: orders, cases, reviews and writes go there. The
// newer gateway at api-cn.jd.com is recommended, but the meaning of its status
// values, its windows and its quotas are not published, so its orders and cases
// cannot be mapped honestly; it is used for what the old one lacks, the traces,
// with the same token. It may refuse programs outside the platform's own cloud,
// which is shown as a set-up problem and not worked around: traces stay off until
// a live call was answered (Confirm).
//
// Access. The merchant consents in a browser; the code is traded for a token at
// open-oauth.jd.com. A token can be renewed in its last day only; an over-aged one
// needs a new consent. Both gateways take it.
//
// Reading. Orders are listed by change, three months back, in ascending order;
// the time of change moves with the state and the waybill only, so a changed
// remark is seen when one of those changes. Cases are two lists in one stream:
// applications to cancel before delivery (取消退款单), listed by the time of
// application, of which every run reads the last fifteen days again, and service
// orders after delivery (售后服务单), listed by change. Their numbers overlap, so an
// application's id has a c in front. Reviews are listed by creation; the last
// fifteen days are read again.
//
// Rows. Amounts are yuan text, except the sum of an application to cancel, which
// is fen. Orders come from the calls without personal data; receiver fields are
// masked again. Lines have no id: order and SKU name them. Neither kind of case
// has a deadline, pictures or a negotiation log in these calls.
//
// Doubts, with how sure we are:
//   - No error table and no limit code are published; limits are noticed by the
//     words of an answer, which are then dropped. (medium)
//   - 10005 to 10007 (waiting for goods, to handle) are taken as the merchant's
//     turn, as they stand in the merchant's work queues. (medium)
//   - 11000, 1100, 12000, 13000, 14000 of service orders, 40, 50, 60 of what the
//     buyer expects and the numbers past 11 of applications are listed as unknown:
//     the sources do not say which is which. (high)
//   - An approved application (1, 5, 9) counts as granted; the money at 3. (medium)
//   - What was paid back on a service order is not known: the only call that tells
//     names no unit. (high)
//   - actualPay may arrive late and is then unknown until the order changes. (medium)
//   - Stars of a review count after Confirm saw that good ones have four or five
//     and bad ones one or two. The first reply of an answered review is taken as the
//     shop's. (medium)
//   - operatePin and operateNick are free texts, as a public ERP uses them. (medium)
//
// Not offered, and why the capability matrix says so: deadlines (not in these
// answers), live rooms (no field), contacts (masked only), push (no public
// subscription), evidence, and scores (no API).
package jd
