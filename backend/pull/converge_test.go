package pull

import (
	"context"
	"fmt"
	"slices"
	"sort"
	"testing"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
)

// SY-02: no push ever arrives here. 5,000 cases that changed within an hour are
// all as the platform has them after one pull, with what only their detail says.
func TestFiveThousandChangedCasesConvergeInOnePoll(t *testing.T) {
	n := scaled(5000, 200)
	d := newDesk(t, apiShop)
	d.f.pageSize = 100
	for i := range n {
		at := epoch + domain.Instant(i)*domain.Minute
		id := fmt.Sprintf("72%017d", i)
		d.f.cases[id] = &fakeCase{ID: id, OrderID: fmt.Sprintf("69%017d", i), Status: "6", Reason: "质量问题", Fen: 5000 + int64(i), Applied: at, Updated: at, Talk: []string{"申请"}}
	}
	d.pull()
	if got := d.count("after_sales"); got != int64(n) {
		t.Fatalf("%d of %d cases before", got, n)
	}
	d.later(domain.Hour)
	i := 0
	for _, c := range d.f.cases {
		c.Status, c.Updated, c.Talk = "12", d.now()-domain.Hour+domain.Instant(i)*domain.Hour/domain.Instant(n), []string{"申请", "已退款"}
		i++
	}
	run := d.pull()
	ctx := context.Background()
	stale := 0
	for id, c := range d.f.cases {
		row, err := d.st.GetAfterSale(ctx, domain.RemoteKey("s1", id))
		if err != nil {
			t.Fatal(err)
		}
		if row.Status != domain.StatusSucceeded || row.UpdatedAt != c.Updated || len(row.Events) != 2 || row.Asked != domain.CNY(c.Fen) {
			stale++
		}
	}
	if stale != 0 {
		t.Errorf("%d of %d changed cases are not as the platform has them; run %+v", stale, n, run)
	}
	if got := d.count("after_sales"); got != int64(n) {
		t.Errorf("%d cases after, want %d: duplicates", got, n)
	}
	open, err := d.st.CountAfterSales(ctx, domain.AfterSaleQuery{})
	if err != nil || open.Open != 0 {
		t.Errorf("%d cases still open, %v", open.Open, err)
	}
	before := d.print()
	page := d.replayAll(t)
	if after := d.print(); after != before {
		t.Errorf("replaying %d pages changed the book", page)
	}
}

// recorder notes where every page began, to read it again later. It can do all
// that a pull asks of a connector.
type recorder struct {
	platform.Connector
	platform.Detailer
	platform.Tracer
	platform.Rederiver
	orders, cases []platform.Cursor
}

func (r *recorder) Orders(ctx context.Context, at platform.Cursor) (platform.Page[domain.Order], error) {
	r.orders = append(r.orders, at)
	return r.Connector.Orders(ctx, at)
}

func (r *recorder) AfterSales(ctx context.Context, at platform.Cursor) (platform.Page[domain.AfterSale], error) {
	r.cases = append(r.cases, at)
	return r.Connector.AfterSales(ctx, at)
}

// replayAll reads every page of both streams from their beginning and stores it
// twice, without cursors and receipts. It returns how many pages there were.
func (d *desk) replayAll(t *testing.T) int {
	t.Helper()
	ctx := context.Background()
	conn, err := d.p.d.Open(ctx, apiShop)
	if err != nil {
		t.Fatal(err)
	}
	j := &job{p: d.p, shop: apiShop, conn: conn}
	pages := 0
	for at, done := platform.Cursor(""), false; !done; pages++ {
		page, err := conn.Orders(ctx, at)
		for range 2 {
			if err == nil {
				err = j.putOrders(ctx, page, "")
			}
		}
		if err != nil {
			t.Fatal(err)
		}
		at, done = page.Next, page.Done
	}
	for at, done := platform.Cursor(""), false; !done; pages++ {
		page, err := conn.AfterSales(ctx, at)
		for range 2 {
			if err == nil {
				err = j.putCases(ctx, page, "")
			}
		}
		if err == nil {
			err = j.details(ctx)
		}
		if err != nil {
			t.Fatal(err)
		}
		at, done = page.Next, page.Done
	}
	if j.run.Changed != 0 {
		t.Errorf("replayed pages changed %d rows", j.run.Changed)
	}
	return pages
}

// SY-02 with the real connector: any page of a run, read and stored twice more in
// any order, adds no row and leaves every stored byte as it was.
func TestAnyPageReplayedTwiceLeavesEveryByteAsItWas(t *testing.T) {
	d, _, _ := simDesk(t, scaled(1200, 120))
	ctx := context.Background()
	conn, err := d.p.d.Open(ctx, apiShop)
	if err != nil {
		t.Fatal(err)
	}
	rec := &recorder{Connector: conn, Detailer: conn.(platform.Detailer), Tracer: conn.(platform.Tracer), Rederiver: conn.(platform.Rederiver)}
	d.p.d.Open = func(context.Context, domain.Shop) (platform.Connector, error) { return rec, nil }
	d.pull()
	if len(rec.orders) < 5 || len(rec.cases) < 3 {
		t.Fatalf("only %d and %d pages", len(rec.orders), len(rec.cases))
	}
	counts := fmt.Sprint(d.count("orders"), d.count("after_sales"), d.count("parcels"))
	before := d.print()
	j := &job{p: d.p, shop: apiShop, conn: conn}
	slices.Reverse(rec.orders) // old pages behind new ones, as a retry would bring them
	slices.Reverse(rec.cases)
	for range 2 {
		for _, at := range rec.orders {
			page, err := conn.Orders(ctx, at)
			if err == nil {
				err = j.putOrders(ctx, page, "")
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		for _, at := range rec.cases {
			page, err := conn.AfterSales(ctx, at)
			if err == nil {
				err = j.putCases(ctx, page, "")
			}
			if err == nil {
				err = j.details(ctx)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	if got := fmt.Sprint(d.count("orders"), d.count("after_sales"), d.count("parcels")); got != counts || j.run.Changed != 0 {
		t.Errorf("rows %s before, %s after; %d changed", counts, got, j.run.Changed)
	}
	if d.print() != before {
		t.Error("the book's bytes differ after pages were replayed")
	}
}

// AS-02: a deadline that the platform moved is the row's, and its place in the
// inbox, after one poll.
func TestADeadlineThatThePlatformMovedIsFollowedByOnePoll(t *testing.T) {
	d := newDesk(t, apiShop)
	d.f.fill(50, epoch)
	i := 0
	for _, c := range d.f.cases {
		c.Deadline = d.now() + domain.Instant(i+1)*domain.Hour
		i++
	}
	d.pull()
	inbox := func() (ids []string, due []domain.Instant) {
		page, err := d.st.ListAfterSales(context.Background(), domain.AfterSaleQuery{View: "open", Limit: 100})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range page.Items {
			ids, due = append(ids, r.RemoteID), append(due, r.DueAt)
		}
		return ids, due
	}
	ids, due := inbox()
	if len(ids) != 10 || !sort.SliceIsSorted(due, func(i, k int) bool { return due[i] < due[k] }) {
		t.Fatalf("inbox %v %v", ids, due)
	}
	moved, last := d.f.cases[ids[0]], d.f.cases[ids[9]]
	d.later(5 * domain.Minute)
	moved.Deadline, moved.Updated = d.now()+20*domain.Hour, d.now()
	last.Deadline, last.Updated = d.now()+domain.Minute, d.now()
	d.pull()
	ids, due = inbox()
	if ids[0] != last.ID || due[0] != last.Deadline || ids[9] != moved.ID || due[9] != moved.Deadline {
		t.Errorf("after one poll: %v %v", ids, due)
	}
}
