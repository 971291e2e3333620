package taobao

import (
	"context"
	"encoding/json"
	"errors"
	"sort"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/flex"
)

// Traces reads the trace of a parcel of an order. The platform is asked by
// order; of an order in several parcels it needs the lines of this one, which
// the order names. It does not trace what a buyer sends back (unsupported). The
// status of the whole is not used: for orders shipped by waybill number alone
// it says "signed" from the first moment.
func (c *Connector) Traces(ctx context.Context, p domain.Parcel) ([]domain.TraceEvent, []byte, error) {
	if p.Direction == domain.DirectionBack || p.AfterSaleID != "" {
		return nil, nil, domain.E(domain.CodeUnsupported, errors.New("read traces"), "reason", "not_an_e_waybill")
	}
	_, tid, err := domain.SplitKey(p.OrderID)
	if err != nil || p.Waybill == "" {
		return nil, nil, domain.E(domain.CodeInvalid, errors.New("read traces"), "field", "waybill")
	}
	data, sid, err := c.trace(ctx, map[string]string{"tid": tid})
	if err != nil {
		return nil, nil, err
	}
	if sid != p.Waybill {
		lines, err := c.linesOf(ctx, tid, p.Waybill)
		if err != nil {
			return nil, nil, err
		}
		if data, sid, err = c.trace(ctx, map[string]string{"tid": tid, "is_split": "1", "sub_tid": join(lines)}); err != nil {
			return nil, nil, err
		}
		if sid != p.Waybill {
			return nil, nil, domain.E(domain.CodeNotFound, errors.New("read traces"), "reason", "no_data")
		}
	}
	events, err := c.DeriveTraces(data)
	if err == nil && len(events) == 0 {
		err = domain.E(domain.CodeNotFound, errors.New("read traces"), "reason", "no_data")
	}
	if err != nil {
		return nil, nil, err
	}
	return events, data, nil
}

func (c *Connector) trace(ctx context.Context, params map[string]string) (json.RawMessage, string, error) {
	data, err := c.call(ctx, apiTrace, params, "sync")
	if err != nil {
		return nil, "", err
	}
	var w struct {
		OutSID flex.Text `json:"out_sid"`
	}
	if err := json.Unmarshal(data, &w); err != nil {
		return nil, "", platform.BadShape(err, "out_sid")
	}
	return data, w.OutSID.ID(), nil
}

// linesOf finds the lines of an order that went with a waybill.
func (c *Connector) linesOf(ctx context.Context, tid, waybill string) ([]string, error) {
	raw, err := c.shipping(ctx, tid)
	if err != nil {
		return nil, err
	}
	var t wireTrade
	if err := json.Unmarshal(raw, &t); err != nil {
		return nil, platform.BadShape(err, "trade")
	}
	lines := []string{}
	for _, l := range t.Orders.Order {
		if l.InvoiceNo.ID() == waybill {
			lines = append(lines, l.OID.ID())
		}
	}
	if len(lines) == 0 || len(lines) > 50 { // fifty is what the call takes
		return nil, domain.E(domain.CodeNotFound, errors.New("find lines of parcel"), "reason", "no_data")
	}
	return lines, nil
}

// DeriveTraces makes the events of a trace from its raw answer again, oldest
// first. An event without a time cannot be placed and is left out.
func (c *Connector) DeriveTraces(raw []byte) ([]domain.TraceEvent, error) {
	if c.d.Classify == nil {
		return nil, domain.E(domain.CodeInternal, errors.New("read traces: no classifier"))
	}
	var w wireTrace
	if err := json.Unmarshal(raw, &w); err != nil {
		return nil, platform.BadShape(err, "trace_list")
	}
	out := make([]domain.TraceEvent, 0, len(w.List.Step))
	for _, s := range w.List.Step {
		if at := s.Time.Moment(c.zone); !at.IsZero() {
			out = append(out, domain.TraceEvent{At: at, State: c.d.Classify(Platform, s.Action, s.Desc), RawCode: s.Action, Text: s.Desc, Reporter: "platform"})
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].At < out[j].At })
	return out, nil
}
