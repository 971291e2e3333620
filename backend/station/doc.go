// Package station is the door through which other machines reach the house.
// Today it takes the deliveries of platforms (pushes, webhooks) on loopback;
// phones and other seats come through it later.
//
// Rules. It binds 127.0.0.1 and is off until a port is set: a merchant whose
// platform pushes to a public address leads a tunnel or a reverse proxy here. A
// delivery is at most 1 MiB, is checked by the shop's own connector and is never
// stored: it only says when to pull. Nothing of it is logged.
//
// Why the window's door may open this one: the listener lives as long as the
// window, follows its settings and has no rules of its own.
package station
