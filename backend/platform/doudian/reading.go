package doudian

import (
	"context"
	"encoding/json"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/flex"
	"afterdesk/backend/platform/walk"
)

// plan is how a stream is walked. The platform refuses clocks that are more than
// ten minutes off, which is the overlap.
func plan(stream string, reach time.Duration) walk.Plan {
	return walk.Plan{Stream: stream, Order: walk.Ascending, PageSize: pageSize, MaxRows: maxRows, Reach: reach, Overlap: 10 * time.Minute,
		FirstSpan: 24 * time.Hour, Widest: 15 * 24 * time.Hour, Quiet: 2000}
}

func orderPlan() walk.Plan { return plan(platform.StreamOrders, orderReach) }
func casePlan() walk.Plan  { return plan(platform.StreamAfterSales, caseReach) }

// OrdersBetween reads orders created in [from, to) whatever changed since.
func (c *Connector) OrdersBetween(from, to domain.Instant) platform.Cursor {
	return orderPlan().Between(from, to)
}

// AfterSalesBetween reads cases applied for in [from, to) whatever changed since.
func (c *Connector) AfterSalesBetween(from, to domain.Instant) platform.Cursor {
	return casePlan().Between(from, to)
}

// fetchOrders reads one page of order.searchList.
func (c *Connector) fetchOrders(ctx context.Context, q walk.Query) (walk.Answer, error) {
	p := orderListParams{OrderBy: "update_time", OrderAsc: true, Page: q.Page, Size: pageSize, UpdateStart: q.From, UpdateEnd: q.To}
	if q.Created {
		p.OrderBy, p.UpdateStart, p.UpdateEnd, p.CreateStart, p.CreateEnd = "create_time", 0, 0, q.From, q.To
	}
	data, _, err := c.call(ctx, apiOrders, p, "sync")
	if err != nil {
		return empty(err)
	}
	var l orderListData
	if err := json.Unmarshal(data, &l); err != nil {
		return walk.Answer{}, platform.BadShape(err, "shop_order_list")
	}
	a := walk.Answer{Items: l.List, Total: count(l.Total), Stamps: make([]int64, len(l.List))}
	for i, raw := range l.List {
		var s struct {
			Update flex.Num `json:"update_time"`
			Create flex.Num `json:"create_time"`
		}
		if json.Unmarshal(raw, &s) == nil {
			a.Stamps[i] = s.Update.N
			if q.Created {
				a.Stamps[i] = s.Create.N
			}
		}
	}
	return a, nil
}

// fetchCases reads one page of afterSale.List.
func (c *Connector) fetchCases(ctx context.Context, q walk.Query) (walk.Answer, error) {
	p := caseListParams{OrderBy: []string{"update_time asc"}, NeedSpecial: true, Page: q.Page, Size: pageSize, UpdateStart: q.From, UpdateEnd: q.To}
	if q.Created {
		p.OrderBy, p.UpdateStart, p.UpdateEnd, p.ApplyStart, p.ApplyEnd = []string{"apply_time asc"}, 0, 0, q.From, q.To
	}
	data, _, err := c.call(ctx, apiCases, p, "sync")
	if err != nil {
		return empty(err)
	}
	var l caseListData
	if err := json.Unmarshal(data, &l); err != nil {
		return walk.Answer{}, platform.BadShape(err, "items")
	}
	a := walk.Answer{Items: l.Items, Total: count(l.Total), More: l.HasMore != nil && *l.HasMore, Stamps: make([]int64, len(l.Items))}
	for i, raw := range l.Items {
		var s struct {
			Info struct {
				Update flex.Num `json:"update_time"`
				Apply  flex.Num `json:"apply_time"`
			} `json:"aftersale_info"`
		}
		if json.Unmarshal(raw, &s) == nil {
			a.Stamps[i] = s.Info.Update.N
			if q.Created {
				a.Stamps[i] = s.Info.Apply.N
			}
		}
	}
	return a, nil
}

// empty turns "no data" into an empty page.
func empty(err error) (walk.Answer, error) {
	if domain.CodeOf(err) == domain.CodeNotFound && domain.ParamOf(err, "reason") == "no_data" {
		return walk.Answer{}, nil
	}
	return walk.Answer{}, err
}

func count(n flex.Num) int64 {
	if !n.Set {
		return -1
	}
	return n.N
}
