package parse_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/hashtail/hashtail/agent/parse"
	"gopkg.in/yaml.v3"
)

// custom compiles a definition in YAML.
func custom(t testing.TB, text string) *parse.Custom {
	t.Helper()
	var c parse.CustomConfig
	if err := yaml.Unmarshal([]byte(text), &c); err != nil {
		t.Fatal(err)
	}
	f, err := c.Compile("shop")
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// at is the value at a dotted path of a document.
func at(doc map[string]any, path string) any {
	var v any = doc
	for _, k := range strings.Split(path, ".") {
		m, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		v = m[k]
	}
	return v
}

const textFormat = `
pattern:
  - '^(?P<at>\S+ \S+) (?P<what>LOGON|LOGOFF|JOB) user=(?P<user_name>\S*) from=(?P<source_ip>\S+) (?P<event_outcome>\w+)(?: key=(?P<key>\S+))?(?: note=(?P<note>.*))?$'
  - '^(?P<at>\S+ \S+) token (?P<key>\S+) used by (?P<user_name>\S+)$'
fields: {at: "@timestamp", what: event.action, key: hashtail.token, note: labels.note}
timestamp: "%d.%m.%Y %H:%M:%S"
auth: [{field: what, matches: '^LOG'}, {field: key}]
outcome: {OK: success, DENIED: failure, "*": unknown}
action: {LOGON: login, LOGOFF: logout}
unmatched: ignore
`

const objectFormat = `
json: {ctx.login: user.name, ctx.addr: source.ip, when: "@timestamp", result: event.outcome, kind: event.action, roles: user.roles, auth.key: hashtail.token, took: event.duration}
timestamp: epoch_ms
outcome: {"0": success, "1": failure}
action: {signin: login}
`

// TestCustom: the fields that a definition names, of lines in its format and of
// others.
func TestCustom(t *testing.T) {
	for _, tt := range []struct {
		name, format, line string
		err                error
		want               map[string]any
	}{
		{"captures", textFormat, `10.01.2026 12:55:36 LOGON user=bob from=192.0.2.7:4711 DENIED`, nil, map[string]any{
			"@timestamp": "2026-01-10T12:55:36.000Z", "user.name": "bob", "source.ip": "192.0.2.7", "source.port": 4711.0,
			"event.action": "login", "event.outcome": "failure", "event.module": "shop"}},
		{"a value that is in no table", textFormat, `10.01.2026 12:55:36 LOGOFF user=bob from=192.0.2.7 HUH`, nil, map[string]any{"event.action": "logout", "event.outcome": "unknown"}},
		{"a label with a secret in it", textFormat, `10.01.2026 12:55:36 LOGON user=bob from=192.0.2.7 OK note=password={{password}}`, nil, map[string]any{"labels.note": "password=[REDACTED]"}},
		{"a label with a credential's name", "json: {u: user.name, s: labels.session, api.password: labels.word, token: labels.t}", `{"u":"bob","s":"{{opaque}}","api":{"password":"{{password}}"},"token":"{{opaque}}"}`, nil,
			map[string]any{"labels.session": "tok:{{opaque hash}}", "labels.word": "[REDACTED]", "labels.t": "tok:{{opaque hash}}"}},
		{"a token", textFormat, `10.01.2026 12:55:36 JOB user= from=192.0.2.7 OK key={{opaque}}`, nil, map[string]any{"hashtail.token.hash": "{{opaque hash}}", "user": nil}},
		{"the second pattern", textFormat, `10.01.2026 12:55:36 token {{jwt}} used by bob`, nil, map[string]any{"hashtail.token.hash": "{{jwt hash}}", "user.name": "bob"}},
		{"no condition holds", textFormat, `10.01.2026 12:55:36 JOB user=bob from=192.0.2.7 OK`, parse.ErrNotAuth, nil},
		{"another line, which is to be ignored", textFormat, `hello`, parse.ErrNotAuth, nil},
		{"a time that is not in the layout", textFormat, `2026-01-10 12:55:36 LOGON user=bob from=192.0.2.7 OK`, nil, map[string]any{"tags": []any{"timestamp_failed"}}},

		{"paths", objectFormat, `{"when":1768049736123,"kind":"signin","result":1,"ctx":{"login":"bob","addr":"192.0.2.7"},"roles":["a","b"],"took":"1.5ms"}`, nil, map[string]any{
			"@timestamp": "2026-01-10T12:55:36.123Z", "user.name": "bob", "source.ip": "192.0.2.7", "event.action": "login", "event.outcome": "failure",
			"user.roles": []any{"a", "b"}, "event.duration": 1500000.0}},
		{"a path in one name", objectFormat, `{"when":1768049736123,"ctx.login":"bob"}`, nil, map[string]any{"user.name": "bob"}},
		{"a token in an object", objectFormat, `{"when":1768049736123,"auth":{"key":"Bearer {{opaque}}"}}`, nil, map[string]any{"hashtail.token.hash": "{{opaque hash}}"}},
		{"behind a header", objectFormat, `Jan 10 12:55:36 web1 shop[1]: {"ctx":{"login":"bob"}}`, nil, map[string]any{"user.name": "bob"}},
		{"other names are not guessed", objectFormat, `{"ctx":{"login":"bob"},"ip":"192.0.2.9"}`, nil, map[string]any{"source": nil}},
		{"unless that is wanted", objectFormat + "usual_names: true\n", `{"ctx":{"login":"bob"},"ip":"192.0.2.9","user":"eve"}`, nil, map[string]any{"source.ip": "192.0.2.9", "user.name": "bob"}},
		{"another object", objectFormat, `{"x":1}`, parse.ErrFormat, nil},
		{"no object", objectFormat, combinedLine, parse.ErrFormat, nil},
		{"no object, but of a format that is known", objectFormat + "unmatched: detect\n", combinedLine, nil, map[string]any{"event.module": "combined", "user.name": "alice"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h := newHarness(t, parse.Options{Custom: custom(t, tt.format)})
			if err := h.parse(withSecrets(tt.line)); err != tt.err {
				t.Fatalf("Parse = %v, want %v", err, tt.err)
			}
			if h.st.Format() != "shop" {
				t.Errorf("format = %q, want shop", h.st.Format())
			}
			if tt.err != nil {
				return
			}
			doc := h.doc(t)
			b, _ := json.Marshal(doc)
			for name, v := range secrets {
				if strings.Contains(string(b), v) {
					t.Errorf("the raw %s is in the event", name)
				}
			}
			for path, want := range tt.want {
				g, _ := json.Marshal(at(doc, path))
				w, _ := json.Marshal(want)
				if got, want := withoutSecrets(string(g)), string(w); got != want {
					t.Errorf("%s = %s, want %s", path, got, want)
				}
			}
		})
	}
}

// TestCustomFields: every field that a definition may name comes out under that
// name, if need be beside the user whom it is about.
func TestCustomFields(t *testing.T) {
	values := map[string]string{
		"@timestamp": "2026-01-10T12:55:36.000Z", "source.ip": "192.0.2.7", "source.address": "192.0.2.7", "destination.ip": "192.0.2.7", "destination.address": "192.0.2.7",
		"network.forwarded_ip": "192.0.2.7", "http.request.method": "GET", "http.version": "1.1", "url.original": "/a?b=c", "url.path": "/a",
		"event.action": "login", "event.outcome": "failure", "hashtail.token": secrets["opaque"], "hashtail.token.hash": hashOf("x"), "user.roles": "admin",
	}
	for _, ecs := range parse.CustomFields() {
		t.Run(ecs, func(t *testing.T) {
			v, ok := values[ecs]
			if !ok {
				v = "401"
			}
			h := newHarness(t, parse.Options{All: true, Custom: custom(t, "json: {v: '"+ecs+"', who: user.name}")})
			if err := h.parse(`{"who":"bob","v":"` + v + `"}`); err != nil && !errors.Is(err, parse.ErrNotAuth) {
				t.Fatal(err)
			}
			if at(h.doc(t), ecs) == nil {
				t.Errorf("%s is not in the event", ecs)
			}
		})
	}
}

// TestLayout: times in the layouts that users write.
func TestLayout(t *testing.T) {
	for _, tt := range []struct{ layout, in, want string }{
		{"%d/%b/%Y:%H:%M:%S %z", "10/Jan/2026:13:55:36 +0100", "2026-01-10T12:55:36Z"},
		{"%Y-%m-%dT%H:%M:%S.%f%z", "2026-01-10T12:55:36.123456Z", "2026-01-10T12:55:36.123456Z"},
		{"%F %T,%L", "2026-01-10 12:55:36,123", "2026-01-10T12:55:36.123Z"},
		{"%b %e %H:%M:%S", "Jan  9 12:55:36", "2026-01-09T12:55:36Z"},
		{"%b %e %H:%M:%S", "Dec 31 23:55:36", "2025-12-31T23:55:36Z"},
		{"%A, %d %B %Y %I:%M %p", "Saturday, 10 January 2026 01:55 PM", "2026-01-10T13:55:00Z"},
		{"%y%m%d %H%M%S", "260110 125536", "2026-01-10T12:55:36Z"},
		{"%Y.%j %H:%M", "2026.060 12:55", "2026-03-01T12:55:00Z"},
		{"%H:%M:%S %Z", "12:55:36 CET", "2026-01-15T11:55:36Z"},
		{"%s", "1768049736", "2026-01-10T12:55:36Z"},
		{"epoch", "1768049736.5", "2026-01-10T12:55:36.5Z"},
		{"epoch_ms", "1768049736123", "2026-01-10T12:55:36.123Z"},
		{"epoch_us", "1768049736123456", "2026-01-10T12:55:36.123456Z"},
		{"iso8601", "2026-01-10T13:55:36+01:00", "2026-01-10T12:55:36Z"},
		{"auto", "10/Jan/2026:13:55:36 +0100", "2026-01-10T12:55:36Z"},
		{"%y%m%d %H:%M", "690110 12:55", "1969-01-10T12:55:00Z"},
		{"%d.%m.%Y%n%H:%M%%", "10.01.2026 12:55%", "2026-01-10T12:55:00Z"},

		{"%Y-%m-%d %H:%M", "202-01-10 12:55", ""},
		{"%y%m%d %H:%M", "6-01-10 12:55", ""},
		{"%F %T.%f", "2026-01-10 12:55:36.", ""},
		{"%F %T", "2026-01-10T12:55:36", ""},
		{"iso8601", "10/Jan/2026:13:55:36 +0100", ""},
		{"epoch", "tomorrow", ""},
		{"%d.%m.%Y %H:%M", "31.02.2026 12:55", ""},
		{"%d.%m.%Y %H:%M", "10.13.2026 12:55", ""},
		{"%d.%m.%Y %H:%M", "10.01.2026 25:55", ""},
		{"%d.%m.%Y %H:%M", "10.01.2026 12:55 and more", ""},
		{"%d.%m.%Y %H:%M", "10.01", ""},
	} {
		t.Run(tt.layout+" of "+tt.in, func(t *testing.T) {
			h := newHarness(t, parse.Options{Custom: custom(t, "json: {at: '@timestamp', u: user.name}\ntimestamp: '"+tt.layout+"'")})
			if err := h.parse(`{"u":"bob","at":"` + tt.in + `"}`); err != nil {
				t.Fatal(err)
			}
			got := ""
			if !h.e.Time.IsZero() {
				got = h.e.Time.UTC().Format(time.RFC3339Nano)
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func FuzzCustom(f *testing.F) {
	f.Add(`10.01.2026 12:55:36 LOGON user=bob from=192.0.2.7:4711 DENIED key=x note=y`)
	f.Add(`{"when":1768049736123,"kind":"signin","result":1,"ctx":{"login":"bob","addr":"192.0.2.7"},"roles":["a",{}],"auth":{"key":"Basic eA=="}}`)
	var harnesses []*harness
	for _, format := range []string{textFormat, objectFormat + "usual_names: true\n"} {
		harnesses = append(harnesses, newHarness(f, parse.Options{All: true, Custom: custom(f, format)}))
	}
	f.Fuzz(func(t *testing.T, line string) {
		for _, h := range harnesses {
			if err := h.parse(line); err == nil || errors.Is(err, parse.ErrNotAuth) {
				h.doc(t) // is JSON
			}
		}
	})
}

func FuzzLayout(f *testing.F) {
	f.Add("%d/%b/%Y:%H:%M:%S %z", "10/Jan/2026:13:55:36 +0100")
	f.Add("%Y.%j %H", "2026.366 1")
	f.Add("epoch_ns", "1768049736123456789")
	f.Fuzz(func(t *testing.T, layout, in string) {
		c := parse.CustomConfig{JSON: parse.Mapping{{From: "at", To: "@timestamp"}}, Timestamp: layout}
		x, err := c.Compile("shop")
		if err != nil {
			return
		}
		line, _ := json.Marshal(map[string]string{"at": in})
		_ = newHarness(t, parse.Options{All: true, Custom: x}).parse(string(line))
	})
}
