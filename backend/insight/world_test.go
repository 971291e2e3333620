package insight

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"afterdesk/backend/domain"
	"afterdesk/backend/rules"
	"afterdesk/backend/store"
)

// desk is a store with a small merchant in it and an Insight over it.
type desk struct {
	*Insight
	t   testing.TB
	s   *store.Store
	now domain.Instant
	set domain.Settings
	r   *rand.Rand
}

func open(t testing.TB, seed uint64) *desk {
	t.Helper()
	d := &desk{t: t, now: domain.Instant(1788000000000), set: domain.DefaultSettings(), r: rand.New(rand.NewPCG(seed, 1))} // 2026-08-29
	clock := func() domain.Instant { return d.now }
	s, err := store.Open(context.Background(), store.Options{Path: filepath.Join(t.TempDir(), "afterdesk.db"), Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	book, err := rules.Load(nil)
	if err != nil {
		t.Fatal(err)
	}
	d.s = s
	d.Insight = New(Deps{Store: s, Rules: func() *rules.Book { return book }, Settings: func() domain.Settings { return d.set }, Now: clock})
	d.write(func(ctx context.Context, tx *store.Tx) error {
		for i, zone := range []string{"Asia/Shanghai", "America/New_York"} {
			id := fmt.Sprintf("s%d", i+1)
			if err := tx.PutShop(ctx, domain.Shop{ID: id, Platform: "doudian", RemoteID: id, Name: "Shop " + id, Currency: "CNY", Zone: zone, ShipProvince: "浙江",
				State: domain.ShopActive, DataAsOf: d.now - domain.Instant(i)*domain.Minute, CreatedAt: d.now - 60*domain.Day}); err != nil {
				return err
			}
		}
		return nil
	})
	return d
}

func (d *desk) write(fn func(ctx context.Context, tx *store.Tx) error) {
	d.t.Helper()
	ctx := context.Background()
	if err := d.s.Write(ctx, func(tx *store.Tx) error { return fn(ctx, tx) }); err != nil {
		d.t.Fatal(err)
	}
}

func pick[T any](r *rand.Rand, list ...T) T { return list[r.IntN(len(list))] }

// fill writes n random orders per shop over 28 days with lines, parcels, cases
// and reviews.
func (d *desk) fill(n int) {
	for _, shop := range []string{"s1", "s2"} {
		var orders []domain.Order
		var cases []domain.AfterSale
		var reviews []domain.Review
		for i := range n {
			o, cs, rv := d.order(shop, i)
			orders, cases, reviews = append(orders, o), append(cases, cs...), append(reviews, rv...)
		}
		d.write(func(ctx context.Context, tx *store.Tx) error {
			if _, err := tx.PutOrders(ctx, orders); err != nil {
				return err
			}
			if _, err := tx.PutAfterSales(ctx, cases); err != nil {
				return err
			}
			_, err := tx.PutReviews(ctx, reviews)
			return err
		})
	}
}

func (d *desk) order(shop string, i int) (domain.Order, []domain.AfterSale, []domain.Review) {
	r := d.r
	remote := fmt.Sprintf("69%017d", i)
	id := domain.RemoteKey(shop, remote)
	paid := d.now - domain.Instant(r.Int64N(int64(28*domain.Day)))
	o := domain.Order{ID: id, ShopID: shop, RemoteID: remote, Status: domain.OrderFinished, CreatedAt: paid - domain.Minute, PaidAt: paid, UpdatedAt: paid + domain.Day,
		Paid: domain.CNY(int64(1000 + r.IntN(50000))), Province: pick(r, "浙江", "广东", "新疆", ""), Lines: []domain.OrderLine{}}
	if r.IntN(20) == 0 {
		o.PaidAt = 0 // never paid: in no rate
	}
	for n := range 1 + r.IntN(3) {
		l := domain.OrderLine{ID: fmt.Sprintf("%s%d", id, n), OrderID: id, RemoteID: fmt.Sprintf("%s%d", remote, n), Status: domain.OrderFinished,
			ProductID: fmt.Sprintf("35%d", r.IntN(4)), ProductName: "连衣裙", Qty: 1, Category: pick(r, "女装", ""), Size: pick(r, "S", "M", "L", "")}
		l.SKUID = l.ProductID + pick(r, "1", "2", "3")
		if r.IntN(4) > 0 {
			l.SignedAt = paid + 4*domain.Day
		}
		if r.IntN(5) > 0 {
			room := fmt.Sprintf("7%018d", r.IntN(3))
			l.Live = domain.LiveRef{RoomID: room, SessionID: domain.RemoteKey(shop, room), HostID: pick(r, "h1", "h2"), HostName: "主播", Channel: pick(r, domain.Channels...)}
		}
		o.Lines = append(o.Lines, l)
	}
	if r.IntN(3) > 0 {
		carrier := pick(r, "yto", "sf")
		o.Parcels = append(o.Parcels, domain.Parcel{ID: domain.ParcelID(shop, carrier, "W"+remote), ShopID: shop, OrderID: id, Waybill: "W" + remote, CarrierCode: carrier,
			CarrierName: carrier, Direction: domain.DirectionOut, State: domain.TrackWaitPickup, UploadedAt: paid + domain.Hour})
	}
	var cases []domain.AfterSale
	for n := range max(0, r.IntN(4)-1) {
		c := domain.AfterSale{ID: domain.RemoteKey(shop, fmt.Sprintf("72%s%d", remote, n)), ShopID: shop, RemoteID: fmt.Sprintf("72%s%d", remote, n), OrderID: id,
			Type: pick(r, domain.CaseTypes...), Status: pick(r, domain.StatusSucceeded, domain.StatusSucceeded, domain.StatusClosed, domain.StatusAwaitMerchant),
			Arbitration: domain.ArbNone, Reason: pick(r, domain.Reasons...), GoodsBack: r.IntN(2) == 0, Asked: domain.CNY(100 * int64(1+r.IntN(300))),
			AppliedAt: paid + domain.Instant(r.Int64N(int64(5*domain.Day)))}
		c.FirstReason, c.UpdatedAt, c.StepSince = c.Reason, c.AppliedAt+domain.Hour, c.AppliedAt
		if r.IntN(2) == 0 {
			c.LineRemoteIDs = []string{o.Lines[r.IntN(len(o.Lines))].RemoteID}
		}
		if c.Status == domain.StatusSucceeded && r.IntN(2) == 0 {
			c.Refunded = c.Asked
		}
		if r.IntN(2) == 0 {
			c.Events = []domain.AfterSaleEvent{{ID: "e1", At: c.AppliedAt + domain.Instant(r.IntN(60))*domain.Minute, Actor: domain.ActorMerchant, Action: "agree"}}
		}
		cases = append(cases, c)
	}
	var reviews []domain.Review
	if r.IntN(3) == 0 {
		rating := int64(r.IntN(6))
		band := domain.ReviewUnrated
		switch {
		case rating >= 4:
			band = domain.ReviewGood
		case rating == 3:
			band = domain.ReviewNeutral
		case rating > 0:
			band = domain.ReviewNegative
		}
		l := o.Lines[r.IntN(len(o.Lines))]
		reviews = append(reviews, domain.Review{ID: domain.RemoteKey(shop, "r"+remote), ShopID: shop, RemoteID: "r" + remote, OrderID: pick(r, id, ""),
			ProductID: l.ProductID, SKUID: pick(r, l.SKUID, ""), Rating: rating, FirstRating: rating, Band: band, CreatedAt: paid + 5*domain.Day, ReplyBy: paid + 35*domain.Day})
	}
	return o, cases, reviews
}

func allMetrics() []string {
	return []string{"favourable_rate", "negative_rate", "return_rate_by_order", "return_rate_signed", "quality_return_rate", "unshipped_refund_rate",
		"refund_rate", "case_rate", "unattributed_share", "handled_30min_share"}
}

// TestDrillEqualsNumber is AN-07: for random questions every cell's numerator
// and base, and the total's, equal the recount of their rows.
func TestDrillEqualsNumber(t *testing.T) {
	ctx := context.Background()
	d := open(t, 11)
	d.fill(scaled(250, 90))
	today := domain.DayOf(d.now, zoneOf(domain.Shop{Zone: "Asia/Shanghai"}))
	compared, nonzero := 0, 0
	for range scaled(40, 14) {
		q := domain.TrendQuery{Metrics: []string{pick(d.r, allMetrics()...)}, From: addDays(today, -d.r.IntN(30)), To: addDays(today, d.r.IntN(8))}
		for _, i := range d.r.Perm(len(domain.Dimensions))[:d.r.IntN(3)] {
			q.Dims = append(q.Dims, domain.Dimensions[i])
		}
		q.ShopIDs = pick(d.r, nil, []string{"s1"}, []string{"s1", "s2"}, []string{"s2"})
		if d.r.IntN(2) == 0 {
			dim := domain.Dimensions[d.r.IntN(len(domain.Dimensions))]
			if probe, err := d.Trend(ctx, domain.TrendQuery{Metrics: q.Metrics, From: q.From, To: q.To, Dims: []domain.Dimension{dim}}); err != nil {
				t.Fatal(err)
			} else if len(probe.Rows) > 0 {
				f := domain.TrendFilter{Dim: dim}
				for range 1 + d.r.IntN(2) {
					f.Values = append(f.Values, probe.Rows[d.r.IntN(len(probe.Rows))].Keys[0])
				}
				q.Filters = append(q.Filters, f)
			}
		}
		table, err := d.Trend(ctx, q)
		if err != nil {
			t.Fatalf("%+v: %v", q, err)
		}
		rows := append(slices.Clone(table.Rows), table.Total)
		for _, i := range d.r.Perm(len(rows))[:min(len(rows), 12)] {
			row := rows[i]
			drill := domain.DrillQuery{Metric: q.Metrics[0], From: q.From, To: q.To, ShopIDs: q.ShopIDs, Limit: 5, Filters: slices.Clone(q.Filters)}
			for n, key := range row.Keys {
				drill.Filters = append(drill.Filters, domain.TrendFilter{Dim: q.Dims[n], Values: []string{key}})
			}
			for side, want := range map[string]int64{"num": row.Values[0].Num, "den": row.Values[0].Den} {
				drill.Side = side
				page, err := d.Drill(ctx, drill)
				if err != nil {
					t.Fatalf("drill %+v: %v", drill, err)
				}
				compared++
				if want > 0 {
					nonzero++
				}
				if page.Total != want {
					t.Fatalf("AN-07: %s of %v in %+v is %d, its rows are %d", side, row.Keys, q, want, page.Total)
				}
				if got := int64(len(page.Orders) + len(page.Reviews) + len(page.Cases)); got != min(want, 5) {
					t.Fatalf("%d rows shown of %d", got, want)
				}
			}
		}
	}
	t.Logf("%d numbers compared with their rows, %d of them not zero", compared, nonzero)
	if nonzero < scaled(100, 25) {
		t.Fatalf("only %d numbers were not zero: the test proves little", nonzero)
	}
}

func TestAnAnswerIsNeverOlderThanItsRows(t *testing.T) {
	ctx := context.Background()
	d := open(t, 12)
	d.fill(40)
	today := domain.DayOf(d.now, zoneOf(domain.Shop{Zone: "Asia/Shanghai"}))
	q := domain.TrendQuery{Metrics: []string{"case_rate"}, From: addDays(today, -40), To: today}
	before, err := d.Trend(ctx, q)
	if err != nil {
		t.Fatal(err)
	}
	dirty, err := d.s.DirtyTrends(ctx, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range dirty {
		if key.Kind == domain.TrendOrders {
			t.Errorf("%v was read and left dirty", key)
		}
	}
	o := domain.Order{ID: "s1.new", ShopID: "s1", RemoteID: "new", PaidAt: d.now - 3*domain.Day, UpdatedAt: d.now, Status: domain.OrderFinished, Paid: domain.CNY(1),
		Lines: []domain.OrderLine{{ID: "s1.new0", OrderID: "s1.new", RemoteID: "new0", ProductID: "p", SKUID: "k"}}}
	d.write(func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.PutOrders(ctx, []domain.Order{o})
		return err
	})
	after, err := d.Trend(ctx, q)
	if err != nil {
		t.Fatal(err)
	}
	if after.Total.Values[0].Den != before.Total.Values[0].Den+1 {
		t.Fatalf("base %d before and %d after one more order", before.Total.Values[0].Den, after.Total.Values[0].Den)
	}
	if n, err := d.Refresh(ctx); err != nil {
		t.Fatalf("refresh: %d %v", n, err)
	}
	if left, _ := d.s.DirtyTrends(ctx, 0); len(left) != 0 {
		t.Fatalf("%d days are dirty after a refresh", len(left))
	}
}

func TestADamagedSegmentIsRebuilt(t *testing.T) {
	ctx := context.Background()
	d := open(t, 13)
	d.fill(40)
	today := domain.DayOf(d.now, zoneOf(domain.Shop{Zone: "Asia/Shanghai"}))
	q := domain.TrendQuery{Metrics: []string{"case_rate"}, From: addDays(today, -40), To: today, Dims: []domain.Dimension{domain.DimHost}}
	want, err := d.Trend(ctx, q)
	if err != nil {
		t.Fatal(err)
	}
	var keys []domain.TrendKey
	if err := d.s.EachTrendSegment(ctx, domain.TrendOrders, nil, q.From, q.To, func(k domain.TrendKey, _ []byte) error { keys = append(keys, k); return nil }); err != nil {
		t.Fatal(err)
	}
	if err := d.s.PutTrendSegment(ctx, keys[0], func([]domain.TrendFact) []byte { return []byte("rubbish") }); err != nil {
		t.Fatal(err)
	}
	got, err := d.Trend(ctx, q)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Rows) != len(want.Rows) || got.Total.Values[0].Den != want.Total.Values[0].Den {
		t.Fatalf("after damage %d rows and base %d, want %d and %d", len(got.Rows), got.Total.Values[0].Den, len(want.Rows), want.Total.Values[0].Den)
	}
}

func TestTrendMaturityLabelsAndFaults(t *testing.T) {
	ctx := context.Background()
	d := open(t, 14)
	d.fill(150)
	today := domain.DayOf(d.now, zoneOf(domain.Shop{Zone: "Asia/Shanghai"}))
	table, err := d.Trend(ctx, domain.TrendQuery{Metrics: []string{"return_rate_by_order", "favourable_rate"}, From: addDays(today, -30), To: today, Dims: []domain.Dimension{domain.DimDay}})
	if err != nil {
		t.Fatal(err)
	}
	if len(table.Rows) < 20 || table.AsOf != d.now-domain.Minute || len(table.Infos) != 2 {
		t.Fatalf("%d rows, as of %s", len(table.Rows), table.AsOf)
	}
	for i, row := range table.Rows {
		if i > 0 && row.Keys[0] <= table.Rows[i-1].Keys[0] {
			t.Fatal("a time axis is out of order")
		}
		young := daysBetween(domain.ShopDay(row.Keys[0]), today) < 21-1 // the New York shop's day may lie one behind
		old := daysBetween(domain.ShopDay(row.Keys[0]), today) > 21
		if v := row.Values[0]; v.Den > 0 && ((young && !v.Immature) || (old && v.Immature)) {
			t.Errorf("AN-05: %s is immature %v", row.Keys[0], v.Immature)
		}
		if row.Values[1].Immature {
			t.Errorf("reviews of %s are called immature", row.Keys[0])
		}
	}
	hosts, err := d.Trend(ctx, domain.TrendQuery{Metrics: []string{"unattributed_share"}, From: addDays(today, -30), To: today, Dims: []domain.Dimension{domain.DimHost}})
	if err != nil {
		t.Fatal(err)
	}
	labels := map[string]string{}
	for _, r := range hosts.Rows {
		labels[r.Keys[0]] = r.Labels[0]
	}
	if labels["h1"] != "主播" || len(labels) != 3 {
		t.Errorf("labels %v: want two named hosts and the unattributed", labels)
	}
	for name, q := range map[string]domain.TrendQuery{
		"no metric":      {From: today, To: today},
		"unknown metric": {Metrics: []string{"gmv"}, From: today, To: today},
		"three dims":     {Metrics: []string{"case_rate"}, From: today, To: today, Dims: domain.Dimensions[:3]},
		"unknown dim":    {Metrics: []string{"case_rate"}, From: today, To: today, Dims: []domain.Dimension{"mood"}},
		"same dim twice": {Metrics: []string{"case_rate"}, From: today, To: today, Dims: []domain.Dimension{domain.DimDay, domain.DimDay}},
		"no day":         {Metrics: []string{"case_rate"}, From: "yesterday", To: today},
		"days reversed":  {Metrics: []string{"case_rate"}, From: today, To: addDays(today, -1)},
	} {
		if _, err := d.Trend(ctx, q); domain.CodeOf(err) != domain.CodeInvalid && domain.CodeOf(err) != domain.CodeNotFound {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := d.Drill(ctx, domain.DrillQuery{Metric: "case_rate", Side: "both", From: today, To: today}); domain.CodeOf(err) != domain.CodeInvalid {
		t.Errorf("drill without a side: %v", err)
	}
	if table, err := d.Trend(ctx, domain.TrendQuery{Metrics: []string{"case_rate"}, From: today, To: today, ShopIDs: []string{"nobody"}}); err != nil || table.Total.Values[0].Known {
		t.Errorf("an unknown shop: %+v %v", table.Total, err)
	}
}

// AN-01: the same question gets the same figure on every screen: Today, Trends
// by day, by shop and as a whole, the drill, and the exported file.
func TestTwoScreensNeverDisagree(t *testing.T) {
	ctx := context.Background()
	d := open(t, 21)
	d.fill(scaled(200, 60))
	today := domain.DayOf(d.now, zoneOf(domain.Shop{Zone: domain.DefaultSettings().Zone}))
	for _, shops := range [][]string{nil, {"s1"}, {"s2"}} {
		sum, err := d.Today(ctx, shops)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			metric string
			days   int
			shown  domain.MetricValue
		}{{"favourable_rate", rateDays, sum.Favourable}, {"return_rate_by_order", rateDays, sum.ReturnRate}, {"unattributed_share", rateDays, sum.Unattributed},
			{"handled_30min_share", answerDays, sum.Answered30}} {
			q := domain.TrendQuery{Metrics: []string{c.metric}, From: addDays(today, 1-c.days), To: today, ShopIDs: shops}
			table, err := d.Trend(ctx, q)
			if err != nil {
				t.Fatal(err)
			}
			if got := table.Total.Values[0]; got != c.shown {
				t.Errorf("%s of %v: Today shows %+v, Trends %+v", c.metric, shops, c.shown, got)
			}
			for _, dim := range []domain.Dimension{domain.DimDay, domain.DimShop, domain.DimProvince} {
				by := q
				by.Dims = []domain.Dimension{dim}
				rows, err := d.Trend(ctx, by)
				if err != nil {
					t.Fatal(err)
				}
				if rows.Total.Values[0] != c.shown {
					t.Errorf("%s of %v by %s: total %+v, Today %+v", c.metric, shops, dim, rows.Total.Values[0], c.shown)
				}
			}
			for side, want := range map[string]int64{"num": c.shown.Num, "den": c.shown.Den} {
				page, err := d.Drill(ctx, domain.DrillQuery{Metric: c.metric, Side: side, From: q.From, To: q.To, ShopIDs: shops, Limit: 1})
				if err != nil || page.Total != want {
					t.Errorf("%s of %v: %s is %d, its rows are %d, %v", c.metric, shops, side, want, page.Total, err)
				}
			}
			path := filepath.Join(t.TempDir(), "t.csv")
			if err := d.Export(ctx, q, path); err != nil {
				t.Fatal(err)
			}
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if want := fmt.Sprintf(",%d,%d,", c.shown.Num, c.shown.Den); !strings.Contains(string(b), want) {
				t.Errorf("%s of %v: the file does not say %s:\n%s", c.metric, shops, want, b)
			}
		}
	}
}
