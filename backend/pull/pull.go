package pull

import (
	"context"
	"errors"
	"log/slog"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/rules"
	"afterdesk/backend/store"
)

// Deps is what a Puller needs.
type Deps struct {
	Store *store.Store
	Open  func(ctx context.Context, shop domain.Shop) (platform.Connector, error)
	Rules *rules.Book
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
}

// New returns a Puller.
func New(d Deps) *Puller { return &Puller{d: d} }

var errSoon = domain.E(domain.CodeUnavailable, errors.New("pull is being written"))

// Shop pulls one shop.
func (p *Puller) Shop(ctx context.Context, shopID string) (domain.SyncRun, error) {
	return domain.SyncRun{}, errSoon
}

// Reconcile re-reads the last days.
func (p *Puller) Reconcile(ctx context.Context, shopID string, days int) (domain.SyncRun, []string, error) {
	return domain.SyncRun{}, nil, errSoon
}

// Rederive makes every row again from its payload.
func (p *Puller) Rederive(ctx context.Context, shopID string) (n, changed int64, err error) {
	return 0, 0, errSoon
}

// Look looks into a file.
func (p *Puller) Look(ctx context.Context, path, sheetName string) (domain.SheetLook, error) {
	return domain.SheetLook{}, errSoon
}

// File imports a file.
func (p *Puller) File(ctx context.Context, plan domain.SheetPlan, badDir string) (domain.SheetRun, error) {
	return domain.SheetRun{}, errSoon
}

// WatchImports imports new files of folders, keyed by shop.
func (p *Puller) WatchImports(ctx context.Context, folders map[string]string, badDir string) error {
	return errSoon
}
