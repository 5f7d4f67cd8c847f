package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/stamp"
)

// cloudfrontColumns are the columns of CloudFront's standard logs, in their order.
var cloudfrontColumns = [...]Field{
	4: SourceIP, 5: Method, 7: Path, 8: Status, 9: Referrer, 10: UserAgent, 11: Query,
	15: URLHost, 16: URLScheme, 17: RequestBytes, 18: DurationS, 19: ForwardedFor, 23: Proto, 26: SourcePort,
}

const (
	cloudfrontHost   = 6 // of the distribution, where the viewer's is not logged
	cloudfrontSent   = 3
	cloudfrontCookie = 12
	cloudfrontID     = 14
)

// cloudfrontLine reads the standard access logs of Amazon's CloudFront: columns between
// tabs, of a fixed order. The agent and the query are escaped as in a URL.
//
//	2026-11-10	12:55:36	FRA56-P1	703	192.0.2.7	GET	d111.cloudfront.net	/admin	401	-	curl/8.5.0	-	-	Error	id==	www.example.com	https	…
func cloudfrontLine(p *Parser, line []byte) error {
	const date = len("2026-11-10")
	const stampLen = len("2026-11-10 12:55:36")
	if len(line) < stampLen+24 || line[4] != '-' || line[date] != '\t' || line[stampLen] != '\t' {
		return ErrFormat
	}
	if _, n := stamp.Read(line[:stampLen]); n != stampLen {
		return ErrFormat
	}
	p.set(Time, line[:stampLen])
	rest := line
	for i := 0; len(rest) > 0; i++ {
		var v []byte
		v, rest, _ = bytes.Cut(rest, tab)
		switch {
		case i == cloudfrontSent:
			p.set(ResponseBytes, v)
		case i == cloudfrontHost:
			p.set(URLHost, v)
		case i == cloudfrontCookie:
			p.cookie(v)
		case i == cloudfrontID:
			p.set(RequestID, v)
		case i < len(cloudfrontColumns) && cloudfrontColumns[i] != 0:
			p.set(cloudfrontColumns[i], v)
		}
	}
	if !isAddress(p.val(SourceIP)) || !isMethod(p.val(Method)) {
		return ErrFormat
	}
	return nil
}

var tab = []byte("\t")
