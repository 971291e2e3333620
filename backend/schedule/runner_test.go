package schedule

import (
	"context"
	"errors"
	"maps"
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"

	"afterdesk/backend/domain"
)

type due struct {
	At     domain.Instant
	Missed int64
}

// bench is a runner with a clock and a memory of its own.
type bench struct {
	t      *testing.T
	now    domain.Instant
	stored map[string]domain.Instant
	runs   []string
	dues   []due
	failed []string
	r      *Runner
}

func start(t *testing.T, at string, specs map[string]string) *bench {
	b := &bench{t: t, stored: map[string]domain.Instant{}}
	b.set(at)
	b.open(specs)
	return b
}

// open makes a new runner over the same memory, as after a restart.
func (b *bench) open(specs map[string]string) {
	var jobs []Job
	for _, id := range slices.Sorted(maps.Keys(specs)) {
		spec := specs[id]
		jobs = append(jobs, Job{ID: id, Spec: spec, Run: func(_ context.Context, at domain.Instant, missed int64) error {
			b.runs, b.dues = append(b.runs, id), append(b.dues, due{at, missed})
			if id == "broken" {
				return errors.New("no")
			}
			if id == "panics" {
				panic("no")
			}
			return nil
		}})
	}
	var saved []domain.ScheduleState
	for id, at := range b.stored {
		saved = append(saved, domain.ScheduleState{ID: id, LastAt: at})
	}
	r, err := New(Deps{Now: func() domain.Instant { return b.now }, Zone: shanghai, Saved: saved, Jobs: jobs,
		Save: func(_ context.Context, st domain.ScheduleState) error { b.stored[st.ID] = st.LastAt; return nil },
		Fail: func(id string, _ error) { b.failed = append(b.failed, id) },
	})
	if err != nil {
		b.t.Fatal(err)
	}
	b.r = r
}

var shanghai = time.FixedZone("Asia/Shanghai", 8*3600)

func (b *bench) set(at string) {
	v, err := time.ParseInLocation("2006-01-02 15:04", at, shanghai)
	if err != nil {
		b.t.Fatal(err)
	}
	b.now = domain.InstantOf(v)
}

// tick sets the clock, ticks and returns what ran.
func (b *bench) tick(at string) []string {
	b.t.Helper()
	b.set(at)
	b.runs, b.dues = nil, nil
	if err := b.r.Tick(context.Background()); err != nil {
		b.t.Fatal(err)
	}
	return b.runs
}

func (b *bench) clock(i int) string { return b.dues[i].At.In(shanghai).Format("15:04") }

func TestNineHoursAsleep(t *testing.T) {
	b := start(t, "2026-08-12 22:00", map[string]string{"hourly": "0 * * * *", "quarter": "*/15 * * * *", "nightly": "30 3 * * *", "evening": "0 21 * * *", "off": ""})
	if ran := b.tick("2026-08-12 22:00"); ran != nil {
		t.Fatalf("a job that was never seen ran at once: %v", ran)
	}
	if ran := b.tick("2026-08-12 22:16"); !reflect.DeepEqual(ran, []string{"quarter"}) || b.dues[0].Missed != 0 || b.clock(0) != "22:15" {
		t.Fatalf("22:16: %v %v", ran, b.dues)
	}
	// the lid closes at 22:20 and opens at 07:20
	ran := b.tick("2026-08-13 07:20")
	if !reflect.DeepEqual(ran, []string{"quarter", "hourly", "nightly"}) {
		t.Fatalf("LG-05: after nine hours ran %v, want each once in due order", ran)
	}
	for i, want := range []struct {
		at     string
		missed int64
	}{{"07:15", 35}, {"07:00", 8}, {"03:30", 0}} {
		if b.clock(i) != want.at || b.dues[i].Missed != want.missed {
			t.Errorf("%s answered %s and %d older, want %s and %d", ran[i], b.clock(i), b.dues[i].Missed, want.at, want.missed)
		}
	}
	if ran := b.tick("2026-08-13 07:20"); ran != nil {
		t.Fatalf("the same minute ran again: %v", ran)
	}
	if ran := b.tick("2026-08-13 07:30"); !reflect.DeepEqual(ran, []string{"quarter"}) {
		t.Fatalf("07:30: %v", ran)
	}
}

func TestRestartForgetsNothing(t *testing.T) {
	specs := map[string]string{"hourly": "0 * * * *"}
	b := start(t, "2026-08-12 22:00", specs)
	b.tick("2026-08-12 22:10")
	b.tick("2026-08-12 23:00")
	b.open(specs) // the program ended and starts next morning
	if ran := b.tick("2026-08-13 08:05"); len(ran) != 1 || b.dues[0].Missed != 8 || b.clock(0) != "08:00" {
		t.Fatalf("after a restart %v %+v", ran, b.dues)
	}
}

func TestClockSetBackDoesNotRerun(t *testing.T) {
	b := start(t, "2026-08-12 09:00", map[string]string{"hourly": "0 * * * *"})
	b.tick("2026-08-12 09:10")
	if ran := b.tick("2026-08-12 12:30"); len(ran) != 1 {
		t.Fatal("did not run at all")
	}
	for _, at := range []string{"2026-08-12 10:30", "2026-08-12 11:00", "2026-08-12 12:00", "2026-08-12 12:59"} {
		if ran := b.tick(at); ran != nil {
			t.Fatalf("the clock was set back to %s and %v ran again", at, ran)
		}
	}
	if ran := b.tick("2026-08-12 13:00"); len(ran) != 1 || b.dues[0].Missed != 0 {
		t.Fatalf("13:00: %v", ran)
	}
}

func TestClockThatWasAYearAheadIsForgotten(t *testing.T) {
	b := start(t, "2027-08-12 09:00", map[string]string{"hourly": "0 * * * *"})
	b.tick("2027-08-12 09:10")
	b.tick("2027-08-12 10:10")
	if ran := b.tick("2026-08-12 09:30"); ran != nil {
		t.Fatalf("ran %v", ran)
	}
	if ran := b.tick("2026-08-12 10:00"); len(ran) != 1 {
		t.Fatal("the job waits a year for a clock that was wrong")
	}
}

func TestThePullStandsBeforeTheChecksOfTheSameTick(t *testing.T) {
	b := start(t, "2026-08-12 09:00", nil)
	var ran []string
	job := func(id, spec string) Job {
		return Job{ID: id, Spec: spec, Run: func(context.Context, domain.Instant, int64) error { ran = append(ran, id); return nil }}
	}
	if err := b.r.Replace(context.Background(), []Job{job("pull", "*/5 * * * *"), job("deadline_near", "*/10 * * * *"), job("a_check", "*/5 * * * *")}); err != nil {
		t.Fatal(err)
	}
	b.tick("2026-08-12 09:08")
	b.tick("2026-08-12 18:00")
	if !reflect.DeepEqual(ran, []string{"pull", "deadline_near", "a_check"}) {
		t.Fatalf("ran %v", ran)
	}
}

func TestAFailedRunIsAnsweredAndTheOthersGoOn(t *testing.T) {
	b := start(t, "2026-08-12 09:00", map[string]string{"broken": "0 * * * *", "hourly": "5 * * * *", "panics": "0 * * * *"})
	b.tick("2026-08-12 09:10")
	if ran := b.tick("2026-08-12 10:06"); !reflect.DeepEqual(ran, []string{"broken", "panics", "hourly"}) {
		t.Fatalf("ran %v", ran)
	}
	if !reflect.DeepEqual(b.failed, []string{"broken", "panics"}) {
		t.Fatalf("told about %v", b.failed)
	}
	if ran := b.tick("2026-08-12 10:07"); ran != nil {
		t.Fatalf("a failed tick was answered twice: %v", ran)
	}
}

func TestNothingOverlaps(t *testing.T) {
	b := start(t, "2026-08-12 09:00", nil)
	var r = b.r
	inside, release := make(chan struct{}), make(chan struct{})
	var mu sync.Mutex
	count := 0
	job := Job{ID: "slow", Spec: "* * * * *", Run: func(context.Context, domain.Instant, int64) error {
		mu.Lock()
		count++
		mu.Unlock()
		inside <- struct{}{}
		<-release
		return nil
	}}
	if err := r.Replace(context.Background(), []Job{job}); err != nil {
		t.Fatal(err)
	}
	b.tick("2026-08-12 09:00")
	b.set("2026-08-12 09:05")
	done := make(chan struct{})
	go func() { defer close(done); _ = r.Tick(context.Background()) }()
	<-inside
	if !r.Running("slow") || r.Running("other") {
		t.Error("the running job is not shown")
	}
	if err := r.Tick(context.Background()); err != nil {
		t.Errorf("a second tick while the first was inside: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := r.RunNow(ctx, "slow"); !errors.Is(err, context.Canceled) {
		t.Errorf("a run by hand did not wait its turn: %v", err)
	}
	close(release)
	<-done
	if count != 1 || r.Running("slow") {
		t.Errorf("ran %d times", count)
	}
}

func TestRunByHandMovesNoTick(t *testing.T) {
	b := start(t, "2026-08-12 09:00", map[string]string{"hourly": "0 * * * *", "off": ""})
	b.tick("2026-08-12 09:10")
	if err := b.r.RunNow(context.Background(), "hourly"); err != nil || len(b.runs) != 1 || b.dues[0].At != b.now {
		t.Fatalf("by hand: %v %+v", err, b.dues)
	}
	if err := b.r.RunNow(context.Background(), "off"); err != nil {
		t.Fatalf("a job that is off can run by hand: %v", err)
	}
	if next := b.r.Next("hourly"); next.In(shanghai).Format("15:04") != "10:00" {
		t.Fatalf("next %s", next)
	}
	if next := b.r.Next("off"); next != 0 {
		t.Fatalf("a job that is off has a next run: %s", next)
	}
	if err := b.r.RunNow(context.Background(), "nobody"); domain.CodeOf(err) != domain.CodeNotFound {
		t.Fatalf("unknown job: %v", err)
	}
	if ran := b.tick("2026-08-12 10:00"); len(ran) != 1 {
		t.Fatalf("the planned tick did not come: %v", ran)
	}
}

func TestSpecsAreInTheHousesZone(t *testing.T) {
	b := start(t, "2026-08-12 09:00", map[string]string{"daily": "30 3 * * *"})
	if next := b.r.Next("daily"); next.In(time.UTC).Format("2006-01-02 15:04") != "2026-08-12 19:30" {
		t.Fatalf("03:30 in Shanghai is %s", next)
	}
	for _, bad := range []string{"x", "* * * *", "* * * * * *", "61 * * * *", "@daily", "TZ=UTC 0 0 * * *", "CRON_TZ=UTC 0 0 * * *", "TZ=UTC", "0 0 30 2 *", ""} {
		if err := Check(bad); domain.CodeOf(err) != domain.CodeInvalid {
			t.Errorf("%q: %v", bad, err)
		}
		if bad != "" {
			if err := b.r.Replace(context.Background(), []Job{{ID: "a", Spec: bad}}); domain.ParamOf(err, "job") != "a" {
				t.Errorf("%q: %v", bad, err)
			}
		}
	}
	if err := b.r.Replace(context.Background(), []Job{{ID: "a"}, {ID: "a"}}); domain.CodeOf(err) != domain.CodeInvalid {
		t.Errorf("an id used twice: %v", err)
	}
	if b.r.Next("daily") == 0 {
		t.Error("refused jobs replaced the old ones")
	}
	if err := b.r.SetZone(time.UTC); err != nil || b.r.Next("daily").In(time.UTC).Format("15:04") != "03:30" {
		t.Errorf("another zone: %s %v", b.r.Next("daily"), err)
	}
}

func TestAJobCutShortByTheEndOfTheProgramStaysDue(t *testing.T) {
	b := start(t, "2026-08-12 09:00", nil)
	ctx, cancel := context.WithCancel(context.Background())
	tries := 0
	if err := b.r.Replace(context.Background(), []Job{{ID: "a", Spec: "0 * * * *", Run: func(ctx context.Context, _ domain.Instant, _ int64) error {
		if tries++; tries == 1 {
			cancel()
		}
		return ctx.Err()
	}}}); err != nil {
		t.Fatal(err)
	}
	b.tick("2026-08-12 09:00")
	b.set("2026-08-12 10:00")
	if err := b.r.Tick(ctx); !errors.Is(err, context.Canceled) {
		t.Fatalf("tick: %v", err)
	}
	if b.tick("2026-08-12 10:01"); tries != 2 {
		t.Fatalf("ran %d times, want again after the restart", tries)
	}
}
