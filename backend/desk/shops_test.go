package desk

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/sim"
)

// truth is what one shop of the demo merchant really sold and was asked back.
type truth struct {
	orders, cases map[string]bool
	paid, asked   int64
}

func truthOf(t *testing.T, o DemoOptions, i int, until domain.Instant) truth {
	t.Helper()
	out := truth{orders: map[string]bool{}, cases: map[string]bool{}}
	err := sim.New(demoWorld(o, i, "s1")).EachDay(context.Background(), until, func(b sim.Batch) error {
		for _, v := range b.Orders {
			out.orders[v.RemoteID] = true
			out.paid += v.Paid.Minor
		}
		for _, v := range b.AfterSales {
			out.cases[v.RemoteID] = true
			out.asked += v.Asked.Minor
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// The demo merchant's shops come in over four platforms' APIs: each order and
// case stands once, under its own shop, with the id that the platform gave it,
// and what was paid and asked back adds up to the cent.
func TestFourShopsOfOneMerchantTie(t *testing.T) {
	ctx, c := context.Background(), newClock()
	d := open(t, t.TempDir(), c)
	o := demoOf(c, scaled(600, 300))
	if _, err := d.AddDemoShops(ctx, o); err != nil {
		t.Fatal(err)
	}
	if err := d.PullDemo(ctx); err != nil {
		t.Fatal(err)
	}
	shops, err := d.Store.ListShops(ctx)
	if err != nil || len(shops) != 4 {
		t.Fatalf("%d shops, %v", len(shops), err)
	}
	for i, shop := range shops {
		want := truthOf(t, o, i, c.now())
		seen := map[string]bool{}
		var paid int64
		q := domain.OrderQuery{ShopIDs: []string{shop.ID}, Limit: 500}
		for {
			page, err := d.Store.ListOrders(ctx, q)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range page.Items {
				if seen[r.RemoteID] || !want.orders[r.RemoteID] {
					t.Errorf("%s: order %s is twice or nobody's", shop.Platform, r.RemoteID)
				}
				seen[r.RemoteID] = true
				paid += r.Paid.Minor
			}
			if q.Cursor = page.Next; page.Next == "" {
				break
			}
		}
		if len(seen) != len(want.orders) {
			t.Errorf("%s: %d of %d orders", shop.Platform, len(seen), len(want.orders))
		}
		if paid != want.paid {
			t.Errorf("%s: %d fen paid, want %d", shop.Platform, paid, want.paid)
		}
		cases, asked := 0, int64(0)
		cq := domain.AfterSaleQuery{ShopIDs: []string{shop.ID}, View: "all", Limit: 500}
		for {
			page, err := d.Store.ListAfterSales(ctx, cq)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range page.Items {
				cases++
				asked += r.Asked.Minor
				if !want.cases[r.RemoteID] {
					t.Errorf("%s: case %s is nobody's", shop.Platform, r.RemoteID)
				}
			}
			if cq.Cursor = page.Next; page.Next == "" {
				break
			}
		}
		if cases != len(want.cases) || asked != want.asked {
			t.Errorf("%s: %d cases over %d fen, want %d over %d", shop.Platform, cases, asked, len(want.cases), want.asked)
		}
	}
	list, err := d.Store.ListUnmapped(ctx, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, u := range list {
		if u.Field != "after_sale.actor" { // Kuaishou does not publish who its numbers are
			t.Errorf("a value that nobody knows: %+v", u)
		}
	}
}

// What a merchant decides reaches each platform in its own words, once, and is
// there when the case is read again.
func TestDecisionsReachEveryShopOfTheMerchant(t *testing.T) {
	ctx, c := context.Background(), newClock()
	d := open(t, t.TempDir(), c)
	if _, err := d.AddDemoShops(ctx, demoOf(c, 2500)); err != nil {
		t.Fatal(err)
	}
	if _, err := d.SyncAll(ctx); err != nil {
		t.Fatal(err)
	}
	shops, err := d.Store.ListShops(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, shop := range shops {
		page, err := d.Store.ListAfterSales(ctx, domain.AfterSaleQuery{ShopIDs: []string{shop.ID}, View: "open", Limit: 200})
		if err != nil {
			t.Fatal(err)
		}
		acted := map[domain.ActKind]bool{}
		for _, row := range page.Items {
			r := domain.ActRequest{IDs: []string{row.ID}, AddressID: "5001"}
			switch {
			case row.Status != domain.StatusAwaitMerchant || row.Arbitration != domain.ArbNone || row.Type == domain.CasePriceAdjust:
				continue
			case !acted[domain.ActAgree]:
				r.Kind = domain.ActAgree
			case !acted[domain.ActRefuse] && row.Type != domain.CaseRefundUnshipped:
				reasons, err := d.RefuseReasons(ctx, row.ID)
				if err != nil || len(reasons) == 0 {
					t.Fatalf("%s: reasons to refuse: %v, %v", shop.Platform, reasons, err)
				}
				i := 0
				for reasons[i].EvidenceNeed {
					i++
				}
				r.Kind, r.Reason, r.ReasonCode, r.Note = domain.ActRefuse, reasons[i].Text, reasons[i].Code, "已与买家电话沟通"
			default:
				continue
			}
			p, err := d.Acts.Preview(ctx, r)
			if err != nil {
				t.Fatal(err)
			}
			if why := p.Blocked[row.ID]; why != "" {
				t.Logf("%s: %s of %s is blocked: %s", shop.Platform, r.Kind, row.Type, why)
				continue
			}
			acts, err := d.Acts.Queue(ctx, r, "小王")
			if err != nil {
				t.Fatal(err)
			}
			if _, err := d.FlushActs(ctx); err != nil {
				t.Fatalf("%s: %s of %s: %v", shop.Platform, r.Kind, row.Type, err)
			}
			a, err := d.Store.GetAct(ctx, acts[0].ID)
			if err != nil {
				t.Fatal(err)
			}
			if a.State == domain.ActFailed && a.Code == domain.CodeUnsupported {
				continue // that platform has no such operation for that type
			}
			now, err := d.Store.GetAfterSale(ctx, row.ID)
			if err != nil || a.State != domain.ActDone || now.Status == domain.StatusAwaitMerchant {
				t.Errorf("%s: %s of %s ended %s %s %v, the case is %s (%v)", shop.Platform, r.Kind, row.Type, a.State, a.Code, a.Params, now.Status, err)
			}
			acted[r.Kind] = true
		}
		if !acted[domain.ActAgree] {
			t.Errorf("%s: nothing could be agreed to among %d open cases", shop.Platform, len(page.Items))
		}
		t.Logf("%s: %v", shop.Platform, acted)
	}
}

// A shop whose platform does not answer, or says "later" for a long time, holds
// up no other: the others are whole before it has said a word.
func TestAShopThatHangsHoldsUpNoOther(t *testing.T) {
	ctx, c := context.Background(), newClock()
	d := open(t, t.TempDir(), c)
	if _, err := d.AddDemoShops(ctx, demoOf(c, scaled(300, 150))); err != nil {
		t.Fatal(err)
	}
	shops, err := d.Store.ListShops(ctx)
	if err != nil {
		t.Fatal(err)
	}
	others := make(chan struct{})
	hanging := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		select { // the first shop answers only after the others are in
		case <-others:
			w.Header().Set("Retry-After", "3600")
			w.WriteHeader(http.StatusTooManyRequests)
		case <-r.Context().Done():
		}
	}))
	t.Cleanup(hanging.Close)
	t.Cleanup(hanging.CloseClientConnections)
	d.demo[shops[0].Platform].url = hanging.URL
	go func() {
		for ctx.Err() == nil {
			done := 0
			for _, s := range shops[1:] {
				if runs, err := d.Store.ListRuns(ctx, s.ID, 1); err == nil && len(runs) == 1 && runs[0].EndedAt > 0 {
					done++
				}
			}
			if done == len(shops)-1 {
				close(others)
				return
			}
			time.Sleep(5 * time.Millisecond)
		}
	}()
	runs, err := d.SyncAll(ctx)
	if domain.CodeOf(err) != domain.CodeRateLimited || len(runs) != len(shops) {
		t.Fatalf("%d runs, %v", len(runs), err)
	}
	for i, r := range runs {
		if (r.Code == "") != (i > 0) || (r.Orders > 0) != (i > 0) {
			t.Errorf("%s: %+v", shops[i].Platform, r)
		}
	}
}
