// Package pull brings shops in: connector pages and console export files become
// rows of the store. It only reads from platforms.
//
// Rules.
//   - One page is one transaction: its rows, raw payloads, problems, unknown
//     values and the cursor behind it. A program killed at any moment goes on
//     from the last page that was written; a page written twice changes nothing.
//   - A run ends when the connector says that its stream has caught up, never
//     because a page held only known rows: a refund on page 2 would be missed.
//   - Pushes are not needed. Polling by update time with overlap converges.
//   - One shop's trouble stays with that shop. unauthorized marks the shop and
//     ends its pull; rate_limited and unavailable end the run, and the next run
//     goes on at the same cursor.
//   - Every row knows where it came from (Source) and can be made again from its
//     raw payload (Rederive), so a new word for an unknown status needs no refetch.
//   - A parcel is never traced twice within 30 minutes: aggregators lock a number
//     that is asked more often.
//   - A file is read in batches, one transaction each; the same file again adds
//     nothing. Bad rows go to a file beside the data, with reasons.
package pull
