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

// looksRandom reports whether v has at least min bytes and reads like random
// characters rather than words, numbers, paths or addresses.
func looksRandom(v []byte, min int) bool {
	if len(v) < min || v[0] == '0' && v[1] == 'x' && len(v) < 20 {
		return false
	}
	var digits, letters, changes int
	var last uint8
	for _, c := range v {
		k := class[c] & (clDigit | clLower | clUpper)
		if k == 0 {
			if class[c]&clToken == 0 {
				return false
			}
			continue
		}
		if k&clDigit != 0 {
			digits++
		} else {
			letters++
		}
		if last != 0 && k != last {
			changes++
		}
		last = k
	}
	if letters == 0 || digits >= 20 && allOf(v, clHex, 'a') { // hex digits may be nearly all digits
		return digits >= 20
	}
	if isUUID(v) {
		return true
	}
	return changes*8 >= len(v) && changes >= 2
}

// generated reports whether v can only be random: long, of letters, digits and the signs
// between the parts of a token, and nearly every other is of another sort than the one
// before. So are 99 of 100 texts of 24 random characters; in words, and in numbers of
// versions, it is one in three at most. Of a long one the beginning tells.
func generated(v []byte) bool {
	if len(v) < 20 || v[0] == '0' && v[1] == 'x' { // an address of Ethereum has capitals for a checksum
		return false
	}
	v = v[:min(len(v), 48)]
	var seen, last uint8
	changes := 0
	for _, c := range v {
		switch k := class[c] & (clDigit | clLower | clUpper); {
		case k == 0:
			if c != '.' && c != '-' && c != '_' {
				return false
			}
		case k != last:
			changes++
			seen |= k
			last = k
		}
	}
	return seen == clDigit|clLower|clUpper && changes*5 >= len(v)*2
}

// scrambled reports whether v is eight letters or more, of both cases, that are no
// words with capitals: two pieces from a capital to the next are too short for a
// word, or have hardly a vowel.
func scrambled(v []byte) bool {
	if len(v) < 8 || len(v) > 40 || !allOf(v, clLower|clUpper, 0) {
		return false
	}
	odd, capitals := 0, 0
	for from := 0; from < len(v); {
		to := from
		for to < len(v) && isUpper(v[to]) {
			to++
		}
		capitals += to - from
		for to < len(v) && !isUpper(v[to]) {
			to++
		}
		if vowels := vowelsIn(v[from:to]); to-from < 3 || vowels*4 < to-from {
			odd++
		}
		from = to
	}
	return capitals > 1 && capitals < len(v) && odd > 1
}

func vowelsIn(v []byte) (n int) {
	for _, c := range v {
		switch lower[c] {
		case 'a', 'e', 'i', 'o', 'u':
			n++
		}
	}
	return n
}
