package store

import (
	"context"
	"strings"

	"afterdesk/backend/domain"
)

const evidenceSelect = `SELECT e.n, e.id, e.size, e.media_type, e.name, e.kind, e.source, e.operator, e.captured_at, e.captured_from, e.added_at, e.width,
	e.height, e.duration_ms, e.codes, e.log_index, e.log_hash, e.incomplete, e.device FROM evidence e`

func scanEvidence(r rower) (int64, domain.EvidenceItem, error) {
	var e domain.EvidenceItem
	var n int64
	var codes string
	err := r.Scan(&n, &e.ID, &e.Size, &e.MediaType, &e.Name, &e.Kind, &e.Source, &e.Operator, &e.CapturedAt, &e.CapturedFrom, &e.AddedAt, &e.Width,
		&e.Height, &e.DurationMs, &codes, &e.LogIndex, &e.LogHash, &e.Incomplete, &e.Device)
	e.Codes = textList(codes)
	return n, e, err
}

// PutEvidence stores what a file in the vault is. The bytes are named by their
// hash, so a file that is known keeps its first row; known says so.
func (t *Tx) PutEvidence(ctx context.Context, e domain.EvidenceItem) (known bool, err error) {
	if e.ID == "" {
		return false, invalid("id", "evidence without an id")
	}
	n, err := t.changed(ctx, `INSERT INTO evidence (id, size, media_type, name, kind, source, operator, captured_at, captured_from, added_at, width, height, duration_ms,
		codes, log_index, log_hash, incomplete, device, links) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0) ON CONFLICT (id) DO NOTHING`,
		e.ID, e.Size, e.MediaType, e.Name, string(e.Kind), string(e.Source), e.Operator, int64(e.CapturedAt), e.CapturedFrom, int64(e.AddedAt), e.Width,
		e.Height, e.DurationMs, listText(e.Codes), e.LogIndex, e.LogHash, asInt(e.Incomplete), e.Device)
	if err != nil {
		return false, err
	}
	t.counts["evidence"] += n
	if n > 0 {
		t.Topic("evidence")
	}
	return n == 0, nil
}

// PutLink ties a file to an order, and a case when one is named. The same link
// again keeps its first method, person and time. not_found for an unknown file.
func (t *Tx) PutLink(ctx context.Context, l domain.EvidenceLink) error {
	if _, _, err := domain.SplitKey(l.OrderID); err != nil {
		return err
	}
	n, err := t.evidenceNumber(ctx, l.EvidenceID)
	if err != nil {
		return err
	}
	if l.At == 0 {
		l.At = t.now
	}
	if _, err := t.exec(ctx, `INSERT INTO evidence_link (evidence_n, order_id, case_id, waybill, method, linked_by, at) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		n, l.OrderID, l.AfterSaleID, l.Waybill, string(l.Method), l.By, int64(l.At)); err != nil {
		return err
	}
	return t.countLinks(ctx, n)
}

// RemoveLink unties a file from an order and all its cases. not_found when there
// is no such link.
func (t *Tx) RemoveLink(ctx context.Context, evidenceID, orderID string) error {
	n, err := t.evidenceNumber(ctx, evidenceID)
	if err != nil {
		return err
	}
	gone, err := t.changed(ctx, `DELETE FROM evidence_link WHERE evidence_n = ? AND order_id = ?`, n, orderID)
	if err != nil {
		return err
	}
	if gone == 0 {
		return notFound("link")
	}
	return t.countLinks(ctx, n)
}

func (t *Tx) countLinks(ctx context.Context, n int64) error {
	t.Topic("evidence", "orders", "after_sales") // their rows show how many files they have
	_, err := t.exec(ctx, `UPDATE evidence SET links = (SELECT count(*) FROM evidence_link WHERE evidence_n = ?1) WHERE n = ?1`, n)
	return err
}

func (t *Tx) evidenceNumber(ctx context.Context, id string) (int64, error) {
	var n int64
	ok, err := one(ctx, t, `SELECT n FROM evidence WHERE id = ?`, []any{id}, &n)
	if err == nil && !ok {
		err = notFound("evidence")
	}
	return n, err
}

// SetEvidenceKind corrects what a file shows.
func (t *Tx) SetEvidenceKind(ctx context.Context, id string, kind domain.EvidenceKind) error {
	n, err := t.evidenceNumber(ctx, id)
	if err != nil {
		return err
	}
	t.Topic("evidence")
	_, err = t.exec(ctx, `UPDATE evidence SET kind = ? WHERE n = ?`, string(kind), n)
	return err
}

// evidenceWhere reads files with their links, newest added first.
func evidenceWhere(ctx context.Context, d db, cond string, args ...any) ([]domain.EvidenceRow, error) {
	ns, out := []int64{}, []domain.EvidenceRow{}
	at := map[int64]int{}
	if err := each(ctx, d, evidenceSelect+` WHERE `+cond+` ORDER BY e.n DESC`, args, func(r rower) error {
		n, e, err := scanEvidence(r)
		at[n] = len(out)
		ns, out = append(ns, n), append(out, domain.EvidenceRow{Item: e, Links: []domain.EvidenceLink{}})
		return err
	}); err != nil {
		return nil, err
	}
	err := each(ctx, d, `SELECT evidence_n, order_id, case_id, waybill, method, linked_by, at FROM evidence_link WHERE evidence_n IN (SELECT value FROM json_each(?))
		ORDER BY evidence_n, at, order_id, case_id`, []any{idList(ns)}, func(r rower) error {
		var n int64
		var l domain.EvidenceLink
		if err := r.Scan(&n, &l.OrderID, &l.AfterSaleID, &l.Waybill, &l.Method, &l.By, &l.At); err != nil {
			return err
		}
		row := &out[at[n]]
		l.EvidenceID = row.Item.ID
		row.Links = append(row.Links, l)
		return nil
	})
	return out, err
}

// ListEvidence returns a page of files, newest added first. Text matches the
// beginning of a waybill or order id of a link, or any part of a file's name.
func (s *Store) ListEvidence(ctx context.Context, q domain.EvidenceQuery) (domain.EvidencePage, error) {
	page := domain.EvidencePage{Items: []domain.EvidenceRow{}}
	var w where
	switch q.Linked {
	case "":
	case "yes":
		w.and("e.links > 0")
	case "no":
		w.and("e.links = 0")
	default:
		return page, invalid("linked", "yes, no or empty")
	}
	in(&w, "e.kind", q.Kinds)
	if q.OrderID != "" {
		w.and("e.n IN (SELECT evidence_n FROM evidence_link WHERE order_id = ?)", q.OrderID)
	}
	if q.CaseID != "" {
		w.and("e.n IN (SELECT evidence_n FROM evidence_link WHERE case_id = ? AND case_id <> '')", q.CaseID)
	}
	if q.From != 0 {
		w.and("e.added_at >= ?", int64(q.From))
	}
	if q.To != 0 {
		w.and("e.added_at < ?", int64(q.To))
	}
	if text := strings.TrimSpace(q.Text); text != "" {
		or := []string{`instr(lower(e.name), lower(?)) > 0`, `e.n IN (SELECT evidence_n FROM evidence_link WHERE waybill <> '' AND waybill >= ? AND waybill < ?)`}
		w.args = append(w.args, text, text, prefixEnd(text))
		shops, err := refs(ctx, s, s, nil)
		if err != nil {
			return page, err
		}
		for _, sh := range shops {
			or = append(or, `e.n IN (SELECT evidence_n FROM evidence_link WHERE order_id >= ? AND order_id < ?)`)
			key := sh.id + "." + text
			w.args = append(w.args, key, prefixEnd(key))
		}
		w.conds = append(w.conds, "("+strings.Join(or, " OR ")+")")
	}
	if q.Cursor != "" {
		at, err := cutCursor(q.Cursor, 1)
		if err != nil {
			return page, err
		}
		w.and("e.n < ?", at[0])
	}
	limit := limitOf(q.Limit)
	ns, err := numbers(ctx, s, `SELECT e.n FROM evidence e WHERE `+w.text()+` ORDER BY e.n DESC LIMIT ?`, append(w.args, limit+1)...)
	if err != nil {
		return page, err
	}
	if len(ns) > limit {
		ns = ns[:limit]
		page.Next = cursorOf(ns[limit-1])
	}
	page.Items, err = evidenceWhere(ctx, s, `e.n IN (SELECT value FROM json_each(?))`, idList(ns))
	return page, err
}

// GetEvidence returns a file with its links, or not_found.
func (s *Store) GetEvidence(ctx context.Context, id string) (domain.EvidenceRow, error) {
	list, err := evidenceWhere(ctx, s, `e.id = ?`, id)
	if err != nil {
		return domain.EvidenceRow{}, err
	}
	if len(list) == 0 {
		return domain.EvidenceRow{}, notFound("evidence")
	}
	return list[0], nil
}

// EachEvidence calls fn for every file, oldest first, in batches, so that fn may
// take its time over the disk.
func (s *Store) EachEvidence(ctx context.Context, fn func(domain.EvidenceItem) error) error {
	for last := int64(0); ; {
		var batch []domain.EvidenceItem
		if err := each(ctx, s, evidenceSelect+` WHERE e.n > ? ORDER BY e.n LIMIT 500`, []any{last}, func(r rower) error {
			n, e, err := scanEvidence(r)
			last, batch = n, append(batch, e)
			return err
		}); err != nil {
			return err
		}
		for _, e := range batch {
			if err := fn(e); err != nil {
				return err
			}
		}
		if len(batch) < 500 {
			return nil
		}
	}
}

// Coverage counts, per day of the shops' zones from..to inclusive, the orders that
// were shipped and those of them that have evidence. Days without shipped orders
// are left out.
func (s *Store) Coverage(ctx context.Context, shopIDs []string, from, to domain.ShopDay) ([]domain.EvidenceCoverageDay, error) {
	shops, err := refs(ctx, s, s, shopIDs)
	if err != nil {
		return nil, err
	}
	days := map[domain.ShopDay]*domain.EvidenceCoverageDay{}
	order := []domain.ShopDay{}
	for _, sh := range shops {
		start, _, err := from.Range(sh.zone)
		if err != nil {
			return nil, err
		}
		_, end, err := to.Range(sh.zone)
		if err != nil {
			return nil, err
		}
		if err := each(ctx, s, `SELECT o.shipped_at, EXISTS (SELECT 1 FROM evidence_link k WHERE k.order_id = ? || o.remote_id) FROM orders o`+shippedRange+` ORDER BY o.shipped_at`,
			[]any{sh.id + ".", sh.n, int64(start), int64(end)}, func(r rower) error {
				var at domain.Instant
				var covered int64
				if err := r.Scan(&at, &covered); err != nil {
					return err
				}
				day := domain.DayOf(at, sh.zone)
				if days[day] == nil {
					days[day] = &domain.EvidenceCoverageDay{Day: day}
					order = append(order, day)
				}
				days[day].Shipped++
				days[day].Covered += covered
				return nil
			}); err != nil {
			return nil, err
		}
	}
	sortDays(order)
	out := make([]domain.EvidenceCoverageDay, 0, len(order))
	for _, d := range order {
		out = append(out, *days[d])
	}
	return out, nil
}

// PutPack writes down that a pack was built.
func (t *Tx) PutPack(ctx context.Context, p domain.EvidencePack) error {
	body, err := toJSON(p)
	if err != nil {
		return err
	}
	n, err := t.changed(ctx, `INSERT INTO evidence_pack (id, case_id, order_id, created_at, body) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`, p.ID, p.AfterSaleID, p.OrderID, int64(p.CreatedAt), body)
	if err != nil {
		return err
	}
	if n == 0 {
		_, err = t.exec(ctx, `UPDATE evidence_pack SET case_id = ?, order_id = ?, created_at = ?, body = ? WHERE id = ?`, p.AfterSaleID, p.OrderID, int64(p.CreatedAt), body, p.ID)
	}
	t.counts["packs"] += n
	t.Topic("packs")
	return err
}

// ListPacks returns packs, newest first; afterSaleID "" means of every case.
func (s *Store) ListPacks(ctx context.Context, afterSaleID string, limit int) ([]domain.EvidencePack, error) {
	if afterSaleID == "" {
		return bodies[domain.EvidencePack](ctx, s, `SELECT body FROM evidence_pack ORDER BY created_at DESC, id DESC LIMIT ?`, limitOf(limit))
	}
	return bodies[domain.EvidencePack](ctx, s, `SELECT body FROM evidence_pack WHERE case_id = ? ORDER BY created_at DESC, id DESC LIMIT ?`, afterSaleID, limitOf(limit))
}
