package redact

import (
	"errors"
	"fmt"
	"regexp"
	"sync/atomic"
)

// Options are what a user may decide about redaction. The zero value is right:
// plain SHA-256 and the built-in tables.
type Options struct {
	Hash     string   // "sha256" (default) or "hmac-sha256"
	KeysFile string   // for hmac-sha256: the key ring, see [ReadKeys]
	Allow    []string // RE2 patterns: a found value that one matches as a whole is no secret
	Deny     []string // RE2 patterns: what one matches (its first group, if it has one) is removed
}

// A Redactor is what all scrubbers share: tables, user patterns and the current
// keys. It is safe for concurrent use.
type Redactor struct {
	eng         *engine
	allow, deny []*regexp.Regexp
	ring        atomic.Pointer[Ring] // nil: hashes are not keyed
	source      keySource
	failures    atomic.Int64
}

// New checks o and makes a Redactor.
func New(o Options) (*Redactor, error) {
	r := &Redactor{eng: builtin()}
	var err error
	if r.allow, err = patterns("allow", o.Allow, true); err != nil {
		return nil, err
	}
	if r.deny, err = patterns("deny", o.Deny, false); err != nil {
		return nil, err
	}
	switch o.Hash {
	case "", "sha256":
		if o.KeysFile != "" {
			return nil, errors.New("redact: a key file is only used by hash hmac-sha256")
		}
	case "hmac-sha256":
		r.source.remember(o.KeysFile)
		ring, err := ReadKeys(o.KeysFile)
		if err != nil {
			return nil, err
		}
		if err := r.Use(ring); err != nil {
			return nil, err
		}
	default:
		return nil, fmt.Errorf("redact: hash %q is neither sha256 nor hmac-sha256", o.Hash)
	}
	return r, nil
}

// patterns compiles the user's patterns. RE2 cannot run away; what is refused is
// a pattern that matches the empty string, since it would match everywhere.
func patterns(what string, exprs []string, whole bool) ([]*regexp.Regexp, error) {
	var res []*regexp.Regexp
	for i, e := range exprs {
		if whole {
			e = `^(?:` + e + `)$`
		}
		re, err := regexp.Compile(e)
		if err != nil {
			return nil, fmt.Errorf("redact: %s pattern %d: %w", what, i+1, err)
		}
		if re.MatchString("") {
			return nil, fmt.Errorf("redact: %s pattern %d matches the empty text", what, i+1)
		}
		res = append(res, re)
	}
	return res, nil
}

// Failures is how many texts were removed as a whole because searching them
// failed: a bug of this package, which let nothing through.
func (r *Redactor) Failures() int64 { return r.failures.Load() }

// Scrubber makes a Scrubber for one goroutine.
func (r *Redactor) Scrubber() *Scrubber {
	s := &Scrubber{r: r}
	s.Reset()
	return s
}

// allowed reports whether the user says that v is no secret.
func (r *Redactor) allowed(v []byte) bool {
	for _, re := range r.allow {
		if re.Match(v) {
			return true
		}
	}
	return false
}
