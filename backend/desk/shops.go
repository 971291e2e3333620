package desk

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform/all"
	"afterdesk/backend/store"
)

// filePlatform is the platform of a shop that is fed by files only.
const filePlatform = "sheet"

// colors are the marks given to shops in turn.
var colors = []string{"#4f46e5", "#0d9488", "#b45309", "#be185d", "#4d7c0f", "#0369a1", "#7c3aed", "#a16207"}

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
		return d.stopDemo(ctx)
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
		card := domain.ShopCard{Shop: shop}
		card.Capabilities, card.Acts = d.capabilities(ctx, shop)
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

// capabilities returns the matrix of one shop and its acts: what its connector
// says now, with each missing requirement (SY-01).
func (d *Desk) capabilities(ctx context.Context, shop domain.Shop) ([]domain.Capability, []domain.ActAbility) {
	if shop.Platform == filePlatform {
		return fileCapabilities(), []domain.ActAbility{}
	}
	conn, err := d.connector(ctx, shop)
	if err == nil {
		info := conn.Info()
		return info.Capabilities, orEmpty(info.Acts)
	}
	for _, info := range all.Infos() { // without its keys a shop can do nothing, and says so
		if info.Platform == shop.Platform {
			return info.Capabilities, orEmpty(info.Acts)
		}
	}
	return []domain.Capability{}, []domain.ActAbility{}
}

func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
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
