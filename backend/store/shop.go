package store

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // days are counted in the shop's zone, also on machines without zone files

	"afterdesk/backend/domain"
)

// shopRef is what other rows need to know of a shop.
type shopRef struct {
	n    int64
	id   string
	zone *time.Location
}

// PutShop stores a shop, new or changed. invalid when its id is empty or holds
// a dot, which would break the ids of its rows.
func (t *Tx) PutShop(ctx context.Context, shop domain.Shop) error {
	if shop.ID == "" || strings.ContainsAny(shop.ID, ". ") {
		return invalid("id", "shop id is empty or holds a dot")
	}
	body, err := toJSON(shop)
	if err != nil {
		return err
	}
	if _, err := t.exec(ctx, `INSERT INTO shop (id, body) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body`, shop.ID, body); err != nil {
		return err
	}
	if n, err := strconv.ParseInt(strings.TrimPrefix(shop.ID, "s"), 10, 64); err == nil {
		if _, err := t.exec(ctx, `INSERT INTO counter (name, value) VALUES ('last_shop', ?) ON CONFLICT (name) DO UPDATE SET value = max(value, excluded.value)`, n); err != nil {
			return err
		}
	}
	delete(t.s.cache.shops, shop.ID)
	t.Topic("shops")
	return nil
}

// RemoveShop deletes a shop and every row that was synced for it. Evidence,
// its links, packs, acts and the audit stay: they prove what was done. not_found
// when there is no such shop.
func (t *Tx) RemoveShop(ctx context.Context, id string) error {
	ref, err := t.shop(ctx, id)
	if err != nil {
		return err
	}
	// Search rows first: they can only be found through the rows they index.
	if err := errors.Join(t.flushStale(ctx), t.flushSearch(ctx)); err != nil {
		return err
	}
	for _, q := range []string{
		`DELETE FROM order_fts WHERE rowid IN (SELECT n FROM orders WHERE shop_n = ?)`,
		`DELETE FROM after_sale_fts WHERE rowid IN (SELECT n FROM after_sale WHERE shop_n = ?)`,
		`DELETE FROM after_sale_open_fts WHERE rowid IN (SELECT due_n FROM after_sale WHERE shop_n = ? AND due_n > 0)`,
		`DELETE FROM review_fts WHERE rowid IN (SELECT n FROM review WHERE shop_n = ?)`,
		`DELETE FROM review WHERE shop_n = ?`,
		`DELETE FROM statement_line WHERE shop_n = ?`,
		`DELETE FROM after_sale WHERE shop_n = ?`,
		`DELETE FROM parcel WHERE shop_n = ?`,
		`DELETE FROM orders WHERE shop_n = ?`,
		`DELETE FROM item WHERE shop_n = ?`,
		`DELETE FROM live_session WHERE shop_n = ?`,
		`DELETE FROM host WHERE shop_n = ?`,
		`DELETE FROM shop WHERE n = ?`,
	} {
		if _, err := t.exec(ctx, q, ref.n); err != nil {
			return err
		}
	}
	for _, q := range []string{
		`DELETE FROM sync_run WHERE shop_id = ?`, `DELETE FROM sync_problem WHERE shop_id = ?`, `DELETE FROM unmapped WHERE shop_id = ?`,
		`DELETE FROM quota WHERE shop_id = ?`, `DELETE FROM finding WHERE shop_id = ?`,
	} {
		if _, err := t.exec(ctx, q, id); err != nil {
			return err
		}
	}
	for name, q := range counted {
		if _, err := t.exec(ctx, `INSERT INTO counter (name, value) SELECT '`+name+`', (`+q+`) WHERE true ON CONFLICT (name) DO UPDATE SET value = excluded.value`); err != nil {
			return err
		}
		delete(t.counts, name)
	}
	t.s.cache = newCache()
	for m := range t.dirty {
		if m.shopN == ref.n {
			delete(t.dirty, m)
		}
	}
	t.Topic("shops", "orders", "after_sales", "parcels", "reviews", "sessions", "findings", "trends", "sync")
	return nil
}

// ListShops returns every shop in the order they were added.
func (s *Store) ListShops(ctx context.Context) ([]domain.Shop, error) {
	return bodies[domain.Shop](ctx, s, `SELECT body FROM shop ORDER BY n`)
}

// GetShop returns one shop or not_found.
func (s *Store) GetShop(ctx context.Context, id string) (domain.Shop, error) {
	return getBody[domain.Shop](ctx, s, "shop", `SELECT body FROM shop WHERE id = ?`, id)
}

// NextShopID returns an id that no shop has or had: "s1", "s2" … It is taken by
// PutShop, not by asking.
func (s *Store) NextShopID(ctx context.Context) (string, error) {
	var last int64
	if _, err := one(ctx, s, `SELECT value FROM counter WHERE name = 'last_shop'`, nil, &last); err != nil {
		return "", err
	}
	return "s" + strconv.FormatInt(last+1, 10), nil
}

// shop finds a shop inside a transaction; not_found when it was never put.
func (t *Tx) shop(ctx context.Context, id string) (*shopRef, error) {
	if ref, ok := t.s.cache.shops[id]; ok {
		return ref, nil
	}
	var n int64
	var body string
	ok, err := one(ctx, t, `SELECT n, body FROM shop WHERE id = ?`, []any{id}, &n, &body)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, notFound("shop")
	}
	var shop domain.Shop
	if err := fromJSON(body, &shop); err != nil {
		return nil, err
	}
	ref := &shopRef{n: n, id: id, zone: t.s.zone(shop.Zone)}
	t.s.cache.shops[id] = ref
	return ref, nil
}

// refs returns the shops of a filter, every shop for an empty one. An id that
// no shop has is left out.
func refs(ctx context.Context, d db, s *Store, ids []string) ([]shopRef, error) {
	want := map[string]bool{}
	for _, id := range ids {
		want[id] = true
	}
	out := []shopRef{}
	err := each(ctx, d, `SELECT n, body FROM shop ORDER BY n`, nil, func(r rower) error {
		var n int64
		var body string
		if err := r.Scan(&n, &body); err != nil {
			return err
		}
		var shop domain.Shop
		if err := fromJSON(body, &shop); err != nil {
			return err
		}
		if len(want) == 0 || want[shop.ID] {
			out = append(out, shopRef{n: n, id: shop.ID, zone: s.zone(shop.Zone)})
		}
		return nil
	})
	return out, err
}

// shopNumbers returns the row numbers of a filter of shops and whether it
// filters at all; a filter of unknown shops gives an empty list.
func (s *Store) shopNumbers(ctx context.Context, ids []string) ([]int64, bool, error) {
	list, err := refs(ctx, s, s, ids)
	if err != nil {
		return nil, false, err
	}
	out := make([]int64, len(list))
	for i, r := range list {
		out[i] = r.n
	}
	return out, len(ids) > 0, nil
}

// split cuts an id of the house into the shop's row number and the remote id.
// ok is false when the shop is not known.
func split(ctx context.Context, d db, id string) (shopN int64, remote string, ok bool, err error) {
	shopID, remote, err := domain.SplitKey(id)
	if err != nil {
		return 0, "", false, err
	}
	ok, err = one(ctx, d, `SELECT n FROM shop WHERE id = ?`, []any{shopID}, &shopN)
	return shopN, remote, ok, err
}

// getBody reads one JSON body or not_found.
func getBody[T any](ctx context.Context, d db, what, query string, args ...any) (T, error) {
	var v T
	list, err := bodies[T](ctx, d, query, args...)
	if err != nil {
		return v, err
	}
	if len(list) == 0 {
		return v, notFound(what)
	}
	return list[0], nil
}

// remoteOf returns the remote part of an id that may be empty; an id of another
// shop than shopID is invalid.
func remoteOf(shopID, id, field string) (string, error) {
	if id == "" {
		return "", nil
	}
	s, remote, err := domain.SplitKey(id)
	if err != nil || s != shopID {
		return "", invalid(field, "id is not one of this shop")
	}
	return remote, nil
}
