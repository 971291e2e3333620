// Package walk reads a platform's list without losing a row while rows move.
//
// A run walks windows of the time of change from the last run's mark, less an
// overlap, up to the moment it began. Inside a window it turns pages; a row
// that changes meanwhile leaves the window and shifts what follows, so:
//
//   - Ascending pages (page numbers, oldest change first): a total that differs
//     from the first page's says that rows moved; the window begins again where
//     the newest change already seen leaves off.
//   - Descending pages (newest change first): the first page tells how many there
//     are, then the last one is read first, down to the first. A row that changes
//     leaves the window for good, and those behind it shift toward pages that are
//     still to come: they are read twice, never missed. A total that grew (a list
//     that trails behind) begins the window again.
//   - Keyed pages (an opaque key to the next one): the platform keeps the order.
//     A key that it no longer takes begins the window again.
//
// A window that holds more rows than can be paged is halved; a quiet one is
// doubled. Windows share their edges, so an inclusive or an exclusive bound
// loses nothing. A range (for reconciling) goes by time of creation, which no
// later change can move; a platform that lists by change only is walked by
// change from the start of the range, and its fetch leaves out what was created
// outside of it. A first run may go by creation too, where windows of change are
// narrow: what changes meanwhile is the next run's. A page is never the last because
// it held known rows only: a change may hide behind an unchanged page (SY-03).
//
// Lists reads several lists as one stream, each with a mark of its own: some
// platforms list returns apart from cancellations, and some change a row without
// moving its time of change while another list does tell.
//
// A Cursor of this package is JSON; a foreign or damaged one is refused.
//
// Why a package of its own: every platform lists by change and each got the
// edges wrong in its own way when this lived in a folder.
package walk
