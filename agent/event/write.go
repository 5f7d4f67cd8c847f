package event

import (
	"encoding/binary"
	"net/netip"
	"strconv"
	"time"

	"github.com/hashtail/hashtail/agent/redact"
)

// A writer appends JSON members, each with a comma behind it; closing an object
// turns the last comma into the brace, or takes the whole object back when
// nothing was written into it. So a field that is absent costs one comparison.
//
// Keys are written as they are passed, with their quotes and colon: one copy of
// a constant, where three would cost a sixth of the whole encoding.
type writer struct {
	b     []byte
	times *times
	hash  int // where the token's hash stands in b

	ipAt, ipEnd int // where the source's address stands in b
}

// times are those that an event may have, each of which mostly repeats or
// follows that of the event before.
type times struct{ line, issued, starts, ends clock }

// open begins the object key and returns what close needs.
func (w *writer) open(key string) int {
	at := len(w.b)
	w.key(key)
	w.b = append(w.b, '{')
	return at
}

// is opens the object key where something will surely be written into it.
func (w *writer) is(key string) { w.b = append(w.b, key...) }

// end closes what is opened.
func (w *writer) end() {
	w.b[len(w.b)-1] = '}'
	w.b = append(w.b, ',')
}

func (w *writer) close(at int) {
	last := len(w.b) - 1
	if w.b[last] == '{' {
		w.b = w.b[:at]
		return
	}
	w.b[last] = '}'
	w.b = append(w.b, ',')
}

// endList closes a list whose members each have a comma behind them.
func (w *writer) endList() {
	w.b[len(w.b)-1] = ']'
	w.b = append(w.b, ',')
}

func (w *writer) key(key string) { w.b = append(w.b, key...) }

func (w *writer) raw(s string) { w.b = append(w.b, s...) }

// str writes a member whose value is a finished JSON value; none when empty.
func (w *writer) str(key string, v []byte) {
	if len(v) == 0 {
		return
	}
	w.key(key)
	w.b = append(append(w.b, v...), ',')
}

func (w *writer) text(key string, t redact.Text) {
	if !t.IsZero() {
		w.b = t.AppendMember(w.b, key)
	}
}

// keyword is text cut to what a keyword field indexes (ignore_above 1024
// in Elastic's dynamic templates): longer values would not be searchable.
func (w *writer) keyword(key string, t redact.Text) {
	if !t.IsZero() {
		w.b = t.Cut(maxKeyword).AppendMember(w.b, key)
	}
}

const maxKeyword = 1024

func (w *writer) word(key, v string) {
	if v == "" {
		return
	}
	w.key(key)
	w.b = append(w.b, '"')
	w.b = append(w.b, v...)
	w.b = append(w.b, '"', ',')
}

func (w *writer) int(key string, v int64) {
	if v == 0 {
		return
	}
	w.key(key)
	w.number(v)
}

// number appends a value that may be 0, behind a key already written.
func (w *writer) number(v int64) {
	if uint64(v) < 1000 { // statuses, durations in ms
		n := uint32(v)
		if n >= 100 {
			w.b = append(w.b, byte('0'+n/100))
		}
		if n >= 10 {
			w.b = append(w.b, byte('0'+n/10%10))
		}
		w.b = append(w.b, byte('0'+n%10), ',')
		return
	}
	w.b = append(strconv.AppendInt(w.b, v, 10), ',')
}

func (w *writer) float(key string, v float64) {
	w.key(key)
	w.b = append(strconv.AppendFloat(w.b, v, 'f', -1, 64), ',')
}

func (w *writer) ip(key string, a netip.Addr) {
	if !a.IsValid() {
		return
	}
	w.key(key)
	w.ipValue(a, true)
}

// ipValue appends one member of a list, when it is to be there.
func (w *writer) ipValue(a netip.Addr, there bool) {
	if !there {
		return
	}
	w.b = append(w.b, '"')
	w.b = a.AppendTo(w.b)
	w.b = append(w.b, '"', ',')
}

// hexLen is what hex appends: 64 digits, two quotes and a comma.
const hexLen = 67

func (w *writer) hex(v *[32]byte) {
	b := append(w.b, '"')
	for i := 0; i < len(v); i += 8 {
		b = appendHex64(b, binary.BigEndian.Uint64(v[i:]))
	}
	w.b = append(b, '"', ',')
}

func (w *writer) time(key string, t time.Time) {
	w.key(key)
	w.b = append(w.times.line.append(append(w.b, '"'), t), '"', ',')
}

// unix writes seconds since the epoch as a date; none when 0.
func (w *writer) unix(key string, s int64, c *clock) {
	if s == 0 {
		return
	}
	w.key(key)
	w.b = append(c.appendSecond(append(w.b, '"'), s), `000Z",`...)
}

func (w *writer) texts(key string, ts []redact.Text) {
	if len(ts) == 0 {
		return
	}
	w.key(key)
	w.b = append(w.b, '[')
	for _, t := range ts {
		w.b = t.Cut(maxKeyword).AppendMember(w.b, "")
	}
	w.endList()
}

// set writes the names of the bits of v as a list.
func (w *writer) set(key string, v uint16, names []string) {
	if v == 0 {
		return
	}
	w.key(key)
	w.b = append(w.b, '[')
	for i, name := range names {
		if v&(1<<i) != 0 {
			w.b = append(w.b, '"')
			w.b = append(w.b, name...)
			w.b = append(w.b, '"', ',')
		}
	}
	w.endList()
}

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
