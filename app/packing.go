package app

import (
	"context"

	"afterdesk/backend/desk"
	"afterdesk/backend/domain"
)

// Packing is the bench: scans, checks, photos and clips of parcels.
type Packing struct{ h *house }

// Enter ends what an earlier visit to the screen left open.
func (p *Packing) Enter() (none, error) {
	return call(p.h, "packing.enter", slow, func(ctx context.Context, d *desk.Desk) (none, error) {
		return done(d.Bench.Enter(ctx))
	})
}

// Scan answers a scan from the local copy.
func (p *Packing) Scan(r domain.BenchScanRequest) (domain.BenchScanResult, error) {
	return call(p.h, "packing.scan", quick, func(ctx context.Context, d *desk.Desk) (domain.BenchScanResult, error) {
		return d.Bench.Scan(ctx, r)
	})
}

// Begin keeps the record that a scan opened.
func (p *Packing) Begin(id string) (domain.PackRecord, error) {
	return call(p.h, "packing.begin", quick, func(ctx context.Context, d *desk.Desk) (domain.PackRecord, error) {
		return d.Bench.Begin(ctx, id)
	})
}

// Recheck asks the platform whether the parcel may still go out.
func (p *Packing) Recheck(id string) (domain.PackRecord, error) {
	return call(p.h, "packing.recheck", quick, func(ctx context.Context, d *desk.Desk) (domain.PackRecord, error) {
		return d.RecheckParcel(ctx, id)
	})
}

// Rejudge looks at the local copy once more.
func (p *Packing) Rejudge(id string) (domain.PackRecord, error) {
	return call(p.h, "packing.rejudge", quick, func(ctx context.Context, d *desk.Desk) (domain.PackRecord, error) {
		return d.Bench.Rejudge(ctx, id)
	})
}

// Tick sets how many pieces of an item are in the parcel.
func (p *Packing) Tick(id, itemID string, n int64) (domain.PackRecord, error) {
	return call(p.h, "packing.tick", quick, func(ctx context.Context, d *desk.Desk) (domain.PackRecord, error) {
		return d.Bench.Tick(ctx, id, itemID, n)
	})
}

// Override goes past a stop for a named reason.
func (p *Packing) Override(id, stopID, reason string) (domain.PackRecord, error) {
	return call(p.h, "packing.override", quick, func(ctx context.Context, d *desk.Desk) (domain.PackRecord, error) {
		return d.Bench.Override(ctx, id, stopID, domain.PackReason(reason))
	})
}

// Count says what a return held.
func (p *Packing) Count(id string, good, bad, missing int64) (domain.PackRecord, error) {
	return call(p.h, "packing.count", quick, func(ctx context.Context, d *desk.Desk) (domain.PackRecord, error) {
		return d.Bench.Count(ctx, id, good, bad, missing)
	})
}

// Photo keeps a picture of the bench's camera, base64.
func (p *Packing) Photo(id, picture string) (domain.PackRecord, error) {
	return call(p.h, "packing.photo", slow, func(ctx context.Context, d *desk.Desk) (domain.PackRecord, error) {
		return d.Bench.Photo(ctx, id, picture)
	})
}

// Close ends a record, or says what it still lacks.
func (p *Packing) Close(id string, aside bool) (domain.PackRecord, error) {
	return call(p.h, "packing.close", quick, func(ctx context.Context, d *desk.Desk) (domain.PackRecord, error) {
		return d.Bench.Close(ctx, id, aside)
	})
}

// BeginClip opens a recording of a record and returns its name.
func (p *Packing) BeginClip(id, mediaType string, startedAt int64) (string, error) {
	return call(p.h, "packing.beginClip", quick, func(ctx context.Context, d *desk.Desk) (string, error) {
		return d.Bench.BeginClip(ctx, id, mediaType, domain.Instant(startedAt))
	})
}

// AppendClip adds a piece of a recording, base64, and returns its size on the disk.
func (p *Packing) AppendClip(name string, offset int64, piece string) (int64, error) {
	return call(p.h, "packing.appendClip", slow, func(_ context.Context, d *desk.Desk) (int64, error) {
		return d.Bench.AppendClip(name, offset, piece)
	})
}

// EndClip makes a recording evidence.
func (p *Packing) EndClip(name string, durationMs int64) (domain.IntakeResult, error) {
	return call(p.h, "packing.endClip", slow, func(ctx context.Context, d *desk.Desk) (domain.IntakeResult, error) {
		return d.Bench.EndClip(ctx, name, durationMs)
	})
}

// Recent returns the records since a moment, newest first.
func (p *Packing) Recent(since int64) ([]domain.PackRecord, error) {
	return call(p.h, "packing.recent", quick, func(ctx context.Context, d *desk.Desk) ([]domain.PackRecord, error) {
		return d.Store.ListPackRecords(ctx, domain.Instant(since), 500)
	})
}

// Coverage counts shipped orders and those whose packing was filmed whole, by day,
// packer and value band.
func (p *Packing) Coverage(shopIDs []string, from, to string) ([]domain.PackCoverageRow, error) {
	return call(p.h, "packing.coverage", quick, func(ctx context.Context, d *desk.Desk) ([]domain.PackCoverageRow, error) {
		return d.Store.PackCoverage(ctx, shopIDs, domain.ShopDay(from), domain.ShopDay(to), d.Settings().HighValue)
	})
}

// Gaps returns valuable orders that were shipped without a whole film of their packing.
func (p *Packing) Gaps(shopIDs []string, from, to string) ([]domain.OrderRow, error) {
	return call(p.h, "packing.gaps", quick, func(ctx context.Context, d *desk.Desk) ([]domain.OrderRow, error) {
		return d.Store.PackGaps(ctx, shopIDs, domain.ShopDay(from), domain.ShopDay(to), d.Settings().HighValue, 200)
	})
}

// Samples returns numbers of the local copy to try the bench with.
func (p *Packing) Samples() ([]domain.BenchSample, error) {
	return call(p.h, "packing.samples", quick, func(ctx context.Context, d *desk.Desk) ([]domain.BenchSample, error) {
		return d.Bench.Samples(ctx)
	})
}
