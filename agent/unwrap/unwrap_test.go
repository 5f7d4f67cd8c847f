package unwrap_test

import (
	"encoding/json"
	"testing"
	"unicode/utf8"

	"github.com/hashtail/hashtail/agent/unwrap"
)

func TestCRI(t *testing.T) {
	const stamp = "2026-11-23T10:00:00.1+01:00"
	for _, tt := range []struct {
		name, line, content string
		stderr, partial, ok bool
	}{
		{"all of a line", stamp + " stdout F a b", "a b", false, false, true},
		{"a part of one", stamp + " stderr P a ", "a ", true, true, true},
		{"standard error", stamp + " stderr F a", "a", true, false, true},
		{"several tags", stamp + " stdout P:x:y a", "a", false, true, true},
		{"an empty line", stamp + " stdout F ", "", false, false, true},
		{"an empty line, without its space", stamp + " stdout F", "", false, false, true},
		{"another stream", stamp + " stdlog F a", "", false, false, false},
		{"another tag", stamp + " stdout X a", "", false, false, false},
		{"a long tag", stamp + " stdout FP a", "", false, false, false},
		{"no stream", stamp, "", false, false, false},
		{"no time", "Nov 23 10:00:00 web1 stdout F a", "", false, false, false},
		{"nothing", "", "", false, false, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := unwrap.CRI([]byte(tt.line))
			if ok != tt.ok {
				t.Fatalf("ok = %v, want %v", ok, tt.ok)
			}
			if ok && (string(got.Content) != tt.content || string(got.Stamp) != stamp || got.Stderr != tt.stderr || got.Partial != tt.partial) {
				t.Errorf("got %q at %q, stderr %v, partial %v", got.Content, got.Stamp, got.Stderr, got.Partial)
			}
		})
	}
}

func TestAppendUnescaped(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{``, ""},
		{`plain`, "plain"},
		{`\"\\\/\b\f\n\r\t`, "\"\\/\b\f\n\r\t"},
		{`it\'s`, "it's"},
		{`\u00e9\uD83D\ude00`, "é😀"},
		{`\ud83d`, "\ufffd"},
		{`\ud83dx`, "\ufffdx"},
		{`\ud83d\n`, "\ufffd\n"},
		{`\ud83d\u0041`, "\ufffdA"},
		{`\ude00`, "\ufffd"},
		{`\q`, `\q`},
		{`\u12`, `\u12`},
		{`\u12x4`, `\u12x4`},
		{`a\`, `a\`},
	} {
		if got := string(unwrap.AppendUnescaped([]byte("before"), []byte(tt.in))); got != "before"+tt.want {
			t.Errorf("%s: got %q, want %q", tt.in, got, "before"+tt.want)
		}
	}
}

// FuzzAppendUnescaped: what encoding/json takes for a string comes out the same.
func FuzzAppendUnescaped(f *testing.F) {
	for _, s := range []string{`a\nb`, `\u00e9\ud83d\ude00`, `\ud83d\u0041`, `\\\"`, `\`, `\u`, `\ud83d\u`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := string(unwrap.AppendUnescaped(nil, []byte(s)))
		var want string
		if !utf8.ValidString(s) || json.Unmarshal([]byte(`"`+s+`"`), &want) != nil {
			return
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", s, got, want)
		}
	})
}
