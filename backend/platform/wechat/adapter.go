package wechat

import (
	"encoding/json"
	"sort"
	"strconv"
	"strings"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/flex"
)

// reader turns wire structs into rows.
type reader struct{ *platform.Reader }

// Field names under which unknown values are listed and mapped.
const (
	fieldOrderStatus = "order.status"
	fieldScene       = "order.theme"
	fieldChannel     = "order.channel"
	fieldCaseType    = "after_sale.type"
	fieldSubType     = "after_sale.sub_type"
	fieldCaseStatus  = "after_sale.status"
	fieldArbitration = "after_sale.arbitration"
	fieldActor       = "after_sale.actor"
)

// lineID makes the id of an order's line, which the platform gives none: the
// order, and the SKU in it. Cases name order and SKU, so they find it again. The
// second line of one SKU (a gift of what was bought) gets a number.
func lineID(order, product, sku string) string {
	if sku == "" {
		sku = "p" + product
	}
	return order + "-" + sku
}

// order reads the order of order/get.
func (r reader) order(raw []byte) (domain.Order, error) {
	var w wireOrder
	if err := json.Unmarshal(raw, &w); err != nil {
		return domain.Order{}, platform.BadShape(err, "item")
	}
	id := w.ID.ID()
	if id == "" {
		return domain.Order{}, platform.Bad("order_id")
	}
	if w.CreateTime.Seconds().IsZero() {
		return domain.Order{}, platform.Bad("create_time")
	}
	d := &w.Detail
	o := r.NewOrder(id, apiOrder)
	s, ok := orderStatus(w.Status.Raw())
	o.Status, o.RawStatus = platform.Pick(r.Reader, s, ok, fieldOrderStatus, w.Status.Raw(), domain.OrderStatuses, domain.OrderUnknown), w.Status.Raw()
	o.CreatedAt, o.UpdatedAt = w.CreateTime.Seconds(), max(w.UpdateTime.Seconds(), w.CreateTime.Seconds())
	o.PaidAt, o.FinishedAt = d.Pay.PayTime.Seconds(), d.Ext.ConfirmTime.Seconds()
	o.ShippedAt = d.Delivery.DoneTime.Seconds()
	for _, p := range d.Delivery.Parcels { // the first parcel ends the wait, the last one the shipping
		if at := p.Time.Seconds(); !at.IsZero() && (o.ShippedAt.IsZero() || at < o.ShippedAt) {
			o.ShippedAt = at
		}
	}
	if err := r.amounts(&o, &w); err != nil {
		return domain.Order{}, err
	}
	o.BuyerKey, o.BuyerWords, o.SellerWords = w.OpenID, domain.Private(d.Ext.CustomerNotes), domain.Private(d.Ext.MerchantNotes)
	a := &d.Delivery.Address
	o.MaskedName, o.MaskedPhone, o.MaskedAddress = domain.MaskName(a.Name), domain.MaskPhone(a.Phone), domain.MaskAddress(a.Detail)
	o.Province, o.City, o.District = a.Province, a.City, a.County
	taken := map[string]bool{}
	for i := range d.Products {
		p := &d.Products[i]
		if p.ProductID.ID() == "" && p.SKUID.ID() == "" {
			return domain.Order{}, platform.Bad("product_infos.sku_id")
		}
		base := lineID(id, p.ProductID.ID(), p.SKUID.ID())
		remote := base
		for n := 2; taken[remote]; n++ {
			remote = base + "-" + strconv.Itoa(n)
		}
		taken[remote] = true
		o.Lines = append(o.Lines, r.line(&o, remote, p, &w))
		if at := p.Deadline.Seconds(); !at.IsZero() && (o.PromisedShipAt.IsZero() || at < o.PromisedShipAt) {
			o.PromisedShipAt = at
		}
	}
	for _, p := range d.Delivery.Parcels {
		o.Parcels = r.AddParcel(o.Parcels, domain.Parcel{OrderID: o.ID, Waybill: p.Waybill.ID(), CarrierCode: p.Code.ID(), CarrierName: p.Name,
			Direction: domain.DirectionOut, UploadedAt: p.Time.Seconds(), ToProvince: o.Province, ToCity: o.City})
	}
	platform.Unpaid(&o)
	return o, nil
}

// amounts fills the order's money: order_price is what the buyer pays, freight
// inside; nothing is paid before pay_time.
func (r reader) amounts(o *domain.Order, w *wireOrder) (err error) {
	p := &w.Detail.Price
	o.Freight, o.Discount = p.Freight.Minor("CNY"), p.Discounted.Minor("CNY")
	if !o.PaidAt.IsZero() {
		o.Paid = p.Order.Minor("CNY")
	}
	if p.Product.Set {
		if o.Total, err = p.Product.Minor("CNY").Plus(o.Freight); err != nil {
			return platform.Bad("price_info.product_price")
		}
	}
	return nil
}

// line reads one element of product_infos.
func (r reader) line(o *domain.Order, remote string, p *wireProduct, w *wireOrder) domain.OrderLine {
	l := r.NewLine(*o, remote)
	l.ProductID, l.ProductName, l.Picture = p.ProductID.ID(), p.Title, p.Picture
	l.SKUID, l.SKUCode, l.Qty = p.SKUID.ID(), p.SKUCode, p.Count.N
	l.UnitPrice, l.Gift = p.SalePrice.Minor("CNY"), p.FreeGift.Is
	if !o.PaidAt.IsZero() {
		l.Paid = p.RealPrice.Minor("CNY")
	}
	values := make([]string, 0, len(p.Attrs))
	for _, a := range p.Attrs {
		v := strings.TrimSpace(a.Value)
		if v == "" {
			continue
		}
		values = append(values, v)
		if l.Size == "" && platform.IsSize(a.Key) {
			l.Size = v
		}
	}
	l.Spec = strings.Join(values, " / ")
	l.Live = r.live(p.SKUID.ID(), w)
	return l
}

// live reads where a line was sold: the room from the order, the account from
// the line's source.
func (r reader) live(sku string, w *wireOrder) domain.LiveRef {
	d := &w.Detail
	is, known := scene(d.Ext.Scene.Raw())
	if !known {
		platform.Unknown[string](r.Reader, fieldScene, d.Ext.Scene.Raw(), nil, "")
	}
	out := domain.LiveRef{RoomID: d.Ext.LiveID.ID(), HostID: d.Ext.FinderID.ID()}
	if out.RoomID != "" {
		out.SessionID = domain.RemoteKey(r.Shop.ID, out.RoomID)
	}
	sold := ""
	for _, s := range d.Sources {
		if s.SKUID.ID() == sku {
			sold = s.Channel.Raw()
			if id := s.Account.ID(); id != "" {
				out.HostID, out.HostName = id, s.Name
			}
			break
		}
	}
	ch, ok := channel(sold, is || out.RoomID != "")
	out.Channel = platform.Pick(r.Reader, ch, ok, fieldChannel, sold, domain.Channels, domain.ChannelUnknown)
	for _, c := range d.Commissions {
		if c.SKUID.ID() == sku && sold == "" { // a commission is due: a creator sold it
			out.Channel = domain.ChannelAlliance
		}
	}
	return out
}

// afterSale reads a stored case. List and detail give the same JSON.
func (r reader) afterSale(raw []byte) (domain.AfterSale, error) {
	var k kept
	if err := json.Unmarshal(raw, &k); err != nil {
		return domain.AfterSale{}, platform.BadShape(err, "item")
	}
	var w wireCase
	if err := json.Unmarshal(k.Case, &w); err != nil {
		return domain.AfterSale{}, platform.BadShape(err, "case")
	}
	id, order := w.ID.ID(), w.OrderID.ID()
	if id == "" {
		return domain.AfterSale{}, platform.Bad("after_sale_order_id")
	}
	if order == "" {
		return domain.AfterSale{}, platform.Bad("order_id")
	}
	a := r.NewCase(id, order, apiCase)
	if w.Product.ProductID.ID() != "" || w.Product.SKUID.ID() != "" {
		a.LineRemoteIDs = append(a.LineRemoteIDs, lineID(order, w.Product.ProductID.ID(), w.Product.SKUID.ID()))
	}
	a.RawType, a.RawStatus = string(w.Type), string(w.Status)
	a.AppliedAt, a.UpdatedAt = w.CreateTime.Seconds(), w.UpdateTime.Seconds()
	if w.UpdateTime.N > 0 {
		a.Version = w.UpdateTime.Raw()
	}
	words := platform.First(w.Text, string(w.Reason))
	a.FirstReasonText, a.ReasonText, a.BuyerRemark = words, words, domain.Private(w.Details.Desc)
	a.Asked, a.Qty = w.Refund.Amount.Minor("CNY"), w.Product.Count.N
	a.Type = r.typeOf(&w, &k)
	s, ok := caseStatus(a.RawStatus)
	a.Status = platform.Pick(r.Reader, s, ok, fieldCaseStatus, a.RawStatus, domain.CaseStatuses, domain.StatusUnknown)
	a.Deadline = deadline(w.Deadline, k.ReadAt)
	// Only these two prove that the buyer has the money.
	if a.RawStatus == "MERCHANT_REFUND_SUCCESS" || a.RawStatus == "MERCHANT_RETURN_SUCCESS" {
		a.Refunded = w.Refund.Amount.Minor("CNY")
	}
	a.GoodsBack = a.RawStatus == "MERCHANT_RETURN_SUCCESS" || w.Return.Waybill.ID() != "" &&
		(a.RawStatus == "MERCHANT_EXCHANGE_SUCCESS" || a.RawStatus == "USER_WAIT_RECEIPT" || a.RawType == "RETURN" && a.Status == domain.StatusSucceeded)
	platform.Close(&a, w.DoneTime.Seconds())
	if no := w.Return.Waybill.ID(); no != "" {
		a.ReturnWaybill, a.ReturnCarrier = no, w.Return.Code.ID()
	}
	for _, t := range []struct {
		w   wireDelivery
		dir domain.Direction
	}{{w.Return, domain.DirectionBack}, {w.Exchange, domain.DirectionOut}} {
		a.Parcels = r.AddParcel(a.Parcels, domain.Parcel{OrderID: a.OrderID, AfterSaleID: a.ID, Waybill: t.w.Waybill.ID(), CarrierCode: t.w.Code.ID(),
			CarrierName: t.w.Name, Direction: t.dir, UploadedAt: t.w.Time.Seconds()})
	}
	if err := r.complaint(&a, k.Complaint); err != nil {
		return domain.AfterSale{}, err
	}
	return a, nil
}

// typeOf reads what is asked for. Whether a refund without return is one of
// shipped goods stands in the order and counts as of when it was asked for;
// where the order is not known it is taken for shipped, so that nobody pays
// without having looked for the parcel.
func (r reader) typeOf(w *wireCase, k *kept) domain.CaseType {
	if !subType(string(w.SubType)) {
		platform.Unknown[string](r.Reader, fieldSubType, string(w.SubType), nil, "")
	}
	shipped := w.Details.Received.Is || k.Order == nil || k.Order.SentAt > 0 && (w.CreateTime.N == 0 || k.Order.SentAt <= w.CreateTime.N)
	t, ok := caseType(string(w.Type), string(w.SubType), shipped)
	return platform.Pick(r.Reader, t, ok, fieldCaseType, string(w.Type), domain.CaseTypes, domain.CaseUnknown)
}

// aTimestamp parts the two meanings of deadline: sources differ on whether it is
// a Unix time or the seconds left.
const aTimestamp = 1_000_000_000

// deadline reads the deadline of the merchant's step. Seconds left count from
// when the case was read; such a deadline is an estimate.
func deadline(n flex.Num, readAt int64) domain.Instant {
	switch {
	case n.N <= 0:
		return 0
	case n.N > aTimestamp:
		return n.Seconds()
	case readAt <= 0:
		return 0
	}
	return domain.FromUnix(readAt + n.N)
}

// complaint reads the platform's part in a case.
func (r reader) complaint(a *domain.AfterSale, raw []byte) error {
	if len(raw) == 0 {
		return nil
	}
	var w wireComplaint
	if err := json.Unmarshal(raw, &w); err != nil {
		return platform.BadShape(err, "complaint")
	}
	a.RawArbitration = w.Status.Raw()
	s, ok := arbitration(a.RawArbitration)
	a.Arbitration = platform.Pick(r.Reader, s, ok, fieldArbitration, a.RawArbitration, domain.Arbitrations, domain.ArbUnknown)
	twins := map[string]int{}
	a.Events = make([]domain.AfterSaleEvent, 0, len(w.History))
	for _, h := range w.History {
		is, known := historyItem(h.Item.Raw())
		e := domain.AfterSaleEvent{At: h.Time.Moment(flex.Beijing()), RawActor: h.Item.Raw(), Action: is.word, Text: domain.Private(h.Content), Images: []string{}}
		e.Actor = platform.Pick(r.Reader, is.who, known, fieldActor, e.RawActor, domain.Actors, domain.ActorUnknown)
		for _, m := range h.Media {
			e.Images = append(e.Images, m.Picture.URL, m.Video.URL)
		}
		e.Images = platform.Unique(e.Images)
		e.ID = platform.EntryID(a.ID, twins, string(h.Time), e.RawActor, h.Content)
		a.Events = append(a.Events, e)
	}
	sort.SliceStable(a.Events, func(i, j int) bool { return a.Events[i].At < a.Events[j].At })
	if a.Arbitration == domain.ArbEnded {
		for _, e := range a.Events { // the last word counts
			if v, is := verdictOf(e.RawActor); is {
				a.Arbitration = v
			}
		}
	}
	return nil
}
