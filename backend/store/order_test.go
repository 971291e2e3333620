package store

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"afterdesk/backend/domain"
)

// pages reads a whole list page by page.
func pages[Q, T any](t *testing.T, list func(cursor string) ([]T, string, error)) []T {
	t.Helper()
	var out []T
	for cursor := ""; ; {
		items, next, err := list(cursor)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, items...)
		if next == "" {
			return out
		}
		cursor = next
	}
}

func orderIDs(t *testing.T, s *Store, q domain.OrderQuery) []string {
	rows := pages[domain.OrderQuery](t, func(c string) ([]domain.OrderRow, string, error) {
		q.Cursor = c
		p, err := s.ListOrders(t.Context(), q)
		return p.Items, p.Next, err
	})
	out := make([]string, len(rows))
	for i := range rows {
		out[i] = rows[i].ID
	}
	return out
}

func TestAnOrderComesBackAsItWasPut(t *testing.T) {
	s := open(t)
	for _, o := range fill(t, s, genConfig{orders: 40}).orders {
		got := must[domain.Order](t)(s.GetOrder(t.Context(), o.ID))
		for i := range got.Lines {
			got.Lines[i].SignedAt = o.Lines[i].SignedAt // traces found it out
		}
		got.Parcels, o.Parcels = nil, nil
		if !reflect.DeepEqual(got, o) {
			t.Fatalf("put\n%+v\ngot\n%+v", o, got)
		}
	}
	if _, err := s.GetOrder(t.Context(), "s1.nothing"); domain.CodeOf(err) != domain.CodeNotFound {
		t.Errorf("an unknown order: %v", err)
	}
	if _, err := s.GetOrder(t.Context(), "nothing"); domain.CodeOf(err) != domain.CodeInvalid {
		t.Errorf("an id without a dot: %v", err)
	}
}

func TestPutTellsAddedChangedAndSameAndKeepsTheNewer(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	o := gen(genConfig{orders: 1}).orders[0]
	put := func(o domain.Order) (r PutResult) {
		write(t, s, func(tx *Tx) (err error) { r, err = tx.PutOrders(ctx, []domain.Order{o}); return })
		return
	}
	if r := put(o); r != (PutResult{Added: 1}) {
		t.Errorf("first: %+v", r)
	}
	refetched := o
	refetched.Source.FetchedAt += domain.Hour
	if r := put(refetched); r != (PutResult{Same: 1}) {
		t.Errorf("the same content fetched again: %+v", r)
	}
	reworded := refetched
	reworded.Source.PayloadHash = "of other bytes that say the same"
	if r := put(reworded); r != (PutResult{Same: 1}) {
		t.Errorf("the same content in another payload: %+v", r)
	}
	if got := must[domain.Order](t)(s.GetOrder(ctx, o.ID)).Source; got != reworded.Source {
		t.Errorf("SY-05: the row names %+v, a payload that is no longer kept", got)
	}
	newer := o
	newer.UpdatedAt, newer.City = o.UpdatedAt+domain.Hour, "别市"
	if r := put(newer); r != (PutResult{Changed: 1}) {
		t.Errorf("newer: %+v", r)
	}
	if r := put(o); r != (PutResult{Same: 1}) {
		t.Errorf("an event that comes late: %+v", r)
	}
	if got := must[domain.Order](t)(s.GetOrder(ctx, o.ID)); got.City != "别市" || got.Source != newer.Source {
		t.Errorf("the older row won: %s, %+v", got.City, got.Source)
	}
	two := o
	two.RemoteID, two.ID, two.Paid, two.Freight = "x", "s1.x", domain.CNY(1), domain.Money{Minor: 1, Currency: "USD"}
	if err := s.Write(ctx, func(tx *Tx) error { _, err := tx.PutOrders(ctx, []domain.Order{two}); return err }); domain.CodeOf(err) != domain.CodeInvalid {
		t.Errorf("two currencies: %v", err)
	}
}

func TestListsFilterAndPageLikeAPlainFilterOverAllRows(t *testing.T) {
	s := open(t)
	write(t, s, func(tx *Tx) error { return tx.PutShop(t.Context(), testShop("s2")) })
	all := append(fill(t, s, genConfig{orders: scaled(700, 140)}).orders, fill(t, s, genConfig{orders: scaled(300, 60), shop: "s2", seed: 3, start: testNow - 59*domain.Day}).orders...)
	slices.SortStableFunc(all, func(a, b domain.Order) int { return int(b.CreatedAt/1000 - a.CreatedAt/1000) })
	anyLine := func(o *domain.Order, f func(l *domain.OrderLine) bool) bool {
		for i := range o.Lines {
			if f(&o.Lines[i]) {
				return true
			}
		}
		return false
	}
	r := rand.New(rand.NewPCG(1, 2))
	for i := range scaled(200, 60) {
		s.mergeMax = []int{mergeMax, 0}[i%2] // both ways to answer a filter on lines
		q := domain.OrderQuery{Limit: 1 + r.IntN(60)}
		if r.IntN(2) == 0 {
			q.ShopIDs = [][]string{{"s1"}, {"s2"}, {"s1", "s2"}, {"s9"}}[r.IntN(4)]
		}
		if r.IntN(2) == 0 {
			q.Statuses = domain.OrderStatuses[r.IntN(4) : 4+r.IntN(4)]
		}
		if r.IntN(3) == 0 {
			q.HostID = fmt.Sprint("h", r.IntN(7))
		}
		if r.IntN(4) == 0 {
			q.SessionID = fmt.Sprintf("s1.72%017d", r.IntN(41))
		}
		if r.IntN(4) == 0 {
			q.SKUID = fmt.Sprintf("17%05dM", r.IntN(200))
		}
		if r.IntN(4) == 0 {
			q.From = testNow - 60*domain.Day + domain.Instant(r.IntN(20000))*domain.Second
			q.To = q.From + domain.Instant(r.IntN(9000_000))
		}
		word := ""
		if r.IntN(4) == 0 {
			word = string([]rune(genNames[r.IntN(len(genNames))])[:2])
			q.Text = word
		}
		var want []string
		for i := range all {
			o := &all[i]
			if (len(q.ShopIDs) == 0 || slices.Contains(q.ShopIDs, o.ShopID)) && (len(q.Statuses) == 0 || slices.Contains(q.Statuses, o.Status)) &&
				(q.From == 0 || o.CreatedAt >= q.From) && (q.To == 0 || o.CreatedAt < q.To) &&
				(q.HostID == "" || anyLine(o, func(l *domain.OrderLine) bool { return l.Live.HostID == q.HostID })) &&
				(q.SessionID == "" || anyLine(o, func(l *domain.OrderLine) bool { return l.Live.SessionID == q.SessionID })) &&
				(q.SKUID == "" || anyLine(o, func(l *domain.OrderLine) bool { return l.SKUID == q.SKUID })) &&
				(word == "" || strings.Contains(o.BuyerNick.Reveal(), word) || anyLine(o, func(l *domain.OrderLine) bool { return strings.Contains(l.ProductName, word) })) {
				want = append(want, o.ID)
			}
		}
		got := orderIDs(t, s, q)
		if !slices.Equal(slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(want))) {
			t.Fatalf("%+v: %d rows, want %d", q, len(got), len(want))
		}
		at := map[string]domain.Instant{}
		for i := range all {
			at[all[i].ID] = all[i].CreatedAt / 1000
		}
		if !slices.IsSortedFunc(got, func(a, b string) int { return int(at[b] - at[a]) }) {
			t.Fatalf("%+v: not newest first", q)
		}
	}
}

func TestCasesOfAHostAreTheSameFromBothSides(t *testing.T) {
	s := open(t)
	g := fill(t, s, genConfig{orders: scaled(900, 200)})
	for _, view := range []string{"open", "all"} {
		for h := range 6 {
			q := domain.AfterSaleQuery{View: view, HostID: fmt.Sprint("h", h), Limit: 500}
			want := map[string]bool{}
			for i := range g.cases {
				c := &g.cases[i]
				for k := range g.orders {
					if o := &g.orders[k]; o.ID == c.OrderID && (view == "all" || c.Status.Open()) {
						for _, l := range o.Lines {
							if l.Live.HostID == q.HostID {
								want[c.ID] = true
							}
						}
					}
				}
			}
			for _, few := range []int{fewLines, 5} {
				s.fewLines = few
				got := must[domain.AfterSalePage](t)(s.ListAfterSales(t.Context(), q)).Items
				if len(got) != len(want) {
					t.Errorf("view %s host %d: %d cases, want %d", view, h, len(got), len(want))
				}
				for i := range got {
					if !want[got[i].ID] {
						t.Errorf("view %s host %d: %s does not belong", view, h, got[i].ID)
					}
				}
			}
		}
	}
}

func TestABackfillOfOldOrdersDoesNotComeFirst(t *testing.T) {
	s := open(t)
	newer := fill(t, s, genConfig{orders: 5}).orders
	older := fill(t, s, genConfig{orders: 5, first: 1000, start: testNow - 300*domain.Day}).orders
	got := orderIDs(t, s, domain.OrderQuery{Text: "69"})
	got = append(got, orderIDs(t, s, domain.OrderQuery{Limit: 3})...)
	if len(got) < 10 || got[len(got)-10] != newer[4].ID || got[len(got)-1] != older[0].ID {
		t.Errorf("order of the list: %v", got)
	}
}

func TestAnOrderMovesInTheListWhenItsTimeBecomesKnown(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	rest := fill(t, s, genConfig{orders: 5}).orders
	o := domain.Order{ID: "s1.file", ShopID: "s1", RemoteID: "file", BuyerNick: "小明同学", Contact: &domain.Contact{Name: "张三", Phone: "13800000000", Address: "某街"},
		Lines: []domain.OrderLine{{RemoteID: "l1", ProductName: "围巾"}}}
	write(t, s, func(tx *Tx) error { _, err := tx.PutOrders(ctx, []domain.Order{o}); return err })
	if got := orderIDs(t, s, domain.OrderQuery{}); got[5] != o.ID {
		t.Fatalf("an order without a time is not last: %v", got)
	}
	o.CreatedAt, o.UpdatedAt = testNow, testNow
	write(t, s, func(tx *Tx) error { _, err := tx.PutOrders(ctx, []domain.Order{o}); return err })
	if got := orderIDs(t, s, domain.OrderQuery{}); got[0] != o.ID || len(got) != len(rest)+1 {
		t.Fatalf("after its time is known: %v", got)
	}
	for _, text := range []string{"围巾", "同学"} {
		if got := orderIDs(t, s, domain.OrderQuery{Text: text}); len(got) != 1 {
			t.Errorf("search %s after the move: %v", text, got)
		}
	}
	write(t, s, func(tx *Tx) error {
		c, err := tx.RevealContact(ctx, o.ID, "阿珍", "改地址")
		if c.Phone != "13800000000" {
			t.Errorf("contact after the move: %q", c.Phone.Reveal())
		}
		return err
	})
	if err := s.Check(ctx); err != nil {
		t.Error(err)
	}
}

func TestMoreOrdersInOneSecondThanItHasNumbers(t *testing.T) {
	s := open(t)
	var list []domain.Order
	for i := range 4200 {
		id := fmt.Sprintf("%05d", i)
		list = append(list, domain.Order{ID: "s1." + id, ShopID: "s1", RemoteID: id, CreatedAt: testNow})
	}
	write(t, s, func(tx *Tx) error { _, err := tx.PutOrders(t.Context(), list); return err })
	if got := orderIDs(t, s, domain.OrderQuery{From: testNow, To: testNow + 1, Limit: 500}); len(got) != 4200 {
		t.Errorf("%d orders", len(got))
	}
}

func TestSearchFindsWhatAPersonTypes(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	o := domain.Order{ID: "s1.6919000000000000001", ShopID: "s1", RemoteID: "6919000000000000001", CreatedAt: testNow, BuyerNick: "Lucky猫咪", MaskedPhone: "138****8000",
		Lines:   []domain.OrderLine{{RemoteID: "1", ProductName: "法式连衣裙 T800 iPhone手机壳", SKUCode: "AB-12/X", Spec: "红 / M"}, {RemoteID: "2", ProductName: "机械键盘", Spec: "白"}},
		Parcels: []domain.Parcel{{Waybill: "SF1234567890123", CarrierCode: "sf"}}}
	write(t, s, func(tx *Tx) error {
		if _, err := tx.PutOrders(ctx, []domain.Order{o, {ID: "s1.2", ShopID: "s1", RemoteID: "2", CreatedAt: testNow, Lines: []domain.OrderLine{{ProductName: "红机油"}}}}); err != nil {
			return err
		}
		_, err := tx.PutAfterSales(ctx, []domain.AfterSale{{ShopID: "s1", RemoteID: "1466", OrderID: o.ID, Status: domain.StatusAwaitMerchant, ReturnWaybill: "YT998877665544", AppliedAt: testNow}})
		return err
	})
	for text, want := range map[string]bool{
		"6919000000000000001": true, "69190000": true, "69180000": false, "SF1234567890123": true, "sf12345678": true, "sf 1234567890123": false,
		"AB-12/X": true, "ab12x": true, "ab12": true, "ab-12": true, "连衣": true, "衣裙": true, "连衣裙": true, "裙连": false, "红机": false, "裙": true, "连": true,
		"8000": true, "800": false, "YT998877665544": true, "yt99887": true, "猫咪": true, "lucky": true, "LUCK": true, "iphone": true, "手机壳": true, "连衣裙 键盘": true, "连衣裙 机油": false, "T800": true,
		"法式连衣裙T800": true, "白": true, `"`: false, `连衣" OR "x`: false, "连衣*": true, "NEAR(连 衣)": false, "body:连衣": false, "连衣裙 -键盘": true, "a' OR 1=1 --": false, "()": false, "  ": true,
	} {
		got := slices.Contains(orderIDs(t, s, domain.OrderQuery{Text: text}), o.ID)
		if got != want {
			t.Errorf("order search %q: %v, want %v", text, got, want)
		}
	}
	for text, want := range map[string]bool{"1466": true, "146": false, "6919000000000000001": true, "连衣": true, "yt9988776655": true, "AB12X": true, "机油": false, "8000": true} {
		page, err := s.ListAfterSales(ctx, domain.AfterSaleQuery{Text: text})
		if err != nil || (len(page.Items) == 1) != want {
			t.Errorf("case search %q: %d hits, want %v, %v", text, len(page.Items), want, err)
		}
	}
}

func TestABeginningOfVeryManyIdsIsStillComplete(t *testing.T) {
	s := open(t)
	all := fill(t, s, genConfig{orders: 400}).orders
	if got := orderIDs(t, s, domain.OrderQuery{Text: "690000", Limit: 37}); len(got) != len(all) {
		t.Errorf("%d of %d orders begin with 690000", len(got), len(all))
	}
	shipped := 0
	for i := range all {
		shipped += len(all[i].Parcels)
	}
	if got := orderIDs(t, s, domain.OrderQuery{Text: "yt1000"}); len(got) != shipped {
		t.Errorf("%d of %d waybills begin with YT1000", len(got), shipped)
	}
}

func TestSessionsAreInferredAndNeverOverwriteAScheduledOne(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	order := func(id string, at domain.Instant, room string) domain.Order {
		return domain.Order{ID: "s1." + id, ShopID: "s1", RemoteID: id, CreatedAt: at, Lines: []domain.OrderLine{{RemoteID: id, Live: domain.LiveRef{RoomID: room, HostID: "h1", HostName: "小美"}}}}
	}
	write(t, s, func(tx *Tx) error {
		if _, err := tx.PutSessions(ctx, []domain.LiveSession{{ShopID: "s1", RoomID: "2", Title: "晚场", HostID: "h1", StartAt: 100_000, EndAt: 200_000}}); err != nil {
			return err
		}
		_, err := tx.PutOrders(ctx, []domain.Order{order("a", testNow, "1"), order("b", testNow-domain.Hour, "1"), order("c", testNow+domain.Hour, "1"), order("d", testNow, "2")})
		return err
	})
	list := must[[]domain.LiveSession](t)(s.ListSessions(ctx, []string{"s1"}, 0, 0, 10))
	want := []domain.LiveSession{
		{ID: "s1.1", ShopID: "s1", RoomID: "1", HostID: "h1", HostName: "小美", StartAt: testNow - domain.Hour, EndAt: testNow + domain.Hour, Inferred: true},
		{ID: "s1.2", ShopID: "s1", RoomID: "2", Title: "晚场", HostID: "h1", HostName: "小美", StartAt: 100_000, EndAt: 200_000}}
	if !slices.Equal(list, want) {
		t.Errorf("sessions %+v", list)
	}
	labels := must[map[string]string](t)(s.Labels(ctx, domain.DimSession, []string{"s1.1", "s1.2", "s1.9"}))
	if labels["s1.2"] != "晚场" || !strings.HasPrefix(labels["s1.1"], "小美") || len(labels) != 2 {
		t.Errorf("labels %v", labels)
	}
}

func TestOrdersNearAMoment(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	var list []domain.Order
	for i, min := range []domain.Instant{-90, -5, 3, 40} {
		id := fmt.Sprint(i)
		list = append(list, domain.Order{ID: "s1." + id, ShopID: "s1", RemoteID: id, CreatedAt: testNow, ShippedAt: testNow + min*domain.Minute})
	}
	write(t, s, func(tx *Tx) error { _, err := tx.PutOrders(ctx, list); return err })
	rows := must[[]domain.OrderRow](t)(s.OrdersNear(ctx, testNow, time.Hour, 10))
	if len(rows) != 3 || rows[0].RemoteID != "2" || rows[1].RemoteID != "1" || rows[2].RemoteID != "3" {
		t.Errorf("rows %+v", rows)
	}
}

func TestAContactIsReadOnlyByALoggedReveal(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	o := domain.Order{ID: "s1.1", ShopID: "s1", RemoteID: "1", CreatedAt: testNow, Contact: &domain.Contact{Name: "李四", Phone: "13900001111", Address: "某路1号"}}
	write(t, s, func(tx *Tx) error { _, err := tx.PutOrders(ctx, []domain.Order{o}); return err })
	if got := must[domain.Order](t)(s.GetOrder(ctx, o.ID)); got.Contact != nil {
		t.Error("GetOrder gave the contact away")
	}
	if d := must[domain.OrderDetail](t)(s.GetOrderDetail(ctx, o.ID)); !d.HasContact {
		t.Error("the detail does not say that there is one")
	}
	if err := s.Write(ctx, func(tx *Tx) error { _, err := tx.RevealContact(ctx, o.ID, "阿珍", ""); return err }); domain.CodeOf(err) != domain.CodeInvalid {
		t.Errorf("a reveal without a purpose: %v", err)
	}
	write(t, s, func(tx *Tx) error { _, err := tx.RevealContact(ctx, o.ID, "阿珍", "联系收件人"); return err })
	entries, _, err := s.ListAudit(ctx, 10, "")
	if err != nil || len(entries) != 1 || entries[0].SubjectID != o.ID || entries[0].Purpose != "联系收件人" || entries[0].By != "阿珍" {
		t.Errorf("audit %+v %v", entries, err)
	}
	d := must[domain.OrderDetail](t)(s.GetOrderDetail(ctx, o.ID))
	if k := d.Timeline[len(d.Timeline)-1].Kind; k != "contact_revealed" {
		t.Errorf("last entry of the history: %s", k)
	}
}
