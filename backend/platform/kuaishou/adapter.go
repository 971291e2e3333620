package kuaishou

import (
	"encoding/json"
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
	fieldSource      = "order.theme"
	fieldChannel     = "order.channel"
	fieldCaseType    = "after_sale.type"
	fieldCaseStatus  = "after_sale.status"
	fieldNegotiation = "after_sale.negotiation"
	fieldReceipt     = "after_sale.receipt"
	fieldActor       = "after_sale.actor"
)

// abusive is the riskCode of an order that the platform advises not to ship.
const abusive = 10001

// order reads one order as open.order.detail gives it; an element of orderList
// is read as well and lacks the traffic source. One order is one SKU line; its
// gifts are further lines.
func (r reader) order(raw []byte) (domain.Order, error) {
	var w wireOrder
	if err := json.Unmarshal(raw, &w); err != nil {
		return domain.Order{}, platform.BadShape(err, "item")
	}
	b := &w.Base
	id := b.OID.ID()
	if id == "" {
		return domain.Order{}, platform.Bad("orderBaseInfo.oid")
	}
	if b.CreateTime.Millis().IsZero() {
		return domain.Order{}, platform.Bad("orderBaseInfo.createTime")
	}
	o := r.NewOrder(id, apiOrder)
	o.CreatedAt, o.PaidAt, o.ShippedAt, o.UpdatedAt = b.CreateTime.Millis(), b.PayTime.Millis(), b.SendTime.Millis(), b.UpdateTime.Millis()
	if o.UpdatedAt < o.CreatedAt {
		o.UpdatedAt = o.CreatedAt
	}
	if o.PromisedShipAt = b.PromisedAt.Millis(); !b.PromisedAt.Set {
		o.PromisedShipAt = b.PlainPromise.Millis()
	}
	o.Status, o.RawStatus = r.status(b.Status), b.Status.Raw()
	switch {
	case o.Status == domain.OrderToShip && (len(b.Held) > 0 || b.RiskCode.N == abusive || b.PromisedAt.Set && b.PromisedAt.N == 0):
		o.Status = domain.OrderPaid // paid, must not be shipped (yet)
	case b.Status.N == 40 && w.Delivery.Sent.Set && w.Delivery.Sent.N > 0 && w.Delivery.Sent.N < w.Item.Num.N:
		o.Status = domain.OrderPartlyShipped
	}
	if o.Status == domain.OrderFinished {
		o.FinishedAt = b.RecvTime.Millis()
	}
	if err := r.amounts(&o, b.TotalFee, b.ExpressFee, b.DiscountFee); err != nil {
		return domain.Order{}, err
	}
	o.BuyerKey, o.BuyerNick, o.BuyerWords = b.BuyerOpenID, domain.Private(b.BuyerNick), domain.Private(b.Remark)
	notes := make([]string, 0, len(w.Note.List))
	for _, n := range w.Note.List {
		notes = append(notes, strings.TrimSpace(n.Note))
	}
	o.SellerWords = domain.Private(strings.Join(platform.Unique(notes), "\n"))
	o.MaskedName, o.MaskedPhone, o.MaskedAddress = domain.MaskName(w.Address.Name), domain.MaskPhone(w.Address.Phone), domain.MaskAddress(w.Address.Detail)
	o.Province, o.City, o.District = w.Address.Province, w.Address.City, w.Address.District
	l := r.line(o, id, &w.Item)
	l.Live = r.live(&w)
	if w.Item.Num.N > 0 && b.TotalFee.Set && !o.PaidAt.IsZero() {
		l.Paid = b.TotalFee.Minor("CNY")
	}
	if b.Status.N == 50 || b.Status.N == 70 {
		l.SignedAt = b.RecvTime.Millis()
	}
	o.Lines = append(o.Lines, l)
	o.Parcels = r.parcels(o, o.Parcels, w.Logistics, b.SendTime)
	for i := range w.Gifts {
		g := &w.Gifts[i]
		if g.Base.OID.ID() == "" {
			return domain.Order{}, platform.Bad("subOrderInfo.oid")
		}
		l := r.line(o, g.Base.OID.ID(), &g.Item)
		l.Gift, l.Paid, l.Live = true, domain.CNY(0), o.Lines[0].Live
		if g.Base.Status.Set {
			l.Status, l.RawStatus = r.status(g.Base.Status), g.Base.Status.Raw()
		}
		if g.Base.Status.N == 50 || g.Base.Status.N == 70 {
			l.SignedAt = g.Base.RecvTime.Millis()
		}
		o.Lines = append(o.Lines, l)
		o.Parcels = r.parcels(o, o.Parcels, g.Logistics, g.Base.SendTime)
	}
	platform.Unpaid(&o)
	return o, nil
}

func (r reader) status(n flex.Num) domain.OrderStatus {
	s, ok := orderStatus(n.Raw())
	return platform.Pick(r.Reader, s, ok, fieldOrderStatus, n.Raw(), domain.OrderStatuses, domain.OrderUnknown)
}

// amounts fills the order's money. totalFee is what the goods cost after
// discounts, without freight; nothing is paid before payTime.
func (r reader) amounts(o *domain.Order, goods, freight, discount flex.Num) error {
	o.Freight, o.Discount = freight.Minor("CNY"), discount.Minor("CNY")
	if !goods.Set {
		return nil
	}
	due, err := goods.Minor("CNY").Plus(o.Freight)
	if err != nil {
		return platform.Bad("orderBaseInfo.totalFee")
	}
	if o.Total, err = due.Plus(o.Discount); err != nil {
		return platform.Bad("orderBaseInfo.discountFee")
	}
	if !o.PaidAt.IsZero() {
		o.Paid = due
	}
	return nil
}

// line reads the one article of an order or of a gift.
func (r reader) line(o domain.Order, id string, w *wireItem) domain.OrderLine {
	l := r.NewLine(o, id)
	l.ProductID, l.ProductName, l.Picture = w.ItemID.ID(), w.Title, w.Picture
	l.SKUID, l.SKUCode = w.SKUID.ID(), w.SKUNick
	l.Qty, l.UnitPrice = w.Num.N, w.Price.Minor("CNY")
	l.Spec, l.Size = spec(w.SKUDesc)
	return l
}

// live reads where the line was sold. The seller's role is named for shelf
// sales too; a host is one who sold in a room or for a commission.
func (r reader) live(w *wireOrder) domain.LiveRef {
	b := &w.Base
	from, ok := carrier(b.CarrierType.Raw())
	if !ok {
		platform.Unknown[string](r.Reader, fieldSource, b.CarrierType.Raw(), nil, "") // nothing depends on it but the list of what is new
	}
	out := domain.LiveRef{}
	switch from {
	case fromRoom:
		if out.RoomID = b.CarrierID.ID(); out.RoomID != "" {
			out.SessionID = domain.RemoteKey(r.Shop.ID, out.RoomID)
		}
	case fromVideo:
		out.VideoID = b.CarrierID.ID()
	}
	live := from == fromRoom || from == fromReplay
	ch, known := channel(b.CpsType.Raw(), live)
	out.Channel = platform.Pick(r.Reader, ch, known, fieldChannel, b.CpsType.Raw(), domain.Channels, domain.ChannelUnknown)
	role := b.Role
	if role.ID.ID() == "" {
		role = b.RoleMisspelt
	}
	switch {
	case out.Channel == domain.ChannelShelf:
	case role.ID.ID() != "":
		out.HostID, out.HostName = role.ID.ID(), role.Name
	default:
		out.HostID, out.HostName = w.Cps.ID.ID(), w.Cps.Name
	}
	return out
}

func (r reader) parcels(o domain.Order, list []domain.Parcel, in []wireLogistics, sent flex.Num) []domain.Parcel {
	for _, l := range in {
		list = r.AddParcel(list, domain.Parcel{OrderID: o.ID, Waybill: l.No.ID(), CarrierCode: l.Code.Raw(), CarrierName: carrierName(l.Code.Raw()),
			Direction: domain.DirectionOut, UploadedAt: sent.Millis(), ToProvince: o.Province, ToCity: o.City})
	}
	return list
}

// spec reads skuDesc: values joined by ; which may carry their names. A value
// without a name is never taken for a size.
func spec(desc string) (joined, size string) {
	parts := strings.FieldsFunc(desc, func(c rune) bool { return c == ';' || c == '；' })
	values := make([]string, 0, len(parts))
	for _, p := range parts {
		name, v, named := strings.Cut(strings.Replace(p, "：", ":", 1), ":")
		if !named {
			name, v = "", p
		}
		if v = strings.TrimSpace(v); v == "" {
			continue
		}
		if size == "" && named && platform.IsSize(name) {
			size = v
		}
		values = append(values, v)
	}
	return strings.Join(values, " / "), size
}
