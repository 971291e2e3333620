package medusa

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
)

// opened is a wireCase with its parts decoded.
type opened struct {
	order  *wireOrder
	back   *wireReturn // goods that come back, nil when none do
	swap   *wireSwap   // exchange or claim
	claim  bool
	refund string
	asked  []askedFor
	cur    string
}

func open(raw []byte) (*opened, error) {
	var w wireCase
	if err := json.Unmarshal(raw, &w); err != nil {
		return nil, platform.BadShape(err, "item")
	}
	if len(w.Order) == 0 {
		return nil, platform.Bad("order")
	}
	c := &opened{refund: w.Refund, asked: w.Asked, claim: len(w.Claim) > 0}
	var err error
	if c.order, err = decodeOrder(w.Order); err != nil {
		return nil, err
	}
	c.cur = strings.ToUpper(c.order.Currency)
	if len(w.Return) > 0 {
		c.back = &wireReturn{}
		if err := json.Unmarshal(w.Return, c.back); err != nil {
			return nil, platform.BadShape(err, "return")
		}
	}
	lead := w.Exchange
	if c.claim {
		lead = w.Claim
	}
	if len(lead) > 0 {
		c.swap = &wireSwap{}
		if err := json.Unmarshal(lead, c.swap); err != nil {
			return nil, platform.BadShape(err, "exchange")
		}
	}
	if c.id() == "" {
		return nil, platform.Bad("id")
	}
	return c, nil
}

// id is the remote id of a case: of its leading part.
func (c *opened) id() string {
	switch {
	case c.swap != nil:
		return c.swap.ID
	case c.back != nil:
		return c.back.ID
	}
	if c.refund == "" {
		return ""
	}
	return c.order.ID + refundMark + c.refund
}

// refundMark stands between an order's id and a refund's in the id of a case that
// is a refund alone.
const refundMark = ":"

// paidTo lists the refunds that belong to a case. The server ties a refund to a
// payment only: it is taken for the last case of the order that had been asked
// for when it was paid.
func (c *opened) paidTo(id string) []wireRefund {
	out := []wireRefund{}
	if c.swap == nil && c.back == nil {
		id = c.refund
	}
	for _, f := range c.order.refunds() {
		if ownerOf(f, c.asked) == id {
			out = append(out, f)
		}
	}
	return out
}

// ownerOf is the id of the case that a refund is taken for, the refund's own
// when none had been asked for.
func ownerOf(f wireRefund, asked []askedFor) string {
	owner, at := f.ID, int64(-1)
	for _, a := range asked {
		if a.At <= int64(moment(f.CreatedAt)) && (a.At > at || a.At == at && a.ID > owner) {
			owner, at = a.ID, a.At
		}
	}
	return owner
}

// refunds lists all refunds of an order, oldest first.
func (w *wireOrder) refunds() []wireRefund {
	out := []wireRefund{}
	for _, c := range w.Collections {
		for _, p := range c.Payments {
			out = append(out, p.Refunds...)
		}
	}
	slices.SortStableFunc(out, func(a, b wireRefund) int {
		return cmp.Or(cmp.Compare(moment(a.CreatedAt), moment(b.CreatedAt)), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// owes reports whether the shop owes the buyer of an order.
func (w *wireOrder) owes() bool { return w.Summary.Pending.sign() < 0 }

// afterSale reads one case; events are left nil.
func (r reader) afterSale(raw []byte) (domain.AfterSale, *opened, error) {
	c, err := open(raw)
	if err != nil {
		return domain.AfterSale{}, nil, err
	}
	a := r.NewCase(c.id(), c.order.ID, apiCases)
	refunds := c.paidTo(a.RemoteID)
	for _, f := range refunds {
		m, ok := f.Amount.in(c.cur)
		if !ok {
			return a, c, platform.Bad("refunds.amount")
		}
		if a.Refunded, err = a.Refunded.Plus(m); err != nil {
			return a, c, platform.Bad("refunds.amount")
		}
		a.UpdatedAt = max(a.UpdatedAt, moment(f.CreatedAt))
	}
	switch {
	case c.swap == nil && c.back == nil:
		err = r.plainRefund(&a, c, refunds)
	default:
		err = r.goodsCase(&a, c)
	}
	if err != nil {
		return a, c, err
	}
	if a.AppliedAt.IsZero() {
		return a, c, platform.Bad("created_at")
	}
	a.LineRemoteIDs = platform.Unique(a.LineRemoteIDs)
	a.FirstReasonText = a.ReasonText
	// the order's version moves with every change of its goods and cases, the
	// number of refunds with its money
	a.Version = c.order.Version.Raw() + "." + strconv.Itoa(len(c.order.refunds()))
	closed := domain.Instant(0)
	if !a.Status.Open() {
		closed = a.UpdatedAt
	}
	platform.Close(&a, closed)
	return a, c, nil
}

// plainRefund fills a refund that no return, exchange or claim asked for.
func (r reader) plainRefund(a *domain.AfterSale, c *opened, refunds []wireRefund) error {
	if len(refunds) != 1 {
		return platform.Bad("refund")
	}
	f := refunds[0]
	a.RawType, a.RawStatus, a.Status = "refund", "refunded", domain.StatusSucceeded
	a.AppliedAt, a.Asked = moment(f.CreatedAt), a.Refunded
	a.ReasonText = f.Reason.Label
	a.Type = domain.CaseRefundUnshipped
	if c.order.Status == "canceled" {
		a.Type = domain.CaseCancel
	}
	for _, x := range c.order.Fulfillments {
		if at := moment(x.ShippedAt); !at.IsZero() && at <= a.AppliedAt {
			a.Type = domain.CaseRefundShipped
		}
	}
	return nil
}

// goodsCase fills a return, an exchange or a claim.
func (r reader) goodsCase(a *domain.AfterSale, c *opened) error {
	canceled := false
	if s := c.swap; s != nil {
		a.AppliedAt, canceled = moment(s.CreatedAt), s.CanceledAt != ""
		a.UpdatedAt = max(a.UpdatedAt, moment(s.UpdatedAt))
	}
	back := domain.StatusSucceeded // nothing has to come back
	if b := c.back; b != nil {
		if c.swap == nil {
			if a.AppliedAt = moment(b.RequestedAt); a.AppliedAt.IsZero() {
				a.AppliedAt = moment(b.CreatedAt)
			}
		}
		a.UpdatedAt = max(a.UpdatedAt, moment(b.UpdatedAt))
		back = r.returning(a, b)
	}
	var ok bool
	if a.Type, a.RawType, ok = kind(c); !ok {
		a.Type = platform.Unknown(r.Reader, fieldCaseType, a.RawType, domain.CaseTypes, domain.CaseUnknown)
	}
	lines := c.wanted(a)
	if a.Asked, ok = c.price(lines); !ok {
		return platform.Bad("items.total")
	}
	out := c.outbound(a)
	a.Status, a.RawStatus = back, c.rawStatus(out)
	due := c.order.owes() && (a.Refunded.Minor < a.Asked.Minor || !a.Asked.Known() && !a.Refunded.Known())
	switch {
	case canceled:
		a.Status = domain.StatusClosed
	case a.Type == domain.CaseUnknown: // what it waits for depends on what it is
		a.Status = domain.StatusUnknown
	case back != domain.StatusSucceeded:
	case c.swap != nil && len(c.swap.Outbound) > 0:
		a.Status = out
	case due && c.back != nil: // the goods are here, money is still to go
		a.Status = domain.StatusAwaitReceipt
	case due:
		a.Status = domain.StatusAwaitMerchant
	}
	return nil
}

// returning reads the return of a case: its state, waybill and parcels.
func (r reader) returning(a *domain.AfterSale, b *wireReturn) domain.CaseStatus {
	s, ok := returnStatus(b.Status)
	s = platform.Pick(r.Reader, s, ok, fieldReturnStatus, b.Status, domain.CaseStatuses, domain.StatusUnknown)
	for _, i := range b.Items {
		a.GoodsBack = a.GoodsBack || i.Received.sign() > 0
	}
	for _, f := range b.Fulfillments {
		if f.CanceledAt != "" {
			continue
		}
		a.UpdatedAt = max(a.UpdatedAt, moment(f.UpdatedAt))
		if s == domain.StatusAwaitReturn && (f.ShippedAt != "" || f.DeliveredAt != "") {
			s = domain.StatusAwaitReceipt
		}
		for _, l := range f.Labels {
			a.ReturnWaybill, a.ReturnCarrier = platform.First(a.ReturnWaybill, l.Tracking.ID()), f.Provider
		}
		a.Parcels = r.parcels(a.Parcels, f, domain.Parcel{OrderID: a.OrderID, AfterSaleID: a.ID, Direction: domain.DirectionBack})
	}
	return s
}

// kind is the type of a case with goods.
func kind(c *opened) (domain.CaseType, string, bool) {
	switch {
	case c.claim:
		t, ok := claimType(c.swap.Type, c.back != nil)
		return t, "claim/" + c.swap.Type, ok
	case c.swap != nil:
		return domain.CaseExchange, "exchange", true
	}
	return domain.CaseReturnRefund, "return", true
}

// wanted collects the lines, pieces, reasons and words of a case and returns the
// pieces per line.
func (c *opened) wanted(a *domain.AfterSale) map[string]int64 {
	lines := map[string]int64{}
	var reasons, words []string
	add := func(line string, qty int64, reason, word string) {
		lines[line] += qty
		a.Qty += qty
		a.LineRemoteIDs = append(a.LineRemoteIDs, line)
		reasons, words = append(reasons, reason), append(words, strings.TrimSpace(word))
	}
	if c.claim {
		for _, i := range c.swap.ClaimItems {
			add(i.Line, i.Quantity.whole(), i.Reason, i.Note)
			for _, p := range i.Images {
				a.Images = append(a.Images, p.URL)
			}
		}
		a.Images = platform.Unique(a.Images)
	}
	if c.back != nil && len(lines) == 0 {
		for _, i := range c.back.Items {
			add(i.Line, i.Quantity.whole(), platform.First(i.Reason.Label, i.Reason.Value), i.Note)
		}
	}
	a.ReasonText = platform.First(reasons...)
	a.BuyerRemark = domain.Private(strings.Join(platform.Unique(words), "\n"))
	return lines
}

// price is what the pieces of a case cost; unknown when the server named a line
// that the order does not have. A sum that the server names itself goes first.
func (c *opened) price(lines map[string]int64) (domain.Money, bool) {
	if own := c.own(); own.known() {
		return own.in(c.cur)
	}
	sum := domain.Money{}
	for i := range c.order.Items {
		item := &c.order.Items[i]
		qty, ok := lines[item.ID]
		if !ok {
			continue
		}
		m, good := item.worth(qty, c.cur)
		if !good {
			return sum, false
		}
		if !m.Known() {
			return domain.Money{}, true
		}
		var err error
		if sum, err = sum.Plus(m); err != nil {
			return sum, false
		}
		delete(lines, item.ID)
	}
	if len(lines) > 0 {
		return domain.Money{}, true
	}
	return sum, true
}

// own is the refund that the server itself names for a case.
func (c *opened) own() amount {
	switch {
	case c.swap != nil:
		return c.swap.Refund
	case c.back != nil:
		return c.back.Refund
	}
	return amount{}
}

// outbound is the state of the goods that an exchange or a claim sends out.
func (c *opened) outbound(a *domain.AfterSale) domain.CaseStatus {
	if c.swap == nil || len(c.swap.Outbound) == 0 {
		return domain.StatusSucceeded
	}
	state := domain.StatusSucceeded
	for _, want := range c.swap.Outbound {
		var shipped, delivered int64
		for i := range c.order.Items {
			if d := &c.order.Items[i].Detail; c.order.Items[i].ID == want.Line {
				shipped, delivered = d.Shipped.whole(), d.Delivered.whole()
			}
		}
		switch n := want.Quantity.whole(); {
		case shipped < n:
			state = domain.StatusAwaitShip
		case delivered < n && state != domain.StatusAwaitShip:
			state = domain.StatusAwaitConfirm
		}
		for _, f := range c.order.Fulfillments {
			for _, x := range f.Items {
				if x.Line == want.Line {
					a.UpdatedAt = max(a.UpdatedAt, moment(f.UpdatedAt))
				}
			}
		}
	}
	return state
}

// rawStatus says in the server's own words where a case stands: it has no word for
// an exchange or a claim, so their parts are named.
func (c *opened) rawStatus(out domain.CaseStatus) string {
	var parts []string
	if c.swap != nil && c.swap.CanceledAt != "" {
		parts = append(parts, "canceled")
	}
	if c.back != nil {
		parts = append(parts, c.back.Status)
	}
	if c.swap != nil && len(c.swap.Outbound) > 0 {
		parts = append(parts, map[domain.CaseStatus]string{domain.StatusAwaitShip: "not_shipped", domain.StatusAwaitConfirm: "shipped", domain.StatusSucceeded: "delivered"}[out])
	}
	if len(parts) == 0 {
		parts = append(parts, "requested")
	}
	return strings.Join(parts, "/")
}

// detailed reads a case with what happened to it, as far as times tell.
func (r reader) detailed(raw []byte) (domain.AfterSale, error) {
	a, c, err := r.afterSale(raw)
	if err != nil {
		return a, err
	}
	a.Source.API = apiCase
	a.Events = []domain.AfterSaleEvent{}
	twins := map[string]int{}
	add := func(at domain.Instant, by, action, text string) {
		if !at.IsZero() {
			a.Events = append(a.Events, domain.AfterSaleEvent{ID: platform.EntryID(a.ID, twins, action, strconv.FormatInt(int64(at), 10)), At: at, Actor: who(by),
				RawActor: by, Action: action, Text: domain.Private(text), Images: []string{}})
		}
	}
	by := ""
	if c.back != nil {
		by = c.back.CreatedBy
	}
	if c.swap != nil {
		by = platform.First(c.swap.CreatedBy, by)
		add(moment(c.swap.CanceledAt), "", "canceled", "")
	}
	if c.swap != nil || c.back != nil {
		add(a.AppliedAt, by, "requested", a.BuyerRemark.Reveal())
	}
	if c.back != nil {
		add(moment(c.back.ReceivedAt), "", "received", "")
		if c.swap == nil {
			add(moment(c.back.CanceledAt), "", "canceled", "")
		}
	}
	for _, f := range c.paidTo(a.RemoteID) {
		add(moment(f.CreatedAt), f.CreatedBy, "refunded", platform.First(f.Note, f.Reason.Label))
	}
	slices.SortStableFunc(a.Events, func(x, y domain.AfterSaleEvent) int { return cmp.Compare(x.At, y.At) })
	return a, nil
}
