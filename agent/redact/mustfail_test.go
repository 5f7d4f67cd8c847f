package redact_test

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The proof by types: every snippet in testdata/mustfail tries to make a Text of
// raw bytes, and none of them compiles.
func TestTextCannotBeForged(t *testing.T) {
	files, err := filepath.Glob("testdata/mustfail/*.go.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no snippets", err)
	}
	fset := token.NewFileSet()
	source := importer.ForCompiler(fset, "source", nil)
	if _, err := source.Import("github.com/hashtail/hashtail/agent/redact"); err != nil {
		t.Fatal(err) // the snippets would fail for want of the package
	}
	want := regexp.MustCompile(`// want "(.*)"`)
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".go.txt"), func(t *testing.T) {
			src, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			file, err := parser.ParseFile(fset, name, src, 0)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			conf := types.Config{Importer: source, Error: func(err error) { got = append(got, err.Error()) }}
			conf.Check("mustfail", fset, []*ast.File{file}, nil)
			m := want.FindSubmatch(src)
			if len(got) != 1 || m == nil || !strings.Contains(got[0], string(m[1])) {
				t.Errorf("want one error with %q, got %q", m, got)
			}
		})
	}
}
