package parse

// clefObject reads Serilog's compact format (CLEF): @t, @mt, @l, @x.
func clefObject(p *Parser, d *Doc) error {
	p.fields(d)
	p.pass(Time, d, "@t")
	p.set(Level, d.Get("@l"))
	p.set(ErrorText, d.Get("@x"))
	p.pass(TraceID, d, "@tr")
	p.pass(SpanID, d, "@sp")
	if v := d.Get("@m"); v != nil {
		p.set(Message, v)
	}
	p.elapsed(d, "Elapsed")
	return nil
}

// serilogObject reads Serilog's first format, which has the properties in an
// object of their own.
func serilogObject(p *Parser, d *Doc) error {
	p.fields(d)
	p.elapsed(d, "Properties", "Elapsed")
	return nil
}

// aspnetObject reads the JSON console of ASP.NET Core.
func aspnetObject(p *Parser, d *Doc) error {
	p.fields(d)
	p.unset(Code) // a number within the category
	p.set(Logger, d.Get("Category"))
	p.elapsed(d, "State", "Elapsed")
	return nil
}

// elapsed passes on a duration in milliseconds, with a fraction, that names no unit.
func (p *Parser) elapsed(d *Doc, path ...string) {
	if d.Has(path...) {
		p.milliseconds()
		p.pass(DurationMS, d, path...)
	}
}

// milliseconds takes back what a duration without a unit was taken for.
func (p *Parser) milliseconds() {
	p.unset(DurationS)
	p.unset(DurationNS)
}
