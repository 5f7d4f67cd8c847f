package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/stamp"
)

// threeProxyLine reads 3proxy's log in its usual forms: time, service with its
// port, code, user, client, target, bytes. The last two digits of the code say
// how a request ended: up to 9 are the ways in which an account is refused. Where nobody
// has set a form, the time is of digits alone, and the service a port.
//
//	1794315336.123 PROXY.3128 00004 bob 192.0.2.7:52114 198.51.100.1:80 0 0 0 GET http://example.com/
//	261110125536.123 3128 00004 bob 192.0.2.7:52114 198.51.100.1:80 0 0 0 GET http://example.com/
func threeProxyLine(p *Parser, line []byte) error {
	if rest := p.digitsOfTime(line); rest != nil {
		return p.threeProxy(line, rest, true)
	}
	rest := p.stamped(line)
	if rest == nil {
		return ErrFormat
	}
	return p.threeProxy(line, rest, false)
}

// digitsOfTime takes a time like 261110125536.123, and returns what follows.
func (p *Parser) digitsOfTime(b []byte) (rest []byte) {
	const n = len("261110125536.123")
	if len(b) < n+1 || b[n] != ' ' || b[n-4] != '.' || !digits(b[:n-4]) || !digits(b[n-3:n]) {
		return nil
	}
	start := len(p.buf)
	p.buf = append(append(p.buf, "20"...), b[:2]...)
	for i, sign := range "--T::" {
		p.buf = append(append(p.buf, byte(sign)), b[2+2*i:4+2*i]...)
	}
	p.buf = append(p.buf, b[n-4:n]...)
	if _, read := stamp.Read(p.buf[start:]); read == 0 {
		return nil
	}
	p.set(Time, p.buf[start:])
	return b[n:]
}

// threeProxyFields reads the fields behind the time: what serves and on which port, a code, the
// user, the client, the server. A zone or parts of a second may stand in front, unless the line
// is bare.
func threeProxyFields(f *[5][]byte, rest []byte, bare bool) bool {
	for i := 0; i < len(f); {
		if f[i], rest = nextField(bytes.TrimLeft(rest, " ")); len(f[i]) == 0 {
			return false
		}
		if i == 0 && !bare && bytes.IndexByte(f[0], '.') < 0 {
			if !digits(bytes.TrimLeft(f[0], "+-")) {
				return false
			}
			continue
		}
		i++
	}
	return true
}

// threeProxy reads what stands behind the time.
func (p *Parser) threeProxy(line, rest []byte, bare bool) error {
	var f [5][]byte
	if !threeProxyFields(&f, rest, bare) {
		return ErrFormat
	}
	service, port, _ := bytes.Cut(f[0], dot)
	if bare {
		service, port = nil, f[0]
	}
	code, n := leadingInt(f[1])
	if !bare && (len(service) == 0 || !isUpper(service[0])) || !digits(port) || n != len(f[1]) || n < 3 {
		return ErrFormat
	}
	if host, _ := splitPort(f[3]); !isAddress(host) {
		return ErrFormat
	}
	p.set(Provider, service)
	p.set(UserName, f[2])
	p.peer(f[3])
	p.set(Code, f[1])
	p.set(Message, line)
	if host, port := splitPort(f[4]); isAddress(host) && string(host) != "0.0.0.0" {
		p.set(DestIP, host)
		p.set(DestPort, port)
	}
	switch code %= 100; {
	case code > 0 && code < 10:
		p.happened(event.LoginFailed, event.Failure)
	case p.has(UserName):
		p.happened(event.AuthInfo, event.Success)
		if code != 0 {
			p.e.Outcome = event.Failure
		}
	default:
		return ErrNotAuth
	}
	return nil
}
