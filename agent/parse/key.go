package parse

import (
	"bytes"
	"encoding/binary"
	"strings"

	"github.com/hashtail/hashtail/agent/redact"
)

// A scope is the kind of object that a key stands in: "name" is a user's name
// in one place and a program's in another.
type scope uint8

const (
	anywhere scope = iota
	inUser
	inEffective
	inTarget
	inGroup
	inToken
	inClient
	inServer
	inRequest
	inResponse
	inHeaders
	inAnswer // a response's headers
	inURL
	inAgent // user_agent
	inError
	inService
	inProcess
	inHost
	inLog
	inEvent
	inTrace
	inSpan
	inTransaction
	inLevel
	inNothing // metadata that is not about the event
	scopeCount
)

// A meaning is the field that a key names, and how surely.
type meaning struct {
	field Field
	tier  uint8 // 0: says so itself; 1: usually; 2: only at the top of an object
}

// A key is what a key of an object, or of a key=value pair, stands for. Keys
// are shared and never change.
type key struct {
	at     [scopeCount]meaning
	scope  scope  // of a dotted name's front part: "source" of "source.ip"
	inside scope  // of the members, when the value is an object
	secret bool   // a credential's name
	asked  keySet // the number of the key, when a format asks for it
}

// unknown is every key that means nothing.
var unknown = &key{}

// A keyCache remembers the keys that were met lately: an application's lines
// all have the same ones. It is of fixed size, so that no input makes it grow.
type keyCache struct {
	slots    [256]cachedKey // from its name's hash on, four at most
	variants map[variant]*key
}

// A cachedKey is a name and what it stands for.
type cachedKey struct {
	name [47]byte
	n    uint8
	key  *key
}

func (c *cachedKey) is(name []byte) bool {
	return int(c.n) == len(name) && string(c.name[:c.n]) == string(name)
}

// A variant is a known key with what its spelling adds.
type variant struct {
	base   *key
	scope  scope
	secret bool
	asked  keySet // the number of the key, when a format asks for it
	joined bool   // it stands for the key of an object within others: see joined
}

// find is the key with the given name, in any of its spellings.
func (c *keyCache) find(x *index, name []byte) *key {
	if len(name) == 0 || len(name) > len(cachedKey{}.name) {
		return c.resolve(x, name)
	}
	h := hashName(name)
	s := &c.slots[h]
	for i := h; i != h+4; i++ {
		if at := &c.slots[i]; at.is(name) {
			return at.key
		} else if at.n == 0 {
			s = at
			break
		}
	}
	s.key = c.resolve(x, name)
	s.n = uint8(copy(s.name[:], name))
	return s.key
}

// hashName mixes the length and the two ends of a name.
func hashName(b []byte) uint8 {
	var h uint64
	if len(b) >= 8 {
		h = binary.LittleEndian.Uint64(b) ^ binary.LittleEndian.Uint64(b[len(b)-8:])*0x9e3779b97f4a7c15
	} else {
		for _, c := range b {
			h = h<<8 | uint64(c)
		}
	}
	h = (h ^ uint64(len(b))) * 0xd6e8feb86659fd93
	return uint8(h >> 56)
}

// resolve works out what a name stands for.
func (c *keyCache) resolve(x *index, name []byte) *key {
	v := variant{base: unknown}
	if n, ok := x.keys[string(name)]; ok {
		v.asked.add(n)
	}
	_, v.secret = redact.NameKind(name)
	rest := name
	for {
		dot := bytes.IndexByte(rest, '.')
		if dot < 0 {
			break
		}
		if k := lookup(rest[:dot]); k != nil && k.inside != anywhere {
			v.scope = within(v.scope, k.inside)
		}
		rest = rest[dot+1:]
	}
	if k := lookup(rest); k != nil {
		v.base = k
	} else if k, in := joined(rest); k != nil {
		v.base, v.scope, v.joined = k, within(v.scope, in), true
	}
	if v.base.means(TokenHash) {
		v.secret = false
	}
	if v == (variant{base: v.base}) {
		return v.base
	}
	if k := c.variants[v]; k != nil {
		return k
	}
	k := *v.base
	k.scope, k.secret, k.asked = v.scope, v.secret, v.asked
	if v.joined {
		k.at = [scopeCount]meaning{}
		if m := v.base.at[v.scope]; joins(v.scope, m) {
			k.at[v.scope] = meaning{m.field, 1}
		}
	}
	if c.variants == nil {
		c.variants = map[variant]*key{}
	}
	c.variants[v] = &k
	return &k
}

func (k *key) means(f Field) bool { return k.at[anywhere].field == f || k.at[inToken].field == f }

// within is the scope of what stands in an object of scope inner that stands
// in one of scope outer.
func within(outer, inner scope) scope {
	switch {
	case inner == anywhere || outer == inNothing:
		return outer
	case outer == inResponse && inner == inHeaders:
		return inAnswer
	case outer == inTarget && inner == inUser:
		return inTarget
	case outer == inUser && inner == inHost: // whom somebody sits at
		return inClient
	}
	return inner
}

// lookup is the key of a name, whatever its case and separators.
func lookup(name []byte) *key {
	if string(name) == "@version" { // of Logstash's own format
		return nil
	}
	var buf [40]byte
	b := buf[:0]
	for _, c := range name {
		switch {
		case c >= 'A' && c <= 'Z':
			c |= 0x20
		case c == '_' || c == '-' || c == ' ' || c == '@' || c == '$' || c == '.':
			continue
		}
		if len(b) == len(buf) {
			return nil
		}
		b = append(b, c)
	}
	return keys[string(b)]
}

// keys are all known keys by their name in lower case without separators.
var keys = func() map[string]*key {
	m := map[string]*key{}
	get := func(name string) *key {
		if m[name] == nil {
			m[name] = &key{}
		}
		return m[name]
	}
	for _, o := range objects {
		for _, name := range strings.Fields(o.names) {
			get(name).inside = o.scope
		}
	}
	prefixes := map[string]scope{}
	for _, s := range scopeNames {
		prefixes[s.name] = s.scope
	}
	for _, s := range spellings {
		for tier, names := range strings.Split(s.names, "|") {
			for _, name := range strings.Fields(names) {
				where, word, dotted := strings.Cut(name, ".")
				if !dotted {
					where, word = "", name
				}
				k := get(word)
				if at := prefixes[where]; k.at[at].field == NoField {
					k.at[at] = meaning{s.field, uint8(tier)}
				}
			}
		}
	}
	for _, k := range m {
		for s := anywhere + 1; s < scopeCount; s++ {
			if k.at[s].field == NoField && open(s) {
				k.at[s] = k.at[anywhere]
			}
		}
	}
	return m
}()

// open reports whether a key means in this scope what it means anywhere.
func open(s scope) bool {
	switch s {
	case inServer, inAnswer, inError, inHost, inTarget, inEffective, inGroup, inToken, inNothing, inAgent, inTrace, inSpan, inTransaction, inLevel:
		return false
	}
	return true
}

// scopeNames are the prefixes in the table of spellings.
var scopeNames = [...]struct {
	name  string
	scope scope
}{
	{"", anywhere}, {"user", inUser}, {"effective", inEffective}, {"target", inTarget}, {"group", inGroup}, {"token", inToken},
	{"client", inClient}, {"server", inServer}, {"request", inRequest}, {"response", inResponse}, {"headers", inHeaders},
	{"url", inURL}, {"agent", inAgent}, {"error", inError}, {"service", inService}, {"process", inProcess}, {"host", inHost},
	{"log", inLog}, {"event", inEvent}, {"trace", inTrace}, {"span", inSpan}, {"transaction", inTransaction}, {"level", inLevel},
}

// objects are the keys whose members are about one thing.
var objects = [...]struct {
	scope scope
	names string
}{
	{inUser, "enduser user usr account actor principal subject identity currentuser authuser authenticateduser member customer operator author who userinfo userdata useridentity profile requestor requester sessionuser loginuser admin by person employee invoker initiator initiatedby performedby caller claims auth authentication jwt jwtclaims tokenclaims idtokenclaims userclaims suser"},
	{inEffective, "effective effectiveuser impersonateduser impersonated runas"},
	{inTarget, "entity resource object target targetuser usertarget targetresource targetresources affecteduser affectedobject affectedobjects"},
	{inGroup, "group usergroup"},
	{inToken, "token accesstoken tokeninfo hashtail refreshtoken idtoken credential apikey"},
	{inClient, "accessdevice cli srcendpoint client source src remote peer origin conn connection addr clientinfo sourceendpoint network net"},
	{inServer, "server destination dest dst upstream local backend listener objectref"},
	{inRequest, "request req httprequest requestinfo http requestcontext"},
	{inResponse, "response res resp httpresponse reply responsestatus"},
	{inHeaders, "headers header requestheaders httpheaders reqheaders"},
	{inAnswer, "respheaders responseheaders resheaders"},
	{inURL, "url uri"},
	{inAgent, "useragent browser"},
	{inError, "error err exception fault autherror oidcerror oautherror"},
	{inService, "service app application"},
	{inProcess, "process proc"},
	{inHost, "host node"},
	{inLog, "log"},
	{inEvent, "event events evt action"},
	{inTrace, "trace"},
	{inSpan, "span"},
	{inTransaction, "transaction"},
	{inLevel, "level"},
	{inNothing, "password passwd passphrase pwd authdevice geo geoip kubernetes k8s docker container agent ecs tls cloud labels tags runtime memory beat file thread stats sdk os device tlsinfo certificate"},
}
