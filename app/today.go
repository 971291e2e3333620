package app

import (
	"context"

	"afterdesk/backend/desk"
	"afterdesk/backend/domain"
)

// Today answers "what must I do now, and what does it cost if I don't?".
type Today struct{ h *house }

// Summary returns the five numbers over the given shops; none means all.
func (t *Today) Summary(shopIDs []string) (domain.TodaySummary, error) {
	return call(t.h, "today.summary", quick, func(ctx context.Context, d *desk.Desk) (domain.TodaySummary, error) {
		return d.Insight.Today(ctx, shopIDs)
	})
}

// Tasks returns the queue, most pressing first.
func (t *Today) Tasks(shopIDs []string, limit int) (domain.TaskPage, error) {
	return call(t.h, "today.tasks", quick, func(ctx context.Context, d *desk.Desk) (domain.TaskPage, error) {
		return d.Insight.Tasks(ctx, shopIDs, limit)
	})
}
