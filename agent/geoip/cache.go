package geoip

import (
	"net/netip"

	"github.com/oschwald/maxminddb-golang/v2"

	"github.com/hashtail/hashtail/agent/event"
)

// A Cache looks addresses up for one goroutine. An address that it knows costs
// one look into a map; one that it does not, a walk through the database; and
// only a place or a network that it has not met is read and encoded.
type Cache struct {
	databases *Databases
	city, asn *maxminddb.Reader // that the maps are of
	addrs     map[netip.Addr]answer
	geos      map[uintptr]*event.Geo // by place in the database
	ases      map[uintptr]*event.AS
}

// An answer is what is known of one address; nil: nothing.
type answer struct {
	geo *event.Geo
	as  *event.AS
}

// Bounds of what a cache keeps: it forgets all when it is full, which an
// attacker from very many addresses can bring about, and no more.
const (
	maxAddrs   = 8192
	maxRecords = 2048
)

// NewCache makes an empty cache.
func (d *Databases) NewCache() *Cache {
	return &Cache{databases: d, addrs: map[netip.Addr]answer{}, geos: map[uintptr]*event.Geo{}, ases: map[uintptr]*event.AS{}}
}

// Lookup says what the databases know of an address; nil, nil when nothing.
func (c *Cache) Lookup(addr netip.Addr) (*event.Geo, *event.AS) {
	if city, asn := c.databases.city.reader.Load(), c.databases.asn.reader.Load(); city != c.city || asn != c.asn {
		c.city, c.asn = city, asn
		clear(c.addrs)
		clear(c.geos)
		clear(c.ases)
	}
	if a, ok := c.addrs[addr]; ok {
		return a.geo, a.as
	}
	if len(c.addrs) >= maxAddrs {
		clear(c.addrs)
	}
	ip := addr.Unmap().WithZone("")
	a := answer{lookUp(c.city, ip, c.geos, readGeo), lookUp(c.asn, ip, c.ases, readAS)}
	c.addrs[addr] = a
	return a.geo, a.as
}

// lookUp finds the record of an address, in the cache or in the database. One
// that cannot be read is as good as none.
func lookUp[T any](r *maxminddb.Reader, ip netip.Addr, known map[uintptr]*T, read func(maxminddb.Result) *T) *T {
	if r == nil {
		return nil
	}
	result := r.Lookup(ip)
	if result.Err() != nil || !result.Found() {
		return nil
	}
	v, ok := known[result.Offset()]
	if !ok {
		if len(known) >= maxRecords {
			clear(known)
		}
		v = read(result)
		known[result.Offset()] = v
	}
	return v
}

func readGeo(result maxminddb.Result) *event.Geo {
	type named struct {
		Code  string            `maxminddb:"iso_code"`
		Names map[string]string `maxminddb:"names"`
	}
	var r struct {
		City      named `maxminddb:"city"`
		Continent struct {
			Code string `maxminddb:"code"`
		} `maxminddb:"continent"`
		Country      named   `maxminddb:"country"`
		Registered   named   `maxminddb:"registered_country"`
		Subdivisions []named `maxminddb:"subdivisions"`
		Location     struct {
			Latitude  *float64 `maxminddb:"latitude"`
			Longitude *float64 `maxminddb:"longitude"`
			Timezone  string   `maxminddb:"time_zone"`
		} `maxminddb:"location"`
	}
	if result.Decode(&r) != nil {
		return nil
	}
	if r.Country.Code == "" {
		r.Country = r.Registered
	}
	g := &event.Geo{
		City: r.City.Names["en"], Continent: r.Continent.Code, Country: r.Country.Code, CountryName: r.Country.Names["en"],
		Timezone: r.Location.Timezone,
	}
	if len(r.Subdivisions) > 0 {
		region := r.Subdivisions[0]
		g.RegionName = region.Names["en"]
		if region.Code != "" && g.Country != "" {
			g.Region = g.Country + "-" + region.Code
		}
	}
	if l := r.Location; l.Latitude != nil && l.Longitude != nil {
		g.Lat, g.Lon, g.HasLocation = *l.Latitude, *l.Longitude, true
	}
	return g.Prepare()
}

func readAS(result maxminddb.Result) *event.AS {
	var r struct {
		Number       uint32 `maxminddb:"autonomous_system_number"`
		Organization string `maxminddb:"autonomous_system_organization"`
	}
	if result.Decode(&r) != nil {
		return nil
	}
	return (&event.AS{Number: r.Number, Organization: r.Organization}).Prepare()
}
