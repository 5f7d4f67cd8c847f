package parse

import (
	"bytes"
	"encoding/base64"

	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/redact"
)

// jsonLine reads a record that is a JSON object.
func jsonLine(p *Parser, line []byte) error {
	if line[0] != '{' {
		return ErrFormat
	}
	if bytes.HasPrefix(line, []byte(`{"log":"`)) { // Docker's, in a file of applications' JSON
		if err := containerLine(p, line); err != ErrFormat {
			return err
		}
	}
	if !p.doc.read(p, line) {
		if len(line) > 1 && (line[1] == '"' || line[1] == ' ') {
			return errBroken
		}
		return ErrFormat
	}
	err := p.object(&p.doc)
	if err == nil && p.general && len(p.st.keep) == 0 {
		p.layouts.learn(&p.doc)
	}
	return err
}

// generalJSON reports whether a record can have the layout of one before it: the
// file's format is general JSON.
func (p *Parser) generalJSON(st *State, record []byte) bool {
	format := st.line
	if c := st.choice; c != nil && len(c.rows) == 1 {
		format = c.rows[0]
	}
	return format == p.index.json && len(record) > 0 && record[0] == '{' && p.trace == nil && len(st.keep) == 0
}

// fromLayout sets the values of a familiar record.
func (p *Parser) fromLayout(record []byte) {
	p.module = p.index.rows[p.index.json]
	p.layouts.set(p, record)
	p.nested()
	p.within()
}

// object gives an object to the format whose keys it has, else to the general
// reading.
func (p *Parser) object(d *Doc) error {
	p.keepFields(d)
	p.general = true
	if p.trace != nil {
		p.trace.lacking(p.index.objects, d)
	}
	for _, f := range p.index.objects {
		if !d.seen.has(f.need) {
			continue
		}
		p.general = false
		mark := p.mark()
		err := f.Object(p, d)
		p.trace.asked(f, err, otherContents)
		if err != ErrFormat {
			if p.module == nil { // else what it holds says more
				p.module = f
			}
			return err
		}
		p.forget(mark)
	}
	p.fields(d)
	p.nested()
	p.within()
	return nil
}

// within reads what the message of a general record is by itself: a program's, a
// whole record, or one that some format knows without a header.
func (p *Parser) within() {
	p.spoken()
	p.enveloped()
	if p.module != nil && !p.module.General || p.has(UserName) || p.wrapped {
		return
	}
	m := p.val[Message]
	if len(m) == 0 || !p.wording(m).telling() {
		return
	}
	module := p.module
	switch p.bare(m) {
	case ErrFormat:
		p.module = module
	case ErrNotAuth:
		p.auth = notAuth
	}
}

// spoken gives the message of a record that names its program to that program's
// format: journald's JSON and what other agents make of syslog.
func (p *Parser) spoken() {
	f, msg := p.program(p.val[ProcessName]), bytes.TrimRight(p.val[Message], "\r\n")
	if f == nil || f.Message == nil || len(msg) == 0 {
		return
	}
	mark := p.mark()
	p.headed = true
	err := f.Message(p, msg)
	p.headed = false
	switch err {
	case nil:
		p.module = f
	case ErrNotAuth:
		p.module, p.auth = f, notAuth
	default:
		p.forget(mark)
	}
}

// objectOf reads a record in the object format that the configuration names.
func (p *Parser) objectOf(f *row, record []byte) error {
	if i := bytes.IndexByte(record, '{'); i > 0 { // behind a syslog header
		record = record[i:]
	}
	if !p.doc.read(p, record) || !p.doc.seen.has(f.need) {
		return ErrFormat
	}
	return f.Object(p, &p.doc)
}

// fields reads all members of an object by the names that applications use.
func (p *Parser) fields(d *Doc) { p.members(d, 0, anywhere, 0) }

func (p *Parser) members(d *Doc, at uint32, in scope, depth int) {
	nodes := d.nodes
	for i := at + 1; i < nodes[at].next; i = nodes[i].next {
		n := &nodes[i]
		where := in
		if n.key.scope != anywhere {
			where = within(in, n.key.scope)
		}
		switch n.kind {
		case null:
			p.nothing(n.key, where)
		case object:
			if v, is := d.any(i); v != nil {
				if n.key != unknown {
					p.pair(n.key, d.src[n.name:n.stop], where, depth, v, is)
				}
				continue
			}
			p.members(d, i, within(where, n.key.inside), depth+1)
		case array:
			p.elements(d, i, where, depth)
		default:
			if n.key == unknown {
				continue
			}
			p.pair(n.key, d.src[n.name:n.stop], where, depth, d.value(i), n.kind)
		}
	}
}

// elements reads an array: scalars as values of its key, of which the first
// counts; objects that name a key and a value as that pair; others as objects.
func (p *Parser) elements(d *Doc, at uint32, in scope, depth int) {
	k := d.nodes[at].key
	name := d.src[d.nodes[at].name:d.nodes[at].stop]
	for i := at + 1; i < d.nodes[at].next; i = d.nodes[i].next {
		switch n := &d.nodes[i]; n.kind {
		case object:
			if k, v := d.named(i, "key", "name", "Name", "Key"), d.named(i, "value", "Value"); k != nil && v != nil {
				p.pair(p.keys.find(p.index, k), k, within(in, d.nodes[at].key.inside), depth+1, v, text)
				continue
			}
			p.members(d, i, within(in, k.inside), depth+1)
		case text, numeric, boolean:
			if m := k.at[in]; m.field == UserRole && n.kind == text {
				p.roles = append(p.roles, d.value(i))
			} else if k != unknown {
				p.pair(k, name, in, min(depth+1, 7), d.value(i), n.kind)
			}
		}
	}
}

// named is the value of the object's member with one of the names.
func (d *Doc) named(at uint32, names ...string) []byte {
	for i := at + 1; i < d.nodes[at].next; i = d.nodes[i].next {
		n := &d.nodes[i]
		for _, name := range names {
			if string(d.src[n.name:n.stop]) == name {
				if n.kind == object {
					v, _ := d.any(i)
					return v
				}
				return d.value(i)
			}
		}
	}
	return nil
}

// any is the value of an object that is one of OpenTelemetry's values:
// {"stringValue":"bob"}.
func (d *Doc) any(at uint32) ([]byte, kind) {
	i := at + 1
	if i >= d.nodes[at].next || d.nodes[i].next != d.nodes[at].next {
		return nil, null
	}
	n := &d.nodes[i]
	switch string(d.src[n.name:n.stop]) {
	case "stringValue":
		return d.value(i), text
	case "intValue", "doubleValue":
		return d.value(i), numeric
	case "boolValue":
		return d.value(i), boolean
	}
	return nil, null
}

// nested reads the JSON that an application put into its message as text.
func (p *Parser) nested() {
	m := p.val[Message]
	if len(m) < 2 || m[0] != '{' || m[len(m)-1] != '}' || !p.inner.read(p, m) {
		return
	}
	p.unset(Message)
	p.members(&p.inner, 0, anywhere, 1)
}

// keepFields makes labels of the members that the configuration names, be the
// dots in the name its own or between nested objects.
func (p *Parser) keepFields(d *Doc) {
	for i := range p.st.keep {
		l := &p.st.keep[i]
		v := d.Get(l.key)
		if v == nil && len(l.path) > 1 {
			v = d.Get(l.path...)
		}
		p.keep(l, v)
	}
}

func (p *Parser) keep(l *label, v []byte) {
	if !absent(v) {
		start := len(p.buf)
		p.buf = append(p.buf, l.key...)
		p.e.Labels = append(p.e.Labels, event.Label{Key: l.encoded, Value: p.s.Field(p.buf[start:], v, redact.InBody)})
	}
}

// keepPair makes a label of a pair that the configuration names.
func (p *Parser) keepPair(name, v []byte) {
	for i := range p.st.keep {
		if l := &p.st.keep[i]; string(name) == l.key {
			p.keep(l, v)
		}
	}
}

// nothing notes a member that is there but null: a request without a token.
func (p *Parser) nothing(k *key, in scope) {
	if k.secret && in != inAnswer || k.at[in].field == TokenHash {
		p.noToken = true
	}
}

// pair takes in one name with its value, from an object or from key=value.
func (p *Parser) pair(k *key, name []byte, in scope, depth int, v []byte, is kind) {
	if k.scope != anywhere {
		in = within(in, k.scope)
	}
	if k.secret && in != inAnswer && in != inNothing {
		p.secret(name, v, in, is)
		return
	}
	m := k.at[in]
	if m.field == NoField || m.tier == 2 && depth > 0 {
		return
	}
	rank := rankOf(m.tier, depth)
	if !looksAtValue[m.field] {
		p.offer(m.field, v, rank, k)
		return
	}
	switch f := m.field; f {
	case SourceIP:
		if is == text {
			p.endpoint(v, rank, k, SourceIP, SourcePort, SourceHost)
		}
		return
	case DestIP:
		if is == text {
			p.endpoint(v, rank, k, DestIP, DestPort, DestHost)
		}
		return
	case UserName:
		if is == numeric && m.tier == 0 {
			p.offer(UserID, v, rank+8, k)
			return
		}
		if is == boolean || len(v) > 256 || is == numeric && name[len(name)-1]|0x20 == 's' { // how many users
			return
		}
	case Time:
		if len(v) < 8 {
			return
		}
		if len(v) == 10 && !isDigit(v[4]) {
			m.field = Day
		}
	case Method:
		if !isMethod(v) {
			return
		}
	case Status:
		if _, ok := readStatus(v); !ok {
			p.offer(OutcomeWord, v, rank+8, k)
			return
		}
	case Code:
		if _, ok := readStatus(v); ok && is == numeric {
			f, rank = Status, rank+8
			m.field = f
		}
	case OutcomeWord:
		if status, ok := readStatus(v); ok && is == numeric && status >= 200 {
			m.field, rank = Status, rank+8
		}
	case Failed, ErrorText:
		if is == boolean || f == Failed {
			m.field = Failed
		}
	case Proto:
		switch {
		case bytes.HasPrefix(v, []byte("HTTP/")):
		case len(v) > 0 && isDigit(v[0]):
		case string(v) == "http" || string(v) == "https":
			m.field = URLScheme
		default:
			m.field = Protocol
		}
	case RequestLine:
		if is != text || len(v) == 0 {
			return
		}
		if m.field = Target; v[0] != '/' {
			p.requestLine(v)
			return
		}
	case ServiceName:
		if _, ok := readDurationText(v); ok { // Heroku's router: service=3ms
			m.field = DurationText
		}
	case Target, Path:
		if is != text || len(v) == 0 {
			return
		}
		if host, _ := splitPort(v); isAddress(host) { // an endpoint that is no URL
			p.endpoint(v, rank+8, k, SourceIP, SourcePort, SourceHost)
			return
		}
		if bytes.IndexByte(v, ' ') > 0 {
			p.requestLine(v)
			return
		}
	case DurationS:
		if s, n := readStamp(v); is == text && n == len(v) && s.year > 0 { // AWS calls the time of a request requestTime
			m.field = Time
		}
	case Duration:
		m.field = durationUnit(v, is)
	case Level, Logger, Message, Reason, TraceID, SpanID:
		if is == boolean {
			return
		}
		if f == Logger && (string(v) == "success" || string(v) == "failure") { // a category
			m.field, rank = OutcomeWord, rank+8
		}
	}
	p.offer(m.field, v, rank, k)
}

// rankOf is how sure a value is: what its key says, then how deep it stands.
func rankOf(tier uint8, depth int) uint8 { return 2 + tier*8 + uint8(min(depth, 7)) }

// looksAtValue are the fields that pair gives a value only after a look at it.
var looksAtValue = [fieldCount]bool{
	SourceIP: true, DestIP: true, UserName: true, Time: true, Method: true, Status: true, Code: true, OutcomeWord: true,
	Failed: true, ErrorText: true, Proto: true, RequestLine: true, ServiceName: true, Target: true, Path: true, Duration: true, DurationS: true,
	Level: true, Logger: true, Message: true, Reason: true, TraceID: true, SpanID: true,
}

// durationUnit guesses the unit of a duration that names none: a text has it,
// a fraction counts seconds, a very large number nanoseconds.
func durationUnit(v []byte, is kind) Field {
	switch {
	case is == text:
		return DurationText
	case bytes.IndexByte(v, '.') >= 0:
		return DurationS
	case len(v) > 6:
		return DurationNS
	}
	return DurationMS
}

// secret takes in a credential: hashed it may be the event's token, a password
// is only counted.
func (p *Parser) secret(name, v []byte, in scope, is kind) {
	p.secretAt(name, placeOf(name, in), v, is)
}

func (p *Parser) secretAt(name []byte, at redact.Place, v []byte, is kind) {
	if is != text || absent(v) {
		p.noToken = p.noToken || len(v) == 0
		return
	}
	p.s.Find(name, v, at)
	p.claim()
	if p.trace != nil {
		p.trace.secret(p, v)
	}
	p.basic(v)
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
	const scheme = "Basic "
	if len(v) <= len(scheme) || len(v) > 1024 || !bytes.EqualFold(v[:len(scheme)], []byte(scheme)) {
		return
	}
	start := len(p.buf)
	p.buf = append(p.buf, v[len(scheme):]...) // as long as the plain text at least
	plain := p.buf[start:]
	n, err := base64.StdEncoding.Decode(plain, v[len(scheme):])
	if err != nil {
		return
	}
	if name, _, ok := bytes.Cut(plain[:n], []byte(":")); ok {
		p.offer(UserName, name, keyed, nil)
	}
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

func isMethod(v []byte) bool {
	switch string(v) {
	case "GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "CONNECT", "TRACE",
		"get", "post", "put", "delete", "head", "options", "patch",
		"PROPFIND", "REPORT", "MKCOL", "MOVE", "COPY", "LOCK", "UNLOCK", "PROPPATCH", "SEARCH":
		return true
	}
	return false
}

// containsFold reports whether b contains s, which is in lower case.
func containsFold(b []byte, s string) bool {
	for i := 0; i+len(s) <= len(b); i++ {
		j := 0
		for j < len(s) && b[i+j]|0x20 == s[j] {
			j++
		}
		if j == len(s) {
			return true
		}
	}
	return false
}
