package desk

import (
	"context"
	"testing"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform/all"
)

// SY-01: every platform says which keys it needs, and what it can do without
// them: nothing, for one reason each.
func TestEveryPlatformCanBeOfferedForConnecting(t *testing.T) {
	list := Platforms()
	if len(list) != len(all.Infos()) {
		t.Fatalf("%d platforms", len(list))
	}
	for _, p := range list {
		if len(p.Fields) == 0 || p.Hosts == nil || p.Acts == nil || len(p.Capabilities) != len(domain.Abilities) {
			t.Errorf("%s: %+v", p.Platform, p)
		}
		for _, c := range p.Capabilities {
			if c.State == domain.CapEnabled || c.Needs == "" {
				t.Errorf("%s: %s is %s without a connected shop", p.Platform, c.Ability, c.State)
			}
		}
	}
}

func TestAConsentPageIsOfferedWhereThePlatformHasOne(t *testing.T) {
	d := open(t, t.TempDir(), newClock())
	for _, p := range Platforms() {
		keys := map[string]string{}
		for _, f := range p.Fields {
			keys[f.Name] = "1"
		}
		keys["redirect_uri"] = "https://example.com/callback"
		keys["site_url"], keys["shop_domain"] = "https://shop.example.com", "demo-shop.myshopify.com"
		page, err := d.AuthorizeURL(context.Background(), domain.ConnectRequest{Platform: p.Platform, Credentials: keys})
		if p.Authorizes && (err != nil || len(page) < 10 || page[:8] != "https://") {
			t.Errorf("%s: %q, %v", p.Platform, page, err)
		}
		if !p.Authorizes && domain.CodeOf(err) != domain.CodeUnsupported {
			t.Errorf("%s has a consent page that it does not announce: %q, %v", p.Platform, page, err)
		}
	}
}
