package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

var namedPhrases = []phrase{
	{"*' denied", event.AccessDenied, event.Failure},
	{"*bad zone transfer request: ", event.AccessDenied, event.Failure},
	{"*: denied", event.AccessDenied, event.Failure},
	{"*tsig verify failure", event.LoginFailed, event.Failure},
	{"*request has invalid signature", event.LoginFailed, event.Failure},
	{"*rejected by ", event.AccessDenied, event.Failure},
	{"*: signer \"", event.AuthInfo, event.Success},
}

// namedMessage reads what BIND refuses, in syslog or with its category and
// level in front in a log of its own:
//
//	client @0x7f00 192.0.2.7#52114 (example.com): query (cache) 'example.com/A/IN' denied
func namedMessage(p *Parser, msg []byte) error {
	for range 2 {
		word, rest := nextField(msg)
		if len(word) < 3 || word[len(word)-1] != ':' {
			break
		}
		if word = word[:len(word)-1]; isLevel(word) {
			p.set(Level, word)
		} else if nameLen(word) == len(word) {
			p.set(Provider, word)
		}
		msg = bytes.TrimLeft(rest, " ")
	}
	who, ok := bytes.CutPrefix(msg, []byte("client "))
	if !ok {
		return ErrFormat
	}
	if bytes.HasPrefix(who, []byte("@0x")) {
		_, who = nextField(who)
	}
	who, rest := nextField(who)
	host, port, ok := bytes.Cut(bytes.TrimRight(who, ":"), []byte("#"))
	port, _, _ = bytes.Cut(port, slash) // /key name
	if !ok || !isAddress(host) {
		return ErrFormat
	}
	p.set(SourceIP, host)
	p.set(SourcePort, port)
	if !p.means(rest, namedPhrases) {
		return ErrNotAuth
	}
	p.networked()
	if name := enclosed(rest, `signer "`, `"`); name != nil {
		p.set(UserName, name)
	}
	return nil
}
