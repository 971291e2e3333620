package store

import (
	"cmp"
	"context"
	"database/sql"
	"hash/fnv"
	"slices"

	"afterdesk/backend/domain"
)

type nullInt = sql.NullInt64

// PutTraces adds events to a parcel, leaving out those it has, and derives from
// all of them the parcel's state and milestones. An event that it has is read
// anew: when its state or site differs (a word that was learned since), the
// stored one changes. When every parcel sent to the buyer is signed, the order's
// lines are. checkedAt is when the carrier was asked, also if it answered with
// nothing; 0 when it was not asked. told counts events that are new or mean
// something else now. not_found when the parcel is unknown.
func (t *Tx) PutTraces(ctx context.Context, parcelID string, events []domain.TraceEvent, checkedAt domain.Instant) (told int64, err error) {
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
	before, err := tracesOf(ctx, t, n)
	if err != nil {
		return 0, err
	}
	after, changed, err := t.mergeTraces(ctx, n, before, events)
	if err != nil {
		return 0, err
	}
	added := int64(len(after) - len(before))
	told = added + changed
	t.counts["traces"] += added
	signedBefore := p.SignedAt
	if told > 0 {
		if changed > 0 {
			forget(&p, before)
		}
		derive(&p, after)
	}
	if told == 0 && checkedAt <= p.TraceCheckedAt {
		return 0, nil
	}
	p.TraceCheckedAt = max(p.TraceCheckedAt, checkedAt)
	order, _ := remoteOf(p.ShopID, p.OrderID, "orderId")
	afterSale, _ := remoteOf(p.ShopID, p.AfterSaleID, "afterSaleId")
	query, args := updateParcel.with(append(parcelArgs(&p, order, afterSale), n), true)
	if _, err := t.exec(ctx, query, args...); err != nil {
		return told, err
	}
	t.Topic("parcels")
	if p.Direction == domain.DirectionOut && p.SignedAt != signedBefore && order != "" {
		ref, err := t.shop(ctx, p.ShopID)
		if err != nil {
			return told, err
		}
		if err := t.signOrder(ctx, ref, order, signedBefore); err != nil {
			return told, err
		}
	}
	return told, nil
}

// mergeTraces writes the events that a parcel does not have yet and corrects
// those that it reads otherwise now. An event is known by its moment, code and
// words. It returns all events, oldest first, and how many it corrected.
func (t *Tx) mergeTraces(ctx context.Context, n int64, have, events []domain.TraceEvent) (all []domain.TraceEvent, changed int64, err error) {
	type eventKey struct {
		at         domain.Instant
		code, text string
	}
	type place struct{ in, k int64 } // in all, and among the events of its moment
	known := map[eventKey]place{}
	next := map[domain.Instant]int64{}
	add := func(e domain.TraceEvent) int64 {
		k := next[e.At] // in the order of k: the k-th of a moment has number k
		known[eventKey{e.At, e.RawCode, e.Text}] = place{int64(len(all)), k}
		next[e.At]++
		all = append(all, e)
		return k
	}
	for _, e := range have {
		add(e)
	}
	for _, e := range events {
		if at, ok := known[eventKey{e.At, e.RawCode, e.Text}]; ok {
			was := &all[at.in]
			if was.State == e.State && was.Site == e.Site {
				continue
			}
			if _, err := t.exec(ctx, `UPDATE trace_event SET state = ?, site = ? WHERE parcel_n = ? AND at = ? AND k = ?`, string(e.State), e.Site, n, int64(e.At), at.k); err != nil {
				return nil, changed, err
			}
			was.State, was.Site = e.State, e.Site
			changed++
			continue
		}
		if _, err := t.exec(ctx, `INSERT INTO trace_event (parcel_n, at, k, state, raw_code, text, site, reporter) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
			n, int64(e.At), add(e), string(e.State), e.RawCode, e.Text, e.Site, e.Reporter); err != nil {
			return nil, changed, err
		}
	}
	slices.SortStableFunc(all, func(a, b domain.TraceEvent) int { return cmp.Compare(a.At, b.At) })
	return all, changed, nil
}

// forget takes back what a parcel learned from events that are about to be read
// anew. A milestone that no event told came from the platform and stays.
func forget(p *domain.Parcel, events []domain.TraceEvent) {
	var told domain.Parcel
	derive(&told, events)
	for _, m := range []struct {
		at   *domain.Instant
		told domain.Instant
	}{{&p.PickedAt, told.PickedAt}, {&p.HubAt, told.HubAt}, {&p.DeliveryAt, told.DeliveryAt}, {&p.SignedAt, told.SignedAt}} {
		if *m.at == m.told {
			*m.at = 0
		}
	}
	if p.LastAt == told.LastAt {
		p.State, p.LastAt, p.LastText = domain.TrackNone, 0, ""
	}
}

// HoldParcels keeps parcels from being due again before a moment: they are about
// to be asked for. The answer sets their next time anew; a program that ends
// before it does not ask twice.
func (t *Tx) HoldParcels(ctx context.Context, parcelIDs []string, until domain.Instant) error {
	for _, id := range parcelIDs {
		shopN, carrier, waybill, err := parcelKey(ctx, t, id)
		if err != nil {
			return err
		}
		if _, err := t.exec(ctx, `UPDATE parcel SET next_check = ?1 WHERE waybill = ?2 AND carrier_code = ?3 AND shop_n = ?4 AND next_check > 0 AND next_check < ?1`,
			int64(until), waybill, carrier, shopN); err != nil {
			return err
		}
	}
	return nil
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
// sent to the buyer is signed; the last one decides. was is the time that a
// parcel no longer claims: lines that had it from there lose it.
func (t *Tx) signOrder(ctx context.Context, ref *shopRef, orderRemote string, was domain.Instant) error {
	var parcels, signed int64
	var at domain.Instant
	if _, err := one(ctx, t, `SELECT count(*), ifnull(sum(signed_at > 0), 0), ifnull(max(signed_at), 0) FROM parcel
		WHERE order_remote = ? AND shop_n = ? AND direction = 'out' AND state <> 'cancelled'`, []any{orderRemote, ref.n}, &parcels, &signed, &at); err != nil {
		return err
	}
	if signed < parcels {
		if was == 0 {
			return nil
		}
		was, at = max(was, at), 0
	}
	n, err := t.changed(ctx, `UPDATE order_line SET signed_at = ?1 WHERE order_n = (SELECT n FROM orders WHERE remote_id = ?2 AND shop_n = ?3) AND signed_at <> ?1
		AND (?1 > 0 OR signed_at = ?4)`, int64(at), orderRemote, ref.n, int64(was))
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

// EachUnknownTrace calls fn for every parcel of a shop that has events of no
// known state, with these events. fn may write.
func (s *Store) EachUnknownTrace(ctx context.Context, shopID string, fn func(parcelID string, events []domain.TraceEvent) error) error {
	type found struct {
		id     string
		events []domain.TraceEvent
	}
	var all []found
	err := each(ctx, s, `SELECT p.carrier_code, p.waybill, e.at, e.state, e.raw_code, e.text, e.site, e.reporter FROM trace_event e JOIN parcel p ON p.n = e.parcel_n
		WHERE e.state = 'unknown' AND p.shop_n = (SELECT n FROM shop WHERE id = ?) ORDER BY e.parcel_n, e.at, e.k`, []any{shopID}, func(r rower) error {
		var carrier, waybill string
		var e domain.TraceEvent
		if err := r.Scan(&carrier, &waybill, &e.At, &e.State, &e.RawCode, &e.Text, &e.Site, &e.Reporter); err != nil {
			return err
		}
		id := domain.ParcelID(shopID, carrier, waybill)
		if len(all) == 0 || all[len(all)-1].id != id {
			all = append(all, found{id: id})
		}
		last := &all[len(all)-1]
		last.events = append(last.events, e)
		return nil
	})
	if err != nil {
		return err
	}
	for _, f := range all {
		if err := fn(f.id, f.events); err != nil {
			return err
		}
	}
	return nil
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
