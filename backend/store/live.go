package store

import (
	"context"
	"database/sql"
	"strings"

	"afterdesk/backend/domain"
)

// cache remembers the numbers of small rows that most lines refer to. It belongs
// to the writer and is thrown away when a transaction fails or when another
// process has written.
type cache struct {
	shops    map[string]*shopRef
	items    map[[16]byte]int64
	hosts    map[hostKey]hostVal
	sessions map[sessionKey]*sessionVal
}

type hostKey struct {
	shopN int64
	id    string
}

type hostVal struct {
	n    int64
	name string
}

type sessionKey struct {
	shopN int64
	room  string
}

type sessionVal struct {
	n          int64
	host       int64
	start, end domain.Instant
	inferred   bool
}

// cacheItems bounds the memory of the cache; past it, it starts anew.
const cacheItems = 50_000

func newCache() *cache {
	return &cache{shops: map[string]*shopRef{}, items: map[[16]byte]int64{}, hosts: map[hostKey]hostVal{}, sessions: map[sessionKey]*sessionVal{}}
}

// item finds or adds the wording of a line's SKU.
func (t *Tx) item(ctx context.Context, shopN int64, l *domain.OrderLine) (int64, error) {
	args := []any{shopN, l.ProductID, l.ProductName, l.SKUID, l.SKUCode, l.Spec, l.Size, l.Category, l.Picture}
	key := [16]byte(contentHash(args))
	c := t.s.cache
	if n, ok := c.items[key]; ok {
		return n, nil
	}
	var n int64
	ok, err := one(ctx, t, `SELECT n FROM item WHERE hash = ?`, []any{key[:]}, &n)
	if err != nil {
		return 0, err
	}
	if !ok {
		args = append(args, normID(l.SKUCode), key[:])
		if n, err = t.insert(ctx, `INSERT INTO item (shop_n, product_id, product_name, sku_id, sku_code, spec, size, category, picture, sku_norm, hash)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, args...); err != nil {
			return 0, err
		}
	}
	if len(c.items) >= cacheItems {
		c.items = map[[16]byte]int64{}
	}
	c.items[key] = n
	return n, nil
}

// host finds or adds a host and keeps the newest name. A host of which only the
// name is known gets the id "@name". 0 = no host.
func (t *Tx) host(ctx context.Context, shopN int64, id, name string) (int64, error) {
	if id == "" {
		if name == "" {
			return 0, nil
		}
		id = "@" + name
	}
	key := hostKey{shopN, id}
	c := t.s.cache
	v, known := c.hosts[key]
	if known && (name == "" || name == v.name) {
		return v.n, nil
	}
	if err := t.row(ctx, `INSERT INTO host (shop_n, host_id, name) VALUES (?, ?, ?) ON CONFLICT (host_id, shop_n)
		DO UPDATE SET name = CASE WHEN excluded.name = '' THEN name ELSE excluded.name END RETURNING n, name`, shopN, id, name).Scan(&v.n, &v.name); err != nil {
		return 0, sqlErr("put host", err)
	}
	if len(c.hosts) >= cacheItems {
		c.hosts = map[hostKey]hostVal{}
	}
	c.hosts[key] = v
	return v.n, nil
}

// session finds or infers the broadcast of a line. The times of an inferred one
// widen to hold at; a scheduled one is left as it is. 0 = unattributed.
func (t *Tx) session(ctx context.Context, shopN int64, room string, hostN int64, at domain.Instant) (int64, error) {
	if room == "" {
		return 0, nil
	}
	key := sessionKey{shopN, room}
	c := t.s.cache
	v, ok := c.sessions[key]
	if !ok {
		v = &sessionVal{}
		var host sql.NullInt64
		found, err := one(ctx, t, `SELECT n, host_n, start_at, end_at, inferred FROM live_session WHERE room_id = ? AND shop_n = ?`,
			[]any{room, shopN}, &v.n, &host, &v.start, &v.end, &v.inferred)
		if err != nil {
			return 0, err
		}
		v.host = host.Int64
		if !found {
			*v = sessionVal{host: hostN, start: at, end: at, inferred: true}
			if v.n, err = t.insert(ctx, `INSERT INTO live_session (shop_n, room_id, title, host_n, start_at, end_at, inferred) VALUES (?, ?, '', ?, ?, ?, 1)`,
				shopN, room, orNull(hostN), int64(at), int64(at)); err != nil {
				return 0, err
			}
			t.Topic("sessions")
		}
		if len(c.sessions) >= cacheItems {
			if err := t.flushSessions(ctx); err != nil {
				return 0, err
			}
			c.sessions = map[sessionKey]*sessionVal{}
		}
		c.sessions[key] = v
	}
	next := *v
	if next.host == 0 {
		next.host = hostN
	}
	if v.inferred && at != 0 {
		if next.start == 0 || at < next.start {
			next.start = at
		}
		next.end = max(next.end, at)
	}
	if next != *v {
		*v = next
		t.wider[v] = true
		t.Topic("sessions")
	}
	return v.n, nil
}

// flushSessions writes the sessions that the transaction's lines made wider: once
// each, because the orders of a page all widen the same few.
func (t *Tx) flushSessions(ctx context.Context) error {
	for v := range t.wider {
		if _, err := t.exec(ctx, `UPDATE live_session SET host_n = ?, start_at = ?, end_at = ? WHERE n = ?`,
			orNull(v.host), int64(v.start), int64(v.end), v.n); err != nil {
			return err
		}
	}
	clear(t.wider)
	return nil
}

// orNull stores a missing row number as NULL.
func orNull(n int64) any {
	if n == 0 {
		return nil
	}
	return n
}

// PutSessions stores broadcasts. A scheduled one (Inferred false) replaces an
// inferred one; an inferred one never replaces a scheduled one.
func (t *Tx) PutSessions(ctx context.Context, sessions []domain.LiveSession) (PutResult, error) {
	var res PutResult
	if err := t.flushSessions(ctx); err != nil {
		return res, err
	}
	for _, v := range sessions {
		ref, err := t.shop(ctx, v.ShopID)
		if err != nil {
			return res, err
		}
		room := v.RoomID
		if room == "" {
			if room, err = remoteOf(v.ShopID, v.ID, "id"); err != nil {
				return res, err
			}
		}
		if room == "" {
			return res, invalid("roomId", "a session needs a room")
		}
		hostN, err := t.host(ctx, ref.n, v.HostID, v.HostName)
		if err != nil {
			return res, err
		}
		var n int64
		known, err := one(ctx, t, `SELECT n FROM live_session WHERE room_id = ? AND shop_n = ?`, []any{room, ref.n}, &n)
		if err != nil {
			return res, err
		}
		changed, err := t.changed(ctx, `INSERT INTO live_session (shop_n, room_id, title, host_n, start_at, end_at, inferred) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
			ON CONFLICT (room_id, shop_n) DO UPDATE SET title = excluded.title, host_n = ifnull(excluded.host_n, host_n), start_at = excluded.start_at,
			end_at = excluded.end_at, inferred = excluded.inferred
			WHERE inferred >= excluded.inferred AND (title, ifnull(host_n, 0), start_at, end_at, inferred)
			IS NOT (excluded.title, ifnull(excluded.host_n, ifnull(host_n, 0)), excluded.start_at, excluded.end_at, excluded.inferred)`,
			ref.n, room, v.Title, orNull(hostN), int64(v.StartAt), int64(v.EndAt), asInt(v.Inferred))
		if err != nil {
			return res, err
		}
		delete(t.s.cache.sessions, sessionKey{ref.n, room})
		res.add(known, changed > 0)
	}
	if res.Added+res.Changed > 0 {
		t.Topic("sessions")
	}
	return res, nil
}

// PutPromises stores promises by their id; an empty id gets a new one.
func (t *Tx) PutPromises(ctx context.Context, promises []domain.Promise) (PutResult, error) {
	var res PutResult
	for _, p := range promises {
		ref, err := t.shop(ctx, p.ShopID)
		if err != nil {
			return res, err
		}
		if p.ID == "" {
			p.ID = domain.NewID(t.now)
		}
		var n int64
		known, err := one(ctx, t, `SELECT n FROM promise WHERE id = ?`, []any{p.ID}, &n)
		if err != nil {
			return res, err
		}
		changed, err := t.changed(ctx, `INSERT INTO promise (id, shop_n, session_id, product_id, sku_id, kind, wording, said_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (id) DO UPDATE SET shop_n = excluded.shop_n, session_id = excluded.session_id, product_id = excluded.product_id, sku_id = excluded.sku_id,
			kind = excluded.kind, wording = excluded.wording, said_at = excluded.said_at
			WHERE (shop_n, session_id, product_id, sku_id, kind, wording, said_at) IS NOT
			(excluded.shop_n, excluded.session_id, excluded.product_id, excluded.sku_id, excluded.kind, excluded.wording, excluded.said_at)`,
			p.ID, ref.n, p.SessionID, p.ProductID, p.SKUID, string(p.Kind), p.Wording, int64(p.SaidAt))
		if err != nil {
			return res, err
		}
		res.add(known, changed > 0)
	}
	if res.Added+res.Changed > 0 {
		t.Topic("sessions")
	}
	return res, nil
}

const sessionColumns = `s.n, sh.id, s.room_id, s.title, ifnull(h.host_id, ''), ifnull(h.name, ''), s.start_at, s.end_at, s.inferred
	FROM live_session s JOIN shop sh ON sh.n = s.shop_n LEFT JOIN host h ON h.n = s.host_n`

func scanSession(r rower) (domain.LiveSession, error) {
	var v domain.LiveSession
	var n int64
	err := r.Scan(&n, &v.ShopID, &v.RoomID, &v.Title, &v.HostID, &v.HostName, &v.StartAt, &v.EndAt, &v.Inferred)
	v.ID = domain.RemoteKey(v.ShopID, v.RoomID)
	return v, err
}

// sessionsOf returns the broadcasts of an order's lines, first line first.
func sessionsOf(ctx context.Context, d db, orderN int64) ([]domain.LiveSession, error) {
	out := []domain.LiveSession{}
	err := each(ctx, d, `SELECT `+sessionColumns+` JOIN (SELECT session_n, min(pos) AS pos FROM order_line WHERE order_n = ? AND session_n IS NOT NULL GROUP BY session_n) l
		ON l.session_n = s.n ORDER BY l.pos`, []any{orderN}, func(r rower) error {
		v, err := scanSession(r)
		out = append(out, v)
		return err
	})
	return out, err
}

// ListSessions returns the broadcasts of the shops that overlap [from, to),
// newest first; 0 leaves that side open. At most limit (0 = 50, at most 500).
func (s *Store) ListSessions(ctx context.Context, shopIDs []string, from, to domain.Instant, limit int) ([]domain.LiveSession, error) {
	var w where
	in(&w, "sh.id", shopIDs)
	if from != 0 {
		w.and("s.end_at >= ?", int64(from))
	}
	if to != 0 {
		w.and("s.start_at < ?", int64(to))
	}
	out := []domain.LiveSession{}
	err := each(ctx, s, `SELECT `+sessionColumns+` WHERE `+w.text()+` ORDER BY s.start_at DESC, s.n DESC LIMIT ?`, append(w.args, limitOf(limit)), func(r rower) error {
		v, err := scanSession(r)
		out = append(out, v)
		return err
	})
	return out, err
}

// promisesOf returns what was promised in the sessions of an order about what
// the order holds, or about the whole session.
func promisesOf(ctx context.Context, d db, lines []domain.OrderLine) ([]domain.Promise, error) {
	out := []domain.Promise{}
	seen := map[string]bool{}
	for _, l := range lines {
		if l.Live.SessionID == "" {
			continue
		}
		err := each(ctx, d, `SELECT p.id, sh.id, p.session_id, p.product_id, p.sku_id, p.kind, p.wording, p.said_at FROM promise p JOIN shop sh ON sh.n = p.shop_n
			WHERE p.session_id = ? AND p.product_id IN ('', ?) AND p.sku_id IN ('', ?) ORDER BY p.said_at, p.n`,
			[]any{l.Live.SessionID, l.ProductID, l.SKUID}, func(r rower) error {
				var p domain.Promise
				if err := r.Scan(&p.ID, &p.ShopID, &p.SessionID, &p.ProductID, &p.SKUID, &p.Kind, &p.Wording, &p.SaidAt); err != nil {
					return err
				}
				if !seen[p.ID] {
					seen[p.ID] = true
					out = append(out, p)
				}
				return nil
			})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// roomOf returns the room that names a line's session: the session's own key
// when a source gives one, else the platform's room.
func roomOf(shopID string, l *domain.LiveRef) (string, error) {
	if l.SessionID == "" {
		return l.RoomID, nil
	}
	if strings.HasPrefix(l.SessionID, shopID+".") {
		return strings.TrimPrefix(l.SessionID, shopID+"."), nil
	}
	return "", invalid("sessionId", "session is not one of this shop")
}
