package parse

import (
	"encoding/binary"
	"math/bits"
)

// Forms are what [precedents] are for JSON, for lines of text. A few formats
// write the same words all day long, with blanks in between that are filled in
// with values: when, who, from where. A format that reads such a line by its
// words alone, whatever the values are, says so (facts.formal), and its line
// becomes a form: another one with the same words, to the byte, and with values
// of the same kinds in the blanks, is that one's event with its own values in it.
//
// What kinds of values those are is narrow on purpose: a name of letters and
// digits cannot be taken for words. Every text that has a blank in it goes through
// the scrubber as it would otherwise. A line that has a form gives the event that
// it would give without, or has none: TestForms, TestMemory and TestCrossedWords
// hold the two side by side.
type forms struct {
	steps []formStep // the first is the root
	text  []byte     // that steps compare; it never grows, so they can point into it
	cases []formCase
	once  [256]uint64 // hashes of forms that were met once: the second time they are worth a place
	full  int         // forms for which there was no room

	// Of the record in hand.
	gap     []gap
	found   [maxBlanks]filled
	count   int
	address [4]byte
}

// A formStep is a blank with the words in front of it, or the words at the end.
type formStep struct {
	lit        []byte
	head       uint64 // the first eight bytes of lit, as far as mask goes
	mask       uint64
	down, next uint32 // the first step behind this one, another one in its place; 0: none
	blank      blank
	field      Field
	like       []byte // the time that stood in the blank last: others are written as it is
	number     uint32 // at the end: of the case
}

// A filled blank of the record in hand.
type filled struct {
	step       uint32
	start, end uint32
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
	maxForms     = 256
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
		in[blankNumber][c], in[blankPort][c] = isDigit(b), isDigit(b)
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

// match finds the form of a record and the values in its blanks; nil when there
// is none.
func (f *forms) match(src []byte) *formCase {
	f.count = 0
	if len(f.steps) == 0 || len(src) > 1<<31 {
		return nil
	}
	at, i := f.steps[0].down, 0
	for at != 0 {
		s := &f.steps[at]
		next := i + len(s.lit)
		if !s.stands(src, i) {
			at = s.next
			continue
		}
		if s.blank == formEnd {
			if next == len(src) {
				return &f.cases[s.number]
			}
			at = s.next
			continue
		}
		end := f.fill(s, src, next)
		if end == 0 || f.count == maxBlanks {
			at = s.next
			continue
		}
		f.found[f.count] = filled{at, uint32(next), uint32(end)}
		f.count++
		at, i = s.down, end
	}
	return nil
}

// stands reports whether the words of the step stand at src[i:].
func (s *formStep) stands(src []byte, i int) bool {
	n := len(s.lit)
	if i+8 > len(src) {
		return i+n <= len(src) && string(src[i:i+n]) == string(s.lit)
	}
	if (binary.LittleEndian.Uint64(src[i:i+8])^s.head)&s.mask != 0 {
		return false
	}
	return n <= 8 || i+n <= len(src) && string(src[i+8:i+n]) == string(s.lit[8:])
}

// fill is where the value ends that begins at src[i:]; 0 when it is none for the
// step's blank.
func (f *forms) fill(s *formStep, src []byte, i int) int {
	if i == len(src) || !beginsBlank[s.blank][src[i]] {
		return 0
	}
	switch s.blank {
	case blankTime:
		return s.timeAt(src, i)
	case blankQuoted:
		return quotedEnd(src, i)
	case blankAddress:
		a, end := leadingIPv4(src, i)
		if a == [4]byte{} {
			return 0
		}
		f.address = a
		return end
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
	v := src[i:end]
	switch s.blank {
	case blankNumber:
		if len(v) > 15 {
			return 0
		}
	case blankPort:
		if len(v) > 5 {
			return 0
		}
	case blankName:
		if len(v) > maxFormName || absent(v) {
			return 0
		}
	}
	return end
}

// leadingIPv4 reads the address at b[i:] and where it ends: nobody's where there is
// none, or more of the kind behind it.
func leadingIPv4(b []byte, i int) (a [4]byte, end int) {
	for k := range a {
		v, n := 0, 0
		for n < 3 && i+n < len(b) && b[i+n]-'0' <= 9 {
			v = v*10 + int(b[i+n]-'0')
			n++
		}
		if n == 0 || v > 255 || n > 1 && b[i] == '0' {
			return [4]byte{}, 0
		}
		a[k] = byte(v)
		if i += n; k == 3 {
			break
		}
		if i == len(b) || b[i] != '.' {
			return [4]byte{}, 0
		}
		i++
	}
	if i < len(b) && (isDigit(b[i]) || b[i] == '.') {
		return [4]byte{}, 0
	}
	return a, i
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
	s, m := readStamp(b)
	return m == n && s.month != 0 && s.clocked && !s.unix && !s.either && !s.short && s.order == unordered
}
