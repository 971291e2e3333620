// Package woocommerce speaks the REST API v3 of a WooCommerce shop, at the
// merchant's own address. Checked in November 2026 against the REST API's
// documentation (source of March 2024) and the plugin's published PHP; the
// behaviour of OAuth, refunds and webhooks below was seen on a live 7.8 server.
//
// Access. A consumer key and secret that the merchant makes in WooCommerce →
// Settings → Advanced → REST API. Over https they travel as HTTP Basic; where a
// server drops the Authorization header (Probe finds out) as query parameters,
// which the documentation offers for that case. Over plain http requests are
// signed with OAuth 1.0a instead (sign.go), and plain http is taken for
// addresses of this machine only: any other is refused with needs_https. Every
// try has a nonce and a timestamp of its own: a repeated nonce is a 401. Keys do
// not expire. The signature covers the address that the site believes to have,
// so a site reached by another name than its own cannot be read over http.
//
// Address. site_url is the shop's home, also in a sub-folder or with /index.php.
// The API lies under /wp-json and needs permalinks other than "plain": keys are
// not looked at under ?rest_route= before version 11.1, so Probe says
// needs_permalinks. No host is fixed: a connector contacts the host of site_url
// and no other.
//
// Reading. Orders are listed by date_modified_gmt (modified_after and _before,
// dates_are_gmt) in the order of their id, at most 100 a page. The bounds are
// exclusive and times have one second, so both are asked one second wider. An
// order that changes leaves the window, and what follows moves up: when the
// total of X-WP-Total shrank since the page before, as many pages are read again
// as rows went; when it grew the window begins again. A run starts an hour
// before the last one's end, because times are the server's.
//
// Cases are refunds: the core has no request, no decision, no deadline, no
// dispute. A refund moves its order's date_modified; refunds are read from the
// orders that changed, one call for each order that has any. The id of a case
// is "order-refund", as the refund's own id finds nothing. Reconciling cases
// walks the orders changed since the range's start and keeps the refunds made
// inside of it. Refund amounts come positive in the refund and negative in the
// order; they are positive here.
//
// Reviews have no time of change, and their bounds are in the site's own zone:
// they are asked with a margin of every zone there is, and each run reads the
// last thirty days again, so that a review approved late or edited is seen.
//
// Private data. Names, addresses, phones, e-mails and IPs come in the clear.
// scrub.go masks them in the JSON itself before anything else sees it, so that
// neither rows nor stored payloads hold them.
//
// Doubts, with how sure we are:
//   - Request rates are not published; two a second and one at a time is our own
//     limit. A local shop is not paced. (low)
//   - completed is taken as shipped and finished at date_completed; there is no
//     later state and no waybill in the core. (medium)
//   - A refund counts as "before shipment" when the order was not completed
//     before it. (medium)
//   - refunded_payment false means that the gateway was not asked; the merchant
//     recorded the refund, so it counts as paid. (medium)
//   - Which line a refund takes back is read from _refunded_item_id of its lines
//     where sent, else from product and variation when only one line has
//     them. (high)
//   - A deleted refund disappears without a trace; the case stays. (high)
//   - Orders in the bin are not listed and keep their last state here. (high)
//   - Plugins replace number by an order number of their own; rows are keyed by
//     id, and number is in the stored payload only. (high)
//   - The order of statuses that plugins add is not known: they are listed as
//     unknown values. (high)
//   - A firewall may answer HTML: 403 without JSON is a passing fault (reason
//     site_guard), not a refused key. (medium)
//
// Not offered: deciding a case (the core has no requests; making a refund is no
// answer to one and moves money), shipping (no waybill in the core), answering
// reviews (needs a WordPress login, not these keys), live attribution, traces,
// scores. Plain contacts are masked on entry on purpose.
package woocommerce
