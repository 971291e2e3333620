package all

import (
	"testing"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
	"afterdesk/backend/platform/httpx"
)

func TestEveryListedPlatformOpensWithItsOwnFields(t *testing.T) {
	for _, i := range Infos() {
		cred := platform.Credentials{}
		for _, f := range i.Fields {
			if f.Required {
				cred[f.Name] = "1"
			}
		}
		c, err := Open(i.Platform, platform.Deps{Credentials: cred, HTTP: httpx.New(httpx.Options{Allow: i.Hosts}), Now: domain.SystemNow})
		if err != nil || c.Info().Platform != i.Platform {
			t.Errorf("%s: %v", i.Platform, err)
		}
	}
}

func TestAPlatformNobodyKnowsIsUnsupported(t *testing.T) {
	if _, err := Open("sheet", platform.Deps{}); domain.CodeOf(err) != domain.CodeUnsupported {
		t.Fatalf("got %v", err)
	}
}
