package parse_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/parse"
)

// TestExamples: the example of each row of the table is read by that row.
func TestExamples(t *testing.T) {
	for _, f := range parse.Formats {
		t.Run(f.Name, func(t *testing.T) {
			h := newHarness(t, parse.Options{Format: f.Name})
			if err := h.parse(f.Example); err != nil {
				t.Errorf("as %s: %v", f.Name, err)
			}
			h = newHarness(t, parse.Options{Format: "auto"})
			if err := h.parse(f.Example); err != nil {
				t.Errorf("detected: %v", err)
			}
			if got := h.e.Module; !f.General && !got.Is(f.Name) {
				t.Errorf("event.module = %q, want %q", got, f.Name)
			}
			if h.e.Time.IsZero() {
				t.Error("no time")
			}
		})
	}
}

// TestTable: what the table promises to those who look things up in it.
func TestTable(t *testing.T) {
	names, keys := map[string]bool{}, map[string]bool{}
	for _, f := range parse.Formats {
		if names[f.Name] {
			t.Errorf("two formats are called %s", f.Name)
		}
		names[f.Name] = true
		for _, k := range f.Keys {
			keys[k] = true
		}
		if (f.Object != nil) != (len(f.Keys) > 0) {
			t.Errorf("%s: Object and Keys go together", f.Name)
		}
		if f.Message != nil && len(f.Programs) == 0 && !f.Bare {
			t.Errorf("%s: nothing leads to Message", f.Name)
		}
	}
	if len(keys) > 128 {
		t.Errorf("%d different Keys, but a parser keeps them in 128 bits", len(keys))
	}
	t.Logf("%d formats, %d keys", len(names), len(keys))
}

// TestBegins: a format reads no record that begins with none of the bytes that the
// table says its records begin with.
func TestBegins(t *testing.T) {
	h := newHarness(t, parse.Options{})
	rnd := rand.New(rand.NewPCG(5, 6))
	for _, line := range goldenLines(t) {
		for n := range 3 {
			if n > 0 {
				line = spoil(rnd, line)
			}
			if line = strings.Trim(line, " \t\r\n\x00"); line == "" {
				break
			}
			for i := range parse.Formats {
				f := &parse.Formats[i]
				if f.Begins == "" || strings.IndexByte(f.Begins, line[0]) >= 0 {
					continue
				}
				if err := h.p.Try(h.st, i, []byte(line)); err != parse.ErrFormat {
					t.Fatalf("%s: %v, want %v: %q", f.Name, err, parse.ErrFormat, line)
				}
			}
		}
	}
}

const (
	jsonLine     = `{"time":"2026-01-10T12:55:36Z","msg":"login ok","user":"alice"}`
	combinedLine = `192.0.2.7 - alice [10/Jan/2026:13:55:36 +0100] "GET / HTTP/1.1" 200 1`
	syslogLine   = `Jan 10 12:55:36 web1 sshd[1]: Failed password for root from 192.0.2.7 port 1 ssh2`
	noiseLine    = `2026-01-10 12:55:36 INFO cache warmed`
)

// TestDetection: what a file's format is taken for, and what becomes of lines
// in between that are of another.
func TestDetection(t *testing.T) {
	for _, tt := range []struct {
		name   string
		lines  []string
		format string
		last   error // of the last line
	}{
		{"json", []string{jsonLine}, "json", nil},
		{"combined", []string{combinedLine}, "combined", nil},
		{"syslog", []string{syslogLine}, "syslog", nil},
		{"text", []string{noiseLine}, "text", parse.ErrNotAuth},
		{"text first", []string{noiseLine, combinedLine, combinedLine}, "combined", nil},
		{"a banner among JSON", []string{jsonLine, noiseLine, jsonLine}, "json", nil},
		{"a container of two programs", []string{jsonLine, combinedLine, jsonLine, combinedLine}, "combined", nil},
		{"oauth2-proxy in an access log", []string{combinedLine, `192.0.2.7 - 6f0b - alice@example.com [2026/01/10 12:55:36] [AuthFailure] Invalid authentication via OAuth2: unauthorized`}, "oauth2_proxy", nil},
		{"Docker's wrapping among JSON", []string{jsonLine, `{"log":"192.0.2.7 - alice [10/Jan/2026:13:55:36 +0100] \"GET / HTTP/1.1\" 401 1\n","stream":"stdout","time":"2026-01-10T12:55:36Z"}`}, "json", nil},
		{"a word that no format claims", []string{"hello"}, "text", parse.ErrNotAuth},
		{"JSON cut off", []string{jsonLine, jsonLine[:40]}, "json", parse.ErrFormat},
		{"access log cut off", []string{combinedLine, combinedLine[:50]}, "combined", parse.ErrFormat},
		{"binary", []string{combinedLine, "\x7fELF\x02\x01\x00\x00\x01"}, "combined", parse.ErrFormat},
		{"empty", []string{jsonLine, ""}, "json", parse.ErrNotAuth},
		{"what a writer of C's strings leaves behind", []string{jsonLine + "\x00", jsonLine + "\x00\x00\r", jsonLine + " \x00\t\x00"}, "json", nil},
		{"what copytruncate leaves", []string{strings.Repeat("\x00", 4096) + jsonLine}, "json", nil},
		{"colours", []string{"\x1b[32mINFO\x1b[0m: 192.0.2.7:1 - \"POST /login HTTP/1.1\" \x1b[31m401 Unauthorized\x1b[0m"}, "text", nil},
		{"a byte order mark", []string{"\ufeff" + jsonLine}, "json", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h := newHarness(t, parse.Options{Format: "auto"})
			var err error
			for _, line := range tt.lines {
				err = h.parse(line)
			}
			if err != tt.last {
				t.Errorf("Parse = %v, want %v", err, tt.last)
			}
			if got := h.st.Format(); got != tt.format {
				t.Errorf("format = %q, want %q", got, tt.format)
			}
		})
	}
}

// TestNamedFormat: a line that is not in the configured format is an error.
func TestNamedFormat(t *testing.T) {
	for _, tt := range []struct {
		format, line string
		want         error
	}{
		{"json", jsonLine, nil},
		{"json", combinedLine, parse.ErrFormat},
		{"combined", combinedLine, nil},
		{"combined", jsonLine, parse.ErrFormat},
		{"syslog", syslogLine, nil},
		{"syslog", noiseLine, parse.ErrFormat},
		{"sshd", syslogLine, nil},
		{"sshd", "Failed password for root from 192.0.2.7 port 1 ssh2", nil},
		{"sshd", combinedLine, parse.ErrFormat},
		{"logfmt", "level=info msg=login user=alice", nil},
		{"logfmt", noiseLine, parse.ErrFormat},
		{"text", noiseLine, parse.ErrNotAuth},
	} {
		t.Run(tt.format+" of "+tt.line[:12], func(t *testing.T) {
			h := newHarness(t, parse.Options{Format: tt.format})
			if got := h.parse(tt.line); got != tt.want {
				t.Errorf("Parse = %v, want %v", got, tt.want)
			}
			if h.st.Format() != tt.format {
				t.Errorf("format = %q, want %q", h.st.Format(), tt.format)
			}
		})
	}
	if err := (&parse.Options{Format: "no such"}).Validate(); err == nil {
		t.Error("Validate accepted an unknown format")
	}
}

// TestDepth: nesting is bounded, and what is refused leaves no event behind.
func TestDepth(t *testing.T) {
	for _, tt := range []struct {
		depth int
		want  error
	}{{10, nil}, {62, nil}, {64, parse.ErrFormat}, {10_000, parse.ErrFormat}} {
		h := newHarness(t, parse.Options{Format: "auto"})
		line := `{"user":"alice","a":` + strings.Repeat("[", tt.depth) + strings.Repeat("]", tt.depth) + `}`
		if got := h.parse(line); got != tt.want {
			t.Errorf("depth %d: Parse = %v, want %v", tt.depth, got, tt.want)
		}
		if tt.want != nil && h.e.Action != event.NoAction {
			t.Errorf("depth %d: the event has an action", tt.depth)
		}
	}
}

// TestLongLine: a line of any length costs its length, and no more.
func TestLongLine(t *testing.T) {
	for _, line := range []string{
		`{"user":"` + strings.Repeat("a", 1<<20) + `"}`,
		strings.Repeat(`{"a":`, 60) + `1` + strings.Repeat(`}`, 60),
		"Jan 10 12:55:36 web1 app[1]: " + strings.Repeat("login failed for bob ", 50_000),
		strings.Repeat("a=b ", 100_000),
		strings.Repeat("[", 1<<20),
		strings.Repeat("'", 1<<16),
		strings.Repeat(`x {"`, 1<<14) + "}",
	} {
		h := newHarness(t, parse.Options{Format: "auto"})
		if err := h.parse(line); err != nil && err != parse.ErrNotAuth && err != parse.ErrFormat {
			t.Errorf("Parse = %v", err)
		}
	}
}

// TestHostile: what is no log line any more is refused whole; what only looks
// odd is read for what it still says.
func TestHostile(t *testing.T) {
	for _, tt := range []struct {
		name, line string
		want       error
		user       string
	}{
		{"cut off in a string", `{"msg":"login failed","user":"ali`, parse.ErrFormat, ""},
		{"cut off behind a colon", `{"msg":"login failed","user":`, parse.ErrFormat, ""},
		{"cut off in an escape", `{"msg":"login failed","user":"alice\u00`, parse.ErrFormat, ""},
		{"two writers in one line", `{"msg":"login failed","us{"msg":"login failed","user":"alice"}`, parse.ErrFormat, ""},
		{"NUL within", "{\"msg\":\"login failed\",\"user\":\"al\x00ice\"}", parse.ErrFormat, ""},
		{"NUL as an escape", `{"msg":"login failed","user":"al\u0000ice"}`, nil, "al\x00ice"},
		{"a control character", "Jan 10 12:55:36 web1 sshd[1]: Failed password for al\x07ice from 192.0.2.7 port 1 ssh2", nil, "al\x07ice"},
		{"a key twice", `{"msg":"login failed","user":"bob","user":"alice"}`, nil, "alice"},
		{"numbers for texts", `{"msg":5,"user":7,"username":"alice","ip":12,"level":[],"time":{}}`, nil, "alice"},
		{"texts for numbers", `{"msg":"login failed","username":"alice","status":"no","port":"x","duration":"long"}`, nil, "alice"},
		{"an object for a name", `{"msg":"login failed","username":{"username":{"username":"alice"}}}`, nil, "alice"},
		{"half a surrogate", `{"msg":"login failed","username":"alice","path":"\ud800"}`, nil, "alice"},
		{"bytes that are no UTF-8", "{\"msg\":\"login failed\",\"username\":\"alice\",\"a\":\"\xff\xfe\"}", nil, "alice"},
		{"huge number", `{"msg":"login failed","username":"alice","status":` + strings.Repeat("9", 5000) + `}`, nil, "alice"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h := newHarness(t, parse.Options{Format: "auto"})
			if got := h.parse(tt.line); got != tt.want {
				t.Fatalf("Parse = %v, want %v", got, tt.want)
			}
			if tt.want != nil {
				return
			}
			user, _ := h.doc(t)["user"].(map[string]any)
			if got := user["name"]; got != tt.user {
				t.Errorf("user.name = %q, want %q", got, tt.user)
			}
		})
	}
}

// An entry of the journal becomes the event that its line in auth.log becomes:
// also in a journald input, which has no other format.
func TestJournaldIsLikeSyslog(t *testing.T) {
	const entry = `{"__CURSOR":"s=1;i=1;t=1","__REALTIME_TIMESTAMP":"1768049736000000","_HOSTNAME":"web1","SYSLOG_IDENTIFIER":"%s","_PID":"1","MESSAGE":"%s"}`
	for _, m := range []struct{ program, message string }{
		{"sshd", "Failed password for root from 192.0.2.7 port 1 ssh2"},
		{"sshd", "pam_unix(sshd:session): session closed for user alice"},
		{"sudo", "alice : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/sh"},
		{"su", "(to root) alice on pts/1"},
		{"useradd", "new user: name=bob, UID=1001, GID=1001, home=/home/bob, shell=/bin/sh, from=/dev/pts/0"},
	} {
		file := newHarness(t, parse.Options{})
		if err := file.parse("Jan 10 12:55:36 web1 " + m.program + "[1]: " + m.message); err != nil {
			t.Fatalf("%s: %v", m.message, err)
		}
		want, _ := json.Marshal(file.doc(t))
		for _, format := range []string{"auto", "journald"} {
			journal := newHarness(t, parse.Options{Format: format})
			if err := journal.parse(fmt.Sprintf(entry, m.program, m.message)); err != nil {
				t.Fatalf("%s: %v", m.message, err)
			}
			if got, _ := json.Marshal(journal.doc(t)); string(got) != string(want) {
				t.Errorf("format %s: the entry gave\n%s\nwant, as from the file,\n%s", format, got, want)
			}
		}
	}
}

// TestNoSecretIsMined: a word that the message's scrubbed text does not hold is
// nobody's name.
func TestNoSecretIsMined(t *testing.T) {
	h := newHarness(t, parse.Options{Format: "auto", All: true})
	for _, line := range []string{
		"GRANT ALL ON *.* TO 'bob'@'%' IDENTIFIED BY 'example-Aa1xyz' WITH GRANT OPTION",
		"Password for the elastic user is: exampleAa1xyzBb2",
		`{"diff":{"password":{"from":"3xampleAa1xyz","to":"b"}},"user":"bob"}`,
		`[{"path":"spec.password","from":"3xampleAa1xyz","to":"b"}]`,
	} {
		h.parse(line)
		for _, got := range []string{h.e.User.Name.String(), h.e.Message.String(), h.e.Source.Domain.String()} {
			if strings.Contains(got, "Aa1xyz") {
				t.Errorf("%q: %q holds a part of the secret", line, got)
			}
		}
	}
}

// TestAllNamesNoAction: where all records are kept, those that are no authentication
// events do not look like them.
func TestAllNamesNoAction(t *testing.T) {
	h := newHarness(t, parse.Options{Format: "auto", All: true})
	for _, line := range []string{
		"2026-11-10 12:55:36 INFO removed 12 expired sessions",
		"2026-11-10 12:55:36 ERROR failed to get a token for worker",
		"2026-11-10 12:55:36 ERROR invalid configuration: login timeout must be positive",
		"2026-11-10 12:55:36 ERROR insufficient memory to start worker",
		`{"level":"INFO","msg":"user agent blocked list reloaded","entries":12}`,
		"[2026-11-10 12:55:36,123] INFO Established session 0x100000 with negotiated timeout 30000 for client /10.0.0.7:51822 (org.apache.zookeeper.server.ZooKeeperServer)",
	} {
		h.parse(line)
		if h.e.Action != event.NoAction || h.e.Category != 0 {
			t.Errorf("%q: %v", line, h.doc(t))
		}
	}
}

// What parts a credential's name from its value, and a link's path from its query,
// keeps neither of them from being seen.
func TestNoSecretIsLostFromItsName(t *testing.T) {
	h := newHarness(t, parse.Options{Format: "auto", All: true, Original: true})
	const secret = "a46MiejgUwwh4ulcGmxwu3f6"
	for _, line := range []string{
		"grafana.adminPassword: " + secret,
		"Nov 26 10:00:00 web-1 password: " + secret,
		"<13>Nov 26 10:00:00 web-1 token: " + secret,
		"2026-11-26T10:00:00Z web-1 passwd: " + secret,
		"2026-11-26T10:00:00Z web-1 X-Heroku-Token: [tk." + secret + "] status=200", // no logger
		"Nov 26 10:00:00 web-1 session: tk." + secret + ": used by bob",
		"INFO:password:" + secret,
		"Api::Token: " + secret,
		"secretKey | " + secret,
		"| password | " + secret + " |",
		"7362707770:AA" + secret + secret[:10],
		`{"grant":{"code":"` + secret + `"}}`,
		`{"method":"POST","url":"https://hooks.slack.com/workflows/T01EXAMPLE/A01EXAMPLE/1234/` + secret + `","status":200}`,
		`webhook POST https://hook.eu2.make.com/` + strings.ToLower(secret),
		`203.0.113.7 - - [26/Nov/2026:10:00:00 +0000] "GET /magic-link?t=` + secret + ` HTTP/1.1" 200 17`,
		`203.0.113.7 - - [26/Nov/2026:10:00:00 +0000] "POST /change-password?old=` + secret + ` HTTP/1.1" 200 17`,
		`203.0.113.7 - - [26/Nov/2026:10:00:00 +0000] "GET /x?t=` + secret + secret + ` HTTP/1.1" 200 17`,
		`203.0.113.7 - - [26/Nov/2026:10:00:00 +0000] "GET /?k=` + secret + secret + ` HTTP/1.1" 200 17`,
	} {
		h.parse(line)
		if got := fmt.Sprint(h.doc(t)); strings.Contains(strings.ToLower(got), strings.ToLower(secret)) {
			t.Errorf("%q became %s", line, got)
		}
	}
}

// TestSecretIsNotRepeated: what a record has as a secret by its name leaves in no other
// field of it, whichever of them stands first.
func TestSecretIsNotRepeated(t *testing.T) {
	h := newHarness(t, parse.Options{Format: "json"})
	for _, secret := range []string{secrets["opaque"], "example-1x"} {
		for _, format := range []string{
			`{"user":"bob","password":"%[1]s","message":"login of bob failed with %[1]s","path":"/x/%[1]s","status":401}`,
			`{"path":"/x/%[1]s","message":"login of bob failed with %[1]s","request_id":"%[1]s","status":401,"token":"%[1]s"}`,
			`{"authorization":"Bearer %[1]s","ip":"192.0.2.7","status":200,"user_agent":"job (%[1]s)"}`,
		} {
			for range 3 { // the third time it has a precedent, if it may
				if err := h.parse(fmt.Sprintf(format, secret)); err != nil || bytes.Contains(document(t, h), []byte(secret)) {
					t.Errorf("%s: %v, %s", format, err, document(t, h))
				}
			}
		}
	}
}

// TestSecretEndsWithItsLine: the next line of a message is no part of the token before it,
// is not hashed with it, and stays.
func TestSecretEndsWithItsLine(t *testing.T) {
	h := newHarness(t, parse.Options{Format: "auto", All: true})
	for i, format := range []string{
		`2026-11-26T10:00:00Z INFO env TOKEN=%s\nPORT=3000`,
		`2026-11-26T10:00:00Z INFO env "TOKEN=%s\r\nPORT=3000"`,
		`{"ts":"2026-11-26T10:00:00Z","msg":"TOKEN=%s\nPORT=3000"}`,
	} {
		for range 3 { // the third time it has a precedent, if it may
			secret := fmt.Sprintf("a46MiejgUwwh4ulcGmxwu3f6%d", i)
			h.parse(fmt.Sprintf(format, secret))
			got := string(document(t, h))
			if want := fmt.Sprintf(`"hash":"%x"`, sha256.Sum256([]byte(secret))); !strings.Contains(got, want) || !strings.Contains(got, "PORT=3000") {
				t.Errorf("%s became %s, without %s", format, got, want)
			}
		}
	}
}

// The number of an event is no code of OAuth, though it is as long as one.
func TestEventIDIsNoSecret(t *testing.T) {
	h := newHarness(t, parse.Options{Format: "auto", All: true})
	h.parse(`{"eventName":"GetSecretValue","eventID":"550e8400-e29b-41d4-a716-446655440000","sourceIPAddress":"192.0.2.9"}`)
	if d := h.doc(t); d["hashtail"] != nil || !h.e.Code.Is("550e8400-e29b-41d4-a716-446655440000") {
		t.Errorf("%v", d)
	}
}

// What the class of a logger is named after says nothing of what it logs.
func TestClassIsNoName(t *testing.T) {
	h := newHarness(t, parse.Options{Format: "auto", All: true})
	for _, line := range []string{
		"2026-11-10 12:55:36.123  INFO 1 --- [main] c.example.security.Password           : argon2id13 selected",
		"2026-11-10 12:55:36,123 INFO [com.example.auth.Token] (main) worker7 started",
		"2026-11-10T12:55:36.123Z INFO my_app::auth::password: bcrypt12 selected",
	} {
		h.parse(line)
		if d := h.doc(t); d["hashtail"] != nil || h.e.Category != 0 {
			t.Errorf("%q: %v", line, d)
		}
	}
}

// TestOriginal: where it is wanted, an event holds the whole record as scrubbed
// text, also of a record in no format; where the message says it all, once.
func TestOriginal(t *testing.T) {
	h := newHarness(t, parse.Options{Format: "auto", All: true, Original: true})
	for _, tt := range []struct{ in, want string }{
		{`{"user":"alice","device":"d7","password":"example-1x"}`, `{"user":"alice","device":"d7","password":"[REDACTED]"}`},
		{"started worker 7", ""},
		{"NUL\x00 in it, password=example-1x", "NUL\x00 in it, password=[REDACTED]"},
	} {
		h.parse(tt.in)
		if got := h.e.Original.String(); got != tt.want {
			t.Errorf("%q: original = %q, want %q", tt.in, got, tt.want)
		}
	}
	if h.e.Message.String() != "" || len(h.e.Found) != 1 {
		t.Errorf("a record in no format: message %q, %d findings", h.e.Message, len(h.e.Found))
	}
}

// TestArgumentInHex: an argument of a command that stands in hex is no hiding place, in small
// letters either.
func TestArgumentInHex(t *testing.T) {
	h := newHarness(t, parse.Options{All: true})
	for _, spelling := range []string{"%x", "%X"} {
		line := fmt.Sprintf(`type=EXECVE msg=audit(1794315336.123:882): argc=3 a0="curl" a1="-u" a2=`+spelling, "bob:"+secrets["password"])
		if err := h.parse(line); err != nil {
			t.Fatal(err)
		}
		process, _ := h.doc(t)["process"].(map[string]any)
		if got, want := process["command_line"], "curl -u bob:[REDACTED]"; got != want {
			t.Errorf("%s is the command line of an argument in %s, want %q", got, spelling, want)
		}
	}
}
