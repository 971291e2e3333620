package doudian

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
	fieldOrderStatus  = "order.status"
	fieldTheme        = "order.theme"
	fieldChannel      = "order.channel"
	fieldGift         = "order.gift"
	fieldCaseType     = "after_sale.type"
	fieldCaseStatus   = "after_sale.status"
	fieldArbitration  = "after_sale.arbitration"
	fieldConclusion   = "after_sale.conclusion"
	fieldRefundStatus = "after_sale.refund_status"
	fieldActor        = "after_sale.actor"
)

// order reads one element of shop_order_list.
func (r reader) order(raw []byte) (domain.Order, error) {
	var w wireOrder
	if err := json.Unmarshal(raw, &w); err != nil {
		return domain.Order{}, platform.BadShape(err, "item")
	}
	id := w.OrderID.ID()
	if id == "" {
		return domain.Order{}, platform.Bad("order_id")
	}
	if w.CreateTime.Seconds().IsZero() {
		return domain.Order{}, platform.Bad("create_time")
	}
	o := r.NewOrder(id, apiOrders)
	o.CreatedAt, o.PaidAt, o.PromisedShipAt = w.CreateTime.Seconds(), w.PayTime.Seconds(), w.ExpShipTime.Seconds()
	o.ShippedAt, o.FinishedAt, o.UpdatedAt = w.ShipTime.Seconds(), w.FinishTime.Seconds(), w.UpdateTime.Seconds()
	o.Total, o.Paid, o.Freight, o.Discount = w.OrderAmount.Minor("CNY"), w.PayAmount.Minor("CNY"), w.PostAmount.Minor("CNY"), w.PromotionAmount.Minor("CNY")
	o.BuyerKey, o.BuyerWords, o.SellerWords = w.OpenID, domain.Private(w.BuyerWords), domain.Private(w.SellerWords)
	o.MaskedName, o.MaskedPhone, o.MaskedAddress = domain.MaskName(w.MaskedName), domain.MaskPhone(w.MaskedPhone), domain.MaskAddress(w.MaskedAddress.Detail)
	o.Province, o.City, o.District = w.Address.Province.Name, w.Address.City.Name, w.Address.Town.Name
	if o.UpdatedAt.IsZero() {
		o.UpdatedAt = o.CreatedAt
	}
	o.Status, o.RawStatus = r.status(w.OrderStatus, w.MainStatus)
	for i := range w.Lines {
		if w.Lines[i].OrderID.ID() == "" {
			return domain.Order{}, platform.Bad("sku_order_list.order_id")
		}
		o.Lines = append(o.Lines, r.line(o, &w.Lines[i]))
	}
	for _, l := range w.Logistics {
		o.Parcels = r.AddParcel(o.Parcels, domain.Parcel{OrderID: o.ID, Waybill: l.TrackingNo.ID(), CarrierCode: l.Company, CarrierName: l.CompanyName,
			Direction: domain.DirectionOut, UploadedAt: l.ShipTime.Seconds(), ToProvince: o.Province, ToCity: o.City})
	}
	platform.Unpaid(&o)
	return o, nil
}

// status reads order_status; where it is missing or new, main_status decides.
func (r reader) status(order, main flex.Num) (domain.OrderStatus, string) {
	raw := order.Raw()
	if raw == "" || raw == "0" {
		raw = main.Raw()
	}
	if s, ok := orderStatus(raw); ok {
		return s, raw
	}
	if s, ok := orderStatus(main.Raw()); ok && order.Set && main.Set && order.N != main.N {
		// order_status is new to us but main_status says what it amounts to; it
		// is listed all the same
		return platform.Unknown(r.Reader, fieldOrderStatus, raw, domain.OrderStatuses, s), raw
	}
	return platform.Unknown(r.Reader, fieldOrderStatus, raw, domain.OrderStatuses, domain.OrderUnknown), raw
}

// line reads one element of sku_order_list.
func (r reader) line(o domain.Order, w *wireLine) domain.OrderLine {
	id := w.OrderID.ID()
	l := domain.OrderLine{
		ID: domain.RemoteKey(r.Shop.ID, id), OrderID: o.ID, RemoteID: id,
		ProductID: platform.First(w.ProductIDStr.ID(), w.ProductID.ID()), ProductName: w.ProductName, Picture: w.ProductPic,
		SKUID: w.SKUID.ID(), SKUCode: w.Code,
		Category: platform.First(w.FourthCID.ID(), w.ThirdCID.ID(), w.SecondCID.ID(), w.FirstCID.ID()),
		Qty:      w.ItemNum.N, UnitPrice: w.OriginAmount.Minor("CNY"), Paid: w.PayAmount.Minor("CNY"),
		SignedAt: w.ReceiptTime.Seconds(),
	}
	l.Spec, l.Size = spec(w.Spec)
	if w.OrderStatus.Set || w.MainStatus.Set {
		l.Status, l.RawStatus = r.status(w.OrderStatus, w.MainStatus)
	} else {
		l.Status, l.RawStatus = o.Status, o.RawStatus
	}
	is, known := gift(w.GivenType)
	l.Gift = r.Yes(is, known, fieldGift, w.GivenType)
	is, known = liveTheme(string(w.ThemeType))
	theme := r.Yes(is, known, fieldTheme, string(w.ThemeType))
	l.Live = domain.LiveRef{RoomID: platform.First(w.RoomIDStr.ID(), w.RoomID.ID()), HostID: w.AuthorID.ID(), HostName: w.AuthorName, VideoID: w.VideoID.ID()}
	if l.Live.RoomID != "" {
		l.Live.SessionID = domain.RemoteKey(r.Shop.ID, l.Live.RoomID)
	}
	ch, ok := channel(w.CBiz.Raw(), theme || l.Live.RoomID != "")
	if !ok {
		ch = platform.Unknown(r.Reader, fieldChannel, w.CBiz.Raw(), domain.Channels, domain.ChannelUnknown)
	}
	l.Live.Channel = ch
	return l
}

// spec joins the values of a SKU's properties and finds the size among them.
func spec(in []wireSpec) (joined, size string) {
	var b strings.Builder
	for _, s := range in {
		v := strings.TrimSpace(s.Value)
		if v == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteString(" / ")
		}
		b.WriteString(v)
		if size == "" && platform.IsSize(s.Name) {
			size = v
		}
	}
	return b.String(), size
}
