package parse

// clefObject reads Serilog's compact format (CLEF): @t, @mt, @l, @x.
func clefObject(p *Parser, d *Doc) error {
	p.fields(d)
	p.set(Time, d.Get("@t"))
	p.set(Level, d.Get("@l"))
	p.set(ErrorText, d.Get("@x"))
	p.set(TraceID, d.Get("@tr"))
	p.set(SpanID, d.Get("@sp"))
	if v := d.Get("@m"); v != nil {
		p.set(Message, v)
	}
	p.elapsed(d.Get("Elapsed"))
	return nil
}

// serilogObject reads Serilog's first format, which has the properties in an
// object of their own.
func serilogObject(p *Parser, d *Doc) error {
	p.fields(d)
	p.elapsed(d.Get("Properties", "Elapsed"))
	return nil
}

// aspnetObject reads the JSON console of ASP.NET Core.
func aspnetObject(p *Parser, d *Doc) error {
	p.fields(d)
	p.unset(Code) // a number within the category
	p.set(Logger, d.Get("Category"))
	p.elapsed(d.Get("State", "Elapsed"))
	return nil
}

// elapsed is a duration in milliseconds, with a fraction, that names no unit.
func (p *Parser) elapsed(v []byte) {
	if len(v) > 0 {
		p.unset(DurationS)
		p.unset(DurationNS)
		p.set(DurationMS, v)
	}
}
