// Package sim generates a live-commerce merchant and serves it.
//
// What: a World is a pure function of its Config. The same config gives the
// same hosts, sessions, products, orders, parcels, cases and reviews, byte for
// byte, on every system. A Server shows a World through Douyin's open-platform
// envelope as far as public SDKs and documents describe it (read 2026-11).
//
// Rules: every fact has a time in whole seconds, and a view at some moment
// shows only what happened until then, so the world moves when the clock does.
// All chance comes from counters hashed with the seed (dice.go), never from a
// shared stream, a map's order or a float: an order is made again from its
// number alone, which keeps a million orders in flat memory. What a merchant
// cannot see (true sizes, defect rates, why a buyer complained) is in Truth,
// for tests only. Times after Start+Days go on at the same rate.
//
// Why so: the connector under test has its own wire structs; this room writes
// its own shapes and its own signature check from the documents, because a
// shared mistake would hide on both sides. Chance in integers, because arm64
// fuses float operations and amd64 does not.
package sim
