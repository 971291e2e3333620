package jd

import (
	"context"
	"errors"
	"net/url"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/grant"
	"afterdesk/backend/platform/walk"
)

// Probe trades a fresh consent for a token, asks whose shop it is, then makes the
// lightest call of each stream. A stream without permission is a disabled
// capability, not an error; when neither answers, the error of the first is
// returned.
func (c *Connector) Probe(ctx context.Context) (domain.ProbeResult, error) {
	if code := c.keys.Get(platform.FieldAuthCode); code != "" {
		if err := c.obtain(ctx, "oauth2/access_token", url.Values{"grant_type": {"authorization_code"}, "code": {code}}); err != nil {
			return domain.ProbeResult{}, err
		}
	}
	var shop wireShop
	if err := c.call(ctx, apiShop, nil, &shop); err != nil {
		return domain.ProbeResult{}, err
	}
	id := shop.Result.VenderID.ID()
	if id == "" {
		return domain.ProbeResult{}, domain.E(domain.CodeUnauthorized, errors.New("probe shop"), "reason", "not_authorised")
	}
	if want := c.vender(); want != "" && want != id {
		return domain.ProbeResult{}, domain.E(domain.CodeUnauthorized, errors.New("probe shop"), "reason", "wrong_shop")
	}
	if err := c.keys.Put(ctx, map[string]string{"shop_id": id, grant.ShopName: shop.Result.ShopName}); err != nil {
		return domain.ProbeResult{}, err
	}
	now := int64(c.d.Now()) / 1000
	window := walk.Query{From: now - 60, To: now}
	_, oerr := c.fetchOrders(ctx, window)
	_, cerr := c.fetchRefunds(ctx, window)
	if cerr == nil {
		_, cerr = c.fetchServices(ctx, window)
	}
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
		case "orders":
			caps[i] = denied(caps[i], oerr)
		case "after_sales", "after_sale_detail", "act":
			caps[i] = denied(caps[i], cerr)
		}
	}
	return domain.ProbeResult{ShopName: c.keys.Get(grant.ShopName), RemoteID: id, Currency: "CNY", Zone: "Asia/Shanghai", TokenExpires: c.keys.Time(grant.Expires), Capabilities: caps}, nil
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

// Confirm tries what the published facts leave in doubt. traces: whether the
// newer gateway answers this machine. reviews: whether score is given in stars,
// which a review that is listed as good and has four or five shows; one that is
// listed as bad and has more than two shows the opposite.
func (c *Connector) Confirm(ctx context.Context, ability string) error {
	switch ability {
	case "traces":
		_, err := c.sp(ctx, apiCarriers, "/"+apiCarriers, nil)
		return err
	case "reviews":
		return c.confirmStars(ctx)
	}
	return domain.E(domain.CodeUnsupported, errors.New("confirm ability"), "reason", "nothing_to_confirm")
}

func (c *Connector) confirmStars(ctx context.Context) error {
	now := int64(c.d.Now()) / 1000
	stars := false
	for _, grade := range []int{3, 1} { // good, bad
		var w wireReviews
		if err := c.call(ctx, apiReviews, map[string]any{"beginTime": clock(now - 30*86400), "endTime": clock(now), "score": grade, "page": 1, "pageSize": casePage}, &w); err != nil {
			return err
		}
		for _, raw := range w.List {
			v, err := c.reader().review(raw)
			if err != nil {
				continue
			}
			if grade == 1 && v.Rating > 2 || grade == 3 && v.Rating > 0 && v.Rating < 4 {
				return domain.E(domain.CodeUnsupported, errors.New("confirm stars"), "reason", "not_stars")
			}
			stars = stars || v.Rating >= 4
		}
	}
	if !stars {
		return domain.E(domain.CodeUnavailable, errors.New("confirm stars"), "reason", "no_data")
	}
	return nil
}
