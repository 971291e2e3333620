// Package wechat speaks the shop API of WeChat (微信小店, formerly 视频号小店) at
// api.weixin.qq.com. Checked in November 2026 against the public clients
// WxJava (weixin-java-channel, 2025-01), SKIT.FlurlHttpClient.Wechat (2026-02) and
// Mud.Wechat (2026, generated from the official pages), the pages on the stable
// token, on common error codes and on message push; nothing here was tried on a
// live shop.
//
// Access. A self-built app: AppID (app_key) and AppSecret (app_secret) give a stable
// token without a browser. It lives two hours at most and the platform hands out the
// same one until five minutes before its end, with what is left of it; it is never
// forced, since that would kill another program's token. Nothing ends that a person
// would have to renew, so token_expires is not told. The platform may limit callers
// to listed addresses.
//
// Calls. POST of JSON with the token in the query; no signature. errcode 0 or none is
// success. Texts of errors are dropped: they may repeat what was sent. Ids have 19
// digits and come quoted or not.
//
// Reading. Both lists give ids only, by an opaque key, in windows of at most seven days
// (orders) and 24 hours (cases); only has_more ends a list. Each id is read on its own,
// four at a time. A case also needs its complaint (纠纷单), which no list has, and a
// refund without return the order, to know whether goods were sent. What is stored of a
// case is therefore an object of ours that holds the platform's own JSON untouched; list
// and detail are the same.
//
// Rows. Amounts are fen: order_price is what the buyer pays, freight inside. A line has no
// id; ours is order-SKU, which is how cases name it. The order is asked for with
// encode_sensitive_info, and what comes is masked again; virtual numbers and hashes are
// not decoded, and the decoding call is never used. A room is ext_info.live_id. The
// buyer's pictures are media ids without an address and are left to the back office;
// those of a complaint have addresses.
//
// Writing. A decision is allowed in one state only; there is no version and no
// idempotency key, so a lost answer is settled by reading the case. Agreeing to a return
// needs an address id. A note replaces the order's notes: they are read first and a line is
// added. Proof goes to the complaint: as proof in 106 and 108, as material in 103.
//
// Deadlines. Sources differ on deadline: a Unix time, or the seconds that are left. Past
// 1,000,000,000 it is a time; else it counts from when the case was read, which is kept
// with it, and is an estimate: two readings differ by the time between call and answer.
//
// Limits. No rate is published; ten calls a second and shop is our own. 45009 closes a call
// until midnight in Beijing, 45011 until the next minute, 31042 halves the window, 606006
// begins it again.
//
// Doubts, with how sure we are:
//   - How far back the lists reach is not published; 90 days are asked for. (low)
//   - Whether next_key survives a day is not published; a refused one begins its window
//     again. (medium)
//   - PLATFORM_REFUNDING counts as decided, the money as paid only at
//     MERCHANT_REFUND_SUCCESS and MERCHANT_RETURN_SUCCESS. (medium)
//   - A complaint has no deadline for proof in its answers; its status 110 is named by one
//     page without a meaning and stays unknown. (high)
//   - Order status 5 is in one client only; it is taken for unpaid. (low)
//   - sale_channel 1 (partner account) is counted as the shop's own. (medium)
//   - A reship goes through merchantreship, which is in one client of 2026; an exchange
//     through acceptexchangereship, which all have. (medium)
//   - Pictures are uploaded as the part "media" with their size, as one client does; their
//     largest size is not published. (medium)
//   - Whether live_id equals the ids of the live lists is not published; it is not compared
//     with them. (high)
//
// Not offered, and why the capability matrix says so: reviews and score (no shop API is
// known), contacts (masked only), traces (only for parcels made with the platform's own
// e-waybill, by an id that orders do not carry). Pushes need a public address (push.go).
//
// Why a case is stored inside an object of ours: a row must derive again from what was
// stored, and one answer of the platform does not hold it.
package wechat
