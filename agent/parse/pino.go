package parse

// pinoObject reads a request as pino-http and bunyan's middlewares log it: req
// and res are objects of known members.
func pinoObject(p *Parser, d *Doc) error {
	if !d.Has("req", "url") {
		return ErrFormat
	}
	p.fields(d)
	return nil
}
