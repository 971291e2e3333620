package pull

import (
	"context"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/store"
)

const (
	tracesPerRun = 2000
	traceBatch   = 40
	traceRest    = 30 * domain.Minute // 快递100 locks a waybill that is asked for more often
)

// traces asks for the parcels that are due. A platform that does not know a
// parcel has still been asked: the parcel rests like the others, and so does one
// whose answer got lost (SY-08). Being asked to slow down ends the traces, not
// the run.
func (j *job) traces(ctx context.Context) error {
	t, ok := j.conn.(platform.Tracer)
	if !ok {
		return nil
	}
	asked := map[string]bool{}
	for len(asked) < tracesPerRun {
		now := j.p.d.Now()
		due, err := j.p.d.Store.DueParcels(ctx, j.shop.ID, now, 200)
		if err != nil {
			return err
		}
		var list []domain.Parcel
		for _, p := range due {
			if !asked[p.ID] && rested(p.TraceCheckedAt, now) && j.p.rested(p.ID, now) {
				asked[p.ID] = true
				list = append(list, p)
			}
		}
		if len(list) == 0 {
			return nil
		}
		for from := 0; from < len(list); from += traceBatch {
			stop, err := j.traceBatch(ctx, t, list[from:min(from+traceBatch, len(list))])
			if err != nil || stop {
				return err
			}
		}
	}
	return nil
}

// rested reports whether a parcel that was asked for at a moment may be asked for
// again. A moment in the future is that of a clock that was wrong.
func rested(at, now domain.Instant) bool {
	return at == 0 || at > now || now-at >= traceRest
}

// rested also forgets nothing that is younger than the rest: a pull of the order
// may make a parcel due anew while its answer is missing.
func (p *Puller) rested(parcelID string, now domain.Instant) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return rested(p.asked[parcelID], now)
}

// hold notes that parcels are about to be asked for, in memory and in the store:
// a program that is killed before the answer comes does not ask twice either.
func (j *job) hold(ctx context.Context, list []domain.Parcel, now domain.Instant) error {
	ids := make([]string, len(list))
	for i, p := range list {
		ids[i] = p.ID
	}
	j.p.mu.Lock()
	for id, at := range j.p.asked {
		if rested(at, now) {
			delete(j.p.asked, id)
		}
	}
	for _, id := range ids {
		j.p.asked[id] = now
	}
	j.p.mu.Unlock()
	return j.p.d.Store.Write(ctx, func(tx *store.Tx) error { return tx.HoldParcels(ctx, ids, now+traceRest) })
}

type traced struct {
	events []domain.TraceEvent
	raw    []byte
	err    error
}

func (j *job) traceBatch(ctx context.Context, t platform.Tracer, list []domain.Parcel) (stop bool, err error) {
	if err := j.hold(ctx, list, j.p.d.Now()); err != nil {
		return false, err
	}
	got := make([]traced, len(list))
	each(len(list), func(i int) { got[i].events, got[i].raw, got[i].err = t.Traces(ctx, list[i]) })
	now := j.p.d.Now()
	book, err := j.p.courierBook(ctx, j.shop.ID)
	if err != nil {
		return false, err
	}
	var cause error
	var added, problems int64
	err = j.p.d.Store.Write(ctx, func(tx *store.Tx) error {
		for i, g := range got {
			switch code := domain.CodeOf(g.err); code {
			case "", domain.CodeNotFound, domain.CodeUnsupported:
			case domain.CodeUnauthorized, domain.CodeUnavailable:
				cause = g.err
				continue
			case domain.CodeRateLimited:
				stop = true
				continue
			default:
				problems++
				if err := tx.PutProblem(ctx, domain.SyncProblem{ShopID: j.shop.ID, API: "traces", RemoteID: list[i].Waybill, Field: domain.ParamOf(g.err, "field"),
					Code: code, At: now, Count: 1}); err != nil {
					return err
				}
			}
			if err := tx.CountUnmapped(ctx, book.read(j.shop, g.events, list[i].LastAt)); err != nil {
				return err
			}
			n, err := tx.PutTraces(ctx, list[i].ID, g.events, now)
			if err != nil {
				return err
			}
			added += n
			if len(g.raw) > 0 && g.err == nil {
				if err := tx.PutRaw(ctx, []domain.RawPayload{j.raw(platform.RawTrace, "traces", list[i].CarrierCode+":"+list[i].Waybill, g.raw, now)}); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		return false, err
	}
	j.run.Traces += added
	j.run.Problems += problems
	return stop, cause
}

// rederiveTraces reads the events of parcels anew from the answers that are kept.
func (j *job) rederiveTraces(ctx context.Context, t platform.Tracer) (n, changed int64, err error) {
	type parcelEvents struct {
		id     string
		events []domain.TraceEvent
		asked  domain.Instant
	}
	var list []parcelEvents
	book, err := j.p.courierBook(ctx, j.shop.ID)
	if err != nil {
		return 0, 0, err
	}
	flush := func(least int) error {
		if len(list) < max(least, 1) {
			return nil
		}
		return j.p.d.Store.Write(ctx, func(tx *store.Tx) error {
			for _, p := range list {
				told, err := tx.PutTraces(ctx, p.id, p.events, p.asked)
				if err != nil && domain.CodeOf(err) != domain.CodeNotFound { // the order may have lost its parcel since
					return err
				}
				changed += told
			}
			list = list[:0]
			return nil
		})
	}
	err = j.p.d.Store.EachRaw(ctx, j.shop.ID, platform.RawTrace, func(raw domain.RawPayload) error {
		n++
		events, err := t.DeriveTraces(raw.Body)
		if err != nil {
			return j.problem(ctx, raw, err)
		}
		book.read(j.shop, events, raw.FetchedAt)
		list = append(list, parcelEvents{domain.RemoteKey(j.shop.ID, raw.RemoteID), events, raw.FetchedAt})
		return flush(rederiveBatch)
	})
	if err != nil {
		return n, changed, err
	}
	return n, changed, flush(1)
}
