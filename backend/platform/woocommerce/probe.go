package woocommerce

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/flex"
)

// Probe tests the address, then the keys, then the lightest call of each
// stream. Reasons: bad_address (no WordPress answers there, or one that calls
// itself differently and would refuse every signature), needs_permalinks,
// no_woocommerce, bad_key, bad_secret, clock_skew, no_permission, site_guard.
// Reviews without permission are a disabled capability, not an error. Currency
// and zone are the server's own.
func (c *Connector) Probe(ctx context.Context) (domain.ProbeResult, error) {
	index, err := c.index(ctx)
	if err != nil {
		return domain.ProbeResult{}, err
	}
	if err := c.probeOrders(ctx); err != nil {
		return domain.ProbeResult{}, err
	}
	currency, err := get[wireCurrency](ctx, c, call{api: apiCurrency, purpose: "connect", path: "/wc/v3/data/currencies/current"})
	if err != nil && domain.CodeOf(err) != domain.CodeUnauthorized { // a key may read orders and not settings
		return domain.ProbeResult{}, err
	}
	if currency.Code == "" {
		if currency.Code, err = c.usualCurrency(ctx); err != nil {
			return domain.ProbeResult{}, err
		}
	}
	caps := c.Info().Capabilities
	_, _, err = c.list(ctx, call{api: apiReviews, purpose: "connect", path: "/wc/v3/products/reviews", query: url.Values{"per_page": {"1"}}})
	switch code := domain.CodeOf(err); {
	case err == nil:
	case code == domain.CodeUnauthorized, code == domain.CodeUnsupported: // not allowed, or switched off
		for i := range caps {
			if caps[i].Ability == "reviews" {
				caps[i].State, caps[i].Needs = domain.CapDisabled, "no_permission"
			}
		}
	default:
		return domain.ProbeResult{}, err
	}
	return domain.ProbeResult{ShopName: index.Name, RemoteID: strings.SplitN(c.siteID(), "://", 2)[1], Currency: currency.Code,
		Zone: zone(index), Capabilities: caps}, nil
}

// siteID is the shop's address as it was typed; a loopback stand-in does not
// change who the shop is.
func (c *Connector) siteID() string {
	u, err := home(c.keys.Get("site_url"))
	if err != nil { // New read it already
		return c.base
	}
	return u.String()
}

// index asks WordPress who it is.
func (c *Connector) index(ctx context.Context) (wireIndex, error) {
	fields := url.Values{"_fields": {"name,home,gmt_offset,timezone_string,namespaces"}}
	w, err := get[wireIndex](ctx, c, call{api: apiIndex, purpose: "connect", path: "/", query: fields, open: true})
	bad := func(reason string) error {
		return domain.E(domain.CodeInvalid, errors.New("look for the shop"), "field", "site_url", "reason", reason)
	}
	if err != nil {
		reason, status := domain.ParamOf(err, "reason"), domain.ParamOf(err, "status")
		switch {
		case reason == "site_guard", reason == "server", reason == "offline", reason == "timeout", reason == "network", reason == "cancelled",
			domain.CodeOf(err) == domain.CodeRateLimited:
			return w, err
		case reason == "redirect", status == "401":
			return w, bad("bad_address")
		}
		if c.plainPermalinks(ctx) {
			return w, bad("needs_permalinks")
		}
		return w, bad("bad_address")
	}
	switch {
	case len(w.Namespaces) == 0:
		return w, bad("bad_address")
	case !slices.Contains(w.Namespaces, "wc/v3"):
		return w, bad("no_woocommerce")
	}
	if own, err := url.Parse(w.Home); c.plain && err == nil && own.Host != "" && !strings.EqualFold(own.Host, hostPort(c.base)) {
		return w, bad("bad_address")
	}
	return w, nil
}

func hostPort(base string) string {
	u, err := url.Parse(base)
	if err != nil {
		return ""
	}
	return u.Host
}

// plainPermalinks reports whether WordPress answers under ?rest_route= only:
// keys are not looked at there.
func (c *Connector) plainPermalinks(ctx context.Context) bool {
	w, err := get[wireIndex](ctx, c, call{api: apiIndex, purpose: "connect", address: c.base + "/", open: true,
		query: url.Values{"rest_route": {"/"}, "_fields": {"namespaces"}}})
	return err == nil && len(w.Namespaces) > 0
}

// probeOrders tries the keys. Where nobody seems to be logged in over https,
// the server may drop the Authorization header: the keys go as parameters once,
// and stay there when that helps.
func (c *Connector) probeOrders(ctx context.Context) error {
	k := call{api: apiOrders, purpose: "connect", path: "/wc/v3/orders", query: url.Values{"per_page": {"1"}}}
	_, _, err := c.list(ctx, k)
	if c.plain || domain.ParamOf(err, "reason") != "not_authorised" || domain.ParamOf(err, "status") != strconv.Itoa(http.StatusUnauthorized) {
		return err
	}
	was := c.keys.Get(keyIn)
	flip := map[string]string{"": "query", "query": ""}[was]
	if perr := c.keys.Put(ctx, map[string]string{keyIn: flip}); perr != nil {
		return perr
	}
	if _, _, again := c.list(ctx, k); again == nil {
		return nil
	}
	if perr := c.keys.Put(ctx, map[string]string{keyIn: was}); perr != nil {
		return perr
	}
	// Over https an unknown key is not refused: the request goes on as nobody's.
	return domain.E(domain.CodeUnauthorized, errors.New("call "+apiOrders), "reason", "bad_key", "status", domain.ParamOf(err, "status"))
}

// usualCurrency is the currency of the newest order, "" when there is none.
func (c *Connector) usualCurrency(ctx context.Context) (string, error) {
	got, err := get[[]wireCurrencyOf](ctx, c, call{api: apiOrders, purpose: "connect", path: "/wc/v3/orders", query: url.Values{"per_page": {"1"}}})
	if err != nil || len(got) == 0 {
		return "", err
	}
	return got[0].Currency, nil
}

type wireCurrencyOf struct {
	Currency string `json:"currency"`
}

// zone is the site's zone by name. A site that is set to a fixed offset has no
// name: whole hours have one in the database of zones (whose sign is the other
// way round), others stay unknown.
func zone(w wireIndex) string {
	if w.Zone != "" {
		return w.Zone
	}
	h, err := strconv.Atoi(flex.Whole(string(w.GMTOffset)))
	switch {
	case err != nil || h < -12 || h > 14:
		return ""
	case h == 0:
		return "Etc/UTC"
	}
	return "Etc/GMT" + map[bool]string{true: "-", false: "+"}[h > 0] + strconv.Itoa(max(h, -h))
}

// Credentials returns what is to be kept in the keeper of secrets after a
// successful Probe.
func (c *Connector) Credentials() platform.Credentials { return c.keys.Credentials() }
