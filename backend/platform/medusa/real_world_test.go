//go:build real

package medusa

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
)

// world makes a shop and its orders on the server.
type world struct {
	*office
	channel, region, place, ship, back string
	products                           []row
	reasons                            []string
	refunded                           string // return whose refund moved no time
	swapped                            string // exchange whose return came back later
	later                              []func()
}

// furnish makes what a shop needs before it can sell.
func (w *world) furnish() {
	tag := fmt.Sprint(time.Now().UnixMilli()) // a server may be used twice
	w.channel = w.post("/admin/sales-channels", row{"name": "直播间" + tag}).row("sales_channel").text("id")
	if list := w.get("/admin/regions?limit=1").rows("regions"); len(list) > 0 { // a country belongs to one region
		w.region = list[0].text("id")
	} else {
		w.region = w.post("/admin/regions", row{"name": "中国", "currency_code": "cny", "countries": []string{"cn"}, "payment_providers": []string{"pp_system_default"}}).row("region").text("id")
	}
	w.place = w.post("/admin/stock-locations", row{"name": "仓库" + tag, "address": row{"address_1": "路 1 号", "city": "杭州", "country_code": "CN"}}).row("stock_location").text("id")
	w.post("/admin/stock-locations/"+w.place+"/sales-channels", row{"add": []string{w.channel}})
	w.post("/admin/stock-locations/"+w.place+"/fulfillment-providers", row{"add": []string{"manual_manual"}})
	profile := ""
	if list := w.get("/admin/shipping-profiles?limit=1").rows("shipping_profiles"); len(list) > 0 {
		profile = list[0].text("id")
	} else {
		profile = w.post("/admin/shipping-profiles", row{"name": "Default", "type": "default"}).row("shipping_profile").text("id")
	}
	sets := w.post("/admin/stock-locations/"+w.place+"/fulfillment-sets?fields=*fulfillment_sets", row{"name": "发货" + tag, "type": "shipping"}).row("stock_location").rows("fulfillment_sets")
	zone := w.post("/admin/fulfillment-sets/"+sets[0].text("id")+"/service-zones", row{"name": "全国" + tag, "geo_zones": []row{{"type": "country", "country_code": "cn"}}}).
		row("fulfillment_set").rows("service_zones")[0].text("id")
	option := func(name, isReturn string, price int) string {
		return w.post("/admin/shipping-options", row{"name": name, "service_zone_id": zone, "shipping_profile_id": profile, "provider_id": "manual_manual", "price_type": "flat",
			"type": row{"label": name, "description": name, "code": "c" + isReturn}, "prices": []row{{"currency_code": "cny", "amount": price}},
			"rules": []row{{"attribute": "is_return", "operator": "eq", "value": isReturn}, {"attribute": "enabled_in_store", "operator": "eq", "value": "true"}}}).row("shipping_option").text("id")
	}
	w.ship, w.back = option("快递", "false", 8), option("寄回", "true", 0)
	for sku, price := range map[string]float64{"a": 199.9, "b": 159, "c": 1299.01} {
		title := "商品 " + sku
		w.products = append(w.products, w.post("/admin/products", row{"title": title, "handle": "p" + tag + sku, "status": "published", "shipping_profile_id": profile, "sales_channels": []row{{"id": w.channel}},
			"options": []row{{"title": "尺码", "values": []string{"S", "M"}}}, "variants": []row{
				{"title": "S", "sku": sku + tag + "-S", "manage_inventory": false, "options": row{"尺码": "S"}, "prices": []row{{"currency_code": "cny", "amount": price}}},
				{"title": "M", "sku": sku + tag + "-M", "manage_inventory": false, "options": row{"尺码": "M"}, "prices": []row{{"currency_code": "cny", "amount": price}}},
			}}).row("product"))
	}
	for v, l := range map[string]string{"size": "尺码不合适", "quality": "质量问题"} {
		w.reasons = append(w.reasons, w.post("/admin/return-reasons", row{"value": v + tag, "label": l}).row("return_reason").text("id"))
	}
}

// sold is an order with one line.
type sold struct{ order, line, payment string }

// sell makes an order; paid says whether its money came in.
func (w *world) sell(i int, paid bool) sold {
	v := w.products[i%len(w.products)].rows("variants")
	addr := row{"first_name": "买家", "last_name": "测", "phone": "13800001000", "address_1": fmt.Sprintf("路 %d 号", i), "city": "上海", "province": "上海", "country_code": "cn", "postal_code": "200000"}
	id := w.post("/admin/draft-orders", row{"email": fmt.Sprintf("b%d@example.com", i), "region_id": w.region, "sales_channel_id": w.channel, "currency_code": "cny", "shipping_address": addr,
		"billing_address": addr, "items": []row{{"variant_id": v[i%2].text("id"), "quantity": 1 + i%3}}, "shipping_methods": []row{{"shipping_option_id": w.ship, "name": "快递", "amount": 8}}}).row("draft_order").text("id")
	w.post("/admin/draft-orders/"+id+"/convert-to-order", nil)
	o := w.get("/admin/orders/" + id + "?fields=id,total,*items").row("order")
	s := sold{order: id, line: o.rows("items")[0].text("id")}
	if paid {
		pc := w.post("/admin/payment-collections", row{"order_id": id, "amount": o["total"]}).row("payment_collection").text("id")
		w.post("/admin/payment-collections/"+pc+"/mark-as-paid", row{"order_id": id})
		s.payment = w.get("/admin/orders/" + id + "?fields=id,payment_collections.payments.id").row("order").rows("payment_collections")[0].rows("payments")[0].text("id")
	}
	return s
}

// send packs, ships and delivers an order as far as step says (1, 2, 3).
func (w *world) send(s sold, i, step int) {
	items := []row{}
	for _, l := range w.get("/admin/orders/" + s.order + "?fields=id,*items").row("order").rows("items") {
		items = append(items, row{"id": l.text("id"), "quantity": l["quantity"]})
	}
	o := w.post("/admin/orders/"+s.order+"/fulfillments?fields=id,*fulfillments", row{"location_id": w.place, "items": items}).row("order")
	f := o.rows("fulfillments")[0].text("id")
	if step > 1 {
		w.post("/admin/orders/"+s.order+"/fulfillments/"+f+"/shipments", row{"items": items, "labels": []row{{"tracking_number": fmt.Sprintf("SF%010d", i), "tracking_url": "#", "label_url": "#"}}})
	}
	if step > 2 {
		w.post("/admin/orders/"+s.order+"/fulfillments/"+f+"/mark-as-delivered", nil)
	}
}

// askBack opens a return of one piece.
func (w *world) askBack(s sold, i int) string {
	r := w.post("/admin/returns", row{"order_id": s.order, "location_id": w.place}).row("return").text("id")
	w.post("/admin/returns/"+r+"/request-items", row{"items": []row{{"id": s.line, "quantity": 1, "reason_id": w.reasons[i%2], "note": "线头"}}})
	w.post("/admin/returns/"+r+"/request", row{"no_notification": true})
	return r
}

func (w *world) comeBack(id, line string) {
	w.post("/admin/returns/"+id+"/receive", nil)
	w.post("/admin/returns/"+id+"/receive-items", row{"items": []row{{"id": line, "quantity": 1}}})
	w.post("/admin/returns/"+id+"/receive/confirm", nil)
}

func (w *world) swap(s sold, i int) string {
	x := w.post("/admin/exchanges", row{"order_id": s.order}).row("exchange").text("id")
	w.post("/admin/exchanges/"+x+"/inbound/items", row{"location_id": w.place, "items": []row{{"id": s.line, "quantity": 1, "reason_id": w.reasons[0]}}})
	w.post("/admin/exchanges/"+x+"/outbound/items", row{"items": []row{{"variant_id": w.products[i%len(w.products)].rows("variants")[1].text("id"), "quantity": 1}}})
	w.post("/admin/exchanges/"+x+"/request", nil)
	return x
}

// live makes n orders and takes each some way; things left undone happen at the
// end, when their orders were read long ago.
func (w *world) live(n int) {
	for i := range n {
		s := w.sell(i, i%12 != 11)
		switch i % 12 {
		case 0: // comes back and is paid back
			w.send(s, i, 3)
			w.comeBack(w.askBack(s, i), s.line)
			w.post("/admin/payments/"+s.payment+"/refund", row{"amount": 100.5, "note": "退货退款"})
		case 1: // is asked back only
			w.send(s, i, 3)
			w.askBack(s, i)
		case 2: // came back, the money is still here
			w.send(s, i, 3)
			w.comeBack(w.askBack(s, i), s.line)
		case 3: // exchanged, its goods come back later
			w.send(s, i, 3)
			x := w.swap(s, i)
			w.later = append(w.later, func() {
				r := w.get("/admin/exchanges/" + x + "?fields=id,return_id").row("exchange").text("return_id")
				w.comeBack(r, s.line)
				w.swapped = x
			})
		case 4: // a claim with money
			w.send(s, i, 3)
			c := w.post("/admin/claims", row{"type": "refund", "order_id": s.order}).row("claim").text("id")
			w.post("/admin/claims/"+c+"/claim-items", row{"items": []row{{"id": s.line, "quantity": 1, "reason": "production_failure"}}})
			w.post("/admin/claims/"+c+"/request", nil)
		case 5: // a claim with goods
			w.send(s, i, 3)
			c := w.post("/admin/claims", row{"type": "replace", "order_id": s.order}).row("claim").text("id")
			w.post("/admin/claims/"+c+"/claim-items", row{"items": []row{{"id": s.line, "quantity": 1, "reason": "wrong_item"}}})
			w.post("/admin/claims/"+c+"/outbound/items", row{"items": []row{{"variant_id": w.products[0].rows("variants")[0].text("id"), "quantity": 1}}})
			w.post("/admin/claims/"+c+"/request", nil)
		case 6: // cancelled, paid back by the server
			w.post("/admin/orders/"+s.order+"/cancel", nil)
		case 7: // came back, and is paid back long after
			w.send(s, i, 3)
			r := w.askBack(s, i)
			w.comeBack(r, s.line)
			w.later = append(w.later, func() {
				w.post("/admin/payments/"+s.payment+"/refund", row{"amount": 5, "note": "部分退款"})
				w.refunded = r
			})
		case 8: // a return that is taken back
			w.send(s, i, 3)
			w.post("/admin/returns/"+w.askBack(s, i)+"/cancel", row{"no_notification": true})
		case 9: // packed, and something is paid back without a case
			w.send(s, i, 1)
			w.post("/admin/payments/"+s.payment+"/refund", row{"amount": 3.05, "note": "补偿"})
		case 10: // a draft of a return that nobody asked for
			w.send(s, i, 3)
			w.post("/admin/returns", row{"order_id": s.order})
		}
	}
	for _, f := range w.later {
		f()
	}
}

// lateRefund proves the trap (a refund of what is owed moves no order's time) and
// that the connector does not fall into it.
func (w *world) lateRefund(t *testing.T, b *book) {
	a, ok := b.cases[w.refunded]
	if _, order, err := domain.SplitKey(a.OrderID); err != nil || !ok {
		t.Fatalf("the return %s was never pulled", w.refunded)
	} else {
		o := w.get("/admin/orders/" + order + "?fields=id,updated_at,*payment_collections.payments.refunds").row("order")
		paid := domain.Instant(0)
		for _, col := range o.rows("payment_collections") {
			for _, p := range col.rows("payments") {
				for _, f := range p.rows("refunds") {
					paid = max(paid, ms(f.text("created_at")))
				}
			}
		}
		if paid <= ms(o.text("updated_at")) {
			t.Fatal("this server moves the order's time with such a refund; the test proves nothing")
		}
	}
	if a.Refunded != domain.CNY(500) || a.Status != domain.StatusAwaitReceipt || !a.GoodsBack {
		t.Errorf("the return is %s with %+v paid back", a.Status, a.Refunded)
	}
}

// lateReturn proves that an exchange moved on when its return came back.
func (w *world) lateReturn(t *testing.T, b *book) {
	if a := b.cases[w.swapped]; a.Status != domain.StatusAwaitShip || !a.GoodsBack {
		t.Errorf("the exchange is %s, goods back %v", a.Status, a.GoodsBack)
	}
}

// acts carries out one act of each kind on what the world left undone.
func (w *world) acts(t *testing.T, b *book) {
	pick := func(what string, is func(domain.AfterSale) bool) domain.AfterSale {
		for _, a := range b.cases {
			if is(a) {
				item, err := b.c.AfterSale(t.Context(), a.RemoteID)
				if err != nil {
					t.Fatalf("%s: %v", what, err)
				}
				return item.Value
			}
		}
		t.Fatalf("no case for %s", what)
		return domain.AfterSale{}
	}
	act := func(kind domain.ActKind, a domain.AfterSale, waybill string) {
		t.Helper()
		if _, err := b.c.Act(t.Context(), platform.Call{Act: domain.Act{ID: "a1", Kind: kind, AfterSaleID: a.ID, Version: a.Version, Waybill: waybill, Note: "说明"}, Case: a}); err != nil {
			t.Fatalf("%s on %s: %v", kind, a.RawType, err)
		}
	}
	returned := func(s domain.CaseStatus) func(domain.AfterSale) bool {
		return func(a domain.AfterSale) bool { return a.RawType == "return" && a.Status == s }
	}
	a := pick("receipt", returned(domain.StatusAwaitReturn))
	// an attempt that died between its steps leaves a draft; the next takes it up
	w.post("/admin/returns/"+a.RemoteID+"/receive", row{"internal_note": draftMark + a.ID})
	act(domain.ActConfirmReceipt, a, "")
	if got := w.get("/admin/returns/" + a.RemoteID + "?fields=id,status").row("return").text("status"); got != "received" {
		t.Errorf("after the receipt the return is %s", got)
	}
	if _, err := b.c.Act(t.Context(), platform.Call{Act: domain.Act{Kind: domain.ActConfirmReceipt, AfterSaleID: a.ID}, Case: a}); domain.CodeOf(err) != domain.CodeConflict {
		t.Errorf("a second receipt: %v", err)
	}
	a = pick("refund", returned(domain.StatusAwaitReceipt))
	act(domain.ActAgreeRefund, a, "")
	if now, err := b.c.AfterSale(t.Context(), a.RemoteID); err != nil || now.Value.Refunded != a.Asked || now.Value.Status != domain.StatusSucceeded {
		t.Errorf("after the refund: %+v, %v", now.Value, err)
	}
	a = pick("sending again", func(a domain.AfterSale) bool { return a.RawType == "exchange" && a.Status == domain.StatusAwaitShip })
	act(domain.ActReship, a, "SF9900000001")
	if now, err := b.c.AfterSale(t.Context(), a.RemoteID); err != nil || now.Value.Status != domain.StatusAwaitConfirm {
		t.Errorf("after sending again: %s, %v", now.Value.Status, err)
	}
	a = pick("note", func(domain.AfterSale) bool { return true })
	act(domain.ActRemark, a, "")
	_, order, _ := domain.SplitKey(a.OrderID)
	if got := w.get("/admin/orders/" + order + "?fields=id,metadata").row("order").row("metadata").text("merchant_note"); got != "说明" {
		t.Errorf("the note is %q", got)
	}
	s := w.sell(1, true)
	r := w.sell(1, true)
	w.send(r, 777, 3)
	back := w.askBack(r, 1)
	b.pull()
	if _, err := b.c.Act(t.Context(), platform.Call{Act: domain.Act{Kind: domain.ActShip, Waybill: "SF9900000002"}, Order: b.orders[s.order]}); err != nil {
		t.Errorf("shipping: %v", err)
	}
	if o, err := b.c.Order(t.Context(), s.order); err != nil || o.Value.Status != domain.OrderShipped || len(o.Value.Parcels) != 1 || o.Value.Parcels[0].Waybill != "SF9900000002" {
		t.Errorf("after shipping: %+v, %v", o.Value, err)
	}
	act(domain.ActRefuse, b.cases[back], "")
	if got, _ := w.try(http.MethodGet, "/admin/returns/"+back+"?fields=id,status", nil); got.row("return").text("status") != "canceled" {
		t.Errorf("after the refusal: %v", got)
	}
}
