// Package desk builds the house from a data folder and is the one value that
// all doors share: Open, Start, Close, and the few verbs that need more than
// one room (connect a shop, back up, restore, import, export).
//
// Data folder:
//
//	afterdesk.db      the book (SQLite, WAL)
//	vault/            evidence bytes by hash
//	custody/          the append-only log of what entered when
//	packs/ exports/   what was made for others
//	backups/          verified copies of the book
//	thumbs/           pictures that can be made again
//	imports/          bad rows of imports; drop folders of file shops
//	logs/             rotating log
//	lock              held while a desk is open: a second one says so
//
// Rules: construction and order of steps only. No SQL, no platform words, no
// judgement.
//
// Why desk may import sim: the demo shop is a simulator on loopback that the
// ordinary connector talks to, and something has to start it beside the house.
// Nothing else in the house knows of it.
package desk
