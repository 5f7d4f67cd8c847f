package event

import (
	"encoding/binary"
	"net/netip"
	"slices"
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

// digits3 are the numbers below 1000 in three digits, and how many are left
// without leading zeros: written four bytes at once, of which the last is spare.
var digits3 = func() (t [1000]uint32) {
	for n := range uint32(1000) {
		t[n] = '0' + n/100 | ('0'+n/10%10)<<8 | ('0'+n%10)<<16
		switch {
		case n >= 100:
			t[n] |= 3 << 24
		case n >= 10:
			t[n] |= 2 << 24
		default:
			t[n] |= 1 << 24
		}
	}
	return t
}()

// room is b with space for n more bytes.
func room(b []byte, n int) []byte {
	if cap(b)-len(b) < n {
		b = slices.Grow(b, n)
	}
	return b
}

// number appends a decimal number.
func number(b []byte, v int64) []byte {
	if uint64(v) >= 1e9 {
		return strconv.AppendInt(b, v, 10)
	}
	n := uint32(v)
	b = room(b, 12)
	switch {
	case n < 1000:
		return small(b, n)
	case n < 1e6:
		return three(small(b, n/1000), n%1000)
	}
	return three(three(small(b, n/1e6), n/1000%1000), n%1000)
}

// small appends a number below 1000, where there is room for four bytes.
func small(b []byte, n uint32) []byte {
	d := digits3[n]
	size := int(d >> 24)
	at := len(b)
	binary.LittleEndian.PutUint32(b[at:at+4], d>>(8*(3-size)))
	return b[:at+size]
}

// three appends a number below 1000 in three digits, where there is room for four bytes.
func three(b []byte, n uint32) []byte {
	at := len(b)
	binary.LittleEndian.PutUint32(b[at:at+4], digits3[n])
	return b[:at+3]
}

func appendIP(b []byte, a netip.Addr) []byte {
	if !a.Is4() {
		return append(a.AppendTo(append(b, '"')), '"')
	}
	v := a.As4()
	b = append(room(b, 20), '"')
	b = append(small(b, uint32(v[0])), '.')
	b = append(small(b, uint32(v[1])), '.')
	b = append(small(b, uint32(v[2])), '.')
	return append(small(b, uint32(v[3])), '"')
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
	b = three(room(b, 12), ms)
	if us != 0 || n%1000 != 0 {
		b = three(b, us)
		if n%1000 != 0 {
			b = three(b, n%1000)
		}
	}
	return append(b, 'Z')
}

func two(b []byte, n uint32) []byte { return append(b, byte('0'+n/10), byte('0'+n%10)) }

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
