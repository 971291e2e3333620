package desk

import (
	"context"
	"runtime"
	"sync"

	"afterdesk/backend/domain"
	"afterdesk/backend/store"
)

// hostBook counts contacts in memory; they are written with the next pull, so
// that a request never waits for the disk.
type hostBook struct {
	mu     sync.Mutex
	seen   map[string]*domain.HostContact
	quotas map[string]*domain.Quota
}

// contacted is called by httpx for each request, also for those the offline
// switch refused (PI-06).
func (d *Desk) contacted(host, purpose string, blocked bool) {
	d.hosts.mu.Lock()
	defer d.hosts.mu.Unlock()
	if d.hosts.seen == nil {
		d.hosts.seen = map[string]*domain.HostContact{}
	}
	key := host + "\x00" + purpose
	c := d.hosts.seen[key]
	now := d.Now()
	if c == nil {
		c = &domain.HostContact{Host: host, Purpose: purpose, FirstAt: now}
		d.hosts.seen[key] = c
	}
	c.LastAt = now
	if blocked {
		c.Blocked++
	} else {
		c.Requests++
	}
}

func (d *Desk) flushHosts(ctx context.Context) {
	d.hosts.mu.Lock()
	hosts := make([]domain.HostContact, 0, len(d.hosts.seen))
	for _, c := range d.hosts.seen {
		hosts = append(hosts, *c)
	}
	quotas := make([]domain.Quota, 0, len(d.hosts.quotas))
	for _, q := range d.hosts.quotas {
		quotas = append(quotas, *q)
	}
	d.hosts.seen, d.hosts.quotas = nil, nil
	d.hosts.mu.Unlock()
	if len(hosts)+len(quotas) == 0 {
		return
	}
	if err := d.Store.Write(ctx, func(tx *store.Tx) error {
		if err := tx.CountHost(ctx, hosts); err != nil {
			return err
		}
		return tx.CountQuota(ctx, quotas)
	}); err != nil {
		d.Log.Error("count hosts and quotas", "err", err.Error())
	}
}

// usedToday tells httpx what a shop used of an API's day before this start.
func (d *Desk) usedToday(shopID, api string, day domain.ShopDay) int64 {
	list, err := d.Store.ListQuotas(context.Background(), shopID)
	if err != nil {
		d.Log.Error("read quotas", "err", err.Error())
	}
	for _, q := range list {
		if q.API == api && q.Day == day {
			return q.Used
		}
	}
	return 0
}

// usedQuota is called by httpx for each request that left.
func (d *Desk) usedQuota(q domain.Quota) {
	d.hosts.mu.Lock()
	defer d.hosts.mu.Unlock()
	if d.hosts.quotas == nil {
		d.hosts.quotas = map[string]*domain.Quota{}
	}
	key := q.ShopID + "\x00" + q.API + "\x00" + string(q.Day)
	have := d.hosts.quotas[key]
	if have == nil {
		d.hosts.quotas[key] = &q
		return
	}
	have.Used += q.Used
	have.Throttled += q.Throttled
	have.Limit, have.BlockedUntil = q.Limit, max(have.BlockedUntil, q.BlockedUntil)
}

// Hosts returns every host that was ever contacted.
func (d *Desk) Hosts(ctx context.Context) ([]domain.HostContact, error) {
	d.flushHosts(ctx)
	return d.Store.ListHosts(ctx)
}

func baseInfo(dir string) domain.BootInfo {
	return domain.BootInfo{Version: Version, DataFolder: dir, Platform: runtime.GOOS,
		Shops: []domain.Shop{}, Backups: []domain.Backup{}, FaultWith: map[string]string{}, Status: domain.DeskStatus{Pulling: []string{}}}
}
