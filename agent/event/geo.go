package event

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
	w := writer{}
	o := w.open(`"geo":`)
	w.str(`"city_name":`, quote(g.City))
	w.str(`"continent_code":`, quote(g.Continent))
	w.str(`"country_iso_code":`, quote(g.Country))
	w.str(`"country_name":`, quote(g.CountryName))
	if g.HasLocation {
		loc := w.open(`"location":`)
		w.float(`"lat":`, g.Lat)
		w.float(`"lon":`, g.Lon)
		w.close(loc)
	}
	w.str(`"region_iso_code":`, quote(g.Region))
	w.str(`"region_name":`, quote(g.RegionName))
	w.str(`"timezone":`, quote(g.Timezone))
	w.close(o)
	g.json = w.b
	return g
}

// An AS is whose network an address belongs to: an autonomous system.
type AS struct {
	Number       uint32
	Organization string

	json []byte // the member as, made by Prepare
}

// Prepare encodes it once, as Geo's does.
func (a *AS) Prepare() *AS {
	w := writer{}
	o := w.open(`"as":`)
	w.int(`"number":`, int64(a.Number))
	org := w.open(`"organization":`)
	w.str(`"name":`, quote(a.Organization))
	w.close(org)
	w.close(o)
	a.json = w.b
	return a
}
