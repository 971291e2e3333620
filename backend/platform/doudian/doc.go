// Package doudian speaks the open platform of Douyin shops (抖店) at
// openapi-fxg.jinritemai.com. Checked in November 2026 against the official
// SDKs (Go 2023-02, Java newer, C# with its embedded documentation) and a 2026
// parameter list; nothing here was tried on a live shop.
//
// Access. A self-use app (自用型应用): app_key, app_secret and the shop's id give
// a token by token.create with grant_type authorization_self, without a browser.
// It lives seven days, its refresh token fourteen. A token with less than an
// hour left is renewed before use; one that the platform calls expired is
// renewed once and the read repeated. Every renewal goes to SaveCredentials
// (keys access_token, refresh_token, token_expires in Unix ms, shop_name).
//
// Calls. POST with the canonical JSON that was signed (sign.go); query carries
// key, method, Unix seconds, v=2 and the signature. A clock more than ten
// minutes off is refused. Answers are judged by code 10000 alone. The texts
// msg and sub_msg are dropped: they may repeat what was sent; log_id is kept.
//
// Reading. Both lists page by offset only, at most 100 a page and 50,000 rows a
// window; orders reach back 90 days, cases six months. A run walks windows of
// update_time in ascending order up to the moment it began, starting ten
// minutes before the last run's end. When a window's total differs from what
// its first page said, rows moved and may have slipped past a page edge: the
// window begins again, at the newest change already seen when rows came in
// order, else at its start. Windows double while quiet and halve when too full.
// A run reads every page, known or not. Ranges (reconciling) go by creation
// time, so later changes cannot move a row out of them.
//
// Rows. Amounts are fen. Ids may come as numbers past 2^53 and numbers as text,
// so both are read from their digits. A missing amount is unknown, not zero;
// unknown enum values keep their raw text and are listed. Receiver names,
// phones and addresses are read from the mask_ fields only; the plain and
// encrypted fields are never decoded. Reason stays unknown with ReasonText set:
// the meaning of texts is rule data, no table of reason codes is published.
// Negotiation entries have no id; ours is a hash of the entry.
//
// Writing. afterSale.operate with one case per call and the case's update_time
// as optimistic version; a changed case is a conflict. Agreeing to a return
// needs an address id: the configured return_address_id or the one noted on the
// case. There is no idempotency key, so a write is never repeated.
//
// Doubts, with how sure we are:
//
//   - Request rates are not published; five a second per call is our own limit,
//     code 60000 is believed. (low)
//
//   - update_time bounds are taken as inclusive and windows share their edge, so
//     either reading loses nothing. (high)
//
//   - refund_amount of the list is taken to include freight, as
//     refund_total_amount of the detail says of itself. (medium)
//
//   - The platform tells no start of the current step: it is the time of the
//     request for a first decision, else the last change. (medium)
//
//   - Status 11 means the buyer sent the goods, not that they arrived; GoodsBack
//     is set when the case went on from there with a return waybill, or was
//     refused a second time. (medium)
//
//   - arbitrate_status has two published lists that disagree on 255 (ended in
//     answers, cancelled in filters); 6 exists in the filter's only and is
//     accepted. The detail's arbitrate_conclusion overrides "ended". (high)
//
//   - refund_status 5 (追缴) is counted as paid to the buyer. (medium)
//
//   - The evidence deadline is arbitrate_status_deadline, else dead_line of the
//     evidence template; only details have it. (high)
//
//   - record_logs_list.role is a number without a published meaning; the words
//     of operator and action decide who acted, else the actor is unknown. (high)
//
//   - Operations 102, 112, 302, 401 and 203 have one public source; those of
//     reship and repair none, so these are not offered. (medium)
//
//   - Trace state codes are not published; the text decides. Traces exist only
//     for waybills taken through the platform's own service. (high)
//
//   - order.logisticsAdd is taken to refuse a second waybill of a shipped order;
//     the order is read again before it is sent. (medium)
//
// Pushes carry event-sign: md5 of key, body and secret (four public receivers
// agree), or HMAC-SHA256 of the same text (one of 2026).
//
// Not offered, and why the capability matrix says so: reviews (the comment API
// answers 70000 since it was switched off), plain contacts (decryption is said
// to need the platform's own cloud), evidence upload (the upload host is not
// published, and submitEvidence takes links only), score (not read yet). Push
// works once a merchant leads the platform's public address here.
package doudian
