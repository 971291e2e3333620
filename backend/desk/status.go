package desk

import (
	"context"
	"slices"
	"sync"

	"afterdesk/backend/domain"
)

// statusBoard is what the footer shows of work in progress.
type statusBoard struct {
	mu        sync.Mutex
	pulling   []string
	importing string
	lastError domain.Code
	noReach   bool
}

func (d *Desk) setStatus(change func(*statusBoard)) {
	d.status.mu.Lock()
	change(&d.status)
	d.status.mu.Unlock()
	if d.opts.OnStatus != nil {
		d.opts.OnStatus()
	}
}

// Status returns the footer.
func (d *Desk) Status(ctx context.Context) (domain.DeskStatus, error) {
	s := d.Settings()
	out := domain.DeskStatus{Offline: s.Offline, Pulling: []string{}}
	shops, err := d.Store.ListShops(ctx)
	if err != nil {
		return out, err
	}
	for _, shop := range shops {
		out.LastPull = max(out.LastPull, shop.DataAsOf)
	}
	counts, err := d.Store.CountAfterSales(ctx, domain.AfterSaleQuery{})
	if err != nil {
		return out, err
	}
	out.NotSent = counts.QueuedAct
	d.status.mu.Lock()
	defer d.status.mu.Unlock()
	out.Pulling = append(out.Pulling, d.status.pulling...)
	out.Importing, out.LastError, out.NoReach = d.status.importing, d.status.lastError, d.status.noReach
	return out, nil
}

func (d *Desk) pulling(shopID string, on bool) {
	d.setStatus(func(b *statusBoard) {
		b.pulling = slices.DeleteFunc(b.pulling, func(id string) bool { return id == shopID })
		if on {
			b.pulling = append(b.pulling, shopID)
		}
	})
}

// Boot returns what the window needs before its first screen.
func (d *Desk) Boot(ctx context.Context) (domain.BootInfo, error) {
	shops, err := d.Store.ListShops(ctx)
	if err != nil {
		return domain.BootInfo{}, err
	}
	status, err := d.Status(ctx)
	if err != nil {
		return domain.BootInfo{}, err
	}
	info := baseInfo(d.Dir)
	info.Settings, info.Shops, info.Status, info.Keeper = d.Settings(), shops, status, d.Secrets.Kind()
	info.Demo = slices.ContainsFunc(shops, func(s domain.Shop) bool { return s.Demo })
	return info, nil
}

// FaultInfo is Boot for a data folder that could not be opened: why, and which
// backups could take its place.
func FaultInfo(ctx context.Context, dir string, err error) domain.BootInfo {
	info := baseInfo(dir)
	info.Settings = domain.DefaultSettings()
	info.Fault = domain.CodeOf(err)
	if e, ok := domain.AsError(err); ok {
		info.FaultWith = e.Params
	}
	if list, lerr := listBackups(ctx, dir); lerr == nil {
		info.Backups = list
	}
	return info
}
