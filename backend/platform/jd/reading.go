package jd

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/flex"
	"afterdesk/backend/platform/walk"
)

const (
	orderPage  = 100
	casePage   = 50
	orderReach = 90 * 24 * time.Hour // by time of change; by creation two years
	listRefund = "refunds"
	listSvc    = "services"
	operator   = "AfterDesk" // who asks, a free text of the service calls
)

func orderPlan() walk.Plan {
	return walk.Plan{Stream: platform.StreamOrders, Order: walk.Ascending, PageSize: orderPage, MaxRows: 100 * orderPage, Reach: orderReach, Overlap: 10 * time.Minute,
		FirstSpan: 24 * time.Hour, Widest: 7 * 24 * time.Hour, Quiet: 500}
}

// casePlans: service orders are listed by change. Applications to cancel are
// listed by the time of application only and change without moving it, so every
// run reads those of the last fifteen days again; their pages end at 100.
func (c *Connector) caseLists() walk.Lists {
	services := orderPlan()
	services.Stream, services.PageSize, services.MaxRows = platform.StreamAfterSales+"/"+listSvc, casePage, 100*casePage
	refunds := services
	refunds.Stream, refunds.Overlap, refunds.Widest = platform.StreamAfterSales+"/"+listRefund, 15*24*time.Hour, 15*24*time.Hour
	return walk.Lists{Stream: platform.StreamAfterSales, Lists: []walk.List{
		{Name: listRefund, Plan: refunds, Fetch: c.fetchRefunds}, {Name: listSvc, Plan: services, Fetch: c.fetchServices}}}
}

// reviewPlan: reviews are listed by creation; an answer or a change does not move
// them, so the last fifteen days are read again.
func reviewPlan() walk.Plan {
	p := orderPlan()
	p.Stream, p.PageSize, p.MaxRows, p.Overlap = platform.StreamReviews, casePage, 100*casePage, 15*24*time.Hour
	return p
}

// OrdersBetween reads orders created in [from, to) whatever changed since.
func (c *Connector) OrdersBetween(from, to domain.Instant) platform.Cursor {
	return orderPlan().Between(from, to)
}

// AfterSalesBetween reads cases applied for in [from, to) whatever changed since.
func (c *Connector) AfterSalesBetween(from, to domain.Instant) platform.Cursor {
	return c.caseLists().Between(from, to)
}

// clock writes Unix seconds as the platform does, in Beijing time.
func clock(unix int64) string {
	return time.Unix(unix, 0).In(flex.Beijing()).Format("2006-01-02 15:04:05")
}

// at reads a moment; the year 1 and 1970 stand for none.
func at(t flex.Text) domain.Instant { return t.Moment(flex.Beijing()) }

// optional are the fields that an order is asked for.
const optional = "orderId,venderId,orderState,orderTotalPrice,actualPay,freightPrice,sellerDiscount,orderStartTime,orderEndTime,paymentConfirmTime," +
	"outBoundDate,modified,orderRemark,venderRemark,waybill,logisticsId,open_id_buyer,xid_buyer,consigneeInfo,itemInfoList"

// fetchOrders reads one page of the orders without personal data.
func (c *Connector) fetchOrders(ctx context.Context, q walk.Query) (walk.Answer, error) {
	dateType := "0" // by change
	if q.Created {
		dateType = "1"
	}
	var w wireOrders
	if err := c.call(ctx, apiOrders, map[string]any{"start_date": clock(q.From), "end_date": clock(q.To), "order_state": "ALL", "optional_fields": optional,
		"page": strconv.FormatInt(q.Page+1, 10), "page_size": strconv.Itoa(orderPage), "sortType": "0", "dateType": dateType, "source_id": "JOS"}, &w); err != nil {
		return walk.Answer{}, err
	}
	if err := worked(apiOrders, &w.Result.API); err != nil {
		return walk.Answer{}, err
	}
	return answer(w.Result.List, w.Result.Total, func(raw []byte) flex.Text {
		var s struct {
			Modified flex.Text `json:"modified"`
			Created  flex.Text `json:"orderStartTime"`
		}
		if json.Unmarshal(raw, &s) != nil || !q.Created {
			return s.Modified
		}
		return s.Created
	}), nil
}

// fetchRefunds reads one page of the applications to cancel.
func (c *Connector) fetchRefunds(ctx context.Context, q walk.Query) (walk.Answer, error) {
	var w wireRefunds
	if err := c.call(ctx, apiRefunds, map[string]any{"applyTimeStart": clock(q.From), "applyTimeEnd": clock(q.To), "pageIndex": q.Page + 1, "pageSize": casePage}, &w); err != nil {
		return walk.Answer{}, err
	}
	if err := worked(apiRefunds, &w.Result.wireResult); err != nil {
		return walk.Answer{}, err
	}
	return answer(w.Result.List, w.Result.Total, stamp("applyTime")), nil
}

// fetchServices reads one page of the service orders: by change, or by the time
// of application for a range.
func (c *Connector) fetchServices(ctx context.Context, q walk.Query) (walk.Answer, error) {
	p := c.service(map[string]any{"pageNumber": q.Page + 1, "pageSize": casePage})
	api, field := apiServicesChanged, "updateDate"
	if q.Created {
		api, field = apiServices, "applyTime"
		p["applyTimeBegin"], p["applyTimeEnd"] = clock(q.From), clock(q.To)
	} else {
		p["updateTimeBegin"], p["updateTimeEnd"] = clock(q.From), clock(q.To)
	}
	list, total, err := c.services(ctx, api, p)
	if err != nil {
		return walk.Answer{}, err
	}
	return answer(list, total, stamp(field)), nil
}

// service adds who asks to the parameters of a service call.
func (c *Connector) service(p map[string]any) map[string]any {
	p["buId"], p["operatePin"], p["operateNick"] = c.vender(), operator, operator
	return p
}

func (c *Connector) services(ctx context.Context, api string, p map[string]any) ([]json.RawMessage, flex.Num, error) {
	var w wireServices
	if err := c.call(ctx, api, p, &w); err != nil {
		return nil, flex.Num{}, err
	}
	return w.Page.List, w.Page.Total, worked(api, &w.Page.wireResult)
}

// fetchReviews reads one page of reviews.
func (c *Connector) fetchReviews(ctx context.Context, q walk.Query) (walk.Answer, error) {
	var w wireReviews
	if err := c.call(ctx, apiReviews, map[string]any{"beginTime": clock(q.From), "endTime": clock(q.To), "score": 0, "page": q.Page + 1, "pageSize": casePage}, &w); err != nil {
		return walk.Answer{}, err
	}
	if !w.Total.Set && w.List == nil { // silence is not an empty list
		return walk.Answer{}, domain.E(domain.CodeUnavailable, errors.New("read answer of "+apiReviews), "reason", "cut")
	}
	return answer(w.List, w.Total, stamp("creationTime")), nil
}

func stamp(field string) func(raw []byte) flex.Text {
	return func(raw []byte) flex.Text {
		var all map[string]json.RawMessage
		var t flex.Text
		if json.Unmarshal(raw, &all) != nil || json.Unmarshal(all[field], &t) != nil {
			return ""
		}
		return t
	}
}

func answer(list []json.RawMessage, total flex.Num, when func(raw []byte) flex.Text) walk.Answer {
	a := walk.Answer{Items: list, Total: -1, Stamps: make([]int64, len(list))}
	if total.Set {
		a.Total = total.N
	}
	for i, raw := range list {
		a.Stamps[i] = int64(at(when(raw))) / 1000
	}
	return a
}
