// Package metric turns whole counts into rates. One function per metric id and
// version, nowhere else: a test reads the program's own source and fails when
// another room divides counters (AN-01), so two screens can never disagree.
//
// Rules of the room: counts in, a domain.MetricValue out; nothing is read,
// nothing is stored. A rate without a base is not zero but not known (AN-03).
// Every definition carries the days it is in force, its base, its axis and the
// public text it follows; an old version stays, because a report about August
// must use August's definition (AN-02).
//
// Why integers in and not rows: the same counts come from trend segments and,
// row by row, from the drill-down; both must give the same number (AN-07).
package metric
