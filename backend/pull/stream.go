package pull

import (
	"context"
	"encoding/json"
	"errors"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/store"
)

// Streams whose cursors the store keeps.
const (
	streamOrders  = "orders"
	streamCases   = "after_sales"
	streamDetails = "after_sale_details" // JSON list of cases whose detail is still to be read
	streamOpen    = "open_details"       // where the slow walk over open cases stands
)

// maxStuck is how many pages in a row may bring neither rows nor a new cursor.
const maxStuck = 3

// walk reads pages until the stream has caught up. read fetches the page behind
// a cursor, writes it in one transaction and says where the next one begins.
func (j *job) walk(ctx context.Context, stream string, read func(at platform.Cursor) (next platform.Cursor, done, empty bool, err error)) error {
	text, err := j.p.d.Store.GetCursor(ctx, j.shop.ID, stream)
	if err != nil {
		return err
	}
	at, stuck, reset := platform.Cursor(text), 0, false
	for {
		next, done, empty, err := read(at)
		if domain.CodeOf(err) == domain.CodeInvalid && domain.ParamOf(err, "field") == "cursor" && at != "" && !reset {
			at, reset = "", true // a cursor of an older program: begin again, rows are idempotent
			continue
		}
		if err != nil {
			return err
		}
		if done {
			return nil
		}
		if stuck++; !empty || next != at {
			stuck = 0
		}
		if stuck >= maxStuck {
			return domain.E(domain.CodeUnavailable, errors.New("read "+stream), "reason", "stuck")
		}
		at = next
	}
}

func (j *job) orders(ctx context.Context) error {
	return j.walk(ctx, streamOrders, func(at platform.Cursor) (platform.Cursor, bool, bool, error) {
		page, err := j.conn.Orders(ctx, at)
		if err != nil {
			return "", false, false, err
		}
		err = j.putOrders(ctx, page, streamOrders)
		return page.Next, page.Done, len(page.Items) == 0, err
	})
}

// putOrders writes one page of orders; stream "" leaves the cursor alone.
func (j *job) putOrders(ctx context.Context, page platform.Page[domain.Order], stream string) error {
	now := j.p.d.Now()
	rows, raws := make([]domain.Order, len(page.Items)), make([]domain.RawPayload, len(page.Items))
	for i, it := range page.Items {
		rows[i], raws[i] = it.Value, j.raw(platform.RawOrder, page.API, it.RemoteID, it.Raw, now)
		rows[i].Source = domain.Source{API: page.API, FetchedAt: now, PayloadHash: raws[i].Hash}
	}
	var res store.PutResult
	err := j.p.d.Store.Write(ctx, func(tx *store.Tx) (err error) {
		if res, err = tx.PutOrders(ctx, rows); err != nil {
			return err
		}
		return j.putRest(ctx, tx, page.API, raws, page.Problems, page.Unmapped, res, stream, page.Next)
	})
	if err == nil {
		j.count(len(rows), 0, res, len(page.Problems))
	}
	return err
}

func (j *job) count(orders, cases int, res store.PutResult, problems int) {
	j.run.Pages++
	j.run.Orders += int64(orders)
	j.run.AfterSales += int64(cases)
	j.run.Changed += res.Added + res.Changed
	j.run.Problems += int64(problems)
}

func (j *job) raw(kind, api, remoteID string, body []byte, now domain.Instant) domain.RawPayload {
	return domain.RawPayload{ShopID: j.shop.ID, Kind: kind, RemoteID: remoteID, API: api, FetchedAt: now, Hash: sum(body), Body: body}
}

// putRest writes what a page brings beside its rows. Unknown values of a page
// that changed nothing were counted when it was first read.
func (j *job) putRest(ctx context.Context, tx *store.Tx, api string, raws []domain.RawPayload, problems []platform.Problem, unmapped []domain.Unmapped,
	res store.PutResult, stream string, next platform.Cursor) error {
	if err := tx.PutRaw(ctx, raws); err != nil {
		return err
	}
	for _, p := range problems {
		if err := tx.PutProblem(ctx, domain.SyncProblem{ShopID: j.shop.ID, API: api, RemoteID: p.RemoteID, Field: p.Field, Code: p.Code, At: tx.Now(), Count: 1}); err != nil {
			return err
		}
	}
	if res.Added+res.Changed > 0 {
		if err := tx.CountUnmapped(ctx, j.owned(unmapped)); err != nil {
			return err
		}
	}
	if stream == "" {
		return nil
	}
	return tx.PutCursor(ctx, j.shop.ID, stream, string(next))
}

func (j *job) owned(list []domain.Unmapped) []domain.Unmapped {
	out := make([]domain.Unmapped, len(list))
	for i, u := range list {
		u.ShopID = j.shop.ID
		if u.Platform == "" {
			u.Platform = j.shop.Platform
		}
		out[i] = u
	}
	return out
}

func (j *job) cases(ctx context.Context) error {
	if err := j.details(ctx); err != nil { // what an earlier run left over
		return err
	}
	err := j.walk(ctx, streamCases, func(at platform.Cursor) (platform.Cursor, bool, bool, error) {
		page, err := j.conn.AfterSales(ctx, at)
		if err != nil {
			return "", false, false, err
		}
		if err := j.putCases(ctx, page, streamCases); err != nil {
			return "", false, false, err
		}
		return page.Next, page.Done, len(page.Items) == 0, j.details(ctx)
	})
	if err != nil {
		return err
	}
	return j.refreshOpen(ctx)
}

// putCases writes one page of cases and, in the same transaction, which of them
// need their detail: a program killed right behind it forgets none.
func (j *job) putCases(ctx context.Context, page platform.Page[domain.AfterSale], stream string) error {
	now := j.p.d.Now()
	var rows []domain.AfterSale
	var raws []domain.RawPayload
	var want []string
	for _, it := range page.Items {
		raw := j.raw(platform.RawAfterSale, page.API, it.RemoteID, it.Raw, now)
		was, err := j.p.d.Store.GetRaw(ctx, j.shop.ID, platform.RawAfterSale, it.RemoteID)
		if err != nil && domain.CodeOf(err) != domain.CodeNotFound {
			return err
		}
		known := err == nil
		if known && was.Hash == raw.Hash && stream != "" { // a repair puts the row back even if its payload lies here
			continue
		}
		row := it.Value
		row.Source = domain.Source{API: page.API, FetchedAt: now, PayloadHash: raw.Hash}
		if known {
			if row, err = j.withDetail(ctx, row); err != nil {
				return err
			}
		}
		rows, raws = append(rows, j.p.reasoned(j.shop.Platform, row)), append(raws, raw)
		if _, ok := j.conn.(platform.Detailer); ok && (row.Status.Open() || known || now-row.UpdatedAt < recentClosed) {
			want = append(want, it.RemoteID)
		}
	}
	var res store.PutResult
	err := j.p.d.Store.Write(ctx, func(tx *store.Tx) (err error) {
		if res, err = tx.PutAfterSales(ctx, rows); err != nil {
			return err
		}
		if err := j.addTodo(ctx, tx, want); err != nil {
			return err
		}
		return j.putRest(ctx, tx, page.API, raws, page.Problems, page.Unmapped, res, stream, page.Next)
	})
	if err == nil {
		j.count(0, len(page.Items), res, len(page.Problems))
	}
	return err
}

// todo reads the list of cases whose detail is still to be read.
func (j *job) todo(ctx context.Context) ([]string, error) {
	text, err := j.p.d.Store.GetCursor(ctx, j.shop.ID, streamDetails)
	if err != nil || text == "" {
		return nil, err
	}
	var ids []string
	if json.Unmarshal([]byte(text), &ids) != nil {
		return nil, nil // it only speeds things up; open cases are read again anyhow
	}
	return ids, nil
}

// addTodo runs inside the transaction that stores the cases. The list is read
// outside of it: only a run that holds the shop writes it.
func (j *job) addTodo(ctx context.Context, tx *store.Tx, ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	have, err := j.todo(ctx)
	if err != nil {
		return err
	}
	seen := map[string]bool{}
	for _, id := range have {
		seen[id] = true
	}
	for _, id := range ids {
		if !seen[id] && len(have) < maxTodo {
			have, seen[id] = append(have, id), true
		}
	}
	return j.putTodo(ctx, tx, have)
}

func (j *job) putTodo(ctx context.Context, tx *store.Tx, ids []string) error {
	text := ""
	if len(ids) > 0 {
		b, err := json.Marshal(ids)
		if err != nil {
			return domain.E(domain.CodeInternal, err)
		}
		text = string(b)
	}
	return tx.PutCursor(ctx, j.shop.ID, streamDetails, text)
}
