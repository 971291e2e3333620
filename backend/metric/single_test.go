package metric

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// sqlRate matches an aggregate divided inside SQL.
var sqlRate = regexp.MustCompile(`(?i)\b(count|sum|total)\s*\([^()]*\)(\s*\*\s*100(\.0)?|\s*\*\s*1\.0)?\s*/`)

// rateName matches functions that are named like a rate.
var rateName = regexp.MustCompile(`(Rate|Share|Ratio|Percent)$`)

// secondRates names what in a file looks like a metric computed outside this
// room: counters or a metric's two sides divided, a MetricValue filled by hand,
// a function that is named like a rate and returns a float, SQL that divides
// aggregates.
func secondRates(name string, src any) ([]string, error) {
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, name, src, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	var out []string
	found := func(n ast.Node, what string) {
		out = append(out, fmt.Sprintf("%s: %s", set.Position(n.Pos()), what))
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BinaryExpr:
			if n.Op == token.QUO && (mentions(n, isCounter) || (mentions(n.X, isSide) && mentions(n.Y, isSide))) {
				found(n, "divides counters")
			}
		case *ast.AssignStmt:
			if n.Tok == token.QUO_ASSIGN && (mentions(n, isCounter) || mentions(n, isSide)) {
				found(n, "divides counters")
			}
		case *ast.CompositeLit:
			if sel, ok := n.Type.(*ast.SelectorExpr); ok && sel.Sel.Name == "MetricValue" {
				for _, e := range n.Elts {
					kv, ok := e.(*ast.KeyValueExpr)
					if !ok {
						found(n, "fills a MetricValue")
						break
					}
					if key, ok := kv.Key.(*ast.Ident); ok && (key.Name == "Value" || key.Name == "Low" || key.Name == "High" || key.Name == "Known") {
						found(n, "fills a MetricValue")
					}
				}
			}
		case *ast.FuncDecl:
			if n.Type.Results != nil && rateName.MatchString(n.Name.Name) {
				for _, r := range n.Type.Results.List {
					if id, ok := r.Type.(*ast.Ident); ok && id.Name == "float64" {
						found(n, "is named like a metric: "+n.Name.Name)
					}
				}
			}
		case *ast.BasicLit:
			if n.Kind == token.STRING && sqlRate.MatchString(n.Value) {
				found(n, "divides aggregates in SQL")
			}
		}
		return true
	})
	return out, nil
}

func mentions(n ast.Node, match func(string) bool) bool {
	hit := false
	ast.Inspect(n, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && match(id.Name) {
			hit = true
		}
		return !hit
	})
	return hit
}

var counterNames = map[string]bool{"CountPaid": true, "CountSigned": true, "CountReturned": true, "CountQuality": true, "CountUnshipped": true,
	"CountRefunded": true, "CountCases": true, "CountUnattributed": true, "CountRated": true, "CountGood": true, "CountNegative": true,
	"CountUnratedReview": true, "CountHandled": true, "CountHandled30": true}

func isCounter(name string) bool { return counterNames[name] }
func isSide(name string) bool    { return name == "Num" || name == "Den" }

func TestThereIsNoSecondImplementationOfAMetric(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	files := 0
	err = filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(root, path)
		rel = filepath.ToSlash(rel)
		if e.IsDir() {
			// sim is the generated world: its probabilities are causes, not figures shown to anybody
			if strings.HasPrefix(e.Name(), ".") && rel != "." || e.Name() == "node_modules" || e.Name() == "testdata" || rel == "backend/metric" || rel == "backend/sim" || rel == "frontend" {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(rel, ".go") || strings.HasSuffix(rel, "_test.go") {
			return nil
		}
		files++
		bad, err := secondRates(path, nil)
		for _, b := range bad {
			t.Errorf("AN-01: %s (rates belong in backend/metric)", b)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 20 {
		t.Fatalf("only %d files were read: the check looks at the wrong folder", files)
	}
}

// windowRate matches a metric's side divided in the window's code; text that
// prints "30/120" is none.
var windowRate = regexp.MustCompile(`\.(num|den)\s*\)*\s*/\s*[\w(]|[\w)\]]\s*/\s*\(*\s*[\w?!.\[\]]*\.(num|den)\b`)

// The window shows rates as they come: it has no second implementation either.
func TestTheWindowDividesNoMetric(t *testing.T) {
	for text, want := range map[string]bool{"const r = v.num / v.den;": true, "x / (row.values[0].den)": true, "(a.num) / total": true,
		"`${p.num}/${p.den}`": false, "n.format(value.num), den: n.format(value.den)": false, "// num / den": false} {
		if windowRate.MatchString(text) != want {
			t.Errorf("%q: seen %v", text, !want)
		}
	}
	files := 0
	err := filepath.WalkDir("../../frontend/src", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !strings.HasSuffix(path, ".ts") && !strings.HasSuffix(path, ".tsx") || strings.Contains(path, ".test.") {
			return err
		}
		files++
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for i, line := range strings.Split(string(b), "\n") {
			if windowRate.MatchString(line) {
				t.Errorf("AN-01: %s:%d divides a metric (rates belong in backend/metric)", path, i+1)
			}
		}
		return nil
	})
	if err != nil || files < 100 {
		t.Fatalf("%d files, %v", files, err)
	}
}

func TestTheCheckSeesASecondImplementation(t *testing.T) {
	for name, body := range map[string]string{
		"counters divided":        `func f(c domain.Counts) float64 { return float64(c[domain.CountReturned]) / float64(c[domain.CountPaid]) }`,
		"one counter divided":     `func f(c domain.Counts, n float64) float64 { x := float64(c[domain.CountGood]); return x + float64(c[domain.CountGood])/n }`,
		"two sides divided":       `func f(v domain.MetricValue) float64 { return float64(v.Num) / float64(v.Den) }`,
		"divided in place":        `func f(v domain.MetricValue) { x := 1.0; x /= float64(v.Den) }`,
		"value filled by hand":    `var v = domain.MetricValue{Known: true, Value: 0.5}`,
		"value without keys":      `var v = domain.MetricValue{"a", "1"}`,
		"named like a rate":       `func returnRate(a, b int) float64 { return 0 }`,
		"aggregates divided":      "const q = `SELECT SUM(returned) * 1.0 / COUNT(*) FROM orders`",
		"aggregates divided flat": `const q = "SELECT count(*)/total FROM t"`,
	} {
		bad, err := secondRates("x.go", "package x\n"+body)
		if err != nil || len(bad) == 0 {
			t.Errorf("%s was not seen (%v)", name, err)
		}
	}
	for name, body := range map[string]string{
		"another division": `func f(a, b int) int { return a / b }`,
		"an empty value":   `var v = domain.MetricValue{Metric: "x", AsOf: 3}`,
		"a named struct":   `func parseRate(s string) (domain.Money, error) { return domain.Money{}, nil }`,
		"counts compared":  `func f(c domain.Counts) bool { return c[domain.CountGood] > 3 }`,
	} {
		if bad, err := secondRates("x.go", "package x\n"+body); err != nil || len(bad) > 0 {
			t.Errorf("%s was taken for a metric: %v %v", name, bad, err)
		}
	}
}
