package insight

import (
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"afterdesk/backend/domain"
	"afterdesk/backend/store"
)

func TestScoreIsTimeLeftTimesMoney(t *testing.T) {
	now := domain.Instant(1788000000000)
	task := func(hours domain.Instant, yuan int64) domain.Task {
		return domain.Task{DueAt: now + hours*domain.Hour, AtRisk: domain.CNY(yuan * 100)}
	}
	order := []domain.Task{task(-3, 500), task(-3, 5), task(1, 200), task(1, 20), task(5, 500), task(24, 5000), task(24, 10), {}}
	for i := 1; i < len(order); i++ {
		if a, b := score(now, order[i-1]), score(now, order[i]); a <= b {
			t.Errorf("task %d scores %v, task %d after it %v", i-1, a, i, b)
		}
	}
	if score(now, task(0, 10)) != score(now, task(-50, 10)) {
		t.Error("an overdue task must not grow past what is due now")
	}
	if a, b := score(now, domain.Task{Kind: "sync_fault", NextAct: "reauthorize", DueAt: now}), score(now, task(1, 1000)); a <= b {
		t.Error("a shop that cannot be seen at all goes before one dear case")
	}
}

// queueWorld has one subject of every kind.
func queueWorld(t *testing.T) *desk {
	d := open(t, 21)
	h := domain.Hour
	order := func(remote string) domain.Order {
		id := domain.RemoteKey("s1", remote)
		return domain.Order{ID: id, ShopID: "s1", RemoteID: remote, Status: domain.OrderFinished, CreatedAt: d.now - 5*domain.Day, PaidAt: d.now - 5*domain.Day, UpdatedAt: d.now,
			Paid: domain.CNY(20000), Lines: []domain.OrderLine{{ID: id + "0", OrderID: id, RemoteID: remote + "0", ProductID: "p", ProductName: "连衣裙", SKUID: "k", SignedAt: d.now - domain.Day}}}
	}
	cas := func(remote, order string, status domain.CaseStatus, due domain.Instant, yuan int64) domain.AfterSale {
		return domain.AfterSale{ID: domain.RemoteKey("s1", remote), ShopID: "s1", RemoteID: remote, OrderID: domain.RemoteKey("s1", order), Type: domain.CaseRefundShipped, Status: status,
			Arbitration: domain.ArbNone, Reason: domain.ReasonQuality, FirstReason: domain.ReasonQuality, Asked: domain.CNY(yuan * 100), AppliedAt: d.now - 40*h, UpdatedAt: d.now - h,
			StepSince: d.now - 40*h, Deadline: due}
	}
	wanted := cas("c-evidence", "o3", domain.StatusAwaitMerchant, d.now+3*h, 90) // in both views
	wanted.Arbitration, wanted.EvidenceDue = domain.ArbEvidence, d.now+20*h
	d.write(func(ctx context.Context, tx *store.Tx) error {
		if _, err := tx.PutOrders(ctx, []domain.Order{order("o1"), order("o2"), order("o3"), order("o4")}); err != nil {
			return err
		}
		if _, err := tx.PutAfterSales(ctx, []domain.AfterSale{
			cas("c-soon", "o1", domain.StatusAwaitMerchant, d.now+2*h, 199),
			cas("c-later", "o2", domain.StatusAwaitReceipt, d.now+30*h, 199),
			cas("c-guess", "o4", domain.StatusAwaitMerchant, 0, 10),
			cas("c-closed", "o4", domain.StatusClosed, d.now+h, 999),
			cas("c-buyer", "o4", domain.StatusAwaitReturn, d.now+h, 999),
			wanted,
		}); err != nil {
			return err
		}
		if _, err := tx.PutReviews(ctx, []domain.Review{
			{ID: "s1.r1", ShopID: "s1", RemoteID: "r1", ProductID: "p", ProductName: "连衣裙", Rating: 1, FirstRating: 1, Band: domain.ReviewNegative, CreatedAt: d.now - domain.Day, ReplyBy: d.now + 89*domain.Day},
			{ID: "s1.r2", ShopID: "s1", RemoteID: "r2", ProductID: "p", Rating: 5, FirstRating: 5, Band: domain.ReviewGood, CreatedAt: d.now - domain.Day},
			{ID: "s1.r3", ShopID: "s1", RemoteID: "r3", ProductID: "p", Rating: 1, FirstRating: 1, Band: domain.ReviewNegative, CreatedAt: d.now - 2*domain.Day, RepliedAt: d.now - domain.Day, ReplyText: "ok"},
		}); err != nil {
			return err
		}
		find := func(check string, subject domain.SubjectKind, id string, due domain.Instant, params map[string]string) error {
			_, _, err := tx.PutFindings(ctx, check, []domain.Finding{{Key: check + ":" + id, Check: check, ShopID: "s1", Subject: subject, SubjectID: id, OrderID: "s1.o1",
				Severity: domain.SeverityWarn, DueAt: due, AtRisk: domain.CNY(300), NextAct: "call_courier", Params: params}})
			return err
		}
		for _, err := range []error{
			find("no_pickup", domain.SubjectParcel, "s1.yto:Y1", d.now+4*h, map[string]string{"stage": "near"}),
			find("signed_refund", domain.SubjectParcel, "s1.yto:Y2", d.now+2*h, map[string]string{"case": "s1.c-soon", "claim": "refund_only"}),
			find("deadline_near", domain.SubjectAfterSale, "s1.c-soon", d.now+2*h, nil),
			find("stale_shop", domain.SubjectShop, "s1", d.now-h, map[string]string{"reason": "stale"}),
			find("map_file", domain.SubjectShop, "s1", 0, map[string]string{"file": "订单.csv", "reason": "map_file"}),
			find("backup_due", domain.SubjectSystem, "backup", d.now-h, nil),
		} {
			if err != nil {
				return err
			}
		}
		_, err := tx.PutEvidence(ctx, domain.EvidenceItem{ID: "sha256-" + strings.Repeat("ab", 32), Size: 1, MediaType: "image/jpeg", Name: "a.jpg", Kind: domain.EvidenceOther, Source: domain.SourceDrop, AddedAt: d.now})
		return err
	})
	return d
}

func TestTheQueueHoldsEveryKindOnceAndInOrder(t *testing.T) {
	ctx := context.Background()
	d := queueWorld(t)
	page, err := d.Tasks(ctx, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	kinds := map[string]int{}
	by := map[string]domain.Task{}
	for i, task := range page.Items {
		ids = append(ids, task.ID)
		kinds[task.Kind]++
		if _, twice := by[task.ID]; twice {
			t.Errorf("%s is there twice", task.ID)
		}
		by[task.ID] = task
		if i > 0 && task.Score > page.Items[i-1].Score {
			t.Error("the queue is out of order")
		}
	}
	want := map[string]int{"case_due": 3, "evidence_wanted": 1, "logistics": 1, "bad_review": 1, "sync_fault": 2, "backup": 1, "unlinked_evidence": 1}
	if !reflect.DeepEqual(kinds, want) || page.Total != 10 {
		t.Fatalf("kinds %v (total %d), want %v: %v", kinds, page.Total, want, ids)
	}
	soon := by["after_sale:s1.c-soon"]
	if soon.Params["claim"] != "refund_only" || soon.DueAt != d.now+2*domain.Hour || soon.AtRisk != domain.CNY(19900) || soon.NextAct != "answer_case" || soon.Title != "连衣裙" {
		t.Errorf("the case, its deadline finding and its signed parcel are one task: %+v", soon)
	}
	if later := by["after_sale:s1.c-later"]; later.NextAct != "confirm_receipt" {
		t.Errorf("goods came back: %+v", later)
	}
	if guess := by["after_sale:s1.c-guess"]; guess.Params["estimated"] != "true" || guess.DueAt != d.now+8*domain.Hour {
		t.Errorf("a case without the platform's deadline: due %s %v", guess.DueAt, guess.Params)
	}
	if proof := by["after_sale:s1.c-evidence"]; proof.NextAct != "submit_evidence" || proof.DueAt != d.now+3*domain.Hour {
		t.Errorf("evidence: %+v", proof)
	}
	again, err := d.Tasks(ctx, nil, 3)
	if err != nil || len(again.Items) != 3 || again.Total != 10 {
		t.Fatalf("limit: %d of %d %v", len(again.Items), again.Total, err)
	}
	for i, task := range again.Items {
		if task.ID != ids[i] {
			t.Error("the same rows gave another order")
		}
	}
	other, err := d.Tasks(ctx, []string{"s2"}, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, task := range other.Items {
		if task.ShopID == "s1" {
			t.Errorf("another shop's queue holds %s", task.ID)
		}
	}
}

func TestToday(t *testing.T) {
	ctx := context.Background()
	d := queueWorld(t)
	sum, err := d.Today(ctx, []string{"s1"})
	if err != nil {
		t.Fatal(err)
	}
	if sum.Favourable.Num != 1 || sum.Favourable.Den != 3 || sum.Target != 0.98 || sum.GoodNeeded != 97 { // 98/100
		t.Errorf("favourable %+v, %d good needed", sum.Favourable, sum.GoodNeeded)
	}
	if sum.ReturnRate.Den != 4 || !sum.ReturnRate.Immature || sum.Unattributed.Num != 4 {
		t.Errorf("return %+v unattributed %+v", sum.ReturnRate, sum.Unattributed)
	}
	if sum.DueSoon != 2 || sum.Queue != 10 || sum.ByKind["case_due"] != 3 || sum.AsOf != d.now || len(sum.Shops) != 1 {
		t.Errorf("%+v", sum)
	}
	if want := domain.CNY(19900 + 19900 + 1000 + 9000 + 4*300); sum.AtRisk != want {
		t.Errorf("at risk %+v, want %+v", sum.AtRisk, want)
	}
	empty := open(t, 22)
	if sum, err = empty.Today(ctx, nil); err != nil || sum.Favourable.Known || sum.ReturnRate.Known || sum.GoodNeeded != 0 || sum.Queue != 0 {
		t.Errorf("AN-03: an empty book shows numbers: %+v %v", sum, err)
	}
}

func TestExportSaysWhatItMeasuresAndRunsNoFormula(t *testing.T) {
	ctx := context.Background()
	d := open(t, 23)
	d.write(func(ctx context.Context, tx *store.Tx) error {
		var orders []domain.Order
		for _, host := range []struct{ id, name string }{{"7300000000000000001", "=HYPERLINK(\"http://x\")"}, {"h2", "@SUM(1)"}, {"h3", "正常\n主播"}} {
			id := domain.RemoteKey("s1", "o"+host.id)
			orders = append(orders, domain.Order{ID: id, ShopID: "s1", RemoteID: "o" + host.id, Status: domain.OrderFinished, PaidAt: d.now - domain.Day, UpdatedAt: d.now, Paid: domain.CNY(1),
				Lines: []domain.OrderLine{{ID: id + "0", OrderID: id, RemoteID: "l" + host.id, ProductID: "p", SKUID: "k", Live: domain.LiveRef{RoomID: "9", SessionID: "s1.9", HostID: host.id, HostName: host.name}}}})
		}
		_, err := tx.PutOrders(ctx, orders)
		return err
	})
	today := domain.DayOf(d.now, zoneOf(domain.Shop{Zone: "Asia/Shanghai"}))
	q := domain.TrendQuery{Metrics: []string{"return_rate_by_order", "favourable_rate"}, From: addDays(today, -5), To: today, Dims: []domain.Dimension{domain.DimHost},
		Filters: []domain.TrendFilter{{Dim: domain.DimShop, Values: []string{"s1"}}}}
	dir := t.TempDir()
	csvPath, xlsxPath := filepath.Join(dir, "t.csv"), filepath.Join(dir, "t.xlsx")
	for _, p := range []string{csvPath, xlsxPath} {
		if err := d.Export(ctx, q, p); err != nil {
			t.Fatal(err)
		}
	}
	raw, err := os.ReadFile(csvPath)
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(raw), "\ufeff")))
	r.FieldsPerRecord = -1
	fromCSV, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenFile(xlsxPath)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	fromXLSX, err := f.GetRows(f.GetSheetName(0))
	if err != nil {
		t.Fatal(err)
	}
	for name, rows := range map[string][][]string{"csv": fromCSV, "xlsx": fromXLSX} {
		text := ""
		for _, row := range rows {
			for _, cell := range row {
				text += cell + "|"
				if cell != "" && strings.ContainsRune("=+-@", rune(cell[0])) {
					t.Errorf("%s: %q runs as a formula", name, cell)
				}
			}
			text += "\n"
		}
		for _, want := range []string{"return_rate_by_order|version 1|returned_orders / paid_orders|order_day", "mature after 21 days", "filter|shop|s1|", "as_of|" + (d.now - domain.Minute).String(),
			"without a room|0", "7300000000000000001|'=HYPERLINK", "'@SUM(1)", "正常 主播", "total||0", "—"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s lacks %q:\n%s", name, want, text)
			}
		}
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".export-*")); len(left) > 0 {
		t.Errorf("left over: %v", left)
	}
	if err := d.Export(ctx, q, filepath.Join(dir, "t.pdf")); domain.CodeOf(err) != domain.CodeInvalid {
		t.Errorf("another ending: %v", err)
	}
	if err := d.Export(ctx, q, filepath.Join(dir, "no", "t.csv")); domain.CodeOf(err) != domain.CodeUnavailable {
		t.Errorf("a folder that is not there: %v", err)
	}
}

func TestTheQueueCountsWhatItDoesNotWeigh(t *testing.T) {
	ctx := context.Background()
	d := open(t, 24)
	var cases []domain.AfterSale
	for i := range maxCases + 130 {
		remote := fmt.Sprintf("c%05d", i)
		cases = append(cases, domain.AfterSale{ID: "s1." + remote, ShopID: "s1", RemoteID: remote, OrderID: "s1.o" + remote, Type: domain.CaseRefundShipped, Status: domain.StatusAwaitMerchant,
			Arbitration: domain.ArbNone, AppliedAt: d.now - domain.Hour, UpdatedAt: d.now, Deadline: d.now + domain.Instant(i+1)*domain.Minute})
	}
	d.write(func(ctx context.Context, tx *store.Tx) error { _, err := tx.PutAfterSales(ctx, cases); return err })
	page, err := d.Tasks(ctx, nil, 5)
	if err != nil || page.Total != maxCases+130 || page.Items[0].SubjectID != "s1.c00000" {
		t.Fatalf("total %d, first %s, %v", page.Total, page.Items[0].SubjectID, err)
	}
	sum, err := d.Today(ctx, nil)
	if err != nil || sum.Queue != page.Total || sum.ByKind["case_due"] != page.Total {
		t.Fatalf("Today counts %d (%v), the queue %d, %v", sum.Queue, sum.ByKind, page.Total, err)
	}
}

// EV-06: a request for proof stands on top as soon as its row is there, without a
// check in between, and above cases that end sooner.
func TestARequestForProofIsTheTopTaskOfTheSamePull(t *testing.T) {
	ctx := context.Background()
	d := open(t, 21)
	put := func(remote string, arb domain.Arbitration, due, evidence domain.Instant, yuan int64) {
		d.write(func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.PutAfterSales(ctx, []domain.AfterSale{{ID: domain.RemoteKey("s1", remote), ShopID: "s1", RemoteID: remote, OrderID: domain.RemoteKey("s1", "o"+remote), Type: domain.CaseRefundShipped,
				Status: domain.StatusAwaitMerchant, Arbitration: arb, Reason: domain.ReasonMissing, FirstReason: domain.ReasonMissing, Asked: domain.CNY(yuan * 100), AppliedAt: d.now - domain.Day,
				UpdatedAt: d.now, StepSince: d.now - domain.Hour, Deadline: due, EvidenceDue: evidence}})
			return err
		})
	}
	put("1", domain.ArbNone, d.now+5*domain.Hour, 0, 120)
	put("2", domain.ArbNone, d.now+9*domain.Hour, 0, 400)
	put("3", domain.ArbEvidence, 0, d.now+23*domain.Hour, 90)
	page, err := d.Tasks(ctx, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	if top := page.Items[0]; top.SubjectID != "s1.3" || top.Kind != "evidence_wanted" || top.NextAct != "submit_evidence" || top.DueAt != d.now+23*domain.Hour {
		t.Errorf("%+v", top)
	}
}
