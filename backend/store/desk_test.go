package store

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"afterdesk/backend/domain"
)

func TestFindingsOfARunReplaceThoseOfTheLast(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	run := func(check string, keys ...string) (fresh, resolved int64) {
		var list []domain.Finding
		for i, k := range keys {
			list = append(list, domain.Finding{Key: check + ":" + k, ShopID: "s1", Subject: domain.SubjectParcel, SubjectID: "s1.yto:" + k, OrderID: "s1.1", Severity: domain.SeverityRed,
				DueAt: testNow + domain.Instant(10-i)*domain.Hour, Params: map[string]string{}})
		}
		write(t, s, func(tx *Tx) (err error) { fresh, resolved, err = tx.PutFindings(ctx, check, list); return })
		return
	}
	expect := func(what string, fresh, resolved, wantFresh, wantResolved int64) {
		if fresh != wantFresh || resolved != wantResolved {
			t.Errorf("%s: %d fresh, %d resolved", what, fresh, resolved)
		}
	}
	f, r := run("stalled", "a", "b", "c")
	expect("first run", f, r, 3, 0)
	f, r = run("no_pickup", "a")
	expect("another check", f, r, 1, 0)
	open := domain.FindingQuery{Checks: []string{"stalled"}, States: []domain.FindingState{domain.FindingOpen}, Limit: 2}
	page := must[domain.FindingPage](t)(s.ListFindings(ctx, open))
	if len(page.Items) != 2 || page.Items[0].Finding.Key != "stalled:c" || page.Next == "" {
		t.Fatalf("open ones by due time: %+v", page)
	}
	open.Cursor = page.Next
	if rest := must[domain.FindingPage](t)(s.ListFindings(ctx, open)); len(rest.Items) != 1 || rest.Items[0].Finding.Key != "stalled:a" || rest.Next != "" {
		t.Errorf("second page %+v", rest)
	}
	first := page.Items[0].Finding
	write(t, s, func(tx *Tx) error { return tx.MoveFinding(ctx, first.ID, domain.FindingDismissed, "阿珍") })
	f, r = run("stalled", "c", "b")
	expect("a is gone, c stays dismissed", f, r, 0, 1)
	counts := must[map[string]int64](t)(s.CountFindings(ctx))
	if counts["stalled"] != 1 || counts["no_pickup"] != 1 {
		t.Errorf("counts %v", counts)
	}
	f, r = run("stalled", "a", "b", "c")
	expect("a is back", f, r, 1, 0)
	all := must[domain.FindingPage](t)(s.ListFindings(ctx, domain.FindingQuery{Checks: []string{"stalled"}}))
	if len(all.Items) != 3 {
		t.Errorf("%d rows for three keys", len(all.Items))
	}
	for _, row := range all.Items {
		if row.Finding.ID == first.ID && (row.Finding.State != domain.FindingDismissed || row.Finding.Owner != "阿珍") {
			t.Errorf("the dismissed one: %+v", row.Finding)
		}
	}
	if err := s.Write(ctx, func(tx *Tx) error { return tx.MoveFinding(ctx, "none", domain.FindingOpen, "") }); domain.CodeOf(err) != domain.CodeNotFound {
		t.Errorf("an unknown finding: %v", err)
	}
}

func TestAnActIsSentOnce(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	a := domain.Act{ID: domain.NewID(testNow), ShopID: "s1", AfterSaleID: "s1.c", OrderID: "s1.1", Kind: domain.ActAgree, State: domain.ActQueued, Amount: domain.CNY(9), Note: "请退", QueuedAt: testNow, Params: map[string]string{}}
	write(t, s, func(tx *Tx) error { return tx.PutAct(ctx, a) })
	if err := s.Write(ctx, func(tx *Tx) error { return tx.PutAct(ctx, a) }); domain.CodeOf(err) != domain.CodeConflict {
		t.Errorf("the same id twice: %v", err)
	}
	if list := must[[]domain.Act](t)(s.QueuedActs(ctx, "s1")); len(list) != 1 || !reflect.DeepEqual(list[0], a) {
		t.Errorf("queued %+v", list)
	}
	sending := a
	sending.State = domain.ActSending
	write(t, s, func(tx *Tx) error { return tx.MoveAct(ctx, sending, domain.ActQueued) })
	if err := s.Write(ctx, func(tx *Tx) error { return tx.MoveAct(ctx, sending, domain.ActQueued) }); domain.CodeOf(err) != domain.CodeConflict {
		t.Errorf("taken twice: %v", err)
	}
	none := a
	none.ID = "none"
	if err := s.Write(ctx, func(tx *Tx) error { return tx.MoveAct(ctx, none, domain.ActQueued) }); domain.CodeOf(err) != domain.CodeNotFound {
		t.Errorf("an unknown act: %v", err)
	}
	if got := must[domain.Act](t)(s.GetAct(ctx, a.ID)); got.State != domain.ActSending || got.Note.Reveal() != "请退" {
		t.Errorf("stored %+v", got)
	}
}

func TestTheOutboxIsAskedByStateShopAndOrder(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	ids := map[string]string{}
	for i, a := range []domain.Act{
		{ShopID: "s1", AfterSaleID: "s1.c", OrderID: "s1.1", Kind: domain.ActAgree, State: domain.ActQueued},
		{ShopID: "s1", OrderID: "s1.1", Kind: domain.ActShip, State: domain.ActDone},
		{ShopID: "s2", ReviewID: "s2.r", Kind: domain.ActReply, State: domain.ActQueued},
	} {
		a.ID, a.QueuedAt, a.Params = domain.NewID(testNow+domain.Instant(i)), testNow, map[string]string{}
		ids[a.ID] = string(a.Kind)
		write(t, s, func(tx *Tx) error { return tx.PutAct(ctx, a) })
	}
	for want, q := range map[string]domain.ActQuery{
		"reply_review ship agree": {},
		"ship agree":              {ShopIDs: []string{"s1"}},
		"reply_review":            {ShopIDs: []string{"s2"}},
		"agree":                   {States: []domain.ActState{domain.ActQueued}, ShopIDs: []string{"s1"}},
		"ship":                    {OrderID: "s1.1", States: []domain.ActState{domain.ActDone}},
		"":                        {OrderID: "s2.1"},
	} {
		var got []string
		for _, a := range must[domain.ActPage](t)(s.ListActs(ctx, q)).Items {
			got = append(got, ids[a.ID])
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%+v: %v, want %q", q, got, want)
		}
	}
}

func TestRawPayloadsComeBackByteForByte(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	var list []domain.RawPayload
	for i := range 450 {
		body := []byte(fmt.Sprintf(`{"id":"%d","text":"%s"}`, i, strings.Repeat("质量", i%9)))
		list = append(list, domain.RawPayload{ShopID: "s1", Kind: "order", RemoteID: fmt.Sprint(i), API: "order.searchList", FetchedAt: testNow, Hash: fmt.Sprint("h", i), Body: body})
	}
	write(t, s, func(tx *Tx) error { return tx.PutRaw(ctx, list) })
	older := list[7]
	older.Hash, older.Body, older.FetchedAt = "old", []byte("old"), testNow-1
	write(t, s, func(tx *Tx) error { return tx.PutRaw(ctx, []domain.RawPayload{older, list[8]}) })
	i := 0
	if err := s.EachRaw(ctx, "s1", "order", func(p domain.RawPayload) error {
		if !reflect.DeepEqual(p, list[i]) {
			t.Fatalf("payload %d: %+v", i, p)
		}
		i++
		return s.Write(ctx, func(tx *Tx) error { return nil }) // a writer inside the walk
	}); err != nil || i != len(list) {
		t.Errorf("%d payloads, %v", i, err)
	}
	if p := must[domain.RawPayload](t)(s.GetRaw(ctx, "s1", "order", "7")); p.Hash != "h7" {
		t.Errorf("the older fetch won: %s", p.Hash)
	}
	if _, err := s.GetRaw(ctx, "s1", "review", "7"); domain.CodeOf(err) != domain.CodeNotFound {
		t.Errorf("a payload that is not: %v", err)
	}
}

func TestSettingsAreDefaultsUntilStored(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	if got := must[domain.Settings](t)(s.GetSettings(ctx)); !reflect.DeepEqual(got, domain.DefaultSettings()) {
		t.Errorf("fresh: %+v", got)
	}
	v := domain.DefaultSettings()
	v.Language, v.Schedules = "en", map[string]string{"stalled": ""}
	v.Calendar.Week = map[string]string{"mon": "09:00-12:00"}
	write(t, s, func(tx *Tx) error { return tx.PutSettings(ctx, v) })
	if got := must[domain.Settings](t)(s.GetSettings(ctx)); !reflect.DeepEqual(got, v) {
		t.Errorf("stored %+v, got %+v", v, got)
	}
}

func TestCountersOfTheEdgeAddUp(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	for range 2 {
		write(t, s, func(tx *Tx) error {
			if err := tx.CountUnmapped(ctx, []domain.Unmapped{{ShopID: "s1", Platform: "doudian", Field: "after_sale.status", Raw: "97", Count: 2, FirstAt: testNow, LastAt: testNow}}); err != nil {
				return err
			}
			if err := tx.CountHost(ctx, []domain.HostContact{{Host: "openapi-fxg.jinritemai.com", Purpose: "orders", FirstAt: testNow, LastAt: testNow, Requests: 3}}); err != nil {
				return err
			}
			if err := tx.CountQuota(ctx, []domain.Quota{{ShopID: "s1", API: "order.searchList", Day: "2026-05-28", Used: 5, Limit: 100, BlockedUntil: testNow}}); err != nil {
				return err
			}
			return tx.PutProblem(ctx, domain.SyncProblem{ShopID: "s1", API: "order.searchList", RemoteID: "1", Field: "pay_time", Code: domain.CodeInvalid, At: testNow})
		})
	}
	write(t, s, func(tx *Tx) error { return tx.MapValue(ctx, "s1", "after_sale.status", "97", "closed") })
	u := must[[]domain.Unmapped](t)(s.ListUnmapped(ctx, "s1"))
	h := must[[]domain.HostContact](t)(s.ListHosts(ctx))
	q := must[[]domain.Quota](t)(s.ListQuotas(ctx, "s1"))
	p := must[[]domain.SyncProblem](t)(s.ListProblems(ctx, "s1", 5))
	if len(u) != 1 || u[0].Count != 4 || u[0].MappedTo != "closed" || len(h) != 1 || h[0].Requests != 6 || len(q) != 1 || q[0].Used != 10 || q[0].Limit != 100 || len(p) != 1 || p[0].Count != 2 {
		t.Errorf("%+v %+v %+v %+v", u, h, q, p)
	}
}

func TestSmallRowsComeBack(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	run := domain.SyncRun{ID: "r1", ShopID: "s1", Kind: "pull", StartedAt: testNow, Orders: 4}
	receipt := domain.CheckReceipt{ID: "k1", Check: "stalled", StartedAt: testNow, Found: 2}
	mapping := domain.SheetMapping{Name: "m", Kind: domain.SheetOrders, Columns: map[string]string{"order_id": "订单号"}, Values: map[string]string{}}
	sheet := domain.SheetRun{ID: "i1", ShopID: "s1", Kind: domain.SheetOrders, StartedAt: testNow, Sample: []domain.SheetBad{}}
	write(t, s, func(tx *Tx) error {
		for _, err := range []error{tx.PutRun(ctx, run), tx.PutReceipt(ctx, receipt), tx.PutMapping(ctx, mapping), tx.PutSheetRun(ctx, sheet),
			tx.PutSchedule(ctx, domain.ScheduleState{ID: "stalled", LastAt: 5}), tx.PutSchedule(ctx, domain.ScheduleState{ID: "stalled", LastAt: 9}),
			tx.PutCursor(ctx, "s1", "orders", "a"), tx.PutCursor(ctx, "s1", "orders", "b")} {
			if err != nil {
				return err
			}
		}
		return nil
	})
	if got := must[[]domain.SyncRun](t)(s.ListRuns(ctx, "s1", 5)); !reflect.DeepEqual(got, []domain.SyncRun{run}) {
		t.Errorf("runs %+v", got)
	}
	if got := must[[]domain.CheckReceipt](t)(s.ListReceipts(ctx, "", 5)); !reflect.DeepEqual(got, []domain.CheckReceipt{receipt}) {
		t.Errorf("receipts %+v", got)
	}
	if got := must[[]domain.SheetMapping](t)(s.ListMappings(ctx)); !reflect.DeepEqual(got, []domain.SheetMapping{mapping}) {
		t.Errorf("mappings %+v", got)
	}
	if got := must[[]domain.SheetRun](t)(s.ListSheetRuns(ctx, 5)); !reflect.DeepEqual(got, []domain.SheetRun{sheet}) {
		t.Errorf("imports %+v", got)
	}
	if got := must[[]domain.ScheduleState](t)(s.ListSchedules(ctx)); len(got) != 1 || got[0].LastAt != 9 {
		t.Errorf("schedules %+v", got)
	}
	if got := must[string](t)(s.GetCursor(ctx, "s1", "orders")); got != "b" {
		t.Errorf("cursor %q", got)
	}
	write(t, s, func(tx *Tx) error { return tx.RemoveMapping(ctx, "m") })
	if err := s.Write(ctx, func(tx *Tx) error { return tx.RemoveMapping(ctx, "m") }); domain.CodeOf(err) != domain.CodeNotFound {
		t.Errorf("a mapping that is not: %v", err)
	}
}

func TestAPromiseShowsOnTheOrdersThatHeardIt(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	o := domain.Order{ID: "s1.1", ShopID: "s1", RemoteID: "1", CreatedAt: testNow, Lines: []domain.OrderLine{{RemoteID: "1", ProductID: "p1", SKUID: "k1", Live: domain.LiveRef{RoomID: "9"}}}}
	promise := func(id, product, sku string) domain.Promise {
		return domain.Promise{ID: id, ShopID: "s1", SessionID: "s1.9", ProductID: product, SKUID: sku, Kind: domain.PromiseGift, Wording: "送袜子", SaidAt: testNow - 1}
	}
	write(t, s, func(tx *Tx) error {
		if _, err := tx.PutPromises(ctx, []domain.Promise{promise("all", "", ""), promise("mine", "p1", "k1"), promise("other", "p1", "k2")}); err != nil {
			return err
		}
		_, err := tx.PutOrders(ctx, []domain.Order{o})
		return err
	})
	d := must[domain.OrderDetail](t)(s.GetOrderDetail(ctx, o.ID))
	if len(d.Promises) != 2 || len(d.Sessions) != 1 || d.Timeline[0].Kind != "promised" {
		t.Errorf("promises %+v, sessions %+v, history %+v", d.Promises, d.Sessions, d.Timeline)
	}
}

func TestAFindingShowsTheWordsOfItsParcelAndOrder(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	parcel := func(waybill, text string) domain.Parcel {
		return domain.Parcel{ID: domain.ParcelID("s1", "yuantong", waybill), ShopID: "s1", OrderID: "s1.1", Waybill: waybill, CarrierCode: "yuantong", CarrierName: "圆通", State: domain.TrackInTransit, LastAt: testNow, LastText: text}
	}
	o := domain.Order{ID: "s1.1", ShopID: "s1", RemoteID: "1", CreatedAt: testNow, Lines: []domain.OrderLine{
		{RemoteID: "1", ProductID: "p1", ProductName: "碎花裙", SKUID: "k1"}, {RemoteID: "2", ProductID: "p2", ProductName: "袜子", SKUID: "k2"}}}
	about := func(key string, subject domain.SubjectKind, id, order string) domain.Finding {
		return domain.Finding{Key: key, Check: "stalled", ShopID: "s1", Subject: subject, SubjectID: id, OrderID: order, State: domain.FindingOpen}
	}
	write(t, s, func(tx *Tx) error {
		if _, err := tx.PutOrders(ctx, []domain.Order{o}); err != nil {
			return err
		}
		if _, err := tx.PutParcels(ctx, []domain.Parcel{parcel("YT1", "第一个"), parcel("YT2", "第二个")}); err != nil {
			return err
		}
		_, _, err := tx.PutFindings(ctx, "stalled", []domain.Finding{
			about("a", domain.SubjectParcel, domain.ParcelID("s1", "yuantong", "YT2"), "s1.1"),
			about("b", domain.SubjectAfterSale, "s1.77", "s1.1"),
			about("c", domain.SubjectParcel, domain.ParcelID("s9", "yuantong", "YT2"), ""),
			about("d", domain.SubjectOrder, "s1.404", "s1.404"),
			about("e", domain.SubjectOrder, "s9.1", "s9.1"),
		})
		return err
	})
	got := map[string][4]string{}
	for _, r := range must[domain.FindingPage](t)(s.ListFindings(ctx, domain.FindingQuery{})).Items {
		got[r.Finding.Key] = [4]string{r.Title, r.OrderRemoteID, r.Waybill, r.LastText}
	}
	want := map[string][4]string{"a": {"碎花裙", "1", "YT2", "第二个"}, "b": {"碎花裙", "1", "YT1", "第一个"}, "c": {}, "d": {"", "404", "", ""}, "e": {}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
