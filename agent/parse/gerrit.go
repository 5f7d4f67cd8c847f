package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// gerritLine reads the log of Gerrit's SSH daemon: behind the number of a session, and in
// newer releases the thread, stand who and what.
//
//	[2026-11-10 12:55:36,123 +0000] 1f2e3d4c bob a/1000021 LOGIN FROM 192.0.2.7
//	[2026-11-10T12:55:36.123Z] 00000000 [sshd-SshDaemon[1f](port=29418)-nio2-thread-2] bob - AUTH FAILURE FROM 192.0.2.7 no-matching-key
//	[2026-11-10 12:55:36,123 +0000] 1f2e3d4c bob a/1000021 git-upload-pack.project 1ms 12ms 0
func gerritLine(p *Parser, line []byte) error {
	msg := p.stamped(line[1:])
	if !bytes.HasPrefix(msg, []byte("] ")) {
		return ErrFormat
	}
	id, rest := nextField(msg[2:])
	if len(id) != 8 || !isHex(id) {
		return ErrFormat
	}
	rest = bytes.TrimLeft(rest, " ")
	if len(rest) > 0 && rest[0] == '[' {
		_, after, _ := bytes.Cut(rest, []byte("] "))
		rest = after
	}
	name, rest := nextField(rest)
	account, rest := nextField(bytes.TrimLeft(rest, " "))
	if rest = bytes.TrimLeft(rest, " "); len(rest) == 0 || string(account) != "-" && !bytes.HasPrefix(account, []byte("a/")) {
		return ErrFormat
	}
	if !p.means(rest, gerritPhrases) {
		p.auth = notAuth
	}
	p.set(UserName, name)
	p.set(UserID, bytes.TrimPrefix(account, []byte("a/")))
	if peer, ok := behind(rest, " FROM "); ok {
		at, why := nextField(peer)
		p.peer(at)
		if p.e.Outcome == event.Failure {
			p.set(Reason, bytes.TrimLeft(why, " "))
		}
	}
	p.mined = true
	return nil
}

var gerritPhrases = []phrase{
	{"LOGIN FROM ", event.Login, event.Success},
	{"AUTH FAILURE FROM ", event.LoginFailed, event.Failure},
	{"LOGOUT", event.Logout, event.Success},
}
