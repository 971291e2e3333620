// Package insight answers what to do and how it goes. (Signatures first; bodies follow.)
package insight

import (
	"context"
	"errors"

	"afterdesk/backend/domain"
	"afterdesk/backend/rules"
	"afterdesk/backend/store"
)

var errNotYet = domain.E(domain.CodeUnavailable, errors.New("insight is being written"))

// Deps are what insight needs.
type Deps struct {
	Store    *store.Store
	Rules    func() *rules.Book
	Settings func() domain.Settings
	Now      domain.Now
}

// Desk answers questions over the store.
type Desk struct{ d Deps }

func New(d Deps) *Desk { return &Desk{d} }
func (d *Desk) Today(ctx context.Context, shopIDs []string) (domain.TodaySummary, error) {
	return domain.TodaySummary{}, errNotYet
}
func (d *Desk) Tasks(ctx context.Context, shopIDs []string, limit int) (domain.TaskPage, error) {
	return domain.TaskPage{}, errNotYet
}
func (d *Desk) Trend(ctx context.Context, q domain.TrendQuery) (domain.TrendTable, error) {
	return domain.TrendTable{}, errNotYet
}
func (d *Desk) Drill(ctx context.Context, q domain.DrillQuery) (domain.DrillPage, error) {
	return domain.DrillPage{}, errNotYet
}
func (d *Desk) Refresh(ctx context.Context) (segments int, err error) { return 0, errNotYet }
func (d *Desk) Export(ctx context.Context, q domain.TrendQuery, path string) error {
	return errNotYet
}
