package store

import (
	"context"

	"afterdesk/backend/domain"
)

// PutStamp writes a token's row down and drops the wishes that it grants: those of its
// authority that ask for no more than it covers. The same token again changes nothing.
func (t *Tx) PutStamp(ctx context.Context, s domain.Stamp) error {
	body, err := toJSON(s)
	if err != nil {
		return err
	}
	if _, err := t.exec(ctx, `INSERT INTO stamp (id, authority_id, tree_size, log_index, at, body) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
		s.ID, s.AuthorityID, s.Size, s.LogIndex, int64(s.At), body); err != nil {
		return err
	}
	t.Topic("stamps")
	_, err = t.exec(ctx, `DELETE FROM stamp_wish WHERE authority_id = ? AND tree_size <= ?`, s.AuthorityID, s.Size)
	return err
}

// PutStampWish keeps a wish, or what became of trying it.
func (t *Tx) PutStampWish(ctx context.Context, w domain.StampWish) error {
	body, err := toJSON(w)
	if err != nil {
		return err
	}
	t.Topic("stamps")
	_, err = t.exec(ctx, `INSERT INTO stamp_wish (authority_id, reason, subject, tree_size, asked_at, body) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (authority_id, reason, subject) DO UPDATE SET tree_size = excluded.tree_size, asked_at = excluded.asked_at, body = excluded.body`,
		w.AuthorityID, string(w.Reason), w.Subject, w.Size, int64(w.AskedAt), body)
	return err
}

// RemoveStampWishes drops everything that an authority was to be asked for.
func (t *Tx) RemoveStampWishes(ctx context.Context, authorityID string) error {
	t.Topic("stamps")
	_, err := t.exec(ctx, `DELETE FROM stamp_wish WHERE authority_id = ?`, authorityID)
	return err
}

// ListStampWishes returns the queue, oldest first.
func (s *Store) ListStampWishes(ctx context.Context) ([]domain.StampWish, error) {
	return bodies[domain.StampWish](ctx, s, `SELECT body FROM stamp_wish ORDER BY asked_at, authority_id, reason, subject`)
}

// CoveringStamps returns of each authority the stamp with the smallest head over at
// least size records: once one exists, later tokens do not change the answer. Sorted
// by authority.
func (s *Store) CoveringStamps(ctx context.Context, size int64) ([]domain.Stamp, error) {
	return bodies[domain.Stamp](ctx, s, `SELECT s.body FROM stamp s WHERE s.tree_size >= ? AND NOT EXISTS (
		SELECT 1 FROM stamp e WHERE e.authority_id = s.authority_id AND e.tree_size >= ?
		AND (e.tree_size < s.tree_size OR e.tree_size = s.tree_size AND e.log_index < s.log_index)) ORDER BY s.authority_id`, size, size)
}

// LastStamp returns the newest stamp of an authority, of any when authorityID is "".
// nil when there is none.
func (s *Store) LastStamp(ctx context.Context, authorityID string) (*domain.Stamp, error) {
	list, err := bodies[domain.Stamp](ctx, s, `SELECT body FROM stamp WHERE ? = '' OR authority_id = ? ORDER BY log_index DESC LIMIT 1`, authorityID, authorityID)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return &list[0], nil
}

// CountStamps counts the tokens of an authority.
func (s *Store) CountStamps(ctx context.Context, authorityID string) (n int64, err error) {
	_, err = one(ctx, s, `SELECT count(*) FROM stamp WHERE authority_id = ?`, []any{authorityID}, &n)
	return n, err
}
