package parse

import "github.com/hashtail/hashtail/agent/event"

// opaObject reads a decision log of Open Policy Agent. Who asked for what is what the caller
// has put into the input; the path is the policy's own.
//
//	{"decision_id":"…","input":{"user":"bob","method":"GET","path":["salary","bob"]},"result":false,"requested_by":"192.0.2.7:51100"}
func opaObject(p *Parser, d *Doc) error {
	p.set(Time, d.Get("timestamp"))
	if at, ok := d.find([]string{"input"}); ok && d.nodes[at].kind == object {
		p.members(d, at, anywhere, 0)
		p.opaPath(d)
	}
	if !p.has(SourceIP) {
		p.peer(d.Get("requested_by"))
	}
	for _, path := range [...][]string{{"result"}, {"result", "allow"}, {"result", "allowed"}} {
		switch string(d.Get(path...)) {
		case "true":
			p.happened(event.APICall, event.Success)
			return nil
		case "false":
			p.happened(event.AccessDenied, event.Failure)
			return nil
		}
	}
	return ErrNotAuth
}

// opaPath is the path of the request where it stands as a list of its parts, as in OPA's own
// examples.
func (p *Parser) opaPath(d *Doc) {
	at, ok := d.find([]string{"input", "path"})
	if !ok || d.nodes[at].kind != array {
		return
	}
	start := len(p.buf)
	d.Each(func(part []byte) { p.buf = append(append(p.buf, '/'), part...) }, "input", "path")
	p.set(Path, p.buf[start:])
}
