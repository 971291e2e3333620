package doudian

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"afterdesk/backend/domain"
)

// reader turns wire structs into rows for one item. It is pure: the same JSON,
// shop and mappings give the same row.
type reader struct {
	shop     domain.Shop
	mappings func(field, raw string) string
	unmapped []domain.Unmapped
}

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

// unknown looks a value up in the person's mappings and lists it otherwise.
func unknown[T ~string](r *reader, field, raw string, known []T, none T) T {
	if r.mappings != nil {
		if m := T(r.mappings(field, raw)); slices.Contains(known, m) {
			return m
		}
	}
	for i := range r.unmapped {
		if r.unmapped[i].Field == field && r.unmapped[i].Raw == raw {
			r.unmapped[i].Count++
			return none
		}
	}
	r.unmapped = append(r.unmapped, domain.Unmapped{ShopID: r.shop.ID, Platform: Platform, Field: field, Raw: raw, Count: 1})
	return none
}

// yes is unknown for a yes-or-no value; mappings say "true" or "false".
func (r *reader) yes(field, raw string, is, known bool) bool {
	if known {
		return is
	}
	return unknown(r, field, raw, []string{"true", "false"}, "false") == "true"
}

// errShape says which field could not be read. The JSON's own text stays out.
func errShape(err error, fallback string) error {
	var t *json.UnmarshalTypeError
	field := fallback
	if errors.As(err, &t) && t.Field != "" {
		field = t.Field
	}
	return domain.E(domain.CodeInvalid, errors.New("read item"), "field", field)
}

// order reads one element of shop_order_list.
func (r *reader) order(raw []byte) (domain.Order, error) {
	var w wireOrder
	if err := json.Unmarshal(raw, &w); err != nil {
		return domain.Order{}, errShape(err, "item")
	}
	id := w.OrderID.id()
	if id == "" {
		return domain.Order{}, domain.E(domain.CodeInvalid, errors.New("read item"), "field", "order_id")
	}
	if w.CreateTime.instant().IsZero() {
		return domain.Order{}, domain.E(domain.CodeInvalid, errors.New("read item"), "field", "create_time")
	}
	o := domain.Order{
		ID: domain.RemoteKey(r.shop.ID, id), ShopID: r.shop.ID, RemoteID: id,
		CreatedAt: w.CreateTime.instant(), PaidAt: w.PayTime.instant(), PromisedShipAt: w.ExpShipTime.instant(),
		ShippedAt: w.ShipTime.instant(), FinishedAt: w.FinishTime.instant(), UpdatedAt: w.UpdateTime.instant(),
		Total: w.OrderAmount.fen(), Paid: w.PayAmount.fen(), Freight: w.PostAmount.fen(), Discount: w.PromotionAmount.fen(),
		BuyerKey:   w.OpenID,
		MaskedName: domain.MaskName(w.MaskedName), MaskedPhone: domain.MaskPhone(w.MaskedPhone), MaskedAddress: domain.MaskAddress(w.MaskedAddress.Detail),
		Province: w.Address.Province.Name, City: w.Address.City.Name, District: w.Address.Town.Name,
		BuyerWords: domain.Private(w.BuyerWords), SellerWords: domain.Private(w.SellerWords),
		Lines: []domain.OrderLine{}, Parcels: []domain.Parcel{},
		Source: domain.Source{API: apiOrders},
	}
	if o.UpdatedAt.IsZero() {
		o.UpdatedAt = o.CreatedAt
	}
	o.Status, o.RawStatus = r.status(w.OrderStatus, w.MainStatus)
	for i := range w.Lines {
		if w.Lines[i].OrderID.id() == "" {
			return domain.Order{}, domain.E(domain.CodeInvalid, errors.New("read item"), "field", "sku_order_list.order_id")
		}
		o.Lines = append(o.Lines, r.line(o, &w.Lines[i]))
	}
	seen := map[string]bool{}
	for _, l := range w.Logistics {
		waybill := l.TrackingNo.id()
		p := domain.Parcel{ShopID: r.shop.ID, OrderID: o.ID, Waybill: waybill, CarrierCode: l.Company, CarrierName: l.CompanyName,
			Direction: domain.DirectionOut, State: domain.TrackNone, UploadedAt: l.ShipTime.instant(),
			FromProvince: r.shop.ShipProvince, ToProvince: o.Province, ToCity: o.City}
		p.ID = domain.ParcelID(r.shop.ID, p.CarrierCode, waybill)
		if waybill == "" || seen[p.ID] {
			continue // one waybill may be listed once per line
		}
		seen[p.ID] = true
		o.Parcels = append(o.Parcels, p)
	}
	return o, nil
}

// status reads order_status; where it is missing or new, main_status decides.
func (r *reader) status(order, main num) (domain.OrderStatus, string) {
	raw := order.raw()
	if raw == "" || raw == "0" {
		raw = main.raw()
	}
	if s, ok := orderStatus(raw); ok {
		return s, raw
	}
	if s, ok := orderStatus(main.raw()); ok && order.Set && main.Set && order.N != main.N {
		// order_status is new to us but main_status says what it amounts to; it
		// is listed all the same
		return unknown(r, fieldOrderStatus, raw, domain.OrderStatuses, s), raw
	}
	return unknown(r, fieldOrderStatus, raw, domain.OrderStatuses, domain.OrderUnknown), raw
}

// line reads one element of sku_order_list.
func (r *reader) line(o domain.Order, w *wireLine) domain.OrderLine {
	id := w.OrderID.id()
	l := domain.OrderLine{
		ID: domain.RemoteKey(r.shop.ID, id), OrderID: o.ID, RemoteID: id,
		ProductID: first(w.ProductIDStr.id(), w.ProductID.id()), ProductName: w.ProductName, Picture: w.ProductPic,
		SKUID: w.SKUID.id(), SKUCode: w.Code,
		Category: first(w.FourthCID.id(), w.ThirdCID.id(), w.SecondCID.id(), w.FirstCID.id()),
		Qty:      w.ItemNum.N, UnitPrice: w.OriginAmount.fen(), Paid: w.PayAmount.fen(),
		SignedAt: w.ReceiptTime.instant(),
	}
	l.Spec, l.Size = spec(w.Spec)
	if w.OrderStatus.Set || w.MainStatus.Set {
		l.Status, l.RawStatus = r.status(w.OrderStatus, w.MainStatus)
	} else {
		l.Status, l.RawStatus = o.Status, o.RawStatus
	}
	is, known := gift(w.GivenType)
	l.Gift = r.yes(fieldGift, w.GivenType, is, known)
	is, known = liveTheme(string(w.ThemeType))
	theme := r.yes(fieldTheme, string(w.ThemeType), is, known)
	l.Live = domain.LiveRef{RoomID: first(w.RoomIDStr.id(), w.RoomID.id()), HostID: w.AuthorID.id(), HostName: w.AuthorName, VideoID: w.VideoID.id()}
	if l.Live.RoomID != "" {
		l.Live.SessionID = domain.RemoteKey(r.shop.ID, l.Live.RoomID)
	}
	ch, ok := channel(w.CBiz.raw(), theme || l.Live.RoomID != "")
	if !ok {
		ch = unknown(r, fieldChannel, w.CBiz.raw(), domain.Channels, domain.ChannelUnknown)
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
		if size == "" && isSize(s.Name) {
			size = v
		}
	}
	return b.String(), size
}

// isSize reports whether a property name means a garment's or shoe's size. A
// word such as 颜色尺码 or 屏幕尺寸 ends in it; 颜色 does not.
func isSize(name string) bool {
	n := strings.ToLower(strings.TrimSpace(name))
	for _, w := range [...]string{"尺码", "尺寸", "鞋码", "号型", "码数", "大小"} {
		if strings.Contains(n, w) {
			return true
		}
	}
	return n == "size" || n == "码" || strings.HasSuffix(n, " size")
}

func first(s ...string) string {
	for _, v := range s {
		if v != "" {
			return v
		}
	}
	return ""
}
