package metric

import (
	"math"
	"testing"

	"afterdesk/backend/domain"
)

func TestEvalDividesWholeCounts(t *testing.T) {
	m, err := Get("return_rate_by_order", "1")
	if err != nil {
		t.Fatal(err)
	}
	v := m.Eval(domain.Counts{domain.CountReturned: 30, domain.CountPaid: 120, domain.CountSigned: 60})
	if !v.Known || v.Value != 0.25 || v.Num != 30 || v.Den != 120 || v.Small {
		t.Fatalf("30 of 120 gave %+v", v)
	}
	if v.Low >= 0.25 || v.High <= 0.25 {
		t.Fatalf("interval %v–%v does not hold the value", v.Low, v.High)
	}
	signed, _ := Get("return_rate_signed", "1")
	if got := signed.Eval(domain.Counts{domain.CountReturned: 30, domain.CountPaid: 120, domain.CountSigned: 60}); got.Value != 0.5 {
		t.Fatalf("base signed gave %v, want 0.5", got.Value)
	}
}

func TestNullIsNotZero(t *testing.T) {
	for _, m := range All() {
		v := m.Eval(domain.Counts{})
		if v.Known || v.Value != 0 || v.Den != 0 {
			t.Errorf("%s without a base is %+v, want not known", m.Info().ID, v)
		}
	}
	m, _ := At("favourable_rate", "")
	v := m.Eval(domain.Counts{domain.CountRated: 10, domain.CountGood: 9, domain.CountUnratedReview: 4})
	if v.Den != 10 || v.Missing != 4 || !v.Small {
		t.Fatalf("missing ratings must stand apart: %+v", v)
	}
}

func TestRegistryIsSane(t *testing.T) {
	counters := map[string]bool{}
	for _, c := range domain.Counters {
		counters[c] = true
	}
	seen := map[string]bool{}
	for _, m := range All() {
		i := m.Info()
		if key := i.ID + "@" + i.Version; seen[key] {
			t.Errorf("%s is registered twice", key)
		} else {
			seen[key] = true
		}
		for _, c := range m.Counters() {
			if !counters[c] {
				t.Errorf("%s reads unknown counter %q", i.ID, c)
			}
			if domain.KindOfCounter(c) != m.Kind() {
				t.Errorf("%s mixes rows of different kinds: %s", i.ID, c)
			}
		}
		if i.Source == "" || i.EffectiveFrom == "" || (i.Axis != "order_day" && i.Axis != "event_day") {
			t.Errorf("%s lacks source, date or axis", i.ID)
		}
	}
	for _, id := range []string{"favourable_rate", "negative_rate", "return_rate_by_order", "return_rate_signed", "quality_return_rate",
		"unshipped_refund_rate", "refund_rate", "case_rate", "unattributed_share", "handled_30min_share"} {
		if !seen[id+"@1"] {
			t.Errorf("%s is not registered", id)
		}
	}
}

func TestDatedVersions(t *testing.T) {
	all := []Metric{
		define(domain.MetricInfo{ID: "x", Version: "1", Num: "a", Den: "b", EffectiveFrom: "2026-05-07", EffectiveTo: "2026-09-07"}),
		define(domain.MetricInfo{ID: "x", Version: "2", Num: "a", Den: "c", EffectiveFrom: "2026-09-08"}),
	}
	for _, c := range []struct {
		day  domain.ShopDay
		want string
	}{{"2026-08-31", "1"}, {"2026-09-07", "1"}, {"2026-09-08", "2"}, {"2026-10-15", "2"}, {"", "2"}, {"2020-01-01", "1"}} {
		m, err := at(all, "x", c.day)
		if err != nil || m.Info().Version != c.want {
			t.Errorf("on %q version %q (%v), want %q", c.day, m.Info().Version, err, c.want)
		}
	}
	if _, err := at(all, "y", ""); domain.CodeOf(err) != domain.CodeNotFound {
		t.Errorf("unknown metric: %v", err)
	}
	if m, err := Find("refund_rate@1", "2020-01-01"); err != nil || m.Info().Version != "1" {
		t.Errorf("find by version: %v", err)
	}
	if _, err := Find("refund_rate@9", ""); domain.CodeOf(err) != domain.CodeNotFound {
		t.Errorf("unknown version: %v", err)
	}
}

func TestWilson(t *testing.T) {
	// Reference values of the score interval without continuity correction
	// (Newcombe, 1998, table I, method 3).
	for _, c := range []struct {
		num, den  int64
		low, high float64
	}{{81, 263, 0.2553, 0.3662}, {15, 148, 0.0624, 0.1605}, {0, 20, 0, 0.1611}, {1, 29, 0.0061, 0.1718}} {
		low, high := Wilson(c.num, c.den)
		if math.Abs(low-c.low) > 5e-5 || math.Abs(high-c.high) > 5e-5 {
			t.Errorf("Wilson(%d, %d) = %.4f–%.4f, want %.4f–%.4f", c.num, c.den, low, high, c.low, c.high)
		}
	}
	if low, high := Wilson(5, 3); math.IsNaN(low) || math.IsNaN(high) || high > 1 {
		t.Errorf("a count above its base gave %v–%v", low, high)
	}
	if low, high := Wilson(0, 0); low != 0 || high != 1 {
		t.Errorf("no base gave %v–%v", low, high)
	}
}

func TestGoodNeeded(t *testing.T) {
	for _, c := range []struct {
		good, rated int64
		target      float64
		want        int64
	}{
		{98, 100, 0.98, 0},
		{97, 100, 0.98, 50}, // 147/150
		{970, 1000, 0.98, 500},
		{0, 0, 0.98, 0},
		{0, 1, 0.98, 49}, // 49/50
		{99, 100, 1, -1},
		{100, 100, 1, 0},
		{9, 10, 0.9, 0},
		{899_999, 1_000_000, 0.9, 10},
	} {
		got := GoodNeeded(c.good, c.rated, c.target)
		if got != c.want {
			t.Errorf("GoodNeeded(%d, %d, %v) = %d, want %d", c.good, c.rated, c.target, got, c.want)
		}
	}
	if n := BadAvoidable(97, 100, 0.98); n != 2 { // 97/98 ≥ 0.98, 97/99 is not
		t.Errorf("BadAvoidable = %d, want 2", n)
	}
}

func TestGoodNeededIsTheLeast(t *testing.T) {
	for rated := int64(1); rated < 60; rated++ {
		for good := int64(0); good <= rated; good++ {
			for _, pct := range []int64{50, 90, 95, 98, 99} {
				n := GoodNeeded(good, rated, float64(pct)/100)
				if (good+n)*100 < pct*(rated+n) {
					t.Fatalf("%d of %d to %d %%: %d more do not reach it", good, rated, pct, n)
				}
				if n > 0 && (good+n-1)*100 >= pct*(rated+n-1) {
					t.Fatalf("%d of %d to %d %%: %d is not the least", good, rated, pct, n)
				}
			}
		}
	}
}
