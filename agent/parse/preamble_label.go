package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/redact"
)

// A leadWord is the first word of what is left of a preamble.
type leadWord struct {
	b    []byte // all that is left
	word []byte
	bare []byte // without the colon or the comma at its end
}

// firstWord is the word that b begins with.
func firstWord(b []byte) leadWord {
	end := 0
	for end < len(b) && b[end] != ' ' && b[end] != '\t' && b[end] != '|' && b[end] != '[' {
		end++
	}
	return leadWord{b, b[:end], bytes.TrimRight(b[:end], ":,")}
}

// rest is what stands behind the word.
func (w *leadWord) rest() []byte { return w.b[len(w.word):] }

// before reports whether c stands behind the word.
func (w *leadWord) before(c byte) bool { return len(w.word) < len(w.b) && w.b[len(w.word)] == c }

// signed reports whether a colon or a comma ends the word.
func (w *leadWord) signed() bool { return len(w.bare) < len(w.word) }

// label reads a level or a logger.
func (p *Parser) label(b []byte) int {
	w := firstWord(b)
	end := len(w.word)
	if n := p.metadata(b, end); n > 0 {
		return n
	}
	if p.isLevelWord(&w) {
		if p.has(Level) {
			return 0
		}
		p.set(Level, w.bare)
		return end
	}
	if string(w.word) == "LOG" && p.has(Time) && !p.has(Level) && bytes.HasPrefix(w.rest(), []byte(" [")) { // NestJS
		p.set(Level, w.word)
		return end
	}
	if n := p.levelJoined(w.word); n > 0 {
		return n
	}
	if end == 2 && w.word[1] == ',' && len(b) > 3 && b[3] == '[' { // Ruby: I, [
		return end
	}
	if n := p.loggerAt(&w); n > 0 {
		return n
	}
	switch {
	case bytes.Index(w.word, []byte(".go:")) > 0:
		return end
	case p.has(Time) && bytes.HasPrefix(w.word, []byte("Process(")):
		return p.queueManager(b)
	case p.isLoneLogger(&w):
		p.set(Logger, w.word)
		return end
	}
	return 0
}

// isLevelWord reports whether a word is a level and no word of the message: a sign or a
// bracket follows it, it is in capitals, or it stands where levels do.
func (p *Parser) isLevelWord(w *leadWord) bool {
	if foldedEqual(w.bare, "fail") {
		if next, _ := nextField(bytes.TrimLeft(w.rest(), " ")); failsOf(w.bare, next) {
			return false
		}
	}
	return isLevel(w.bare) && (w.signed() || isUpper(w.bare[len(w.bare)-1]) || w.before('[') || p.has(Time) && !p.has(Level))
}

// failsOf reports whether a level is how what stands beside it in capitals ended: "LOGIN FAIL",
// "LOGIN ERROR", "FAIL AUTH". The level may be one behind a logger called AUTH.
func failsOf(level, word []byte) bool {
	if len(word) < 3 || !isUpper(word[0]) || !isUpper(word[len(word)-1]) {
		return false
	}
	of := about
	if !foldedEqual(level, "fail") {
		of = sLogin
	}
	return foldedSense(level)&sFail != 0 && foldedSense(word)&of != 0
}

// levelJoined reads a level and a logger that colons join, as Python writes them:
// INFO:root:message.
func (p *Parser) levelJoined(word []byte) int {
	level, rest, ok := bytes.Cut(word, []byte(":"))
	if !ok || !isLevel(level) {
		return 0
	}
	p.set(Level, level)
	name, _, ok := bytes.Cut(rest, []byte(":"))
	if !ok || len(name) == 0 || nameLen(name) != len(name) {
		return len(level) + 1
	}
	p.set(Logger, name)
	return len(level) + len(name) + 2
}

// loggerAt reads a logger that what follows makes known: "com.example.Login - …",
// "App.LoginController[14] …", "app.login WARNING …".
func (p *Parser) loggerAt(w *leadWord) int {
	if p.has(Logger) || p.behindCredential() {
		return 0
	}
	if n := p.partedLogger(w); n > 0 {
		return n
	}
	if n := p.numberedLogger(w); n > 0 {
		return n
	}
	return p.leveledLogger(w)
}

// partedLogger reads a logger that a sign parts from the message. Monolog's has its level behind
// a dot: channel.LEVEL.
func (p *Parser) partedLogger(w *leadWord) int {
	if !isLogger(w.bare) || isFault(w.bare, w.rest()) || !w.signed() && !parted(w.rest()) {
		return 0
	}
	name := w.bare
	if i := bytes.LastIndexByte(name, '.'); i > 0 && !p.has(Level) && isLevel(name[i+1:]) {
		p.set(Level, name[i+1:])
		name = name[:i]
	}
	p.set(Logger, name)
	return len(w.word)
}

// numberedLogger reads a class behind a level, with the event's number, as ASP.NET Core has them.
func (p *Parser) numberedLogger(w *leadWord) int {
	if !w.before('[') || !p.has(Level) || !isLogger(w.word) {
		return 0
	}
	end := len(w.word)
	id := enclosed(w.b[end:min(len(w.b), end+8)], "[", "] ")
	if !digits(id) {
		return 0
	}
	p.set(Logger, w.word)
	return end + len(id) + 2
}

// leveledLogger reads a logger behind the time with its level behind it, as Python has them.
func (p *Parser) leveledLogger(w *leadWord) int {
	end := len(w.word)
	if !p.has(Time) || p.has(Level) || w.signed() || !w.before(' ') || nameLen(w.word) != end {
		return 0
	}
	level, rest := nextField(w.b[end+1:])
	if !isLevel(level) || !isUpper(level[len(level)-1]) || len(rest) <= 1 || failsOf(level, w.word) {
		return 0
	}
	p.set(Logger, w.word)
	p.set(Level, level)
	return end + 1 + len(level)
}

// parted reports whether a colon or a hyphen with blanks around it comes next.
func parted(rest []byte) bool {
	rest = bytes.TrimLeft(rest, " ")
	return len(rest) > 1 && (rest[0] == ':' || rest[0] == '-') && rest[1] == ' '
}

// isLoneLogger reports whether a word behind a level is a logger with nothing to show it
// but itself: in zap's console file and line stand behind it, in JULI's it is a class.
func (p *Parser) isLoneLogger(w *leadWord) bool {
	if p.has(Logger) || !p.has(Level) {
		return false
	}
	word := w.word
	if w.before('\t') && nameLen(word) == len(word) && goLocation(w.rest()[1:]) > 0 {
		return true
	}
	return p.has(Time) && bytes.Count(word, dot) > 1 && isLogger(word) && word[len(word)-1] != '.' && isUpper(word[bytes.LastIndexByte(word, '.')+1])
}

// metadata reads the pairs that Elixir's logger puts in front of the level: "request_id=F3aB
// user_id=12 [info] …". end is where b's first word ends.
func (p *Parser) metadata(b []byte, end int) int {
	if !p.has(Time) || p.has(Level) || bytes.IndexByte(b[:end], '=') < 1 {
		return 0
	}
	open := bytes.IndexByte(b[:min(len(b), 256)], '[')
	if open < 1 || b[open-1] != ' ' || !isLevel(enclosed(b[open:min(len(b), open+16)], "[", "]")) {
		return 0
	}
	for rest := b[:open-1]; len(rest) > 0; rest = bytes.TrimLeft(rest, " ") {
		if !startsPair(rest) {
			return 0
		}
		_, rest = nextField(rest)
	}
	for rest := b[:open-1]; len(rest) > 0; {
		var name, v []byte
		var quoted bool
		name, v, quoted, rest = nextPair(rest)
		if name != nil {
			p.attribute(name, v, quoted)
		}
	}
	return open
}

// queueManager takes off what IBM's MQ says of itself: "Process(99.1) User(mqm)
// Program(amqzlaa0) Host(mq1) VRMF(9.3.0.10) QMgr(QM1) AMQ5534E: …". Who it runs as has
// asked for nothing, and its version is no address.
func (p *Parser) queueManager(b []byte) int {
	rest := b
	for {
		n := nameLen(rest)
		end := bytes.IndexByte(rest[:min(len(rest), 256)], ')')
		if n == 0 || n >= end || rest[n] != '(' {
			return len(b) - len(rest)
		}
		switch v := rest[n+1 : end]; string(rest[:n]) {
		case "Host":
			p.set(Hostname, v)
		case "Program":
			p.set(ProcessName, v)
		case "CommentInsert3": // of a refused channel: from where
			if isAddress(v) {
				p.peer(v)
			}
		}
		rest = bytes.TrimLeft(rest[end+1:], " ")
	}
}

// goLocation skips "...ers/web/auth/auth.go:200:SignInPost()".
func goLocation(b []byte) int {
	first, _ := nextField(b)
	if bytes.Contains(first, []byte(".go:")) {
		return len(first)
	}
	return 0
}

// bracedPlace skips the place in the source that Airflow has in braces: "{override.py:1600}".
func bracedPlace(b []byte) int {
	end := bytes.IndexByte(b[:min(len(b), 96)], '}')
	if end < 0 {
		return 0
	}
	file, line, ok := bytes.Cut(b[1:end], []byte(":"))
	if !ok || !digits(line) || nameLen(file) != len(file) || bytes.IndexByte(file, '.') < 1 {
		return 0
	}
	return end + 1
}

// isLogger reports whether b is a dotted or ::-joined name.
func isLogger(b []byte) bool {
	if len(b) < 3 || !isLetter(b[0]) || isAddress(b) {
		return false
	}
	joined := false
	for i, c := range b {
		switch {
		case c == '.' || c == ':' && i > 0 && i+1 < len(b) && (b[i-1] == ':' || b[i+1] == ':'):
			joined = true
		case isWord(c), c == '-', c == '$':
		default:
			return false
		}
	}
	upper := isUpper(b[0]) && bytes.IndexByte(b, ' ') < 0
	return joined && b[len(b)-1] != '.' && b[len(b)-1] != ':' || upper && camel(b)
}

// isFault reports whether a name in front of a colon says what went wrong with a login or
// a token, and so belongs to the message: "InvalidToken: …". In front of pairs it does not.
func isFault(b, rest []byte) bool {
	said := wholly(b)
	if said == 0 && (bytes.HasSuffix(b, []byte("Error")) || bytes.HasSuffix(b, []byte("Exception"))) { // JsonWebTokenError
		var r reading
		r.addName(b)
		said = r.all
	}
	if said&failing == 0 || said&(about|sProof) == 0 {
		return false
	}
	next, _ := nextField(bytes.TrimLeft(rest, " "))
	return bytes.IndexByte(next, '=') < 0
}

// isCredential reports whether b is the name of a credential rather than that of
// a container, whose value would be lost from it.
func isCredential(b []byte) bool {
	_, ok := redact.NameKind(b)
	return ok
}

// behindCredential reports whether the syslog header took the name of a credential for that
// of a program: what stands behind it is no logger's name, but its value.
func (p *Parser) behindCredential() bool { return isCredential(p.val(ProcessName)) }

// camel reports whether b is one CamelCase name.
func camel(b []byte) bool {
	for i := 1; i < len(b); i++ {
		if isUpper(b[i]) && b[i-1] >= 'a' && b[i-1] <= 'z' {
			return true
		}
	}
	return false
}

// isLevel reports whether b is a log level's name.
func isLevel(b []byte) bool {
	if len(b) < 3 || len(b) > 13 {
		return false
	}
	var buf [13]byte
	for i, c := range b {
		buf[i] = c | 0x20
	}
	switch string(buf[:len(b)]) {
	case "trace", "debug", "info", "information", "informational", "notice", "note", "warn", "warning", "error", "eror", "err", "fatal", "critical", "crit", "alert", "emerg", "emergency", "panic", "severe", "verbose", "fail", "inf", "wrn", "dbg", "trc", "ftl", "verb",
		"trace1", "trace2", "trace3", "trace4", "trace5", "trace6", "trace7", "trace8": // Apache's
		return true
	}
	return false
}
