package walk

import (
	"context"
	"encoding/json"
	"sync"

	"afterdesk/backend/domain"
)

// atOnce is how many details of one page are asked for at the same time: enough
// to hide the line's delay, few enough for a platform that publishes no rate.
const atOnce = 4

// Each reads the detail of every entry of a page, four at a time, and returns
// them in the order of in. For platforms whose lists name ids only, or leave
// something out. An entry that the platform does not know any more (not_found)
// is left out: it was deleted between list and detail. Any other error ends the
// page, and no further detail is asked for; the first error is returned.
func Each[T any](ctx context.Context, in []T, read func(ctx context.Context, entry T) (json.RawMessage, error)) ([]json.RawMessage, error) {
	got := make([]json.RawMessage, len(in))
	errs := make([]error, len(in))
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	next := make(chan int)
	var all sync.WaitGroup
	for range min(atOnce, len(in)) {
		all.Go(func() {
			for i := range next {
				if got[i], errs[i] = read(ctx, in[i]); errs[i] != nil && domain.CodeOf(errs[i]) != domain.CodeNotFound {
					stop(errs[i])
				}
			}
		})
	}
	for i := range in {
		if ctx.Err() != nil {
			break
		}
		next <- i
	}
	close(next)
	all.Wait()
	if err := context.Cause(ctx); err != nil {
		if _, ours := domain.AsError(err); !ours { // the caller went away
			err = domain.E(domain.CodeUnavailable, err, "reason", "cancelled")
		}
		return nil, err
	}
	out := got[:0]
	for i := range in {
		if errs[i] == nil {
			out = append(out, got[i])
		}
	}
	return out, nil
}
