package store

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"afterdesk/backend/domain"
)

// recount counts distinct groups of facts that satisfy the filters, as the
// insight room does from segments.
func recount(facts map[domain.ShopDay][]domain.TrendFact, counter string, q domain.DrillQuery) int64 {
	want := bit(counter)
	seen := map[string]bool{}
	for day, list := range facts {
		if (q.From != "" && day < q.From) || (q.To != "" && day > q.To) {
			continue
		}
		for _, f := range list {
			ok := f.Bits&want != 0
			for _, flt := range q.Filters {
				if len(flt.Values) == 0 {
					continue
				}
				have := string(day)
				switch flt.Dim {
				case domain.DimDay:
				case domain.DimMonth:
					have = have[:7]
				default:
					have = f.Dims[slices.Index(domain.FactDims[:], flt.Dim)]
				}
				ok = ok && slices.Contains(flt.Values, have)
			}
			if ok {
				seen[fmt.Sprint(f.Dims[0], f.Group)] = true
			}
		}
	}
	return int64(len(seen))
}

func TestEveryNumberEqualsTheRowsBehindIt(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	start := testNow - 3*domain.Day
	write(t, s, func(tx *Tx) error { return tx.PutShop(ctx, testShop("s2")) })
	for _, shop := range []string{"s1", "s2"} {
		fill(t, s, genConfig{orders: scaled(220, 60), shop: shop, seed: uint64(len(shop)), start: start, step: 20 * domain.Minute})
	}
	// An order without lines, a case without an order, a review without one.
	write(t, s, func(tx *Tx) error {
		bare := domain.Order{ID: "s1.bare", ShopID: "s1", RemoteID: "bare", Status: domain.OrderPaid, CreatedAt: start, PaidAt: start + domain.Hour, Province: "广东"}
		if _, err := tx.PutOrders(ctx, []domain.Order{bare}); err != nil {
			return err
		}
		if _, err := tx.PutAfterSales(ctx, []domain.AfterSale{{ID: "s1.lone", ShopID: "s1", RemoteID: "lone", OrderID: "s1.nowhere", Type: domain.CaseReturnRefund,
			Status: domain.StatusSucceeded, Reason: domain.ReasonQuality, AppliedAt: start + domain.Hour}}); err != nil {
			return err
		}
		_, err := tx.PutReviews(ctx, []domain.Review{{ID: "s2.r", ShopID: "s2", RemoteID: "r", Rating: 5, Band: domain.ReviewGood, CreatedAt: start + 2*domain.Hour}})
		return err
	})
	facts := map[domain.TrendKind]map[domain.ShopDay][]domain.TrendFact{}
	values := map[domain.Dimension][]string{}
	for _, key := range must[[]domain.TrendKey](t)(s.DirtyTrends(ctx, 0)) {
		list := must[[]domain.TrendFact](t)(s.TrendFacts(ctx, key))
		if facts[key.Kind] == nil {
			facts[key.Kind] = map[domain.ShopDay][]domain.TrendFact{}
		}
		facts[key.Kind][key.Day] = append(facts[key.Kind][key.Day], list...)
		values[domain.DimDay] = append(values[domain.DimDay], string(key.Day))
		values[domain.DimMonth] = append(values[domain.DimMonth], string(key.Day)[:7])
		for _, f := range list {
			for i, d := range domain.FactDims {
				if !slices.Contains(values[d], f.Dims[i]) {
					values[d] = append(values[d], f.Dims[i])
				}
			}
		}
	}
	days := slices.Compact(slices.Sorted(slices.Values(values[domain.DimDay])))
	dims := append(slices.Clone(domain.FactDims[:]), domain.DimDay, domain.DimMonth)
	nonZero := 0
	rapid.Check(t, func(rt *rapid.T) {
		counter := rapid.SampledFrom(domain.Counters).Draw(rt, "counter")
		kind := domain.KindOfCounter(counter)
		q := domain.DrillQuery{Limit: 7}
		if rapid.Bool().Draw(rt, "bounded") {
			i := rapid.IntRange(0, len(days)-1).Draw(rt, "from")
			q.From, q.To = domain.ShopDay(days[i]), domain.ShopDay(days[rapid.IntRange(i, len(days)-1).Draw(rt, "to")])
		}
		for _, dim := range rapid.SliceOfNDistinct(rapid.SampledFrom(dims), 0, 2, rapid.ID[domain.Dimension]).Draw(rt, "dims") {
			n := rapid.IntRange(1, 3).Draw(rt, "values")
			q.Filters = append(q.Filters, domain.TrendFilter{Dim: dim, Values: rapid.SliceOfN(rapid.SampledFrom(values[dim]), n, n).Draw(rt, string(dim))})
		}
		page, err := s.Drill(ctx, q, kind, counter)
		if err != nil {
			rt.Fatal(err)
		}
		if want := recount(facts[kind], counter, q); page.Total != want {
			rt.Fatalf("%s with %v: drill %d, facts %d", counter, q, page.Total, want)
		}
		if page.Total > 0 {
			nonZero++
		}
		got := int64(len(page.Orders) + len(page.Reviews) + len(page.Cases))
		for page.Next != "" {
			q.Cursor = page.Next
			if page, err = s.Drill(ctx, q, kind, counter); err != nil {
				rt.Fatal(err)
			}
			got += int64(len(page.Orders) + len(page.Reviews) + len(page.Cases))
		}
		if got != page.Total {
			rt.Fatalf("%s: pages hold %d rows of %d", counter, got, page.Total)
		}
	})
	if nonZero == 0 {
		t.Error("every drawn number was zero: the test compares nothing")
	}
}

func TestEachCounterCountsWhatItSays(t *testing.T) {
	const paid, quality = domain.Instant(1_779_000_000_000), domain.ReasonQuality
	ctx := t.Context()
	type want map[string]int64
	for name, tc := range map[string]struct {
		signed bool
		room   string
		cases  []domain.AfterSale
		want   want
		reason domain.Reason
	}{
		"a paid order with nothing else is unattributed": {want: want{domain.CountPaid: 1, domain.CountUnattributed: 1}},
		"a signed order of a room":                       {signed: true, room: "7", want: want{domain.CountPaid: 1, domain.CountSigned: 1}},
		"a running return is a case but no return": {room: "7", cases: []domain.AfterSale{{Type: domain.CaseReturnRefund, Status: domain.StatusAwaitReturn, Reason: domain.ReasonSize}},
			want: want{domain.CountPaid: 1, domain.CountCases: 1}, reason: domain.ReasonSize},
		"a return that ended": {room: "7", cases: []domain.AfterSale{{Type: domain.CaseReturnRefund, Status: domain.StatusSucceeded, Reason: domain.ReasonSize}},
			want: want{domain.CountPaid: 1, domain.CountCases: 1, domain.CountReturned: 1, domain.CountRefunded: 1}, reason: domain.ReasonSize},
		"a refused parcel without goods back is refunded, not returned": {room: "7", cases: []domain.AfterSale{{Type: domain.CaseRefused, Status: domain.StatusSucceeded, Reason: domain.ReasonDislike}},
			want: want{domain.CountPaid: 1, domain.CountCases: 1, domain.CountRefunded: 1}, reason: domain.ReasonDislike},
		"quality counts on a signed order": {signed: true, room: "7", cases: []domain.AfterSale{{Type: domain.CaseExchange, Status: domain.StatusClosed, Reason: quality}},
			want: want{domain.CountPaid: 1, domain.CountSigned: 1, domain.CountCases: 1, domain.CountQuality: 1}, reason: quality},
		"quality on an unsigned order does not": {room: "7", cases: []domain.AfterSale{{Type: domain.CaseExchange, Status: domain.StatusClosed, Reason: quality}},
			want: want{domain.CountPaid: 1, domain.CountCases: 1}, reason: quality},
		"the first case's reason decides": {signed: true, room: "7", cases: []domain.AfterSale{{Type: domain.CaseExchange, Status: domain.StatusClosed, Reason: domain.ReasonSize}, {Type: domain.CaseExchange, Status: domain.StatusClosed, Reason: quality}},
			want: want{domain.CountPaid: 1, domain.CountSigned: 1, domain.CountCases: 1}, reason: domain.ReasonSize},
		"an unshipped refund": {room: "7", cases: []domain.AfterSale{{Type: domain.CaseRefundUnshipped, Status: domain.StatusSucceeded, Reason: domain.ReasonChangedMind}},
			want: want{domain.CountPaid: 1, domain.CountCases: 1, domain.CountUnshipped: 1, domain.CountRefunded: 1}, reason: domain.ReasonChangedMind},
		"a case about another line leaves this one alone": {room: "7", cases: []domain.AfterSale{{Type: domain.CaseReturnRefund, Status: domain.StatusSucceeded, Reason: quality, LineRemoteIDs: []string{"other"}}},
			want: want{domain.CountPaid: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			o := domain.Order{ID: "s1.1", ShopID: "s1", RemoteID: "1", CreatedAt: paid, PaidAt: paid, Lines: []domain.OrderLine{{RemoteID: "11", Live: domain.LiveRef{RoomID: tc.room}}}}
			if tc.signed {
				o.Lines[0].SignedAt = paid + domain.Day
			}
			for i := range tc.cases {
				c := &tc.cases[i]
				c.ShopID, c.RemoteID, c.OrderID, c.AppliedAt = "s1", fmt.Sprint("c", i), "s1.1", paid+domain.Instant(i+1)*domain.Day
			}
			write(t, s, func(tx *Tx) error {
				if _, err := tx.PutAfterSales(ctx, tc.cases); err != nil {
					return err
				}
				_, err := tx.PutOrders(ctx, []domain.Order{o})
				return err
			})
			key := domain.TrendKey{Kind: domain.TrendOrders, ShopID: "s1", Day: domain.DayOf(paid, s.zone("Asia/Shanghai"))}
			facts := must[[]domain.TrendFact](t)(s.TrendFacts(ctx, key))
			if len(facts) != 1 {
				t.Fatalf("%d facts", len(facts))
			}
			for _, c := range domain.Counters {
				if got := int64(facts[0].Bits >> slices.Index(domain.Counters, c) & 1); got != tc.want[c] {
					t.Errorf("%s = %d, want %d", c, got, tc.want[c])
				}
			}
			if got := facts[0].Dims[slices.Index(domain.FactDims[:], domain.DimReason)]; got != string(tc.reason) {
				t.Errorf("reason %q, want %q", got, tc.reason)
			}
		})
	}
}

func TestAChangeMarksItsDaysAndARebuildClearsThem(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	// 23:30 in Shanghai is another day than in UTC.
	paid := domain.Instant(1_779_031_800_000)
	o := domain.Order{ID: "s1.1", ShopID: "s1", RemoteID: "1", CreatedAt: paid, PaidAt: paid, Lines: []domain.OrderLine{{RemoteID: "11"}}}
	put := func(fn func(tx *Tx) error) []domain.TrendKey {
		write(t, s, fn)
		keys := must[[]domain.TrendKey](t)(s.DirtyTrends(ctx, 0))
		for _, k := range keys {
			if err := s.PutTrendSegment(ctx, k, func(f []domain.TrendFact) []byte { return []byte(fmt.Sprint(len(f))) }); err != nil {
				t.Fatal(err)
			}
		}
		if left := must[[]domain.TrendKey](t)(s.DirtyTrends(ctx, 0)); len(left) != 0 {
			t.Fatalf("marks after the rebuild: %v", left)
		}
		return keys
	}
	day := domain.DayOf(paid, s.zone("Asia/Shanghai"))
	if keys := put(func(tx *Tx) error { _, err := tx.PutOrders(ctx, []domain.Order{o}); return err }); len(keys) != 1 || keys[0].Day != day {
		t.Errorf("marks of an order: %v, want %s", keys, day)
	}
	if keys := put(func(tx *Tx) error { _, err := tx.PutOrders(ctx, []domain.Order{o}); return err }); len(keys) != 0 {
		t.Errorf("marks of an unchanged order: %v", keys)
	}
	keys := put(func(tx *Tx) error {
		_, err := tx.PutAfterSales(ctx, []domain.AfterSale{{ShopID: "s1", RemoteID: "c", OrderID: "s1.1", Type: domain.CaseReturnRefund, Status: domain.StatusSucceeded, AppliedAt: paid + 3*domain.Day}})
		return err
	})
	if len(keys) != 2 {
		t.Errorf("a case marks its own day and its order's: %v", keys)
	}
	var segments []string
	if err := s.EachTrendSegment(ctx, domain.TrendOrders, nil, "", "", func(k domain.TrendKey, b []byte) error {
		segments = append(segments, fmt.Sprintf("%s %s %s", k.ShopID, k.Day, b))
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if strings.Join(segments, ";") != fmt.Sprintf("s1 %s 1", day) {
		t.Errorf("segments: %v", segments)
	}
	// Paid time taken back: the day has no facts and no segment.
	o.PaidAt, o.UpdatedAt = 0, paid+domain.Day
	put(func(tx *Tx) error { _, err := tx.PutOrders(ctx, []domain.Order{o}); return err })
	if err := s.EachTrendSegment(ctx, domain.TrendOrders, nil, day, day, func(domain.TrendKey, []byte) error { t.Error("segment of an empty day"); return nil }); err != nil {
		t.Fatal(err)
	}
}

func TestDrillRefusesWhatItCannotCount(t *testing.T) {
	s := open(t)
	for name, err := range map[string]error{
		"a review counter over orders": second(s.Drill(t.Context(), domain.DrillQuery{}, domain.TrendOrders, domain.CountGood)),
		"an unknown dimension":         second(s.Drill(t.Context(), domain.DrillQuery{Filters: []domain.TrendFilter{{Dim: "colour", Values: []string{"x"}}}}, domain.TrendOrders, domain.CountPaid)),
		"a day that is none":           second(s.Drill(t.Context(), domain.DrillQuery{From: "tomorrow"}, domain.TrendOrders, domain.CountPaid)),
		"a week that is none":          second(s.Drill(t.Context(), domain.DrillQuery{Filters: []domain.TrendFilter{{Dim: domain.DimWeek, Values: []string{"2026-W60"}}}}, domain.TrendOrders, domain.CountPaid)),
	} {
		if domain.CodeOf(err) != domain.CodeInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func second[T any](_ T, err error) error { return err }

func TestWeeksStartOnMonday(t *testing.T) {
	s := open(t)
	for value, want := range map[string]string{"2026-W01": "2025-12-29", "2026-W05": "2026-01-26", "2025-W01": "2024-12-30", "2026-W53": "2026-12-28"} {
		monday, ok := isoWeek(value, s.zone("Asia/Shanghai"))
		if !ok || monday.Format("2006-01-02") != want {
			t.Errorf("%s starts %v, want %s", value, monday, want)
		}
	}
}
