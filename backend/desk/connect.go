package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"afterdesk/backend/carrier"
	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/all"
)

// What a platform's shop has unless its connection test says otherwise.
const (
	homeCurrency = "CNY"
	homeZone     = "Asia/Shanghai"
)

func credentialName(shopID string) string { return "shop/" + shopID + "/credentials" }

// connector builds the connector of a shop with its credentials.
func (d *Desk) connector(ctx context.Context, shop domain.Shop) (platform.Connector, error) {
	deps, err := d.connectorDeps(ctx, shop)
	if err != nil {
		return nil, err
	}
	return all.Open(shop.Platform, deps)
}

func (d *Desk) connectorDeps(ctx context.Context, shop domain.Shop) (platform.Deps, error) {
	deps := platform.Deps{Shop: shop, HTTP: d.http, Now: d.Now, Mappings: d.mappings(ctx, shop.ID), Classify: carrier.Classify,
		OrderOf: d.orderOf(shop.ID)}
	if shop.Demo {
		server := d.demo[shop.Platform]
		if server == nil {
			return deps, domain.E(domain.CodeUnavailable, nil, "reason", "demo_not_running")
		}
		deps.BaseURL, deps.Credentials, deps.SaveCredentials = server.url, server.Credentials(), server.Save
		return deps, nil
	}
	raw, err := d.Secrets.Get(ctx, credentialName(shop.ID))
	if err != nil {
		return deps, fmt.Errorf("read credentials: %w", err)
	}
	if err := json.Unmarshal(raw, &deps.Credentials); err != nil {
		return deps, domain.E(domain.CodeCorrupt, fmt.Errorf("decode credentials: %w", err), "item", "credentials")
	}
	deps.SaveCredentials = func(ctx context.Context, c platform.Credentials) error { return d.saveCredentials(ctx, shop.ID, c) }
	return deps, nil
}

// orderOf tells a connector which order a stored case belongs to.
func (d *Desk) orderOf(shopID string) func(context.Context, string) (string, error) {
	return func(ctx context.Context, caseRemoteID string) (string, error) {
		c, err := d.Store.GetAfterSale(ctx, domain.RemoteKey(shopID, caseRemoteID))
		if domain.CodeOf(err) == domain.CodeNotFound {
			return "", nil
		}
		if err != nil {
			return "", err
		}
		_, order, err := domain.SplitKey(c.OrderID)
		return order, err
	}
}

func (d *Desk) saveCredentials(ctx context.Context, shopID string, c platform.Credentials) error {
	raw, err := json.Marshal(c)
	if err != nil {
		return fmt.Errorf("encode credentials: %w", err)
	}
	return d.Secrets.Put(ctx, credentialName(shopID), raw)
}

// mappings returns a look-up of what people said unknown values mean. The rows
// are read when the connector is built, so a page loop makes no queries.
func (d *Desk) mappings(ctx context.Context, shopID string) func(field, raw string) string {
	known := map[string]string{}
	rows, err := d.Store.ListUnmapped(ctx, shopID)
	if err != nil {
		d.Log.Error("read value mappings", "err", err.Error())
	}
	for _, r := range rows {
		if r.MappedTo != "" {
			known[r.Field+"\x00"+r.Raw] = r.MappedTo
		}
	}
	return func(field, raw string) string { return known[field+"\x00"+raw] }
}

// Platforms lists what can be connected.
func Platforms() []domain.PlatformInfo {
	out := []domain.PlatformInfo{}
	for _, info := range all.Infos() {
		consent := slices.ContainsFunc(info.Fields, func(f domain.CredentialField) bool { return f.Name == platform.FieldAuthCode })
		out = append(out, domain.PlatformInfo{Platform: info.Platform, AuthKind: info.AuthKind, Hosts: orEmpty(info.Hosts), Fields: info.Fields,
			Capabilities: info.Capabilities, Acts: orEmpty(info.Acts), Authorizes: consent})
	}
	return out
}

// Claims lists every platform as a connected shop with its writes on would show
// it: what works, what one step is missing for, and what each claim rests on.
func Claims() []domain.PlatformInfo {
	out := Platforms()
	for i := range out {
		if info, ok := all.Claim(out[i].Platform); ok {
			out[i].Capabilities, out[i].Acts = info.Capabilities, orEmpty(info.Acts)
		}
	}
	return out
}

// TestShop tries credentials against the platform and keeps nothing.
func (d *Desk) TestShop(ctx context.Context, r domain.ConnectRequest) (domain.ProbeResult, error) {
	res, _, err := d.probe(ctx, r)
	return res, err
}

func (d *Desk) probe(ctx context.Context, r domain.ConnectRequest) (domain.ProbeResult, platform.Credentials, error) {
	var saved platform.Credentials
	conn, err := d.trial(r, func(_ context.Context, c platform.Credentials) error { saved = c; return nil })
	if err != nil {
		return domain.ProbeResult{}, nil, err
	}
	prober, ok := conn.(platform.Prober)
	if !ok {
		return domain.ProbeResult{}, nil, domain.E(domain.CodeUnsupported, nil, "platform", r.Platform)
	}
	res, err := prober.Probe(ctx)
	if err != nil {
		return domain.ProbeResult{}, nil, err
	}
	if saved == nil {
		saved = typed(r)
	}
	return res, saved, nil
}

// typed is what a merchant typed, without white space around it.
func typed(r domain.ConnectRequest) platform.Credentials {
	out := platform.Credentials{}
	for k, v := range r.Credentials {
		out[k] = strings.TrimSpace(v)
	}
	return out
}

// trial builds the connector of a shop that is not kept yet.
func (d *Desk) trial(r domain.ConnectRequest, save func(context.Context, platform.Credentials) error) (platform.Connector, error) {
	creds := typed(r)
	shop := domain.Shop{Platform: r.Platform, RemoteID: creds["shop_id"], Zone: homeZone, Currency: homeCurrency}
	return all.Open(r.Platform, platform.Deps{Shop: shop, Credentials: creds, HTTP: d.http, Now: d.Now, Classify: carrier.Classify,
		Mappings: func(string, string) string { return "" }, SaveCredentials: save})
}

// AuthorizeURL is the page on which a merchant consents to the app whose keys
// were typed; it is opened in the browser. unsupported for a platform without one.
func (d *Desk) AuthorizeURL(_ context.Context, r domain.ConnectRequest) (string, error) {
	conn, err := d.trial(r, nil)
	if err != nil {
		return "", err
	}
	a, ok := conn.(platform.Authorizer)
	if !ok {
		return "", domain.E(domain.CodeUnsupported, nil, "platform", r.Platform)
	}
	return a.AuthorizeURL(domain.NewID(d.Now()))
}

// ConfirmAbility tries an ability that the published facts leave in doubt with
// one harmless call, and keeps the shop's answer. unsupported when the platform
// has no such trial; else what the call said.
func (d *Desk) ConfirmAbility(ctx context.Context, shopID, ability string) (domain.Shop, error) {
	shop, err := d.Store.GetShop(ctx, shopID)
	if err != nil {
		return shop, err
	}
	conn, err := d.connector(ctx, shop)
	if err != nil {
		return shop, err
	}
	c, ok := conn.(platform.Confirmer)
	if !ok {
		return shop, domain.E(domain.CodeUnsupported, nil, "reason", "cannot_confirm", "ability", ability)
	}
	if err := c.Confirm(ctx, ability); err != nil {
		return shop, err
	}
	return d.confirm(ctx, shopID, ability)
}

// confirm remembers that an ability of a shop was seen to work.
func (d *Desk) confirm(ctx context.Context, shopID, ability string) (domain.Shop, error) {
	return d.changeShop(ctx, shopID, func(s *domain.Shop) error {
		if !platform.Confirmed(*s, ability) {
			s.Confirmed = strings.TrimPrefix(s.Confirmed+","+ability, ",")
		}
		return nil
	})
}

// ConnectShop tests credentials, seals them and adds the shop. Nothing is kept
// when the test or the keychain fails. A shop that is known already gets the
// new credentials and runs again.
func (d *Desk) ConnectShop(ctx context.Context, r domain.ConnectRequest) (domain.Shop, error) {
	res, creds, err := d.probe(ctx, r)
	if err != nil {
		return domain.Shop{}, err
	}
	shops, err := d.Store.ListShops(ctx)
	if err != nil {
		return domain.Shop{}, err
	}
	shop := domain.Shop{Platform: r.Platform, RemoteID: res.RemoteID, Name: first(r.Name, res.ShopName, res.RemoteID),
		Currency: first(res.Currency, homeCurrency), Zone: first(res.Zone, homeZone), CreatedAt: d.Now()}
	for _, s := range shops {
		if s.Platform == r.Platform && s.RemoteID == res.RemoteID && !s.Demo {
			shop = s
		}
	}
	if shop.ID == "" {
		if shop, err = d.newShop(ctx, shop, len(shops)); err != nil {
			return shop, err
		}
	}
	shop.State, shop.LastError, shop.TokenExpires = domain.ShopActive, "", res.TokenExpires
	if r.ShipProvince != "" {
		shop.ShipProvince = r.ShipProvince
	}
	if err := d.saveCredentials(ctx, shop.ID, creds); err != nil {
		return domain.Shop{}, err
	}
	if err := d.putShop(ctx, shop, "shop_added"); err != nil {
		return domain.Shop{}, err
	}
	d.background(func(ctx context.Context) { _, _ = d.Sync(ctx, shop.ID) })
	return shop, nil
}

// allHosts lists every host that any connector may contact.
func allHosts() []string {
	var out []string
	for _, info := range all.Infos() {
		out = append(out, info.Hosts...)
	}
	return out
}
