package store

import (
	"context"
	"math"
	"slices"
	"strings"

	"afterdesk/backend/domain"
)

// trendMark is a day whose facts changed.
type trendMark struct {
	kind  domain.TrendKind
	shopN int64
	day   domain.ShopDay
}

func (t *Tx) mark(kind domain.TrendKind, ref *shopRef, at domain.Instant) {
	if at != 0 {
		t.dirty[trendMark{kind, ref.n, domain.DayOf(at, ref.zone)}] = true
	}
}

func sortDays(days []domain.ShopDay) { slices.Sort(days) }

// bit returns the bit of a counter in TrendFact.Bits.
func bit(counter string) uint32 {
	i := slices.Index(domain.Counters, counter)
	if i < 0 {
		return 0
	}
	return 1 << i
}

// caseFact is what trends need of a case.
type caseFact struct {
	lines                []string // nil = the whole order
	kind                 domain.CaseType
	status               domain.CaseStatus
	reason               domain.Reason
	goodsBack, moneyBack bool
}

func (c *caseFact) covers(line string) bool { return c.lines == nil || slices.Contains(c.lines, line) }

// TrendFacts returns the facts of one segment as the rows are now. Rules:
//
//   - orders stand on the day they were paid, reviews on the day they were
//     written, cases on the day they were applied for, in the shop's zone;
//   - a case that names lines speaks of these lines only, otherwise of all;
//   - reason, and with it quality, is the first reason of the line's first case
//     (first applied), whatever became of that case;
//   - returned: a return-and-refund case succeeded, or a refused parcel's case
//     succeeded with the goods back;
//   - refunded: a case that ends in money succeeded, of whatever type it is when
//     a refund is known to be paid;
//   - the carrier is that of the order's first parcel to the buyer;
//   - a review belongs to the line of its SKU, else of its product, else the first;
//     a case to the first line it names, else the first.
func (s *Store) TrendFacts(ctx context.Context, key domain.TrendKey) ([]domain.TrendFact, error) {
	return s.facts(ctx, s, key)
}

func (s *Store) facts(ctx context.Context, d db, key domain.TrendKey) ([]domain.TrendFact, error) {
	shops, err := refs(ctx, d, s, []string{key.ShopID})
	if err != nil {
		return nil, err
	}
	if key.ShopID == "" || len(shops) == 0 {
		return nil, notFound("shop")
	}
	ref := shops[0]
	from, to, err := key.Day.Range(ref.zone)
	if err != nil {
		return nil, err
	}
	switch key.Kind {
	case domain.TrendOrders:
		return orderFacts(ctx, d, ref, from, to)
	case domain.TrendReviews, domain.TrendCases:
		return simpleFacts(ctx, d, key.Kind, ref, from, to)
	}
	return nil, invalid("kind", "no such kind of trend")
}

// paidRange names the beginning of the day before "> 0", which only makes the
// partial index usable: SQLite starts its walk at the lower bound it reads first,
// and from 0 a day would cost as much as all days before it.
const paidRange = ` WHERE o.shop_n = ? AND o.paid_at >= ? AND o.paid_at < ? AND o.paid_at > 0`

// shippedRange does it for the days of shipping.
const shippedRange = ` WHERE o.shop_n = ? AND o.shipped_at >= ? AND o.shipped_at < ? AND o.shipped_at > 0`

// orderFacts reads lines, cases and parcels of the day in three passes and puts
// them together here: one look-up per line and question would be far slower.
func orderFacts(ctx context.Context, d db, ref shopRef, from, to domain.Instant) ([]domain.TrendFact, error) {
	args := []any{ref.n, int64(from), int64(to)}
	cases := map[int64][]caseFact{}
	err := each(ctx, d, `SELECT o.n, a.line_ids, a.type, a.status, a.first_reason, a.goods_back, ifnull(a.refunded, 0) > 0
		FROM orders o CROSS JOIN after_sale a ON a.order_remote = o.remote_id AND a.shop_n = o.shop_n`+paidRange+` ORDER BY o.n, a.applied_at, a.n`, args, func(r rower) error {
		var n int64
		var lines string
		var c caseFact
		if err := r.Scan(&n, &lines, &c.kind, &c.status, &c.reason, &c.goodsBack, &c.moneyBack); err != nil {
			return err
		}
		if lines != "" {
			c.lines = textList(lines)
		}
		cases[n] = append(cases[n], c)
		return nil
	})
	if err != nil {
		return nil, err
	}
	carriers := map[int64]string{}
	if err := each(ctx, d, `SELECT o.n, p.carrier_code FROM orders o CROSS JOIN parcel p ON p.order_remote = o.remote_id AND p.shop_n = o.shop_n AND p.direction = 'out'`+
		paidRange+` ORDER BY p.n DESC`, args, func(r rower) error {
		var n int64
		var code string
		err := r.Scan(&n, &code)
		carriers[n] = code // the first parcel comes last and stays
		return err
	}); err != nil {
		return nil, err
	}
	out := []domain.TrendFact{}
	err = each(ctx, d, `SELECT o.n, o.province, l.pos IS NOT NULL, ifnull(l.remote_id, ''), ifnull(l.signed_at, 0), ifnull(s.room_id, ''), ifnull(h.host_id, ''),
		ifnull(i.product_id, ''), ifnull(i.sku_id, ''), ifnull(i.size, ''), ifnull(i.category, ''), ifnull(l.channel, '')
		FROM orders o LEFT JOIN order_line l ON l.order_n = o.n LEFT JOIN item i ON i.n = l.item_n
		LEFT JOIN live_session s ON s.n = l.session_n LEFT JOIN host h ON h.n = l.host_n`+paidRange+` ORDER BY o.n, l.pos`, args, func(r rower) error {
		var f domain.TrendFact
		var province, line, room, host, product, sku, size, category, channel string
		var hasLine bool
		var signed domain.Instant
		if err := r.Scan(&f.Group, &province, &hasLine, &line, &signed, &room, &host, &product, &sku, &size, &category, &channel); err != nil {
			return err
		}
		var reason domain.Reason
		f.Bits, reason = lineBits(cases[f.Group], hasLine, line, signed != 0, room != "")
		f.Dims = [domain.FactDimCount]string{ref.id, keyOf(ref.id, room), host, product, sku, size, category, string(reason), carriers[f.Group], province, channel}
		out = append(out, f)
		return nil
	})
	return out, err
}

// lineBits says what a line of a paid order counts for.
func lineBits(cases []caseFact, hasLine bool, line string, signed, attributed bool) (bits uint32, reason domain.Reason) {
	bits = bit(domain.CountPaid)
	if signed {
		bits |= bit(domain.CountSigned)
	}
	if !attributed {
		bits |= bit(domain.CountUnattributed)
	}
	first := true
	for i := range cases {
		c := &cases[i]
		if c.lines != nil && (!hasLine || !c.covers(line)) {
			continue
		}
		bits |= bit(domain.CountCases)
		if first {
			first, reason = false, c.reason
			if signed && c.reason.IsQuality() {
				bits |= bit(domain.CountQuality)
			}
		}
		if c.status != domain.StatusSucceeded {
			continue
		}
		if c.kind == domain.CaseReturnRefund || (c.kind == domain.CaseRefused && c.goodsBack) {
			bits |= bit(domain.CountReturned)
		}
		if c.kind == domain.CaseRefundUnshipped {
			bits |= bit(domain.CountUnshipped)
		}
		if c.moneyBack || slices.Contains(refundTypes, string(c.kind)) {
			bits |= bit(domain.CountRefunded)
		}
	}
	return bits, reason
}

// simpleFacts reads reviews or cases, whose dimensions and counters are columns
// of the same query that the drill-down counts.
func simpleFacts(ctx context.Context, d db, kind domain.TrendKind, ref shopRef, from, to domain.Instant) ([]domain.TrendFact, error) {
	src := trendSources[kind]
	query := `SELECT ` + src.key
	for _, dim := range domain.FactDims {
		query += `, ` + src.dims[dim]
	}
	var bits []uint32
	for _, c := range domain.Counters {
		if expr, ok := src.counters[c]; ok {
			query += `, ` + expr
			bits = append(bits, bit(c))
		}
	}
	var w where
	src.within(&w, ref.n, span{from, to})
	out := []domain.TrendFact{}
	err := each(ctx, d, query+` FROM `+src.from+` WHERE `+w.text()+` ORDER BY `+src.key, w.args, func(r rower) error {
		var f domain.TrendFact
		on := make([]bool, len(bits))
		dest := []any{&f.Group}
		for i := range f.Dims {
			dest = append(dest, &f.Dims[i])
		}
		for i := range on {
			dest = append(dest, &on[i])
		}
		if err := r.Scan(dest...); err != nil {
			return err
		}
		for i := range on {
			if on[i] {
				f.Bits |= bits[i]
			}
		}
		out = append(out, f)
		return nil
	})
	return out, err
}

// DirtyTrends returns segments whose rows changed since they were built, newest
// day first, because that is what a person looks at. limit 0 means all.
func (s *Store) DirtyTrends(ctx context.Context, limit int) ([]domain.TrendKey, error) {
	if limit <= 0 {
		limit = math.MaxInt32
	}
	out := []domain.TrendKey{}
	err := each(ctx, s, `SELECT d.kind, sh.id, d.day FROM trend_dirty d JOIN shop sh ON sh.n = d.shop_n ORDER BY d.day DESC, d.kind, sh.n LIMIT ?`, []any{limit}, func(r rower) error {
		var k domain.TrendKey
		err := r.Scan(&k.Kind, &k.ShopID, &k.Day)
		out = append(out, k)
		return err
	})
	return out, err
}

// PutTrendSegment builds a segment anew: it reads the facts, stores what build
// makes of them and clears the day's mark in one transaction, so that a mark made
// after the reading cannot be lost. A day without facts has no segment.
func (s *Store) PutTrendSegment(ctx context.Context, key domain.TrendKey, build func([]domain.TrendFact) []byte) error {
	return s.Write(ctx, func(t *Tx) error {
		ref, err := t.shop(ctx, key.ShopID)
		if err != nil {
			return err
		}
		facts, err := s.facts(ctx, t, key)
		if err != nil {
			return err
		}
		if len(facts) == 0 {
			_, err = t.exec(ctx, `DELETE FROM trend_segment WHERE kind = ? AND shop_n = ? AND day = ?`, string(key.Kind), ref.n, string(key.Day))
		} else {
			_, err = t.exec(ctx, `INSERT INTO trend_segment (kind, shop_n, day, body) VALUES (?, ?, ?, ?) ON CONFLICT (kind, shop_n, day) DO UPDATE SET body = excluded.body`,
				string(key.Kind), ref.n, string(key.Day), build(facts))
		}
		if err != nil {
			return err
		}
		t.Topic("trends")
		_, err = t.exec(ctx, `DELETE FROM trend_dirty WHERE kind = ? AND shop_n = ? AND day = ?`, string(key.Kind), ref.n, string(key.Day))
		return err
	})
}

// EachTrendSegment calls fn for the stored segments of a kind, by shop and day;
// "" leaves that end of the days open. The bytes belong to fn.
func (s *Store) EachTrendSegment(ctx context.Context, kind domain.TrendKind, shopIDs []string, from, to domain.ShopDay, fn func(domain.TrendKey, []byte) error) error {
	shops, err := refs(ctx, s, s, shopIDs)
	if err != nil {
		return err
	}
	for _, sh := range shops {
		if err := each(ctx, s, `SELECT day, body FROM trend_segment WHERE kind = ? AND shop_n = ? AND day >= ? AND (? = '' OR day <= ?) ORDER BY day`,
			[]any{string(kind), sh.n, string(from), string(to), string(to)}, func(r rower) error {
				var day domain.ShopDay
				var body []byte
				if err := r.Scan(&day, &body); err != nil {
					return err
				}
				return fn(domain.TrendKey{Kind: kind, ShopID: sh.id, Day: day}, body)
			}); err != nil {
			return err
		}
	}
	return nil
}

// Labels returns what a person reads for keys of a dimension. A key that no row
// names, and dimensions whose words the window has itself, are left out.
func (s *Store) Labels(ctx context.Context, dim domain.Dimension, keys []string) (map[string]string, error) {
	if dim == domain.DimSession {
		return s.sessionLabels(ctx, keys)
	}
	query := map[domain.Dimension]string{
		domain.DimShop:    `SELECT sh.id, json_extract(sh.body, '$.name') FROM shop sh JOIN json_each(?) k ON k.value = sh.id`,
		domain.DimHost:    `SELECT h.host_id, h.name FROM json_each(?) k JOIN host h ON h.host_id = k.value WHERE h.name <> '' ORDER BY h.n`,
		domain.DimProduct: `SELECT i.product_id, i.product_name FROM json_each(?) k JOIN item i ON i.product_id = k.value WHERE i.product_name <> '' ORDER BY i.n`,
		domain.DimSKU:     `SELECT i.sku_id, trim(i.sku_code || ' ' || i.spec) FROM json_each(?) k JOIN item i ON i.sku_id = k.value ORDER BY i.n`,
		domain.DimCarrier: `SELECT k.value, (SELECT p.carrier_name FROM parcel p WHERE p.carrier_code = k.value AND p.carrier_name <> '' ORDER BY p.n DESC LIMIT 1) AS name FROM json_each(?) k WHERE name IS NOT NULL`,
	}[dim]
	out := map[string]string{}
	if query == "" {
		return out, nil
	}
	err := each(ctx, s, query, []any{idList(keys)}, func(r rower) error {
		var key, label string
		err := r.Scan(&key, &label)
		out[key] = label
		return err
	})
	return out, err
}

// sessionLabels names a broadcast by its title, else by its host and first day in
// the shop's zone.
func (s *Store) sessionLabels(ctx context.Context, keys []string) (map[string]string, error) {
	shops, err := refs(ctx, s, s, nil)
	if err != nil {
		return nil, err
	}
	zones := map[string]shopRef{}
	for _, sh := range shops {
		zones[sh.id] = sh
	}
	out := map[string]string{}
	err = each(ctx, s, `SELECT `+sessionColumns+` JOIN json_each(?) k ON sh.id = substr(k.value, 1, instr(k.value, '.') - 1)
		AND s.room_id = substr(k.value, instr(k.value, '.') + 1)`, []any{idList(keys)}, func(r rower) error {
		v, err := scanSession(r)
		if err != nil {
			return err
		}
		label := v.Title
		if sh, ok := zones[v.ShopID]; ok && label == "" {
			label = v.HostName
			if v.StartAt != 0 {
				label = strings.TrimSpace(label + " " + v.StartAt.In(sh.zone).Format("01-02"))
			}
		}
		out[v.ID] = label
		return nil
	})
	return out, err
}

// counted are the sums that Counts gives, with the query that would count them
// anew. They are kept in the transaction that changes them.
var counted = map[string]string{
	"orders":      `SELECT count(*) FROM orders`,
	"after_sales": `SELECT count(*) FROM after_sale`,
	"reviews":     `SELECT count(*) FROM review`,
	"parcels":     `SELECT count(*) FROM parcel`,
	"traces":      `SELECT count(*) FROM trace_event`,
	"evidence":    `SELECT count(*) FROM evidence`,
	"findings":    `SELECT count(*) FROM finding`,
	"packs":       `SELECT count(*) FROM evidence_pack`,
}

// Counts returns how many rows there are of each kind, without counting them.
func (s *Store) Counts(ctx context.Context) (map[string]int64, error) {
	out := map[string]int64{}
	for name := range counted {
		out[name] = 0
	}
	err := each(ctx, s, `SELECT name, value FROM counter`, nil, func(r rower) error {
		var name string
		var n int64
		if err := r.Scan(&name, &n); err != nil {
			return err
		}
		if _, ok := counted[name]; ok {
			out[name] = n
		}
		return nil
	})
	return out, err
}
