package medusa

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"strconv"
	"strings"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
)

// most is how many rows of the cases of a page's orders are asked for at once.
const most = 500

// asCases joins the cases of the orders that were found: a case is made of its
// own part, the goods that come back with it, and its order with all refunds.
func (c *Connector) asCases(ctx context.Context, f found) ([]json.RawMessage, error) {
	ids := platform.Unique(f.ids)
	out := []json.RawMessage{}
	if len(ids) == 0 {
		return out, nil
	}
	if f.orders == nil {
		f.orders = map[string]json.RawMessage{}
	}
	returns, err := c.ofOrders(ctx, apiReturns, returnFields(), ids, func(l listData) []json.RawMessage { return l.Returns })
	if err != nil {
		return nil, err
	}
	exchanges, err := c.ofOrders(ctx, apiExchanges, swapFields(), ids, func(l listData) []json.RawMessage { return l.Exchanges })
	if err != nil {
		return nil, err
	}
	claims, err := c.ofOrders(ctx, apiClaims, claimFields(), ids, func(l listData) []json.RawMessage { return l.Claims })
	if err != nil {
		return nil, err
	}
	// An order that came with its list is older than its cases by a moment: what
	// changed in between has moved the order's time, and the next run finds it.
	var want []string
	for _, id := range ids {
		if f.orders[id] == nil {
			want = append(want, id)
		}
	}
	raws, err := c.ordersByID(ctx, want, "sync")
	if err != nil {
		return nil, err
	}
	for _, raw := range raws {
		f.orders[looseOrderID(raw)] = raw
	}
	for _, id := range ids {
		if f.orders[id] == nil { // a draft order has cases of no interest
			continue
		}
		cases, err := join(f.orders[id], returns[id], exchanges[id], claims[id])
		if err != nil {
			return nil, err
		}
		out = append(out, cases...)
	}
	return out, nil
}

// ofOrders reads all rows of a list that belong to some orders, by order.
func (c *Connector) ofOrders(ctx context.Context, api, fields string, ids []string, of func(listData) []json.RawMessage) (map[string][]json.RawMessage, error) {
	out := map[string][]json.RawMessage{}
	for offset := int64(0); ; {
		got, err := c.get(ctx, api, api, "sync", url.Values{"limit": {strconv.Itoa(most)}, "offset": {strconv.FormatInt(offset, 10)}, "order": {"id"},
			"fields": {fields}, "order_id[]": ids})
		if err != nil {
			return nil, err
		}
		var l listData
		if err := decodeList(got, api, &l); err != nil {
			return nil, err
		}
		rows := of(l)
		for _, raw := range rows {
			var w struct {
				Order string `json:"order_id"`
			}
			if json.Unmarshal(raw, &w) == nil {
				out[w.Order] = append(out[w.Order], raw)
			}
		}
		if offset += int64(len(rows)); len(rows) == 0 || offset >= l.Count.N {
			return out, nil
		}
	}
}

// join makes the cases of one order. Drafts are left out: a return that is open,
// an exchange or a claim without goods in either direction. The times at which
// all cases were asked for go with each, because they decide whose a refund is.
func join(order json.RawMessage, returns, exchanges, claims []json.RawMessage) ([]json.RawMessage, error) {
	var list []wireCase
	asked := []askedFor{}
	back := map[string]json.RawMessage{} // by return id
	for _, raw := range returns {
		var r wireReturn
		if json.Unmarshal(raw, &r) == nil {
			back[r.ID] = raw
			switch {
			case r.Status == "open" || r.ExchangeID != "" || r.ClaimID != "":
				continue
			case r.Status != "canceled":
				at := moment(r.RequestedAt)
				if at.IsZero() {
					at = moment(r.CreatedAt)
				}
				asked = append(asked, askedFor{r.ID, int64(at)})
			}
		}
		list = append(list, wireCase{Return: raw})
	}
	swaps := func(raws []json.RawMessage, claim bool) {
		for _, raw := range raws {
			var s wireSwap
			c := wireCase{Exchange: raw}
			if claim {
				c = wireCase{Claim: raw}
			}
			if json.Unmarshal(raw, &s) == nil {
				var r wireReturn
				if c.Return = back[s.ReturnID]; c.Return != nil && json.Unmarshal(c.Return, &r) == nil && r.Status == "open" {
					c.Return = nil
				}
				if c.Return == nil && len(s.Outbound) == 0 && len(s.ClaimItems) == 0 {
					continue
				}
				if s.CanceledAt == "" {
					asked = append(asked, askedFor{s.ID, int64(moment(s.CreatedAt))})
				}
			}
			list = append(list, c)
		}
	}
	swaps(exchanges, false)
	swaps(claims, true)
	var w wireOrder
	if json.Unmarshal(order, &w) == nil { // else the order's own problem tells
		for _, f := range w.refunds() {
			if ownerOf(f, asked) == f.ID {
				list = append(list, wireCase{Refund: f.ID})
			}
		}
	}
	out := make([]json.RawMessage, 0, len(list))
	for _, one := range list {
		one.Order, one.Asked = order, asked
		raw, err := json.Marshal(one)
		if err != nil {
			return nil, domain.E(domain.CodeInternal, errors.New("keep case"))
		}
		out = append(out, raw)
	}
	return out, nil
}

// AfterSale reads one case as it is now. not_found when nobody knows it.
func (c *Connector) AfterSale(ctx context.Context, remoteID string) (platform.Item[domain.AfterSale], error) {
	none := platform.Item[domain.AfterSale]{}
	order, err := c.orderOf(ctx, remoteID)
	if err != nil {
		return none, err
	}
	raws, err := c.asCases(ctx, found{ids: []string{order}})
	if err != nil {
		return none, err
	}
	for _, raw := range raws {
		if looseCaseID(raw) != remoteID {
			continue
		}
		a, err := c.reader().detailed(raw)
		if err != nil {
			return none, err
		}
		return platform.Item[domain.AfterSale]{Value: a, RemoteID: remoteID, Raw: raw}, nil
	}
	return none, domain.E(domain.CodeNotFound, errors.New("read case"), "reason", "no_data")
}

// orderOf finds the order of a case: by the call that knows the case, or from the
// id of a plain refund, which carries it because no call finds a refund.
func (c *Connector) orderOf(ctx context.Context, remoteID string) (string, error) {
	if order, _, ok := strings.Cut(remoteID, refundMark); ok {
		return order, nil
	}
	api, part := apiReturns, "return"
	switch {
	case strings.HasPrefix(remoteID, "oexc_"):
		api, part = apiExchanges, "exchange"
	case strings.HasPrefix(remoteID, "claim_"):
		api, part = apiClaims, "claim"
	}
	got, err := c.get(ctx, api, api+"/"+url.PathEscape(remoteID), "sync", url.Values{"fields": {"id,order_id"}})
	if err != nil {
		return "", err
	}
	var w map[string]struct {
		Order string `json:"order_id"`
	}
	if err := json.Unmarshal(got, &w); err != nil {
		return "", platform.BadShape(err, part)
	}
	if w[part].Order == "" {
		return "", platform.Bad("order_id")
	}
	return w[part].Order, nil
}
