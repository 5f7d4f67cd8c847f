package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// maxText bounds how much of a text is mined.
const maxText = 4096

// textLine reads any text: a preamble, then JSON, pairs, a message that some
// format knows, or prose.
func textLine(p *Parser, line []byte) error {
	if isOfTools(line) {
		return ErrNotAuth
	}
	if spelledColour(line) >= 0 {
		line = p.withoutSpelled(line)
	}
	if object := p.paired(line); object != nil && p.doc.read(p, object) { // whose first key is no logger's name
		return p.object(&p.doc)
	}
	msg := p.preamble(line)
	if len(msg) == 0 {
		return ErrNotAuth
	}
	if isLost(msg) {
		p.e.Tags |= event.FieldsLost
		p.e.Action = event.AuthInfo
		p.auth = isAuth
		p.set(Message, msg)
		return nil
	}
	if object := p.inspected(msg); object != nil && !p.doc.read(p, msg) && p.doc.read(p, object) {
		return p.object(&p.doc)
	}
	if err := p.bare(msg); err != ErrFormat {
		return err
	}
	if len(msg) < len(line) {
		mark := p.mark()
		if f := p.index.programs["nginx"]; bytes.IndexByte(msg, '"') > 0 && f.Line(p, msg) == nil { // an access log behind a prefix
			p.module = f
			return nil
		}
		p.forget(mark)
		if logfmtLine(p, msg) == nil {
			return nil
		}
		p.forget(mark)
		if object := p.paired(msg); object != nil && p.doc.read(p, object) {
			return p.object(&p.doc)
		}
	}
	if object := bareObject(msg); object[0] == '{' && p.doc.read(p, object) {
		return p.object(&p.doc)
	}
	if !p.has(Message) {
		p.offer(Message, msg, 100, nil)
	}
	if p.worthMining(msg) || len(p.s.Found()) > 0 {
		p.mine(p.context(msg))
	} else if bytes.IndexByte(msg, '/') >= 0 {
		p.unmined = msg
	}
	return nil
}

// bareObject is an object without what stands around it: the angle brackets of CAS, the
// empty extra that Monolog has behind its message.
func bareObject(msg []byte) []byte {
	if n := len(msg); n > 3 && msg[0] == '<' && msg[1] == '{' && msg[n-2] == '}' && msg[n-1] == '>' {
		return msg[1 : n-1]
	}
	if msg[0] == '{' {
		return bytes.TrimSuffix(msg, []byte(" []"))
	}
	return msg
}

// isOfTools reports whether a line is what a tool or a library prints of what it has or
// tests: Gin's routes, Go's tests, make's errors, Prometheus' metrics.
func isOfTools(line []byte) bool {
	for _, s := range [...]string{"[GIN-debug] ", "--- PASS: ", "--- FAIL: ", "=== RUN ", "make: *** ", "# HELP ", "# TYPE "} {
		if len(line) > len(s) && string(line[:len(s)]) == s {
			return true
		}
	}
	return isSample(line) || isTestRun(line)
}

// isTestRun reports whether a line is what a runner of tests or a compiler says of the code
// that it has in hand: "✓ rejects an expired token (12 ms)", "FAIL src/login.test.ts > …".
func isTestRun(line []byte) bool {
	switch line[0] { // as few others do
	case ' ', 'F', 'P', 'R', 'e', '\xc3', '\xe2':
	default:
		return false
	}
	line = bytes.TrimLeft(line, " ")
	if bytes.HasPrefix(line, []byte("error[E")) {
		return true
	}
	mark, rest := nextField(line)
	switch string(mark) {
	case "✓", "✔", "✗", "✘", "✕", "×", "√":
		return true
	case "FAIL", "PASS", "RUNS":
		file, _ := nextField(bytes.TrimLeft(rest, " "))
		return bytes.Contains(file, []byte(".test.")) || bytes.Contains(file, []byte(".spec.")) || bytes.Contains(file, []byte("_test."))
	}
	return false
}

// isSample reports whether a line is a metric with its labels and its value:
// logins_failed_total{method="password"} 12.
func isSample(line []byte) bool {
	n := 0
	for n < len(line) && (isWord(line[n]) || line[n] == ':') {
		n++
	}
	if n == 0 || n == len(line) || line[n] != '{' || !isLetter(line[0]) {
		return false
	}
	i := bytes.LastIndexByte(line, '}')
	return i > n && i+2 < len(line) && line[i+1] == ' ' && isDigit(line[i+2]) && bytes.IndexByte(line[n:i], '=') > 0
}

// worthMining reports whether a text can hold anything that makes it an
// authentication event: most lines of a log do not. Its words tell of one, or it has
// pairs, an object at its end, a device's mark, or a request that leads to a login or
// was refused.
func (p *Parser) worthMining(msg []byte) bool {
	return p.st.opt.All || p.wording(msg).all&hinting != 0 || bytes.IndexByte(msg, '=') >= 0 || isMarked(msg) || bytes.HasSuffix(msg, []byte("}")) || asks(msg)
}

// isMarked reports whether a message begins as those of a device or of Oracle's audit do,
// or is Phoenix' of an answer, which speak in numbers.
func isMarked(msg []byte) bool {
	return msg[0] == '%' || bytes.HasPrefix(msg, []byte("Oracle ")) || saysAnswer(msg)
}

// hinting are the senses of words that an authentication event may be told with.
const hinting = about | sAccess | sUser | sRole | sActAs | failing | sSuccess

// asks reports whether a text may be of a request that counts: it has a path with a
// part that leads to a login, or what may be a status that refuses.
func asks(msg []byte) bool {
	i := bytes.IndexByte(msg, '/') + 1
	if i == 0 {
		return false
	}
	for rest := msg[i:]; ; {
		end := 0
		for end < len(rest) && rest[end] != '/' && rest[end] != '?' && !delimits(rest[end]) {
			end++
		}
		if routeWord(rest[:end]) != noRoute {
			return true
		}
		if i = bytes.IndexByte(rest[end:], '/'); i < 0 {
			break
		}
		rest = rest[end+i+1:]
	}
	for rest := msg; ; rest = rest[i+2:] {
		if i = bytes.Index(rest, []byte("40")); i < 0 || i+2 == len(rest) {
			return false
		}
		if c := rest[i+2]; c == '1' || c == '3' || c == '7' {
			return true
		}
	}
}

// wording is what the words of the message say; read once.
func (p *Parser) wording(msg []byte) *reading {
	if !p.worded || len(msg) != p.wordy {
		p.words, p.worded, p.wordy = reading{}, true, len(msg)
		said := spoken(msg)
		if i := objectAt(said); i > 0 { // behind what it says
			p.words.addProse(said[:i])
			if said = said[i:]; p.words.all&about != 0 && p.words.first != 0 {
				said = nil
			}
		}
		p.words.addProse(said)
	}
	return &p.words
}

// objectAt is the blank behind which an object begins, of JSON or as another language prints it;
// -1 where there is none.
func objectAt(b []byte) int {
	for i := 0; ; i++ {
		open := bytes.IndexByte(b[i:], '{')
		if open < 0 {
			return -1
		}
		i += open
		at := i - 1
		if at > 0 && b[at] == '%' { // Elixir's
			at--
		}
		if at >= 0 && b[at] == ' ' && beginsMember(b[i+1:]) {
			return at
		}
	}
}

// beginsMember reports whether what stands behind a brace begins as an object's first member does:
// with a key in quotes, or a word and the sign that parts it from its value.
func beginsMember(b []byte) bool {
	b = bytes.TrimLeft(b, " ")
	if len(b) > 0 && isQuote(b[0]) {
		return true
	}
	b = bytes.TrimPrefix(b, []byte(":"))
	n := nameLen(b)
	return n > 0 && n < len(b) && (b[n] == ':' || b[n] == '=')
}

// spoken is the part of a message that is read for what it means: the beginning,
// but behind what stands in brackets in front of all else where that is long, as
// Harbor's "[auth.go:72][client IP=… user agent=…]: failed to …".
func spoken(msg []byte) []byte {
	for len(msg) > maxWording && msg[0] == '[' {
		end := bytes.Index(msg[:min(len(msg), maxText)], []byte("]: "))
		if end < 0 {
			break
		}
		msg = msg[end+3:]
	}
	return msg[:min(len(msg), maxWording)]
}

// context reads the JSON that loggers append to a message, and returns the
// message without it.
func (p *Parser) context(msg []byte) []byte {
	whole := bytes.TrimSuffix(msg, []byte(" []")) // Monolog: an empty second one
	if len(whole) == 0 || whole[len(whole)-1] != '}' {
		return msg
	}
	rest := whole
	for range 4 { // not for ever: each try may read all the rest
		i := nextObject(rest) - 1
		if i < 0 {
			break
		}
		if rest[i] != ' ' && rest[i] != '\t' && rest[i] != '=' { // Caddy's console separates by tabs, CockroachDB by "="
			rest = rest[i+1:]
			continue
		}
		rest = rest[i+1:]
		if p.doc.read(p, rest) {
			if p.object(&p.doc) != nil {
				p.fields(&p.doc)
			}
			return p.context(bytes.TrimRight(whole[:len(whole)-len(rest)], " ")) // Monolog: its extra stands behind the context
		}
		rest = rest[1:]
	}
	if object, at := p.inspectedAt(whole); object != nil && p.doc.read(p, object) {
		if p.object(&p.doc) != nil {
			p.fields(&p.doc)
		}
		return bytes.TrimRight(whole[:at], " ")
	}
	return msg
}

// nextObject is where the next object of JSON may begin: a brace, blanks, a quote; -1 where
// there is none.
func nextObject(b []byte) int {
	for i := 0; ; i++ {
		open := bytes.IndexByte(b[i:], '{')
		if open < 0 {
			return -1
		}
		i += open
		if rest := bytes.TrimLeft(b[i+1:], " "); len(rest) > 0 && rest[0] == '"' {
			return i
		}
	}
}

// isLost reports whether all that is left of a structured event is its name:
// a format string without fields dropped the rest.
func isLost(msg []byte) bool { return string(msg) == "auth_event" }

// bare lets the formats that know their messages without a header try; of a message
// without a word that tells, those that write such.
func (p *Parser) bare(msg []byte) error {
	if len(p.val(ProcessName)) > 0 && p.program(p.val(ProcessName)) != nil {
		return ErrFormat // its format has been asked
	}
	formats := p.index.terse
	if words := p.wording(msg); words.telling() {
		formats = p.index.bare
	} else if !p.st.opt.All && words.all&hinting == 0 && bytes.IndexByte(msg, '=') < 0 && bytes.IndexByte(msg, '/') < 0 && !isMarked(msg) {
		return ErrFormat
	}
	for _, f := range formats {
		mark := p.mark()
		err := f.Message(p, msg)
		p.trace.asked(f, err, otherMessage)
		if otherFormat(err) {
			p.forget(mark)
			continue
		}
		p.module = f
		if !p.has(Message) {
			p.set(Message, msg)
		}
		return err
	}
	return ErrFormat
}
