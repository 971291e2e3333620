package woocommerce

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"strconv"
	"strings"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/flex"
	"afterdesk/backend/platform/walk"
)

const (
	pageSize = 100 // the most that the shop takes
	casePage = 50  // orders a page of cases looks at: each with refunds costs a call
	reach    = 10 * 365 * 24 * time.Hour
	margin   = 14 * time.Hour // no zone is further from UTC
)

// plan is how a stream is walked. The overlap covers a clock of ours that runs
// ahead of the server's.
func plan(stream string) walk.Plan {
	return walk.Plan{Stream: stream, Order: walk.Keyed, PageSize: pageSize, Reach: reach, Overlap: time.Hour, FirstSpan: 90 * 24 * time.Hour,
		Widest: reach, Quiet: 500}
}

func orderPlan() walk.Plan { return plan(platform.StreamOrders) }

func casePlan() walk.Plan {
	p := plan(platform.StreamAfterSales)
	p.PageSize, p.ByChange = casePage, true
	return p
}

// reviewPlan reads the last month again in each run: nothing says when a review
// was approved or edited.
func reviewPlan() walk.Plan {
	p := plan(platform.StreamReviews)
	p.Overlap = 30 * 24 * time.Hour
	return p
}

// OrdersBetween reads orders created in [from, to) whatever changed since.
func (c *Connector) OrdersBetween(from, to domain.Instant) platform.Cursor {
	return orderPlan().Between(from, to)
}

// AfterSalesBetween reads refunds made in [from, to).
func (c *Connector) AfterSalesBetween(from, to domain.Instant) platform.Cursor {
	return casePlan().Between(from, to)
}

// fetchOrders reads one page of GET /orders.
func (c *Connector) fetchOrders(ctx context.Context, q walk.Query) (walk.Answer, error) {
	items, more, key, err := c.steady(ctx, q.Key, pageSize, c.orderQuery(q), apiOrders, "/wc/v3/orders")
	return walk.Answer{Items: items, Total: -1, More: more, Key: key}, err
}

// orderQuery asks for orders that changed (were created) in the window, both
// ends included: the shop's bounds exclude, and its times have whole seconds.
func (c *Connector) orderQuery(q walk.Query) url.Values {
	after, before := "modified_after", "modified_before"
	if q.Created {
		after, before = "after", "before"
	}
	return url.Values{"status": {"any"}, "orderby": {"id"}, "order": {"asc"}, "dates_are_gmt": {"true"}, "dp": {c.decimals()},
		after: {stamp(q.From - 1)}, before: {stamp(q.To + 1)}}
}

// decimals is how many decimals are asked for: two, or the three that the
// shop's currency has.
func (c *Connector) decimals() string {
	return strconv.Itoa(max(2, domain.Exponent(c.d.Shop.Currency)))
}

// stamp writes Unix seconds as the shop reads them.
func stamp(unix int64) string { return time.Unix(unix, 0).UTC().Format("2006-01-02T15:04:05") }

// fetchCases reads the refunds of one page of orders.
func (c *Connector) fetchCases(ctx context.Context, q walk.Query) (walk.Answer, error) {
	orders, more, key, err := c.steady(ctx, q.Key, casePage, c.orderQuery(q), apiOrders, "/wc/v3/orders")
	if err != nil {
		return walk.Answer{}, err
	}
	out := walk.Answer{Items: []json.RawMessage{}, Total: -1, More: more, Key: key}
	for _, raw := range orders {
		var w wireOrder
		if json.Unmarshal(raw, &w) != nil || len(w.Refunds) == 0 { // an order that cannot be read is a problem of the orders
			continue
		}
		refunds, err := c.refunds(ctx, w.ID.ID(), "sync")
		if domain.CodeOf(err) == domain.CodeNotFound { // deleted meanwhile
			continue
		}
		if err != nil {
			return walk.Answer{}, err
		}
		for _, f := range refunds {
			if made := createdAt(f); q.Stop > 0 && made > 0 && (made < q.Start || made > q.Stop) {
				continue
			}
			item, err := compose(raw, f, nil)
			if err != nil {
				return walk.Answer{}, err
			}
			out.Items = append(out.Items, item)
		}
	}
	return out, nil
}

// compose makes the raw payload of a case.
func compose(order, refund, notes json.RawMessage) (json.RawMessage, error) {
	w := wireCase{Refund: refund, Notes: notes}
	if err := json.Unmarshal(order, &w.Order); err != nil {
		return nil, platform.BadShape(err, "order")
	}
	out, err := json.Marshal(w)
	if err != nil {
		return nil, platform.Bad("refund")
	}
	return out, nil
}

// refunds reads every refund of an order.
func (c *Connector) refunds(ctx context.Context, order, purpose string) ([]json.RawMessage, error) {
	out := []json.RawMessage{}
	for page := 1; ; page++ {
		got, total, err := c.list(ctx, call{api: apiRefunds, purpose: purpose, path: "/wc/v3/orders/" + order + "/refunds",
			query: url.Values{"per_page": {strconv.Itoa(pageSize)}, "page": {strconv.Itoa(page)}, "dp": {c.decimals()}}})
		if err != nil {
			return nil, err
		}
		out = append(out, got...)
		if len(got) < pageSize || int64(len(out)) == total {
			return out, nil
		}
	}
}

func createdAt(raw json.RawMessage) int64 {
	var w struct {
		Created flex.Text `json:"date_created_gmt"`
	}
	if json.Unmarshal(raw, &w) != nil {
		return 0
	}
	return int64(at(w.Created)) / 1000
}

// fetchReviews reads one page of GET /products/reviews.
func (c *Connector) fetchReviews(ctx context.Context, q walk.Query) (walk.Answer, error) {
	wide := int64(margin / time.Second)
	items, more, key, err := c.steady(ctx, q.Key, pageSize, url.Values{"orderby": {"date_gmt"}, "order": {"asc"},
		"after": {stamp(q.From - wide)}, "before": {stamp(q.To + wide)}}, apiReviews, "/wc/v3/products/reviews")
	return walk.Answer{Items: items, Total: -1, More: more, Key: key}, err
}

// steady reads one page of a list that shrinks while it is read, and says where
// the next one begins. key is "page/total": the page to read and how many rows
// there were when the one before was read. Rows come in a fixed order, so as
// many as went have moved up across the page's edge at most: that far it goes
// back, until two totals in a row agree. A list that grew begins again (param
// again=window): a row may have come in front.
func (c *Connector) steady(ctx context.Context, key string, size int64, query url.Values, api, path string) (items []json.RawMessage, more bool, next string, err error) {
	page, before, ok := position(key)
	if !ok {
		return nil, false, "", domain.E(domain.CodeInvalid, errors.New("read cursor"), "field", "cursor")
	}
	query.Set("per_page", strconv.FormatInt(size, 10))
	for range 16 {
		query.Set("page", strconv.FormatInt(page, 10))
		got, total, err := c.list(ctx, call{api: api, purpose: "sync", path: path, query: query})
		if err != nil {
			return nil, false, "", err
		}
		switch {
		case total < 0: // a proxy took the header away; a full page means that there are more
			return got, int64(len(got)) == size, strconv.FormatInt(page+1, 10) + "/-1", nil
		case before >= 0 && total > before:
			return nil, false, "", domain.E(domain.CodeUnavailable, errors.New("read "+api), "reason", "window_unsteady", "again", "window")
		case before >= 0 && total < before && page > 1:
			page = max(1, page-(before-total+size-1)/size)
			before = total
			continue
		}
		return got, page*size < total, strconv.FormatInt(page+1, 10) + "/" + strconv.FormatInt(total, 10), nil
	}
	return nil, false, "", domain.E(domain.CodeUnavailable, errors.New("read "+api), "reason", "window_unsteady", "again", "window")
}

// position reads the key of steady; "" is the first page.
func position(key string) (page, total int64, ok bool) {
	if key == "" {
		return 1, -1, true
	}
	p, t, _ := strings.Cut(key, "/")
	page, err1 := strconv.ParseInt(p, 10, 64)
	total, err2 := strconv.ParseInt(t, 10, 64)
	return page, total, err1 == nil && err2 == nil && page > 0 && page < 1<<40 && total >= -1
}
