package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// krb5Message reads the Kerberos servers of MIT and, for what differs, Heimdal:
//
//	AS_REQ (8 etypes {18 17}) 192.0.2.7: PREAUTH_FAILED: bob@EXAMPLE.COM for krbtgt/EXAMPLE.COM@EXAMPLE.COM, Preauthentication failed
//	AS-REQ bob@EXAMPLE.COM from IPv4:192.0.2.7 for krbtgt/EXAMPLE.COM@EXAMPLE.COM
func krb5Message(p *Parser, msg []byte) error {
	verb, rest := nextField(msg)
	if !p.headed && !bytes.HasPrefix(rest, []byte(" (")) && !isHeimdal(msg) {
		return ErrFormat
	}
	switch string(verb) {
	case "AS_REQ", "TGS_REQ":
		return p.krb5Request(rest, string(verb) == "AS_REQ")
	case "AS-REQ", "TGS-REQ":
		name, rest := nextField(rest)
		p.set(UserName, name)
		if peer := enclosed(rest, "from IPv", " "); len(peer) > 2 {
			p.peer(peer[2:])
		}
		p.happened(event.AuthInfo, event.Unknown)
		return nil
	case "Request:":
		return p.kadmin(rest)
	case "chpw":
		p.mine(rest)
		p.krb5Named(rest, " for ")
		p.happened(event.PasswordChanged, event.Success)
		if !bytes.HasSuffix(rest, []byte("success")) {
			p.e.Outcome = event.Failure
		}
		return nil
	case "preauth":
		if !holds(rest, "verify failure: ") {
			return ErrNotAuth
		}
		_, why, _ := bytes.Cut(rest, []byte("verify failure: "))
		p.set(Reason, why)
		p.happened(event.LoginFailed, event.Failure)
		return nil
	case "closing", "commencing", "setting", "set", "dispatch:":
		return ErrNotAuth
	}
	return p.heimdal(msg)
}

// isHeimdal reports whether a message without a header is surely Heimdal's.
func isHeimdal(msg []byte) bool {
	switch {
	case bytes.HasPrefix(msg, []byte("AS-REQ ")), bytes.HasPrefix(msg, []byte("TGS-REQ ")):
		return holds(msg, " from IPv")
	}
	return bytes.HasPrefix(msg, []byte("Failed to decrypt PA-DATA -- ")) || bytes.HasPrefix(msg, []byte("ENC-TS Pre-authentication "))
}

// krb5Request reads "(etypes) ADDRESS: VERDICT: … PRINCIPAL for SERVICE, text".
func (p *Parser) krb5Request(b []byte, as bool) error {
	etypes := bytes.Index(b, []byte(") "))
	if etypes < 0 {
		return ErrFormat
	}
	peer, rest, ok := bytes.Cut(b[etypes+2:], []byte(": "))
	verdict, rest, told := bytes.Cut(rest, []byte(": "))
	if !ok || !told {
		return ErrFormat
	}
	p.peer(peer)
	p.set(Code, verdict)
	if who, text, ok := bytes.Cut(rest, []byte(" for ")); ok {
		p.set(UserName, who[bytes.LastIndexByte(who, ' ')+1:])
		if _, why, ok := bytes.Cut(text, []byte(", ")); ok {
			p.set(Reason, why)
		}
	}
	switch {
	case string(verdict) == "ISSUE" && !as:
		p.happened(event.TokenIssued, event.Success)
	case !p.knows(verdict, krb5Verdicts):
		p.happened(event.LoginFailed, event.Failure)
	}
	return nil
}

var krb5Verdicts = codes([]phrase{
	{"ISSUE", event.Login, event.Success},
	{"NEEDED_PREAUTH", event.AuthInfo, event.Unknown},
	{"CLIENT_NOT_FOUND", event.InvalidUser, event.Failure},
	{"LOCKED_OUT|CLIENT LOCKED OUT", event.AccountLocked, event.Failure},
})

// kadmin reads "kadm5_create_principal, bob@R, success, client=…, addr=192.0.2.7".
func (p *Parser) kadmin(b []byte) error {
	verb, rest, ok := bytes.Cut(bytes.TrimLeft(b, " "), []byte(", "))
	target, rest, named := bytes.Cut(rest, []byte(", "))
	if !ok || !named {
		return ErrFormat
	}
	p.set(ActionWord, verb)
	outcome := event.Failure
	if bytes.HasPrefix(rest, []byte("success")) {
		outcome = event.Success
	}
	if name := enclosed(rest, "client=", ","); name != nil {
		p.set(UserName, name)
	}
	if addr, ok := behind(rest, "addr="); ok {
		addr, _, _ = bytes.Cut(addr, []byte(","))
		p.peer(addr)
	}
	f, ok := kadminCodes[string(verb)]
	if !ok {
		f.action = event.AuthInfo
	}
	if f.action == event.Login {
		p.set(UserName, target)
	} else {
		p.set(TargetName, target)
	}
	p.happened(f.action, outcome)
	return nil
}

var kadminCodes = codes([]phrase{
	{"kadm5_init", event.Login, 0},
	{"kadm5_create_principal", event.UserCreated, 0},
	{"kadm5_delete_principal", event.UserDeleted, 0},
	{"kadm5_chpass_principal|kadm5_randkey_principal|kadm5_setkey_principal", event.PasswordChanged, 0},
	{"kadm5_modify_principal|kadm5_rename_principal", event.UserChanged, 0},
})

var heimdalPhrases = []phrase{
	{"*Pre-authentication failed", event.LoginFailed, event.Failure},
	{"Failed to decrypt PA-DATA", event.LoginFailed, event.Failure},
	{"*no such entry found in hdb", event.InvalidUser, event.Failure},
	{"*pre-authentication succeeded", event.Login, event.Success},
	{"*Pre-authentication succeeded", event.Login, event.Success},
	{"Too large time skew", event.LoginFailed, event.Failure},
	{"Client expired", event.LoginFailed, event.Failure},
	{"Client not found", event.InvalidUser, event.Failure},
}

// heimdal reads "ENC-TS Pre-authentication failed -- bob@EXAMPLE.COM".
func (p *Parser) heimdal(msg []byte) error {
	if !p.means(msg, heimdalPhrases) {
		return ErrFormat
	}
	p.krb5Named(msg, " -- ")
	return nil
}

func (p *Parser) krb5Named(b []byte, lead string) {
	if name, ok := behind(b, lead); ok {
		name, _ = nextField(name)
		p.set(UserName, bytes.TrimRight(name, ":,"))
	}
}
