package parse

import "strings"

// codes makes a table of what a product calls its events. The text of a phrase is such
// a name, or several that say the same with | between them. Without an outcome the
// record says itself how it ended.
func codes(rows []phrase) map[string]phrase {
	m := map[string]phrase{}
	for _, f := range rows {
		for name := range strings.SplitSeq(f.text, "|") {
			m[name] = f
		}
	}
	return m
}

// knows settles what happened by what the product calls it, and reports whether the
// table has that.
func (p *Parser) knows(code []byte, table map[string]phrase) bool {
	f, ok := table[string(code)]
	if ok {
		p.happened(f.action, f.outcome)
	}
	return ok
}

// titles are what applications call their events by words that say nothing of a user unless they
// are all of the name: in a sentence something else is forbidden, and a phone is added anywhere.
var titles = func() map[string]sense {
	m := map[string]sense{}
	for _, t := range [...]struct {
		says  sense
		names string // in lower case without what stands between their words
	}{
		{sScope | sDeny, "permissiondenied"},
		{sAccess | sDeny, "forbidden ipblocked ipdenied"},
		{sLock | sUser, "lockout"},
		{sMFA | sDeny, "pushdenied pushrejected"},
		{sUser | sCreate, "signup registration"},
		{sUser | sDelete, "accountclosed"},
		{sUser | sChange, "emailchanged emailupdated emailverified phoneadded phonechanged phoneverified profileupdated profilechanged updateprofile"},
		{sPassword | sChange, "setpassword"},
		{sRole | sSuccess, "permissiongranted admingranted"},
		{sUser | sGroup | sChange, "membershipchanged groupmembershipchanged"},
		{sLogout, "signoff signedoff"},
		{sActAs, "sudo su sudocommand"},
	} {
		for _, name := range strings.Fields(t.names) {
			m[name] = t.says
		}
	}
	return m
}()

// titleSense is what a name of an event says as a whole; 0 for most.
func titleSense(name []byte) sense {
	for _, end := range [...]string{"setiampolicy", "roleassignments/write", "roleassignments/delete"} { // of each of Google's services, of Azure
		if n := len(name) - len(end); n >= 0 && foldedEqual(name[n:], end) {
			return sRole | sChange
		}
	}
	var buf [24]byte
	b := buf[:0]
	for _, c := range name {
		switch {
		case isUpper(c):
			c |= 0x20
		case c == '_' || c == '-' || c == '.' || c == ' ' || c == ':':
			continue
		}
		if len(b) == len(buf) {
			return 0
		}
		b = append(b, c)
	}
	return titles[string(b)]
}
