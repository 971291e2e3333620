// Package schedule says when jobs are due and runs them, one at a time. It
// wraps the parser of robfig/cron v3 (five fields, in the house's zone); that
// package's own timer loop is not used.
//
// Rules of the room: a job's stored due time is the last tick that was answered,
// never the next one. On each wake-up every job whose spec has ticked since then
// runs once, in the order of its first unanswered tick, and is told how many
// ticks it answers. Nothing overlaps. A failed run counts as answered: its
// receipt says so and the next tick tries again.
//
// Why stored ticks and not timers: a laptop sleeps. A timer that should have
// fired nine hours ago fires never or many times; the difference between "last
// answered" and "now" is exact however long the lid was closed. A clock that was
// set back makes nothing run twice, because the answered tick lies ahead; a
// clock that had been further in the future than four intervals of the job, or a
// day, is taken for wrong, and the job starts again from now.
package schedule
