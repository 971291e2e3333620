// Package station is the doors through which other machines reach the house. Door
// takes the deliveries of platforms (pushes, webhooks) on loopback; Lan lets the
// phones of a team bring photos and clips into cases over the local network.
//
// Rules of Door. It binds 127.0.0.1 and is off until a port is set: a merchant whose
// platform pushes to a public address leads a tunnel or a reverse proxy here. A
// delivery is at most 1 MiB, is checked by the shop's own connector and is never
// stored: it only says when to pull. Nothing of it is logged.
//
// Rules of Lan. Closed until a person opens it, and again after so many hours, with
// the window, and at every start. It binds one private address that was chosen and
// never all of them, speaks TLS with a certificate made here whose key lies in the
// secret room, and answers by that address alone: another Host header, another
// page's request, a path that is not ours, too much, too often or too slowly is
// refused, logged without what it said, and counted for Settings. A phone comes in by
// a code that opens once within two minutes and then has a token, of which the book
// keeps a hash; a revoked one is refused at its next request, and a question that
// waits ends at once. A phone sees what it must to find a parcel: goods, time left and
// the ends of numbers; no buyer, no address, no amount.
//
// A file comes in pieces. Each is compared with the SHA-256 that the phone counted
// before it is written, the whole once more before it becomes evidence; what was
// confirmed outlives the link, the page and the program (package evidence, Uploads).
//
// Why the window's door may open these: the listeners live as long as the window,
// follow its settings and have no rules of their own.
//
// Why HTTP/1.1 alone behind TLS: the limits of time count per connection, and a phone
// that shares one connection for all its requests would stretch them for each.
//
// Why a self-signed certificate and no authority of our own on the phone: a phone that
// trusts an authority trusts every site it signs. One that was shown this certificate
// trusts this address.
package station
