// Package tiktok speaks the Partner API of TikTok Shop at
// open-api.tiktokglobalshop.com. Checked in November 2026 against the OpenAPI
// descriptions that TikTok ships with its command line tool, the Partner Center's
// guides on authorisation, signing, errors and webhooks, and three public clients;
// nothing here was tried on a live shop.
//
// Access. The merchant agrees in a browser (AuthorizeURL) and gets a code that
// lives half an hour; it is traded once, at auth.tiktok-shops.com, for a token of
// about seven days and a refresh token. Expiry comes as absolute Unix seconds, in
// spite of the field's name. A renewal replaces the refresh token; both are saved
// before use. The two token calls are unsigned and carry the secret in their
// query, so no URL is ever logged. A token reads all shops of a seller; which one
// is meant is its shop_cipher, found by shop_id or because there is but one.
//
// Calls. Sorted query, path and body are signed (sign.go); the bytes that were
// signed are sent. Each path carries its version, which is pinned. Times are Unix
// seconds (tracking: milliseconds), a clock five minutes late or thirty seconds
// early is refused. Answers are judged by code; message is looked at for the one
// code that has four meanings, and dropped.
//
// Reading. Orders, returns and cancellations are three searches by update_time,
// ascending, half-open, paged by a token; the last two are one stream. What a
// token stands for is not published: a total that changes between two pages begins
// the window again. Ten minutes are read again in each run, as the platform asks:
// its rows keep refreshing. Lists carry whole rows; a case's detail adds the
// records of its negotiation.
//
// Rows. Amounts are decimal text in the shop's currency. A line is one piece: the
// platform has no quantity, and a return names pieces. The id of a cancellation
// begins with "C-", because returns and cancellations are numbered apart. Names,
// phones and addresses that a shop which ships by itself gets in plain are masked
// while they are decoded. Deadlines are those of seller_next_action_response.
//
// Writing. Answers to a case carry the act's id as idempotency_key. A shipment is
// taken for an order in one package that the seller ships himself.
//
// Doubts, with how sure we are:
//   - Request rates move and are not published; five a second per call is our own
//     limit. (low)
//   - How far back a search reaches is not published; 180 days are asked for. (low)
//   - RETURN_OR_REFUND_REQUEST_SUCCESS is an approval whose refund follows and
//     COMPLETE says that it came: both end a case, only the latter fills the refund.
//     Their timing is not published. (medium)
//   - AWAITING_COLLECTION counts as shipped, as the platform's own deadline does.
//     (medium)
//   - One trace is kept per order: an order in several parcels shows it for each.
//     (medium)
//   - What a second shipment of the same package does is not published. (low)
//   - A refusal of goods that came back in a replacement has no published word.
//   - 105004 is taken for a lost authorisation. (medium)
//   - A market with several time zones (US, MX, BR, ID, ES) tells none. (high)
//
// Not offered, and why the capability matrix says so: live (an order names no
// broadcast; the affiliate list, which does, has sales with commission only),
// reviews (import calls only), contacts (masked by the platform), evidence upload
// (the path of the image upload is not published with these calls), score (none),
// push (needs a public HTTPS address; a delivery is verified where one arrives).
package tiktok
