package parse

import "bytes"

// addProse adds the words of a text. Paths, host names and names of functions hold words too,
// and say nothing of what happened: a request for login.example.com is no login. Labels are
// kept apart from what the text says: see addLabel.
func (r *reading) addProse(b []byte) { r.prose(b, false) }

// prose does what addProse does. Most tokens have none of the bytes that odd ones have, and
// are taken for words at once; looking has each of them looked at, which must come to the same.
func (r *reading) prose(b []byte, looking bool) {
	parted := true // a clause begins
	var before []byte
	for len(b) > 0 {
		end, odd := 0, looking || b[0] == '0' || b[0] == '"' || b[0] == '\''
		for end < len(b) && b[end] != ' ' {
			odd = odd || inPlaces[b[end]]
			end++
		}
		if end == 0 {
			b = b[1:]
			continue
		}
		token := b[:end]
		n := 0
		switch {
		case parted && string(token) == "mfa:":
			n = functionLen(b)
		case odd:
			n = max(r.named(b, end), titleLen(b, before))
		}
		switch {
		case n > 0:
			end = n
		case parted && isLabelWithColon(token): // "…, User: bob, …"
			r.addLabel(token)
		case odd || isChore(token):
			r.addToken(token)
			if token[end-1] == '.' { // "Login failed. Closing the connection"
				r.last &^= sFail | sTask
			}
		default:
			r.addName(token)
		}
		parted, before = inParts[b[end-1]], token
		b = b[min(end+1, len(b)):]
	}
	if r.all&sUser != 0 {
		r.label = 0
	}
	r.all |= r.label
}

// isLabelWithColon reports whether a token is a label and the colon behind it.
func isLabelWithColon(token []byte) bool {
	last := len(token) - 1
	return last > 2 && token[last] == ':' && isLabel(token[:last])
}

// titleLen is how long the title in quotes is that b begins with, 0 if it begins with none. Behind
// some words quotes hold what the thing is called, which says nothing of what happened: the
// article "Why passwords fail".
func titleLen(b, before []byte) int {
	if b[0] != '"' || !isTitled(before) {
		return 0
	}
	if end := bytes.IndexByte(b[1:], '"'); end > 0 {
		return end + 2
	}
	return 0
}

// functionLen is how long the function is that a text begins with as Erlang's loggers tell it, by
// module, name and number of arguments, whose first letters are not of a second factor: "mfa:
// auth_chain:log/2". It is 0 where there is none.
func functionLen(b []byte) int {
	f, rest := nextField(bytes.TrimLeft(b[len("mfa:"):], " "))
	if slash := bytes.LastIndexByte(f, '/'); slash < 0 || bytes.IndexByte(f[:slash], ':') <= 0 || !digits(bytes.TrimRight(f[slash+1:], ",")) {
		return 0
	}
	return len(b) - len(rest)
}

func isTitled(word []byte) bool {
	switch string(word) {
	case "article", "page", "button", "notification", "template", "ticket", "title", "topic", "goal", "step", "feature", "section", "chapter", "film", "song", "report", "dashboard", "chart", "column", "table", "variable", "identifier", "index":
		return true
	}
	return false
}

// addLabel adds the words of a label. That they speak of a user is noted apart, since what a
// text says was made or changed is not whom its labels name: "user=bob msg=updated the clock".
func (r *reading) addLabel(name []byte) {
	before := r.all
	r.addName(name)
	r.label |= r.all &^ before & sUser
	r.all &^= r.label
	r.last = 0
}

// named adds the label of a pair that says who something is about, and is how long the pair
// is: user=bob. The value is passed over, for words in a name mean nothing: user=login. It is 0
// if b begins with no such pair; end is where the first token of b ends.
func (r *reading) named(b []byte, end int) int {
	i := bytes.IndexByte(b[:end], '=')
	if i < 3 || i+1 < end && b[i+1] != '"' && !mayMatterIn(b[:end]) || nameLen(b[:i]) != i || !isLabel(b[:i]) {
		return 0
	}
	r.addLabel(b[:i])
	if i++; i < end && b[i] == '"' { // user="Unknown (SSO failed)"
		if n := bytes.IndexByte(b[i+1:], '"'); n >= 0 {
			return i + n + 2
		}
	}
	if n := bytes.IndexByte(b[i:end], ','); n >= 0 {
		return i + n
	}
	return end
}

// inParts end a clause or a label, if a token ends with them.
var inParts = [256]bool{',': true, ':': true, ';': true, '|': true}

// isLabel reports whether a token in front of a colon or of "=" says that a user's name
// follows.
func isLabel(b []byte) bool {
	k := lookup(b)
	return k != nil && k.means(UserName)
}

// addQuoted adds a word in quotes. It is the name of a pod or of a parameter as likely as not,
// and so counts as a thing: it says what failed, but not that something happened.
// Behind "user" it is a name, whose words mean nothing: user "BadUser".
func (r *reading) addQuoted(token []byte) {
	if r.last&sUser != 0 {
		r.last = 0
		return
	}
	before := r.all
	r.addName(token)
	r.thing |= r.all &^ before & (sAuth | sToken | sSession)
}

// addToken adds a token that may be something else than a word, or a list of words without
// blanks: LOGIN|FAILURE|bob, "login","failed".
func (r *reading) addToken(token []byte) {
	start := 0
	for i, c := range token {
		if c != '|' && (c != ',' || i == 0 || token[i-1] != '"' || i+1 == len(token) || token[i+1] != '"') {
			continue
		}
		if i > start {
			r.addWord(token[start:i])
		}
		r.last, start = 0, i+1
	}
	if start < len(token) {
		r.addWord(token[start:])
	}
}

// addWord adds a token by what it is: a count of nothing, a device's mark, words joined by a
// hyphen, a label, something in quotes, or a name. Of what is nobody's it adds nothing.
func (r *reading) addWord(token []byte) {
	if r.last == 0 && token[0] != '0' && !mayMatterIn(token) && compound(token) == 0 {
		return
	}
	switch {
	case isChore(token):
		r.last = 0
		return
	case len(token) == 1 && token[0] == '0': // "0 failed"
		r.last = sNone
		return
	}
	if i := mnemonicLen(token); i > 0 {
		r.addName(token[i:])
		return
	}
	if s := compound(token); s != 0 {
		r.take(s, nil)
		return
	}
	if isOfNobody(token) {
		if r.last&sScope != 0 && r.last&sDeny != 0 { // "Insufficient nvidia.com/gpu"
			r.all &^= sScope | sDeny
		}
		r.last = 0
		return
	}
	if name := labelOf(token); name != nil {
		r.addLabel(name)
		return
	}
	switch last := token[len(token)-1]; {
	case isInQuotes(token), token[0] == '[' && last == ']' && r.last&sUser != 0:
		r.addQuoted(token)
	case last == ']' && bytes.IndexByte(token, '=') > 0: // the end of a line's marks: [id=4 user=bob]
		before := r.all
		r.addName(token)
		r.thing |= r.all &^ before & sUser
		r.last = 0
	default:
		r.addName(token)
	}
}

// mnemonicLen is how much of a token is the mark that Huawei's devices put in front of a
// message: %%01SSH/4/SSH_FAIL(s)[9]:Failed. It is 0 if the token begins with none.
func mnemonicLen(token []byte) int {
	if token[0] != '%' || !bytes.HasPrefix(token, []byte("%%")) {
		return 0
	}
	if i := bytes.Index(token, []byte("]:")); i > 0 {
		return i + 2
	}
	return 0
}

// isInQuotes reports whether a token is one word between quotes.
func isInQuotes(token []byte) bool {
	first, last := token[0], token[len(token)-1]
	return len(token) > 2 && (first == '"' || first == '\'') && last == first
}

// isOfNobody reports whether the words of a token tell nothing of what happened: it is a place,
// a part of a program, or says of somebody that he is not known.
func isOfNobody(token []byte) bool {
	return isPlace(token) || isCall(token) || namesPart(token) || isPart(token) || bytes.HasPrefix(token, []byte("unknown[")) || // Postfix: a client without a name
		bytes.Contains(token, []byte("=unknown")) || bytes.Contains(token, []byte(`="unknown"`)) || bytes.Contains(token, []byte("=(unknown)"))
}

// labelOf is the label that a token in brackets is, or that a token with brackets begins with;
// nil if there is none.
func labelOf(token []byte) []byte {
	end := len(token) - 1
	if open := bytes.IndexByte(token, '('); open > 3 && token[end] == ')' && isLabel(token[:open]) { // MQ: User(bob)
		return token[:open]
	}
	if end > 4 && token[0] == '(' && token[end] == ':' && isLabel(token[1:end]) { // "(user: bob)"
		return token
	}
	return nil
}

// inPlaces are the bytes of which a token has one if it is anything else than a word, a pair
// or the name of a chore.
var inPlaces = [256]bool{'/': true, '.': true, '[': true, ']': true, '=': true, '(': true, '-': true, '_': true, '|': true, '@': true}

// isCall reports whether a token names a function or a package: login_user(), Celery's
// users.send_login_report[8f2c1d].
func isCall(b []byte) bool {
	if i := bytes.IndexByte(b, '@'); i > 0 && i+1 < len(b) && (isDigit(b[i+1]) || bytes.HasSuffix(b[:i], []byte("Controller"))) { // auth-api@2.1.0; Laravel's AuthController@login
		return true
	}
	if i := bytes.Index(b, []byte("()")); i > 0 {
		return isWord(b[i-1])
	}
	open := bytes.IndexByte(b, '[')
	return open > 0 && isWord(b[open-1]) && bytes.IndexByte(b[:open], '.') > 0 && isLetter(b[0])
}

// compound is the sense of words that a hyphen joins, if it is known of the whole: two-factor.
func compound(token []byte) sense {
	var buf [20]byte
	token = trimPunctuation(token)
	if len(token) > len(buf) || bytes.IndexByte(token, '-') < 0 {
		return 0
	}
	for i, c := range token {
		if isUpper(c) {
			c |= 0x20
		}
		buf[i] = c
	}
	return senseOf(buf[:len(token)])
}

// isPart reports whether a token is the name of a part of a program that is about logins, and
// of nothing that happened: auth-worker, login-service, login.button.label. So are settings,
// login.timeout, and files of keys. Its last word tells: in "login-failed" it says something.
func isPart(b []byte) bool {
	quoted := b[0] == '"' || b[0] == '\''
	b = bytes.Trim(b, "\"'`()[]<>,;:.")
	if isFile(b) || bytes.HasSuffix(b, []byte("_spec")) || bytes.HasSuffix(b, []byte("_test")) {
		return true
	}
	if bytes.HasSuffix(b, []byte("api-key")) {
		return false
	}
	if bytes.HasSuffix(b, []byte("authorized_keys")) || (quoted || bytes.HasSuffix(b, []byte(".timeout"))) && isDotted(b) || isInstance(b) {
		return true
	}
	dash := bytes.LastIndexByte(b, '-')
	if dash < 0 && bytes.Count(b, dot) > 1 {
		dash = bytes.LastIndexByte(b, '.')
	}
	if dash < 1 || len(b)-dash < 4 && b[dash] != '.' && string(b[dash+1:]) != "ui" || len(b)-dash > 16 {
		return false
	}
	var buf [16]byte
	last := b[dash+1:]
	for i, c := range last {
		if !isLetter(c) {
			return false
		}
		buf[i] = c | 0x20
	}
	return senseOf(buf[:len(last)])&^(sAccess|sAsk|sAPI|sThing) == 0
}

// namesPart reports whether a token is a pair that says which of a program's parts it
// is: Kafka's clientId=auth-1, groupId=logins.
func namesPart(b []byte) bool {
	i := bytes.IndexByte(b, '=')
	return i > 3 && b[i-2] == 'I' && b[i-1] == 'd' && isLetter(b[i-3]) && !isUpper(b[i-3]) && string(b[:i]) != "userId"
}

// isDotted reports whether b is words joined by dots, the name of a message or of an
// event: errors.access_denied.
func isDotted(b []byte) bool {
	for i, c := range b {
		if c != '.' && c != '_' && (!isLetter(c) || isUpper(c)) || c == '.' && (i == 0 || i == len(b)-1) {
			return false
		}
	}
	return bytes.IndexByte(b, '.') > 0
}

// isInstance reports whether b is the name of a program's part with a number: one of
// several, consumer-auth-1, or of a topic: logins-0.
func isInstance(b []byte) bool {
	dash := bytes.LastIndexByte(b, '-')
	return dash > 0 && len(b)-dash < 4 && digits(b[dash+1:])
}

// isChore reports whether a token is the name of a program's part that works by
// itself, AuthorizedProjectsWorker, or of a test.
func isChore(b []byte) bool {
	if len(b) < 8 {
		return false
	}
	if string(b[1:4]) == "est" && b[0]|0x20 == 't' && (isUpper(b[4]) || b[4] == '_') { // TestLogin/no_password, testInvalidToken, test_login
		return true
	}
	if !isUpper(b[0]) {
		return false
	}
	for _, s := range [...]string{"Worker", "Job", "Task", "Configuration", "Migration", "Spec", "Test", "Tests"} {
		if n := len(b) - len(s); n > 2 && string(b[n:]) == s && !isUpper(b[n-1]) {
			return true
		}
	}
	return false
}

// isPlace reports whether a token of prose is a path, a URL or a host's name.
func isPlace(b []byte) bool {
	if slash := bytes.IndexByte(b, '/'); slash >= 0 && (slash <= 1 || slash == len(b)-1 || b[len(b)-1] == '/' || bytes.ContainsAny(b, ".:0123456789")) {
		return true
	}
	b = bytes.Trim(b, "\"'`()[]<>,;:.")
	if colon := bytes.IndexByte(b, ':'); colon > 0 {
		b = b[:colon]
	}
	dot := bytes.LastIndexByte(b, '.')
	if dot < 1 {
		return false
	}
	switch string(b[dot+1:]) {
	case "com", "org", "net", "io", "dev", "local", "lan", "localdomain", "internal", "example", "de", "uk", "fr", "nl", "eu", "us", "ca", "au", "co", "app", "cloud":
		return true
	}
	return false
}
