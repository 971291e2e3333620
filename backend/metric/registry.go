package metric

import (
	"errors"
	"sort"
	"strings"

	"afterdesk/backend/domain"
)

// Metric is one version of one definition.
type Metric struct {
	info domain.MetricInfo
	eval func(domain.Counts) (num, den int64)
}

// Info returns the definition for hover texts and export headers.
func (m Metric) Info() domain.MetricInfo {
	info := m.info
	info.Traps = append([]string{}, m.info.Traps...)
	return info
}

// Kind says which fact segments hold the metric's counters.
func (m Metric) Kind() domain.TrendKind { return domain.KindOfCounter(m.info.Den) }

// Counters lists the counters that Eval reads: numerator, base and, when the
// metric has one, the counter of rows whose value is missing.
func (m Metric) Counters() []string {
	out := []string{m.info.Num, m.info.Den}
	if m.info.Missing != "" {
		out = append(out, m.info.Missing)
	}
	return out
}

// Eval computes the rate. A zero or negative base gives Known = false with the
// counts kept. Immature and AsOf are left to the caller, who knows the days.
func (m Metric) Eval(c domain.Counts) domain.MetricValue {
	num, den := m.eval(c)
	v := domain.MetricValue{Metric: m.info.ID, Version: m.info.Version, Num: num, Den: den}
	if m.info.Missing != "" {
		v.Missing = c[m.info.Missing]
	}
	if den <= 0 {
		return v
	}
	v.Known = true
	v.Value = float64(num) / float64(den)
	v.Low, v.High = Wilson(num, den)
	v.Small = den < SmallBase
	return v
}

// All returns every version of every metric, by id and version.
func All() []Metric {
	out := append([]Metric{}, registry...)
	sort.SliceStable(out, func(i, j int) bool {
		if out[i].info.ID != out[j].info.ID {
			return out[i].info.ID < out[j].info.ID
		}
		return out[i].info.Version < out[j].info.Version
	})
	return out
}

// Get returns a version of a metric; not_found when there is none.
func Get(id, version string) (Metric, error) {
	for _, m := range registry {
		if m.info.ID == id && m.info.Version == version {
			return m, nil
		}
	}
	return Metric{}, domain.E(domain.CodeNotFound, errors.New("get metric"), "metric", id, "version", version)
}

// At returns the version of a metric that is in force on a day; "" means the
// newest. A day before the first version uses the first. not_found when no
// metric has the id.
func At(id string, day domain.ShopDay) (Metric, error) { return at(registry, id, day) }

// Find reads a metric's name as people and queries write it: an id, which
// means the version in force on day, or "id@version" for a back-cast.
func Find(name string, day domain.ShopDay) (Metric, error) {
	if id, version, ok := strings.Cut(name, "@"); ok {
		return Get(id, version)
	}
	return At(name, day)
}

func at(all []Metric, id string, day domain.ShopDay) (Metric, error) {
	var best, first Metric
	for _, m := range all {
		if m.info.ID != id {
			continue
		}
		if first.eval == nil || m.info.EffectiveFrom < first.info.EffectiveFrom {
			first = m
		}
		if (day == "" || m.info.EffectiveFrom <= day) && (best.eval == nil || m.info.EffectiveFrom > best.info.EffectiveFrom) {
			best = m
		}
	}
	switch {
	case best.eval != nil:
		return best, nil
	case first.eval != nil:
		return first, nil
	}
	return Metric{}, domain.E(domain.CodeNotFound, errors.New("find metric"), "metric", id)
}
