package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

var openvpnPhrases = []phrase{
	{"TLS Auth Error: ", event.LoginFailed, event.Failure},
	{"*Username/Password authentication succeeded ", event.Login, event.Success},
	{"*Username/Password authentication deferred ", event.AuthInfo, event.Unknown},
	{"*Peer Connection Initiated with ", event.SessionStarted, event.Success},
	{"VERIFY ERROR: ", event.LoginFailed, event.Failure},
	{"VERIFY OK: ", event.AuthInfo, event.Success},
	{"VERIFY SCRIPT ERROR: ", event.LoginFailed, event.Failure},
	{"TLS Error: ", event.Disconnected, event.Failure},
	{"TLS_ERROR: ", event.Disconnected, event.Failure},
	{"Authenticate/Decrypt packet error", event.Disconnected, event.Failure},
	{"Bad encapsulated packet length ", event.Disconnected, event.Failure},
	{"Connection reset, restarting", event.Disconnected, event.Unknown},
	{"*client-instance exiting", event.SessionEnded, event.Success},
	{"*client-instance restarting", event.SessionEnded, event.Success},
	{"*'AUTH_FAILED", event.LoginFailed, event.Failure},
	{"WARNING: Failed running command (--auth-user-pass-verify)", event.LoginFailed, event.Failure},
	{"WARNING: Failed running command (--tls-verify", event.LoginFailed, event.Failure},
	{"AUTH_FAILED", event.LoginFailed, event.Failure},
	{"AUTH: Received control message: AUTH_FAILED", event.LoginFailed, event.Failure},
	{"*PLUGIN_AUTH_USER_PASS_VERIFY status=0", event.Login, event.Success},
	{"*PLUGIN_AUTH_USER_PASS_VERIFY status=1", event.LoginFailed, event.Failure},
	{"AUTH-PAM: BACKGROUND: user '", event.LoginFailed, event.Failure},
	{"AUTH-PAM: ", event.NoAction, 0},
	{"MULTI: ", event.NoAction, 0},
	{"SENT CONTROL ", event.NoAction, 0},
	{"PUSH: ", event.NoAction, 0},
	{"TLS: ", event.NoAction, 0},
	{"peer info: ", event.NoAction, 0},
	{"Control Channel: ", event.NoAction, 0},
	{"Data Channel", event.NoAction, 0},
	{"Outgoing Data Channel", event.NoAction, 0},
	{"Incoming Data Channel", event.NoAction, 0},
}

// openvpnScripts is what the scripts around OpenVPN say in its name.
var openvpnScripts = []phrase{
	{"*failed to authenticate", event.LoginFailed, event.Failure},
	{"*could not authenticate", event.LoginFailed, event.Failure},
	{"*authentication failed", event.LoginFailed, event.Failure},
	{"*' authenticated", event.Login, event.Success},
	{"*' connected", event.SessionStarted, event.Success},
	{"*' disconnected", event.SessionEnded, event.Success},
	{"LDAP bind failed: Invalid credentials", event.LoginFailed, event.Failure},
	{"Incorrect password supplied for LDAP DN ", event.LoginFailed, event.Failure},
}

// openvpnLine reads a log of OpenVPN's own: a time, then the message.
func openvpnLine(p *Parser, line []byte) error {
	head := line[:min(len(line), 120)]
	if c := line[0]; !isDigit(c) && !isUpper(c) || bytes.IndexByte(head, '/') < 0 && bytes.Count(head, []byte(":")) < 3 {
		return ErrFormat
	}
	rest := p.stamped(line)
	if rest == nil || rest[0] != ' ' {
		return ErrFormat
	}
	msg := bytes.TrimLeft(rest, " ")
	if bytes.HasPrefix(msg, []byte("us=")) {
		_, msg = nextField(msg)
		msg = bytes.TrimLeft(msg, " ")
	}
	if len(msg) == 0 {
		return ErrFormat
	}
	p.set(Message, msg)
	return openvpnMessage(p, msg)
}

// openvpnMessage reads OpenVPN: in front of a message stands the client, as
// 192.0.2.7:52114 and, once it is known, as bob/192.0.2.7:52114.
func openvpnMessage(p *Parser, msg []byte) error {
	if bytes.HasPrefix(msg, []byte("[-] ")) {
		msg = openvpnOutput(msg)
		if msg == nil {
			return ErrFormat
		}
	}
	if p.headed && openvpnLine(p, msg) == nil { // with its own time behind the header
		return nil
	}
	headed := p.headed
	first, rest := nextField(msg)
	if i := bytes.Index(first, []byte("-server:")); i > 0 && i < 8 { // tcp4-server:[2001:db8::1]:52114
		first = first[i+len("-server:"):]
	}
	name, peer, named := bytes.Cut(first, slash)
	if !named {
		name, peer = nil, first
	}
	fronted := false
	if host, port := splitPort(peer); isAddress(host) && (port != nil || headed || bytes.IndexByte(host, ':') >= 0) {
		p.set(UserName, name)
		p.peer(peer)
		msg = bytes.TrimLeft(rest, " ")
		fronted = headed
	} else if !headed && !isOpenVPN(msg) {
		return ErrFormat
	}
	if !p.means(msg, openvpnPhrases) && (!headed || !p.means(msg, openvpnScripts)) {
		if fronted { // whatever else it says of this client
			return ErrNotAuth
		}
		return ErrFormat
	}
	if p.auth == notAuth {
		return ErrNotAuth
	}
	p.openvpnDetails(msg)
	return nil
}

// openvpnOutput is what Access Server has read from a server of its, "[-] [OVPN 2] OUT:
// '2026-11-10 12:55:36 192.0.2.7:52114 …'"; nil for what it says itself.
func openvpnOutput(msg []byte) []byte {
	out, ok := behind(msg, "] OUT: ")
	if !ok || len(out) < 2 || !bytes.HasPrefix(msg[4:], []byte("[OVPN ")) {
		return nil
	}
	return bytes.TrimRight(out[1:], `'"`)
}

// isOpenVPN reports whether a message without a client in front is surely
// OpenVPN's.
func isOpenVPN(msg []byte) bool {
	for _, lead := range [...]string{"VERIFY ERROR: ", "VERIFY OK: ", "TLS Auth Error: ", "TLS Error: ", "TLS: Username/Password ", "AUTH-PAM: BACKGROUND: ", "PLUGIN_CALL: POST "} {
		if bytes.HasPrefix(msg, []byte(lead)) {
			return true
		}
	}
	return false
}

// openvpnDetails finds who, and from where, in the text of a message.
func (p *Parser) openvpnDetails(msg []byte) {
	if who := enclosed(msg, "username '", "'"); who != nil {
		p.set(UserName, who)
	} else if who := enclosed(msg, "user '", "'"); who != nil {
		p.set(UserName, who)
	}
	if peer := enclosed(msg, "address '", "'"); peer != nil { // pfSense's script
		p.peer(peer)
	}
	if dn := enclosed(msg, `LDAP DN "`, `"`); dn != nil {
		p.set(UserName, firstRDN(dn))
	}
	if peer, ok := behind(msg, "[AF_INET]"); ok {
		p.peer(peer)
	} else if peer, ok := behind(msg, "[AF_INET6]"); ok {
		peer, _ = nextField(peer)
		p.portedPeer(peer)
	}
	switch p.e.Action {
	case event.SessionStarted:
		if msg[0] == '[' { // [bob] Peer Connection Initiated …
			p.set(UserName, enclosed(msg, "[", "]"))
		}
	case event.LoginFailed, event.AuthInfo:
		if i := bytes.LastIndex(msg, []byte("CN=")); i >= 0 && !p.has(UserName) {
			name := msg[i+3:]
			if end := bytes.IndexAny(name, ",/"); end >= 0 {
				name = name[:end]
			}
			if bytes.Contains(msg, []byte("depth=0")) {
				p.set(UserName, name)
			}
		}
		if name := enclosed(msg, "SENT CONTROL [", "]"); name != nil && string(name) != "UNDEF" && !p.has(UserName) {
			p.set(UserName, name)
		}
		if reason := enclosed(msg, "error=", ": "); reason != nil {
			p.set(Reason, reason)
		}
	}
}
