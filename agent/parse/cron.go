package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

var cronPhrases = []phrase{
	{"FAILED to authorize user ", event.LoginFailed, event.Failure},
	{"FAILED to open PAM ", event.LoginFailed, event.Failure},
	{"AUTH (crontab command not allowed)", event.AccessDenied, event.Failure},
}

// cronMessage reads what PAM says of cron's sessions, and whom cron itself has refused: "(bob)
// AUTH (crontab command not allowed)". That it runs jobs is no authentication event.
func cronMessage(p *Parser, msg []byte) error {
	if err := pamMessage(p, msg); err != ErrFormat {
		return err
	}
	if bytes.HasPrefix(msg, []byte("PAM authentication failure: ")) { // atd
		p.happened(event.LoginFailed, event.Failure)
		return nil
	}
	if len(msg) > 0 && msg[0] == '(' {
		name, said, _ := bytes.Cut(msg[1:], []byte(") "))
		p.set(UserName, name)
		if p.means(said, cronPhrases) {
			p.set(Reason, said)
			return nil
		}
	}
	return ErrNotAuth
}
