package check

import (
	"context"
	"errors"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/rules"
	"afterdesk/backend/schedule"
	"afterdesk/backend/store"
)

// house is a store with a clock that the test owns.
type house struct {
	t      *testing.T
	s      *store.Store
	now    domain.Instant
	free   int64
	backup domain.Instant
	topics []string
	r      *Runner
}

func open(t *testing.T, now string) *house {
	t.Helper()
	h := &house{t: t, now: at(now), free: 1 << 40}
	s, err := store.Open(context.Background(), store.Options{Path: filepath.Join(t.TempDir(), "afterdesk.db"), Now: func() domain.Instant { return h.now },
		OnCommit: func(topics []string) { h.topics = append(h.topics, topics...) }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	h.s, h.backup = s, h.now
	b := book(t)
	h.r = NewRunner(Deps{Store: s, Rules: func() *rules.Book { return b }, Settings: domain.DefaultSettings, Now: func() domain.Instant { return h.now },
		FreeBytes: func() (int64, error) {
			if h.free < 0 {
				return 0, domain.E(domain.CodeUnavailable, errors.New("no disk"))
			}
			return h.free, nil
		}, LastBackup: func() domain.Instant { return h.backup }})
	h.write(func(ctx context.Context, tx *store.Tx) error {
		return tx.PutShop(ctx, domain.Shop{ID: "s1", Platform: "doudian", RemoteID: "1", Name: "Shop", Currency: "CNY", Zone: "Asia/Shanghai", ShipProvince: "浙江",
			State: domain.ShopActive, DataAsOf: h.now, CreatedAt: h.now - domain.Day})
	})
	return h
}

func (h *house) write(fn func(ctx context.Context, tx *store.Tx) error) {
	h.t.Helper()
	ctx := context.Background()
	if err := h.s.Write(ctx, func(tx *store.Tx) error { return fn(ctx, tx) }); err != nil {
		h.t.Fatal(err)
	}
}

// ship puts an order with one parcel whose number went up at a moment.
func (h *house) ship(remote string, uploaded domain.Instant) {
	id := domain.RemoteKey("s1", remote)
	parcel := domain.Parcel{ID: domain.ParcelID("s1", "yto", "YT"+remote), ShopID: "s1", OrderID: id, Waybill: "YT" + remote, CarrierCode: "yto", CarrierName: "圆通",
		Direction: domain.DirectionOut, State: domain.TrackNone, UploadedAt: uploaded, FromProvince: "浙江", ToProvince: "广东"}
	h.write(func(ctx context.Context, tx *store.Tx) error {
		if _, err := tx.PutOrders(ctx, []domain.Order{{ID: id, ShopID: "s1", RemoteID: remote, Status: domain.OrderShipped, CreatedAt: uploaded - domain.Hour, PaidAt: uploaded - domain.Hour,
			PromisedShipAt: uploaded + domain.Day, UpdatedAt: uploaded, Paid: domain.CNY(20000), Province: "广东",
			Lines:   []domain.OrderLine{{ID: id + "0", OrderID: id, RemoteID: remote + "0", ProductID: "p", ProductName: "连衣裙", SKUID: "k"}},
			Parcels: []domain.Parcel{parcel}}}); err != nil {
			return err
		}
		_, err := tx.PutTraces(ctx, parcel.ID, nil, h.now)
		return err
	})
}

func (h *house) trace(remote string, state domain.TrackState, when domain.Instant) {
	h.write(func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.PutTraces(ctx, domain.ParcelID("s1", "yto", "YT"+remote), []domain.TraceEvent{{At: when, State: state, RawCode: string(state), Text: "x", Reporter: "platform"}}, h.now)
		return err
	})
}

func (h *house) run(id string) domain.CheckReceipt {
	h.t.Helper()
	r, err := h.r.Run(context.Background(), id, h.now, 0)
	if err != nil {
		h.t.Fatal(err)
	}
	return r
}

func (h *house) openFindings(check string) []domain.FindingRow {
	h.t.Helper()
	page, err := h.s.ListFindings(context.Background(), domain.FindingQuery{Checks: []string{check}, States: []domain.FindingState{domain.FindingOpen}})
	if err != nil {
		h.t.Fatal(err)
	}
	return page.Items
}

func TestARerunReplacesAndResolves(t *testing.T) {
	h := open(t, "2026-09-02 15:00")
	h.ship("1", at("2026-09-01 20:00"))
	h.ship("2", at("2026-09-02 10:00"))
	first := h.run("no_pickup")
	if first.Examined != 2 || first.Found != 1 || first.Fresh != 1 || first.Code != "" {
		t.Fatalf("first run: %+v", first)
	}
	row := h.openFindings("no_pickup")[0]
	if row.Waybill != "YT1" || row.Finding.AtRisk != domain.CNY(300) || row.Finding.Params["stage"] != "near" || row.Title != "连衣裙" {
		t.Fatalf("finding: %+v", row)
	}
	h.now = at("2026-09-03 09:00") // the limit of 20:00 fell while the machine slept
	second := h.run("no_pickup")
	again := h.openFindings("no_pickup")
	if second.Found != 2 || second.Fresh != 1 || len(again) != 2 || again[1].Finding.Severity != domain.SeverityRed || again[1].Finding.FirstSeen != at("2026-09-02 15:00") || again[1].Finding.ID != row.Finding.ID {
		t.Fatalf("second run: %+v, %d open, %+v", second, len(again), again)
	}
	h.trace("1", domain.TrackPickedUp, at("2026-09-03 08:00"))
	h.trace("2", domain.TrackPickedUp, at("2026-09-03 08:00"))
	third := h.run("no_pickup")
	if third.Found != 0 || third.Resolved != 2 || len(h.openFindings("no_pickup")) != 0 {
		t.Fatalf("third run: %+v", third)
	}
	h.now = at("2026-09-04 03:00") // 19 h after the pickup without a hub
	if r := h.run("stalled"); r.Found != 2 {
		t.Fatalf("stalled: %+v", r)
	}
	receipts, err := h.s.ListReceipts(context.Background(), "no_pickup", 10)
	if err != nil || len(receipts) != 3 {
		t.Fatalf("%d receipts: %v", len(receipts), err)
	}
}

func TestSignedButRefundAskedFromRows(t *testing.T) {
	h := open(t, "2026-09-05 10:00")
	for _, remote := range []string{"1", "2", "3"} {
		h.ship(remote, at("2026-09-01 20:00"))
		h.trace(remote, domain.TrackSigned, at("2026-09-04 12:00"))
	}
	c := func(remote, order string, typ domain.CaseType, reason domain.Reason) domain.AfterSale {
		return domain.AfterSale{ID: "s1." + remote, ShopID: "s1", RemoteID: remote, OrderID: "s1." + order, Type: typ, Status: domain.StatusAwaitMerchant, Arbitration: domain.ArbNone,
			Reason: reason, FirstReason: reason, Asked: domain.CNY(19900), AppliedAt: at("2026-09-05 09:00"), UpdatedAt: at("2026-09-05 09:00"), Deadline: at("2026-09-07 09:00")}
	}
	h.write(func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.PutAfterSales(ctx, []domain.AfterSale{c("71", "1", domain.CaseRefundShipped, domain.ReasonQuality), c("72", "2", domain.CaseReturnRefund, domain.ReasonNotReceived),
			c("73", "3", domain.CaseReturnRefund, domain.ReasonSize)})
		return err
	})
	if r := h.run("signed_refund"); r.Found != 2 {
		t.Fatalf("receipt %+v", r)
	}
	claims := map[string]string{}
	for _, f := range h.openFindings("signed_refund") {
		claims[f.Finding.Params["case"]] = f.Finding.Params["claim"]
	}
	if !reflect.DeepEqual(claims, map[string]string{"s1.71": "refund_only", "s1.72": "not_received"}) {
		t.Fatalf("claims %v", claims)
	}
	h.now = at("2026-09-07 05:00")
	if r := h.run("deadline_near"); r.Examined != 3 || r.Found != 3 {
		t.Fatalf("deadlines: %+v", r)
	}
}

func TestAFailedRunKeepsTheFindingsAndSaysSo(t *testing.T) {
	h := open(t, "2026-09-02 15:00")
	h.free = 1
	if r := h.run("storage"); r.Found != 1 {
		t.Fatalf("%+v", r)
	}
	h.free = -1
	r, err := h.r.Run(context.Background(), "storage", h.now, 0)
	if domain.CodeOf(err) != domain.CodeUnavailable || r.Code != domain.CodeUnavailable || len(h.openFindings("storage")) != 1 {
		t.Fatalf("%v %+v, %d open", err, r, len(h.openFindings("storage")))
	}
	receipts, err := h.s.ListReceipts(context.Background(), "storage", 1)
	if err != nil || len(receipts) != 1 || receipts[0].Code != domain.CodeUnavailable {
		t.Fatalf("the failure has no receipt: %+v %v", receipts, err)
	}
	if _, err := h.r.Run(context.Background(), "nothing", h.now, 0); domain.CodeOf(err) != domain.CodeNotFound {
		t.Fatalf("unknown check: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := h.r.Run(ctx, "no_pickup", h.now, 0); !errors.Is(err, context.Canceled) {
		t.Fatalf("a run that was cut short: %v", err)
	}
	if receipts, _ := h.s.ListReceipts(context.Background(), "no_pickup", 1); len(receipts) != 0 {
		t.Fatal("a run that was cut short has a receipt")
	}
}

func TestEveryCheckRunsOnAnEmptyAndOnAFullBook(t *testing.T) {
	h := open(t, "2026-09-02 15:00")
	for _, c := range All() {
		if r := h.run(c.ID); r.Found != 0 {
			t.Errorf("%s found %d things in an empty book", c.ID, r.Found)
		}
	}
	h.write(func(ctx context.Context, tx *store.Tx) error {
		if err := tx.CountUnmapped(ctx, []domain.Unmapped{{ShopID: "s1", Platform: "doudian", Field: "after_sale.status", Raw: "99", Count: 3, FirstAt: h.now, LastAt: h.now},
			{ShopID: "s1", Platform: "doudian", Field: "after_sale.status", Raw: "98", Count: 1, FirstAt: h.now, LastAt: h.now}}); err != nil {
			return err
		}
		if _, err := tx.PutReviews(ctx, []domain.Review{{ID: "s1.r", ShopID: "s1", RemoteID: "r", ProductID: "p", Rating: 1, FirstRating: 1, Band: domain.ReviewNegative,
			CreatedAt: h.now - 3*domain.Day, ReplyBy: h.now + domain.Hour}}); err != nil {
			return err
		}
		_, err := tx.PutAfterSales(ctx, []domain.AfterSale{{ID: "s1.7", ShopID: "s1", RemoteID: "7", OrderID: "s1.6", Type: domain.CaseRefundShipped, Status: domain.StatusRefused,
			Arbitration: domain.ArbEvidence, Reason: domain.ReasonMissing, AppliedAt: h.now - domain.Day, UpdatedAt: h.now, EvidenceDue: h.now + domain.Hour}})
		return err
	})
	h.free, h.backup, h.now = 0, h.now-3*domain.Day, h.now+2*domain.Hour
	for id, want := range map[string]int64{"unmapped_values": 2, "negative_review_open": 1, "awaiting_evidence": 1, "storage": 1, "backup_due": 1, "stale_shop": 1} {
		if r := h.run(id); r.Found != want {
			t.Errorf("%s found %d, want %d", id, r.Found, want)
		}
	}
}

// TestNineHoursAsleepWithTheStore is LG-05 end to end: real store, real checks,
// the clock jumps over the night.
func TestNineHoursAsleepWithTheStore(t *testing.T) {
	ctx := context.Background()
	h := open(t, "2026-09-01 22:00")
	h.ship("1", at("2026-09-01 02:00")) // limits at 2026-09-02 02:00 and 2026-09-03 02:00
	var ran []string
	start := func() *schedule.Runner {
		saved, err := h.s.ListSchedules(ctx)
		if err != nil {
			t.Fatal(err)
		}
		var jobs []schedule.Job
		for _, c := range All() {
			jobs = append(jobs, schedule.Job{ID: c.ID, Spec: c.DefaultSpec, Run: func(ctx context.Context, due domain.Instant, missed int64) error {
				ran = append(ran, c.ID)
				_, err := h.r.Run(ctx, c.ID, due, missed)
				return err
			}})
		}
		r, err := schedule.New(schedule.Deps{Now: func() domain.Instant { return h.now }, Zone: time.FixedZone("", 8*3600), Saved: saved, Jobs: jobs,
			Save: func(ctx context.Context, st domain.ScheduleState) error {
				return h.s.Write(ctx, func(tx *store.Tx) error { return tx.PutSchedule(ctx, st) })
			}, Fail: func(id string, err error) { t.Errorf("%s: %v", id, err) }})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	tick := func(r *schedule.Runner, when string) {
		h.now = at(when)
		if err := r.Tick(ctx); err != nil {
			t.Fatal(err)
		}
	}
	receipts := func() []domain.CheckReceipt {
		list, err := h.s.ListReceipts(ctx, "", 500)
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	r := start()
	tick(r, "2026-09-01 22:00")
	tick(r, "2026-09-01 22:31")
	before := len(receipts())
	ran = nil
	r = start() // the lid closed at 22:31, the program was started anew after waking
	tick(r, "2026-09-02 07:31")
	all := receipts()
	fresh := all[:len(all)-before]
	if len(fresh) != len(All()) {
		t.Fatalf("%d receipts after nine hours, want one per check", len(fresh))
	}
	// In the order of the first tick that each of them missed: 22:35, 22:40, …, 23:25.
	order := []string{"signed_refund", "deadline_near", "unmapped_values", "awaiting_evidence", "stale_shop", "storage", "backup_due", "no_pickup", "stalled", "negative_review_open", "evidence_lapsed"}
	if !reflect.DeepEqual(ran, order) {
		t.Errorf("ran %v, want %v", ran, order)
	}
	seen := map[string]bool{}
	for _, rc := range fresh {
		if rc.Code != "" || rc.EndedAt == 0 || rc.StartedAt != h.now {
			t.Errorf("receipt %+v", rc)
		}
		if seen[rc.Check] || rc.Missed < 8 || rc.DueAt > h.now || rc.DueAt < h.now-domain.Hour {
			t.Errorf("%s: missed %d due %s", rc.Check, rc.Missed, rc.DueAt)
		}
		seen[rc.Check] = true
		if rc.Check == "no_pickup" && (rc.Missed != 17 || rc.DueAt != at("2026-09-02 07:30")) {
			t.Errorf("no_pickup answers %s and %d older", rc.DueAt, rc.Missed)
		}
		if rc.Check == "no_pickup" && (rc.Examined != 1 || rc.Found != 1 || rc.Fresh != 0) { // noticed before the night: no second notice
			t.Errorf("the receipt does not say what was looked at and found: %+v", rc)
		}
	}
	found := h.openFindings("no_pickup")
	if len(found) != 1 || found[0].Finding.Params["stage"] != "late" || found[0].Finding.DueAt != at("2026-09-03 02:00") {
		t.Fatalf("the limit that fell at 02:00 was not found: %+v", found)
	}
	for range 3 {
		tick(r, "2026-09-02 07:31")
	}
	tick(r, "2026-09-02 06:40") // the clock is set back
	if n := len(receipts()); n != len(all) {
		t.Fatalf("%d receipts more without a new tick", n-len(all))
	}
	if again := h.openFindings("no_pickup"); len(again) != 1 {
		t.Fatalf("the same parcel was noticed %d times", len(again))
	}
}

func TestALapsedRequestIsCountedAfterItsCaseHasMovedOn(t *testing.T) {
	h := open(t, "2026-09-02 15:00")
	put := func(arb domain.Arbitration, due domain.Instant) {
		h.write(func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.PutAfterSales(ctx, []domain.AfterSale{{ID: "s1.7", ShopID: "s1", RemoteID: "7", OrderID: "s1.6", Type: domain.CaseRefundShipped, Status: domain.StatusRefused,
				Arbitration: arb, Reason: domain.ReasonMissing, AppliedAt: h.now - domain.Day, UpdatedAt: h.now, StepSince: at("2026-09-02 15:00"), EvidenceDue: due, Asked: domain.CNY(900)}})
			return err
		})
	}
	put(domain.ArbEvidence, h.now+20*domain.Hour)
	if r := h.run("awaiting_evidence"); r.Found != 1 {
		t.Fatalf("%+v", r)
	}
	if r := h.run("evidence_lapsed"); r.Found != 0 {
		t.Errorf("lost while it runs: %+v", r)
	}
	h.now += 30 * domain.Hour
	put(domain.ArbForBuyer, 0) // the row has forgotten the step
	h.run("awaiting_evidence")
	for range 2 {
		if r := h.run("evidence_lapsed"); r.Found != 1 || r.Examined != 1 {
			t.Errorf("%+v", r)
		}
	}
	if f := h.openFindings("evidence_lapsed"); len(f) != 1 || f[0].Finding.AtRisk != domain.CNY(900) || f[0].Finding.DueAt != at("2026-09-03 11:00") {
		t.Errorf("%+v", f)
	}
}
