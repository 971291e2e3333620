package pull

import (
	"context"
	"sync"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/store"
)

const (
	maxTodo      = 5000            // details that may wait; the rest is read when a case changes again
	atOnce       = 4               // requests beside each other; httpx paces them
	batch        = 20              // details per transaction
	recentClosed = 30 * domain.Day // a closed case is read in full on first sight when it changed this recently
	openPerRun   = 20              // unchanged open cases re-read per run: a talk may go on without a new update time
)

// detailAPI names the source of a row that came from a detail call.
func detailAPI(a domain.AfterSale) string {
	if a.Source.API != "" {
		return a.Source.API
	}
	return "detail"
}

// withDetail joins a list row with the detail that is stored of the same case.
func (j *job) withDetail(ctx context.Context, row domain.AfterSale) (domain.AfterSale, error) {
	d, ok := j.conn.(platform.Rederiver)
	if !ok {
		return row, nil
	}
	raw, err := j.p.d.Store.GetRaw(ctx, j.shop.ID, platform.RawAfterSaleDetail, row.RemoteID)
	if domain.CodeOf(err) == domain.CodeNotFound {
		return row, nil
	}
	if err != nil {
		return row, err
	}
	detail, _, err := d.DeriveAfterSale(platform.RawAfterSaleDetail, raw.Body)
	if err != nil {
		return row, nil // an unreadable old detail is replaced soon; the list row stands
	}
	detail.Source = sourceOf(raw)
	return joined(row, detail), nil
}

// joined makes one case of its list row and its detail: the newer one, the detail
// when they are of one age, with what it leaves out taken from the other. The
// same two payloads always give the same case.
func joined(list, detail domain.AfterSale) domain.AfterSale {
	if detail.UpdatedAt >= list.UpdatedAt {
		return detail.FilledFrom(list)
	}
	return list.FilledFrom(detail)
}

func sourceOf(raw domain.RawPayload) domain.Source {
	return domain.Source{API: raw.API, FetchedAt: raw.FetchedAt, PayloadHash: raw.Hash}
}

// withList joins a fresh detail with the list row that is stored.
func (j *job) withList(ctx context.Context, detail domain.AfterSale) (domain.AfterSale, error) {
	d, ok := j.conn.(platform.Rederiver)
	if !ok {
		stored, err := j.p.d.Store.GetAfterSale(ctx, domain.RemoteKey(j.shop.ID, detail.RemoteID))
		if domain.CodeOf(err) == domain.CodeNotFound {
			return detail, nil
		}
		return detail.FilledFrom(stored), err
	}
	raw, err := j.p.d.Store.GetRaw(ctx, j.shop.ID, platform.RawAfterSale, detail.RemoteID)
	if domain.CodeOf(err) == domain.CodeNotFound {
		return detail, nil
	}
	if err != nil {
		return detail, err
	}
	list, _, err := d.DeriveAfterSale(platform.RawAfterSale, raw.Body)
	if err != nil {
		return detail, nil
	}
	list.Source = sourceOf(raw)
	return joined(list, detail), nil
}

// details reads the details that wait, in batches: each batch is one transaction
// that also takes its cases off the list.
func (j *job) details(ctx context.Context) error {
	d, ok := j.conn.(platform.Detailer)
	if !ok {
		return nil
	}
	for {
		ids, err := j.todo(ctx)
		if err != nil || len(ids) == 0 {
			return err
		}
		n := min(batch, len(ids))
		if err := j.readDetails(ctx, d, ids[:n], ids[n:]); err != nil {
			return err
		}
	}
}

// answer is what one detail call gave.
type answer struct {
	item platform.Item[domain.AfterSale]
	err  error
}

// readDetails reads some cases and leaves rest on the list. Trouble with one case
// is a problem of that case; trouble with the platform ends the run, keeping what
// was read.
func (j *job) readDetails(ctx context.Context, d platform.Detailer, ids, rest []string) error {
	got := make([]answer, len(ids))
	each(len(ids), func(i int) { got[i].item, got[i].err = d.AfterSale(ctx, ids[i]) })
	now := j.p.d.Now()
	var rows []domain.AfterSale
	var raws []domain.RawPayload
	var problems []platform.Problem
	var unmapped []domain.Unmapped
	var stop error
	var left []string
	for i, a := range got {
		switch code := domain.CodeOf(a.err); code {
		case "":
		case domain.CodeUnavailable, domain.CodeRateLimited, domain.CodeUnauthorized:
			left = append(left, ids[i])
			stop = a.err
			continue
		default:
			problems = append(problems, platform.Problem{RemoteID: ids[i], Field: domain.ParamOf(a.err, "field"), Code: code})
			continue
		}
		api := detailAPI(a.item.Value)
		raw := j.raw(platform.RawAfterSaleDetail, api, ids[i], a.item.Raw, now)
		row := a.item.Value
		row.Source = domain.Source{API: api, FetchedAt: now, PayloadHash: raw.Hash}
		row, err := j.withList(ctx, row)
		if err != nil {
			return err
		}
		if r, ok := j.conn.(platform.Rederiver); ok {
			if _, un, err := r.DeriveAfterSale(platform.RawAfterSaleDetail, a.item.Raw); err == nil {
				unmapped = append(unmapped, un...)
			}
		}
		rows, raws = append(rows, j.p.reasoned(j.shop.Platform, row)), append(raws, raw)
	}
	var res store.PutResult
	err := j.p.d.Store.Write(ctx, func(tx *store.Tx) (err error) {
		if res, err = tx.PutAfterSales(ctx, rows); err != nil {
			return err
		}
		if err := j.putTodo(ctx, tx, append(left, rest...)); err != nil {
			return err
		}
		return j.putRest(ctx, tx, "detail", raws, problems, unmapped, res, "", "")
	})
	if err != nil {
		return err
	}
	j.run.Changed += res.Added + res.Changed
	j.run.Problems += int64(len(problems))
	return stop
}

// refreshOpen re-reads a few open cases per run, in turn.
func (j *job) refreshOpen(ctx context.Context) error {
	if _, ok := j.conn.(platform.Detailer); !ok {
		return nil
	}
	at, err := j.p.d.Store.GetCursor(ctx, j.shop.ID, streamOpen)
	if err != nil {
		return err
	}
	q := domain.AfterSaleQuery{ShopIDs: []string{j.shop.ID}, View: "open", Cursor: at, Limit: openPerRun}
	page, err := j.p.d.Store.ListAfterSales(ctx, q)
	if domain.CodeOf(err) == domain.CodeInvalid && at != "" { // the row it pointed at is gone
		q.Cursor = ""
		page, err = j.p.d.Store.ListAfterSales(ctx, q)
	}
	if err != nil {
		return err
	}
	var ids []string
	for _, r := range page.Items {
		ids = append(ids, r.RemoteID)
	}
	err = j.p.d.Store.Write(ctx, func(tx *store.Tx) error {
		if err := j.addTodo(ctx, tx, ids); err != nil {
			return err
		}
		return tx.PutCursor(ctx, j.shop.ID, streamOpen, page.Next)
	})
	if err != nil {
		return err
	}
	return j.details(ctx)
}

// each calls fn for 0…n-1, a few at once, and waits for all.
func each(n int, fn func(i int)) {
	var wg sync.WaitGroup
	next := make(chan int)
	for range min(atOnce, n) {
		wg.Go(func() {
			for i := range next {
				fn(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	wg.Wait()
}
