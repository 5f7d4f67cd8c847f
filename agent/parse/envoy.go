package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/stamp"
)

// envoyLine reads Envoy's default access log, and Istio's, which has more:
//
//	[2026-11-10T12:55:36.123Z] "GET /x HTTP/1.1" 200 - 0 1024 40 20 "192.0.2.7" "agent" "request id" "authority" "10.0.0.1:80"
func envoyLine(p *Parser, line []byte) error {
	line = bytes.TrimPrefix(line, []byte("ACCESS ")) // Ambassador's
	if len(line) < 24 || line[0] != '[' || !isDigit(line[1]) || line[5] != '-' {
		return ErrFormat
	}
	when, rest, ok := bytes.Cut(line[1:], []byte(`] "`))
	if !ok || len(when) > 40 || bytes.IndexByte(when, 'T') < 0 {
		return ErrFormat
	}
	if _, n := stamp.Read(when); n != len(when) {
		return ErrFormat
	}
	request, rest, ok := bytes.Cut(rest, []byte(`" `))
	if !ok {
		return errBroken
	}
	status, rest := nextField(rest)
	if n, ok := readInt(status); !ok || n > 599 {
		return ErrFormat
	}
	p.set(Time, when)
	p.requestLine(request)
	p.set(Status, status)
	p.envoyRest(rest)
	return nil
}

// envoyRest reads what follows the status: flags and Istio's details, numbers,
// then five quoted fields, then Istio's cluster and addresses.
func (p *Parser) envoyRest(b []byte) {
	numbers, quoted := 0, 0
	var xff, agent, id, authority, remote []byte
	for {
		b = bytes.TrimLeft(b, " ")
		if len(b) == 0 {
			break
		}
		if b[0] == '"' {
			v, rest, ok := quotedField(b)
			if !ok {
				break
			}
			b = rest
			if numbers == 0 { // Istio's reason of a failed transport
				continue
			}
			switch quoted++; quoted {
			case 1:
				xff = v
			case 2:
				agent = v
			case 3:
				id = v
			case 4:
				authority = v
			}
			continue
		}
		var v []byte
		v, b = nextField(b)
		switch _, ok := readInt(v); {
		case quoted == 0 && ok:
			numbers++
			switch numbers {
			case 1:
				p.set(RequestBytes, v)
			case 2:
				p.set(ResponseBytes, v)
			case 3:
				p.set(DurationMS, v)
			}
		case quoted == 0:
			p.envoyDenied(v)
		case quoted >= 5:
			if host, port := splitPort(v); port != nil && isAddress(host) {
				remote = v // local to upstream, local to downstream, and last the client's
			}
		}
	}
	p.set(UserAgent, agent)
	p.set(RequestID, id)
	p.set(URLHost, authority)
	if remote != nil {
		p.peer(remote)
		p.set(ForwardedFor, xff)
		return
	}
	p.forwardedPeer(xff) // the only address of the client that this log has
}

// envoyObject reads Envoy's access log in JSON. Where it has no address of the
// connection, the forwarding chain is all it has.
func envoyObject(p *Parser, d *Doc) error {
	p.fields(d)
	p.passPeer(d, "downstream_remote_address")
	if !p.has(SourceIP) {
		if chain := p.val(ForwardedFor); chain != nil {
			p.unset(ForwardedFor)
			p.forwardedPeer(chain)
		}
	}
	p.envoyDenied(d.Get("response_code_details"))
	p.set(URLHost, d.Get(":authority"))
	for _, name := range [...]string{"x-envoy-origin-path", "x-envoy-original-path"} {
		if v := d.Get(name); len(v) > 1 {
			p.set(Target, v)
		}
	}
	return nil
}

// envoyDenied takes Envoy's details of a response where a filter of its own refused the
// request: jwt_authn_access_denied{Jwt_is_expired}.
func (p *Parser) envoyDenied(details []byte) {
	if holds(details, "access_denied") {
		p.set(Reason, details)
	}
}
