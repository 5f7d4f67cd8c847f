package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/redact"
)

// preamble takes off what applications print in front of a message (time,
// level, logger, thread, process) in whatever order and brackets, keeps what it
// understands, and returns the message.
func (p *Parser) preamble(b []byte) []byte {
	for range 16 {
		n := p.prelude(b)
		if n == 0 {
			break
		}
		b = b[n:]
	}
	return b
}

// prelude reads one part of a preamble and says how long it is; 0 at the
// message.
func (p *Parser) prelude(b []byte) int {
	lead := behindSigns(b)
	b = b[lead:]
	if len(b) == 0 {
		return 0
	}
	n := 0
	if !p.has(Time) || p.rank[Time] == vague {
		n = p.stampAt(b)
	} else if p.syslog {
		n = p.secondStamp(b)
	}
	if n == 0 {
		switch c := b[0]; {
		case c == '[':
			n = p.bracket(b)
		case c == '(':
			n = p.thread(b)
		case isDigit(c):
			n = p.counter(b)
		case isLetter(c):
			n = p.label(b)
		case c == '.' && bytes.HasPrefix(b, []byte("...")):
			n = goLocation(b)
		}
	}
	if n == 0 {
		return lead
	}
	return lead + n
}

// behindSigns is where the signs end that part what stands before a message: blanks,
// bars, colons, and hyphens with a blank behind them. Others are of a message: --user x.
func behindSigns(b []byte) int {
	i := 0
	for i < len(b) {
		switch c := b[i]; {
		case c == ' ' || c == '\t' || c == '|' || c == ':' && (i+1 == len(b) || b[i+1] != ':'):
			i++
		case c == '-':
			end := i + 1
			for end < len(b) && b[end] == '-' {
				end++
			}
			if end < len(b) && b[end] != ' ' {
				return i
			}
			i = end
		default:
			return i
		}
	}
	return i
}

// secondStamp is the length of the time that an application writes behind the
// syslog daemon's; 0 when there is none. It counts when it alone has a zone, or
// says the same and has the year, too.
func (p *Parser) secondStamp(b []byte) int {
	s, n := readStamp(b)
	if n == 0 || !s.clocked || s.month == 0 && n < len("12:55:36") || n < len(b) && (isWord(b[n]) || b[n] == '.' || b[n] == '-') {
		return 0
	}
	outer, _ := readStamp(p.val(Time))
	late := (outer.hour-s.hour)*60 + outer.min - s.min
	same := s.day == outer.day && s.month == outer.month && late > -5 && late < 5
	if !outer.unix && (s.zoned && s.month > 0 && !outer.zoned || s.year > 0 && outer.year == 0 && same) {
		p.set(Time, b[:n])
	}
	if n < len(b) && (b[n] == ',' || b[n] == ':') {
		n++
	}
	return n
}

// stampAt takes in the time that b begins with, and returns its length.
func (p *Parser) stampAt(b []byte) int {
	s, n := p.readStamp(b)
	if n == 0 || s.month == 0 && !s.unix && !s.clocked {
		return 0
	}
	if n < len(b) && (isWord(b[n]) || b[n] == '.' || b[n] == '-') || s.unix && n+1 < len(b) && b[n] == ':' && isWord(b[n+1]) { // 7362707770:AAV7…, a bot's token
		return 0
	}
	if s.month == 0 && !s.unix { // a time of day: a whole one may follow
		if p.has(Time) {
			return 0
		}
		p.offer(Time, b[:n], vague, nil)
	} else {
		p.set(Time, b[:n])
		if isUpper(b[0]) && isDigit(b[1]) && !p.has(Level) { // klog: I0102 15:04:05.678901
			p.set(Level, b[:1])
		}
	}
	if n < len(b) && (b[n] == ',' || b[n] == ':') {
		n++
	}
	return n
}

// bracket reads "[…]": a time, a level, a process id, a logger, a thread.
func (p *Parser) bracket(b []byte) int {
	end := bytes.IndexByte(b, ']')
	if end < 2 || end > 96 {
		return 0
	}
	in := bytes.Trim(b[1:end], " ")
	if i := bytes.Index(in, []byte(" #")); i > 0 { // Ruby: [2024-01-02T15:04:05.123456 #1234]
		p.pid(in[i+2:])
		in = in[:i]
	}
	if len(in) == 0 {
		return end + 1
	}
	switch {
	case p.syslog && p.secondStamp(in) == len(in):
	case (!p.has(Time) || p.rank[Time] == vague) && p.stampAndLevel(in):
	case isLevel(in), len(in) == 1 && bytes.IndexByte([]byte("IWEDFTN"), in[0]) >= 0:
		p.set(Level, in)
	case bytes.HasPrefix(in, []byte("pid ")): // Apache: [pid 1234:tid 5678]
		id, _, _ := bytes.Cut(in[4:], []byte(":"))
		p.pid(id)
	case bytes.HasPrefix(in, []byte("client ")):
		p.peer(in[7:])
	case isModuleLevel(in): // Apache: [core:notice]
		i := bytes.LastIndexByte(in, ':')
		p.set(Level, in[i+1:])
		p.set(Provider, in[:i])
	case len(digitsOnly(in)) > 0:
		if p.has(Time) && !p.has(ProcessPID) {
			p.pid(in)
		}
	case p.correlation(in):
	case isLogger(in):
		p.set(Logger, in)
	case isThread(in):
	case p.has(Level) && nameLen(in) == len(in) && isThread(enclosed(b[end:], "] [", "]")): // Spring Boot 3: [application] [thread]
	default:
		return 0
	}
	end++
	if end < len(b) && b[end] == ':' {
		end++
	}
	return end
}

// correlation reads what Spring puts between brackets to tell traces apart:
// [app,4bf92f3577b34da6a3ce929d0e0e4736,00f067aa0ba902b7], and since Boot 3 [trace-span].
func (p *Parser) correlation(in []byte) bool {
	if !p.has(Level) {
		return false
	}
	app, trace, ok := bytes.Cut(in, []byte(","))
	var span []byte
	if ok {
		trace, span, ok = bytes.Cut(trace, []byte(","))
		span, _, _ = bytes.Cut(span, []byte(",")) // whether it is exported
	} else {
		app = nil
		trace, span, ok = bytes.Cut(in, []byte("-"))
	}
	none := len(trace) == 0 && len(span) == 0
	if !ok || nameLen(app) != len(app) || none && len(app) == 0 || !none && (len(trace) != 32 && len(trace) != 16 || len(span) != 16 || !isHex(trace) || !isHex(span)) {
		return false
	}
	p.set(ServiceName, app)
	p.set(TraceID, trace)
	p.set(SpanID, span)
	return true
}

// stampAndLevel reads "12:55:36 INF api::jwt", the level and the logger if there are any.
func (p *Parser) stampAndLevel(in []byte) bool {
	n := p.stampAt(in)
	if n == 0 {
		return false
	}
	level, target := nextField(bytes.TrimLeft(in[n:], " "))
	if isLevel(level) {
		p.set(Level, level)
		if target = bytes.TrimLeft(target, " "); isLogger(target) { // Rust's env_logger
			p.set(Logger, target)
		}
	}
	return true
}

func isModuleLevel(b []byte) bool {
	i := bytes.LastIndexByte(b, ':')
	return i >= 0 && isLevel(b[i+1:]) && nameLen(b[:i]) == i
}

// thread reads "(MainThread)" behind a time or a level.
func (p *Parser) thread(b []byte) int {
	end := bytes.IndexByte(b, ')')
	if end > 1 && end < 12 && !p.has(Time) && digits(b[1:end]) { // FileZilla's server: (000042)10/11/2026 12:55:36 - …
		if s, _ := readStamp(bytes.TrimLeft(b[end+1:], " ")); s.year > 0 && s.clocked {
			return end + 1
		}
	}
	if end < 2 || end > 64 || !p.has(Time) && !p.has(Level) {
		return 0
	}
	in := b[1:end]
	if bytes.IndexByte(in, ' ') >= 0 && !bytes.Contains(in, []byte("task-")) && !bytes.Contains(in, []byte("Thread ")) || isAddress(in) || !isLetter(in[0]) || bytes.IndexByte(in, '=') > 0 {
		return 0
	}
	return end + 1
}

func isThread(b []byte) bool {
	for _, c := range b {
		if !isWord(c) && c != '-' && c != '#' && c != '.' && c != '/' {
			return false
		}
	}
	return bytes.IndexByte(b, '-') > 0 || bytes.IndexByte(b, '#') > 0 || string(b) == "main" || string(b) == "Nest" || string(b) == "GIN"
}

// counter reads a number in front of the message: a process, a thread, a
// connection. What follows must still be preamble.
func (p *Parser) counter(b []byte) int {
	if _, n := leadingInt(b); n < 8 && n+1 < len(b) && b[n] == ':' && !p.has(Time) { // Zabbix: 811:20261110:125536.123
		if s, length := readStamp(b[n+1:]); length > 8 && s.year > 0 && s.clocked {
			p.pid(b[:n])
			return n + 1
		}
	}
	first, rest := nextField(b)
	host, _ := splitPort(first)
	if a, ok := readIP(host); ok && a.IsValid() { // an address in front of the time
		if _, n := readStamp(bytes.TrimLeft(rest, " ")); n > 0 {
			if !p.has(Time) { // else it is the device's own
				p.peer(first)
			}
			return len(first)
		}
		return 0
	}
	if _, n := leadingInt(first); n > 0 && n < len(first) && first[n] == '|' { // pm2: 1|app  | message
		if i := bytes.Index(rest, []byte("| ")); i >= 0 && len(bytes.TrimLeft(rest[:i], " ")) == 0 {
			return len(b) - len(rest) + i + 1
		}
	}
	if bytes.HasPrefix(rest, []byte("  - ")) && !p.has(Time) && digits(first) { // NestJS: [Nest] 811  - 11/10/2026, 12:55:36 PM
		if s, n := readStamp(bytes.TrimLeft(rest, " -")); n > 0 && s.clocked && s.year > 0 {
			p.pid(first)
			return len(first)
		}
	}
	n := 0
	for n < len(first) && (isDigit(first[n]) || first[n] == '#' || first[n] == ':') {
		n++
	}
	if n != len(first) || !p.has(Time) && !p.has(Level) {
		return 0
	}
	rest = bytes.TrimLeft(rest, " ")
	if len(rest) == 0 {
		return 0
	}
	if p.syslog && len(rest) > 16 && rest[2] == '/' && p.secondStamp(rest) > 16 { // Cisco's VPN 3000 counts, then has the time again
		return n
	}
	next, _ := nextField(rest)
	if bytes.HasPrefix(rest, []byte("--- [")) && !p.has(ProcessPID) { // Spring Boot
		p.pid(first)
	}
	if rest[0] == '[' || bytes.HasPrefix(rest, []byte("---")) || isLevel(next) || first[n-1] == ':' {
		return n
	}
	if goLocation(rest) > 0 { // klog: a thread, then file:line]
		return n
	}
	if digits, _ := readInt(first); p.has(Time) && digits > 0 && n != 3 && len(rest) > 0 && isUpper(rest[0]) && bytes.Contains(rest[:min(len(rest), 16)], []byte("  ")) {
		return n
	}
	return 0
}

// label reads a level, a logger, or a container's name with its bar.
func (p *Parser) label(b []byte) int {
	end := 0
	for end < len(b) && b[end] != ' ' && b[end] != '\t' && b[end] != '|' && b[end] != '[' {
		end++
	}
	word := b[:end]
	if n := p.metadata(b, end); n > 0 {
		return n
	}
	trimmed := bytes.TrimRight(word, ":,")
	if end < len(b) {
		rest := bytes.TrimLeft(b[end:], " ")
		if len(rest) > 1 && rest[0] == '|' && rest[1] == ' ' && len(trimmed) < 64 && !p.has(Time) && !isCredential(trimmed) { // app-1  | message
			return len(b) - len(rest) + 1
		}
	}
	if isLevel(trimmed) && (len(trimmed) < len(word) || isUpper(trimmed[len(trimmed)-1]) || end < len(b) && b[end] == '[' || p.has(Time) && !p.has(Level)) {
		if p.has(Level) {
			return 0
		}
		p.set(Level, trimmed)
		return end
	}
	if string(word) == "LOG" && p.has(Time) && !p.has(Level) && bytes.HasPrefix(b[end:], []byte(" [")) { // NestJS
		p.set(Level, word)
		return end
	}
	if level, rest, ok := bytes.Cut(word, []byte(":")); ok && isLevel(level) { // Python: INFO:root:message
		p.set(Level, level)
		if name, _, ok := bytes.Cut(rest, []byte(":")); ok && nameLen(name) == len(name) && len(name) > 0 {
			p.set(Logger, name)
			return len(level) + len(name) + 2
		}
		return len(level) + 1
	}
	if len(word) == 2 && word[1] == ',' && end+1 < len(b) && b[end+1] == '[' { // Ruby: I, [
		return end
	}
	if !p.has(Logger) && isLogger(trimmed) && !isFault(trimmed, b[end:]) {
		switch rest := bytes.TrimLeft(b[end:], " "); {
		case len(trimmed) < len(word), len(rest) > 1 && (rest[0] == ':' || rest[0] == '-') && rest[1] == ' ':
			if i := bytes.LastIndexByte(trimmed, '.'); i > 0 && !p.has(Level) && isLevel(trimmed[i+1:]) { // Monolog: channel.LEVEL
				p.set(Level, trimmed[i+1:])
				trimmed = trimmed[:i]
			}
			p.set(Logger, trimmed)
			return end
		}
	}
	if end < len(b) && b[end] == '[' && !p.has(Logger) && p.has(Level) && isLogger(word) { // ASP.NET Core: a class and the event's number
		if id := enclosed(b[end:min(len(b), end+8)], "[", "] "); digits(id) {
			p.set(Logger, word)
			return end + len(id) + 2
		}
	}
	if p.has(Time) && !p.has(Level) && !p.has(Logger) && len(trimmed) == len(word) && end < len(b) && b[end] == ' ' && nameLen(word) == end { // Python: a logger, then its level
		if level, rest := nextField(b[end+1:]); isLevel(level) && isUpper(level[len(level)-1]) && len(rest) > 1 {
			p.set(Logger, word)
			p.set(Level, level)
			return end + 1 + len(level)
		}
	}
	if i := bytes.Index(word, []byte(".go:")); i > 0 {
		return end
	}
	if p.has(Time) && bytes.HasPrefix(word, []byte("Process(")) {
		return p.queueManager(b)
	}
	if !p.has(Logger) && p.has(Level) && end < len(b) && b[end] == '\t' && nameLen(word) == end && goLocation(b[end+1:]) > 0 { // zap's console: a logger, then file:line
		p.set(Logger, word)
		return end
	}
	if !p.has(Logger) && p.has(Time) && p.has(Level) && bytes.Count(word, dot) > 1 && isLogger(word) && word[end-1] != '.' && isUpper(word[bytes.LastIndexByte(word, '.')+1]) { // JULI: a class, with nothing behind it
		p.set(Logger, word)
		return end
	}
	return 0
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
	case "trace", "debug", "info", "information", "informational", "notice", "note", "warn", "warning", "error", "eror", "err", "fatal", "critical", "crit", "alert", "emerg", "emergency", "panic", "severe", "verbose", "fail", "inf", "wrn", "dbg", "trc", "ftl", "verb":
		return true
	}
	return false
}
