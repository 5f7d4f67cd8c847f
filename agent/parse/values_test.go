package parse_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"testing"
)

// TestRawValues: only those who carry values over, or compare where they lie, take them
// without val or alike. All others would decide by a value that no precedent knows of.
func TestRawValues(t *testing.T) {
	carriers := []string{"val", "alike", "undo", "offer", "unset", "setAside", "giveBack", "fill", "scrub", "draw", "gaps", "uncut", "ofTarget", "origins"}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	fset := token.NewFileSet()
	seen := map[string]bool{}
	for _, name := range files {
		file, err := parser.ParseFile(fset, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range file.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok {
				continue
			}
			ast.Inspect(f, func(n ast.Node) bool {
				at, ok := n.(*ast.IndexExpr)
				if !ok {
					return true
				}
				if field, ok := at.X.(*ast.SelectorExpr); ok && field.Sel.Name == "raw" {
					if seen[f.Name.Name] = true; !slices.Contains(carriers, f.Name.Name) {
						t.Errorf("%s: %s takes a raw value: val notes that it decides by one", fset.Position(n.Pos()), f.Name.Name)
					}
				}
				return true
			})
		}
	}
	if len(seen) != len(carriers) {
		t.Errorf("of %d who carry values %d are there", len(carriers), len(seen))
	}
}
