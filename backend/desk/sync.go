package desk

import (
	"context"
	"slices"
	"sync"

	"afterdesk/backend/domain"
	"afterdesk/backend/store"
)

// Sync pulls one shop and rebuilds the trend days it touched.
func (d *Desk) Sync(ctx context.Context, shopID string) (domain.SyncRun, error) {
	run, err := d.pullShop(ctx, shopID)
	d.refreshTrends(ctx, err)
	return run, err
}

func (d *Desk) pullShop(ctx context.Context, shopID string) (domain.SyncRun, error) {
	d.pulling(shopID, true)
	defer d.pulling(shopID, false)
	run, err := d.Puller.Shop(ctx, shopID)
	d.flushHosts(ctx)
	code := domain.CodeOf(err)
	d.setStatus(func(b *statusBoard) { b.lastError, b.noReach = code, code == domain.CodeUnavailable })
	return run, err
}

func (d *Desk) refreshTrends(ctx context.Context, err error) {
	if _, rerr := d.Insight.Refresh(ctx); rerr != nil && err == nil {
		d.Log.Error("refresh trends", "err", rerr.Error())
	}
}

// SyncAll pulls every active shop, all at once: a shop that waits for its
// platform, or is told to come later, holds up no other, and the book takes
// one page at a time anyhow. Runs come in the order of the shops; the error is
// the first shop's that failed.
func (d *Desk) SyncAll(ctx context.Context) ([]domain.SyncRun, error) {
	shops, err := d.Store.ListShops(ctx)
	if err != nil {
		return nil, err
	}
	shops = slices.DeleteFunc(shops, func(s domain.Shop) bool { return s.State != domain.ShopActive || s.Platform == filePlatform })
	runs, errs := make([]domain.SyncRun, len(shops)), make([]error, len(shops))
	var all sync.WaitGroup
	for i, shop := range shops {
		all.Go(func() {
			if runs[i], errs[i] = d.pullShop(ctx, shop.ID); errs[i] != nil {
				d.Log.Warn("pull failed", "shop", shop.ID, "code", string(domain.CodeOf(errs[i])))
			}
		})
	}
	all.Wait()
	i := slices.IndexFunc(errs, func(err error) bool { return err != nil })
	if i >= 0 {
		err = errs[i]
	}
	d.refreshTrends(ctx, err)
	return runs, err
}

// Reconcile re-reads the last days of a shop and names what was missing.
func (d *Desk) Reconcile(ctx context.Context, shopID string, days int) (domain.ReconcileResult, error) {
	if days < 1 || days > 90 {
		return domain.ReconcileResult{}, domain.E(domain.CodeInvalid, nil, "field", "days")
	}
	d.pulling(shopID, true)
	defer d.pulling(shopID, false)
	run, missing, err := d.Puller.Reconcile(ctx, shopID, days)
	if missing == nil {
		missing = []string{}
	}
	return domain.ReconcileResult{Run: run, Missing: missing}, err
}

// MapValue says what an unknown value means and re-derives the shop's rows from
// what is stored (SY-04). It returns how many rows changed.
func (d *Desk) MapValue(ctx context.Context, shopID, field, raw, to string) (int64, error) {
	if err := d.Store.Write(ctx, func(tx *store.Tx) error { return tx.MapValue(ctx, shopID, field, raw, to) }); err != nil {
		return 0, err
	}
	_, changed, err := d.Puller.Rederive(ctx, shopID)
	return changed, err
}

// QueueAct puts acts in the outbox and sends them when there is a network.
func (d *Desk) QueueAct(ctx context.Context, r domain.ActRequest) ([]domain.Act, error) {
	acts, err := d.Acts.Queue(ctx, r, d.Operator(ctx))
	if err != nil {
		return nil, err
	}
	d.background(func(ctx context.Context) { _, _ = d.FlushActs(ctx) })
	return acts, nil
}

// FlushActs sends what waits in the outbox of all shops. While the desk is
// offline nothing is tried.
func (d *Desk) FlushActs(ctx context.Context) (int, error) {
	if d.Settings().Offline {
		return 0, nil
	}
	shops, err := d.Store.ListShops(ctx)
	if err != nil {
		return 0, err
	}
	sent := 0
	var firstErr error
	for _, shop := range shops {
		if shop.State != domain.ShopActive || shop.Platform == filePlatform {
			continue
		}
		n, err := d.Acts.Flush(ctx, shop.ID)
		sent += n
		if err != nil && firstErr == nil {
			firstErr = err
		}
	}
	return sent, firstErr
}

// RefuseReasons asks the platform which reasons it accepts.
func (d *Desk) RefuseReasons(ctx context.Context, afterSaleID string) ([]domain.RefuseReason, error) {
	return d.Acts.RefuseReasons(ctx, afterSaleID)
}

// background runs fn beside the window until the desk closes.
func (d *Desk) background(fn func(ctx context.Context)) {
	d.mu.RLock()
	ctx := d.running
	d.mu.RUnlock()
	if ctx == nil || ctx.Err() != nil {
		return
	}
	d.wg.Go(func() { fn(ctx) })
}
