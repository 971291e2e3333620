package sim

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"afterdesk/backend/domain"
)

var update = flag.Bool("update", false, "rewrite golden files")

// testNow is a quiet October morning in Shanghai.
func testNow() domain.Instant {
	return domain.InstantOf(time.Date(2026, 10, 28, 3, 30, 0, 0, time.UTC))
}

// testConfig is a small world of sixteen hundred orders in 24 days.
func testConfig(seed uint64) Config {
	return Config{Seed: seed, Start: testNow() - 24*domain.Day, Days: 24, Orders: 1600}
}

func each(t *testing.T, w *World, until domain.Instant, fn func(Batch)) {
	t.Helper()
	if err := w.EachDay(context.Background(), until, func(b Batch) error { fn(b); return nil }); err != nil {
		t.Fatal(err)
	}
}

func TestTheSameConfigGivesTheSameBytes(t *testing.T) {
	h := sha256.New()
	enc := json.NewEncoder(h)
	each(t, New(testConfig(11)), testNow(), func(b Batch) {
		if err := enc.Encode(b); err != nil {
			t.Fatal(err)
		}
	})
	got := hex.EncodeToString(h.Sum(nil)) + "\n"
	const file = "testdata/world.sha256"
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Fatalf("the world of seed 11 hashes to %s, golden is %s: a change of the world needs -update and a word in the commit", strings.TrimSpace(got), want)
	}
	other := sha256.New()
	enc = json.NewEncoder(other)
	each(t, New(testConfig(12)), testNow(), func(b Batch) { _ = enc.Encode(b) })
	if bytes.Equal(other.Sum(nil), h.Sum(nil)) {
		t.Fatal("another seed gives the same world")
	}
}

func TestTheDaysAddUpToTheOrdersAndGoOnAtTheSameRate(t *testing.T) {
	for _, orders := range []int{1, 100, 1600, 12000} {
		c := testConfig(5)
		c.Orders, c.Days = orders, 45
		w := New(c)
		sum := 0
		for d := range c.Days {
			sum += w.ordersOn(d)
		}
		if sum != orders {
			t.Errorf("%d orders were asked for, the days hold %d", orders, sum)
		}
		if orders < 1000 {
			continue
		}
		later := 0
		for d := c.Days; d < c.Days+90; d++ {
			later += w.ordersOn(d)
		}
		// The 90 days after hold a sale week more or less.
		if mean := later / 90; mean < orders/45/3 || mean > orders/45*3 {
			t.Errorf("%d orders a day before, %d after", orders/45, mean)
		}
	}
}

// share fails unless a of b lies between lo and hi per mille.
func share(t *testing.T, what string, a, b, lo, hi int) {
	t.Helper()
	if b == 0 || a*1000 < lo*b || a*1000 > hi*b {
		t.Errorf("%s: %d of %d = %.1f %%, want %.1f to %.1f %%", what, a, b, float64(a)*100/float64(max(b, 1)), float64(lo)/10, float64(hi)/10)
	}
}

func TestTheMarginalsOfTheDemoWorld(t *testing.T) {
	for _, careless := range []bool{false, true} {
		n := map[string]int{}
		for seed := uint64(1); seed <= 3; seed++ {
			c := Demo(testNow())
			c.Seed, c.Careless = seed, careless
			w := New(c)
			apparel := map[string]bool{}
			for i := range w.goods {
				apparel[goodsKey(w, i)] = w.goods[i].apparel
			}
			count := func(k string) { n[k]++ }
			signed := map[string]bool{}
			each(t, w, testNow(), func(b Batch) {
				for _, s := range b.Sessions {
					count("sessions")
					if len(s.RoomID) != 19 {
						t.Fatalf("room id %q", s.RoomID)
					}
				}
				n["days"]++
				for _, o := range b.Orders {
					// Young orders have not had their life yet.
					if testNow()-o.CreatedAt < 20*domain.Day {
						continue
					}
					count("orders")
					if o.PaidAt == 0 {
						count("unpaid")
						continue
					}
					count("paid")
					live := o.Lines[0].Live.RoomID != ""
					if live {
						count("live")
					}
					signed[o.ID] = o.Lines[0].SignedAt > 0
					if signed[o.ID] {
						count("signed")
						if apparel[o.Lines[0].ProductID] {
							count("signed apparel")
						} else {
							count("signed other")
						}
					}
				}
				prod := map[string]domain.Order{}
				for _, o := range b.Orders {
					prod[o.ID] = o
				}
				for _, a := range b.AfterSales {
					o := prod[a.OrderID]
					if testNow()-o.CreatedAt < 20*domain.Day {
						continue
					}
					count("cases")
					count(string(a.Type))
					if a.Arbitration != domain.ArbNone {
						count("intervention")
					}
					if a.Type == domain.CaseReturnRefund {
						if apparel[o.Lines[0].ProductID] {
							count("return apparel")
						} else {
							count("return other")
						}
					}
					if a.FirstReason != a.Reason {
						count("changed reason")
					}
				}
				for _, p := range b.Parcels {
					if p.Parcel.Direction == domain.DirectionOut && testNow()-p.Parcel.UploadedAt > 15*domain.Day {
						count("parcels")
						if p.Parcel.PickedAt == 0 || p.Parcel.PickedAt-p.Parcel.UploadedAt > 24*domain.Hour {
							count("late pickup")
						}
					}
				}
				for _, r := range b.Reviews {
					count("reviews")
					count("review " + string(r.Band))
				}
			})
		}
		share(t, "unpaid orders", n["unpaid"], n["orders"], 22, 38)
		share(t, "live orders", n["live"], n["paid"], 740, 900)
		share(t, "refund before shipping", n[string(domain.CaseRefundUnshipped)], n["live"], 100, 200)
		share(t, "refund only after shipping", n[string(domain.CaseRefundShipped)], n["paid"], 20, 55)
		share(t, "returns of signed apparel", n["return apparel"], n["signed apparel"], 200, 450)
		share(t, "returns of other goods", n["return other"], n["signed other"], 40, 140)
		share(t, "exchanges", n[string(domain.CaseExchange)], n["signed"], 15, 45)
		share(t, "reshipments", n[string(domain.CaseReship)], n["signed"], 4, 18)
		share(t, "intervention", n["intervention"], n["cases"], 8, 40)
		share(t, "later reason differs", n["changed reason"], n["cases"], 5, 60)
		share(t, "cases of orders", n["cases"], n["orders"], 250, 450)
		share(t, "pickup later than a day", n["late pickup"], n["parcels"], 10, 60)
		share(t, "days with a broadcast", n["sessions"], n["days"], 900, 1900)
		share(t, "reviews of signed orders", n["reviews"], n["signed"], 60, 160)
		rated := n["review good"] + n["review neutral"] + n["review negative"]
		if careless {
			share(t, "favourable reviews of a careless shop", n["review good"], rated, 915, 962)
		} else {
			share(t, "favourable reviews of a good shop", n["review good"], rated, 968, 988)
		}
	}
}

func goodsKey(w *World, i int) string { return w.Truth().Products[i].ProductID }

func TestAtAnyMomentTheDemoHasARichOpenQueue(t *testing.T) {
	for _, at := range []domain.Instant{testNow(), domain.InstantOf(time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC)), domain.InstantOf(time.Date(2027, 1, 9, 15, 0, 0, 0, time.UTC))} {
		w := New(Demo(at))
		for _, later := range []domain.Instant{0, 31 * domain.Hour, 9 * domain.Day} {
			now := at + later
			open, evidence, overdue, soon, days := 0, 0, 0, 0, 0
			exceptions := map[string]bool{}
			each(t, w, now, func(b Batch) {
				openRefund := map[string]bool{}
				for _, a := range b.AfterSales {
					if !a.Status.Open() {
						continue
					}
					open++
					if a.Arbitration == domain.ArbEvidence {
						evidence++
						if a.EvidenceDue == 0 {
							t.Fatalf("case %s waits for evidence without a deadline", a.ID)
						}
					}
					switch left := a.Deadline - now; {
					case a.Deadline == 0:
					case left < 0:
						overdue++
					case left < 12*domain.Hour:
						soon++
					case left > 2*domain.Day:
						days++
					}
					if a.Type == domain.CaseRefundShipped {
						openRefund[a.OrderID] = true
					}
				}
				for _, p := range b.Parcels {
					x := p.Parcel
					if x.Direction != domain.DirectionOut || x.AfterSaleID != "" {
						continue
					}
					switch {
					case x.PickedAt == 0 && now-x.UploadedAt > 24*domain.Hour:
						exceptions["no_pickup "+x.ID] = true
					case x.PickedAt > 0 && x.DeliveryAt == 0 && !x.State.Final() && now-x.LastAt > 48*domain.Hour:
						exceptions["stalled "+x.ID] = true
					case x.SignedAt > 0 && openRefund[x.OrderID]:
						exceptions["signed "+x.ID] = true
					}
				}
			})
			kinds := map[string]int{}
			for k := range exceptions {
				kinds[strings.Fields(k)[0]]++
			}
			if open < 300 || open > 1100 || evidence < 5 || overdue < 1 || soon < 3 || days < 50 || len(exceptions) < 15 || len(kinds) < 3 {
				t.Errorf("at %v: %d open, %d awaiting evidence, %d overdue, %d soon, %d days ahead, exceptions %v", now, open, evidence, overdue, soon, days, kinds)
			}
		}
	}
}

func TestNoEventPrecedesItsCause(t *testing.T) {
	for seed := uint64(1); seed <= 3; seed++ {
		w := New(testConfig(seed))
		var l life
		for d := range 24 {
			for i := range w.ordersOn(d) {
				w.live(&l, d, i, nil)
				causes(t, &l)
			}
		}
	}
}

func causes(t *testing.T, l *life) {
	t.Helper()
	order := func(what string, times ...int64) {
		var last int64
		for _, x := range times {
			if x == 0 {
				continue
			}
			if x < last {
				t.Fatalf("order %d: %s out of order: %v", l.id, what, times)
			}
			last = x
		}
	}
	order("payment", l.created, l.paid, l.riskUntil, l.uploaded)
	order("finish", l.created, l.paid, l.uploaded, l.signed, l.finished)
	order("cancel", l.created, l.closed)
	if s := l.lines[0]; s.live {
		if g := l.p.segs[s.seg]; l.created < g.start {
			t.Fatalf("order %d bought before its product was shown", l.id)
		}
	}
	for k := range l.parcels {
		p := &l.parcels[k]
		last := p.uploaded
		if p.back {
			last = l.cases[p.caseNo].applied
		}
		for _, s := range p.scans {
			if s.at <= last {
				t.Fatalf("order %d parcel %d: scan %s at %d after %d", l.id, k, s.kind, s.at, last)
			}
			last = s.at
		}
		if d, i, slot, ok := l.w.findNumber(p.waybill()); !ok || d != l.day || i != l.idx || slot != p.slot {
			t.Fatalf("order %d: waybill %s leads elsewhere", l.id, p.waybill())
		}
	}
	for k := range l.cases {
		c := &l.cases[k]
		if c.applied <= l.paid || c.typ == typeReturn && c.line >= 0 && c.applied <= l.lines[c.line].signed {
			t.Fatalf("case %d asked for before it could be", c.id)
		}
		if c.ended == 0 || c.asked <= 0 || len(c.steps) == 0 {
			t.Fatalf("case %d has no end, amount or steps: %+v", c.id, c)
		}
		last := int64(0)
		for _, s := range c.steps {
			if s.at <= last || s.deadline > 0 && s.deadline <= s.at-40*day {
				t.Fatalf("case %d: steps %+v", c.id, c.steps)
			}
			if (s.arb == arbEvidence) != (s.evDue > 0) {
				t.Fatalf("case %d: evidence deadline and status disagree", c.id)
			}
			last = s.at
		}
		if c.ret >= 0 && (l.parcels[c.ret].uploaded <= c.applied || !l.parcels[c.ret].back) {
			t.Fatalf("case %d: return parcel before the case", c.id)
		}
	}
	if r := l.rev; r.at > 0 {
		order("review", l.lines[r.line].signed+1, r.at)
		order("follow-up", r.at, r.follow)
		order("reply", r.at, r.reply)
		if x := l.lines[r.line].refunded; x > 0 && x <= r.at {
			t.Fatalf("order %d reviewed after its refund", l.id)
		}
	}
	if !slices.IsSorted(l.moments) {
		t.Fatalf("order %d: moments %v", l.id, l.moments)
	}
}

func TestAmountsOfLinesTieWithTheOrder(t *testing.T) {
	each(t, New(testConfig(9)), testNow(), func(b Batch) {
		for _, o := range b.Orders {
			var paid, goods int64
			for _, x := range o.Lines {
				if !x.Gift {
					paid += x.Paid.Minor
					goods += x.UnitPrice.Minor * x.Qty
				} else if x.Paid.Minor != 0 {
					t.Fatalf("gift %s costs money", x.ID)
				}
			}
			if o.PaidAt > 0 && o.Paid.Minor != paid+o.Freight.Minor {
				t.Fatalf("order %s: lines %d + freight %d ≠ paid %d", o.ID, paid, o.Freight.Minor, o.Paid.Minor)
			}
			if o.Total.Minor != goods+o.Freight.Minor || o.Discount.Minor != goods-paid {
				t.Fatalf("order %s: total %d, goods %d, discount %d", o.ID, o.Total.Minor, goods, o.Discount.Minor)
			}
		}
		for _, a := range b.AfterSales {
			if a.Refunded.Known() && a.Refunded.Minor > a.Asked.Minor {
				t.Fatalf("case %s refunds more than was asked", a.ID)
			}
		}
	})
}

func TestIdsAreReadBackAndStrangersAreNot(t *testing.T) {
	w := New(testConfig(4))
	for _, d := range []int{0, 7, 23, 30} {
		for _, i := range []int{0, 1, w.ordersOn(d) - 1} {
			id := w.orderID(d, i)
			if gd, gi, ok := w.findOrder(id + 2); !ok || gd != d || gi != i {
				t.Errorf("order %d of day %d is not found by its line id", i, d)
			}
			if _, _, ok := w.findOrder(id - 1); ok {
				t.Errorf("id before order %d is taken for an order", id)
			}
			if gd, gi, k, ok := w.findCase(w.caseID(d, i, 3)); !ok || gd != d || gi != i || k != 3 {
				t.Errorf("case 3 of order %d is not found", id)
			}
			if _, _, _, ok := w.findCase(w.caseID(d, i, 3) + 1); ok {
				t.Error("a stranger's case id is taken for ours")
			}
		}
	}
	if _, err := w.TruthOf("12"); domain.CodeOf(err) != domain.CodeNotFound {
		t.Errorf("truth of a stranger: %v", err)
	}
}

func TestAViewGrowsOnlyWithTime(t *testing.T) {
	w := New(testConfig(6))
	at := testNow()
	counts := func(now domain.Instant) (orders, cases, traces, reviews int) {
		each(t, w, now, func(b Batch) {
			orders, cases, reviews = orders+len(b.Orders), cases+len(b.AfterSales), reviews+len(b.Reviews)
			for _, o := range b.Orders {
				if o.CreatedAt > now || o.UpdatedAt > now || o.UpdatedAt < o.CreatedAt {
					t.Fatalf("order %s seen at %v was updated %v", o.ID, now, o.UpdatedAt)
				}
			}
			for _, a := range b.AfterSales {
				if a.UpdatedAt > now || a.AppliedAt > a.UpdatedAt {
					t.Fatalf("case %s seen at %v was updated %v", a.ID, now, a.UpdatedAt)
				}
				for _, e := range a.Events {
					if e.At > now || e.Text == "" {
						t.Fatalf("case %s: event %+v at %v", a.ID, e, now)
					}
				}
			}
			for _, p := range b.Parcels {
				traces += len(p.Traces)
				for _, s := range p.Traces {
					if s.At > now || s.Text == "" || strings.Contains(s.Text, "{") {
						t.Fatalf("parcel %s: scan %+v at %v", p.Parcel.ID, s, now)
					}
				}
			}
		})
		return
	}
	a1, b1, c1, d1 := counts(at)
	a2, b2, c2, d2 := counts(at + 30*domain.Hour)
	if a2 <= a1 || b2 <= b1 || c2 <= c1 || d2 <= d1 {
		t.Fatalf("thirty hours later: orders %d→%d cases %d→%d traces %d→%d reviews %d→%d", a1, a2, b1, b2, c1, c2, d1, d2)
	}
}

func TestALargeDayComesInPartsAndAnEndIsAnEnd(t *testing.T) {
	c := testConfig(2)
	c.Days, c.Orders, c.Start = 1, 2*batchOrders+100, testNow()-2*domain.Day
	w := New(c)
	parts, orders, sessions := 0, 0, 0
	each(t, w, testNow(), func(b Batch) {
		if b.Day == domain.DayOf(instant(w.dayStart(0)), w.loc) {
			parts, orders, sessions = parts+1, orders+len(b.Orders), sessions+len(b.Sessions)
		}
	})
	if parts != 3 || orders != c.Orders || sessions != len(w.planOf(0).sessions) {
		t.Errorf("%d parts, %d orders, %d sessions", parts, orders, sessions)
	}
	stop := errors.New("enough")
	if err := w.EachDay(context.Background(), testNow(), func(Batch) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("fn's error became %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := w.EachDay(ctx, testNow(), func(Batch) error { return nil }); domain.CodeOf(err) != domain.CodeUnavailable {
		t.Errorf("a cancelled walk: %v", err)
	}
}

func BenchmarkEachDay(b *testing.B) {
	for _, lean := range []bool{false, true} {
		name := map[bool]string{false: "full", true: "lean"}[lean]
		b.Run(name, func(b *testing.B) {
			c := Demo(testNow())
			c.Lean = lean
			w := New(c)
			orders := 0
			for b.Loop() {
				if err := w.EachDay(context.Background(), testNow(), func(d Batch) error { orders += len(d.Orders); return nil }); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(orders)/b.Elapsed().Seconds(), "orders/s")
		})
	}
}

// A merchant's shops share hosts and goods; no order, case or waybill of one is
// another's, and each order of a shop is found in that shop alone.
func TestTheShopsOfOneMerchantShareGoodsAndNothingElse(t *testing.T) {
	ids, waybills := map[string]int{}, map[string]int{}
	var first *World
	for part := range 4 {
		c := testConfig(300)
		c.Part = part
		w := New(c)
		if first == nil {
			first = w
		}
		if len(w.goods) != len(first.goods) || w.goods[0].name != first.goods[0].name || w.hosts[0].name != first.hosts[0].name {
			t.Fatalf("shop %d sells other goods", part)
		}
		orders := 0
		if err := w.EachDay(t.Context(), c.Start+domain.Instant(c.Days)*domain.Day, func(b Batch) error {
			orders += len(b.Orders)
			for _, o := range b.Orders {
				if other, twice := ids[o.RemoteID]; twice {
					t.Fatalf("order %s belongs to shops %d and %d", o.RemoteID, other, part)
				}
				ids[o.RemoteID] = part
				for _, p := range o.Parcels {
					if other, twice := waybills[p.Waybill]; twice && other != part {
						t.Fatalf("waybill %s belongs to shops %d and %d", p.Waybill, other, part)
					}
					waybills[p.Waybill] = part
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		if orders == 0 {
			t.Fatalf("shop %d sold nothing", part)
		}
	}
}
