package parse_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/hashtail/hashtail/agent/parse"
)

func seeds(f *testing.F) {
	for _, line := range goldenLines(f) {
		f.Add([]byte(line))
	}
}

// FuzzParse reads any record in every format: no panic, a document that is
// JSON, and the same again the second time.
func FuzzParse(f *testing.F) {
	seeds(f)
	h := newHarness(f, parse.Options{})
	formats := append([]string{"auto"}, names()...)
	f.Fuzz(func(t *testing.T, line []byte) {
		for _, format := range formats {
			o := parse.Options{Format: format, All: true, Now: now}
			h.st = o.Open("")
			first := h.p.Parse(h.st, line, &h.e)
			if first != nil && first != parse.ErrNotAuth && first != parse.ErrFormat {
				t.Fatalf("%s: unexpected error %v", format, first)
			}
			if first == parse.ErrFormat {
				continue
			}
			doc := document(t, h)
			if second := h.p.Parse(h.st, line, &h.e); second != first {
				t.Fatalf("%s: Parse = %v, then %v", format, first, second)
			}
			if again := document(t, h); format != "auto" && !bytes.Equal(doc, again) {
				t.Fatalf("%s: the same line became\n%s\nand then\n%s", format, doc, again)
			}
		}
	})
}

func document(t *testing.T, h *harness) []byte {
	h.e.From, h.e.Read = h.src, now()
	b := h.enc.AppendECS(nil, &h.e)
	if !json.Valid(b) || !utf8.Valid(b) {
		t.Fatalf("not JSON: %q", b)
	}
	return b
}

func names() []string {
	var names []string
	for _, f := range parse.Formats {
		names = append(names, f.Name)
	}
	return names
}

// FuzzJSON compares the tokenizer with encoding/json: what one refuses the
// other does, and a string member comes out with the same text.
func FuzzJSON(f *testing.F) {
	for _, s := range []string{
		`{"msg":"a\u00e9\ud83d\ude00\ud83d\n\/","level":"info"}`, `{"a":[1,-0.5e+7,true,false,null,{}],"b":{}}`, `{"a":01}`, `{"a":"\x"}`,
		`{"a":1,}`, `{"a" 1}`, `{} `, `{}{}`, `{"msg":"tab	"}`, "{\"msg\":\"\x01\"}", `{"a":[[[[]]]]}`, `{"":""}`, `{"msg":"\ud800x"}`,
	} {
		f.Add([]byte(s))
	}
	seeds(f)
	f.Fuzz(func(t *testing.T, line []byte) {
		if len(line) == 0 || line[0] != '{' || bytes.IndexByte(line, 0) >= 0 || bytes.IndexByte(line, 0x1b) >= 0 || bytes.TrimSpace(line) == nil {
			return
		}
		h := newHarness(t, parse.Options{Format: "json", All: true, KeepFields: []string{"msg"}})
		err := h.p.Parse(h.st, line, &h.e)
		valid := json.Valid(line)
		if deep(line) {
			if err == nil {
				t.Fatalf("nested too deep, but read: %q", line)
			}
			return
		}
		if valid && bytes.HasPrefix(line, []byte(`{"log":"`)) {
			return // Docker's wrapping: what stands within decides
		}
		if valid != (err != parse.ErrFormat) {
			t.Fatalf("json.Valid = %v, Parse = %v: %q", valid, err, line)
		}
	})
}

func deep(line []byte) bool {
	depth, most, quoted := 0, 0, false
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			depth++
			most = max(most, depth)
		case c == '}' || c == ']':
			depth--
		}
	}
	return most > 64
}

// FuzzTime gives any text as a time: the event keeps it or is marked.
func FuzzTime(f *testing.F) {
	for _, tt := range times {
		f.Add(tt.in)
	}
	f.Fuzz(func(t *testing.T, in string) {
		if !utf8.ValidString(in) || strings.ContainsAny(in, "\"\\") || len(in) > 100 {
			return
		}
		b, err := json.Marshal(map[string]string{"time": in, "user": "alice"})
		if err != nil {
			return
		}
		h := newHarness(t, parse.Options{Format: "json"})
		if err := h.p.Parse(h.st, b, &h.e); err != nil {
			t.Fatalf("Parse = %v", err)
		}
		document(t, h)
	})
}
