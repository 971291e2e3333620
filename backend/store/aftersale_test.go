package store

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"afterdesk/backend/domain"
)

func TestACaseComesBackAsItWasPutWithOrWithoutItsOrder(t *testing.T) {
	s := open(t)
	g := gen(genConfig{orders: 60})
	ctx := t.Context()
	check := func(when string, title bool) {
		for _, want := range g.cases {
			got := must[domain.AfterSale](t)(s.GetAfterSale(ctx, want.ID))
			want.Parcels, want.Images = []domain.Parcel{}, []string{}
			if want.LineRemoteIDs == nil {
				want.LineRemoteIDs = []string{}
			}
			if !reflect.DeepEqual(got, want) {
				t.Fatalf("%s: put\n%+v\ngot\n%+v", when, want, got)
			}
			d := must[domain.AfterSaleDetail](t)(s.GetAfterSaleDetail(ctx, want.ID))
			if (d.Order != nil) != title || (d.Row.Title != "") != title {
				t.Fatalf("%s: order %v, title %q", when, d.Order != nil, d.Row.Title)
			}
		}
		page := must[domain.AfterSalePage](t)(s.ListAfterSales(ctx, domain.AfterSaleQuery{View: "all", Text: g.cases[0].RemoteID}))
		if len(page.Items) != 1 {
			t.Errorf("%s: search by case id: %d", when, len(page.Items))
		}
	}
	write(t, s, func(tx *Tx) error { _, err := tx.PutAfterSales(ctx, g.cases); return err })
	check("before the orders", false)
	write(t, s, func(tx *Tx) error { _, err := tx.PutOrders(ctx, g.orders); return err })
	check("after the orders", true)
	hits := must[domain.AfterSalePage](t)(s.ListAfterSales(ctx, domain.AfterSaleQuery{View: "all", Text: "连衣", Limit: 500}))
	if len(hits.Items) == 0 {
		t.Error("a case is not found by its order's product")
	}
}

func TestTheFirstReasonStaysAndNilEventsKeepTheLog(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	c := domain.AfterSale{ID: "s1.1", ShopID: "s1", RemoteID: "1", OrderID: "s1.9", Status: domain.StatusAwaitMerchant, FirstReason: domain.ReasonQuality, Reason: domain.ReasonQuality,
		ReasonText: "质量问题", FirstReasonText: "质量问题", AppliedAt: testNow, UpdatedAt: testNow,
		Events: []domain.AfterSaleEvent{{ID: "e1", At: testNow + domain.Minute, Actor: domain.ActorMerchant, Images: []string{}}}}
	put := func(c domain.AfterSale) PutResult {
		var r PutResult
		write(t, s, func(tx *Tx) (err error) { r, err = tx.PutAfterSales(ctx, []domain.AfterSale{c}); return })
		return r
	}
	put(c)
	c.Reason, c.FirstReason, c.ReasonText, c.FirstReasonText, c.Events, c.UpdatedAt = domain.ReasonSize, domain.ReasonSize, "尺码", "尺码", nil, testNow+domain.Hour
	if r := put(c); r.Changed != 1 {
		t.Errorf("changed reason: %+v", r)
	}
	got := must[domain.AfterSale](t)(s.GetAfterSale(ctx, c.ID))
	if got.FirstReason != domain.ReasonQuality || got.FirstReasonText != "质量问题" || got.Reason != domain.ReasonSize || len(got.Events) != 1 {
		t.Errorf("first %s, now %s, %d events", got.FirstReason, got.Reason, len(got.Events))
	}
	if r := put(c); r.Same != 1 {
		t.Errorf("the same again: %+v", r)
	}
	c.Events = []domain.AfterSaleEvent{{ID: "e1", At: testNow + domain.Minute, Actor: domain.ActorMerchant}, {ID: "e2", At: testNow + domain.Hour, Actor: domain.ActorBuyer}}
	if r := put(c); r.Changed != 1 {
		t.Errorf("a longer log alone: %+v", r)
	}
	facts := must[[]domain.TrendFact](t)(s.TrendFacts(ctx, domain.TrendKey{Kind: domain.TrendCases, ShopID: "s1", Day: domain.DayOf(testNow, s.zone("Asia/Shanghai"))}))
	if len(facts) != 1 || facts[0].Bits != bit(domain.CountHandled)|bit(domain.CountHandled30) {
		t.Errorf("handled within a minute: %+v", facts)
	}
}

func TestTheInboxIsOrderedByTimeLeftAndItsViewsAndChipsAgreeWithTheRows(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	all := fill(t, s, genConfig{orders: scaled(2500, 1200)}).cases
	due := func(c *domain.AfterSale) int64 { return dueAt(c) }
	views := map[string]func(c *domain.AfterSale) bool{
		"":     func(c *domain.AfterSale) bool { return c.Status.Open() },
		"open": func(c *domain.AfterSale) bool { return c.Status.Open() },
		"merchant": func(c *domain.AfterSale) bool {
			return c.Status.Open() && (c.Status.MerchantsTurn() || c.Arbitration == domain.ArbEvidence)
		},
		"evidence": func(c *domain.AfterSale) bool { return c.Status.Open() && c.Arbitration == domain.ArbEvidence },
		"closed":   func(c *domain.AfterSale) bool { return !c.Status.Open() },
		"all":      func(*domain.AfterSale) bool { return true },
	}
	r := rand.New(rand.NewPCG(4, 4))
	for view, holds := range views {
		for _, types := range [][]domain.CaseType{nil, {domain.CaseReturnRefund}, {domain.CaseExchange, domain.CaseRefused}} {
			q := domain.AfterSaleQuery{View: view, Types: types, Limit: 20 + r.IntN(60)}
			want := map[string]int64{}
			for i := range all {
				if c := &all[i]; holds(c) && (types == nil || slices.Contains(types, c.Type)) {
					want[c.ID] = due(c)
				}
			}
			rows := pages[domain.AfterSaleQuery](t, func(c string) ([]domain.AfterSaleRow, string, error) {
				q.Cursor = c
				p, err := s.ListAfterSales(ctx, q)
				return p.Items, p.Next, err
			})
			if len(rows) != len(want) {
				t.Fatalf("view %q %v: %d rows, want %d", view, types, len(rows), len(want))
			}
			for i := range rows {
				if _, ok := want[rows[i].ID]; !ok {
					t.Fatalf("view %q: %s does not belong", view, rows[i].ID)
				}
				if i > 0 && view != "closed" && view != "all" && want[rows[i].ID] < want[rows[i-1].ID] {
					t.Fatalf("view %q is not ordered by time left", view)
				}
				if i > 0 && (view == "closed" || view == "all") && rows[i].AppliedAt/1000 > rows[i-1].AppliedAt/1000 {
					t.Fatalf("view %q is not newest first", view)
				}
			}
			// The next case of each row is the row after it.
			for _, i := range []int{0, len(rows) / 2, len(rows) - 1} {
				want := ""
				if i+1 < len(rows) {
					want = rows[i+1].ID
				}
				q.Cursor = ""
				if got := must[string](t)(s.NextAfterSale(ctx, q, rows[i].ID)); got != want {
					t.Fatalf("view %q: after %s comes %q, want %q", view, rows[i].ID, got, want)
				}
			}
		}
	}
	// A search among the open ones keeps the order of the list, page by page.
	list := func(q domain.AfterSaleQuery) (ids []string) {
		for _, row := range pages[domain.AfterSaleQuery](t, func(c string) ([]domain.AfterSaleRow, string, error) {
			q.Limit, q.Cursor = 3, c
			p, err := s.ListAfterSales(ctx, q)
			return p.Items, p.Next, err
		}) {
			ids = append(ids, row.ID)
		}
		return ids
	}
	found := list(domain.AfterSaleQuery{Text: "连衣"})
	inList := slices.DeleteFunc(list(domain.AfterSaleQuery{}), func(id string) bool { return !slices.Contains(found, id) })
	if !slices.Equal(found, inList) || len(found) < 4 {
		t.Errorf("found %v, in the list they stand %v", found, inList)
	}
	counts := must[domain.AfterSaleCounts](t)(s.CountAfterSales(ctx, domain.AfterSaleQuery{Types: []domain.CaseType{domain.CaseReship}}))
	var want domain.AfterSaleCounts
	for i := range all {
		c := &all[i]
		if !c.Status.Open() {
			continue
		}
		want.Open++
		want.Merchant += asInt(views["merchant"](c))
		want.Evidence += asInt(views["evidence"](c))
		switch d := domain.Instant(due(c)); {
		case !views["merchant"](c): // the buyer's clock is no work of ours
		case d < testNow:
			want.Overdue++
		case d < testNow+4*domain.Hour:
			want.DueSoon++
		}
		counts.ByType[string(c.Type)]--
	}
	for kind, n := range counts.ByType {
		if n != 0 {
			t.Errorf("type %s is off by %d", kind, n)
		}
	}
	counts.ByType = nil
	if !reflect.DeepEqual(counts, want) || want.Overdue == 0 || want.Evidence == 0 {
		t.Errorf("chips %+v, rows %+v", counts, want)
	}
	// Each chip opens as many rows as it says.
	for name, chip := range map[string]struct {
		n int64
		q domain.AfterSaleQuery
	}{
		"overdue":  {want.Overdue, domain.AfterSaleQuery{View: "merchant", DueBefore: testNow}},
		"due soon": {want.DueSoon, domain.AfterSaleQuery{View: "merchant", DueFrom: testNow, DueBefore: testNow + 4*domain.Hour}},
	} {
		chip.q.Limit = 40
		rows := pages[domain.AfterSaleQuery](t, func(c string) ([]domain.AfterSaleRow, string, error) {
			chip.q.Cursor = c
			p, err := s.ListAfterSales(ctx, chip.q)
			return p.Items, p.Next, err
		})
		if int64(len(rows)) != chip.n || chip.n == 0 {
			t.Errorf("the chip %s says %d and opens %d rows", name, chip.n, len(rows))
		}
	}
	if _, err := s.ListAfterSales(ctx, domain.AfterSaleQuery{View: "mine"}); domain.CodeOf(err) != domain.CodeInvalid {
		t.Errorf("an unknown view: %v", err)
	}
}

func TestChipsMoveAsTimePasses(t *testing.T) {
	now := testNow
	s := openAt(t, t.TempDir()+"/a.db", &now, nil)
	ctx := t.Context()
	write(t, s, func(tx *Tx) error {
		if err := tx.PutShop(ctx, testShop("s1")); err != nil {
			return err
		}
		_, err := tx.PutAfterSales(ctx, []domain.AfterSale{{ShopID: "s1", RemoteID: "1", OrderID: "s1.1", Status: domain.StatusAwaitMerchant, AppliedAt: now, Deadline: now + 5*domain.Hour}})
		return err
	})
	for after, want := range map[domain.Instant][2]int64{0: {0, 0}, 2 * domain.Hour: {1, 0}, 6 * domain.Hour: {0, 1}} {
		now = testNow + after
		if c := must[domain.AfterSaleCounts](t)(s.CountAfterSales(ctx, domain.AfterSaleQuery{})); c.DueSoon != want[0] || c.Overdue != want[1] || c.Open != 1 {
			t.Errorf("after %d h: %+v", after/domain.Hour, c)
		}
	}
}

func TestAReturnParcelIsFoundFromTheCaseTheOrderAndTheSearch(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	o := domain.Order{ID: "s1.1", ShopID: "s1", RemoteID: "1", CreatedAt: testNow, Lines: []domain.OrderLine{{RemoteID: "1", ProductName: "围巾"}}}
	c := domain.AfterSale{ID: "s1.c", ShopID: "s1", RemoteID: "c", OrderID: o.ID, Type: domain.CaseReturnRefund, Status: domain.StatusAwaitReceipt, AppliedAt: testNow,
		Parcels: []domain.Parcel{{Waybill: "JD0099887766", CarrierCode: "jd"}}}
	write(t, s, func(tx *Tx) error { _, err := tx.PutAfterSales(ctx, []domain.AfterSale{c}); return err })
	write(t, s, func(tx *Tx) error { _, err := tx.PutOrders(ctx, []domain.Order{o}); return err })
	got := must[domain.AfterSale](t)(s.GetAfterSale(ctx, c.ID))
	if len(got.Parcels) != 1 || got.Parcels[0].Direction != domain.DirectionBack || got.Parcels[0].OrderID != o.ID {
		t.Fatalf("parcels of the case %+v", got.Parcels)
	}
	d := must[domain.OrderDetail](t)(s.GetOrderDetail(ctx, o.ID))
	if len(d.Parcels) != 1 || len(d.AfterSales) != 1 || d.AfterSales[0].Title != "围巾" {
		t.Errorf("order detail %+v", d)
	}
	if ids := orderIDs(t, s, domain.OrderQuery{Text: "JD00998877"}); len(ids) != 1 {
		t.Errorf("search by return waybill: %v", ids)
	}
}

func TestTheHeadOfTheInboxIsReadPlainAndDressedById(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	g := gen(genConfig{orders: 900, seed: 3, start: testNow - 5*domain.Day, step: domain.Minute})
	write(t, s, func(tx *Tx) error { return g.put(ctx, tx) })
	list := must[domain.AfterSalePage](t)(s.ListAfterSales(ctx, domain.AfterSaleQuery{Limit: 30})).Items
	plain := must[[]domain.AfterSaleRow](t)(s.DueAfterSales(ctx, domain.AfterSaleQuery{}, 30))
	ids := []string{"s1.none", "s9.1", "odd"}
	for _, r := range list {
		ids = append(ids, r.ID)
	}
	dressed := must[map[string]domain.AfterSaleRow](t)(s.DressAfterSales(ctx, ids))
	if len(list) != 30 || len(plain) != 30 || len(dressed) != 30 {
		t.Fatalf("%d listed, %d plain, %d dressed", len(list), len(plain), len(dressed))
	}
	for i, want := range list {
		if !reflect.DeepEqual(dressed[want.ID], want) {
			t.Errorf("dressed %+v, listed %+v", dressed[want.ID], want)
		}
		want.Title, want.Spec, want.SKUCode, want.BuyerNick, want.HostName, want.SessionID, want.Waybill = "", "", "", "", "", "", ""
		want.EvidenceCount, want.QueuedActs = 0, 0
		if !reflect.DeepEqual(plain[i], want) {
			t.Errorf("row %d is %+v, want %+v", i, plain[i], want)
		}
	}
}
