package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// sudoMessage reads "alice : TTY=pts/0 ; PWD=/home/alice ; USER=root ;
// COMMAND=/bin/ls", with a complaint in front of TTY when it was refused.
func sudoMessage(p *Parser, msg []byte) error {
	if !p.headed && msg[0] == '%' || !p.headed && !bytes.Contains(msg, []byte("COMMAND=")) && !bytes.Contains(msg, []byte(" ; TTY=")) {
		return ErrFormat
	}
	if err := pamMessage(p, msg); err != ErrFormat {
		return err
	}
	name, rest, ok := bytes.Cut(msg, []byte(" : "))
	if tag := bytes.Index(name, []byte("sudo: ")); tag >= 0 && (tag == 0 || name[tag-1] == ' ') { // its tag, behind no time
		p.set(ProcessName, name[tag:tag+len("sudo")])
		p.set(Hostname, bytes.TrimRight(name[:tag], " "))
		name = name[tag+len("sudo: "):]
	}
	if bytes.HasPrefix(rest, []byte("(command continued) ")) { // of the line before, which was the event
		p.set(UserName, bytes.TrimLeft(name, " "))
		return ErrNotAuth
	}
	if !ok || bytes.IndexByte(bytes.TrimLeft(name, " "), ' ') >= 0 && !bytes.Contains(rest, []byte("TTY=")) || bytes.IndexByte(rest, '=') < 0 && !bytes.Contains(rest, []byte(" ; ")) {
		return ErrFormat
	}
	p.set(UserName, bytes.TrimLeft(name, " "))
	complaint := p.sudoDetails(bytes.TrimRight(rest, " ;"))
	if complaint == nil {
		p.happened(event.PrivilegeUse, event.Success)
		return nil
	}
	p.set(Reason, complaint)
	p.happened(event.PrivilegeUse, event.Failure)
	if bytes.Contains(complaint, []byte("incorrect password attempt")) {
		p.e.Action = event.LoginFailed
		n, _ := leadingInt(complaint)
		p.e.Count = int(min(n, 1<<30))
	}
	return nil
}

// sudoObject reads what sudo writes as JSON, behind a syslog header as {"sudo":{"reject":{…}}}:
// what became of a command is the name of the object that tells about it.
func sudoObject(p *Parser, d *Doc) error {
	did, outcome := "accept", event.Success
	for _, refused := range [...]string{"reject", "alert"} {
		if d.Get("sudo", refused, "submituser") != nil {
			did, outcome = refused, event.Failure
		}
	}
	of := func(key string) []byte { return d.Get("sudo", did, key) }
	if of("submituser") == nil {
		return ErrFormat
	}
	p.set(Time, d.Get("sudo", did, "server_time", "iso8601"))
	p.set(UserName, of("submituser"))
	p.set(EffectiveName, of("runuser"))
	p.set(EffectiveID, of("runuid"))
	p.set(ProcessPath, of("command"))
	p.set(WorkingDir, of("runcwd"))
	p.set(Reason, of("reason"))
	p.happened(event.PrivilegeUse, outcome)
	return nil
}

// sudoDetails reads the pairs; the command is last and holds anything.
func (p *Parser) sudoDetails(b []byte) (complaint []byte) {
	for len(b) > 0 {
		b = bytes.TrimLeft(b, " ")
		if after, ok := bytes.CutPrefix(b, []byte("COMMAND=")); ok {
			p.set(CommandLine, after)
			path, _ := nextField(after)
			p.set(ProcessPath, path)
			break
		}
		part, rest, _ := bytes.Cut(b, []byte(" ; "))
		b = rest
		switch name, v, ok := bytes.Cut(part, []byte("=")); {
		case !ok || nameLen(name) != len(name):
			if complaint == nil {
				complaint = part
			}
		case string(name) == "USER":
			p.set(EffectiveName, v)
		case string(name) == "PWD":
			p.set(WorkingDir, v)
		case string(name) == "GROUP":
			p.set(GroupName, v)
		case string(name) == "HOST":
			host, said, _ := bytes.Cut(v, []byte(" : ")) // as sudo's own log has it
			p.set(Hostname, host)
			if complaint == nil && len(said) > 0 && !bytes.HasPrefix(said, []byte("TTY=")) {
				complaint = said
			}
		}
	}
	return complaint
}

// suMessage reads the many ways in which su says who became whom.
func suMessage(p *Parser, msg []byte) error {
	if !p.headed && !isSU(msg) {
		return ErrFormat
	}
	if err := pamMessage(p, msg); err != ErrFormat {
		return err
	}
	outcome := event.Success
	rest := msg
	if b, ok := bytes.CutPrefix(msg, []byte("SU ")); ok { // System V's sulog: SU 11/10 12:55 + pts/3 alice-root
		if rest = p.sulog(b); rest != nil {
			msg = rest
		} else if rest = msg; !p.headed { // SU alice to root on pts/4
			return ErrFormat
		}
	}
	for _, lead := range [...]struct {
		text    string
		outcome event.Outcome
	}{
		{"Successful su for ", event.Success}, {"FAILED su for ", event.Failure}, {"FAILED SU ", event.Failure}, {"BAD SU ", event.Failure},
		{"failed: ", event.Failure}, {"succeeded: ", event.Success}, {"+ ", event.Success}, {"- ", event.Failure},
		{"SU ", event.Success}, {"'su ", event.NoOutcome}, {"pam_authenticate: ", event.Failure},
	} {
		if after, ok := bytes.CutPrefix(msg, []byte(lead.text)); ok {
			outcome, rest = lead.outcome, after
			break
		}
	}
	if !p.suWho(rest) {
		if len(rest) == len(msg) {
			return ErrFormat
		}
	}
	if outcome == event.NoOutcome {
		outcome = event.Success
		if bytes.Contains(rest, []byte("' failed")) {
			outcome = event.Failure
		}
	}
	p.happened(event.PrivilegeUse, outcome)
	return nil
}

// sulog takes the time off System V's own log and returns "+ pts/3 alice-root" as
// others write it: the names with a colon.
func (p *Parser) sulog(b []byte) []byte {
	if len(b) < 16 || b[2] != '/' || b[5] != ' ' || b[8] != ':' || b[11] != ' ' || b[12] != '+' && b[12] != '-' {
		return nil
	}
	i := bytes.LastIndexByte(b, '-')
	if sp := bytes.LastIndexByte(b, ' '); i < sp {
		return nil
	}
	start := len(p.buf)
	if month, n := leadingInt(b); n == 2 && month >= 1 && month <= 12 {
		p.buf = append(append(append(p.buf, "JanFebMarAprMayJunJulAugSepOctNovDec"[3*month-3:3*month]...), ' '), b[3:11]...)
		p.set(Time, p.buf[start:])
	}
	start = len(p.buf)
	p.buf = append(p.buf, b[12:]...)
	p.buf[start+i-12] = ':'
	return p.buf[start:len(p.buf):len(p.buf)]
}

// suWho reads "root by alice", "(to root) alice on pts/0", "pts/0 alice:root",
// "alice to root on /dev/pts/0", "root' failed for alice on /dev/pts/1" and
// "ttyq4 changing from alice to root".
func (p *Parser) suWho(b []byte) bool {
	if after, ok := bytes.CutPrefix(b, []byte("(to ")); ok {
		to, rest, ok := bytes.Cut(after, []byte(") "))
		from, _ := nextField(rest)
		p.set(EffectiveName, to)
		p.set(UserName, from)
		return ok
	}
	if _, after, ok := bytes.Cut(b, []byte("changing from ")); ok {
		b = after
	}
	b = bytes.TrimPrefix(b, []byte("from ")) // AIX
	if to, from, ok := bytes.Cut(b, []byte(" by ")); ok {
		p.set(EffectiveName, to)
		p.set(UserName, from)
		return true
	}
	if to, rest, ok := bytes.Cut(b, []byte("' ")); ok {
		if _, from, ok := bytes.Cut(rest, []byte(" for ")); ok {
			from, _ := nextField(from)
			p.set(EffectiveName, to)
			p.set(UserName, from)
			return true
		}
	}
	if from, rest, ok := bytes.Cut(b, []byte(" to ")); ok && bytes.IndexByte(from, ' ') < 0 {
		to, _ := nextField(rest)
		p.set(EffectiveName, to)
		p.set(UserName, from)
		return true
	}
	tty, who := nextField(b)
	if (bytes.HasPrefix(tty, []byte("pts/")) || bytes.HasPrefix(tty, []byte("tty")) || bytes.HasPrefix(tty, []byte("/dev/")) || digits(tty)) && bytes.IndexByte(who, ':') < 0 { // pts/3 alice-root, HP-UX' 3 alice-root, where a name may have a dash, too
		if i := bytes.LastIndexByte(who, '-'); i > 1 && i+1 < len(who) && bytes.IndexByte(who[1:], ' ') < 0 {
			p.set(UserName, who[1:i])
			p.set(EffectiveName, who[i+1:])
			return true
		}
	}
	if from, to, ok := bytes.Cut(bytes.TrimLeft(who, " "), []byte(":")); ok && len(tty) > 0 && bytes.IndexByte(from, ' ') < 0 && bytes.IndexByte(to, ' ') < 0 {
		p.set(UserName, from)
		p.set(EffectiveName, to)
		return true
	}
	return false
}
