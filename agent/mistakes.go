package agent

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/hashtail/hashtail/agent/parse"
	"gopkg.in/yaml.v3"
)

// A ConfigError is a mistake in the configuration: what, where, and what to do.
// It never quotes a value, which may be a secret.
type ConfigError struct {
	Path         string
	Line, Column int // 0 when that is not known
	Problem      string
	Err          error // behind the problem, if there is one
}

func (e *ConfigError) Unwrap() error { return e.Err }

func (e *ConfigError) Error() string {
	switch {
	case e.Line == 0:
		return fmt.Sprintf("%s: %s", e.Path, e.Problem)
	case e.Column == 0:
		return fmt.Sprintf("%s:%d: %s", e.Path, e.Line, e.Problem)
	}
	return fmt.Sprintf("%s:%d:%d: %s", e.Path, e.Line, e.Column, e.Problem)
}

// mistakes are the errors of a configuration that were found so far.
type mistakes []error

func (m *mistakes) add(format string, args ...any) { *m = append(*m, fmt.Errorf(format, args...)) }

// join adds the mistakes that another has found, each by itself; none of nil.
func (m *mistakes) join(err error) { *m = append(*m, parts(err)...) }

// oneOf adds a mistake if an option has none of the values that it may have.
func (m *mistakes) oneOf(name, v string, allowed ...string) {
	if !slices.Contains(allowed, v) {
		m.add("%s is %q: must be %s", name, v, strings.Join(allowed, " or "))
	}
}

// A placed error is a mistake in the part of the configuration that keys and
// indexes lead to.
type placed struct {
	at  []string
	err error
}

func (e *placed) Error() string {
	var b strings.Builder
	for i, key := range e.at {
		if _, err := strconv.Atoi(key); err == nil {
			b.WriteString("[" + key + "]")
			continue
		}
		if i > 0 {
			b.WriteByte('.')
		}
		b.WriteString(key)
	}
	return b.String() + ": " + e.err.Error()
}

func (e *placed) Unwrap() error { return e.err }

// within puts the mistakes of one part under the keys that lead to it.
func within(err error, at ...string) (errs []error) {
	for _, e := range parts(err) {
		var m *parse.Mistake
		if errors.As(e, &m) {
			errs = append(errs, &placed{append(slices.Clone(at), m.At...), errors.New(m.Problem)})
			continue
		}
		errs = append(errs, &placed{at, e})
	}
	return errs
}

// parts are the errors that were joined.
func parts(err error) []error {
	if err == nil {
		return nil
	}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		var all []error
		for _, e := range joined.Unwrap() {
			all = append(all, parts(e)...)
		}
		return all
	}
	return []error{err}
}

// locate makes of what Validate found errors that name the file and, where they
// know it, the line: in the order of the file, those without a place last.
func locate(path string, doc *yaml.Node, err error) error {
	var all []*ConfigError
	for _, e := range parts(err) {
		ce := &ConfigError{Path: path, Problem: e.Error(), Err: e}
		if n := follow(doc, leads(e)); n != nil {
			ce.Line, ce.Column = n.Line, n.Column
		}
		all = append(all, ce)
	}
	slices.SortStableFunc(all, func(a, b *ConfigError) int {
		return cmp.Or(cmp.Compare(uint(a.Line-1), uint(b.Line-1)), cmp.Compare(a.Column, b.Column))
	})
	errs := make([]error, len(all))
	for i := range all {
		errs[i] = all[i]
	}
	return errors.Join(errs...)
}

var firstKeys = regexp.MustCompile(`^[a-z_.]+`)

// leads are the keys that lead to what an error is about: those that it was put
// under, and those that its text begins with.
func leads(err error) (at []string) {
	var p *placed
	if errors.As(err, &p) {
		at, err = p.at, p.err
	}
	return append(slices.Clone(at), strings.Split(firstKeys.FindString(err.Error()), ".")...)
}

// follow is the node that keys and indexes lead to, or the last on the way
// there; nil when there is none at all.
func follow(n *yaml.Node, keys []string) *yaml.Node {
	if n == nil {
		return nil
	}
	var at *yaml.Node
	for {
		switch {
		case n.Kind == yaml.DocumentNode:
			n = n.Content[0]
			continue
		case n.Kind == yaml.AliasNode:
			n = n.Alias
			continue
		case len(keys) == 0:
			return at
		}
		next := (*yaml.Node)(nil)
		switch n.Kind {
		case yaml.MappingNode:
			for i := 0; i+1 < len(n.Content); i += 2 {
				if n.Content[i].Value == keys[0] {
					at, next = n.Content[i], n.Content[i+1]
				}
			}
		case yaml.SequenceNode:
			if i, err := strconv.Atoi(keys[0]); err == nil && i < len(n.Content) {
				at, next = n.Content[i], n.Content[i]
			}
		}
		if next == nil {
			return at
		}
		if next.Kind == yaml.ScalarNode {
			at = next
		}
		n, keys = next, keys[1:]
	}
}
