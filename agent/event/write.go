package event

import (
	"encoding/binary"
	"net/netip"
	"strconv"
	"time"

	"github.com/hashtail/hashtail/agent/redact"
)

// What follows appends values, none with a comma behind it.

// maxKeyword is how much of a text a keyword field gets (ignore_above 1024 in
// Elastic's dynamic templates): longer values would not be searchable.
const maxKeyword = 1024

// keyword appends a text, cut to what a keyword field indexes.
func keyword(b []byte, t redact.Text) []byte {
	if t.Len() > maxKeyword {
		t = t.Cut(maxKeyword)
	}
	return t.AppendJSON(b)
}

// keywords appends a list of texts.
func keywords(b []byte, ts []redact.Text) []byte {
	b = append(b, '[')
	for i := range ts {
		b = append(keyword(b, ts[i]), ',')
	}
	return endList(b)
}

// endList closes a list whose members each have a comma behind them.
func endList(b []byte) []byte {
	b[len(b)-1] = ']'
	return b
}

// word appends a name of this program's own tables.
func word(b []byte, s string) []byte {
	return append(append(append(b, '"'), s...), '"')
}

// number appends a decimal number.
func number(b []byte, v int64) []byte {
	if uint64(v) >= 1e9 {
		return strconv.AppendInt(b, v, 10)
	}
	n, digits := uint32(v), 1
	for p := uint32(10); digits < 9 && n >= p; p *= 10 {
		digits++
	}
	at := len(b) + digits
	b = append(b, "000000000"[:digits]...)
	for i := at - 1; n > 0; i-- {
		b[i] = byte('0' + n%10)
		n /= 10
	}
	return b
}

func appendIP(b []byte, a netip.Addr) []byte {
	b = append(b, '"')
	if !a.Is4() {
		return append(a.AppendTo(b), '"')
	}
	for i, v := range a.As4() {
		if i > 0 {
			b = append(b, '.')
		}
		if v >= 100 {
			b = append(b, '0'+v/100)
		}
		if v >= 10 {
			b = append(b, '0'+v/10%10)
		}
		b = append(b, '0'+v%10)
	}
	return append(b, '"')
}

// hexLen is what appendHex appends: 64 digits and two quotes.
const hexLen = 66

func appendHex(b []byte, v *[32]byte) []byte {
	b = append(b, '"')
	for i := 0; i < len(v); i += 8 {
		b = appendHex64(b, binary.BigEndian.Uint64(v[i:]))
	}
	return append(b, '"')
}

// appendUnix appends seconds since the epoch as a date.
func appendUnix(b []byte, s int64, c *clock) []byte {
	return append(c.appendSecond(append(b, '"'), s), `000Z"`...)
}

// appendSet appends the names of the bits of v as a list, nothing for none.
func appendSet(b []byte, v uint16, names []string) []byte {
	if v == 0 {
		return b
	}
	b = append(b, '[')
	for i, name := range names {
		if v&(1<<i) != 0 {
			b = append(append(append(b, '"'), name...), '"', ',')
		}
	}
	b[len(b)-1] = ']'
	return b
}

// times are those that an event may have, each of which mostly repeats or
// follows that of the event before.
type times struct{ line, issued, starts, ends clock }

// A clock writes times. Lines that follow each other mostly share their second,
// and nearly always their day, so it keeps what it wrote for the last ones.
type clock struct {
	second int64 // Unix; of prefix
	day    int64 // since the epoch; of prefix's first part
	prefix []byte
}

const dayLen = len("2006-01-02T")

// append appends t in UTC as RFC 3339 with as many of 3, 6 or 9 digits of the
// second as it needs; years outside 0 to 9999 become the nearest.
func (c *clock) append(b []byte, t time.Time) []byte {
	return appendFraction(c.appendSecond(b, t.Unix()), t.Nanosecond())
}

// appendSecond appends a Unix time up to its second, with a dot.
func (c *clock) appendSecond(b []byte, s int64) []byte {
	if s != c.second || c.prefix == nil {
		c.turn(s)
	}
	return append(b, c.prefix...)
}

func (c *clock) turn(s int64) {
	day, rest := s/86400, s%86400
	if rest < 0 {
		day, rest = day-1, rest+86400
	}
	if day != c.day || c.prefix == nil {
		c.day, c.prefix = day, appendDay(c.prefix[:0], time.Unix(s, 0).UTC())
	}
	n := uint32(rest)
	p := two(append(two(append(two(c.prefix[:dayLen], n/3600), ':'), n/60%60), ':'), n%60)
	c.second, c.prefix = s, append(p, '.')
}

func appendDay(b []byte, t time.Time) []byte {
	y, mo, d := t.Date()
	y = min(max(y, 0), 9999)
	b = append(two(two(b, uint32(y/100)), uint32(y%100)), '-')
	return append(two(append(two(b, uint32(mo)), '-'), uint32(d)), 'T')
}

// appendFraction appends nanoseconds with 3, 6 or 9 digits.
func appendFraction(b []byte, ns int) []byte {
	n := uint32(ns)
	ms, us := n/1_000_000, n/1000%1000
	b = three(b, ms)
	if us != 0 || n%1000 != 0 {
		b = three(b, us)
		if n%1000 != 0 {
			b = three(b, n%1000)
		}
	}
	return append(b, 'Z')
}

func two(b []byte, n uint32) []byte { return append(b, byte('0'+n/10), byte('0'+n%10)) }

func three(b []byte, n uint32) []byte {
	return append(b, byte('0'+n/100), byte('0'+n/10%10), byte('0'+n%10))
}

// appendHex64 appends the 16 digits of v.
func appendHex64(b []byte, v uint64) []byte {
	return binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint64(b, hex8(uint32(v>>32))), hex8(uint32(v)))
}

// hex8 spells v in eight digits, all at once: each half byte gets a byte of its
// own, and those over 9 what brings them from behind '9' to 'a'.
func hex8(v uint32) uint64 {
	x := uint64(v)
	x = (x<<16 | x) & 0x0000ffff0000ffff
	x = (x<<8 | x) & 0x00ff00ff00ff00ff
	x = (x<<4 | x) & 0x0f0f0f0f0f0f0f0f
	letters := (x + 6*lowBits) >> 4 & lowBits
	return x + '0'*lowBits + letters*('a'-'9'-1)
}

const lowBits = 0x0101010101010101
