package desk

import (
	"context"
	"errors"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/evidence"
	"afterdesk/backend/platform"
	"afterdesk/backend/store"
)

const (
	// scanPull is how often a scan may have its shop pulled: a refund that was asked for
	// after the label was printed must be seen within a minute (AS-12).
	scanPull = domain.Minute
	// scanReread bounds what a scan may ask a platform; the packer waits for none of it.
	scanReread = 5 * time.Second
)

// openBench makes the bench and ends what a crash left of its recordings.
func (d *Desk) openBench(ctx context.Context) error {
	d.Bench = evidence.NewBench(d.Evidence)
	kept, err := d.Evidence.RecoverParts(ctx)
	if err != nil {
		return err
	}
	return d.Bench.Recover(ctx, kept)
}

// RecheckParcel asks the platform about the order of an open pack record and about its
// cases, then judges the record again. It also has the shop pulled, at most once a
// minute, because a case that is new has no number to ask for. Where the shop cannot
// be asked (offline, files only, no such call) the local copy decides. Codes:
// not_found; a platform that does not answer is no error.
func (d *Desk) RecheckParcel(ctx context.Context, recordID string) (domain.PackRecord, error) {
	r, err := d.Bench.Get(ctx, recordID)
	if err != nil {
		return r, err
	}
	if r.OrderID != "" && r.Mode == domain.PackOut && !d.Settings().Offline {
		if err := d.rereadOrder(ctx, r); err != nil {
			d.Log.Warn("read again for the bench", "shop", r.ShopID, "code", string(domain.CodeOf(err)))
		}
	}
	return d.Bench.Rejudge(ctx, recordID)
}

func (d *Desk) rereadOrder(ctx context.Context, r domain.PackRecord) error {
	shop, err := d.Store.GetShop(ctx, r.ShopID)
	if err != nil || shop.State != domain.ShopActive || shop.Platform == filePlatform {
		return err
	}
	if d.benchTurn(shop.ID) {
		d.hint(shop.ID)
	}
	conn, err := d.connector(ctx, shop)
	if err != nil {
		return err
	}
	ask, cancel := context.WithTimeout(ctx, scanReread)
	defer cancel()
	_, remote, err := domain.SplitKey(r.OrderID)
	if err != nil {
		return err
	}
	var errs []error
	if o, ok := conn.(platform.OrderReader); ok {
		item, err := o.Order(ask, remote)
		if err == nil {
			item.Value.Source.FetchedAt = d.Now()
			err = d.Store.Write(ctx, func(tx *store.Tx) error {
				_, err := tx.PutOrders(ctx, []domain.Order{item.Value})
				return err
			})
		}
		errs = append(errs, err)
	}
	detail, ok := conn.(platform.Detailer)
	if !ok {
		return errors.Join(errs...)
	}
	cases, err := d.Store.CasesOfOrder(ctx, r.OrderID)
	errs = append(errs, err)
	for _, stored := range cases {
		if !stored.Status.Open() {
			continue
		}
		item, err := detail.AfterSale(ask, stored.RemoteID)
		if err == nil {
			fresh := item.Value.FilledFrom(stored)
			fresh.Source.FetchedAt = d.Now()
			if fresh.ReasonText == stored.ReasonText { // the rules judged this text before
				fresh.Reason = stored.Reason
			}
			err = d.Store.Write(ctx, func(tx *store.Tx) error {
				_, err := tx.PutAfterSales(ctx, []domain.AfterSale{fresh})
				return err
			})
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// benchTurn reports whether a shop may be pulled for the bench now, and takes the turn.
func (d *Desk) benchTurn(shopID string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	now := d.Now()
	if now-d.benchAt[shopID] < scanPull {
		return false
	}
	d.benchAt[shopID] = now
	return true
}
