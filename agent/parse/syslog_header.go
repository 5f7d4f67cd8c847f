package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/stamp"
)

// header takes off a syslog header and says whether there was one.
func (p *Parser) header(b []byte) (msg []byte, ok bool) {
	if len(b) > 3 && b[0] == '<' {
		return p.priorityHeader(b)
	}
	if framed := behindCount(b); framed != nil {
		return p.priorityHeader(framed)
	}
	if !p.inside {
		if msg, ok := p.head.read(p, b); ok {
			return msg, true
		}
	}
	for _, read := range headers {
		if msg, ok := read(p, b); ok {
			return msg, true
		}
	}
	return b, false
}

// behindCount is the message behind the count of its bytes, as TCP carries it (RFC 6587):
// 118 <38>1 2026-11-10T12:55:36Z …; nil where there is none.
func behindCount(b []byte) []byte {
	n := 0
	for n < len(b) && n < len("65536") && isDigit(b[n]) {
		n++
	}
	if n < 2 || !bytes.HasPrefix(b[n:], []byte(" <")) || len(b) < n+5 || !isDigit(b[n+2]) {
		return nil
	}
	return b[n+1:]
}

// headers are those without a priority, in the order in which they are asked.
var headers = [...]func(p *Parser, b []byte) (msg []byte, ok bool){
	(*Parser).ciscoLine,   // 4211: *Nov 10 12:55:36.123 UTC: %SYS-5-…
	(*Parser).bare5424,    // 2026-11-10T12:55:36Z web1 sshd 811 - - …
	(*Parser).rfc3164,     // Nov 10 12:55:36 web1 sshd[811]: …
	(*Parser).nexusLine,   // switch1: 2026 Nov 10 12:55:36 UTC: %SYS-5-…
	(*Parser).tagLine,     // sshd[811]: …
	(*Parser).hostTagLine, // web1 sshd[811]: …
}

// priorityHeader takes off a header that begins with a priority. Whatever follows that
// is syslog:
//
//	<38>1 2026-11-10T12:55:36Z web1 sshd 811 - - …
//	<189>4211: *Nov 10 12:55:36.123 UTC: %SYS-5-…
//	<189>: 2026 Nov 10 12:55:36 UTC: %SYS-5-…
//	<38>Nov 10 12:55:36 web1 sshd[811]: …
//	<38>sshd[811]: …
//	<38>…
func (p *Parser) priorityHeader(b []byte) (msg []byte, ok bool) {
	n, length := leadingInt(b[1:])
	if length == 0 || length > 3 || n > 191 || len(b) <= length+2 || b[length+1] != '>' {
		return b, false
	}
	p.e.Syslog.Priority, p.e.Syslog.HasPriority = int(n), true
	b = b[length+2:]
	if b[0] == '1' && len(b) > 2 && b[1] == ' ' {
		return p.rfc5424(b[2:])
	}
	if _, n := leadingInt(b); n > 0 && bytes.HasPrefix(b[n:], []byte(": ")) { // Cisco counts its messages
		b = p.ciscoHead(b[n+2:])
	}
	b = bytes.TrimPrefix(b, []byte(": ")) // without a count
	if msg, ok := p.nexusHead(b); ok {
		return msg, true
	}
	if msg, ok := p.rfc3164(b); ok {
		return msg, true
	}
	if msg, ok := p.tag(b); ok {
		return msg, true
	}
	return b, true
}

// bare5424 reads RFC 5424 whose priority some tool has taken off. Only a process
// id, a message id or structured data tell it from an application's own line.
func (p *Parser) bare5424(b []byte) ([]byte, bool) {
	if len(b) < 24 || b[10] != 'T' || !isDigit(b[0]) {
		return nil, false
	}
	host, rest := nextField(b[bytes.IndexByte(b, ' ')+1:])
	app, rest := nextField(rest)
	pid, rest := nextField(rest)
	id, rest := nextField(rest)
	switch {
	case !isHostname(host), isLevel(host),
		len(app) == 0, bytes.IndexByte(app, '=') > 0,
		string(pid) != "-" && !digits(pid),
		len(id) == 0, bytes.IndexByte(id, '=') > 0,
		!startsData(rest):
		return nil, false
	}
	return p.rfc5424(b)
}

// startsData reports whether the structured data of RFC 5424 come next, of which there
// may be none: " [meta sequenceId="1"] …", " - …".
func startsData(b []byte) bool {
	return len(b) > 2 && b[0] == ' ' && (b[1] == '[' || b[1] == '-' && b[2] == ' ')
}

// ciscoHead takes off what IOS may put behind its count: the name of the device,
// a second count, and the mark of a clock that is not set.
func (p *Parser) ciscoHead(b []byte) []byte {
	if host, rest, ok := bytes.Cut(b, []byte(": ")); ok && isHostname(host) {
		if _, n := leadingInt(rest); n > 0 && bytes.HasPrefix(rest[n:], []byte(": ")) {
			p.set(Hostname, host)
			p.syslog = true
			b = rest[n+2:]
		}
	}
	return bytes.TrimLeft(b, "*. ")
}

// ciscoLine takes off what IOS writes in front where no daemon has: a count, the
// mark of its clock, the time: "4211: *Nov 10 12:55:36.123 UTC: %SYS-5-…".
func (p *Parser) ciscoLine(b []byte) ([]byte, bool) {
	_, n := leadingInt(b)
	switch {
	case n > 0 && n < 12 && bytes.HasPrefix(b[n:], []byte(": ")):
		n += 2
	case n > 0 || len(b) < 16 || b[0] != '*' && b[0] != '.':
		return nil, false
	}
	mark := p.mark()
	b = p.ciscoHead(b[n:])
	s, n := stamp.Read(b)
	if n == 0 || s.Month == 0 || !s.Clocked {
		p.undo(mark)
		return nil, false
	}
	i := bytes.Index(b[n:min(len(b), n+16)], []byte(": %"))
	if i < 0 {
		p.undo(mark)
		return nil, false
	}
	p.set(Time, b[:n])
	return b[n+i+2:], true
}

// nexusHead takes off what NX-OS writes in front, whether with the name of the
// switch or without: "switch1: 2026 Nov 10 12:55:36 UTC: %SYS-5-…".
func (p *Parser) nexusHead(b []byte) ([]byte, bool) {
	host, _, ok := bytes.Cut(b[:min(len(b), 128)], []byte(": "))
	if !ok || len(host) > 0 && !isHostname(host) && !isAddress(host) {
		return nil, false
	}
	rest := b[len(host)+2:]
	s, n := stamp.Read(rest)
	if n == 0 || s.Month == 0 {
		return nil, false
	}
	i := bytes.Index(rest[n:min(len(rest), n+16)], []byte(": "))
	if i < 0 {
		return nil, false
	}
	p.set(Time, rest[:n])
	p.set(Hostname, host)
	return rest[n+i+2:], true
}

// nexusLine takes off what NX-OS writes in front where no daemon has put a priority.
func (p *Parser) nexusLine(b []byte) ([]byte, bool) {
	mark := p.mark()
	if msg, ok := p.nexusHead(b); ok && len(msg) > 0 && msg[0] == '%' {
		return msg, true
	}
	p.undo(mark)
	return nil, false
}

// tagLine takes off a tag that has neither time nor host in front: sshd[811]:.
func (p *Parser) tagLine(b []byte) ([]byte, bool) {
	mark := p.mark()
	if msg, ok := p.tag(b); ok && p.has(ProcessPID) && p.program(p.val(ProcessName)) != nil {
		return msg, true
	}
	p.undo(mark)
	return nil, false
}

// hostTagLine takes off a host and a tag without a time: web1 sshd[811]:.
func (p *Parser) hostTagLine(b []byte) ([]byte, bool) {
	host, rest := nextField(b)
	if len(rest) < 2 || !isLetter(host[0]) || !isHostname(host) {
		return nil, false
	}
	msg, ok := p.tagLine(rest[1:])
	if ok {
		p.set(Hostname, host)
	}
	return msg, ok
}

// rfc5424 reads TIMESTAMP HOST APP PROCID MSGID SD MSG.
func (p *Parser) rfc5424(b []byte) ([]byte, bool) {
	var f [5][]byte
	whole := b
	for i := range f {
		f[i], b = nextField(b)
		if len(f[i]) == 0 {
			return nil, false
		}
	}
	s, n := stamp.Read(f[0])
	if n == 0 && string(f[0]) != "-" || n > 0 && s.Month == 0 && !s.Unix {
		return nil, false
	}
	p.set(Time, f[0])
	p.set(Hostname, f[1])
	if s.Unix { // Meraki: 1 1794315336.123456789 MX84 events type=wpa_auth …
		_, rest := nextField(whole)
		_, rest = nextField(rest)
		_, rest = nextField(rest)
		return bytes.TrimLeft(rest, " "), true
	}
	if isCEF(f[2]) || f[2][0] == '{' { // CyberArk leaves out all that stands between
		return whole[bytes.Index(whole, f[2]):], true
	}
	if app := bytes.TrimSuffix(f[2], []byte(":")); bytes.IndexByte(app, '(') > 0 {
		p.process(app)
	} else {
		p.set(ProcessName, app)
	}
	p.pid(f[3])
	p.set(MsgID, f[4])
	return bytes.TrimPrefix(p.structuredData(b), []byte("\ufeff")), true
}

// structuredData takes in the elements that stand in front of a message, of which there may
// be none, and returns the message: [meta sequenceId="1"][origin ip="192.0.2.7"] …, - ….
func (p *Parser) structuredData(b []byte) (msg []byte) {
	b = bytes.TrimLeft(b, " ")
	if len(b) > 0 && b[0] == '-' {
		b = b[1:]
	}
	for len(b) > 0 && b[0] == '[' {
		end := p.structured(b)
		if end < 0 {
			break
		}
		b = b[end:]
	}
	return bytes.TrimLeft(b, " ")
}

// structured reads one element [id name="value" …] and says where it ends.
func (p *Parser) structured(b []byte) int {
	i := bytes.IndexAny(b, " ]")
	for i > 0 && i < len(b) && b[i] == ' ' {
		n := nameLen(b[i+1:])
		at := i + 1 + n
		if n == 0 || at+1 >= len(b) || b[at] != '=' || b[at+1] != '"' {
			return -1
		}
		v, rest, ok := quotedField(b[at+1:])
		if !ok {
			return -1
		}
		p.parameter(b[i+1:at], v)
		i = len(b) - len(rest)
	}
	if i <= 0 || i >= len(b) || b[i] != ']' {
		return -1
	}
	return i + 1
}

// parameter takes in one pair of structured data, in which a backslash escapes
// only a quote, a bracket and itself: EXAMPLE\bob is a name.
func (p *Parser) parameter(name, v []byte) {
	start := len(p.buf)
	for i := 0; i < len(v); i++ {
		if v[i] == '\\' && i+1 < len(v) && (v[i+1] == '"' || v[i+1] == ']' || v[i+1] == '\\') {
			i++
		}
		p.buf = append(p.buf, v[i])
	}
	v = p.buf[start:len(p.buf):len(p.buf)]
	p.keepPair(name, v)
	p.pair(p.keys.find(p.index, name), name, anywhere, 0, v, text)
}

// rfc3164 reads a time, a host and a tag; daemons leave out any of them:
//
//	Nov 10 12:55:36 sshd[811]: …                              no host
//	Nov 10 12:55:36 web1 1 2026-11-10T12:55:36Z web1 sshd …   a relay's, in front of RFC 5424
//	Nov 10 12:55:36 web1 notice httpd[811]: …                 F5
//	Nov 10 12:55:36 web1 sshd[811]: …
//	Nov 10 12:55:36 web1 %ASA-6-113005: …                     no tag
//
// FreeBSD and OpenWrt may put the facility in front of the host or of the tag.
func (p *Parser) rfc3164(b []byte) ([]byte, bool) {
	if !p.inside {
		if msg, ok := p.head.read(p, b); ok {
			return msg, true
		}
	}
	t, rest, ok := p.headTime(b)
	if !ok {
		return nil, false
	}
	mark := p.mark()
	rest = withoutFacility(rest)
	if msg, ok := p.headTag(rest, t); ok {
		p.set(Time, t.text)
		return msg, true
	}
	p.undo(mark)
	host, rest, ok := headHost(rest)
	if !ok {
		return nil, false
	}
	if !t.dated && bytes.HasPrefix(rest, []byte("1 20")) {
		if msg, ok := p.rfc5424(rest[len("1 "):]); ok {
			return msg, true
		}
		p.undo(mark)
	}
	if level, after := nextField(rest); isLevel(level) {
		if msg, ok := p.tag(bytes.TrimLeft(after, " ")); ok && p.has(ProcessPID) {
			p.set(Time, t.text)
			p.set(Hostname, host)
			p.set(Level, level)
			return msg, true
		}
		p.undo(mark)
	}
	rest = withoutFacility(rest)
	if msg, ok := p.headTag(rest, t); ok {
		p.set(Time, t.text)
		p.set(Hostname, host)
		p.head.keep(p, b, len(t.text))
		return msg, true
	}
	p.undo(mark)
	if bytes.HasPrefix(rest, []byte(": %")) { // ASA: Nov 10 2026 12:55:36 asa1 : %ASA-6-113015: …
		rest = rest[2:]
	}
	if p.inside || len(rest) == 0 || t.dated && !isDevice(rest) && !relays(rest) {
		return nil, false
	}
	p.set(Time, t.text)
	p.set(Hostname, host)
	return rest, true
}

// A headTime is the time that a header of RFC 3164 begins with.
type headTime struct {
	text  []byte
	dated bool // it has a year, and so have times that are no syslog's
	sure  bool // no more is needed to tell that this is syslog
}

// headTime reads the time and the spaces behind it.
func (p *Parser) headTime(b []byte) (t headTime, rest []byte, ok bool) {
	s, n := p.readStamp(b)
	if n == 0 || n >= len(b) || s.Month == 0 && !s.Unix {
		return t, nil, false
	}
	t.text, rest = b[:n], b[n:]
	t.dated = s.Year != 0 || s.Unix
	if rest[0] == ':' && len(rest) > 1 && !t.dated {
		rest = rest[1:]
	}
	if rest[0] != ' ' {
		return t, nil, false
	}
	if t.dated {
		t.sure = s.Zoned && n > 10 && b[10] == 'T' && !p.inside // RFC 3339; in a container's envelope an application writes it, too
	} else {
		t.sure = !p.inside || p.boxed || p.wrapped
	}
	rest = bytes.TrimLeft(rest, " ")
	return t, rest, len(rest) > 0
}

// withoutFacility is what follows the facility that OpenWrt's logread and FreeBSD's
// syslogd -v write: auth.info sshd[811]: …
func withoutFacility(b []byte) []byte {
	if facility, rest := nextField(b); isFacility(facility) {
		return bytes.TrimLeft(rest, " ")
	}
	return b
}

// headTag reads a tag behind a header's time. Where that is not sure to be a header's,
// the tag must be surely a daemon's.
func (p *Parser) headTag(b []byte, t headTime) ([]byte, bool) {
	msg, ok := p.tag(b)
	if !ok || !(t.sure && !(t.dated && p.verdict())) && !p.daemon() {
		return nil, false
	}
	return msg, true
}

// headHost reads the host of a header: a name, an address with brackets or without,
// or Linux's own word for no name.
func headHost(b []byte) (host, rest []byte, ok bool) {
	host, rest = nextField(b)
	if isLevel(bytes.Trim(host, "[]")) || !isHostname(bytes.Trim(host, "[]")) && !isAddress(host) && string(host) != "(none)" {
		return nil, nil, false
	}
	return host, bytes.TrimLeft(rest, " "), true
}

// isDevice reports whether b begins as the messages of devices do that write no tag:
// %ASA-6-113005: …, CEF:0|….
func isDevice(b []byte) bool {
	return len(b) > 1 && b[0] == '%' && isUpper(b[1]) || isCEF(b)
}

// relays reports whether another header stands behind a relay's: a time, a host, a tag.
func relays(b []byte) bool {
	s, n := stamp.Read(b)
	if n == 0 || s.Month == 0 || !s.Clocked || n == len(b) || b[n] != ' ' {
		return false
	}
	host, tag := nextField(bytes.TrimLeft(b[n:], " "))
	if len(tag) < 2 || !isHostname(host) || isLevel(host) {
		return false
	}
	n = 1 + tagName(tag[1:])
	return n > 1 && n < len(tag) && (tag[n] == '[' || tag[n] == ':')
}

// isFacility reports whether b is "auth.info", FreeBSD's "<auth.info>" or AIX's
// "auth|security:info".
func isFacility(b []byte) bool {
	if n := len(b) - 1; n > 1 && b[0] == '<' && b[n] == '>' {
		b = b[1:n]
		if facility, level, ok := bytes.Cut(b, []byte(".")); ok && digits(facility) && digits(level) {
			return true
		}
	}
	i := bytes.IndexAny(b, ".:")
	if i < 3 || !isLevel(b[i+1:]) {
		return false
	}
	first, _, _ := bytes.Cut(b[:i], []byte("|"))
	switch string(first) {
	case "auth", "authpriv", "security", "daemon", "kern", "user", "mail", "cron", "ftp", "syslog", "lpr", "news", "uucp", "ntp", "audit", "console":
		return true
	}
	return len(first) == 6 && bytes.HasPrefix(first, []byte("local"))
}
