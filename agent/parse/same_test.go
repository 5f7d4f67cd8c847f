package parse_test

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/hashtail/hashtail/agent/parse"
)

// TestTimeOfBefore: a record without a time does not have that of the text before it.
func TestTimeOfBefore(t *testing.T) {
	h := newHarness(t, parse.Options{Format: "auto"})
	for _, line := range []string{
		`login failed for bob from 192.0.2.7 at 2026-01-10T11:00:00Z`,
		`{"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"a","stage":"ResponseComplete","requestURI":"/api/v1/pods","verb":"get","user":{"username":"bob"},"responseStatus":{"code":403}}`,
	} {
		if err := h.parse(line); err != nil {
			t.Fatal(err)
		}
	}
	if !h.e.Time.IsZero() {
		t.Errorf("the second record's time is the first one's: %v", h.e.Time)
	}
}

// said is what a line is read as, without the keys named.
func said(t *testing.T, h *harness, line string, without ...string) string {
	err := h.parse(line)
	if err != nil && err != parse.ErrNotAuth {
		return err.Error()
	}
	doc := h.doc(t)
	for _, k := range without {
		delete(doc, k)
	}
	b, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestMixedFile: a line is read in a file of all formats as it is alone.
func TestMixedFile(t *testing.T) {
	lines := plainLines(t)
	for seed := range uint64(3) {
		rand.New(rand.NewPCG(seed, 1)).Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
		mixed, alone := newHarness(t, parse.Options{All: true}), newHarness(t, parse.Options{All: true})
		differ := 0
		for _, line := range lines {
			if line[0] != '{' && strings.Count(line, `"`)%2 == 1 && strings.HasPrefix(line, "192.0.2.") { // cut off: an error where its format is known
				continue
			}
			alone.st = (&parse.Options{All: true, Now: now, Zone: time.UTC}).Open("")
			if got, want := said(t, mixed, line), said(t, alone, line); got != want {
				if differ++; differ <= 3 {
					t.Errorf("among others\n got %s\nwant %s\nof %q", got, want, line)
				}
			}
		}
		if differ > 0 {
			t.Errorf("%d of %d lines differ", differ, len(lines))
		}
	}
}

// TestEnvelopes: a line says within an envelope what it says without.
func TestEnvelopes(t *testing.T) {
	quote := func(s string) string {
		b, _ := json.Marshal(s + "\n")
		return string(b)
	}
	// Of the bare ones, records are those that show as such by how they are written: what
	// others say is judged with the object whose message they are.
	var bare, headed, records []string
	h := newHarness(t, parse.Options{All: true})
	for _, line := range plainLines(t) {
		h.st = (&parse.Options{All: true, Now: now, Zone: time.UTC}).Open("")
		if err := h.parse(line); err != nil && err != parse.ErrNotAuth || enveloped(line) {
			continue
		}
		if h.e.Syslog.AppName.IsZero() && h.e.Syslog.Hostname.IsZero() {
			bare = append(bare, line)
			if parse.BeginsRecord([]byte(line)) || line[0] == '{' {
				records = append(records, line)
			}
		} else if strings.Contains(line, " web1 ") && !strings.Contains(line, " relay1 ") {
			headed = append(headed, line)
		}
	}
	for _, tt := range []struct {
		name  string
		wrap  func(string) string
		lines []string
	}{
		{"CRI", func(s string) string { return "2026-01-10T12:55:36.5Z stdout F " + s }, bare},
		{"Docker", func(s string) string {
			return `{"log":` + quote(s) + `,"stream":"stdout","time":"2026-01-10T12:55:36.5Z"}`
		}, bare},
		{"docker compose", func(s string) string { return "app-1  | " + s }, bare},
		{"RFC 5424", func(s string) string { return "<13>1 2026-01-10T12:55:36.5Z web1 myapp 99 - - " + s }, bare},
		{"RFC 3164", func(s string) string { return "Jan 10 12:55:36 web1 myapp[99]: " + s }, bare},
		{"shipper", func(s string) string {
			return `{"@timestamp":"2026-01-10T12:55:36.5Z","agent":{"type":"filebeat"},"log":{"file":{"path":"/var/log/x.log"}},"message":` + quote(s) + `}`
		}, headed},
		{"shipper that keeps no line's end", func(s string) string {
			return `{"message":` + strings.TrimSuffix(quote(s), `\n"`) + `","@timestamp":"2026-01-10T12:55:36.5Z"}`
		}, headed},
		{"Fluent Bit", func(s string) string {
			return `{"time":"2026-01-10T12:55:36.5Z","stream":"stdout","logtag":"F","log":` + quote(s) + `,"kubernetes":{"pod_name":"api-1"}}`
		}, bare},
		{"Splunk", func(s string) string {
			return `{"time":1768049736.5,"host":"web1","sourcetype":"x","event":` + quote(s) + `}`
		}, bare},
		{"Loki", func(s string) string {
			return `{"labels":{"app":"x"},"line":` + quote(s) + `,"timestamp":"2026-01-10T12:55:36.5Z"}`
		}, bare},
		{"Google Cloud", func(s string) string {
			payload := "jsonPayload"
			if s[0] != '{' {
				payload, s = "textPayload", quote(s)
			}
			return `{"insertId":"x","severity":"INFO","` + payload + `":` + s + `,"timestamp":"2026-01-10T12:55:36.5Z"}`
		}, records},
		{"GELF", func(s string) string {
			return `{"version":"1.1","host":"web1","short_message":` + quote(s) + `,"timestamp":1768049736.5,"level":6}`
		}, records},
		{"OpenTelemetry", func(s string) string {
			return `{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"timeUnixNano":"1768049736500000000","body":{"stringValue":` + quote(s) + `}}]}]}]}`
		}, records},
		{"relay", func(s string) string { return "<13>1 2026-01-10T12:55:36.5Z relay1 forwarder 99 - - " + s }, headed},
	} {
		t.Run(tt.name, func(t *testing.T) {
			differ := 0
			for _, line := range tt.lines {
				// The envelope has a time, a level, a process and a host of its own.
				without := []string{"@timestamp", "log", "process", "service", "tags", "message", "hashtail"}
				h.st = (&parse.Options{All: true, Now: now, Zone: time.UTC}).Open("")
				want := said(t, h, line, without...)
				h.st = (&parse.Options{All: true, Now: now, Zone: time.UTC}).Open("")
				if got := said(t, h, tt.wrap(line), without...); got != want {
					if differ++; differ <= 5 {
						t.Errorf("wrapped\n got %s\nwant %s\nof %q", got, want, line)
					}
				}
			}
			if differ > 0 {
				t.Errorf("%d of %d lines differ", differ, len(tt.lines))
			}
		})
	}
}

// TestEnvelopesOfProse: a line says within an envelope what it says there, whatever sentences
// stood in others of the kind before.
func TestEnvelopesOfProse(t *testing.T) {
	wrap := func(s string) string {
		b, _ := json.Marshal(s)
		return `{"time":"2026-01-10T12:55:36.5Z","level":"info","message":` + string(b) + `}`
	}
	warm := newHarness(t, parse.Options{})
	for i := range 40 {
		_ = warm.parse(wrap(fmt.Sprintf("cache warmed %d", i)))
		_ = warm.parse(wrap(fmt.Sprintf("login failed for bob%d", i)))
	}
	for _, line := range plainLines(t) {
		cold := newHarness(t, parse.Options{})
		if got, want := said(t, warm, wrap(line)), said(t, cold, wrap(line)); got != want {
			t.Errorf("\n got %s\nwant %s\nof %q", got, want, line)
		}
	}
}

// enveloped reports whether a line has an envelope already.
func enveloped(line string) bool {
	return strings.HasPrefix(line, `{"log":`) || strings.Contains(line, "filebeat") || strings.Contains(line, `"full_log"`) || strings.Contains(line, "SYSLOG_IDENTIFIER") || strings.Contains(line[:min(len(line), 48)], " stdout ") || strings.Contains(line[:min(len(line), 48)], " stderr ") || strings.Contains(line[:min(len(line), 24)], " | ")
}

// TestProctitle: an argument with blanks is one, so that all of a password is removed.
func TestProctitle(t *testing.T) {
	const password = "korde vimal zusten"
	h := newHarness(t, parse.Options{Format: "auditd"})
	err := h.parse("type=PROCTITLE msg=audit(1794313536.123:9): proctitle=" + strings.ToUpper(hex.EncodeToString([]byte("mysql\x00--password="+password+"\x00shop"))))
	if err != nil {
		t.Fatal(err)
	}
	got, _ := h.doc(t)["process"].(map[string]any)
	if want := "mysql '--password=[REDACTED]' shop"; got["command_line"] != want {
		t.Errorf("process.command_line = %q, want %q", got["command_line"], want)
	}
}

// TestOtherNames: a line says the same of others: of another user, address or host.
func TestOtherNames(t *testing.T) {
	word := func(s string) *regexp.Regexp { return regexp.MustCompile(`(\\n|\b)` + s + `\b`) } // behind an escaped line's end, too
	bob, peer, host := word(`bob`), word(`192\.0\.2\.7`), word(`web1`)
	h := newHarness(t, parse.Options{All: true})
	says := func(line string) string {
		h.st = (&parse.Options{All: true, Now: now, Zone: time.UTC}).Open("")
		return said(t, h, line, "related", "message") // lists are in order there, and JSON escapes what stands before a name
	}
	for _, tt := range []struct {
		is *regexp.Regexp
		to string
	}{
		{bob, "guest"}, {bob, "oracle"}, {bob, "support"}, {bob, "mallory"}, {bob, "ubuntu"},
		{peer, "198.18.0.1"}, {host, "ip-10-0-0-1"}, {host, "db-01.prod.example.net"}, {host, "localhost"},
	} {
		t.Run(tt.to, func(t *testing.T) {
			n, with := 0, "${1}"+tt.to
			for _, line := range plainLines(t) {
				if !tt.is.MatchString(line) {
					continue
				}
				n++
				got, want := says(tt.is.ReplaceAllString(line, with)), tt.is.ReplaceAllString(says(line), with)
				if got != want {
					t.Errorf("got %s\nwant %s\nof %q", got, want, line)
				}
			}
			if n < 100 {
				t.Errorf("%d lines have it", n)
			}
		})
	}
}
