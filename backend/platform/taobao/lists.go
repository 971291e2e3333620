package taobao

import (
	"context"
	"encoding/json"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
)

// RefuseReasons lists the platform's reasons for refusing a case as it stands.
func (c *Connector) RefuseReasons(ctx context.Context, remoteID string) ([]domain.RefuseReason, error) {
	_, w, err := c.refund(ctx, remoteID)
	if err != nil {
		return nil, err
	}
	data, err := c.call(ctx, apiReasons, map[string]string{"refund_id": remoteID, "refund_phase": w.Phase, "fields": "reason_id,reason_text,reason_tips"}, "sync")
	if err != nil {
		return nil, err
	}
	var l reasonsAnswer
	if err := json.Unmarshal(data, &l); err != nil {
		return nil, platform.BadShape(err, "reasons")
	}
	out := []domain.RefuseReason{}
	for _, r := range l.Reasons.Reason {
		if id := r.ID.ID(); id != "" {
			out = append(out, domain.RefuseReason{Code: id, Text: r.Text, EvidenceWords: r.Tips})
		}
	}
	return out, nil
}

func (c *Connector) addresses(ctx context.Context) ([]wireAddress, error) {
	data, err := c.call(ctx, apiAddresses, map[string]string{}, "sync")
	if err != nil {
		return nil, err
	}
	var l addressesAnswer
	if err := json.Unmarshal(data, &l); err != nil {
		return nil, platform.BadShape(err, "addresses")
	}
	return l.Addresses.Address, nil
}

// ReturnAddresses lists the merchant's addresses, masked.
func (c *Connector) ReturnAddresses(ctx context.Context) ([]domain.ReturnAddress, error) {
	all, err := c.addresses(ctx)
	if err != nil {
		return nil, err
	}
	out := []domain.ReturnAddress{}
	for _, x := range all {
		if id := x.ContactID.ID(); id != "" {
			out = append(out, domain.ReturnAddress{ID: id, Usual: x.ReturnDef.Is,
				Label: platform.First(x.Province+x.City+x.District+" "+domain.MaskAddress(x.Street)+" "+domain.MaskName(x.Name)) + " " + domain.MaskPhone(platform.First(string(x.Mobile), string(x.Phone)))})
		}
	}
	return out, nil
}

// Carriers lists the courier companies that a shipment may name.
func (c *Connector) Carriers(ctx context.Context) ([]domain.CarrierName, error) {
	data, err := c.call(ctx, apiCompanies, map[string]string{"fields": "id,code,name"}, "sync")
	if err != nil {
		return nil, err
	}
	var l companiesAnswer
	if err := json.Unmarshal(data, &l); err != nil {
		return nil, platform.BadShape(err, "logistics_companies")
	}
	out := []domain.CarrierName{}
	for _, x := range l.Companies.Company {
		if x.Code != "" {
			out = append(out, domain.CarrierName{Code: x.Code, Name: x.Name})
		}
	}
	return out, nil
}
