package doudian

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/httpx"
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
	token, err := c.token(ctx, "")
	if err != nil {
		return nil, "", err
	}
	e, err := c.send(ctx, api, params, token, purpose, false)
	if stale(err) {
		if token, err = c.token(ctx, token); err != nil {
			return nil, "", err
		}
		e, err = c.send(ctx, api, params, token, purpose, false)
	}
	return e.Data, string(e.LogID), err
}

// write sends once. A stale token is renewed for the next attempt, but the
// write itself is not repeated: that is a person's decision.
func (c *Connector) write(ctx context.Context, api string, params any) (data json.RawMessage, logID string, err error) {
	token, err := c.token(ctx, "")
	if err != nil {
		return nil, "", notSent(err)
	}
	e, err := c.send(ctx, api, params, token, "write", true)
	if stale(err) {
		if _, rerr := c.token(ctx, token); rerr != nil {
			return nil, "", notSent(rerr)
		}
		return nil, "", domain.E(domain.CodeUnavailable, errors.New("write "+api), "reason", "token_renewed", "sent", "no")
	}
	return e.Data, string(e.LogID), err
}

func stale(err error) bool {
	return domain.CodeOf(err) == domain.CodeUnauthorized && domain.ParamOf(err, "reason") == "token_expired"
}

// notSent marks an error of the steps before a write.
func notSent(err error) error {
	if e, ok := domain.AsError(err); ok {
		kv := []string{"sent", "no"}
		for k, v := range e.Params {
			if k != "sent" {
				kv = append(kv, k, v)
			}
		}
		return domain.E(e.Code, fmt.Errorf("prepare write: %w", e.Err), kv...)
	}
	return err
}

// send signs and sends one call.
func (c *Connector) send(ctx context.Context, api string, params any, token, purpose string, write bool) (envelope, error) {
	body, err := CanonicalJSON(params)
	if err != nil {
		return envelope{}, err
	}
	c.mu.Lock()
	key, secret := c.cred["app_key"], c.cred["app_secret"]
	c.mu.Unlock()
	var e envelope
	req := httpx.Request{ShopID: c.d.Shop.ID, API: api, Purpose: purpose, Write: write, Zone: beijing(), Rate: httpx.Rate{PerSecond: perSecond, Burst: burst}}
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

// token returns a living access token. bad names a token that the platform
// just refused, "" otherwise. The first caller renews, the others wait for it
// and use what it got.
func (c *Connector) token(ctx context.Context, bad string) (string, error) {
	c.renew.Lock()
	defer c.renew.Unlock()
	c.mu.Lock()
	have, expires := c.cred["access_token"], c.expires()
	refresh := c.cred["refresh_token"]
	fresh := have != "" && have != bad && (expires.IsZero() || expires-c.d.Now() > renewAhead)
	c.mu.Unlock()
	if fresh {
		return have, nil
	}
	if refresh != "" {
		t, err := c.grant(ctx, apiTokenRefresh, map[string]any{"grant_type": "refresh_token", "refresh_token": refresh})
		if err == nil {
			return t, nil
		}
		if reason := domain.ParamOf(err, "reason"); domain.CodeOf(err) != domain.CodeUnauthorized || reason == "bad_secret" || reason == "bad_key" || reason == "ip_not_allowed" {
			if have != "" && have != bad && expires > c.d.Now() && domain.CodeOf(err) != domain.CodeUnauthorized {
				return have, nil // it still lives; renewing can wait
			}
			return "", err
		}
	}
	return c.create(ctx)
}

// create asks for a token the way a self-use app does, without a browser.
func (c *Connector) create(ctx context.Context) (string, error) {
	c.mu.Lock()
	shop := c.cred["shop_id"]
	c.mu.Unlock()
	return c.grant(ctx, apiTokenCreate, map[string]any{"code": "", "grant_type": "authorization_self", "shop_id": shop})
}

// grant sends a token call, checks whose token came and saves it. It is sent
// once: a refresh token may be good for one use only.
func (c *Connector) grant(ctx context.Context, api string, params map[string]any) (string, error) {
	e, err := c.send(ctx, api, params, "", "connect", true)
	if err != nil {
		if stale(err) { // the refresh token itself is gone
			return "", domain.E(domain.CodeUnauthorized, errors.New("call "+api), "reason", "not_authorised")
		}
		return "", err
	}
	var t tokenData
	if err := json.Unmarshal(e.Data, &t); err != nil || t.AccessToken == "" {
		return "", domain.E(domain.CodeUnauthorized, errors.New("read token"), "reason", "not_authorised")
	}
	c.mu.Lock()
	if got := t.ShopID.id(); got != "" && got != c.cred["shop_id"] {
		c.mu.Unlock()
		return "", domain.E(domain.CodeUnauthorized, errors.New("read token"), "reason", "wrong_shop")
	}
	ttl := time.Duration(t.ExpiresIn.N) * time.Second
	if !t.ExpiresIn.Set || ttl <= 0 || ttl > 90*24*time.Hour {
		ttl = defaultTTL
	}
	c.cred["access_token"] = t.AccessToken
	if t.RefreshToken != "" {
		c.cred["refresh_token"] = t.RefreshToken
	}
	c.cred["token_expires"] = strconv.FormatInt(int64(c.d.Now().Add(ttl)), 10)
	if t.ShopName != "" {
		c.cred["shop_name"] = t.ShopName
	}
	saved := c.cred.Clone()
	c.mu.Unlock()
	if c.d.SaveCredentials != nil {
		if err := c.d.SaveCredentials(ctx, saved); err != nil {
			return "", fmt.Errorf("save credentials: %w", err)
		}
	}
	return t.AccessToken, nil
}

// expires is when the access token ends; 0 when nobody said. mu is held.
func (c *Connector) expires() domain.Instant {
	n, _ := strconv.ParseInt(c.cred["token_expires"], 10, 64)
	return domain.Instant(n)
}

// Probe tests the credentials: a token, then the lightest call of each stream.
// A stream without permission is a disabled capability, not an error; when
// neither stream answers, the error of the first is returned.
func (c *Connector) Probe(ctx context.Context) (domain.ProbeResult, error) {
	if _, err := c.create(ctx); err != nil {
		return domain.ProbeResult{}, err
	}
	now := int64(c.d.Now()) / 1000
	caps := c.Info().Capabilities
	_, oerr := c.fetchOrders(ctx, query{from: now - 60, to: now})
	_, cerr := c.fetchCases(ctx, query{from: now - 60, to: now})
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
	c.mu.Lock()
	defer c.mu.Unlock()
	return domain.ProbeResult{ShopName: c.cred["shop_name"], RemoteID: c.cred["shop_id"], TokenExpires: c.expires(), Capabilities: caps}, nil
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
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.cred.Clone()
}
