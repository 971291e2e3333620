package shopify

import (
	"context"
	"crypto/hmac"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/grant"
	"afterdesk/backend/platform/httpx"
)

// scopes are asked for when the merchant agrees in the browser: reading and
// deciding. Those of shipments and disputes come from the app's own settings.
const scopes = "read_orders,write_orders,read_returns,write_returns"

// AuthorizeURL is the page where the merchant agrees. invalid (field) until the
// app's key and its redirect address are typed.
func (c *Connector) AuthorizeURL(state string) (string, error) {
	for _, f := range []string{"app_key", "redirect_uri"} {
		if c.keys.Get(f) == "" {
			return "", domain.E(domain.CodeInvalid, errors.New("make authorise page"), "field", f, "reason", "missing")
		}
	}
	return c.real() + "/admin/oauth/authorize?" + url.Values{"client_id": {c.keys.Get("app_key")}, "scope": {scopes},
		"redirect_uri": {c.keys.Get("redirect_uri")}, "state": {state}}.Encode(), nil
}

// renews reports whether a new token can be had without the merchant.
func (c *Connector) renews() bool {
	return c.keys.Get("app_key") != "" && c.keys.Get("app_secret") != "" && c.keys.Get(keyGrant) == grantClient
}

// keyGrant says, among the credentials, how the token was got.
const (
	keyGrant    = "token_grant"
	grantClient = "client_credentials"
	grantCode   = "code"
)

// renew gets a token: by the code that the browser brought back, else as the
// app itself. invalid (field access_token, reason missing) when nothing that
// gives one was typed; unauthorized when a typed token was refused.
func (c *Connector) renew(ctx context.Context) error {
	if c.keys.Get("app_key") == "" || c.keys.Get("app_secret") == "" {
		if c.keys.Get(grant.Access) != "" {
			return domain.E(domain.CodeUnauthorized, errors.New("renew token"), "reason", "not_authorised")
		}
		return domain.E(domain.CodeInvalid, errors.New("find token"), "field", "access_token", "reason", "missing")
	}
	body := map[string]string{"client_id": c.keys.Get("app_key"), "client_secret": c.keys.Get("app_secret")}
	typed := c.keys.Get(platform.FieldAuthCode)
	if typed == "" && c.keys.Get(keyGrant) == grantCode { // the merchant must agree again
		return domain.E(domain.CodeUnauthorized, errors.New("renew token"), "reason", "token_expired")
	}
	if typed == "" {
		body["grant_type"] = grantClient
		return c.obtain(ctx, body, grantClient)
	}
	code, err := c.code(typed)
	if err != nil {
		return err
	}
	body["code"] = code
	return c.obtain(ctx, body, grantCode)
}

// code finds the code in what the merchant pasted: the code alone, or the
// address that the browser was sent to, whose hmac and shop must be right.
func (c *Connector) code(typed string) (string, error) {
	_, query, whole := strings.Cut(typed, "?")
	if !whole {
		query = typed
	}
	q, err := url.ParseQuery(query)
	if err != nil || q.Get("code") == "" {
		if whole || strings.ContainsAny(typed, "&= ") {
			return "", domain.E(domain.CodeInvalid, errors.New("read code"), "field", platform.FieldAuthCode)
		}
		return typed, nil
	}
	if !hmac.Equal([]byte(CallbackSignature(c.keys.Get("app_secret"), q)), []byte(q.Get("hmac"))) {
		return "", domain.E(domain.CodeUnauthorized, errors.New("verify callback"), "reason", "bad_secret")
	}
	if !strings.EqualFold(q.Get("shop"), c.host) {
		return "", domain.E(domain.CodeUnauthorized, errors.New("verify callback"), "reason", "wrong_shop")
	}
	return q.Get("code"), nil
}

// obtain asks for a token and keeps it. It is sent once: a code is good for one
// use.
func (c *Connector) obtain(ctx context.Context, body map[string]string, how string) error {
	b, err := json.Marshal(body)
	if err != nil {
		return domain.E(domain.CodeInternal, errors.New("write token request"), "sent", "no")
	}
	got, err := c.http.Do(ctx, httpx.Request{ShopID: c.d.Shop.ID, API: apiToken, Purpose: "connect", Write: true, Lane: lane,
		Build: func() (httpx.Wire, error) {
			return httpx.Wire{URL: c.base + "/admin/oauth/access_token", Body: b, Header: map[string]string{"Content-Type": "application/json", "Accept": "application/json"}}, nil
		},
		Judge: func(r httpx.Response) error {
			switch {
			case r.Status < http.StatusMultipleChoices:
				return nil
			case r.Status == http.StatusNotFound:
				return fail(apiToken, verdict{domain.CodeInvalid, "bad_address"}, "")
			case how == grantCode && r.Status == http.StatusBadRequest: // used, or too old
				return fail(apiToken, verdict{domain.CodeUnauthorized, "not_authorised"}, "")
			}
			return fail(apiToken, verdict{domain.CodeUnauthorized, "bad_secret"}, "")
		}})
	if err != nil {
		return err
	}
	var t wireToken
	if json.Unmarshal(got, &t) != nil || t.Access == "" {
		return fail(apiToken, verdict{domain.CodeUnauthorized, "not_authorised"}, "")
	}
	change := map[string]string{grant.Access: t.Access, grant.Expires: "", keyGrant: how, platform.FieldAuthCode: ""}
	if t.ExpiresIn.N > 0 {
		change[grant.Expires] = grant.Millis(c.d.Now().Add(time.Duration(min(t.ExpiresIn.N, 10*365*86400)) * time.Second))
	}
	return c.keys.Put(ctx, change)
}

// Probe trades a code for a token when there is one, asks the shop who it is and
// makes the lightest call of each stream. Cases or disputes without their scope
// are disabled capabilities, not an error. Reasons: bad_address, bad_secret,
// not_authorised, wrong_shop, no_permission, shop_frozen, missing (field).
func (c *Connector) Probe(ctx context.Context) (domain.ProbeResult, error) {
	if c.keys.Get(platform.FieldAuthCode) != "" {
		if err := c.renew(ctx); err != nil {
			return domain.ProbeResult{}, err
		}
	}
	s, err := get[struct {
		Name     string `json:"name"`
		Domain   string `json:"myshopifyDomain"`
		Currency string `json:"currencyCode"`
		Zone     string `json:"ianaTimezone"`
	}](ctx, c, ask{api: apiShop, purpose: "connect", document: queryShop}, "shop")
	if err != nil {
		return domain.ProbeResult{}, err
	}
	if !strings.EqualFold(s.Domain, c.host) {
		return domain.ProbeResult{}, fail(apiShop, verdict{domain.CodeUnauthorized, "wrong_shop"}, "")
	}
	caps := c.Info().Capabilities
	for _, may := range []struct {
		document  string
		abilities []string
	}{{queryMayOrders, []string{"orders"}}, {queryMayReturns, []string{"after_sales", "after_sale_detail"}}, {queryMayDisputes, []string{"deadlines"}}} {
		e, err := c.read(ctx, ask{api: apiShop, purpose: "connect", document: may.document})
		denied := domain.ParamOf(err, "reason") == "no_permission" || (err == nil && len(e.Errors) > 0)
		if err != nil && !denied {
			return domain.ProbeResult{}, err
		}
		if denied && may.abilities[0] == "orders" {
			return domain.ProbeResult{}, fail(apiShop, verdict{domain.CodeUnauthorized, "no_permission"}, "")
		}
		for i := range caps {
			for _, a := range may.abilities {
				if denied && caps[i].Ability == a {
					caps[i].State, caps[i].Needs = domain.CapDisabled, "no_permission"
				}
			}
		}
	}
	return domain.ProbeResult{ShopName: s.Name, RemoteID: c.host, Currency: s.Currency, Zone: s.Zone, TokenExpires: c.keys.Time(grant.Expires), Capabilities: caps}, nil
}

// Credentials returns what is to be kept in the keeper of secrets after a
// successful Probe.
func (c *Connector) Credentials() platform.Credentials { return c.keys.Credentials() }
