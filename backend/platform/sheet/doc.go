// Package sheet reads files that a platform console or a ledger exports, and
// turns their rows into orders, cases, reviews, traces, promises and statement lines.
//
// Formats. CSV (comma, tab, semicolon, bar; quoted newlines), the same in gzip,
// XLSX, binary XLS (BIFF8), and the two things that consoles name .xls although
// they are not: an HTML table and a CSV. The content decides, never the name.
// Encodings: UTF-8, UTF-16 with mark, GB18030 (which contains GBK and GB2312),
// else Windows-1252.
//
// Rules.
//   - Nothing is read into memory as a whole; a file of a million rows needs what
//     a file of a thousand needs, plus 8 bytes per line for finding repeats.
//   - A row that cannot be read is a bad row: it names its line, field and reason
//     and never stops the rest.
//   - An id is text. An id that a spreadsheet program has rounded
//     (1.23457E+18, or 19 digits that all end in zeros) is a bad row, because a
//     wrong id that looks right would tie a case to another buyer's order.
//   - A status word that we do not know becomes unknown with the raw word kept and
//     counted, so that a person can map it.
//   - "~", "-" and the like mean missing (Douyin's exports write ~), never zero.
//   - Names, phones and addresses go to the order's Contact; the order itself
//     holds only their masked forms.
//
// Presets (presets/*.yaml) say per platform and kind which column names feed which
// field and what the status words mean. A merchant whose console was renamed adds
// a file of the same form to a folder; it is read before the built-in ones.
//
// Negative quantities. A ledger writes a return as a row with a negative quantity,
// often on its own document (invoice C536379). With Values["qty=<0"]="return" such
// a row becomes a Return: pull ties it to the latest earlier order of the same
// buyer with the same SKU, and to no order when there is none. Without that value
// the row is bad (negative_qty). Values["sku_code=POST"]="charge" says that a code
// is a charge and not goods; its negative row is a price adjustment.
//
// Statements. A line of a settlement statement says what moved: in one signed
// column, in one column beside a word for the direction, or in two columns for
// income and expense, whose sign differs from console to console. A part of the
// amount keeps its sign; Values["service_fee=+"]="cost" says that this file writes
// a fee that was taken as a positive number. The identity of a line is the
// statement's number with kind, order, line and case, because one number covers
// several; without a number it is made of the whole line, and the second of two
// equal lines is counted as one more.
//
// Why a reader of our own for CSV: encoding/csv gives a whole file to one unclosed
// quote, and buyers type quotes. This one finds its way back. Why for XLS: the
// readers at hand panic on damaged files or load the book whole; the part of BIFF8
// that tables need is small (see [MS-XLS]).
package sheet
