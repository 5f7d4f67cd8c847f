package parse

import "bytes"

// nextField takes the next field up to a space.
func nextField(b []byte) (field, rest []byte) {
	for len(b) > 0 && b[0] == ' ' {
		b = b[1:]
	}
	end := bytes.IndexByte(b, ' ')
	if end < 0 {
		return b, nil
	}
	return b[:end], b[end:]
}

// lastField is what stands behind the last space.
func lastField(b []byte) []byte { return b[bytes.LastIndexByte(b, ' ')+1:] }

// cutLead is what follows lead, if b begins with it; converting a long one would allocate.
func cutLead(b []byte, lead string) ([]byte, bool) {
	if len(b) < len(lead) || string(b[:len(lead)]) != lead {
		return nil, false
	}
	return b[len(lead):], true
}

// behind is what follows the first lead in b.
func behind(b []byte, lead string) ([]byte, bool) {
	if i := bytes.Index(b, []byte(lead)); i >= 0 {
		return b[i+len(lead):], true
	}
	return nil, false
}

// enclosed is what stands between open and the next end; nil without either.
func enclosed(b []byte, open, end string) []byte {
	rest, ok := behind(b, open)
	if !ok {
		return nil
	}
	if i := bytes.Index(rest, []byte(end)); i >= 0 {
		return rest[:i]
	}
	return nil
}

// quotedField takes the quoted string that b starts with; a backslash before a
// quote keeps it.
func quotedField(b []byte) (field, rest []byte, ok bool) {
	if len(b) == 0 || b[0] != '"' {
		return nil, nil, false
	}
	for i := 1; i < len(b); {
		q := bytes.IndexByte(b[i:], '"')
		if q < 0 {
			break
		}
		q += i
		slashes := 0
		for b[q-1-slashes] == '\\' {
			slashes++
		}
		if slashes%2 == 0 {
			return b[1:q], b[q+1:], true
		}
		i = q + 1
	}
	return nil, nil, false
}

// firstQuoted is the first word of b, without its quotes.
func firstQuoted(b []byte) []byte {
	if len(b) > 0 && (b[0] == '\'' || b[0] == '"' || b[0] == '`') {
		end := bytes.IndexByte(b[1:], b[0])
		if b[0] == '`' { // `bob'
			end = bytes.IndexAny(b[1:], "`'")
		}
		if end >= 0 {
			return b[1 : 1+end]
		}
	}
	word, _ := nextField(b)
	return bytes.TrimRight(trimPunctuation(word), ")]>}")
}

// quotedIn is the first quoted word in b.
func quotedIn(b []byte) []byte {
	if i := bytes.IndexAny(b, "'\"`"); i >= 0 {
		return firstQuoted(b[i:])
	}
	return nil
}

// trimPunctuation is b without the signs that end a clause.
func trimPunctuation(b []byte) []byte {
	for len(b) > 0 {
		switch b[len(b)-1] {
		case '.', ',', ':', ';', '!', '?':
			b = b[:len(b)-1]
			continue
		}
		break
	}
	return b
}

// holds reports whether b contains s; converting a long s would allocate.
func holds(b []byte, s string) bool {
	for len(b) >= len(s) {
		i := bytes.IndexByte(b[:len(b)-len(s)+1], s[0])
		if i < 0 {
			return false
		}
		if b = b[i:]; string(b[:len(s)]) == s {
			return true
		}
		b = b[1:]
	}
	return false
}

// holdsAny reports whether b contains one of words.
func holdsAny(b []byte, words []string) bool {
	for _, s := range words {
		if holds(b, s) {
			return true
		}
	}
	return false
}

// containsFold reports whether b contains s, which is in lower case.
func containsFold(b []byte, s string) bool {
	for i := 0; i+len(s) <= len(b); i++ {
		j := 0
		for j < len(s) && b[i+j]|0x20 == s[j] {
			j++
		}
		if j == len(s) {
			return true
		}
	}
	return false
}

// foldedEqual reports whether b is s in any case; s is in lower case.
func foldedEqual(b []byte, s string) bool { return len(b) == len(s) && containsFold(b, s) }
