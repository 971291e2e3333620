package pull

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"sort"
	"testing"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/store"
)

func TestAPullBringsEverythingAndASecondOneNothing(t *testing.T) {
	d := newDesk(t, apiShop)
	d.f.fill(95, epoch)
	d.f.expires = d.now() + 48*domain.Hour
	run := d.pull()
	if run.Orders != 95 || run.AfterSales != 19 || run.Code != "" || run.EndedAt == 0 {
		t.Errorf("run %+v", run)
	}
	if o, a := d.count("orders"), d.count("after_sales"); o != 95 || a != 19 {
		t.Errorf("%d orders, %d cases", o, a)
	}
	ctx := context.Background()
	c, err := d.st.GetAfterSale(ctx, "s1.7200000000000000000")
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Events) != 1 || c.BuyerRemark == "" || c.Reason != domain.ReasonQuality || c.FirstReason != domain.ReasonQuality || c.Source.PayloadHash == "" {
		t.Errorf("case %+v", c)
	}
	shop, _ := d.st.GetShop(ctx, "s1")
	if shop.DataAsOf != run.StartedAt || shop.TokenExpires != d.f.expires || shop.LastError != "" {
		t.Errorf("shop %+v", shop)
	}
	again := d.pull()
	if again.Changed != 0 {
		t.Errorf("a second pull changed %d rows", again.Changed)
	}
	runs, _ := d.st.ListRuns(ctx, "s1", 10)
	if len(runs) != 2 || runs[0].EndedAt == 0 {
		t.Errorf("receipts %+v", runs)
	}
}

func TestPollingConvergesWithoutPushes(t *testing.T) { // SY-02
	d := newDesk(t, apiShop)
	d.f.pageSize = 100
	d.f.fill(500, epoch)
	d.pull()
	d.later(domain.Hour)
	i := 0
	for _, c := range d.f.cases {
		c.Status, c.Updated = "12", d.now()-domain.Hour+domain.Instant(i)*domain.Second
		i++
	}
	run := d.pull()
	if run.Changed != int64(len(d.f.cases)) {
		t.Errorf("%d of %d changed cases arrived", run.Changed, len(d.f.cases))
	}
	n, err := d.st.CountAfterSales(context.Background(), domain.AfterSaleQuery{})
	if err != nil || n.Open != 0 {
		t.Errorf("%d cases still open, %v", n.Open, err)
	}
}

func TestAChangeOnALaterPageIsFoundBehindUnchangedOnes(t *testing.T) { // SY-03
	d := newDesk(t, apiShop)
	d.f.fill(30, epoch)
	for _, o := range d.f.orders { // one moment: every page is re-read each time
		o.Updated = epoch + domain.Hour
	}
	d.pull()
	id := fmt.Sprintf("69%017d", 25) // third page
	d.f.orders[id].Status = "4"
	d.pull()
	o, err := d.st.GetOrder(context.Background(), domain.RemoteKey("s1", id))
	if err != nil || o.Status != domain.OrderCancelled {
		t.Errorf("order is %s, %v", o.Status, err)
	}
}

func TestAnUnknownStatusIsKeptCountedAndMappedLaterWithoutRefetch(t *testing.T) { // SY-04
	d := newDesk(t, apiShop)
	d.f.fill(10, epoch)
	d.f.orders["6900000000000000003"].Status = "77"
	d.f.cases["7200000000000000005"].Status = "99"
	d.pull()
	ctx := context.Background()
	c, _ := d.st.GetAfterSale(ctx, "s1.7200000000000000005")
	if c.Status != domain.StatusUnknown || c.RawStatus != "99" || !c.Status.Open() {
		t.Errorf("case %s %s", c.Status, c.RawStatus)
	}
	un, _ := d.st.ListUnmapped(ctx, "s1")
	if len(un) != 2 {
		t.Fatalf("unmapped %+v", un)
	}
	calls := len(d.f.asked)
	before := fmt.Sprint(d.f.asked)
	d.f.mapped["order.status=77"], d.f.mapped["after_sale.status=99"] = "shipped", "closed"
	n, changed, err := d.p.Rederive(ctx, "s1")
	if err != nil || changed != 2 || n < 12 {
		t.Errorf("rederive: %d payloads, %d changed, %v", n, changed, err)
	}
	if len(d.f.asked) != calls || fmt.Sprint(d.f.asked) != before {
		t.Errorf("something was fetched: %v", d.f.asked)
	}
	o, _ := d.st.GetOrder(ctx, "s1.6900000000000000003")
	c, _ = d.st.GetAfterSale(ctx, "s1.7200000000000000005")
	if o.Status != domain.OrderShipped || c.Status != domain.StatusClosed || len(c.Events) != 1 {
		t.Errorf("after mapping: %s %s %d events", o.Status, c.Status, len(c.Events))
	}
}

func TestRederivingGivesTheSameRows(t *testing.T) { // SY-05
	d := newDesk(t, apiShop)
	d.f.fill(200, epoch)
	d.pull()
	for i, c := range []string{"7200000000000000000", "7200000000000000005"} { // lists and details of different age
		d.f.cases[c].Status, d.f.cases[c].Updated, d.f.cases[c].Talk = "12", d.now()+domain.Instant(i), []string{"a", "b"}
	}
	d.pull()
	ctx := context.Background()
	dump := func() (out []any) {
		for id := range d.f.orders {
			o, err := d.st.GetOrder(ctx, domain.RemoteKey("s1", id))
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, o)
		}
		for id := range d.f.cases {
			a, err := d.st.GetAfterSale(ctx, domain.RemoteKey("s1", id))
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, a)
		}
		sort.Slice(out, func(i, j int) bool { return fmt.Sprint(out[i]) < fmt.Sprint(out[j]) })
		return out
	}
	before := dump()
	n, changed, err := d.p.Rederive(ctx, "s1")
	if err != nil || changed != 0 || n != 200+40+40 {
		t.Errorf("%d payloads, %d changed, %v", n, changed, err)
	}
	if !reflect.DeepEqual(before, dump()) {
		t.Error("rows differ after making them again")
	}
}

func TestReconcileNamesWhatWasMissing(t *testing.T) { // SY-06
	d := newDesk(t, apiShop)
	d.f.fill(scaled(400, 120), epoch)
	rnd := rand.New(rand.NewPCG(7, 7))
	var ids, want []string
	for id := range d.f.orders {
		ids = append(ids, id)
	}
	sort.Strings(ids)
	for _, i := range rnd.Perm(len(ids))[:37] {
		d.f.hidden[ids[i]] = true
		want = append(want, ids[i])
	}
	sort.Strings(want)
	d.pull()
	if d.count("orders") != int64(scaled(400, 120)-37) {
		t.Fatalf("%d orders before", d.count("orders"))
	}
	d.later(domain.Minute)
	d.f.orders["new"] = &fakeOrder{ID: "new", Status: "2", Fen: 1, Created: d.now() - domain.Second, Updated: d.now()}
	run, missing, err := d.p.Reconcile(context.Background(), "s1", 30)
	if err != nil || run.Kind != "reconcile" || run.Code != "" {
		t.Fatalf("run %+v %v", run, err)
	}
	if !reflect.DeepEqual(missing, want) {
		t.Errorf("named %d: %v", len(missing), missing)
	}
	if d.count("orders") != int64(scaled(400, 120)+1) {
		t.Errorf("%d orders after", d.count("orders"))
	}
	o, err := d.st.GetOrder(context.Background(), domain.RemoteKey("s1", want[0]))
	if err != nil || o.PaidAt != d.f.orders[want[0]].Created {
		t.Errorf("revenue lies on %v, not on the business date; %v", o.PaidAt, err)
	}
	if _, missing, err = d.p.Reconcile(context.Background(), "s1", 30); err != nil || len(missing) != 0 {
		t.Errorf("a second reconcile names %v, %v", missing, err)
	}
}

func TestTroubleWithOneShopStaysWithThatShop(t *testing.T) { // SY-10
	ctx := context.Background()
	for code, want := range map[domain.Code]domain.ShopState{domain.CodeUnauthorized: domain.ShopUnauthorized, domain.CodeUnavailable: domain.ShopActive, domain.CodeRateLimited: domain.ShopActive} {
		d := newDesk(t, apiShop)
		d.f.fill(20, epoch)
		other := apiShop
		other.ID = "s2"
		if err := d.st.Write(ctx, func(tx *store.Tx) error { return tx.PutShop(ctx, other) }); err != nil {
			t.Fatal(err)
		}
		d.pull()
		asOf := d.now()
		d.later(domain.Hour)
		d.f.fail["cases"] = domain.E(code, errors.New("no"), "reason", "token_expired")
		run, err := d.p.Shop(ctx, "s1")
		if domain.CodeOf(err) != code || run.Code != code || run.Param != "token_expired" {
			t.Errorf("%s: run %+v %v", code, run, err)
		}
		s1, _ := d.st.GetShop(ctx, "s1")
		s2, _ := d.st.GetShop(ctx, "s2")
		if s1.State != want || s1.LastError != code || s1.DataAsOf != asOf || s2.State != domain.ShopActive {
			t.Errorf("%s: %s %s as of %v; other %s", code, s1.State, s1.LastError, s1.DataAsOf, s2.State)
		}
		delete(d.f.fail, "cases")
		d.pull()
		if s1, _ = d.st.GetShop(ctx, "s1"); s1.State != domain.ShopActive || s1.LastError != "" {
			t.Errorf("%s: after it works again: %s %s", code, s1.State, s1.LastError)
		}
	}
	d := newDesk(t, apiShop)
	paused := apiShop
	paused.State = domain.ShopPaused
	_ = d.st.Write(ctx, func(tx *store.Tx) error { return tx.PutShop(ctx, paused) })
	if _, err := d.p.Shop(ctx, "s1"); domain.CodeOf(err) != domain.CodeConflict {
		t.Errorf("a paused shop: %v", err)
	}
	_ = d.st.Write(ctx, func(tx *store.Tx) error { return tx.PutShop(ctx, fileShop) })
	if _, err := d.p.Shop(ctx, "s1"); domain.CodeOf(err) != domain.CodeUnsupported {
		t.Errorf("a shop of files: %v", err)
	}
	if _, err := d.p.Shop(ctx, "s9"); domain.CodeOf(err) != domain.CodeNotFound {
		t.Errorf("no shop: %v", err)
	}
}

func TestABadItemIsAProblemAndThePageGoesOn(t *testing.T) {
	d := newDesk(t, apiShop)
	d.f.fill(20, epoch)
	d.f.orders["6900000000000000007"].Fen = -1
	run := d.pull()
	p, err := d.st.ListProblems(context.Background(), "s1", 10)
	if err != nil || len(p) != 1 || p[0].RemoteID != "6900000000000000007" || p[0].Field != "fen" || run.Problems != 1 || d.count("orders") != 19 {
		t.Errorf("problems %+v, run %+v, %v", p, run, err)
	}
}

func TestDetailsThatFailAreReadByTheNextRun(t *testing.T) {
	d := newDesk(t, apiShop)
	d.f.fill(50, epoch)
	d.f.fail["detail"] = domain.E(domain.CodeUnavailable, errors.New("no"))
	if _, err := d.p.Shop(context.Background(), "s1"); domain.CodeOf(err) != domain.CodeUnavailable {
		t.Fatal(err)
	}
	delete(d.f.fail, "detail")
	d.pull()
	for id := range d.f.cases {
		c, err := d.st.GetAfterSale(context.Background(), domain.RemoteKey("s1", id))
		if err != nil || len(c.Events) != 1 {
			t.Errorf("case %s has %d events, %v", id, len(c.Events), err)
		}
	}
}

func TestNoParcelIsTracedTwiceInHalfAnHour(t *testing.T) { // SY-08
	d := newDesk(t, apiShop)
	d.f.fill(120, d.now()-domain.Day)
	d.f.traces["YT0000000000001"] = []domain.TraceEvent{{At: d.now() - 20*domain.Hour, State: domain.TrackPickedUp, Text: "已揽收", Reporter: "platform"}}
	last := map[string]domain.Instant{}
	for range scaled(40, 12) {
		before := map[string]int{}
		for k, v := range d.f.asked {
			before[k] = v
		}
		d.pull()
		for k, v := range d.f.asked {
			if len(k) < 7 || k[:6] != "trace " || v == before[k] {
				continue
			}
			if v-before[k] > 1 || (last[k] != 0 && d.now()-last[k] < traceRest) {
				t.Fatalf("%s asked again after %d ms", k, d.now()-last[k])
			}
			last[k] = d.now()
		}
		d.later(7 * domain.Minute)
	}
	if len(last) == 0 {
		t.Fatal("nothing was traced")
	}
	p, err := d.st.GetParcel(context.Background(), domain.ParcelID("s1", "yuantong", "YT0000000000001"))
	if err != nil || p.Parcel.PickedAt == 0 || len(p.Traces) != 1 {
		t.Errorf("parcel %+v, %v", p, err)
	}
	d.later(24 * domain.Hour)
	d.f.fail["trace"] = domain.E(domain.CodeRateLimited, errors.New("slow"))
	if run := d.pull(); run.Code != "" {
		t.Errorf("a throttled trace ended the run: %+v", run)
	}
}

func TestAStreamThatNeverMovesEndsTheRun(t *testing.T) {
	d := newDesk(t, apiShop)
	d.p.d.Open = func(context.Context, domain.Shop) (platform.Connector, error) { return stuck{d.f}, nil }
	if _, err := d.p.Shop(context.Background(), "s1"); domain.CodeOf(err) != domain.CodeUnavailable || domain.ParamOf(err, "reason") != "stuck" {
		t.Errorf("%v", err)
	}
}

type stuck struct{ *fake }

func (stuck) Orders(context.Context, platform.Cursor) (platform.Page[domain.Order], error) {
	return platform.Page[domain.Order]{Next: "same"}, nil
}

func TestADamagedCursorStartsTheStreamAgain(t *testing.T) {
	d := newDesk(t, apiShop)
	d.f.fill(20, epoch)
	ctx := context.Background()
	if err := d.st.Write(ctx, func(tx *store.Tx) error { return tx.PutCursor(ctx, "s1", streamOrders, "{broken") }); err != nil {
		t.Fatal(err)
	}
	d.pull()
	if d.count("orders") != 20 {
		t.Errorf("%d orders", d.count("orders"))
	}
}
