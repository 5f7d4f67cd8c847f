package sinks_test

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/redact"
	"github.com/hashtail/hashtail/sinks"
)

// A fakeCluster answers what Install asks.
type fakeCluster struct {
	get, components int    // statuses
	installed       string // the answer to GET _index_template
	put             func(template string) int
	puts            []string
}

func (f *fakeCluster) serve(w http.ResponseWriter, r *http.Request) {
	status, answer := http.StatusOK, "{}"
	switch {
	case strings.HasPrefix(r.URL.Path, "/_component_template/"):
		status = f.components
	case r.Method == http.MethodGet:
		status, answer = f.get, f.installed
	case r.Method == http.MethodPut:
		body, _ := io.ReadAll(r.Body)
		f.puts = append(f.puts, string(body))
		status = f.put(string(body))
	}
	w.WriteHeader(status)
	io.WriteString(w, answer)
}

func TestInstall(t *testing.T) {
	yes := func(string) int { return 200 }
	always := func(status int) func(string) int { return func(string) int { return status } }
	refuses := func(word string) func(string) int {
		return func(template string) int {
			if strings.Contains(template, word) {
				return 400
			}
			return 200
		}
	}
	const there = `{"index_templates":[{"index_template":{"version":2}}]}`
	for _, tt := range []struct {
		name     string
		cluster  fakeCluster
		change   func(*sinks.ElasticsearchConfig)
		want     string // of Install
		puts     int
		holds    string // in the last template
		holdsNot string
	}{
		{name: "components and failure store", cluster: fakeCluster{get: 404, components: 200, put: yes}, want: "delivered", puts: 1, holds: "ecs@mappings", holdsNot: "user_agent"},
		{name: "no components", cluster: fakeCluster{get: 404, components: 404, put: yes}, want: "delivered", puts: 1, holds: "user_agent", holdsNot: "composed_of"},
		{name: "no failure store", cluster: fakeCluster{get: 404, components: 404, put: refuses("failure_store")}, want: "delivered", puts: 2, holds: "user_agent", holdsNot: "failure_store"},
		{name: "components refused", cluster: fakeCluster{get: 404, components: 200, put: refuses("composed_of")}, want: "delivered", puts: 3, holds: "failure_store", holdsNot: "composed_of"},
		{name: "everything refused", cluster: fakeCluster{get: 404, components: 200, put: always(400)}, want: "delivered", puts: 4},
		{name: "no right to install", cluster: fakeCluster{get: 404, components: 200, put: always(403)}, want: "delivered", puts: 1},
		{name: "no right to look", cluster: fakeCluster{get: 403, components: 403, put: always(403)}, want: "delivered", puts: 1},
		{name: "there already", cluster: fakeCluster{get: 200, installed: there}, want: "delivered", puts: 0},
		{name: "an older one", cluster: fakeCluster{get: 200, installed: `{"index_templates":[{"index_template":{"version":0}}]}`, components: 404, put: yes}, want: "delivered", puts: 1},
		{name: "not asked for", cluster: fakeCluster{}, change: func(c *sinks.ElasticsearchConfig) { c.Template = new(bool) }, want: "delivered"},
		{name: "plain index", cluster: fakeCluster{get: 404, components: 200, put: yes}, change: func(c *sinks.ElasticsearchConfig) { c.Index = "auth" }, want: "delivered", puts: 1, holds: "user_agent", holdsNot: "data_stream"},
		{name: "OpenSearch", cluster: fakeCluster{get: 404, components: 200, put: yes}, change: func(c *sinks.ElasticsearchConfig) { c.OpenSearch = true }, want: "delivered", puts: 1, holds: "data_stream", holdsNot: "failure_store"},
		{name: "wrong credentials", cluster: fakeCluster{get: 401}, want: "denied"},
		{name: "not ready", cluster: fakeCluster{get: 503}, want: "transient"},
		{name: "busy", cluster: fakeCluster{get: 404, components: 404, put: always(429)}, want: "transient", puts: 1},
		{name: "not JSON", cluster: fakeCluster{get: 200, installed: "<html>"}, want: "transient"},
		{name: "redirect", cluster: fakeCluster{get: 302}, want: "denied"},
		{name: "no such pipeline", cluster: fakeCluster{get: 404}, change: func(c *sinks.ElasticsearchConfig) { c.Pipeline = "p" }, want: "denied"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			change := tt.change
			if change == nil {
				change = func(*sinks.ElasticsearchConfig) {}
			}
			s := newES(t, tt.cluster.serve, change)
			err := s.Install(t.Context())
			if got := result(err); got != tt.want || len(tt.cluster.puts) != tt.puts {
				t.Fatalf("Install = %s (%v) after %d PUTs, want %s after %d", got, err, len(tt.cluster.puts), tt.want, tt.puts)
			}
			if tt.puts > 0 {
				last := tt.cluster.puts[tt.puts-1]
				if !strings.Contains(last, tt.holds) || tt.holdsNot != "" && strings.Contains(last, tt.holdsNot) {
					t.Errorf("template = %s\nwant %q, not %q", last, tt.holds, tt.holdsNot)
				}
			}
		})
	}
}

// After a dead backend at start, Install is called again until it has an
// answer, and then asks no more.
func TestInstallAgain(t *testing.T) {
	asked, status := 0, 503
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked++
		w.Header().Set("X-Elastic-Product", "Elasticsearch")
		w.WriteHeader(status)
		io.WriteString(w, `{"index_templates":[{"index_template":{"version":99}}]}`)
	}))
	defer srv.Close()
	var log bytes.Buffer
	s, err := sinks.NewElasticsearch(sinks.ElasticsearchConfig{URLs: []string{srv.URL}}, slog.New(slog.NewTextHandler(&log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	if got := result(s.Install(t.Context())); got != "transient" {
		t.Errorf("Install = %s, want transient", got)
	}
	status = 200
	for range 3 {
		if err := s.Install(t.Context()); err != nil {
			t.Error(err)
		}
	}
	if asked != 2 {
		t.Errorf("the server was asked %d times, want 2", asked)
	}
}

func TestTemplateNames(t *testing.T) {
	for _, tt := range []struct {
		name string
		c    sinks.ElasticsearchConfig
		want string
	}{
		{"default", sinks.ElasticsearchConfig{}, "logs-hashtail.auth-*"},
		{"other data stream", sinks.ElasticsearchConfig{DataStream: "logs-auth-prod"}, "logs-auth-*"},
		{"odd data stream", sinks.ElasticsearchConfig{DataStream: "auth"}, "auth"},
		{"index", sinks.ElasticsearchConfig{Index: "a-b-c"}, "a-b-c"},
	} {
		var template struct {
			Patterns []string `json:"index_patterns"`
			Priority int      `json:"priority"`
		}
		var role struct {
			Cluster []string `json:"cluster"`
			Indices []struct {
				Names, Privileges []string
			} `json:"indices"`
		}
		if err := json.Unmarshal(sinks.Template(tt.c), &template); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(sinks.Role(tt.c), &role); err != nil {
			t.Fatal(err)
		}
		if len(template.Patterns) != 1 || template.Patterns[0] != tt.want || template.Priority != 200 {
			t.Errorf("%s: template %+v, want pattern %s", tt.name, template, tt.want)
		}
		if len(role.Indices) != 1 || role.Indices[0].Names[0] != tt.want || strings.Join(role.Indices[0].Privileges, " ") != "auto_configure create_doc" {
			t.Errorf("%s: role %+v, want names %s", tt.name, role, tt.want)
		}
	}
}

// Every field that the encoder writes has a mapping of its own, and no other: the
// server never guesses.
func TestMappingsCoverTheEncoder(t *testing.T) {
	var template struct {
		Template struct {
			Mappings map[string]any `json:"mappings"`
		} `json:"template"`
	}
	if err := json.Unmarshal(sinks.Template(sinks.ElasticsearchConfig{OpenSearch: true}), &template); err != nil {
		t.Fatal(err)
	}
	var doc map[string]any
	if err := json.Unmarshal(fullEvent(), &doc); err != nil {
		t.Fatal(err)
	}
	properties := template.Template.Mappings["properties"].(map[string]any)
	checkMapped(t, "", doc, properties)
	checkWritten(t, "", properties, doc)
}

// checkWritten: what nobody writes needs no mapping, but for what a server's pipeline adds.
func checkWritten(t *testing.T, path string, properties, doc map[string]any) {
	for key, field := range properties {
		name := strings.TrimPrefix(path+"."+key, ".")
		value, ok := doc[key]
		if name == "event.ingested" {
			continue
		}
		if !ok {
			t.Errorf("%s is mapped, and nobody writes it", name)
			continue
		}
		if list, ok := value.([]any); ok {
			value = list[0]
		}
		if inner, ok := field.(map[string]any)["properties"].(map[string]any); ok {
			checkWritten(t, name, inner, value.(map[string]any))
		}
	}
}

func checkMapped(t *testing.T, path string, doc, properties map[string]any) {
	for key, value := range doc {
		name := strings.TrimPrefix(path+"."+key, ".")
		field, ok := properties[key].(map[string]any)
		if name == "labels" {
			continue // keywords by the dynamic template
		}
		if !ok {
			t.Errorf("%s has no mapping", name)
			continue
		}
		if list, ok := value.([]any); ok {
			value = list[0]
		}
		if object, ok := value.(map[string]any); ok && field["type"] == nil {
			checkMapped(t, name, object, field["properties"].(map[string]any))
		}
	}
}

// fullEvent is a document with every field.
func fullEvent() []byte {
	x := redact.Static("x")
	ip := netip.MustParseAddr("192.0.2.1")
	geo := (&event.Geo{City: "x", Continent: "x", Country: "x", CountryName: "x", Region: "x", RegionName: "x", Timezone: "x", HasLocation: true}).Prepare()
	as := (&event.AS{Number: 1, Organization: "x"}).Prepare()
	user := event.User{ID: x, Name: x, Email: x, Domain: x, FullName: x}
	now := time.Now()
	token := redact.Token{Sum: [32]byte{1}, Hash: [32]byte{1}, Prev: [32]byte{2}, KeyID: "a", PrevID: "b", Claims: &redact.Claims{
		ID: x, Issuer: x, Subject: x, ClientID: x, Audience: []redact.Text{x}, Scope: []redact.Text{x}, IssuedAt: 1, NotBefore: 1, ExpiresAt: 1}}
	e := event.Event{
		From: (&event.Source{Path: "/x", Dataset: "x", Service: "x", Environment: "x", Tags: []string{"x"},
			Container: event.Container{ID: "x", Name: "x", Namespace: "x", Pod: "x", PodUID: "x"}}).Prepare(),
		Time: now, Read: now, Kind: event.PipelineError, Action: event.Login, Outcome: event.Success, Tags: event.Truncated, Count: 2, Length: 3,
		Message: x, Original: x, Module: x, Provider: x, Reason: x, Code: x, Severity: 1, Duration: 1, Level: x, Logger: x,
		Source:      event.Endpoint{IP: ip, Port: 1, Domain: x},
		Destination: event.Endpoint{IP: ip, Port: 1, Domain: x},
		Geo:         geo,
		AS:          as,
		Forwarded:   ip, Transport: x, Protocol: x, User: user, Effective: user, Target: user, Roles: []redact.Text{x},
		Token: token, Found: []redact.Finding{{Token: token}}, UserAgent: x, TraceID: x, TransactionID: x, SpanID: x,
		Labels: []event.Label{{Key: event.LabelKey("k"), Value: x}},
	}
	e.Group.ID, e.Group.Name = x, x
	e.HTTP.Method, e.HTTP.Version, e.HTTP.RequestID, e.HTTP.Referrer = x, x, x, x
	e.HTTP.Status, e.HTTP.RequestBytes, e.HTTP.ResponseBytes, e.HTTP.BodyBytes, e.HTTP.HasBody = 200, 1, 1, 1, true
	e.URL.Original, e.URL.Path, e.URL.Query, e.URL.Domain, e.URL.Scheme, e.URL.Port = x, x, x, x, x, 1
	e.Service.Name, e.Service.Environment, e.Service.Version, e.Service.Node = x, x, x, x
	e.Process.Name, e.Process.Executable, e.Process.CommandLine, e.Process.WorkingDirectory, e.Process.PID, e.Process.ParentPID = x, x, x, x, 1, 1
	e.Syslog.Hostname, e.Syslog.AppName, e.Syslog.ProcID, e.Syslog.MsgID, e.Syslog.Priority, e.Syslog.HasPriority = x, x, x, x, 1, true
	e.Error.Code, e.Error.Message, e.Error.Type = x, x, x
	host := event.Host{Name: "x", ID: "x", IPs: []string{"192.0.2.1"}, OS: "x", OSVersion: "x", Architecture: "x", AgentID: "x", AgentVer: "x"}
	return event.NewEncoder(host).AppendECS(nil, &e)
}
