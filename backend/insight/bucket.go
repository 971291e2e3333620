package insight

import (
	"time"

	"afterdesk/backend/domain"
)

func isTime(d domain.Dimension) bool {
	return d == domain.DimDay || d == domain.DimWeek || d == domain.DimMonth
}

// bucket returns the key of a day on a time axis: the day itself, the Monday of
// its week, or YYYY-MM.
func bucket(dim domain.Dimension, day domain.ShopDay) string {
	switch dim {
	case domain.DimMonth:
		if len(day) >= 7 {
			return string(day[:7])
		}
	case domain.DimWeek:
		if t, err := time.Parse(time.DateOnly, string(day)); err == nil {
			return t.AddDate(0, 0, -(int(t.Weekday())+6)%7).Format(time.DateOnly)
		}
	}
	return string(day)
}

func dayOf(t time.Time) domain.ShopDay { return domain.ShopDay(t.Format(time.DateOnly)) }

// addDays moves a day; a text that is no day stays as it is.
func addDays(day domain.ShopDay, n int) domain.ShopDay {
	t, err := time.Parse(time.DateOnly, string(day))
	if err != nil {
		return day
	}
	return dayOf(t.AddDate(0, 0, n))
}

// daysBetween counts the days from a to b; 0 when one of them is no day.
func daysBetween(a, b domain.ShopDay) int32 {
	x, err1 := time.Parse(time.DateOnly, string(a))
	y, err2 := time.Parse(time.DateOnly, string(b))
	if err1 != nil || err2 != nil {
		return 0
	}
	return int32(y.Sub(x).Hours() / 24)
}
