package store

import (
	"fmt"
	"slices"
	"testing"

	"afterdesk/backend/domain"
)

func TestTracesDeriveTheParcelAndSignTheOrder(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	at := testNow
	o := domain.Order{ID: "s1.1", ShopID: "s1", RemoteID: "1", CreatedAt: at, PaidAt: at, Lines: []domain.OrderLine{{RemoteID: "a"}, {RemoteID: "b"}},
		Parcels: []domain.Parcel{{Waybill: "YT1", CarrierCode: "yto", UploadedAt: at}, {Waybill: "YT2", CarrierCode: "yto", UploadedAt: at}}}
	write(t, s, func(tx *Tx) error { _, err := tx.PutOrders(ctx, []domain.Order{o}); return err })
	put := func(waybill string, events ...domain.TraceEvent) (added int64) {
		write(t, s, func(tx *Tx) (err error) {
			added, err = tx.PutTraces(ctx, domain.ParcelID("s1", "yto", waybill), events, at+domain.Day)
			return
		})
		return
	}
	pick := domain.TraceEvent{At: at + 1000, State: domain.TrackPickedUp, Text: "揽收"}
	hub := domain.TraceEvent{At: at + 2000, State: domain.TrackSortCenter, Text: "到达"}
	out := domain.TraceEvent{At: at + 3000, State: domain.TrackOutForDelivery, Text: "派送"}
	sign := domain.TraceEvent{At: at + 4000, State: domain.TrackSigned, Text: "签收"}
	odd := domain.TraceEvent{At: at + 5000, State: domain.TrackUnknown, RawCode: "X9", Text: "系统消息"}
	if n := put("YT1", out, pick); n != 2 {
		t.Errorf("added %d", n)
	}
	if n := put("YT1", pick, hub, out, sign, odd); n != 3 {
		t.Errorf("added %d of five, two known", n)
	}
	d := must[domain.ParcelDetail](t)(s.GetParcel(ctx, "s1.yto:YT1"))
	p := d.Parcel
	if p.State != domain.TrackSigned || p.PickedAt != pick.At || p.HubAt != hub.At || p.DeliveryAt != out.At || p.SignedAt != sign.At || p.LastAt != odd.At || p.LastText != "系统消息" ||
		p.TraceCheckedAt != at+domain.Day || p.OrderID != o.ID {
		t.Errorf("derived %+v", p)
	}
	if !slices.IsSortedFunc(d.Traces, func(a, b domain.TraceEvent) int { return int(a.At - b.At) }) || len(d.Traces) != 5 {
		t.Errorf("traces %v", d.Traces)
	}
	if got := must[domain.Order](t)(s.GetOrder(ctx, o.ID)); got.Lines[0].SignedAt != 0 {
		t.Error("signed while one parcel is on its way")
	}
	later := domain.TraceEvent{At: at + 9000, State: domain.TrackSignedByOther, Text: "代收"}
	put("YT2", later)
	got := must[domain.Order](t)(s.GetOrder(ctx, o.ID))
	if got.Lines[0].SignedAt != later.At || got.Lines[1].SignedAt != later.At {
		t.Errorf("lines signed at %v", got.Lines)
	}
	// A later pull that knows nothing of the courier takes nothing away.
	o.City, o.UpdatedAt = "杭州", at+domain.Day
	write(t, s, func(tx *Tx) error { _, err := tx.PutOrders(ctx, []domain.Order{o}); return err })
	got = must[domain.Order](t)(s.GetOrder(ctx, o.ID))
	if got.City != "杭州" || got.Lines[1].SignedAt != later.At || got.Parcels[0].State != domain.TrackSigned {
		t.Errorf("after another pull: %+v", got)
	}
	if err := s.Write(ctx, func(tx *Tx) error { _, err := tx.PutTraces(ctx, "s1.yto:none", nil, at); return err }); domain.CodeOf(err) != domain.CodeNotFound {
		t.Errorf("traces of an unknown parcel: %v", err)
	}
}

// SY-05: a word of a courier that was learned since, or unlearned, changes what
// is known of the parcel without asking the courier again.
func TestEventsThatAreReadAnewChangeTheParcelAndTheOrder(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	at := testNow
	told := at + domain.Hour // by the platform, by no event
	o := domain.Order{ID: "s1.1", ShopID: "s1", RemoteID: "1", CreatedAt: at, PaidAt: at, Lines: []domain.OrderLine{{RemoteID: "a"}},
		Parcels: []domain.Parcel{{Waybill: "YT1", CarrierCode: "yto", UploadedAt: at, PickedAt: told}, {Waybill: "YT2", CarrierCode: "yto", UploadedAt: at}}}
	write(t, s, func(tx *Tx) error { _, err := tx.PutOrders(ctx, []domain.Order{o}); return err })
	put := func(waybill string, events ...domain.TraceEvent) (n int64) {
		write(t, s, func(tx *Tx) (err error) {
			n, err = tx.PutTraces(ctx, domain.ParcelID("s1", "yto", waybill), events, at+domain.Day)
			return
		})
		return
	}
	event := func(after domain.Instant, state domain.TrackState, text string) domain.TraceEvent {
		return domain.TraceEvent{At: at + after, State: state, Text: text, Site: "杭州", Reporter: "platform"}
	}
	parcel := func(waybill string) domain.ParcelDetail {
		return must[domain.ParcelDetail](t)(s.GetParcel(ctx, domain.ParcelID("s1", "yto", waybill)))
	}
	signed := func() domain.Instant { return must[domain.Order](t)(s.GetOrder(ctx, o.ID)).Lines[0].SignedAt }
	hub, last := event(2*domain.Hour, domain.TrackSortCenter, "到达"), event(9*domain.Hour, domain.TrackUnknown, "宝贝到家啦")
	put("YT1", hub, last)
	put("YT2", event(8*domain.Hour, domain.TrackSigned, "签收"))
	if p := parcel("YT1").Parcel; p.State != domain.TrackSortCenter || p.SignedAt != 0 || p.PickedAt != told || signed() != 0 {
		t.Fatalf("before the word is known: %+v", p)
	}
	last.State = domain.TrackSigned
	if n := put("YT1", hub, last); n != 1 {
		t.Errorf("%d events told something", n)
	}
	d := parcel("YT1")
	if p := d.Parcel; p.State != domain.TrackSigned || p.SignedAt != last.At || p.HubAt != hub.At || p.PickedAt != told || len(d.Traces) != 2 || signed() != last.At {
		t.Errorf("after the word is known: %+v, line signed %v", p, signed())
	}
	if n := put("YT1", hub, last); n != 0 {
		t.Errorf("the same reading told %d", n)
	}
	// The map was wrong: the hub was a place and the last word no signature.
	hub.State, last.State = domain.TrackInTransit, domain.TrackUnknown
	put("YT1", hub, last)
	if p := parcel("YT1").Parcel; p.State != domain.TrackInTransit || p.SignedAt != 0 || p.HubAt != 0 || p.PickedAt != told || p.LastText != last.Text || signed() != 0 {
		t.Errorf("after the map was mended: %+v, line signed %v", p, signed())
	}
	if n := must[map[string]int64](t)(s.Counts(ctx))["traces"]; n != 3 {
		t.Errorf("%d events counted, three are stored", n)
	}
}

func TestAHeldParcelIsNotDueAndItsAnswerSetsItFree(t *testing.T) {
	now := testNow
	s := openAt(t, t.TempDir()+"/a.db", &now, nil)
	ctx := t.Context()
	id := domain.ParcelID("s1", "zto", "1")
	write(t, s, func(tx *Tx) error {
		if err := tx.PutShop(ctx, testShop("s1")); err != nil {
			return err
		}
		_, err := tx.PutParcels(ctx, []domain.Parcel{{ShopID: "s1", OrderID: "s1.1", CarrierCode: "zto", Waybill: "1", UploadedAt: now - 12*domain.Hour},
			{ShopID: "s1", OrderID: "s1.2", CarrierCode: "zto", Waybill: "2", State: domain.TrackCancelled, UploadedAt: now}})
		return err
	})
	due := func(at domain.Instant) int { return len(must[[]domain.Parcel](t)(s.DueParcels(ctx, "s1", at, 10))) }
	write(t, s, func(tx *Tx) error {
		return tx.HoldParcels(ctx, []string{id, domain.ParcelID("s1", "zto", "2")}, now+30*domain.Minute)
	})
	if due(now) != 0 || due(now+29*domain.Minute) != 0 || due(now+30*domain.Minute) != 1 {
		t.Errorf("due at once %d, at 29 min %d, at 30 min %d; a cancelled one is never due", due(now), due(now+29*domain.Minute), due(now+30*domain.Minute))
	}
	write(t, s, func(tx *Tx) error { _, err := tx.PutTraces(ctx, id, nil, now); return err })
	if p := must[domain.ParcelDetail](t)(s.GetParcel(ctx, id)).Parcel; p.TraceCheckedAt != now || due(now+30*domain.Minute) != 0 {
		t.Errorf("after the answer: %+v", p)
	}
}

func TestThePollingPlan(t *testing.T) {
	const h = domain.Hour
	up := testNow
	for name, tc := range map[string]struct {
		p        domain.Parcel
		min, max domain.Instant // after upload; 0,0 = never
	}{
		"just uploaded: after four hours":        {domain.Parcel{State: domain.TrackNone}, 4 * h, 5 * h},
		"asked after four: after ten":            {domain.Parcel{State: domain.TrackNone, TraceCheckedAt: up + 5*h}, 10 * h, 11 * h},
		"second day without pickup: two hours":   {domain.Parcel{State: domain.TrackNone, TraceCheckedAt: up + 30*h}, 32 * h, 33 * h},
		"third day without an event: half a day": {domain.Parcel{State: domain.TrackNone, TraceCheckedAt: up + 60*h}, 72 * h, 73 * h},
		"two weeks without an event: never":      {domain.Parcel{State: domain.TrackNone, TraceCheckedAt: up + 15*24*h}, 0, 0},
		"picked up: six hours":                   {domain.Parcel{State: domain.TrackPickedUp, PickedAt: up + 5*h, TraceCheckedAt: up + 6*h}, 12 * h, 13 * h},
		"picked up, near the hub limit: sooner":  {domain.Parcel{State: domain.TrackPickedUp, PickedAt: up + 5*h, TraceCheckedAt: up + 24*h}, 25 * h, 26 * h},
		"moving: eight hours":                    {domain.Parcel{State: domain.TrackInTransit, TraceCheckedAt: up + 30*h}, 38 * h, 39 * h},
		"out for delivery: four hours":           {domain.Parcel{State: domain.TrackOutForDelivery, TraceCheckedAt: up + 50*h}, 54 * h, 55 * h},
		"signed: once more":                      {domain.Parcel{State: domain.TrackSigned, SignedAt: up + 60*h, TraceCheckedAt: up + 61*h}, 72 * h, 73 * h},
		"signed and asked once more: never":      {domain.Parcel{State: domain.TrackSigned, SignedAt: up + 60*h, TraceCheckedAt: up + 73*h}, 0, 0},
		"cancelled: never":                       {domain.Parcel{State: domain.TrackCancelled}, 0, 0},
		"a return parcel: eight hours":           {domain.Parcel{State: domain.TrackOutForDelivery, Direction: domain.DirectionBack, TraceCheckedAt: up + 10*h}, 18 * h, 19 * h},
	} {
		tc.p.UploadedAt, tc.p.Waybill = up, "YT123"
		at := nextCheck(&tc.p)
		if tc.max == 0 {
			if at != 0 {
				t.Errorf("%s: after %v", name, (at-up)/h)
			}
			continue
		}
		if at < up+tc.min || at > up+tc.max {
			t.Errorf("%s: %d min after upload", name, (at-up)/domain.Minute)
		}
		if at < tc.p.TraceCheckedAt+30*domain.Minute {
			t.Errorf("%s: asked twice within half an hour", name)
		}
	}
}

func TestDueParcelsAreNotAskedTwiceAndOldOnesNever(t *testing.T) {
	now := testNow
	s := openAt(t, t.TempDir()+"/a.db", &now, nil)
	ctx := t.Context()
	write(t, s, func(tx *Tx) error {
		if err := tx.PutShop(ctx, testShop("s1")); err != nil {
			return err
		}
		_, err := tx.PutParcels(ctx, []domain.Parcel{
			{ShopID: "s1", OrderID: "s1.1", CarrierCode: "zto", Waybill: "1", UploadedAt: now - 12*domain.Hour},
			{ShopID: "s1", OrderID: "s1.2", CarrierCode: "zto", Waybill: "2", UploadedAt: now - 200*domain.Day},
			{ShopID: "s1", OrderID: "s1.3", CarrierCode: "zto", Waybill: "3", UploadedAt: now},
		})
		return err
	})
	due := must[[]domain.Parcel](t)(s.DueParcels(ctx, "s1", now, 10))
	if len(due) != 1 || due[0].Waybill != "1" {
		t.Fatalf("due %+v", due)
	}
	write(t, s, func(tx *Tx) error { _, err := tx.PutTraces(ctx, due[0].ID, nil, now); return err })
	if due := must[[]domain.Parcel](t)(s.DueParcels(ctx, "s1", now+29*domain.Minute, 10)); len(due) != 0 {
		t.Errorf("asked again: %+v", due)
	}
}

func TestParcelFactsAreThoseThatACheckMayJudge(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	var orders []domain.Order
	var cases []domain.AfterSale
	for i, state := range []domain.TrackState{domain.TrackInTransit, domain.TrackSigned, domain.TrackSigned, domain.TrackNone} {
		id := fmt.Sprint(i)
		orders = append(orders, domain.Order{ID: "s1." + id, ShopID: "s1", RemoteID: id, CreatedAt: testNow, PaidAt: testNow, Paid: domain.CNY(500),
			Parcels: []domain.Parcel{{Waybill: "W" + id, CarrierCode: "yto", State: state, LastAt: testNow}}})
	}
	cases = append(cases, domain.AfterSale{ShopID: "s1", RemoteID: "c1", OrderID: "s1.1", Type: domain.CaseRefundShipped, Status: domain.StatusAwaitMerchant, AppliedAt: testNow, Asked: domain.CNY(400)},
		domain.AfterSale{ShopID: "s1", RemoteID: "c2", OrderID: "s1.2", Type: domain.CaseRefundShipped, Status: domain.StatusClosed, AppliedAt: testNow},
		domain.AfterSale{ShopID: "s1", RemoteID: "c3", OrderID: "s1.3", Type: domain.CaseExchange, Status: domain.StatusAwaitMerchant, AppliedAt: testNow})
	write(t, s, func(tx *Tx) error {
		if _, err := tx.PutAfterSales(ctx, cases); err != nil {
			return err
		}
		_, err := tx.PutOrders(ctx, orders)
		return err
	})
	got := map[string]string{}
	if err := s.EachParcelFact(ctx, []string{"s1"}, func(f domain.ParcelFact) error {
		got[f.Parcel.Waybill] = f.OpenCaseID
		if f.OrderPaid != domain.CNY(500) || f.OrderRemoteID == "" {
			t.Errorf("fact %+v", f)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(got) != "map[W0: W1:s1.c1 W3:]" {
		t.Errorf("facts %v", got)
	}
	page := must[domain.ParcelPage](t)(s.ListParcels(ctx, domain.ParcelQuery{States: []domain.TrackState{domain.TrackSigned}, Limit: 1}))
	if len(page.Items) != 1 || page.Items[0].Waybill != "W2" || page.Next == "" {
		t.Errorf("page %+v", page)
	}
	if list := must[[]domain.Parcel](t)(s.ParcelsByWaybill(ctx, []string{"W0", "W9", "W3"})); len(list) != 2 {
		t.Errorf("by waybill %+v", list)
	}
	if page := must[domain.ParcelPage](t)(s.ListParcels(ctx, domain.ParcelQuery{Text: "W"})); len(page.Items) != 4 {
		t.Errorf("text finds %d", len(page.Items))
	}
}
