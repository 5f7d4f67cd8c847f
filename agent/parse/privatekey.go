package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/redact"
)

// A keyBlock follows a private key whose lines are records of their own, and the
// answer to a server that asks for a password in base64: no record shows by itself
// that it is a part of such.
type keyBlock struct {
	left  int  // records that may still belong to it
	asked bool // for a password: one answer is awaited
}

const maxKeyRecords = 256

// holds reports whether the record is a line of a private key, and where in it
// that begins: behind what a logger writes before each line.
func (k *keyBlock) holds(record []byte) (from int, ok bool) {
	switch {
	case endsInDashes(record): // the first line of a block, or its last one
		k.left, k.asked = 0, false
		if opensKey(record) {
			k.left = maxKeyRecords
		}
		return 0, false
	case asksPassword(record):
		k.left, k.asked = 2, true
		return 0, false
	case k.left == 0:
		k.asked = false
		return 0, false
	}
	k.left--
	from = len(record)
	for from > 0 && base64Byte(record[from-1]) {
		from--
	}
	if !k.asked {
		ok = isKeyLine(record, from)
	} else if ok = isAnswer(record, from); ok {
		k.left, k.asked = 0, false
	}
	if !ok {
		return 0, false
	}
	return from, true
}

// endsInDashes reports whether a record ends as the lines around a key do.
func endsInDashes(record []byte) bool {
	n := len(record)
	return n > 0 && record[n-1] == '-' && bytes.HasSuffix(record, []byte("-----"))
}

// opensKey reports whether a private key follows "-----BEGIN RSA PRIVATE KEY-----", rather
// than stand in the record itself.
func opensKey(record []byte) bool {
	begin := bytes.Index(record, []byte("-----BEGIN "))
	return begin >= 0 && bytes.Contains(record[begin:], []byte("PRIVATE KEY")) && !bytes.Contains(record[begin:], []byte("-----END "))
}

// asksPassword reports whether a record ends in how an SMTP server asks for a password:
// "Password:" in base64.
func asksPassword(record []byte) bool {
	n := len(record)
	return n > 0 && record[n-1] == '6' && bytes.HasSuffix(record, []byte("334 UGFzc3dvcmQ6"))
}

// isAnswer reports whether the base64 from from on may be a password: it is a word of its
// own, and more than small letters.
func isAnswer(record []byte, from int) bool {
	return len(record)-from >= 6 && (from == 0 || record[from-1] == ' ') && bytes.ContainsAny(record[from:], "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789=")
}

// isKeyLine reports whether the base64 from from on may be a line of a key: it is all that
// the logger was given, or long.
func isKeyLine(record []byte, from int) bool {
	said := record[:from]
	alone := from == 0 || bytes.HasSuffix(said, []byte(": ")) || bytes.HasSuffix(said, []byte("] "))
	n := len(record) - from
	return n >= 32 || alone && n > 0
}

func base64Byte(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '+' || c == '/' || c == '='
}

var keyField = []byte("private_key")

// keyLine leaves of a line of a private key what stands before it.
func (p *Parser) keyLine(record []byte, from int) error {
	if p.st.opt.Original {
		key := p.s.Field(keyField, record[from:], redact.InMessage)
		p.e.Original = p.s.Join(p.s.Text(record[:from], redact.InMessage), "", key)
		p.e.Found = p.s.Found()
	}
	return ErrFormat
}
