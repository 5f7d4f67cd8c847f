// Package redact is the only door through which bytes of a log line may leave
// the host: it alone makes a [Text], and everything that ships, stores, shows
// or logs a part of a line takes nothing else.
//
// A [Redactor] holds what is decided once (keys, user patterns) and is safe for
// concurrent use. A [Scrubber] belongs to one goroutine. The Texts and Tokens
// that it returns live until its next [Scrubber.Reset] and only as long as the
// raw bytes they were made from: a clean text is not copied. Who keeps one
// longer calls [Text.Clone].
//
// # The way of a text
//
// [Scrubber.Text] takes a text through these steps:
//
//  1. The filter (filter.go) steps over the bytes at which no secret can stand. Most
//     texts have no others, and end here. Those that needed a closer look and held no
//     secret are remembered (clean.go).
//  2. The search (scan.go) goes on where the filter stops: the engine (engine.go) knows
//     which anchors have their four bytes there, and each of those judges what it
//     announces, until one says where to go on. What is a secret becomes a span. What
//     was read ahead is marked (judged.go), so that no construct is read twice.
//  3. If the search has met escapes, the outermost layer of them is taken off
//     (decode.go, escapes.go, respelt.go), and this view of the text is searched like the text itself. Its
//     spans are those of the bytes that it was decoded from.
//  4. The patterns of the user are asked (options.go).
//  5. What was found is looked for once more in all views, as a secret that slips into a
//     record rarely does so once (echo.go).
//  6. The spans of all views are joined, hashed (hash.go, keys.go, reload.go) and replaced
//     (replace.go). What becomes of which kind of secret is in kinds.go.
//  7. A mark may change how what stands beside it is read. Unless it surely does not,
//     the result is searched again, so that who scrubs a text twice gets the same.
//
// The tables of anchors are anchors.go, for what announces a secret, and shapes.go,
// keyshapes.go and families.go, for secrets that are known by how they look (pattern.go,
// token_scan.go), with what a pattern cannot say of them (shapechecks.go, checksum.go). Each row
// of a table has an example (examples.go), which the canary plants.
// These files hold what judges the other anchors:
//
//   - the name of a credential: named.go, see below
//   - URLs: url.go, links.go, param.go
//   - headers: header.go, bearer.go, cookie.go
//   - commands and their arguments: command.go, args.go, argument.go, shell.go, verbs.go, typed.go
//   - statements and tables: sql.go, bindings.go, rows.go, owned.go, table.go, cells.go
//   - protocols and formats: protocol.go, sasl.go, forms.go
//   - a user beside a password: pairs.go, spoken.go, refused.go
//   - names in other languages: foreign.go
//   - base64, hex and dumps, in which a text is scrubbed like any other: encoded.go,
//     base64.go, dump.go, execve.go
//   - logs of TLS keys: keylog.go
//
// # The way of a value
//
// Most secrets stand behind a name. Each of these steps begins where the one before it
// has ended, so their order is a part of what they mean:
//
//  1. named.go finds the name around its anchor, and asks the table of namings what it
//     is the name of (names.go, vendors.go, nametable.go). A sentence may have told the value
//     before it (before.go): x is the password. It may be the value of a field itself (field.go).
//  2. behind.go steps over what belongs to the name: its quote, its index, what dresses
//     it (signs.go), the other half of a pair (keyed.go): user[password], **password**.
//  3. delim.go and gap.go read what parts the name from its value. Only behind the name
//     for certain is a bracket or a dot more than a part of it.
//  4. value.go asks the table of forms which one the value has, and so where the
//     secrets in it stand (nested.go, maps.go, members.go, series.go, unwrap.go). Behind
//     words alone the sentence says that: prose.go asks its steps in turn (said.go,
//     announced.go, told.go, phrases.go, chosen.go).
//  5. extent.go knows where a value ends, quotes.go where one in quotes does. They are
//     asked before the cues, which look at all of the value.
//  6. cues.go says whether the value is a secret: the first row of the table of cues that
//     holds. It may stand for a value (placeholder.go, instead.go), be of another kind
//     (cue_alike.go, cue_amount.go, cue_code.go, cue_trade.go, cue_value.go, benign.go,
//     errors.go), or belong to the next field (cue_next.go); looks.go knows how a token looks.
//  7. secret.go decides of what kind the secret is, and with that whether it is hashed or
//     removed, and makes it a span.
//
// # What leaves
//
// A [Text] (text.go) and a [Token] (token.go), whose claims walker.go reads (claims.go).
// All work on bytes, for which bytes.go has the tools.
package redact

import (
	"bytes"
	"reflect"
	"slices"
	"strings"
)

// A Place is where in a line a secret stood; it becomes
// hashtail.token.location and a metric label.
type Place uint8

const (
	InMessage  Place       = iota // free text
	InHeader                      // an Authorization, X-Api-Key … header or field
	InQuery                       // a URL's query, fragment or path
	InReferrer                    // a Referer header
	InCookie                      // a cookie
	InBody                        // a request or response body, an argument, any other field
	PlaceCount = int(iota)        // how many there are
)

func (p Place) String() string {
	return [...]string{"message", "header", "query", "referrer", "cookie", "body"}[p]
}

// or is p, or else q where p says no more than that the text is a message's.
func (p Place) or(q Place) Place {
	if p == InMessage {
		return q
	}
	return p
}

// A Finding is one secret that was replaced since the last Reset.
type Finding struct {
	Kind   Kind
	At     Place
	Token  Token // zero for what is removed, not hashed (passwords, keys)
	Offset int   // where in its text it stood
}

// Found lists what was replaced since the last Reset, in the order found.
func (s *Scrubber) Found() []Finding { return s.found }

// Reset forgets all findings and ends the life of every Text and Token made
// since the last Reset. It is also the moment a Scrubber takes up keys that
// were reloaded.
func (s *Scrubber) Reset() {
	if ring := s.r.ring.Load(); ring != s.keys.ring || s.keys.due() {
		s.keys.turn(ring)
		s.turns++
		s.clean, s.cleanClaims = cleanTexts{}, cleanTexts{} // with keys, an application's own hash is replaced
	}
	if s.large {
		s.shrink()
	}
	s.arena = s.arena[:0]
	s.found = s.found[:0]
	s.forgetNamed()
	s.claims = s.claims[:0]
}

const (
	largeText = 64 << 10 // bytes of one that may need more memory than others
	maxKept   = 1 << 20  // bytes that are kept for the next line, of each kind
)

// shrink gives back what only a large text has needed.
func (s *Scrubber) shrink() {
	s.large = false
	s.arena, s.b64 = kept(s.arena), kept(s.b64)
	s.found, s.spans = kept(s.found), kept(s.spans)
	for _, sc := range s.scans {
		sc.buf, sc.segs, sc.edits = kept(sc.buf), kept(sc.segs), kept(sc.edits)
		sc.b, sc.valuer = nil, valuer{}
		sc.judged.reset()
	}
}

// kept is v, or nil if it has more room than is kept.
func kept[T any](v []T) []T {
	if cap(v) > maxKept/int(reflect.TypeFor[T]().Size()) {
		return nil
	}
	return v
}

// Turns counts how often the keys changed: what was clean before may not be so
// with other keys, which replace an application's own hashes.
func (s *Scrubber) Turns() int { return s.turns }

// Text scrubs free text: any part of a line, a whole line of any format, a URL,
// a command. Secrets in it are replaced and the rest stays as it was.
func (s *Scrubber) Text(raw []byte, at Place) (t Text) {
	if s.knows(raw) {
		return Text{raw}
	}
	first := s.r.eng.filter.next(raw, 0)
	if first == len(raw) && s.r.deny == nil && !s.repeats(raw) {
		if len(raw) > cleanLong {
			s.clean.add(raw)
		}
		return Text{raw} // nothing in it can be a secret
	}
	defer s.failClosed(&t)
	found := len(s.found)
	out, changed := s.scrub(raw, first, at, 0)
	if !changed && len(s.found) == found && s.r.deny == nil {
		s.clean.add(raw)
	}
	return Text{out}
}

// Join is two texts with a constant of this program in between: it shows nothing
// that they do not show.
func (s *Scrubber) Join(t Text, sep constant, u Text) Text {
	mark := len(s.arena)
	s.arena = append(append(append(s.arena, t.b...), sep...), u.b...)
	return Text{s.arena[mark:len(s.arena):len(s.arena)]}
}

// Clean reports whether a text surely holds no secret; most of those that hold
// none show it at once.
func (s *Scrubber) Clean(raw []byte) bool {
	return s.r.deny == nil && (s.clean.has(raw) || s.r.eng.filter.next(raw, 0) == len(raw)) && !s.repeats(raw)
}

// Field scrubs the value of a named field, already unescaped by the parser of
// its format. If the name is a credential's, the whole value is a secret.
func (s *Scrubber) Field(name, raw []byte, at Place) (t Text) {
	row := s.row(name)
	if row == nil || len(raw) == 0 {
		return s.Text(raw, at)
	}
	return s.field(row, raw, at)
}

// Behind scrubs what a parser took from behind a name and a colon. It takes such a name for
// a program's or a logger's, but it may be that of a credential: password: x.
func (s *Scrubber) Behind(name, raw []byte, at Place) Text {
	if s.r.eng.names.find(name) == nil {
		return s.Text(raw, at)
	}
	if len(raw) > 0 && raw[0] == '=' { // process.env.SECRET = 'x'
		return s.after(name, " ", raw, at)
	}
	return s.after(name, ": ", raw, at)
}

// Query scrubs the query of a URL, whose path says what its parameters mean. A first
// parameter of a letter or two is known by the question mark before it.
func (s *Scrubber) Query(path, raw []byte, at Place) Text {
	if eq := bytes.IndexByte(raw[:min(len(raw), maxLinkParam)], '='); eq <= 0 || eq > len("rt") && !endsInLinkWord(path) {
		return s.Text(raw, at)
	}
	return s.after(path[max(0, len(path)-maxNameBytes):], "?", raw, at)
}

// Path scrubs the path of a URL, whose host may say what it means: a webhook.
func (s *Scrubber) Path(host, raw []byte, at Place) Text {
	if len(host) == 0 {
		return s.Text(raw, at)
	}
	return s.after(host, "", raw, at)
}

// HasSecretPaths reports whether a host is one of those whose paths may be secrets,
// which [Scrubber.Path] is for.
func HasSecretPaths(host []byte) bool {
	for _, h := range secretHosts {
		if len(host) >= len(h) && foldEqual(host[len(host)-len(h):], h) {
			return true
		}
	}
	return false
}

// secretHosts are the ends of the hosts that shapes have before a path.
var secretHosts = func() (hosts []string) {
	for i := range shapes {
		host, _, ok := strings.Cut(shapes[i].expr, "/")
		host = host[strings.LastIndexAny(host, "]})*+")+1:]
		if ok && strings.Contains(host, `\.`) && !slices.Contains(hosts, host) {
			hosts = append(hosts, strings.ReplaceAll(host, `\.`, "."))
		}
	}
	return hosts
}()

// after scrubs raw behind what it stood behind, and gives back the scrubbed raw.
func (s *Scrubber) after(lead []byte, sep string, raw []byte, at Place) Text {
	mark, found := len(s.arena), len(s.found)
	s.arena = append(append(append(s.arena, lead...), sep...), raw...)
	n := len(lead) + len(sep)
	whole := s.arena[mark:len(s.arena):len(s.arena)]
	t := s.Text(whole, at)
	if len(t.b) < n || !bytes.Equal(t.b[:n], whole[:n]) { // the lead itself holds a secret
		return t
	}
	for i := found; i < len(s.found); i++ {
		s.found[i].Offset = max(0, s.found[i].Offset-n)
	}
	return Text{t.b[n:]}
}

func (s *Scrubber) field(row *nameRow, raw []byte, at Place) (t Text) {
	defer s.failClosed(&t)
	sc := s.push(raw, row.placeIn(at), 0)
	base := len(s.spans)
	sc.wholeValue(row)
	out, settled := s.replace(raw, base)
	found := len(s.spans) > base
	for _, sp := range s.spans[base:] {
		if v := raw[sp.from:sp.to]; distinctive(v, sp.kind) {
			s.remember(v, sp.kind, sp.at)
		}
	}
	s.spans = s.spans[:base]
	s.pop()
	if !found || !settled { // a mask, a placeholder; or a header of which only a part is secret
		out, _ = s.scrub(out, 0, at, 0)
	}
	return Text{out}
}

// failClosed ends a search that panicked. Not a byte of the text gets through. The program
// goes on: it would meet the same line after each restart, and stop again.
func (s *Scrubber) failClosed(t *Text) {
	if recover() != nil {
		s.depth, s.spans = 0, s.spans[:0]
		s.r.failures.Add(1)
		*t = Static(removed)
	}
}
