package app

import (
	"context"

	"afterdesk/backend/desk"
	"afterdesk/backend/domain"
)

// AfterSales is the inbox, the case page and the outbox.
type AfterSales struct{ h *house }

// List returns one page of the inbox with both clocks of each case.
func (a *AfterSales) List(q domain.AfterSaleQuery) (domain.AfterSalePage, error) {
	return call(a.h, "aftersales.list", quick, func(ctx context.Context, d *desk.Desk) (domain.AfterSalePage, error) {
		return d.Insight.Inbox(ctx, q)
	})
}

// Counts returns the numbers on the chips.
func (a *AfterSales) Counts(q domain.AfterSaleQuery) (domain.AfterSaleCounts, error) {
	return call(a.h, "aftersales.counts", quick, func(ctx context.Context, d *desk.Desk) (domain.AfterSaleCounts, error) {
		return d.Store.CountAfterSales(ctx, q)
	})
}

// Get returns everything about one case.
func (a *AfterSales) Get(id string) (domain.AfterSaleDetail, error) {
	return call(a.h, "aftersales.get", quick, func(ctx context.Context, d *desk.Desk) (domain.AfterSaleDetail, error) {
		return d.Insight.Case(ctx, id)
	})
}

// Next returns the id of the case after id in the list of q; "" at its end.
func (a *AfterSales) Next(q domain.AfterSaleQuery, id string) (string, error) {
	return call(a.h, "aftersales.next", quick, func(ctx context.Context, d *desk.Desk) (string, error) {
		return d.Store.NextAfterSale(ctx, q, id)
	})
}

// ActAbilities lists the acts of a shop's platform, with what each asks for.
func (a *AfterSales) ActAbilities(shopID string) ([]domain.ActAbility, error) {
	return call(a.h, "aftersales.actAbilities", quick, func(ctx context.Context, d *desk.Desk) ([]domain.ActAbility, error) {
		return d.Acts.Abilities(ctx, shopID)
	})
}

// ReturnAddresses asks a shop's platform where buyers may send goods back to.
func (a *AfterSales) ReturnAddresses(shopID string) ([]domain.ReturnAddress, error) {
	return call(a.h, "aftersales.returnAddresses", quick, func(ctx context.Context, d *desk.Desk) ([]domain.ReturnAddress, error) {
		return d.Acts.ReturnAddresses(ctx, shopID)
	})
}

// Carriers asks a shop's platform which courier companies a shipment may name.
func (a *AfterSales) Carriers(shopID string) ([]domain.CarrierName, error) {
	return call(a.h, "aftersales.carriers", quick, func(ctx context.Context, d *desk.Desk) ([]domain.CarrierName, error) {
		return d.Acts.Carriers(ctx, shopID)
	})
}

// PreviewAct says what an act would do, in yuan and cases, before it is done.
func (a *AfterSales) PreviewAct(r domain.ActRequest) (domain.ActPreview, error) {
	return call(a.h, "aftersales.previewAct", quick, func(ctx context.Context, d *desk.Desk) (domain.ActPreview, error) {
		return d.Acts.Preview(ctx, r)
	})
}

// QueueAct puts acts in the outbox; they are sent once, after a preflight.
func (a *AfterSales) QueueAct(r domain.ActRequest) ([]domain.Act, error) {
	return call(a.h, "aftersales.queueAct", quick, func(ctx context.Context, d *desk.Desk) ([]domain.Act, error) {
		return d.QueueAct(ctx, r)
	})
}

// UndoAct takes an act back that was not sent yet.
func (a *AfterSales) UndoAct(id string) (none, error) {
	return call(a.h, "aftersales.undoAct", quick, func(ctx context.Context, d *desk.Desk) (none, error) {
		return done(d.Acts.Undo(ctx, id))
	})
}

// SendNow sends what is waiting in the outbox of all shops.
func (a *AfterSales) SendNow() (int, error) {
	return call(a.h, "aftersales.sendNow", slow, func(ctx context.Context, d *desk.Desk) (int, error) {
		return d.FlushActs(ctx)
	})
}

// Outbox returns one page of acts, newest first.
func (a *AfterSales) Outbox(q domain.ActQuery) (domain.ActPage, error) {
	return call(a.h, "aftersales.outbox", quick, func(ctx context.Context, d *desk.Desk) (domain.ActPage, error) {
		return d.Store.ListActs(ctx, q)
	})
}

// RefuseReasons asks the platform which reasons it accepts for a refusal.
func (a *AfterSales) RefuseReasons(id string) ([]domain.RefuseReason, error) {
	return call(a.h, "aftersales.refuseReasons", quick, func(ctx context.Context, d *desk.Desk) ([]domain.RefuseReason, error) {
		return d.RefuseReasons(ctx, id)
	})
}

// ExportList writes all rows of q to a CSV file and returns its path.
func (a *AfterSales) ExportList(q domain.AfterSaleQuery) (string, error) {
	return call(a.h, "aftersales.exportList", slow, func(ctx context.Context, d *desk.Desk) (string, error) {
		return d.ExportAfterSales(ctx, q)
	})
}
