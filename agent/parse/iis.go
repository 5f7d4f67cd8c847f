package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/stamp"
)

// iisLine reads the W3C log of IIS in its usual orders of fields, which all
// have these in a row: method, stem, query, port, user, client.
//
//	2026-11-10 12:55:36 10.0.0.1 GET /x.aspx q=1 443 alice 192.0.2.7 Mozilla/5.0+(X11) https://ref/ 401 2 5 15
func iisLine(p *Parser, line []byte) error {
	const stampLen = len("2026-11-10 12:55:36")
	if len(line) < stampLen+24 || line[4] != '-' || line[10] != ' ' || line[stampLen] != ' ' || line[13] != ':' {
		return ErrFormat
	}
	rest := line[stampLen:]
	if p.httpErr(rest) {
		p.set(Time, line[:stampLen])
		return nil
	}
	if p.iisFTP(rest) {
		p.set(Time, line[:stampLen])
		return nil
	}
	var method []byte
	for range 4 { // s-sitename s-computername s-ip
		method, rest = nextField(rest)
		if isMethod(method) {
			break
		}
		if p.offer(DestIP, method, vague, nil); !isAddress(method) {
			p.unset(DestIP)
		}
	}
	stem, rest := nextField(rest)
	query, rest := nextField(rest)
	port, rest := nextField(rest)
	user, rest := nextField(rest)
	client, rest := nextField(rest)
	if !isMethod(method) || len(stem) == 0 || stem[0] != '/' || digitsOnly(port) == nil || !isAddress(client) {
		return ErrFormat
	}
	if _, n := stamp.Read(line[:stampLen]); n != stampLen {
		return ErrFormat
	}
	p.set(Time, line[:stampLen])
	p.set(Method, method)
	p.set(Path, stem)
	p.set(Query, query)
	p.set(URLPort, port)
	p.set(UserName, user)
	p.set(SourceIP, client)
	p.iisAnswer(rest)
	return nil
}

// iisFTP reads what IIS' FTP server logs of a password: client, user, site and computer
// in old releases, server, port, command, argument, status.
//
//	192.0.2.7 bob MSFTPSVC1 FTP1 192.0.2.1 21 [12]PASS - - 530 1326
//	192.0.2.7 bob 192.0.2.1 21 PASS *** 530 1326 41
func (p *Parser) iisFTP(b []byte) bool {
	if !holds(b[:min(len(b), 256)], "PASS ") {
		return false
	}
	client, rest := nextField(b)
	user, rest := nextField(rest)
	server, rest := nextField(rest)
	for range 2 {
		if !isAddress(server) {
			server, rest = nextField(rest)
		}
	}
	port, rest := nextField(rest)
	command, rest := nextField(rest)
	if !isAddress(client) || !isAddress(server) || !digits(port) || string(command[bytes.IndexByte(command, ']')+1:]) != "PASS" {
		return false
	}
	for range 3 {
		var v []byte
		v, rest = nextField(rest)
		code, ok := readStatus(v)
		if !ok {
			continue
		}
		if p.happened(event.LoginFailed, event.Failure); code == 230 {
			p.happened(event.Login, event.Success)
		}
		p.set(Code, v)
		p.set(UserName, user)
		p.set(SourceIP, client)
		p.set(DestIP, server)
		p.set(DestPort, port)
		p.set(Protocol, ftp)
		return true
	}
	return false
}

var ftp = []byte("ftp")

// httpErr reads what HTTP.sys logs of requests that never reach IIS: client, its
// port, server, its port, version, method, URL, status, site, reason.
func (p *Parser) httpErr(b []byte) bool {
	var f [8][]byte
	for i := range f {
		f[i], b = nextField(b)
	}
	if !bytes.HasPrefix(f[4], []byte("HTTP/")) || !isAddress(f[0]) || !digits(f[1]) || !isAddress(f[2]) {
		return false
	}
	p.set(SourceIP, f[0])
	p.set(SourcePort, f[1])
	p.set(DestIP, f[2])
	p.set(DestPort, f[3])
	p.set(Proto, f[4])
	p.set(Method, f[5])
	p.set(Target, f[6])
	p.set(Status, f[7])
	return true
}

// iisAnswer reads "[version] agent [cookie] [referrer] [host] status substatus
// win32 [sent received] taken [forwarded for]".
func (p *Parser) iisAnswer(b []byte) {
	v, rest := nextField(b)
	if bytes.HasPrefix(v, []byte("HTTP/")) {
		p.set(Proto, v)
		v, rest = nextField(rest)
	}
	if _, ok := readStatus(v); !ok {
		p.set(UserAgent, v) // with a plus for each space, as IIS writes it
		v, rest = nextField(rest)
	}
	for len(v) > 0 {
		if _, ok := readStatus(v); ok {
			p.set(Status, v)
			break
		}
		switch {
		case bytes.HasPrefix(v, []byte("http://")), bytes.HasPrefix(v, []byte("https://")):
			p.set(Referrer, v)
		case bytes.IndexByte(v, '=') > 0:
			p.cookie(v)
		default:
			p.set(URLHost, v)
		}
		v, rest = nextField(rest)
	}
	_, rest = nextField(rest)
	_, rest = nextField(rest)
	var numbers [3][]byte
	n := 0
	for len(rest) > 0 {
		v, rest = nextField(rest)
		if _, ok := readInt(v); ok && n < len(numbers) {
			numbers[n] = v
			n++
		} else if isAddress(v) {
			p.set(ForwardedFor, v)
		}
	}
	switch n {
	case 1:
		p.set(DurationMS, numbers[0])
	case 3:
		p.set(ResponseBytes, numbers[0])
		p.set(RequestBytes, numbers[1])
		p.set(DurationMS, numbers[2])
	}
}
