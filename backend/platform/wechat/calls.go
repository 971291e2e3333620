package wechat

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/flex"
	"afterdesk/backend/platform/grant"
	"afterdesk/backend/platform/httpx"
)

// The platform publishes no rates for these calls; each list entry needs a call
// of its own, so ten a second is what this house allows itself.
const (
	perSecond  = 10
	burst      = 10
	renewAhead = 5 * domain.Minute // old and new token are both good that long
	tokenLife  = 2 * time.Hour
)

// call reads: it may be repeated, also once with a renewed token. body nil asks
// by GET.
func (c *Connector) call(ctx context.Context, api string, body any, purpose string) (json.RawMessage, error) {
	return grant.Read(ctx, c.keys, c.renew, func(token string) (json.RawMessage, error) { return c.send(ctx, api, body, token, purpose, false) })
}

// write sends once.
func (c *Connector) write(ctx context.Context, api string, body any) (json.RawMessage, error) {
	return grant.Write(ctx, c.keys, c.renew, func(token string) (json.RawMessage, error) { return c.send(ctx, api, body, token, "write", true) })
}

// send posts JSON with the token in the query.
func (c *Connector) send(ctx context.Context, api string, body any, token, purpose string, write bool) (json.RawMessage, error) {
	w := httpx.Wire{Header: map[string]string{"Content-Type": "application/json"}}
	if body != nil {
		b, err := json.Marshal(body)
		if err != nil {
			return nil, domain.E(domain.CodeInvalid, errors.New("write params of "+api), "field", "params", "sent", "no")
		}
		w.Body = b
	}
	return c.post(ctx, api, url.Values{}, w, token, purpose, write)
}

// post sends one call and judges its answer.
func (c *Connector) post(ctx context.Context, api string, q url.Values, w httpx.Wire, token, purpose string, write bool) (json.RawMessage, error) {
	req := httpx.Request{ShopID: c.d.Shop.ID, API: api, Purpose: purpose, Write: write, Zone: flex.Beijing(), Rate: httpx.Rate{PerSecond: perSecond, Burst: burst}}
	if c.base != realURL {
		req.Rate = httpx.Rate{} // a loopback server has no quota
	}
	if w.Body == nil {
		req.Method = http.MethodGet
	}
	if token != "" {
		q.Set("access_token", token)
	}
	w.URL = c.base + api
	if len(q) > 0 {
		w.URL += "?" + q.Encode()
	}
	req.Build = func() (httpx.Wire, error) { return w, nil }
	req.Judge = func(r httpx.Response) error {
		var e struct {
			Code flex.Num `json:"errcode"` // absent on success of some calls
		}
		if err := json.Unmarshal(r.Body, &e); err != nil {
			return domain.E(domain.CodeUnavailable, errors.New("read answer of "+api), "reason", "cut")
		}
		if e.Code.N == 0 {
			return nil
		}
		return failure(api, e.Code, c.d.Now())
	}
	out, err := c.d.HTTP.Do(ctx, req)
	if domain.CodeOf(err) == domain.CodeUnauthorized && domain.ParamOf(err, "status") == "403" { // so an address that is not on the list is refused
		err = domain.E(domain.CodeUnauthorized, errors.New("call "+api), "reason", "ip_not_allowed")
	}
	return out, err
}

// renew asks for the stable token. In its normal mode the platform hands out the
// same one until it is about to end, so that asking again harms nobody; expires_in
// is what is left of it. Another client's token lives on (force_refresh would kill
// it).
func (c *Connector) renew(ctx context.Context) error {
	change, err := c.obtain(ctx)
	if err != nil {
		return err
	}
	return c.keys.Put(ctx, change)
}

func (c *Connector) obtain(ctx context.Context) (map[string]string, error) {
	body, err := c.send(ctx, apiGrant, map[string]any{"grant_type": "client_credential", "appid": c.keys.Get("app_key"),
		"secret": c.keys.Get("app_secret"), "force_refresh": false}, "", "connect", false)
	if err != nil {
		if grant.Stale(err) { // said of a token call it means the secret
			return nil, domain.E(domain.CodeUnauthorized, errors.New("call "+apiGrant), "reason", "bad_secret")
		}
		return nil, err
	}
	var t tokenAnswer
	if err := json.Unmarshal(body, &t); err != nil || t.Token == "" {
		return nil, domain.E(domain.CodeUnauthorized, errors.New("read token"), "reason", "not_authorised")
	}
	life := time.Duration(t.ExpiresIn.N) * time.Second
	if t.ExpiresIn.N <= 0 || life > 24*time.Hour {
		life = tokenLife
	}
	return map[string]string{grant.Access: t.Token, grant.AccessExpires: grant.Millis(c.d.Now().Add(life))}, nil
}

// Probe tests the credentials: a token, the shop's name, then the lightest call of
// each stream. A stream without permission is a disabled capability, not an
// error; when neither answers, the error of the first is returned. No day is told
// on which a person must act again: AppID and AppSecret do not end.
func (c *Connector) Probe(ctx context.Context) (domain.ProbeResult, error) {
	if err := c.renew(ctx); err != nil {
		return domain.ProbeResult{}, err
	}
	body, err := c.call(ctx, apiShop, nil, "connect")
	if err != nil {
		return domain.ProbeResult{}, err
	}
	var s shopAnswer
	if err := json.Unmarshal(body, &s); err != nil {
		return domain.ProbeResult{}, platform.BadShape(err, "info")
	}
	id := platform.First(s.Info.Username, c.keys.Get("app_key"))
	if known := c.d.Shop.RemoteID; known != "" && known != id {
		return domain.ProbeResult{}, domain.E(domain.CodeUnauthorized, errors.New("read shop"), "reason", "wrong_shop")
	}
	if err := c.keys.Put(ctx, map[string]string{grant.ShopName: s.Info.Name}); err != nil {
		return domain.ProbeResult{}, err
	}
	now := int64(c.d.Now()) / 1000
	_, oerr := c.call(ctx, apiOrders, orderListParams{Updated: &span{now - 60, now}, PageSize: 1}, "connect")
	_, cerr := c.call(ctx, apiCases, caseListParams{UpdatedFrom: now - 60, UpdatedTo: now}, "connect")
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
		case "orders", "live":
			caps[i] = denied(caps[i], oerr)
		case "after_sales", "after_sale_detail", "deadlines", "act", "evidence_upload":
			caps[i] = denied(caps[i], cerr)
		}
	}
	return domain.ProbeResult{ShopName: s.Info.Name, RemoteID: id, Currency: "CNY", Zone: zone, Capabilities: caps}, nil
}

func denied(cell domain.Capability, err error) domain.Capability {
	if err != nil && cell.State != domain.CapUnsupported {
		cell.State, cell.Needs = domain.CapDisabled, "no_permission"
	}
	return cell
}

// Credentials returns what is to be kept in the keeper of secrets after a
// successful Probe: what was typed and the token that came.
func (c *Connector) Credentials() platform.Credentials { return c.keys.Credentials() }
