package event

import (
	"github.com/hashtail/hashtail/agent/redact"
)

// What follows appends the values of members that are more than a text or a number
// of the event.

var (
	kindNames    = [...]string{"event", "alert", "pipeline_error"}
	outcomeNames = [...]string{"", "success", "failure", "unknown"}
)

// timestamp appends when it happened, or else when it was read.
func (enc *Encoder) timestamp(b []byte, e *Event) []byte {
	at := e.Time
	if at.IsZero() {
		at = e.Read
	}
	return append(enc.times.line.append(append(b, '"'), at), '"')
}

// categories appends the event's own categories, or else its action's.
func (enc *Encoder) categories(b []byte, e *Event) []byte {
	if e.Category != 0 {
		return appendSet(b, uint16(e.Category), categoryNames[:])
	}
	return append(b, categoryJSON[e.Action]...)
}

// types appends the event's own types, or else those of its action and outcome.
func (enc *Encoder) types(b []byte, e *Event) []byte {
	if e.Type != 0 {
		return appendSet(b, uint16(e.Type), typeNames[:])
	}
	return append(b, typeJSON[e.Action][e.Outcome]...)
}

// tokenHash appends the token's hash, and notes where: it is written again.
func (enc *Encoder) tokenHash(b []byte, e *Event) []byte {
	enc.hashAt = len(b)
	return appendHex(b, &e.Token.Hash)
}

func (enc *Encoder) hashAlgorithm(b []byte, e *Event) []byte {
	if e.Token.KeyID == "" {
		return word(b, "sha256")
	}
	return word(b, "hmac-sha256")
}

// address appends an endpoint's address, and notes where: it is written again.
func (enc *Encoder) address(b []byte, p *Endpoint) []byte {
	enc.ipAt = len(b)
	b = appendIP(b, p.IP)
	enc.ipEnd = len(b)
	return b
}

// addressOr appends an endpoint's name, or the address that was just written.
func (enc *Encoder) addressOr(b []byte, p *Endpoint) []byte {
	if p.Domain.IsZero() {
		return append(b, b[enc.ipAt:enc.ipEnd]...)
	}
	return keyword(b, p.Domain)
}

// redactions counts the findings by kind and place.
func (enc *Encoder) redactions(b []byte, e *Event) []byte {
	found := e.Found
	b = append(b, '[')
	var counted [redact.PlaceCount][256 / 64]uint64 // bits of kinds: a dump holds a hundred thousand of one
	for i := range found {
		f := &found[i]
		kinds, bit := &counted[f.At][f.Kind/64], uint64(1)<<(f.Kind%64)
		if *kinds&bit != 0 {
			continue
		}
		*kinds |= bit
		n := 0
		for j := i; j < len(found); j++ {
			if g := &found[j]; g.Kind == f.Kind && g.At == f.At {
				n++
			}
		}
		b = number(append(b, `{"count":`...), int64(n))
		b = append(b, redactionJSON[f.At]...)
		b = append(append(b, f.Kind.String()...), `"},`...)
	}
	return endList(b)
}

// redactionJSON is the middle of a redaction, by its place.
var redactionJSON = func() (t [redact.PlaceCount]string) {
	for p := range t {
		t[p] = `,"location":"` + redact.Place(p).String() + `","type":"`
	}
	return t
}()

func appendLabels(b []byte, labels []Label) []byte {
	for i := range labels {
		if i > 0 {
			b = append(b, ',')
		}
		b = keyword(append(b, labels[i].Key...), labels[i].Value)
	}
	return b
}

// tags appends the input's tags and the event's own.
func (enc *Encoder) tags(b []byte, e *Event) []byte {
	b = append(append(b, '['), e.From.tags...)
	for i, name := range [...]string{`"timestamp_failed",`, `"truncated",`, `"fields_lost",`} {
		if e.Tags&(1<<i) != 0 {
			b = append(b, name...)
		}
	}
	return endList(b)
}

// addresses appends related.ip, each address once.
func (enc *Encoder) addresses(b []byte, e *Event) []byte {
	b = append(b, '[')
	source, destination, forwarded := e.Source.IP, e.Destination.IP, e.Forwarded
	if source.IsValid() {
		b = append(append(b, b[enc.ipAt:enc.ipEnd]...), ',') // as it stands in source
	}
	if destination.IsValid() && destination != source {
		b = append(appendIP(b, destination), ',')
	}
	if forwarded.IsValid() && forwarded != source && forwarded != destination {
		b = append(appendIP(b, forwarded), ',')
	}
	return endList(b)
}

// users appends related.user, each name once.
func (enc *Encoder) users(b []byte, e *Event) []byte {
	var seen [6]*redact.Text
	n := 0
	b = append(b, '[')
	for _, t := range [...]*redact.Text{&e.User.Name, &e.User.ID, &e.User.Email, &e.Effective.Name, &e.Target.Name, &e.Target.ID} {
		if t.IsZero() || repeats(seen[:n], t) {
			continue
		}
		seen[n] = t
		n++
		b = append(keyword(b, *t), ',')
	}
	return endList(b)
}

func repeats(before []*redact.Text, t *redact.Text) bool {
	for i := range before {
		if before[i].Equal(*t) {
			return true
		}
	}
	return false
}

// maxRelatedHashes bounds related.hash: a line that holds more tokens is a
// dump, and its redactions say so.
const maxRelatedHashes = 16

// hashes appends related.hash: of the event's token and of every other that the
// record held, under the current key and, while keys overlap, the previous one.
func (enc *Encoder) hashes(b []byte, e *Event) []byte {
	b = append(b, '[')
	if t := &e.Token; len(e.Found) == 1 && !t.IsZero() && t.PrevID == "" && e.Found[0].Token.Sum == t.Sum { // as a rule
		return append(append(b, b[enc.hashAt:enc.hashAt+hexLen]...), ']')
	}
	var seen [maxRelatedHashes]*[32]byte
	n := 0
	if t := &e.Token; !t.IsZero() { // its hash stands in hashtail.token already
		seen[0], n = &t.Sum, 1
		b = append(append(b, b[enc.hashAt:enc.hashAt+hexLen]...), ',')
		if t.PrevID != "" {
			b = append(appendHex(b, &t.Prev), ',')
		}
	}
	for i := range e.Found {
		t := &e.Found[i].Token
		if t.IsZero() || n == len(seen) || sumAmong(seen[:n], &t.Sum) {
			continue
		}
		seen[n] = &t.Sum
		n++
		b = append(appendHex(b, &t.Hash), ',')
		if t.PrevID != "" {
			b = append(appendHex(b, &t.Prev), ',')
		}
	}
	return endList(b)
}

func sumAmong(sums []*[32]byte, sum *[32]byte) bool {
	for _, s := range sums {
		if *s == *sum {
			return true
		}
	}
	return false
}

// hasHash reports whether the record held a token.
func hasHash(e *Event) bool {
	if !e.Token.IsZero() {
		return true
	}
	for i := range e.Found {
		if !e.Found[i].Token.IsZero() {
			return true
		}
	}
	return false
}
