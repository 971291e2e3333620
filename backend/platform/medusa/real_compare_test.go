//go:build real

package medusa

import (
	"strings"
	"testing"
	"time"

	"afterdesk/backend/domain"
)

// fen reads digits in yuan as the merchant would.
func fen(t *testing.T, s string) int64 {
	t.Helper()
	m, err := domain.ParseMoney(s, "CNY")
	if err != nil {
		t.Fatalf("amount %q: %v", s, err)
	}
	return m.Minor
}

func ms(s string) domain.Instant {
	at, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return 0
	}
	return domain.InstantOf(at)
}

// compare holds every row that was pulled against the server's own detail of it,
// and counts that none is missing and none invented.
func compare(t *testing.T, o *office, b *book) {
	list := o.all("orders", "fields=id")
	if len(list) != len(b.orders) {
		t.Errorf("the server has %d orders, %d were pulled", len(list), len(b.orders))
	}
	cases := map[string]bool{}
	refunds := int64(0)
	for _, one := range list {
		full := o.get("/admin/orders/" + one.text("id") + "?fields=*items,*payment_collections.payments.refunds,*payment_collections.payments.captures,*fulfillments.labels,%2Bsummary,%2Bcanceled_at,%2Bcurrency_code,%2Btotal").row("order")
		got, ok := b.orders[one.text("id")]
		if !ok {
			t.Errorf("order %s was never pulled", one.text("id"))
			continue
		}
		order(t, full, got)
		for _, col := range full.rows("payment_collections") {
			for _, p := range col.rows("payments") {
				for _, f := range p.rows("refunds") {
					refunds += fen(t, f.num("amount"))
				}
			}
		}
	}
	for _, r := range o.all("returns", "fields=id,status,order_id,exchange_id,claim_id,received_at,*items") {
		if r.text("status") == "open" || r.text("exchange_id") != "" || r.text("claim_id") != "" {
			continue
		}
		cases[r.text("id")] = true
		a, ok := b.cases[r.text("id")]
		if !ok {
			t.Errorf("return %s was never pulled", r.text("id"))
			continue
		}
		if a.RawStatus != r.text("status") || a.OrderID != "s1."+r.text("order_id") || a.Type != domain.CaseReturnRefund || (r.text("received_at") != "") != a.GoodsBack {
			t.Errorf("return %s (%s) is %s, goods back %v", r.text("id"), r.text("status"), a.RawStatus, a.GoodsBack)
		}
		for _, i := range r.rows("items") {
			if len(a.LineRemoteIDs) != 1 || a.LineRemoteIDs[0] != i.text("item_id") || i.num("quantity") != "1" || a.Qty != 1 || a.Asked.Minor <= 0 {
				t.Errorf("return %s has lines %v, %d pieces, %+v", r.text("id"), a.LineRemoteIDs, a.Qty, a.Asked)
			}
		}
	}
	for _, name := range []string{"exchanges", "claims"} {
		for _, x := range o.all(name, "fields=id,order_id,canceled_at") {
			cases[x.text("id")] = true
			if a, ok := b.cases[x.text("id")]; !ok || a.OrderID != "s1."+x.text("order_id") || (x.text("canceled_at") != "") != (a.Status == domain.StatusClosed) {
				t.Errorf("%s %s is %s (%v)", name, x.text("id"), a.Status, ok)
			}
		}
	}
	sum := int64(0)
	for id, a := range b.cases {
		sum += a.Refunded.Minor
		if !cases[id] && !strings.Contains(id, refundMark) {
			t.Errorf("the server knows no case %s", id)
		}
	}
	if sum != refunds {
		t.Errorf("the server paid back %d fen, the cases say %d", refunds, sum)
	}
}

// order compares one order.
func order(t *testing.T, w row, got domain.Order) {
	id := w.text("id")
	var paid int64
	var moved domain.Instant
	for _, col := range w.rows("payment_collections") {
		moved = max(moved, ms(col.text("updated_at")))
		for _, p := range col.rows("payments") {
			for _, c := range p.rows("captures") {
				paid += fen(t, c.num("amount"))
			}
		}
	}
	if got.Paid.Minor != paid || got.Total.Minor != fen(t, w.row("summary").num("original_order_total")) {
		t.Errorf("order %s: total %+v, paid %+v, the server says %s and %d", id, got.Total, got.Paid, w.row("summary").num("original_order_total"), paid)
	}
	if got.CreatedAt != ms(w.text("created_at")) || got.UpdatedAt < max(ms(w.text("updated_at")), moved) {
		t.Errorf("order %s: created %s, changed %s, the server says %s and %s", id, got.CreatedAt, got.UpdatedAt, w.text("created_at"), max(ms(w.text("updated_at")), moved))
	}
	want := map[string]domain.OrderStatus{"not_fulfilled": domain.OrderToShip, "fulfilled": domain.OrderToShip, "shipped": domain.OrderShipped, "delivered": domain.OrderShipped,
		"partially_delivered": domain.OrderPartlyShipped, "partially_shipped": domain.OrderPartlyShipped, "partially_fulfilled": domain.OrderToShip}[w.text("fulfillment_status")]
	switch {
	case w.text("status") == "canceled":
		want = domain.OrderCancelled
	case want == domain.OrderToShip && w.text("payment_status") == "not_paid":
		want = domain.OrderUnpaid
	}
	if got.Status != want {
		t.Errorf("order %s is %s, the server says %s/%s/%s", id, got.Status, w.text("status"), w.text("payment_status"), w.text("fulfillment_status"))
	}
	waybills := map[string]bool{}
	for _, f := range w.rows("fulfillments") {
		for _, l := range f.rows("labels") {
			waybills[l.text("tracking_number")] = true
		}
	}
	for _, p := range got.Parcels {
		if !waybills[p.Waybill] {
			t.Errorf("order %s: waybill %s is invented", id, p.Waybill)
		}
		delete(waybills, p.Waybill)
	}
	if len(waybills) > 0 {
		t.Errorf("order %s: waybills %v are missing", id, waybills)
	}
	items := w.rows("items")
	if len(items) != len(got.Lines) {
		t.Errorf("order %s: %d lines, the server has %d", id, len(got.Lines), len(items))
		return
	}
	for _, i := range items {
		for _, l := range got.Lines {
			worth := l.Qty * l.UnitPrice.Minor
			if want == domain.OrderUnpaid { // of an order that nobody paid no line was paid
				worth = 0
			}
			if l.RemoteID != i.text("id") {
				continue
			}
			if l.SKUCode != i.text("variant_sku") || l.ProductName != i.text("product_title") || l.UnitPrice.Minor != fen(t, i.num("unit_price")) || i.num("quantity") != itoa(l.Qty) ||
				l.Paid.Minor != worth {
				t.Errorf("order %s: line %+v, the server says %s × %s of %s, together %s", id, l, i.num("quantity"), i.num("unit_price"), i.text("variant_sku"), i.num("total"))
			}
		}
	}
}

func itoa(n int64) string {
	return strings.TrimSuffix(domain.Money{Minor: n * 100, Currency: "CNY"}.Decimal(), ".00")
}
