package schedule

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/robfig/cron/v3"

	"afterdesk/backend/domain"
)

// spec is a parsed cron expression in a zone.
type spec struct{ schedule cron.Schedule }

func parse(text string, zone *time.Location) (spec, error) {
	if strings.Contains(text, "=") { // a zone inside the text; the parser panics on some of them
		return spec{}, domain.E(domain.CodeInvalid, errors.New("parse schedule: zone in text"), "field", "spec")
	}
	parsed, err := cron.NewParser(cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow).Parse(text)
	if err != nil {
		return spec{}, domain.E(domain.CodeInvalid, fmt.Errorf("parse schedule: %w", err), "field", "spec")
	}
	if s, ok := parsed.(*cron.SpecSchedule); ok {
		s.Location = zone
	}
	return spec{parsed}, nil
}

// next returns the first tick after a moment; 0 when the spec never ticks
// again within five years ("30 February").
func (s spec) next(after domain.Instant) domain.Instant {
	return domain.InstantOf(s.schedule.Next(after.Time()))
}

// Check reports whether a text is a cron expression of five fields (minute,
// hour, day of month, month, day of week) that ticks at all; invalid otherwise.
// A zone inside the text is refused: the house has one.
func Check(text string) error {
	s, err := parse(text, time.UTC)
	if err != nil {
		return err
	}
	if s.next(domain.Instant(1_700_000_000_000)).IsZero() {
		return domain.E(domain.CodeInvalid, errors.New("schedule never ticks"), "field", "spec")
	}
	return nil
}
