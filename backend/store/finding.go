package store

import (
	"context"
	"slices"
	"strings"

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
	return page, s.dressFindings(ctx, page.Items)
}

// dressFindings adds the words of the parcels and orders that findings are about,
// in three statements for a whole page. What is gone leaves its words empty.
func (s *Store) dressFindings(ctx context.Context, rows []domain.FindingRow) error {
	var parcels, orders, first [][]any // each begins with the place in rows
	for i := range rows {
		f := &rows[i].Finding
		if shop, rest, err := domain.SplitKey(f.SubjectID); err == nil && f.Subject == domain.SubjectParcel {
			if carrier, waybill, ok := strings.Cut(rest, ":"); ok {
				parcels = append(parcels, []any{i, shop, carrier, waybill})
			}
		}
		if shop, remote, err := domain.SplitKey(f.OrderID); err == nil {
			orders = append(orders, []any{i, shop, remote})
		}
	}
	const keys = `json_extract(k.value, '$[0]') FROM json_each(?) k CROSS JOIN shop sh ON sh.id = json_extract(k.value, '$[1]')`
	words := func(list [][]any, on string) error {
		return each(ctx, s, `SELECT p.waybill, p.carrier_name, p.state, p.last_text, p.last_at, `+keys+` CROSS JOIN parcel p ON `+on, []any{idList(list)}, func(r rower) error {
			var v domain.FindingRow
			var i int
			err := r.Scan(&v.Waybill, &v.CarrierName, &v.ParcelState, &v.LastText, &v.LastAt, &i)
			if row := &rows[i]; err == nil && row.Waybill == "" { // the first one stays
				row.Waybill, row.CarrierName, row.ParcelState, row.LastText, row.LastAt = v.Waybill, v.CarrierName, v.ParcelState, v.LastText, v.LastAt
			}
			return err
		})
	}
	if err := words(parcels, `p.waybill = json_extract(k.value, '$[3]') AND p.carrier_code = json_extract(k.value, '$[2]') AND p.shop_n = sh.n`); err != nil {
		return err
	}
	if err := each(ctx, s, `SELECT json_extract(k.value, '$[2]'), ifnull((SELECT i.product_name FROM orders o CROSS JOIN order_line l ON l.order_n = o.n CROSS JOIN item i ON i.n = l.item_n
		WHERE o.remote_id = json_extract(k.value, '$[2]') AND o.shop_n = sh.n ORDER BY l.pos LIMIT 1), ''), `+keys, []any{idList(orders)}, func(r rower) error {
		var remote, title string
		var i int
		err := r.Scan(&remote, &title, &i)
		if err == nil {
			rows[i].OrderRemoteID, rows[i].Title = remote, title
		}
		return err
	}); err != nil {
		return err
	}
	for _, o := range orders {
		if rows[o[0].(int)].Waybill == "" {
			first = append(first, o)
		}
	}
	return words(first, `p.order_remote = json_extract(k.value, '$[2]') AND p.order_remote <> '' AND p.shop_n = sh.n AND p.direction = 'out' ORDER BY p.n`)
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
