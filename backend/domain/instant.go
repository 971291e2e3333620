package domain

import (
	"fmt"
	"time"
)

// Instant is a moment as Unix milliseconds UTC, the same number in SQLite, Go
// and TypeScript. Zero means "not known or has not happened": no order, parcel
// or photo of this trade dates from 1970.
type Instant int64

// Durations in Instant units.
const (
	Second Instant = 1000
	Minute         = 60 * Second
	Hour           = 60 * Minute
	Day            = 24 * Hour
)

// Now is the type of a clock; every room takes one so that tests own time.
type Now func() Instant

// SystemNow reads the machine's clock.
func SystemNow() Instant { return Instant(time.Now().UnixMilli()) }

// InstantOf converts t; the zero time becomes 0.
func InstantOf(t time.Time) Instant {
	if t.IsZero() {
		return 0
	}
	return Instant(t.UnixMilli())
}

// FromUnix converts seconds since the epoch, as most platforms send them.
// Zero and negative values mean missing.
func FromUnix(sec int64) Instant {
	if sec <= 0 {
		return 0
	}
	return Instant(sec) * Second
}

// IsZero reports whether the moment is not known.
func (i Instant) IsZero() bool { return i == 0 }

// Time returns the moment as UTC time; zero stays the zero time.
func (i Instant) Time() time.Time {
	if i == 0 {
		return time.Time{}
	}
	return time.UnixMilli(int64(i)).UTC()
}

// In returns the moment in zone loc.
func (i Instant) In(loc *time.Location) time.Time { return i.Time().In(loc) }

// Add returns the moment d later; a missing moment stays missing.
func (i Instant) Add(d time.Duration) Instant {
	if i == 0 {
		return 0
	}
	return i + Instant(d.Milliseconds())
}

// String is RFC 3339 with milliseconds in UTC, or "—".
func (i Instant) String() string {
	if i == 0 {
		return "—"
	}
	return i.Time().Format("2006-01-02T15:04:05.000Z07:00")
}

// ShopDay is a calendar day of a shop's zone as YYYY-MM-DD; it sorts as text.
type ShopDay string

// DayOf returns the calendar day of i in loc; "" when i is missing.
func DayOf(i Instant, loc *time.Location) ShopDay {
	if i == 0 {
		return ""
	}
	return ShopDay(i.In(loc).Format("2006-01-02"))
}

// Range returns the first millisecond of the day and of the day after it.
func (d ShopDay) Range(loc *time.Location) (from, to Instant, err error) {
	t, err := time.ParseInLocation("2006-01-02", string(d), loc)
	if err != nil {
		return 0, 0, E(CodeInvalid, fmt.Errorf("parse day: %w", err), "field", "day")
	}
	return InstantOf(t), InstantOf(t.AddDate(0, 0, 1)), nil
}
