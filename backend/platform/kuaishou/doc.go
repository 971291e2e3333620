// Package kuaishou speaks the open platform of Kuaishou shops (快手小店) at
// openapi.kwaixiaodian.com. Checked in November 2026 against the platform's guides
// (API调用说明, APP授权说明, 消息服务说明, API限流说明, 返回码说明 and the support
// notes K0002–K9003, as crawled in 2025-09), the type declarations generated from
// its API schemas (npm kuaishou-merchant-open-api 1.0.1, 2024-03) and newer public
// clients; nothing here was tried on a live shop.
//
// Access. A merchant's own app (商家后台): app_key, app_secret for OAuth,
// sign_secret for signatures. The merchant consents in a browser; the code that
// comes back (two minutes, one use) is traded for an access token of 48 hours and a
// refresh token. A refresh token is good for one use, its successor inherits its
// end: after about 180 days the merchant must consent again, whatever the program
// does, and that day is what token_expires says. The access token's own end is
// access_expires.
//
// Calls. Form-encoded; GET for reads, POST for writes; param carries the business
// JSON and is signed as sent (sign.go). Success is result 1. Numbers for a dead
// token and a bad signature are not published, their texts are; texts are looked at
// and dropped. Ids are 64-bit numbers and are read from their digits.
//
// Reading. Both lists page by an opaque cursor that ends with "nomore", in windows
// of at most seven days (orders) and one day (cases, and the platform may shrink
// that to minutes when sales peak: a refused window is halved), 90 days back. The
// order list does not say where an order was sold, so each listed order's detail is
// read, four at a time. The refund list does not say whether goods were sent; of a
// refund without return the order is asked. What is stored of a case or a review is
// therefore an object of ours that holds the platform's own JSON untouched.
// Reviews are listed by creation only; two days are read again for answers.
//
// Rows. One order is one SKU line; gifts are further lines with ids and states of
// their own. Amounts are fen: totalFee is the goods after discounts without
// freight. A paid order that is held (disableDeliveryReasonCode, riskCode 10001,
// promise 0) is paid, not to ship. Of the receiver only desensitise… fields are
// decoded. Which of our reasons a text means is rule data; numbers of reasons have
// no published table.
//
// Writing. A refusal carries updateTime as its version. The other decisions and a
// shipment are allowed in one state only. A remark goes to the case's order. When a
// buyer claims the return freight, receiving the goods must decide that claim too:
// such a case is left to the back office.
//
// Limits. 100 calls a second per app and API to start with, 100,000 a day and app
// before going live (2,000 for each test user), 1,000,000 after; none of them is per
// shop, so the pace here is a fifth of the first and the day's end is believed when
// the platform says so (1017 and "exceed quota limit" close until midnight in
// Beijing).
//
// Doubts, with how sure we are:
//   - The status of a case has two published generations; the union is mapped. 20
//     alone says in the newer one that the platform has the case. (high)
//   - There is no verdict and no deadline for proof: arbitration is running or not
//     there. (high)
//   - 50 (being refunded) counts as decided, the money as paid at 60. (medium)
//   - Whether a cursor survives a change of its rows or a day is not published; a
//     refused one begins its window again, ten minutes are read twice. (medium)
//   - GET for the refund list is the schema's word; one client uses POST. (medium)
//   - createTimeFrom and createTimeTo of reviews are taken as milliseconds, like all
//     other times and one public client. (medium)
//   - pictures is one string whose separator is not published; addresses are found
//     in it. (medium)
//   - role of the negotiation log has no published meaning; the words of the title
//     decide who acted, else the actor is unknown. (high)
//   - An answer to a review needs option.sourceType, whose values are not published:
//     it is taken from the review and the act is off until Confirm has seen that
//     answers carry the same. (low)
//   - result 15, 16, 17, 22, 25, 27, 28, 1016 and 802000 are read as one public
//     client reads them. (low)
//   - sellerId of open.user.seller.get is taken as the shop's id. (medium)
//
// Not offered, and why the capability matrix says so: traces (no query is public),
// contacts (decrypting is for a person's click in the back office, with a quota
// shared by all), evidence upload (open.refund.evidence.add is gone from the public
// list and where its pictures must lie is not published), score (not read yet).
// Pushes need a public address; they carry no signature, only a cipher (push.go).
//
// Why a case is stored inside an object of ours: a row must derive again from what
// was stored, and one row of the platform does not hold the answer.
package kuaishou
