package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// shiroMessage reads how Apache Shiro refuses a user, of whom it prints the token:
//
//	Authentication failed for token submission [org.apache.shiro.authc.UsernamePasswordToken - bob, rememberMe=false (192.0.2.7)].
func shiroMessage(p *Parser, msg []byte) error {
	token, ok := cutLead(msg, "Authentication failed for token submission [")
	if !ok {
		return ErrFormat
	}
	if name, rest, is := bytes.Cut(token, []byte(", rememberMe=")); is {
		_, name, _ = bytes.Cut(name, []byte(" - "))
		p.set(UserName, name)
		p.peer(enclosed(rest, "(", ")"))
	}
	p.happened(event.LoginFailed, event.Failure)
	p.mined = true
	return nil
}
