package doudian

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"strconv"
	"strings"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/flex"
	"afterdesk/backend/platform/grant"
	"afterdesk/backend/platform/httpx"
	"afterdesk/backend/platform/walk"
)

// The platform publishes no request rates; five a second per call is what this
// house allows itself, and code 60000 closes the call for longer.
const (
	perSecond  = 5
	burst      = 5
	renewAhead = domain.Hour // a token with less life left is renewed before use
	defaultTTL = 7 * 24 * time.Hour
)

// call reads: it may be repeated, also once with a renewed token.
func (c *Connector) call(ctx context.Context, api string, params any, purpose string) (data json.RawMessage, logID string, err error) {
	e, err := grant.Read(ctx, c.keys, c.renew, func(token string) (envelope, error) { return c.send(ctx, api, params, token, purpose, false) })
	return e.Data, string(e.LogID), err
}

// write sends once.
func (c *Connector) write(ctx context.Context, api string, params any) (data json.RawMessage, logID string, err error) {
	e, err := grant.Write(ctx, c.keys, c.renew, func(token string) (envelope, error) { return c.send(ctx, api, params, token, "write", true) })
	return e.Data, string(e.LogID), err
}

// send signs and sends one call.
func (c *Connector) send(ctx context.Context, api string, params any, token, purpose string, write bool) (envelope, error) {
	body, err := CanonicalJSON(params)
	if err != nil {
		return envelope{}, err
	}
	key, secret := c.keys.Get("app_key"), c.keys.Get("app_secret")
	var e envelope
	req := httpx.Request{ShopID: c.d.Shop.ID, API: api, Purpose: purpose, Write: write, Zone: flex.Beijing(), Rate: httpx.Rate{PerSecond: perSecond, Burst: burst}}
	if c.base != realURL {
		req.Rate = httpx.Rate{} // a loopback server has no quota
	}
	req.Build = func() (httpx.Wire, error) {
		at := int64(c.d.Now()) / 1000
		q := url.Values{"app_key": {key}, "method": {api}, "timestamp": {strconv.FormatInt(at, 10)}, "v": {"2"},
			"sign_method": {"hmac-sha256"}, "sign": {Sign(key, secret, api, at, string(body))}}
		if token != "" {
			q.Set("access_token", token)
		}
		return httpx.Wire{URL: c.base + "/" + strings.ReplaceAll(api, ".", "/") + "?" + q.Encode(), Body: body,
			Header: map[string]string{"Content-Type": "application/json", "x-open-no-old-err-code": "1"}}, nil
	}
	req.Judge = func(r httpx.Response) error {
		e = envelope{}
		if err := json.Unmarshal(r.Body, &e); err != nil {
			return domain.E(domain.CodeUnavailable, errors.New("read answer of "+api), "reason", "cut")
		}
		switch {
		case e.Code.N == 10000, e.Code.N == 10001: // 10001: part failed, items say which
			return nil
		case !e.Code.Set: // not this platform's envelope; the status decides
			if r.Status < 300 {
				return domain.E(domain.CodeUnavailable, errors.New("read answer of "+api), "reason", "cut")
			}
			return nil
		}
		return failure(api, e)
	}
	if _, err := c.d.HTTP.Do(ctx, req); err != nil {
		return envelope{}, err
	}
	return e, nil
}

// renew gets another token: by the refresh token, else anew, as a self-use app may.
func (c *Connector) renew(ctx context.Context) error {
	if refresh := c.keys.Get(grant.Refresh); refresh != "" {
		err := c.obtain(ctx, apiTokenRefresh, map[string]any{"grant_type": "refresh_token", "refresh_token": refresh})
		if err == nil {
			return nil
		}
		if reason := domain.ParamOf(err, "reason"); domain.CodeOf(err) != domain.CodeUnauthorized || reason == "bad_secret" || reason == "bad_key" || reason == "ip_not_allowed" {
			return err
		}
	}
	return c.create(ctx)
}

// create asks for a token the way a self-use app does, without a browser.
func (c *Connector) create(ctx context.Context) error {
	return c.obtain(ctx, apiTokenCreate, map[string]any{"code": "", "grant_type": "authorization_self", "shop_id": c.keys.Get("shop_id")})
}

// obtain sends a token call, checks whose token came and saves it. It is sent
// once: a refresh token may be good for one use only.
func (c *Connector) obtain(ctx context.Context, api string, params map[string]any) error {
	e, err := c.send(ctx, api, params, "", "connect", true)
	if err != nil {
		if grant.Stale(err) { // the refresh token itself is gone
			return domain.E(domain.CodeUnauthorized, errors.New("call "+api), "reason", "not_authorised")
		}
		return err
	}
	var t tokenData
	if err := json.Unmarshal(e.Data, &t); err != nil || t.AccessToken == "" {
		return domain.E(domain.CodeUnauthorized, errors.New("read token"), "reason", "not_authorised")
	}
	if got := t.ShopID.ID(); got != "" && got != c.keys.Get("shop_id") {
		return domain.E(domain.CodeUnauthorized, errors.New("read token"), "reason", "wrong_shop")
	}
	ttl := time.Duration(t.ExpiresIn.N) * time.Second
	if !t.ExpiresIn.Set || ttl <= 0 || ttl > 90*24*time.Hour {
		ttl = defaultTTL
	}
	change := map[string]string{grant.Access: t.AccessToken, grant.Expires: grant.Millis(c.d.Now().Add(ttl))}
	if t.RefreshToken != "" {
		change[grant.Refresh] = t.RefreshToken
	}
	if t.ShopName != "" {
		change[grant.ShopName] = t.ShopName
	}
	return c.keys.Put(ctx, change)
}

// Probe tests the credentials: a token, then the lightest call of each stream.
// A stream without permission is a disabled capability, not an error; when
// neither stream answers, the error of the first is returned.
func (c *Connector) Probe(ctx context.Context) (domain.ProbeResult, error) {
	if err := c.create(ctx); err != nil {
		return domain.ProbeResult{}, err
	}
	now := int64(c.d.Now()) / 1000
	caps := c.Info().Capabilities
	_, oerr := c.fetchOrders(ctx, walk.Query{From: now - 60, To: now})
	_, cerr := c.fetchCases(ctx, walk.Query{From: now - 60, To: now})
	for _, e := range []error{oerr, cerr} {
		if e != nil && domain.ParamOf(e, "reason") != "no_permission" {
			return domain.ProbeResult{}, e
		}
	}
	if oerr != nil && cerr != nil {
		return domain.ProbeResult{}, oerr
	}
	for i := range caps {
		switch caps[i].Ability {
		case "orders", "live", "traces":
			caps[i] = denied(caps[i], oerr)
		case "after_sales", "after_sale_detail", "deadlines", "act":
			caps[i] = denied(caps[i], cerr)
		}
	}
	return domain.ProbeResult{ShopName: c.keys.Get(grant.ShopName), RemoteID: c.keys.Get("shop_id"), TokenExpires: c.keys.Time(grant.Expires),
		Capabilities: caps}, nil
}

func denied(cell domain.Capability, err error) domain.Capability {
	if err != nil && cell.State != domain.CapUnsupported {
		cell.State, cell.Needs = domain.CapDisabled, "no_permission"
	}
	return cell
}

// Credentials returns what is to be kept in the keeper of secrets after a
// successful Probe: what was typed and the tokens that came.
func (c *Connector) Credentials() platform.Credentials {
	return c.keys.Credentials()
}
