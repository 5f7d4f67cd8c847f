package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

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
	return p.aspnetSaid()
}

// serilogObject reads Serilog's first format, which has the properties in an
// object of their own.
func serilogObject(p *Parser, d *Doc) error {
	p.fields(d)
	p.elapsed(d, "Properties", "Elapsed")
	return p.aspnetSaid()
}

// aspnetSaid reads what a record of a logger of .NET has from ASP.NET Core itself, if it is that.
func (p *Parser) aspnetSaid() error {
	if m := p.val(Message); bytes.HasPrefix(m, []byte("AuthenticationScheme: ")) {
		_ = aspnetMessage(p, m)
	}
	return nil
}

// aspnetObject reads the JSON console of ASP.NET Core.
func aspnetObject(p *Parser, d *Doc) error {
	p.fields(d)
	p.unset(Code) // a number within the category
	p.set(Logger, d.Get("Category"))
	p.elapsed(d, "State", "Elapsed")
	return p.aspnetSaid()
}

// aspnetMessage reads what ASP.NET Core says of schemes and policies, none of which is a
// user's name:
//
//	AuthenticationScheme: Bearer was forbidden.
//	Authorization failed. These requirements were not met: …
func aspnetMessage(p *Parser, msg []byte) error {
	table := aspnetPolicies
	after, ok := bytes.CutPrefix(msg, []byte("AuthenticationScheme: "))
	if ok || string(p.val(Logger)) == "AuthenticationScheme" { // taken for one that writes
		table = aspnetSchemes
		_, msg = nextField(after)
	}
	if !p.means(msg, table) {
		return ErrFormat
	}
	p.mined = true
	return nil
}

var aspnetSchemes = []phrase{
	{" was challenged", event.NoAction, 0}, // beside what was wrong with whom
	{" was forbidden", event.AccessDenied, event.Failure},
	{" signed in", event.Login, event.Success},
	{" signed out", event.Logout, event.Success},
	{" was successfully authenticated", event.AuthInfo, event.Success},
}

var aspnetPolicies = []phrase{
	{"Authorization failed. ", event.AccessDenied, event.Failure},
	{"Authorization was successful", event.AuthInfo, event.Success},
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
