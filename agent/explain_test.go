package agent_test

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/maxmind/mmdbwriter"
	"github.com/maxmind/mmdbwriter/mmdbtype"

	"github.com/hashtail/hashtail/agent"
	"github.com/hashtail/hashtail/agent/parse"
	"github.com/hashtail/hashtail/agent/redact"
)

func explain(t *testing.T, c *agent.Config, text string) []*agent.Explanation {
	t.Helper()
	var all []*agent.Explanation
	err := agent.Explain(c, "", "", []byte(text), func(x *agent.Explanation) error {
		all = append(all, x)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestExplain: the positions are those of the values in the line, and the
// reasons are the right ones.
func TestExplain(t *testing.T) {
	const line = `Nov 10 12:55:36 web1 sshd[4211]: Failed password for invalid user bob from 192.0.2.7 port 52114 ssh2`
	for _, tt := range []struct {
		name, line, formats, why string
		event                    bool
		fields                   map[string]string // and the text they come from
		other, reason            string
	}{
		{"syslog", line, "syslog > sshd", "knows it as one", true,
			map[string]string{"user.name": "bob", "source.ip": "192.0.2.7", "source.port": "52114", "@timestamp": "Nov 10 12:55:36", "process.pid": "4211"}, "combined", "other shape"},
		{"JSON", `{"msg":"hello","user":"bob","path":"\/a","ip":"192.0.2.7:4711"}`, "json", "names a user", true,
			map[string]string{"user.name": "bob", "source.ip": "192.0.2.7", "source.port": "4711"}, "traefik", "lacks keys"},
		{"a token", `{"authorization":"Bearer example-token-1234","status":200}`, "json", "", true,
			map[string]string{"hashtail.token.hash": "Bearer example-token-1234"}, "nginx", "lacks keys"},
		{"an access", `192.0.2.7 - - [10/Jan/2026:13:55:36 +0100] "GET /x HTTP/1.1" 401 1`, "combined", "it is access_denied", true,
			map[string]string{"http.response.status_code": "401", "url.path": "/x"}, "", ""},
		{"nothing", `192.0.2.7 - - [10/Jan/2026:13:55:36 +0100] "GET /x HTTP/1.1" 200 1`, "combined", "names no user", false,
			map[string]string{"http.response.status_code": "200"}, "", ""},
		{"broken", `{"user":"bob"`, "", "not in this format", false, nil, "json", "breaks off"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			x := explain(t, agent.DefaultConfig(), tt.line+"\n")[0]
			if got := strings.Join(x.Formats, " > "); got != tt.formats {
				t.Errorf("formats = %s, want %s", got, tt.formats)
			}
			if x.Event != tt.event || !strings.Contains(x.Why, tt.why) {
				t.Errorf("event = %v because %q, want %v because %q", x.Event, x.Why, tt.event, tt.why)
			}
			for field, want := range tt.fields {
				i := slices.IndexFunc(x.Fields, func(f agent.ExplainedField) bool { return f.Field == field })
				switch {
				case i < 0:
					t.Errorf("%s is missing", field)
				case x.Fields[i].Start == nil:
					t.Errorf("%s has no place in the line", field)
				default:
					if got := tt.line[*x.Fields[i].Start:*x.Fields[i].End]; got != want {
						t.Errorf("%s comes from %q, want %q", field, got, want)
					}
				}
			}
			if tt.other == "" {
				return
			}
			i := slices.IndexFunc(x.Others, func(o parse.Try) bool { return o.Format == tt.other })
			if i < 0 || x.Others[i].Reason != tt.reason {
				t.Errorf("%s: other formats = %v, want %s for %s", tt.name, x.Others, tt.reason, tt.other)
			}
		})
	}
}

// TestExplainHoldsNoSecret: of no kind, in no place of a line.
func TestExplainHoldsNoSecret(t *testing.T) {
	rnd := rand.New(rand.NewPCG(rand.Uint64(), rand.Uint64()))
	n, c := 0, agent.DefaultConfig()
	for _, shape := range redact.Shapes() {
		for _, around := range []string{
			`2026-11-10 12:55:36 WARN login failed for user bob: %`,
			`Nov 10 12:55:36 web1 app[1]: user bob %`,
			`{"user":"bob","message":"%"}`,
			`{"user":"bob","msg":"hello","authorization":"%"}`,
			`192.0.2.7 - bob [10/Jan/2026:13:55:36 +0100] "GET /x?q=% HTTP/1.1" 401 1 "-" "%"`,
			`level=warn user=bob msg="%"`,
		} {
			text, secret := shape.Example(rnd)
			if len(secret) < 10 || strings.ContainsAny(text, "\n\"\\") {
				continue
			}
			n++
			for _, x := range explain(t, c, strings.ReplaceAll(around, "%", text)) {
				b, err := json.Marshal(x)
				if err != nil {
					t.Fatal(err)
				}
				if strings.Contains(string(b), secret) {
					t.Errorf("a secret of kind %s is explained in the clear in %s", shape.Kind, around)
				}
			}
		}
	}
	if n < 500 {
		t.Errorf("only %d secrets were planted", n)
	}
}

// TestExplainPlace: an explanation, like a test's event, has what the configured
// databases say of the address.
func TestExplainPlace(t *testing.T) {
	tree, err := mmdbwriter.New(mmdbwriter.Options{DatabaseType: "Test-City", IncludeReservedNetworks: true})
	if err != nil {
		t.Fatal(err)
	}
	_, network, _ := net.ParseCIDR("192.0.2.0/24")
	if err := tree.Insert(network, mmdbtype.Map{"country": mmdbtype.Map{"iso_code": mmdbtype.String("DE")}}); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if _, err := tree.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	c := agent.DefaultConfig()
	c.Enrich.GeoIP.City = filepath.Join(t.TempDir(), "city.mmdb")
	if err := os.WriteFile(c.Enrich.GeoIP.City, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	x := explain(t, c, "Failed password for root from 192.0.2.7 port 22 ssh2\n")[0]
	if !slices.ContainsFunc(x.Fields, func(f agent.ExplainedField) bool { return f.Field == "source.geo.country_iso_code" && f.Value == "DE" }) {
		t.Errorf("no source.geo in %s", x.Document)
	}
	results, err := agent.Test(c, "cases.yaml", []byte("cases:\n- name: place\n  line: Failed password for root from 192.0.2.7 port 22 ssh2\n  want: {source.geo.country_iso_code: DE}\n"))
	if err != nil || len(results) != 1 || !results[0].OK() {
		t.Errorf("test = %+v, %v", results, err)
	}
	c.Enrich.GeoIP.City += ".none"
	if err := agent.Explain(c, "", "", []byte("x\n"), func(*agent.Explanation) error { return nil }); err == nil {
		t.Error("a database that is not there is no error")
	}
}
