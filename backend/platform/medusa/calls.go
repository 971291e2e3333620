package medusa

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/grant"
	"afterdesk/backend/platform/httpx"
)

// A merchant's own server has no published limits; ten requests a second leave
// it room for the shop's buyers.
const (
	perSecond = 10
	burst     = 20
)

// call is one request. body nil sends none.
type call struct {
	api, path, purpose, method string
	query                      url.Values
	body                       any
	write                      bool
}

// get reads; it may be repeated, also once after a new login.
func (c *Connector) get(ctx context.Context, api, path, purpose string, query url.Values) ([]byte, error) {
	r := call{api: api, path: path, purpose: purpose, method: http.MethodGet, query: query}
	return c.send(ctx, r)
}

// post writes once.
func (c *Connector) post(ctx context.Context, api, path string, body any) ([]byte, error) {
	return c.send(ctx, call{api: api, path: path, purpose: "write", method: http.MethodPost, body: body, write: true})
}

// send authorises a request: by the secret key where there is one, else by a
// token that a login gave.
func (c *Connector) send(ctx context.Context, r call) ([]byte, error) {
	if key := c.keys.Get(keyAPI); key != "" {
		return c.once(ctx, r, "Basic "+base64.StdEncoding.EncodeToString([]byte(key+":")), "bad_key")
	}
	if c.keys.Get(keyEmail) == "" || c.keys.Get(keyPassword) == "" {
		return nil, domain.E(domain.CodeInvalid, errors.New("authorise"), "field", keyAPI, "reason", "missing", "sent", "no")
	}
	with := func(token string) ([]byte, error) { return c.once(ctx, r, "Bearer "+token, "token_expired") }
	if r.write {
		return grant.Write(ctx, c.keys, c.login, with)
	}
	return grant.Read(ctx, c.keys, c.login, with)
}

// login trades e-mail and password for a token, which lives a day unless the
// merchant set otherwise. A dead token is noticed by its refusal.
func (c *Connector) login(ctx context.Context) error {
	got, err := c.once(ctx, call{api: apiLogin, path: apiLogin, purpose: "connect", method: http.MethodPost, write: true,
		body: map[string]string{"email": c.keys.Get(keyEmail), "password": c.keys.Get(keyPassword)}}, "", "bad_secret")
	if err != nil {
		return err
	}
	var t struct {
		Token string `json:"token"`
	}
	if json.Unmarshal(got, &t) != nil || t.Token == "" {
		return domain.E(domain.CodeUnauthorized, errors.New("read token"), "reason", "not_authorised")
	}
	return c.keys.Put(ctx, map[string]string{grant.Access: t.Token})
}

// once sends one request. refused is the reason of an answer 401.
func (c *Connector) once(ctx context.Context, r call, authorization, refused string) ([]byte, error) {
	var body []byte
	if r.body != nil {
		var err error
		if body, err = json.Marshal(r.body); err != nil {
			return nil, domain.E(domain.CodeInternal, errors.New("write body of "+r.api), "sent", "no")
		}
	}
	req := httpx.Request{ShopID: c.d.Shop.ID, API: r.api, Purpose: r.purpose, Method: r.method, Write: r.write, Rate: httpx.Rate{PerSecond: perSecond, Burst: burst}, Lane: Platform}
	if httpx.Loopback(c.host) || c.d.BaseURL != "" {
		req.Rate = httpx.Rate{}
	}
	req.Build = func() (httpx.Wire, error) {
		w := httpx.Wire{URL: c.base + r.path, Body: body, Header: map[string]string{"Content-Type": "application/json", "Accept": "application/json"}}
		if len(r.query) > 0 {
			w.URL += "?" + r.query.Encode()
		}
		if authorization != "" {
			w.Header["Authorization"] = authorization
		}
		return w, nil
	}
	req.Judge = func(a httpx.Response) error {
		switch a.Status {
		case http.StatusUnauthorized:
			return domain.E(domain.CodeUnauthorized, errors.New("call "+r.api), "reason", refused)
		case http.StatusForbidden:
			return domain.E(domain.CodeUnauthorized, errors.New("call "+r.api), "reason", "no_permission")
		}
		var e refusal
		_ = json.Unmarshal(a.Body, &e) // another program's answer has no type, and the status decides
		return failure(r.api, a.Status, e.Type)
	}
	return c.http.Do(ctx, req)
}

// Probe tests address and credentials with the lightest call, and finds the
// store's name and currency.
func (c *Connector) Probe(ctx context.Context) (domain.ProbeResult, error) {
	got, err := c.get(ctx, apiStores, apiStores, "connect", url.Values{"fields": {"id,name,*supported_currencies"}})
	if err != nil {
		reason := domain.ParamOf(err, "reason")
		if domain.CodeOf(err) == domain.CodeNotFound || reason == "cut" || reason == "redirect" { // something answers, but not this program
			return domain.ProbeResult{}, domain.E(domain.CodeInvalid, errors.New("probe"), "field", keySite, "reason", "bad_address")
		}
		return domain.ProbeResult{}, err
	}
	var l listData
	var s wireStore
	if json.Unmarshal(got, &l) != nil || len(l.Stores) == 0 || json.Unmarshal(l.Stores[0], &s) != nil || s.ID == "" {
		return domain.ProbeResult{}, domain.E(domain.CodeInvalid, errors.New("probe"), "field", keySite, "reason", "bad_address")
	}
	res := domain.ProbeResult{ShopName: s.Name, RemoteID: s.ID, Capabilities: c.Info().Capabilities}
	for _, cur := range s.Currencies {
		if cur.Default {
			res.Currency = strings.ToUpper(cur.Code)
		}
	}
	now := int64(c.d.Now()) / 1000
	if _, err := c.page(ctx, apiOrders, orderFields(), now-60, now, 0, false); err != nil {
		return domain.ProbeResult{}, err
	}
	return res, nil
}

// Order reads one order as it is now.
func (c *Connector) Order(ctx context.Context, remoteID string) (platform.Item[domain.Order], error) {
	none := platform.Item[domain.Order]{}
	raws, err := c.ordersByID(ctx, []string{remoteID}, "sync")
	if err != nil {
		return none, err
	}
	if len(raws) != 1 {
		return none, domain.E(domain.CodeNotFound, errors.New("read order"), "reason", "no_data")
	}
	o, err := c.reader().order(raws[0])
	if err != nil {
		return none, err
	}
	return platform.Item[domain.Order]{Value: o, RemoteID: remoteID, Raw: raws[0]}, nil
}
