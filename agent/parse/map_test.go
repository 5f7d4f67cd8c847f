package parse_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestMap holds the map of README.md to the code. Each file that it names is there. Each file is
// named or has functions of a format, and each format is in the file of its name or in the one
// that the map says.
func TestMap(t *testing.T) {
	b, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	text, _, _ := strings.Cut(string(b), "\n## ")
	files := sources(t)
	named := regexp.MustCompile("`([a-z0-9_*]+\\.go)`").FindAllStringSubmatch(text, -1)
	isNamed := func(file string) bool {
		return slices.ContainsFunc(named, func(m []string) bool { ok, _ := path.Match(m[1], file); return ok })
	}
	for _, m := range named {
		if found, _ := filepath.Glob(m[1]); len(found) == 0 {
			t.Errorf("the map names %s, which is not there", m[1])
		}
	}
	holds := formatFiles(files)
	ofFormat := map[string]bool{}
	for format, in := range holds {
		for _, file := range in {
			ofFormat[file] = true
		}
		own := slices.ContainsFunc(in, func(file string) bool {
			plain := strings.NewReplacer("_", "", ".go", "")
			return strings.HasPrefix(plain.Replace(format), plain.Replace(file))
		})
		row := regexp.MustCompile("(?m)^\\| `([a-z0-9_]+\\.go)` \\|.*\\b" + format + "\\b").FindStringSubmatch(text)
		if !own && (row == nil || !slices.Contains(in, row[1])) {
			t.Errorf("the map does not say that %s is in %v", format, in)
		}
	}
	for file := range files {
		if !isNamed(file) && !ofFormat[file] && file != "doc.go" {
			t.Errorf("the map does not name %s, which is of no format", file)
		}
	}
}

// sources are the files of the package.
func sources(t *testing.T) map[string]*ast.File {
	all, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]*ast.File{}
	for _, name := range all {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		if files[name], err = parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// formatFiles are the files with the functions of each row of the tables of formats.
func formatFiles(files map[string]*ast.File) map[string][]string {
	at := map[string]string{} // the file of each function
	for name, file := range files {
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil {
				at[f.Name.Name] = name
			}
		}
	}
	holds := map[string][]string{}
	for name, file := range files {
		if !strings.HasPrefix(name, "formats") {
			continue
		}
		ast.Inspect(file, func(n ast.Node) bool {
			lit, ok := n.(*ast.CompositeLit)
			if !ok {
				return true
			}
			format := ""
			for _, e := range lit.Elts {
				row, ok := e.(*ast.KeyValueExpr)
				if !ok {
					continue
				}
				switch v := row.Value.(type) {
				case *ast.BasicLit:
					if row.Key.(*ast.Ident).Name == "Name" {
						format, _ = strconv.Unquote(v.Value)
					}
				case *ast.Ident:
					if at[v.Name] != "" {
						holds[format] = append(holds[format], at[v.Name])
					}
				}
			}
			return true
		})
	}
	return holds
}
