package redact

import "bytes"

// A respelling is how a program writes a sign of a text that it puts into another. It is
// no escape at which the search stops, as it stands in texts of all kinds: a name that it
// stands beside tells that it is one.
type respelling struct {
	as     string
	hidden edit // what of it the next view does not show
	beside func(b []byte, from, to int) bool
}

var respellings = [...]respelling{
	{`""`, edit{1, 2, asText}, inCSV}, // the second one: argEnd reads what begins behind a first one as an argument
	{`'\''`, edit{to: 3}, inShell},
	{`=3D`, edit{1, 3, asText}, inMail},
}

// inCSV reports whether the name b[from:to], or the value behind it, is in quotes that are
// written twice: ""token"":""x"", token=""x"". An empty value is two quotes, too.
func inCSV(b []byte, from, to int) bool {
	if hasPrefix(b, to, []byte(`""`)) {
		return hasSuffix(b, from, `""`)
	}
	return hasPrefix(b, to, []byte(`=""`)) && isAlnum(byteAt(b, to+len(`=""`)))
}

// inShell reports whether the name is in quotes that stand within those of a shell, as the
// respelling above writes them on both sides of it.
func inShell(b []byte, from, to int) bool {
	return hasPrefix(b, to, []byte(`'\''`)) && hasSuffix(b, from, `'\''`)
}

// inMail reports whether an equals sign beside the name is written as quoted-printable
// mail has it: token=3D"x", name=3D"token", "token" =3D> "x".
func inMail(b []byte, from, to int) bool {
	for range 2 {
		if c := byteAt(b, to); isQuote(c) || c == ' ' {
			to++
		}
	}
	if isQuote(byteAt(b, from-1)) {
		from--
	}
	return hasPrefix(b, to, []byte("=3D")) || hasSuffix(b, from, "=3D")
}

// respelt reports whether the text of the name b[from:to] has signs that are respelled, and
// makes the next view show them as they are. That is done for all of the text at once, but for what stands
// before the edits of other steps: that view does it itself.
func (sc *scan) respelt(from, to int) bool {
	b := sc.b
	for i := range respellings {
		r := &respellings[i]
		if !r.beside(b, from, to) {
			continue
		}
		at := 0
		if k := len(sc.edits); k > 0 {
			at = sc.edits[k-1].to
		}
		for {
			k := bytes.Index(b[at:], []byte(r.as))
			if k < 0 {
				break
			}
			at += k
			hidden := edit{at + r.hidden.from, at + r.hidden.to, asText}
			if at += len(r.as); r.as[0] == '"' && byteAt(b, at) == '"' && byteAt(b, at+1) != '"' { // of the field that begins or ends there
				hidden.to++
				at++
			}
			sc.edits = append(sc.edits, hidden)
		}
		sc.coded = true
		return true
	}
	return false
}

// spaces makes the next view show each + as the space that it is in a query: of a
// command line, or between the words of a header. One view of all does so: each further
// one would double them.
func (sc *scan) spaces(_ *anchor, lo int) int {
	for v := sc.up; v != nil; v = v.up {
		if v.plus {
			return 0
		}
	}
	sc.plus, sc.coded = true, true
	return 0
}

// plusInQuery reports whether a + in b is a blank, as far as shows: one between letters or
// digits in a query or a form, whose parameters tell, or in a text that is known as one.
func plusInQuery(b []byte, at Place) bool {
	const word, tries = 512, 16 // bytes that are looked back over, and how often
	i := 0
	for range tries {
		k := bytes.IndexByte(b[i:], '+')
		if k < 0 {
			return false
		}
		if i += k + 1; i < 2 || i == len(b) || isSpace(b[i]) || isSpace(b[i-2]) {
			continue
		}
		from := bytes.LastIndexAny(b[max(0, i-word):i], " \t\n\"'") + 1 + max(0, i-word)
		if query := b[from:i]; at == InQuery || bytes.IndexByte(query, '=') >= 0 && bytes.ContainsAny(query, "?&") {
			return true
		}
	}
	return false
}
