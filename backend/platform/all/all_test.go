package all

import (
	"testing"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
)

func TestEveryListedPlatformOpensWithItsOwnFields(t *testing.T) {
	seen := map[string]bool{}
	for _, i := range Infos() {
		if seen[i.Platform] {
			t.Errorf("%s is listed twice", i.Platform)
		}
		seen[i.Platform] = true
		c, ok := Claim(i.Platform)
		if !ok || c.Platform != i.Platform || len(c.Capabilities) != len(domain.Abilities) {
			t.Errorf("%s: %+v", i.Platform, c)
		}
		for _, cell := range c.Capabilities {
			if cell.State == domain.CapDisabled && cell.Needs != platform.NeedsConfirming && cell.Needs != platform.NeedsPublic {
				t.Errorf("%s: a connected shop with its writes on still lacks %s for %s", i.Platform, cell.Needs, cell.Ability)
			}
		}
	}
}

func TestAPlatformNobodyKnowsIsUnsupported(t *testing.T) {
	if _, err := Open("sheet", platform.Deps{}); domain.CodeOf(err) != domain.CodeUnsupported {
		t.Fatalf("got %v", err)
	}
}
