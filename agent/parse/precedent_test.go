package parse_test

import (
	"bytes"
	"fmt"
	"net/netip"
	"strings"
	"testing"

	"github.com/hashtail/hashtail/agent/parse"
	"github.com/hashtail/hashtail/test/long"
)

// TestPrecedents: whatever stands in the place of a value that decided nothing in
// the records before, a record gives the event that it gives to a parser that has
// met none of them.
func TestPrecedents(t *testing.T) {
	app := application{rnd: long.Rand(t)}
	options := parse.Options{Format: "json", TrustedProxies: []netip.Prefix{netip.MustParsePrefix("192.0.2.0/30")}}
	warm, cold := newHarness(t, options), newHarness(t, options)
	records := long.Rounds(10_000, 500_000)
	ruled := 0
	for i := range records {
		if i%500 == 0 {
			app.habit = app.rnd.IntN(8)
		}
		line := app.record()
		if warm.p.HasPrecedent(warm.st, []byte(line)) {
			ruled++
		}
		same(t, warm, cold, line, false)
	}
	if ruled < records/12 {
		t.Errorf("%d of %d records had a precedent: the test shows too little", ruled, records)
	}
	t.Logf("%d of %d records had a precedent", ruled, records)
}

// TestPrecedentOfWebhook: at a host whose paths are secrets no path is decided by
// those before it.
func TestPrecedentOfWebhook(t *testing.T) {
	for _, format := range []string{
		`{"time":"2026-01-10T12:55:36Z","user":"alice","host":"%s","path":"%s","method":"POST","status":200}`,
		`%s 192.0.2.7 - alice [10/Jan/2026:12:55:36 +0000] "POST %s HTTP/1.1" 200 17 "-" "curl/8.5.0"`,
	} {
		h := newHarness(t, parse.Options{Format: "auto"})
		for i := range 4 {
			if err := h.parse(fmt.Sprintf(format, "hook.eu1.make.com", fmt.Sprint("/", i))); err != nil {
				t.Fatal(err)
			}
		}
		secret := strings.Repeat("ab12cd34", 4)
		if err := h.parse(fmt.Sprintf(format, "hook.eu1.make.com", "/"+secret)); err != nil || bytes.Contains(document(t, h), []byte(secret)) {
			t.Errorf("%v: a webhook's secret was kept: %s", err, document(t, h))
		}
	}
}

// TestPrecedentOfWords: what a record's words and its user say together, and the
// offset beside its time, are its own.
func TestPrecedentOfWords(t *testing.T) {
	warm, cold := newHarness(t, parse.Options{Format: "json"}), newHarness(t, parse.Options{Format: "json"})
	for _, format := range []string{
		`{"time":"2026-01-10T12:55:36Z","user":"%s","message":"deleted user 'bob'"}`,
		`{"time":"2026-01-10 12:55:36","tz":"+0100","message":"login succeeded","user":"%s"}`,
	} {
		for _, users := range []string{"alice alice alice bob", "bob bob bob alice"} {
			for i, user := range strings.Fields(users) {
				line := strings.Replace(fmt.Sprintf(format, user), "55:36", fmt.Sprint("55:3", i), 1)
				same(t, warm, cold, line, false)
			}
			warm.p.Forget()
		}
	}
}

// TestPrecedentOfBasic: whom Basic credentials name, where a token is mostly, is the
// record's own.
func TestPrecedentOfBasic(t *testing.T) {
	warm, cold := newHarness(t, parse.Options{Format: "json"}), newHarness(t, parse.Options{Format: "json"})
	for _, key := range []string{"{{opaque}}", "{{opaque}}", "{{opaque}}", "Basic {{basic}}", "Basic Ym9iOmh1bnRlcjIy", "Basic {{basic}}", "Basic Ym9iOmh1bnRlcjIy"} {
		same(t, warm, cold, withSecrets(`{"time":"2026-01-10T12:55:36Z","msg":"order placed","api_key":"`+key+`"}`), false)
	}
}

// requests are the lines of a server for pages, a login, and a link with a token.
func requests(format string) (lines [][]byte) {
	for i := range 40 {
		path := fmt.Sprint("/orders/", i)
		switch i % 10 {
		case 1:
			path = "/login"
		case 2:
			path = "/reset-password/" + secrets["opaque"]
		}
		lines = append(lines, fmt.Appendf(nil, format, path))
	}
	return lines
}

var requestFormats = map[string]string{
	"JSON":     `{"time":"2026-01-10T12:55:36Z","message":"request completed","ip":"192.0.2.7","method":"GET","path":"%s","status":200}`,
	"combined": `192.0.2.7 - - [10/Jan/2026:12:55:36 +0000] "GET %s HTTP/1.1" 200 17 "-" "curl/8.5.0"`,
}

// TestKin: pages, logins and links of the same words do not take each other's place.
func TestKin(t *testing.T) {
	for name, format := range requestFormats {
		h, lines, rnd := newHarness(t, parse.Options{Format: "auto"}), requests(format), long.Rand(t)
		for range 4 {
			for _, i := range rnd.Perm(len(lines)) {
				h.p.Parse(h.st, lines[i], &h.e)
			}
		}
		for _, line := range lines {
			if name == "JSON" && bytes.Contains(line, []byte("reset")) {
				continue // only a token in a field of its own makes a precedent
			}
			if !h.p.HasPrecedent(h.st, line) && !h.p.HasForm(h.st, line) {
				t.Errorf("%s: no precedent: %s", name, line)
			}
		}
	}
}

func BenchmarkRequests(b *testing.B) {
	for name, format := range requestFormats {
		b.Run(name, func(b *testing.B) {
			h, lines := newHarness(b, parse.Options{Format: "auto"}), requests(format)
			for i := 0; b.Loop(); i++ {
				h.p.Parse(h.st, lines[i%len(lines)], &h.e)
			}
		})
	}
}

// TestEscapes: a record that has escapes where none are needed is decided by the one
// before it that has others.
func TestEscapes(t *testing.T) {
	const line = `{"time":"2026-01-10T12:55:36Z","method":"GET","path":"/api/orders?a=b&c=d","status":401,"user":"o'neil","ip":"192.0.2.7","folder":"C:\\\\x","tags":["a/b","\"c\""]}`
	for _, escaped := range []string{
		strings.ReplaceAll(line, "/", `\/`), strings.ReplaceAll(line, "&", `\u0026`), strings.ReplaceAll(line, "'", `\u0027`),
		strings.ReplaceAll(line, "path", `pat\u0068`), strings.ReplaceAll(line, "api", `\u0061\u0070\u0069`),
	} {
		cold, warm := newHarness(t, parse.Options{Format: "json"}), newHarness(t, parse.Options{Format: "json"})
		if err := cold.parse(escaped); err != nil || cold.e.URL.Path.String() != "/api/orders" || cold.e.User.Name.String() != "o'neil" {
			t.Errorf("%s: %v, path %q, user %q", escaped, err, cold.e.URL.Path, cold.e.User.Name)
		}
		for range 3 {
			same(t, warm, cold, line, false)
			same(t, warm, cold, escaped, false)
		}
		if !warm.p.HasPrecedent(warm.st, []byte(strings.ReplaceAll(escaped, "192.0.2.7", "192.0.2.8"))) {
			t.Errorf("no precedent: %s", escaped)
		}
	}
}

// TestSettled: the records of a format that says so are decided by those before them,
// of the same file and of others, whether the configuration names the format or not.
func TestSettled(t *testing.T) {
	for _, f := range parse.Formats {
		if !f.Settled && f.Name != "json" {
			continue
		}
		for _, named := range []string{"auto", f.Name, strings.TrimSuffix(f.Name, "_json")} {
			h := newHarness(t, parse.Options{Format: named})
			line := strings.ReplaceAll(f.Example, "198.51.100.7", "192.0.2.7")
			for range 4 {
				if err := h.parse(line); err != nil || !f.General && !strings.HasPrefix(f.Name, h.e.Module.String()) {
					t.Errorf("%s as %s: %v, module %q", f.Name, named, err, h.e.Module)
				}
			}
			other := strings.NewReplacer("192.0.2.7", "198.51.100.99", ":36.", ":37.").Replace(line)
			if other == line || !h.p.HasPrecedent(h.st, []byte(other)) {
				t.Errorf("%s as %s: no precedent: %s", f.Name, named, other)
			}
			second := h.opt.Open("")
			h.p.Parse(second, []byte(strings.Replace(line, "{", `{"first":1,`, 1)), &h.e) // which tells the format, if that is to be told
			if !h.p.HasPrecedent(second, []byte(other)) {
				t.Errorf("%s as %s: no precedent in another file: %s", f.Name, named, other)
			}
		}
	}
}

func BenchmarkSettled(b *testing.B) {
	for _, f := range parse.Formats {
		if !f.Settled {
			continue
		}
		b.Run(f.Name, func(b *testing.B) {
			h, line := newHarness(b, parse.Options{Format: "auto"}), []byte(f.Example)
			for b.Loop() {
				h.p.Parse(h.st, line, &h.e)
			}
		})
	}
}

// messages are the lines of an application that says many things: n of them.
func messages(n int) [][]byte {
	lines := make([][]byte, n)
	for i := range lines {
		lines[i] = fmt.Appendf(nil, `{"timestamp":"2026-01-10T12:55:%02d.%03dZ","level":"INFO","logger":"app.worker","message":"shard %c%c warmed","rows":%d,"request_id":"%032x"}`,
			i%60, i%1000, 'a'+i%26, 'a'+i/26, i*17%1000, i)
	}
	return lines
}

// TestManyMessages: that an application says many things is no reason to look
// through each of its records again, nor to take one for another.
func TestManyMessages(t *testing.T) {
	warm, cold := newHarness(t, parse.Options{Format: "json"}), newHarness(t, parse.Options{Format: "json"})
	lines, rnd := messages(200), long.Rand(t)
	for range 6 {
		for _, i := range rnd.Perm(len(lines)) {
			if err := warm.p.Parse(warm.st, lines[i], &warm.e); err != parse.ErrNotAuth {
				t.Fatalf("%s: %v, want %v", lines[i], err, parse.ErrNotAuth)
			}
		}
	}
	known := 0
	for _, line := range lines {
		if warm.p.HasPrecedent(warm.st, line) {
			known++
		}
	}
	if known < len(lines)*95/100 { // two may have one place to be noted in
		t.Errorf("%d of %d have a precedent", known, len(lines))
	}
	for range long.Rounds(2_000, 40_000) {
		line := string(lines[rnd.IntN(len(lines))])
		if i := strings.Index(line, "shard"); rnd.IntN(4) == 0 {
			line = line[:i] + "login failed: " + line[i:]
		}
		for range 3 {
			same(t, warm, cold, line, false)
			same(t, warm, cold, spoil(rnd, line), false)
		}
	}
}

func BenchmarkMessages(b *testing.B) {
	for _, n := range []int{8, 200} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			h, lines := newHarness(b, parse.Options{Format: "json"}), messages(n)
			for i := 0; b.Loop(); i++ {
				h.p.Parse(h.st, lines[i*7%n], &h.e)
			}
		})
	}
}
