package redact

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"unicode/utf8"
)

// What stands in the place of secrets: the hash of one that is hashed, a mark
// for one that is removed.
const (
	hashed      = "tok:"
	removed     = "[REDACTED]"
	removedBare = "REDACTED" // where brackets would break a URL
)

// Token makes the Token of a value that is known to be a credential, in any of
// the forms in which it travels: behind "Bearer ", in quotes, percent-encoded.
// It is zero for what has no hash: nothing, a mask, Basic and Digest.
func (s *Scrubber) Token(raw []byte, at Place) Token {
	raw = bare(raw)
	if len(raw) == 0 || masked(raw) {
		return Token{}
	}
	if kind := passwordScheme(raw); kind != Opaque {
		s.found = append(s.found, Finding{Kind: kind, At: at})
		return Token{}
	}
	plain := s.canonical(raw)
	t := s.token(plain, s.r.eng.kindOf(plain, Opaque), at)
	s.found = append(s.found, Finding{Kind: t.Kind, At: at, Token: t})
	return t
}

// passwordScheme is the kind of credentials that are made of a password and have
// no hash, Opaque for others.
func passwordScheme(v []byte) Kind {
	switch {
	case hasFold(v, 0, basicLead):
		return Basic
	case hasFold(v, 0, "digest "):
		return Digest
	case hasFold(v, 0, "ntlm "):
		return NTLM
	}
	return Opaque
}

// bare takes a scheme and quotes off a credential.
func bare(v []byte) []byte {
	for {
		n := len(v)
		v = bytes.TrimSpace(v)
		if len(v) > 1 && isQuote(v[0]) && v[len(v)-1] == v[0] {
			v = v[1 : len(v)-1]
		}
		for _, s := range []string{"bearer ", "token ", "jwt ", "dpop ", "bearer%20", "bearer+", "apikey ", "negotiate "} {
			if len(v) > len(s) && foldEqual(v[:len(s)], s) {
				v = v[len(s):]
			} else if foldEqual(v, s[:len(s)-1]) { // nothing behind it
				return nil
			}
		}
		if len(v) == n {
			return v
		}
	}
}

// canonical takes the escapes off a token, so that it has one hash wherever it
// stood, and what is not seen at its ends. The result lives until the next call.
func (s *Scrubber) canonical(v []byte) []byte {
	for range maxViews {
		v = withoutUnseen(v)
		if bytes.IndexByte(v, '%') < 0 && bytes.IndexByte(v, '\\') < 0 && bytes.IndexByte(v, '&') < 0 && bytes.IndexByte(v, 0x1b) < 0 {
			return v
		}
		out := s.plain2[:0]
		changed := false
		for i := 0; i < len(v); {
			n, r, single := unescape(v, i)
			if n == 0 {
				out = append(out, v[i])
				i++
				continue
			}
			if single {
				out = append(out, byte(r))
			} else if r >= 0 {
				out = utf8.AppendRune(out, r)
			}
			i += n
			changed = true
		}
		s.plain, s.plain2 = out, s.plain
		v = out
		if !changed {
			return v
		}
	}
	return v
}

// withoutUnseen takes control characters, bytes that are no UTF-8 and characters of no
// width off both ends of v.
func withoutUnseen(v []byte) []byte {
	for len(v) > 0 && (isControl(v[0]) || v[0] >= utf8.RuneSelf) {
		n := max(invisible(v, 0), 1)
		if n == 1 && !isControl(v[0]) && !isBroken(v, 0) {
			break
		}
		v = v[n:]
	}
	for n := len(v); n > 0 && (isControl(v[n-1]) || v[n-1] >= utf8.RuneSelf); n = len(v) {
		_, width := utf8.DecodeLastRune(v)
		if width > 1 && invisible(v, n-width) == 0 {
			break
		}
		v = v[:n-width]
	}
	return v
}

// token hashes a canonical token.
func (s *Scrubber) token(plain []byte, kind Kind, at Place) (t Token) {
	t.Sum, t.Kind, t.At = sha256.Sum256(plain), kind, at
	s.key(&t)
	t.Claims = s.claimsOf(plain, kind)
	return t
}

// hash makes the Token of the i-th finding.
func (s *Scrubber) hash(i int, plain []byte, kind Kind, at Place) {
	t := &s.found[i].Token
	t.Sum, t.Kind, t.At = sha256.Sum256(plain), kind, at
	s.key(t)
	c := s.claimsOf(plain, kind) // which may hold findings, too
	s.found[i].Token.Claims = c
}

// claimsOf is the claims of a token of this kind.
func (s *Scrubber) claimsOf(plain []byte, kind Kind) *Claims {
	if kind != JWT {
		return nil
	}
	return s.readClaims(plain)
}

// TokenHash makes the Token of a hash that an application made itself: 64 hex
// digits, or base64, of SHA-256. It is the Token that the raw one would give.
func (s *Scrubber) TokenHash(raw []byte, at Place) (Token, bool) {
	t := Token{At: at}
	raw = bytes.TrimSpace(raw)
	if hasFold(raw, 0, "sha256:") || hasFold(raw, 0, "sha256=") || hasFold(raw, 0, "sha256-") {
		raw = raw[len("sha256:"):]
	}
	switch n := len(raw); {
	case n == 64:
		if _, err := hex.Decode(t.Sum[:], raw); err != nil {
			return Token{}, false
		}
	case n == 43 || n == 44 && raw[43] == '=':
		var buf [36]byte
		enc := base64.RawStdEncoding
		if bytes.IndexByte(raw, '-') >= 0 || bytes.IndexByte(raw, '_') >= 0 {
			enc = base64.RawURLEncoding
		}
		if m, err := enc.Decode(buf[:], raw[:43]); err != nil || m != 32 {
			return Token{}, false
		}
		copy(t.Sum[:], buf[:])
	default:
		return Token{}, false
	}
	s.key(&t)
	return t, true
}

// tokenHash replaces an application's own hash of a token by the keyed one. A
// hash without a key says nothing and stays.
func (sc *scan) tokenHash(from, to int, at Place) int {
	s := sc.s
	if s.keys.ring == nil {
		return to
	}
	t, ok := s.TokenHash(sc.b[from:to], at)
	if !ok {
		return 0
	}
	mark := len(s.arena)
	s.arena = append(s.arena, hashed...)
	digits := hexOf(&t.Hash)
	s.arena = append(s.arena, digits[:]...)
	if sp := sc.emit(from, to, Opaque, at); sp != nil {
		sp.lit, sp.inner = s.arena[mark:len(s.arena):len(s.arena)], true
		s.found = append(s.found, Finding{Kind: t.Kind, At: at, Token: t})
	}
	return to
}

// hexPairs are the two digits of each byte.
var hexPairs = func() (t [256][2]byte) {
	for c := range t {
		t[c] = [2]byte{hexDigits[c>>4], hexDigits[c&15]}
	}
	return t
}()

// hexOf is a hash in hex.
func hexOf(sum *[32]byte) (digits [64]byte) {
	for i, c := range sum {
		*(*[2]byte)(digits[2*i:]) = hexPairs[c]
	}
	return digits
}
