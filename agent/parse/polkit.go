package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// polkitMessage reads polkitd and pkexec:
//
//	Operator of unix-session:1 successfully authenticated as unix-user:root to gain ONE-SHOT authorization for action … (owned by unix-user:bob)
//	bob: Executing command [USER=root] [TTY=/dev/pts/0] [CWD=/home/bob] [COMMAND=/usr/bin/id]
func polkitMessage(p *Parser, msg []byte) error {
	if bytes.HasPrefix(msg, []byte("Operator of ")) {
		switch {
		case bytes.Contains(msg, []byte(" successfully authenticated ")):
			p.happened(event.PrivilegeUse, event.Success)
			p.set(EffectiveName, enclosed(msg, "authenticated as unix-user:", " "))
		case bytes.Contains(msg, []byte(" FAILED to authenticate ")):
			p.happened(event.LoginFailed, event.Failure)
		default:
			return ErrFormat
		}
		p.set(UserName, enclosed(msg, "(owned by unix-user:", ")"))
		p.set(Reason, enclosed(msg, "for action ", " "))
		return nil
	}
	if bytes.HasPrefix(msg, []byte("Registered ")) || bytes.HasPrefix(msg, []byte("Unregistered ")) { // the agent that asks for passwords
		return ErrNotAuth
	}
	name, rest, ok := bytes.Cut(msg, []byte(": "))
	if !ok || bytes.IndexByte(name, ' ') >= 0 {
		return ErrFormat
	}
	outcome := event.Failure
	switch {
	case bytes.HasPrefix(rest, []byte("Executing command ")):
		outcome = event.Success
	case bytes.HasPrefix(rest, []byte("Error executing command")):
		_, reason, _ := bytes.Cut(rest, []byte(": "))
		reason, _, _ = bytes.Cut(reason, []byte(" ["))
		p.set(Reason, reason)
	case bytes.Contains(rest, []byte(" [USER=")):
	default:
		return ErrFormat
	}
	p.happened(event.PrivilegeUse, outcome)
	p.set(UserName, name)
	p.set(EffectiveName, enclosed(rest, "[USER=", "]"))
	p.set(WorkingDir, enclosed(rest, "[CWD=", "]"))
	if command, ok := behind(rest, "[COMMAND="); ok {
		command = bytes.TrimSuffix(command, []byte("]"))
		path, _ := nextField(command)
		p.set(CommandLine, command)
		p.set(ProcessPath, path)
	}
	return nil
}

var sssdPhrases = []phrase{
	{"*Preauthentication failed", event.LoginFailed, event.Failure},
	{"*Client not found in Kerberos database", event.InvalidUser, event.Failure},
	{"*Client's credentials have been revoked", event.AccountLocked, event.Failure},
	{"*Password has expired", event.LoginFailed, event.Failure},
	{"*Password incorrect", event.LoginFailed, event.Failure},
	{"*Clock skew too great", event.LoginFailed, event.Failure},
	{"*ccess denied by ", event.AccessDenied, event.Failure},
	{"*uthentication failed", event.LoginFailed, event.Failure},
}

// sssdMessage reads the helpers of the System Security Services Daemon.
func sssdMessage(p *Parser, msg []byte) error {
	if err := pamMessage(p, msg); err != ErrFormat {
		return err
	}
	if err := p.tell(msg, sssdPhrases); err != nil {
		return err
	}
	p.set(Reason, msg)
	return nil
}
