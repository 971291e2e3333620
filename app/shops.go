package app

import (
	"context"

	"afterdesk/backend/desk"
	"afterdesk/backend/domain"
)

// Shops connects shops, shows what each can do, and imports files.
type Shops struct{ h *house }

// List returns every shop with its capabilities, quotas and last run.
func (s *Shops) List() ([]domain.ShopCard, error) {
	return call(s.h, "shops.list", quick, func(ctx context.Context, d *desk.Desk) ([]domain.ShopCard, error) {
		return d.ShopCards(ctx)
	})
}

// Platforms returns what can be connected and which keys each asks for.
func (s *Shops) Platforms() ([]domain.PlatformInfo, error) {
	return call(s.h, "shops.platforms", quick, func(context.Context, *desk.Desk) ([]domain.PlatformInfo, error) {
		return desk.Platforms(), nil
	})
}

// Test tries credentials without keeping them.
func (s *Shops) Test(r domain.ConnectRequest) (domain.ProbeResult, error) {
	return call(s.h, "shops.test", quick, func(ctx context.Context, d *desk.Desk) (domain.ProbeResult, error) {
		return d.TestShop(ctx, r)
	})
}

// Connect tests credentials, seals them in the keychain and adds the shop.
func (s *Shops) Connect(r domain.ConnectRequest) (domain.Shop, error) {
	return call(s.h, "shops.connect", quick, func(ctx context.Context, d *desk.Desk) (domain.Shop, error) {
		return d.ConnectShop(ctx, r)
	})
}

// AuthorizeURL is the page on which the merchant consents, for a platform that
// asks for it; the window opens it in the browser.
func (s *Shops) AuthorizeURL(r domain.ConnectRequest) (string, error) {
	return call(s.h, "shops.authorizeURL", quick, func(ctx context.Context, d *desk.Desk) (string, error) {
		return d.AuthorizeURL(ctx, r)
	})
}

// Confirm tries an ability that the published facts leave in doubt with one
// harmless call; the shop that comes back remembers a success.
func (s *Shops) Confirm(id, ability string) (domain.Shop, error) {
	return call(s.h, "shops.confirm", slow, func(ctx context.Context, d *desk.Desk) (domain.Shop, error) {
		return d.ConfirmAbility(ctx, id, ability)
	})
}

// AddFileShop adds a shop that is fed by files only.
func (s *Shops) AddFileShop(name, currency, zone string) (domain.Shop, error) {
	return call(s.h, "shops.addFileShop", quick, func(ctx context.Context, d *desk.Desk) (domain.Shop, error) {
		return d.AddFileShop(ctx, name, currency, zone)
	})
}

// Update changes a shop's name, short name, colour or ship-from province.
func (s *Shops) Update(shop domain.Shop) (domain.Shop, error) {
	return call(s.h, "shops.update", quick, func(ctx context.Context, d *desk.Desk) (domain.Shop, error) {
		return d.UpdateShop(ctx, shop)
	})
}

// Remove forgets a shop, its rows and its credentials; evidence stays.
func (s *Shops) Remove(id string) (none, error) {
	return call(s.h, "shops.remove", slow, func(ctx context.Context, d *desk.Desk) (none, error) {
		return done(d.RemoveShop(ctx, id))
	})
}

// SetPaused pauses or resumes pulling.
func (s *Shops) SetPaused(id string, paused bool) (none, error) {
	return call(s.h, "shops.setPaused", quick, func(ctx context.Context, d *desk.Desk) (none, error) {
		return done(d.SetPaused(ctx, id, paused))
	})
}

// SetWrites turns the shop's write switch; off means every act is a dry run.
func (s *Shops) SetWrites(id string, on bool) (none, error) {
	return call(s.h, "shops.setWrites", quick, func(ctx context.Context, d *desk.Desk) (none, error) {
		return done(d.SetWrites(ctx, id, on))
	})
}

// SyncNow pulls a shop and returns the run's receipt.
func (s *Shops) SyncNow(id string) (domain.SyncRun, error) {
	return call(s.h, "shops.syncNow", slow, func(ctx context.Context, d *desk.Desk) (domain.SyncRun, error) {
		return d.Sync(ctx, id)
	})
}

// Reconcile re-reads the last days and names what was missing.
func (s *Shops) Reconcile(id string, days int) (domain.ReconcileResult, error) {
	return call(s.h, "shops.reconcile", slow, func(ctx context.Context, d *desk.Desk) (domain.ReconcileResult, error) {
		return d.Reconcile(ctx, id, days)
	})
}

// Runs returns the newest sync runs of a shop.
func (s *Shops) Runs(id string) ([]domain.SyncRun, error) {
	return call(s.h, "shops.runs", quick, func(ctx context.Context, d *desk.Desk) ([]domain.SyncRun, error) {
		return d.Store.ListRuns(ctx, id, 50)
	})
}

// Problems returns the newest unreadable items of a shop.
func (s *Shops) Problems(id string) ([]domain.SyncProblem, error) {
	return call(s.h, "shops.problems", quick, func(ctx context.Context, d *desk.Desk) ([]domain.SyncProblem, error) {
		return d.Store.ListProblems(ctx, id, 200)
	})
}

// Unmapped returns the remote values of a shop that we do not know.
func (s *Shops) Unmapped(id string) ([]domain.Unmapped, error) {
	return call(s.h, "shops.unmapped", quick, func(ctx context.Context, d *desk.Desk) ([]domain.Unmapped, error) {
		return d.Store.ListUnmapped(ctx, id)
	})
}

// MapValue says what an unknown value means and re-derives the rows that have
// it, without asking the platform again. It returns how many rows changed.
func (s *Shops) MapValue(id, field, raw, to string) (int64, error) {
	return call(s.h, "shops.mapValue", slow, func(ctx context.Context, d *desk.Desk) (int64, error) {
		return d.MapValue(ctx, id, field, raw, to)
	})
}

// LookFile takes a first look into a file before it is imported.
func (s *Shops) LookFile(path, sheet string) (domain.SheetLook, error) {
	return call(s.h, "shops.lookFile", slow, func(ctx context.Context, d *desk.Desk) (domain.SheetLook, error) {
		return d.LookFile(ctx, path, sheet)
	})
}

// RunImport imports a file by a confirmed plan.
func (s *Shops) RunImport(p domain.SheetPlan) (domain.SheetRun, error) {
	return call(s.h, "shops.runImport", slow, func(ctx context.Context, d *desk.Desk) (domain.SheetRun, error) {
		return d.ImportFile(ctx, p)
	})
}

// Mappings returns the saved mappings.
func (s *Shops) Mappings() ([]domain.SheetMapping, error) {
	return call(s.h, "shops.mappings", quick, func(ctx context.Context, d *desk.Desk) ([]domain.SheetMapping, error) {
		return d.Store.ListMappings(ctx)
	})
}

// RemoveMapping forgets a saved mapping.
func (s *Shops) RemoveMapping(name string) (none, error) {
	return call(s.h, "shops.removeMapping", quick, func(ctx context.Context, d *desk.Desk) (none, error) {
		return done(d.RemoveMapping(ctx, name))
	})
}

// Imports returns the newest imports.
func (s *Shops) Imports() ([]domain.SheetRun, error) {
	return call(s.h, "shops.imports", quick, func(ctx context.Context, d *desk.Desk) ([]domain.SheetRun, error) {
		return d.Store.ListSheetRuns(ctx, 100)
	})
}
