// Package rules holds what platforms prescribe, as dated data: which stars are
// good, how long a reply is possible, how long a parcel may stand still, what a
// breach costs, which proof a claim wants, how a platform's reason texts map
// onto ours.
//
// Rules of the room: one YAML file per subject in data/, embedded; every entry
// has an id, a platform, the days it is in force, its public source with the
// day it was read, and a confidence (doc = the platform's own text, issue = a
// public thread, code = read in public source, page = marketing, memory =
// commonly quoted, not read). Load refuses unknown keys, impossible values and
// two entries in force at once. There is never an `if` about a platform in Go:
// a new rule is a new entry and a line in a table test. A merchant may correct
// any value (Settings.RuleOverrides, "<id>.<field>"); the correction is shown.
//
// Why data: these texts change monthly, and a report about August must be judged
// by August's text. Why two levels: a platform that has no entries of a subject
// uses platform "*", the program's own careful default, marked as such.
//
// Proof is described in two subjects: a standard says which exhibits a scenario wants
// and in which ways, an exhibit says what it must show. They are asked one by one: a
// platform that has words for some scenarios still uses "*" for the others. A point
// is shown by rows and bytes, said by a person, or open; said never becomes shown,
// because a reviewer at the platform will look for himself.
package rules
