package sla

import (
	"time"

	"afterdesk/backend/domain"
)

// Band is the colour of a clock.
type Band string

const (
	BandNone  Band = ""      // no deadline
	BandCalm  Band = "calm"  // a quarter of the window or more is left
	BandAmber Band = "amber" // less than a quarter is left
	BandRed   Band = "red"   // less than a tenth is left, or the deadline has passed
)

// TimeLeft returns the time from now to the deadline; negative when overdue
// and 0 when there is no deadline.
func TimeLeft(now, deadline domain.Instant) time.Duration {
	if deadline.IsZero() {
		return 0
	}
	return time.Duration(deadline-now) * time.Millisecond
}

// WindowUsed returns the share of the window since..deadline that has passed:
// 0 at its start, 1 at the deadline, more when overdue. ok is false when either
// end is missing or the window has no length; then only "overdue or not" is known.
func WindowUsed(since, deadline, now domain.Instant) (used float64, ok bool) {
	if since.IsZero() || deadline.IsZero() || deadline <= since {
		return 0, false
	}
	return max(0, float64(now-since)/float64(deadline-since)), true
}

// BandOf returns the colour of a clock: red from the last tenth of the window
// on, amber in the last quarter. Without a start the last day stands for the
// window, so that a deadline alone still turns amber at 6 h and red at 2 h 24 min.
func BandOf(since, deadline, now domain.Instant) Band {
	if deadline.IsZero() {
		return BandNone
	}
	if since.IsZero() || deadline <= since {
		since = deadline - domain.Day
	}
	left, window := deadline-now, deadline-since
	switch {
	case left <= 0 || left*10 < window:
		return BandRed
	case left*4 < window:
		return BandAmber
	}
	return BandCalm
}

// Clocks are the two due times of one case.
type Clocks struct {
	Platform domain.Instant // 0 = the platform set none
	House    domain.Instant // 0 = the house promised nothing
}

// Due returns the earlier clock that exists, and whether it is the house's.
func (c Clocks) Due() (due domain.Instant, house bool) {
	switch {
	case c.Platform.IsZero():
		return c.House, !c.House.IsZero()
	case c.House.IsZero() || c.Platform <= c.House:
		return c.Platform, false
	}
	return c.House, true
}
