package insight

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sort"
	"strconv"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/metric"
)

// Limits of a question.
const (
	defaultRows = 500
	maxRows     = 20000
	maxMetrics  = 12
)

// question is a checked TrendQuery.
type question struct {
	q       domain.TrendQuery
	metrics []metric.Metric
	slots   []slot
	kinds   []domain.TrendKind
	shops   map[string]domain.Shop
	today   map[string]domain.ShopDay // by shop, in its zone
	asOf    domain.Instant
}

// ask checks a query and looks up what it names. invalid names the field.
func (x *Insight) ask(ctx context.Context, q domain.TrendQuery) (question, error) {
	bad := func(field string) (question, error) {
		return question{}, domain.E(domain.CodeInvalid, errors.New("check trend query"), "field", field)
	}
	if len(q.Metrics) == 0 || len(q.Metrics) > maxMetrics {
		return bad("metrics")
	}
	if len(q.Dims) > 2 || (len(q.Dims) == 2 && q.Dims[0] == q.Dims[1]) {
		return bad("dims")
	}
	for _, d := range []domain.ShopDay{q.From, q.To} {
		if _, err := time.Parse(time.DateOnly, string(d)); err != nil {
			return bad("day")
		}
	}
	if q.From > q.To {
		return bad("from")
	}
	if q.Limit <= 0 {
		q.Limit = defaultRows
	}
	q.Limit = min(q.Limit, maxRows)
	out := question{q: q, shops: map[string]domain.Shop{}, today: map[string]domain.ShopDay{}}
	for _, d := range q.Dims {
		if _, ok := newAxis(d); !ok {
			return bad("dims")
		}
	}
	for _, f := range q.Filters {
		if _, ok := newAxis(f.Dim); !ok {
			return bad("filters")
		}
	}
	for _, name := range q.Metrics {
		m, err := metric.Find(name, q.To)
		if err != nil {
			return question{}, err
		}
		out.metrics = append(out.metrics, m)
		if !slices.Contains(out.kinds, m.Kind()) {
			out.kinds = append(out.kinds, m.Kind())
		}
		for _, c := range m.Counters() {
			if !slices.ContainsFunc(out.slots, func(s slot) bool { return s.counter == c }) {
				out.slots = append(out.slots, slot{counter: c, kind: domain.KindOfCounter(c), bit: 1 << slices.Index(domain.Counters, c)})
			}
		}
	}
	shops, err := x.shops(ctx, q.ShopIDs)
	if err != nil {
		return question{}, err
	}
	now := x.d.Now()
	for _, s := range shops {
		out.shops[s.ID] = s
		out.today[s.ID] = domain.DayOf(now, zoneOf(s))
	}
	out.asOf = asOf(shops)
	return out, nil
}

// shops returns the named shops, all when none is named.
func (x *Insight) shops(ctx context.Context, ids []string) ([]domain.Shop, error) {
	all, err := x.d.Store.ListShops(ctx)
	if err != nil {
		return nil, fmt.Errorf("list shops: %w", err)
	}
	if len(ids) == 0 {
		return all, nil
	}
	return slices.DeleteFunc(all, func(s domain.Shop) bool { return !slices.Contains(ids, s.ID) }), nil
}

func zoneOf(s domain.Shop) *time.Location {
	if zone, err := time.LoadLocation(s.Zone); err == nil && s.Zone != "" {
		return zone
	}
	return time.UTC
}

// asOf is the oldest "data as of" among shops that were ever pulled.
func asOf(shops []domain.Shop) domain.Instant {
	var oldest domain.Instant
	for _, s := range shops {
		if !s.DataAsOf.IsZero() && (oldest.IsZero() || s.DataAsOf < oldest) {
			oldest = s.DataAsOf
		}
	}
	return oldest
}

// Trend slices metrics by at most two dimensions over the days From..To. Rows
// come by the largest base of the first metric; with a time among the
// dimensions they come in time order, and when there are more rows than the
// limit whole series are kept, those with the largest base. Total counts each
// order, review or case once over all rows, shown or not. Codes: invalid,
// not_found (metric), and the store's.
func (x *Insight) Trend(ctx context.Context, q domain.TrendQuery) (domain.TrendTable, error) {
	began := x.d.Now()
	ask, err := x.ask(ctx, q)
	if err != nil {
		return domain.TrendTable{}, err
	}
	loose, err := x.refreshFor(ctx, ask.reads)
	if err != nil {
		return domain.TrendTable{}, err
	}
	c, broken, err := x.read(ctx, ask, loose)
	if err == nil && len(broken) > 0 {
		for _, key := range broken {
			if err := x.rebuildOr(ctx, key, loose); err != nil {
				return domain.TrendTable{}, err
			}
		}
		c, broken, err = x.read(ctx, ask, loose)
	}
	if err == nil && len(broken) > 0 {
		err = domain.E(domain.CodeCorrupt, errSegment, "item", "trend segment "+string(broken[0].Day))
	}
	if err != nil {
		return domain.TrendTable{}, fmt.Errorf("read trend: %w", err)
	}
	table, err := x.table(ctx, ask, c)
	table.TookMs = float64(x.d.Now() - began)
	return table, err
}

// reads reports whether the question reads a segment.
func (ask question) reads(key domain.TrendKey) bool {
	_, ok := ask.shops[key.ShopID]
	return ok && slices.Contains(ask.kinds, key.Kind) && key.Day >= ask.q.From && key.Day <= ask.q.To
}

// cube returns an empty cube for the question.
func (ask question) cube() *cube {
	var axes []*axis
	for _, d := range ask.q.Dims {
		a, _ := newAxis(d)
		axes = append(axes, a)
	}
	var filters []keep
	for _, f := range ask.q.Filters {
		if len(f.Values) == 0 {
			continue // an empty filter does not filter, as everywhere
		}
		k := keep{fact: slices.Index(domain.FactDims[:], f.Dim), time: f.Dim, values: map[string]bool{}}
		for _, v := range f.Values {
			k.values[v] = true
		}
		filters = append(filters, k)
	}
	return newCube(axes, filters, ask.slots)
}

// read adds up the stored segments, and loose in place of those it names.
func (x *Insight) read(ctx context.Context, ask question, loose map[domain.TrendKey][]byte) (c *cube, broken []domain.TrendKey, err error) {
	c = ask.cube()
	ids := make([]string, 0, len(ask.shops))
	for id := range ask.shops {
		ids = append(ids, id)
	}
	sort.Strings(ids)
	if len(ids) == 0 {
		return c, nil, nil
	}
	for _, kind := range ask.kinds {
		err := x.d.Store.EachTrendSegment(ctx, kind, ids, ask.q.From, ask.q.To, func(key domain.TrendKey, blob []byte) error {
			if _, ok := loose[key]; ok {
				return nil
			}
			err := c.add(key, blob, daysBetween(key.Day, ask.today[key.ShopID]))
			if errors.Is(err, errSegment) {
				broken = append(broken, key)
				return nil
			}
			return err
		})
		if err != nil {
			return nil, nil, err
		}
	}
	for key, blob := range loose {
		if err := c.add(key, blob, daysBetween(key.Day, ask.today[key.ShopID])); err != nil {
			return nil, nil, err
		}
	}
	return c, broken, nil
}

func (x *Insight) table(ctx context.Context, ask question, c *cube) (domain.TrendTable, error) {
	out := domain.TrendTable{Query: ask.q, Infos: []domain.MetricInfo{}, Rows: []domain.TrendRow{}, AsOf: ask.asOf}
	for _, m := range ask.metrics {
		out.Infos = append(out.Infos, m.Info())
	}
	out.Total = domain.TrendRow{Keys: []string{}, Labels: []string{}, Values: ask.values(counted(c.slots, c.total), c.aged)}
	if len(ask.q.Dims) == 0 {
		return out, nil
	}
	base := slices.IndexFunc(ask.slots, func(s slot) bool { return s.counter == ask.metrics[0].Info().Den })
	ids, more := c.ranked(base, ask.q.Limit)
	out.More = more
	n := len(c.slots)
	for _, id := range ids {
		row := domain.TrendRow{Keys: c.keys(id), Values: ask.values(counted(c.slots, c.counts[int(id)*n:int(id)*n+n]), c.cells[id].age)}
		out.Rows = append(out.Rows, row)
	}
	return out, x.label(ctx, ask.q.Dims, out.Rows)
}

func (ask question) values(counts domain.Counts, age [3]int32) []domain.MetricValue {
	out := make([]domain.MetricValue, 0, len(ask.metrics))
	for _, m := range ask.metrics {
		v := m.Eval(counts)
		newest := age[kindIndex(m.Kind())]
		v.Immature = newest >= 0 && int64(newest) < m.Info().MatureDays
		v.AsOf = ask.asOf
		out = append(out, v)
	}
	return out
}

// keys returns a cell's keys as text, one per axis.
func (c *cube) keys(id int32) []string {
	out := make([]string, len(c.axes))
	for i, a := range c.axes {
		out[i] = a.words[c.cells[id].key[i]]
	}
	return out
}

// ranked returns the cells to show, in order, and whether some were left out.
// base is the slot whose count ranks.
func (c *cube) ranked(base, limit int) (ids []int32, more bool) {
	ids = make([]int32, len(c.cells))
	for i := range ids {
		ids[i] = int32(i)
	}
	timed := slices.IndexFunc(c.axes, func(a *axis) bool { return a.fact < 0 })
	if timed < 0 {
		return c.largest(ids, base, limit), len(c.cells) > limit
	}
	rank := c.seriesRank(base, timed, ids, limit)
	all := len(ids)
	ids = slices.DeleteFunc(ids, func(id int32) bool { return rank[c.series(id, timed)] < 0 })
	times := c.axes[timed].words
	sort.Slice(ids, func(i, j int) bool {
		a, b := c.cells[ids[i]], c.cells[ids[j]]
		if x, y := times[a.key[timed]], times[b.key[timed]]; x != y {
			return x < y
		}
		return rank[c.series(ids[i], timed)] < rank[c.series(ids[j], timed)]
	})
	if len(ids) > limit { // one series is longer than the limit: keep its newest part
		ids = ids[len(ids)-limit:]
	}
	return ids, len(ids) < all
}

// largest returns the limit cells with the largest counts of a slot, ties by
// key. It sorts only what may stay: a question can have 300,000 cells.
func (c *cube) largest(ids []int32, base, limit int) []int32 {
	order := func(a, b int32) int {
		if n := cmp.Compare(c.at(b, base), c.at(a, base)); n != 0 {
			return n
		}
		return c.compare(a, b)
	}
	best, full := make([]int32, 0, 2*limit), false
	for _, id := range ids {
		if full && order(id, best[limit-1]) > 0 {
			continue
		}
		if best = append(best, id); len(best) == 2*limit {
			slices.SortFunc(best, order)
			best, full = best[:limit], true
		}
	}
	slices.SortFunc(best, order)
	return best[:min(len(best), limit)]
}

// series is the number of a cell's key beside its time; 0 when time is alone.
func (c *cube) series(id int32, timed int) uint32 {
	if len(c.axes) == 1 {
		return 0
	}
	return c.cells[id].key[1-timed]
}

// seriesRank ranks series by base and marks those that do not fit with −1.
func (c *cube) seriesRank(base, timed int, ids []int32, limit int) []int {
	n := 1
	if len(c.axes) == 2 {
		n = len(c.axes[1-timed].words)
	}
	sum, rows, order := make([]int64, n), make([]int, n), make([]int, n)
	for _, id := range ids {
		s := c.series(id, timed)
		sum[s] += c.at(id, base)
		rows[s]++
	}
	for i := range order {
		order[i] = i
	}
	sort.Slice(order, func(i, j int) bool {
		a, b := order[i], order[j]
		if sum[a] != sum[b] || len(c.axes) == 1 {
			return sum[a] > sum[b]
		}
		words := c.axes[1-timed].words
		return words[a] < words[b]
	})
	rank, used := make([]int, n), 0
	for at, s := range order {
		rank[s] = -1
		if at == 0 || used+rows[s] <= limit {
			rank[s] = at
			used += rows[s]
		} else {
			used = limit // a smaller series after a larger one that did not fit would look like a ranking
		}
	}
	return rank
}

// compare orders two cells by their keys as text.
func (c *cube) compare(a, b int32) int {
	for i, ax := range c.axes {
		if n := cmp.Compare(ax.words[c.cells[a].key[i]], ax.words[c.cells[b].key[i]]); n != 0 {
			return n
		}
	}
	return 0
}

// label fills Labels: a time is its own label, other keys have the store's.
func (x *Insight) label(ctx context.Context, dims []domain.Dimension, rows []domain.TrendRow) error {
	for i := range rows {
		rows[i].Labels = make([]string, len(dims))
	}
	for n, dim := range dims {
		names := map[string]string{}
		if !isTime(dim) {
			var keys []string
			for _, r := range rows {
				if r.Keys[n] != "" {
					keys = append(keys, r.Keys[n])
				}
			}
			slices.Sort(keys)
			var err error
			if names, err = x.d.Store.Labels(ctx, dim, slices.Compact(keys)); err != nil {
				return fmt.Errorf("read labels: %w", err)
			}
		}
		for i := range rows {
			key := rows[i].Keys[n]
			if name, ok := names[key]; ok && name != "" {
				rows[i].Labels[n] = name
			} else {
				rows[i].Labels[n] = key
			}
		}
	}
	return nil
}

// Drill returns the rows behind one side of a metric in a cell: q.Filters are
// the query's filters and the cell's keys. Its Total equals Num or Den of that
// cell, counted anew by the store.
func (x *Insight) Drill(ctx context.Context, q domain.DrillQuery) (domain.DrillPage, error) {
	m, err := metric.Find(q.Metric, q.To)
	if err != nil {
		return domain.DrillPage{}, err
	}
	counter := m.Info().Den
	switch q.Side {
	case "num":
		counter = m.Info().Num
	case "den":
	case "missing":
		if counter = m.Info().Missing; counter == "" {
			return domain.DrillPage{}, domain.E(domain.CodeInvalid, errors.New("drill"), "field", "side")
		}
	default:
		return domain.DrillPage{}, domain.E(domain.CodeInvalid, errors.New("drill"), "field", "side", "value", strconv.Quote(q.Side))
	}
	page, err := x.d.Store.Drill(ctx, q, m.Kind(), counter)
	if err != nil {
		return domain.DrillPage{}, fmt.Errorf("drill: %w", err)
	}
	return page, nil
}
