package backend_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// glossary reads the table in package domain's doc: Go names and SQL tables.
func glossary(t *testing.T) (names, tables []string) {
	t.Helper()
	raw, err := os.ReadFile("domain/doc.go")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(raw)) {
		cells := strings.Split(strings.TrimPrefix(line, "//"), "|")
		if len(cells) != 5 {
			continue
		}
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		if cells[0] == "Go name" {
			continue
		}
		if cells[2] == "" || cells[3] == "" || cells[4] == "" {
			t.Errorf("glossary row %q lacks a label or a meaning", cells[0])
		}
		names = append(names, cells[0])
		if cells[1] != "" {
			tables = append(tables, cells[1])
		}
	}
	return names, tables
}

// asked are endings of types that carry a question or an answer about a noun,
// not a noun of their own.
var asked = regexp.MustCompile(`(Query|Page|Row|Detail|Request|Result|Info|Counts|Card|Report|Problem|Guess|Preview|Filter|Table|Summary|Fact|Key|Status|Look|Plan|Bad|Field|Day|Hit|Entry|Reason|Calendar|Source|Error)$`)

func TestEveryTableAndNounStandsInTheGlossary(t *testing.T) {
	names, tables := glossary(t)
	step := regexp.MustCompile(`(?i)(CREATE (?:VIRTUAL )?|DROP )TABLE (?:IF (?:NOT )?EXISTS )?(\w+)`)
	files, err := filepath.Glob("store/migrations/*.sql")
	if err != nil || len(files) == 0 {
		t.Fatalf("no migrations: %v", err)
	}
	var have []string
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range step.FindAllStringSubmatch(string(raw), -1) {
			have = slices.DeleteFunc(have, func(s string) bool { return s == m[2] })
			if !strings.EqualFold(m[1], "drop ") {
				have = append(have, m[2])
			}
		}
	}
	for _, table := range have {
		if !slices.Contains(tables, table) {
			t.Errorf("table %s is not in the glossary", table)
		}
	}
	for _, table := range tables {
		if !slices.Contains(have, table) {
			t.Errorf("the glossary names a table %s that no migration makes", table)
		}
	}
	for _, noun := range structs(t) {
		if !asked.MatchString(noun) && !slices.Contains(names, noun) {
			t.Errorf("type domain.%s is not in the glossary", noun)
		}
	}
}

func structs(t *testing.T) (out []string) {
	t.Helper()
	files, err := filepath.Glob("domain/*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if !ok || !spec.Name.IsExported() {
				return true
			}
			if _, ok := spec.Type.(*ast.StructType); ok {
				out = append(out, spec.Name.Name)
			}
			return true
		})
	}
	if len(out) < 40 {
		t.Fatalf("only %d types seen", len(out))
	}
	return out
}

func TestNoTypeHasANameThatTheBindingsGeneratorRefuses(t *testing.T) {
	for _, name := range structs(t) {
		if slices.Contains([]string{"Case", "Return", "Package", "Export", "Import", "Default", "Delete", "Object"}, name) {
			t.Errorf("domain.%s cannot be generated", name)
		}
	}
}
