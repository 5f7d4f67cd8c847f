package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

var charonPhrases = []phrase{
	{"*AUTHENTICATION_FAILED", event.LoginFailed, event.Failure},
	{"*N(AUTH_FAILED)", event.LoginFailed, event.Failure},
	{"*failed for peer", event.LoginFailed, event.Failure},
	{"*MSCHAPV2 failed", event.LoginFailed, event.Failure},
	{"EAP method ", event.AuthInfo, event.Unknown},
	{"*XAuth authentication of '", event.LoginFailed, event.Failure},
	{"no IKE config found for ", event.LoginFailed, event.Failure},
	{"*no shared key found", event.LoginFailed, event.Failure},
	{"*, but MAC mismatched", event.LoginFailed, event.Failure}, // a wrong key
	{"*no EAP key found", event.LoginFailed, event.Failure},
	{"*verification failed, retry", event.LoginFailed, event.Failure},
	{"*HASH does not match HASH payload", event.LoginFailed, event.Failure},
	{"*no matching peer config found", event.LoginFailed, event.Failure},
	{"*no trusted ", event.LoginFailed, event.Failure},
	{"*constraint check failed", event.LoginFailed, event.Failure},
	{"IKE_SA ", event.SessionStarted, event.Success},
	{"deleting IKE_SA ", event.SessionEnded, event.Success},
	{"authentication of '", event.Login, event.Success},
}

// charonMessage reads strongSwan's IKE daemon: "05[IKE] <con|1> authentication
// of 'bob' with EAP successful".
func charonMessage(p *Parser, msg []byte) error {
	msg, ok := p.charonLead(msg)
	if !ok {
		return ErrFormat
	}
	if p.charonPacket(msg) || holds(msg, "' (myself) ") { // the gateway's own proof
		return ErrNotAuth
	}
	p.charonEnds(msg)
	if !p.means(msg, charonPhrases) {
		if p.has(SourceIP) {
			return ErrNotAuth
		}
		return ErrFormat
	}
	if bytes.HasPrefix(msg, []byte("IKE_SA ")) && !holds(msg, " established ") {
		return ErrFormat
	}
	p.charonOutcome(msg)
	p.charonName(msg)
	return nil
}

// charonLead takes off the thread's number with the part of the daemon, and the
// connection: "05[IKE] ", "<con|1> ".
func (p *Parser) charonLead(msg []byte) (rest []byte, ok bool) {
	if _, n := leadingInt(msg); n > 0 && n < len(msg) && msg[n] == '[' {
		group := enclosed(msg, "[", "] ")
		if group == nil {
			return nil, false
		}
		p.set(Provider, group)
		msg = msg[n+len(group)+len("[] "):]
	}
	if len(msg) > 0 && msg[0] == '<' {
		if connection := enclosed(msg, "<", "> "); connection != nil {
			msg = msg[len(connection)+len("<> "):]
		}
	}
	return msg, true
}

// charonPacket reads "received packet: from 192.0.2.7[500] to 10.0.0.1[500] (…)" and
// "sending packet: from 10.0.0.1[500] to 192.0.2.7[500] (…)".
func (p *Parser) charonPacket(msg []byte) bool {
	ends, received := bytes.CutPrefix(msg, []byte("received packet: from "))
	if !received {
		var sent bool
		if ends, sent = bytes.CutPrefix(msg, []byte("sending packet: from ")); !sent {
			return false
		}
	}
	peer, rest := nextField(ends)
	own, _ := nextField(bytes.TrimPrefix(rest, []byte(" to")))
	if !received {
		peer, own = own, peer
	}
	p.peer(peer)
	p.endpoint(own, 1, nil, DestIP, DestPort, DestHost)
	return true
}

// charonEnds reads both ends of a tunnel: "between 10.0.0.1[gw]...192.0.2.7[bob]".
func (p *Parser) charonEnds(msg []byte) {
	near, far, ok := bytes.Cut(msg, []byte("..."))
	if !ok {
		return
	}
	near, _, _ = bytes.Cut(lastField(near), []byte("["))
	far, _, _ = bytes.Cut(far, []byte(","))
	host, id, _ := bytes.Cut(far, []byte("["))
	if isAddress(near) && isAddress(host) {
		p.endpoint(near, 1, nil, DestIP, DestPort, DestHost)
		p.peer(host)
		p.set(UserName, bytes.TrimRight(id, "]"))
	}
}

// charonOutcome corrects what the phrase says by the word at the end: "EAP method
// EAP_MSCHAPV2 succeeded", "authentication of 'bob' with EAP successful".
func (p *Parser) charonOutcome(msg []byte) {
	switch a := p.e.Action; {
	case bytes.HasSuffix(msg, []byte(" successful")):
		p.happened(event.Login, event.Success)
	case (a == event.Login || a == event.AuthInfo) && holds(msg, " failed"):
		p.happened(event.LoginFailed, event.Failure)
	case a == event.AuthInfo && holds(msg, " succeeded"):
		p.happened(event.Login, event.Success)
	}
}

// charonName sets whom "authentication of 'bob'", "for peer bob" and a key name: a gateway is
// called by its own address.
func (p *Parser) charonName(msg []byte) {
	name := enclosed(msg, "authentication of '", "'")
	if name == nil {
		name, _ = behind(msg, "for peer ")
	}
	if name == nil {
		name = charonKey(msg)
	}
	if name = bytes.TrimRight(name, "."); isAddress(name) {
		p.peer(name)
	} else {
		p.set(UserName, name)
	}
}

// charonKey is the other end of those whose key was not found or was another: "no shared key
// found for '10.0.0.1' - 'bob'", "tried 1 shared key for 'gw' - 'bob', but MAC mismatched".
func charonKey(msg []byte) []byte {
	_, ends, ok := bytes.Cut(msg, []byte(" for "))
	if !ok || !holds(msg, " key") {
		return nil
	}
	_, far, ok := bytes.Cut(ends, []byte(" - "))
	if !ok {
		return nil
	}
	if quoted := enclosed(far, "'", "'"); quoted != nil {
		return quoted
	}
	far, _ = nextField(far)
	return far
}
