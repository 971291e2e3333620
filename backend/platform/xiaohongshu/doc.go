// Package xiaohongshu speaks the open platform of Xiaohongshu shops (小红书 千帆)
// at ark.xiaohongshu.com. Checked in November 2026 against the developer guide,
// public copies of the official SDK's classes and public clients; nothing here
// was tried on a live shop.
//
// Access. The merchant agrees on a page of the platform; the code that comes
// back, good for ten minutes, is traded for a pair. The access token lives seven
// days, the refresh token fourteen. It is renewed with less than 25 minutes
// left: earlier the platform returns the same pair.
//
// Calls. POST of one flat JSON object to one address, token calls included.
// Only method, app id, time and version are signed; TLS protects the rest. A
// success has success=true and error_code 0, and some calls put a second
// envelope into data. "Too often" is code -9013 under status 200. Texts of
// errors are read for what they are about and dropped.
//
// Reading. Orders are asked for in seconds, cases in milliseconds; everything
// that comes is milliseconds. By change a window may be half an hour, by
// creation a day, so a first run goes by creation (walk.FirstCreated). Pages are
// turned from the last to the first, as the platform demands. The order list
// has neither lines nor money: each order is read in full, four beside each
// other.
//
// Rows. Orders are in fen. Cases are in yuan as doubles: their digits are
// rounded to fen without a float. Lines have no id, ours is order and SKU, which
// is what a case names. The receiver is a region and a token that is not kept.
// Only refundStatus 2 means that money went back.
//
// Writing. There is no version and no idempotency key; the outbox reads a case
// again before and after. An order has one remark: ours goes behind what is there.
//
// Doubts, with how sure we are:
//   - The code of a dead token is not published: a text that speaks of token or
//     授权 is taken for it. (medium)
//   - How far lists reach back is not published; ninety days are asked. (low)
//   - expireTime is taken for milliseconds, or seconds by its size. (medium)
//   - Status 14 (platform involved) is shown as refused and in arbitration. (medium)
//   - orderStatus 10 (exchange asked for) is counted as shipped. (medium)
//   - The sum before discounts is what was paid and what was taken off. (medium)
//   - The roles of negotiation entries are known by name only; the return's parcel
//     has two published spellings, both are read. (medium)
//   - Whether a second identical write is refused is not published. (high)
//
// Not offered, and why the capability matrix says so: live rooms (a line names
// the creator alone, which is kept as host), traces (the answer's fields are not
// published in full), reviews, score and evidence (no call in the catalogue;
// console only), push (the signature does not cover the content, so a delivery
// proves nothing), plain contacts (decryption is audited per order).
package xiaohongshu
