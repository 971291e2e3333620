package desk

import (
	"context"
	"fmt"
	"time"

	"afterdesk/backend/check"
	"afterdesk/backend/domain"
	"afterdesk/backend/schedule"
	"afterdesk/backend/store"
)

// Jobs that are not checks: their ids share the schedule and its receipts.
const (
	jobPull   = "pull"
	jobBackup = "backup"
)

// newJobs builds the schedule from the settings: each check at its time, the
// pull every few minutes, one backup a day.
func (d *Desk) newJobs(ctx context.Context) (*schedule.Runner, error) {
	saved, err := d.Store.ListSchedules(ctx)
	if err != nil {
		return nil, err
	}
	zone, err := time.LoadLocation(d.Settings().Zone)
	if err != nil {
		return nil, domain.E(domain.CodeInvalid, fmt.Errorf("load zone: %w", err), "field", "zone")
	}
	return schedule.New(schedule.Deps{
		Now: d.Now, Zone: zone, Saved: saved,
		Save: func(ctx context.Context, s domain.ScheduleState) error {
			return d.Store.Write(ctx, func(tx *store.Tx) error { return tx.PutSchedule(ctx, s) })
		},
		Fail: func(id string, err error) {
			d.Log.Warn("job failed", "job", id, "code", string(domain.CodeOf(err)), "err", err.Error())
		},
		Jobs: d.jobs(),
	})
}

func (d *Desk) jobs() []schedule.Job {
	jobs := []schedule.Job{{ID: jobPull, Spec: pullSpec(d.Settings().PullEveryMin), Run: func(ctx context.Context, _ domain.Instant, _ int64) error {
		_, err := d.SyncAll(ctx)
		if _, ferr := d.FlushActs(ctx); err == nil {
			err = ferr
		}
		return err
	}}}
	for _, c := range check.All() {
		jobs = append(jobs, schedule.Job{ID: c.ID, Spec: d.spec(c.ID, c.DefaultSpec), Run: func(ctx context.Context, due domain.Instant, missed int64) error {
			_, err := d.Checks.Run(ctx, c.ID, due, missed)
			return err
		}})
	}
	if len(d.Settings().Stampers) > 0 {
		jobs = append(jobs, schedule.Job{ID: jobStamp, Spec: d.spec(jobStamp, "20 * * * *"), Run: d.stampTick})
	}
	return append(jobs, schedule.Job{ID: jobBackup, Spec: d.spec(jobBackup, "30 4 * * *"), Run: func(ctx context.Context, _ domain.Instant, _ int64) error {
		_, err := d.Backup(ctx, "daily")
		return err
	}})
}

func (d *Desk) spec(id, byDefault string) string {
	if spec, ok := d.Settings().Schedules[id]; ok {
		return spec
	}
	return byDefault
}

func pullSpec(minutes int64) string {
	if minutes <= 0 {
		return ""
	}
	return fmt.Sprintf("*/%d * * * *", min(minutes, 59))
}

// Start runs the schedule, the folder watchers and the outbox until Close.
func (d *Desk) Start(parent context.Context) {
	ctx, cancel := context.WithCancel(parent)
	d.mu.Lock()
	d.cancel, d.running = cancel, ctx
	d.mu.Unlock()
	d.wg.Go(func() {
		if err := d.Jobs.Loop(ctx); err != nil && ctx.Err() == nil {
			d.Log.Error("schedule stopped", "err", err.Error())
		}
	})
	d.wg.Go(func() {
		if _, err := d.Insight.Refresh(ctx); err != nil && ctx.Err() == nil {
			d.Log.Error("refresh trends", "err", err.Error())
		}
	})
	d.startWatching(ctx)
}

// CheckInfos returns the schedule with the last receipt of each check.
func (d *Desk) CheckInfos(ctx context.Context) ([]domain.CheckInfo, error) {
	out := []domain.CheckInfo{}
	for _, c := range check.All() {
		info := domain.CheckInfo{ID: c.ID, Spec: d.spec(c.ID, c.DefaultSpec), NextAt: d.Jobs.Next(c.ID), Running: d.Jobs.Running(c.ID)}
		info.Enabled = info.Spec != ""
		last, err := d.Store.ListReceipts(ctx, c.ID, 1)
		if err != nil {
			return nil, err
		}
		if len(last) > 0 {
			info.Last = &last[0]
		}
		out = append(out, info)
	}
	return out, nil
}

// RunCheck runs one check now.
func (d *Desk) RunCheck(ctx context.Context, id string) (domain.CheckReceipt, error) {
	return d.Checks.Run(ctx, id, d.Now(), 0)
}

// RunChecks runs every check once, in order.
func (d *Desk) RunChecks(ctx context.Context) ([]domain.CheckReceipt, error) {
	var out []domain.CheckReceipt
	for _, c := range check.All() {
		r, err := d.RunCheck(ctx, c.ID)
		if err != nil {
			return out, err
		}
		out = append(out, r)
	}
	return out, nil
}
