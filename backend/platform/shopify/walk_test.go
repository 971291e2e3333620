package shopify

import (
	"testing"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
)

func walkOrders(t *testing.T, c *Connector, at platform.Cursor) (map[string]domain.Order, platform.Cursor) {
	t.Helper()
	got := map[string]domain.Order{}
	for range 300 {
		p, err := c.Orders(t.Context(), at)
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

func walkCases(t *testing.T, c *Connector, at platform.Cursor) (map[string]domain.AfterSale, platform.Cursor) {
	t.Helper()
	got := map[string]domain.AfterSale{}
	for range 300 {
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

func TestRowsOfTheEdgeSecondAreRead(t *testing.T) {
	s := newShop(t)
	s.addOrder(1000, epoch-90000, epoch) // in the second in which the run begins
	now := testNow()
	c := open(t, s, func(d *platform.Deps) { d.Now = func() domain.Instant { return now } })
	got, at := walkOrders(t, c, "")
	if len(got) != 1 {
		t.Fatal("the last second was left out")
	}
	s.addOrder(1001, epoch-90000, epoch-1800) // exactly one overlap before the mark
	now += domain.Hour
	if got, _ := walkOrders(t, c, at); len(got) != 2 {
		t.Fatalf("%d rows at the edge", len(got))
	}
}

// A decided case arrives with a time that is not behind the one before: the
// store keeps the newest.
func TestADecisionIsNewerThanTheRequest(t *testing.T) {
	s := newShop(t)
	s.addReturn(1000, 7001, epoch-7200, "REQUESTED")
	now := testNow()
	c := open(t, s, func(d *platform.Deps) { d.Now = func() domain.Instant { return now } })
	first, at := walkCases(t, c, "")
	s.mu.Lock()
	s.cases[1000]["returns"].(map[string]any)["nodes"].([]any)[0].(map[string]any)["status"] = "DECLINED"
	s.cases[1000]["updatedAt"], s.orders[1000]["updatedAt"] = rfc(epoch+600), rfc(epoch+600)
	s.mu.Unlock()
	now += domain.Hour
	next, _ := walkCases(t, c, at)
	a, b := first["1000-r7001"], next["1000-r7001"]
	if a.Status != domain.StatusAwaitMerchant || b.Status != domain.StatusClosed || b.UpdatedAt <= a.UpdatedAt || b.ClosedAt != domain.FromUnix(epoch+600) {
		t.Fatalf("%s at %s, then %s at %s", a.Status, a.UpdatedAt, b.Status, b.UpdatedAt)
	}
}

// Disputes have no time of change: an old one that was decided shows in the next
// run, and a shop that may not read them has none.
func TestADecidedDisputeIsSeenAndNoScopeIsNoFault(t *testing.T) {
	s := newShop(t)
	s.addDispute(600001, epoch-90*86400, "UNDER_REVIEW")
	s.addDispute(600002, epoch-300*86400, "UNDER_REVIEW") // decided long ago
	now := testNow()
	c := open(t, s, func(d *platform.Deps) { d.Now = func() domain.Instant { return now } })
	got, at := walkCases(t, c, "")
	if len(got) != 1 || got["d600001"].Arbitration != domain.ArbRunning {
		t.Fatalf("%v", got)
	}
	s.mu.Lock()
	s.disputes[600001]["status"], s.disputes[600001]["finalizedOn"] = "WON", rfc(epoch+60)
	s.mu.Unlock()
	now += domain.Hour
	if got, at = walkCases(t, c, at); got["d600001"].Status != domain.StatusClosed || got["d600001"].Arbitration != domain.ArbForMerchant {
		t.Fatalf("%v", got)
	}
	s.deny["Disputes"] = true
	s.addReturn(1000, 7001, epoch+3700, "REQUESTED")
	now += domain.Hour
	if got, _ = walkCases(t, c, at); len(got) != 1 || got["1000-r7001"].ID == "" {
		t.Fatalf("without the scope: %v", got)
	}
}

// SY-06: a range is read by its beginning, whatever happened since.
func TestARangeFindsRowsThatChangedAfterIt(t *testing.T) {
	s := newShop(t)
	for i := range 40 {
		s.addOrder(1000+i, epoch-20*86400+int64(i), epoch-60)
	}
	s.addOrder(2000, epoch-2*86400, epoch-60)
	for i := range 10 {
		s.addReturn(1000+i, 7000+i, epoch-20*86400+int64(i), "CLOSED")
		s.mu.Lock() // the order changed again since
		s.orders[1000+i]["updatedAt"] = rfc(epoch - 60)
		s.mu.Unlock()
	}
	s.addReturn(2000, 8000, epoch-86400, "REQUESTED") // after the range
	s.addDispute(600001, epoch-20*86400, "LOST")
	s.addDispute(600002, epoch-10*86400, "LOST")
	c := open(t, s, nil)
	from, to := domain.FromUnix(epoch-21*86400), domain.FromUnix(epoch-19*86400)
	got, at := walkOrders(t, c, c.OrdersBetween(from, to))
	if len(got) != 40 || got["2000"].ID != "" {
		t.Fatalf("%d orders in the range", len(got))
	}
	if more, _ := walkOrders(t, c, at); len(more) != 0 {
		t.Fatalf("a finished range went on: %d rows", len(more))
	}
	cases, next := walkCases(t, c, c.AfterSalesBetween(from, to))
	if len(cases) != 11 || cases["d600001"].ID == "" || cases["d600002"].ID != "" || cases["2000-r8000"].ID != "" {
		t.Fatalf("%d cases in the range", len(cases))
	}
	if more, _ := walkCases(t, c, next); len(more) != 0 {
		t.Fatalf("a finished range of cases went on: %d", len(more))
	}
}

func TestOneCaseIsReadByItsId(t *testing.T) {
	s := newShop(t)
	s.addReturn(1000, 7001, epoch-60, "REQUESTED")
	s.addDispute(600001, epoch-60, "NEEDS_RESPONSE")
	c := open(t, s, nil)
	for _, id := range []string{"1000-r7001", "d600001"} {
		if one, err := c.AfterSale(t.Context(), id); err != nil || one.Value.RemoteID != id {
			t.Errorf("%s: %v", id, err)
		}
	}
	for id, code := range map[string]domain.Code{"1000-r9": domain.CodeNotFound, "1000-f7001": domain.CodeNotFound, "9-r1": domain.CodeNotFound, "d9": domain.CodeNotFound,
		"1000": domain.CodeInvalid, "1000-x1": domain.CodeInvalid, "dx": domain.CodeInvalid, "1000-r": domain.CodeInvalid, "": domain.CodeInvalid} {
		if _, err := c.AfterSale(t.Context(), id); domain.CodeOf(err) != code {
			t.Errorf("%q: %v, want %s", id, err, code)
		}
	}
}
