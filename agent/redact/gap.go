package redact

import "bytes"

// A gap is what stands between a name and its value. Its methods are named after its
// first sign, and return what parts the two and where the value begins, noDelim if
// there is no value.
type gap struct {
	b      []byte
	from   int  // where the name begins
	to     int  // where it ends
	at     int  // where the sign stands, behind blanks
	quoted bool // the name is
	spaced bool // blanks stand before the sign
}

func (g gap) equals() (delim, int) {
	b, q := g.b, g.at+1
	if hasFold(b, q, "3d ") || hasFold(b, q, "3a ") { // quoted-printable
		return equals, skip(b, q+len("3d"), clSpace)
	}
	for q < len(b) && (b[q] == '=' || b[q] == '>' || b[q] == '~') {
		q++
	}
	for _, arrow := range [...]string{"&gt;", "&amp;gt;"} { // name =&gt; value, of Ruby and PHP in XML
		if hasPrefix(b, q, []byte(arrow)) && q+len(arrow) < len(b) {
			q += len(arrow)
		}
	}
	return equals, skip(b, q, clSpace)
}

func (g gap) arrow() (delim, int) {
	b, q := g.b, g.at
	r := arrow(b, q)
	switch {
	case r == 0 && opensQuote(b, q):
		return tight, q
	case r == 0:
		return g.blank()
	case g.quoted && endsIn(lineBefore(b, g.from, maxNameBytes), `= "`): // ~ auth_type = "password" -> "ldap", of Terraform
		return noDelim, q
	case b[q] == '-' && inCapitals(b[g.from:g.to]) && plainWord(b[r:wordEnd(b, r)]): // DB_PASSWORD -> vault
		return noDelim, q
	}
	return colon, r
}

// backslash knows the equals sign as CEF escapes it: msg=password\=x.
func (g gap) backslash() (delim, int) {
	if byteAt(g.b, g.at+1) == '=' {
		return equals, skip(g.b, g.at+2, clSpace)
	}
	return g.blank()
}

func (g gap) bar() (delim, int) {
	if r := behindPHP(g.b, g.at); r > 0 { // a session of PHP: token|s:3:"x"
		return tight, r
	}
	if g.spaced && byteAt(g.b, g.from-1) == '/' { // cat /run/secrets/password | base64 -d
		return noDelim, g.at
	}
	return sign, g.at + 1
}

// dot knows the pairs of Lisp: ("password" . "x").
func (g gap) dot() (delim, int) {
	if g.quoted && g.spaced && hasPrefix(g.b, g.at+1, []byte(` "`)) {
		return tight, g.at + 2
	}
	return g.blank()
}

// quote knows the selector of a field in quotes: "input[name=password]", "x".
func (g gap) quote() (delim, int) {
	if byteAt(g.b, g.at-1) == ']' {
		if d, next := g.part(g.at + 1); d != noDelim { // name="user[password]"
			return d, next
		}
		return g.typed()
	}
	if k := g.at + len("' (value: `"); hasFold(g.b, g.at+1, " (value: `") && k < len(g.b) && g.b[k] != '\'' { // of ModSecurity: `ARGS:password' (Value: `x' )
		return equals, k
	}
	return g.blank()
}

// blank knows a value that blanks part from its name, or bytes that say how long it is.
func (g gap) blank() (delim, int) {
	b, q := g.b, g.at
	if !g.spaced {
		if r := behindLength(b, q); r > q {
			return tight, r
		}
		return noDelim, q
	}
	if opensElement(b, g.from) { // <Password Type="…">
		if end := bytes.IndexByte(b[q:min(len(b), q+200)], '>'); end > 0 && b[q+end-1] != '/' {
			return element, q + end + 1
		}
	}
	if r := g.filled(q); r > 0 { // I fill in "Password" with "x"
		return tight, r
	}
	return words, q
}

// filled is where the text stands that a test of a page fills the field of the name with,
// 0 if i is not where it says so: fill_in "Password", with: "x".
func (g gap) filled(i int) int {
	for _, with := range [...]string{"with ", "with: ", ":with => "} {
		next := i + len(with)
		if g.quoted && hasPrefix(g.b, i, []byte(with)) && isQuote(byteAt(g.b, next)) && containsFold(lineBefore(g.b, g.from, 24), "fill") {
			return next
		}
	}
	return 0
}

func (g gap) colon() (delim, int) {
	b, q := g.b, g.at+1
	if byteAt(b, q) == ':' && g.inARN() {
		return noDelim, q
	}
	if k := q + len("=20"); hasFold(b, q, "=20") && k < len(b) && (isLetter(b[k]) || b[k] == '<') { // quoted-printable
		return colon, behindTags(b, k)
	}
	if c := byteAt(b, q); c == '=' || c == ':' && !startsClass(b, q+1) {
		return equals, skip(b, q+1, clSpace)
	} else if c == ':' {
		return noDelim, q
	}
	r := skip(b, q, clSpace)
	switch {
	case g.quoted:
		return tight, r
	case isQuote(byteAt(b, q)) && byteAt(b, g.from-1) == b[q]: // 'token:' 'x', of console.log; ("token:", "x")
		k := skip(b, q+1, clSpace)
		if bytes.IndexByte([]byte("([ "), byteAt(b, g.from-2)) >= 0 { // else the next member of an object follows the comma
			k = skip(b, skipByte(b, q+1, ','), clSpace)
		}
		if k > q+1 && byteAt(b, k) == b[q] && k+1 < len(b) {
			return tight, k
		}
	case g.endsPath(q), g.inARN():
		return noDelim, q
	case r > q:
		return colon, r
	}
	return tight, r
}

// startsClass reports whether the name of a class or a module stands at i, behind two
// colons: Tokens::ExpiringWorker.
func startsClass(b []byte, i int) bool {
	end := skip(b, i, clName)
	name := b[i:end]
	return len(name) > 0 && allOf(name, clLower|clUpper, '_') && (len(name) < 20 || !notCamel(name))
}

// endsPath reports whether the name is that of a file, of which the text at i tells:
// /run/secrets/password: no such file. Behind a user's name the slash parts two names.
func (g gap) endsPath(i int) bool {
	b := g.b
	if slash := g.from - 1; slash < 1 || b[slash] != '/' || !isName(b[slash-1]) || userBefore(b, slash) {
		return false
	}
	i = skip(b, i, clSpace)
	return !looksRandom(b[i:tokenEnd(b[:min(len(b), i+maxBare)], i)], 20)
}

// inARN reports whether the name is a part of the name of a resource, of AWS or in a URN:
// arn:aws:secretsmanager:eu-west-1:1:secret:prod/db.
func (g gap) inARN() bool {
	before := g.b[max(0, g.from-80):g.from]
	switch byteAt(g.b, g.from-1) {
	case ':':
		return bytes.Contains(before, []byte("arn:")) || bytes.Contains(before, []byte("urn:"))
	case '/': // urn:pulumi:prod::app::aws:iam/accessKey:AccessKey::ci-user
		return bytes.Contains(before, []byte("urn:"))
	}
	return false
}

func (g gap) greater() (delim, int) {
	b, from, q := g.b, g.from, g.at
	for _, erlang := range [...]string{`>>,<<"`, `>>, <<"`, `>> => <<"`} {
		if g.quoted && hasPrefix(b, q, []byte(erlang)) {
			return tight, q + len(erlang) - 1
		}
	}
	switch {
	case hasFold(b, from-len("redacted:"), "redacted:"): // <redacted:password>
	case hasPrefix(b, from-len("=><"), []byte("=><")): // :password=><password>, a mask of Ruby's programs
	case !g.spaced && standsAlone(b, from-2, q+1): // "<secret>"
	case byteAt(b, from-1) == '<' && byteAt(b, q+1) == '@': // https://<token>@host
	case !g.spaced && g.endsTag():
		return element, q + 1
	}
	return noDelim, q
}

// endsTag reports whether the sign ends the tag of an element that is called by the
// name, or by its last attribute: <Password>x, <Data Name="Password">x. The text of a
// <label for="password"> is no value.
func (g gap) endsTag() bool {
	if opensElement(g.b, g.from) && byteAt(g.b, g.from-2) != ':' {
		return true
	}
	return g.quoted && byteAt(g.b, g.from-2) == '=' && !hasFold(g.b, g.from-len(`for="`), "for")
}

// standsAlone reports whether a word in angle brackets, between the bytes at i and k, is
// all of a value: "<secret>", x=<secret>;y=z.
func standsAlone(b []byte, i, k int) bool {
	switch c := byteAt(b, i); c {
	case '"', '\'':
		return byteAt(b, k) == c
	case '=':
		return byteAt(b, k) == ';' || byteAt(b, k) == ','
	}
	return false
}

func (g gap) bracket() (delim, int) {
	switch {
	case g.spaced:
		return words, g.at
	case isQuote(byteAt(g.b, g.at+1)): // PASSWORD('x')
		return tight, g.at + 1
	}
	for _, how := range [...]string{"(utf8)=", "(utf-8)=", "(plain)=", "(raw)=", "(hex)=", "(base64)=", "(clear)=", "(decoded)="} {
		if k := g.at + len(how); hasFold(g.b, g.at, how) && k < len(g.b) { // password(utf8)=x
			return equals, k
		}
	}
	return sign, g.at + 1
}

func (g gap) comma() (delim, int) {
	b, q := g.b, g.at
	r := skip(b, q+1, clSpace)
	before := byteAt(b, g.from-1)
	if i := g.filled(r); i > 0 {
		return tight, i
	}
	switch {
	case hasPrefix(b, g.from-len("-object "), []byte("-object secret,id=")): // of QEMU: -object secret,id=s0,data=x
		if k := bytes.Index(lineBehind(b, q, 80), []byte(",data=")); k > 0 && q+k+len(",data=") < len(b) {
			return equals, q + k + len(",data=")
		}
	case hasPrefix(b, r, []byte(`<<"`)): // {<<"password">>, <<"x">>} of Erlang
		return tight, r + len("<<")
	case before == '{' && byteAt(b, r) == '"': // {password,"x"} of Erlang
		return tight, r
	case r == q+2 && !g.quoted && hasPrefix(b, g.from, []byte("--")) && opened(lineBefore(b, g.from, maxQuoted)): // [--token, x]
		return words, r
	case g.quoted: // "password", "x"
		return list, r
	case r == q+2 && containsFold(lineBefore(b, g.from, 80), "property: "): // Loading configuration property: s3.secret-key, x
		return colon, r
	case isQuote(byteAt(b, r)) && (before == ':' || inCapitals(b[g.from:g.at])): // set :password, "x"; curl_setopt($ch, CURLOPT_USERPWD, "bob:x")
		return list, r
	}
	return noDelim, q
}

// typedBy are the functions that type a text into the field of a page.
var typedBy = []string{
	".type(", ".fill(", ".sendkeys(", ".send_keys(", ".setvalue(", ".set_value(", ".presssequentially(", ".typetext(", ".val(", ".set(",
}

// typed knows what tests of a page say of the field that has the name, and the text that
// they type into it: By.id("password")).sendKeys("x"), fill("input[name=password]", "x").
func (g gap) typed() (delim, int) {
	b, i := g.b, g.at
	for i < len(b) && i < g.at+6 && bytes.IndexByte([]byte("])\"'"), b[i]) >= 0 {
		i++
	}
	if byteAt(b, i) == ',' && isQuote(byteAt(b, i-1)) && byteAt(b, g.from-1) != ':' { // but not 'user[:passwd]', 'host'
		next := skip(b, i+1, clSpace)
		if byteAt(b, next) == b[i-1] {
			return list, next
		}
		g.quoted = true // as a part of the selector
		if next = g.filled(next); next > 0 {
			return tight, next
		}
		return noDelim, g.at
	}
	for _, call := range [...]string{".first()", ".clear()", ".click()", ".focus()"} {
		if hasFold(b, i, call) {
			i += len(call)
		}
	}
	for _, call := range typedBy {
		if next := i + len(call); hasFold(b, i, call) && isQuote(byteAt(b, next)) {
			return list, next
		}
	}
	return noDelim, g.at
}

// inCapitals reports whether a name is written as constants are: CURLOPT_PASSWORD, pycurl.USERPWD.
func inCapitals(name []byte) bool {
	name = name[bytes.LastIndexByte(name, '.')+1:]
	return allOf(name, clUpper|clDigit, '_')
}

func (g gap) semicolon() (delim, int) {
	b, q := g.b, g.at
	if !g.quoted {
		return noDelim, q
	}
	if r := skip(b, q+1, clSpace); hasFold(b, r, "value=") {
		return words, r
	}
	if r := behindPHP(b, q); r > 0 { // PHP: s:8:"password";s:3:"x"
		return tight, r
	}
	return noDelim, q
}

func (g gap) less() (delim, int) {
	b, q := g.b, g.at
	if hasFold(b, q, "</th>") && hasFold(b, skip(b, q+len("</th>"), clSpace), "<th") { // a header's cells
		return noDelim, q
	}
	if next := g.nextElement(); next > 0 {
		return element, next
	}
	if r := q + len("<- "); g.spaced && hasPrefix(b, q, []byte("<- ")) && isQuote(byteAt(b, r)) { // password <- "x" of R
		return equals, r
	}
	if g.spaced {
		return words, q
	}
	if k := bytes.IndexByte(lineBehind(b, q, 80), '>'); k > 1 && b[q+1] != '/' { // password<x>
		return sign, q + 1
	}
	return noDelim, q
}

// nextElement is where the element begins behind one whose text is the name, 0 if
// there is none: <key>password</key><string>x</string>.
func (g gap) nextElement() int {
	b := g.b
	k := bytes.IndexByte(b[g.at:min(len(b), g.at+40)], '>')
	if k <= 0 || byteAt(b, g.from-1) != '>' || byteAt(b, g.at+1) != '/' {
		return 0
	}
	next := skip(b, g.at+k+1, clSpace)
	if byteAt(b, next) != '<' || !isLetter(byteAt(b, next+1)) {
		return 0
	}
	if tag, behind := b[g.at+len("</"):g.at+k], b[next+1:skip(b, next+1, clName)]; !bytes.Equal(tag, behind) && !inAnyCase(namesOthers, tag) && !inAnyCase(namingTags, tag) && !holdsValue(behind) {
		return 0 // <auth_method>password</auth_method><host>web01</host>
	}
	return next
}

// namingTags are elements whose text may be the name of what the next one holds, beside namesOthers.
var namingTags = wordSet(`k n d dt th td b i em strong span div p li ul code font a h1 h2 h3 h4 h5 h6 string title legend small text id member term item`)

// lineEnd knows a part of a multipart body, and - name: x, value: y in YAML.
func (g gap) lineEnd() (delim, int) {
	b, q := g.b, g.at
	r := skip(b, q, clSpace)
	switch {
	case hasFold(b, r, "value: ") && r+len("value: ") < len(b):
		return tight, skip(b, r+len("value: "), clSpace)
	case g.quoted:
		return g.part(q)
	}
	return noDelim, q
}

// part knows the text of a part of a multipart body, which stands at i behind the name
// of its field and the other headers of the part: name="password", Content-Type: text/plain.
func (g gap) part(i int) (delim, int) {
	b := g.b
	before := lineBefore(b, g.from, maxNameBytes)
	if k := bytes.LastIndex(before, []byte("name=")); k < 0 || isLetter(byteAt(before, k-1)) || !madeOf(before[k+len("name="):], clName, `"'[]`) || byteAt(b, i) != '\n' && byteAt(b, i) != '\r' {
		return noDelim, i
	}
	next := skip(b, i, clSpace)
	for range maxPartHeaders {
		end := next + len(lineBehind(b, next, maxQuoted))
		if byteAt(b, end) != '\n' || !hasFold(b, next, "content-") {
			break
		}
		next = skip(b, end, clSpace)
	}
	if next == i+1 || next == len(b) {
		return noDelim, i
	}
	return equals, next
}

const maxPartHeaders = 4 // of a part of a multipart body, but for the one with its name
