package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// clickhouseMessage reads how ClickHouse refuses a client; the name is the
// client's, so its end is looked for from behind.
//
//	ServerErrorHandler: Code: 516. DB::Exception: bob: Authentication failed: password is incorrect, or there is no user with such name. …
//	ContextAccess (bob): Access denied: bob: Not enough privileges. To execute this query, …
//	TCP-Session: d7b1 Authentication failed with error: bob: Authentication failed: password is incorrect, …
func clickhouseMessage(p *Parser, msg []byte) error {
	if i := bytes.LastIndex(msg, []byte(": Not enough privileges. To execute this query")); i > 0 {
		p.set(UserName, msg[bytes.LastIndexByte(msg[:i], ' ')+1:i])
		p.happened(event.InsufficientScope, event.Failure)
		return nil
	}
	i := bytes.LastIndex(msg, []byte(": Authentication failed: password is incorrect"))
	if i < 0 {
		return ErrFormat
	}
	for _, lead := range [...]string{"DB::Exception: ", "with error: "} {
		if name, ok := behind(msg[:i], lead); ok {
			p.set(UserName, name)
			p.mined = true
			p.happened(event.LoginFailed, event.Failure)
			return nil
		}
	}
	return ErrFormat
}
