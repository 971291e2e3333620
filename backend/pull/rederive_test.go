package pull

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/store"
)

var rawKinds = []string{platform.RawOrder, platform.RawAfterSale, platform.RawAfterSaleDetail, platform.RawTrace}

// payloads counts what is kept of each kind.
func (d *desk) payloads() map[string]int64 {
	d.t.Helper()
	out := map[string]int64{}
	for _, kind := range rawKinds {
		if err := d.st.EachRaw(context.Background(), "s1", kind, func(domain.RawPayload) error { out[kind]++; return nil }); err != nil {
			d.t.Fatal(err)
		}
	}
	return out
}

func total(counts map[string]int64) (n int64) {
	for _, v := range counts {
		n += v
	}
	return n
}

// rederived makes every row of a book again and fails when a byte changes. It
// returns how many payloads were read.
func (d *desk) rederived() int64 {
	d.t.Helper()
	before := d.print()
	n, changed, err := d.p.Rederive(context.Background(), "s1")
	if err != nil || changed != 0 {
		d.t.Fatalf("%d payloads, %d rows changed, %v", n, changed, err)
	}
	if want := total(d.payloads()); n != want {
		d.t.Errorf("%d payloads were read, %d are kept", n, want)
	}
	if d.print() != before {
		d.t.Error("the book's bytes differ after its rows were made again")
	}
	return n
}

// SY-05: what the real connector brought, made again from what is kept of it, is
// the same to the byte. BenchmarkRederive does it with 100,000 payloads.
func TestRowsMadeAgainFromTheirPayloadsAreTheSameToTheByte(t *testing.T) {
	d, _, _ := simDesk(t, scaled(1500, 100))
	d.pull()
	d.later(3 * domain.Hour) // lists, details and traces of different age
	d.pull()
	n := d.rederived()
	kept := d.payloads()
	for _, kind := range rawKinds {
		if kept[kind] == 0 {
			t.Errorf("no %s payload: the test proves less than it says", kind)
		}
	}
	t.Logf("%d payloads: %v", n, kept)
}

// The rows hold nothing that the payloads do not say: a second book that is given
// the payloads alone has the same orders, cases and parcels.
func TestASecondBookIsMadeFromThePayloadsAlone(t *testing.T) {
	a, _, _ := simDesk(t, scaled(800, 100))
	a.pull()
	b := newDesk(t, apiShop)
	b.p.d.Open = a.p.d.Open
	ctx := context.Background()
	for _, kind := range rawKinds {
		if err := a.st.EachRaw(ctx, "s1", kind, func(p domain.RawPayload) error {
			return b.st.Write(ctx, func(tx *store.Tx) error { return tx.PutRaw(ctx, []domain.RawPayload{p}) })
		}); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, err := b.p.Rederive(ctx, "s1"); err != nil {
		t.Fatal(err)
	}
	compared := 0
	same := func(what string, x, y any, err error) {
		t.Helper()
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		compared++
		if p, q := asJSON(t, x), asJSON(t, y); !bytes.Equal(p, q) {
			t.Errorf("%s differs:\n%s\n%s", what, p, q)
		}
	}
	for q := (domain.OrderQuery{Limit: 500}); ; {
		page, err := a.st.ListOrders(ctx, q)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range page.Items {
			x, err := a.st.GetOrder(ctx, row.ID)
			if err != nil {
				t.Fatal(err)
			}
			y, err := b.st.GetOrder(ctx, row.ID)
			unasked(x.Parcels)
			unasked(y.Parcels)
			same("order "+row.RemoteID, x, y, err)
			for _, p := range x.Parcels {
				xp, err := a.st.GetParcel(ctx, p.ID)
				if err != nil {
					t.Fatal(err)
				}
				yp, err := b.st.GetParcel(ctx, p.ID)
				same("traces of "+p.Waybill, xp.Traces, yp.Traces, err)
			}
		}
		if q.Cursor = page.Next; page.Next == "" {
			break
		}
	}
	for q := (domain.AfterSaleQuery{View: "all", Limit: 500}); ; {
		page, err := a.st.ListAfterSales(ctx, q)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range page.Items {
			x, err := a.st.GetAfterSale(ctx, row.ID)
			if err != nil {
				t.Fatal(err)
			}
			y, err := b.st.GetAfterSale(ctx, row.ID)
			unasked(x.Parcels)
			unasked(y.Parcels)
			same("case "+row.RemoteID, x, y, err)
		}
		if q.Cursor = page.Next; page.Next == "" {
			break
		}
	}
	for _, name := range []string{"orders", "after_sales", "parcels", "traces"} {
		if x, y := a.count(name), b.count(name); x != y || x == 0 {
			t.Errorf("%d %s in the first book, %d in the second", x, name, y)
		}
	}
	t.Logf("%d rows compared", compared)
}

// unasked puts parcels in the order of their ids, not of their coming, and clears
// when a carrier was last asked: an answer of nothing leaves no payload, so only
// the first book knows of it.
func unasked(parcels []domain.Parcel) {
	slices.SortFunc(parcels, func(a, b domain.Parcel) int { return strings.Compare(a.ID, b.ID) })
	for i := range parcels {
		parcels[i].TraceCheckedAt = 0
	}
}

func asJSON(t *testing.T, v any) []byte {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// A courier's word that was learned after the trace was read changes the parcel
// without another question (SY-05, LG-01).
func TestATraceIsReadAnewWhenItsWordIsLearned(t *testing.T) {
	d := newDesk(t, apiShop)
	d.f.fill(5, d.now()-domain.Day)
	waybill := "YT0000000000001"
	d.f.traces[waybill] = []domain.TraceEvent{{At: d.now() - 20*domain.Hour, State: domain.TrackPickedUp, Text: "已揽收", Reporter: "platform"},
		{At: d.now() - domain.Hour, State: domain.TrackUnknown, Text: "宝贝到家啦", Reporter: "platform"}}
	d.pull()
	id := domain.ParcelID("s1", "yuantong", waybill)
	if p, err := d.st.GetParcel(context.Background(), id); err != nil || p.Parcel.State != domain.TrackPickedUp || len(p.Traces) != 2 {
		t.Fatalf("%+v %v", p, err)
	}
	asked := fmt.Sprint(d.f.asked)
	d.f.mapped["trace=宝贝到家啦"] = string(domain.TrackSigned)
	if _, changed, err := d.p.Rederive(context.Background(), "s1"); err != nil || changed != 1 {
		t.Errorf("%d changed, %v", changed, err)
	}
	p, err := d.st.GetParcel(context.Background(), id)
	if err != nil || p.Parcel.State != domain.TrackSigned || p.Parcel.SignedAt != d.now()-domain.Hour || len(p.Traces) != 2 {
		t.Errorf("%+v %v", p, err)
	}
	if fmt.Sprint(d.f.asked) != asked {
		t.Error("something was fetched")
	}
}

// BenchmarkRederive is SY-05 at its full size: 100,000 payloads that the real
// connector read from the simulator, through the real store.
func BenchmarkRederive(b *testing.B) {
	const want = 100_000
	d, _, _ := simDesk(b, 66_000)
	d.pull()
	if kept := total(d.payloads()); kept < want {
		b.Fatalf("only %d payloads", kept)
	}
	var n int64
	for b.Loop() {
		n = d.rederived()
	}
	b.ReportMetric(float64(n), "payloads")
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "payloads/s")
}
