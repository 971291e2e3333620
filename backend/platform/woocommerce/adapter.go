package woocommerce

import (
	"encoding/json"
	"strings"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/flex"
)

// reader turns wire structs into rows.
type reader struct{ *platform.Reader }

// Field names under which unknown values are listed and mapped.
const (
	fieldOrderStatus = "order.status"
	fieldPayment     = "after_sale.refunded_payment"
)

// order reads one element of GET /orders, scrubbed.
func (r reader) order(raw []byte) (domain.Order, error) {
	var w wireOrder
	if err := json.Unmarshal(raw, &w); err != nil {
		return domain.Order{}, platform.BadShape(err, "item")
	}
	id := w.ID.ID()
	if id == "" {
		return domain.Order{}, platform.Bad("id")
	}
	o := r.NewOrder(id, apiOrders)
	if o.CreatedAt = at(w.Created); o.CreatedAt.IsZero() {
		return domain.Order{}, platform.Bad("date_created_gmt")
	}
	o.PaidAt, o.FinishedAt, o.UpdatedAt = at(w.Paid), at(w.Completed), max(at(w.Modified), o.CreatedAt)
	o.ShippedAt = o.FinishedAt
	known, ok := orderStatus(w.Status, !o.FinishedAt.IsZero())
	o.Status, o.RawStatus = platform.Pick(r.Reader, known, ok, fieldOrderStatus, w.Status, domain.OrderStatuses, domain.OrderUnknown), w.Status
	var err error
	for _, m := range []struct {
		field string
		text  flex.Text
		to    *domain.Money
	}{{"total", w.Total, &o.Total}, {"shipping_total", w.Shipping, &o.Freight}, {"discount_total", w.Discount, &o.Discount}} {
		if *m.to, err = amount(m.text, w.Currency, m.field); err != nil {
			return domain.Order{}, err
		}
	}
	if !o.PaidAt.IsZero() {
		o.Paid = o.Total
	}
	o.BuyerKey, o.BuyerWords = w.Customer.ID(), domain.Private(w.Note)
	to := w.ShipTo
	if to.FirstName == "" && to.Address1 == "" && to.City == "" { // nothing is sent: a download, a service
		to = w.Billing
	}
	o.MaskedName, o.MaskedAddress, o.MaskedPhone = domain.MaskName(to.FirstName), domain.MaskAddress(to.Address1), domain.MaskPhone(platform.First(to.Phone, w.Billing.Phone))
	o.Province, o.City = to.State, to.City
	for i := range w.Lines {
		l, err := r.line(o, w.Currency, &w.Lines[i])
		if err != nil {
			return domain.Order{}, err
		}
		o.Lines = append(o.Lines, l)
	}
	platform.Unpaid(&o)
	return o, nil
}

// line reads one element of line_items. Its amounts are before tax, so the tax
// is added: what the buyer pays and sees.
func (r reader) line(o domain.Order, currency string, w *wireLine) (domain.OrderLine, error) {
	id := w.ID.ID()
	if id == "" {
		return domain.OrderLine{}, platform.Bad("line_items.id")
	}
	l := r.NewLine(o, id)
	l.ProductID, l.SKUID, l.SKUCode = w.ProductID.ID(), platform.First(w.VariationID.ID(), w.ProductID.ID()), w.SKU
	l.ProductName, l.Qty = platform.First(w.ParentName, w.Name), w.Quantity.N
	l.Spec, l.Size = spec(w)
	var image struct {
		Src string `json:"src"`
	}
	if json.Unmarshal(w.Image, &image) == nil {
		l.Picture = image.Src
	}
	var err error
	if l.Paid, err = withTax(w.Total, w.TotalTax, currency, "line_items.total"); err != nil {
		return l, err
	}
	list, err := withTax(w.Subtotal, w.SubtotalTax, currency, "line_items.subtotal")
	if err != nil {
		return l, err
	}
	if list.Known() && l.Qty > 0 {
		l.UnitPrice = domain.Money{Minor: (list.Minor + l.Qty/2) / l.Qty, Currency: list.Currency}
	}
	return l, nil
}

// spec joins the values of a variation's attributes and finds the size among
// them. A shop's own attributes begin with pa_; of the others, which may be
// words that a buyer had engraved, only those count that the line's name holds.
func spec(w *wireLine) (joined, size string) {
	var values []string
	for _, m := range w.Meta {
		var v string
		if json.Unmarshal(m.DisplayValue, &v) != nil || v == "" {
			v = ""
			_ = json.Unmarshal(m.Value, &v) // an object is no attribute: v stays empty
		}
		if v = strings.TrimSpace(v); v == "" || strings.HasPrefix(m.Key, "_") {
			continue
		}
		own := strings.HasPrefix(m.Key, "pa_")
		if !own && (w.VariationID.ID() == "" || !strings.Contains(w.Name, v)) {
			continue
		}
		values = append(values, v)
		if size == "" && (platform.IsSize(m.DisplayKey) || platform.IsSize(strings.TrimPrefix(m.Key, "pa_"))) {
			size = v
		}
	}
	return strings.Join(values, " / "), size
}

// refund reads one case: a refund and the order it belongs to.
func (r reader) refund(raw []byte, api string) (domain.AfterSale, error) {
	var w wireCase
	if err := json.Unmarshal(raw, &w); err != nil {
		return domain.AfterSale{}, platform.BadShape(err, "item")
	}
	var f wireRefund
	if err := json.Unmarshal(w.Refund, &f); err != nil {
		return domain.AfterSale{}, platform.BadShape(err, "refund")
	}
	id, order := f.ID.ID(), w.Order.ID.ID()
	if id == "" || order == "" {
		return domain.AfterSale{}, platform.Bad("refund.id")
	}
	a := r.NewCase(caseID(order, id), order, api)
	if a.AppliedAt = at(f.Created); a.AppliedAt.IsZero() {
		return domain.AfterSale{}, platform.Bad("refund.date_created_gmt")
	}
	a.UpdatedAt, a.Version = a.AppliedAt, id
	a.RawType, a.Type = "refund", domain.CaseRefundUnshipped
	if done := at(w.Order.Completed); !done.IsZero() && done <= a.AppliedAt {
		a.Type = domain.CaseRefundShipped
	}
	payment := string(f.Payment)
	known, ok := refundStatus(payment)
	if a.RawStatus = "refunded"; !ok {
		a.RawStatus = payment
	}
	a.Status = platform.Pick(r.Reader, known, ok, fieldPayment, payment, domain.CaseStatuses, domain.StatusUnknown)
	paid, err := amount(f.Amount, w.Order.Currency, "refund.amount")
	if err != nil {
		return domain.AfterSale{}, err
	}
	if paid.Minor < 0 { // as the order writes it
		paid.Minor = -paid.Minor
	}
	a.Asked = paid
	if !a.Status.Open() {
		a.Refunded = paid
	}
	a.FirstReasonText, a.ReasonText = f.Reason, f.Reason
	for i := range f.Lines {
		n := f.Lines[i].Quantity.N
		a.Qty += max(n, -n)
		if line := lineOf(&f.Lines[i], w.Order.Lines); line != "" {
			a.LineRemoteIDs = append(a.LineRemoteIDs, line)
		}
	}
	a.LineRemoteIDs = platform.Unique(a.LineRemoteIDs)
	platform.Close(&a, a.AppliedAt)
	if w.Notes == nil {
		return a, nil
	}
	var notes []wireNote
	if err := json.Unmarshal(w.Notes, &notes); err != nil {
		return domain.AfterSale{}, platform.BadShape(err, "notes")
	}
	a.Events = make([]domain.AfterSaleEvent, 0, len(notes))
	for i := len(notes) - 1; i >= 0; i-- { // newest first; ours is oldest first
		n := notes[i]
		action := "order_note"
		if n.Customer.Is {
			action = "customer_note"
		}
		if n.ID.ID() == "" {
			return domain.AfterSale{}, platform.Bad("notes.id")
		}
		a.Events = append(a.Events, domain.AfterSaleEvent{ID: a.ID + "#" + n.ID.ID(), At: at(n.Created), Actor: actor(n.Author), RawActor: rawActor(n.Author),
			Action: action, Text: domain.Private(plain(n.Note)), Images: []string{}})
	}
	return a, nil
}

// rawActor hides the login of a person who works for the shop.
func rawActor(author string) string {
	if actor(author) == domain.ActorSystem {
		return "system"
	}
	return domain.MaskName(author)
}

// caseID is the id of a case: a refund alone cannot be asked for.
func caseID(order, refund string) string { return order + "-" + refund }

// lineOf finds the order's line that a line of a refund takes back: the one
// that it names, else the only one of the same product and variation.
func lineOf(l *wireLine, of []parentLine) string {
	for _, m := range l.Meta {
		var id flex.Text
		if m.Key == "_refunded_item_id" && json.Unmarshal(m.Value, &id) == nil && id.ID() != "" {
			return id.ID()
		}
	}
	found := ""
	for _, o := range of {
		if o.ProductID == l.ProductID && o.VariationID == l.VariationID {
			if found != "" {
				return ""
			}
			found = o.ID.ID()
		}
	}
	return found
}

// review reads one element of GET /products/reviews, scrubbed.
func (r reader) review(raw []byte) (domain.Review, error) {
	var w wireReview
	if err := json.Unmarshal(raw, &w); err != nil {
		return domain.Review{}, platform.BadShape(err, "item")
	}
	id, created := w.ID.ID(), at(w.Created)
	switch {
	case id == "":
		return domain.Review{}, platform.Bad("id")
	case created.IsZero():
		return domain.Review{}, platform.Bad("date_created_gmt")
	case w.Rating.N < 0 || w.Rating.N > 5:
		return domain.Review{}, platform.Bad("rating")
	}
	return domain.Review{ID: domain.RemoteKey(r.Shop.ID, id), ShopID: r.Shop.ID, RemoteID: id, ProductID: w.ProductID.ID(), ProductName: w.ProductName,
		Rating: w.Rating.N, Band: domain.ReviewUnrated, Text: domain.Private(plain(w.Review)), Images: []string{}, BuyerNick: domain.Private(domain.MaskName(w.Reviewer)),
		CreatedAt: created, Source: domain.Source{API: apiReviews}}, nil
}

// at reads a _gmt time, which is written without a zone.
func at(t flex.Text) domain.Instant { return t.Moment(time.UTC) }

// amount reads a decimal text in major units.
func amount(t flex.Text, currency, field string) (domain.Money, error) {
	if currency == "" {
		return domain.Money{}, nil
	}
	m, ok := t.Major(currency)
	if !ok {
		return domain.Money{}, platform.Bad(field)
	}
	return m, nil
}

// withTax adds a tax to an amount; unknown when the amount is.
func withTax(net, tax flex.Text, currency, field string) (domain.Money, error) {
	a, err := amount(net, currency, field)
	if err != nil || !a.Known() {
		return a, err
	}
	b, err := amount(tax, currency, field+"_tax")
	if err != nil {
		return domain.Money{}, err
	}
	sum, err := a.Plus(b)
	if err != nil {
		return domain.Money{}, platform.Bad(field)
	}
	return sum, nil
}
