package redact

import (
	"bytes"
	"encoding/base64"
	"strings"
	"unicode/utf8"
)

// base64 judges a run of base64 that may hold text with a secret in it. If it
// does, the run is replaced by the base64 of the scrubbed text.
func (sc *scan) base64(_ *anchor, lo int) int {
	b := sc.b
	if lo < sc.judged.base64 || sc.nest >= maxNest {
		return 0
	}
	from := max(back(b, lo, clB64, 64<<10), sc.floor)
	to := skip(b, lo, clB64)
	sc.judged.base64 = to
	return sc.base64Run(from, to)
}

// base64Run judges the run of base64 b[from:to].
func (sc *scan) base64Run(from, to int) int {
	b, s := sc.b, sc.s
	run := b[from:to]
	if len(run) < 16 {
		return 0
	}
	plain, ok := s.decode64(run)
	wide := ok && isWide(plain)
	if wide {
		plain = narrow(plain)
	}
	if !ok || !text(plain) {
		return 0
	}
	mark := len(s.arena)
	s.arena = append(s.arena, plain...)
	plain = s.arena[mark:len(s.arena):len(s.arena)]
	if jose(plain) || envelope(plain) {
		sc.emit(from, to, JWT, sc.at)
		return to
	}
	out, changed := s.scrub(plain, 0, sc.at, sc.nest+1)
	if !changed {
		return 0
	}
	if wide {
		mark = len(s.arena)
		for _, c := range out {
			s.arena = append(s.arena, c, 0)
		}
		out = s.arena[mark:len(s.arena):len(s.arena)]
	}
	enc := base64.RawStdEncoding
	if bytes.IndexByte(run, '-') >= 0 || bytes.IndexByte(run, '_') >= 0 {
		enc = base64.RawURLEncoding
	}
	padded := to < len(b) && b[to] == '=' || enc == base64.RawStdEncoding && len(run)%4 == 0
	for to < len(b) && b[to] == '=' {
		to++
	}
	if padded {
		enc = enc.WithPadding('=')
	}
	mark = len(s.arena)
	s.arena = enc.AppendEncode(s.arena, out)
	rf, rt := sc.root(from, to)
	s.spans = append(s.spans, span{from: rf, to: rt, lit: s.arena[mark:len(s.arena):len(s.arena)], inner: true})
	return to
}

// isWide reports whether v is ASCII in UTF-16, little end first.
func isWide(v []byte) bool {
	if len(v) < 16 || len(v)%2 != 0 {
		return false
	}
	for i := 1; i < len(v); i += 2 {
		if v[i] != 0 || v[i-1] == 0 || v[i-1] >= 0x80 {
			return false
		}
	}
	return true
}

// narrow is the ASCII of v, in the same storage.
func narrow(v []byte) []byte {
	for i := range len(v) / 2 {
		v[i] = v[2*i]
	}
	return v[:len(v)/2]
}

// maxShellArgs is how far behind the name of PowerShell its command is looked for.
const maxShellArgs = 256

// encodedCommand judges the command that PowerShell is given in base64:
// powershell -NoProfile -enc JABw…
func (sc *scan) encodedCommand(a *anchor, lo int) int {
	b := sc.b
	from := lo + len(a.lit)
	for i := from; i < min(len(b), from+maxShellArgs); i++ {
		if b[i] != '-' && b[i] != '/' || !isSpace(b[i-1]) {
			continue
		}
		end := skip(b, i+1, clLower|clUpper)
		if n := end - i - 1; n == 0 || n > len("encodedcommand") || !foldEqual(b[i+1:end], "encodedcommand"[:n]) && !foldEqual(b[i+1:end], "ec") {
			continue
		}
		run := skip(b, end, clSpace)
		for byteAt(b, run) == '"' || byteAt(b, run) == '\\' || byteAt(b, run) == '\'' {
			run++
		}
		if to := skip(b, run, clB64); run > end && sc.nest < maxNest {
			sc.base64Run(run, to)
			sc.judged.base64 = max(sc.judged.base64, to)
			return 0
		}
	}
	return 0
}

// jose reports whether text is the header of a JWT or a JWE.
func jose(text []byte) bool {
	return len(text) > 0 && text[0] == '{' && (bytes.Contains(text, []byte(`"alg"`)) || bytes.Contains(text, []byte(`"enc"`)))
}

// envelope reports whether text is an encrypted cookie as Laravel and others
// make it.
func envelope(text []byte) bool {
	return len(text) > 0 && text[0] == '{' && bytes.Contains(text, []byte(`"iv":`)) && bytes.Contains(text, []byte(`"value":`))
}

// text reports whether v reads like text.
func text(v []byte) bool {
	if len(v) < 8 {
		return false
	}
	odd := 0
	for i := 0; i < len(v); {
		r, n := utf8.DecodeRune(v[i:])
		if r == utf8.RuneError || r < ' ' && !isSpace(byte(r)) {
			odd++
		}
		i += n
	}
	return odd*16 <= len(v)
}

// hexRun judges a run of hex digits that spells a part of a credential's name.
func (sc *scan) hexRun(_ *anchor, lo int) int {
	b := sc.b
	if lo < sc.judged.hex[lo%2] {
		return 0
	}
	from := back(b, lo, clHex, 64<<10)
	to := skip(b, lo, clHex)
	sc.judged.hex[lo%2] = to
	if (lo-from)%2 != 0 {
		from++
	}
	if hasSuffix(b, from, "0x") {
		from -= len("0x")
	}
	return sc.spelledText(from, to-(to-from)%2, inHex)
}

// spellings are common pairs of letters in numbers, as dumps and arrays of bytes
// spell them: e, o, s or t and another small one. What they are a part of is decoded
// if it is text.
var spellings = []struct {
	lit, sep string
	as       numerals
}{
	{"65 6", " ", inHex}, {"65 7", " ", inHex}, {"6f 6", " ", inHex}, {"6f 7", " ", inHex}, {"73 6", " ", inHex}, {"73 7", " ", inHex}, {"74 6", " ", inHex}, {"74 7", " ", inHex},
	{"65:6", ":", inHex}, {"65:7", ":", inHex}, {"6f:6", ":", inHex}, {"6f:7", ":", inHex}, {"73:6", ":", inHex}, {"73:7", ":", inHex}, {"74:6", ":", inHex}, {"74:7", ":", inHex},
	{", 0x6", ", 0x", inHex}, {", 0x7", ", 0x", inHex},
	{"101, 1", ", ", inDecimal}, {"111, 1", ", ", inDecimal}, {"115, 1", ", ", inDecimal},
	{"101,1", ",", inDecimal}, {"111,1", ",", inDecimal}, {"115,1", ",", inDecimal},
	{"115 119 111", " ", inDecimal}, {"107 101 110", " ", inDecimal}, {"114 101 116", " ", inDecimal}, {"114 105 122", " ", inDecimal}, // Go's: numbers stand so, too
}

// spelled judges numbers that spell a pair of letters.
func (sc *scan) spelled(a *anchor, lo int) int {
	b, sp := sc.b, &spellings[a.rule]
	if lo < sc.judged.numbers {
		return 0
	}
	at := lo // a number
	if a.lit[0] == ',' {
		at += len(sp.sep)
	}
	to := skip(b, at, sp.as.class())
	from := back(b, to, sp.as.class(), maxNumeral+1)
	if !sp.as.numeral(to-from) || to-from > maxNumeral {
		return 0
	}
	from, to = numeralsBefore(b, from, sp.sep, sp.as), numeralsBehind(b, to, sp.sep, sp.as)
	sc.judged.numbers = to
	return sc.spelledText(from, to, sp.as)
}

// maxNumeral is how long a number is at most: two bytes together, as xxd writes them.
const maxNumeral = 4

// class is the class of the digits of such numbers.
func (as numerals) class() uint8 {
	if as == inDecimal {
		return clDigit
	}
	return clHex
}

// numeral reports whether a number of n digits can stand for bytes.
func (as numerals) numeral(n int) bool {
	if as == inDecimal {
		return n > 0 && n <= 3
	}
	return n > 0 && n%2 == 0
}

// numeralsBefore is where the numbers begin, parted by sep, of which one begins at i.
func numeralsBefore(b []byte, i int, sep string, as numerals) int {
	for {
		k := i - len(sep)
		if k < 1 || string(b[k:i]) != sep {
			return i
		}
		if sep == " " && b[k-1] == ' ' { // the gap in the middle of a line
			k--
		}
		first := back(b, k, as.class(), maxNumeral+1)
		if !as.numeral(k-first) || k-first > maxNumeral {
			return i
		}
		i = first
	}
}

// numeralsBehind is where the numbers end of which one ends at i. A long one is a mark in the
// place of a secret, which is one run.
func numeralsBehind(b []byte, i int, sep string, as numerals) int {
	for hasPrefix(b, i, []byte(sep)) {
		k := i + len(sep)
		if sep == " " && byteAt(b, k) == ' ' {
			k++
		}
		end := skip(b, k, as.class())
		if !as.numeral(end - k) {
			break
		}
		i = end
	}
	return i
}

// encodedWord makes the next view show a word of a mail's header as it is read:
// =?utf-8?Q?Your_password_is_x=21?=.
func (sc *scan) encodedWord(a *anchor, lo int) int {
	const most = 75 // bytes of such a word, see RFC 2047
	b := sc.b
	from := lo + len(a.lit)
	n := bytes.Index(lineBehind(b, from, most), []byte("?="))
	begin, before := back(b, lo, clName, 24), 0
	if n <= 0 || !hasSuffix(b, begin, "=?") {
		return 0
	}
	begin -= len("=?")
	if k := len(sc.edits); k > 0 {
		before = sc.edits[k-1].to
	}
	switch {
	case begin < before:
		return 0
	case before > 0 && skip(b, before, clSpace) == begin: // it goes on with what another one ended in
		begin = before
	}
	end := from + n + len("?=")
	sc.edits = append(sc.edits, edit{begin, from, asText}, edit{from, from + n, inQ}, edit{from + n, end, asText})
	sc.coded = true
	return end
}

// arrayLabel judges the numbers behind a label, "Buffer","data":[112,97…, and those
// that are the beginning of JSON, [123 34 …, as Go prints them.
func (sc *scan) arrayLabel(a *anchor, lo int) int {
	b := sc.b
	from := skip(b, lo+strings.IndexByte(a.lit, '[')+1, clSpace)
	to := from
	for i := from; ; {
		end := skip(b, i, clDigit)
		if n := end - i; n == 0 || n > 3 {
			break
		}
		to = end
		if i = skip(b, end, clSpace); byteAt(b, i) == ',' {
			i = skip(b, i+1, clSpace)
		}
	}
	return sc.spelledText(from, to, inDecimal)
}

// byteLeads are how languages begin an array of bytes, and end it.
var byteLeads = []struct {
	lead, closer string
	as           numerals
}{
	{`{"type":"Buffer","data":[`, "]}", inDecimal}, {"<Buffer ", ">", inHex}, {"[]byte{", "}", inHex}, {"[]uint8{", "}", inHex}, {"[", "]", inDecimal},
}

// inNumbers makes the next view show the text that a value spells in numbers: token:[116
// 111 107 …], of Go and of Kubernetes' Secrets.
func (v *valuer) inNumbers(p int) (end int, known bool) {
	sc, b := v.sc, v.sc.b
	for _, l := range byteLeads {
		if !hasPrefix(b, p, []byte(l.lead)) || v.plural() {
			continue
		}
		from := p + len(l.lead)
		if hasFold(b, from, "0x") && sc.argEnd(from+2) > 0 {
			from += 2
		}
		if to := sc.argEnd(from); to > 0 { // the view before has shown them already
			return v.secret(from, to, true), true
		}
		to := bytesEnd(b, from, l.as)
		if to == 0 || !hasPrefix(b, to, []byte(l.closer)) || len(sc.edits) > 0 && sc.edits[len(sc.edits)-1].to > p {
			return 0, false
		}
		end = to + len(l.closer)
		sc.edits = append(sc.edits, edit{p, from, asText})
		if sc.spelledText(from, to, l.as) == 0 {
			sc.edits = sc.edits[:len(sc.edits)-1]
			return 0, false
		}
		sc.edits = append(sc.edits, edit{to, end, asText})
		return end, true
	}
	return 0, false
}

// bytesEnd is where the numbers of at least six bytes at i end, 0 if others stand there.
func bytesEnd(b []byte, i int, as numerals) int {
	set, most := uint8(clDigit), 3
	if as == inHex {
		set, most = clHex, 2
	}
	for n := 1; ; n++ {
		if as == inHex && hasFold(b, i, "0x") {
			i += len("0x")
		}
		to := skip(b, i, set)
		if to == i || to-i > most || as == inHex && to-i < most || to-i == 3 && b[i] > '1' {
			return 0
		}
		if i = to; byteAt(b, i) == ',' {
			i++
		}
		if i = skipByte(b, i, ' '); i == to {
			if n < 6 {
				return 0
			}
			return to
		}
	}
}

// hexLabel judges the run of hex digits behind a label: proctitle=6D7973… If it has NULs,
// these part the arguments of a command, of which each is one, whatever blanks are in it.
func (sc *scan) hexLabel(a *anchor, lo int) int {
	b := sc.b
	from := lo + len(a.lit)
	to := skip(b, from, clHex)
	to -= (to - from) % 2
	if sc.spelledText(from, to, inHex) == 0 {
		return 0
	}
	last := len(sc.edits) - 1
	for i := from; i < to; i += 2 {
		if b[i] == '0' && b[i+1] == '0' && i > sc.edits[last].from {
			sc.edits[last].to = i
			sc.edits = append(sc.edits, edit{i, i + 2, inHex}, edit{i + 2, to, inHex})
			last += 2
		}
	}
	return to
}

// spelledText makes the next view show b[from:to] decoded, if that is text.
func (sc *scan) spelledText(from, to int, as numerals) int {
	b := sc.b
	if to-from < 8 || len(sc.edits) > 0 && from < sc.edits[len(sc.edits)-1].to || to < len(b) && isAlnum(b[to]) {
		return 0
	}
	e := edit{from, to, as}
	n, odd := 0, 0
	for i := from; i < to; n++ {
		var c byte
		if _, c, i = spelled(b, i, e); c < ' ' && !isSpace(c) || c >= 0x7f {
			odd++
		}
	}
	if odd*16 > n {
		return 0
	}
	sc.edits = append(sc.edits, e)
	sc.coded = true
	return to
}

// privateKey replaces the body of a private key in PEM.
func (sc *scan) privateKey(a *anchor, lo int) int {
	b := sc.b
	i := lo + len(a.lit)
	if i < len(b) && (b[i] == ' ' || b[i] == '+' || b[i] == '_') {
		i++
	}
	if !hasFold(b, i, "key") || !bytes.Contains(b[max(0, lo-32):lo], []byte("BEGIN")) {
		return 0
	}
	i += len("key")
	for _, w := range []string{" block", " v1"} {
		if hasFold(b, i, w) {
			i += len(w)
		}
	}
	from, to := keyBody(b, skipByte(b, i, '-'))
	if to-from < 16 || masked(b[from:to]) {
		return 0
	}
	sc.emit(from, to, PrivateKey, sc.at)
	return to
}

// keyBody is what stands between the two lines of dashes of a key in PEM, the first of which
// ends at i, without the lines' ends, which may be spelled out. A key that is cut off ends with
// its text.
func keyBody(b []byte, i int) (from, to int) {
	if hasPrefix(b, i, []byte(`\n`)) || hasPrefix(b, i, []byte(`\r`)) {
		i += len(`\n`)
	}
	from, to = skip(b, i, clSpace), len(b)
	if k := bytes.Index(b[from:], []byte("-----")); k >= 0 {
		to = from + k
	}
	if k := bytes.IndexByte(b[from:to], '"'); k >= 0 {
		to = from + k
	}
	for to > from && isSpace(b[to-1]) {
		to--
	}
	return from, from + len(bytes.TrimSuffix(b[from:to], []byte(`\n`)))
}

func skipByte(b []byte, i int, c byte) int {
	for i < len(b) && b[i] == c {
		i++
	}
	return i
}

func printable(v []byte) bool {
	if !utf8.Valid(v) {
		return false
	}
	for _, c := range v {
		if c < ' ' || c == 0x7f {
			return false
		}
	}
	return true
}
