package agent

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func audit(t *testing.T, lines ...string) *Audit {
	t.Helper()
	path := filepath.Join(t.TempDir(), "app.log")
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := AuditFiles(DefaultConfig(), "auto", []string{path})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// What a log lacks is named and costs points; what it has does not.
func TestAuditJudges(t *testing.T) {
	const good = `{"time":"2026-11-23T10:00:00Z","event_type":"login","outcome":"success","user":"bob","ip":"192.0.2.7","method":"POST","path":"/login","status":200,"token_hash":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}`
	bad := strings.NewReplacer("success", "failure", `"login"`, `"login_failed"`, "200", "401").Replace(good)
	for _, tt := range []struct {
		name, problem string // empty: no problem at all
		lines         []string
	}{
		{"both sides, all fields", "", []string{good, bad}},
		{"no failures", "1 success and no failure", []string{good}},
		{"no successes", "1 failure and no success", []string{bad}},
		{"no address", "source ip is missing from 2 of 2", []string{strings.Replace(good, `"ip":"192.0.2.7",`, "", 1), strings.Replace(bad, `"ip":"192.0.2.7",`, "", 1)}},
		{"no time", "time is missing from 1 of 2", []string{strings.Replace(good, `"time":"2026-11-23T10:00:00Z",`, "", 1), bad}},
		{"a password", "1 raw secret: password (message)", []string{strings.Replace(good, `"user"`, `"x":"{\"password\":\"example-Aa1\"}","user"`, 1), bad}},
		{"nothing to see", "no authentication event", []string{"worker 7 started"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := audit(t, tt.lines...)
			found := tt.problem == "" && len(r.Problems) == 0
			for _, p := range r.Problems {
				found = found || tt.problem != "" && strings.Contains(p.What, tt.problem) && p.Points > 0 && p.Fix != ""
			}
			if !found || (r.Score == 100) != (tt.problem == "") {
				t.Errorf("score %d, problems %+v, want %q", r.Score, r.Problems, tt.problem)
			}
		})
	}
}

// Positions are those of the secrets in the file, and only the first are kept.
func TestAuditPositions(t *testing.T) {
	var lines []string
	for i := range 5 {
		lines = append(lines, fmt.Sprintf("line %d: password=example-Aa1", i))
	}
	r := audit(t, lines...)
	if len(r.Secrets) != 1 || r.Secrets[0].Count != 5 || len(r.Secrets[0].First) != firstPositions {
		t.Fatalf("secrets %+v", r.Secrets)
	}
	for i, p := range r.Secrets[0].First {
		if want := int64(i*(len(lines[0])+1) + len("line 0: password=")); p.Line != i+1 || p.Offset != want {
			t.Errorf("secret %d at line %d, byte %d, want line %d, byte %d", i, p.Line, p.Offset, i+1, want)
		}
	}
}

// TestAuditRecords: an audit reads records as the pipeline does, out of what a container
// runtime or UTF-16 has made of them, and a line of several as several.
func TestAuditRecords(t *testing.T) {
	const line = `{"time":"2026-11-23T10:00:00Z","event_type":"login","outcome":"success","user":"bob","ip":"192.0.2.7","password":"example-Aa1"}`
	const at = `{"time":"2026-11-23T10:00:00Z","event_type":"login","outcome":"success","user":"bob","ip":"192.0.2.7","password":"`
	wide := make([]byte, 0, 2*len(line))
	for i := range len(line) {
		wide = append(wide, line[i], 0)
	}
	quoted, err := json.Marshal(line + "\n")
	if err != nil {
		t.Fatal(err)
	}
	const cri = "2026-11-23T10:00:00.123456789Z stdout F "
	const trail = `{"eventVersion":"1.08","eventTime":"2026-11-23T10:00:00Z","eventSource":"signin.amazonaws.com","eventName":"ConsoleLogin","sourceIPAddress":"192.0.2.7","userIdentity":{"type":"IAMUser","userName":"bob"},"responseElements":{"ConsoleLogin":"Failure"}}`
	for _, tt := range []struct {
		name   string
		lines  []string
		events int
		first  int64 // where the first secret begins; none: -1
	}{
		{"bare", []string{line}, 1, int64(len(at))},
		{"CRI", []string{cri + line}, 1, int64(len(cri + at))},
		{"CRI in parts", []string{"2026-11-23T10:00:00Z stdout P " + line[:40], "2026-11-23T10:00:00Z stdout F " + line[40:]}, 1, 0},
		{"Docker", []string{`{"log":` + string(quoted) + `,"stream":"stdout","time":"2026-11-23T10:00:00.123456789Z"}`}, 1, 0},
		{"UTF-16", []string{"\xff\xfe" + string(wide) + "\n\x00"}, 1, 0},
		{"several records", []string{`{"Records":[` + trail + `,` + trail + `]}`}, 2, -1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := audit(t, tt.lines...)
			if r.Events != tt.events || r.Unread != 0 {
				t.Errorf("%d events and %d unread lines, want %d and none", r.Events, r.Unread, tt.events)
			}
			first := int64(-1)
			if len(r.Secrets) > 0 {
				first = r.Secrets[0].First[0].Offset
			}
			if first != tt.first {
				t.Errorf("the first secret is at %d, want %d", first, tt.first)
			}
		})
	}
}
