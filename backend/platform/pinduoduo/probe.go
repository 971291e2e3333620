package pinduoduo

import (
	"context"
	"errors"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/grant"
	"afterdesk/backend/platform/walk"
)

// Probe trades a fresh consent for a token, or renews the one that is there,
// then makes the lightest call of each stream. A stream without permission is a
// disabled capability, not an error; when neither stream answers, the error of
// the first is returned.
func (c *Connector) Probe(ctx context.Context) (domain.ProbeResult, error) {
	var err error
	switch code := c.keys.Get(platform.FieldAuthCode); {
	case code != "":
		err = c.obtain(ctx, apiGrant, params{"code": code})
	case c.keys.Get(grant.Access) == "":
		err = c.renew(ctx)
	}
	if err != nil {
		return domain.ProbeResult{}, err
	}
	id := platform.First(c.keys.Get("shop_id"), c.d.Shop.RemoteID)
	if id == "" {
		return domain.ProbeResult{}, domain.E(domain.CodeUnauthorized, errors.New("probe shop"), "reason", "not_authorised")
	}
	now := int64(c.d.Now()) / 1000
	_, oerr := c.fetchOrders(ctx, walk.Query{From: now - 60, To: now})
	_, cerr := c.listCases(ctx, walk.Query{From: now - 60, To: now}, allStatuses, 0)
	for _, e := range []error{oerr, cerr} {
		if e != nil && domain.ParamOf(e, "reason") != "no_permission" {
			return domain.ProbeResult{}, e
		}
	}
	if oerr != nil && cerr != nil {
		return domain.ProbeResult{}, oerr
	}
	caps := c.Info().Capabilities
	for i := range caps {
		switch caps[i].Ability {
		case "orders", "traces":
			caps[i] = denied(caps[i], oerr)
		case "after_sales", "after_sale_detail", "deadlines", "act":
			caps[i] = denied(caps[i], cerr)
		}
	}
	return domain.ProbeResult{ShopName: c.keys.Get(grant.ShopName), RemoteID: id, Currency: "CNY", Zone: "Asia/Shanghai",
		TokenExpires: c.keys.Time(grant.Expires), Capabilities: caps}, nil
}

func denied(cell domain.Capability, err error) domain.Capability {
	if err != nil && cell.State != domain.CapUnsupported {
		cell.State, cell.Needs = domain.CapDisabled, "no_permission"
	}
	return cell
}

// Credentials returns what is to be kept in the keeper of secrets after a
// successful Probe: what was typed and the tokens that came.
func (c *Connector) Credentials() platform.Credentials { return c.keys.Credentials() }
