package parse

import (
	"bytes"
	"encoding/base64"

	"github.com/hashtail/hashtail/agent/redact"
)

// secret takes in a credential: hashed it may be the event's token, a password
// is only counted.
func (p *Parser) secret(name, v []byte, in scope, is kind) {
	p.secretAt(name, placeOf(name, in), v, is)
}

// secretAt is secret for a value whose place is known.
func (p *Parser) secretAt(name []byte, at redact.Place, v []byte, is kind) {
	if is != text || absent(v) {
		p.noToken = p.noToken || len(v) == 0
		return
	}
	if isWordOf(name, v) {
		return
	}
	if whose := userWithin(v); whose != nil {
		p.weighed = true
		p.offer(UserName, whose, keyed-1, nil)
		return
	}
	v = inForm(inLine(v))
	n := len(p.s.Found())
	p.s.Find(name, v, at)
	p.secrets += len(p.s.Found()) - n
	p.claim()
	if p.trace != nil {
		p.trace.secret(p, v)
	}
	p.basic(v)
}

// userWithin is the user whom the value of a token's key names, where it is what Symfony prints
// of a token's class: PostAuthenticationToken(user="bob", roles="ROLE_USER"). It is nil elsewhere.
func userWithin(v []byte) []byte {
	if v[len(v)-1] != ')' {
		return nil
	}
	return enclosed(v, `Token(user="`, `"`)
}

// inLine is v up to the end of its line, or the escape of one: where only blanks end a value,
// that of TOKEN=x\nPORT=80 has the next pair in it. A key in PEM is made of lines.
func inLine(v []byte) []byte {
	if bytes.HasPrefix(v, []byte("-----BEGIN")) {
		return v
	}
	end := len(v)
	if k := bytes.IndexByte(v, '\n'); k > 0 {
		end = k
	}
	for i := 1; i+1 < end; i++ {
		k := bytes.IndexByte(v[i:end-1], '\\')
		if k < 0 {
			break
		}
		if i += k; v[i+1] == 'n' || v[i+1] == 'r' || v[i+1] == 't' {
			end = i
		}
	}
	if end == len(v) {
		return v
	}
	return bytes.TrimRight(v[:end], "\r\\")
}

// inForm is v up to the next parameter of the form that a line may be all of, where only
// blanks end a value: access_token=x&user=bob.
func inForm(v []byte) []byte {
	for i := 1; i < len(v); i++ {
		k := bytes.IndexByte(v[i:], '&')
		if k < 0 {
			break
		}
		i += k
		if n := nameLen(v[i+1:]); n > 0 && i+1+n < len(v) && v[i+1+n] == '=' {
			return v[:i]
		}
	}
	return v
}

// authorizes takes in what stands without a name, if it is a value that the Authorization
// header has: a scheme and what belongs to it, or a JWT.
func (p *Parser) authorizes(v []byte) bool {
	scheme, value := nextField(v)
	if (len(value) < 2 || !isScheme(scheme)) && (len(value) > 0 || len(v) < 64 || !bytes.HasPrefix(v, []byte("eyJ"))) {
		return false
	}
	p.secretAt(authorization, redact.InHeader, v, text)
	return true
}

var authorization = []byte("authorization")

// isScheme reports whether a word is a scheme of HTTP's Authorization header.
func isScheme(b []byte) bool {
	for _, s := range [...]string{"bearer", "basic", "token", "digest", "apikey", "negotiate"} {
		if foldedEqual(b, s) {
			return true
		}
	}
	return false
}

// isWordOf reports whether a field named as a token's holds one of a text's.
func isWordOf(name, v []byte) bool {
	return (string(name) == "token" || bytes.HasSuffix(name, []byte("_token")) && len(name) < len("mask_token")+1) && ofText(v)
}

// ofText reports whether a token is a word or a sign of a text, as a search engine
// and a language model tell them: " fox", "##ing", "<s>".
func ofText(v []byte) bool {
	v = bytes.Trim(v, " #<>|/")
	if len(v) > 12 {
		return false
	}
	for i, c := range v {
		if !isLetter(c) || i > 0 && isUpper(c) {
			return false
		}
	}
	return true
}

// placeOf is where a credential of this name is taken to have stood.
func placeOf(name []byte, in scope) redact.Place {
	switch {
	case in == inHeaders:
		return redact.InHeader
	case containsFold(name, "cookie"):
		return redact.InCookie
	case containsFold(name, "authorization"), containsFold(name, "x-api"), containsFold(name, "x_api"):
		return redact.InHeader
	}
	return redact.InBody
}

// basic takes the user's name from Basic credentials; the scrubber has removed
// the rest.
func (p *Parser) basic(v []byte) {
	if !isBasic(v) || len(v) > 1024 {
		return
	}
	start := len(p.buf)
	p.buf = append(p.buf, v[len(basicScheme):]...) // as long as the plain text at least
	plain := p.buf[start:]
	n, err := base64.StdEncoding.Decode(plain, v[len(basicScheme):])
	if err != nil {
		return
	}
	if name, _, ok := bytes.Cut(plain[:n], []byte(":")); ok {
		p.offer(UserName, name, keyed, nil)
	}
}

const basicScheme = "Basic "

// isBasic reports whether a value is Basic credentials, which name a user.
func isBasic(v []byte) bool {
	return len(v) > len(basicScheme) && v[0]|0x20 == 'b' && bytes.EqualFold(v[:len(basicScheme)], []byte(basicScheme))
}

// claim makes the event's token of what the scrubber found since the last look.
func (p *Parser) claim() {
	found := p.s.Found()
	for i := p.tokens; i < len(found); i++ {
		t := &found[i].Token
		if t.IsZero() {
			continue
		}
		if p.e.Token.IsZero() || isIncidental(p.e.Token.Kind) && !isIncidental(t.Kind) {
			p.e.Token = *t
		}
	}
	p.tokens = len(found)
}

// isIncidental reports whether a kind of secret comes along with a request and
// gives way to the token that it is made with.
func isIncidental(k redact.Kind) bool {
	switch k.String() {
	case "session", "cookie", "csrf", "signature":
		return true
	}
	return false
}
