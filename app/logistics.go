package app

import (
	"context"

	"afterdesk/backend/desk"
	"afterdesk/backend/domain"
)

// Logistics shows problems first, then parcels and the checks that find them.
type Logistics struct{ h *house }

// Findings returns one page of findings.
func (l *Logistics) Findings(q domain.FindingQuery) (domain.FindingPage, error) {
	return call(l.h, "logistics.findings", quick, func(ctx context.Context, d *desk.Desk) (domain.FindingPage, error) {
		return d.Store.ListFindings(ctx, q)
	})
}

// Counts returns open findings by check.
func (l *Logistics) Counts() (map[string]int64, error) {
	return call(l.h, "logistics.counts", quick, func(ctx context.Context, d *desk.Desk) (map[string]int64, error) {
		return d.Store.CountFindings(ctx)
	})
}

// MoveFinding takes, dismisses or reopens a finding.
func (l *Logistics) MoveFinding(id, state, owner string) (none, error) {
	return call(l.h, "logistics.moveFinding", quick, func(ctx context.Context, d *desk.Desk) (none, error) {
		return done(d.MoveFinding(ctx, id, domain.FindingState(state), owner))
	})
}

// Parcels returns one page of parcels, newest first.
func (l *Logistics) Parcels(q domain.ParcelQuery) (domain.ParcelPage, error) {
	return call(l.h, "logistics.parcels", quick, func(ctx context.Context, d *desk.Desk) (domain.ParcelPage, error) {
		return d.Store.ListParcels(ctx, q)
	})
}

// Parcel returns a parcel with its trace.
func (l *Logistics) Parcel(id string) (domain.ParcelDetail, error) {
	return call(l.h, "logistics.parcel", quick, func(ctx context.Context, d *desk.Desk) (domain.ParcelDetail, error) {
		return d.Store.GetParcel(ctx, id)
	})
}

// Checks returns the schedule with the last receipt of each check.
func (l *Logistics) Checks() ([]domain.CheckInfo, error) {
	return call(l.h, "logistics.checks", quick, func(ctx context.Context, d *desk.Desk) ([]domain.CheckInfo, error) {
		return d.CheckInfos(ctx)
	})
}

// RunCheck runs one check now and returns its receipt.
func (l *Logistics) RunCheck(id string) (domain.CheckReceipt, error) {
	return call(l.h, "logistics.runCheck", slow, func(ctx context.Context, d *desk.Desk) (domain.CheckReceipt, error) {
		return d.RunCheck(ctx, id)
	})
}

// Receipts returns the newest receipts of a check.
func (l *Logistics) Receipts(check string) ([]domain.CheckReceipt, error) {
	return call(l.h, "logistics.receipts", quick, func(ctx context.Context, d *desk.Desk) ([]domain.CheckReceipt, error) {
		return d.Store.ListReceipts(ctx, check, 50)
	})
}
