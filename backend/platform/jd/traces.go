package jd

import (
	"context"
	"encoding/json"
	"errors"
	"sort"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
)

// Traces reads a parcel's trace from the newer gateway.
func (c *Connector) Traces(ctx context.Context, p domain.Parcel) ([]domain.TraceEvent, []byte, error) {
	if p.Waybill == "" {
		return nil, nil, domain.E(domain.CodeInvalid, errors.New("read traces"), "field", "waybill")
	}
	_, order, err := domain.SplitKey(p.OrderID)
	if err != nil {
		return nil, nil, domain.E(domain.CodeInvalid, errors.New("read traces"), "field", "orderId")
	}
	carrier := p.CarrierCode
	if carrier == "unknown" {
		carrier = ""
	}
	data, err := c.sp(ctx, apiTraces, "/"+apiTraces, map[string]string{"orderId": order, "waybillCode": p.Waybill, "providerCode": carrier})
	if err != nil {
		return nil, nil, err
	}
	raw, err := ofWaybill(data, p.Waybill)
	if err != nil {
		return nil, nil, err
	}
	events, err := c.DeriveTraces(raw)
	if err == nil && len(events) == 0 {
		err = domain.E(domain.CodeNotFound, errors.New("read traces"), "reason", "no_data")
	}
	if err != nil {
		return nil, nil, err
	}
	return events, raw, nil
}

// ofWaybill finds one waybill among those that came; not_found when it is not
// there.
func ofWaybill(data json.RawMessage, waybill string) (json.RawMessage, error) {
	var list []json.RawMessage
	if len(data) > 0 {
		if err := json.Unmarshal(data, &list); err != nil {
			return nil, platform.BadShape(err, "data")
		}
	}
	for _, raw := range list {
		var w wireTrace
		if err := json.Unmarshal(raw, &w); err != nil {
			return nil, platform.BadShape(err, "traceDataList")
		}
		if w.Waybill.ID() == waybill {
			return raw, nil
		}
	}
	return nil, domain.E(domain.CodeNotFound, errors.New("read traces"), "reason", "no_data")
}

// DeriveTraces makes the events of a trace from its raw answer again, oldest
// first. groupType has no published meaning, so the words decide; an event
// without a time cannot be placed and is left out.
func (c *Connector) DeriveTraces(raw []byte) ([]domain.TraceEvent, error) {
	if c.d.Classify == nil {
		return nil, domain.E(domain.CodeInternal, errors.New("read traces: no classifier"))
	}
	var w wireTrace
	if err := json.Unmarshal(raw, &w); err != nil {
		return nil, platform.BadShape(err, "traceDataList")
	}
	out := make([]domain.TraceEvent, 0, len(w.Nodes))
	for _, n := range w.Nodes {
		if when := n.Time.Millis(); !when.IsZero() {
			out = append(out, domain.TraceEvent{At: when, State: c.d.Classify(Platform, string(n.Group), n.Content), RawCode: string(n.Group), Text: n.Content, Reporter: "platform"})
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].At < out[j].At })
	return out, nil
}
