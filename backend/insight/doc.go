// Package insight answers two questions: what must I do now, and how does it
// go. The first is the Today queue, built from open cases, findings, bad
// reviews and sync faults; the second are trends, metrics sliced by at most two
// dimensions.
//
// Rules of the room: no rate is computed here, metric does that; no limit is
// judged here, rules and sla do that; nothing is written to a platform. A trend
// reads only day segments that are up to date: days touched since are rebuilt
// first, so that a number is never older than its rows. Whoever clicks a number
// gets its rows from the store by plain SQL, an independent way to the same
// count (AN-07).
//
// Why segments: 1,000,000 orders in 365 days are too many rows to join for each
// question, and too few to need another database. One day of a shop becomes one
// small blob of bit-packed columns with their own dictionaries; a question
// unpacks only the columns it needs. A blob is a cache: an old version or a
// damaged one is rebuilt from its rows.
package insight
