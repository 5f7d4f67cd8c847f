package parse

// joined is the key of an object, and the scope of that, for a name which has been made of both:
// "actor_login" of {"actor":{"login":…}}, as tools write it that know no objects. It is nil for
// any other name.
func joined(name []byte) (*key, scope) {
	if len(name) > maxJoined || manyWords(name) {
		return nil, anywhere
	}
	for i := len(name) - 1; i > 0; i-- {
		front, tail := wordAt(name, i)
		if tail == nil {
			continue
		}
		if k := lookup(tail); k != nil {
			if in, ok := joinedScope(front); ok && (k.at[in].field != SourceIP || containsFold(tail, "ip") || containsFold(tail, "addr")) {
				return k, in
			}
		}
	}
	return nil, anywhere
}

// maxJoined bounds the length of a name that is taken apart, and maxJoinedWords its words, for
// they are tried with each other.
const (
	maxJoined      = 40
	maxJoinedWords = 6
)

// manyWords reports whether a name is of more words than joined tries.
func manyWords(name []byte) bool {
	n := 1
	for i := 1; i < len(name); i++ {
		if _, tail := wordAt(name, i); tail != nil {
			n++
		}
	}
	return n > maxJoinedWords
}

// wordAt are the parts of a name in front of a place and behind it, if a word begins there.
func wordAt(name []byte, i int) (front, tail []byte) {
	switch c := name[i]; {
	case c == '_' || c == '-':
		return name[:i], name[i+1:]
	case isUpper(c) && !isUpper(name[i-1]) && name[i-1] != '_' && name[i-1] != '-':
		return name[:i], name[i:]
	}
	return nil, nil
}

// joinedScope is the scope of the object with a name, or of the objects in each other whose names
// it is made of. It reports whether members of it may be joined to its name.
func joinedScope(name []byte) (in scope, ok bool) {
	if k := lookup(name); k != nil && k.inside != anywhere {
		return k.inside, joining[k.inside] && !ofThings(name)
	}
	if ofRecords(name) {
		return anywhere, true
	}
	for i := len(name) - 1; i > 0; i-- {
		front, tail := wordAt(name, i)
		if tail == nil {
			continue
		}
		if outer, ok := joinedScope(front); ok {
			if inner, ok := joinedScope(tail); ok {
				return within(outer, inner), true
			}
		}
	}
	return anywhere, false
}

// joining are the scopes of objects with which names are joined.
var joining = [scopeCount]bool{inUser: true, inEffective: true, inTarget: true, inClient: true, inRequest: true, inResponse: true, inEvent: true, inError: true}

// ofThings reports whether the name of a user's object is more often of what a business has, and
// that of a target of any thing.
func ofThings(name []byte) bool {
	for _, s := range [...]string{"customer", "member", "account", "author", "profile", "operator", "subject", "entity", "resource", "network", "net"} {
		if foldedEqual(name, s) {
			return true
		}
	}
	return false
}

// ofRecords reports whether the name of an object says that all of a record stands in it.
func ofRecords(name []byte) bool {
	for _, s := range [...]string{"data", "payload", "context", "ctx", "extra", "fields", "attributes", "attrs", "metadata", "details", "params", "properties", "mdc", "record", "audit"} {
		if foldedEqual(name, s) {
			return true
		}
	}
	return false
}

// joins reports whether a key that has been joined with its object's name means a field for sure.
func joins(in scope, m meaning) bool {
	if m.tier > 1 {
		return false
	}
	switch m.field {
	case UserName, UserID, UserEmail, UserDomain, TargetName, TargetID, TargetEmail, EffectiveName, EffectiveID:
		return in != inRequest && in != inResponse && in != inEvent && in != inError
	case SourceIP, SourcePort, UserAgent:
		return true
	case ActionWord, OutcomeWord, Reason:
		return in == inEvent || in == anywhere
	case Method, Path, Status:
		return in == inRequest || in == inResponse || in == inError || in == anywhere
	case Target:
		return in == inRequest
	case ErrorText, ErrorType, ErrorCode:
		return in == inError
	}
	return false
}
