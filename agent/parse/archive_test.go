package parse_test

import (
	"net/netip"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashtail/hashtail/agent/parse"
	"golang.org/x/tools/txtar"
)

// An archive is a file of testdata: a section of options, if its lines need any, the lines, and
// the events that they become.
type archive struct {
	*txtar.Archive
	file    string
	options parse.Options
	plain   bool // it has no section of options
}

func archives(t testing.TB) []*archive {
	t.Helper()
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no testdata: %v", err)
	}
	var all []*archive
	for _, file := range files {
		ar, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		a := &archive{Archive: ar, file: file, options: parse.Options{Format: "auto"}}
		options := a.section("options")
		if a.plain = options == ""; !a.plain {
			readOptions(t, &a.options, options)
		}
		all = append(all, a)
	}
	return all
}

// section is the text of a part; empty without one.
func (a *archive) section(name string) string {
	for _, f := range a.Files {
		if f.Name == name {
			return string(f.Data)
		}
	}
	return ""
}

// lines are the lines, with their secrets.
func (a *archive) lines() []string {
	return strings.Split(strings.TrimSuffix(withSecrets(a.section("lines")), "\n"), "\n")
}

// goldenLines are the lines of all archives.
func goldenLines(t testing.TB) []string {
	t.Helper()
	var lines []string
	for _, a := range archives(t) {
		lines = append(lines, a.lines()...)
	}
	return lines
}

// plainArchives are those that need no options.
func plainArchives(t testing.TB) []*archive {
	t.Helper()
	return slices.DeleteFunc(archives(t), func(a *archive) bool { return !a.plain })
}

// plainLines are the lines of archives that need no options, but for those that are empty or
// that hold a NUL.
func plainLines(t testing.TB) []string {
	t.Helper()
	var lines []string
	for _, a := range plainArchives(t) {
		lines = append(lines, a.lines()...)
	}
	return slices.DeleteFunc(lines, func(line string) bool { return line == "" || strings.ContainsRune(line, 0) })
}

func readOptions(t testing.TB, o *parse.Options, s string) {
	for _, line := range strings.Split(strings.TrimSpace(s), "\n") {
		name, v, _ := strings.Cut(line, "=")
		switch name {
		case "format":
			o.Format = v
		case "all":
			o.All = v == "true"
		case "keep":
			o.KeepFields = strings.Split(v, ",")
		case "trusted":
			o.TrustedProxies = append(o.TrustedProxies, netip.MustParsePrefix(v))
		case "zone":
			zone, err := time.LoadLocation(v)
			if err != nil {
				t.Fatal(err)
			}
			o.Zone = zone
		default:
			t.Fatalf("no option %q", name)
		}
	}
}
