package backend_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"afterdesk/backend/platform/all"
)

// errorParams calls fn for every parameter of every domain.E call under root
// whose name is a literal: its position, name, and value ("" when computed).
func errorParams(t *testing.T, root string, fn func(at, name, value string)) {
	t.Helper()
	literal := func(e ast.Expr) string {
		if b, ok := e.(*ast.BasicLit); ok && b.Kind == token.STRING {
			s, _ := strconv.Unquote(b.Value)
			return s
		}
		return ""
	}
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return err
		}
		set := token.NewFileSet()
		tree, err := parser.ParseFile(set, file, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			if f, ok := call.Fun.(*ast.SelectorExpr); !ok || f.Sel.Name != "E" {
				return true
			} else if x, ok := f.X.(*ast.Ident); !ok || x.Name != "domain" {
				return true
			}
			for i := 2; i+1 < len(call.Args); i += 2 {
				if name := literal(call.Args[i]); name != "" {
					fn(set.Position(call.Pos()).String(), name, literal(call.Args[i+1]))
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestEveryReasonIsCalledReasonAndHasItsWords keeps one name for what went
// wrong in an error, and a sentence for it in both languages: the window shows
// a bare code only where nobody could foresee the cause. The simulator speaks to
// connectors, not to people.
func TestEveryReasonIsCalledReasonAndHasItsWords(t *testing.T) {
	words := map[string]string{}
	for _, lang := range []string{"zh-CN", "en"} {
		files, err := filepath.Glob(filepath.Join("..", "frontend", "src", "i18n", lang, "*.ts"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no words of %s: %v", lang, err)
		}
		for _, f := range files {
			b, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			words[lang] += string(b)
		}
	}
	seen := map[string]bool{}
	for _, root := range []string{".", "../app"} {
		errorParams(t, root, func(at, name, value string) {
			if strings.HasPrefix(at, "sim"+string(filepath.Separator)) {
				return
			}
			if name == "why" || name == "cause" {
				t.Errorf("%s: the cause of an error is its param reason, not %s", at, name)
			}
			if name != "reason" || value == "" || seen[value] {
				return
			}
			seen[value] = true
			for lang, text := range words {
				if !regexp.MustCompile(`[\s{,]` + regexp.QuoteMeta(value) + `:\s*['"{]`).MatchString(text) {
					t.Errorf("%s: reason %s has no words in %s", at, value, lang)
				}
			}
		})
	}
	if len(seen) < 30 {
		t.Fatalf("only %d reasons were seen: the check looks at the wrong folder", len(seen))
	}
}

// TestEveryRefusedActHasItsWords finds the reasons that reach the window
// through platform.NoAct and platform.NotNow, and those of the outbox itself.
func TestEveryRefusedActHasItsWords(t *testing.T) {
	seen := map[string]bool{}
	call := regexp.MustCompile(`\b(?:NoAct|NotNow)\("([a-z_]+)"\)`)
	blocked := regexp.MustCompile(`(?m)^\s+(?:Blocked|reason)[A-Z]\w* += "([a-z_]+)"`)
	for pattern, re := range map[string]*regexp.Regexp{"platform/*/*.go": call, "act/*.go": blocked} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %v", pattern, err)
		}
		for _, f := range files {
			if strings.HasSuffix(f, "_test.go") {
				continue
			}
			b, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range re.FindAllStringSubmatch(string(b), -1) {
				seen[m[1]] = true
			}
		}
	}
	if len(seen) < 40 {
		t.Fatalf("only %d reasons were seen: the check looks at the wrong files", len(seen))
	}
	for _, lang := range []string{"zh-CN", "en"} {
		text := wordsOf(t, lang, "reasons")
		for reason := range seen {
			if !hasWord(text, reason) {
				t.Errorf("reason %s has no words in %s", reason, lang)
			}
		}
	}
}

// TestEveryKeyAndMissingStepOfAPlatformHasItsWords: the connect wizard says of
// each key where it is found, and the capability matrix of each missing step
// what to do (SY-01), for every platform that can be connected.
func TestEveryKeyAndMissingStepOfAPlatformHasItsWords(t *testing.T) {
	for _, lang := range []string{"zh-CN", "en"} {
		text := wordsOf(t, lang, "platforms")
		labels, needs := group(t, text, "  ", "labels"), group(t, text, "  ", "needs")
		for _, info := range all.Infos() {
			for _, part := range []string{"names", "full", "sub", "intro"} {
				if !hasWord(group(t, text, "  ", part), info.Platform) {
					t.Errorf("%s: %s has no %s", lang, info.Platform, part)
				}
			}
			where := group(t, group(t, text, "  ", "where"), "    ", info.Platform)
			for _, f := range info.Fields {
				if !hasWord(labels, f.Name) || !hasWord(where, f.Name) {
					t.Errorf("%s: nothing says what %s of %s is and where it is found", lang, f.Name, info.Platform)
				}
			}
			claim, _ := all.Claim(info.Platform)
			for _, c := range append(info.Capabilities, claim.Capabilities...) {
				if c.Needs != "" && !hasWord(needs, c.Needs) {
					t.Errorf("%s: %s of %s needs %s, which has no words", lang, c.Ability, info.Platform, c.Needs)
				}
			}
			for _, a := range append(info.Acts, claim.Acts...) {
				if a.Needs != "" && !hasWord(needs, a.Needs) {
					t.Errorf("%s: act %s of %s needs %s, which has no words", lang, a.Kind, info.Platform, a.Needs)
				}
			}
		}
	}
}

func wordsOf(t *testing.T, lang, part string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "frontend", "src", "i18n", lang, part+".ts"))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// group cuts the words under a name that stands at an indent.
func group(t *testing.T, text, indent, name string) string {
	t.Helper()
	m := regexp.MustCompile(`(?s)\n` + indent + name + `: \{(?:(\n.*?)\n` + indent + `|([^\n]*))\},\n`).FindStringSubmatch("\n" + text + "\n")
	if m == nil {
		t.Errorf("no words under %s", name)
		return ""
	}
	return m[1] + m[2] + "\n"
}

func hasWord(text, name string) bool {
	return regexp.MustCompile(`[\s{,]` + regexp.QuoteMeta(name) + `:\s*(?:['"{]|back|code|address)`).MatchString(text)
}
