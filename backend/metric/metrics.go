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

// matureSigned is matureReturn for an order that need not be waited for twice.
const matureSigned = 21

var registry = []Metric{
	{info: domain.MetricInfo{ID: "favourable_rate", Version: "1", Num: domain.CountGood, Den: domain.CountRated, Axis: "event_day",
		MatureDays: 0, EffectiveFrom: "2020-01-01", Source: srcRated, Missing: domain.CountUnratedReview,
		Traps: []string{"unrated_left_out", "not_platform_score"}},
		eval: func(c domain.Counts) (int64, int64) { return c[domain.CountGood], c[domain.CountRated] }},
	{info: domain.MetricInfo{ID: "negative_rate", Version: "1", Num: domain.CountNegative, Den: domain.CountRated, Axis: "event_day",
		MatureDays: 0, EffectiveFrom: "2020-01-01", Source: srcRated, LowerIsBetter: true, Missing: domain.CountUnratedReview,
		Traps: []string{"unrated_left_out", "neutral_in_base"}},
		eval: func(c domain.Counts) (int64, int64) { return c[domain.CountNegative], c[domain.CountRated] }},
	{info: domain.MetricInfo{ID: "return_rate_by_order", Version: "1", Num: domain.CountReturned, Den: domain.CountPaid, Axis: "order_day",
		MatureDays: matureReturn, EffectiveFrom: "2020-01-01", Source: srcOrder, LowerIsBetter: true,
		Traps: []string{"base_paid", "cohort_immature", "refund_only_left_out"}},
		eval: func(c domain.Counts) (int64, int64) { return c[domain.CountReturned], c[domain.CountPaid] }},
	{info: domain.MetricInfo{ID: "return_rate_signed", Version: "1", Num: domain.CountReturned, Den: domain.CountSigned, Axis: "order_day",
		MatureDays: matureSigned, EffectiveFrom: "2020-01-01", Source: srcOrder, LowerIsBetter: true,
		Traps: []string{"base_signed", "cohort_immature", "sign_scan_may_lack"}},
		eval: func(c domain.Counts) (int64, int64) { return c[domain.CountReturned], c[domain.CountSigned] }},
	{info: domain.MetricInfo{ID: "quality_return_rate", Version: "1", Num: domain.CountQuality, Den: domain.CountSigned, Axis: "order_day",
		MatureDays: matureSigned, EffectiveFrom: "2020-01-01", Source: srcDouyin, LowerIsBetter: true,
		Traps: []string{"first_reason", "base_signed", "cohort_immature"}},
		eval: func(c domain.Counts) (int64, int64) { return c[domain.CountQuality], c[domain.CountSigned] }},
	{info: domain.MetricInfo{ID: "unshipped_refund_rate", Version: "1", Num: domain.CountUnshipped, Den: domain.CountPaid, Axis: "order_day",
		MatureDays: 3, EffectiveFrom: "2020-01-01", Source: srcOrder, LowerIsBetter: true,
		Traps: []string{"base_paid", "live_share_large"}},
		eval: func(c domain.Counts) (int64, int64) { return c[domain.CountUnshipped], c[domain.CountPaid] }},
	{info: domain.MetricInfo{ID: "refund_rate", Version: "1", Num: domain.CountRefunded, Den: domain.CountPaid, Axis: "order_day",
		MatureDays: matureReturn, EffectiveFrom: "2020-01-01", Source: srcOrder, LowerIsBetter: true,
		Traps: []string{"base_paid", "not_return_rate", "cohort_immature"}},
		eval: func(c domain.Counts) (int64, int64) { return c[domain.CountRefunded], c[domain.CountPaid] }},
	{info: domain.MetricInfo{ID: "case_rate", Version: "1", Num: domain.CountCases, Den: domain.CountPaid, Axis: "order_day",
		MatureDays: matureReturn, EffectiveFrom: "2020-01-01", Source: srcOrder, LowerIsBetter: true,
		Traps: []string{"base_paid", "withdrawn_count_too", "cohort_immature"}},
		eval: func(c domain.Counts) (int64, int64) { return c[domain.CountCases], c[domain.CountPaid] }},
	{info: domain.MetricInfo{ID: "unattributed_share", Version: "1", Num: domain.CountUnattributed, Den: domain.CountPaid, Axis: "order_day",
		MatureDays: 0, EffectiveFrom: "2020-01-01", Source: srcLive, LowerIsBetter: true, Traps: []string{"shelf_orders_too"}},
		eval: func(c domain.Counts) (int64, int64) { return c[domain.CountUnattributed], c[domain.CountPaid] }},
	{info: domain.MetricInfo{ID: "handled_30min_share", Version: "1", Num: domain.CountHandled30, Den: domain.CountHandled, Axis: "event_day",
		MatureDays: 1, EffectiveFrom: "2020-01-01", Source: srcHandle, Traps: []string{"cases_not_chat", "wall_clock"}},
		eval: func(c domain.Counts) (int64, int64) { return c[domain.CountHandled30], c[domain.CountHandled] }},
}
