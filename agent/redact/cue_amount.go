package redact

import "bytes"

// quantity reports whether val is an amount, a time, a place in a text or a number of its
// kind, which no token is: 1h30m, PT15M, 16KB, 256-bit, 09:14:22, 12:4, 8-64, 2026-W07,
// 192.0.2.7:443, #42.
func quantity(val []byte) bool {
	if first := val[0]; len(val) > len("192.168.100.100:65535") || !digit(first) && first != 'P' && first != '#' && first != 'v' {
		return false
	}
	return withUnits(val) || ordinal(val) || shortNumbers(val) || partOfYear(val) || machine(val)
}

// withUnits reports whether val is a number and its unit, or several of time: 16KB,
// 256-bit, 1h30m. Times of ISO 8601 begin with a P, and with a T before hours: P1DT12H.
func withUnits(val []byte) bool {
	iso := val[0] == 'P'
	if iso {
		val = val[1:]
	}
	for parts, last := 0, -1; len(val) > 0; parts++ {
		if iso && val[0] == 'T' {
			val = val[1:]
		}
		n := skip(val, 0, clDigit)
		from := n
		if c := byteAt(val, n); c == '-' || c == ' ' { // 256-bit, 30 days
			from++
		}
		to := skip(val, from, clLower|clUpper)
		if n == 0 || n > 5 || !inAnyCase(units, val[from:to]) {
			return false
		}
		if parts > 0 || to < len(val) { // the longer a time, the earlier it stands
			rank := bytes.IndexByte([]byte("ywdhms"), lower[val[from]])
			if rank <= last || to > from+1 {
				return false
			}
			last = rank
		}
		val = val[to:]
	}
	return true
}

var units = wordSet(`
	s sec second seconds ms us ns m min minute minutes h hour hours d day days w week weeks month months y year years
	b kb mb gb kib mib gib k bit bits byte bytes chars characters`)

// ordinal reports whether val is the number or the version of something: #42, v12.
func ordinal(val []byte) bool {
	return len(val) > 1 && (val[0] == '#' && len(val) <= len("#123456") || val[0] == 'v' && len(val) <= len("v123")) && allOf(val[1:], clDigit, 0)
}

// shortNumbers reports whether val is numbers of one or two digits and what stands between
// them: 12:4, 8-64, 8..64.
func shortNumbers(val []byte) bool {
	for i, groups := 0, 1; ; groups++ {
		n := skip(val, i, clDigit)
		if n == i || n > i+2 {
			return false
		}
		if n == len(val) {
			return groups > 1
		}
		switch sep := val[n]; {
		case hasPrefix(val, n, []byte("..")):
			n++
		case sep == '-' && groups > 1, sep != '-' && sep != ':':
			return false
		}
		i = n + 1
	}
}

// partOfYear reports whether val is a month or a week: 2026-02, 2026-W07.
func partOfYear(val []byte) bool {
	year, part, _ := bytes.Cut(val, []byte("-"))
	part = bytes.TrimPrefix(part, []byte("W"))
	return len(year) == 4 && (year[0] == '1' || year[0] == '2') && number(year) && len(part) == 2 && number(part)
}

// machine reports whether val is the address of a machine, and a port perhaps.
func machine(val []byte) bool {
	ip, port, two := bytes.Cut(val, []byte(":"))
	return bytes.Count(ip, []byte(".")) == 3 && number(ip) && len(ip) <= len("192.168.100.100") && (!two || number(port) && len(port) <= 5)
}

// inIPv6 reports whether b[from:to] is an IPv6 address, or the end of one.
func inIPv6(b []byte, from, to int) bool {
	to -= len(b[from:to]) - len(bytes.TrimRight(b[from:to], "]),.;"))
	if !allOf(b[from:to], clHex, ':') {
		return false
	}
	from = back(b, from, clHex, maxIPv6)
	for byteAt(b, from-1) == ':' && to-from < maxIPv6 {
		from = back(b, from-1, clHex, maxIPv6)
	}
	colons, gaps := 0, 0
	for from < to {
		n := skip(b, from, clHex)
		if n = min(n, to); n-from > 4 {
			return false
		}
		if from = n; from < to {
			colons++
			if from++; byteAt(b, from) == ':' {
				gaps++
			}
		}
	}
	return colons == 7 && gaps == 0 || gaps == 1 && colons > 2 && colons < 8 || string(b[max(0, to-3):to]) == "::1" && colons == 2
}

const maxIPv6 = len("2001:0db8:85a3:0000:0000:8a2e:0370:7334")

// versioned reports whether val is the name of a secret and which version of it is meant:
// db-creds:7, db-creds@v7, db-creds:latest.
func versioned(val []byte) bool {
	if last := val[len(val)-1]; !digit(last) && last != 't' {
		return false
	}
	k := bytes.IndexAny(val, ":@#")
	if k < 3 || !madeOf(val[:k], clLower, "-_/.") || !bytes.ContainsAny(val[:k], "-_/") {
		return false
	}
	version := bytes.TrimPrefix(val[k+1:], []byte("v"))
	return string(version) == "latest" || len(version) > 0 && len(version) <= 3 && allOf(version, clDigit, 0)
}
