package act

import (
	"context"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
)

// books hold what is left of each order while a request or a flush is judged.
type books struct {
	o     *Outbox
	shops map[string]domain.Shop
	infos map[string]platform.Info // shop id → what its connector can do
	waits map[string]bool          // case, order or review id → an act on it is queued or being sent
	pays  map[string]bool          // case id → such an act leads to a refund
	left  map[string]*account
}

// account is one order: what was paid and bought, and what has gone back or will.
type account struct {
	known bool
	paid  domain.Money
	lines map[string]int64 // bought, by remote line id
	spent domain.Money
	back  map[string]int64
	in    map[string]bool // cases that are counted
}

// newBooks reads the outbox.
func (o *Outbox) newBooks(ctx context.Context) (*books, error) {
	b := &books{o: o, shops: map[string]domain.Shop{}, infos: map[string]platform.Info{}, waits: map[string]bool{}, pays: map[string]bool{}, left: map[string]*account{}}
	q := domain.ActQuery{States: []domain.ActState{domain.ActQueued, domain.ActSending}, Limit: 500}
	for {
		page, err := o.d.Store.ListActs(ctx, q)
		if err != nil {
			return nil, err
		}
		for _, a := range page.Items {
			b.waits[subjectID(a)] = true
			b.pays[a.AfterSaleID] = b.pays[a.AfterSaleID] || a.Kind.Pays()
		}
		if q.Cursor = page.Next; page.Next == "" {
			return b, nil
		}
	}
}

func (b *books) shop(ctx context.Context, id string) (domain.Shop, error) {
	if s, ok := b.shops[id]; ok {
		return s, nil
	}
	s, err := b.o.d.Store.GetShop(ctx, id)
	if err == nil {
		b.shops[id] = s
	}
	return s, err
}

// spend books the refund of a case, or says why it does not fit. fresh is the
// case as just read from the platform, nil = as stored.
func (b *books) spend(ctx context.Context, c domain.AfterSale, fresh *domain.AfterSale) (why string, err error) {
	if fresh != nil {
		c = *fresh
	}
	if !refunds(c.Type) || c.Asked.Minor <= 0 {
		return "", nil
	}
	acc, err := b.account(ctx, c.OrderID)
	if err != nil {
		return "", err
	}
	if !acc.known {
		return BlockedOrder, nil
	}
	if acc.in[c.ID] {
		return "", nil
	}
	sum, err := acc.spent.Plus(c.Asked)
	if err != nil || sum.Minor > acc.paid.Minor || sum.Currency != acc.paid.Currency {
		return BlockedPaid, nil
	}
	line, qty := single(c)
	if bought, ok := acc.lines[line]; ok && acc.back[line]+qty > bought {
		return BlockedPaid, nil
	}
	acc.add(c)
	return "", nil
}

// single returns the line of a case that is about one line; "" otherwise.
func single(c domain.AfterSale) (line string, qty int64) {
	if len(c.LineRemoteIDs) != 1 || c.Type == domain.CasePriceAdjust {
		return "", 0
	}
	return c.LineRemoteIDs[0], c.Qty
}

// refunds reports whether a case of this type pays the buyer.
func refunds(t domain.CaseType) bool {
	switch t {
	case domain.CaseExchange, domain.CaseReship, domain.CaseRepair:
		return false
	}
	return true
}

func (acc *account) add(c domain.AfterSale) {
	amount := c.Asked
	if c.Status == domain.StatusSucceeded && c.Refunded.Known() {
		amount = c.Refunded
	}
	if sum, err := acc.spent.Plus(amount); err == nil {
		acc.spent = sum
	}
	if line, qty := single(c); line != "" {
		acc.back[line] += qty
	}
	acc.in[c.ID] = true
}

// account opens the account of an order: cases that ended in a refund, cases whose
// return was agreed (the refund follows), and those with an act on the way.
func (b *books) account(ctx context.Context, orderID string) (*account, error) {
	if acc, ok := b.left[orderID]; ok {
		return acc, nil
	}
	acc := &account{lines: map[string]int64{}, back: map[string]int64{}, in: map[string]bool{}}
	if orderID == "" {
		return acc, nil
	}
	order, err := b.o.d.Store.GetOrder(ctx, orderID)
	if domain.CodeOf(err) == domain.CodeNotFound {
		return acc, nil
	}
	if err != nil {
		return nil, err
	}
	acc.known, acc.paid = order.Paid.Known(), order.Paid
	for _, l := range order.Lines {
		acc.lines[l.RemoteID] = l.Qty
	}
	q := domain.AfterSaleQuery{ShopIDs: []string{order.ShopID}, OrderID: orderID, View: "all", Limit: 500}
	page, err := b.o.d.Store.ListAfterSales(ctx, q)
	if err != nil {
		return nil, err
	}
	for _, row := range page.Items {
		agreed := row.Status == domain.StatusSucceeded || row.Status == domain.StatusAwaitReturn || row.Status == domain.StatusAwaitReceipt
		if !refunds(row.Type) || (!agreed && !b.pays[row.ID]) {
			continue
		}
		c, err := b.o.d.Store.GetAfterSale(ctx, row.ID)
		if err != nil {
			return nil, err
		}
		acc.add(c)
	}
	b.left[orderID] = acc
	return acc, nil
}
