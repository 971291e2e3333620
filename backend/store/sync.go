package store

import (
	"context"

	"afterdesk/backend/domain"
)

// PutRaw keeps what a platform sent, compressed. The same bytes again are not
// rewritten; an older fetch never replaces a newer one.
func (t *Tx) PutRaw(ctx context.Context, payloads []domain.RawPayload) error {
	for i := range payloads {
		p := &payloads[i]
		ref, err := t.shop(ctx, p.ShopID)
		if err != nil {
			return err
		}
		var hash string
		var fetched domain.Instant
		known, err := one(ctx, t, `SELECT hash, fetched_at FROM raw_payload WHERE shop_n = ? AND kind = ? AND remote_id = ?`, []any{ref.n, p.Kind, p.RemoteID}, &hash, &fetched)
		if err != nil {
			return err
		}
		if known && (hash == p.Hash || p.FetchedAt < fetched) {
			continue
		}
		if _, err := t.exec(ctx, `INSERT INTO raw_payload (shop_n, kind, remote_id, api, fetched_at, hash, body) VALUES (?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (shop_n, kind, remote_id) DO UPDATE SET api = excluded.api, fetched_at = excluded.fetched_at, hash = excluded.hash, body = excluded.body`,
			ref.n, p.Kind, p.RemoteID, p.API, int64(p.FetchedAt), p.Hash, t.s.enc.EncodeAll(p.Body, nil)); err != nil {
			return err
		}
	}
	return nil
}

const rawSelect = `SELECT r.n, sh.id, r.kind, r.remote_id, r.api, r.fetched_at, r.hash, r.body FROM raw_payload r JOIN shop sh ON sh.n = r.shop_n`

func (s *Store) scanRaw(r rower) (int64, domain.RawPayload, error) {
	var p domain.RawPayload
	var n int64
	var body []byte
	if err := r.Scan(&n, &p.ShopID, &p.Kind, &p.RemoteID, &p.API, &p.FetchedAt, &p.Hash, &body); err != nil {
		return 0, p, err
	}
	var err error
	if p.Body, err = s.dec.DecodeAll(body, nil); err != nil {
		return 0, p, domain.E(domain.CodeCorrupt, err, "item", "raw_payload")
	}
	return n, p, nil
}

// EachRaw calls fn for every kept payload of a kind of a shop, in batches: fn may
// write through another transaction.
func (s *Store) EachRaw(ctx context.Context, shopID, kind string, fn func(domain.RawPayload) error) error {
	const size = 200
	for last := int64(0); ; {
		var batch []domain.RawPayload
		// shop_n is hidden from the planner: this walks by row number, not by id.
		if err := each(ctx, s, rawSelect+` WHERE r.n > ? AND +r.shop_n = (SELECT n FROM shop WHERE id = ?) AND +r.kind = ? ORDER BY r.n LIMIT ?`, []any{last, shopID, kind, size}, func(r rower) error {
			n, p, err := s.scanRaw(r)
			last, batch = n, append(batch, p)
			return err
		}); err != nil {
			return err
		}
		for _, p := range batch {
			if err := fn(p); err != nil {
				return err
			}
		}
		if len(batch) < size {
			return nil
		}
	}
}

// GetRaw returns one kept payload or not_found.
func (s *Store) GetRaw(ctx context.Context, shopID, kind, remoteID string) (domain.RawPayload, error) {
	var out domain.RawPayload
	found := false
	err := each(ctx, s, rawSelect+` WHERE r.shop_n = (SELECT n FROM shop WHERE id = ?) AND r.kind = ? AND r.remote_id = ?`, []any{shopID, kind, remoteID}, func(r rower) error {
		var err error
		_, out, err = s.scanRaw(r)
		found = true
		return err
	})
	if err == nil && !found {
		err = notFound("raw_payload")
	}
	return out, err
}

// PutCursor stores where a pull of a stream goes on; one transaction with its rows.
func (t *Tx) PutCursor(ctx context.Context, shopID, stream, cursor string) error {
	ref, err := t.shop(ctx, shopID)
	if err != nil {
		return err
	}
	_, err = t.exec(ctx, `INSERT INTO sync_cursor (shop_n, stream, cursor) VALUES (?, ?, ?) ON CONFLICT (shop_n, stream) DO UPDATE SET cursor = excluded.cursor`, ref.n, stream, cursor)
	return err
}

// GetCursor returns the stored cursor, "" when there is none.
func (s *Store) GetCursor(ctx context.Context, shopID, stream string) (string, error) {
	var cursor string
	_, err := one(ctx, s, `SELECT c.cursor FROM sync_cursor c JOIN shop sh ON sh.n = c.shop_n WHERE sh.id = ? AND c.stream = ?`, []any{shopID, stream}, &cursor)
	return cursor, err
}

// PutRun writes down a pull, new or gone on.
func (t *Tx) PutRun(ctx context.Context, run domain.SyncRun) error {
	body, err := toJSON(run)
	if err != nil {
		return err
	}
	t.Topic("sync")
	_, err = t.exec(ctx, `INSERT INTO sync_run (id, shop_id, started_at, body) VALUES (?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET shop_id = excluded.shop_id, started_at = excluded.started_at, body = excluded.body`, run.ID, run.ShopID, int64(run.StartedAt), body)
	return err
}

// ListRuns returns pulls, newest first; shopID "" means of every shop.
func (s *Store) ListRuns(ctx context.Context, shopID string, limit int) ([]domain.SyncRun, error) {
	if shopID == "" {
		return bodies[domain.SyncRun](ctx, s, `SELECT body FROM sync_run ORDER BY started_at DESC, id DESC LIMIT ?`, limitOf(limit))
	}
	return bodies[domain.SyncRun](ctx, s, `SELECT body FROM sync_run WHERE shop_id = ? ORDER BY started_at DESC, id DESC LIMIT ?`, shopID, limitOf(limit))
}

// PutProblem writes down an item that could not be read; the same one again
// counts up.
func (t *Tx) PutProblem(ctx context.Context, p domain.SyncProblem) error {
	if p.ID == "" {
		p.ID = domain.NewID(t.now)
	}
	t.Topic("sync")
	_, err := t.exec(ctx, `INSERT INTO sync_problem (id, shop_id, api, remote_id, field, code, at, count) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (shop_id, api, remote_id, field, code) DO UPDATE SET at = max(at, excluded.at), count = count + excluded.count`,
		p.ID, p.ShopID, p.API, p.RemoteID, p.Field, string(p.Code), int64(p.At), max(p.Count, 1))
	return err
}

// ListProblems returns problems of a shop, newest first; "" means of every shop.
func (s *Store) ListProblems(ctx context.Context, shopID string, limit int) ([]domain.SyncProblem, error) {
	out := []domain.SyncProblem{}
	err := each(ctx, s, `SELECT id, shop_id, api, remote_id, field, code, at, count FROM sync_problem WHERE (?1 = '' OR shop_id = ?1) ORDER BY at DESC, id DESC LIMIT ?2`,
		[]any{shopID, limitOf(limit)}, func(r rower) error {
			var p domain.SyncProblem
			err := r.Scan(&p.ID, &p.ShopID, &p.API, &p.RemoteID, &p.Field, &p.Code, &p.At, &p.Count)
			out = append(out, p)
			return err
		})
	return out, err
}

// CountUnmapped adds values that no table knows; a person's mapping stays.
func (t *Tx) CountUnmapped(ctx context.Context, seen []domain.Unmapped) error {
	for _, u := range seen {
		if u.FirstAt == 0 {
			u.FirstAt = t.now
		}
		if _, err := t.exec(ctx, `INSERT INTO unmapped (shop_id, field, raw, platform, count, first_at, last_at, mapped_to) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (shop_id, field, raw) DO UPDATE SET count = count + excluded.count, first_at = min(first_at, excluded.first_at), last_at = max(last_at, excluded.last_at)`,
			u.ShopID, u.Field, u.Raw, u.Platform, max(u.Count, 1), int64(u.FirstAt), int64(max(u.LastAt, u.FirstAt)), u.MappedTo); err != nil {
			return err
		}
	}
	if len(seen) > 0 {
		t.Topic("sync")
	}
	return nil
}

// MapValue stores a person's mapping of an unknown value; to "" takes it back.
func (t *Tx) MapValue(ctx context.Context, shopID, field, raw, to string) error {
	n, err := t.changed(ctx, `UPDATE unmapped SET mapped_to = ? WHERE shop_id = ? AND field = ? AND raw = ?`, to, shopID, field, raw)
	if err != nil {
		return err
	}
	if n == 0 {
		return notFound("unmapped")
	}
	t.Topic("sync")
	return nil
}

// ListUnmapped returns the unknown values of a shop, most frequent first; ""
// means of every shop.
func (s *Store) ListUnmapped(ctx context.Context, shopID string) ([]domain.Unmapped, error) {
	out := []domain.Unmapped{}
	err := each(ctx, s, `SELECT shop_id, field, raw, platform, count, first_at, last_at, mapped_to FROM unmapped WHERE (?1 = '' OR shop_id = ?1) ORDER BY count DESC, field, raw`,
		[]any{shopID}, func(r rower) error {
			var u domain.Unmapped
			err := r.Scan(&u.ShopID, &u.Field, &u.Raw, &u.Platform, &u.Count, &u.FirstAt, &u.LastAt, &u.MappedTo)
			out = append(out, u)
			return err
		})
	return out, err
}
