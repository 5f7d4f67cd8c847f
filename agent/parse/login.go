package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

var root = []byte("root")

// loginMessage reads what login(1) logs, of util-linux and BSD, Solaris, AIX, BusyBox and IRIX.
// They agree on the words in front of the values: BY or FOR leads to the user, ON to the
// terminal, FROM to the host.
func loginMessage(p *Parser, msg []byte) error {
	if !p.headed && !isLogin(msg) {
		return ErrFormat
	}
	if err := pamMessage(p, msg); err != ErrFormat {
		return err
	}
	switch {
	case holds(msg, "LOGIN ON "), holds(msg, "LOGIN  on "): // LOGIN ON tty1 BY bob, ROOT LOGIN  on '/dev/pts/0'
		p.loginOn(msg)
	case holds(msg, "FAILED LOGIN"), holds(msg, "LOGIN FAILURE"), holds(msg, "TOO MANY LOGIN TRIES"): // FAILED LOGIN (1) on '/dev/tty1' FOR 'bob'
		p.loginFailed(msg)
	case bytes.HasPrefix(msg, []byte("ROOT LOGIN ")) && bytes.IndexByte(msg, '/') > 0: // Solaris: ROOT LOGIN /dev/pts/5 FROM host
		p.set(UserName, root)
		p.loginPeer(msg, " BY ", " FROM ")
		p.happened(event.Login, event.Success)
	case bytes.HasPrefix(msg, []byte("Login failure on ")): // Solaris, AIX: Login failure on /dev/pts/2 from 192.0.2.1, bob
		p.loginFailure(msg)
	case bytes.HasPrefix(msg, []byte("root login")): // BusyBox: root login on 'pts/0' from '192.0.2.1'
		p.set(UserName, root)
		p.loginPeer(msg, " BY ", " from ")
		p.happened(event.Login, event.Success)
	case p.headed && p.loginAs(msg): // IRIX: alice@192.0.2.1 as root
	case bytes.HasPrefix(msg, []byte("DIALUP AT ")): // DIALUP AT tty1 BY bob
		p.loginPeer(msg, " BY ", " FROM ")
		p.happened(event.Login, event.Success)
	case holds(msg, "LOGIN REFUSED"), bytes.HasPrefix(msg, []byte("LOGIN ")) && holds(msg, " REFUSED"): // LOGIN bob REFUSED (PERMISSION) ON TTY pts/1 FROM host
		p.loginRefused(msg)
	default:
		return ErrFormat
	}
	if !p.has(UserName) && !p.has(SourceIP) && !p.has(SourceHost) {
		p.mine(msg)
	}
	return nil
}

// loginOn reads a login: "LOGIN ON tty1 BY bob FROM host", and util-linux's "ROOT LOGIN  on
// '/dev/pts/0' from '192.0.2.1'".
func (p *Parser) loginOn(msg []byte) {
	if bytes.HasPrefix(msg, []byte("ROOT ")) {
		p.set(UserName, root)
	}
	p.loginPeer(msg, " BY ", " FROM ")
	p.loginPeer(msg, " by ", " from ")
	p.happened(event.Login, event.Success)
}

// loginFailed reads a login that failed: "FAILED LOGIN (1) on '/dev/tty1' FOR 'bob'", "FAILED
// LOGIN 1 FROM 192.0.2.1 FOR bob" and "3 LOGIN FAILURES FROM 192.0.2.1, bob".
func (p *Parser) loginFailed(msg []byte) {
	p.loginPeer(msg, " FOR ", " FROM ")
	if at, ok := behind(msg, " from '"); ok {
		at, _, _ = bytes.Cut(at, []byte("'"))
		p.peer(at)
	}
	if who, ok := behind(msg, ", "); ok && !p.has(UserName) && bytes.IndexByte(who, ' ') < 0 {
		p.set(UserName, who)
	}
	p.happened(event.LoginFailed, event.Failure)
}

// loginFailure reads one as Solaris and AIX write it: "Login failure on /dev/pts/2 from
// 192.0.2.1, bob".
func (p *Parser) loginFailure(msg []byte) {
	p.loginPeer(msg, " FOR ", " from ")
	if i := bytes.LastIndex(msg, []byte(", ")); i > 0 {
		p.set(UserName, msg[i+2:])
	}
	p.happened(event.LoginFailed, event.Failure)
}

// loginRefused reads a login that the system's rules forbid, whatever the password: "LOGIN
// bob REFUSED (PERMISSION) ON TTY pts/1 FROM host", "ROOT LOGIN REFUSED ON TTY pts/1".
func (p *Parser) loginRefused(msg []byte) {
	if bytes.HasPrefix(msg, []byte("ROOT ")) {
		p.set(UserName, root)
	} else if name := enclosed(msg, "LOGIN ", " REFUSED"); name != nil {
		p.set(UserName, name)
	}
	p.loginPeer(msg, " FOR ", " FROM ")
	p.happened(event.AccessDenied, event.Failure)
	p.networked()
}

// loginAs reads "alice@192.0.2.1 as root", and reports whether a message is so written. One
// that failed has "failed: " in front of it; a question mark stands for alice if nobody
// knows who she is there.
func (p *Parser) loginAs(msg []byte) bool {
	rest, failed := bytes.CutPrefix(msg, []byte("failed: "))
	peer, whom, ok := bytes.Cut(rest, []byte(" as "))
	at := bytes.LastIndexByte(peer, '@')
	if !ok || at < 1 || bytes.IndexByte(peer, ' ') >= 0 || bytes.IndexByte(whom, ' ') >= 0 {
		return false
	}
	p.set(UserName, whom)
	p.peer(peer[at+1:])
	if p.happened(event.Login, event.Success); failed {
		p.happened(event.LoginFailed, event.Failure)
	}
	return true
}

// loginPeer sets who logged in, whose name stands behind user, and from where, which stands
// behind from. A terminal may stand there, too, and is no peer.
func (p *Parser) loginPeer(msg []byte, user, from string) {
	if _, after, ok := bytes.Cut(msg, []byte(user)); ok {
		p.set(UserName, firstQuoted(after))
	}
	if _, after, ok := bytes.Cut(msg, []byte(from)); ok {
		if peer := firstQuoted(after); !bytes.HasPrefix(peer, []byte("tty")) && !bytes.HasPrefix(peer, slash) {
			p.peer(peer)
		}
	}
}
