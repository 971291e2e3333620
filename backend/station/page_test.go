package station

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"afterdesk/backend/domain"
)

// leaves flattens words to their dotted names.
func leaves(at string, v any, out map[string]string) {
	switch v := v.(type) {
	case string:
		out[at] = v
	case map[string]any:
		for k, x := range v {
			leaves(strings.TrimPrefix(at+"."+k, "."), x, out)
		}
	}
}

func pageWords(t *testing.T) map[string]map[string]string {
	t.Helper()
	var raw map[string]any
	if err := json.Unmarshal(pageFiles["/words.json"].body, &raw); err != nil {
		t.Fatal(err)
	}
	out := map[string]map[string]string{}
	for lang, v := range raw {
		out[lang] = map[string]string{}
		leaves("", v, out[lang])
	}
	return out
}

func TestThePageSaysEverythingInBothLanguages(t *testing.T) {
	words := pageWords(t)
	zh, en := words["zh-CN"], words["en"]
	if len(zh) < 60 || len(words) != 2 {
		t.Fatalf("%d languages, %d words", len(words), len(zh))
	}
	hole := regexp.MustCompile(`\{\w+\}`)
	for _, name := range slices.Sorted(maps.Keys(zh)) {
		if en[name] == "" || zh[name] == "" {
			t.Errorf("%s is missing in a language", name)
		}
		if a, b := hole.FindAllString(zh[name], -1), hole.FindAllString(en[name], -1); !slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))) {
			t.Errorf("%s has other placeholders in English: %v %v", name, a, b)
		}
		if regexp.MustCompile(`\p{Han}`).MatchString(en[name]) {
			t.Errorf("%s is not English: %s", name, en[name])
		}
	}
	for name := range en {
		if zh[name] == "" {
			t.Errorf("%s stands in English alone", name)
		}
	}
	for _, kind := range domain.EvidenceKinds {
		if zh["kinds."+string(kind)] == "" {
			t.Errorf("the page cannot name a %s", kind)
		}
	}
	source := string(pageFiles["/app.js"].body)
	for _, m := range regexp.MustCompile(`\bt\('([\w.]+)'`).FindAllStringSubmatch(source, -1) {
		if zh[m[1]] == "" {
			t.Errorf("app.js says %s, which has no words", m[1])
		}
	}
}

// The policy of the page allows files of ours alone; nothing in them may need more.
func TestThePageKeepsItsOwnPolicy(t *testing.T) {
	html := string(pageFiles["/"].body)
	for _, bad := range []string{"<style", " style=", " onload=", " onclick=", "javascript:", "http://", "https://"} {
		if strings.Contains(html, bad) {
			t.Errorf("index.html has %q", bad)
		}
	}
	if regexp.MustCompile(`<script[^>]*>[^<]`).MatchString(html) {
		t.Error("index.html has a script of its own")
	}
	size := 0
	for name, f := range pageFiles {
		size += len(f.body)
		if !strings.HasSuffix(name, ".js") {
			continue
		}
		for _, bad := range []string{"innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "https://", "http://"} {
			if strings.Contains(string(f.body), bad) {
				t.Errorf("%s has %q", name, bad)
			}
		}
	}
	if size > 100<<10 {
		t.Errorf("the page weighs %d bytes", size)
	}
}
