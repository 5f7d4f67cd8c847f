package parse

import (
	"github.com/hashtail/hashtail/agent/redact"
)

// The values that nearly all records have are constants: there is nothing to
// scrub in them.
var (
	methods = map[string]redact.Text{
		"GET": redact.Static("GET"), "POST": redact.Static("POST"), "PUT": redact.Static("PUT"), "HEAD": redact.Static("HEAD"),
		"DELETE": redact.Static("DELETE"), "PATCH": redact.Static("PATCH"), "OPTIONS": redact.Static("OPTIONS"),
	}

	// httpVersions are without the protocol's name.
	httpVersions = map[string]redact.Text{
		"1.0": redact.Static("1.0"), "1.1": redact.Static("1.1"), "2": redact.Static("2"), "2.0": redact.Static("2.0"),
		"3": redact.Static("3"), "3.0": redact.Static("3.0"),
	}

	// levels are as the record writes them; the numbers of pino and bunyan, and
	// single letters, get their names.
	levels = map[string]redact.Text{
		"trace": redact.Static("trace"), "debug": redact.Static("debug"), "info": redact.Static("info"), "notice": redact.Static("notice"),
		"warn": redact.Static("warn"), "warning": redact.Static("warning"), "error": redact.Static("error"), "fatal": redact.Static("fatal"),
		"TRACE": redact.Static("TRACE"), "DEBUG": redact.Static("DEBUG"), "INFO": redact.Static("INFO"), "WARN": redact.Static("WARN"),
		"WARNING": redact.Static("WARNING"), "ERROR": redact.Static("ERROR"), "FATAL": redact.Static("FATAL"), "CRITICAL": redact.Static("CRITICAL"),
		"10": redact.Static("trace"), "20": redact.Static("debug"), "30": redact.Static("info"), "40": redact.Static("warn"),
		"50": redact.Static("error"), "60": redact.Static("fatal"),
		"T": redact.Static("trace"), "D": redact.Static("debug"), "I": redact.Static("info"), "N": redact.Static("notice"),
		"W": redact.Static("warning"), "E": redact.Static("error"), "F": redact.Static("fatal"),
		"eror": redact.Static("error"), "err": redact.Static("error"),
	}
)

// known is the constant that b is in table, else its scrubbed text.
func (p *Parser) known(table map[string]redact.Text, b []byte) redact.Text {
	if t, ok := table[string(b)]; ok {
		return t
	}
	return p.plain(b)
}
