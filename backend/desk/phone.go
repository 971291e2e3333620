package desk

import (
	"context"
	"errors"
	"strings"

	"afterdesk/backend/domain"
	"afterdesk/backend/store"
)

// PairPhone keeps a phone with the hash of its token and writes down who let it in.
func (d *Desk) PairPhone(ctx context.Context, p domain.Phone, tokenHash string) error {
	return d.Store.Write(ctx, func(tx *store.Tx) error {
		if err := tx.PutPhone(ctx, p, tokenHash); err != nil {
			return err
		}
		return tx.PutAudit(ctx, d.phoneAudit(ctx, "phone_paired", p))
	})
}

// RevokePhone takes a phone's token back; its next request is refused.
func (d *Desk) RevokePhone(ctx context.Context, id string) error {
	p, err := d.Store.GetPhone(ctx, id)
	if err != nil {
		return err
	}
	return d.Store.Write(ctx, func(tx *store.Tx) error {
		if err := tx.RevokePhone(ctx, id); err != nil {
			return err
		}
		return tx.PutAudit(ctx, d.phoneAudit(ctx, "phone_revoked", p))
	})
}

func (d *Desk) phoneAudit(ctx context.Context, what string, p domain.Phone) domain.AuditEntry {
	e := d.audit(ctx, what, domain.SubjectSystem, p.ID, "")
	e.Params = map[string]string{"phone": p.Device()}
	return e
}

// NoteDoor writes down that the door for phones was opened or closed, and where.
func (d *Desk) NoteDoor(ctx context.Context, opened bool, at string) error {
	what := "phone_door_closed"
	if opened {
		what = "phone_door_opened"
	}
	return d.Store.Write(ctx, func(tx *store.Tx) error {
		e := d.audit(ctx, what, domain.SubjectSystem, "phones", "")
		e.Params = map[string]string{"at": at}
		return tx.PutAudit(ctx, e)
	})
}

// SeePhone notes that a phone was here and what it brought.
func (d *Desk) SeePhone(ctx context.Context, id string, files, bytes int64) error {
	return d.Store.Write(ctx, func(tx *store.Tx) error { return tx.SeePhone(ctx, id, files, bytes) })
}

// CountRefusals adds whom the door for phones sent away.
func (d *Desk) CountRefusals(ctx context.Context, list []domain.RefusalCount) error {
	return d.Store.Write(ctx, func(tx *store.Tx) error { return tx.CountRefusals(ctx, list) })
}

// offerLimit is how many parcels or cases of one sort a phone is shown: more than a
// hand scrolls through; the rest is found by its number.
const offerLimit = 30

// AwaitedOffers lists the cases that wait for evidence, first due first, and the
// orders that are to be packed, newest first.
func (d *Desk) AwaitedOffers(ctx context.Context) (awaited, packing []domain.PhoneOffer, err error) {
	cases, err := d.Store.ListAfterSales(ctx, domain.AfterSaleQuery{View: "evidence", Limit: offerLimit})
	if err != nil {
		return nil, nil, err
	}
	orders, err := d.Store.ListOrders(ctx, domain.OrderQuery{Statuses: []domain.OrderStatus{domain.OrderToShip, domain.OrderPartlyShipped}, Limit: offerLimit})
	if err != nil {
		return nil, nil, err
	}
	return casesOffered(cases.Items), ordersOffered(orders.Items), nil
}

// FindOffers finds parcels and cases by a waybill or a number on a label. Words
// find nothing: a phone has no business with buyers' names.
func (d *Desk) FindOffers(ctx context.Context, number string) ([]domain.PhoneOffer, error) {
	number = strings.TrimSpace(number)
	if len(number) < 4 || len(number) > 64 || strings.ContainsFunc(number, notInNumber) {
		return nil, domain.E(domain.CodeInvalid, errors.New("not a number of a label"), "field", "number")
	}
	cases, err := d.Store.ListAfterSales(ctx, domain.AfterSaleQuery{View: "open", Text: number, Limit: 6})
	if err != nil {
		return nil, err
	}
	orders, err := d.Store.ListOrders(ctx, domain.OrderQuery{Text: number, Limit: 6})
	if err != nil {
		return nil, err
	}
	return append(casesOffered(cases.Items), ordersOffered(orders.Items)...), nil
}

func notInNumber(r rune) bool {
	return r != '-' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
}

// OfferOf describes one case, or one order when caseID is "", with its evidence,
// oldest first.
func (d *Desk) OfferOf(ctx context.Context, orderID, caseID string) (domain.PhoneOffer, []domain.EvidenceRow, error) {
	var o domain.PhoneOffer
	var rows []domain.EvidenceRow
	if caseID != "" {
		c, err := d.Store.GetAfterSaleDetail(ctx, caseID)
		if err != nil {
			return o, nil, err
		}
		o, rows = casesOffered([]domain.AfterSaleRow{c.Row})[0], c.Evidence
	} else {
		c, err := d.Store.GetOrderDetail(ctx, orderID)
		if err != nil {
			return o, nil, err
		}
		o = domain.PhoneOffer{OrderID: c.Order.ID, RemoteID: tail(c.Order.RemoteID)}
		if len(c.Order.Lines) > 0 {
			o.Title, o.Spec = c.Order.Lines[0].ProductName, c.Order.Lines[0].Spec
		}
		if len(c.Parcels) > 0 {
			o.Waybill = tail(c.Parcels[0].Parcel.Waybill)
		}
		rows = c.Evidence
	}
	o.Files = int64(len(rows))
	return o, rows, nil
}

func casesOffered(rows []domain.AfterSaleRow) []domain.PhoneOffer {
	out := make([]domain.PhoneOffer, 0, len(rows))
	for _, r := range rows {
		out = append(out, domain.PhoneOffer{OrderID: r.OrderID, AfterSaleID: r.ID, RemoteID: tail(r.RemoteID), Title: r.Title, Spec: r.Spec,
			Waybill: tail(r.Waybill), DueAt: r.DueAt, Files: r.EvidenceCount})
	}
	return out
}

func ordersOffered(rows []domain.OrderRow) []domain.PhoneOffer {
	out := make([]domain.PhoneOffer, 0, len(rows))
	for _, r := range rows {
		out = append(out, domain.PhoneOffer{OrderID: r.ID, RemoteID: tail(r.RemoteID), Title: r.Title, Spec: r.Spec, Waybill: tail(r.Waybill), Files: r.EvidenceCount})
	}
	return out
}

// tail is the end of a number, enough to compare with a label in one's hand.
func tail(number string) string {
	const keep = 6
	if len(number) <= keep {
		return number
	}
	return "…" + number[len(number)-keep:]
}
