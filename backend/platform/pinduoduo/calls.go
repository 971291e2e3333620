package pinduoduo

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"strconv"
	"strings"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/flex"
	"afterdesk/backend/platform/grant"
	"afterdesk/backend/platform/httpx"
)

// params are the business parameters of a call, each as the text that is signed
// and sent.
type params map[string]string

// rate is how often this house calls an API. The list of cases is published as
// 100 calls of a shop in 10 s and the order lists as 50 a second and more; the
// rest names limits of whole applications only.
func rate(api string) httpx.Rate {
	if api == apiCases {
		return httpx.Rate{PerSecond: 8, Burst: 8}
	}
	return httpx.Rate{PerSecond: 10, Burst: 10}
}

// call reads: it may be repeated, also once with a renewed token.
func (c *Connector) call(ctx context.Context, api string, p params) (json.RawMessage, error) {
	return grant.Read(ctx, c.keys, c.renew, func(token string) (json.RawMessage, error) { return c.send(ctx, api, p, token, "sync", false) })
}

// write sends once.
func (c *Connector) write(ctx context.Context, api string, p params) (json.RawMessage, error) {
	return grant.Write(ctx, c.keys, c.renew, func(token string) (json.RawMessage, error) { return c.send(ctx, api, p, token, "write", true) })
}

// send signs and sends one call as a form, so that every value travels as the
// very text that was signed.
func (c *Connector) send(ctx context.Context, api string, p params, token, purpose string, write bool) (json.RawMessage, error) {
	var data json.RawMessage
	req := httpx.Request{ShopID: c.d.Shop.ID, API: api, Purpose: purpose, Write: write, Zone: flex.Beijing(), Rate: rate(api)}
	if c.base != realURL {
		req.Rate = httpx.Rate{} // a loopback server has no quota
	}
	req.Build = func() (httpx.Wire, error) {
		all := params{"type": api, "client_id": c.keys.Get("app_key"), "data_type": "JSON", "timestamp": strconv.FormatInt(int64(c.d.Now())/1000, 10)}
		if token != "" {
			all[grant.Access] = token
		}
		for k, v := range p {
			if v != "" { // an empty value is neither signed nor sent
				all[k] = v
			}
		}
		form := url.Values{}
		for k, v := range all {
			form.Set(k, v)
		}
		form.Set("sign", Sign(c.keys.Get("app_secret"), all))
		return httpx.Wire{URL: c.base + "/api/router", Body: []byte(form.Encode()),
			Header: map[string]string{"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}}, nil
	}
	req.Judge = func(r httpx.Response) error {
		var failed *wireError
		if data, failed = unwrap(r.Body); failed != nil {
			return failure(api, *failed)
		}
		if data == nil && r.Status < 300 {
			return domain.E(domain.CodeUnavailable, errors.New("read answer of "+api), "reason", "cut")
		}
		return nil
	}
	if _, err := c.d.HTTP.Do(ctx, req); err != nil {
		return nil, err
	}
	return data, nil
}

// unwrap finds the answer in its envelope: one outer key that ends in response
// (one API spells it resposne), or none at all, as the detail of a case is
// documented. nil: not this platform's answer.
func unwrap(body []byte) (json.RawMessage, *wireError) {
	var outer map[string]json.RawMessage
	if json.Unmarshal(body, &outer) != nil {
		return nil, nil
	}
	if raw, ok := outer["error_response"]; ok {
		var e wireError
		if json.Unmarshal(raw, &e) != nil || !e.Code.Set {
			return nil, nil
		}
		return nil, &e
	}
	for key, raw := range outer {
		if (strings.HasSuffix(key, "response") || strings.HasSuffix(key, "resposne")) && len(raw) > 0 && raw[0] == '{' {
			return raw, nil
		}
	}
	if len(outer) == 0 {
		return nil, nil
	}
	return body, nil
}

// renew gets another token by the refresh token. The grant itself does not live
// longer for it: when it ends, the merchant must consent again.
func (c *Connector) renew(ctx context.Context) error {
	refresh := c.keys.Get(grant.Refresh)
	if refresh == "" {
		return domain.E(domain.CodeUnauthorized, errors.New("renew token"), "reason", "not_authorised")
	}
	return c.obtain(ctx, apiRenew, params{"refresh_token": refresh})
}

// obtain sends a token call, checks whose token came and saves it. It is sent
// once: a code and a refresh token may be good for one use only.
func (c *Connector) obtain(ctx context.Context, api string, p params) error {
	data, err := c.send(ctx, api, p, "", "connect", true)
	if err != nil {
		if grant.Stale(err) || domain.CodeOf(err) == domain.CodeInternal { // the code or the refresh token is not taken
			return domain.E(domain.CodeUnauthorized, errors.New("call "+api), "reason", "not_authorised")
		}
		return err
	}
	var t wireToken
	if err := json.Unmarshal(data, &t); err != nil || t.AccessToken == "" {
		return domain.E(domain.CodeUnauthorized, errors.New("read token"), "reason", "not_authorised")
	}
	if want, got := platform.First(c.keys.Get("shop_id"), c.d.Shop.RemoteID), t.OwnerID.ID(); want != "" && got != "" && want != got {
		return domain.E(domain.CodeUnauthorized, errors.New("read token"), "reason", "wrong_shop")
	}
	now := c.d.Now()
	expires := t.ExpiresAt.Seconds()
	if expires <= now && t.ExpiresIn.N > 0 {
		expires = now + domain.Instant(t.ExpiresIn.N)*domain.Second
	}
	change := map[string]string{grant.Access: t.AccessToken, platform.FieldAuthCode: ""}
	if expires > now {
		change[grant.Expires] = grant.Millis(expires)
	} else {
		change[grant.Expires] = "" // not told: the platform's word decides when it is over
	}
	for name, v := range map[string]string{grant.Refresh: t.RefreshToken, grant.RefreshExpires: grant.Millis(t.RefreshBefore.Seconds()),
		grant.ShopName: t.OwnerName, "shop_id": t.OwnerID.ID()} {
		if v != "" {
			change[name] = v
		}
	}
	return c.keys.Put(ctx, change)
}
