// Package custody is the proof: an append-only Merkle log of what was done with
// evidence, and by whom.
//
// # Files
//
// The log is a folder of five kinds of files, all readable without this program:
//
//	records        one JSON record per line; line n is record n (from 0)
//	hashes, index  derived: the tree's stored hashes (32 bytes each) and the end
//	               offset of every record (8 bytes each); rebuilt when lost
//	head.0, head.1 the signed size and root of the tree, in turns
//	key, key.pub   the signing key when the caller gives none, and its public half
//	stamps/        time-stamp tokens over heads: the reply (.tsr), the query (.tsq)
//	               and the root that was pinned (.pem), named by the reply's SHA-256
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
// (ProveGrowth), and by time stamps. A key kept elsewhere by the caller only narrows
// who can sign.
//
// # Time stamps
//
// Stamp sends the SHA-256 of a head to an authority (RFC 3161) and keeps the signed
// answer: that head, and every record below it, existed before the authority's time. A
// record of the log names the hashes of the token's files, because some bytes of a
// token lie outside of what its signature covers. CheckToken says what a token must
// pass; parsing alone proves nothing. Revocation lists are not asked for, so that a
// token is judged the same ten years on.
//
// Why custody may import platform/httpx: an authority is asked over the network, and the
// one door counts the host, obeys the offline switch and hides the login.
//
// # Why two head files
//
// A head is written in one block of fixed size over the older of the two, so a
// torn write leaves the other one valid, without a rename and a folder sync for
// each record.
package custody
