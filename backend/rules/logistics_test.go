package rules

import (
	"testing"
	"time"

	"afterdesk/backend/domain"
)

// TestStallLimitByRoute is LG-02: forty routes, each judged a minute before the
// limit, at it, and at its warning.
func TestStallLimitByRoute(t *testing.T) {
	b := book(t, nil)
	routes := []struct {
		platform, from, to string
		hours              int
		route              string
	}{
		{"doudian", "上海", "上海", 48, RouteSameRegion}, {"doudian", "上海", "江苏", 48, RouteSameRegion}, {"doudian", "江苏", "浙江", 48, RouteSameRegion},
		{"doudian", "浙江", "安徽", 48, RouteSameRegion}, {"doudian", "安徽省", "上海市", 48, RouteSameRegion}, {"doudian", "北京", "天津", 48, RouteSameRegion},
		{"doudian", "天津", "河北", 48, RouteSameRegion}, {"doudian", "河北", "北京市", 48, RouteSameRegion},
		{"doudian", "广东", "广东", 48, RouteSameProvince}, {"doudian", "四川", "四川省", 48, RouteSameProvince}, {"doudian", "Guangdong", "广东省", 48, RouteSameProvince},
		{"doudian", "上海", "北京", 72, RouteCrossProvince}, {"doudian", "浙江", "广东", 72, RouteCrossProvince}, {"doudian", "河北", "江苏", 72, RouteCrossProvince},
		{"doudian", "广东", "广西壮族自治区", 72, RouteCrossProvince}, {"doudian", "重庆", "四川", 72, RouteCrossProvince}, {"doudian", "山西", "陕西", 72, RouteCrossProvince},
		{"doudian", "浙江", "新疆维吾尔自治区", 120, RouteRemote}, {"doudian", "浙江", "西藏", 120, RouteRemote}, {"doudian", "浙江", "内蒙古自治区", 120, RouteRemote},
		{"doudian", "浙江", "青海", 120, RouteRemote}, {"doudian", "浙江", "宁夏", 120, RouteRemote}, {"doudian", "浙江", "云南", 120, RouteRemote},
		{"doudian", "浙江", "甘肃", 120, RouteRemote}, {"doudian", "浙江", "海南", 120, RouteRemote}, {"doudian", "云南", "浙江", 120, RouteRemote},
		{"doudian", "新疆", "新疆", 120, RouteRemote},
		{"doudian", "", "广东", 48, RouteUnknown}, {"doudian", "", "", 48, RouteUnknown}, {"doudian", "", "西藏", 120, RouteRemote},
		{"taobao", "江苏", "上海", 48, RouteSameRegion}, {"taobao", "广东", "湖南", 72, RouteCrossProvince}, {"taobao", "广东", "云南", 72, RouteCrossProvince},
		{"taobao", "广东", "海南", 72, RouteCrossProvince}, {"taobao", "广东", "青海", 120, RouteRemote}, {"tmall", "北京", "河北", 48, RouteSameRegion},
		{"tmall", "云南", "云南", 48, RouteSameProvince}, {"tmall", "湖北", "宁夏", 120, RouteRemote},
		{"sheet", "湖北", "湖南", 72, RouteCrossProvince}, {"kuaishou", "浙江", "上海", 48, RouteSameRegion},
	}
	if len(routes) != 40 {
		t.Fatalf("%d routes, want 40", len(routes))
	}
	last := on("2026-09-01")
	for _, r := range routes {
		l, ok := b.LogisticsLimit(r.platform, LimitStalled, r.from, r.to, last)
		if !ok || l.Route != r.route || l.RuleID == "" {
			t.Errorf("%s %s→%s: %+v %v, want route %s", r.platform, r.from, r.to, l, ok, r.route)
			continue
		}
		warn, due := l.Due(last)
		limit := last.Add(time.Duration(r.hours) * time.Hour)
		for name, c := range map[string]struct {
			now        domain.Instant
			warn, late bool
		}{
			"a minute before the warning": {limit - 6*domain.Hour - domain.Minute, false, false},
			"at the warning":              {limit - 6*domain.Hour, true, false},
			"a minute before the limit":   {limit - domain.Minute, true, false},
			"at the limit":                {limit, true, true},
		} {
			if got := c.now >= warn; got != c.warn {
				t.Errorf("%s %s→%s %s: warned %v", r.platform, r.from, r.to, name, got)
			}
			if got := c.now >= due; got != c.late {
				t.Errorf("%s %s→%s %s: late %v", r.platform, r.from, r.to, name, got)
			}
		}
	}
}

func TestPickupAndHubLimits(t *testing.T) {
	b := book(t, nil)
	l, ok := b.LogisticsLimit("doudian", LimitNoPickup, "浙江", "西藏", on("2026-09-01"))
	if !ok || l.Within != 24*time.Hour || l.Refund != 48*time.Hour || l.Abnormal != 48*time.Hour || l.Warn != 6*time.Hour {
		t.Errorf("no pickup: %+v", l)
	}
	if l, ok = b.LogisticsLimit("doudian", LimitNoHub, "", "", on("2026-09-01")); !ok || l.Within != 24*time.Hour {
		t.Errorf("no hub: %+v", l)
	}
	if _, ok = b.LogisticsLimit("taobao", LimitNoHub, "", "", on("2026-09-01")); ok {
		t.Error("Taobao has a hub clock of its own")
	}
	if _, ok = b.LogisticsLimit("doudian", LimitStalled, "广东", "香港", on("2026-09-01")); ok {
		t.Error("a parcel to Hong Kong is judged")
	}
	early, _ := b.LogisticsLimit("doudian", LimitNoPickup, "", "", on("2026-07-08"))
	late, _ := b.LogisticsLimit("doudian", LimitNoPickup, "", "", on("2026-07-09"))
	if early.RuleID == late.RuleID || early.RuleID == "" || late.RuleID == "" {
		t.Errorf("the text of 2026-07-09 does not part: %q %q", early.RuleID, late.RuleID)
	}
	for day, want := range map[string]time.Duration{"2026-02-09": 72, "2026-02-10": 96, "2026-02-23": 96, "2026-02-24": 72} {
		if l, _ := b.LogisticsLimit("taobao", LimitStalled, "广东", "湖南", on(day)); l.Within != want*time.Hour {
			t.Errorf("Taobao order paid on %s may stand %v", day, l.Within)
		}
	}
	own := book(t, map[string]string{"doudian-no-pickup-2026-07.warn_hours": "12", "doudian-no-pickup-2026-07.hours": "20"})
	if l, _ := own.LogisticsLimit("doudian", LimitNoPickup, "", "", on("2026-09-01")); l.Warn != 12*time.Hour || l.Within != 20*time.Hour {
		t.Errorf("corrected limit: %+v", l)
	}
}

func TestFines(t *testing.T) {
	b := book(t, nil)
	const h = time.Hour
	at := on("2026-09-01")
	for name, c := range map[string]struct {
		platform string
		o        Offence
		want     int64
	}{
		"1 % is under the floor of ¥3":                 {"doudian", Offence{Breach: BreachTraceLate, Paid: domain.CNY(10000), Promise: 48 * h}, 300},
		"1 % of ¥1,000":                                {"doudian", Offence{Breach: BreachTraceLate, Paid: domain.CNY(100000), Promise: 48 * h}, 1000},
		"1 % is held at ¥30":                           {"doudian", Offence{Breach: BreachTraceLate, Paid: domain.CNY(1000000), Promise: 48 * h}, 3000},
		"a promise of 72 h costs 5 %":                  {"doudian", Offence{Breach: BreachTraceLate, Paid: domain.CNY(20000), Promise: 72 * h}, 1000},
		"an unknown promise risks the dearer step":     {"doudian", Offence{Breach: BreachTraceLate, Paid: domain.CNY(20000)}, 1000},
		"abnormal 25 %":                                {"doudian", Offence{Breach: BreachTraceAbnormal, Paid: domain.CNY(20000)}, 5000},
		"abnormal at least ¥5":                         {"doudian", Offence{Breach: BreachTraceAbnormal, Paid: domain.CNY(100)}, 500},
		"abnormal at most ¥100":                        {"doudian", Offence{Breach: BreachTraceAbnormal, Paid: domain.CNY(9999999)}, 10000},
		"half a fen is rounded up":                     {"doudian", Offence{Breach: BreachTraceAbnormal, Paid: domain.CNY(20002)}, 5001},
		"late shipping, promise 3 d, 10 h late, 1 %":   {"doudian", Offence{Breach: BreachLateShipping, Paid: domain.CNY(50000), Promise: 72 * h, Late: 10 * h}, 500},
		"late shipping, promise 3 d, 60 h late, 3 %":   {"doudian", Offence{Breach: BreachLateShipping, Paid: domain.CNY(50000), Promise: 72 * h, Late: 60 * h}, 1500},
		"late shipping, promise 15 d, 60 h late, 5 %":  {"doudian", Offence{Breach: BreachLateShipping, Paid: domain.CNY(50000), Promise: 360 * h, Late: 60 * h}, 2500},
		"late shipping, promise 48 h, 10 h late, none": {"doudian", Offence{Breach: BreachLateShipping, Paid: domain.CNY(50000), Promise: 48 * h, Late: 10 * h}, -1},
		"Tmall no pickup 5 %":                          {"tmall", Offence{Breach: BreachNoPickup, Paid: domain.CNY(50000)}, 2500},
		"no fine is known elsewhere":                   {"kuaishou", Offence{Breach: BreachTraceLate, Paid: domain.CNY(50000)}, -1},
	} {
		c.o.At = at
		got, rule := b.Fine(c.platform, c.o)
		if c.want < 0 {
			if got.Known() || rule != "" {
				t.Errorf("%s: %+v by %q", name, got, rule)
			}
		} else if got != domain.CNY(c.want) || rule == "" {
			t.Errorf("%s: %+v by %q, want %d fen", name, got, rule, c.want)
		}
	}
	if got, rule := b.Penalty("doudian", BreachTraceLate, at, domain.Money{}); got.Known() || rule == "" {
		t.Errorf("fine of an unknown amount: %+v by %q", got, rule)
	}
	if got, _ := b.Penalty("doudian", BreachTraceLate, at, domain.Money{Minor: 1000, Currency: "USD"}); got.Known() {
		t.Errorf("a fine in yuan on dollars: %+v", got)
	}
	before, _ := b.Fine("doudian", Offence{Breach: BreachLateShipping, At: on("2026-08-09"), Paid: domain.CNY(50000), Promise: 72 * h, Late: 10 * h})
	if before.Known() {
		t.Errorf("the text of 2026-08-10 was applied a day early: %+v", before)
	}
}
