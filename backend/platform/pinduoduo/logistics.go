package pinduoduo

import (
	"context"
	"encoding/json"
	"errors"
	"sort"
	"strings"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
)

// couriers reads the list of courier companies, once per connector.
func (c *Connector) couriers(ctx context.Context) ([]wireCompany, error) {
	c.mu.Lock()
	have := c.companies
	c.mu.Unlock()
	if have != nil {
		return have, nil
	}
	data, err := c.call(ctx, apiCompanies, params{})
	if err != nil {
		return nil, err
	}
	var w wireCompanies
	if err := json.Unmarshal(data, &w); err != nil {
		return nil, platform.BadShape(err, "logistics_companies")
	}
	if len(w.List) > 0 {
		c.mu.Lock()
		c.companies = w.List
		c.mu.Unlock()
	}
	return w.List, nil
}

// Carriers lists the courier companies that a shipment may name.
func (c *Connector) Carriers(ctx context.Context) ([]domain.CarrierName, error) {
	list, err := c.couriers(ctx)
	if err != nil {
		return nil, err
	}
	out := []domain.CarrierName{}
	for _, k := range list {
		if k.Available.Is && k.ID.ID() != "" {
			out = append(out, domain.CarrierName{Code: k.ID.ID(), Name: k.Name})
		}
	}
	return out, nil
}

// ReturnAddresses lists the shop's addresses for returns. The street is masked
// and the receiver left out.
func (c *Connector) ReturnAddresses(ctx context.Context) ([]domain.ReturnAddress, error) {
	data, err := c.call(ctx, apiAddresses, params{})
	if err != nil {
		return nil, err
	}
	var w wireAddresses
	if err := json.Unmarshal(data, &w); err != nil {
		return nil, platform.BadShape(err, "refund_address_list")
	}
	out := []domain.ReturnAddress{}
	for _, a := range w.List {
		if a.ID.ID() != "" {
			label := strings.TrimSpace(a.Province + a.City + a.District + " " + domain.MaskAddress(a.Address))
			out = append(out, domain.ReturnAddress{ID: a.ID.ID(), Label: label, Usual: a.Usual.Is})
		}
	}
	return out, nil
}

// Traces reads a parcel's trace. An order names its courier by a number and a
// return by a name; the trace wants the courier's code, which the list of
// companies gives (unsupported, reason unknown_carrier, when it does not).
func (c *Connector) Traces(ctx context.Context, p domain.Parcel) ([]domain.TraceEvent, []byte, error) {
	if p.Waybill == "" {
		return nil, nil, domain.E(domain.CodeInvalid, errors.New("read traces"), "field", "waybill")
	}
	list, err := c.couriers(ctx)
	if err != nil {
		return nil, nil, err
	}
	code := ""
	for _, k := range list {
		if p.CarrierCode != "" && (k.ID.ID() == p.CarrierCode || k.Name == p.CarrierCode) || p.CarrierName != "" && k.Name == p.CarrierName {
			code = k.Code
			break
		}
	}
	if code == "" {
		return nil, nil, domain.E(domain.CodeUnsupported, errors.New("read traces"), "reason", "unknown_carrier")
	}
	data, err := c.call(ctx, apiTrace, params{"company_code": code, "mail_no": p.Waybill})
	if err != nil {
		return nil, nil, err
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

// DeriveTraces makes the events of a trace from its raw answer again, oldest
// first. The carrier's words decide the state, and where they say nothing known
// the node's action does. An event without a time cannot be placed and is left out.
func (c *Connector) DeriveTraces(raw []byte) ([]domain.TraceEvent, error) {
	if c.d.Classify == nil {
		return nil, domain.E(domain.CodeInternal, errors.New("read traces: no classifier"))
	}
	var w wireTraces
	if err := json.Unmarshal(raw, &w); err != nil {
		return nil, platform.BadShape(err, "trace_list")
	}
	out := make([]domain.TraceEvent, 0, len(w.List))
	for _, n := range w.List {
		when := at(n.StatusTime)
		if when.IsZero() {
			when = at(n.Time)
		}
		if when.IsZero() {
			continue
		}
		text := platform.First(n.Desc, n.StatusDesc)
		state := c.d.Classify(Platform, n.Action, text)
		if state == domain.TrackUnknown {
			state, _ = traceState(n.Action) // a new action stays unknown
		}
		out = append(out, domain.TraceEvent{At: when, State: state, RawCode: n.Action, Text: text, Site: n.Node, Reporter: "platform"})
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].At < out[j].At })
	return out, nil
}
