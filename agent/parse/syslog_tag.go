package parse

import "bytes"

// daemon reports whether the tag just read is surely one: it has a process id or a
// process' name, or names a program that the table knows.
func (p *Parser) daemon() bool {
	return p.has(ProcessPID) || p.has(ServiceNode) || p.program(p.val(ProcessName)) != nil
}

// verdict reports whether the tag just read is rather how something ended than a
// program: "Authentication succeeded: …".
func (p *Parser) verdict() bool {
	var r reading
	r.add(p.val(ProcessName))
	return r.all&(failing|sSuccess) != 0
}

// tag reads the program's name and what ends it, in any of these shapes:
//
//	[sshd]:
//	login -- root[811]:        login writes its user's name, once it has one
//	sshd[811]:                 also "sogod [811]:" and "krb5kdc[1](info):"
//	gdm-password][811]:        also "gdm-password]:"
//	sshd:
func (p *Parser) tag(b []byte) (msg []byte, ok bool) {
	if len(b) > 0 && b[0] == '[' {
		return p.boxedTag(b)
	}
	if id := loginID(b); id != nil {
		return p.loginTag(id)
	}
	n := tagName(b)
	if n == 0 {
		return nil, false
	}
	name, rest := b[:n], b[n:]
	if len(rest) > 1 && rest[0] == ']' && (rest[1] == '[' || rest[1] == ':') {
		rest = rest[1:]
	}
	if startsID(rest) {
		if rest, ok = p.tagID(rest); !ok {
			return nil, false
		}
	} else if needsID(name) || !endsTag(rest) {
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

// boxedTag reads "[sshd]:".
func (p *Parser) boxedTag(b []byte) (msg []byte, ok bool) {
	n := tagName(b[1:])
	rest, closed := bytes.CutPrefix(b[1+n:], []byte("]:"))
	if n == 0 || !closed {
		return nil, false
	}
	p.process(b[1 : 1+n])
	return bytes.TrimLeft(rest, " "), true
}

// loginID is what stands behind the names in "login -- root[811]:" or "-- root[811]:";
// nil if b is neither.
func loginID(b []byte) []byte {
	who, ok := bytes.CutPrefix(bytes.TrimPrefix(b, []byte("login ")), []byte("-- "))
	if !ok {
		return nil
	}
	n := tagName(who)
	if n == 0 || n == len(who) || who[n] != '[' {
		return nil
	}
	return who[n:]
}

// loginTag reads "[811]:" behind login's two names.
func (p *Parser) loginTag(id []byte) (msg []byte, ok bool) {
	rest, ok := p.tagID(id)
	if !ok || len(rest) == 0 || rest[0] != ':' {
		return nil, false
	}
	p.process(loginName)
	return bytes.TrimLeft(rest[1:], " "), true
}

var loginName = []byte("login")

// startsID reports whether a process id may come next: "[811]", " [811]".
func startsID(b []byte) bool {
	return len(b) > 0 && b[0] == '[' || len(b) > 1 && b[0] == ' ' && b[1] == '['
}

// needsID reports whether a name is a tag's only with a process id: a container's id
// (4f1c0b2a), a login shell (-bash).
func needsID(name []byte) bool { return isDigit(name[0]) || name[0] == '-' }

// endsTag reports whether a tag ends in front of b: ": …", or ":" and nothing.
func endsTag(b []byte) bool {
	return len(b) > 0 && b[0] == ':' && (len(b) == 1 || b[1] == ' ')
}

// tagName is how long the name of a program is that b begins with, 0 if it begins with
// none: polkitd(authority=local), /usr/sbin/cron, (systemd).
func tagName(b []byte) int {
	n := 0
	bracketed := false
	for n < len(b) && (isTagByte(b[n]) || b[n] == '=' && bracketed) {
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

// isTagByte reports whether c may stand in a program's name.
func isTagByte(c byte) bool {
	return isWord(c) || c == '-' || c == '.' || c == '/' || c == '@' || c == '(' || c == ')' || c == '+'
}

// tagID reads "[pid]" behind a program's name, with the level that some write behind it,
// and returns what follows: krb5kdc[1](info):. Heroku and Dokku have a name there: app[web.1]:.
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
	if !spaced && isLetter(pid[0]) && nameLen(pid) == len(pid) && bytes.HasPrefix(rest, []byte(": ")) {
		p.set(ServiceNode, pid)
		return rest, true
	}
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
// PAM's; "/usr/sbin/cron" is cron.
func (p *Parser) process(name []byte) {
	if name[0] == '(' {
		name = bytes.Trim(name, "()")
	}
	if i := bytes.IndexByte(name, '('); i > 0 {
		p.set(Provider, bytes.Trim(name[i:], "()"))
		name = name[:i]
	}
	if i := bytes.LastIndex(name, []byte("bin/")); i >= 0 && name[0] == '/' && i+len("bin/") < len(name) {
		p.set(ProcessPath, name)
		name = name[i+len("bin/"):]
	}
	p.set(ProcessName, name)
}

func (p *Parser) pid(b []byte) {
	if _, ok := readInt(b); ok {
		p.set(ProcessPID, b)
	}
}
