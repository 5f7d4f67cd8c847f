package journal

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
)

// A cursor is what an entry's name says of it.
type cursor struct {
	number int64 // of the entry in the journal's count
	time   int64 // when it was received, in microseconds
}

var cursorKey = []byte(`"__CURSOR"`)

// cursorOf is the cursor of an entry that was printed as JSON, nil when there
// is none. In a value the quotes of the key would be escaped, and no client of
// the journal may set a field that begins with an underscore.
func cursorOf(line []byte) []byte {
	i := bytes.Index(line, cursorKey)
	if i < 0 {
		return nil
	}
	rest := bytes.TrimLeft(line[i+len(cursorKey):], " :") // older versions print spaces
	if len(rest) == 0 || rest[0] != '"' {
		return nil
	}
	end := bytes.IndexByte(rest[1:], '"')
	if end < 0 {
		return nil
	}
	return rest[1 : 1+end]
}

// parseCursor reads s=…;i=1a;b=…;m=…;t=66116b428a001;x=…
func parseCursor(b []byte) (c cursor, ok bool) {
	found := 0
	for len(b) > 0 {
		var part []byte
		part, b, _ = bytes.Cut(b, []byte{';'})
		if len(part) < 3 || part[1] != '=' || part[0] != 'i' && part[0] != 't' {
			continue
		}
		n, ok := hexadecimal(part[2:])
		if !ok {
			return c, false
		}
		if found++; part[0] == 'i' {
			c.number = n
		} else {
			c.time = n
		}
	}
	return c, found == 2
}

func hexadecimal(b []byte) (n int64, ok bool) {
	for _, c := range b {
		i := bytes.IndexByte([]byte("0123456789abcdef"), c)
		if i < 0 || n >= 1<<59 {
			return 0, false
		}
		n = n<<4 | int64(i)
	}
	return n, true
}

// idOf is the first half of an entry's event id. All of the cursor is in it,
// not only the id of the count that the number belongs to: journals that were
// damaged or copied have counted anew under the same one.
func idOf(cursor []byte) uint64 {
	sum := sha256.Sum256(cursor)
	return binary.BigEndian.Uint64(sum[:])
}
