package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"afterdesk/backend/carrier"
	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/all"
	"afterdesk/backend/store"
)

// filePlatform is the platform of a shop that is fed by files only.
const filePlatform = "sheet"

// colors are the marks given to shops in turn.
var colors = []string{"#4f46e5", "#0d9488", "#b45309", "#be185d", "#4d7c0f", "#0369a1", "#7c3aed", "#a16207"}

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
		if d.demo == nil {
			return deps, domain.E(domain.CodeUnavailable, nil, "reason", "demo_not_running")
		}
		deps.BaseURL, deps.Credentials = d.demo.URL(), d.demo.Credentials()
		deps.SaveCredentials = d.demo.Save
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
		p := domain.PlatformInfo{Platform: info.Platform, AuthKind: info.AuthKind, Hosts: info.Hosts, Fields: info.Fields, Capabilities: info.Capabilities}
		out = append(out, p)
	}
	return out
}

// TestShop tries credentials against the platform and keeps nothing.
func (d *Desk) TestShop(ctx context.Context, r domain.ConnectRequest) (domain.ProbeResult, error) {
	res, _, err := d.probe(ctx, r)
	return res, err
}

func (d *Desk) probe(ctx context.Context, r domain.ConnectRequest) (domain.ProbeResult, platform.Credentials, error) {
	creds := platform.Credentials{}
	for k, v := range r.Credentials {
		creds[k] = strings.TrimSpace(v)
	}
	for _, info := range all.Infos() {
		if info.Platform != r.Platform {
			continue
		}
		for _, f := range info.Fields {
			if f.Required && creds[f.Name] == "" {
				return domain.ProbeResult{}, nil, domain.E(domain.CodeInvalid, nil, "field", f.Name, "reason", "missing")
			}
		}
	}
	deps := platform.Deps{Shop: domain.Shop{Platform: r.Platform, RemoteID: creds["shop_id"], Zone: "Asia/Shanghai", Currency: "CNY"},
		Credentials: creds, HTTP: d.http, Now: d.Now, Classify: carrier.Classify, Mappings: func(string, string) string { return "" },
		SaveCredentials: func(_ context.Context, c platform.Credentials) error { creds = c; return nil }}
	conn, err := all.Open(r.Platform, deps)
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
	return res, creds, nil
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
	shop := domain.Shop{Platform: r.Platform, RemoteID: res.RemoteID, Name: first(r.Name, res.ShopName, res.RemoteID), Currency: "CNY",
		Zone: "Asia/Shanghai", CreatedAt: d.Now()}
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

// AddFileShop adds a shop that is fed by files only.
func (d *Desk) AddFileShop(ctx context.Context, name, currency, zone string) (domain.Shop, error) {
	name = strings.TrimSpace(name)
	if name == "" || utf8.RuneCountInString(name) > 60 {
		return domain.Shop{}, domain.E(domain.CodeInvalid, nil, "field", "name")
	}
	if len(currency) != 3 || strings.ToUpper(currency) != currency {
		return domain.Shop{}, domain.E(domain.CodeInvalid, nil, "field", "currency")
	}
	if _, err := time.LoadLocation(zone); err != nil || zone == "" {
		return domain.Shop{}, domain.E(domain.CodeInvalid, err, "field", "zone")
	}
	shops, err := d.Store.ListShops(ctx)
	if err != nil {
		return domain.Shop{}, err
	}
	for _, s := range shops {
		if s.Platform == filePlatform && s.Name == name {
			return s, nil
		}
	}
	shop, err := d.newShop(ctx, domain.Shop{Platform: filePlatform, Name: name, Currency: currency, Zone: zone, State: domain.ShopActive, CreatedAt: d.Now()}, len(shops))
	if err != nil {
		return shop, err
	}
	shop.RemoteID = shop.ID
	return shop, d.putShop(ctx, shop, "shop_added")
}

func (d *Desk) newShop(ctx context.Context, shop domain.Shop, n int) (domain.Shop, error) {
	id, err := d.Store.NextShopID(ctx)
	if err != nil {
		return shop, err
	}
	shop.ID, shop.Color = id, colors[n%len(colors)]
	shop.ShortName = shortName(shop.Name)
	return shop, nil
}

// shortName is the first four characters, enough for a mark.
func shortName(name string) string {
	r := []rune(name)
	return string(r[:min(4, len(r))])
}

func first(texts ...string) string {
	for _, t := range texts {
		if t = strings.TrimSpace(t); t != "" {
			return t
		}
	}
	return ""
}

func (d *Desk) putShop(ctx context.Context, shop domain.Shop, what string) error {
	return d.Store.Write(ctx, func(tx *store.Tx) error {
		if err := tx.PutShop(ctx, shop); err != nil {
			return err
		}
		return tx.PutAudit(ctx, d.audit(ctx, what, domain.SubjectShop, shop.ID, ""))
	})
}

func (d *Desk) audit(ctx context.Context, what string, subject domain.SubjectKind, id, purpose string) domain.AuditEntry {
	now := d.Now()
	return domain.AuditEntry{ID: domain.NewID(now), At: now, By: d.Operator(ctx), What: what, Subject: subject, SubjectID: id, Purpose: purpose}
}

// changeShop reads a shop, changes it and writes it back with an audit entry.
func (d *Desk) changeShop(ctx context.Context, id string, change func(*domain.Shop) error) (domain.Shop, error) {
	shop, err := d.Store.GetShop(ctx, id)
	if err != nil {
		return shop, err
	}
	if err := change(&shop); err != nil {
		return shop, err
	}
	return shop, d.putShop(ctx, shop, "settings_changed")
}

// UpdateShop changes what a person may change: names, mark, ship-from province.
func (d *Desk) UpdateShop(ctx context.Context, in domain.Shop) (domain.Shop, error) {
	return d.changeShop(ctx, in.ID, func(s *domain.Shop) error {
		if strings.TrimSpace(in.Name) == "" {
			return domain.E(domain.CodeInvalid, nil, "field", "name")
		}
		if len(in.Color) != 7 || in.Color[0] != '#' {
			return domain.E(domain.CodeInvalid, nil, "field", "color")
		}
		s.Name, s.ShortName, s.Color, s.ShipProvince = strings.TrimSpace(in.Name), first(in.ShortName, shortName(in.Name)), in.Color, in.ShipProvince
		return nil
	})
}

// SetPaused pauses or resumes a shop.
func (d *Desk) SetPaused(ctx context.Context, id string, paused bool) error {
	_, err := d.changeShop(ctx, id, func(s *domain.Shop) error {
		s.State = domain.ShopActive
		if paused {
			s.State = domain.ShopPaused
		}
		return nil
	})
	return err
}

// SetWrites turns the write switch of a shop.
func (d *Desk) SetWrites(ctx context.Context, id string, on bool) error {
	_, err := d.changeShop(ctx, id, func(s *domain.Shop) error {
		if s.Platform == filePlatform {
			return domain.E(domain.CodeUnsupported, nil, "reason", "file_shop")
		}
		s.WritesOn = on
		return nil
	})
	return err
}

// RemoveShop forgets a shop, its rows and its credentials. Evidence stays.
func (d *Desk) RemoveShop(ctx context.Context, id string) error {
	shop, err := d.Store.GetShop(ctx, id)
	if err != nil {
		return err
	}
	if err := d.Store.Write(ctx, func(tx *store.Tx) error {
		if err := tx.RemoveShop(ctx, id); err != nil {
			return err
		}
		return tx.PutAudit(ctx, d.audit(ctx, "shop_removed", domain.SubjectShop, id, ""))
	}); err != nil {
		return err
	}
	if shop.Demo {
		return d.stopDemo()
	}
	if shop.Platform == filePlatform {
		return nil
	}
	if err := d.Secrets.Remove(ctx, credentialName(id)); err != nil && domain.CodeOf(err) != domain.CodeNotFound {
		return err
	}
	return nil
}

// ShopCards returns the Shops screen.
func (d *Desk) ShopCards(ctx context.Context) ([]domain.ShopCard, error) {
	shops, err := d.Store.ListShops(ctx)
	if err != nil {
		return nil, err
	}
	cards := []domain.ShopCard{}
	for _, shop := range shops {
		card := domain.ShopCard{Shop: shop, Capabilities: d.capabilities(ctx, shop)}
		if card.Quotas, err = d.Store.ListQuotas(ctx, shop.ID); err != nil {
			return nil, err
		}
		runs, err := d.Store.ListRuns(ctx, shop.ID, 1)
		if err != nil {
			return nil, err
		}
		if len(runs) > 0 {
			card.LastRun = &runs[0]
		}
		unmapped, err := d.Store.ListUnmapped(ctx, shop.ID)
		if err != nil {
			return nil, err
		}
		for _, u := range unmapped {
			if u.MappedTo == "" {
				card.Unmapped++
			}
		}
		problems, err := d.Store.ListProblems(ctx, shop.ID, 500)
		if err != nil {
			return nil, err
		}
		card.Problems = int64(len(problems))
		if card.Counts, err = d.Store.ShopCounts(ctx, shop.ID); err != nil {
			return nil, err
		}
		cards = append(cards, card)
	}
	return cards, nil
}

// capabilities returns the matrix of one shop: what its connector says now,
// with each missing requirement (SY-01).
func (d *Desk) capabilities(ctx context.Context, shop domain.Shop) []domain.Capability {
	if shop.Platform == filePlatform {
		return fileCapabilities()
	}
	conn, err := d.connector(ctx, shop)
	if err == nil {
		return conn.Info().Capabilities
	}
	out := []domain.Capability{}
	for _, ability := range domain.Abilities {
		out = append(out, domain.Capability{Ability: ability, State: domain.CapDisabled, Needs: "credentials"})
	}
	return out
}

// fileCapabilities is the matrix of a shop that is fed by files: what a file
// can carry is there, the rest needs a platform.
func fileCapabilities() []domain.Capability {
	byFile := map[string]bool{"orders": true, "after_sales": true, "traces": true, "reviews": true, "contacts": true, "live": true}
	out := []domain.Capability{}
	for _, ability := range domain.Abilities {
		c := domain.Capability{Ability: ability, State: domain.CapUnsupported, Needs: "file_shop"}
		if byFile[ability] {
			c.State, c.Needs = domain.CapEnabled, ""
		}
		out = append(out, c)
	}
	return out
}

// allHosts lists every host that any connector may contact.
func allHosts() []string {
	var out []string
	for _, info := range all.Infos() {
		out = append(out, info.Hosts...)
	}
	return out
}
