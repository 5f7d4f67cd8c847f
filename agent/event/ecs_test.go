package event_test

import (
	"bytes"
	"encoding/json"
	"math"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/redact"
)

func encode(t testing.TB, e *event.Event) map[string]any {
	t.Helper()
	enc := event.NewEncoder(event.Host{Name: "web-1", AgentID: "a1", AgentVer: "1.0"})
	if e.From == nil {
		e.From = (&event.Source{Path: "/var/log/app.log", Dataset: "hashtail.auth"}).Prepare()
	}
	raw := enc.AppendECS(nil, e)
	doc := map[string]any{}
	if err := json.Unmarshal(raw, &doc); err != nil {
		t.Fatalf("the document is not JSON: %v\n%s", err, raw)
	}
	return doc
}

// at follows a dotted path; nil when there is nothing.
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

func TestFieldsThatAreAbsentAreNotWritten(t *testing.T) {
	doc := encode(t, &event.Event{Read: time.Unix(1, 0)})
	for _, path := range []string{"user", "source", "http", "url", "related", "hashtail", "error", "process", "event.outcome", "event.action", "tags", "labels"} {
		if got := at(doc, path); got != nil {
			t.Errorf("%s = %v, want it absent", path, got)
		}
	}
	for path, want := range map[string]any{
		"@timestamp": "1970-01-01T00:00:01.000Z", "event.kind": "event", "ecs.version": event.ECSVersion,
		"host.name": "web-1", "agent.type": "hashtail", "log.file.path": "/var/log/app.log", "log.offset": 0.0,
		"event.id": strings.Repeat("0", 32),
	} {
		if got := at(doc, path); got != want {
			t.Errorf("%s = %v, want %v", path, got, want)
		}
	}
}

func TestTokenUse(t *testing.T) {
	e := event.Event{
		ID: event.ID{Source: 0xabc, Offset: 17, More: 2}, Read: time.Unix(2, 0),
		Time:   time.Date(2026, 11, 23, 13, 0, 0, 123456000, time.FixedZone("", 3600)),
		Action: event.TokenAccess, Outcome: event.Failure, Count: 3,
		Source: event.Endpoint{IP: netip.MustParseAddr("192.0.2.7"), Port: 4711},
		Token:  redact.Token{Sum: [32]byte{1}, Hash: [32]byte{2}, Prev: [32]byte{3}, KeyID: "k2", PrevID: "k1", At: redact.InHeader},
	}
	e.User.Name = redact.Static("alice")
	e.Effective.Name = redact.Static("alice")
	e.Target.Name = redact.Static("bob")
	e.Found = []redact.Finding{{At: redact.InHeader, Token: e.Token}, {At: redact.InHeader, Token: e.Token}}
	doc := encode(t, &e)
	got, _ := json.Marshal(map[string]any{
		"time": doc["@timestamp"], "id": at(doc, "event.id"), "category": at(doc, "event.category"), "type": at(doc, "event.type"),
		"related": doc["related"], "hashtail": doc["hashtail"], "source": doc["source"],
	})
	two, three := "02"+strings.Repeat("00", 31), "03"+strings.Repeat("00", 31)
	want := `{"category":["api","web"],"hashtail":{"count":3,"redactions":[{"count":2,"location":"header","type":"` + e.Token.Kind.String() + `"}],` +
		`"token":{"hash":"` + two + `","hash_alg":"hmac-sha256","key_id":"k2","location":"header","type":"` + e.Token.Kind.String() + `","verified":false}},` +
		`"id":"0000000000000abc0000000000000011-2","related":{"hash":["` + two + `","` + three + `"],"ip":["192.0.2.7"],"user":["alice","bob"]},` +
		`"source":{"address":"192.0.2.7","ip":"192.0.2.7","port":4711},"time":"2026-11-23T12:00:00.123456Z","type":["access","denied"]}`
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// TestRedactionsOfADump: a line may hold as many secrets as its writer likes, and each
// must not cost more for that.
func TestRedactionsOfADump(t *testing.T) {
	enc := event.NewEncoder(event.Host{})
	cost := func(n int) float64 { // ns a finding, the least of three
		e := event.Event{From: (&event.Source{}).Prepare(), Found: make([]redact.Finding, n)}
		for i := range e.Found {
			e.Found[i] = redact.Finding{Kind: redact.Kind(i % 2), At: redact.Place(i % 3)}
		}
		least := time.Hour
		for range 3 {
			begin := time.Now()
			enc.AppendECS(nil, &e)
			least = min(least, time.Since(begin))
		}
		return float64(least) / float64(n)
	}
	if few, many := cost(1000), cost(32000); many > 8*few && many > 500 {
		t.Errorf("a finding costs %.0f ns among 1000 and %.0f among 32000", few, many)
	}
}

// What a database says may be anything: a place that is no number is left out.
func TestPlaceThatIsNoNumber(t *testing.T) {
	for _, lat := range []float64{math.NaN(), math.Inf(1)} {
		e := sample()
		e.Geo = (&event.Geo{City: "Ulm", HasLocation: true, Lat: lat, Lon: 10}).Prepare()
		doc := encode(t, e)
		if got, where := at(doc, "source.geo.city_name"), at(doc, "source.geo.location"); got != "Ulm" || where != nil {
			t.Errorf("city_name = %v, location = %v", got, where)
		}
	}
}

// An ordinary document must cost no allocation: it is written in place.
func TestEncodingDoesNotAllocate(t *testing.T) {
	enc := event.NewEncoder(event.Host{Name: "web-1"})
	e := sample()
	buf := make([]byte, 0, 4096)
	if n := testing.AllocsPerRun(100, func() { buf = enc.AppendECS(buf[:0], e) }); n != 0 {
		t.Errorf("%v allocations an event, want 0", n)
	}
}

func sample() *event.Event {
	e := &event.Event{
		Read: time.Unix(2, 0), Time: time.Unix(1, 5e8), Action: event.TokenAccess, Outcome: event.Success,
		From:   (&event.Source{Path: "/var/log/app.log", Dataset: "hashtail.auth"}).Prepare(),
		Source: event.Endpoint{IP: netip.MustParseAddr("192.0.2.7"), Port: 4711},
		Token:  redact.Token{Sum: [32]byte{1}, Hash: [32]byte{1}},
	}
	e.Message = redact.Static("auth_event")
	e.HTTP.Method, e.HTTP.Status = redact.Static("GET"), 200
	e.URL.Path = redact.Static("/api/data")
	e.User.Name = redact.Static("alice")
	e.UserAgent = redact.Static("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)")
	return e
}

func BenchmarkAppendECS(b *testing.B) {
	enc := event.NewEncoder(event.Host{Name: "web-1", AgentID: "a1", AgentVer: "1.0"})
	e := sample()
	buf := make([]byte, 0, 4096)
	b.ReportAllocs()
	for b.Loop() {
		buf = enc.AppendECS(buf[:0], e)
	}
	b.SetBytes(int64(len(buf)))
}

// Replay takes an id from a document that was shipped.
func TestParseID(t *testing.T) {
	for _, want := range []event.ID{{}, {Source: 0xabc, Offset: 17}, {Source: 1 << 63, Offset: 1<<63 - 1, More: 2}} {
		if got, ok := event.ParseID(string(want.Append(nil))); !ok || got != want {
			t.Errorf("ParseID(%q) = %v, %v, want %v", want.Append(nil), got, ok, want)
		}
	}
	for _, s := range []string{"", "abc", strings.Repeat("0", 31) + "g", strings.Repeat("0", 32) + "-x"} {
		if got, ok := event.ParseID(s); ok {
			t.Errorf("ParseID(%q) = %v, want none", s, got)
		}
	}
}

func TestTimes(t *testing.T) {
	for _, tt := range []struct {
		at   time.Time
		want string
	}{
		{time.Date(1969, 12, 31, 23, 59, 58, 5e6, time.UTC), "1969-12-31T23:59:58.005Z"},
		{time.Date(2026, 11, 23, 13, 0, 0, 123456000, time.FixedZone("", 3600)), "2026-11-23T12:00:00.123456Z"},
		{time.Date(10_026, 1, 1, 0, 0, 0, 1, time.UTC), "9999-01-01T00:00:00.000000001Z"},
	} {
		if got := encode(t, &event.Event{Time: tt.at, Read: tt.at})["@timestamp"]; got != tt.want {
			t.Errorf("@timestamp of %v = %v, want %v", tt.at, got, tt.want)
		}
	}
}

func FuzzDocumentIsJSON(f *testing.F) {
	f.Add([]byte("plain"), int64(0))
	f.Add([]byte("\"\\\x00\x7f\xff\u2028"), int64(1<<62))
	enc := event.NewEncoder(event.Host{Name: "web-1"})
	f.Fuzz(func(t *testing.T, raw []byte, ns int64) {
		e := sample()
		e.Time = time.Unix(0, ns)
		e.Message = redactor(t).Text(raw, redact.InMessage)
		doc := enc.AppendECS(nil, e)
		if !json.Valid(doc) || bytes.IndexByte(doc, '\n') >= 0 {
			t.Fatalf("not one line of JSON: %q", doc)
		}
	})
}

func redactor(t testing.TB) *redact.Scrubber {
	r, err := redact.New(redact.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r.Scrubber()
}
