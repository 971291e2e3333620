package doudian

import (
	"fmt"
	"testing"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
)

// marked is a cursor of orders that were read up to a moment.
func marked(unix int64) platform.Cursor {
	return platform.Cursor(fmt.Sprintf(`{"v":1,"s":"orders","mark":%d,"span":86400}`, unix))
}

// walkOrders reads orders until done and returns how often each came.
func walkOrders(t *testing.T, c *Connector, at platform.Cursor) (map[string]domain.Order, platform.Cursor, int) {
	t.Helper()
	got := map[string]domain.Order{}
	for pages := 1; pages < 3000; pages++ {
		p, err := c.Orders(t.Context(), at)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range p.Items {
			if old, ok := got[i.RemoteID]; !ok || i.Value.UpdatedAt >= old.UpdatedAt {
				got[i.RemoteID] = i.Value
			}
		}
		at = p.Next
		if p.Done {
			return got, at, pages
		}
	}
	t.Fatal("no end")
	return nil, "", 0
}

// SY-03: a refund on page 2 is found although page 1 is known and unchanged.
func TestAChangeBehindAnUnchangedPageIsReadInTheSameRun(t *testing.T) {
	s := newShop(t)
	for i := range 250 {
		s.addOrder(fmt.Sprintf("69%017d", i), epoch-7200, epoch-3600+int64(i/10))
	}
	now := testNow()
	c := open(t, s, func(d *platform.Deps) { d.Now = func() domain.Instant { return now } })
	walkOrders(t, c, "")
	// within the overlap the first hundred stay as they are; one behind them is refunded
	at := marked(epoch - 3600)
	s.mu.Lock()
	s.orders[fmt.Sprintf("69%017d", 180)]["order_status"] = 4
	s.mu.Unlock()
	got, _, _ := walkOrders(t, c, at)
	if o := got[fmt.Sprintf("69%017d", 180)]; o.Status != domain.OrderCancelled {
		t.Fatalf("the order behind page one is %q", o.Status)
	}
	if len(got) != 250 {
		t.Fatalf("%d orders read", len(got))
	}
}

// SY-02: rows that leave the window while it is paged do not hide others.
func TestRowsThatMoveWhilePagingHideNoOthers(t *testing.T) {
	for _, clumsy := range []bool{false, true} {
		t.Run(fmt.Sprintf("unsorted answers %v", clumsy), func(t *testing.T) {
			s := newShop(t)
			s.clumsy = clumsy
			for i := range 700 {
				s.addOrder(fmt.Sprintf("69%017d", i), epoch-9000, epoch-8000+int64(i))
			}
			moved := 0
			s.before = func(api string, p map[string]any, n int) {
				if api != apiOrders || number(p["page"]) == 0 || moved >= 150 {
					return
				}
				s.mu.Lock() // thirty early rows change just before this page is cut
				for i := range 30 {
					s.orders[fmt.Sprintf("69%017d", moved+i)]["update_time"] = int64(epoch + 5)
				}
				moved += 30
				s.mu.Unlock()
			}
			now := testNow()
			c := open(t, s, func(d *platform.Deps) { d.Now = func() domain.Instant { return now } })
			got, at, pages := walkOrders(t, c, "")
			now = domain.FromUnix(epoch + 60)
			next, _, _ := walkOrders(t, c, at)
			for id, o := range next {
				got[id] = o
			}
			if len(got) != 700 || moved < 30 {
				t.Fatalf("%d of 700 orders, %d moved, %d pages", len(got), moved, pages)
			}
			for id, o := range got {
				s.mu.Lock()
				want := domain.FromUnix(number(s.orders[id]["update_time"]))
				s.mu.Unlock()
				if o.UpdatedAt != want {
					t.Fatalf("order %s has the state of %s, not of %s", id, o.UpdatedAt, want)
				}
			}
		})
	}
}

func TestAnUnchangedShopIsReadWithOneCallPerRun(t *testing.T) {
	s := busyShop(t, 330, 0)
	now := testNow()
	c := open(t, s, func(d *platform.Deps) { d.Now = func() domain.Instant { return now } })
	got, at, _ := walkOrders(t, c, "")
	if len(got) != 330 {
		t.Fatalf("first run read %d", len(got))
	}
	for run := range 3 {
		now += 2 * domain.Hour
		before := s.counted[apiOrders]
		again, next, pages := walkOrders(t, c, at)
		at = next
		if run > 0 && (pages != 1 || len(again) != 0 || s.counted[apiOrders]-before != 1) {
			t.Errorf("run %d: %d pages, %d rows, %d calls", run, pages, len(again), s.counted[apiOrders]-before)
		}
	}
}

// SY-06: a range is read by creation, whatever happened to its rows since.
func TestARangeFindsRowsThatChangedAfterIt(t *testing.T) {
	s := newShop(t)
	for i := range 230 {
		s.addOrder(fmt.Sprintf("69%017d", i), epoch-20*86400+int64(i), epoch-60)
		s.addCase(fmt.Sprintf("72%017d", i), epoch-20*86400+int64(i), epoch-60)
	}
	s.addOrder("6999999999999999999", epoch-2*86400, epoch-60)
	c := open(t, s, nil)
	got, at, _ := walkOrders(t, c, c.OrdersBetween(domain.FromUnix(epoch-21*86400), domain.FromUnix(epoch-19*86400)))
	if len(got) != 230 || got["6999999999999999999"].ID != "" {
		t.Fatalf("%d orders in the range", len(got))
	}
	if more, _, pages := walkOrders(t, c, at); len(more) != 0 || pages != 1 {
		t.Fatalf("a finished range went on: %d rows, %d pages", len(more), pages)
	}
	cases, cur := map[string]bool{}, c.AfterSalesBetween(domain.FromUnix(epoch-21*86400), domain.FromUnix(epoch-19*86400))
	for range 50 {
		p, err := c.AfterSales(t.Context(), cur)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range p.Items {
			cases[i.RemoteID] = true // windows share their edge, so a row may come twice
		}
		cur = p.Next
		if p.Done {
			break
		}
	}
	if len(cases) != 230 {
		t.Fatalf("%d cases in the range", len(cases))
	}
}

func TestHistoryIsNeverAskedForBeyondWhatThePlatformKeeps(t *testing.T) {
	s := busyShop(t, 5, 5)
	c := open(t, s, nil)
	_, _, _ = walkOrders(t, c, "")
	old := marked(epoch - 400*86400)
	_, _, _ = walkOrders(t, c, old)
	for _, k := range s.calls {
		if k.api == apiOrders && number(k.params["update_time_start"]) < epoch-90*86400 {
			t.Fatalf("asked from %d", number(k.params["update_time_start"]))
		}
	}
}
