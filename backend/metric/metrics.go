package metric

import "afterdesk/backend/domain"

// Sources of definitions, as a reader can find them.
const (
	srcRated  = "Taobao 商品好评率: 4–5 stars of all ratings, in force 2026-03-16; silent buyers are in neither count"
	srcOrder  = "Cohort by order day; a case counts when goods came back and the refund was paid"
	srcDouyin = "Douyin 商家体验分 商品品质退货率: orders whose first after-sale reason is quality ÷ signed orders, in force 2026-05-07"
	srcLive   = "Order carries no room: it counts as unattributed, never hidden"
	srcHandle = "House promise: the first handling of a case within 30 minutes of the request"
)

// matureReturn is when a paid day's returns are nearly all in: 2 days to ship,
// 4 on the road, 7 days without a reason, 7 to send back and 1 to refund.
const matureReturn = 21

var registry = []Metric{
	define(domain.MetricInfo{ID: "favourable_rate", Version: "1", Num: domain.CountGood, Den: domain.CountRated, Axis: "event_day",
		MatureDays: 0, EffectiveFrom: "2020-01-01", Source: srcRated, Missing: domain.CountUnratedReview,
		Traps: []string{"unrated_left_out", "not_platform_score"}}),
	define(domain.MetricInfo{ID: "negative_rate", Version: "1", Num: domain.CountNegative, Den: domain.CountRated, Axis: "event_day",
		MatureDays: 0, EffectiveFrom: "2020-01-01", Source: srcRated, LowerIsBetter: true, Missing: domain.CountUnratedReview,
		Traps: []string{"unrated_left_out", "neutral_in_base"}}),
	define(domain.MetricInfo{ID: "return_rate_by_order", Version: "1", Num: domain.CountReturned, Den: domain.CountPaid, Axis: "order_day",
		MatureDays: matureReturn, EffectiveFrom: "2020-01-01", Source: srcOrder, LowerIsBetter: true,
		Traps: []string{"base_paid", "cohort_immature", "refund_only_left_out"}}),
	define(domain.MetricInfo{ID: "return_rate_signed", Version: "1", Num: domain.CountReturned, Den: domain.CountSigned, Axis: "order_day",
		MatureDays: matureReturn, EffectiveFrom: "2020-01-01", Source: srcOrder, LowerIsBetter: true,
		Traps: []string{"base_signed", "cohort_immature", "sign_scan_may_lack"}}),
	define(domain.MetricInfo{ID: "quality_return_rate", Version: "1", Num: domain.CountQuality, Den: domain.CountSigned, Axis: "order_day",
		MatureDays: matureReturn, EffectiveFrom: "2020-01-01", Source: srcDouyin, LowerIsBetter: true,
		Traps: []string{"first_reason", "base_signed", "cohort_immature"}}),
	define(domain.MetricInfo{ID: "unshipped_refund_rate", Version: "1", Num: domain.CountUnshipped, Den: domain.CountPaid, Axis: "order_day",
		MatureDays: 3, EffectiveFrom: "2020-01-01", Source: srcOrder, LowerIsBetter: true,
		Traps: []string{"base_paid", "live_share_large"}}),
	define(domain.MetricInfo{ID: "refund_rate", Version: "1", Num: domain.CountRefunded, Den: domain.CountPaid, Axis: "order_day",
		MatureDays: matureReturn, EffectiveFrom: "2020-01-01", Source: srcOrder, LowerIsBetter: true,
		Traps: []string{"base_paid", "not_return_rate", "cohort_immature"}}),
	define(domain.MetricInfo{ID: "case_rate", Version: "1", Num: domain.CountCases, Den: domain.CountPaid, Axis: "order_day",
		MatureDays: matureReturn, EffectiveFrom: "2020-01-01", Source: srcOrder, LowerIsBetter: true,
		Traps: []string{"base_paid", "withdrawn_count_too", "cohort_immature"}}),
	define(domain.MetricInfo{ID: "unattributed_share", Version: "1", Num: domain.CountUnattributed, Den: domain.CountPaid, Axis: "order_day",
		MatureDays: 0, EffectiveFrom: "2020-01-01", Source: srcLive, LowerIsBetter: true, Traps: []string{"shelf_orders_too"}}),
	define(domain.MetricInfo{ID: "handled_30min_share", Version: "1", Num: domain.CountHandled30, Den: domain.CountHandled, Axis: "event_day",
		MatureDays: 1, EffectiveFrom: "2020-01-01", Source: srcHandle, Traps: []string{"cases_not_chat", "wall_clock"}}),
}

// define makes the plain form that every metric of version 1 has: numerator
// counter ÷ base counter, both named in the definition, so that the drill-down
// recounts exactly what was divided.
func define(info domain.MetricInfo) Metric {
	return Metric{info: info, eval: func(c domain.Counts) (int64, int64) { return c[info.Num], c[info.Den] }}
}
