package redact

// keyLog judges a line of a log of TLS keys: CLIENT_RANDOM a b, of which a is public.
func (sc *scan) keyLog(a *anchor, lo int) int { return sc.sessionSecret(lo + len(a.lit)) }

// olderKeyLog judges RSA a b, of which a is the beginning of what was encrypted and b the
// secret that it held.
func (sc *scan) olderKeyLog(a *anchor, lo int) int {
	const known, secret = 16, 96 // hex digits
	p := lo + len(a.lit)
	b := sc.b[:min(len(sc.b), p+known+1+secret+1)]
	from := skip(b, p, clHex) + 1
	if from != p+known+1 || byteAt(b, from-1) != ' ' {
		return 0
	}
	end := skip(b, from, clHex)
	if end-from != secret {
		return 0
	}
	sc.emit(from, end, SecretKey, sc.at)
	return end
}

// sessionSecret replaces the secret in hex behind the random bytes at p of whom it was
// agreed upon with, and returns where it ends, 0 if nothing like that stands there.
func (sc *scan) sessionSecret(p int) int {
	b := sc.b
	from := skip(b[:min(len(b), p+65)], p, clHex)
	if from-p != 64 || byteAt(b, from) != ' ' {
		return 0
	}
	from++
	if hasPrefix(b, from, []byte(removed)) {
		return from + len(removed)
	}
	end := skip(b[:min(len(b), from+maxSecret)], from, clHex)
	if end-from < 64 {
		return 0
	}
	sc.emit(from, end, SecretKey, sc.at)
	return end
}

const maxSecret = 128 // hex digits of the longest one of TLS
