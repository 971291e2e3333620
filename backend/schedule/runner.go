package schedule

import (
	"context"
	"errors"
	"fmt"
	"sort"
	"sync"
	"time"

	"afterdesk/backend/domain"
)

// Wake is how often Loop looks for due jobs. It is also the most by which a
// job starts late while the machine is awake.
const Wake = 30 * time.Second

// setBack is how far ahead of the clock an answered tick may lie before it is
// taken for a tick of a wrong clock.
const setBack = domain.Day

// Due is the tick that a run answers.
type Due struct {
	At     domain.Instant // latest tick; for a run by hand the moment of the wish
	Missed int64          // older ticks that this run answers too
	Manual bool           // a person asked; no stored due time moves
}

// Job is one thing to run on a schedule.
type Job struct {
	ID   string
	Spec string // cron, five fields, in the runner's zone; "" = only by hand
	Run  func(ctx context.Context, due Due) error
}

// Deps are what a Runner needs. Load and Save reach the stored due times.
type Deps struct {
	Now  domain.Now
	Load func(ctx context.Context) ([]domain.ScheduleState, error)
	Save func(ctx context.Context, st domain.ScheduleState) error
	Fail func(id string, err error) // told about a failed run; may be nil
}

// Runner runs jobs when they are due, one at a time.
type Runner struct {
	d    Deps
	turn chan struct{} // held by whoever runs a job

	mu      sync.Mutex
	jobs    map[string]timed
	zone    *time.Location
	running string
}

type timed struct {
	job  Job
	spec spec
	off  bool
}

// New returns a runner without jobs.
func New(d Deps) *Runner {
	return &Runner{d: d, turn: make(chan struct{}, 1), jobs: map[string]timed{}, zone: time.UTC}
}

// SetJobs replaces the jobs, as after a change of settings. A job that is
// running ends undisturbed. invalid names the job whose spec is wrong or whose
// id is used twice; the old jobs stay then.
func (r *Runner) SetJobs(jobs []Job, zone *time.Location) error {
	next := map[string]timed{}
	for _, j := range jobs {
		t := timed{job: j, off: j.Spec == ""}
		if _, twice := next[j.ID]; twice || j.ID == "" {
			return domain.E(domain.CodeInvalid, errors.New("set jobs"), "job", j.ID)
		}
		if !t.off {
			if err := Valid(j.Spec); err != nil {
				return domain.E(domain.CodeInvalid, err, "job", j.ID)
			}
			var err error
			if t.spec, err = parse(j.Spec, zone); err != nil {
				return domain.E(domain.CodeInvalid, err, "job", j.ID)
			}
		}
		next[j.ID] = t
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.jobs, r.zone = next, zone
	return nil
}

// waiting is a due job.
type waiting struct {
	timed
	first domain.Instant
	due   Due
}

// Tick runs every job that is due now, each once, in the order of their first
// unanswered ticks (ties by id), and returns the ids that ran. While another
// run is going on it returns at once: the next Tick finds what is left. A job
// that is seen for the first time is not due; its next tick will be.
func (r *Runner) Tick(ctx context.Context) (ran []string, err error) {
	select {
	case r.turn <- struct{}{}:
		defer func() { <-r.turn }()
	default:
		return nil, nil
	}
	due, err := r.due(ctx)
	if err != nil {
		return nil, err
	}
	for _, w := range due {
		if err := ctx.Err(); err != nil {
			return ran, err
		}
		if err := r.run(ctx, w.job, w.due); err != nil && ctx.Err() != nil {
			return ran, ctx.Err() // cut short by the end of the program: the tick stays unanswered
		}
		ran = append(ran, w.job.ID)
		if err := r.d.Save(ctx, domain.ScheduleState{ID: w.job.ID, LastAt: w.due.At}); err != nil {
			return ran, fmt.Errorf("save due time: %w", err)
		}
	}
	return ran, nil
}

func (r *Runner) due(ctx context.Context) ([]waiting, error) {
	answered, err := r.answered(ctx)
	if err != nil {
		return nil, err
	}
	now := r.d.Now()
	var out []waiting
	for _, t := range r.snapshot() {
		if t.off {
			continue
		}
		last, known := answered[t.job.ID]
		if !known || last > now+setBack {
			if err := r.d.Save(ctx, domain.ScheduleState{ID: t.job.ID, LastAt: now}); err != nil {
				return nil, fmt.Errorf("save due time: %w", err)
			}
			continue
		}
		w := waiting{timed: t}
		for at := t.spec.next(last); !at.IsZero() && at <= now; at = t.spec.next(at) {
			if w.first.IsZero() {
				w.first = at
			} else {
				w.due.Missed++
			}
			w.due.At = at
		}
		if !w.first.IsZero() {
			out = append(out, w)
		}
	}
	sort.Slice(out, func(i, j int) bool {
		if out[i].first != out[j].first {
			return out[i].first < out[j].first
		}
		return out[i].job.ID < out[j].job.ID
	})
	return out, nil
}

func (r *Runner) answered(ctx context.Context) (map[string]domain.Instant, error) {
	states, err := r.d.Load(ctx)
	if err != nil {
		return nil, fmt.Errorf("load due times: %w", err)
	}
	out := map[string]domain.Instant{}
	for _, st := range states {
		out[st.ID] = st.LastAt
	}
	return out, nil
}

func (r *Runner) snapshot() []timed {
	r.mu.Lock()
	defer r.mu.Unlock()
	out := make([]timed, 0, len(r.jobs))
	for _, t := range r.jobs {
		out = append(out, t)
	}
	return out
}

// run runs one job; the caller holds the turn. A panic becomes an error, so
// that one broken job does not stop the others.
func (r *Runner) run(ctx context.Context, job Job, due Due) (err error) {
	r.mu.Lock()
	r.running = job.ID
	r.mu.Unlock()
	defer func() {
		if p := recover(); p != nil {
			err = domain.E(domain.CodeInternal, fmt.Errorf("run job: panic: %v", p), "job", job.ID)
		}
		r.mu.Lock()
		r.running = ""
		r.mu.Unlock()
		if err != nil && r.d.Fail != nil {
			r.d.Fail(job.ID, err)
		}
	}()
	return job.Run(ctx, due)
}

// Loop calls Tick now and then every Wake until ctx ends, and returns ctx's
// error. A Tick that fails is told to Fail under the id "" and tried again.
func (r *Runner) Loop(ctx context.Context) error {
	tick := time.NewTicker(Wake)
	defer tick.Stop()
	for {
		if _, err := r.Tick(ctx); err != nil && ctx.Err() == nil && r.d.Fail != nil {
			r.d.Fail("", err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}

// RunNow runs a job by hand, after whatever is running. Its stored due time
// does not move, so the next tick comes as planned. not_found for an unknown id.
func (r *Runner) RunNow(ctx context.Context, id string) error {
	r.mu.Lock()
	t, ok := r.jobs[id]
	r.mu.Unlock()
	if !ok {
		return domain.E(domain.CodeNotFound, errors.New("run job"), "job", id)
	}
	select {
	case r.turn <- struct{}{}:
		defer func() { <-r.turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	return r.run(ctx, t.job, Due{At: r.d.Now(), Manual: true})
}

// Next returns the next tick of a job, 0 when it is off or never ticks again.
// A tick that is due already and waits for its run is in the past.
func (r *Runner) Next(ctx context.Context, id string) (domain.Instant, error) {
	r.mu.Lock()
	t, ok := r.jobs[id]
	r.mu.Unlock()
	if !ok {
		return 0, domain.E(domain.CodeNotFound, errors.New("next run"), "job", id)
	}
	if t.off {
		return 0, nil
	}
	answered, err := r.answered(ctx)
	if err != nil {
		return 0, err
	}
	now := r.d.Now()
	last, known := answered[id]
	if !known || last > now+setBack {
		last = now
	}
	return t.spec.next(last), nil
}

// Running reports whether a job runs at this moment.
func (r *Runner) Running(id string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return id != "" && r.running == id
}
