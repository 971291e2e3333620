package pull

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/store"
)

// asker notes when each waybill was asked for and fails the test when one is
// asked twice within half an hour.
type asker struct {
	*fake
	d    *desk
	last map[string]domain.Instant
	fail func(waybill string) error // what an answer ends in; nil = the fake's
}

func (a *asker) Traces(ctx context.Context, p domain.Parcel) ([]domain.TraceEvent, []byte, error) {
	now := a.d.now()
	a.mu.Lock()
	if at, ok := a.last[p.Waybill]; ok && now-at < 30*domain.Minute {
		a.d.t.Errorf("%s was asked again after %d minutes", p.Waybill, (now-at)/domain.Minute)
	}
	a.last[p.Waybill] = now
	a.mu.Unlock()
	if a.fail != nil {
		if err := a.fail(p.Waybill); err != nil {
			return nil, nil, err
		}
	}
	return a.fake.Traces(ctx, p)
}

// manyParcels is a desk with n parcels that are all due, and the asker that
// answers for them.
func manyParcels(t *testing.T, n int) (*desk, *asker) {
	t.Helper()
	d := newDesk(t, apiShop)
	ctx := context.Background()
	for from := 0; from < n; from += 500 {
		var list []domain.Parcel
		for i := from; i < min(from+500, n); i++ {
			list = append(list, domain.Parcel{ShopID: "s1", CarrierCode: "yuantong", Waybill: fmt.Sprintf("YT%013d", i), Direction: domain.DirectionOut,
				State: domain.TrackNone, UploadedAt: d.now() - 30*domain.Hour})
		}
		if err := d.st.Write(ctx, func(tx *store.Tx) error { _, err := tx.PutParcels(ctx, list); return err }); err != nil {
			t.Fatal(err)
		}
	}
	a := &asker{fake: d.f, d: d, last: map[string]domain.Instant{}}
	d.p.d.Open = func(context.Context, domain.Shop) (platform.Connector, error) { return a, nil }
	return d, a
}

// SY-08: of 10,000 due waybills none is asked for twice within 30 minutes, whether
// it is answered, unknown, or its answer gets lost, and all get their turn.
func TestTenThousandDueWaybillsAreNeverAskedTwiceInHalfAnHour(t *testing.T) {
	n := scaled(10_000, 800)
	d, a := manyParcels(t, n)
	for i := range n / 4 { // a quarter is answered with an event, the rest is not known
		a.traces[fmt.Sprintf("YT%013d", i*4)] = []domain.TraceEvent{{At: d.now() - 20*domain.Hour, State: domain.TrackPickedUp, Text: "已揽收", Reporter: "platform"}}
	}
	lost := 0
	a.fail = func(waybill string) error {
		if strings.HasSuffix(waybill, "777") { // one in a thousand breaks off
			lost++
			return domain.E(domain.CodeUnavailable, errors.New("cut"), "reason", "timeout")
		}
		return nil
	}
	for range scaled(30, 10) { // a pull every five minutes for two hours and a half
		if _, err := d.p.Shop(context.Background(), "s1"); err != nil && domain.CodeOf(err) != domain.CodeUnavailable {
			t.Fatal(err)
		}
		d.later(5 * domain.Minute)
	}
	if len(a.last) < n*9/10 || lost == 0 {
		t.Errorf("only %d of %d waybills had their turn, %d answers were lost", len(a.last), n, lost)
	}
}

// A program that is killed between the question and the answer does not ask
// again when it starts anew: what it asks for is written down first.
func TestAWaybillWhoseAnswerWasLostRestsAlsoAfterARestart(t *testing.T) {
	d, a := manyParcels(t, 60)
	a.fail = func(string) error { return domain.E(domain.CodeUnavailable, errors.New("cut"), "reason", "timeout") }
	if _, err := d.p.Shop(context.Background(), "s1"); domain.CodeOf(err) != domain.CodeUnavailable {
		t.Fatal(err)
	}
	asked := len(a.last)
	if asked == 0 || asked == 60 {
		t.Fatalf("%d asked: the run should end behind its first batch", asked)
	}
	a.fail = nil
	d.p = New(d.p.d) // its memory is gone
	d.later(10 * domain.Minute)
	d.pull()
	if len(a.last) != 60 {
		t.Errorf("%d of 60 were asked after the restart", len(a.last))
	}
	d.later(21 * domain.Minute)
	before := d.f.asked["trace"]
	d.pull()
	if again := d.f.asked["trace"] - before; again != asked {
		t.Errorf("%d of the %d lost ones were asked again after their rest", again, asked)
	}
}

// A platform that says "too often" ends the questions of the run at once, and the
// parcel whose question it refused rests like one that was answered.
func TestTooOftenEndsTheQuestionsOfARun(t *testing.T) {
	d, a := manyParcels(t, 200)
	a.fail = func(string) error {
		return domain.E(domain.CodeRateLimited, errors.New("slow"), "retry_after_ms", "1000")
	}
	if run := d.pull(); run.Code != "" || len(a.last) != traceBatch {
		t.Errorf("%d asked, run %+v", len(a.last), run)
	}
	a.fail = nil
	d.later(5 * domain.Minute)
	d.pull()
	if len(a.last) != 200 {
		t.Errorf("%d of 200 asked", len(a.last))
	}
}
