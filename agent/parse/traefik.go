package parse

// traefikObject reads Traefik's access log in JSON: the members' own names say
// enough, but for the unit of its duration.
func traefikObject(p *Parser, d *Doc) error {
	p.fields(d)
	if took := d.Get("Duration"); took != nil { // nanoseconds, however few
		for _, f := range [...]Field{DurationMS, DurationS} {
			p.unset(f)
		}
		p.set(DurationNS, took)
	}
	return nil
}
