package tiktok

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/grant"
	"afterdesk/backend/platform/httpx"
	"afterdesk/backend/platform/walk"
)

// The platform's limits move with app, shop and call and are not published; five
// a second per call is what this house allows itself.
const (
	perSecond  = 5
	burst      = 5
	renewAhead = 12 * domain.Hour // of a token that lives about seven days
)

// request is one call. body nil sends none.
type request struct {
	api, path string
	query     url.Values
	body      any
	purpose   string
	write     bool
	global    bool // the call takes no shop_cipher
}

// read posts (body) or gets (no body) and may be repeated.
func (c *Connector) read(ctx context.Context, api, path string, query url.Values, body any) (json.RawMessage, error) {
	return c.send(ctx, request{api: api, path: path, query: query, body: body, purpose: "sync"})
}

// send sends a read with a living token, or a write once.
func (c *Connector) send(ctx context.Context, r request) (json.RawMessage, error) {
	if !r.global && c.keys.Get(keyCipher) == "" { // lost, or from a file of credentials
		if err := c.chooseShop(ctx); err != nil {
			if r.write {
				return nil, platform.NotSent(err)
			}
			return nil, err
		}
	}
	once := func(token string) (json.RawMessage, error) {
		e, err := c.once(ctx, r, token)
		return e.Data, err
	}
	if r.write {
		return grant.Write(ctx, c.keys, c.renew, once)
	}
	return grant.Read(ctx, c.keys, c.renew, once)
}

// once signs and sends one call.
func (c *Connector) once(ctx context.Context, r request, token string) (envelope, error) {
	var body []byte
	method := http.MethodGet
	if r.body != nil {
		method = http.MethodPost
		var err error
		if body, err = json.Marshal(r.body); err != nil {
			return envelope{}, domain.E(domain.CodeInternal, errors.New("write body of "+r.api), "sent", "no")
		}
	}
	return c.exchange(ctx, r, method, func() httpx.Wire {
		q := url.Values{"app_key": {c.keys.Get("app_key")}, "timestamp": {strconv.FormatInt(int64(c.d.Now())/1000, 10)}}
		if !r.global {
			q.Set(keyCipher, c.keys.Get(keyCipher))
		}
		for k, v := range r.query {
			q[k] = v
		}
		q.Set("sign", Sign(c.keys.Get("app_secret"), r.path, q, string(body)))
		return httpx.Wire{URL: c.base + r.path + "?" + q.Encode(), Body: body,
			Header: map[string]string{"Content-Type": "application/json", "x-tts-access-token": token}}
	})
}

// exchange sends what build makes and judges the envelope that comes back.
func (c *Connector) exchange(ctx context.Context, r request, method string, build func() httpx.Wire) (envelope, error) {
	var e envelope
	req := httpx.Request{ShopID: c.d.Shop.ID, API: r.api, Purpose: r.purpose, Method: method, Write: r.write, Rate: httpx.Rate{PerSecond: perSecond, Burst: burst}}
	if c.base != realURL {
		req.Rate = httpx.Rate{} // a loopback server has no quota
	}
	req.Build = func() (httpx.Wire, error) { return build(), nil }
	req.Judge = func(a httpx.Response) error {
		e = envelope{}
		if json.Unmarshal(a.Body, &e) != nil || !e.Code.Set {
			if a.Status < 300 {
				return domain.E(domain.CodeUnavailable, errors.New("read answer of "+r.api), "reason", "cut")
			}
			return nil // not this platform's envelope; the status decides
		}
		if e.Code.N == 0 {
			return nil
		}
		return failure(r.api, e)
	}
	if _, err := c.d.HTTP.Do(ctx, req); err != nil {
		return envelope{}, err
	}
	return e, nil
}

// renew gets another token by the refresh token, which a renewal replaces.
func (c *Connector) renew(ctx context.Context) error {
	refresh := c.keys.Get(grant.Refresh)
	if refresh == "" {
		return domain.E(domain.CodeUnauthorized, errors.New("renew token"), "reason", "not_authorised")
	}
	return c.obtain(ctx, apiTokenRefresh, url.Values{"refresh_token": {refresh}, "grant_type": {"refresh_token"}}, nil)
}

// obtain asks for a token and keeps it, with change, in one step. These two calls
// are not signed and carry the secret in their query. They are sent once: code and
// refresh token are good for one use only.
func (c *Connector) obtain(ctx context.Context, api string, q url.Values, change map[string]string) error {
	q.Set("app_key", c.keys.Get("app_key"))
	q.Set("app_secret", c.keys.Get("app_secret"))
	e, err := c.exchange(ctx, request{api: api, purpose: "connect", write: true}, http.MethodGet, func() httpx.Wire {
		return httpx.Wire{URL: c.auth + api + "?" + q.Encode()}
	})
	if err != nil {
		if grant.Stale(err) || domain.CodeOf(err) == domain.CodeInvalid { // the code or the refresh token itself is dead
			return domain.E(domain.CodeUnauthorized, errors.New("call "+api), "reason", "not_authorised")
		}
		return err
	}
	var t wireToken
	if err := json.Unmarshal(e.Data, &t); err != nil || t.Access == "" {
		return domain.E(domain.CodeUnauthorized, errors.New("read token"), "reason", "not_authorised")
	}
	if t.UserType != "" && t.UserType != "0" { // a creator's or a partner's token reads no shop
		return domain.E(domain.CodeUnauthorized, errors.New("read token"), "reason", "wrong_shop")
	}
	if change == nil {
		change = map[string]string{}
	}
	change[grant.Access], change[grant.Expires] = t.Access, grant.Millis(t.AccessExpires.Seconds())
	if t.Refresh != "" {
		change[grant.Refresh], change[grant.RefreshExpires] = t.Refresh, grant.Millis(t.RefreshExpires.Seconds())
	}
	if t.SellerName != "" {
		change[grant.ShopName] = t.SellerName
	}
	if t.Region != "" {
		change[keyRegion] = t.Region
	}
	return c.keys.Put(ctx, change)
}

// chooseShop finds the cipher of the shop: the one that the merchant named, else
// the only one. unauthorized (wrong_shop) when there is no such or more than one.
func (c *Connector) chooseShop(ctx context.Context) error {
	data, err := c.send(ctx, request{api: apiShops, path: apiShops, query: url.Values{}, purpose: "connect", global: true})
	if err != nil {
		return err
	}
	var w wireShops
	if err := json.Unmarshal(data, &w); err != nil {
		return platform.BadShape(err, "shops")
	}
	want := platform.First(c.keys.Get(keyShopID), c.d.Shop.RemoteID)
	for _, s := range w.Shops {
		if s.Cipher != "" && (s.ID.ID() == want || (want == "" && len(w.Shops) == 1)) {
			change := map[string]string{keyCipher: s.Cipher, keyShopID: s.ID.ID(), grant.ShopName: platform.First(s.Name, c.keys.Get(grant.ShopName))}
			if s.Region != "" {
				change[keyRegion] = s.Region
			}
			return c.keys.Put(ctx, change)
		}
	}
	return domain.E(domain.CodeUnauthorized, errors.New("choose shop"), "reason", "wrong_shop")
}

// AuthorizeURL is the page on which the merchant agrees; it gives back a code
// that lives half an hour. With a service id it is the present page, of the
// United States when the shop is known to be there; without one the older page.
func (c *Connector) AuthorizeURL(state string) (string, error) {
	q := url.Values{"state": {state}}
	if id := c.keys.Get("service_id"); id != "" {
		q.Set("service_id", id)
		page := "https://services.tiktokshop.com/open/authorize?"
		if c.keys.Get(keyRegion) == "US" {
			page = "https://services.tiktokshops.us/open/authorize?"
		}
		return page + q.Encode(), nil
	}
	q.Set("app_key", c.keys.Get("app_key"))
	return authURL + "/oauth/authorize?" + q.Encode(), nil
}

// Probe trades a code for a token when there is one, finds the shop and makes the
// lightest call of each stream. A stream without permission is a disabled
// capability; when neither answers, the error of the first is returned.
func (c *Connector) Probe(ctx context.Context) (domain.ProbeResult, error) {
	if code := c.keys.Get(platform.FieldAuthCode); code != "" {
		err := c.obtain(ctx, apiTokenGet, url.Values{"auth_code": {code}, "grant_type": {"authorized_code"}},
			map[string]string{platform.FieldAuthCode: "", keyCipher: ""})
		if err != nil {
			return domain.ProbeResult{}, err
		}
	}
	if err := c.chooseShop(ctx); err != nil {
		return domain.ProbeResult{}, err
	}
	now := int64(c.d.Now()) / 1000
	q := walk.Query{From: now - 60, To: now}
	_, oerr := c.fetchOrders(ctx, q)
	_, cerr := c.fetchReturns(ctx, q)
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
	currency, zone := region(c.keys.Get(keyRegion))
	return domain.ProbeResult{ShopName: c.keys.Get(grant.ShopName), RemoteID: c.keys.Get(keyShopID), Currency: currency, Zone: zone,
		TokenExpires: c.keys.Time(grant.Expires), Capabilities: caps}, nil
}

func denied(cell domain.Capability, err error) domain.Capability {
	if err != nil && cell.State != domain.CapUnsupported {
		cell.State, cell.Needs = domain.CapDisabled, "no_permission"
	}
	return cell
}
