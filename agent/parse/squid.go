package parse

import "bytes"

// squidLine reads Squid's native access log: time, milliseconds, client,
// result/status, bytes, method, URL, user, hierarchy/server, type.
//
//	1794313536.123    456 192.0.2.7 TCP_DENIED/407 3890 CONNECT example.com:443 - HIER_NONE/- text/html
func squidLine(p *Parser, line []byte) error {
	if len(line) < 40 || line[10] != '.' || line[14] != ' ' || !digits(line[:10]) {
		return ErrFormat
	}
	return squidMessage(p, line)
}

// squidMessage reads the same behind a syslog header.
func squidMessage(p *Parser, msg []byte) error {
	var f [9][]byte
	rest := msg
	for i := range f {
		f[i], rest = nextField(rest)
		if i == 3 && digits(f[i]) { // with the client's port, as some log it
			p.set(SourcePort, f[i])
			f[i], rest = nextField(rest)
		}
		for i == 5 && len(f[i]) > 0 && (digits(f[i]) || string(f[i]) == "-") { // further sizes
			f[i], rest = nextField(rest)
		}
		if i == 7 && (string(f[i]) == "1.1" || string(f[i]) == "1.0" || bytes.HasPrefix(f[i], []byte("HTTP/"))) { // the version
			f[i], rest = nextField(rest)
		}
	}
	result, status, ok := bytes.Cut(f[3], slash)
	if !ok || len(f[8]) == 0 || !isAddress(f[2]) || !digits(f[1]) {
		return ErrFormat
	}
	p.set(Time, f[0])
	p.set(DurationMS, f[1])
	p.set(SourceIP, f[2])
	p.set(Status, status)
	p.set(ResponseBytes, f[4])
	p.set(Method, f[5])
	if string(f[5]) == "CONNECT" {
		host, port := splitPort(f[6])
		p.set(URLHost, host)
		p.set(URLPort, port)
	} else {
		p.set(Target, f[6])
	}
	p.set(UserName, f[7])
	if _, server, ok := bytes.Cut(f[8], slash); ok {
		p.endpoint(server, 1, nil, DestIP, DestPort, DestHost)
	}
	if bytes.HasPrefix(result, []byte("TCP_DENIED")) && string(status) == "200" {
		p.set(OutcomeWord, result[4:])
	}
	return nil
}
