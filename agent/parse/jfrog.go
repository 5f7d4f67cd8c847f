package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/stamp"
)

// jfrogColumns are the columns of the request logs of JFrog's services, behind the time.
var jfrogColumns = [...]Field{TraceID, SourceIP, UserName, Method, Target, Status, RequestBytes, ResponseBytes, DurationMS, UserAgent}

// jfrogColumnsBefore are those of Artifactory's old log.
var jfrogColumnsBefore = [...]Field{DurationMS, NoField, SourceIP, UserName, Method, Target, Proto, Status, ResponseBytes}

// jfrogLine reads the request logs of Artifactory and JFrog's other services:
//
//	2026-11-10T12:55:36.123Z|4bf92f3577b34da6|192.0.2.7|bob|GET|/api/repositories|401|-1|0|5|curl/8.5.0
//	20261110125536|12|REQUEST|192.0.2.7|bob|GET|/api/repositories|HTTP/1.1|401|-1
//
// The second is how Artifactory wrote before version 7.
func jfrogLine(p *Parser, line []byte) error {
	when, rest, ok := bytes.Cut(line, bar)
	columns := jfrogColumns[:]
	switch {
	case !ok || len(line) < 48:
		return ErrFormat
	case len(when) == len("20261110125536"):
		columns = jfrogColumnsBefore[:]
	case len(when) != len("2026-11-10T12:55:36.123Z") || when[10] != 'T':
		return ErrFormat
	}
	if _, n := stamp.Read(when); n != len(when) {
		return ErrFormat
	}
	p.set(Time, when)
	for i, f := range columns {
		v := rest
		if i+1 < len(columns) { // an agent may have a bar
			var ok bool
			if v, rest, ok = bytes.Cut(rest, bar); !ok {
				return ErrFormat
			}
		}
		switch f {
		case NoField: // what kind of record it is
			continue
		case UserName:
			if string(v) == "non_authenticated_user" || string(v) == "anonymous" {
				continue
			}
		case RequestBytes, ResponseBytes:
			if string(v) == "-1" { // not known
				continue
			}
		}
		p.set(f, v)
	}
	if !isMethod(p.val(Method)) || !isAddress(p.val(SourceIP)) {
		return ErrFormat
	}
	return nil
}

var bar = []byte("|")
