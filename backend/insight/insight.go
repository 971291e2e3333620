package insight

import (
	"context"
	"fmt"
	"sync"

	"afterdesk/backend/domain"
	"afterdesk/backend/rules"
	"afterdesk/backend/store"
)

// Deps are what insight needs.
type Deps struct {
	Store    *store.Store
	Rules    func() *rules.Book
	Settings func() domain.Settings
	Now      domain.Now
}

// Insight answers questions over the store.
type Insight struct {
	d     Deps
	fresh sync.Mutex // held while segments are rebuilt, so that two questions share the work
}

// New returns an Insight over an open store.
func New(d Deps) *Insight { return &Insight{d: d} }

// dirtyBatch is how many days are asked for at a time.
const dirtyBatch = 512

// Refresh rebuilds every segment whose day was touched since, and returns how
// many. It is what a pull calls when it ends; a question that comes before
// rebuilds the days it needs itself.
func (x *Insight) Refresh(ctx context.Context) (segments int, err error) {
	x.fresh.Lock()
	defer x.fresh.Unlock()
	for {
		keys, err := x.d.Store.DirtyTrends(ctx, dirtyBatch)
		if err != nil {
			return segments, fmt.Errorf("list dirty days: %w", err)
		}
		for _, key := range keys {
			if err := x.rebuild(ctx, key); err != nil {
				return segments, err
			}
			segments++
		}
		if len(keys) < dirtyBatch {
			return segments, nil
		}
	}
}

func (x *Insight) rebuild(ctx context.Context, key domain.TrendKey) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := x.d.Store.PutTrendSegment(ctx, key, encodeSegment); err != nil {
		return fmt.Errorf("rebuild day %s: %w", key.Day, err)
	}
	return nil
}

// refreshFor rebuilds the dirty days that a question reads. It looks once: days
// that a pull touches while it works are the next question's. loose holds the
// days that could not be stored: on a full disk reading goes on.
func (x *Insight) refreshFor(ctx context.Context, wanted func(domain.TrendKey) bool) (loose map[domain.TrendKey][]byte, err error) {
	x.fresh.Lock()
	defer x.fresh.Unlock()
	keys, err := x.d.Store.DirtyTrends(ctx, 1<<30)
	if err != nil {
		return nil, fmt.Errorf("list dirty days: %w", err)
	}
	loose = map[domain.TrendKey][]byte{}
	for _, key := range keys {
		if !wanted(key) {
			continue
		}
		if err := x.rebuildOr(ctx, key, loose); err != nil {
			return nil, err
		}
	}
	return loose, nil
}

// rebuildOr rebuilds a day and keeps it in loose when it cannot be stored. After
// the first such day no other is tried to store.
func (x *Insight) rebuildOr(ctx context.Context, key domain.TrendKey, loose map[domain.TrendKey][]byte) error {
	if len(loose) == 0 {
		err := x.rebuild(ctx, key)
		if err == nil || domain.CodeOf(err) != domain.CodeUnavailable || ctx.Err() != nil {
			return err
		}
	}
	facts, err := x.d.Store.TrendFacts(ctx, key)
	if err != nil {
		return fmt.Errorf("read day %s: %w", key.Day, err)
	}
	loose[key] = encodeSegment(facts)
	return nil
}
