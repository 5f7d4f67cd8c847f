package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/stamp"
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
		case c == '{':
			n = bracedPlace(b)
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

// secondStamp is the length of the time that an application writes behind the syslog
// daemon's; 0 when there is none. It counts when it alone has a zone, or says the same and
// has the year, too.
func (p *Parser) secondStamp(b []byte) int {
	s, n := stamp.Read(b)
	if n == 0 || !s.Clocked || s.Month == 0 && n < len("12:55:36") || stampGoesOn(b[n:]) {
		return 0
	}
	outer, _ := stamp.Read(p.val(Time))
	late := (outer.Hour-s.Hour)*60 + outer.Min - s.Min
	same := s.Day == outer.Day && s.Month == outer.Month && late > -5 && late < 5
	if !outer.Unix && (s.Zoned && s.Month > 0 && !outer.Zoned || s.Year > 0 && outer.Year == 0 && same) {
		p.set(Time, b[:n])
	}
	return n + stampSign(b[n:])
}

// stampGoesOn reports whether what stands behind a time belongs to it, so that it is none.
func stampGoesOn(rest []byte) bool {
	return len(rest) > 0 && (isWord(rest[0]) || rest[0] == '.' || rest[0] == '-')
}

// stampSign is how long the comma or colon is that may end a time: 0 or 1.
func stampSign(rest []byte) int {
	if len(rest) > 0 && (rest[0] == ',' || rest[0] == ':') {
		return 1
	}
	return 0
}

// stampAt takes in the time that b begins with, and returns its length.
func (p *Parser) stampAt(b []byte) int {
	s, n := p.readStamp(b)
	if n == 0 || s.Month == 0 && !s.Unix && !s.Clocked {
		return 0
	}
	rest := b[n:]
	if stampGoesOn(rest) || s.Unix && len(rest) > 1 && rest[0] == ':' && isWord(rest[1]) { // 7362707770:AAV7…, a bot's token
		return 0
	}
	if s.Month == 0 && !s.Unix { // a time of day: a whole one may follow
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
	return n + stampSign(rest)
}

// bracket takes in what a preamble has in brackets: a time, a level, the number of a
// process, a logger, a thread. It returns how long that is, with a colon behind it; 0 if b
// begins with no such brackets, for then the message begins.
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
	if !p.bracketedTime(in) && !p.bracketedMark(in, b[end:]) && !p.bracketedName(in, b[end:]) {
		return 0
	}
	end++
	if end < len(b) && b[end] == ':' {
		end++
	}
	return end
}

// bracketedTime takes in a time, of the application where the syslog daemon has written one.
func (p *Parser) bracketedTime(in []byte) bool {
	return p.syslog && p.secondStamp(in) == len(in) || (!p.has(Time) || p.rank[Time] == vague) && p.stampAndLevel(in)
}

// bracketedMark takes in a level, a process, or Apache's marks: [core:notice] [pid 1234:tid
// 5678] [client 192.0.2.1:52114].
func (p *Parser) bracketedMark(in, behind []byte) bool {
	switch {
	case isLevel(in), len(in) == 1 && bytes.IndexByte([]byte("IWEDFTN"), in[0]) >= 0:
		p.set(Level, in)
	case bytes.HasPrefix(in, []byte("pid ")):
		id, _, _ := bytes.Cut(in[4:], []byte(":"))
		p.pid(id)
	case bytes.HasPrefix(in, []byte("client ")):
		p.peer(in[7:])
	case p.connection(in):
	case isModuleLevel(in):
		i := bytes.LastIndexByte(in, ':')
		p.set(Level, in[i+1:])
		p.set(Provider, in[:i])
	case digits(in) && len(in) <= len("4194304"): // Linux' last process
		if p.has(Time) && !p.has(ProcessPID) {
			p.pid(in)
		}
		p.processBefore(in, behind[1:]) // NATS: [811] 2026/11/10 12:55:36.123456 [ERR] …
	default:
		return false
	}
	return true
}

// bracketedName takes in the name of a logger or what tells traces apart, and passes over a
// thread's. In front of a thread stands Spring Boot 3's application: [application] [thread].
func (p *Parser) bracketedName(in, behind []byte) bool {
	switch {
	case p.correlation(in):
	case isLogger(in) && !p.behindCredential():
		p.set(Logger, in)
	case isThread(in), p.has(Level) && nameLen(in) == len(in) && isThread(enclosed(behind, "] [", "]")):
	default:
		return false
	}
	return true
}

// connection reads whose connection it is in what LiteSpeed writes: [192.0.2.7:52114-5#www],
// [192.0.2.7:52114:HTTP2-41#www].
func (p *Parser) connection(in []byte) bool {
	port := bytes.IndexByte(in, ':') + 1
	if port == 0 || bytes.IndexByte(in[port:], '#') < 0 || !isAddress(in[:port-1]) {
		return false
	}
	end := port + len(leadingPort(in[port:]))
	if end == port || in[end] != '-' && in[end] != ':' {
		return false
	}
	p.peer(in[:end])
	return true
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
	if !ok || nameLen(app) != len(app) {
		return false
	}
	if none := len(trace) == 0 && len(span) == 0; none && len(app) == 0 || !none && !tracesCall(trace, span) {
		return false
	}
	p.set(ServiceName, app)
	p.set(TraceID, trace)
	p.set(SpanID, span)
	return true
}

// tracesCall reports whether these are the number of a trace, of 16 or 8 bytes, and that of a
// span, in hex.
func tracesCall(trace, span []byte) bool {
	return (len(trace) == 32 || len(trace) == 16) && len(span) == 16 && isHex(trace) && isHex(span)
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
		if s, _ := stamp.Read(bytes.TrimLeft(b[end+1:], " ")); s.Year > 0 && s.Clocked {
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
	if n := p.processOfZabbix(b); n > 0 {
		return n
	}
	first, rest := nextField(b)
	host, _ := splitPort(first)
	if _, ok := readIP(host); ok {
		return p.addressBefore(first, rest)
	}
	if n := barOfPM2(b, first, rest); n > 0 {
		return n
	}
	if n := p.processBefore(first, rest); n > 0 {
		return n
	}
	if !isCount(first) || !p.has(Time) && !p.has(Level) {
		return 0
	}
	if rest = bytes.TrimLeft(rest, " "); len(rest) == 0 || !p.countsFor(first, rest) {
		return 0
	}
	if bytes.HasPrefix(rest, []byte("--- [")) && !p.has(ProcessPID) { // Spring Boot: 811 --- [main] c.e.Login
		p.pid(first)
	}
	return len(first)
}

// processOfZabbix reads the process that is glued to a time: 811:20261110:125536.123.
func (p *Parser) processOfZabbix(b []byte) int {
	_, n := leadingInt(b)
	if n >= 8 || n+1 >= len(b) || b[n] != ':' || p.has(Time) {
		return 0
	}
	if s, length := stamp.Read(b[n+1:]); length <= 8 || s.Year == 0 || !s.Clocked {
		return 0
	}
	p.pid(b[:n])
	return n + 1
}

// addressBefore takes in an address in front of a time. Behind one it is the device's own.
func (p *Parser) addressBefore(first, rest []byte) int {
	if _, n := stamp.Read(bytes.TrimLeft(rest, " ")); n == 0 {
		return 0
	}
	if !p.has(Time) {
		p.peer(first)
	}
	return len(first)
}

// barOfPM2 is where the message begins behind what pm2 puts in front: "1|app  | message".
func barOfPM2(b, first, rest []byte) int {
	if _, n := leadingInt(first); n == 0 || n == len(first) || first[n] != '|' {
		return 0
	}
	i := bytes.Index(rest, []byte("| "))
	if i < 0 || len(bytes.TrimLeft(rest[:i], " ")) > 0 {
		return 0
	}
	return len(b) - len(rest) + i + 1
}

// processBefore reads the process that stands before the time, as NestJS and Windows' sshd
// have it: [Nest] 811  - 11/10/2026, 12:55:36 PM; 811 2026-11-10 12:55:36.123 message. Behind a
// syslog header it may be a device's count.
func (p *Parser) processBefore(first, rest []byte) int {
	if len(rest) == 0 || rest[0] != ' ' || p.has(Time) && !p.syslog || !digits(first) || len(first) > len("4194304") {
		return 0
	}
	if s, n := stamp.Read(bytes.TrimLeft(rest, " -")); n == 0 || !s.Clocked || s.Year == 0 {
		return 0
	}
	if !p.syslog {
		p.pid(first)
	}
	return len(first)
}

// isCount reports whether a word is a number, as preambles write them: 17, #17, 17:
func isCount(word []byte) bool {
	for _, c := range word {
		if !isDigit(c) && c != '#' && c != ':' {
			return false
		}
	}
	return true
}

// countsFor reports whether what stands behind a number shows that the number belongs to
// the preamble: more of that, or a message that is set apart.
func (p *Parser) countsFor(count, rest []byte) bool {
	next, _ := nextField(rest)
	switch {
	case p.syslog && len(rest) > 16 && rest[2] == '/' && p.secondStamp(rest) > 16: // Cisco's VPN 3000 counts, then has the time again
		return true
	case rest[0] == '[', bytes.HasPrefix(rest, []byte("---")), isLevel(next), count[len(count)-1] == ':':
		return true
	case goLocation(rest) > 0: // klog: a thread, then file:line]
		return true
	}
	n, _ := readInt(count)
	return p.has(Time) && n > 0 && len(count) != 3 && isUpper(rest[0]) && bytes.Contains(rest[:min(len(rest), 16)], []byte("  "))
}
