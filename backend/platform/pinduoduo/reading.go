package pinduoduo

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/flex"
	"afterdesk/backend/platform/walk"
)

const (
	pageSize = 100
	reach    = 90 * 24 * time.Hour // orders of the last three months can be read
	window   = 30 * time.Minute    // widest window of change of both lists
)

// orderPlan: changes come in windows of half an hour only, so the history of a
// first run is read by the time of the deal, a day at a time. Pages are turned
// from the last to the first and the end stays three minutes behind the
// platform's clock, as its documentation asks for.
func orderPlan() walk.Plan {
	p := casePlan()
	p.Stream, p.ByChange, p.FirstCreated, p.CreatedSpan = platform.StreamOrders, false, true, 24*time.Hour
	return p
}

func casePlan() walk.Plan {
	return walk.Plan{Stream: platform.StreamAfterSales, Order: walk.Descending, PageSize: pageSize, Reach: reach, Overlap: 10 * time.Minute,
		Lag: 3 * time.Minute, FirstSpan: window, Widest: window, ByChange: true}
}

// OrdersBetween reads orders whose deal was made in [from, to) whatever changed since.
func (c *Connector) OrdersBetween(from, to domain.Instant) platform.Cursor {
	return orderPlan().Between(from, to)
}

// AfterSalesBetween reads cases asked for in [from, to): the platform lists by
// change only, so every change since from is read and the rest left out.
func (c *Connector) AfterSalesBetween(from, to domain.Instant) platform.Cursor {
	return casePlan().Between(from, to)
}

func seconds(n int64) string { return strconv.FormatInt(n, 10) }

// fetchOrders reads one page of the list by change or of the list by deal.
func (c *Connector) fetchOrders(ctx context.Context, q walk.Query) (walk.Answer, error) {
	api, p := apiOrders, params{"order_status": "5", "refund_status": "5", "page": seconds(q.Page + 1), "page_size": seconds(pageSize)} // 5: all
	if q.Created {
		api = apiOrdersMade
		p["start_confirm_at"], p["end_confirm_at"] = seconds(q.From), seconds(q.To)
	} else {
		p["is_lucky_flag"] = "0" // draws too
		p["start_updated_at"], p["end_updated_at"] = seconds(q.From), seconds(q.To)
	}
	data, err := c.call(ctx, api, p)
	if err != nil {
		return walk.Answer{}, err
	}
	var l wireOrders
	if err := json.Unmarshal(data, &l); err != nil {
		return walk.Answer{}, platform.BadShape(err, "order_list")
	}
	items := l.Changed
	if q.Created {
		items = l.Created
	}
	a := walk.Answer{Items: items, Total: count(l.Total), Stamps: make([]int64, len(items))}
	for i, raw := range items {
		var s struct {
			Updated   flex.Text `json:"updated_at"`
			Confirmed flex.Text `json:"confirm_time"`
		}
		if json.Unmarshal(raw, &s) == nil {
			if q.Created {
				s.Updated = s.Confirmed
			}
			a.Stamps[i] = int64(at(s.Updated)) / 1000
		}
	}
	return a, nil
}

// The list of cases must be asked for one status, and "all" is not among the
// published values, although the documentation's own sample sends 1. No case has
// the status 1, so rows that come for it show that it does not filter; that it
// leaves none out is shown by windows in which the sum over the published
// statuses is the same. Until such windows held refunds that were paid and cases
// of another status, every window is read status by status. What is shown is
// kept among the credentials; a window that does not agree begins it anew.
const (
	allStatuses    = "1"
	keyAllStatuses = "all_statuses" // "yes", or the statuses seen so far: "10 11"
	paidStatus     = "10"
)

// fetchCases reads one page of the list of cases.
func (c *Connector) fetchCases(ctx context.Context, q walk.Query) (walk.Answer, error) {
	shown := c.keys.Get(keyAllStatuses)
	a, err := c.listCases(ctx, q, allStatuses, q.Page)
	if err != nil || shown == "yes" || q.Page > 0 { // only the answer for "all" has more pages
		return created(a, q), err
	}
	var sum int64
	var held []string // statuses that had rows
	all := slices.Clone(a.Items)
	for _, status := range listStatuses() {
		got, n, err := c.everyCase(ctx, q, status)
		if err != nil {
			return walk.Answer{}, err
		}
		if n > 0 {
			sum, held = sum+n, append(held, status)
		}
		all = append(all, got...)
	}
	now := agreed(shown, held, a.Total == sum)
	if now != shown {
		if err := c.keys.Put(ctx, map[string]string{keyAllStatuses: now}); err != nil {
			return walk.Answer{}, err
		}
	}
	if now == "yes" {
		return created(a, q), nil
	}
	// the whole window in one answer: it has no second page
	return created(walk.Answer{Items: all, Total: min(int64(len(all)), pageSize), Stamps: caseStamps(all)}, q), nil
}

// agreed adds what one window showed about "all".
func agreed(shown string, held []string, same bool) string {
	if !same {
		return ""
	}
	seen := strings.Fields(shown)
	for _, s := range held {
		if !slices.Contains(seen, s) {
			seen = append(seen, s)
		}
	}
	if len(seen) > 1 && slices.Contains(seen, paidStatus) {
		return "yes"
	}
	return strings.Join(seen, " ")
}

// everyCase reads all pages of one status, the last one first.
func (c *Connector) everyCase(ctx context.Context, q walk.Query, status string) (items []json.RawMessage, total int64, err error) {
	a, err := c.listCases(ctx, q, status, 0)
	if err != nil {
		return nil, 0, err
	}
	for page := (a.Total - 1) / pageSize; page > 0; page-- {
		more, err := c.listCases(ctx, q, status, page)
		if err != nil {
			return nil, 0, err
		}
		items = append(items, more.Items...)
	}
	return append(items, a.Items...), a.Total, nil
}

// listCases reads one page of the cases of one status.
func (c *Connector) listCases(ctx context.Context, q walk.Query, status string, page int64) (walk.Answer, error) {
	data, err := c.call(ctx, apiCases, params{"after_sales_status": status, "after_sales_type": "1", "start_updated_at": seconds(q.From),
		"end_updated_at": seconds(q.To), "page": seconds(page + 1), "page_size": seconds(pageSize)})
	if err != nil {
		return walk.Answer{}, err
	}
	var l wireCases
	if err := json.Unmarshal(data, &l); err != nil {
		return walk.Answer{}, platform.BadShape(err, "refund_list")
	}
	return walk.Answer{Items: l.List, Total: count(l.Total), Stamps: caseStamps(l.List)}, nil
}

func caseStamps(items []json.RawMessage) []int64 {
	out := make([]int64, len(items))
	for i, raw := range items {
		var s struct {
			Updated flex.Text `json:"updated_time"`
		}
		if json.Unmarshal(raw, &s) == nil {
			out[i] = int64(at(s.Updated)) / 1000
		}
	}
	return out
}

// created leaves out what was not created in a range. An item whose time cannot
// be read stays: it becomes a problem that is shown.
func created(a walk.Answer, q walk.Query) walk.Answer {
	if q.Stop == 0 {
		return a
	}
	kept := walk.Answer{Total: a.Total, More: a.More, Key: a.Key}
	for i, raw := range a.Items {
		var s struct {
			Created flex.Text `json:"created_time"`
		}
		when := int64(0)
		if json.Unmarshal(raw, &s) == nil {
			when = int64(at(s.Created)) / 1000
		}
		if when == 0 || when >= q.Start && when <= q.Stop {
			kept.Items, kept.Stamps = append(kept.Items, raw), append(kept.Stamps, a.Stamps[i])
		}
	}
	return kept
}

// count is a total; -1 when it was not told.
func count(n flex.Num) int64 {
	if !n.Set {
		return -1
	}
	return n.N
}
