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
	n := len(record)
	if n > 0 && record[n-1] == '-' && bytes.HasSuffix(record, []byte("-----")) {
		begin := bytes.Index(record, []byte("-----BEGIN "))
		k.left, k.asked = 0, false
		if begin >= 0 && bytes.Contains(record[begin:], []byte("PRIVATE KEY")) && !bytes.Contains(record[begin:], []byte("-----END ")) {
			k.left = maxKeyRecords
		}
		return 0, false
	}
	if n > 0 && record[n-1] == '6' && bytes.HasSuffix(record, []byte("334 UGFzc3dvcmQ6")) {
		k.left, k.asked = 2, true
		return 0, false
	}
	if k.left == 0 {
		k.asked = false
		return 0, false
	}
	k.left--
	from = n
	for from > 0 && base64Byte(record[from-1]) {
		from--
	}
	alone := from == 0 || bytes.HasSuffix(record[:from], []byte(": ")) || bytes.HasSuffix(record[:from], []byte("] "))
	switch {
	case k.asked:
		if n-from < 6 || from > 0 && record[from-1] != ' ' || !bytes.ContainsAny(record[from:], "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789=") {
			return 0, false
		}
		k.left, k.asked = 0, false
	case from == n || !alone && n-from < 32:
		return 0, false
	}
	return from, true
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
