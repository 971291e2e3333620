package sheet

import (
	"strings"

	"afterdesk/backend/domain"
)

// afterSale reads a case. Reason is left to the rules; pull fills it in.
func (c *cells) afterSale() *domain.AfterSale {
	shop := c.r.o.Shop.ID
	id := c.id("case_id", true)
	typ, rawType := c.word("type", "after_sale.type", string(domain.CaseUnknown))
	status, rawStatus := c.word("status", "after_sale.status", string(domain.StatusUnknown))
	arb, rawArb := c.word("arbitration", "after_sale.arbitration", string(domain.ArbUnknown))
	if rawArb == "" {
		arb = string(domain.ArbNone)
	}
	a := &domain.AfterSale{ID: domain.RemoteKey(shop, id), ShopID: shop, RemoteID: id, Type: domain.CaseType(typ), RawType: rawType,
		Status: domain.CaseStatus(status), RawStatus: rawStatus, Arbitration: domain.Arbitration(arb), RawArbitration: rawArb,
		ReasonText: c.text("reason"), BuyerRemark: domain.Private(c.text("buyer_remark")), Qty: c.int("qty", 0),
		Asked: c.money("asked"), Refunded: c.money("refunded"), AppliedAt: c.time("applied_at", true), UpdatedAt: c.time("updated_at", false),
		ClosedAt: c.time("closed_at", false), Deadline: c.time("deadline", false), EvidenceDue: c.time("evidence_due", false),
		ReturnWaybill: c.id("return_waybill", false), ReturnCarrier: c.text("return_carrier"), Source: c.source()}
	if order := c.id("order_id", false); order != "" {
		a.OrderID = domain.RemoteKey(shop, order)
	}
	if line := c.id("line_id", false); line != "" {
		a.LineRemoteIDs = []string{line}
	}
	if v, _ := c.word("goods_back", "after_sale.goods_back", "false"); v == "true" || (a.Type == domain.CaseReturnRefund && a.Status == domain.StatusSucceeded) {
		a.GoodsBack = true
	}
	if !c.has("status") && (a.ClosedAt != 0 || a.Refunded.Minor > 0) {
		a.Status = domain.StatusSucceeded
	}
	if a.Asked.Minor < 0 || a.Refunded.Minor < 0 {
		c.fail("asked", "negative_amount")
	}
	if a.Qty < 0 {
		c.fail("qty", "negative_qty")
	}
	return a
}

// review reads a rating. Band and ReplyBy are left to the rules; pull fills them in.
func (c *cells) review() *domain.Review {
	shop := c.r.o.Shop.ID
	v := &domain.Review{ShopID: shop, ProductID: c.id("product_id", false), ProductName: c.text("product_name"), SKUID: c.id("sku_id", false),
		Spec: c.text("spec"), Text: domain.Private(c.text("text")), BuyerNick: domain.Private(c.text("buyer_nick")), CreatedAt: c.time("created_at", true),
		FollowText: domain.Private(c.text("follow_text")), FollowAt: c.time("follow_at", false), ReplyText: domain.Private(c.text("reply_text")),
		RepliedAt: c.time("replied_at", false), Source: c.source()}
	v.Rating = c.rating()
	if order := c.id("order_id", false); order != "" {
		v.OrderID = domain.RemoteKey(shop, order)
	}
	for _, s := range splitList(c.text("images")) {
		if strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://") {
			v.Images = append(v.Images, s)
		}
	}
	id := c.id("review_id", false)
	if id == "" {
		// Without an id, who bought what when stays the same when the row is exported
		// again with a reply; the text is needed only where no order is named.
		if v.OrderID != "" {
			id = derivedID(v.OrderID, v.ProductID, v.ProductName, v.SKUID, v.Spec, v.CreatedAt)
		} else {
			id = derivedID(v.ProductID, v.ProductName, v.Spec, v.BuyerNick.Reveal(), v.CreatedAt, v.Text.Reveal())
		}
		if !c.r.seen.add(id) {
			c.fail("review_id", "duplicate_row")
		}
	}
	v.RemoteID, v.ID = id, domain.RemoteKey(shop, id)
	return v
}

func (c *cells) rating() int64 {
	raw := c.text("rating")
	if raw == "" {
		return 0
	}
	if v, ok := c.r.o.Presets.value(c.r.m, "rating", raw); ok {
		raw = v
	}
	n, ok := readRating(raw)
	if !ok {
		c.fail("rating", "bad_rating")
	}
	return n
}

func (c *cells) trace() *Trace {
	t := &Trace{Waybill: c.id("waybill", true), CarrierCode: c.text("carrier_code"), CarrierName: c.text("carrier_name"), OrderRemoteID: c.id("order_id", false)}
	text := c.text("text")
	if text == "" {
		c.fail("text", "missing")
	}
	raw := c.text("state")
	t.Event = domain.TraceEvent{At: c.time("at", true), Text: text, Site: c.text("site"), RawCode: raw, Reporter: "file"}
	if v, ok := c.r.o.Presets.value(c.r.m, "state", raw); ok && oneOf(domain.TrackStates, v) {
		t.Event.State = domain.TrackState(v)
	} else if c.r.o.Classify != nil {
		t.Event.State = c.r.o.Classify("file", raw, text)
	} else {
		t.Event.State = c.r.o.Presets.traceState(text)
	}
	return t
}

func (c *cells) promise() (*domain.Promise, *domain.LiveSession) {
	shop := c.r.o.Shop.ID
	kind, _ := c.word("promise_kind", "promise.kind", string(domain.PromiseOther))
	p := &domain.Promise{ShopID: shop, ProductID: c.id("product_id", false), SKUID: c.id("sku_id", false), Kind: domain.PromiseKind(kind),
		Wording: c.text("wording"), SaidAt: c.time("said_at", false)}
	if p.Wording == "" {
		c.fail("wording", "missing")
	}
	room := c.id("room_id", false)
	if room == "" && p.ProductID == "" && p.SKUID == "" {
		c.fail("room_id", "missing") // a promise about nothing
	}
	var s *domain.LiveSession
	if room != "" {
		p.SessionID = domain.RemoteKey(shop, room)
		s = &domain.LiveSession{ID: p.SessionID, ShopID: shop, RoomID: room, Title: c.text("session_title"), HostID: c.id("host_id", false),
			HostName: c.text("host_name"), StartAt: c.time("start_at", false), EndAt: c.time("end_at", false)}
		if s.Title == "" && s.HostID == "" && s.HostName == "" && s.StartAt == 0 {
			s = nil
		}
	}
	p.ID = domain.RemoteKey(shop, derivedID(room, p.ProductID, p.SKUID, string(p.Kind), p.Wording, p.SaidAt))
	return p, s
}
