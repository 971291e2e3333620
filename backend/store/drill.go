package store

import (
	"context"
	"math"
	"strings"
	"time"

	"afterdesk/backend/domain"
)

// span is [from, to) of moments.
type span struct{ from, to domain.Instant }

// trendSource says how a kind of trend reads its rows: what is counted once
// (key), its dimensions and its counters, as SQL over one row per line, review
// or case.
type trendSource struct {
	page     string // DrillPage.Kind
	key      string
	from     string
	dims     map[domain.Dimension]string
	counters map[string]string
	within   func(w *where, shopN int64, at span)
}

const lineJoins = ` LEFT JOIN item i ON i.n = l.item_n LEFT JOIN live_session s ON s.n = l.session_n LEFT JOIN host h ON h.n = l.host_n`

// covering is the condition that case a speaks of line l.
const covering = `a.order_remote = o.remote_id AND a.shop_n = o.shop_n AND (a.line_ids = '' OR l.remote_id IN (SELECT value FROM json_each(a.line_ids)))`

func lineDims(reason, province string) map[domain.Dimension]string {
	return map[domain.Dimension]string{
		domain.DimShop:     `sh.id`,
		domain.DimSession:  `ifnull(sh.id || '.' || s.room_id, '')`,
		domain.DimHost:     `ifnull(h.host_id, '')`,
		domain.DimProduct:  `ifnull(i.product_id, '')`,
		domain.DimSKU:      `ifnull(i.sku_id, '')`,
		domain.DimSize:     `ifnull(i.size, '')`,
		domain.DimCategory: `ifnull(i.category, '')`,
		domain.DimReason:   reason,
		domain.DimCarrier:  `ifnull((SELECT p.carrier_code FROM parcel p WHERE p.order_remote = o.remote_id AND p.shop_n = o.shop_n AND p.direction = 'out' ORDER BY p.n LIMIT 1), '')`,
		domain.DimProvince: province,
		domain.DimChannel:  `ifnull(l.channel, '')`,
	}
}

func quotedList(list []string) string { return `('` + strings.Join(list, `', '`) + `')` }

var qualityReasons = func() string {
	var list []string
	for _, r := range domain.Reasons {
		if r.IsQuality() {
			list = append(list, string(r))
		}
	}
	return quotedList(list)
}()

var trendSources = func() map[domain.TrendKind]*trendSource {
	firstReason := `(SELECT a.first_reason FROM after_sale a WHERE ` + covering + ` ORDER BY a.applied_at, a.n LIMIT 1)`
	caseIs := func(cond string) string {
		return `EXISTS (SELECT 1 FROM after_sale a WHERE ` + covering + ` AND ` + cond + `)`
	}
	orders := &trendSource{
		page: "orders", key: "o.n",
		from: `orders o CROSS JOIN shop sh ON sh.n = o.shop_n LEFT JOIN order_line l ON l.order_n = o.n` + lineJoins,
		dims: lineDims(`ifnull(`+firstReason+`, '')`, `o.province`),
		counters: map[string]string{
			domain.CountPaid:         `o.paid_at > 0`,
			domain.CountSigned:       `ifnull(l.signed_at, 0) > 0`,
			domain.CountUnattributed: `l.session_n IS NULL`,
			domain.CountCases:        caseIs(`1`),
			domain.CountQuality:      `(ifnull(l.signed_at, 0) > 0 AND ifnull(` + firstReason + ` IN ` + qualityReasons + `, 0))`,
			domain.CountReturned:     caseIs(`a.status = 'succeeded' AND (a.type = 'return_refund' OR (a.type = 'refused_return' AND a.goods_back = 1))`),
			domain.CountUnshipped:    caseIs(`a.status = 'succeeded' AND a.type = 'refund_only_unshipped'`),
			domain.CountRefunded:     caseIs(`a.status = 'succeeded' AND (ifnull(a.refunded, 0) > 0 OR a.type IN ` + quotedList(refundTypes) + `)`),
		},
		within: func(w *where, shopN int64, at span) {
			w.and(strings.TrimPrefix(paidRange, ` WHERE `), shopN, int64(at.from), int64(at.to))
		},
	}
	byNumber := func(alias, moment string) func(w *where, shopN int64, at span) {
		return func(w *where, shopN int64, at span) {
			// The row number follows the time; the moment itself decides.
			top := int64(math.MaxInt64)
			if at.to < domain.Instant(noDue) {
				top = slotOf(at.to + domain.Minute)
			}
			w.and(alias+`.n >= ? AND `+alias+`.n < ? AND `+alias+`.shop_n = ? AND `+moment+` >= ? AND `+moment+` < ?`,
				slotOf(at.from), top, shopN, int64(at.from), int64(at.to))
		}
	}
	reviews := &trendSource{
		page: "reviews", key: "r.n",
		from: `review r CROSS JOIN shop sh ON sh.n = r.shop_n LEFT JOIN orders o ON o.remote_id = r.order_remote AND o.shop_n = r.shop_n AND r.order_remote <> ''
			LEFT JOIN order_line l ON l.order_n = o.n AND l.pos = ` + reviewLine + lineJoins,
		dims: lineDims(`ifnull((SELECT a.first_reason FROM after_sale a WHERE a.order_remote = r.order_remote AND a.shop_n = r.shop_n AND r.order_remote <> '' ORDER BY a.applied_at, a.n LIMIT 1), '')`,
			`ifnull(o.province, '')`),
		counters: map[string]string{
			domain.CountRated:         `r.band <> 'unrated'`,
			domain.CountGood:          `r.band = 'good'`,
			domain.CountNegative:      `r.band = 'negative'`,
			domain.CountUnratedReview: `r.band = 'unrated'`,
		},
		within: byNumber("r", "r.created_at"),
	}
	reviews.dims[domain.DimProduct] = `CASE WHEN r.product_id <> '' THEN r.product_id ELSE ifnull(i.product_id, '') END`
	reviews.dims[domain.DimSKU] = `CASE WHEN r.sku_id <> '' THEN r.sku_id ELSE ifnull(i.sku_id, '') END`
	cases := &trendSource{
		page: "after_sales", key: "a.n",
		from: `after_sale a CROSS JOIN shop sh ON sh.n = a.shop_n LEFT JOIN orders o ON o.remote_id = a.order_remote AND o.shop_n = a.shop_n AND a.order_remote <> ''
			LEFT JOIN order_line l ON l.order_n = o.n AND l.pos = ` + caseLine + lineJoins,
		dims: lineDims(`a.first_reason`, `ifnull(o.province, '')`),
		counters: map[string]string{
			domain.CountHandled:   `a.handled_at > 0`,
			domain.CountHandled30: `(a.handled_at > 0 AND a.handled_at - a.applied_at <= 1800000)`,
		},
		within: byNumber("a", "a.applied_at"),
	}
	return map[domain.TrendKind]*trendSource{domain.TrendOrders: orders, domain.TrendReviews: reviews, domain.TrendCases: cases}
}()

// Drill returns the rows behind one number, newest first, and how many there
// are. It reads the rows themselves and shares nothing with the stored segments,
// so that a difference between the two shows. Filters may name any dimension; a
// week is "2026-W05" or its Monday, a month "2026-05". invalid for a counter
// that kind does not count.
func (s *Store) Drill(ctx context.Context, q domain.DrillQuery, kind domain.TrendKind, counter string) (domain.DrillPage, error) {
	page := domain.DrillPage{Orders: []domain.OrderRow{}, Reviews: []domain.Review{}, Cases: []domain.AfterSaleRow{}}
	src, ok := trendSources[kind]
	if !ok {
		return page, invalid("kind", "no such kind of trend")
	}
	page.Kind = src.page
	expr, ok := src.counters[counter]
	if !ok {
		return page, invalid("counter", "not counted over these rows")
	}
	shops, err := refs(ctx, s, s, q.ShopIDs)
	if err != nil {
		return page, err
	}
	var w where
	var parts where
	for _, sh := range shops {
		spans, err := spansOf(&q, sh.zone)
		if err != nil {
			return page, err
		}
		for _, at := range spans {
			src.within(&parts, sh.n, at)
		}
	}
	if len(parts.conds) == 0 {
		return page, nil
	}
	w.and("(("+strings.Join(parts.conds, ") OR (")+"))", parts.args...)
	for _, f := range q.Filters {
		if dim, ok := src.dims[f.Dim]; ok {
			if len(f.Values) > 0 {
				in(&w, dim, f.Values)
			}
		} else if !isTime(f.Dim) {
			return page, invalid("filters", "no such dimension")
		}
	}
	w.and(expr)
	if _, err := one(ctx, s, `SELECT count(DISTINCT `+src.key+`) FROM `+src.from+` WHERE `+w.text(), w.args, &page.Total); err != nil {
		return page, err
	}
	if q.Cursor != "" {
		at, err := cutCursor(q.Cursor, 1)
		if err != nil {
			return page, err
		}
		w.and(src.key+" < ?", at[0])
	}
	limit := limitOf(q.Limit)
	ns, err := numbers(ctx, s, `SELECT DISTINCT `+src.key+` FROM `+src.from+` WHERE `+w.text()+` ORDER BY `+src.key+` DESC LIMIT ?`, append(w.args, limit+1)...)
	if err != nil {
		return page, err
	}
	if len(ns) > limit {
		ns = ns[:limit]
		page.Next = cursorOf(ns[limit-1])
	}
	switch kind {
	case domain.TrendOrders:
		page.Orders, err = orderRows(ctx, s, ns)
	case domain.TrendReviews:
		_, page.Reviews, err = reviewsWhere(ctx, s, `r.n IN (SELECT value FROM json_each(?))`, idList(ns))
	case domain.TrendCases:
		page.Cases, err = caseRows(ctx, s, ns)
	}
	return page, err
}

func isTime(d domain.Dimension) bool {
	return d == domain.DimDay || d == domain.DimWeek || d == domain.DimMonth
}

// spansOf turns the days of a query and its filters on time into moments of one
// zone. Several filters narrow each other.
func spansOf(q *domain.DrillQuery, loc *time.Location) ([]span, error) {
	whole := span{1, domain.Instant(noDue)}
	var err error
	if q.From != "" {
		if whole.from, _, err = q.From.Range(loc); err != nil {
			return nil, err
		}
	}
	if q.To != "" {
		if _, whole.to, err = q.To.Range(loc); err != nil {
			return nil, err
		}
	}
	spans := []span{whole}
	for _, f := range q.Filters {
		if !isTime(f.Dim) || len(f.Values) == 0 {
			continue
		}
		var next []span
		seen := map[string]bool{}
		for _, v := range f.Values {
			if seen[v] {
				continue
			}
			seen[v] = true
			at, err := spanOf(f.Dim, v, loc)
			if err != nil {
				return nil, err
			}
			for _, have := range spans {
				if cut := (span{max(have.from, at.from), min(have.to, at.to)}); cut.from < cut.to {
					next = append(next, cut)
				}
			}
		}
		spans = next
	}
	return spans, nil
}

func spanOf(dim domain.Dimension, value string, loc *time.Location) (span, error) {
	bad := func() (span, error) { return span{}, invalid("filters", "not a day, week or month") }
	switch dim {
	case domain.DimMonth:
		t, err := time.ParseInLocation("2006-01", value, loc)
		if err != nil {
			return bad()
		}
		return span{domain.InstantOf(t), domain.InstantOf(t.AddDate(0, 1, 0))}, nil
	case domain.DimWeek:
		t, err := time.ParseInLocation("2006-01-02", value, loc)
		if err != nil {
			var ok bool
			if t, ok = isoWeek(value, loc); !ok {
				return bad()
			}
		}
		return span{domain.InstantOf(t), domain.InstantOf(t.AddDate(0, 0, 7))}, nil
	}
	from, to, err := domain.ShopDay(value).Range(loc)
	if err != nil {
		return bad()
	}
	return span{from, to}, nil
}

// isoWeek returns the Monday of an ISO 8601 week "2026-W05".
func isoWeek(value string, loc *time.Location) (time.Time, bool) {
	year, week, ok := strings.Cut(value, "-W")
	if !ok || len(year) != 4 || len(week) != 2 {
		return time.Time{}, false
	}
	first, err := time.ParseInLocation("2006-01-02", year+"-01-04", loc) // always in week 1
	if err != nil {
		return time.Time{}, false
	}
	n := int(week[0]-'0')*10 + int(week[1]-'0')
	if n < 1 || n > 53 {
		return time.Time{}, false
	}
	monday := first.AddDate(0, 0, -(int(first.Weekday())+6)%7)
	return monday.AddDate(0, 0, 7*(n-1)), true
}
