// Package store is the database room: every SQL statement of the house, its
// migrations, its search index and its backups. No other package imports
// database/sql or the SQLite driver.
//
// # Rules
//
//   - One door for writes: [Store.Write]. It runs a function inside one
//     IMMEDIATE transaction with one clock reading; after the commit the topics
//     that changed go to Options.OnCommit. No network and no file is touched
//     inside. Nested calls of Write deadlock by design of the single writer.
//   - Reads go to a small pool that is query_only. Lists page by key, never by
//     offset; an empty list is empty, not nil.
//   - A Put compares content first: an unchanged row is not rewritten, a row
//     that is older than the stored one never replaces it.
//   - The ids of the house ("s1.6919…") are translated at the edge. Inside, rows
//     have integer numbers. The number of an order, a case and a review is its
//     second of creation shifted by 12 bits plus a running number, so that the
//     table read backwards is the list newest first, a time range is a range of
//     numbers, and a full-text hit list comes in the order of the screen.
//   - Everything that may arrive in any order (a case before its order, a return
//     parcel before its case) is joined on reading by the remote id.
//   - Every failure leaves as a domain.Error: corrupt for damaged bytes, conflict
//     for a newer schema or a lost race, unavailable with param reason (read_only,
//     disk_full, disk_error, busy, cannot_open) for what may work later.
//
// # Why so
//
// SQLite in WAL mode with synchronous=FULL: an acknowledged transaction survives
// kill -9 and a power cut. Product wordings live in the item table because a
// million order lines share a few thousand of them.
//
// Search: the house rule asks for one token per Han character and a phrase. Here
// each Han character forms its token together with its right neighbour (the last
// one of a run stands alone). The number of tokens is the same, a two-character
// word is one look-up instead of an intersection of two very common characters,
// and a word that no product has is known to be absent at once. Matching is the
// same: longer words are phrases, a single character is a prefix.
package store
