package xiaohongshu

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"strconv"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/flex"
	"afterdesk/backend/platform/grant"
	"afterdesk/backend/platform/httpx"
	"afterdesk/backend/platform/walk"
)

// The platform allows an app a hundred requests a second and sets each
// merchant's own limit apart; ten a second and shop is the advised self-limit.
const (
	perSecond  = 10
	burst      = 10
	renewAhead = 25 * domain.Minute // with more than thirty left the same pair comes back
)

const authorizeURL = realURL + "/ark/authorization"

// call reads: it may be repeated, also once with a renewed token.
func (c *Connector) call(ctx context.Context, api string, params map[string]any, purpose string) (json.RawMessage, error) {
	return grant.Read(ctx, c.keys, c.renew, func(token string) (json.RawMessage, error) { return c.send(ctx, api, params, token, purpose, false) })
}

// write sends once.
func (c *Connector) write(ctx context.Context, api string, params map[string]any) error {
	_, err := grant.Write(ctx, c.keys, c.renew, func(token string) (json.RawMessage, error) { return c.send(ctx, api, params, token, "write", true) })
	return err
}

// send signs and sends one call: one flat object of system and own fields.
func (c *Connector) send(ctx context.Context, api string, params map[string]any, token, purpose string, write bool) (json.RawMessage, error) {
	var data json.RawMessage
	req := httpx.Request{ShopID: c.d.Shop.ID, API: api, Purpose: purpose, Write: write, Zone: flex.Beijing(), Rate: httpx.Rate{PerSecond: perSecond, Burst: burst}}
	if c.base != realURL {
		req.Rate = httpx.Rate{} // a loopback server has no quota
	}
	req.Build = func() (httpx.Wire, error) {
		at := strconv.FormatInt(int64(c.d.Now())/1000, 10)
		id := c.keys.Get("app_key")
		body := map[string]any{"appId": id, "method": api, "version": version, "timestamp": at, "sign": Sign(api, id, at, c.keys.Get("app_secret"))}
		if token != "" {
			body["accessToken"] = token
		}
		for k, v := range params {
			if v != "" {
				body[k] = v
			}
		}
		b, err := json.Marshal(body)
		if err != nil {
			return httpx.Wire{}, domain.E(domain.CodeInternal, errors.New("write params"))
		}
		return httpx.Wire{URL: c.base + path, Body: b, Header: map[string]string{"Content-Type": "application/json;charset=utf-8"}}, nil
	}
	req.Judge = func(r httpx.Response) (err error) {
		data, err = read(api, r)
		return err
	}
	if _, err := c.d.HTTP.Do(ctx, req); err != nil {
		return nil, err
	}
	return data, nil
}

// read takes an answer apart. Success wants both marks; some calls put a second
// envelope into data, which is judged too.
func read(api string, r httpx.Response) (json.RawMessage, error) {
	var e envelope
	if json.Unmarshal(r.Body, &e) != nil || e.Success == nil {
		if r.Status < 300 {
			return nil, domain.E(domain.CodeUnavailable, errors.New("read answer of "+api), "reason", "cut")
		}
		return nil, nil // not this platform's envelope; the status decides
	}
	if !e.Success.Is || e.ErrorCode.N != 0 {
		return nil, failure(api, e)
	}
	var inner envelope
	if json.Unmarshal(e.Data, &inner) == nil && inner.Success != nil && inner.Code.Set {
		if !inner.Success.Is {
			return nil, failure(api, inner)
		}
		return inner.Data, nil
	}
	return e.Data, nil
}

// AuthorizeURL is the page where the merchant agrees. invalid (field
// redirect_uri) until the address that the app is registered with is typed.
func (c *Connector) AuthorizeURL(state string) (string, error) {
	back := c.keys.Get("redirect_uri")
	if back == "" {
		return "", domain.E(domain.CodeInvalid, errors.New("make authorise page"), "field", "redirect_uri", "reason", "missing")
	}
	return authorizeURL + "?" + url.Values{"appId": {c.keys.Get("app_key")}, "redirectUri": {back}, "state": {state}}.Encode(), nil
}

// renew trades the refresh token for a pair. Without one, or after its fourteen
// days, the merchant must agree anew (unauthorized).
func (c *Connector) renew(ctx context.Context) error {
	refresh := c.keys.Get(grant.Refresh)
	switch {
	case refresh != "":
		return c.obtain(ctx, apiTokenRefresh, map[string]any{"refreshToken": refresh})
	case c.keys.Get(grant.Access) == "":
		return domain.E(domain.CodeUnauthorized, errors.New("find token"), "reason", "not_authorised")
	}
	return domain.E(domain.CodeUnauthorized, errors.New("renew token"), "reason", "token_expired")
}

// obtain sends a token call, checks whose token came and saves both at once.
// It is sent once.
func (c *Connector) obtain(ctx context.Context, api string, params map[string]any) error {
	data, err := c.send(ctx, api, params, "", "connect", true)
	if err != nil {
		if code := domain.CodeOf(err); code == domain.CodeInvalid || grant.Stale(err) { // the code or the refresh token is spent
			return domain.E(domain.CodeUnauthorized, errors.New("call "+api), "reason", "not_authorised", "remote_code", domain.ParamOf(err, "remote_code"))
		}
		return err
	}
	var t tokenData
	if json.Unmarshal(data, &t) != nil || t.AccessToken == "" {
		return domain.E(domain.CodeUnauthorized, errors.New("read token"), "reason", "not_authorised")
	}
	if id, have := t.SellerID.ID(), c.d.Shop.RemoteID; id != "" && have != "" && id != have {
		return domain.E(domain.CodeUnauthorized, errors.New("read token"), "reason", "wrong_shop")
	}
	change := map[string]string{grant.Access: t.AccessToken, grant.Expires: grant.Millis(t.AccessExpires.Millis())}
	for name, v := range map[string]string{grant.Refresh: t.RefreshToken, grant.RefreshExpires: grant.Millis(t.RefreshExpires.Millis()),
		grant.ShopName: t.SellerName, "seller_id": t.SellerID.ID()} {
		if v != "" {
			change[name] = v
		}
	}
	return c.keys.Put(ctx, change)
}

// Probe tests the credentials: the code from the consent page when there is
// one, then the lightest call of each stream.
func (c *Connector) Probe(ctx context.Context) (domain.ProbeResult, error) {
	if code := c.keys.Get(platform.FieldAuthCode); code != "" {
		if err := c.obtain(ctx, apiTokenCreate, map[string]any{"code": code}); err != nil {
			return domain.ProbeResult{}, err
		}
		if err := c.keys.Put(ctx, map[string]string{platform.FieldAuthCode: ""}); err != nil {
			return domain.ProbeResult{}, err
		}
	}
	now := int64(c.d.Now()) / 1000
	q := walk.Query{From: now - 60, To: now}
	if _, err := c.fetchOrders(ctx, q); err != nil {
		return domain.ProbeResult{}, err
	}
	if _, err := c.fetchCases(ctx, q); err != nil {
		return domain.ProbeResult{}, err
	}
	return domain.ProbeResult{ShopName: c.keys.Get(grant.ShopName), RemoteID: c.keys.Get("seller_id"), Currency: currency, Zone: "Asia/Shanghai",
		TokenExpires: c.keys.Time(grant.Expires), Capabilities: c.Info().Capabilities}, nil
}

// Credentials returns what is to be kept in the keeper of secrets after a
// successful Probe: what was typed and the tokens that came.
func (c *Connector) Credentials() platform.Credentials { return c.keys.Credentials() }
