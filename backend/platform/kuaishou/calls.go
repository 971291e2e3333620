package kuaishou

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/flex"
	"afterdesk/backend/platform/grant"
	"afterdesk/backend/platform/httpx"
)

// The platform starts an app at 100 calls a second for each API, shared by all
// its shops; one shop takes a fifth of that here.
const (
	perSecond  = 20
	burst      = 20
	renewAhead = domain.Hour // a token with less life left is renewed before use
	accessTTL  = 48 * time.Hour
	refreshTTL = 180 * 24 * time.Hour
)

// Paths of the token calls, beside the API names.
const (
	apiToken   = "oauth2/access_token" //nolint:gosec // a path, not a credential
	apiRefresh = "oauth2/refresh_token"
)

// number is an id as the platform's requests want it: a JSON number with every
// digit. invalid (field) when it is not one.
func number(id, field string) (json.Number, error) {
	if n, err := strconv.ParseInt(id, 10, 64); err != nil || n <= 0 || strconv.FormatInt(n, 10) != id {
		return "", platform.Lacks(field)
	}
	return json.Number(id), nil
}

// call reads: it may be repeated, also once with a renewed token.
func (c *Connector) call(ctx context.Context, api string, params any, purpose string) (json.RawMessage, error) {
	e, err := grant.Read(ctx, c.keys, c.renew, func(token string) (envelope, error) { return c.send(ctx, api, params, token, purpose, false) })
	return e.Data, err
}

// write sends once and returns the platform's request id, if it gives one.
func (c *Connector) write(ctx context.Context, api string, params any) (receipt string, err error) {
	e, err := grant.Write(ctx, c.keys, c.renew, func(token string) (envelope, error) { return c.send(ctx, api, params, token, "write", true) })
	return platform.SafeCode(string(e.RequestID)), err
}

// send signs and sends one call: reads by GET, writes by POST.
func (c *Connector) send(ctx context.Context, api string, params any, token, purpose string, write bool) (envelope, error) {
	param, err := json.Marshal(params)
	if err != nil {
		return envelope{}, domain.E(domain.CodeInvalid, errors.New("write params of "+api), "field", "params", "sent", "no")
	}
	var e envelope
	req := c.request(api, purpose, write)
	if !write {
		req.Method = http.MethodGet
	}
	req.Build = func() (httpx.Wire, error) {
		p := map[string]string{"appkey": c.keys.Get("app_key"), "method": api, "version": "1", "param": string(param), "access_token": token,
			"timestamp": strconv.FormatInt(int64(c.d.Now()), 10), "signMethod": MethodHMAC}
		q := url.Values{"sign": {Sign(c.keys.Get("sign_secret"), p)}}
		for k, v := range p {
			q.Set(k, v)
		}
		return c.wire(strings.ReplaceAll(api, ".", "/"), q, write), nil
	}
	req.Judge = func(r httpx.Response) error {
		e = envelope{}
		return c.judge(api, r, &e, func() flex.Num { return e.Result })
	}
	if _, err := c.d.HTTP.Do(ctx, req); err != nil {
		return envelope{}, err
	}
	return e, nil
}

func (c *Connector) request(api, purpose string, write bool) httpx.Request {
	req := httpx.Request{ShopID: c.d.Shop.ID, API: api, Purpose: purpose, Write: write, Zone: flex.Beijing(), Rate: httpx.Rate{PerSecond: perSecond, Burst: burst}}
	if c.base != realURL {
		req.Rate = httpx.Rate{} // a loopback server has no quota
	}
	return req
}

// wire puts the parameters into the query, or into the body of a POST.
func (c *Connector) wire(path string, q url.Values, post bool) httpx.Wire {
	w := httpx.Wire{URL: c.base + "/" + path, Header: map[string]string{"Content-Type": "application/x-www-form-urlencoded"}}
	if post {
		w.Body = []byte(q.Encode())
	} else {
		w.URL += "?" + q.Encode()
	}
	return w
}

// judge decodes an answer into v and looks for the platform's own error.
func (c *Connector) judge(api string, r httpx.Response, v any, result func() flex.Num) error {
	cut := func() error {
		return domain.E(domain.CodeUnavailable, errors.New("read answer of "+api), "reason", "cut")
	}
	if err := json.Unmarshal(r.Body, v); err != nil {
		return cut()
	}
	switch n := result(); {
	case n.Set && n.N == 1:
		return nil
	case !n.Set && r.Status < 300: // not this platform's envelope
		return cut()
	case !n.Set: // the status decides
		return nil
	}
	var e envelope
	if err := json.Unmarshal(r.Body, &e); err != nil {
		return cut()
	}
	return failure(api, e, c.d.Now())
}

// renew gets another token by the refresh token. Only the merchant can make the
// first one, in a browser.
func (c *Connector) renew(ctx context.Context) error {
	refresh := c.keys.Get(grant.Refresh)
	if refresh == "" {
		return domain.E(domain.CodeUnauthorized, errors.New("renew token"), "reason", "not_authorised")
	}
	change, err := c.obtain(ctx, apiRefresh, url.Values{"grant_type": {"refresh_token"}, "refresh_token": {refresh}})
	if err != nil {
		return err
	}
	return c.keys.Put(ctx, change)
}

// obtain sends a token call, once: a code and a refresh token are good for one
// use. It returns what is to be kept.
func (c *Connector) obtain(ctx context.Context, api string, q url.Values) (map[string]string, error) {
	q.Set("app_id", c.keys.Get("app_key"))
	q.Set("app_secret", c.keys.Get("app_secret"))
	var t tokenAnswer
	req := c.request(api, "connect", true)
	post := api == apiRefresh
	if !post {
		req.Method = http.MethodGet
	}
	req.Build = func() (httpx.Wire, error) { return c.wire(api, q, post), nil }
	req.Judge = func(r httpx.Response) error {
		t = tokenAnswer{}
		return c.judge(api, r, &t, func() flex.Num { return t.Result })
	}
	if _, err := c.d.HTTP.Do(ctx, req); err != nil {
		return nil, err
	}
	if t.AccessToken == "" {
		return nil, domain.E(domain.CodeUnauthorized, errors.New("read token"), "reason", "not_authorised")
	}
	now := c.d.Now()
	change := map[string]string{grant.Access: t.AccessToken, grant.AccessExpires: grant.Millis(now.Add(life(t.ExpiresIn, accessTTL)))}
	if t.RefreshToken != "" {
		change[grant.Refresh] = t.RefreshToken
	}
	// A new refresh token inherits the first one's end: only an authorisation
	// starts 180 days anew.
	if t.RefreshExpiresIn.N > 0 || !post {
		change[grant.Expires] = grant.Millis(now.Add(life(t.RefreshExpiresIn, refreshTTL)))
	}
	return change, nil
}

// life reads a number of seconds, usual when it is missing or absurd.
func life(n flex.Num, usual time.Duration) time.Duration {
	d := time.Duration(n.N) * time.Second
	if !n.Set || n.N <= 0 || n.N > int64(refreshTTL/time.Second)*3 {
		return usual
	}
	return d
}

// AuthorizeURL is the page on which the merchant consents. Its code comes back
// in the address of the registered redirect page and lives two minutes. invalid
// (field redirect_uri) when that is not an https address.
func (c *Connector) AuthorizeURL(state string) (string, error) {
	back := c.keys.Get("redirect_uri")
	if u, err := url.Parse(back); err != nil || u.Scheme != "https" || u.Host == "" {
		return "", domain.E(domain.CodeInvalid, errors.New("make authorisation address"), "field", "redirect_uri", "reason", "needs_https")
	}
	q := url.Values{"app_id": {c.keys.Get("app_key")}, "redirect_uri": {back}, "scope": {scopes}, "response_type": {"code"}, "state": {state}}
	return authorizeURL + "?" + q.Encode(), nil
}

// code finds the authorisation code in what was typed: the code, or the whole
// address that the browser ended at.
func code(typed string) string {
	if u, err := url.Parse(typed); err == nil && u.Query().Get("code") != "" {
		return u.Query().Get("code")
	}
	return typed
}

// Probe tests the credentials: a code is traded for a token, then the shop's
// name and the lightest call of each stream are asked for. A stream without
// permission is a disabled capability, not an error; when neither orders nor
// cases answer, the error of the first is returned. A token of another shop than
// the one connected before is not kept (wrong_shop).
func (c *Connector) Probe(ctx context.Context) (domain.ProbeResult, error) {
	var fresh map[string]string
	seller := func(token string) (envelope, error) {
		return c.send(ctx, apiSeller, struct{}{}, token, "connect", false)
	}
	var e envelope
	var err error
	if typed := c.keys.Get(platform.FieldAuthCode); typed != "" {
		if fresh, err = c.obtain(ctx, apiToken, url.Values{"grant_type": {"code"}, "code": {code(typed)}}); err != nil {
			return domain.ProbeResult{}, err
		}
		fresh[platform.FieldAuthCode] = ""
		e, err = seller(fresh[grant.Access])
	} else {
		e, err = grant.Read(ctx, c.keys, c.renew, seller)
	}
	if err != nil {
		return domain.ProbeResult{}, err
	}
	var s sellerData
	if err := json.Unmarshal(e.Data, &s); err != nil {
		return domain.ProbeResult{}, platform.BadShape(err, "sellerId")
	}
	id := platform.First(s.SellerID.ID(), s.OpenID.ID())
	if id == "" {
		return domain.ProbeResult{}, platform.Bad("sellerId")
	}
	if known := c.d.Shop.RemoteID; known != "" && known != id {
		return domain.ProbeResult{}, domain.E(domain.CodeUnauthorized, errors.New("read seller"), "reason", "wrong_shop")
	}
	if fresh == nil {
		fresh = map[string]string{}
	}
	fresh[grant.ShopName] = s.Name
	if err := c.keys.Put(ctx, fresh); err != nil {
		return domain.ProbeResult{}, err
	}
	caps, err := c.permissions(ctx)
	if err != nil {
		return domain.ProbeResult{}, err
	}
	return domain.ProbeResult{ShopName: s.Name, RemoteID: id, Currency: "CNY", Zone: zone, TokenExpires: c.keys.Time(grant.Expires), Capabilities: caps}, nil
}

// permissions asks one light question of each stream.
func (c *Connector) permissions(ctx context.Context) ([]domain.Capability, error) {
	now := int64(c.d.Now())
	_, oerr := c.call(ctx, apiOrders, orderQuery(now-60_000, now, ""), "connect")
	_, cerr := c.call(ctx, apiCases, caseQuery(now-60_000, now, ""), "connect")
	_, rerr := c.call(ctx, apiReviews, reviewListParams{Limit: 1, From: now - 60_000, To: now}, "connect")
	for _, e := range []error{oerr, cerr, rerr} {
		if e != nil && domain.ParamOf(e, "reason") != "no_permission" {
			return nil, e
		}
	}
	if oerr != nil && cerr != nil {
		return nil, oerr
	}
	caps := c.Info().Capabilities
	for i := range caps {
		switch caps[i].Ability {
		case "orders", "live":
			caps[i] = denied(caps[i], oerr)
		case "after_sales", "after_sale_detail", "deadlines", "act":
			caps[i] = denied(caps[i], cerr)
		case "reviews":
			caps[i] = denied(caps[i], rerr)
		}
	}
	return caps, nil
}

func denied(cell domain.Capability, err error) domain.Capability {
	if err != nil && cell.State != domain.CapUnsupported {
		cell.State, cell.Needs = domain.CapDisabled, "no_permission"
	}
	return cell
}

// Credentials returns what is to be kept in the keeper of secrets after a
// successful Probe: what was typed, without the used code, and the tokens.
func (c *Connector) Credentials() platform.Credentials { return c.keys.Credentials() }
