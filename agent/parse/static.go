package parse

import (
	"github.com/hashtail/hashtail/agent/redact"
)

// A constant is a value that many records have: there is nothing to scrub in it.
type constant struct {
	name string // as the record writes it
	text redact.Text
}

// The constants of a field, the most common ones first.
var (
	methods = []constant{
		{"GET", redact.Static("GET")}, {"POST", redact.Static("POST")}, {"PUT", redact.Static("PUT")}, {"HEAD", redact.Static("HEAD")},
		{"DELETE", redact.Static("DELETE")}, {"PATCH", redact.Static("PATCH")}, {"OPTIONS", redact.Static("OPTIONS")},
	}

	// httpVersions are without the protocol's name.
	httpVersions = []constant{
		{"1.1", redact.Static("1.1")}, {"2.0", redact.Static("2.0")}, {"1.0", redact.Static("1.0")}, {"2", redact.Static("2")},
		{"3", redact.Static("3")}, {"3.0", redact.Static("3.0")},
	}

	// levels are as the record writes them; the numbers of pino and bunyan, and
	// single letters, get their names.
	levels = []constant{
		{"INFO", redact.Static("INFO")}, {"info", redact.Static("info")}, {"trace", redact.Static("trace")}, {"debug", redact.Static("debug")}, {"notice", redact.Static("notice")},
		{"warn", redact.Static("warn")}, {"warning", redact.Static("warning")}, {"error", redact.Static("error")}, {"fatal", redact.Static("fatal")},
		{"TRACE", redact.Static("TRACE")}, {"DEBUG", redact.Static("DEBUG")}, {"WARN", redact.Static("WARN")},
		{"WARNING", redact.Static("WARNING")}, {"ERROR", redact.Static("ERROR")}, {"FATAL", redact.Static("FATAL")}, {"CRITICAL", redact.Static("CRITICAL")},
		{"10", redact.Static("trace")}, {"20", redact.Static("debug")}, {"30", redact.Static("info")}, {"40", redact.Static("warn")},
		{"50", redact.Static("error")}, {"60", redact.Static("fatal")},
		{"T", redact.Static("trace")}, {"D", redact.Static("debug")}, {"I", redact.Static("info")}, {"N", redact.Static("notice")},
		{"W", redact.Static("warning")}, {"E", redact.Static("error")}, {"F", redact.Static("fatal")},
		{"eror", redact.Static("error")}, {"err", redact.Static("error")},
	}
)

// known is the constant that b is in table, else its scrubbed text.
func (p *Parser) known(table []constant, b []byte) redact.Text {
	for i := range table {
		if c := &table[i]; string(b) == c.name {
			return c.text
		}
	}
	return p.plain(b)
}
