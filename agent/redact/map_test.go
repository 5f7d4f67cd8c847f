package redact_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestMap: the package comment names each file of the package, and no other.
func TestMap(t *testing.T) {
	b, err := os.ReadFile("redact.go")
	if err != nil {
		t.Fatal(err)
	}
	comment, _, _ := strings.Cut(string(b), "\npackage ")
	named := regexp.MustCompile(`\b[a-z0-9_]+\.go\b`).FindAllString(comment, -1)
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if !strings.HasSuffix(file, "_test.go") && file != "redact.go" && !slices.Contains(named, file) {
			t.Errorf("the package comment does not name %s", file)
		}
	}
	for _, file := range named {
		if !slices.Contains(files, file) {
			t.Errorf("the package comment names %s, which is not there", file)
		}
	}
}
