package sla

import (
	"testing"
	"time"

	"afterdesk/backend/domain"
)

func office(zone string, edit func(*domain.Calendar)) domain.Calendar {
	day := "09:00-17:00"
	c := domain.Calendar{Zone: zone, Week: map[string]string{"mon": day, "tue": day, "wed": day, "thu": day, "fri": day},
		Holidays: map[string]string{}, Extra: map[string]string{}}
	if edit != nil {
		edit(&c)
	}
	return c
}

func split(c *domain.Calendar) {
	for d := range c.Week {
		c.Week[d] = "08:00-12:00,13:30-18:00"
	}
}

func at(t *testing.T, zone, text string) domain.Instant {
	t.Helper()
	loc, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	v, err := time.ParseInLocation("2006-01-02 15:04:05", text, loc)
	if err != nil {
		t.Fatal(err)
	}
	return domain.InstantOf(v)
}

func TestDueInBusinessHours(t *testing.T) {
	const cn, ny = "Asia/Shanghai", "America/New_York"
	cases := []struct {
		name, zone string
		edit       func(*domain.Calendar)
		from       string
		want       time.Duration
		due        string
	}{
		{"AS-03 Friday 16:30 plus 1 h is Monday 09:30", cn, nil, "2026-08-14 16:30:00", time.Hour, "2026-08-17 09:30:00"},
		{"AS-03 Wednesday 07:00 plus 2 h is Wednesday 11:00", cn, nil, "2026-08-12 07:00:00", 2 * time.Hour, "2026-08-12 11:00:00"},
		{"a promise that ends at closing time is due at closing time", cn, nil, "2026-08-12 15:00:00", 2 * time.Hour, "2026-08-12 17:00:00"},
		{"one second more is due next morning", cn, nil, "2026-08-12 15:00:01", 2 * time.Hour, "2026-08-13 09:00:01"},
		{"a want of nothing outside hours is the next opening", cn, nil, "2026-08-15 10:00:00", 0, "2026-08-17 09:00:00"},
		{"AS-04 the lunch break does not count", cn, split, "2026-08-12 11:30:00", time.Hour, "2026-08-12 14:00:00"},
		{"AS-04 a public holiday does not count", cn, func(c *domain.Calendar) { split(c); c.Holidays["2026-10-01"] = "国庆" },
			"2026-09-30 17:30:00", time.Hour, "2026-10-02 08:30:00"},
		{"AS-04 a holiday taken as an extra day counts", cn, func(c *domain.Calendar) {
			split(c)
			c.Holidays["2026-10-01"] = "国庆"
			c.Extra["2026-10-01"] = "10:00-11:00"
		}, "2026-09-30 17:30:00", time.Hour, "2026-10-01 10:30:00"},
		{"a make-up Saturday counts", cn, func(c *domain.Calendar) { c.Extra["2026-09-26"] = "09:00-12:00" },
			"2026-09-25 16:00:00", 2 * time.Hour, "2026-09-26 10:00:00"},
		{"an extra day with no hours closes a weekday", cn, func(c *domain.Calendar) { c.Extra["2026-08-13"] = "" },
			"2026-08-12 16:30:00", time.Hour, "2026-08-14 09:30:00"},
		{"a night shift runs past midnight", cn, func(c *domain.Calendar) { c.Week["fri"] = "20:00-02:00" },
			"2026-08-15 01:00:00", 30 * time.Minute, "2026-08-15 01:30:00"},
		{"a night shift ends at two, the rest waits for Monday", cn, func(c *domain.Calendar) { c.Week["fri"] = "20:00-02:00" },
			"2026-08-15 01:00:00", 90 * time.Minute, "2026-08-17 09:30:00"},
		{"24:00 closes the day", cn, func(c *domain.Calendar) { c.Week["wed"] = "22:00-24:00" },
			"2026-08-12 23:00:00", time.Hour, "2026-08-13 00:00:00"},
		{"the spring change takes an hour out of a night shift", ny, func(c *domain.Calendar) { c.Week = map[string]string{"sun": "00:00-12:00"} },
			"2026-03-08 01:00:00", 3 * time.Hour, "2026-03-08 05:00:00"},
		{"the autumn change adds an hour to a night shift", ny, func(c *domain.Calendar) { c.Week = map[string]string{"sun": "00:00-12:00"} },
			"2026-11-01 00:00:00", 3 * time.Hour, "2026-11-01 02:00:00"},
		{"office hours keep their wall clock across the change", ny, nil, "2026-03-06 16:30:00", time.Hour, "2026-03-09 09:30:00"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			cal, err := ParseCalendar(office(c.zone, c.edit))
			if err != nil {
				t.Fatal(err)
			}
			from := at(t, c.zone, c.from)
			got, err := cal.Due(from, c.want)
			if err != nil {
				t.Fatal(err)
			}
			if want := at(t, c.zone, c.due); got != want {
				t.Fatalf("due %s, want %s", got, want)
			}
			if worked := cal.Worked(from, got); worked != c.want {
				t.Fatalf("between both lie %v of opening time, want %v", worked, c.want)
			}
		})
	}
}

func TestHolidayCanBeSwitchedOffPerShop(t *testing.T) {
	cal, err := ParseCalendar(office("Asia/Shanghai", func(c *domain.Calendar) { c.Holidays["2026-10-01"] = "国庆" }))
	if err != nil {
		t.Fatal(err)
	}
	from := at(t, "Asia/Shanghai", "2026-09-30 16:30:00")
	closed, _ := cal.Due(from, time.Hour)
	open, _ := cal.WithoutHoliday("2026-10-01").Due(from, time.Hour)
	if closed != at(t, "Asia/Shanghai", "2026-10-02 09:30:00") || open != at(t, "Asia/Shanghai", "2026-10-01 09:30:00") {
		t.Fatalf("closed %s, open %s", closed, open)
	}
	if cal.Open(at(t, "Asia/Shanghai", "2026-10-01 10:00:00")) || !cal.Open(at(t, "Asia/Shanghai", "2026-10-02 10:00:00")) {
		t.Fatal("holiday is open or the day after is closed")
	}
}

func TestCalendarRefusesNonsense(t *testing.T) {
	for name, edit := range map[string]func(*domain.Calendar){
		"unknown zone":        func(c *domain.Calendar) { c.Zone = "Mars/Base" },
		"unknown weekday":     func(c *domain.Calendar) { c.Week["monday"] = "09:00-10:00" },
		"no dash":             func(c *domain.Calendar) { c.Week["mon"] = "09:00" },
		"hour 25":             func(c *domain.Calendar) { c.Week["mon"] = "09:00-25:00" },
		"overlapping spans":   func(c *domain.Calendar) { c.Week["mon"] = "09:00-12:00,11:00-13:00" },
		"span of no length":   func(c *domain.Calendar) { c.Week["mon"] = "09:00-09:00" },
		"holiday not a day":   func(c *domain.Calendar) { c.Holidays["2026-02-30"] = "x" },
		"extra day not a day": func(c *domain.Calendar) { c.Extra["tomorrow"] = "09:00-10:00" },
		"never open":          func(c *domain.Calendar) { c.Week = map[string]string{"mon": ""} },
	} {
		if _, err := ParseCalendar(office("Asia/Shanghai", edit)); domain.CodeOf(err) != domain.CodeInvalid {
			t.Errorf("%s: %v, want invalid", name, err)
		}
	}
	if _, err := ParseCalendar(domain.DefaultSettings().Calendar); err != nil {
		t.Errorf("the default calendar: %v", err)
	}
	cal, _ := ParseCalendar(office("Asia/Shanghai", func(c *domain.Calendar) {
		c.Week = map[string]string{}
		c.Extra["2026-01-05"] = "09:00-10:00"
	}))
	if _, err := cal.Due(at(t, "Asia/Shanghai", "2026-02-01 09:00:00"), time.Minute); domain.CodeOf(err) != domain.CodeInvalid {
		t.Errorf("a calendar that never opens again: %v", err)
	}
}

func TestBands(t *testing.T) {
	const since, due = domain.Instant(1_000_000), domain.Instant(1_000_000) + 100*domain.Minute
	for _, c := range []struct {
		name string
		now  domain.Instant
		want Band
	}{
		{"fresh", since, BandCalm},
		{"exactly a quarter left is calm", due - 25*domain.Minute, BandCalm},
		{"a moment later it is amber", due - 25*domain.Minute + 1, BandAmber},
		{"exactly a tenth left is amber", due - 10*domain.Minute, BandAmber},
		{"a moment later it is red", due - 10*domain.Minute + 1, BandRed},
		{"at the deadline", due, BandRed},
		{"overdue", due + domain.Day, BandRed},
	} {
		if got := BandOf(since, due, c.now); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	if BandOf(since, 0, due) != BandNone {
		t.Error("no deadline has a colour")
	}
	if BandOf(0, due, due-7*domain.Hour) != BandCalm || BandOf(0, due, due-5*domain.Hour) != BandAmber || BandOf(0, due, due-2*domain.Hour) != BandRed {
		t.Error("without a start the last day must stand for the window")
	}
	if used, ok := WindowUsed(since, due, since+25*domain.Minute); !ok || used != 0.25 {
		t.Errorf("used %v %v", used, ok)
	}
	if _, ok := WindowUsed(0, due, due); ok {
		t.Error("a window without a start has a share")
	}
	if TimeLeft(due, due-domain.Minute) != -time.Minute || TimeLeft(due, 0) != 0 {
		t.Error("time left")
	}
}

func TestTwoClocks(t *testing.T) {
	for _, c := range []struct {
		clocks Clocks
		due    domain.Instant
		house  bool
	}{{Clocks{10, 5}, 5, true}, {Clocks{5, 10}, 5, false}, {Clocks{5, 5}, 5, false}, {Clocks{0, 7}, 7, true}, {Clocks{7, 0}, 7, false}, {Clocks{}, 0, false}} {
		if due, house := c.clocks.Due(); due != c.due || house != c.house {
			t.Errorf("%+v: %d %v", c.clocks, due, house)
		}
	}
}
