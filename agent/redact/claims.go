package redact

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

// Bounds of what is read from a token that anyone may have made.
const (
	maxPayload  = 16 << 10 // bytes of a JWT's payload in base64
	maxAudience = 16
	maxScopes   = 64
	maxClaim    = 256 // bytes of one claim that are kept
	maxDepth    = 8   // nesting of JSON that is skipped over
)

// readClaims reads the payload of a signed JWT. It is nil if that is not
// readable: encrypted, cut, not JSON. Times may be in seconds or milliseconds,
// audience and scope a string or a list.
func (s *Scrubber) readClaims(jwt []byte) *Claims {
	i := bytes.IndexByte(jwt, '.')
	j := bytes.IndexByte(jwt[i+1:], '.')
	if i < 0 || j <= 0 || j > maxPayload {
		return nil
	}
	// The texts of the claims live in the arena, and so does what they stand in.
	mark := len(s.arena)
	s.arena, _ = appendBase64(s.arena, jwt[i+1:i+1+j])
	end := len(s.arena)
	s.arena = append(s.arena, zeros[:]...)
	w := walker{s: s, b: s.arena[mark:end:end], padded: s.arena[mark:len(s.arena):len(s.arena)], hit: -1}
	if !w.open('{') {
		return nil
	}
	c := s.newClaims()
	w.members(c)
	return c
}

// zeros stand behind a payload, so that eight bytes can be read anywhere in it
// and from the one behind it.
var zeros [9]byte

// newClaims is an empty Claims that lives until Reset.
func (s *Scrubber) newClaims() *Claims {
	if len(s.claims) < cap(s.claims) {
		s.claims = s.claims[:len(s.claims)+1]
	} else {
		s.claims = append(s.claims, nil)
	}
	last := &s.claims[len(s.claims)-1]
	if *last == nil {
		*last = new(Claims)
	}
	c := *last
	*c = Claims{Audience: c.Audience[:0], Scope: c.Scope[:0]}
	return c
}

// A claimSlot is where a claim is kept: one of these, or nowhere.
type claimSlot struct {
	text   *Text
	list   *[]Text
	most   int // texts of the list
	moment *int64
}

// slot is where c keeps the claim of this name.
func (c *Claims) slot(name []byte) claimSlot {
	switch string(name) {
	case "jti":
		return claimSlot{text: &c.ID}
	case "iss":
		return claimSlot{text: &c.Issuer}
	case "sub":
		return claimSlot{text: &c.Subject}
	case "client_id", "azp", "cid", "appid":
		if c.ClientID.IsZero() {
			return claimSlot{text: &c.ClientID}
		}
	case "preferred_username", "name", "username", "upn":
		if c.Name.IsZero() || string(name) == "preferred_username" {
			return claimSlot{text: &c.Name}
		}
	case "email":
		return claimSlot{text: &c.Email}
	case "aud":
		return claimSlot{list: &c.Audience, most: maxAudience}
	case "scope", "scp", "scopes":
		return claimSlot{list: &c.Scope, most: maxScopes}
	case "iat":
		return claimSlot{moment: &c.IssuedAt}
	case "nbf":
		return claimSlot{moment: &c.NotBefore}
	case "exp":
		return claimSlot{moment: &c.ExpiresAt}
	}
	return claimSlot{}
}

// members reads the members of the payload into c. Nearly all are a name, a
// string without escapes or a whole number, and nothing between them: these are
// read here, in one pass, and [walker.claim] reads the others.
func (w *walker) members(c *Claims) {
	b, i := w.padded, w.i
	for {
		w.i = i
		name := i + 1
		end := plainEnd(b, name)
		if b[i] != '"' || b[end] != '"' || b[end+1] != ':' {
			if !w.claim(c) {
				return
			}
		} else if at := c.slot(b[name:end]); b[end+2] == '"' && at.moment == nil {
			from := end + 3
			end = plainEnd(b, from)
			if b[end] != '"' {
				if !w.claim(c) {
					return
				}
			} else {
				w.i = end + 1
				if at.text != nil {
					*at.text = w.scrubbed(from, end)
				} else if at.list != nil {
					w.words(at, from, end)
				}
			}
		} else if n, behind := wholeNumber(b, end+2); at.moment != nil && behind > 0 {
			*at.moment, w.i = inSeconds(n), behind
		} else if !w.claim(c) {
			return
		}
		if b[w.i] != ',' {
			if !w.comma('}') {
				return
			}
			i = w.i
			continue
		}
		i = w.i + 1
	}
}

// plainEnd is the first byte from i on that does not stand for itself in a JSON
// string; see [plainPrefix]. There is one, with eight bytes from b[i] on.
func plainEnd(b []byte, i int) int {
	for ; ; i += 8 {
		w := binary.LittleEndian.Uint64(b[i : i+8 : i+8])
		slash := w ^ '\\'*lowBits
		if odd := ((w^2*lowBits-0x21*lowBits)&^w | (slash-lowBits)&^slash | w | (w + lowBits)) & highBits; odd != 0 {
			return i + bits.TrailingZeros64(odd)/8
		}
	}
}

// wholeNumber reads the digits at i, if a member ends behind them, and says where.
func wholeNumber(b []byte, i int) (n int64, end int) {
	for end = i; b[end]-'0' <= 9; end++ {
		n = n*10 + int64(b[end]-'0')
	}
	if end == i || end-i > 18 || b[end] != ',' && b[end] != '}' {
		return 0, 0
	}
	return n, end
}

// inSeconds is a moment in seconds that is in seconds, milliseconds or less.
func inSeconds(t int64) int64 {
	for t >= 1e11 { // the year 5138 in seconds, 1973 in milliseconds
		t /= 1000
	}
	return t
}
