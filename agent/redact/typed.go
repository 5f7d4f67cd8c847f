package redact

import "bytes"

// opened judges open -u user,password, the command that lftp takes in quotes, and
// .LOGON td1/user,password of Teradata's BTEQ.
func (sc *scan) opened(a *anchor, lo int) int {
	if from, to, ok := firstArg(sc.b, lo+len(a.lit)); ok {
		sc.userArg(from, to)
	}
	return 0
}

// expected judges the send x\r that follow an expect on its line.
func (sc *scan) expected(a *anchor, lo int) int {
	b := sc.b
	send := anchor{lit: "send "}
	for i, end := lo, min(len(b), lo+200); i < end; {
		k := bytes.Index(b[i:end], []byte("send "))
		if k < 0 {
			break
		}
		sc.typedIn(&send, i+k)
		i += k + len("send ")
	}
	return 0
}

// typedIn judges send "password\r", with which expect answers a prompt.
func (sc *scan) typedIn(a *anchor, lo int) int {
	b := sc.b
	from := lo + len("send ")
	if hasPrefix(b, from, []byte("-- ")) {
		from += len("-- ")
	}
	if c := byteAt(b, from); c == '"' || c == '{' {
		from++
	}
	to := wordEnd(b, from)
	if byteAt(b, to) != '\\' || b[to+1] != 'r' && b[to+1] != 'n' { // wordEnd saw that it is an escape
		return 0
	}
	if !passwordLike(b[from:to]) && !containsFold(b[max(0, lo-80):lo], "assword") || !sc.password(from, to, sc.at) {
		return 0
	}
	return to
}

// isBackup reports whether values of the row are backup codes.
func (r *nameRow) isBackup() bool {
	return r.listed() || r.name == "backupcode" || r.name == "recoverycode"
}

// backupCode reports whether v is two groups of small letters and digits of the same
// length that are no words: jtmwk-zvkmy.
func backupCode(v []byte) bool {
	k := bytes.IndexByte(v, '-')
	if k < 4 || k > 6 || len(v) != 2*k+1 || !allOf(v, clLower|clDigit, '-') || v[0] == '-' {
		return false
	}
	return has(v)&clDigit != 0 || vowelsIn(v)*3 < len(v)
}

// typedIn reports whether v is eight letters, alone or in two groups, that no word
// is made of, where people type codes in from another screen: WDJB-MJHT.
func (v *valuer) typedIn(val []byte) bool {
	return (v.row.name == "usercode" || v.row.name == "invitecode") && (len(val) == 8 || len(val) == 9 && val[4] == '-') && allOf(val, clUpper, '-') && vowelsIn(val)*3 < len(val)
}

// serialGroups reports whether v is groups of capitals and digits, as the keys of
// sold software are: 7KQ2-XM4P-9TRW-3HVD.
func serialGroups(v []byte) bool {
	return bytes.Count(v, []byte("-")) >= 3 && len(v) >= 16 && allOf(v, clUpper|clDigit, '-') && (has(v)&clDigit != 0 || vowelsIn(v)*3 < len(v))
}
