package xiaohongshu

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/flex"
	"afterdesk/backend/platform/walk"
)

// plan is how both lists are walked: half an hour by change, a day by creation,
// which is what the platform takes. Pages are turned from the last to the first.
func plan(stream string, maxRows int64) walk.Plan {
	return walk.Plan{Stream: stream, Order: walk.Descending, PageSize: pageSize, MaxRows: maxRows, Reach: reach, Overlap: 5 * time.Minute,
		FirstSpan: 30 * time.Minute, Widest: 30 * time.Minute, Quiet: maxRows, FirstCreated: true, CreatedSpan: 24 * time.Hour}
}

func orderPlan() walk.Plan { return plan(platform.StreamOrders, 100*pageSize) } // a hundred pages
func casePlan() walk.Plan  { return plan(platform.StreamAfterSales, 50_000) }

// OrdersBetween reads orders created in [from, to) whatever changed since.
func (c *Connector) OrdersBetween(from, to domain.Instant) platform.Cursor {
	return orderPlan().Between(from, to)
}

// AfterSalesBetween reads cases applied for in [from, to) whatever changed since.
func (c *Connector) AfterSalesBetween(from, to domain.Instant) platform.Cursor {
	return casePlan().Between(from, to)
}

// timeType says by which time a list is asked: 1 creation, 2 change.
func timeType(q walk.Query) int {
	if q.Created {
		return 1
	}
	return 2
}

// fetchOrders reads one page of orders, each with its detail: the list has
// neither lines nor money. It is asked in seconds, unlike everything else.
func (c *Connector) fetchOrders(ctx context.Context, q walk.Query) (walk.Answer, error) {
	data, err := c.call(ctx, apiOrders, map[string]any{"startTime": q.From, "endTime": q.To, "timeType": timeType(q), "orderType": 0, "orderStatus": 0,
		"pageNo": q.Page + 1, "pageSize": pageSize}, "sync")
	if err != nil {
		return walk.Answer{}, err
	}
	var l orderListData
	if err := json.Unmarshal(data, &l); err != nil {
		return walk.Answer{}, platform.BadShape(err, "orderList")
	}
	a := walk.Answer{Items: l.List, Total: total(l.Total)}
	if q.Probe && a.Total > pageSize {
		return a, nil // only the total is wanted
	}
	for _, raw := range a.Items {
		var k orderKey
		_ = json.Unmarshal(raw, &k) // an unreadable row is kept and becomes a problem
		at := k.Updated
		if q.Created {
			at = k.Created
		}
		a.Stamps = append(a.Stamps, int64(at.Millis())/1000)
	}
	a.Items, err = walk.Each(ctx, a.Items, func(ctx context.Context, row json.RawMessage) (json.RawMessage, error) {
		var k orderKey
		if json.Unmarshal(row, &k) != nil || k.OrderID.ID() == "" {
			return row, nil
		}
		return c.call(ctx, apiOrder, map[string]any{"orderId": k.OrderID.ID()}, "sync")
	})
	return a, err
}

// Order reads one order as it is now.
func (c *Connector) Order(ctx context.Context, remoteID string) (platform.Item[domain.Order], error) {
	raw, err := c.call(ctx, apiOrder, map[string]any{"orderId": remoteID}, "sync")
	if err != nil {
		return platform.Item[domain.Order]{}, err
	}
	o, err := c.reader().order(raw)
	if err != nil {
		return platform.Item[domain.Order]{}, err
	}
	if o.RemoteID != remoteID {
		return platform.Item[domain.Order]{}, domain.E(domain.CodeInvalid, errors.New("read order: another order came back"), "field", "orderId")
	}
	return platform.Item[domain.Order]{Value: o, RemoteID: remoteID, Raw: raw}, nil
}

// fetchCases reads one page of cases. It is asked in milliseconds.
func (c *Connector) fetchCases(ctx context.Context, q walk.Query) (walk.Answer, error) {
	data, err := c.call(ctx, apiCases, map[string]any{"startTime": q.From * 1000, "endTime": q.To * 1000, "timeType": timeType(q),
		"pageNo": q.Page + 1, "pageSize": pageSize}, "sync")
	if err != nil {
		return walk.Answer{}, err
	}
	var l caseListData
	if err := json.Unmarshal(data, &l); err != nil {
		return walk.Answer{}, platform.BadShape(err, "afterSaleBasicInfos")
	}
	a := walk.Answer{Items: l.List, Total: total(l.Total)}
	for _, raw := range a.Items {
		var k caseKey
		_ = json.Unmarshal(raw, &k)
		at := k.Updated
		if q.Created {
			at = k.Applied
		}
		a.Stamps = append(a.Stamps, int64(at.Millis())/1000)
	}
	return a, nil
}

// AfterSale reads one case with its negotiation, pictures and parcels.
// not_found when the platform knows no such case.
func (c *Connector) AfterSale(ctx context.Context, remoteID string) (platform.Item[domain.AfterSale], error) {
	var none platform.Item[domain.AfterSale]
	raw, err := c.call(ctx, apiCase, map[string]any{"returnsId": remoteID, "needNegotiateRecord": true}, "sync")
	if err != nil {
		return none, err
	}
	a, err := c.reader().detailed(raw)
	if err != nil {
		return none, err
	}
	if a.RemoteID != remoteID {
		return none, domain.E(domain.CodeInvalid, errors.New("read case: another case came back"), "field", "returnsId")
	}
	return platform.Item[domain.AfterSale]{Value: a, RemoteID: remoteID, Raw: raw}, nil
}

// total is the number of rows of a window; a missing one is not zero.
func total(n flex.Num) int64 {
	if !n.Set {
		return -1
	}
	return n.N
}

// RefuseReasons lists the platform's reasons for refusing a case: those of the
// first look, or of the goods' receipt when it stands there.
func (c *Connector) RefuseReasons(ctx context.Context, remoteID string) ([]domain.RefuseReason, error) {
	one, err := c.AfterSale(ctx, remoteID)
	if err != nil {
		return nil, err
	}
	kind := 1
	if one.Value.Status == domain.StatusAwaitReceipt {
		kind = 2
	}
	data, err := c.call(ctx, apiReasons, map[string]any{"returnsId": remoteID, "rejectReasonType": kind}, "sync")
	if err != nil {
		return nil, err
	}
	var l reasonsData
	if err := json.Unmarshal(data, &l); err != nil {
		return nil, platform.BadShape(err, "rejectReasons")
	}
	out := []domain.RefuseReason{}
	for _, r := range l.Reasons {
		if id := r.ID.ID(); id != "" {
			out = append(out, domain.RefuseReason{Code: id, Text: r.Name})
		}
	}
	return out, nil
}

// ReturnAddresses lists the merchant's addresses, masked.
func (c *Connector) ReturnAddresses(ctx context.Context) ([]domain.ReturnAddress, error) {
	data, err := c.call(ctx, apiAddresses, map[string]any{"pageIndex": 1, "pageSize": 100}, "sync")
	if err != nil {
		return nil, err
	}
	var l addressesData
	if err := json.Unmarshal(data, &l); err != nil {
		return nil, platform.BadShape(err, "sellerAddressRecordList")
	}
	out := []domain.ReturnAddress{}
	for _, x := range l.List {
		if id := x.ID.ID(); id != "" {
			out = append(out, domain.ReturnAddress{ID: id, Usual: x.Usual.Is,
				Label: domain.MaskAddress(x.Address) + " " + domain.MaskName(x.Name) + " " + domain.MaskPhone(string(x.Phone))})
		}
	}
	return out, nil
}

// Carriers lists the courier companies that a shipment may name.
func (c *Connector) Carriers(ctx context.Context) ([]domain.CarrierName, error) {
	data, err := c.call(ctx, apiCompanies, map[string]any{}, "sync")
	if err != nil {
		return nil, err
	}
	var l companiesData
	if err := json.Unmarshal(data, &l); err != nil {
		return nil, platform.BadShape(err, "expressCompanyInfos")
	}
	out := []domain.CarrierName{}
	for _, x := range l.List {
		if x.Code != "" {
			out = append(out, domain.CarrierName{Code: x.Code, Name: x.Name})
		}
	}
	return out, nil
}
