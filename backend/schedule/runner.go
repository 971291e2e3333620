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

// patience is how far ahead of the clock a job's answered tick may lie: four of
// its own intervals, at most setBack. A pull that is due every few minutes must
// not wait for a day that was lived twice.
func patience(s spec, last domain.Instant) domain.Instant {
	first := s.next(last)
	second := s.next(first)
	if first.IsZero() || second.IsZero() {
		return setBack
	}
	return min(4*(second-first), setBack)
}

// Job is one thing to run on a schedule.
type Job struct {
	ID   string
	Spec string // cron, five fields, in the runner's zone; "" = only by hand
	// Run gets the latest tick that it answers and how many older ones it
	// answers too; by hand the moment of the wish and 0.
	Run func(ctx context.Context, due domain.Instant, missed int64) error
}

// Deps are what a Runner needs.
type Deps struct {
	Now   domain.Now
	Zone  *time.Location
	Saved []domain.ScheduleState // due times as they were stored before
	Save  func(ctx context.Context, st domain.ScheduleState) error
	Fail  func(id string, err error) // told about a failed run; may be nil
	Jobs  []Job
}

// Runner runs jobs when they are due, one at a time.
type Runner struct {
	now  domain.Now
	save func(ctx context.Context, st domain.ScheduleState) error
	fail func(id string, err error)
	turn chan struct{} // held by whoever runs a job

	mu       sync.Mutex
	jobs     map[string]timed
	zone     *time.Location
	answered map[string]domain.Instant
	running  string
}

type timed struct {
	job   Job
	spec  spec
	off   bool
	place int // in the list of jobs
}

// New returns a runner over stored due times. invalid names the job whose spec
// is wrong or whose id is used twice.
func New(d Deps) (*Runner, error) {
	r := &Runner{now: d.Now, save: d.Save, fail: d.Fail, turn: make(chan struct{}, 1), zone: d.Zone, answered: map[string]domain.Instant{}}
	if r.fail == nil {
		r.fail = func(string, error) {}
	}
	for _, st := range d.Saved {
		r.answered[st.ID] = st.LastAt
	}
	jobs, err := timeAll(d.Jobs, d.Zone)
	if err != nil {
		return nil, err
	}
	r.jobs = jobs
	return r, nil
}

// Replace sets other jobs, as after a change of settings. A job that is running
// ends undisturbed; due times are kept by id. When a spec is invalid the old
// jobs stay.
func (r *Runner) Replace(_ context.Context, jobs []Job) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	next, err := timeAll(jobs, r.zone)
	if err != nil {
		return err
	}
	r.jobs = next
	return nil
}

// SetZone sets the zone in which specs are read from now on.
func (r *Runner) SetZone(zone *time.Location) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	jobs := make([]Job, len(r.jobs))
	for _, t := range r.jobs {
		jobs[t.place] = t.job
	}
	next, err := timeAll(jobs, zone)
	if err != nil {
		return err
	}
	r.jobs, r.zone = next, zone
	return nil
}

func timeAll(jobs []Job, zone *time.Location) (map[string]timed, error) {
	next := map[string]timed{}
	for i, j := range jobs {
		t := timed{job: j, off: j.Spec == "", place: i}
		if _, twice := next[j.ID]; twice || j.ID == "" {
			return nil, domain.E(domain.CodeInvalid, errors.New("set jobs"), "job", j.ID)
		}
		if !t.off {
			err := Check(j.Spec)
			if err == nil {
				t.spec, err = parse(j.Spec, zone)
			}
			if err != nil {
				return nil, domain.E(domain.CodeInvalid, err, "job", j.ID)
			}
		}
		next[j.ID] = t
	}
	return next, nil
}

// waiting is a due job.
type waiting struct {
	timed
	first, last domain.Instant
	missed      int64
}

// Tick runs every job that is due now, each once, in the order of their first
// unanswered ticks; of two with the same tick the one that was listed first goes
// first, so that a pull can stand before the checks that judge what it brings. While another run is going on it returns at
// once: the next Tick finds what is left. A job that is seen for the first time
// is not due; its next tick will be. The error is about due times that could
// not be stored, or ctx's; failed runs are told to Fail.
func (r *Runner) Tick(ctx context.Context) error {
	select {
	case r.turn <- struct{}{}:
		defer func() { <-r.turn }()
	default:
		return nil
	}
	due, err := r.due(ctx)
	if err != nil {
		return err
	}
	for _, w := range due {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := r.run(ctx, w.job, w.last, w.missed); err != nil && ctx.Err() != nil {
			return ctx.Err() // cut short by the end of the program: the tick stays unanswered
		}
		if err := r.answer(ctx, w.job.ID, w.last); err != nil {
			return err
		}
	}
	return nil
}

func (r *Runner) due(ctx context.Context) ([]waiting, error) {
	now := r.now()
	var out []waiting
	for _, t := range r.snapshot() {
		if t.off {
			continue
		}
		last, known := r.lastAnswered(t.job.ID)
		if !known || last > now+patience(t.spec, last) {
			if err := r.answer(ctx, t.job.ID, now); err != nil {
				return nil, err
			}
			continue
		}
		w := waiting{timed: t}
		for at := t.spec.next(last); !at.IsZero() && at <= now; at = t.spec.next(at) {
			if w.first.IsZero() {
				w.first = at
			} else {
				w.missed++
			}
			w.last = at
		}
		if !w.first.IsZero() {
			out = append(out, w)
		}
	}
	sort.Slice(out, func(i, j int) bool {
		if out[i].first != out[j].first {
			return out[i].first < out[j].first
		}
		return out[i].place < out[j].place
	})
	return out, nil
}

// answer stores that a tick was answered.
func (r *Runner) answer(ctx context.Context, id string, at domain.Instant) error {
	if err := r.save(ctx, domain.ScheduleState{ID: id, LastAt: at}); err != nil {
		return fmt.Errorf("save due time: %w", err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.answered[id] = at
	return nil
}

func (r *Runner) lastAnswered(id string) (at domain.Instant, known bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	at, known = r.answered[id]
	return at, known
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
func (r *Runner) run(ctx context.Context, job Job, due domain.Instant, missed int64) (err error) {
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
		if err != nil {
			r.fail(job.ID, err)
		}
	}()
	return job.Run(ctx, due, missed)
}

// Loop calls Tick now and then every Wake until ctx ends, and returns ctx's
// error. A Tick that fails is told to Fail under the id "" and tried again.
func (r *Runner) Loop(ctx context.Context) error {
	tick := time.NewTicker(Wake)
	defer tick.Stop()
	for {
		if err := r.Tick(ctx); err != nil && ctx.Err() == nil {
			r.fail("", err)
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
	return r.run(ctx, t.job, r.now(), 0)
}

// Next returns the next tick of a job, 0 when it is unknown, off or never ticks
// again. A tick that is due already and waits for its run is in the past.
func (r *Runner) Next(id string) domain.Instant {
	now := r.now()
	r.mu.Lock()
	defer r.mu.Unlock()
	t, ok := r.jobs[id]
	if !ok || t.off {
		return 0
	}
	last, known := r.answered[id]
	if !known || last > now+patience(t.spec, last) {
		last = now
	}
	return t.spec.next(last)
}

// Running reports whether a job runs at this moment.
func (r *Runner) Running(id string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return id != "" && r.running == id
}
