// Package schedule says when jobs are due. (Signatures first; bodies follow.)
package schedule

import (
	"context"
	"errors"
	"time"

	"afterdesk/backend/domain"
)

var errNotYet = domain.E(domain.CodeUnavailable, errors.New("schedule is being written"))

// Due is the tick that a run answers.
type Due struct {
	At     domain.Instant // latest tick; for a run by hand the moment of the wish
	Missed int64          // older ticks that this run answers too
	Manual bool           // a person asked; no stored due time moves
}

// Job is one thing to run on a schedule.
type Job struct {
	ID   string
	Spec string // cron, five fields; "" = off
	Run  func(ctx context.Context, due Due) error
}

// Deps are what a Runner needs.
type Deps struct {
	Now  domain.Now
	Zone *time.Location
	Load func(ctx context.Context) ([]domain.ScheduleState, error)
	Save func(ctx context.Context, st domain.ScheduleState) error
	Fail func(id string, err error) // told about a failed run; may be nil
}

// Runner runs jobs when they are due.
type Runner struct{}

func New(d Deps) *Runner                                                      { return &Runner{} }
func Valid(spec string) error                                                 { return errNotYet }
func (r *Runner) SetJobs(jobs []Job, zone *time.Location) error               { return errNotYet }
func (r *Runner) Tick(ctx context.Context) (ran []string, err error)          { return nil, errNotYet }
func (r *Runner) Loop(ctx context.Context) error                              { return errNotYet }
func (r *Runner) RunNow(ctx context.Context, id string) error                 { return errNotYet }
func (r *Runner) Next(ctx context.Context, id string) (domain.Instant, error) { return 0, errNotYet }
func (r *Runner) Running(id string) bool                                      { return false }
