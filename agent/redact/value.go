package redact

import "bytes"

// maxNameBytes bounds how far a name reaches to either side of its anchor.
const maxNameBytes = 64

// A valuer reads the value of one name.
type valuer struct {
	sc        *scan
	row       *nameRow // what the name is the name of
	d         delim    // what parts the name from the value
	at        Place    // where the secret stands
	query     bool     // the name is that of a parameter in a URL or a form, whose value ends at the next &
	from      int      // where the name begins
	name      []byte   // as it is written; empty if a parser knew it, see [Scrubber.Field]
	heads     bool     // the name heads a column of cells in HTML and has its values below it: <td>user</td><td>password</td>
	nameQuote [2]int   // where the quote behind the name stands: "password": x; zeros if it has none
}

func (v *valuer) quotedName() bool { return v.nameQuote[1] > 0 }

// value replaces the value at p, which stands behind the name and what parts it from
// that. It returns where the value ends, or 0 if what stands there is still to be
// searched like any other text.
func (v *valuer) value(p int) int {
	switch v.d {
	case element:
		return v.elementBehind(p)
	case words:
		return v.words(p)
	case sign:
		return v.behindSign(p)
	case list:
		return v.pair(p)
	}
	forms := v.sc.eng.forms
	for i := range forms {
		if end, known := forms[i].read(v, p); known {
			return end
		}
	}
	return v.alone(p)
}

// A valueForm is a form that a value can have behind an equals sign or a colon. It
// knows whether the value at p has it, and then replaces what is secret in it and
// returns what value returns.
type valueForm struct {
	says string
	then verdict // spares, if what has the form is no value
	read func(v *valuer, p int) (end int, known bool)
}

// valueForms is the list of them. They are asked in this order, the first that knows
// the value decides, and a value that none knows stands alone: see [valuer.alone]. Each
// has its examples in testdata/forms.txt.
var valueForms = []valueForm{
	{"an error", spares, (*valuer).errorInstead},                                   // password: ORA-28001
	{"bytes", catches, (*valuer).inNumbers},                                        // token:[116 111 107 101 110 49]
	{"an object that does not say what is in it", spares, (*valuer).objectInstead}, // token:(*string)(nil)
	{"another attribute", spares, (*valuer).nextAttribute},                         // v-model="form.password" :rules="x"
	{"what an assertion compares", catches, (*valuer).compared},                    // token ==> expected: <x> but was: <y>
	{"what something was and became", catches, (*valuer).changed},                  // token refresh: old=x new=y
	{"keys beside the same in hex", catches, (*valuer).besideHex},                  // {"keys":["x"],"keys_base64":["y"]}
	{"a tag for a value elsewhere", spares, (*valuer).tagged},                      // password: !Ref DbPassword, password: *default
	{"a map of secrets", catches, (*valuer).hold},                                  // secrets: {db: x, mail: y}
	{"a list", catches, (*valuer).listAt},                                          // tokens: [x, y]
	{"a password behind how it is hashed", catches, (*valuer).behindScheme},        // {noop}x
	{"a remark in brackets", spares, (*valuer).remarked},                           // password: (12 characters)
	{"a value in braces or angle brackets", catches, (*valuer).bracketsAt},         // Pwd={x};
	{"an object", catches, (*valuer).objectAt},                                     // "password": {"value": "x"}
	{"a user and a password", catches, (*valuer).account},                          // credentials: bob / x
	{"a list that is written as a call", catches, (*valuer).called},                // tokens: List(x, y)
	{"a value in brackets", catches, (*valuer).inBrackets},                         // code=(x)
	{"a pair with quotes", catches, (*valuer).pairInQuotes},                        // secret: data="x", csrf: enabled="true"
	{"cases of SQL", catches, (*valuer).caseOf},                                    // SET pwd = CASE id WHEN 1 THEN 'x' END
}

// elementBehind replaces the text of an element whose start tag holds the name, and
// ends before p. What stands between the two may hold other secrets and is still to be
// searched: <Password token="x">y</Password>.
func (v *valuer) elementBehind(p int) int {
	end := v.element(p)
	if p > v.from+len(v.name)+len(`">`) {
		return 0
	}
	return end
}

// behindSign replaces the value at p behind a sign that no other delimiter knows:
// password(x), changePassword(bob, old=x, new=y), password|x.
func (v *valuer) behindSign(p int) int {
	closer := v.sc.b[p-1]
	switch closer {
	case '(':
		closer = ')'
		if next := v.setNamed(p); next > 0 {
			return next
		}
	case '<':
		closer = '>'
	}
	return v.signed(p, closer)
}

func (v *valuer) errorInstead(p int) (end int, known bool) {
	return 0, v.d == colon && errorAt(v.sc.b, p)
}

// nextAttribute knows the attributes of Vue, whose names begin with the colon that seems
// to stand behind the name: v-model="form.password" :rules="…".
func (v *valuer) nextAttribute(p int) (end int, known bool) {
	b := v.sc.b
	return 0, v.d == tight && v.quotedName() && byteAt(b, p-1) == ':' && byteAt(b, p-2) == ' ' && hasPrefix(b, skip(b, p, clName), []byte(`="`))
}

// changed knows token refresh: old=x new=y. In JSON, where such words are names of
// their own, more may follow that other forms know.
func (v *valuer) changed(p int) (end int, known bool) {
	end = v.change(p)
	return end, end > 0 && v.d != tight
}

// besideHex judges the list before the name, and leaves the value to other forms.
func (v *valuer) besideHex(int) (end int, known bool) {
	if v.row.name == "keysbase" {
		v.keysInHex()
	}
	return 0, false
}

func (v *valuer) tagged(p int) (end int, known bool) {
	return 0, yamlTag(v.sc.b, p) || v.d == colon && yamlAlias(v.sc.b, p)
}

// listAt knows what begins with a square bracket: [x, y], and what is no list but
// looks like one.
func (v *valuer) listAt(p int) (end int, known bool) {
	b := v.sc.b
	switch {
	case b[p] != '[', hasPrefix(b, p, []byte("[]string{")) && !v.plural(): // the one value of a form, as Go prints it
		return 0, false
	case v.plural() && container(b, p) > p+1: // []string{"x", "y"}
		return v.list(container(b, p) - 1), true
	}
	closed := bytes.IndexByte(b[p:min(len(b), p+maxMask)], ']')
	if closed <= 0 {
		return v.list(p), true
	}
	behind := p + closed + 1
	if masked(b[p:behind]) || placeholder(b[p:behind], false) { // [PAD], of a tokenizer
		return 0, true
	}
	if port := skip(b, behind+1, clDigit); port > behind+1 && b[behind] == ':' && byteAt(b, port) == ' ' && v.row.kind == Password { // [mail.example.com]:587 user:x
		return v.sc.pairAt(port+1, false), true
	}
	return v.list(p), true
}

// behindScheme knows a password that its file would hash, but does not: {PLAIN}x of Dovecot,
// {CLEARTEXT}x of directories, {noop}x of Spring.
func (v *valuer) behindScheme(p int) (end int, known bool) {
	b := v.sc.b
	if b[p] != '{' || v.row.kind != Password {
		return 0, false
	}
	for _, scheme := range [...]string{"{plain}", "{clear}", "{cleartext}", "{noop}"} {
		if from := p + len(scheme); hasFold(b, p, scheme) && from < len(b) && !endsHere(b, from) {
			return v.one(from, 0), true
		}
	}
	return 0, false
}

func (v *valuer) remarked(p int) (end int, known bool) {
	b := v.sc.b
	if b[p] != '(' {
		return 0, false
	}
	closed := bytes.IndexByte(b[p:min(len(b), p+maxMask)], ')')
	return 0, closed > 0 && masked(b[p:p+closed+1])
}

func (v *valuer) bracketsAt(p int) (end int, known bool) {
	b := v.sc.b
	known = (b[p] == '{' || b[p] == '<' && !hasPrefix(b, p, []byte(`<<"`))) && v.bracketed(p) // <<"x">> is a text of Erlang
	return p + 1, known
}

func (v *valuer) objectAt(p int) (end int, known bool) {
	if v.sc.b[p] != '{' {
		return 0, false
	}
	return v.object(p), true
}

// account knows the user and the password that stand under one name for both. The key
// of AWS with what it is for looks like such: Credential=AKIA…/20260301.
func (v *valuer) account(p int) (end int, known bool) {
	if v.row.how != random || v.row.kind != Password {
		return 0, false
	}
	if _, n := v.sc.eng.kindAt(v.sc.b[p:], v.row.kind); n > 0 {
		return 0, false
	}
	if slashed(v.sc.b[p:skip(v.sc.b, p, clB64)]) {
		return 0, false
	}
	end = max(v.sc.pairAt(p, false), v.sc.besideUser(p))
	return end, end > 0
}

func (v *valuer) called(p int) (end int, known bool) {
	if !v.plural() {
		return 0, false
	}
	first := container(v.sc.b, p)
	if first == 0 {
		return 0, false
	}
	return v.list(first - 1), true
}

// inBrackets knows one token in brackets: code=(x).
func (v *valuer) inBrackets(p int) (end int, known bool) {
	b := v.sc.b
	if v.d != equals || b[p] != '(' {
		return 0, false
	}
	if to := skip(b, p+1, clToken); to <= p+4 || byteAt(b, to) != ')' || !isAlnum(b[p+1]) || masked(b[p:to+1]) {
		return 0, false
	}
	return v.one(p+1, ')'), true
}

func (v *valuer) caseOf(p int) (end int, known bool) {
	if v.d != equals || !hasFold(v.sc.b, p, "case ") {
		return 0, false
	}
	return v.cases(p), true
}

// alone replaces the one value at p, without what a language prints around it, and
// what stands beside a password in JSON: {"old":"x","password":"y"}.
func (v *valuer) alone(p int) int {
	end := v.one(unwrap(v.sc.b, p), 0)
	if end > 0 && v.d == tight && v.quotedName() && v.row.kind == Password {
		v.partners(end)
	}
	return end
}

// container is where the first element begins of a list that a language writes as a call:
// List(x, y), Array ( [0] => x ), []string{"x"}, vec!["x"]. It is 0 if none stands at p.
func container(b []byte, p int) int {
	i := p
	for i < len(b) && i-p < 24 && (isLetter(b[i]) || b[i] == '.' || b[i] == '!' || b[i] == '[' && byteAt(b, i+1) == ']' || b[i] == ']' && b[i-1] == '[') {
		i++
	}
	if i > p {
		i = skip(b, i, clSpace)
	}
	if c := byteAt(b, i); c != '(' && (i == p || c != '{') && (c != '[' || b[i-1] != '!') {
		return 0
	}
	return i + 1
}
