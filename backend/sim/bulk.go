package sim

import (
	"context"
	"fmt"
	"strconv"

	"afterdesk/backend/domain"
)

// batchOrders bounds a Batch: a sale day of a very large world comes in parts.
const batchOrders = 4000

// EachDay walks the world's days in order until the moment and hands each
// day's rows over, made straight in the house's types: the fast path for very
// large stores. The rows say what the simulator's API says. Traces are given
// where the platform has a route; other returns come without. A day of more
// than batchOrders orders comes in several batches, sessions and promises in
// the first. The next batch is made while fn works on the last one; fn may
// keep what it gets. It ends with fn's first error, or unavailable when ctx ends.
func (w *World) EachDay(ctx context.Context, until domain.Instant, fn func(Batch) error) error {
	now := int64(until) / 1000
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	made := make(chan Batch)
	go func() {
		defer close(made)
		var l life
		for d := 0; d <= w.dayOf(now); d++ {
			n := w.ordersOn(d)
			for from := 0; from == 0 || from < n; from += batchOrders {
				select {
				case made <- w.batch(&l, d, from, min(from+batchOrders, n), now):
				case <-ctx.Done():
					return
				}
			}
		}
	}()
	for b := range made {
		if err := ctx.Err(); err != nil {
			return domain.E(domain.CodeUnavailable, fmt.Errorf("walk the world: %w", err))
		}
		if err := fn(b); err != nil {
			return err
		}
	}
	if err := ctx.Err(); err != nil {
		return domain.E(domain.CodeUnavailable, fmt.Errorf("walk the world: %w", err))
	}
	return nil
}

func (w *World) batch(l *life, d, from, to int, now int64) Batch {
	p := w.planOf(d)
	b := Batch{Day: domain.DayOf(instant(w.dayStart(d)), w.loc)}
	if from == 0 {
		for i := range p.sessions {
			if s := &p.sessions[i]; s.start <= now {
				b.Sessions = append(b.Sessions, w.sessionRow(s))
			}
		}
		b.Promises = w.promiseRows(p, now)
	}
	b.Orders = make([]domain.Order, 0, to-from)
	b.Parcels = make([]domain.ParcelDetail, 0, to-from)
	for i := from; i < to; i++ {
		w.live(l, d, i, nil)
		if l.created > now {
			continue
		}
		b.Orders = append(b.Orders, l.orderRow(now))
		for k := range l.parcels {
			if l.shown(&l.parcels[k], now) {
				b.Parcels = append(b.Parcels, l.parcelRow(&l.parcels[k], now))
			}
		}
		for k := range l.cases {
			if l.cases[k].applied <= now {
				b.AfterSales = append(b.AfterSales, l.caseRow(&l.cases[k], now))
			}
		}
		if l.rev.at > 0 && l.rev.at <= now {
			b.Reviews = append(b.Reviews, l.reviewRow(now))
		}
	}
	return b
}

// shown says whether the platform knows a parcel at now.
func (l *life) shown(p *parcel, now int64) bool {
	return p.uploaded > 0 && p.uploaded <= now
}

var orderStatuses = map[int]domain.OrderStatus{1: domain.OrderUnpaid, 105: domain.OrderPaid, 2: domain.OrderToShip, 101: domain.OrderPartlyShipped,
	3: domain.OrderShipped, 4: domain.OrderCancelled, 5: domain.OrderFinished}

func past(t, now int64) domain.Instant {
	if t > now {
		return 0
	}
	return instant(t)
}

func (l *life) orderKey() string { return domain.RemoteKey(l.w.cfg.ShopID, l.lineID(0)) }

func (l *life) total() (goods, paid int64) {
	for i := range l.lines {
		if x := &l.lines[i]; !x.gift {
			goods += l.w.goods[x.product].price * x.qty
			paid += x.paid
		}
	}
	return goods, paid
}

func (l *life) orderRow(now int64) domain.Order {
	w := l.w
	st, _ := l.status(now)
	goods, paid := l.total()
	prov := &provinces[l.b.prov]
	o := domain.Order{ID: l.orderKey(), ShopID: w.cfg.ShopID, RemoteID: l.lineID(0), Status: orderStatuses[st], RawStatus: strconv.Itoa(st),
		CreatedAt: instant(l.created), PaidAt: past(l.paid, now), ShippedAt: past(l.uploaded, now), UpdatedAt: instant(l.updated(now)),
		Total: domain.CNY(goods + l.freight), Paid: domain.CNY(paid + l.freight), Freight: domain.CNY(l.freight), Discount: domain.CNY(goods - paid),
		BuyerKey: l.b.openID(), MaskedName: l.b.maskedName(), MaskedPhone: l.b.maskedPhone(), Province: prov.name, City: prov.cities[l.b.city].name,
		District: prov.cities[l.b.city].towns[l.b.town], MaskedAddress: l.b.maskedAddress(), BuyerWords: domain.Private(l.buyerWords()),
		Source: domain.Source{API: "order.searchList"}}
	if o.PaidAt > 0 {
		o.PromisedShipAt = instant(l.shipBy)
		if st == 4 || st == 5 {
			o.FinishedAt = past(max(l.finished, l.closed), now)
		}
	} else {
		o.Paid = domain.CNY(0)
	}
	if st == 4 {
		o.FinishedAt = 0
	}
	o.Lines = make([]domain.OrderLine, len(l.lines))
	for i := range l.lines {
		o.Lines[i] = l.lineRow(i, now, st)
	}
	for i := range l.parcels {
		if p := &l.parcels[i]; !p.back && !p.again && l.shown(p, now) {
			row := l.parcelRow(p, now).Parcel
			row.State, row.PickedAt, row.HubAt, row.DeliveryAt, row.SignedAt, row.LastAt, row.LastText = domain.TrackNone, 0, 0, 0, 0, 0, ""
			o.Parcels = append(o.Parcels, row)
		}
	}
	return o
}

func (l *life) lineRow(i int, now int64, st int) domain.OrderLine {
	w := l.w
	x := &l.lines[i]
	pr := &w.goods[x.product]
	v := pr.variant(x.variant)
	row := domain.OrderLine{ID: domain.RemoteKey(w.cfg.ShopID, l.lineID(i)), OrderID: l.orderKey(), RemoteID: l.lineID(i),
		ProductID: strconv.FormatInt(pr.id, 10), ProductName: pr.name, SKUID: strconv.FormatInt(v.id, 10), SKUCode: v.code(pr), Spec: v.spec(), Size: v.size,
		Category: strconv.FormatInt(pr.cid[1], 10), Picture: pr.picture(), Qty: x.qty, UnitPrice: domain.CNY(pr.price), Paid: domain.CNY(x.paid), Gift: x.gift, SignedAt: past(x.signed, now)}
	row.RawStatus = strconv.Itoa(l.lineStatus(i, now, st))
	row.Status = orderStatuses[l.lineStatus(i, now, st)]
	row.Live.Channel = domain.ChannelShelf
	if x.live {
		s := &l.p.sessions[l.p.segs[x.seg].session]
		h := &w.hosts[s.host]
		row.Live = domain.LiveRef{RoomID: s.roomText(), SessionID: domain.RemoteKey(w.cfg.ShopID, s.roomText()), HostID: strconv.FormatInt(h.id, 10), HostName: h.name, Channel: domain.ChannelAlliance}
		if h.own {
			row.Live.Channel = domain.ChannelSelf
		}
	}
	return row
}

// lineStatus is the line's own state: in a partly shipped order some lines wait.
func (l *life) lineStatus(i int, now int64, st int) int {
	if st != 101 {
		return st
	}
	if s := l.lines[i].shipped; s > 0 && s <= now {
		return 3
	}
	return 2
}

func (v sku) spec() string {
	if v.size == "" {
		return v.colour
	}
	return v.colour + " / " + v.size
}

func (v sku) code(p *product) string {
	b := make([]byte, 0, 20)
	b = append(b, p.code...)
	b = append(b, '-')
	b = strconv.AppendInt(b, v.id%100_000/37%100, 10)
	if v.size != "" && v.size != "均码" && v.size[0] < 0x80 {
		b = append(b, '-')
		b = append(b, v.size...)
		if n := len(b); n > 3 && b[n-1] >= 0x80 {
			b = b[:n-3]
		}
	}
	return string(b)
}

func (p *product) picture() string {
	return "https://p3-aio.example.invalid/img/" + p.code + ".jpg"
}

func (l *life) parcelKey(p *parcel) string {
	return domain.ParcelID(l.w.cfg.ShopID, couriers[p.courier].code, p.waybill())
}

func (l *life) parcelRow(p *parcel, now int64) domain.ParcelDetail {
	w := l.w
	c := &couriers[p.courier]
	row := domain.Parcel{ID: l.parcelKey(p), ShopID: w.cfg.ShopID, OrderID: l.orderKey(), Waybill: p.waybill(), CarrierCode: c.code, CarrierName: c.name,
		Direction: domain.DirectionOut, State: domain.TrackNone, UploadedAt: instant(p.uploaded), FromProvince: provinces[p.from].name, ToProvince: provinces[p.to].name}
	if p.back {
		row.Direction = domain.DirectionBack
		row.ToCity = provinces[p.to].cities[0].name
	} else {
		row.ToCity = provinces[p.to].cities[p.city].name
	}
	if p.caseNo >= 0 {
		row.AfterSaleID = domain.RemoteKey(w.cfg.ShopID, l.cases[p.caseNo].idText())
	}
	out := domain.ParcelDetail{Parcel: row}
	if !p.tracked {
		return out
	}
	_, n := p.state(now)
	out.Traces = make([]domain.TraceEvent, n)
	for i := range n {
		s := &p.scans[i]
		t := &out.Traces[i]
		*t = domain.TraceEvent{At: instant(s.at), State: s.kind, RawCode: stateWords[s.kind].code, Text: p.text(i), Site: p.site(i), Reporter: "platform"}
		r := &out.Parcel
		switch s.kind {
		case domain.TrackPickedUp:
			r.PickedAt = t.At
		case domain.TrackSortCenter:
			if r.HubAt == 0 {
				r.HubAt = t.At
			}
		case domain.TrackOutForDelivery:
			if r.DeliveryAt == 0 {
				r.DeliveryAt = t.At
			}
		case domain.TrackSigned, domain.TrackSignedByOther:
			r.SignedAt = t.At
		}
		r.State, r.LastAt, r.LastText = s.kind, t.At, t.Text
	}
	return out
}

var caseTypes = map[int8]domain.CaseType{typeReturn: domain.CaseReturnRefund, typeShipped: domain.CaseRefundShipped, typeUnshipped: domain.CaseRefundUnshipped,
	typeExchange: domain.CaseExchange, typePrice: domain.CasePriceAdjust, typeReship: domain.CaseReship, typeRepair: domain.CaseRepair}

var caseStatuses = map[int8]domain.CaseStatus{stApplied: domain.StatusAwaitMerchant, stSendBack: domain.StatusAwaitReturn, stShipAgain: domain.StatusAwaitShip,
	stReturned: domain.StatusAwaitReceipt, stDone: domain.StatusSucceeded, stSentAgain: domain.StatusAwaitConfirm, stDoneAgain: domain.StatusSucceeded,
	stRefused: domain.StatusRefused, stFailed: domain.StatusClosed, stRefusedTwo: domain.StatusRefused}

var arbitrations = map[int16]domain.Arbitration{arbNone: domain.ArbNone, arbRunning: domain.ArbRunning, arbBuyer: domain.ArbForBuyer,
	arbMerchant: domain.ArbForMerchant, arbEvidence: domain.ArbEvidence, arbTalks: domain.ArbNegotiating, arbEnded: domain.ArbEnded}

func (l *life) caseRow(c *kase, now int64) domain.AfterSale {
	shop := l.w.cfg.ShopID
	s := c.at(now)
	first := &c.steps[0]
	row := domain.AfterSale{ID: domain.RemoteKey(shop, c.idText()), ShopID: shop, RemoteID: c.idText(), OrderID: l.orderKey(),
		Type: caseTypes[s.typ], RawType: strconv.Itoa(int(s.typ)), Status: caseStatuses[s.status], RawStatus: strconv.Itoa(int(s.status)),
		Arbitration: arbitrations[s.arb], RawArbitration: strconv.Itoa(int(s.arb)), FirstReason: reasons[first.reason].means, FirstReasonText: reasons[first.reason].text,
		Reason: reasons[s.reason].means, ReasonText: reasons[s.reason].text, BuyerRemark: domain.Private(l.buyerRemark(c)), Qty: c.qty,
		Asked: domain.CNY(c.asked), AppliedAt: instant(c.applied), UpdatedAt: instant(s.at),
		StepSince: instant(c.since(now)), Deadline: instant(s.deadline), EvidenceDue: instant(s.evDue), Version: strconv.FormatInt(s.at, 10),
		Images: pictures(c.id, int(c.pictures)), Source: domain.Source{API: "afterSale.List"}}
	if c.line >= 0 {
		row.LineRemoteIDs = []string{l.lineID(c.line)}
	} else {
		for i := range l.lines {
			row.LineRemoteIDs = append(row.LineRemoteIDs, l.lineID(i))
		}
	}
	if s.refunded > 0 {
		row.Refunded = domain.CNY(s.refunded)
	}
	if s.status == stDone || s.status == stFailed || s.status == stDoneAgain {
		row.ClosedAt = past(c.ended, now)
	}
	if c.ret >= 0 && l.parcels[c.ret].uploaded <= now {
		p := &l.parcels[c.ret]
		row.ReturnWaybill, row.ReturnCarrier = p.waybill(), couriers[p.courier].code
		row.GoodsBack = s.status == stDone || s.status == stSentAgain || s.status == stDoneAgain || s.status == stRefusedTwo
	}
	for i := range c.steps {
		if s := &c.steps[i]; s.at <= now {
			row.Events = append(row.Events, domain.AfterSaleEvent{ID: c.idText() + "-" + strconv.Itoa(i), At: instant(s.at), Actor: roleActors[s.role], RawActor: strconv.Itoa(int(s.role)),
				Action: actWords[s.act].action, Text: domain.Private(l.stepText(c, i)), Images: pictures(c.id+int64(i)*31, int(s.pictures))})
		}
	}
	return row
}

var roleActors = map[uint8]domain.Actor{roleBuyer: domain.ActorBuyer, roleMerchant: domain.ActorMerchant, rolePlatform: domain.ActorPlatform, roleSystem: domain.ActorSystem}

func pictures(id int64, n int) []string {
	var out []string
	for i := range n {
		out = append(out, "https://p3-aio.example.invalid/evidence/"+strconv.FormatInt(id, 10)+"-"+strconv.Itoa(i+1)+".jpg")
	}
	return out
}

func (l *life) reviewID() string {
	return strconv.FormatInt(7_500_000_000_000_000_000+int64(l.day)*perDay+int64(l.idx)*perIdx+int64(l.rev.words%perIdx), 10)
}

func (l *life) reviewRow(now int64) domain.Review {
	r := &l.rev
	x := &l.lines[r.line]
	pr := &l.w.goods[x.product]
	v := pr.variant(x.variant)
	row := domain.Review{ID: domain.RemoteKey(l.w.cfg.ShopID, l.reviewID()), ShopID: l.w.cfg.ShopID, RemoteID: l.reviewID(), OrderID: l.orderKey(),
		ProductID: strconv.FormatInt(pr.id, 10), ProductName: pr.name, SKUID: strconv.FormatInt(v.id, 10), Spec: v.spec(), Rating: int64(r.stars), Band: r.band(),
		Text: domain.Private(l.reviewText()), BuyerNick: domain.Private(l.reviewNick()), CreatedAt: instant(r.at), FirstRating: int64(r.stars), Source: domain.Source{API: "file:reviews"}}
	if r.follow > 0 && r.follow <= now {
		row.FollowAt, row.FollowText = instant(r.follow), domain.Private(l.followText())
	}
	if r.reply > 0 && r.reply <= now {
		row.RepliedAt, row.ReplyText = instant(r.reply), domain.Private(l.replyText())
	}
	return row
}
