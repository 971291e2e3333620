package pull

import (
	"context"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform/sheet"
	"afterdesk/backend/store"
)

// A ledger does not say which sale a return belongs to. It is tied to the latest
// earlier order of the same buyer with the same SKU; a return without buyer, or
// whose sale lies before the file, stays a case without an order.
const (
	returnPages = 4   // pages of orders with the SKU that are looked through
	returnPage  = 500 // newest first: the sale of a return is rarely far back
)

// putReturns ties returns to orders and stores them as cases. The orders of the
// batch are stored already.
func (im *fileImport) putReturns(ctx context.Context, returns []sheet.Return) (store.PutResult, error) {
	im.found = map[string][]domain.Order{} // orders grow with every batch
	cases := make([]domain.AfterSale, len(returns))
	for i, r := range returns {
		a := r.Case
		o, line, err := im.saleOf(ctx, r)
		if err != nil {
			return store.PutResult{}, err
		}
		if o != nil {
			a.OrderID, a.LineRemoteIDs = o.ID, []string{line}
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

// saleOf finds the order of a return, nil when there is none.
func (im *fileImport) saleOf(ctx context.Context, r sheet.Return) (*domain.Order, string, error) {
	if r.BuyerKey == "" || r.SKUID == "" {
		return nil, "", nil
	}
	orders, known := im.found[r.SKUID]
	if !known {
		q := domain.OrderQuery{ShopIDs: []string{im.shop.ID}, SKUID: r.SKUID, Limit: returnPage}
		for range returnPages {
			page, err := im.p.d.Store.ListOrders(ctx, q)
			if err != nil {
				return nil, "", err
			}
			ids := make([]string, len(page.Items))
			for i, row := range page.Items {
				ids[i] = row.RemoteID
			}
			full, err := im.p.d.Store.OrdersByRemoteID(ctx, ids)
			if err != nil {
				return nil, "", err
			}
			orders = append(orders, full...)
			if q.Cursor = page.Next; page.Next == "" {
				break
			}
		}
		im.found[r.SKUID] = orders
	}
	var best *domain.Order
	line := ""
	for i := range orders {
		o := &orders[i]
		if o.ShopID != im.shop.ID || o.BuyerKey != r.BuyerKey || o.CreatedAt > r.Case.AppliedAt || (best != nil && o.CreatedAt <= best.CreatedAt) {
			continue
		}
		for _, l := range o.Lines {
			if l.SKUID == r.SKUID {
				best, line = o, l.RemoteID
				break
			}
		}
	}
	return best, line, nil
}
