package doudian

import (
	"context"
	"encoding/json"
	"errors"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/flex"
)

// Order reads one order. Source.API of such a row is the detail call, whose
// fields are those of the list. not_found when the shop has no such order.
func (c *Connector) Order(ctx context.Context, remoteID string) (platform.Item[domain.Order], error) {
	data, _, err := c.call(ctx, apiOrder, map[string]any{"shop_order_id": remoteID}, "sync")
	if err != nil {
		return platform.Item[domain.Order]{}, err
	}
	var w struct {
		Detail json.RawMessage `json:"shop_order_detail"`
	}
	if err := json.Unmarshal(data, &w); err != nil {
		return platform.Item[domain.Order]{}, platform.BadShape(err, "shop_order_detail")
	}
	o, err := c.reader().order(w.Detail)
	if err != nil {
		return platform.Item[domain.Order]{}, err
	}
	if o.RemoteID != remoteID {
		return platform.Item[domain.Order]{}, domain.E(domain.CodeInvalid, errors.New("read order: another order came back"), "field", "order_id")
	}
	o.Source.API = apiOrder
	return platform.Item[domain.Order]{Value: o, RemoteID: remoteID, Raw: w.Detail}, nil
}

// ship uploads a waybill. The refund guard stays with the platform: it refuses a
// shipment while the buyer asks the money back, because is_refund_reject is not
// set; setting it would refuse the refund unseen.
func (c *Connector) ship(ctx context.Context, a domain.Act, o domain.Order) (string, error) {
	switch {
	case a.Waybill == "":
		return "", platform.Lacks("waybill")
	case a.CarrierCode == "":
		return "", platform.Lacks("carrier_code")
	case o.RemoteID == "":
		return "", platform.Lacks("order")
	}
	_, log, err := c.write(ctx, apiShip, map[string]any{"order_id": o.RemoteID, "company_code": a.CarrierCode, "logistics_code": a.Waybill})
	return log, err
}

// Carriers lists the courier companies that the shop may ship with.
func (c *Connector) Carriers(ctx context.Context) ([]domain.CarrierName, error) {
	data, _, err := c.call(ctx, apiCarriers, map[string]any{}, "sync")
	if err != nil {
		return nil, err
	}
	var list []struct {
		Name string    `json:"name"`
		Code flex.Text `json:"code"`
	}
	if err := json.Unmarshal(data, &list); err != nil {
		return nil, platform.BadShape(err, "data")
	}
	out := []domain.CarrierName{}
	for _, w := range list {
		if code := w.Code.ID(); code != "" {
			out = append(out, domain.CarrierName{Code: code, Name: platform.First(w.Name, code)})
		}
	}
	return out, nil
}
