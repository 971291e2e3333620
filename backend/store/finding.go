package store

import (
	"context"
	"slices"

	"afterdesk/backend/domain"
)

// PutFindings stores the full result of one run of a check. A finding with a
// known key is brought up to date and keeps its id, owner and first time; one
// that a person dismissed stays dismissed; a resolved one that is found again
// opens again and counts as fresh. Open ones of the check that are not in found
// become resolved.
func (t *Tx) PutFindings(ctx context.Context, check string, found []domain.Finding) (fresh, resolved int64, err error) {
	seen := map[string]bool{}
	for i := range found {
		f := found[i]
		if f.Key == "" {
			return fresh, resolved, invalid("key", "finding without a key")
		}
		seen[f.Key] = true
		f.Check, f.LastSeen = check, t.now
		was, err := bodies[domain.Finding](ctx, t, `SELECT body FROM finding WHERE key = ?`, f.Key)
		if err != nil {
			return fresh, resolved, err
		}
		isNew := len(was) == 0
		if isNew {
			f.State, f.FirstSeen, f.ResolvedAt = domain.FindingOpen, t.now, 0
			if f.ID == "" {
				f.ID = domain.NewID(t.now)
			}
			t.counts["findings"]++
		} else {
			old := was[0]
			f.ID, f.FirstSeen, f.State, f.ResolvedAt = old.ID, old.FirstSeen, old.State, old.ResolvedAt
			if f.Owner == "" {
				f.Owner = old.Owner
			}
			if old.State == domain.FindingResolved {
				f.State, f.ResolvedAt, isNew = domain.FindingOpen, 0, true
			}
		}
		if isNew {
			fresh++
		}
		if err := t.writeFinding(ctx, &f); err != nil {
			return fresh, resolved, err
		}
	}
	open, err := bodies[domain.Finding](ctx, t, `SELECT body FROM finding WHERE check_id = ? AND state = 'open'`, check)
	if err != nil {
		return fresh, resolved, err
	}
	for i := range open {
		f := &open[i]
		if seen[f.Key] {
			continue
		}
		f.State, f.ResolvedAt = domain.FindingResolved, t.now
		if err := t.writeFinding(ctx, f); err != nil {
			return fresh, resolved, err
		}
		resolved++
	}
	if len(found) > 0 || resolved > 0 {
		t.Topic("findings")
	}
	return fresh, resolved, nil
}

func (t *Tx) writeFinding(ctx context.Context, f *domain.Finding) error {
	body, err := toJSON(f)
	if err != nil {
		return err
	}
	due := int64(f.DueAt)
	if due == 0 {
		due = noDue
	}
	_, err = t.exec(ctx, `INSERT INTO finding (id, key, check_id, shop_id, subject, subject_id, order_id, state, due_at, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (key) DO UPDATE SET check_id = excluded.check_id, shop_id = excluded.shop_id, subject = excluded.subject, subject_id = excluded.subject_id,
		order_id = excluded.order_id, state = excluded.state, due_at = excluded.due_at, body = excluded.body`,
		f.ID, f.Key, f.Check, f.ShopID, string(f.Subject), f.SubjectID, f.OrderID, string(f.State), due, body)
	return err
}

// MoveFinding gives a finding a state and an owner; "" leaves that side as it is.
func (t *Tx) MoveFinding(ctx context.Context, id string, state domain.FindingState, owner string) error {
	if state != "" && !slices.Contains(domain.FindingStates, state) {
		return invalid("state", "no such state")
	}
	f, err := getBody[domain.Finding](ctx, t, "finding", `SELECT body FROM finding WHERE id = ?`, id)
	if err != nil {
		return err
	}
	if owner != "" {
		f.Owner = owner
	}
	if state != "" && state != f.State {
		f.State, f.ResolvedAt = state, t.now
		if state == domain.FindingOpen {
			f.ResolvedAt = 0
		}
	}
	t.Topic("findings")
	return t.writeFinding(ctx, &f)
}

// ListFindings returns a page of findings: when q asks for open ones alone, those
// due first come first; otherwise newest first.
func (s *Store) ListFindings(ctx context.Context, q domain.FindingQuery) (domain.FindingPage, error) {
	page := domain.FindingPage{Items: []domain.FindingRow{}}
	byDue := len(q.States) == 1 && q.States[0] == domain.FindingOpen
	var w where
	in(&w, "f.shop_id", q.ShopIDs)
	in(&w, "f.check_id", q.Checks)
	if byDue {
		w.and("f.state = 'open'") // literally, so that the index of open ones is used
	} else {
		in(&w, "f.state", q.States)
	}
	if q.Subject != "" {
		w.and("f.subject = ?", string(q.Subject))
	}
	if q.OrderID != "" {
		w.and("f.order_id = ? AND f.order_id <> ''", q.OrderID)
	}
	order := "f.id DESC"
	if byDue {
		order = "f.due_at, f.id"
	}
	if q.Cursor != "" {
		var due int64
		ok, err := one(ctx, s, `SELECT due_at FROM finding WHERE id = ?`, []any{q.Cursor}, &due)
		if err != nil {
			return page, err
		}
		switch {
		case !ok:
			return page, invalid("cursor", "not a cursor of this list")
		case byDue:
			w.and("(f.due_at, f.id) > (?, ?)", due, q.Cursor)
		default:
			w.and("f.id < ?", q.Cursor)
		}
	}
	limit := limitOf(q.Limit)
	err := each(ctx, s, `SELECT f.body FROM finding f WHERE `+w.text()+` ORDER BY `+order+` LIMIT ?`, append(w.args, limit+1), func(r rower) error {
		if len(page.Items) == limit {
			page.Next = page.Items[limit-1].Finding.ID
			return nil
		}
		var body string
		var row domain.FindingRow
		if err := r.Scan(&body); err != nil {
			return err
		}
		if err := fromJSON(body, &row.Finding); err != nil {
			return err
		}
		page.Items = append(page.Items, row)
		return nil
	})
	if err != nil {
		return page, err
	}
	for i := range page.Items {
		if err := s.dressFinding(ctx, &page.Items[i]); err != nil {
			return page, err
		}
	}
	return page, nil
}

// dressFinding adds the words of the parcel and order that a finding is about.
func (s *Store) dressFinding(ctx context.Context, row *domain.FindingRow) error {
	orderID := row.Finding.OrderID
	parcel := func(cond string, args ...any) error {
		_, err := one(ctx, s, `SELECT p.waybill, p.carrier_name, p.state, p.last_text, p.last_at FROM parcel p WHERE `+cond+` LIMIT 1`, args,
			&row.Waybill, &row.CarrierName, &row.ParcelState, &row.LastText, &row.LastAt)
		return err
	}
	if row.Finding.Subject == domain.SubjectParcel {
		shopN, carrier, waybill, err := parcelKey(ctx, s, row.Finding.SubjectID)
		if err == nil {
			err = parcel(`p.waybill = ? AND p.carrier_code = ? AND p.shop_n = ?`, waybill, carrier, shopN)
		}
		if err != nil && domain.CodeOf(err) != domain.CodeNotFound && domain.CodeOf(err) != domain.CodeInvalid {
			return err
		}
	}
	if orderID == "" {
		return nil
	}
	shopN, remote, ok, err := split(ctx, s, orderID)
	if err != nil || !ok {
		return nil // an order of a shop that was removed: the finding still shows
	}
	row.OrderRemoteID = remote
	if _, err := one(ctx, s, `SELECT i.product_name FROM orders o JOIN order_line l ON l.order_n = o.n JOIN item i ON i.n = l.item_n
		WHERE o.remote_id = ? AND o.shop_n = ? ORDER BY l.pos LIMIT 1`, []any{remote, shopN}, &row.Title); err != nil {
		return err
	}
	if row.Waybill == "" {
		return parcel(`p.order_remote = ? AND p.shop_n = ? AND p.direction = 'out' ORDER BY p.n`, remote, shopN)
	}
	return nil
}

// CountFindings counts open findings by check.
func (s *Store) CountFindings(ctx context.Context) (map[string]int64, error) {
	return countBy(ctx, s, `SELECT check_id, count(*) FROM finding WHERE state = 'open' GROUP BY check_id`)
}

func countBy(ctx context.Context, d db, query string, args ...any) (map[string]int64, error) {
	out := map[string]int64{}
	err := each(ctx, d, query, args, func(r rower) error {
		var name string
		var n int64
		err := r.Scan(&name, &n)
		out[name] = n
		return err
	})
	return out, err
}

// PutReceipt writes down one run of a check.
func (t *Tx) PutReceipt(ctx context.Context, r domain.CheckReceipt) error {
	body, err := toJSON(r)
	if err != nil {
		return err
	}
	t.Topic("checks")
	_, err = t.exec(ctx, `INSERT INTO check_receipt (id, check_id, started_at, body) VALUES (?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET check_id = excluded.check_id, started_at = excluded.started_at, body = excluded.body`, r.ID, r.Check, int64(r.StartedAt), body)
	return err
}

// ListReceipts returns receipts, newest first; check "" means of every check.
func (s *Store) ListReceipts(ctx context.Context, check string, limit int) ([]domain.CheckReceipt, error) {
	if check == "" {
		return bodies[domain.CheckReceipt](ctx, s, `SELECT body FROM check_receipt ORDER BY started_at DESC, id DESC LIMIT ?`, limitOf(limit))
	}
	return bodies[domain.CheckReceipt](ctx, s, `SELECT body FROM check_receipt WHERE check_id = ? ORDER BY started_at DESC, id DESC LIMIT ?`, check, limitOf(limit))
}

// PutSchedule stores the last tick of a job that was answered.
func (t *Tx) PutSchedule(ctx context.Context, st domain.ScheduleState) error {
	t.Topic("checks")
	_, err := t.exec(ctx, `INSERT INTO schedule (id, last_at) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET last_at = excluded.last_at`, st.ID, int64(st.LastAt))
	return err
}

// ListSchedules returns the stored state of every job.
func (s *Store) ListSchedules(ctx context.Context) ([]domain.ScheduleState, error) {
	out := []domain.ScheduleState{}
	err := each(ctx, s, `SELECT id, last_at FROM schedule ORDER BY id`, nil, func(r rower) error {
		var v domain.ScheduleState
		err := r.Scan(&v.ID, &v.LastAt)
		out = append(out, v)
		return err
	})
	return out, err
}
