package parse

import "bytes"

// couchdbLine reads CouchDB's own log, of which a request is:
//
//	[notice] 2026-11-10T12:55:36.123456Z couchdb@db1 <0.1.0> c0ffee app.example:5984 192.0.2.7 bob GET /_session 401 ok 3
//
// An "undefined" user is nobody.
func couchdbLine(p *Parser, line []byte) error {
	level := enclosed(line[:min(len(line), 16)], "[", "] ")
	if line[0] != '[' || !isLevel(level) {
		return ErrFormat
	}
	rest := p.stamped(line[len(level)+3:])
	var f [9][]byte
	for i := range f {
		f[i], rest = nextField(rest)
	}
	node, process := f[0], f[1]
	if bytes.IndexByte(node, '@') < 0 || len(process) < 3 || process[0] != '<' {
		return ErrFormat
	}
	if !isMethod(f[6]) {
		return ErrFormat // of the daemon: text like any other
	}
	if _, ok := readStatus(f[8]); !ok {
		return errBroken
	}
	p.set(Level, level)
	p.set(Hostname, node[bytes.IndexByte(node, '@')+1:])
	p.set(RequestID, f[2])
	p.set(URLHost, f[3])
	p.peer(f[4])
	p.set(UserName, f[5])
	p.set(Method, f[6])
	p.set(Target, f[7])
	p.set(Status, f[8])
	p.mined = true
	return nil
}
