package backend_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

// leaving are the ways in which a Go program opens a connection of its own.
var leaving = map[string]map[string]bool{
	"net/http": {"Get": true, "Post": true, "PostForm": true, "Head": true, "Client": true, "DefaultClient": true, "NewRequest": true, "NewRequestWithContext": true,
		"DefaultTransport": true, "Transport": true},
	"net":        {"Dial": true, "DialTimeout": true, "Dialer": true, "DialTCP": true, "DialUDP": true, "LookupHost": true, "Resolver": true},
	"crypto/tls": {"Dial": true, "Dialer": true, "DialWithDialer": true},
	"net/smtp":   {"SendMail": true, "Dial": true},
	"net/rpc":    {"Dial": true},
}

// TestNothingLeavesButThroughTheOneDoor is PI-06: only httpx opens connections,
// so that its list of hosts is complete and its offline switch blocks all.
func TestNothingLeavesButThroughTheOneDoor(t *testing.T) {
	files := 0
	for _, root := range []string{".", "../app", "../main.go"} {
		err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") ||
				strings.HasPrefix(file, filepath.Join("platform", "httpx")+string(filepath.Separator)) {
				return err
			}
			files++
			set := token.NewFileSet()
			tree, err := parser.ParseFile(set, file, nil, parser.SkipObjectResolution)
			if err != nil {
				return err
			}
			for at, what := range ways(set, tree) {
				t.Errorf("%s: %s opens a connection; only platform/httpx may", at, what)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if files < 200 {
		t.Fatalf("only %d files were read: the check looks at the wrong folder", files)
	}
}

// ways finds uses of leaving in a file, also under another package name.
func ways(set *token.FileSet, tree *ast.File) map[string]string {
	names := map[string]string{} // the file's name of a package → its path
	for _, imp := range tree.Imports {
		path := strings.Trim(imp.Path.Value, `"`)
		if leaving[path] == nil {
			continue
		}
		name := path[strings.LastIndex(path, "/")+1:]
		if imp.Name != nil {
			name = imp.Name.Name
		}
		names[name] = path
	}
	out := map[string]string{}
	ast.Inspect(tree, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if x, ok := sel.X.(*ast.Ident); ok && leaving[names[x.Name]][sel.Sel.Name] {
			out[set.Position(sel.Pos()).String()] = x.Name + "." + sel.Sel.Name
		}
		return true
	})
	return out
}

func TestTheCheckSeesAnotherDoor(t *testing.T) {
	for _, body := range []string{
		`import "net/http"` + "\n" + `func f() { http.Get("https://x") }`,
		`import web "net/http"` + "\n" + `var c = &web.Client{}`,
		`import "net"` + "\n" + `func f() { net.Dial("tcp", "x:1") }`,
	} {
		set := token.NewFileSet()
		tree, err := parser.ParseFile(set, "x.go", "package x\n"+body, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		if len(ways(set, tree)) == 0 {
			t.Errorf("not seen: %s", body)
		}
	}
}

// TestEvidenceEntersThroughOneDoor is the other half of EV-03: no room but
// evidence writes into the vault or lists a file, so that no path skips hash,
// custody and operator.
func TestEvidenceEntersThroughOneDoor(t *testing.T) {
	found := 0
	for _, root := range []string{".", "../app"} {
		err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
				return err
			}
			tree, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
			if err != nil {
				return err
			}
			ast.Inspect(tree, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok {
					return true
				}
				sel, ok := call.Fun.(*ast.SelectorExpr)
				if !ok {
					return true
				}
				on, _ := sel.X.(*ast.SelectorExpr)
				if sel.Sel.Name == "PutEvidence" || (sel.Sel.Name == "Put" && on != nil && on.Sel.Name == "Vault") {
					if found++; !strings.HasPrefix(file, "evidence"+string(filepath.Separator)) {
						t.Errorf("%s lists or keeps evidence by itself", file)
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
	if found < 2 {
		t.Fatalf("%d doors were found: the check looks for the wrong calls", found)
	}
}
