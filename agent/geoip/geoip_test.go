package geoip_test

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/maxmind/mmdbwriter"
	"github.com/maxmind/mmdbwriter/mmdbtype"

	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/geoip"
)

// write makes a database of networks and records.
func write(t testing.TB, path, kind string, records map[string]mmdbtype.Map) {
	t.Helper()
	tree, err := mmdbwriter.New(mmdbwriter.Options{DatabaseType: kind, IncludeReservedNetworks: true})
	if err != nil {
		t.Fatal(err)
	}
	for network, record := range records {
		_, ipnet, err := net.ParseCIDR(network)
		if err == nil {
			err = tree.Insert(ipnet, record)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if _, err := tree.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	replace(t, path, b.Bytes())
}

// replace puts a file in the place of another, as updaters do.
func replace(t testing.TB, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path+".new", data, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		t.Fatal(err)
	}
}

func named(code, name string) mmdbtype.Map {
	return mmdbtype.Map{"iso_code": mmdbtype.String(code), "names": mmdbtype.Map{"en": mmdbtype.String(name), "de": mmdbtype.String("anders")}}
}

func cityOf(name string) mmdbtype.Map {
	return mmdbtype.Map{
		"city":         named("", name),
		"continent":    mmdbtype.Map{"code": mmdbtype.String("EU")},
		"country":      named("DE", "Germany"),
		"subdivisions": mmdbtype.Slice{named("BE", "Land Berlin")},
		"location":     mmdbtype.Map{"latitude": mmdbtype.Float64(52.5), "longitude": mmdbtype.Float64(13.25), "time_zone": mmdbtype.String("Europe/Berlin")},
	}
}

// files are a city and an ASN database, in a folder of the test's own.
func files(t testing.TB) geoip.Config {
	dir := t.TempDir()
	c := geoip.Config{City: filepath.Join(dir, "city.mmdb"), ASN: filepath.Join(dir, "asn.mmdb")}
	write(t, c.City, "Test-City", map[string]mmdbtype.Map{
		"192.0.2.0/25":    cityOf("Berlin"),
		"192.0.2.128/25":  {"registered_country": named("FR", "France")},
		"2001:db8::/32":   cityOf("Potsdam"),
		"198.51.100.0/24": {"city": mmdbtype.String("of a shape that no city has")},
	})
	write(t, c.ASN, "Test-ASN", map[string]mmdbtype.Map{
		"192.0.2.0/24": {"autonomous_system_number": mmdbtype.Uint32(64500), "autonomous_system_organization": mmdbtype.String("Example \"Net\"")},
	})
	return c
}

func open(t testing.TB, c geoip.Config) *geoip.Databases {
	t.Helper()
	d, err := geoip.Open(c, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// source is the source of an event from an address, as it is shipped.
func source(t testing.TB, c *geoip.Cache, addr string) string {
	t.Helper()
	e := event.Event{From: new(event.Source).Prepare()}
	e.Source.IP = netip.MustParseAddr(addr)
	e.Geo, e.AS = c.Lookup(e.Source.IP)
	var doc struct{ Source json.RawMessage }
	if err := json.Unmarshal(event.NewEncoder(event.Host{}).AppendECS(nil, &e), &doc); err != nil {
		t.Fatal(err)
	}
	return string(doc.Source)
}

func TestLookup(t *testing.T) {
	cache := open(t, files(t)).NewCache()
	const (
		as     = `"as":{"number":64500,"organization":{"name":"Example \"Net\""}}`
		berlin = `"geo":{"city_name":"Berlin","continent_code":"EU","country_iso_code":"DE","country_name":"Germany","location":{"lat":52.5,"lon":13.25},"region_iso_code":"DE-BE","region_name":"Land Berlin","timezone":"Europe/Berlin"}`
	)
	for _, tt := range []struct{ name, addr, want string }{
		{"both", "192.0.2.7", `,` + as + `,` + berlin + `}`},
		{"mapped", "::ffff:192.0.2.7", `,` + as + `,` + berlin + `}`},
		{"a country", "192.0.2.200", `,` + as + `,"geo":{"country_iso_code":"FR","country_name":"France"}}`},
		{"IPv6", "2001:db8::7", `,` + strings.Replace(berlin, "Berlin", "Potsdam", 1) + `}`},
		{"a zone", "2001:db8::7%eth0", `,` + strings.Replace(berlin, "Berlin", "Potsdam", 1) + `}`},
		{"not in it", "203.0.113.7", `"address":"203.0.113.7"}`},
		{"a record of another shape", "198.51.100.7", `"address":"198.51.100.7"}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for range 2 { // from the database, and from the cache
				if got := source(t, cache, tt.addr); !strings.HasSuffix(got, tt.want) {
					t.Errorf("source of %s is %s, want it to end with %s", tt.addr, got, tt.want)
				}
			}
		})
	}
}

func TestLookupDoesNotAllocate(t *testing.T) {
	cache := open(t, files(t)).NewCache()
	known, other := netip.MustParseAddr("192.0.2.7"), netip.MustParseAddr("203.0.113.7")
	if n := testing.AllocsPerRun(1000, func() { cache.Lookup(known); cache.Lookup(other) }); n != 0 {
		t.Errorf("%v allocations for addresses that are known", n)
	}
	// Ever new addresses of a known place: only the map's own growth, to its bound.
	next := netip.MustParseAddr("2001:db8::")
	step := func() {
		for range 20_000 {
			next = next.Next()
			cache.Lookup(next)
		}
	}
	step()
	if n := testing.AllocsPerRun(3, step); n > 10 {
		t.Errorf("%v allocations for 20,000 new addresses", n)
	}
}

func TestBrokenAtStart(t *testing.T) {
	good := files(t)
	data, err := os.ReadFile(good.City)
	if err != nil {
		t.Fatal(err)
	}
	torn := filepath.Join(t.TempDir(), "torn.mmdb")
	replace(t, torn, data[:len(data)-200])
	for _, tt := range []struct {
		name string
		c    geoip.Config
		want string
	}{
		{"none", geoip.Config{City: "/nonexistent.mmdb"}, "city: open /nonexistent.mmdb: no such file"},
		{"torn", geoip.Config{City: torn}, "is not a database in MaxMind's format"},
		{"a folder", geoip.Config{ASN: filepath.Dir(torn)}, "is not a regular file"},
		{"exchanged", geoip.Config{City: good.ASN}, "it belongs under the other key"},
		{"exchanged as well", geoip.Config{ASN: good.City}, "it belongs under the other key"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := geoip.Open(tt.c, t.TempDir()); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Open = %v, want %q in it", err, tt.want)
			}
		})
	}
}

// A file that changes takes over, a broken one does not and is told of once; and
// writing into the file in use does no harm.
func TestReplaced(t *testing.T) {
	c := files(t)
	copies := t.TempDir()
	d, err := geoip.Open(c, copies)
	if err != nil {
		t.Fatal(err)
	}
	if left, _ := os.ReadDir(copies); len(left) != 0 {
		t.Errorf("%d copies are left in their folder", len(left))
	}
	cache := d.NewCache()
	var said bytes.Buffer
	log := slog.New(slog.NewTextHandler(&said, nil))
	city := func(want string) {
		t.Helper()
		if got := source(t, cache, "192.0.2.7"); !strings.Contains(got, `"city_name":"`+want+`"`) {
			t.Errorf("source is %s, want the city %s", got, want)
		}
	}
	city("Berlin")
	d.Refresh(log)
	if said.Len() > 0 {
		t.Errorf("nothing has changed, but the log says %s", said.String())
	}
	if err := os.WriteFile(c.City, []byte("in place, and much shorter"), 0o600); err != nil {
		t.Fatal(err)
	}
	source(t, cache, "2001:db8::9")
	d.Refresh(log)
	d.Refresh(log)
	city("Berlin")
	if n := strings.Count(said.String(), "level=WARN"); n != 1 {
		t.Errorf("%d warnings of the broken file, want 1: %s", n, said.String())
	}
	write(t, c.City, "Test-City", map[string]mmdbtype.Map{"192.0.2.0/24": cityOf("Hamburg")})
	if err := os.Chtimes(c.City, time.Time{}, time.Now().Add(time.Second)); err != nil {
		t.Fatal(err)
	}
	d.Refresh(log)
	city("Hamburg")
	if err := os.Remove(c.City); err != nil {
		t.Fatal(err)
	}
	d.Refresh(log)
	city("Hamburg")
}

func BenchmarkLookup(b *testing.B) {
	cache := open(b, files(b)).NewCache()
	b.ReportAllocs()
	addr := netip.MustParseAddr("192.0.2.7")
	for b.Loop() {
		cache.Lookup(addr)
	}
}
