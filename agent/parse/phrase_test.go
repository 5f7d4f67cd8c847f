package parse_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashtail/hashtail/agent/parse"
)

// TestPhraseTables: the tables that the tests know are those of the code.
func TestPhraseTables(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`(?m)^var (\w+) = \[\]phrase\{`).FindAllSubmatch(b, -1) {
			names = append(names, string(m[1]))
		}
	}
	if slices.Sort(names); !slices.Equal(names, parse.PhraseTables()) {
		t.Errorf("the code has the tables %v, phraseTables of export_test.go has %v", names, parse.PhraseTables())
	}
}

// TestPhrases: each phrase of a table decides what becomes of a golden line. One that decides
// of none is untested, or stands below another that takes all its messages.
func TestPhrases(t *testing.T) {
	var lines []lineOf
	for _, a := range archives(t) {
		a.options.All = true
		h := newHarness(t, a.options)
		for _, line := range a.lines() {
			lines = append(lines, lineOf{line, strings.ReplaceAll(line, `\`, ""), h})
		}
	}
	for _, table := range parse.PhraseTables() {
		for i, text := range parse.PhraseTexts(table) {
			if !slices.ContainsFunc(lines, func(l lineOf) bool { return l.decidedBy(t, table, i, text) }) {
				t.Errorf("no golden line is decided by %q of %s", text, table)
			}
		}
	}
}

// A lineOf is a golden line and who reads it.
type lineOf struct {
	line  string
	plain string // without the escapes of JSON
	*harness
}

// decidedBy reports whether a phrase says what becomes of the line.
func (l *lineOf) decidedBy(t *testing.T, table string, i int, text string) bool {
	if !strings.Contains(l.plain, strings.Trim(text, "* ")) {
		return false
	}
	with := l.read(t)
	decided := false
	parse.WithoutPhrase(table, i, func() { decided = decided || !bytes.Equal(l.read(t), with) })
	return decided
}

// read is what the line becomes in a file of its own.
func (l *lineOf) read(t *testing.T) []byte {
	l.p.Forget()
	l.st = l.opt.Open("")
	err := l.parse(l.line)
	if err != nil && err != parse.ErrNotAuth {
		return nil
	}
	return fmt.Append(document(t, l.harness), err)
}
