package sim

import (
	"time"

	"afterdesk/backend/domain"
)

// testNow is a quiet November morning in Shanghai.
func testNow() domain.Instant {
	return domain.InstantOf(time.Date(2026, 10, 28, 3, 30, 0, 0, time.UTC))
}

// testConfig is a small world of sixteen hundred orders in 24 days.
func testConfig(seed uint64) Config {
	return Config{Seed: seed, Start: testNow() - 24*domain.Day, Days: 24, Orders: 1600}
}
