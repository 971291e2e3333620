package pull

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

	"afterdesk/backend/domain"
)

// lose deletes orders behind the program's back, as a damaged disk or another
// tool would: the house itself never deletes one. The driver is the store's.
func (d *desk) lose(remoteIDs []string) {
	d.t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(d.dir, "afterdesk.db")+"?_pragma=foreign_keys(1)&_pragma=busy_timeout(10000)")
	if err != nil {
		d.t.Fatal(err)
	}
	defer db.Close()
	for _, id := range remoteIDs {
		for _, q := range []string{`DELETE FROM order_fts WHERE rowid = (SELECT n FROM orders WHERE remote_id = ?)`, `DELETE FROM orders WHERE remote_id = ?`} {
			res, err := db.Exec(q, id)
			if err != nil {
				d.t.Fatal(err)
			}
			if n, err := res.RowsAffected(); err != nil || n != 1 {
				d.t.Fatalf("%d rows of %s went, %v", n, id, err)
			}
		}
	}
}

// revenue sums what was paid by the shop's business day of the payment.
func (d *desk) revenue() map[domain.ShopDay]int64 {
	d.t.Helper()
	shanghai := time.FixedZone("", 8*3600)
	out := map[domain.ShopDay]int64{}
	for q := (domain.OrderQuery{Limit: 500}); ; {
		page, err := d.st.ListOrders(context.Background(), q)
		if err != nil {
			d.t.Fatal(err)
		}
		for _, row := range page.Items {
			if row.PaidAt > 0 {
				out[domain.DayOf(row.PaidAt, shanghai)] += row.Paid.Minor
			}
		}
		if q.Cursor = page.Next; page.Next == "" {
			return out
		}
	}
}

// clean ends the counting of every day that waits for it; dirty names the days
// whose orders wait.
func (d *desk) clean() {
	d.t.Helper()
	ctx := context.Background()
	keys, err := d.st.DirtyTrends(ctx, 0)
	if err != nil {
		d.t.Fatal(err)
	}
	for _, k := range keys {
		if err := d.st.PutTrendSegment(ctx, k, func([]domain.TrendFact) []byte { return []byte{1} }); err != nil {
			d.t.Fatal(err)
		}
	}
}

func (d *desk) dirty() map[domain.ShopDay]bool {
	d.t.Helper()
	keys, err := d.st.DirtyTrends(context.Background(), 0)
	if err != nil {
		d.t.Fatal(err)
	}
	out := map[domain.ShopDay]bool{}
	for _, k := range keys {
		if k.Kind == domain.TrendOrders {
			out[k.Day] = true
		}
	}
	return out
}

// SY-06 with the real connector: 37 random orders are deleted; "reconcile 30
// days" brings all of them back and names each; what they earned lies on the day
// they were paid, and that day's figures are counted anew, not the day of the
// reconcile.
func TestThirtySevenDeletedOrdersComeBackAndAreNamed(t *testing.T) {
	d, _, _ := simDesk(t, scaled(900, 130))
	d.pull()
	ctx := context.Background()
	d.later(3 * domain.Day) // the world goes on; the reconcile is on another business day
	d.pull()
	var ids []string
	page, err := d.st.ListOrders(ctx, domain.OrderQuery{Limit: 500})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range page.Items {
		if row.CreatedAt < d.now()-domain.Day {
			ids = append(ids, row.RemoteID)
		}
	}
	rnd := rand.New(rand.NewPCG(37, 37))
	var lost []string
	days := map[domain.ShopDay]bool{}
	for _, i := range rnd.Perm(len(ids))[:37] {
		lost = append(lost, ids[i])
	}
	sort.Strings(lost)
	before := map[string]domain.Order{}
	for _, id := range lost {
		o, err := d.st.GetOrder(ctx, domain.RemoteKey("s1", id))
		if err != nil {
			t.Fatal(err)
		}
		before[id] = o
		if o.PaidAt > 0 {
			days[domain.DayOf(o.PaidAt, time.FixedZone("", 8*3600))] = true
		}
	}
	earned := d.revenue()
	d.clean()
	d.lose(lost)
	if after := d.revenue(); fmt.Sprint(after) == fmt.Sprint(earned) {
		t.Fatal("nothing was deleted")
	}
	_, missing, err := d.p.Reconcile(ctx, "s1", 30)
	if err != nil || !slices.Equal(missing, lost) {
		t.Fatalf("named %d of 37: %v, want %v (%v)", len(missing), missing, lost, err)
	}
	for _, id := range lost {
		got, err := d.st.GetOrder(ctx, domain.RemoteKey("s1", id))
		if err != nil {
			t.Errorf("%s did not come back: %v", id, err)
			continue
		}
		was := before[id]
		if got.PaidAt != was.PaidAt || got.Paid != was.Paid || got.CreatedAt != was.CreatedAt || len(got.Lines) != len(was.Lines) || len(got.Parcels) != len(was.Parcels) {
			t.Errorf("%s came back as %+v, was %+v", id, got, was)
		}
		if found, err := d.st.ListOrders(ctx, domain.OrderQuery{Text: id}); err != nil || len(found.Items) != 1 {
			t.Errorf("%s is not found by a search: %d, %v", id, len(found.Items), err)
		}
	}
	if after := d.revenue(); fmt.Sprint(after) != fmt.Sprint(earned) {
		t.Errorf("revenue by business day before and after:\n%v\n%v", earned, after)
	}
	today := domain.DayOf(d.now(), time.FixedZone("", 8*3600))
	for day := range d.dirty() {
		if day == today {
			t.Errorf("the figures of the reconcile's own day %s are counted anew", day)
		}
		delete(days, day)
	}
	if len(days) != 0 {
		t.Errorf("the figures of %v are not counted anew", days)
	}
	if _, missing, err = d.p.Reconcile(ctx, "s1", 30); err != nil || len(missing) != 0 {
		t.Errorf("a second reconcile names %s, %v", strings.Join(missing, " "), err)
	}
}
