// Package check asks scheduled questions. (Signatures first; bodies follow.)
package check

import (
	"context"
	"errors"

	"afterdesk/backend/domain"
	"afterdesk/backend/rules"
	"afterdesk/backend/schedule"
	"afterdesk/backend/store"
)

var errNotYet = domain.E(domain.CodeUnavailable, errors.New("check is being written"))

// Deps are what checks need.
type Deps struct {
	Store      *store.Store
	Rules      func() *rules.Book
	Settings   func() domain.Settings
	Now        domain.Now
	DiskFree   func() (free int64, err error)                   // bytes free on the data folder's volume
	LastBackup func(ctx context.Context) (domain.Backup, error) // newest; the zero Backup = none yet
}

// Check is one scheduled question.
type Check struct {
	ID          string
	DefaultSpec string
	Run         func(ctx context.Context, d Deps) (found []domain.Finding, examined int64, err error)
}

// All lists every check.
func All() []Check { return nil }

// Runner runs checks and writes findings and receipt in one transaction.
type Runner struct{}

func NewRunner(d Deps) *Runner { return &Runner{} }
func (r *Runner) Run(ctx context.Context, id string, due schedule.Due) (domain.CheckReceipt, error) {
	return domain.CheckReceipt{}, errNotYet
}
func (r *Runner) Running(id string) bool { return false }

// Jobs are the enabled checks for the schedule, by Settings.Schedules.
func (r *Runner) Jobs() []schedule.Job { return nil }
