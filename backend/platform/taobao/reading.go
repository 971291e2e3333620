package taobao

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/flex"
	"afterdesk/backend/platform/walk"
)

// What is asked for. The list of orders needs only what paging needs; each
// order is then read in full.
const (
	tradeListFields = "tid,status,created,modified,pay_time,consign_time,end_time,payment,total_fee,post_fee,discount_fee,buyer_nick,buyer_open_uid," +
		"receiver_name,receiver_mobile,receiver_state,receiver_city,receiver_district,orders"
	tradeFields  = tradeListFields + ",tid_str,seller_memo,buyer_message,delivery_time,top_hold,team_buy_hold,share_group_hold"
	refundFields = "refund_id,tid,oid,status,order_status,good_status,has_good_return,dispute_type,refund_phase,refund_version,operation_contraint," +
		"reason,desc,refund_fee,num,company_name,sid,created,modified"
	refundDetailFields = refundFields + ",end_time,cs_status,refund_remind_timeout"
	messageFields      = "id,created,content,message_type,owner_role,pic_urls"
	rateFields         = "tid,oid,nick,result,created,content,reply,item_title,num_iid"
)

// tradeTypes are all kinds of trade: without them only the commonest come.
const tradeTypes = "guarantee_trade,auto_delivery,ec,cod,step,fixed,auction,independent_simple_trade,independent_shop_trade,game_equipment," +
	"shopex_trade,netcn_trade,external_trade,nopaid,pre_auth_type"

const (
	messagePage = 100 // messages of one case a call
	maxMessages = 500 // of one case; more is not a talk but a mishap
)

// orderPlan: windows of at most a day; lists may trail by minutes on days of
// promotion, which the overlap covers.
func orderPlan() walk.Plan {
	return walk.Plan{Stream: platform.StreamOrders, Order: walk.Descending, PageSize: pageSize, MaxRows: maxRows, Reach: orderReach,
		Overlap: 10 * time.Minute, Lag: time.Minute, FirstSpan: 24 * time.Hour, Widest: 24 * time.Hour, Quiet: maxRows}
}

// casePlan: the list of refunds filters by change only.
func casePlan() walk.Plan {
	p := orderPlan()
	p.Stream, p.Reach, p.ByChange = platform.StreamAfterSales, caseReach, true
	return p
}

// reviewPlan: reviews are listed by creation; a day is read again for what was
// answered since.
func reviewPlan() walk.Plan {
	return walk.Plan{Stream: platform.StreamReviews, Order: walk.Descending, PageSize: ratePage, MaxRows: rateRows, Reach: reviewReach,
		Overlap: 24 * time.Hour, Lag: time.Minute, FirstSpan: 7 * 24 * time.Hour, Widest: 30 * 24 * time.Hour, Quiet: 500}
}

// OrdersBetween reads orders created in [from, to) whatever changed since.
func (c *Connector) OrdersBetween(from, to domain.Instant) platform.Cursor {
	return orderPlan().Between(from, to)
}

// AfterSalesBetween reads cases applied for in [from, to) whatever changed since.
func (c *Connector) AfterSalesBetween(from, to domain.Instant) platform.Cursor {
	return casePlan().Between(from, to)
}

// clock writes Unix seconds as the platform's wall-clock time.
func (c *Connector) clock(unix int64) string {
	return time.Unix(unix, 0).In(c.zone).Format("2006-01-02 15:04:05")
}

// stamp reads a wall-clock time as Unix seconds, 0 where it is none.
func (c *Connector) stamp(t flex.Text) int64 { return int64(t.Moment(c.zone)) / 1000 }

// fetchOrders reads one page of orders, each with its detail. A detail that the
// platform does not have, or that the app may not read, leaves the list's row.
func (c *Connector) fetchOrders(ctx context.Context, q walk.Query) (walk.Answer, error) {
	api, from, to := apiTrades, "start_modified", "end_modified"
	if q.Created {
		api, from, to = apiTradesNew, "start_created", "end_created"
	}
	data, err := c.call(ctx, api, map[string]string{"fields": tradeListFields, "type": tradeTypes, from: c.clock(q.From), to: c.clock(q.To),
		"page_no": strconv.FormatInt(q.Page+1, 10), "page_size": strconv.Itoa(pageSize)}, "sync")
	if err != nil {
		return walk.Answer{}, err
	}
	var l tradesAnswer
	if err := json.Unmarshal(data, &l); err != nil {
		return walk.Answer{}, platform.BadShape(err, "trades")
	}
	a := walk.Answer{Items: l.Trades.Trade, Total: total(l.Total), Stamps: make([]int64, len(l.Trades.Trade))}
	if q.Probe && a.Total > pageSize {
		return a, nil // only the total is wanted
	}
	for i, raw := range a.Items {
		var k tradeKey
		_ = json.Unmarshal(raw, &k) // an unreadable row is kept and becomes a problem
		if a.Stamps[i] = c.stamp(k.Modified); q.Created {
			a.Stamps[i] = c.stamp(k.Created)
		}
	}
	a.Items, err = walk.Each(ctx, a.Items, func(ctx context.Context, row json.RawMessage) (json.RawMessage, error) {
		var k tradeKey
		if json.Unmarshal(row, &k) != nil || k.TID.ID() == "" {
			return row, nil
		}
		full, err := c.trade(ctx, k.TID.ID(), "sync")
		if code := domain.CodeOf(err); code == domain.CodeNotFound || code == domain.CodeInvalid || domain.ParamOf(err, "reason") == "no_permission" {
			return row, nil
		}
		return full, err
	})
	return a, err
}

// trade reads one order in full. not_found when the platform has none.
func (c *Connector) trade(ctx context.Context, id, purpose string) (json.RawMessage, error) {
	data, err := c.call(ctx, apiTrade, map[string]string{"fields": tradeFields, "tid": id}, purpose)
	if err != nil {
		return nil, err
	}
	var t tradeAnswer
	if err := json.Unmarshal(data, &t); err != nil {
		return nil, platform.BadShape(err, "trade")
	}
	if len(t.Trade) == 0 || string(t.Trade) == "null" {
		return nil, domain.E(domain.CodeNotFound, errors.New("read order"), "reason", "no_data")
	}
	return t.Trade, nil
}

// Order reads one order as it is now.
func (c *Connector) Order(ctx context.Context, remoteID string) (platform.Item[domain.Order], error) {
	raw, err := c.trade(ctx, remoteID, "sync")
	if err != nil {
		return platform.Item[domain.Order]{}, err
	}
	o, err := c.reader().order(raw)
	if err != nil {
		return platform.Item[domain.Order]{}, err
	}
	if o.RemoteID != remoteID {
		return platform.Item[domain.Order]{}, domain.E(domain.CodeInvalid, errors.New("read order: another order came back"), "field", "tid")
	}
	return platform.Item[domain.Order]{Value: o, RemoteID: remoteID, Raw: raw}, nil
}

// fetchCases reads one page of refunds.
func (c *Connector) fetchCases(ctx context.Context, q walk.Query) (walk.Answer, error) {
	data, err := c.call(ctx, apiRefunds, map[string]string{"fields": refundFields, "type": tradeTypes, "start_modified": c.clock(q.From), "end_modified": c.clock(q.To),
		"page_no": strconv.FormatInt(q.Page+1, 10), "page_size": strconv.Itoa(pageSize)}, "sync")
	if err != nil {
		return walk.Answer{}, err
	}
	var l refundsAnswer
	if err := json.Unmarshal(data, &l); err != nil {
		return walk.Answer{}, platform.BadShape(err, "refunds")
	}
	a := walk.Answer{Total: total(l.Total)}
	for _, raw := range l.Refunds.Refund {
		var k refundKey
		_ = json.Unmarshal(raw, &k) // an unreadable row is kept and becomes a problem
		if born := c.stamp(k.Created); q.Stop > 0 && born > 0 && (born < q.Start || born > q.Stop) {
			continue
		}
		a.Items, a.Stamps = append(a.Items, raw), append(a.Stamps, c.stamp(k.Modified))
	}
	return a, nil
}

// AfterSale reads one case with its messages, its deadline and the platform's
// part in it. not_found when the platform knows no such case.
func (c *Connector) AfterSale(ctx context.Context, remoteID string) (platform.Item[domain.AfterSale], error) {
	var none platform.Item[domain.AfterSale]
	raw, w, err := c.refund(ctx, remoteID)
	if err != nil {
		return none, err
	}
	d := rawDetail{Refund: raw}
	if d.Messages, err = c.messages(ctx, remoteID, w.Phase); err != nil {
		return none, err
	}
	if _, tells := unshipped(w.OrderStatus); w.DisputeType == "REFUND" && !tells && w.TID.ID() != "" {
		// the order is closed: only its own times say whether it had been sent
		d.Trade, err = c.shipping(ctx, w.TID.ID())
		if err != nil && domain.CodeOf(err) != domain.CodeNotFound && domain.ParamOf(err, "reason") != "no_permission" {
			return none, err
		}
	}
	packed, err := json.Marshal(d)
	if err != nil {
		return none, domain.E(domain.CodeInternal, errors.New("pack case"))
	}
	a, err := c.reader().detailed(packed)
	if err != nil {
		return none, err
	}
	if a.RemoteID != remoteID {
		return none, domain.E(domain.CodeInvalid, errors.New("read case: another case came back"), "field", "refund_id")
	}
	return platform.Item[domain.AfterSale]{Value: a, RemoteID: remoteID, Raw: packed}, nil
}

// refund reads one refund as it is now.
func (c *Connector) refund(ctx context.Context, id string) (json.RawMessage, wireRefund, error) {
	var w wireRefund
	data, err := c.call(ctx, apiRefund, map[string]string{"fields": refundDetailFields, "refund_id": id}, "sync")
	if err != nil {
		return nil, w, err
	}
	var r refundAnswer
	if err := json.Unmarshal(data, &r); err != nil {
		return nil, w, platform.BadShape(err, "refund")
	}
	if len(r.Refund) == 0 || string(r.Refund) == "null" {
		return nil, w, domain.E(domain.CodeNotFound, errors.New("read case"), "reason", "no_data")
	}
	if err := json.Unmarshal(r.Refund, &w); err != nil {
		return nil, w, platform.BadShape(err, "refund")
	}
	return r.Refund, w, nil
}

// messages reads the talk of one case.
func (c *Connector) messages(ctx context.Context, id, phase string) ([]json.RawMessage, error) {
	out := []json.RawMessage{}
	for page := 1; len(out) < maxMessages; page++ {
		data, err := c.call(ctx, apiMessages, map[string]string{"fields": messageFields, "refund_id": id, "refund_phase": phase,
			"page_no": strconv.Itoa(page), "page_size": strconv.Itoa(messagePage)}, "sync")
		if err != nil {
			return nil, err
		}
		var m messagesAnswer
		if err := json.Unmarshal(data, &m); err != nil {
			return nil, platform.BadShape(err, "refund_messages")
		}
		out = append(out, m.Messages.Message...)
		if len(m.Messages.Message) == 0 || int64(len(out)) >= m.Total.N {
			break
		}
	}
	return out, nil
}

// shipping reads of an order what tells whether it was sent.
func (c *Connector) shipping(ctx context.Context, tid string) (json.RawMessage, error) {
	data, err := c.call(ctx, apiTrade, map[string]string{"fields": "tid,consign_time,orders.oid,orders.consign_time,orders.invoice_no", "tid": tid}, "sync")
	if err != nil {
		return nil, err
	}
	var t tradeAnswer
	if err := json.Unmarshal(data, &t); err != nil {
		return nil, platform.BadShape(err, "trade")
	}
	return t.Trade, nil
}

// fetchReviews reads one page of the reviews that buyers gave.
func (c *Connector) fetchReviews(ctx context.Context, q walk.Query) (walk.Answer, error) {
	l, err := c.rates(ctx, map[string]string{"start_date": c.clock(q.From), "end_date": c.clock(q.To),
		"page_no": strconv.FormatInt(q.Page+1, 10), "page_size": strconv.Itoa(ratePage)})
	if err != nil {
		return walk.Answer{}, err
	}
	a := walk.Answer{Items: l.Rates.Rate, Total: total(l.Total), Stamps: make([]int64, len(l.Rates.Rate))}
	for i, raw := range a.Items {
		var k tradeKey
		if json.Unmarshal(raw, &k) == nil {
			a.Stamps[i] = c.stamp(k.Created)
		}
	}
	return a, nil
}

func (c *Connector) rates(ctx context.Context, params map[string]string) (ratesAnswer, error) {
	var l ratesAnswer
	params["rate_type"], params["role"], params["fields"] = "get", "buyer", rateFields
	data, err := c.call(ctx, apiRates, params, "sync")
	if err != nil {
		return l, err
	}
	if err := json.Unmarshal(data, &l); err != nil {
		return l, platform.BadShape(err, "trade_rates")
	}
	return l, nil
}

// Review reads one review as it is now, by its order and line.
func (c *Connector) Review(ctx context.Context, have domain.Review) (platform.Item[domain.Review], error) {
	var none platform.Item[domain.Review]
	_, tid, err := domain.SplitKey(have.OrderID)
	if err != nil {
		return none, err
	}
	l, err := c.rates(ctx, map[string]string{"tid": tid, "page_no": "1", "page_size": strconv.Itoa(ratePage)})
	if err != nil {
		return none, err
	}
	for _, raw := range l.Rates.Rate {
		if v, err := c.reader().review(raw); err == nil && v.RemoteID == have.RemoteID {
			return platform.Item[domain.Review]{Value: v, RemoteID: v.RemoteID, Raw: raw}, nil
		}
	}
	return none, domain.E(domain.CodeNotFound, errors.New("read review"), "reason", "no_data")
}

// total is the number of rows of a window; a missing one is not zero.
func total(n flex.Num) int64 {
	if !n.Set {
		return -1
	}
	return n.N
}

// join makes a list parameter.
func join(ids []string) string { return strings.Join(ids, ",") }
