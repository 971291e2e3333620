package pull

import (
	"context"
	"errors"
	"sort"
	"strings"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/store"
)

// Reconcile re-reads the orders and cases of the last days, whatever happened to
// them, stores them, and names those that should have been stored and were not
// (remote ids, in order). unsupported when the platform cannot read by creation.
func (p *Puller) Reconcile(ctx context.Context, shopID string, days int) (domain.SyncRun, []string, error) {
	if days < 1 || days > 366 {
		return domain.SyncRun{}, nil, domain.E(domain.CodeInvalid, errors.New("reconcile"), "field", "days")
	}
	j, done, err := p.begin(ctx, shopID, "reconcile")
	if err != nil {
		return domain.SyncRun{}, nil, err
	}
	defer done()
	r, ok := j.conn.(platform.Ranger)
	if !ok {
		run, err := j.end(ctx, domain.E(domain.CodeUnsupported, errors.New("reconcile"), "reason", "no_range"), 0)
		return run, nil, err
	}
	now := p.d.Now()
	from := now - domain.Instant(days)*domain.Day
	missing, err := j.repairOrders(ctx, r.OrdersBetween(from, now))
	if err == nil {
		var more []string
		more, err = j.repairCases(ctx, r.AfterSalesBetween(from, now))
		missing = append(missing, more...)
	}
	sort.Strings(missing)
	run, err := j.end(ctx, err, 0)
	return run, missing, err
}

// late reports whether a row made at that moment should have been stored by the
// last complete pull; a newer one is not missing, only not pulled yet.
func (j *job) late(created domain.Instant) bool {
	return j.shop.DataAsOf == 0 || created <= j.shop.DataAsOf
}

func (j *job) repairOrders(ctx context.Context, at platform.Cursor) (missing []string, err error) {
	for stuck := 0; ; {
		page, err := j.conn.Orders(ctx, at)
		if err != nil {
			return missing, err
		}
		ids := make([]string, len(page.Items))
		for i, it := range page.Items {
			ids[i] = it.RemoteID
		}
		stored, err := j.p.d.Store.OrdersByRemoteID(ctx, ids)
		if err != nil {
			return missing, err
		}
		have := map[string]bool{}
		for _, o := range stored {
			have[o.ID] = true
		}
		for _, it := range page.Items {
			if !have[it.Value.ID] && j.late(it.Value.CreatedAt) {
				missing = append(missing, it.RemoteID)
			}
		}
		if err := j.putOrders(ctx, page, ""); err != nil {
			return missing, err
		}
		if page.Done {
			return missing, nil
		}
		if stuck++; page.Next != at {
			stuck = 0
		}
		if stuck >= maxStuck {
			return missing, domain.E(domain.CodeUnavailable, errors.New("reconcile orders"), "reason", "stuck")
		}
		at = page.Next
	}
}

func (j *job) repairCases(ctx context.Context, at platform.Cursor) (missing []string, err error) {
	for stuck := 0; ; {
		page, err := j.conn.AfterSales(ctx, at)
		if err != nil {
			return missing, err
		}
		for _, it := range page.Items {
			_, err := j.p.d.Store.GetAfterSale(ctx, it.Value.ID)
			if domain.CodeOf(err) == domain.CodeNotFound {
				if j.late(it.Value.AppliedAt) {
					missing = append(missing, it.RemoteID)
				}
				continue
			}
			if err != nil {
				return missing, err
			}
		}
		if err := j.putCases(ctx, page, ""); err != nil {
			return missing, err
		}
		if err := j.details(ctx); err != nil {
			return missing, err
		}
		if page.Done {
			return missing, nil
		}
		if stuck++; page.Next != at {
			stuck = 0
		}
		if stuck >= maxStuck {
			return missing, domain.E(domain.CodeUnavailable, errors.New("reconcile cases"), "reason", "stuck")
		}
		at = page.Next
	}
}

// Rederive makes every row of a shop again from what is stored, without the
// network: n payloads were read, changed rows differ from what was stored. With
// no new mapping and no new program changed is 0. Rows that came from files are
// mapped anew from their raw words.
func (p *Puller) Rederive(ctx context.Context, shopID string) (n, changed int64, err error) {
	release, err := p.hold(ctx, shopID)
	if err != nil {
		return 0, 0, err
	}
	defer release()
	shop, err := p.d.Store.GetShop(ctx, shopID)
	if err != nil {
		return 0, 0, err
	}
	if shop.Platform != filePlatform {
		conn, err := p.d.Open(ctx, shop)
		if err != nil {
			return 0, 0, err
		}
		if r, ok := conn.(platform.Rederiver); ok {
			j := &job{p: p, shop: shop, conn: conn}
			if n, changed, err = j.rederive(ctx, r); err != nil {
				return n, changed, err
			}
		}
		if r, ok := conn.(platform.Reviewer); ok {
			j := &job{p: p, shop: shop, conn: conn}
			m, more, err := j.rederiveReviews(ctx, r)
			n, changed = n+m, changed+more
			if err != nil {
				return n, changed, err
			}
		}
		if t, ok := conn.(platform.Tracer); ok {
			j := &job{p: p, shop: shop, conn: conn}
			m, more, err := j.rederiveTraces(ctx, t)
			n, changed = n+m, changed+more
			if err != nil {
				return n, changed, err
			}
		}
	}
	more, err := p.remapFileRows(ctx, shop)
	if changed += more; err != nil {
		return n, changed, err
	}
	more, err = p.rereadTraces(ctx, shop)
	return n, changed + more, err
}

// rederiveBatch is how many rows share a transaction.
const rederiveBatch = 200

func (j *job) rederive(ctx context.Context, r platform.Rederiver) (n, changed int64, err error) {
	var orders []domain.Order
	var cases []domain.AfterSale
	flush := func(least int) error {
		if len(orders)+len(cases) < least || len(orders)+len(cases) == 0 {
			return nil
		}
		return j.p.d.Store.Write(ctx, func(tx *store.Tx) error {
			a, err := tx.PutOrders(ctx, orders)
			if err != nil {
				return err
			}
			b, err := tx.PutAfterSales(ctx, cases)
			changed += a.Added + a.Changed + b.Added + b.Changed
			orders, cases = orders[:0], cases[:0]
			return err
		})
	}
	err = j.p.d.Store.EachRaw(ctx, j.shop.ID, platform.RawOrder, func(raw domain.RawPayload) error {
		n++
		o, _, err := r.DeriveOrder(raw.Body)
		if err != nil {
			return j.problem(ctx, raw, err)
		}
		o.Source = sourceOf(raw)
		orders = append(orders, o)
		return flush(rederiveBatch)
	})
	if err != nil {
		return n, changed, err
	}
	err = j.p.d.Store.EachRaw(ctx, j.shop.ID, platform.RawAfterSale, func(raw domain.RawPayload) error {
		n++
		a, _, err := r.DeriveAfterSale(platform.RawAfterSale, raw.Body)
		if err != nil {
			return j.problem(ctx, raw, err)
		}
		a.Source = sourceOf(raw)
		if a, err = j.withDetail(ctx, a); err != nil {
			return err
		}
		cases = append(cases, j.p.reasoned(j.shop.Platform, a))
		return flush(rederiveBatch)
	})
	if err != nil {
		return n, changed, err
	}
	// A case that was only ever read in detail.
	err = j.p.d.Store.EachRaw(ctx, j.shop.ID, platform.RawAfterSaleDetail, func(raw domain.RawPayload) error {
		n++
		if _, err := j.p.d.Store.GetRaw(ctx, j.shop.ID, platform.RawAfterSale, raw.RemoteID); domain.CodeOf(err) != domain.CodeNotFound {
			return err
		}
		a, _, err := r.DeriveAfterSale(platform.RawAfterSaleDetail, raw.Body)
		if err != nil {
			return j.problem(ctx, raw, err)
		}
		a.Source = sourceOf(raw)
		cases = append(cases, j.p.reasoned(j.shop.Platform, a))
		return flush(rederiveBatch)
	})
	if err != nil {
		return n, changed, err
	}
	return n, changed, flush(1)
}

func (j *job) problem(ctx context.Context, raw domain.RawPayload, cause error) error {
	return j.p.d.Store.Write(ctx, func(tx *store.Tx) error {
		return tx.PutProblem(ctx, domain.SyncProblem{ShopID: j.shop.ID, API: raw.API, RemoteID: raw.RemoteID, Field: domain.ParamOf(cause, "field"),
			Code: domain.CodeOf(cause), At: tx.Now(), Count: 1})
	})
}

// remapFileRows gives rows that were imported from files the value that a person
// gave to their raw word.
func (p *Puller) remapFileRows(ctx context.Context, shop domain.Shop) (changed int64, err error) {
	list, err := p.d.Store.ListUnmapped(ctx, shop.ID)
	if err != nil {
		return 0, err
	}
	to := map[string]string{}
	for _, u := range list {
		if u.MappedTo != "" {
			to[u.Field+"\x00"+u.Raw] = u.MappedTo
		}
	}
	if len(to) == 0 {
		return 0, nil
	}
	word := func(field, raw string) string { return to[field+"\x00"+raw] }
	n, err := p.remapOrders(ctx, shop, word)
	if err != nil {
		return n, err
	}
	m, err := p.remapCases(ctx, shop, word)
	return n + m, err
}

func fromFile(s domain.Source) bool { return strings.HasPrefix(s.API, "file:") }

func (p *Puller) remapOrders(ctx context.Context, shop domain.Shop, word func(field, raw string) string) (changed int64, err error) {
	q := domain.OrderQuery{ShopIDs: []string{shop.ID}, Limit: 500}
	for {
		page, err := p.d.Store.ListOrders(ctx, q)
		if err != nil {
			return changed, err
		}
		var out []domain.Order
		for _, row := range page.Items {
			if word("order.status", row.RawStatus) == "" {
				continue
			}
			o, err := p.d.Store.GetOrder(ctx, row.ID)
			if err != nil {
				return changed, err
			}
			if !fromFile(o.Source) {
				continue
			}
			if p.remapOrder(&o, word) {
				out = append(out, o)
			}
		}
		if len(out) > 0 {
			if err := p.d.Store.Write(ctx, func(tx *store.Tx) error {
				res, err := tx.PutOrders(ctx, out)
				changed += res.Changed
				return err
			}); err != nil {
				return changed, err
			}
		}
		if page.Next == "" {
			return changed, nil
		}
		q.Cursor = page.Next
	}
}

// remapOrder reports whether a status of the order or of a line changed.
func (p *Puller) remapOrder(o *domain.Order, word func(field, raw string) string) bool {
	changed := false
	if v := word("order.status", o.RawStatus); v != "" && string(o.Status) != v {
		o.Status, changed = domain.OrderStatus(v), true
	}
	for i := range o.Lines {
		if v := word("order.status", o.Lines[i].RawStatus); v != "" && string(o.Lines[i].Status) != v {
			o.Lines[i].Status, changed = domain.OrderStatus(v), true
		}
	}
	return changed
}

func (p *Puller) remapCases(ctx context.Context, shop domain.Shop, word func(field, raw string) string) (changed int64, err error) {
	q := domain.AfterSaleQuery{ShopIDs: []string{shop.ID}, View: "all", Limit: 500}
	for {
		page, err := p.d.Store.ListAfterSales(ctx, q)
		if err != nil {
			return changed, err
		}
		var out []domain.AfterSale
		for _, row := range page.Items {
			a, err := p.d.Store.GetAfterSale(ctx, row.ID)
			if err != nil {
				return changed, err
			}
			if !fromFile(a.Source) {
				continue
			}
			was := [3]string{string(a.Type), string(a.Status), string(a.Arbitration)}
			if v := word("after_sale.type", a.RawType); v != "" {
				a.Type = domain.CaseType(v)
			}
			if v := word("after_sale.status", a.RawStatus); v != "" {
				a.Status = domain.CaseStatus(v)
			}
			if v := word("after_sale.arbitration", a.RawArbitration); v != "" {
				a.Arbitration = domain.Arbitration(v)
			}
			if was != [3]string{string(a.Type), string(a.Status), string(a.Arbitration)} {
				out = append(out, a)
			}
		}
		if len(out) > 0 {
			if err := p.d.Store.Write(ctx, func(tx *store.Tx) error {
				res, err := tx.PutAfterSales(ctx, out)
				changed += res.Changed
				return err
			}); err != nil {
				return changed, err
			}
		}
		if page.Next == "" {
			return changed, nil
		}
		q.Cursor = page.Next
	}
}
