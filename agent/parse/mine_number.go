package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/stamp"
)

// mineNumber takes in a number for what the words before it say it is: a port, a status, or
// the user of a telephone. A number that may be a status and that nothing announces is kept
// until the text is known to be of a request.
func (p *Parser) mineNumber(m *miner, word []byte, peered bool) {
	switch {
	case m.hint == hintUser && foldedEqual(m.prev, "uid") && digits(bytes.TrimPrefix(word, []byte("-"))): // "UID 1000"
		p.offer(UserID, word, told, nil)
	case m.hint == hintUser && isUUID(word):
		p.user(word, told, false)
	case m.hint == hintPort && (peered || p.has(SourceIP)):
		p.offer(SourcePort, digitsOnly(word), told, nil)
	case bytes.HasPrefix(m.prev, []byte("HTTP/")) && isHTTPStatus(word):
		p.offer(Status, word, told, nil)
	case m.numbersUser(word): // "user 300 from 192.0.2.1", "for [300@pbx.example] from ip 192.0.2.1"
		p.user(word, told, true)
	case isHTTPStatus(word) && m.status == nil:
		m.status = word
	}
}

// numbersUser reports whether a number is a user's: of a telephone, of a student, of a row in
// a table. "user" or a bracket must announce it, and an address or what became of the user
// follow, "user 4711 logged in"; or the address must follow at once, "for 4711 from 192.0.2.1".
// So must it behind a word that only begins with a number, 3dadmin, for most are measures.
func (m *miner) numbersUser(word []byte) bool {
	if len(word) < 2 || !isExtension(word) && !beginsWithNumber(word) {
		return false
	}
	switch m.hint {
	case hintUser:
		return m.comesFrom(noHint) || m.authy && (m.becomes() || m.endsAt())
	case hintFor:
		return m.authy && (leadsToPeer(m.b[m.i:]) || m.opened == '[' && m.comesFrom(noHint))
	}
	return false
}

// beginsWithNumber reports whether a word is a number and a name in one.
func beginsWithNumber(word []byte) bool {
	rest := bytes.TrimLeft(word, "0123456789")
	_, lasts := readDurationText(word) // 1h30m
	return len(rest) > 2 && isNameWord(rest) && !isUnit(rest) && !lasts
}

// isUnit reports whether a word is one that numbers count.
func isUnit(word []byte) bool {
	switch string(word) {
	case "bits", "bytes", "mins", "minutes", "hours", "days", "weeks", "months", "years", "times":
		return true
	}
	return false
}

// becomes reports whether the next word says what became of the one just read: "logged".
func (m *miner) becomes() bool {
	next, _ := nextField(m.b[m.i:])
	return isLogged(next) || senseOf(trimPunctuation(next))&(failing|sLock|sDelete|sCreate) != 0
}

// isExtension reports whether a word is what telephones log in as: a number, perhaps of
// some host.
func isExtension(word []byte) bool {
	number, host, at := bytes.Cut(word, []byte("@"))
	return digits(number) && (!at || isHostname(host) && !isAddress(host))
}

// isHTTPStatus reports whether a number is one of those that servers answer with most.
func isHTTPStatus(b []byte) bool {
	switch n, ok := readStatus(b); {
	case !ok:
		return false
	case n < 300:
		return n == 200 || n == 201 || n == 204 || n == 206
	case n < 400:
		return n >= 301 && n <= 304 || n == 307 || n == 308
	case n < 500:
		return n <= 431
	default:
		return n <= 504
	}
}

// isMixedName reports whether a word that begins with a digit is a name nevertheless, as ids
// and some addresses of mail are: 7of9, 5f8a9c1b4d2e, 4f1c2a90-1b2c-…, 4711@example.com. There
// are digits and letters by turns in it. It is no measure, version, date or address: 5m, 1h30m,
// 1.2.3-rc1, 10-Nov-2026, 00:1a:2b.
func isMixedName(word []byte) bool {
	if isAtDomain(word) {
		return true
	}
	turns, last := 0, true // of digits and letters, and whether a digit came last
	for i, c := range word {
		switch digit := isDigit(c); {
		case c == 'x' && i == 1 && word[0] == '0':
			return false
		case digit || isLetter(c):
			if digit != last {
				turns, last = turns+1, digit
			}
		case c != '-' && c != '_':
			return false
		}
	}
	if turns < 2 {
		return false
	}
	_, n := stamp.Read(word)
	_, lasts := readDurationText(word)
	return n == 0 && !lasts
}
