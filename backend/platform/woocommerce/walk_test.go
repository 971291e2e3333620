package woocommerce

import (
	"strings"
	"testing"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
)

func walkOrders(t *testing.T, c *Connector, at platform.Cursor) (map[string]domain.Order, platform.Cursor, int) {
	t.Helper()
	got := map[string]domain.Order{}
	for page := 1; page < 200; page++ {
		p, err := c.Orders(t.Context(), at)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range p.Items {
			got[i.RemoteID] = i.Value
		}
		if at = p.Next; p.Done {
			return got, at, page
		}
	}
	t.Fatal("no end")
	return nil, "", 0
}

func walkCases(t *testing.T, c *Connector, at platform.Cursor) (map[string]domain.AfterSale, platform.Cursor) {
	t.Helper()
	got := map[string]domain.AfterSale{}
	for range 200 {
		p, err := c.AfterSales(t.Context(), at)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range p.Items {
			got[i.RemoteID] = i.Value
		}
		if at = p.Next; p.Done {
			return got, at
		}
	}
	t.Fatal("no end")
	return nil, ""
}

// SY-03: rows that change while pages are turned leave the window, and what
// follows moves up across the edge; every row is read in its newest state once
// the next run is done.
func TestNoRowIsLostWhileRowsMove(t *testing.T) {
	s := newShop(t)
	for i := range 700 {
		s.addOrder(1000+i, epoch-90000, epoch-80000+int64(i%7)) // many in each second
	}
	moved := 0
	s.before = func(path string, n int) {
		if path != "/wc/v3/orders" || n == 0 || moved >= 160 {
			return
		}
		s.mu.Lock() // forty early rows change just before this page is cut
		for i := range 40 {
			s.orders[1000+moved+i]["date_modified_gmt"] = written(epoch + 5)
		}
		moved += 40
		s.mu.Unlock()
	}
	now := testNow()
	c := open(t, s, func(d *platform.Deps) { d.Now = func() domain.Instant { return now } })
	got, at, _ := walkOrders(t, c, "")
	now = domain.FromUnix(epoch + 60)
	next, _, _ := walkOrders(t, c, at)
	for id, o := range next {
		got[id] = o
	}
	if len(got) != 700 || moved != 160 {
		t.Fatalf("%d of 700 orders, %d moved", len(got), moved)
	}
	for id, o := range got {
		if want := written(int64(o.UpdatedAt) / 1000); s.orders[number(t, id)]["date_modified_gmt"] != want {
			t.Fatalf("order %s has the state of %s", id, want)
		}
	}
}

func number(t *testing.T, id string) int {
	t.Helper()
	n := 0
	for _, c := range id {
		n = n*10 + int(c-'0')
	}
	return n
}

// A row that comes back in front (restored from the bin) shifts the rest the
// other way: the window begins again.
func TestAWindowThatGrewBeginsAgain(t *testing.T) {
	s := newShop(t)
	for i := range 250 {
		s.addOrder(1000+i, epoch-90000, epoch-80000)
	}
	s.before = func(path string, n int) {
		if path == "/wc/v3/orders" && n == 1 {
			s.addOrder(1, epoch-90000, epoch-80000)
		}
	}
	got, _, _ := walkOrders(t, open(t, s, nil), "")
	if len(got) != 251 {
		t.Fatalf("%d of 251 orders", len(got))
	}
}

// The shop's bounds exclude and have whole seconds: rows of the very edges are
// read all the same.
func TestRowsOfTheEdgeSecondAreRead(t *testing.T) {
	s := newShop(t)
	s.addOrder(1, epoch-90000, epoch) // in the second in which the run begins
	now := testNow()
	c := open(t, s, func(d *platform.Deps) { d.Now = func() domain.Instant { return now } })
	got, at, _ := walkOrders(t, c, "")
	if len(got) != 1 {
		t.Fatal("the last second was left out")
	}
	s.addOrder(2, epoch-90000, epoch-3600) // exactly one overlap before the mark
	now += domain.Hour
	if got, _, pages := walkOrders(t, c, at); len(got) != 2 || pages != 1 {
		t.Fatalf("%d rows at the edge, %d pages", len(got), pages)
	}
	for _, q := range s.queries {
		if q.Get("dates_are_gmt") != "true" || q.Get("status") != "any" || q.Get("orderby") != "id" || q.Get("per_page") != "100" || q.Get("dp") != "2" {
			t.Fatalf("asked %v", q)
		}
	}
}

// A refund has no list of its own: it shows because its order changed.
func TestARefundIsFoundThoughItsOrderIsOld(t *testing.T) {
	s := newShop(t)
	for i := range 130 {
		s.addOrder(1000+i, epoch-300*86400, epoch-300*86400)
	}
	now := testNow()
	c := open(t, s, func(d *platform.Deps) { d.Now = func() domain.Instant { return now } })
	got, at := walkCases(t, c, "")
	if len(got) != 0 {
		t.Fatalf("%d refunds of nothing", len(got))
	}
	now += domain.Hour
	for i := range 120 { // more refunds than a page of refunds
		s.addRefund(1042, 50000+i, epoch+60)
	}
	got, at = walkCases(t, c, at)
	a := got["1042-50001"]
	if len(got) != 120 || a.OrderID != "s1.1042" || a.Refunded != (domain.Money{Minor: 1249, Currency: "EUR"}) || a.AppliedAt != domain.FromUnix(epoch+60) {
		t.Fatalf("%d refunds, %+v", len(got), a)
	}
	now += 2 * domain.Hour
	_, at = walkCases(t, c, at) // the overlap reads them once more
	before := len(s.calls)
	now += 2 * domain.Hour
	if got, _ = walkCases(t, c, at); len(got) != 0 || len(s.calls) != before+1 {
		t.Fatalf("an unchanged shop: %d refunds, %d calls", len(got), len(s.calls)-before)
	}
}

// SY-06: a range is read by creation, whatever happened to its rows since.
func TestARangeFindsRowsThatChangedAfterIt(t *testing.T) {
	s := newShop(t)
	for i := range 230 {
		s.addOrder(1000+i, epoch-20*86400+int64(i), epoch-60)
	}
	s.addOrder(5000, epoch-2*86400, epoch-60)
	for i := range 60 {
		s.addRefund(1000+i, 60000+i, epoch-20*86400+int64(i))
		s.mu.Lock() // the order changed again since
		s.orders[1000+i]["date_modified_gmt"] = written(epoch - 60)
		s.mu.Unlock()
	}
	s.addRefund(5000, 70000, epoch-86400) // after the range
	c := open(t, s, nil)
	from, to := domain.FromUnix(epoch-21*86400), domain.FromUnix(epoch-19*86400)
	got, at, _ := walkOrders(t, c, c.OrdersBetween(from, to))
	if len(got) != 230 || got["5000"].ID != "" {
		t.Fatalf("%d orders in the range", len(got))
	}
	if more, _, pages := walkOrders(t, c, at); len(more) != 0 || pages != 1 {
		t.Fatalf("a finished range went on: %d rows, %d pages", len(more), pages)
	}
	cases, next := walkCases(t, c, c.AfterSalesBetween(from, to))
	if len(cases) != 60 || cases["5000-70000"].ID != "" {
		t.Fatalf("%d refunds in the range", len(cases))
	}
	if more, _ := walkCases(t, c, next); len(more) != 0 {
		t.Fatalf("a finished range of refunds went on: %d", len(more))
	}
}

// The bounds of reviews are in the site's own zone, whichever it is.
func TestReviewsAreReadAcrossZonesAndAgainForAMonth(t *testing.T) {
	s := newShop(t)
	s.addReview(22, epoch-60)
	now := testNow()
	c := open(t, s, func(d *platform.Deps) { d.Now = func() domain.Instant { return now } })
	read := func(at platform.Cursor) (map[string]bool, platform.Cursor) {
		got := map[string]bool{}
		for range 50 {
			p, err := c.Reviews(t.Context(), at)
			if err != nil {
				t.Fatal(err)
			}
			for _, i := range p.Items {
				got[i.RemoteID] = true
			}
			if at = p.Next; p.Done {
				return got, at
			}
		}
		t.Fatal("no end")
		return nil, ""
	}
	got, at := read("")
	if !got["22"] { // written two hours "later" in the site's zone
		t.Fatal("a review of the last minute was left out")
	}
	s.addReview(21, epoch-20*86400) // written long ago, approved now
	now += domain.Hour
	if got, _ = read(at); !got["21"] || !got["22"] {
		t.Fatalf("read again: %v", got)
	}
}

func TestAListWithoutTotalsEndsAllTheSame(t *testing.T) {
	s := newShop(t)
	for i := range 250 {
		s.addOrder(1000+i, epoch-90000, epoch-80000)
	}
	c := open(t, noTotals(s), nil)
	if got, _, _ := walkOrders(t, c, ""); len(got) != 250 {
		t.Fatalf("%d of 250 orders", len(got))
	}
}

func TestADamagedPlaceInAListIsRefused(t *testing.T) {
	for _, key := range []string{"x", "1", "0/5", "-1/5", "2/x", "2/-2", "99999999999999999999/1"} {
		if _, _, ok := position(key); ok {
			t.Errorf("%s was taken", key)
		}
	}
	if p, total, ok := position("3/250"); !ok || p != 3 || total != 250 {
		t.Error("3/250 was not read")
	}
}

func TestCurrenciesWithThreeDecimalsAreAskedWithThree(t *testing.T) {
	for currency, want := range map[string]string{"KWD": "3", "EUR": "2", "JPY": "2", "": "2"} {
		c := bare()
		c.d.Shop.Currency = currency
		if got := c.orderQuery(walkQuery()).Get("dp"); got != want {
			t.Errorf("%s: %s, want %s", currency, got, want)
		}
	}
	if q := bare().orderQuery(walkQuery()); !strings.HasPrefix(q.Get("modified_after"), "2026-") || q.Get("after") != "" {
		t.Errorf("asked %v", q)
	}
}
