package pull

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"log/slog"
	"sync"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/rules"
	"afterdesk/backend/store"
)

// Deps is what a Puller needs.
type Deps struct {
	Store *store.Store
	Open  func(ctx context.Context, shop domain.Shop) (platform.Connector, error)
	Rules func() *rules.Book // asked anew each time: a merchant may correct a rule
	Now   domain.Now
	Log   *slog.Logger

	// Classify reads the state out of a courier's words in an imported trace
	// file (carrier.Classify). nil: the importer's few words.
	Classify func(source, code, text string) domain.TrackState
	// PresetDir is a folder with a merchant's own column presets; "" = none.
	PresetDir string
}

// Puller brings rows in. Its methods are safe for concurrent use; two runs of
// one shop wait for each other.
type Puller struct {
	d Deps

	mu    sync.Mutex
	shops map[string]chan struct{}  // one token per shop: who holds it may run
	asked map[string]domain.Instant // parcels by id: when their traces were last asked for, also if no answer came
}

// New returns a Puller. Log may be nil.
func New(d Deps) *Puller {
	if d.Log == nil {
		d.Log = slog.New(slog.DiscardHandler)
	}
	return &Puller{d: d, shops: map[string]chan struct{}{}, asked: map[string]domain.Instant{}}
}

// hold waits until no other run of the shop is under way.
func (p *Puller) hold(ctx context.Context, shopID string) (release func(), err error) {
	p.mu.Lock()
	turn, ok := p.shops[shopID]
	if !ok {
		turn = make(chan struct{}, 1)
		turn <- struct{}{}
		p.shops[shopID] = turn
	}
	p.mu.Unlock()
	select {
	case <-turn:
		return func() { turn <- struct{}{} }, nil
	case <-ctx.Done():
		return nil, domain.E(domain.CodeUnavailable, ctx.Err())
	}
}

// job is one run over one shop.
type job struct {
	p    *Puller
	shop domain.Shop
	conn platform.Connector
	run  domain.SyncRun
}

// Shop pulls what changed since the last run: orders, cases with their details,
// reviews where the platform has them, then the traces that are due. A stream
// without permission leaves the others alone. The run is the receipt, also of a failed one.
// conflict when the shop is paused, unsupported for a shop that is fed by files,
// unauthorized when the platform refuses the token (the shop is marked and no
// other shop is touched), rate_limited and unavailable when the next run should
// go on from here.
func (p *Puller) Shop(ctx context.Context, shopID string) (domain.SyncRun, error) {
	j, done, err := p.begin(ctx, shopID, "pull")
	if err != nil {
		return domain.SyncRun{}, err
	}
	defer done()
	asOf := j.run.StartedAt
	for _, stream := range []func(context.Context) error{j.orders, j.cases, j.reviews, j.traces} {
		if serr := stream(ctx); serr != nil {
			if err, asOf = serr, 0; !unpermitted(serr) {
				break
			}
		}
	}
	return j.end(ctx, err, asOf)
}

// unpermitted reports whether a stream failed because the app lacks one permission:
// the shop's other streams go on, and its token is not to blame.
func unpermitted(err error) bool { return domain.ParamOf(err, "reason") == "no_permission" }

// begin opens a shop's connector and writes the receipt of a run that started.
func (p *Puller) begin(ctx context.Context, shopID, kind string) (*job, func(), error) {
	release, err := p.hold(ctx, shopID)
	if err != nil {
		return nil, nil, err
	}
	shop, err := p.d.Store.GetShop(ctx, shopID)
	if err == nil && shop.State == domain.ShopPaused {
		err = domain.E(domain.CodeConflict, errors.New("pull shop"), "reason", "paused")
	}
	if err == nil && shop.Platform == filePlatform {
		err = domain.E(domain.CodeUnsupported, errors.New("pull shop"), "reason", "file_shop")
	}
	if err != nil {
		release()
		return nil, nil, err
	}
	now := p.d.Now()
	j := &job{p: p, shop: shop, run: domain.SyncRun{ID: domain.NewID(now), ShopID: shopID, Kind: kind, StartedAt: now}}
	if err := p.d.Store.Write(ctx, func(tx *store.Tx) error { return tx.PutRun(ctx, j.run) }); err != nil {
		release()
		return nil, nil, err
	}
	if j.conn, err = p.d.Open(ctx, shop); err != nil {
		_, err = j.end(ctx, err, 0)
		release()
		return nil, nil, err
	}
	return j, release, nil
}

// end writes the receipt and what the run says about the shop. asOf is the
// moment up to which the shop's rows are complete, 0 = not complete. A cancelled
// run is written down too, so the writes do not end with its context.
func (j *job) end(ctx context.Context, cause error, asOf domain.Instant) (domain.SyncRun, error) {
	ctx = context.WithoutCancel(ctx)
	j.run.EndedAt, j.run.Code = j.p.d.Now(), domain.CodeOf(cause)
	for _, name := range []string{"reason", "field", "retry_after_ms", "item"} {
		if v := domain.ParamOf(cause, name); v != "" && j.run.Param == "" {
			j.run.Param = v
		}
	}
	err := j.p.d.Store.Write(ctx, func(tx *store.Tx) error {
		if err := tx.PutRun(ctx, j.run); err != nil {
			return err
		}
		// Read again: somebody may have paused or renamed the shop meanwhile.
		shop, err := j.p.d.Store.GetShop(ctx, j.shop.ID)
		if err != nil {
			return err
		}
		was := shop
		shop.LastError = j.run.Code
		switch {
		case j.run.Code == domain.CodeUnauthorized && shop.State == domain.ShopActive && !unpermitted(cause):
			shop.State = domain.ShopUnauthorized
		case cause == nil && shop.State == domain.ShopUnauthorized:
			shop.State = domain.ShopActive
		}
		shop.DataAsOf = max(shop.DataAsOf, asOf)
		if c, ok := j.conn.(interface{ Credentials() platform.Credentials }); ok {
			if at := parseInstant(c.Credentials()["token_expires"]); at > 0 {
				shop.TokenExpires = at
			}
		}
		if shop == was {
			return nil
		}
		return tx.PutShop(ctx, shop)
	})
	if cause == nil {
		cause = err
	}
	return j.run, cause
}

func parseInstant(s string) domain.Instant {
	var n int64
	for _, c := range []byte(s) {
		if c < '0' || c > '9' || n > 1<<53 {
			return 0
		}
		n = n*10 + int64(c-'0')
	}
	return domain.Instant(n)
}

// sum is the sha256 of a payload in hex.
func sum(b []byte) string {
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:])
}

// reasoned fills in which of our reasons the platform's text means.
func (p *Puller) reasoned(platformID string, a domain.AfterSale) domain.AfterSale {
	a.Reason = p.d.Rules().ReasonAt(platformID, a.ReasonText, a.AppliedAt)
	a.FirstReason, a.FirstReasonText = a.Reason, a.ReasonText
	return a
}
