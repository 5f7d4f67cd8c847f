package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/stamp"
)

var asteriskPhrases = []phrase{
	{"Registration from ", event.LoginFailed, event.Failure},
	{"Request '", event.LoginFailed, event.Failure},
	{"Request from '", event.LoginFailed, event.Failure},
	{"Failed to authenticate ", event.LoginFailed, event.Failure},
	{"Sending fake auth rejection for ", event.LoginFailed, event.Failure},
	{"Call from '", event.AccessDenied, event.Failure},
	{"Rejecting unknown SIP connection from ", event.AccessDenied, event.Failure},
	{"Rejected connect attempt from ", event.AccessDenied, event.Failure},
	{"hacking attempt detected '", event.LoginFailed, event.Failure},
	{"No registration for peer '", event.LoginFailed, event.Failure},
	{"Connect attempt from '", event.LoginFailed, event.Failure},
	{"*failed MD5 authentication for '", event.LoginFailed, event.Failure},
	{"*denied access to register peer ", event.LoginFailed, event.Failure},
	{"*did not provide proper plaintext password for '", event.LoginFailed, event.Failure},
	{"*failed to authenticate as '", event.LoginFailed, event.Failure},
	{"*tried to authenticate with nonexistent user '", event.InvalidUser, event.Failure},
	{"*failed to pass IP ACL as '", event.LoginFailed, event.Failure},
	{"*is not allowed to authenticate", event.LoginFailed, event.Failure},
	{"*unable to authenticate", event.LoginFailed, event.Failure},
	{"*' logged on from ", event.Login, event.Success},
	{"*' logged off from ", event.Logout, event.Success},
	{"Registered SIP '", event.Login, event.Success},
	{"Registered IAX2 '", event.Login, event.Success},
	{"Unregistered SIP '", event.Logout, event.Success},
}

// asteriskMessage reads the telephone exchange: behind a level with a thread
// and a source file stands prose in which the address is quoted, or a security
// event in pairs:
//
//	NOTICE[1638] chan_sip.c: Registration from '"101" <sip:101@192.0.2.1>' failed for '192.0.2.7:5060' - Wrong password
//	SecurityEvent="InvalidPassword",…,AccountID="101",…,RemoteAddress="IPV4/UDP/192.0.2.7/5060"
func asteriskMessage(p *Parser, msg []byte) error {
	if !p.headed && p.has(Level) == isAsteriskLevel(msg) { // the preamble may have taken it off
		return ErrFormat
	}
	if when := enclosed(msg[:min(len(msg), 40)], "[", "] "); p.headed && msg[0] == '[' && when != nil { // its own time behind the header's
		if _, n := stamp.Read(when); n == len(when) {
			msg = msg[n+3:]
		}
	}
	bare := len(msg)
	if msg = p.asteriskHead(msg); len(msg) == bare && !p.headed && !bytes.HasSuffix(p.val(Logger), []byte(".c")) && !bytes.HasPrefix(msg, []byte("SecurityEvent=")) &&
		!holds(msg, "<sip:") && !holds(msg, "SIP ") && !holds(msg, "IAX") && !holds(msg, "peer '") {
		return ErrFormat // many can be unable to authenticate
	}
	if after, ok := bytes.CutPrefix(msg, []byte("SecurityEvent=\"")); ok {
		return p.asteriskSecurity(after)
	}
	if !p.means(msg, asteriskPhrases) {
		return ErrFormat
	}
	p.networked()
	p.asteriskPeer(msg)
	p.asteriskUser(msg)
	if _, reason, ok := bytes.Cut(msg, []byte("' - ")); ok {
		p.set(Reason, reason)
	} else if _, reason, ok := bytes.Cut(msg, []byte(") - ")); ok {
		p.set(Reason, reason)
	}
	return nil
}

// isAsteriskLevel reports whether b starts with "NOTICE[123]".
func isAsteriskLevel(b []byte) bool {
	open := bytes.IndexByte(b[:min(len(b), 12)], '[')
	if open < 0 {
		return false
	}
	switch string(b[:open]) {
	case "NOTICE", "WARNING", "ERROR", "SECURITY", "VERBOSE", "DEBUG":
		return true
	}
	return false
}

// asteriskHead takes off "NOTICE[1638][C-00000001] chan_sip.c:123 in f: ".
func (p *Parser) asteriskHead(msg []byte) []byte {
	if isAsteriskLevel(msg) {
		open := bytes.IndexByte(msg, '[')
		p.set(Level, msg[:open])
		msg = msg[open:]
		for len(msg) > 0 && msg[0] == '[' {
			_, rest, ok := bytes.Cut(msg, []byte("]"))
			if !ok {
				return msg
			}
			msg = rest
		}
		msg = bytes.TrimLeft(msg, " :")
	}
	numbered := false // then the function follows
	if file, rest := nextField(msg); bytes.Contains(file, []byte(".c:")) {
		numbered = isDigit(file[len(file)-1])
		p.set(Logger, file[:bytes.IndexByte(file, ':')])
		if after, ok := bytes.CutPrefix(rest, []byte(" in ")); ok {
			_, rest = nextField(after)
		}
		msg = bytes.TrimLeft(rest, " ")
	}
	if function, rest := nextField(msg); len(rest) > 0 && bytes.HasSuffix(function, []byte(":")) && (numbered || bytes.IndexByte(function, '_') > 0) && addressIn(function) == nil {
		msg = rest[1:] // chan_sip.c:28926 handle_request_register: …
	}
	return msg
}

// asteriskPeer finds the client: behind "failed for '", in the round brackets
// of a call, or where the prose says.
func (p *Parser) asteriskPeer(msg []byte) {
	for _, lead := range [...]string{"failed for '", "Call from '' (", "attempt from '", "detected '", "(from ", "logged on from ", "logged off from ", "connection from ", "attempt from ", "' at ", "AUTHENTICATED) at ", "Host ", "Peer "} {
		i := bytes.LastIndex(msg, []byte(lead)) // what is quoted before comes from the client
		if i < 0 {
			continue
		}
		b := msg[i+len(lead):]
		end := bytes.IndexAny(b, "' ,)")
		if end < 0 {
			end = len(b)
		}
		if host, _ := splitPort(b[:end]); isAddress(host) {
			p.peer(b[:end])
			return
		}
	}
	if i := bytes.Index(msg, []byte("' (")); i >= 0 { // Call from 'bob' (192.0.2.7:5060)
		p.peer(enclosed(msg[i:], "(", ")"))
	}
	if first, _ := nextField(msg); isAddress(first) {
		p.peer(first)
	}
}

// asteriskUser finds the account: of a SIP address, or in quotes.
func (p *Parser) asteriskUser(msg []byte) {
	if sip, ok := behind(msg, "<sip:"); ok {
		if end := bytes.IndexAny(sip, "@>;:"); end > 0 && sip[end] == '@' {
			p.set(UserName, sip[:end])
			return
		}
	}
	for _, lead := range [...]string{"authentication for '", "authenticate as '", "nonexistent user '", "ACL as '", "peer '", "password for '", "Manager '", "Registered SIP '", "Registered IAX2 '", "Unregistered SIP '", "Call from '"} {
		if name := enclosed(msg, lead, "'"); len(name) > 0 {
			p.set(UserName, name)
			return
		}
	}
	if name := enclosed(msg, `user "`, `"`); name != nil {
		p.set(UserName, name)
	}
}

// asteriskSecurity reads what follows SecurityEvent=".
func (p *Parser) asteriskSecurity(b []byte) error {
	name, rest, ok := bytes.Cut(b, []byte(`"`))
	if !ok {
		return errBroken
	}
	p.set(ActionWord, name)
	for {
		key, v, _, tail := nextPair(rest)
		if key == nil && v == nil {
			break
		}
		rest = tail
		switch string(key) {
		case "EventTV":
			if bytes.IndexByte(v, 'T') > 0 {
				p.set(Time, v)
			}
		case "Severity":
			p.set(Level, v)
		case "Service":
			p.set(Protocol, v)
		case "AccountID":
			if sip := enclosed(v, "sip:", "@"); sip != nil {
				v = sip
			}
			p.set(UserName, v)
		}
	}
	p.asteriskAddress(lastOf(b, `,RemoteAddress="`), SourceIP, SourcePort)
	p.asteriskAddress(lastOf(b, `,LocalAddress="`), DestIP, DestPort)
	switch string(name) {
	case "SuccessfulAuth":
		p.happened(event.Login, event.Success)
	case "ChallengeSent":
		p.happened(event.AuthInfo, event.Unknown)
	case "InvalidAccountID":
		p.happened(event.InvalidUser, event.Failure)
	case "FailedACL", "RequestNotAllowed", "RequestNotSupported", "SessionLimit", "MemoryLimit", "LoadAverageLimit", "UnexpectedAddress", "ReqBadFormat", "InvalidTransport":
		p.happened(event.AccessDenied, event.Failure)
		p.networked()
	default:
		p.happened(event.LoginFailed, event.Failure)
	}
	return nil
}

// lastOf is the value of the last pair with this name: the session's id in front of the
// addresses is the client's, quotes and all.
func lastOf(b []byte, name string) []byte {
	i := bytes.LastIndex(b, []byte(name))
	if i < 0 {
		return nil
	}
	v, _, _ := bytes.Cut(b[i+len(name):], []byte(`"`))
	return v
}

// asteriskAddress reads "IPV4/UDP/192.0.2.7/5060".
func (p *Parser) asteriskAddress(v []byte, ip, port Field) {
	_, v, _ = bytes.Cut(v, slash)
	_, v, _ = bytes.Cut(v, slash)
	host, n, _ := bytes.Cut(v, slash)
	p.set(ip, host)
	p.set(port, n)
}
