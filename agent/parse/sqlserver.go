package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// sqlserverMessage reads what Microsoft SQL Server's error log says of logins. A
// refusal has two lines, of which the first has only numbers:
//
//	Logon       Error: 18456, Severity: 14, State: 8.
//	Logon       Login failed for user 'bob'. Reason: Password did not match that for the login provided. [CLIENT: 192.0.2.7]
//	Logon       Login succeeded for user 'alice'. Connection made using SQL Server authentication. [CLIENT: <local machine>]
func sqlserverMessage(p *Parser, msg []byte) error {
	said, ok := bytes.CutPrefix(msg, []byte("Logon "))
	if !ok {
		if bytes.HasPrefix(msg, []byte("spid")) && bytes.Contains(msg[:min(len(msg), 32)], []byte(" SQL Trace ")) { // "was started by login "sa"": on what may be recorded
			return ErrNotAuth
		}
		return ErrFormat
	}
	msg = said
	msg = bytes.TrimLeft(msg, " \t")
	switch {
	case bytes.HasPrefix(msg, []byte("Error: ")):
		return ErrNotAuth
	case bytes.HasPrefix(msg, []byte("Login succeeded for user '")):
		p.happened(event.Login, event.Success)
	case bytes.HasPrefix(msg, []byte("Login failed")), bytes.HasPrefix(msg, []byte("SSPI handshake failed")):
		p.happened(event.LoginFailed, event.Failure)
	default:
		return ErrFormat
	}
	p.set(Message, msg)
	name := enclosed(msg, " for user '", "'. ") // which may hold an apostrophe
	if name == nil {
		name = enclosed(msg, " for user '", "'")
	}
	p.set(UserName, name)
	p.set(Reason, enclosed(msg, " Reason: ", ". ["))
	if client := enclosed(msg[max(0, bytes.LastIndexByte(msg, '[')):], "[CLIENT: ", "]"); isAddress(client) { // names may hold anything
		p.set(SourceIP, client)
	}
	return nil
}
