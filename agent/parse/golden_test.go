package parse_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/parse"
	"github.com/hashtail/hashtail/agent/redact"
	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "rewrite testdata")

// now is the clock of all tests: a New Year is near enough to roll over.
func now() time.Time { return time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC) }

// secrets stand in testdata as {{name}}, because no real-looking secret lies in
// the project; their hashes as {{name hash}}.
var secrets = map[string]string{
	"opaque":   base64.RawURLEncoding.EncodeToString([]byte(hashOf("an opaque token"))[:27]),
	"jwt":      jwt(`{"sub":"u-42","preferred_username":"alice","email":"alice@example.com","iss":"https://idp.example.com","aud":"api","exp":1900000000}`),
	"password": "hunter" + "2-and-more",
	"basic":    base64.StdEncoding.EncodeToString([]byte("alice:hunter" + "2")),
}

func jwt(claims string) string {
	b64 := base64.RawURLEncoding.EncodeToString
	return b64([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." + b64([]byte(claims)) + "." + b64(bytes.Repeat([]byte("sig"), 11))
}

func withSecrets(s string) string {
	for name, v := range secrets {
		s = strings.ReplaceAll(s, "{{"+name+" hash}}", hashOf(v))
		s = strings.ReplaceAll(s, "{{"+name+"}}", v)
	}
	return s
}

func withoutSecrets(s string) string {
	for name, v := range secrets {
		s = strings.ReplaceAll(s, hashOf(v), "{{"+name+" hash}}")
	}
	return s
}

func hashOf(s string) string {
	h := sha256.Sum256([]byte(s))
	return hex.EncodeToString(h[:])
}

// A harness parses lines as an agent would.
type harness struct {
	p   *parse.Parser
	opt *parse.Options
	st  *parse.State
	enc *event.Encoder
	src *event.Source
	e   event.Event
}

func newHarness(t testing.TB, o parse.Options) *harness {
	t.Helper()
	r, err := redact.New(redact.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if o.Now == nil {
		o.Now = now
	}
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	return &harness{p: parse.New(r.Scrubber()), opt: &o, st: o.Open(""), enc: event.NewEncoder(event.Host{}), src: (&event.Source{}).Prepare()}
}

func (h *harness) parse(line string) error { return h.p.Parse(h.st, []byte(line), &h.e) }

// doc is the event of a line as it is shipped, without what all events have.
func (h *harness) doc(t testing.TB) map[string]any {
	h.e.From, h.e.Read = h.src, now()
	b := h.enc.AppendECS(nil, &h.e)
	var m map[string]any
	if err := json.Unmarshal(b, &m); err != nil {
		t.Fatalf("document is not JSON: %v\n%s", err, b)
	}
	for _, k := range []string{"agent", "ecs"} {
		delete(m, k)
	}
	ev := m["event"].(map[string]any)
	for _, k := range []string{"created", "id", "kind"} {
		delete(ev, k)
	}
	if log, ok := m["log"].(map[string]any); ok {
		if delete(log, "offset"); len(log) == 0 {
			delete(m, "log")
		}
	}
	return m
}

// TestGolden reads the lines of every archive of testdata. -update rewrites the events.
func TestGolden(t *testing.T) {
	for _, a := range archives(t) {
		name := strings.TrimSuffix(filepath.Base(a.file), ".txtar")
		t.Run(name, func(t *testing.T) { golden(t, a) })
	}
}

func golden(t *testing.T, a *archive) {
	h := newHarness(t, a.options)
	var got bytes.Buffer
	for _, line := range a.lines() {
		err := h.parse(line)
		if err != nil && !(err == parse.ErrNotAuth && a.options.All) {
			got.WriteString(err.Error() + "\n")
			continue
		}
		if err == parse.ErrNotAuth {
			got.WriteString("(" + err.Error() + ") ")
		}
		b, err := json.Marshal(h.doc(t))
		if err != nil {
			t.Fatal(err)
		}
		for name, v := range secrets {
			if bytes.Contains(b, []byte(v)) {
				t.Errorf("the raw %s is in the event of a line", name)
			}
		}
		got.WriteString(withoutSecrets(string(b)) + "\n")
	}
	if *update {
		a.Files = slices.DeleteFunc(a.Files, func(f txtar.File) bool { return f.Name == "events" })
		a.Files = append(a.Files, txtar.File{Name: "events", Data: got.Bytes()})
		if err := os.WriteFile(a.file, txtar.Format(a.Archive), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	gotLines, wantLines := strings.Split(got.String(), "\n"), strings.Split(a.section("events"), "\n")
	for i := range max(len(gotLines), len(wantLines)) {
		var g, w string
		if i < len(gotLines) {
			g = gotLines[i]
		}
		if i < len(wantLines) {
			w = wantLines[i]
		}
		if g != w {
			t.Errorf("line %d\n got %s\nwant %s", i+1, g, w)
		}
	}
}
