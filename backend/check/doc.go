// Package check asks the scheduled questions of the house: which parcels were
// never picked up, which stand still, which cases run out of time. One file per
// question, one line per question in all.go.
//
// Rules of the room: rows come from store, judgement from rules, sla and metric;
// a check only brings both together and says when, why and what next. A finding
// carries a stable key (check and subject), so a rerun replaces it and a subject
// that is no longer found resolves. Findings and receipt of one run are written
// in one transaction; a run that fails leaves the findings of the run before and
// a receipt with its code. Nothing here writes to a platform.
//
// Why every judgement takes instants and no "since the last run": a laptop was
// closed when the limit fell. The due moment is computed from the rows and is
// found late, with its true time, never missed.
package check
