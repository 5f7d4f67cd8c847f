package event

import "math"

// Geo is where an address is, as a local database says. Its texts come from
// that database, never from a line; many events share one.
type Geo struct {
	City, Continent, Country, CountryName, Region, RegionName, Timezone string // Continent, Country and Region are codes

	Lat, Lon    float64
	HasLocation bool

	json []byte // the member geo, made by Prepare
}

// Prepare encodes it once; it must be called before the first event that has
// it is encoded.
func (g *Geo) Prepare() *Geo {
	type location struct {
		Lat float64 `json:"lat"`
		Lon float64 `json:"lon"`
	}
	type geo struct {
		City        string    `json:"city_name,omitempty"`
		Continent   string    `json:"continent_code,omitempty"`
		Country     string    `json:"country_iso_code,omitempty"`
		CountryName string    `json:"country_name,omitempty"`
		Location    *location `json:"location,omitempty"`
		Region      string    `json:"region_iso_code,omitempty"`
		RegionName  string    `json:"region_name,omitempty"`
		Timezone    string    `json:"timezone,omitempty"`
	}
	doc := geo{g.City, g.Continent, g.Country, g.CountryName, nil, g.Region, g.RegionName, g.Timezone}
	if g.HasLocation && finite(g.Lat) && finite(g.Lon) {
		doc.Location = &location{g.Lat, g.Lon}
	}
	g.json = membersOf(struct {
		Geo geo `json:"geo"`
	}{doc})
	return g
}

func finite(f float64) bool { return !math.IsNaN(f) && !math.IsInf(f, 0) }

// An AS is whose network an address belongs to: an autonomous system.
type AS struct {
	Number       uint32
	Organization string

	json []byte // the member as, made by Prepare
}

// Prepare encodes it once, as Geo's does.
func (a *AS) Prepare() *AS {
	type organization struct {
		Name string `json:"name"`
	}
	type as struct {
		Number       uint32        `json:"number,omitempty"`
		Organization *organization `json:"organization,omitempty"`
	}
	doc := as{Number: a.Number}
	if a.Organization != "" {
		doc.Organization = &organization{a.Organization}
	}
	a.json = membersOf(struct {
		AS as `json:"as"`
	}{doc})
	return a
}
