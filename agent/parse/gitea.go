package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// giteaLine reads the text log of Gitea, Forgejo and Gogs:
//
//	2026/11/10 12:55:36 ...rs/web/auth/auth.go:200:SignInPost() [I] Failed authentication attempt for bob from 192.0.2.7:51822: user does not exist [uid: 0, name: bob]
func giteaLine(p *Parser, line []byte) error {
	const stamp = len("2026/11/10 12:55:36")
	if len(line) < stamp+8 || line[4] != '/' || line[stamp] != ' ' {
		return ErrFormat
	}
	place, _ := nextField(line[stamp:])
	if !bytes.HasSuffix(place, []byte("()")) || !bytes.Contains(place, []byte(".go:")) {
		return ErrFormat
	}
	if err := textLine(p, line); err != nil {
		return err
	}
	if bytes.Contains(line, []byte("completed POST /user/login for ")) && string(p.val(Status)) == "200" { // the form again: whoever may come in is redirected
		p.happened(event.LoginFailed, event.Failure)
	}
	if string(p.val(UserID)) == "0" { // nobody's
		p.unset(UserID)
	}
	return nil
}
