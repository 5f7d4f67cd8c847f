package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/stamp"
)

// jfrogColumns are the columns of the request logs of JFrog's services, behind the time.
var jfrogColumns = [...]Field{TraceID, SourceIP, UserName, Method, Target, Status, RequestBytes, ResponseBytes, DurationMS, UserAgent}

// jfrogLine reads the request logs of Artifactory and JFrog's other services:
//
//	2026-11-10T12:55:36.123Z|4bf92f3577b34da6|192.0.2.7|bob|GET|/api/repositories|401|-1|0|5|curl/8.5.0
func jfrogLine(p *Parser, line []byte) error {
	const stampLen = len("2026-11-10T12:55:36.123Z")
	if len(line) < stampLen+24 || line[stampLen] != '|' || line[10] != 'T' {
		return ErrFormat
	}
	if _, n := stamp.Read(line); n != stampLen {
		return ErrFormat
	}
	p.set(Time, line[:stampLen])
	rest := line[stampLen+1:]
	for i, f := range jfrogColumns {
		v := rest
		if i+1 < len(jfrogColumns) { // an agent may have a bar
			var ok bool
			if v, rest, ok = bytes.Cut(rest, bar); !ok {
				return ErrFormat
			}
		}
		switch f {
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
