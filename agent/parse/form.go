package parse

import (
	"encoding/binary"
	"math/bits"

	"github.com/hashtail/hashtail/agent/stamp"
)

// Forms are what [precedents] are for JSON, for lines of text. A few formats
// write the same words all day long, with blanks in between that are filled in
// with values: when, who, from where. A format that reads such a line by its
// words alone, whatever the values are, says so (facts.formal), and its line
// becomes a form: another one with the same words, to the byte, and with values
// of the same kinds in the blanks, is that one's event with its own values in it.
//
//	Jan 10 12:55:36 web1 sshd[4211]: Failed password for root from 192.0.2.7 port 52114 ssh2
//	[time         ]           [no.]                       [name]   [address]      [port]
//
// What kinds of values those are is narrow on purpose: a name of letters and
// digits cannot be taken for words. Every text that has a blank in it goes through
// the scrubber as it would otherwise. A line that has a form gives the event that
// it would give without, or has none: TestForms, TestMemory and TestCrossedWords
// hold the two side by side.
//
// Forms do not share the tree of precedents, because they ask in another order. In JSON the
// text in front of a value says where it begins, and a quote where it ends; a step is taken
// or not. In a line a name ends where the words behind it begin, so the blank is filled in
// before these are compared, and the next step in its place is asked if they differ.
type forms struct {
	steps []formStep // the first is the root
	text  textStore  // of the steps
	cases cases

	// Of the record in hand.
	gap     []gap             // that it would have as a form
	found   [maxBlanks]filled // blanks of the form that it has
	count   int               // so many
	address [4]byte           // in the last blank that was filled in with one
	number  int               // likewise
}

// A formStep is a blank with the words in front of it, or the words at the end.
type formStep struct {
	literal
	down, next uint32 // the first step behind this one, another one in its place; 0: none
	blank      blank
	begins     *[256]bool // what may begin a value
	field      Field
	like       []byte // the time that stood in the blank last: others are written as it is
	number     uint32 // at the end: of the first decision
}

// A filled blank of the record in hand.
type filled struct {
	step       uint32
	start, end uint32
	number     int
}

// A blank says what a value may be.
type blank uint8

const (
	formEnd      blank = iota // nothing may follow
	blankTime                 // digits where the one before had digits, all else as it was
	blankNumber               // digits
	blankPort                 // digits, the first of which is no zero
	blankAddress              // an IPv4 address
	blankName                 // of letters, digits and a few marks
	blankPath                 // of a URL, with nothing behind it
	blankQuery                // of a URL, with nothing behind it
	blankQuoted               // what stands in quotes, without any
	blankPrint                // of a key
	blankCount
)

// blanks are the fields whose values may stand in a blank.
var blanks = [fieldCount]blank{
	Time: blankTime, ProcessPID: blankNumber, SourceIP: blankAddress, SourcePort: blankPort, UserName: blankName,
	Path: blankPath, Query: blankQuery, BodyBytes: blankNumber, Referrer: blankQuoted, UserAgent: blankQuoted,
}

// Bounds of the memory that forms take: then all are forgotten and learned anew.
const (
	maxBlanks    = 12
	maxFormSteps = 1024
	maxFormText  = 64 << 10
	maxFormTwins = 32  // steps in one place
	maxFormName  = 64  // bytes of a name
	maxFormWords = 512 // bytes of a line without its values
)

// inBlank are the bytes that a value may be of, and beginsBlank those that it may
// begin with.
var inBlank, beginsBlank = func() (in, begins [blankCount][256]bool) {
	for c := range 256 {
		b := byte(c)
		print, letter := b > ' ' && b != '"' && b != '\\', isLetter(b)
		in[blankName][c] = letter || isDigit(b) || b == '.' || b == '_' || b == '-' || b == '@'
		in[blankPath][c] = print && b != '?' && b != '#' && b != ':'
		in[blankPrint][c] = letter || isDigit(b) || b == '+' || b == '/' || b == '='
		begins[blankTime][c] = isDigit(b) || letter
		begins[blankNumber][c], begins[blankAddress][c] = isDigit(b), isDigit(b)
		begins[blankPort][c] = isDigit(b) && b != '0'
		begins[blankName][c], begins[blankPath][c] = letter, b == '/'
		begins[blankQuery][c], begins[blankQuoted][c] = print && b > '#', print
		begins[blankPrint][c] = in[blankPrint][c]
	}
	return in, begins
}()

// match finds the first decision on a record's form and the values in its blanks; nil
// when there is none.
func (f *forms) match(src []byte) *decision {
	f.count = 0
	if len(f.steps) == 0 || len(src) > 1<<31 {
		return nil
	}
	steps := f.steps
	at, i := steps[0].down, 0
	for at != 0 {
		s := &steps[at]
		next := i + len(s.lit)
		if !s.opens(src, i) || s.tailAt > 0 && !s.goesOn(src, i) {
			at = s.next
			continue
		}
		if s.blank == formEnd {
			if next == len(src) {
				return &f.cases.all[s.number]
			}
			at = s.next
			continue
		}
		end := f.fill(s, src, next)
		if end == 0 || f.count == maxBlanks {
			at = s.next
			continue
		}
		v := &f.found[f.count] // see layouts.match
		v.step, v.start, v.end, v.number = at, uint32(next), uint32(end), f.number
		f.count++
		at, i = s.down, end
	}
	return nil
}

// fill is where the value ends that begins at src[i:]; 0 when it is none for the
// step's blank.
func (f *forms) fill(s *formStep, src []byte, i int) int {
	if i == len(src) || !s.begins[src[i]] {
		return 0
	}
	switch s.blank {
	case blankTime:
		return s.timeAt(src, i)
	case blankQuoted:
		return quotedEnd(src, i)
	case blankAddress:
		a, end := leadingIPv4(src, i)
		if end == i || a == [4]byte{} {
			return 0
		}
		f.address = a
		return end
	case blankNumber, blankPort:
		return f.digits(s, src, i)
	case blankQuery:
		end := queryEnd(src, i)
		if absent(src[i:end]) {
			return 0
		}
		return end
	}
	end, in := i+1, &inBlank[s.blank]
	for end < len(src) && in[src[end]] {
		end++
	}
	if s.blank == blankName && (end-i > maxFormName || absent(src[i:end])) {
		return 0
	}
	return end
}

// digits is where the number ends that begins at src[i:]; 0 when it is too long.
func (f *forms) digits(s *formStep, src []byte, i int) int {
	n, end := 0, len(src)
	for k, c := range src[i:] {
		c -= '0'
		if c > 9 {
			end = i + k
			break
		}
		n = n*10 + int(c)
	}
	if end-i > 15 || s.blank == blankPort && n > 65535 {
		return 0
	}
	f.number = n
	return end
}

// leadingIPv4 reads the address at b[i:] and where it ends: at i where there is
// none, or more of the kind behind it.
func leadingIPv4(b []byte, i int) (a [4]byte, end int) {
	if i+16 <= len(b) { // a window that the compiler knows the length of
		w := (*[16]byte)(b[i:])
		a, n := ipv4In(w)
		return a, i + n
	}
	var w [16]byte
	copy(w[:], b[i:])
	a, n := ipv4In(&w)
	return a, i + n
}

// ipv4In is the address that w begins with and its length: 0 where there is none,
// or more of the kind behind it.
func ipv4In(w *[16]byte) (a [4]byte, n int) {
	for k := range a {
		v, c, d := uint32(w[n&15])-'0', uint32(w[(n+1)&15])-'0', uint32(w[(n+2)&15])-'0'
		switch {
		case v > 9:
			return a, 0
		case c > 9:
			n++
		case d > 9:
			if v == 0 {
				return a, 0
			}
			v = v*10 + c
			n += 2
		default:
			v = v*100 + c*10 + d
			if v > 255 || v < 100 {
				return a, 0
			}
			n += 3
		}
		a[k] = byte(v)
		if k == 3 {
			break
		}
		if w[n&15] != '.' {
			return a, 0
		}
		n++
	}
	if n == len(w) || isDigit(w[n]) || w[n] == '.' {
		return a, 0
	}
	return a, n
}

// queryEnd is where the query ends that begins at b[i:]: at a space, a quote, a
// fragment, a backslash, a control character; an exclamation mark goes with them.
func queryEnd(b []byte, i int) int {
	for ; i+8 <= len(b); i += 8 {
		w := binary.LittleEndian.Uint64(b[i : i+8])
		slash := w ^ '\\'*lowBits
		if stop := ((w-('#'+1)*lowBits)&^w | (slash-lowBits)&^slash) & highBits; stop != 0 {
			return i + bits.TrailingZeros64(stop)>>3
		}
	}
	for i < len(b) && b[i] > '#' && b[i] != '\\' {
		i++
	}
	return i
}

// quotedEnd is where the text ends that begins at src[i:], up to a quote; 0 if it
// is none that stands for itself.
func quotedEnd(src []byte, i int) int {
	end := plainEnd(src, i)
	if end == len(src) || src[end] != '"' || absent(src[i:end]) {
		return 0
	}
	return end
}

// timeAt is where the time ends that begins at src[i:], written as the last one was.
func (s *formStep) timeAt(src []byte, i int) int {
	end := i + len(s.like)
	if end > len(src) {
		return 0
	}
	v := src[i:end]
	if string(v) == string(s.like) { // of the same second
		return end
	}
	if !sameDigits(v, s.like) || !plainTime(src[i:], len(v)) {
		return 0
	}
	copy(s.like, v)
	return end
}

// sameDigits reports whether two texts of one length differ only in which digits
// they have.
func sameDigits(a, b []byte) bool {
	for i, c := range a {
		if c != b[i] && (!isDigit(c) || !isDigit(b[i])) {
			return false
		}
	}
	return true
}

// plainTime reports whether b begins with a time of n bytes that means the same
// wherever it stands.
func plainTime(b []byte, n int) bool {
	s, m := stamp.Read(b)
	return m == n && s.Month != 0 && s.Clocked && !s.Unix && !s.Either && !s.Short && s.Order == stamp.Unordered
}
