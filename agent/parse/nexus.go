package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// nexusObject reads the audit log of Sonatype's Nexus: in a domain of its security something
// was created, updated or deleted, which is the context.
//
//	{"timestamp":"…","nodeId":"n1","initiator":"alice/192.0.2.7","domain":"security.user","type":"created","context":"bob"}
func nexusObject(p *Parser, d *Doc) error {
	p.set(Time, d.Get("timestamp"))
	name, from := nameAndAddress(d.Get("initiator"))
	p.set(UserName, name)
	p.peer(from)
	thing, ok := bytes.CutPrefix(d.Get("domain"), []byte("security."))
	if !ok {
		return ErrNotAuth
	}
	if string(thing) == "user" {
		p.set(TargetName, d.Get("context"))
	}
	p.set(ActionWord, d.Get("type"))
	p.set(ObjectType, thing)
	p.e.Outcome = event.Success
	return nil
}
