package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// doasMessage reads OpenBSD's doas: "bob ran command id as root from
// /home/bob", "failed command for bob: id", "failed auth for bob".
func doasMessage(p *Parser, msg []byte) error {
	if !p.headed && !isDoas(msg) {
		return ErrFormat
	}
	if err := pamMessage(p, msg); err != ErrFormat {
		return err
	}
	for _, lead := range [...]string{"failed auth for ", "failed password for ", "Auth failed for "} { // now, before OpenBSD 6, OpenDoas
		if name, ok := cutLead(msg, lead); ok {
			p.set(UserName, name)
			p.happened(event.LoginFailed, event.Failure)
			return nil
		}
	}
	rest, ok := bytes.CutPrefix(msg, []byte("failed command for "))
	if !ok {
		rest, ok = bytes.CutPrefix(msg, []byte("command not permitted for "))
	}
	if ok {
		name, command, _ := bytes.Cut(rest, []byte(": "))
		p.set(UserName, name)
		p.set(CommandLine, command)
		p.happened(event.PrivilegeUse, event.Failure)
		return nil
	}
	name, rest, ok := bytes.Cut(msg, []byte(" ran command "))
	if !ok || bytes.IndexByte(name, ' ') >= 0 {
		return ErrFormat
	}
	p.set(UserName, name)
	if as, command, ok := bytes.Cut(rest, []byte(": ")); ok && bytes.HasPrefix(as, []byte("as ")) && bytes.IndexByte(as[3:], ' ') < 0 { // before OpenBSD 6.1
		p.set(EffectiveName, as[3:])
		path, _ := nextField(command)
		p.set(CommandLine, command)
		p.set(ProcessPath, path)
		p.happened(event.PrivilegeUse, event.Success)
		return nil
	}
	if i := bytes.LastIndex(rest, []byte(" from ")); i >= 0 {
		p.set(WorkingDir, rest[i+len(" from "):])
		rest = rest[:i]
	}
	if i := bytes.LastIndex(rest, []byte(" as ")); i >= 0 {
		p.set(EffectiveName, rest[i+len(" as "):])
		rest = rest[:i]
	}
	path, _ := nextField(rest)
	p.set(CommandLine, rest)
	p.set(ProcessPath, path)
	p.happened(event.PrivilegeUse, event.Success)
	return nil
}
