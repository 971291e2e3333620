package evidence

import (
	"crypto/sha256"
	"encoding/base64"
	"regexp"
	"strings"
	"testing"
)

// The page must work from a stick without a network, and its policy must admit its own
// script and style and nothing else. What it checks, a browser tests (frontend/e2e).
func TestTheVerifyingPageIsOneFileThatAdmitsOnlyItself(t *testing.T) {
	page := string(verifyPage())
	if m := regexp.MustCompile(`(?i)https?:|//[a-z]+\.|<link|<iframe|src=|@import|[^a-z]url\(|\beval\(|innerHTML|{{`).FindString(page); m != "" {
		t.Errorf("%q is in the page", m)
	}
	policy := regexp.MustCompile(`Content-Security-Policy" content="([^"]+)"`).FindStringSubmatch(page)
	if policy == nil || !strings.HasPrefix(policy[1], "default-src 'none';") || strings.Contains(policy[1], "unsafe") {
		t.Fatalf("policy %q", policy)
	}
	for tag, directive := range map[string]string{"script": "script-src", "style": "style-src"} {
		inside := regexp.MustCompile(`(?s)<`+tag+`>(.*?)</`+tag+`>`).FindAllStringSubmatch(page, -1)
		if len(inside) != 1 {
			t.Fatalf("%d %s elements", len(inside), tag)
		}
		sum := sha256.Sum256([]byte(inside[0][1]))
		if want := directive + " 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"; !strings.Contains(policy[1], want) {
			t.Errorf("policy %s lacks %s", policy[1], want)
		}
	}
	// Both languages say the same things.
	keys := func(lang string) string {
		part := pageJS[strings.Index(pageJS, "    "+lang+": {"):]
		return strings.Join(regexp.MustCompile(`(?m)[ ,]([a-zA-Z_]+): '`).FindAllString(part[:strings.Index(part, "\n    },")], -1), "")
	}
	if zh, en := keys("zh"), keys("en"); zh != en || len(zh) < 300 {
		t.Errorf("words differ:\n%s\n%s", zh, en)
	}
}
