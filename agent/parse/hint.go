package parse

import "bytes"

// hintOf is what a word of prose says of the next one.
func hintOf(word []byte) hint {
	if len(word) > 2 && word[1] == '\'' && word[0]|0x20 == 'l' { // l'utilisateur
		word = word[2:]
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
	case "from", "remote", "peer", "von", "vanaf", "depuis", "desde":
		return hintFrom
	case "client", "ip", "address", "addr", "source", "src", "rhost", "ipaddress", "host", "caller", "client_ip", "clientip", "source_ip", "remote_ip", "srcip", "src_ip":
		return hintAddr
	case "to", "server", "vserver", "local", "on", "destination", "dst", "dest", "upstream", "listening", "lip", "onto":
		return hintTo
	case "user", "username", "account", "principal", "uid", "userid", "benutzer", "gebruiker", "utilisateur", "usuario", "usuário", "utente":
		return hintUser
	case "for", "by", "as", "login", "name", "member", "identity", "locking", "pour", "para":
		return hintFor
	case "port":
		return hintPort
	}
	return noHint
}

// isQualifier reports whether a word may stand between "user" or "for" and the
// name.
func isQualifier(word []byte) bool {
	switch string(word) {
	case "invalid", "illegal", "unknown", "nonexistent", "the", "input", "with", "email", "e-mail", "name", "id", "ID", "is", "local", "remote", "existing", "db", "named", "called", "Invalid", "of", "entry":
		return true
	}
	return false
}

// isLogged reports whether a word follows a user's name: "alice logged in".
func isLogged(word []byte) bool {
	switch string(word) {
	case "logged", "authenticated", "signed":
		return true
	}
	return false
}

// endsSign reports whether a word may end a verb like "logged on".
func endsSign(word []byte) bool {
	if i := bytes.LastIndexByte(word, '-'); i > 0 {
		word = word[i+1:]
	}
	return foldedEqual(word, "on") || foldedEqual(word, "in")
}

// isArticle reports whether a word makes what follows a quality of some thing:
// "an authenticated user".
func isArticle(word []byte) bool {
	switch string(word) {
	case "a", "an", "the", "any", "every", "this", "no", "not", "be", "as", "for":
		return true
	}
	return false
}

// isAccount reports whether a word of prose is a usual name of an account as
// well, of those that are tried on every server.
func isAccount(word []byte) bool {
	switch string(word) {
	case "info", "data", "service", "server", "client", "web", "host", "http", "ssh", "db", "database", "agent", "profile", "list", "user", "users", "account",
		"member", "access", "api", "auth", "ldap", "radius", "oauth", "login", "session", "token", "group", "role", "password", "config", "directory", "operator",
		"name", "id", "username", "secret", "control", "file", "files", "job", "index", "debug":
		return true
	}
	return false
}

// isTechnical reports whether a name of an account is more often what an
// application means: "authentication failed for service".
func isTechnical(word []byte) bool {
	switch string(word) {
	case "info", "data", "web", "http", "ssh", "agent", "operator", "debug":
		return false
	}
	return true
}

// isStop reports whether a word of prose is no user's name.
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
	case "wasn't", "isn't", "hasn't", "haven't", "couldn't", "didn't", "doesn't", "can't", "won't",
		"is", "was", "has", "had", "have", "does", "do", "did", "not", "with", "from", "at", "in", "on", "of", "to", "the", "a", "an", "and", "or", "for",
		"by", "via", "name", "agent", "id", "ip", "address", "data", "profile", "info", "list", "activity", "input", "management", "because", "that", "this", "stripped-out", "baikal",
		"unknown", "be", "been", "being", "will", "using", "already", "may", "might", "cannot", "could", "can", "exists", "exist", "connection", "connected", "exec",
		"host", "port", "client", "server", "ssh", "http", "https", "service", "your", "you", "their", "its", "it", "we", "any", "all", "one", "another", "web", "db",
		"authkeys", "record", "entry", "object", "details", "provider", "directory", "store", "database", "type", "method", "mode", "resource", "resources", "same", "now", "just", "ok", "such", "ingroup", "disconnected", "control", "yet", "please", "cache", "table", "interface", "count", "index", "query", "job", "task", "file", "files", "requests", "avatar", "preferences", "quota", "lookup", "search", "slice", "realm", "access-group", "key", "keys", "module",
		"pool", "but", "rule", "rules", "acl", "acls", "metrics", "listener", "schema", "migration", "repository", "worker", "feature", "loaded", "reloaded", "enabled", "initialized", "initialised", "flushed", "mounted", "synced", "size", "servlet", "versuch", "poging", "namespace", "install", "device", "site-packages", "response", "request", "event", "events",
		"ids", "home", "registry", "mailbox", "mapping", "mappings", "range", "ranges", "triggers", "columns", "tables", "right", "operators", "expression", "binding", "claim", "domain",
		"certificates", "others", "many", "multiple", "several", "repeated", "consecutive", "too", "previous", "when", "while", "if", "which", "whose", "who", "are", "were", "must", "should", "would", "specified", "given":
		return true
	}
	return false
}
