package store

import (
	"context"

	"afterdesk/backend/domain"
)

const phoneSelect = `SELECT id, name, operator, paired_at, seen_at, revoked_at, files, bytes FROM phone`

func scanPhone(r rower) (domain.Phone, error) {
	var p domain.Phone
	err := r.Scan(&p.ID, &p.Name, &p.Operator, &p.PairedAt, &p.SeenAt, &p.RevokedAt, &p.Files, &p.Bytes)
	return p, err
}

// PutPhone stores a paired phone and the hash of its token. A phone that is paired
// anew gets a new token, its old one opens nothing any more.
func (t *Tx) PutPhone(ctx context.Context, p domain.Phone, tokenHash string) error {
	if p.ID == "" || tokenHash == "" {
		return invalid("id", "phone without an id or a token")
	}
	t.Topic("phones")
	_, err := t.exec(ctx, `INSERT INTO phone (id, name, operator, token_hash, paired_at, seen_at, revoked_at, files, bytes) VALUES (?, ?, ?, ?, ?, ?, 0, 0, 0)
		ON CONFLICT (id) DO UPDATE SET name = excluded.name, operator = excluded.operator, token_hash = excluded.token_hash, paired_at = excluded.paired_at,
		seen_at = excluded.seen_at, revoked_at = 0`, p.ID, p.Name, p.Operator, tokenHash, int64(p.PairedAt), int64(p.SeenAt))
	return err
}

// PhoneByToken returns the phone that has the token of this hash, also a revoked
// one; not_found when nobody has it.
func (s *Store) PhoneByToken(ctx context.Context, tokenHash string) (domain.Phone, error) {
	return s.onePhone(ctx, `token_hash = ?`, tokenHash)
}

// GetPhone returns a phone or not_found.
func (s *Store) GetPhone(ctx context.Context, id string) (domain.Phone, error) {
	return s.onePhone(ctx, `id = ?`, id)
}

func (s *Store) onePhone(ctx context.Context, cond, arg string) (p domain.Phone, err error) {
	found := false
	err = each(ctx, s, phoneSelect+` WHERE `+cond, []any{arg}, func(r rower) error {
		found = true
		p, err = scanPhone(r)
		return err
	})
	if err == nil && !found {
		err = notFound("phone")
	}
	return p, err
}

// ListPhones returns every phone that was ever paired: those that may come in
// first, each group by when it was seen last.
func (s *Store) ListPhones(ctx context.Context) ([]domain.Phone, error) {
	out := []domain.Phone{}
	err := each(ctx, s, phoneSelect+` ORDER BY revoked_at > 0, seen_at DESC, id`, nil, func(r rower) error {
		p, err := scanPhone(r)
		out = append(out, p)
		return err
	})
	return out, err
}

// RevokePhone takes a phone's token back; the second time changes nothing.
func (t *Tx) RevokePhone(ctx context.Context, id string) error {
	t.Topic("phones")
	n, err := t.changed(ctx, `UPDATE phone SET revoked_at = CASE WHEN revoked_at = 0 THEN ? ELSE revoked_at END WHERE id = ?`, int64(t.now), id)
	if err == nil && n == 0 {
		err = notFound("phone")
	}
	return err
}

// SeePhone notes that a phone was here and what it brought.
func (t *Tx) SeePhone(ctx context.Context, id string, files, bytes int64) error {
	t.Topic("phones")
	_, err := t.exec(ctx, `UPDATE phone SET seen_at = max(seen_at, ?), files = files + ?, bytes = bytes + ? WHERE id = ?`, int64(t.now), files, bytes, id)
	return err
}

// CountRefusals adds refusals of the door for phones: counts add up, the last time grows.
func (t *Tx) CountRefusals(ctx context.Context, list []domain.RefusalCount) error {
	t.Topic("phones")
	for _, c := range list {
		if _, err := t.exec(ctx, `INSERT INTO door_refusal (reason, count, last_at) VALUES (?, ?, ?)
			ON CONFLICT (reason) DO UPDATE SET count = count + excluded.count, last_at = max(last_at, excluded.last_at)`,
			string(c.Reason), c.Count, int64(c.LastAt)); err != nil {
			return err
		}
	}
	return nil
}

// ListRefusals returns whom the door for phones sent away, the latest first.
func (s *Store) ListRefusals(ctx context.Context) ([]domain.RefusalCount, error) {
	out := []domain.RefusalCount{}
	err := each(ctx, s, `SELECT reason, count, last_at FROM door_refusal ORDER BY last_at DESC, reason`, nil, func(r rower) error {
		var c domain.RefusalCount
		err := r.Scan(&c.Reason, &c.Count, &c.LastAt)
		out = append(out, c)
		return err
	})
	return out, err
}
