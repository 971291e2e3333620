package pull

import (
	"context"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform/sheet"
	"afterdesk/backend/store"
)

// A ledger does not say which sale a return belongs to. It is tied to the latest
// earlier order of the same buyer with the same SKU; a return without buyer, or
// whose sale lies before the books, stays a case without an order.

// maxSales is how many stored orders, newest first, are looked through for the
// sales of returns. It bounds the memory of an import to some 20 MB.
const maxSales = 50000

// sale is one line of an order, as the search for a return's sale needs it.
type sale struct {
	at          domain.Instant
	order, line string
}

func saleKey(buyer, sku string) string { return buyer + "\x1f" + sku }

// remember adds the sales of orders to the index, once it is in use.
func (im *fileImport) remember(orders []domain.Order) {
	if im.sales == nil {
		return
	}
	for i := range orders {
		o := &orders[i]
		if o.BuyerKey == "" || o.ShopID != im.shop.ID {
			continue
		}
		for _, l := range o.Lines {
			if l.SKUID != "" {
				k := saleKey(o.BuyerKey, l.SKUID)
				im.sales[k] = append(im.sales[k], sale{o.CreatedAt, o.ID, l.RemoteID})
			}
		}
	}
}

// loadSales fills the index from the store, in one walk over the newest orders:
// asking per return would read a busy SKU's orders again and again.
func (im *fileImport) loadSales(ctx context.Context) error {
	im.sales = map[string][]sale{}
	q := domain.OrderQuery{ShopIDs: []string{im.shop.ID}, Limit: 500}
	for seen := 0; seen < maxSales; seen += q.Limit {
		page, err := im.p.d.Store.ListOrders(ctx, q)
		if err != nil {
			return err
		}
		ids := make([]string, len(page.Items))
		for i, row := range page.Items {
			ids[i] = row.RemoteID
		}
		full, err := im.p.d.Store.OrdersByRemoteID(ctx, ids)
		if err != nil {
			return err
		}
		im.remember(full)
		if q.Cursor = page.Next; page.Next == "" {
			return nil
		}
	}
	return nil
}

// putReturns ties returns to orders and stores them as cases. The orders of the
// batch are stored already.
func (im *fileImport) putReturns(ctx context.Context, returns []sheet.Return) (store.PutResult, error) {
	if im.sales == nil {
		if err := im.loadSales(ctx); err != nil {
			return store.PutResult{}, err
		}
	}
	cases := make([]domain.AfterSale, len(returns))
	for i, r := range returns {
		a := r.Case
		if s, ok := im.saleOf(r); ok {
			a.OrderID, a.LineRemoteIDs = s.order, []string{s.line}
		}
		cases[i] = im.p.reasoned(im.platform, a)
	}
	var res store.PutResult
	err := im.p.d.Store.Write(ctx, func(tx *store.Tx) (err error) {
		res, err = tx.PutAfterSales(ctx, cases)
		return err
	})
	return res, err
}

// saleOf finds the sale of a return.
func (im *fileImport) saleOf(r sheet.Return) (best sale, ok bool) {
	if r.BuyerKey == "" || r.SKUID == "" {
		return best, false
	}
	for _, s := range im.sales[saleKey(r.BuyerKey, r.SKUID)] {
		if s.at <= r.Case.AppliedAt && (!ok || s.at > best.at) {
			best, ok = s, true
		}
	}
	return best, ok
}
