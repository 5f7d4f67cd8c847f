package parse

import "bytes"

// daemon reports whether the tag just read is surely one: it has a process id,
// or names a program that the table knows.
func (p *Parser) daemon() bool {
	return p.has(ProcessPID) || p.program(p.val(ProcessName)) != nil
}

// verdict reports whether the tag just read is rather how something ended than a
// program: "Authentication succeeded: …".
func (p *Parser) verdict() bool {
	var r reading
	r.add(p.val(ProcessName))
	return r.all&(failing|sSuccess) != 0
}

// tag reads "program[pid]: ", in any of the shapes that stand for it.
func (p *Parser) tag(b []byte) (msg []byte, ok bool) {
	if len(b) > 0 && b[0] == '[' { // [sshd]:
		n := tagName(b[1:])
		rest, closed := bytes.CutPrefix(b[1+n:], []byte("]:"))
		if n == 0 || !closed {
			return nil, false
		}
		p.process(b[1 : 1+n])
		return bytes.TrimLeft(rest, " "), true
	}
	if who, isLogin := bytes.CutPrefix(bytes.TrimPrefix(b, []byte("login ")), []byte("-- ")); isLogin { // login -- root[811]: once somebody is
		if n := tagName(who); n > 0 && n < len(who) && who[n] == '[' {
			rest, ok := p.tagID(who[n:])
			if !ok || len(rest) == 0 || rest[0] != ':' {
				return nil, false
			}
			p.process(loginName)
			return bytes.TrimLeft(rest[1:], " "), true
		}
	}
	n := tagName(b)
	if n == 0 {
		return nil, false
	}
	name, rest := b[:n], b[n:]
	if len(rest) > 1 && rest[0] == ']' && (rest[1] == '[' || rest[1] == ':') { // gdm-password][811]: and gdm-password]:
		rest = rest[1:]
	}
	odd := isDigit(name[0]) || name[0] == '-' // a container's id, a login shell: only with a process id
	switch {
	case len(rest) > 0 && rest[0] == '[', len(rest) > 1 && rest[0] == ' ' && rest[1] == '[': // sogod [1526]:
		if rest, ok = p.tagID(rest); !ok {
			return nil, false
		}
	case odd, len(rest) == 0, rest[0] != ':', len(rest) > 1 && rest[1] != ' ':
		return nil, false
	}
	if isLevel(name) {
		return nil, false
	}
	p.process(name)
	if len(rest) > 0 && rest[0] == ':' {
		rest = rest[1:]
	}
	return bytes.TrimLeft(rest, " "), true
}

var loginName = []byte("login")

// tagName is how long the name of a program is that b begins with, 0 if it begins with
// none: polkitd(authority=local), /usr/sbin/cron, (systemd).
func tagName(b []byte) int {
	n := 0
	bracketed := false
	for n < len(b) && (isWord(b[n]) || b[n] == '-' || b[n] == '.' || b[n] == '/' || b[n] == '@' || b[n] == '(' || b[n] == ')' || b[n] == '+' || b[n] == '=' && bracketed) {
		bracketed = bracketed || b[n] == '('
		n++
	}
	if n == 0 || n > 64 {
		return 0
	}
	switch c := b[0]; {
	case isLetter(c), isDigit(c), c == '/', c == '(', c == '_', c == '-':
		return n
	}
	return 0
}

// tagID reads "[pid]" behind a program's name, with the level that some write behind it,
// and returns what follows: krb5kdc[1](info):.
func (p *Parser) tagID(b []byte) (rest []byte, ok bool) {
	spaced := b[0] == ' '
	if spaced {
		b = b[1:]
	}
	end := bytes.IndexByte(b, ']')
	if end < 2 || end > 16 {
		return nil, false
	}
	pid, rest := b[1:end], b[end+1:]
	if _, n := leadingInt(pid); n == 0 || spaced && (len(rest) == 0 || rest[0] != ':') {
		return nil, false
	}
	if level := enclosed(rest[:min(len(rest), 16)], "(", "):"); len(rest) > 0 && rest[0] == '(' && isLevel(level) {
		p.set(Level, level)
		rest = rest[len(level)+len("()"):]
	}
	if len(rest) > 0 && rest[0] != ':' && rest[0] != ' ' {
		return nil, false
	}
	p.pid(pid)
	return rest, true
}

// process sets the program of a tag. "su(pam_unix)" is su, and the message is
// PAM's.
func (p *Parser) process(name []byte) {
	if name[0] == '(' {
		name = bytes.Trim(name, "()")
	}
	if i := bytes.IndexByte(name, '('); i > 0 {
		p.set(Provider, bytes.Trim(name[i:], "()"))
		name = name[:i]
	}
	p.set(ProcessName, name)
}

func (p *Parser) pid(b []byte) {
	if _, ok := readInt(b); ok {
		p.set(ProcessPID, b)
	}
}
