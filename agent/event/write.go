package event

import (
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
	clock *clock
	hash  int // where the token's hash stands in b

	ipAt, ipEnd int // where the source's address stands in b
}

// open begins the object key and returns what close needs.
func (w *writer) open(key string) int {
	at := len(w.b)
	w.key(key)
	w.b = append(w.b, '{')
	return at
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
	if t.IsZero() {
		return
	}
	w.key(key)
	w.b = append(t.AppendJSON(w.b), ',')
}

// keyword is text cut to what a keyword field indexes (ignore_above 1024
// in Elastic's dynamic templates): longer values would not be searchable.
func (w *writer) keyword(key string, t redact.Text) { w.text(key, t.Cut(1024)) }

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
	w.b = append(strconv.AppendInt(w.b, v, 10), ',')
}

// number appends a value that may be 0, behind a key already written.
func (w *writer) number(v int64) { w.b = append(strconv.AppendInt(w.b, v, 10), ',') }

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
	var d [hexLen]byte
	d[0] = '"'
	for i, c := range v {
		d[1+2*i], d[2+2*i] = hexPairs[c][0], hexPairs[c][1]
	}
	d[65], d[66] = '"', ','
	w.b = append(w.b, d[:]...)
}

func (w *writer) time(key string, t time.Time) {
	w.key(key)
	w.b = append(w.b, '"')
	w.b = w.clock.append(w.b, t)
	w.b = append(w.b, '"', ',')
}

// unix writes seconds since the epoch as a date; none when 0.
func (w *writer) unix(key string, s int64) {
	if s != 0 {
		w.time(key, time.Unix(s, 0))
	}
}

func (w *writer) texts(key string, ts []redact.Text) {
	if len(ts) == 0 {
		return
	}
	w.key(key)
	w.b = append(w.b, '[')
	for _, t := range ts {
		w.b = append(t.Cut(1024).AppendJSON(w.b), ',')
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
// so it keeps what it wrote for the last one.
type clock struct {
	second int64 // Unix; of prefix
	prefix []byte
}

// append appends t in UTC as RFC 3339 with as many of 3, 6 or 9 digits of the
// second as it needs; years outside 0 to 9999 become the nearest.
func (c *clock) append(b []byte, t time.Time) []byte {
	if s := t.Unix(); s != c.second || c.prefix == nil {
		c.second, c.prefix = s, appendSecond(c.prefix[:0], t.UTC())
	}
	b = append(b, c.prefix...)
	ns, digits := t.Nanosecond(), 9
	switch {
	case ns%1_000_000 == 0:
		ns, digits = ns/1_000_000, 3
	case ns%1000 == 0:
		ns, digits = ns/1000, 6
	}
	for div := pow10[digits-1]; div > 0; div /= 10 {
		b = append(b, byte('0'+ns/div%10))
	}
	return append(b, 'Z')
}

func appendSecond(b []byte, t time.Time) []byte {
	y, mo, d := t.Date()
	h, mi, s := t.Clock()
	y = min(max(y, 0), 9999)
	b = append(b, byte('0'+y/1000), byte('0'+y/100%10), byte('0'+y/10%10), byte('0'+y%10), '-')
	b = append(two(b, int(mo)), '-')
	b = append(two(b, d), 'T')
	b = append(two(b, h), ':')
	b = append(two(b, mi), ':')
	return append(two(b, s), '.')
}

var pow10 = [...]int{1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000}

func two(b []byte, n int) []byte { return append(b, byte('0'+n/10), byte('0'+n%10)) }

// hexPairs are the digits of every byte: half the steps of one digit at a time.
var hexPairs = func() (t [256][2]byte) {
	const digits = "0123456789abcdef"
	for i := range t {
		t[i] = [2]byte{digits[i>>4], digits[i&15]}
	}
	return t
}()

func appendHex64(b []byte, v uint64) []byte {
	for shift := 56; shift >= 0; shift -= 8 {
		d := &hexPairs[byte(v>>shift)]
		b = append(b, d[0], d[1])
	}
	return b
}
