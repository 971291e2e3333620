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
