package sla

import (
	"errors"
	"fmt"
	"sort"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // zones also on Windows

	"afterdesk/backend/domain"
)

// span is a stretch of a day in minutes after local midnight; until may pass
// 24:00, then the stretch ends on the next day.
type span struct{ from, until int }

// Calendar is a parsed domain.Calendar: week, holidays, extra days, one zone.
type Calendar struct {
	loc      *time.Location
	week     [7][]span
	holidays map[string]bool
	extra    map[string][]span
}

var weekdays = map[string]time.Weekday{"sun": time.Sunday, "mon": time.Monday, "tue": time.Tuesday, "wed": time.Wednesday,
	"thu": time.Thursday, "fri": time.Friday, "sat": time.Saturday}

// ParseCalendar reads a calendar as Settings hold it. Spans are "HH:MM-HH:MM"
// joined by commas; 24:00 ends a day and an end before its start means the next
// morning, as night sessions need. An extra day is open with its own spans even
// when it is a holiday. invalid names the field; a week without any open hour
// and without extra days is invalid too, because nothing would ever fall due.
func ParseCalendar(c domain.Calendar) (*Calendar, error) {
	loc, err := time.LoadLocation(c.Zone)
	if err != nil {
		return nil, domain.E(domain.CodeInvalid, fmt.Errorf("load zone: %w", err), "field", "zone")
	}
	out := &Calendar{loc: loc, holidays: map[string]bool{}, extra: map[string][]span{}}
	open := false
	for name, text := range c.Week {
		day, ok := weekdays[name]
		if !ok {
			return nil, domain.E(domain.CodeInvalid, errors.New("parse calendar"), "field", "week", "value", name)
		}
		if out.week[day], err = parseSpans(text); err != nil {
			return nil, domain.E(domain.CodeInvalid, err, "field", "week", "value", name)
		}
		open = open || len(out.week[day]) > 0
	}
	for day := range c.Holidays {
		if err := checkDay(day); err != nil {
			return nil, domain.E(domain.CodeInvalid, err, "field", "holidays", "value", day)
		}
		out.holidays[day] = true
	}
	for day, text := range c.Extra {
		if err := checkDay(day); err != nil {
			return nil, domain.E(domain.CodeInvalid, err, "field", "extra", "value", day)
		}
		spans, err := parseSpans(text)
		if err != nil {
			return nil, domain.E(domain.CodeInvalid, err, "field", "extra", "value", day)
		}
		out.extra[day] = spans
		open = open || len(spans) > 0
	}
	if !open {
		return nil, domain.E(domain.CodeInvalid, errors.New("calendar is never open"), "field", "week")
	}
	return out, nil
}

// CheckCalendar reports whether ParseCalendar reads a calendar.
func CheckCalendar(c domain.Calendar) error {
	_, err := ParseCalendar(c)
	return err
}

func checkDay(day string) error {
	if _, err := time.Parse("2006-01-02", day); err != nil {
		return fmt.Errorf("parse day: %w", err)
	}
	return nil
}

func parseSpans(text string) ([]span, error) {
	var out []span
	for _, part := range strings.Split(text, ",") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		a, b, ok := strings.Cut(part, "-")
		if !ok {
			return nil, errors.New("parse span: no dash")
		}
		from, err := parseClock(a)
		if err != nil {
			return nil, err
		}
		until, err := parseClock(b)
		if err != nil {
			return nil, err
		}
		if from == until || from == 24*60 {
			return nil, errors.New("parse span: no length")
		}
		if until < from {
			until += 24 * 60
		}
		out = append(out, span{from, until})
	}
	sort.Slice(out, func(i, j int) bool { return out[i].from < out[j].from })
	for i := 1; i < len(out); i++ {
		if out[i].from < out[i-1].until {
			return nil, errors.New("parse span: spans overlap")
		}
	}
	return out, nil
}

func parseClock(text string) (int, error) {
	h, m, ok := strings.Cut(strings.TrimSpace(text), ":")
	hour, err1 := strconv.Atoi(h)
	minute, err2 := strconv.Atoi(m)
	if !ok || err1 != nil || err2 != nil || hour < 0 || minute < 0 || minute > 59 || hour*60+minute > 24*60 {
		return 0, errors.New("parse clock time")
	}
	return hour*60 + minute, nil
}

// WithoutHoliday returns a copy that is open on a day although it is a holiday,
// for a shop that works through it.
func (c *Calendar) WithoutHoliday(day domain.ShopDay) *Calendar {
	out := *c
	out.holidays = map[string]bool{}
	for d := range c.holidays {
		if d != string(day) {
			out.holidays[d] = true
		}
	}
	return &out
}

// horizon bounds every walk through days: a promise that needs more than ten
// years of opening hours is a mistake, not a wish.
const horizon = 3660

// stretch is an open stretch as instants.
type stretch struct{ from, until domain.Instant }

// day returns the open stretches that start on the n-th day after the local
// date of base. Both ends are wall-clock times of their date, so a change to
// summer time shortens or lengthens the stretch exactly as it does for people.
func (c *Calendar) day(base time.Time, n int) []stretch {
	y, m, d := base.Date()
	date := time.Date(y, m, d+n, 12, 0, 0, 0, c.loc)
	key := date.Format("2006-01-02")
	spans, ok := c.extra[key]
	if !ok && !c.holidays[key] {
		spans = c.week[date.Weekday()]
	}
	out := make([]stretch, 0, len(spans))
	y, m, d = date.Date()
	for _, s := range spans {
		st := stretch{domain.InstantOf(time.Date(y, m, d, 0, s.from, 0, 0, c.loc)), domain.InstantOf(time.Date(y, m, d, 0, s.until, 0, 0, c.loc))}
		if st.until > st.from {
			out = append(out, st)
		}
	}
	return out
}

// Due returns when want of opening time has passed since from. A want of zero
// gives the next open moment. A promise that ends exactly at closing time is
// due then and not next morning. invalid when from is missing, want is negative
// or the horizon of ten years is passed.
func (c *Calendar) Due(from domain.Instant, want time.Duration) (domain.Instant, error) {
	if from.IsZero() || want < 0 {
		return 0, domain.E(domain.CodeInvalid, errors.New("compute due time"), "field", "from")
	}
	left := domain.Instant(want.Milliseconds())
	base, at := from.In(c.loc), from
	for n := -1; n < horizon; n++ { // the night shift of yesterday may still run
		for _, s := range c.day(base, n) {
			start := max(s.from, at)
			if start >= s.until {
				continue
			}
			if left <= s.until-start {
				return start + left, nil
			}
			left -= s.until - start
			at = s.until
		}
	}
	return 0, domain.E(domain.CodeInvalid, errors.New("compute due time: never open long enough"), "field", "calendar")
}

// Worked returns the opening time between two moments; 0 when to is not later.
func (c *Calendar) Worked(from, to domain.Instant) time.Duration {
	if from.IsZero() || to <= from {
		return 0
	}
	var sum domain.Instant
	base, at := from.In(c.loc), from
	for n := -1; n < horizon; n++ {
		if n > 0 && domain.InstantOf(base.AddDate(0, 0, n-1)) > to {
			break
		}
		for _, s := range c.day(base, n) {
			start, end := max(s.from, at), min(s.until, to)
			if end > start {
				sum += end - start
				at = end
			}
		}
	}
	return time.Duration(sum) * time.Millisecond
}

// Open reports whether a moment lies in opening hours.
func (c *Calendar) Open(at domain.Instant) bool {
	base := at.In(c.loc)
	for n := -1; n <= 0; n++ {
		for _, s := range c.day(base, n) {
			if at >= s.from && at < s.until {
				return true
			}
		}
	}
	return false
}
