package taobao

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/grant"
	"afterdesk/backend/platform/walk"
)

const authorizeURL = "https://oauth.taobao.com/authorize"

// AuthorizeURL is the page where the merchant agrees. invalid (field
// redirect_uri) until the address that the app is registered with is typed.
func (c *Connector) AuthorizeURL(state string) (string, error) {
	back := c.keys.Get("redirect_uri")
	if back == "" {
		return "", domain.E(domain.CodeInvalid, errors.New("make authorise page"), "field", "redirect_uri", "reason", "missing")
	}
	return authorizeURL + "?" + url.Values{"response_type": {"code"}, "client_id": {c.keys.Get("app_key")}, "redirect_uri": {back},
		"state": {state}, "view": {"web"}}.Encode(), nil
}

// renew trades the refresh token for a new pair. Only apps of the service
// market get one; other shops must agree anew (unauthorized, token_expired).
func (c *Connector) renew(ctx context.Context) error {
	refresh := c.keys.Get(grant.Refresh)
	switch {
	case refresh != "":
		return c.obtain(ctx, apiTokenRefresh, map[string]string{"refresh_token": refresh})
	case c.keys.Get(grant.Access) == "":
		return domain.E(domain.CodeUnauthorized, errors.New("find token"), "reason", "not_authorised")
	}
	return domain.E(domain.CodeUnauthorized, errors.New("renew token"), "reason", "token_expired")
}

// obtain sends a token call, checks whose token came and saves it. It is sent
// once: a code or a refresh token is good for one use.
func (c *Connector) obtain(ctx context.Context, api string, params map[string]string) error {
	a, err := c.send(ctx, api, params, nil, "", "connect", true)
	if err != nil {
		if code := domain.CodeOf(err); code == domain.CodeInvalid || grant.Stale(err) { // the code or the refresh token is spent
			return domain.E(domain.CodeUnauthorized, errors.New("call "+api), "reason", "not_authorised", "remote_code", domain.ParamOf(err, "remote_code"))
		}
		return err
	}
	var r tokenResult
	var t tokenData
	if json.Unmarshal(a.body, &r) != nil || json.Unmarshal([]byte(r.Result), &t) != nil || t.AccessToken == "" {
		return domain.E(domain.CodeUnauthorized, errors.New("read token"), "reason", "not_authorised")
	}
	if err := c.sameShop(t.UserID.ID()); err != nil {
		return err
	}
	now := c.d.Now()
	change := map[string]string{grant.Access: t.AccessToken, grant.Expires: "", "seller_id": t.UserID.ID()}
	if s := seconds(t.ExpiresIn.N); s > 0 { // lifetimes differ by kind of app: only what is told counts
		change[grant.Expires] = grant.Millis(now.Add(s))
	}
	if t.RefreshToken != "" {
		change[grant.Refresh] = t.RefreshToken
	}
	if s := seconds(t.RefreshExpires.N); s > 0 {
		change[grant.RefreshExpires] = grant.Millis(now.Add(s))
	}
	if nick, err := url.QueryUnescape(t.UserNick); err == nil && nick != "" {
		change[grant.ShopName] = nick
	}
	if change["seller_id"] == "" {
		delete(change, "seller_id")
	}
	return c.keys.Put(ctx, change)
}

// seconds bounds a lifetime to ten years.
func seconds(n int64) time.Duration {
	if n <= 0 || n > 10*366*86400 {
		return 0
	}
	return time.Duration(n) * time.Second
}

// sameShop refuses a token of another seller than the shop's.
func (c *Connector) sameShop(id string) error {
	if have := c.d.Shop.RemoteID; id != "" && have != "" && id != have {
		return domain.E(domain.CodeUnauthorized, errors.New("read token"), "reason", "wrong_shop")
	}
	return nil
}

// Probe tests the credentials: the code from the consent page when there is
// one, whose shop it is, then the lightest call of each stream. A stream
// without permission is a disabled capability, not an error; when neither
// answers, the error of the first is returned.
func (c *Connector) Probe(ctx context.Context) (domain.ProbeResult, error) {
	if code := c.keys.Get(platform.FieldAuthCode); code != "" {
		if err := c.obtain(ctx, apiTokenCreate, map[string]string{"code": code}); err != nil {
			return domain.ProbeResult{}, err
		}
		if err := c.keys.Put(ctx, map[string]string{platform.FieldAuthCode: ""}); err != nil {
			return domain.ProbeResult{}, err
		}
	}
	id, name := c.keys.Get("seller_id"), c.keys.Get(grant.ShopName)
	data, err := c.call(ctx, apiSeller, map[string]string{"fields": "user_id,nick"}, "connect")
	switch {
	case err == nil:
		var s sellerAnswer
		if err := json.Unmarshal(data, &s); err != nil {
			return domain.ProbeResult{}, platform.BadShape(err, "user")
		}
		id, name = platform.First(s.User.UserID.ID(), id), platform.First(s.User.Nick, name)
	case domain.ParamOf(err, "reason") != "no_permission": // some apps may not ask who they serve
		return domain.ProbeResult{}, err
	}
	if err := c.sameShop(id); err != nil {
		return domain.ProbeResult{}, err
	}
	now := int64(c.d.Now()) / 1000
	q := walk.Query{From: now - 60, To: now}
	_, oerr := c.fetchOrders(ctx, q)
	_, cerr := c.fetchCases(ctx, q)
	_, rerr := c.fetchReviews(ctx, q)
	for _, e := range []error{oerr, cerr, rerr} {
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
		case "after_sales", "after_sale_detail", "deadlines", "act", "evidence_upload":
			caps[i] = denied(caps[i], cerr)
		case "reviews":
			caps[i] = denied(caps[i], rerr)
		}
	}
	return domain.ProbeResult{ShopName: name, RemoteID: id, Currency: "CNY", Zone: "Asia/Shanghai", TokenExpires: c.keys.Time(grant.Expires), Capabilities: caps}, nil
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
