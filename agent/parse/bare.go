package parse

import "bytes"

// What the messages of the system's programs begin with, for those that stand
// without a header: nobody else's do.
var (
	suLeads = newLeads("Successful su for ", "FAILED su for ", "FAILED SU (to ", "BAD SU ", "'su ", "+ pts/", "- pts/", "+ tty", "- tty", "+ /dev/", "- /dev/", "+ ??? ", "- ??? ", "SU ")

	loginLeads = newLeads("ROOT LOGIN ", "LOGIN ON ", "DIALUP AT ", "FAILED LOGIN ", "LOGIN FAILURE ", "TOO MANY LOGIN TRIES ", "root login on ", "root login  on ")

	logindLeads = newLeads("New session ", "Removed session ", "Session ", "Started Session ", "Started session-")

	accountLeads = newLeads("new user: name=", "new group: name=", "group added to /etc/", "failed adding user '", "delete user '", "delete '", "removed group '", "removed shadow group '",
		"add '", "change user '", "change user name '", "changed user '", "changed password expiry for ", "lock user '", "unlock user '", "members of group ", "group changed in /etc/", "password for '")

	sshdLeads = newLeads("Accepted password for ", "Accepted publickey for ", "Accepted keyboard-interactive", "Accepted gssapi", "Accepted hostbased for ", "Accepted key ",
		"Invalid user ", "Illegal user ", "input_userauth_request: ", "maximum authentication attempts exceeded for ", "error: maximum authentication attempts exceeded for ", "error: PAM: ", "pam_unix(sshd:",
		"Postponed ", "Partial publickey for ",
		"ROOT LOGIN REFUSED FROM ", "Did not receive identification string from ", "Bad protocol version identification ", "Unable to negotiate with ", "fatal: Unable to negotiate with ",
		"error: kex_", "kex_exchange_identification: ", "kex_protocol_error: ", "fatal: Timeout before authentication for ", "Timeout before authentication for ", "fatal: no matching ",
		"Authentication tried for ", "cert: Authentication tried for ", "Authentication key ", "error: Authentication key ", "Authentication refused: bad ownership", "Certificate does not contain ", "error: Certificate invalid: ", "Certificate invalid: ",
		"error: Refused by certificate options", "Refused by certificate options", "banner exchange: Connection from ", "ssh_dispatch_run_fatal: ", "drop connection #", "srclimit_penalise: ",
		"Starting session: ", "Close session: user ", "subsystem request for sftp by user ", "reverse mapping checking getaddrinfo for ", "User child is on pid ")

	goneLeads = newLeads("Connection closed by ", "Connection reset by ", "Disconnected from ", "Disconnecting ", "Disconnecting: ", "Received disconnect from ")
)

// Leads are texts that a message may begin with.
type leads struct {
	texts []string
	first [256]bool // bytes that they begin with: most messages begin with none
}

func newLeads(texts ...string) *leads {
	l := &leads{texts: texts}
	for _, s := range texts {
		l.first[s[0]] = true
	}
	return l
}

// begin reports whether b begins with one of the leads.
func (l *leads) begin(b []byte) bool {
	if len(b) == 0 || !l.first[b[0]] {
		return false
	}
	for _, lead := range l.texts {
		if len(b) >= len(lead) && b[0] == lead[0] && string(b[:len(lead)]) == lead {
			return true
		}
	}
	return false
}

// isSSHD reports whether a message without a header is surely sshd's.
func isSSHD(msg []byte) bool {
	if sshdLeads.begin(msg) {
		name, invalid := bytes.CutPrefix(msg, []byte("Invalid user "))
		return !invalid || isInvalidUser(name)
	}
	if goneLeads.begin(msg) {
		return isSSHDGone(msg)
	}
	if attempt, ok := bytes.CutPrefix(msg, []byte("Failed ")); ok {
		return isSSHDAttempt(attempt)
	}
	for i := range sshdClauses {
		if c := &sshdClauses[i]; c.in(msg) {
			return true
		}
	}
	return false
}

// isInvalidUser reports whether what stands behind "Invalid user" is a name as sshd writes it, and
// not what others call invalid: "Invalid user credentials.", ProCurve's name/password.
func isInvalidUser(b []byte) bool {
	if bytes.HasPrefix(b, []byte("name/password ")) || bytes.HasPrefix(b, []byte("credentials ")) {
		return false
	}
	return holds(b, " from ") || isNameWord(b) && isWord(b[len(b)-1]) && !isStop(b)
}

// A clause is what a message begins with and what it holds: two texts, or one.
type clause struct{ lead, text, second string }

func (c *clause) in(msg []byte) bool {
	_, ok := cutLead(msg, c.lead)
	return ok && holds(msg, c.text) && (c.second == "" || holds(msg, c.second))
}

// sshdClauses are those of messages that nobody but sshd logs.
var sshdClauses = [...]clause{
	{"User ", " not allowed because ", ""}, // User bob from 192.0.2.1 not allowed because not listed in AllowUsers
	{"fatal: Access denied for user ", " by PAM account", ""},
	{"Authorized to ", " krb5 principal ", ""},
	{"Address ", " maps to ", "BREAK-IN"},
	{"userauth_pubkey: ", " not in ", "Pubkey"}, // the option's name, PubkeyAcceptedAlgorithms, says that it accepts
}

// isSSHDGone reports whether it is sshd's connection that has ended: others' do, too.
func isSSHDGone(msg []byte) bool {
	return isAddress(lastField(msg)) || holds(msg, " port ") || holds(msg, "reauth]") || holds(msg, "uthentication") || holds(msg, ": 11: ")
}

// isSSHDAttempt reports whether a login failed in sshd's words: "password for bob …", and
// by any method "gssapi-with-mic for bob from 192.0.2.1 port 22 ssh2".
func isSSHDAttempt(attempt []byte) bool {
	for _, method := range [...]string{"password for ", "publickey for ", "none for ", "keyboard-interactive"} {
		if bytes.HasPrefix(attempt, []byte(method)) {
			return true
		}
	}
	_, rest := nextField(attempt)
	return bytes.HasPrefix(rest, []byte(" for ")) && bytes.HasSuffix(withoutPreauth(attempt), []byte(" ssh2"))
}

// isSU reports whether a message without a header is surely su's.
func isSU(msg []byte) bool {
	if bytes.HasPrefix(msg, []byte("(to ")) {
		_, rest, ok := bytes.Cut(msg, []byte(") "))
		_, rest = nextField(rest)
		return ok && (bytes.HasPrefix(rest, []byte(" on ")) || len(rest) == 0)
	}
	return suLeads.begin(msg)
}

// isLogin reports whether a message without a header is surely login's, which says
// where in small words between capitals.
func isLogin(msg []byte) bool {
	if !loginLeads.begin(msg) {
		return false
	}
	for _, word := range [...]string{" FOR ", " FROM ", " BY ", " ON ", " on '", " on tty", " on pts"} {
		if holds(msg, word) {
			return true
		}
	}
	return false
}

// isLogind reports whether a message without a header is surely logind's.
func isLogind(msg []byte) bool {
	return logindLeads.begin(msg) && (bytes.Contains(msg, []byte(" of user ")) || bytes.Contains(msg, []byte(" of User ")) || bytes.HasSuffix(msg, []byte("Waiting for processes to exit.")) ||
		bytes.HasPrefix(msg, []byte("Removed session ")) && len(msg) < 40)
}

// isShadow reports whether a message without a header is surely one of the
// shadow tools'.
func isShadow(msg []byte) bool {
	if accountLeads.begin(msg) {
		return bytes.IndexByte(msg, '=') > 0 || bytes.IndexByte(msg, '\'') > 0 || bytes.Contains(msg, []byte(" set by ")) || bytes.Contains(msg, []byte("/etc/")) || msg[0] == 'c'
	}
	return bytes.HasPrefix(msg, []byte("user ")) && bytes.Contains(msg, []byte(" by ")) && (bytes.Contains(msg, []byte(" to group ")) || bytes.Contains(msg, []byte(" from group ")))
}

// isDoas reports whether a message without a header is surely doas's.
func isDoas(msg []byte) bool {
	_, rest := nextField(msg)
	return bytes.HasPrefix(rest, []byte(" ran command ")) && bytes.Contains(rest, []byte(" as ")) || bytes.HasPrefix(msg, []byte("command not permitted for "))
}
