package parse_test

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/hashtail/hashtail/agent/parse"
)

// A dialect is how a language prints an object for the eye.
type dialect struct {
	name          string
	object        string // what opens it
	pair          string // a key and what stands in front of its value
	text          func(string) string
	yes, no, null string
	plain         bool // keys stand without quotes, so that they are words
}

func singleQuoted(s string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`, "\n", `\n`, "\t", `\t`).Replace(s) + "'"
}

// jsonEscaped is a string of JSON with all escapes that need not be.
func jsonEscaped(s string) string {
	b, _ := json.Marshal(s)
	return strings.NewReplacer("/", `\/`, "'", `\u0027`, "+", `\u002B`, `\\`, `\\`).Replace(string(b))
}

var dialects = []dialect{
	{"JSON with blanks and escapes", "{ ", `"%s" : `, jsonEscaped, "true", "false", "null", false},
	{"Python", "{", "'%s': ", singleQuoted, "True", "False", "None", false},
	{"JavaScript", "{ ", "'%s': ", singleQuoted, "true", "false", "undefined", false},
	{"JavaScript, words", "{ ", "%s: ", singleQuoted, "true", "false", "null", true},
	{"Ruby", "{", `"%s"=>`, strconv.Quote, "true", "false", "nil", false},
	{"Ruby, symbols", "{", ":%s=>", strconv.Quote, "true", "false", "nil", true},
	{"Ruby 3.4", "{", `"%s" => `, strconv.Quote, "true", "false", "nil", false},
	{"Elixir", "%{", `%s: `, strconv.Quote, "true", "false", "nil", true},
	{"Java", "{", "%s=", func(s string) string { return s }, "true", "false", "null", true},
}

// print writes the next value of an object of JSON as the dialect does, and reports whether
// it can.
func (l dialect) print(d *json.Decoder, b *strings.Builder) bool {
	t, err := d.Token()
	if err != nil {
		return false
	}
	switch t := t.(type) {
	case json.Delim:
		closes := "}"
		if t == '[' {
			closes = "]"
			b.WriteString("[")
		} else {
			b.WriteString(l.object)
		}
		for first := true; d.More(); first = false {
			if !first {
				b.WriteString(", ")
			}
			if t == '{' {
				key, _ := d.Token()
				if l.plain && strings.Trim(key.(string), letters) != "" {
					return false
				}
				fmt.Fprintf(b, l.pair, key)
			}
			if !l.print(d, b) {
				return false
			}
		}
		_, err := d.Token()
		b.WriteString(closes)
		return err == nil
	case string:
		s := l.text(t)
		b.WriteString(s)
		return s != t || t != "" && strings.Trim(t[:1]+t[len(t)-1:], " ") == t[:1]+t[len(t)-1:] && !strings.ContainsAny(t, `()[]{}"'=,`+"\n")
	case json.Number:
		b.WriteString(t.String())
	case bool:
		b.WriteString(map[bool]string{true: l.yes, false: l.no}[t])
	case nil:
		b.WriteString(l.null)
	}
	return true
}

const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_"

// TestDialects: an object says in the dialect of any language what it says as JSON, as a line and
// behind a message.
func TestDialects(t *testing.T) {
	h := newHarness(t, parse.Options{All: true})
	says := func(line string, without ...string) string {
		h.st = (&parse.Options{All: true, Now: now, Zone: time.UTC}).Open("")
		return said(t, h, line, append(without, "message", "hashtail")...) // the text around a secret is another
	}
	const head = "2026-11-10 12:55:36 INFO app: seen "
	for _, l := range dialects {
		t.Run(l.name, func(t *testing.T) {
			n := 0
			for _, line := range plainLines(t) {
				d := json.NewDecoder(strings.NewReader(line))
				d.UseNumber()
				var b strings.Builder
				if line[0] != '{' || !json.Valid([]byte(line)) || strings.Contains(line, `:[]}`) || strings.Contains(line, "493817") || !l.print(d, &b) {
					continue
				}
				n++
				want, module := says(line), h.e.Module
				if got := says(b.String()); got != want {
					t.Errorf("\n got %s\nwant %s\nof %s", got, want, b.String())
				}
				if !module.IsZero() {
					continue
				}
				if got, want := says(head+b.String(), "event"), says(head+line, "event"); got != want {
					t.Errorf("\n got %s\nwant %s\nof %s", got, want, head+b.String())
				}
			}
			if n < 50 {
				t.Errorf("%d lines are objects", n)
			}
		})
	}
}

// TestPaired: a flat object says as pairs, whatever parts them, what it says as JSON.
func TestPaired(t *testing.T) {
	h := newHarness(t, parse.Options{All: true})
	says := func(line string) string {
		h.st = (&parse.Options{All: true, Now: now, Zone: time.UTC}).Open("")
		return said(t, h, line, "message", "hashtail")
	}
	for _, tt := range []struct{ name, opens, sign, delim, closes string }{
		{"commas", "", "=", ", ", ""}, {"commas alone", "", "=", ",", ""}, {"semicolons", "", "=", "; ", ""}, {"bars", "", "=", " | ", ""}, {"bars alone", "", "=", "|", ""},
		{"two bars", "", "=", "||", ""}, {"tabs", "", "=", "\t", ""}, {"brackets", "[", "=", "] [", "]"}, {"brackets alone", "[", "=", "][", "]"},
		{"colons and commas", "", ": ", ", ", ""}, {"colons and semicolons", "", ": ", "; ", ""}, {"colons and bars", "", ": ", " | ", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			n := 0
			for _, line := range plainLines(t) {
				text, ok := pairsOf(line, tt.sign, tt.delim)
				if want := says(line); !ok || !h.e.Module.IsZero() {
					continue
				} else if got := says(tt.opens + text + tt.closes); got != want {
					t.Errorf("\n got %s\nwant %s\nof %s", got, want, tt.opens+text+tt.closes)
				}
				n++
			}
			if n < 50 {
				t.Errorf("%d lines are flat objects", n)
			}
		})
	}
}

// pairsOf is a flat object of JSON as pairs, if none of its texts can be taken for more than one.
func pairsOf(line, sign, delim string) (pairs string, ok bool) {
	d := json.NewDecoder(strings.NewReader(line))
	d.UseNumber()
	if open, err := d.Token(); err != nil || open != json.Delim('{') || strings.Contains(line, "493817") || strings.HasPrefix(line, `{"repoType"`) {
		return "", false // a code that is secret in quotes alone, and a key that begins no pairs for sure
	}
	var b strings.Builder
	n := 0
	for ; d.More(); n++ {
		key, _ := d.Token()
		v, err := d.Token()
		s, known := v.(string)
		if number, is := v.(json.Number); is {
			s, known = number.String(), true
		}
		if err != nil || !known || s == "" || strings.ContainsAny(s, "=,;|{[\"\n") || strings.Contains(s, ": ") || strings.Contains(key.(string), " ") {
			return "", false
		}
		if n > 0 {
			b.WriteString(delim)
		}
		b.WriteString(key.(string) + sign + s)
	}
	return b.String(), n >= 3
}
