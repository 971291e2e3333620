// Package platformtest is the conformance suite of platform connectors. A
// platform folder hands over a well-behaved server made of its own fixtures and
// the platform's own way to refuse; Run bends that server in every way a
// network does and checks what the rest of the house relies on: paging ends
// and resumes, the same page twice is the same, faults get their codes, cancel
// stops, unknown values survive, rows are sane, nothing secret reaches an error
// or a printed row, and a write is never sent twice.
//
// Why a suite and not a convention: pulling, acting and re-deriving trust these
// properties without looking, so every platform must prove them the same way.
package platformtest
