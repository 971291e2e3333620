// Package medusa speaks the Admin API of Medusa 2, a commerce server that a
// merchant runs for a shop of his own. Checked in November 2026 against version
// 2.21.2: everything below was seen on that server, run with PostgreSQL on this
// machine (build/test-real.sh starts one and holds every row against it).
//
// Last result of make test-real, 29 November 2026: Medusa 2.21.2, PostgreSQL 15,
// Node.js 20, twelve orders a run. Every order, line, parcel, return, exchange,
// claim and refund as the server has it, also after the acts, in a first run from
// nothing and in a range by creation; some fifty orders were on the server by then.
// A run costs about 110 s of processor, of which the connector and its test use 5;
// with the packages already there it took 257 s on two cores that other builds
// shared, and the packages four minutes more. That is why it is no part of make
// test.
//
// Address. There is no fixed host: site_url is the merchant's own, such as
// https://shop.example. Only https is taken, loopback aside, because a key would
// travel in the clear. Redirects are refused.
//
// Access. A secret API key (back office, settings) as the user of HTTP Basic, or
// e-mail and password of a user, which give a bearer token for a day; a refused
// token is renewed once by a new login. No key or token expires in a way that a
// merchant has to see to.
//
// What is asked for. The server sends the fields that a request names. Name,
// e-mail, phone and street are never named, so they never come.
//
// What moves what. The server moves order.updated_at when goods move: shipping,
// delivery, a return that is asked for or received, cancelling. It does not when
// money moves: a capture, or a refund of what the order owes, changes only the
// payment's collection, and a payment's own updated_at stays as well. (A refund
// beyond what is owed makes a credit line, which does move the order.) The return of an exchange changes after
// its order. An exchange is not moved by its return. A claim keeps the time of its
// draft when it is confirmed. Hence three lists lead to what changed:
//
//   - orders by updated_at, whose cases are read along;
//   - returns by updated_at;
//   - payments sorted by payment_collection.updated_at, newest first, down to the
//     last mark. The server sorts by that field but does not filter by it; nothing
//     else that it lists tells of a refund.
//
// Pages go by offset, sorted by id, which no two rows share; updated_at would tie.
// A count that changes between two pages begins the window again. Ten minutes are
// read again in each run, because times are written before their transaction is
// seen.
//
// Cases. A return, an exchange, a claim and a refund that none of these asked for
// are one case each; a return of an exchange or a claim is part of it. Drafts
// (a return that is open, an exchange or claim without goods) are none. Exchanges
// and claims have no status of their own: it is that of their return, then of what
// they send out. A received return waits for the merchant while the order owes
// (summary.pending_difference below zero) and less was paid back than it asks. No deadline exists.
//
// Money. Every number stands twice, as a JSON number and as raw_… with its digits
// as text; the digits are read, and a share of a discount is exact until it is
// rounded to the cent. total of a cancelled order is 0 and of one with returns
// what is left, so an order's worth is its original total, and a line's is the
// price of a piece times its pieces.
//
// Writing. A return is received in three requests of which the last takes effect:
// the first two make a draft. A draft that an attempt left behind carries our mark
// and is begun anew; one of a person refuses the act. Goods are packed before they
// are shipped; packed goods are found again. A refund is at most what the order
// owes. Notes go into the order's metadata under merchant_note. There is no
// version; order.version and the number of refunds stand in for one and are
// compared before a write.
//
// Doubts, with how sure we are:
//   - A refund is tied to a payment, not to a return: it counts for the case of its
//     order that was asked for last before it. Two returns at once may be mixed up;
//     their sum is right. (medium)
//   - requested means that the buyer has yet to send the goods. The server learns
//     that they are on their way only when somebody ships the return's parcel. (high)
//   - The note of a piece of a return came back empty although it was sent. (high)
//   - Metadata are the merchant's own; no field says in which broadcast something
//     was bought. (high)
//   - A shop with its own payment provider may refund by itself, unseen by the
//     server. (medium)
//
// Not offered, and why the capability matrix says so: deadlines, traces, reviews,
// scores (no such object), live (no field), push (no webhooks; subscribers run
// inside the server), evidence, contacts (not asked for).
//
// Why a case's raw payload is joined by us: it is made from four answers, and
// making it again must need no network. The parts in it are the server's own.
package medusa
