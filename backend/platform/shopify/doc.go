// Package shopify speaks the GraphQL Admin API of a Shopify shop, version
// 2026-10, at SHOP.myshopify.com. Checked in November 2026 against the published
// schemas of 2026-01 to 2026-10 (every document of queries.go is valid in each),
// the developer pages on limits and webhooks, and the official SDKs; nothing
// here was tried on a live shop. A version is said to be served for about a year
// and then to be answered by the oldest one still served.
//
// Access. Three ways, the first that is there wins: an access token of an app of
// the shop's own; a code that the merchant's browser brought back after
// AuthorizeURL (the whole address may be pasted: its hmac and shop are checked
// then); the app's key and secret by the client-credentials grant, which the
// platform grants where app and shop belong to one organisation. Tokens that say
// when they end are renewed ahead; the others live until they are refused.
//
// Limits. A bucket of points, refilled by 100 to 2000 a second by the shop's
// plan; each answer says what was asked and what is left. THROTTLED waits for
// (asked - left) / refill seconds. A document that may cost more than the
// platform takes in one piece (MAX_COST_EXCEEDED) is asked again with half the
// rows, and pages stay that small for the life of the connector.
//
// Reading. Orders are listed by updated_at with cursors that the platform keeps;
// bounds are inclusive seconds here. read_orders reaches back sixty days. An
// order with more than twenty lines has the rest read and put in its place, so
// the stored payload is whole.
//
// Cases come from three places. Returns and refunds have no list: orders that
// changed and have either are read one by one. A refund that belongs to a return
// is part of it; the others are cases of their own. Disputes (chargebacks) are a
// list without a time of change: those begun in the last 200 days are read in
// each run; without Shopify Payments or its scope there are none. Ids are
// "order-rRETURN", "order-fREFUND" and "dDISPUTE": numbers alone may collide.
//
// Meanings. A return that was approved waits for the buyer; it waits for the
// merchant once a parcel is on its way back or the order says that its returns
// were inspected. A declined return is over. The platform has no deadline for
// returns; disputes have evidenceDueBy. Amounts are those of shopMoney.
//
// Private data. No name, phone, e-mail or street is asked for at all; of the
// address only its places. The order's note may hold a buyer's words and is
// private.
//
// Writing. Approving and declining a request, the note of an order (kept text
// plus the new line), a shipment of all that one place has to send, and the text
// of a dispute's evidence. Second identical writes are refused by the state that
// the first one left, or set the same text again. Buyers are told of decisions
// and shipments, as the platform's own pages do by default.
//
// Doubts, with how sure we are:
//   - processedAt is taken as the time of payment of an order that was paid. (medium)
//   - AUTHORIZED counts as paid: it may be shipped and is captured then. (medium)
//   - A fulfilled order is finished once it was archived or every parcel was
//     delivered. (medium)
//   - discountedTotalSet of a line leaves out discounts on the whole order. (high)
//   - Whether a refund or a return always moves its order's updatedAt is not
//     written down; both are changes of the order. (medium)
//   - The search behind the lists may trail a change; runs overlap by half an
//     hour. (medium)
//   - A chargeback counts as "refund only, shipped": there is no type for money
//     that a bank takes. WON and PREVENTED are closed, LOST and ACCEPTED are
//     paid. (medium)
//   - Statuses of HTTP other than 200, 401, 403 and 429 (402 frozen, 423 locked)
//     are believed. (low)
//   - Of an order at most 50 refunds, 20 returns and 20 lines of a return are
//     read. (high)
//   - The form of X-Shopify-Topic is taken as orders/updated or ORDERS_UPDATED,
//     whichever comes. (high)
//
// Not offered: refunding (what to pay on which transaction is not worked out
// here; money moves), files of evidence (they go to a host that the answer
// names), product reviews (not in the Admin API), scores, live attribution,
// plain contacts.
package shopify
