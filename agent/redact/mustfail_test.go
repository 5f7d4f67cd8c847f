package redact_test

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
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
	built := importer.ForCompiler(fset, "gc", exportData(t))
	if _, err := built.Import("github.com/hashtail/hashtail/agent/redact"); err != nil {
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
			conf := types.Config{Importer: built, Error: func(err error) { got = append(got, err.Error()) }}
			conf.Check("mustfail", fset, []*ast.File{file}, nil)
			m := want.FindSubmatch(src)
			if len(got) != 1 || m == nil || !strings.Contains(got[0], string(m[1])) {
				t.Errorf("want one error with %q, got %q", m, got)
			}
		})
	}
}

// exportData opens what the compiler keeps of a package for those that import it.
func exportData(t *testing.T) importer.Lookup {
	t.Helper()
	out, err := exec.Command("go", "list", "-export", "-deps", "-f", "{{.ImportPath}}\t{{.Export}}", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for line := range strings.Lines(string(out)) {
		path, file, _ := strings.Cut(strings.TrimSpace(line), "\t")
		files[path] = file
	}
	return func(path string) (io.ReadCloser, error) { return os.Open(files[path]) }
}
