package insight

import (
	"context"
	"fmt"

	"afterdesk/backend/domain"
	"afterdesk/backend/metric"
)

// Windows of the numbers on Today, in days including today.
const (
	rateDays   = 30 // favourable rate, return rate, unattributed share
	answerDays = 7
)

// Today returns the five numbers and what the queue holds. Days are those of
// the settings' zone; AsOf is the oldest data among the shops.
func (x *Insight) Today(ctx context.Context, shopIDs []string) (domain.TodaySummary, error) {
	shops, err := x.shops(ctx, shopIDs)
	if err != nil {
		return domain.TodaySummary{}, err
	}
	if shops == nil {
		shops = []domain.Shop{}
	}
	set := x.d.Settings()
	out := domain.TodaySummary{AsOf: asOf(shops), Target: set.GoodTarget, ByKind: map[string]int64{}, Shops: shops}
	today := domain.DayOf(x.d.Now(), zoneOf(domain.Shop{Zone: set.Zone}))

	month, err := x.Trend(ctx, domain.TrendQuery{Metrics: []string{"favourable_rate", "return_rate_by_order", "unattributed_share"},
		From: addDays(today, 1-rateDays), To: today, ShopIDs: shopIDs})
	if err != nil {
		return out, fmt.Errorf("read rates: %w", err)
	}
	out.Favourable, out.ReturnRate, out.Unattributed = month.Total.Values[0], month.Total.Values[1], month.Total.Values[2]
	out.GoodNeeded = metric.GoodNeeded(out.Favourable.Num, out.Favourable.Den, set.GoodTarget)
	week, err := x.Trend(ctx, domain.TrendQuery{Metrics: []string{"handled_30min_share"}, From: addDays(today, 1-answerDays), To: today, ShopIDs: shopIDs})
	if err != nil {
		return out, fmt.Errorf("read answers: %w", err)
	}
	out.Answered30 = week.Total.Values[0]

	q, err := x.queue(ctx, shopIDs)
	if err != nil {
		return out, err
	}
	out.DueSoon = q.counts.DueSoon
	for kind, n := range q.beyond {
		out.Queue += n
		out.ByKind[kind] += n
	}
	for _, t := range q.tasks {
		out.Queue++
		out.ByKind[t.Kind]++
		if sum, err := out.AtRisk.Plus(t.AtRisk); err == nil { // another currency than the first stays out of the sum
			out.AtRisk = sum
		}
	}
	last, err := x.d.Store.ListReceipts(ctx, "", 1)
	if err != nil {
		return out, fmt.Errorf("list receipts: %w", err)
	}
	if len(last) > 0 {
		out.LastCheckedAt = last[0].EndedAt
	}
	return out, nil
}
