// Package vault is the disk: evidence bytes stored under their own SHA-256.
//
// A blob's id is "sha256-" and 64 hex digits; its bytes lie in
// <dir>/ab/cd/<hash>, where ab and cd are the first four digits. Nothing but
// this folder is needed to check a file by hand: `sha256sum` of the file must
// print the file's own name.
//
// # Rules
//
//   - Write once. Bytes go to <dir>/tmp on the same volume, are hashed while they
//     are written, fsynced, made read-only, renamed into place, and the folder is
//     fsynced. Put returns after that, never before.
//   - Nothing is overwritten. The same bytes again are Known. If the stored copy
//     of those bytes turns out damaged, it is set aside in <dir>/quarantine (it
//     may be needed to understand what happened) and the good copy takes its place.
//   - The vault never deletes a blob and never repairs one from nothing.
//   - A write stops with "unavailable" (reason disk_reserve) while the volume still
//     has the reserve free that the owner asked for, so that the database and the
//     log can go on; a full or read-only disk has reasons disk_full and read_only.
//   - Opening a vault removes what a crash left in tmp. Only one process may hold a
//     data folder, so nothing there belongs to somebody else.
//
// # Limits
//
// Blobs are not encrypted: who can read the folder can read the pictures. The
// read-only flag keeps programs from changing a file by mistake, not an owner
// who wants to; that is what the custody log is for. On Windows folders cannot
// be fsynced; the rename is asked to be written through instead.
//
// # Why not a database or one big file
//
// Evidence must stay readable when this program is gone. A folder of plain
// files named by their hash is the one format that every system can check, copy
// incrementally and back up, and a video of gigabytes streams from it by range.
package vault
