package parse

// traefikObject reads Traefik's access log in JSON: the members' own names say
// enough, but for the unit of its duration.
func traefikObject(p *Parser, d *Doc) error {
	p.fields(d)
	if d.Has("Duration") { // nanoseconds, however few
		for _, f := range [...]Field{DurationMS, DurationS} {
			p.unset(f)
		}
		p.pass(DurationNS, d, "Duration")
	}
	return nil
}
