package desk

import (
	"context"
	"slices"
	"testing"

	"afterdesk/backend/domain"
	"afterdesk/backend/store"
)

// The local copy is behind: it still has a refund as asked for that the platform has
// paid. The scan stops by the copy, and the second look by what the platform says.
func TestAScanIsCheckedOnceMoreByThePlatform(t *testing.T) { // AS-12
	d, _, _ := demoDesk(t)
	ctx := context.Background()
	page, err := d.Store.ListAfterSales(ctx, domain.AfterSaleQuery{View: "all", Types: []domain.CaseType{domain.CaseRefundUnshipped}, Statuses: []domain.CaseStatus{domain.StatusSucceeded}, Limit: 200})
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(page.Items, func(r domain.AfterSaleRow) bool { return r.ShopID == "s1" && r.OrderRemoteID != "" })
	if i < 0 {
		t.Fatal("the demo has no refunded order")
	}
	stale, err := d.Store.GetAfterSale(ctx, page.Items[i].ID)
	if err != nil {
		t.Fatal(err)
	}
	stale.Status, stale.ClosedAt = domain.StatusAwaitMerchant, 0
	if err := d.Store.Write(ctx, func(tx *store.Tx) error { _, err := tx.PutAfterSales(ctx, []domain.AfterSale{stale}); return err }); err != nil {
		t.Fatal(err)
	}
	res, err := d.Bench.Scan(ctx, domain.BenchScanRequest{Code: page.Items[i].OrderRemoteID})
	if err != nil || res.What != domain.ScanParcel {
		t.Fatalf("%+v %v", res, err)
	}
	has := func(r domain.PackRecord, kind domain.PackStopKind) bool {
		return slices.ContainsFunc(r.Stops, func(s domain.PackStop) bool { return s.Kind == kind })
	}
	if !has(res.Record, domain.StopRefundAsked) || has(res.Record, domain.StopRefunded) {
		t.Fatalf("%+v", res.Record.Stops)
	}
	r, err := d.Bench.Begin(ctx, res.Record.ID)
	if err != nil {
		t.Fatal(err)
	}
	if r, err = d.RecheckParcel(ctx, r.ID); err != nil || !has(r, domain.StopRefunded) {
		t.Errorf("%+v %v", r.Stops, err)
	}

	// Offline nobody is asked, and the copy decides.
	if err := d.SetOffline(ctx, true); err != nil {
		t.Fatal(err)
	}
	if _, err := d.RecheckParcel(ctx, r.ID); err != nil {
		t.Error(err)
	}
	if !d.benchTurn("s9") || d.benchTurn("s9") {
		t.Error("a shop is pulled for the bench more than once a minute")
	}
	if _, err := d.RecheckParcel(ctx, "none"); domain.CodeOf(err) != domain.CodeNotFound {
		t.Error(err)
	}
}
