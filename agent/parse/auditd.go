package parse

import (
	"bytes"
	"slices"

	"github.com/hashtail/hashtail/agent/event"
)

// auditLine reads the log of auditd: one record, or those of one event in a
// row, each of which starts with its type and the event's time and serial:
//
//	[node=web1] type=USER_AUTH msg=audit(1794313536.123:456): pid=1 … msg='op=PAM:authentication acct="bob" …'
func auditLine(p *Parser, line []byte) error {
	if !bytes.HasPrefix(line, []byte("type=")) && !bytes.HasPrefix(line, []byte("node=")) {
		return ErrFormat
	}
	if i := bytes.Index(line, []byte("msg=audit(")); i < 0 || i > 320 {
		return ErrFormat
	}
	return p.audit(line, nil)
}

// auditMessage reads the same behind a syslog header, and what the kernel and
// journald make of it:
//
//	audit: type=1100 audit(1794313536.123:456): pid=1 …
//	USER_AUTH pid=1 uid=0 …
func auditMessage(p *Parser, msg []byte) error {
	if auditLine(p, msg) == nil {
		return nil
	}
	msg = bytes.TrimPrefix(withoutUptime(msg), []byte("audit: "))
	name, rest := nextField(msg)
	if number, ok := bytes.CutPrefix(name, []byte("<audit-")); ok { // journald, before it knew names
		name = bytes.TrimSuffix(number, []byte(">"))
	}
	if kind, ok := bytes.CutPrefix(name, []byte("type=")); ok && bytes.HasPrefix(rest, []byte(" audit(")) {
		stamp, pairs, _ := bytes.Cut(rest[len(" audit("):], []byte(")"))
		p.auditTime(stamp)
		return p.audit(pairs, kind)
	}
	first, _ := nextField(rest)
	if auditTypes[string(name)] != nil && bytes.IndexByte(first, '=') > 0 && (p.headed || bytes.HasPrefix(first, []byte("pid="))) {
		return p.audit(rest, name)
	}
	if p.headed && p.aboutNobody(msg, first) {
		return ErrNotAuth
	}
	if p.headed && string(p.val(ProcessName)) == "audit" {
		return p.bsmMessage(msg)
	}
	return ErrFormat // applications have words like LOGIN, too
}

// withoutUptime takes off what the kernel writes in front: "[ 1234.567890] ".
func withoutUptime(msg []byte) []byte {
	if len(msg) == 0 || msg[0] != '[' {
		return msg
	}
	if end := bytes.IndexByte(msg, ']'); end > 0 && end < 24 {
		return bytes.TrimLeft(msg[end+1:], " ")
	}
	return msg
}

// aboutNobody reports whether a message of the kernel or of audit is known to be about
// nobody; first is the first pair behind its type.
func (p *Parser) aboutNobody(msg, first []byte) bool {
	if bytes.Contains(msg, []byte(" SRC=")) && bytes.Contains(msg, []byte(" PROTO=")) { // a packet, by the kernel's firewall
		p.set(SourceIP, enclosed(msg, " SRC=", " "))
		p.set(SourcePort, enclosed(msg, " SPT=", " "))
		p.set(DestIP, enclosed(msg, " DST=", " "))
		p.set(DestPort, enclosed(msg, " DPT=", " "))
		return true
	}
	switch string(p.val(ProcessName)) {
	case "audit": // a type that is not in the table
		return bytes.HasPrefix(first, []byte("pid="))
	case "kernel": // wlan0: authenticated
		return bytes.HasPrefix(msg, []byte("wl"))
	}
	return false
}

// An audit is what the records of one audit event say.
type audit struct {
	kind     *auditType // of the record that says most
	record   *auditType // of the record at hand
	acct     []byte     // the account that is logged in to or changed
	id       []byte     // its number
	idName   []byte
	uid      []byte // of the process
	uidName  []byte
	auid     []byte // whom the user once logged in as
	auidName []byte
	group    []byte
	op       []byte
	exe      []byte
	comm     []byte
	command  []byte
	addr     []byte
	ended    event.Outcome
	argv     int // where EXECVE's arguments start in the parser's buffer, or -1
	argvEnd  int
}

// audit reads records; kind is the first one's type where it stands in front.
func (p *Parser) audit(b, kind []byte) error {
	a := audit{argv: -1, kind: auditTypes[string(kind)]}
	a.record = a.kind
	for {
		name, v, quoted, rest := auditPair(b)
		if name == nil {
			break
		}
		p.auditTake(&a, name, v, b[len(b)-len(rest)-len(v):], quoted)
		b = rest
	}
	if a.argv >= 0 {
		a.command = p.buf[a.argv:a.argvEnd:a.argvEnd]
	}
	p.auditSays(&a)
	return nil
}

// auditPair takes the next name=value of b. Words without a value, and the
// quotes and brackets around pairs, are passed over; the end is a nil name.
func auditPair(b []byte) (name, value []byte, quoted bool, rest []byte) {
	for {
		n := 0
		for n < len(b) && b[n] != '=' && !auditEnds(b[n]) {
			n++
		}
		if n == len(b) {
			return nil, nil, false, nil
		}
		if b[n] == '=' && n > 0 {
			name, b = b[:n], b[n+1:]
			break
		}
		b = b[n+1:]
	}
	if len(b) > 0 && b[0] == '"' {
		if end := bytes.IndexByte(b[1:], '"'); end >= 0 {
			return name, b[1 : 1+end], true, b[end+2:]
		}
	}
	if len(b) > 0 && b[0] == '\'' {
		return name, nil, false, b[1:]
	}
	n := 0
	for n < len(b) && (!auditEnds(b[n]) || b[n] == '(' || b[n] == ')' && n > 0 && bytes.IndexByte(b[:n], '(') >= 0) {
		n++
	}
	return name, b[:n], false, b[n:]
}

// auditEnds reports whether c ends a name or a value. 0x1d stands in front of
// the names that an enriched log gives to numbers.
func auditEnds(c byte) bool {
	switch c {
	case ' ', '\n', '\t', '\'', '"', '(', ')', ',', '{', '}', 0x1d:
		return true
	}
	return false
}

// auditTake takes in one pair; on is the text from its value on.
func (p *Parser) auditTake(a *audit, name, v, on []byte, quoted bool) {
	if len(name) > 1 && name[0] == 'a' && isDigit(name[1]) {
		if a.record != nil && a.record.name == "EXECVE" {
			p.auditArgument(a, name, v, quoted)
		}
		return
	}
	switch string(name) {
	case "type":
		a.record = auditTypes[string(v)]
		if a.record != nil && (a.kind == nil || a.record.action != event.NoAction && a.kind.action == event.NoAction) {
			a.kind = a.record
		}
	case "node":
		p.set(Hostname, v)
		p.syslog = true
	case "msg":
		if stamp, ok := bytes.CutPrefix(v, []byte("audit(")); ok {
			p.auditTime(stamp)
		} else if a.op == nil {
			a.op = auditWords(on) // PAM: authentication acct="bob"
		}
	case "op":
		if a.op = v; !quoted {
			a.op = auditWords(on)
		}
	case "res", "result", "success":
		switch string(v) {
		case "success", "yes", "1", "Success":
			a.ended = event.Success
		case "failed", "no", "0", "Failed", "failure":
			a.ended = event.Failure
		}
	default:
		p.auditWho(a, name, v, quoted)
		p.auditProcess(a, name, v, quoted)
		p.auditPeer(a, name, v)
	}
}

// auditWho takes in a pair that says whose account it is about, or for whom the process
// runs.
func (p *Parser) auditWho(a *audit, name, v []byte, quoted bool) {
	switch string(name) {
	case "acct":
		a.acct = p.auditText(v, quoted)
	case "id":
		a.id = v
	case "ID":
		a.idName = v
	case "uid":
		a.uid = v
	case "UID":
		a.uidName = v
	case "auid":
		a.auid = v
	case "AUID":
		a.auidName = v
	case "euid":
		p.set(EffectiveID, v)
	case "EUID":
		p.set(EffectiveName, auditName(v))
	case "grp", "new_group":
		a.group = p.auditText(v, quoted)
	}
}

// auditProcess takes in a pair of the process that the record is of.
func (p *Parser) auditProcess(a *audit, name, v []byte, quoted bool) {
	switch string(name) {
	case "pid":
		p.pid(v)
	case "ppid":
		p.set(ParentPID, v)
	case "exe":
		a.exe = p.auditText(v, quoted)
	case "comm":
		a.comm = p.auditText(v, quoted)
	case "cwd":
		p.set(WorkingDir, p.auditText(v, quoted))
	case "cmd", "proctitle":
		if a.argv < 0 && (a.command == nil || string(name) == "cmd") {
			a.command = p.auditText(v, quoted)
		}
	}
}

// auditPeer takes in a pair of the connection.
func (p *Parser) auditPeer(a *audit, name, v []byte) {
	switch string(name) {
	case "addr":
		a.addr = v
	case "hostname":
		if a.addr == nil && isAddress(v) {
			a.addr = v
		}
	case "rport":
		p.set(SourcePort, v)
	case "laddr":
		p.set(DestIP, v)
	case "lport":
		p.set(DestPort, v)
	}
}

// auditTime reads "1794313536.123:456".
func (p *Parser) auditTime(v []byte) {
	v, _, _ = bytes.Cut(v, []byte(":"))
	p.set(Time, v)
}

// auditWords is what stands in front of the next pair.
func auditWords(b []byte) []byte {
	end := 0
	for end < len(b) {
		word, rest := nextField(b[end:])
		if len(word) == 0 || bytes.IndexByte(word, '=') >= 0 {
			break
		}
		end = len(b) - len(rest)
	}
	return b[:end]
}

// auditText is the text of a field that a user could choose: such a value is
// in quotes or, when it holds a space, a quote or a control character, in hex. The
// arguments of a proctitle have NULs between them.
func (p *Parser) auditText(v []byte, quoted bool) []byte {
	if quoted || len(v) == 0 || len(v)%2 != 0 {
		return v
	}
	start := len(p.buf)
	arg := start
	odd, letter := false, false
	for i := 0; i < len(v); i += 2 {
		hi, lo := hexDigit(v[i]), hexDigit(v[i+1])
		if hi > 15 || lo > 15 {
			p.buf = p.buf[:start]
			return v
		}
		c := hi<<4 | lo
		odd = odd || c <= ' ' || c == '"' || c >= 0x7f
		letter = letter || isLetter(v[i+1])
		if c == 0 {
			p.quoteArgument(arg)
			c, arg = ' ', len(p.buf)+1
		}
		p.buf = append(p.buf, c)
	}
	if !odd && (!letter || len(v) < minAuditHex) { // some programs write all of a command's arguments in hex
		p.buf = p.buf[:start]
		return v
	}
	if arg > start && arg < len(p.buf) {
		p.quoteArgument(arg)
	}
	return bytes.TrimRight(p.buf[start:len(p.buf):len(p.buf)], " ")
}

// minAuditHex is from how many digits on a text in hex is taken for one that did not
// have to be written so: a word is hardly made of that many of its letters.
const minAuditHex = 16

// auditArgument adds one of EXECVE's arguments to the command line. Long ones
// come in pieces: a1_len=9000 a1[0]=… a1[1]=…
func (p *Parser) auditArgument(a *audit, name, v []byte, quoted bool) {
	if bytes.HasSuffix(name, []byte("_len")) {
		return
	}
	if a.argv < 0 {
		a.argv = len(p.buf)
	} else if len(p.buf) != a.argvEnd {
		return // another record stands between; its text is behind the command's
	} else if bytes.IndexByte(name, '[') < 0 || bytes.HasSuffix(name, []byte("[0]")) {
		p.buf = append(p.buf, ' ')
	}
	start := len(p.buf)
	text := p.auditText(v, quoted)
	p.buf = append(p.buf[:start], text...) // decoded text stands there already
	if bytes.IndexByte(name, '[') < 0 {
		p.quoteArgument(start)
	}
	a.argvEnd = len(p.buf)
}

// quoteArgument puts the argument that p.buf ends in into quotes, as a shell would want
// it: without them none could tell where a password of some words ends.
func (p *Parser) quoteArgument(start int) {
	arg := p.buf[start:]
	if !bytes.ContainsAny(arg, " \t\n\"'|&;<>") {
		return
	}
	quote := byte('\'')
	if bytes.IndexByte(arg, quote) >= 0 {
		quote = '"'
	}
	p.buf = append(slices.Insert(p.buf, start, quote), quote)
}

// auditName is an enriched name; "unset" and "unknown(1000)" are none.
func auditName(v []byte) []byte {
	if string(v) == "unset" || bytes.HasPrefix(v, []byte("unknown(")) {
		return nil
	}
	return v
}

// auditNumber is the number of a user; "not set" is written as one too.
func auditNumber(v []byte) []byte {
	switch string(v) {
	case "4294967295", "-1", "unset":
		return nil
	}
	return v
}
