package parse

// traefikObject reads Traefik's access log in JSON: the members' own names say
// enough.
func traefikObject(p *Parser, d *Doc) error {
	p.fields(d)
	return nil
}
