package jd

import (
	"encoding/json"
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
	fieldOrderStatus   = "order.status"
	fieldRefundStatus  = "after_sale.refund_status"
	fieldServiceStatus = "after_sale.status"
	fieldExpect        = "after_sale.type"
)

// cancels marks the id of an application to cancel: the platform numbers them
// apart from service orders, so that one number may mean both.
const cancels = "c"

// yuan reads an amount of yuan from its digits; a negative one becomes unknown.
func yuan(t flex.Text, field string) (domain.Money, error) {
	m, ok := t.Major("CNY")
	if !ok {
		return domain.Money{}, platform.Bad(field)
	}
	if m.Minor < 0 {
		return domain.Money{}, nil
	}
	return m, nil
}

// order reads one element of orderInfoList, or orderInfo.
func (r reader) order(raw []byte) (domain.Order, error) {
	var w wireOrder
	if err := json.Unmarshal(raw, &w); err != nil {
		return domain.Order{}, platform.BadShape(err, "item")
	}
	id := w.OrderID.ID()
	if id == "" {
		return domain.Order{}, platform.Bad("orderId")
	}
	o := r.NewOrder(id, apiOrders)
	if o.CreatedAt = at(w.StartTime); o.CreatedAt.IsZero() {
		return domain.Order{}, platform.Bad("orderStartTime")
	}
	o.PaidAt, o.ShippedAt, o.FinishedAt = at(w.PaymentTime), at(w.OutBoundDate), at(w.EndTime)
	o.UpdatedAt = max(at(w.Modified), o.CreatedAt)
	for _, a := range []struct {
		to    *domain.Money
		from  flex.Text
		field string
	}{{&o.Total, w.TotalPrice, "orderTotalPrice"}, {&o.Paid, w.ActualPay, "actualPay"}, {&o.Freight, w.FreightPrice, "freightPrice"}, {&o.Discount, w.SellerDiscount, "sellerDiscount"}} {
		m, err := yuan(a.from, a.field)
		if err != nil {
			return domain.Order{}, err
		}
		*a.to = m
	}
	o.BuyerKey = platform.First(w.OpenID.ID(), w.XID.ID())
	o.BuyerWords, o.SellerWords = domain.Private(w.BuyerRemark), domain.Private(w.VenderRemark)
	k := &w.Consignee
	o.MaskedName, o.MaskedPhone, o.MaskedAddress = domain.MaskName(k.Name), domain.MaskPhone(k.Mobile), domain.MaskAddress(k.Address)
	o.Province, o.City, o.District = k.Province, k.City, k.County
	s, ok := orderState(w.State)
	o.Status, o.RawStatus = platform.Pick(r.Reader, s, ok, fieldOrderStatus, w.State, domain.OrderStatuses, domain.OrderUnknown), w.State
	for i := range w.Items {
		it := &w.Items[i]
		line := lineID(id, platform.First(it.SKUID.ID(), it.WareID.ID(), "line"))
		for _, before := range o.Lines {
			if before.RemoteID == line {
				line += "#" + strconv.Itoa(i)
				break
			}
		}
		l := r.NewLine(o, line)
		l.ProductID, l.ProductName, l.SKUID, l.SKUCode, l.Qty = it.WareID.ID(), it.Name, it.SKUID.ID(), it.Outer, it.Count.N
		price, err := yuan(it.Price, "itemInfoList.jdPrice")
		if err != nil {
			return domain.Order{}, err
		}
		l.UnitPrice = price
		if len(w.Items) == 1 && o.Paid.Known() && o.Freight.Known() && o.Paid.Minor >= o.Freight.Minor {
			l.Paid = domain.CNY(o.Paid.Minor - o.Freight.Minor)
		}
		o.Lines = append(o.Lines, l)
	}
	r.parcels(&o, &w)
	platform.Unpaid(&o)
	return o, nil
}

// lineID names a line, which the platform does not: by order and SKU.
func lineID(order, sku string) string { return order + ":" + sku }

// parcels reads "no1,no2|no3" of the couriers "2100|4700".
func (r reader) parcels(o *domain.Order, w *wireOrder) {
	couriers := strings.Split(w.LogisticsID, "|")
	for i, group := range strings.Split(w.Waybill, "|") {
		courier := ""
		if i < len(couriers) {
			courier = strings.TrimSpace(couriers[i])
		}
		for _, no := range strings.Split(group, ",") {
			o.Parcels = r.AddParcel(o.Parcels, domain.Parcel{OrderID: o.ID, Waybill: strings.TrimSpace(no), CarrierCode: courier, Direction: domain.DirectionOut,
				UploadedAt: o.ShippedAt, ToProvince: o.Province, ToCity: o.City})
		}
	}
}

// afterSale reads either kind of case; a service order has a serviceId.
func (r reader) afterSale(raw []byte) (domain.AfterSale, error) {
	var w wireCase
	if err := json.Unmarshal(raw, &w); err != nil {
		return domain.AfterSale{}, platform.BadShape(err, "item")
	}
	if w.ServiceID != nil {
		return r.serviceOrder(&w)
	}
	return r.refund(&w)
}

// refund reads an application to cancel before delivery. Its sum is in fen.
func (r reader) refund(w *wireCase) (domain.AfterSale, error) {
	if w.ID.ID() == "" {
		return domain.AfterSale{}, platform.Bad("id")
	}
	if w.OrderID.ID() == "" {
		return domain.AfterSale{}, platform.Bad("orderId")
	}
	a := r.NewCase(cancels+w.ID.ID(), w.OrderID.ID(), apiRefunds)
	a.Type, a.RawType = domain.CaseRefundUnshipped, "refundapply"
	s, ok := refundStatus(w.Status.Raw())
	a.Status, a.RawStatus = platform.Pick(r.Reader, s, ok, fieldRefundStatus, w.Status.Raw(), domain.CaseStatuses, domain.StatusUnknown), w.Status.Raw()
	a.FirstReasonText, a.ReasonText = w.Reason, w.Reason
	if w.Sum.N >= 0 {
		a.Asked = w.Sum.Minor("CNY")
	}
	if w.Status.Raw() == "3" {
		a.Refunded = a.Asked
	}
	a.AppliedAt, a.UpdatedAt = at(w.ApplyTime), max(at(w.Modified), at(w.CheckTime))
	platform.Close(&a, 0)
	return a, nil
}

// serviceOrder reads a service order, asked for after delivery. What was paid
// back is told by no call whose unit is documented, so it stays unknown.
func (r reader) serviceOrder(w *wireCase) (domain.AfterSale, error) {
	if w.ServiceID.ID() == "" {
		return domain.AfterSale{}, platform.Bad("serviceId")
	}
	if w.OrderID.ID() == "" {
		return domain.AfterSale{}, platform.Bad("orderId")
	}
	a := r.NewCase(w.ServiceID.ID(), w.OrderID.ID(), apiServicesChanged)
	if sku := w.SKUID.ID(); sku != "" {
		a.LineRemoteIDs = append(a.LineRemoteIDs, lineID(w.OrderID.ID(), sku))
	}
	kind, ok := expectation(w.Expect.Raw())
	a.Type, a.RawType = platform.Pick(r.Reader, kind, ok, fieldExpect, w.Expect.Raw(), domain.CaseTypes, domain.CaseUnknown), w.Expect.Raw()
	s, ok := serviceStatus(w.ServiceStatus.Raw())
	a.Status, a.RawStatus = platform.Pick(r.Reader, s, ok, fieldServiceStatus, w.ServiceStatus.Raw(), domain.CaseStatuses, domain.StatusUnknown), w.ServiceStatus.Raw()
	asked, err := yuan(w.Price, "actualPayPrice")
	if err != nil {
		return a, err
	}
	if a.Qty = w.Count.N; a.Type == domain.CaseReturnRefund || a.Type == domain.CaseRefundShipped {
		a.Asked = asked
	}
	a.AppliedAt, a.UpdatedAt = at(w.ApplyTime), at(w.UpdateDate)
	platform.Close(&a, 0)
	return a, nil
}

// review reads one element of comments. The stars count once it was seen that
// the platform gives stars (see Confirm).
func (r reader) review(raw []byte) (domain.Review, error) {
	var w wireReview
	if err := json.Unmarshal(raw, &w); err != nil {
		return domain.Review{}, platform.BadShape(err, "item")
	}
	if w.ID.ID() == "" {
		return domain.Review{}, platform.Bad("commentId")
	}
	v := domain.Review{ID: domain.RemoteKey(r.Shop.ID, w.ID.ID()), ShopID: r.Shop.ID, RemoteID: w.ID.ID(), SKUID: w.SKUID.ID(), ProductName: w.SKUName,
		Band: domain.ReviewUnrated, Text: domain.Private(w.Content), Images: []string{}, BuyerNick: domain.Private(w.Nick), CreatedAt: at(w.Created), Source: domain.Source{API: apiReviews}}
	if v.CreatedAt.IsZero() {
		return domain.Review{}, platform.Bad("creationTime")
	}
	if id := w.OrderID.ID(); id != "" {
		v.OrderID = domain.RemoteKey(r.Shop.ID, id)
	}
	if w.Score.N >= 1 && w.Score.N <= 5 {
		v.Rating = w.Score.N
	}
	urls := []string{}
	for _, i := range w.Images {
		urls = append(urls, i.URL)
	}
	v.Images = append(v.Images, platform.Unique(urls)...)
	if w.Answered.Is && len(w.Replies) > 0 { // replies name nobody; with the mark set, the first is the shop's
		v.ReplyText, v.RepliedAt = domain.Private(w.Replies[0].Content), at(w.Replies[0].Created)
	}
	return v, nil
}
