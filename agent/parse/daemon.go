package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/stamp"
)

// Daemons whose messages read like everybody's: a table says what they mean,
// and who and from where stands in words.

var monitPhrases = []phrase{
	{"HttpRequest: access denied", event.LoginFailed, event.Failure},
	{"*denied connection from non-authorized client", event.AccessDenied, event.Failure},
	{"*PAM authentication failed", event.LoginFailed, event.Failure},
	{"*supplied wrong password for user '", event.LoginFailed, event.Failure},
	{"*supplied unknown user '", event.InvalidUser, event.Failure},
}

// monitLine reads Monit's own log: "[CET Nov 10 12:55:36] error    : text", the
// zone's name first.
func monitLine(p *Parser, line []byte) error {
	if len(line) < 24 || line[0] != '[' || !isUpper(line[1]) || !isUpper(line[2]) {
		return ErrFormat
	}
	when := enclosed(line[:min(len(line), 40)], " ", "] ")
	if _, n := stamp.Read(when); n == 0 || n != len(when) {
		return ErrFormat
	}
	level, msg, ok := bytes.Cut(line[bytes.IndexByte(line, ']')+2:], []byte(": "))
	if level = bytes.TrimRight(level, " "); !ok || !isLevel(level) {
		return ErrFormat
	}
	if name := enclosed(line, "[", " "); stamp.IsZone(name) {
		when = p.spaced(when, name)
	}
	p.set(Time, when)
	p.set(Level, level)
	p.set(Message, msg)
	if err := monitMessage(p, msg); err != ErrFormat {
		return err
	}
	return ErrNotAuth
}

func monitMessage(p *Parser, msg []byte) error {
	return p.tell(msg, monitPhrases)
}

var lighttpdPhrases = []phrase{
	{"password doesn't match for ", event.LoginFailed, event.Failure},
	{"digest: auth failed for ", event.LoginFailed, event.Failure},
	{"digest: auth failed: ", event.LoginFailed, event.Failure},
	{"get_password failed", event.LoginFailed, event.Failure},
}

func lighttpdMessage(p *Parser, msg []byte) error {
	if file := enclosed(msg, "(", ") "); len(msg) > 0 && msg[0] == '(' && bytes.Contains(file, []byte("auth.c.")) {
		msg = msg[len(file)+3:]
	}
	if !p.means(msg, lighttpdPhrases) {
		return ErrFormat
	}
	if name := enclosed(msg, "auth failed for ", ":"); name != nil {
		p.set(UserName, bytes.Trim(name, " "))
	}
	p.mine(msg)
	return nil
}

var stunnelPhrases = []phrase{
	{"*REFUSED by libwrap", event.AccessDenied, event.Failure},
	{"*Access denied", event.AccessDenied, event.Failure},
	{"VERIFY ERROR", event.LoginFailed, event.Failure},
	{"CERT: Verification error", event.LoginFailed, event.Failure},
	{"CERT: Pre-verification error", event.LoginFailed, event.Failure},
	{"Rejected by ", event.LoginFailed, event.Failure},
	{"*peer did not return a certificate", event.LoginFailed, event.Failure},
	{"*certificate verify failed", event.LoginFailed, event.Failure},
	{"*PSK identity not found", event.InvalidUser, event.Failure},
	{"SSL_accept", event.Disconnected, event.Failure},
	{"*accepted connection from ", event.AuthInfo, event.Unknown},
	{"*connected remote server from ", event.NoAction, 0},
	{"Connection closed", event.NoAction, 0},
	{"Connection reset", event.NoAction, 0},
}

// stunnelMessage reads "LOG5[12]: Service [https] accepted connection from
// 192.0.2.7:52114".
func stunnelMessage(p *Parser, msg []byte) error {
	if bytes.HasPrefix(msg, []byte("LOG")) {
		_, rest, ok := bytes.Cut(msg, []byte("]: "))
		if !ok || len(msg)-len(rest) > 40 {
			return ErrFormat
		}
		msg = rest
	} else if !p.headed {
		return ErrFormat
	}
	if !p.means(msg, stunnelPhrases) {
		return ErrFormat
	}
	p.networked()
	if peer, ok := behind(msg, " from "); ok {
		peer, _ = nextField(peer)
		p.peer(peer)
	}
	return nil
}

var cockpitPhrases = []phrase{
	{"New connection to session from ", event.AuthInfo, event.Unknown},
	{"logged in ", event.Login, event.Success},
	{"*ogged out", event.Logout, event.Success},
	{"*uthentication failed", event.LoginFailed, event.Failure},
	{"*uthentication-failed", event.LoginFailed, event.Failure},
	{"*cannot login", event.LoginFailed, event.Failure},
	{"*couldn't open session", event.LoginFailed, event.Failure},
	{"*invalid-user", event.InvalidUser, event.Failure},
}

func cockpitMessage(p *Parser, msg []byte) error {
	if err := pamMessage(p, msg); err != ErrFormat {
		return err
	}
	return p.tell(msg, cockpitPhrases)
}

var mosquittoConnected = []byte("New client connected from ")

// mosquittoLine reads Mosquitto's own log, whose lines begin with the time:
// "1794315336: New client connected …".
func mosquittoLine(p *Parser, line []byte) error {
	i := bytes.Index(line[:min(len(line), 64)], mosquittoConnected)
	if i < 2 || line[i-2] != ':' || len(p.stamped(line[:i-1])) != 1 {
		return ErrFormat
	}
	return mosquittoMessage(p, line[i:])
}

// mosquittoMessage reads "New client connected from 192.0.2.7:52114 as sensor1 (p2,
// c1, k60, u'bob')". A client without a name was asked for none. Refusals read like
// everybody's.
func mosquittoMessage(p *Parser, msg []byte) error {
	if _, n := leadingInt(msg); n == 10 && bytes.HasPrefix(msg[n:], []byte(": ")) { // the time again, behind a syslog header
		msg = msg[n+2:]
	}
	who, ok := bytes.CutPrefix(msg, mosquittoConnected)
	if !ok {
		return ErrFormat
	}
	p.set(Message, msg)
	peer, _ := nextField(who)
	p.peer(peer)
	if p.set(UserName, enclosed(who, " u'", "'")); !p.has(UserName) {
		return ErrNotAuth
	}
	p.happened(event.Login, event.Success)
	p.networked()
	return nil
}

var xinetdPhrases = []phrase{
	{"FAIL: ", event.AccessDenied, event.Failure},
	{"USERID: ", event.AuthInfo, event.Unknown},
	{"START: ", event.NoAction, 0},
	{"EXIT: ", event.NoAction, 0},
}

// xinetdMessage reads "FAIL: ftp address from=192.0.2.7", and whom the client's own host names:
// "USERID: ftp UNIX :bob".
func xinetdMessage(p *Parser, msg []byte) error {
	if !p.means(msg, xinetdPhrases) {
		return ErrFormat
	}
	if _, name, ok := bytes.Cut(msg, []byte(" :")); ok && bytes.HasPrefix(msg, []byte("USERID: ")) {
		p.set(UserName, name)
	} else {
		p.mine(msg)
	}
	if peer, ok := behind(msg, " from="); ok {
		p.peer(peer)
	}
	p.networked()
	return nil
}

// tcpWrappersMessage reads what the library that guards many daemons says in
// their names: "refused connect from host (192.0.2.7)".
func tcpWrappersMessage(p *Parser, msg []byte) error {
	who, ok := bytes.CutPrefix(msg, []byte("refused connect from "))
	if !ok {
		return ErrFormat
	}
	if peer := enclosed(who, "(", ")"); peer != nil {
		who = peer
	}
	p.peer(who)
	p.happened(event.AccessDenied, event.Failure)
	p.networked()
	return nil
}

// screensharingMessage reads macOS's screen sharing: "Authentication: FAILED ::
// User Name: bob :: Viewer Address: 192.0.2.7 :: Type: DH".
func screensharingMessage(p *Parser, msg []byte) error {
	rest, ok := bytes.CutPrefix(msg, []byte("Authentication: "))
	if !ok {
		return ErrFormat
	}
	p.happened(event.LoginFailed, event.Failure)
	if bytes.HasPrefix(rest, []byte("SUCCEEDED")) {
		p.happened(event.Login, event.Success)
	}
	p.set(UserName, enclosed(rest, "User Name: ", " ::"))
	p.peer(enclosed(rest, "Viewer Address: ", " ::"))
	return nil
}

// iloMessage reads HPE's management processors: "Browser login: bob - 192.0.2.7(DNS name
// not found)", "SSH login failure from: 192.0.2.7(…)".
func iloMessage(p *Parser, msg []byte) error {
	did, who, ok := bytes.Cut(msg, []byte(": "))
	if !ok || !p.headed && !bytes.HasSuffix(bytes.TrimRight(who, "."), []byte(")")) {
		return ErrFormat
	}
	switch {
	case bytes.HasSuffix(did, []byte(" login")):
		p.happened(event.Login, event.Success)
	case bytes.HasSuffix(did, []byte(" logout")):
		p.happened(event.Logout, event.Success)
	case bytes.HasSuffix(did, []byte("ogin failure from")):
		p.happened(event.LoginFailed, event.Failure)
		p.peer(upTo(who, '('))
		if name, ok := behind(who, "User: "); ok {
			p.set(UserName, name)
		}
		return nil
	default:
		return ErrFormat
	}
	i := bytes.LastIndex(who, []byte(" - "))
	if i < 0 {
		return ErrFormat
	}
	p.set(UserName, who[:i])
	p.peer(upTo(who[i+3:], '('))
	return nil
}

var hostapdPhrases = []phrase{
	{"*IEEE 802.1X: authentication failed", event.LoginFailed, event.Failure},
	{"*IEEE 802.1X: authenticated", event.Login, event.Success},
	{"*AP-STA-POSSIBLE-PSK-MISMATCH ", event.LoginFailed, event.Failure}, // all that a wrong passphrase leaves
	{"*CTRL-EVENT-EAP-FAILURE", event.LoginFailed, event.Failure},
	{"*CTRL-EVENT-EAP-SUCCESS", event.Login, event.Success},
	{"*IEEE 802.11: ", event.NoAction, 0}, // authenticated: every station is, before it says who it is
}

// hostapdMessage reads access points' authenticator: "wlan0: STA 00:00:5e:00:53:01 IEEE
// 802.1X: authenticated - EAP type: 25 (PEAP)".
func hostapdMessage(p *Parser, msg []byte) error {
	if !p.means(msg, hostapdPhrases) {
		return ErrFormat
	}
	if said, ok := behind(msg, " IEEE 802.1X: "); ok { // the standard is nobody's name
		msg = said
	}
	p.mine(msg)
	return nil
}

// upTo is what stands in front of c.
func upTo(b []byte, c byte) []byte {
	if i := bytes.IndexByte(b, c); i >= 0 {
		return b[:i]
	}
	return b
}

// captivePortalMessage reads pfSense's and OPNsense's portal: "Zone: guest - ACCEPT:
// bob, 00:00:5e:00:53:01, 192.0.2.7".
func captivePortalMessage(p *Parser, msg []byte) error {
	if !bytes.HasPrefix(msg, []byte("Zone: ")) {
		return p.captivePortalOf(msg)
	}
	_, msg, _ = bytes.Cut(msg, []byte(" - "))
	did, who, ok := bytes.Cut(msg, []byte(": "))
	name, rest, named := bytes.Cut(who, []byte(", "))
	_, rest, at := bytes.Cut(rest, []byte(", ")) // the hardware's address
	peer, reason, _ := bytes.Cut(rest, []byte(", "))
	if !ok || !named || !at || !isAddress(peer) {
		return ErrFormat
	}
	switch {
	case string(did) == "ACCEPT", bytes.HasSuffix(did, []byte("LOGIN")) && !holds(did, "TERMINATING"):
		p.happened(event.Login, event.Success)
	case string(did) == "FAILURE", string(did) == "ERROR":
		p.happened(event.LoginFailed, event.Failure)
		p.set(Reason, reason)
	case string(did) == "LOGOUT":
		p.happened(event.Logout, event.Success)
	default: // DISCONNECT, TIMEOUT, IDLE TIMEOUT, CONCURRENT LOGIN - TERMINATING OLD SESSION
		p.happened(event.SessionEnded, event.Success)
	}
	p.set(UserName, name)
	p.peer(peer)
	return nil
}

// captivePortalOf reads what OPNsense has made of that: "AUTH bob (192.0.2.7) zone 0".
func (p *Parser) captivePortalOf(msg []byte) error {
	did, who := nextField(msg)
	peer := enclosed(who, "(", ") zone ")
	if !isAddress(peer) {
		return ErrFormat
	}
	switch string(did) {
	case "AUTH":
		p.happened(event.Login, event.Success)
	case "DENY":
		p.happened(event.LoginFailed, event.Failure)
	case "LOGOUT":
		p.happened(event.Logout, event.Success)
	default:
		return ErrFormat
	}
	p.set(UserName, bytes.Trim(upTo(who, '('), " "))
	p.peer(peer)
	return nil
}

// ontapMessage reads the audit log of NetApp's ONTAP, whose parts stand between pairs of
// colons: node's vserver and application, client, vserver and user, command, result.
//
//	[kern_audit:info:2385] 8503ea0000ba6b71 :: na1:ssh :: 192.0.2.7:52114 :: na1:bob :: Logging in :: Success
func ontapMessage(p *Parser, msg []byte) error {
	audit, ok := behind(msg[:min(len(msg), 256)], "[kern_audit:")
	if !ok {
		return ErrFormat
	}
	msg = msg[bytes.Index(msg, audit):]
	var part [6][]byte
	for i := range part {
		if part[i], msg, ok = bytes.Cut(msg, []byte(" :: ")); !ok && i < len(part)-1 {
			return ErrFormat
		}
	}
	const client, account, command, result = 2, 3, 4, 5
	p.peer(part[client])
	if _, name, ok := bytes.Cut(part[account], []byte(":")); ok && string(name) != "unknown" {
		p.set(UserName, upTo(name, ':'))
	}
	done := bytes.HasPrefix(part[result], []byte("Success"))
	switch did := part[command]; {
	case bytes.HasPrefix(did, []byte("Logging in")) && done:
		p.happened(event.Login, event.Success)
	case bytes.HasPrefix(did, []byte("Logging in")), bytes.HasPrefix(did, []byte("Login Attempt")):
		p.happened(event.LoginFailed, event.Failure)
		p.set(Reason, part[result])
	case bytes.HasPrefix(did, []byte("Logging out")):
		p.happened(event.Logout, event.Success)
	default:
		return ErrNotAuth
	}
	return nil
}
