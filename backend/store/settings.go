package store

import (
	"context"
	"encoding/json"

	"afterdesk/backend/domain"
)

// PutSettings stores the one settings row.
func (t *Tx) PutSettings(ctx context.Context, v domain.Settings) error {
	body, err := toJSON(v)
	if err != nil {
		return err
	}
	t.Topic("settings")
	_, err = t.exec(ctx, `INSERT INTO settings (n, body) VALUES (1, ?) ON CONFLICT (n) DO UPDATE SET body = excluded.body`, body)
	return err
}

// GetSettings returns the stored settings over the defaults, so that a setting
// that came with a later version has its default.
func (s *Store) GetSettings(ctx context.Context) (domain.Settings, error) {
	v := domain.DefaultSettings()
	var body string
	ok, err := one(ctx, s, `SELECT body FROM settings WHERE n = 1`, nil, &body)
	if err != nil || !ok {
		return v, err
	}
	// Maps merge when decoded over; a stored map is whole and must replace.
	var top map[string]json.RawMessage
	if err := fromJSON(body, &top); err != nil {
		return v, err
	}
	for name, clear := range map[string]func(){
		"schedules":     func() { v.Schedules = nil },
		"ruleOverrides": func() { v.RuleOverrides = nil },
		"savedViews":    func() { v.SavedViews = nil },
		"calendar":      func() { v.Calendar = domain.Calendar{} },
	} {
		if raw, ok := top[name]; ok && string(raw) != "null" {
			clear()
		}
	}
	return v, fromJSON(body, &v)
}

// PutAudit writes down one thing that must be traceable. An empty id gets a new one.
func (t *Tx) PutAudit(ctx context.Context, e domain.AuditEntry) error {
	if e.ID == "" {
		e.ID = domain.NewID(t.now)
	}
	if e.At == 0 {
		e.At = t.now
	}
	body, err := toJSON(e)
	if err != nil {
		return err
	}
	t.Topic("audit")
	_, err = t.exec(ctx, `INSERT INTO audit (id, subject_id, body) VALUES (?, ?, ?)`, e.ID, e.SubjectID, body)
	return err
}

// ListAudit returns entries, newest written first, and the cursor of the next
// page, "" at the end.
func (s *Store) ListAudit(ctx context.Context, limit int, cursor string) ([]domain.AuditEntry, string, error) {
	var w where
	if cursor != "" {
		at, err := cutCursor(cursor, 1)
		if err != nil {
			return nil, "", err
		}
		w.and("n < ?", at[0])
	}
	limit = limitOf(limit)
	out, ns := []domain.AuditEntry{}, []int64{}
	err := each(ctx, s, `SELECT n, body FROM audit WHERE `+w.text()+` ORDER BY n DESC LIMIT ?`, append(w.args, limit+1), func(r rower) error {
		var n int64
		var body string
		var e domain.AuditEntry
		if err := r.Scan(&n, &body); err != nil {
			return err
		}
		ns, out = append(ns, n), append(out, e)
		return fromJSON(body, &out[len(out)-1])
	})
	if err != nil || len(out) <= limit {
		return out, "", err
	}
	return out[:limit], cursorOf(ns[limit-1]), nil
}

// CountHost adds contacts with machines outside to the network page: requests
// and blocked ones add up, first and last times widen.
func (t *Tx) CountHost(ctx context.Context, seen []domain.HostContact) error {
	for _, h := range seen {
		if _, err := t.exec(ctx, `INSERT INTO host_contact (host, purpose, first_at, last_at, requests, blocked) VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT (host, purpose) DO UPDATE SET first_at = min(first_at, excluded.first_at), last_at = max(last_at, excluded.last_at),
			requests = requests + excluded.requests, blocked = blocked + excluded.blocked`,
			h.Host, h.Purpose, int64(h.FirstAt), int64(h.LastAt), h.Requests, h.Blocked); err != nil {
			return err
		}
	}
	return nil
}

// ListHosts returns every machine that was spoken to, last contact first.
func (s *Store) ListHosts(ctx context.Context) ([]domain.HostContact, error) {
	out := []domain.HostContact{}
	err := each(ctx, s, `SELECT host, purpose, first_at, last_at, requests, blocked FROM host_contact ORDER BY last_at DESC, host, purpose`, nil, func(r rower) error {
		var h domain.HostContact
		err := r.Scan(&h.Host, &h.Purpose, &h.FirstAt, &h.LastAt, &h.Requests, &h.Blocked)
		out = append(out, h)
		return err
	})
	return out, err
}

// CountQuota adds used calls to a shop's day; a limit that is told replaces the
// stored one, a pause only grows.
func (t *Tx) CountQuota(ctx context.Context, used []domain.Quota) error {
	for _, q := range used {
		if _, err := t.exec(ctx, `INSERT INTO quota (shop_id, api, day, used, cap, throttled, blocked_until) VALUES (?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (shop_id, api, day) DO UPDATE SET used = used + excluded.used, cap = CASE WHEN excluded.cap = 0 THEN cap ELSE excluded.cap END,
			throttled = throttled + excluded.throttled, blocked_until = max(blocked_until, excluded.blocked_until)`,
			q.ShopID, q.API, string(q.Day), q.Used, q.Limit, q.Throttled, int64(q.BlockedUntil)); err != nil {
			return err
		}
	}
	return nil
}

// ListQuotas returns what a shop used, newest day first.
func (s *Store) ListQuotas(ctx context.Context, shopID string) ([]domain.Quota, error) {
	out := []domain.Quota{}
	err := each(ctx, s, `SELECT shop_id, api, day, used, cap, throttled, blocked_until FROM quota WHERE shop_id = ? ORDER BY day DESC, api LIMIT 200`, []any{shopID}, func(r rower) error {
		var q domain.Quota
		err := r.Scan(&q.ShopID, &q.API, &q.Day, &q.Used, &q.Limit, &q.Throttled, &q.BlockedUntil)
		out = append(out, q)
		return err
	})
	return out, err
}
