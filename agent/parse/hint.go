package parse

import "bytes"

// hintOf is what a word of prose announces of the next one: behind "from" stands a client's
// address, behind "user" a name. It knows the words of some languages, in any case, and joined
// with an article as in French. Most words announce nothing, and the longest that does has
// 12 bytes.
func hintOf(word []byte) hint {
	if len(word) > 2 && word[1] == '\'' && word[0]|0x20 == 'l' { // French: l'utilisateur
		word = word[2:]
	}
	if len(word) > 3 && word[0] >= cyrillic {
		return foreignHint(word)
	}
	if len(word) < 2 || len(word) > 12 {
		return noHint
	}
	var buf [12]byte
	for i, c := range word {
		if c < 0x80 {
			c |= 0x20
		}
		buf[i] = c
	}
	switch string(buf[:len(word)]) {
	case "from", "remote", "peer", "von", "vanaf", "depuis", "desde", "från", "fra":
		return hintFrom
	case "client", "ip", "address", "addr", "source", "src", "rhost", "ipaddress", "host", "caller", "client_ip", "clientip", "source_ip", "remote_ip", "srcip", "src_ip":
		return hintAddr
	case "to", "server", "vserver", "local", "on", "destination", "dst", "dest", "upstream", "listening", "lip", "onto", "nas":
		return hintTo
	case "user", "username", "account", "principal", "initiator", "uid", "userid", "nameid", "upn", "benutzer", "gebruiker", "utilisateur", "usuario", "usuário", "utente", "użytkownik", "użytkownika", "användare", "användaren", "uživatel", "uživatele", "bruker", "bruger":
		return hintUser
	case "for", "by", "as", "login", "name", "member", "identity", "locking", "pour", "para":
		return hintFor
	case "port":
		return hintPort
	}
	return noHint
}

// foreignHint is what a word in another script announces. Chinese, Japanese and Korean write
// no blanks between words: there it is the end of the word that tells.
func foreignHint(word []byte) hint {
	switch string(word) {
	case "адреса", "адрес":
		return hintAddr
	case "пользователь", "пользователя", "пользователю", "Пользователь":
		return hintUser
	}
	for _, user := range [...]string{"用户", "用户名", "用戶", "账号", "ユーザー", "ユーザ", "사용자"} {
		if bytes.HasSuffix(word, []byte(user)) { // 登录用户, whose login it is
			return hintUser
		}
	}
	return noHint
}

// isQualifier reports whether a word may stand between "user" or "for" and the name, which it
// describes: "for invalid user bob", "user with email bob@example.com".
func isQualifier(word []byte) bool {
	switch string(word) {
	case "invalid", "illegal", "unknown", "nonexistent", "the", "input", "with", "email", "e-mail", "name", "id", "ID", "is", "local", "remote", "existing", "db", "named", "called", "Invalid", "of", "entry":
		return true
	}
	return false
}

// isLogged reports whether a word says of its subject that it got in: "alice logged in".
func isLogged(word []byte) bool {
	switch string(word) {
	case "logged", "authenticated", "signed", "logged-in", "signed-in":
		return true
	}
	return false
}

// endsSign reports whether a word may be the end of "logged on" or "signed in", which makes
// "users" behind it a count: "Logged on users: 5".
func endsSign(word []byte) bool {
	if i := bytes.LastIndexByte(word, '-'); i > 0 {
		word = word[i+1:]
	}
	return foldedEqual(word, "on") || foldedEqual(word, "in")
}

// isArticle reports whether "authenticated" behind a word is a quality of something rather
// than what somebody did: "an authenticated user".
func isArticle(word []byte) bool {
	switch string(word) {
	case "a", "an", "the", "any", "every", "this", "no", "not", "be", "as", "for":
		return true
	}
	return false
}

// isAccount reports whether a word of prose is the name of an account as well, one of those
// that are tried on every server. Such a word is a name only where its place says so: see
// mineUsual.
func isAccount(word []byte) bool {
	switch string(word) {
	case "info", "data", "service", "server", "client", "web", "host", "http", "ssh", "db", "database", "agent", "profile", "list", "user", "users", "account",
		"member", "access", "api", "auth", "ldap", "radius", "oauth", "login", "session", "token", "group", "role", "password", "config", "directory", "operator",
		"name", "id", "username", "secret", "control", "file", "files", "job", "index", "debug":
		return true
	}
	return false
}

// isTechnical reports whether a word that may be the name of an account is more often a part
// of an application: "authentication failed for service".
func isTechnical(word []byte) bool {
	switch string(word) {
	case "info", "data", "web", "http", "ssh", "agent", "operator", "debug":
		return false
	}
	return true
}

// isStop reports whether a word of prose is no user's name: it says something of logins, is
// a level, or one of the words below. They were collected where a sentence had one of them
// in the place of a name, "login failed for the following reason".
func isStop(word []byte) bool {
	if len(word) > 15 {
		return false
	}
	var buf [15]byte
	hyphen := 0
	for i, c := range word {
		switch {
		case c >= 'A' && c <= 'Z':
			c |= 0x20
		case c == '-':
			hyphen = i
		}
		buf[i] = c
	}
	if senseOf(buf[:len(word)]) != 0 || isLevel(word) {
		return true
	}
	if hyphen > 0 { // sign-in
		joined := buf
		copy(joined[hyphen:], buf[hyphen+1:len(word)])
		if senseOf(joined[:len(word)-1]) != 0 {
			return true
		}
	}
	switch string(buf[:len(word)]) {
	// what sentences are made of
	case "is", "are", "was", "were", "be", "been", "being", "than", "then", "there", "has", "had", "have", "does", "do", "did", "will", "would", "may", "might", "must", "can",
		"cannot", "could", "should", "exist", "exists",
		"wasn't", "isn't", "hasn't", "haven't", "couldn't", "didn't", "doesn't", "can't", "won't",
		"a", "an", "the", "this", "that", "any", "all", "one", "another", "same", "such", "others", "many", "multiple", "several", "repeated", "consecutive", "too", "previous", "you", "your", "i", "me", "my", "he", "his", "she", "they", "them", "it", "its", "we", "their", "which", "who", "someone", "somebody", "anyone", "nobody",
		"currently", "temporarily", "permanently", "still",
		"whose", "and", "or", "but", "if", "when", "while", "because", "not", "already", "yet", "now", "just", "please", "ok", "at", "by", "for", "from", "in",
		"of", "on", "to", "via", "with", "using":
		return true
	// what is said of things, and what else than users a sentence is of
	case "connected", "disconnected", "enabled", "flushed", "initialised", "initialized", "loaded", "mounted", "reloaded", "synced", "specified", "given", "used",
		"unknown", "right",
		"address", "host", "ip", "port", "domain", "server", "client", "device", "menu", "manual", "guide", "gateway", "proxy", "recipient", "sender", "connection", "http", "https", "ssh", "web",
		"agent", "exec", "service", "job", "task", "worker", "servlet", "module", "file", "files", "index", "table", "tables", "columns", "db", "database",
		"schema", "migration", "cache", "store", "registry", "repository", "mailbox", "home", "directory", "record", "entry", "object", "slice", "pool",
		"size", "count", "limit", "limits", "range", "ranges", "document", "documents", "records", "entries", "items", "messages", "jobs", "tasks", "emails",
		"id", "ids", "name", "data", "info", "profile", "details", "avatar", "preference", "preferences", "quota", "list", "input", "type", "method", "mode", "key", "keys", "code", "codes",
		"authkeys", "certificates", "claim", "binding", "expression", "operators", "triggers", "query", "lookup", "search", "request", "requests", "response",
		"event", "events", "activity", "listener", "metrics",
		"realm", "delivery", "provider", "resource", "resources", "namespace", "interface", "control", "management", "feature", "install", "mapping", "mappings", "rule",
		"rules", "acl", "acls":
		return true
	// what single products say
	case "versuch", "poging", // SABnzbd, in German and Dutch: "Login Versuch von 192.0.2.1"
		"ingroup",                // PAM: requirement "user ingroup staff" not met by user "bob"
		"access-group",           // ASA: "Deny tcp … by access-group"
		"site-packages",          // Python: "The user site-packages directory is disabled"
		"stripped-out", "baikal": // Baïkal: "user (name stripped-out) authentication failure for Baikal"
		return true
	}
	return false
}
