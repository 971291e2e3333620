// Package sla is the arithmetic of clocks: how much of a window is used, which
// colour that is, and when a promise in working hours falls due.
//
// Rules of the room: pure functions of instants; no clock is read and nothing
// is stored. A case has two clocks that are never mixed: the platform's
// deadline is wall-clock time that the platform itself sent, the house's
// promise runs in the merchant's working hours. The earlier one drives a queue.
//
// Why due times are computed once and as instants: a help desk that re-adds
// "hold" time to a creation date, or that subtracts wall-clock hours, is wrong
// at every weekend, lunch break and change to summer time.
package sla
