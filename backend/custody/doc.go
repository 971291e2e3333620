// Package custody is the proof: an append-only Merkle log of what was done with
// evidence, and by whom.
//
// # Files
//
// The log is a folder of four kinds of files, all readable without this program:
//
//	records        one JSON record per line; line n is record n (from 0)
//	hashes, index  derived: the tree's stored hashes (32 bytes each) and the end
//	               offset of every record (8 bytes each); rebuilt when lost
//	head.0, head.1 the signed size and root of the tree, in turns
//	key, key.pub   the signing key when the caller gives none, and its public half
//
// A record's leaf hash is SHA-256 over a zero byte and the line without its line
// feed; the tree is that of RFC 6962, computed by golang.org/x/mod/sumdb/tlog. A
// record's JSON has its keys in alphabetical order, no spaces, no HTML escapes and
// only strings and integers, so that writing it again gives the same bytes.
//
// # Rules
//
//   - Append returns after the records and the new head are fsynced. A record is
//     acknowledged when a head covers it.
//   - A crash can leave at most a torn line after the last head. Opening cuts it and
//     says so in Recovered; whole records after the head were written but not
//     acknowledged and are kept. Anything missing below the head is never cut or
//     skipped: Open says "corrupt" and names the first record that is gone.
//   - Verify reads everything again and names the first record that was changed
//     or removed.
//   - A head has no time of its own and Ed25519 is deterministic, so the head of a
//     given tree size is always the same text. Times are in the records.
//
// # What a head proves
//
// That whoever held the key had exactly these records in this order when signing.
// A key in the data folder (mode 0600; Windows keeps only the folder's rights)
// proves nothing against the owner of that folder: he can write a new log and
// sign it. The log becomes evidence against its owner by heads that left the
// machine: every pack carries one, and two heads of one log must be consistent
// (ProveGrowth). A key kept elsewhere by the caller only narrows who can sign. Time
// stamps of a third party (RFC 3161) over heads are a later addition.
//
// # Why two head files
//
// A head is written in one block of fixed size over the older of the two, so a
// torn write leaves the other one valid, without a rename and a folder sync for
// each record.
package custody
