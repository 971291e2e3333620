package act

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"sync"
	"testing"

	"afterdesk/backend/domain"
	"afterdesk/backend/store"
)

func TestAPreviewSaysWhatWouldHappen(t *testing.T) {
	b := newBench(t)
	ok := b.add(remote{ID: "1"})
	ids := []string{ok, ok, b.add(remote{ID: "2", Status: domain.StatusClosed}), b.add(remote{ID: "3", Status: domain.StatusAwaitReturn}), b.add(remote{ID: "4", Status: domain.StatusUnknown}),
		b.add(remote{ID: "5", Fen: 20000}), "s1.none", b.add(remote{ID: "6", Type: domain.CaseReturnRefund})}
	p, err := b.o.Preview(context.Background(), domain.ActRequest{IDs: ids, Kind: domain.ActAgree})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"s1.2": BlockedClosed, "s1.3": BlockedTurn, "s1.4": BlockedUnknown, "s1.5": BlockedPaid, "s1.none": BlockedNotFound}
	if !maps.Equal(p.Blocked, want) || p.Cases != 2 || p.Total != domain.CNY(10000) || p.DryRun || p.Offline {
		t.Errorf("preview %+v", p)
	}
	b.writes(false)
	b.online = false
	p, _ = b.o.Preview(context.Background(), domain.ActRequest{IDs: ids, Kind: domain.ActRefuse})
	if p.Blocked[ok] != BlockedReason || !p.Offline {
		t.Errorf("a refusal without reason: %+v", p)
	}
	if p, _ = b.o.Preview(context.Background(), domain.ActRequest{IDs: []string{ok}, Kind: domain.ActAgree}); !p.DryRun {
		t.Errorf("a shop without the switch: %+v", p)
	}
	if p, _ = b.o.Preview(context.Background(), domain.ActRequest{IDs: []string{"s1.6"}, Kind: domain.ActAgreeRefund}); p.Blocked["s1.6"] != BlockedGoods {
		t.Errorf("goods that did not come back: %+v", p)
	}
	if _, err := b.o.Preview(context.Background(), domain.ActRequest{IDs: ids, Kind: "pay"}); domain.CodeOf(err) != domain.CodeInvalid {
		t.Errorf("unknown act: %v", err)
	}
}

func TestActsAreSentOnceAfterReadingAgain(t *testing.T) { // AS-10
	b := newBench(t)
	var ids []string
	for i := range 50 {
		ids = append(ids, b.add(remote{ID: fmt.Sprintf("%03d", i)}))
	}
	acts := b.queue(domain.ActAgree, ids...)
	for i := range 50 {
		id := fmt.Sprintf("%03d", i)
		switch {
		case i%10 == 3:
			b.f.change(id, func(r *remote) { r.Version++ })
		case i%10 == 4:
			b.f.change(id, func(r *remote) { r.Fen, r.Version = 4000, r.Version+1 })
		case i%10 == 5:
			b.f.change(id, func(r *remote) { r.Status, r.Version = domain.StatusClosed, r.Version+1 })
		case i%10 == 6:
			b.f.change(id, func(r *remote) { r.Status, r.Version = domain.StatusSucceeded, r.Version+1 })
		}
	}
	if n := b.flush(); n != 30 {
		t.Errorf("%d sent", n)
	}
	for i, a := range acts {
		got, times := b.state(a), b.acted(fmt.Sprintf("%03d", i))
		want, sent := domain.ActDone, 1
		switch i % 10 {
		case 3, 4, 5:
			want, sent = domain.ActSkipped, 0
		case 6:
			want, sent = domain.ActDone, 0
		}
		if got.State != want || times != sent || got.EndedAt == 0 {
			t.Errorf("%d: %s %v acted %d times", i, got.State, got.Params, times)
		}
		if want == domain.ActSkipped && (got.Params["reason"] != reasonChanged || got.Params["what"] == "") {
			t.Errorf("%d: skipped without reason %v", i, got.Params)
		}
	}
	if b.state(acts[0]).Receipt != "log-000" {
		t.Errorf("receipt %q", b.state(acts[0]).Receipt)
	}
	c, _ := b.st.GetAfterSale(context.Background(), ids[0])
	if c.Status != domain.StatusSucceeded {
		t.Errorf("the stored case is still %s", c.Status)
	}
	before := b.f.calls["act"]
	if n := b.flush(); n != 0 || b.f.calls["act"] != before {
		t.Error("a second flush sent something")
	}
	log, _, err := b.st.ListAudit(context.Background(), 500, "")
	if err != nil || len(log) != 100 {
		t.Errorf("%d audit entries, %v", len(log), err)
	}
}

func TestWithoutTheSwitchNothingIsSent(t *testing.T) {
	b := newBench(t)
	id := b.add(remote{ID: "1"})
	a := b.queue(domain.ActAgree, id)[0]
	b.writes(false)
	if b.flush(); b.state(a).State != domain.ActDry || b.f.calls["act"] != 0 {
		t.Errorf("%s, %d acts", b.state(a).State, b.f.calls["act"])
	}
}

func TestUndoWorksUntilItIsSent(t *testing.T) {
	b := newBench(t)
	ctx := context.Background()
	acts := b.queue(domain.ActAgree, b.add(remote{ID: "1"}), b.add(remote{ID: "2"}))
	if err := b.o.Undo(ctx, acts[0].ID); err != nil {
		t.Fatal(err)
	}
	b.flush()
	if b.acted("1") != 0 || b.acted("2") != 1 || b.state(acts[0]).State != domain.ActUndone {
		t.Errorf("acted %d %d", b.acted("1"), b.acted("2"))
	}
	if err := b.o.Undo(ctx, acts[1].ID); domain.CodeOf(err) != domain.CodeConflict {
		t.Errorf("undo after sending: %v", err)
	}
	if err := b.o.Undo(ctx, "none"); domain.CodeOf(err) != domain.CodeNotFound {
		t.Errorf("undo of nothing: %v", err)
	}
	if _, err := b.o.Queue(ctx, domain.ActRequest{IDs: []string{"s1.2"}, Kind: domain.ActAgree}, "x"); domain.CodeOf(err) != domain.CodeConflict || domain.ParamOf(err, "reason") != BlockedClosed {
		t.Errorf("queue on a finished case: %v", err)
	}
}

func TestOfflineActsWaitAndGoOnceOnReturn(t *testing.T) { // DK-01
	b := newBench(t)
	a := b.queue(domain.ActAgree, b.add(remote{ID: "1"}))[0]
	ctx := context.Background()
	b.online = false
	if _, err := b.o.Flush(ctx, "s1"); domain.CodeOf(err) != domain.CodeUnavailable || b.state(a).State != domain.ActQueued {
		t.Errorf("offline: %v %s", err, b.state(a).State)
	}
	b.online = true
	for _, where := range []string{"detail", "act"} {
		for _, code := range []domain.Code{domain.CodeUnavailable, domain.CodeRateLimited, domain.CodeUnauthorized} {
			b.f.fail = map[string]error{where: domain.E(code, errors.New("no"), "sent", "no")}
			if _, err := b.o.Flush(ctx, "s1"); domain.CodeOf(err) != code || b.state(a).State != domain.ActQueued {
				t.Errorf("%s %s: %v %s", where, code, err, b.state(a).State)
			}
		}
	}
	b.f.fail = map[string]error{}
	if b.flush(); b.acted("1") != 1 || b.state(a).State != domain.ActDone {
		t.Errorf("acted %d times, %s", b.acted("1"), b.state(a).State)
	}
}

func TestALostAnswerIsSettledByAskingThePlatform(t *testing.T) {
	lost := domain.E(domain.CodeUnavailable, errors.New("timeout"))
	b := newBench(t)
	a := b.queue(domain.ActAgree, b.add(remote{ID: "1"}))[0]
	b.f.fail["answer"] = lost // it arrived, the answer did not
	b.flush()
	if got := b.state(a); got.State != domain.ActDone || got.Params["reason"] != reasonResolved || b.acted("1") != 1 {
		t.Errorf("%s %v", got.State, got.Params)
	}
	a = b.queue(domain.ActAgree, b.add(remote{ID: "2"}))[0]
	b.f.fail = map[string]error{"act": lost} // it never arrived
	b.flush()
	if got := b.state(a); got.State != domain.ActQueued || b.acted("2") != 0 {
		t.Errorf("%s %v", got.State, got.Params)
	}
	b.f.fail = map[string]error{}
	b.flush()
	if got := b.state(a); got.State != domain.ActDone || b.acted("2") != 1 || got.Tries != 2 {
		t.Errorf("%s, acted %d times, tries %d", got.State, b.acted("2"), got.Tries)
	}
	a = b.queue(domain.ActRemark, b.add(remote{ID: "3"}))[0]
	b.f.fail = map[string]error{"answer": lost}
	b.flush()
	if got := b.state(a); got.State != domain.ActDone || b.acted("3") != 1 {
		t.Errorf("a remark that arrived: %s %v", got.State, got.Params)
	}
	a = b.queue(domain.ActRemark, b.add(remote{ID: "4"}))[0]
	b.f.fail = map[string]error{"act": lost} // no version guards a remark: a repeat might stand there twice
	b.flush()
	if got := b.state(a); got.State != domain.ActFailed || got.Params["reason"] != reasonOutcome {
		t.Errorf("a remark that may have arrived: %s %v", got.State, got.Params)
	}
	b.f.fail = map[string]error{}
	if n := b.flush(); n != 0 || b.acted("4") != 0 {
		t.Error("a remark of unknown outcome was repeated")
	}
}

func TestAnActThatWasTakenUpButNotHandedOutIsSent(t *testing.T) {
	b := newBench(t)
	a := b.queue(domain.ActRemark, b.add(remote{ID: "1"}))[0] // a remark that may have arrived is never repeated
	a.State = domain.ActSending                               // the program was killed while it read the case again
	b.write(func(ctx context.Context, tx *store.Tx) error { return tx.MoveAct(ctx, a, domain.ActQueued) })
	b.flush()
	if got := b.state(a); got.State != domain.ActDone || b.acted("1") != 1 || got.Tries != 1 {
		t.Errorf("%s %v, acted %d times in %d tries", got.State, got.Params, b.acted("1"), got.Tries)
	}
}

func TestAPlatformsRefusalIsKept(t *testing.T) {
	b := newBench(t)
	for code, want := range map[domain.Code]domain.ActState{domain.CodeInvalid: domain.ActFailed, domain.CodeUnsupported: domain.ActFailed, domain.CodeConflict: domain.ActSkipped} {
		a := b.queue(domain.ActAgree, b.add(remote{ID: string(code)}))[0]
		b.f.fail = map[string]error{"act": domain.E(code, errors.New("no"), "reason", "because")}
		b.flush()
		if got := b.state(a); got.State != want || got.Code != code || got.Params["reason"] != "because" {
			t.Errorf("%s: %s %s %v", code, got.State, got.Code, got.Params)
		}
	}
	a := b.queue(domain.ActAgree, b.add(remote{ID: "gone"}))[0]
	b.f.fail = map[string]error{"detail": domain.E(domain.CodeNotFound, errors.New("no"))}
	b.flush()
	if got := b.state(a); got.State != domain.ActFailed || got.Code != domain.CodeNotFound {
		t.Errorf("a case that is gone: %s", got.State)
	}
}

func TestRefundsOfAnOrderNeverExceedWhatWasPaid(t *testing.T) { // RK-05
	b := newBench(t)
	ctx := context.Background()
	one, two, three := b.add(remote{ID: "1", Order: "o", Fen: 6000}), b.add(remote{ID: "2", Order: "o", Fen: 4000}), b.add(remote{ID: "3", Order: "o", Fen: 1})
	b.queue(domain.ActAgree, one)
	b.queue(domain.ActAgree, two)
	if _, err := b.o.Queue(ctx, domain.ActRequest{IDs: []string{three}, Kind: domain.ActAgree}, "x"); domain.CodeOf(err) != domain.CodeConflict || domain.ParamOf(err, "reason") != BlockedPaid {
		t.Errorf("one fen too many: %v", err)
	}
	b.flush()
	if _, err := b.o.Queue(ctx, domain.ActRequest{IDs: []string{three}, Kind: domain.ActAgree}, "x"); domain.ParamOf(err, "reason") != BlockedPaid {
		t.Errorf("after they were paid: %v", err)
	}
	if _, err := b.o.Queue(ctx, domain.ActRequest{IDs: []string{three}, Kind: domain.ActRefuse, Reason: "x", ReasonCode: "1"}, "x"); err != nil {
		t.Errorf("refusing costs nothing: %v", err)
	}
	// Many hands at once on one order: only two of eight cases of 50 yuan fit.
	var ids []string
	for i := range 8 {
		ids = append(ids, b.add(remote{ID: fmt.Sprintf("c%d", i), Order: "p", Fen: 5000}))
	}
	var wg sync.WaitGroup
	for _, id := range ids {
		wg.Go(func() {
			_, _ = b.o.Queue(ctx, domain.ActRequest{IDs: []string{id}, Kind: domain.ActAgree}, "x")
		})
	}
	wg.Wait()
	b.flush()
	paid := 0
	for i := range 8 {
		paid += b.acted(fmt.Sprintf("c%d", i))
	}
	if paid != 2 {
		t.Errorf("%d refunds of 50 yuan on an order of 100", paid)
	}
	// Three cases on two pieces.
	for i := range 3 {
		b.add(remote{ID: fmt.Sprintf("q%d", i), Order: "q", Fen: 100})
	}
	p, err := b.o.Preview(ctx, domain.ActRequest{IDs: []string{"s1.q0", "s1.q1", "s1.q2"}, Kind: domain.ActAgree})
	if err != nil || p.Cases != 2 || p.Blocked["s1.q2"] != BlockedPaid {
		t.Errorf("three pieces of two: %+v %v", p, err)
	}
	// What was paid is judged again when it is sent.
	a := b.queue(domain.ActAgree, b.add(remote{ID: "r1", Order: "r", Fen: 6000}))[0]
	b.add(remote{ID: "r2", Order: "r", Fen: 6000, Status: domain.StatusSucceeded})
	b.flush()
	if got := b.state(a); got.State != domain.ActFailed || got.Params["reason"] != BlockedPaid || b.acted("r1") != 0 {
		t.Errorf("%s %v", got.State, got.Params)
	}
}

func TestAReturnIsAgreedAndLaterRefundedOnce(t *testing.T) {
	b := newBench(t)
	id := b.add(remote{ID: "1", Type: domain.CaseReturnRefund, Fen: 10000})
	b.queue(domain.ActAgree, id)
	b.flush()
	if c, _ := b.st.GetAfterSale(context.Background(), id); c.Status != domain.StatusAwaitReturn {
		t.Fatalf("status %s", c.Status)
	}
	b.f.change("1", func(r *remote) { r.Status, r.Version = domain.StatusAwaitReceipt, r.Version+1 })
	r, _ := b.f.load("1")
	b.write(func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.PutAfterSales(ctx, []domain.AfterSale{row(r)})
		return err
	})
	a := b.queue(domain.ActAgreeRefund, id)[0]
	b.flush()
	if got := b.state(a); got.State != domain.ActDone || b.acted("1") != 2 {
		t.Errorf("%s %v acted %d", got.State, got.Params, b.acted("1"))
	}
}

func TestRefuseReasonsComeFromThePlatform(t *testing.T) {
	b := newBench(t)
	list, err := b.o.RefuseReasons(context.Background(), b.add(remote{ID: "1"}))
	if err != nil || len(list) != 1 {
		t.Errorf("%v %v", list, err)
	}
}
