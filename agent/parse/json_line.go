package parse

import "bytes"

// jsonLine reads a record that is a JSON object. In a file of applications' JSON it is asked
// before the format of containers, so it asks that one about what Docker may have written.
func jsonLine(p *Parser, line []byte) error {
	if line[0] != '{' {
		return ErrFormat
	}
	docker := mayBeDockers(line)
	if docker {
		if err := containerLine(p, line); err != ErrFormat {
			return err
		}
	}
	if !p.doc.read(p, line) {
		if len(line) > 1 && (line[1] == '"' || line[1] == ' ') && !p.doc.read(p, p.inspected(line)) { // else textLine reads it
			return errBroken
		}
		return ErrFormat
	}
	err := p.object(&p.doc)
	if !docker || !p.doc.Has("stream") { // with another stream it is a container's
		p.learn()
	}
	return err
}

// object gives an object to the format whose keys it has, else to the general
// reading.
func (p *Parser) object(d *Doc) error {
	p.keepFields(d)
	p.general = true
	if p.trace != nil {
		p.trace.lacking(p.index.objects, d)
	}
	if err := p.product(d); err != ErrFormat {
		return err
	}
	p.fields(d)
	p.inMessage()
	return nil
}

// product gives an object to the format whose keys it has. One that looked for a record in the
// object and refuses it has the object read again, for the record was read in its place.
func (p *Parser) product(d *Doc) error {
	src := d.src
	for _, f := range p.index.objects {
		if !d.seen.has(f.need) {
			continue
		}
		p.general = false
		mark := p.mark()
		err := f.Object(p, d)
		p.trace.asked(f, err, otherContents)
		if err != ErrFormat {
			p.general = false    // also where it holds a record that is
			if p.module == nil { // else what it holds says more
				p.module = f
			}
			p.settled = f.Settled && !p.inside && p.module == f
			return err
		}
		p.forget(mark)
		if len(d.src) != len(src) || &d.src[0] != &src[0] {
			d.read(p, src)
		}
	}
	return ErrFormat
}

// inMessage reads what the message of a general record holds.
func (p *Parser) inMessage() {
	if !p.boxedObject() {
		p.nested()
		p.within()
		if (p.module == nil || p.module.General) && !p.wrapped { // else what it says has been read
			p.pairsAndWords(trailingPairs(p.val(Message)), spaces)
		}
	}
}

// within reads what the message of a general record is by itself: a program's, a
// whole record, or one that some format knows without a header.
func (p *Parser) within() {
	p.spoken()
	p.enveloped()
	p.requestSaid()
	if p.module != nil && !p.module.General || p.has(UserName) || p.wrapped {
		return
	}
	m := p.val(Message)
	if len(m) == 0 || !p.wording(m).telling() && !saysAnswer(m) {
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

// requestSaid mines a message that tells of a request and its answer, where no key does:
// "POST /login 401 12ms".
func (p *Parser) requestSaid() {
	m := p.val(Message)
	if p.mined || p.has(Method) || p.has(Path) || p.has(Target) || p.module != nil && !p.module.General {
		return
	}
	if bytes.IndexByte(m, '/') < 0 || !(p.st.opt.All && namesMethod(m) || saysRequest(m)) {
		return
	}
	p.mine(m[:min(len(m), maxWording)])
}

// saysRequest reports whether a message may tell of a request that counts.
func saysRequest(m []byte) bool {
	return bytes.IndexByte(m, '/') >= 0 && namesMethod(m) && asks(m) || saysAnswer(m)
}

func namesMethod(m []byte) bool {
	m = m[:min(len(m), maxWording)]
	for _, s := range [...]string{"GET ", "POST ", "PUT ", "PATCH ", "DELETE ", "HEAD ", "OPTIONS "} {
		if holds(m, s) {
			return true
		}
	}
	return false
}

var appName, imagePath = keys["appname"], keys["processimagepath"]

// spoken gives the message of a record that names its program to that program's
// format: journald's JSON and what other agents make of syslog.
func (p *Parser) spoken() {
	if !p.has(ProcessName) && p.has(ServiceName) && p.key[ServiceName] == appName && p.program(p.val(ServiceName)) != nil { // rsyslog's JSON
		p.set(ProcessName, p.val(ServiceName))
		p.unset(ServiceName)
	}
	if path := p.val(ProcessPath); !p.has(ProcessName) && path != nil && p.key[ProcessPath] == imagePath { // macOS' unified log
		p.set(ProcessName, path[bytes.LastIndexByte(path, '/')+1:])
	}
	f, msg := p.program(p.val(ProcessName)), bytes.TrimRight(p.val(Message), "\r\n")
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
	if record[0] != '{' || !p.doc.read(p, record) || !p.doc.seen.has(f.need) {
		return ErrFormat
	}
	p.keepFields(&p.doc)
	err := f.Object(p, &p.doc)
	if p.settled = f.Settled && err != ErrFormat && !p.inside; p.settled {
		p.learn()
	}
	return err
}

// maxNested is how many objects may stand within each other as text.
const maxNested = 3

// nested reads the JSON that an application put into its message as text, or behind it.
func (p *Parser) nested() {
	for range maxNested {
		m := p.val(Message)
		at := objectIn(m)
		if at < 0 || !p.inner.read(p, m[at:]) {
			if at = p.inspectedIn(m); at < 0 {
				return
			}
		}
		if at == 0 {
			p.unset(Message)
		}
		p.members(&p.inner, 0, anywhere, 0)
		if at > 0 {
			return
		}
	}
}

// trailingPairs are the pairs with which a message ends, if they are several, perhaps in
// brackets: "login failed user=bob ip=192.0.2.1". Those that words follow are left to mine.
func trailingPairs(m []byte) []byte {
	first := bytes.IndexByte(m, '=')
	for first > 0 && (isWord(m[first-1]) || m[first-1] == '.' || m[first-1] == '-') {
		first--
	}
	if first <= 0 || !startsPair(m[first:]) {
		return nil
	}
	switch end := m[len(m)-1]; m[first-1] {
	case ' ':
	case '(', '[':
		if end != ')' && end != ']' {
			return nil
		}
		m = m[:len(m)-1]
	default:
		return nil
	}
	n := 0
	for rest := m[first:]; ; n++ {
		name, v, _, tail := nextPair(rest)
		if name == nil && v == nil {
			break
		} else if name == nil {
			return nil
		}
		rest = tail
	}
	if n < 2 {
		return nil
	}
	return m[first:]
}

// inspectedIn is where the object begins with which a message ends as another language prints
// it, which is then read; -1 where there is none.
func (p *Parser) inspectedIn(m []byte) int {
	object, at := p.inspected(m), 0
	if object == nil && !beginsRecord(m) {
		object, at = p.inspectedAt(m)
	}
	if object == nil || !p.inner.read(p, object) {
		return -1
	}
	return at
}

// objectIn is where the object begins with which a message ends, as a whole or behind words;
// -1 where there is none. A message that is a record with a header of its own is left to
// enveloped.
func objectIn(m []byte) int {
	switch {
	case len(m) < 2 || m[len(m)-1] != '}':
		return -1
	case m[0] == '{':
		return 0
	case beginsRecord(m):
		return -1
	}
	i := objectAt(m[:min(len(m), maxWording)]) // "login failed: {"user":"bob"}"
	if i < 0 {
		return -1
	}
	return i + 1
}
