package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// redshiftLine reads the connection log of Amazon's Redshift:
//
//	authentication failure |Tue, 10 Nov 2026 12:55:36:123|::ffff:192.0.2.7 |52114 |12345|app |bob |password |0|…
func redshiftLine(p *Parser, line []byte) error {
	what, rest, ok := bytes.Cut(line, bar)
	if !ok || len(what) > 64 {
		return ErrFormat
	}
	var f [7][]byte
	for i := range f {
		if f[i], rest, ok = bytes.Cut(rest, bar); !ok {
			return ErrFormat
		}
		f[i] = bytes.Trim(f[i], " ")
	}
	if _, n := p.readStamp(f[0]); n == 0 || !isAddress(f[1]) || !digits(f[3]) {
		return ErrFormat
	}
	p.set(Time, f[0])
	p.peer(f[1])
	p.set(SourcePort, f[2])
	p.set(UserName, f[5])
	if !p.knows(bytes.TrimRight(what, " "), redshiftCodes) {
		return ErrNotAuth
	}
	p.networked()
	return nil
}

var redshiftCodes = codes([]phrase{
	{"authenticated", event.Login, event.Success},
	{"authentication failure", event.LoginFailed, event.Failure},
	{"initiating session", event.SessionStarted, event.Success},
	{"disconnecting session", event.SessionEnded, event.Success},
})
