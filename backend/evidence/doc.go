// Package evidence is the way of a file from a camera to a sealed pack: capture,
// link to an order, show, pack, verify.
//
// # Rules
//
//   - Order of durability: the bytes are in the vault (fsynced), then the custody log
//     has a leaf (fsynced), then the store has a row. A file is acknowledged, and
//     visible, after the third step. A crash between steps loses nothing that was
//     acknowledged: Repair writes missing rows again from their leaves. Bytes without
//     a leaf were never acknowledged; they stay, and the same file offered again
//     takes them over.
//   - The original is never rewritten, and a file on a merchant's disk is only
//     ever read: a watched folder is not a queue, and nothing in it is moved.
//   - What a file is, is decided by its content. The name and the sender's
//     media type are claims; the name only serves to find the order.
//   - Capture times are claims of the device (EXIF, mvhd). They are kept beside our own
//     time and never replace it. EXIF without an offset is read as the time of the zone
//     of the settings and marked "exif_no_zone".
//   - A link is made without asking only when it is unambiguous: exactly one order
//     matches. Everything else waits in the unlinked tray with guesses.
//   - Decoding is bounded. Pictures above Settings.MaxImageMP are kept but not
//     decoded; a parser that panics or runs past its cap yields "unknown", never a
//     lost file.
//   - A pack is a pure function of the rows: times in it come from the case and
//     its evidence, the log head is that of the last exhibit's record, names
//     and order are fixed. The same input gives the same bytes. A time stamp is a row
//     too: of each authority the token over the smallest head that covers the pack's,
//     so that later tokens change nothing.
//   - A pack is for the platform (buyers masked, no link, no phone number) unless a
//     person asked for the court edition, gave a purpose and said yes twice; that is
//     logged in custody before a byte is written.
//   - verify.html is the same in every pack of one version, asks no network for anything
//     and checks what the verifier here checks, but for the authorities' signatures over
//     time stamps: for these it names the command.
//
// # Why words live in this room
//
// Elsewhere a sentence that a person reads belongs to the window. A pack is a
// document that leaves the machine, is written in Go by deskctl without any window,
// and must stay the same when the window's words are polished. Its few words are in
// words.go, in both languages, with a test that demands each of them.
//
// # Limits
//
// Faces, labels and QR codes inside pictures are not blurred; in the platform edition
// free text loses phone numbers, document numbers and links, and buyers' names and
// addresses appear masked only. A file's own name stands in its log record as it was,
// because the record's hash is over it. HEIC
// pictures are kept and dated but not shown (no pure-Go decoder without LGPL parts);
// their exhibit says so. Blobs are not encrypted (see vault). Media facts are read
// from MP4 and MOV only.
package evidence
