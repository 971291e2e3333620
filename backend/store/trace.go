package store

import (
	"context"
	"database/sql"
	"hash/fnv"

	"afterdesk/backend/domain"
)

type nullInt = sql.NullInt64

// PutTraces adds events to a parcel, leaving out those it has, and derives from
// all of them the parcel's state and milestones. When every parcel sent to the
// buyer is signed, the order's lines are. checkedAt is when the carrier was
// asked, also if it answered with nothing. not_found when the parcel is unknown.
func (t *Tx) PutTraces(ctx context.Context, parcelID string, events []domain.TraceEvent, checkedAt domain.Instant) (added int64, err error) {
	shopN, carrier, waybill, err := parcelKey(ctx, t, parcelID)
	if err != nil {
		return 0, err
	}
	ns, parcels, err := parcelsWhere(ctx, t, `p.waybill = ? AND p.carrier_code = ? AND p.shop_n = ?`, waybill, carrier, shopN)
	if err != nil {
		return 0, err
	}
	if len(ns) == 0 {
		return 0, notFound("parcel")
	}
	n, p := ns[0], parcels[0]
	type eventKey struct {
		at         domain.Instant
		code, text string
	}
	have := map[eventKey]bool{}
	next := map[domain.Instant]int64{}
	all, err := tracesOf(ctx, t, n)
	if err != nil {
		return 0, err
	}
	for _, e := range all {
		have[eventKey{e.At, e.RawCode, e.Text}] = true
		next[e.At]++
	}
	for _, e := range events {
		key := eventKey{e.At, e.RawCode, e.Text}
		if have[key] {
			continue
		}
		have[key] = true
		if _, err := t.exec(ctx, `INSERT INTO trace_event (parcel_n, at, k, state, raw_code, text, site, reporter) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
			n, int64(e.At), next[e.At], string(e.State), e.RawCode, e.Text, e.Site, e.Reporter); err != nil {
			return added, err
		}
		next[e.At]++
		added++
	}
	t.counts["traces"] += added
	signedBefore := p.SignedAt
	if added > 0 {
		if all, err = tracesOf(ctx, t, n); err != nil {
			return added, err
		}
		derive(&p, all)
	}
	p.TraceCheckedAt = max(p.TraceCheckedAt, checkedAt)
	order, _ := remoteOf(p.ShopID, p.OrderID, "orderId")
	after, _ := remoteOf(p.ShopID, p.AfterSaleID, "afterSaleId")
	if _, err := t.exec(ctx, updateParcel, append(parcelArgs(&p, order, after), n)...); err != nil {
		return added, err
	}
	t.Topic("parcels")
	if p.Direction == domain.DirectionOut && p.SignedAt != signedBefore && order != "" {
		ref, err := t.shop(ctx, p.ShopID)
		if err != nil {
			return added, err
		}
		if err := t.signOrder(ctx, ref, order); err != nil {
			return added, err
		}
	}
	return added, nil
}

// derive reads a parcel's state and milestones from its events, oldest first.
// Milestones that the platform told and no event contradicts stay.
func derive(p *domain.Parcel, events []domain.TraceEvent) {
	first := func(to *domain.Instant, at domain.Instant) {
		if at != 0 && (*to == 0 || at < *to) {
			*to = at
		}
	}
	for _, e := range events {
		switch e.State {
		case domain.TrackPickedUp:
			first(&p.PickedAt, e.At)
		case domain.TrackSortCenter:
			first(&p.HubAt, e.At)
		case domain.TrackOutForDelivery:
			first(&p.DeliveryAt, e.At)
		case domain.TrackSigned, domain.TrackSignedByOther:
			first(&p.SignedAt, e.At)
		}
		if e.At >= p.LastAt {
			p.LastAt, p.LastText = e.At, e.Text
			// What we cannot read does not hide what we could.
			if e.State != domain.TrackUnknown || p.State == domain.TrackNone {
				p.State = e.State
			}
		}
	}
}

// signOrder sets the time of signing on the lines of an order once each parcel
// sent to the buyer is signed; the last one decides.
func (t *Tx) signOrder(ctx context.Context, ref *shopRef, orderRemote string) error {
	var parcels, signed int64
	var at domain.Instant
	if _, err := one(ctx, t, `SELECT count(*), ifnull(sum(signed_at > 0), 0), ifnull(max(signed_at), 0) FROM parcel
		WHERE order_remote = ? AND shop_n = ? AND direction = 'out' AND state <> 'cancelled'`, []any{orderRemote, ref.n}, &parcels, &signed, &at); err != nil {
		return err
	}
	if signed < parcels {
		return nil
	}
	n, err := t.changed(ctx, `UPDATE order_line SET signed_at = ?1 WHERE order_n = (SELECT n FROM orders WHERE remote_id = ?2 AND shop_n = ?3) AND signed_at <> ?1`,
		int64(at), orderRemote, ref.n)
	if err != nil || n == 0 {
		return err
	}
	t.Topic("orders")
	t.mark(domain.TrendOrders, ref, t.paidAt(ctx, ref.n, orderRemote))
	return nil
}

func tracesOf(ctx context.Context, d db, parcelN int64) ([]domain.TraceEvent, error) {
	out := []domain.TraceEvent{}
	err := each(ctx, d, `SELECT at, state, raw_code, text, site, reporter FROM trace_event WHERE parcel_n = ? ORDER BY at, k`, []any{parcelN}, func(r rower) error {
		var e domain.TraceEvent
		err := r.Scan(&e.At, &e.State, &e.RawCode, &e.Text, &e.Site, &e.Reporter)
		out = append(out, e)
		return err
	})
	return out, err
}

// traceGiveUp is how long a number without any event is asked for, and traceOld
// how long any parcel is.
const (
	traceGiveUp = 14 * domain.Day
	traceOld    = 45 * domain.Day
)

// nextCheck returns when the traces of a parcel should be asked for next, 0 for
// never again. The plan asks often where a platform limit comes near and rarely
// elsewhere, never twice within 30 minutes:
//
//	no event yet            4, 10, 16, 20, 23 h after upload, then every 2 h to 48 h, then every 12 h to 14 days
//	picked up, no hub       every 6 h, and 20 h and 23 h after pickup
//	moving                  every 8 h
//	out, at station         every 4 h
//	problem                 every 4 h for 3 days, then daily
//	return parcel           every 8 h
//	signed                  once more 12 h later, for late corrections
//
// Numbers are spread over half an hour by a hash, so that a morning's uploads
// are not asked for in one second.
func nextCheck(p *domain.Parcel) domain.Instant {
	checked := p.TraceCheckedAt
	if p.State == domain.TrackCancelled || p.State == domain.TrackReturnedSigned {
		return 0
	}
	start := p.UploadedAt
	if start == 0 {
		start = max(p.PickedAt, p.LastAt)
	}
	if start == 0 {
		start = checked
	}
	if start == 0 {
		return 1 // nothing is known: ask
	}
	if checked > start+traceOld {
		return 0
	}
	var due domain.Instant
	marks := func(from domain.Instant, hours ...domain.Instant) domain.Instant {
		for _, h := range hours {
			if at := from + h*domain.Hour; at > checked {
				return at
			}
		}
		return 0
	}
	switch p.State {
	case domain.TrackSigned, domain.TrackSignedByOther:
		if due = max(p.SignedAt, p.LastAt) + 12*domain.Hour; checked >= due {
			return 0
		}
	case domain.TrackNone, domain.TrackCreated, domain.TrackWaitPickup, domain.TrackUnknown:
		if checked > start+traceGiveUp {
			return 0
		}
		switch due = marks(start, 4, 10, 16, 20, 23); {
		case due != 0:
		case checked < start+48*domain.Hour:
			due = checked + 2*domain.Hour
		default:
			due = checked + 12*domain.Hour
		}
	case domain.TrackPickedUp:
		due = checked + 6*domain.Hour
		if extra := marks(max(p.PickedAt, start), 20, 23); extra != 0 {
			due = min(due, extra)
		}
	case domain.TrackOutForDelivery, domain.TrackAtStation:
		due = checked + 4*domain.Hour
	case domain.TrackProblem, domain.TrackRefused:
		due = checked + 4*domain.Hour
		if checked > p.LastAt+3*domain.Day {
			due = checked + domain.Day
		}
	default:
		due = checked + 8*domain.Hour
	}
	if p.Direction == domain.DirectionBack && !p.State.Final() {
		due = checked + 8*domain.Hour
	}
	if checked == 0 {
		due = max(due, start)
	}
	h := fnv.New32a()
	_, _ = h.Write([]byte(p.Waybill))
	due += domain.Instant(h.Sum32()%1800) * domain.Second
	if checked != 0 {
		due = max(due, checked+30*domain.Minute)
	}
	return due
}
