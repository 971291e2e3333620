package evidence

import (
	"bytes"
	"context"
	"testing"

	"afterdesk/backend/domain"
	"afterdesk/backend/store"
)

func (h *house) list(t *testing.T) domain.Checklist {
	t.Helper()
	c, err := h.Checklist(context.Background(), testCase)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// choose argues the test case as a scenario.
func (h *house) choose(t *testing.T, s domain.Scenario, notice domain.Instant) domain.Checklist {
	t.Helper()
	c, err := h.ChooseScenario(context.Background(), domain.CaseScenario{CaseID: testCase, Scenario: s, NoticeAt: notice, By: "小王"})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func pointOf(t *testing.T, c domain.Checklist, kind domain.ProofKind, p domain.ProofPoint) domain.PointVerdict {
	t.Helper()
	for _, item := range c.Items {
		for _, o := range item.Options {
			for _, part := range o.Parts {
				for _, v := range part.Points {
					if part.Proof == kind && v.Point == p {
						return v
					}
				}
			}
		}
	}
	t.Fatalf("%s does not ask for %s of %s", c.RuleID, p, kind)
	return domain.PointVerdict{}
}

// EV-05 end to end: from files in the vault and the courier's trace to what is
// missing, and answers that stay with name and time.
func TestAChecklistIsReadFromFilesTraceAndAnswers(t *testing.T) {
	ctx := context.Background()
	h := newHouse(t)
	if c := h.list(t); c.Scenario != domain.ScenarioReturn || c.ChosenBy != "" || c.Ready || c.Items[0].State != domain.ProofMissing || c.DueAt != noon+20*domain.Hour || c.DueFrom != "platform" {
		t.Errorf("a return at our door: %+v", c)
	}
	if c := h.choose(t, domain.ScenarioContent, noon-domain.Day); c.Scenario != domain.ScenarioContent || c.ChosenBy != "小王" || c.ChosenAt == 0 || c.NoticeAt != 0 {
		t.Errorf("a dispute has no notice: %+v", c)
	}
	film := h.add(t, Offer{Reader: bytes.NewReader(clipMP4(noon-5*domain.Day, 42, 1280, 720, 1000)), Name: "打包.mp4", OrderID: testOrder, Kind: domain.EvidencePackingVideo})
	weight := h.add(t, Offer{Reader: bytes.NewReader(withExif(photo(t, 1600, 1200, testWaybill, false, 4), "2026:10:15 12:30:00", "+08:00", 1)), Name: "称重.jpg", OrderID: testOrder,
		Kind: domain.EvidenceWeightPhoto})
	c := h.list(t)
	if v := pointOf(t, c, domain.ProofPackingFilm, domain.PointInTime); v.State != domain.PointShown {
		t.Errorf("packed an hour before the pickup: %+v", v)
	}
	if v := pointOf(t, c, domain.ProofWeighing, domain.PointNumber); v.State != domain.PointOpen {
		t.Errorf("nobody has searched the picture yet: %+v", v)
	}
	if n, err := h.ReadNumbers(ctx, testCase); err != nil || n != 1 {
		t.Fatalf("searched %d pictures: %v", n, err)
	}
	if v := pointOf(t, h.list(t), domain.ProofWeighing, domain.PointNumber); v.State != domain.PointShown || v.Params["waybill"] != testWaybill {
		t.Errorf("the waybill stands in the picture: %+v", v)
	}
	if n, err := h.ReadNumbers(ctx, testCase); err != nil || n != 0 {
		t.Errorf("searched %d pictures twice: %v", n, err)
	}
	for _, a := range []domain.ProofAnswer{{EvidenceID: weight.ID, Point: domain.PointWeight, Yes: true, Value: " 620 "}, {EvidenceID: film.ID, Point: domain.PointUncut, Yes: false}} {
		a.CaseID, a.By = testCase, "小王"
		if c, err := h.Answer(ctx, a); err != nil || c.CaseID != testCase {
			t.Fatalf("answer: %v", err)
		}
	}
	c = h.list(t)
	if v := pointOf(t, c, domain.ProofWeighing, domain.PointWeight); v.State != domain.PointSaid || v.Value != "620" || v.By != "小王" || v.At == 0 {
		t.Errorf("a weight by a person's word: %+v", v)
	}
	if v := pointOf(t, c, domain.ProofPackingFilm, domain.PointUncut); v.State != domain.PointFailed || v.Why != "said_no" {
		t.Errorf("the clip is cut: %+v", v)
	}
	c = h.choose(t, domain.ScenarioFraud, noon-domain.Hour)
	if v := pointOf(t, c, domain.ProofThreeWeights, domain.PointWeightsFit); v.State != domain.PointSaid || v.Params["low"] != "620" {
		t.Errorf("the courier's 0.62 kg and ours agree: %+v", v)
	}
	if c = h.choose(t, "", 0); c.Scenario != domain.ScenarioReturn || c.ChosenBy != "" {
		t.Errorf("back to the program's own choice: %+v", c.Scenario)
	}
}

func TestAWrongChoiceOrAnswerIsRefused(t *testing.T) {
	ctx := context.Background()
	h := newHouse(t)
	for name, c := range map[string]domain.CaseScenario{
		"no such scenario on this platform": {CaseID: testCase, Scenario: domain.ScenarioReviewAppeal, NoticeAt: noon - domain.Day},
		"an appeal without its notice":      {CaseID: testCase, Scenario: domain.ScenarioFraud},
		"a notice of tomorrow":              {CaseID: testCase, Scenario: domain.ScenarioFraud, NoticeAt: noon + 2*domain.Day},
	} {
		if _, err := h.ChooseScenario(ctx, c); domain.CodeOf(err) != domain.CodeInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := h.Checklist(ctx, "s1.1"); domain.CodeOf(err) != domain.CodeNotFound {
		t.Errorf("no such case: %v", err)
	}
	film := h.add(t, Offer{Reader: bytes.NewReader(clipMP4(noon-5*domain.Day, 42, 1280, 720, 1000)), Name: "打包.mp4", OrderID: testOrder})
	for name, a := range map[string]domain.ProofAnswer{
		"no such point": {CaseID: testCase, EvidenceID: film.ID, Point: "pretty"},
		"no such file":  {CaseID: testCase, EvidenceID: "sha256-00", Point: domain.PointUncut},
		"no such case":  {CaseID: "s1.1", EvidenceID: film.ID, Point: domain.PointUncut},
	} {
		if _, err := h.Answer(ctx, a); err == nil {
			t.Errorf("%s is kept", name)
		}
	}
}

func TestTheReviewerSearchesPicturesAndNamesAFileOfTwoOrders(t *testing.T) {
	ctx := context.Background()
	h := newHouse(t)
	h.choose(t, domain.ScenarioContent, 0)
	res := h.add(t, Offer{Reader: bytes.NewReader(photo(t, 1600, 1200, "SF9988776655443", false, 9)), Name: "称重.jpg", OrderID: testOrder, Kind: domain.EvidenceWeightPhoto})
	if err := h.Link(ctx, res.ID, "s1.6920000000000000002", "", "小王"); err != nil {
		t.Fatal(err)
	}
	list, err := h.Review(ctx, testCase)
	if err != nil {
		t.Fatal(err)
	}
	whys := map[string]domain.Objection{}
	for _, o := range list {
		whys[o.Why] = o
	}
	if o := whys["used_elsewhere"]; !o.Fatal || o.EvidenceID != res.ID || o.Params["n"] != "1" {
		t.Errorf("one picture for two orders: %+v", o)
	}
	if o := whys["other_parcel"]; o.Reason != "related" || o.Params["waybill"] != "SF9988776655443" {
		t.Errorf("another parcel's waybill: %+v", o)
	}
}

func TestTheCouriersWeightIsReadFromItsScan(t *testing.T) {
	for text, want := range map[string]int64{"顺丰速运 已收取快件，重量 0.62 千克": 620, "【义乌】已揽收，称重：1.25kg": 1250, "重量 830克": 830, "weight 2 kg": 2000, "快件已到达杭州": 0, "重量级优惠": 0} {
		if got := weighedBy([]domain.TraceEvent{{Text: text}}); got != want {
			t.Errorf("%q is %d g, want %d", text, got, want)
		}
	}
}

// MS-20: what a refusal rests on, from rows.
func TestARefusalIsAdvisedFromTheCase(t *testing.T) {
	ctx := context.Background()
	h := newHouse(t)
	ask := func(reason string, ids ...string) domain.RefusalAdvice {
		t.Helper()
		out, err := h.AdviseRefusal(ctx, domain.RefusalRequest{IDs: []string{testCase}, Reason: reason, EvidenceIDs: ids, Attachable: true})
		if err != nil || len(out) != 1 {
			t.Fatalf("%v %v", out, err)
		}
		return out[0]
	}
	a := ask("已与买家协商一致")
	if len(a.Traps) != 1 || a.Traps[0].Trap != "settled" || a.Traps[0].Met || !a.Unproven || a.Fine != domain.CNY(2390) || a.FineRule == "" || len(a.Needed) != 1 || a.Needed[0] != domain.ProofUnpacking {
		t.Errorf("settled, without a chat: %+v", a)
	}
	chat := h.add(t, Offer{Reader: bytes.NewReader(photo(t, 640, 480, "", false, 3)), Name: "聊天.jpg", OrderID: testOrder, Kind: domain.EvidenceChat})
	if a = ask("已与买家协商一致", chat.ID); len(a.Traps) != 1 || !a.Traps[0].Met || a.Unproven {
		t.Errorf("the chat goes with it: %+v", a)
	}
	if a = ask("商品已发货", chat.ID); len(a.Traps) != 1 || !a.Traps[0].Met {
		t.Errorf("picked up four days before the request: %+v", a.Traps)
	}
}

// EV-13: what people and the platform say of the end, and how exhibits mattered.
func TestOutcomesAreCountedWithAndWithoutAnExhibit(t *testing.T) {
	ctx := context.Background()
	h := newHouse(t)
	ended := func(remote string, arb domain.Arbitration) string {
		id := domain.RemoteKey(testShop, remote)
		if err := h.store.Write(ctx, func(tx *store.Tx) error {
			_, err := tx.PutAfterSales(ctx, []domain.AfterSale{{ID: id, ShopID: testShop, RemoteID: remote, OrderID: domain.RemoteKey(testShop, "9"+remote), Type: domain.CaseRefundShipped,
				Status: domain.StatusClosed, Arbitration: arb, Reason: domain.ReasonMissing, FirstReason: domain.ReasonMissing, AppliedAt: noon - domain.Day, UpdatedAt: noon, Asked: domain.CNY(5000)}})
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return id
	}
	weigh := func(remote string, seed uint64) {
		res := h.add(t, Offer{Reader: bytes.NewReader(photo(t, 320, 240, "", false, seed)), Name: "w.jpg", Kind: domain.EvidenceWeightPhoto})
		if err := h.Link(ctx, res.ID, domain.RemoteKey(testShop, "9"+remote), domain.RemoteKey(testShop, remote), "小王"); err != nil {
			t.Fatal(err)
		}
	}
	ended("11", domain.ArbForMerchant)
	ended("12", domain.ArbForBuyer)
	ended("13", domain.ArbForBuyer)
	silent := ended("14", domain.ArbForBuyer)
	told := ended("15", domain.ArbNone)
	ended("16", domain.ArbRunning) // nobody knows yet
	if err := h.store.Write(ctx, func(tx *store.Tx) error {
		var orders []domain.Order
		for _, r := range []string{"11", "12"} {
			orders = append(orders, domain.Order{ID: domain.RemoteKey(testShop, "9"+r), ShopID: testShop, RemoteID: "9" + r, Status: domain.OrderFinished, CreatedAt: noon - 9*domain.Day,
				UpdatedAt: noon, Lines: []domain.OrderLine{{ID: "s1.l" + r, OrderID: domain.RemoteKey(testShop, "9"+r), RemoteID: "l" + r, Qty: 1}}})
		}
		if _, err := tx.PutOrders(ctx, orders); err != nil {
			return err
		}
		_, _, err := tx.PutFindings(ctx, "evidence_lapsed", []domain.Finding{{Key: "evidence_lapsed:" + silent, Check: "evidence_lapsed", ShopID: testShop, Subject: domain.SubjectAfterSale, SubjectID: silent}})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	weigh("11", 21)
	weigh("12", 22)
	if o, err := h.SetOutcome(ctx, domain.CaseOutcome{CaseID: told, Result: domain.ResultPartly, By: "小王"}); err != nil || o.Origin != "person" || o.By != "小王" || o.At == 0 {
		t.Errorf("a person's word: %+v %v", o, err)
	}
	report, err := h.Outcomes(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if report.Cases != 5 || report.Silent != 1 || report.SilentSum != domain.CNY(5000) || len(report.Rows) != 2 {
		t.Fatalf("%+v", report)
	}
	if all := report.Rows[0]; all.Platform != "doudian" || all.Scenario != domain.ScenarioContent || all.Won != 1 || all.Partly != 1 || all.Total != 5 {
		t.Errorf("%+v", all)
	}
	if w := report.Rows[1]; w.Kind != domain.EvidenceWeightPhoto || w.Won != 1 || w.Total != 2 || w.WonNot != 0 || w.PartNot != 1 || w.TotalNot != 3 {
		t.Errorf("%+v", w)
	}
	if o, err := h.store.GetOutcome(ctx, silent); err != nil || o.Origin != "silence" || o.Result != domain.ResultLost {
		t.Errorf("%+v %v", o, err)
	}
	if o, err := h.SetOutcome(ctx, domain.CaseOutcome{CaseID: told}); err != nil || o.Result != "" {
		t.Errorf("the word is taken back: %+v %v", o, err)
	}
}
