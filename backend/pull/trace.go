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
// parcel has still been asked: the parcel rests like the others. Being asked to
// slow down ends the traces, not the run.
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
			if !asked[p.ID] && (p.TraceCheckedAt == 0 || now-p.TraceCheckedAt >= traceRest) {
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

type traced struct {
	events []domain.TraceEvent
	raw    []byte
	err    error
}

func (j *job) traceBatch(ctx context.Context, t platform.Tracer, list []domain.Parcel) (stop bool, err error) {
	got := make([]traced, len(list))
	each(len(list), func(i int) { got[i].events, got[i].raw, got[i].err = t.Traces(ctx, list[i]) })
	now := j.p.d.Now()
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
