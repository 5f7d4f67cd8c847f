package parse

import (
	"bytes"
)

// vaultwardenLine reads Vaultwarden's log:
//
//	[2026-11-10 12:55:36.123][vaultwarden::api::identity][ERROR] Username or password is incorrect. Try again. IP: 192.0.2.7. Username: bob@example.com.
func vaultwardenLine(p *Parser, line []byte) error {
	if len(line) < 32 || line[0] != '[' || !isDigit(line[1]) {
		return ErrFormat
	}
	_, rest, ok := bytes.Cut(line[:32], []byte("]["))
	if rest = line[32-len(rest):]; !ok || !bytes.HasPrefix(rest, []byte("vaultwarden::")) && !bytes.HasPrefix(rest, []byte("bitwarden_rs::")) {
		return ErrFormat
	}
	return textLine(p, line)
}
