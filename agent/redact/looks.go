package redact

import "bytes"

// jumble reports whether v is letters alone that no words make: at least twenty of
// both cases, without a run of small ones as long as a word's.
func jumble(v []byte) bool {
	if len(v) < 20 || !allOf(v, clLower|clUpper, 0) || !notCamel(v) {
		return false
	}
	run := 0
	for _, c := range v {
		if run++; isUpper(c) {
			run = 0
		} else if run > 5+len(v)/28 {
			return false
		}
	}
	return has(v)&clUpper != 0
}

// inWords reports whether v is letters and digits of which three in four make words with a
// capital, or numbers: AllowS3Read. Of random texts of sixteen, one in five hundred does so.
func inWords(v []byte) bool {
	if !isUpper(v[0]) || !allOf(v, clLower|clUpper|clDigit, 0) {
		return false
	}
	const short = 3
	covered := 0
	for i := 0; i < len(v); {
		to := i + 1
		if isUpper(v[i]) {
			to = skip(v, to, clLower)
		} else if digit(v[i]) {
			to = skip(v, to, clDigit)
		}
		if to-i > short {
			covered += to - i
		}
		i = to
	}
	return covered*4 >= len(v)*3
}

// idLike reports whether v is the small letters and digits of a session's id, of
// which few may be digits.
func idLike(v []byte) bool {
	return len(v) >= 24 && len(v) <= 64 && allOf(v, clLower|clDigit, 0) && digitsIn(v) > 1
}

// isDate reports whether val begins with a date: 2026-11-10T12:00:00Z.
func isDate(val []byte) bool {
	return len(val) >= len("2026-11-10") && (val[0] == '1' || val[0] == '2') && val[4] == '-' && val[7] == '-' && allOf(val[:4], clDigit, 0) && allOf(val[5:7], clDigit, 0) && allOf(val[8:10], clDigit, 0) &&
		(len(val) == 10 || val[10] == 'T' || !isAlnum(val[10]))
}

// inSource reports whether val is a line of a program: list.cpp:159.
func inSource(val []byte) bool {
	val = bytes.TrimRight(val, ":,")
	k := bytes.IndexByte(val, ':')
	return k > 2 && bytes.IndexByte(val[:k], '.') > 0 && allOf(val[k+1:], clDigit, ':')
}

// looksToken reports whether a bare word in prose reads like a token. A short one
// mixes digits and both cases.
func (v *valuer) looksToken(val []byte) bool {
	switch {
	case looksRandom(val, 16), jumble(val), idLike(val):
		return true
	case v.row.kind == ClientSecret && len(val) >= 16 && allOf(val, clUpper|clDigit, 0):
		return true
	}
	return v.row.kind != Session && v.row.how == anyValue && mixed(val) && looksRandom(val, 12) && allOf(val, clLower|clUpper|clDigit, '-')
}
