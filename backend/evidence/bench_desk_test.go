package evidence

import (
	"bytes"
	"context"
	"encoding/base64"
	"slices"
	"testing"

	"afterdesk/backend/domain"
	"afterdesk/backend/store"
)

const (
	benchOrder   = "s1.6920000000000000009"
	benchWaybill = "YT1234567890123"
)

// benchHouse is newHouse with a parcel that waits for the bench: two coats, a scarf, and
// a promised ribbon.
func benchHouse(t testing.TB) (*house, *Bench) {
	t.Helper()
	h := newHouse(t)
	h.seedBench(t)
	return h, NewBench(h.Desk)
}

func (h *house) seedBench(t testing.TB) {
	t.Helper()
	ctx := context.Background()
	live := domain.LiveRef{RoomID: "7400000000000000001", HostID: "9001", HostName: "小鹿", Channel: domain.ChannelSelf, SessionID: "s1.7400000000000000001"}
	if err := h.store.Write(ctx, func(tx *store.Tx) error {
		if _, err := tx.PutOrders(ctx, []domain.Order{{ID: benchOrder, ShopID: testShop, RemoteID: "6920000000000000009", Status: domain.OrderShipped, CreatedAt: noon - domain.Hour,
			PaidAt: noon - domain.Hour, UpdatedAt: noon, Total: domain.CNY(500), Paid: domain.CNY(500), Source: domain.Source{API: "x", FetchedAt: noon, PayloadHash: "00"},
			Lines: []domain.OrderLine{{ID: "s1.b1", OrderID: benchOrder, RemoteID: "b1", ProductID: "p1", ProductName: "双面呢大衣", SKUID: "k77", SKUCode: "HL-77-M", Spec: "驼 / M", Size: "M", Qty: 2, Live: live},
				{ID: "s1.b2", OrderID: benchOrder, RemoteID: "b2", ProductID: "p9", ProductName: "围巾", SKUCode: "HL-90", Qty: 1, Live: live}}}}); err != nil {
			return err
		}
		_, err := tx.PutParcels(ctx, []domain.Parcel{{ID: domain.ParcelID(testShop, "yto", benchWaybill), ShopID: testShop, OrderID: benchOrder, Waybill: benchWaybill, CarrierCode: "yto",
			CarrierName: "圆通速递", Direction: domain.DirectionOut, State: domain.TrackNone, UploadedAt: noon - domain.Minute}})
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

func (b *Bench) scanned(t testing.TB, code, record string) domain.BenchScanResult {
	t.Helper()
	res, err := b.Scan(context.Background(), domain.BenchScanRequest{Code: code, RecordID: record, Station: "1"})
	if err != nil {
		t.Fatal(err)
	}
	return res
}

func kindsOf(list []domain.PackStop) []domain.PackStopKind {
	out := []domain.PackStopKind{}
	for _, s := range list {
		out = append(out, s.Kind)
	}
	return out
}

func wantStops(t testing.TB, r domain.PackRecord, want ...domain.PackStopKind) {
	t.Helper()
	if got := kindsOf(r.Standing()); !slices.Equal(got, want) {
		t.Errorf("standing stops %v, want %v", got, want)
	}
}

func b64(b []byte) string { return base64.StdEncoding.EncodeToString(b) }

func TestAPackedParcelHasItsFilmItsPhotoAndItsRecordOnTheOrder(t *testing.T) { // EV-01, EV-04
	h, b := benchHouse(t)
	ctx := t.Context()
	res := b.scanned(t, benchWaybill, "")
	r := res.Record
	if res.What != domain.ScanParcel || res.Order == nil || r.OrderID != benchOrder || r.Packer != "李雷" || r.CarrierName != "圆通速递" || len(r.Items) != 3 {
		t.Fatalf("%+v", res)
	}
	wantStops(t, r)
	if list, err := h.store.OpenPackRecords(ctx); err != nil || len(list) != 0 {
		t.Errorf("a scan alone wrote %d records %v", len(list), err)
	}
	if _, err := b.Begin(ctx, r.ID); err != nil {
		t.Fatal(err)
	}
	name, err := b.BeginClip(ctx, r.ID, "video/webm", noon-300)
	if err != nil {
		t.Fatal(err)
	}
	film := webm(3000)
	n, err := b.AppendClip(name, 0, b64(film[:1000]))
	if err == nil {
		n, err = b.AppendClip(name, n, b64(film[1000:]))
	}
	if err != nil || n != int64(len(film)) {
		t.Fatalf("%d %v", n, err)
	}
	for _, code := range []string{"hl-77-m", "k77", "HL90"} {
		if got := b.scanned(t, code, r.ID); got.What != domain.ScanTick || len(got.Record.Standing()) != 0 {
			t.Fatalf("%s: %+v", code, got)
		}
	}
	if r, err = b.Photo(ctx, r.ID, b64(photo(t, 64, 64, "", false, 5))); err != nil || len(r.Photos) != 1 {
		t.Fatalf("%+v %v", r, err)
	}
	// The promised ribbon is not in: neither this parcel closes nor the next one opens.
	held := b.scanned(t, testWaybill, r.ID)
	if held.What != domain.ScanHeld || held.Record.ID != r.ID {
		t.Fatalf("%+v", held)
	}
	wantStops(t, held.Record, domain.StopGift)
	if r, err = b.Close(ctx, r.ID, false); err != nil || r.State != domain.PackOpen {
		t.Errorf("closed without its gift: %v %v", r.State, err)
	}
	if r, err = b.Tick(ctx, r.ID, "gift:s1.pr1", 1); err != nil {
		t.Fatal(err)
	}
	wantStops(t, r)
	if _, err := b.EndClip(ctx, name, 4100); err != nil {
		t.Fatal(err)
	}
	if r, err = b.Close(ctx, r.ID, false); err != nil || r.State != domain.PackDone || len(r.Clips) != 1 {
		t.Fatalf("%+v %v", r, err)
	}
	d, err := h.store.GetOrderDetail(ctx, benchOrder)
	if err != nil || len(d.Packing) != 1 || d.Packing[0].ID != r.ID || len(d.Evidence) != 2 {
		t.Fatalf("%+v %v", d.Packing, err)
	}
	if !slices.ContainsFunc(d.Timeline, func(e domain.TimelineEntry) bool { return e.Kind == "packed" && e.Params["by"] == "李雷" }) {
		t.Error("the order's history does not name the packing")
	}
	for _, e := range d.Evidence {
		if e.Links[0].Waybill != benchWaybill || e.Links[0].Method != domain.LinkScan || e.Item.Source != domain.SourceBench {
			t.Errorf("%+v", e)
		}
	}
	again := b.scanned(t, benchWaybill, "")
	wantStops(t, again.Record, domain.StopDuplicate)
	if s := again.Record.Stops[0]; s.Params["by"] != "李雷" || s.Params["at"] == "" {
		t.Errorf("%+v", s)
	}
	h.noParts(t)
}

func TestMistakesAtTheBenchStopAndAreGonePastByNameOnly(t *testing.T) { // EV-02, MS-10
	h, b := benchHouse(t)
	ctx := t.Context()
	r := b.scanned(t, benchWaybill, "").Record
	wrong := b.scanned(t, "QH-2310-RED-M", r.ID) // goods of another order
	wantStops(t, wrong.Record, domain.StopWrongSKU)
	if _, err := b.Override(ctx, r.ID, wrong.Record.Stops[0].ID, "because"); domain.ParamOf(err, "field") != "reason" {
		t.Errorf("an unnamed reason: %v", err)
	}
	past, err := b.Override(ctx, r.ID, wrong.Record.Stops[0].ID, domain.ReasonCorrected)
	if err != nil || past.Stops[0].By != "李雷" || past.Stops[0].ReasonAt == 0 {
		t.Errorf("%+v %v", past.Stops, err)
	}
	wantStops(t, past)
	wantStops(t, b.scanned(t, "QH-2310-RED-M", r.ID).Record, domain.StopWrongSKU) // the same mistake stops again
	b.scanned(t, "HL-90", r.ID)
	wantStops(t, b.scanned(t, "HL-90", r.ID).Record, domain.StopWrongSKU, domain.StopTooMany)

	// A refund that is asked for while the parcel lies on the bench (AS-12).
	if err := h.store.Write(ctx, func(tx *store.Tx) error {
		_, err := tx.PutAfterSales(ctx, []domain.AfterSale{{ID: "s1.1450000000000000777", ShopID: testShop, RemoteID: "1450000000000000777", OrderID: benchOrder, Type: domain.CaseRefundUnshipped,
			Status: domain.StatusAwaitMerchant, AppliedAt: noon, UpdatedAt: noon, Source: domain.Source{API: "x", FetchedAt: noon, PayloadHash: "01"}}})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	after, err := b.Rejudge(ctx, r.ID)
	if err != nil {
		t.Fatal(err)
	}
	wantStops(t, after, domain.StopWrongSKU, domain.StopTooMany, domain.StopRefundAsked)
	if r, err = b.Close(ctx, r.ID, false); err != nil || r.State != domain.PackAside {
		t.Errorf("a parcel that stands stopped ends %q %v", r.State, err)
	}
	wantStops(t, b.scanned(t, benchWaybill, "").Record, domain.StopRefundAsked) // put aside is not packed: no duplicate

	unknown := b.scanned(t, "YT0000000000001", "")
	if unknown.What != domain.ScanParcel {
		t.Errorf("%+v", unknown)
	}
	wantStops(t, unknown.Record, domain.StopUnknown)
	if odd := b.scanned(t, "@@12", ""); odd.What != domain.ScanStop || odd.Stop.Kind != domain.StopUnreadable {
		t.Errorf("%+v", odd)
	}
}

func TestGoodsMayComeBeforeTheLabel(t *testing.T) { // EV-04
	h, b := benchHouse(t)
	ctx := t.Context()
	r := b.scanned(t, "HL-77-M", "").Record
	if r.Waybill != "" || r.OrderID != "" || r.State != domain.PackOpen {
		t.Fatalf("%+v", r)
	}
	if _, err := b.Begin(ctx, r.ID); err != nil {
		t.Fatal(err)
	}
	name, err := b.BeginClip(ctx, r.ID, "video/mp4", 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.AppendClip(name, 0, b64(webm(50))); err != nil {
		t.Fatal(err)
	}
	if r, err = b.Photo(ctx, r.ID, b64(photo(t, 64, 64, "", false, 9))); err != nil {
		t.Fatal(err)
	}
	b.scanned(t, "QH-2310-RED-M", r.ID)
	bound := b.scanned(t, benchWaybill, r.ID)
	if bound.What != domain.ScanBound || bound.Record.ID != r.ID || bound.Record.OrderID != benchOrder || bound.Record.Items[0].Done != 1 {
		t.Fatalf("%+v", bound)
	}
	wantStops(t, bound.Record, domain.StopWrongSKU)
	if _, err := b.Close(ctx, r.ID, true); err != nil {
		t.Fatal(err)
	}
	if _, err := b.EndClip(ctx, name, 10); err != nil {
		t.Fatal(err)
	}
	d, err := h.store.GetOrderDetail(ctx, benchOrder)
	if err != nil || len(d.Evidence) != 2 {
		t.Errorf("%d files on the order, %v", len(d.Evidence), err)
	}
}

func TestAnOrderNumberOpensARecordThatTakesALabelThePlatformDoesNotKnow(t *testing.T) { // AS-12
	h, b := benchHouse(t)
	ctx := t.Context()
	if err := h.store.Write(ctx, func(tx *store.Tx) error {
		_, err := tx.PutOrders(ctx, []domain.Order{{ID: "s1.69300001", ShopID: testShop, RemoteID: "69300001", Status: domain.OrderToShip, CreatedAt: noon, UpdatedAt: noon,
			Source: domain.Source{API: "x", FetchedAt: noon, PayloadHash: "00"}, Lines: []domain.OrderLine{{ID: "s1.c1", OrderID: "s1.69300001", RemoteID: "c1", ProductName: "手链", Qty: 1}}}})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	r := b.scanned(t, "69300001", "").Record
	if r.OrderID != "s1.69300001" || r.Waybill != "" {
		t.Fatalf("%+v", r)
	}
	wantStops(t, r)
	if _, err := b.Begin(ctx, r.ID); err != nil {
		t.Fatal(err)
	}
	bound := b.scanned(t, "JT5550000000001", r.ID)
	wantStops(t, bound.Record, domain.StopNotUploaded)
	// An unknown label finds its order by the slip.
	other := b.scanned(t, "JT5550000000002", r.ID).Record
	wantStops(t, other, domain.StopUnknown)
	if got := b.scanned(t, "6920000000000000009", other.ID); got.Record.OrderID != benchOrder || got.Record.Waybill != "JT5550000000002" {
		t.Errorf("%+v", got.Record)
	} else {
		wantStops(t, got.Record)
	}
}

func TestAReturnIsReceivedWithCountsAndAPhotoOnly(t *testing.T) { // EV-15
	h, b := benchHouse(t)
	ctx := t.Context()
	res := b.scanned(t, backWaybill, "")
	r := res.Record
	if r.Mode != domain.PackBack || r.AfterSaleID != testCase {
		t.Fatalf("%+v", r)
	}
	if _, err := b.Begin(ctx, r.ID); err != nil {
		t.Fatal(err)
	}
	open, err := b.Close(ctx, r.ID, false)
	if err != nil || open.State != domain.PackOpen {
		t.Errorf("%v %v", open.State, err)
	}
	wantStops(t, open, domain.StopCounts, domain.StopPhoto)
	if _, err := b.Count(ctx, r.ID, 0, 0, 0); domain.ParamOf(err, "field") != "counts" {
		t.Errorf("no piece at all: %v", err)
	}
	if _, err := b.Count(ctx, r.ID, 0, 1, 0); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Photo(ctx, r.ID, b64(photo(t, 64, 64, "", false, 3))); err != nil {
		t.Fatal(err)
	}
	if r, err = b.Close(ctx, r.ID, false); err != nil || r.State != domain.PackDone || r.Bad != 1 {
		t.Fatalf("%+v %v", r, err)
	}
	d, err := h.store.GetAfterSaleDetail(ctx, testCase)
	if err != nil || len(d.Evidence) != 1 || d.Evidence[0].Item.Kind != domain.EvidenceReturnUnpack {
		t.Errorf("%+v %v", d.Evidence, err)
	}
	if !slices.ContainsFunc(d.Timeline, func(e domain.TimelineEntry) bool { return e.Kind == "unboxed" }) {
		t.Error("the case's history does not name the unboxing")
	}
}

func TestAPageThatWasReloadedLosesNoFilm(t *testing.T) {
	h, b := benchHouse(t)
	ctx := t.Context()
	r := b.scanned(t, benchWaybill, "").Record
	if _, err := b.Begin(ctx, r.ID); err != nil {
		t.Fatal(err)
	}
	name, err := b.BeginClip(ctx, r.ID, "video/webm", 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.AppendClip(name, 0, b64(webm(80))); err != nil {
		t.Fatal(err)
	}
	if _, err := b.AppendClip(name, 7, b64([]byte("x"))); domain.CodeOf(err) != domain.CodeConflict {
		t.Errorf("a piece in the wrong place: %v", err)
	}
	if err := b.Enter(ctx); err != nil {
		t.Fatal(err)
	}
	kept, err := h.store.GetPackRecord(ctx, r.ID)
	if err != nil || kept.State != domain.PackInterrupted || len(kept.Clips) != 1 {
		t.Fatalf("%+v %v", kept, err)
	}
	row, err := h.store.GetEvidence(ctx, kept.Clips[0])
	if err != nil || !row.Item.Incomplete || len(row.Links) != 1 {
		t.Errorf("%+v %v", row, err)
	}
	if _, err := b.AppendClip(name, 80, b64([]byte("x"))); domain.CodeOf(err) != domain.CodeNotFound {
		t.Errorf("a piece after the end: %v", err)
	}
	if _, err := b.Tick(ctx, r.ID, "s1.b1", 1); domain.ParamOf(err, "reason") != "pack_closed" {
		t.Errorf("a tick after the end: %v", err)
	}
}

func TestSamplesAreOnlyNumbersThatDoWhatTheySay(t *testing.T) {
	_, b := benchHouse(t)
	list, err := b.Samples(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, s := range list {
		seen[s.Effect] = true
		r := b.scanned(t, s.Code, "").Record
		if got := map[bool]string{true: "stops", false: "packs"}[len(r.Stops) > 0]; r.Mode == domain.PackOut && got != s.Effect || (r.Mode == domain.PackBack) != (s.Effect == "unboxes") {
			t.Errorf("%+v: %+v", s, r)
		}
	}
	if !seen["packs"] || !seen["unboxes"] {
		t.Errorf("%+v", list)
	}
	if bytes.Contains([]byte(list[0].Title), []byte("晚风")) {
		t.Error("a sample names a buyer")
	}
}
