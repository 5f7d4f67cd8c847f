package agent

import (
	"cmp"
	"encoding"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/hashtail/hashtail/agent/nearest"
	"github.com/hashtail/hashtail/sinks"
	"gopkg.in/yaml.v3"
)

// A walker holds a YAML tree against the type that it is to be decoded into:
// it reports what cannot be decoded and expands ${…} in strings.
type walker struct {
	source   *Source
	expanded map[*yaml.Node]bool // an alias leads to a node that was there before
	within   map[*yaml.Node]bool // on the way to the node in hand
	problems []error
}

func (w *walker) problem(n *yaml.Node, format string, args ...any) {
	e := &ConfigError{Path: w.source.path, Line: n.Line, Column: n.Column, Problem: fmt.Sprintf(format, args...)}
	if !slices.ContainsFunc(w.problems, func(other error) bool { return other.Error() == e.Error() }) { // behind another alias
		w.problems = append(w.problems, e)
	}
}

var (
	unmarshaler = reflect.TypeFor[yaml.Unmarshaler]()
	textual     = reflect.TypeFor[encoding.TextUnmarshaler]()
	secretType  = reflect.TypeFor[sinks.Secret]()
)

// walk looks at what stands at a place of the tree; under is the keys that lead
// there, each with a dot behind it.
func (w *walker) walk(n *yaml.Node, t reflect.Type, under string) {
	name := cmp.Or(strings.TrimSuffix(under, "."), "the file")
	switch n.Kind {
	case yaml.DocumentNode:
		w.walk(n.Content[0], t, under)
		return
	case yaml.AliasNode:
		if w.within[n.Alias] {
			w.problem(n, "%s holds itself", name)
			return
		}
		w.walk(n.Alias, t, under)
		return
	}
	if n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null" {
		w.nothing(n, t, name)
		return
	}
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	w.within[n] = true
	defer delete(w.within, n)
	w.node(n, t, under, name)
}

// node looks at a value, a list or keys that stand where one of type t is read.
func (w *walker) node(n *yaml.Node, t reflect.Type, under, name string) {
	custom := reflect.PointerTo(t).Implements(unmarshaler) || reflect.PointerTo(t).Implements(textual)
	switch {
	case n.Kind == yaml.ScalarNode:
		w.scalar(n, t, name, custom)
	case n.Kind == yaml.SequenceNode && custom && t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Struct: // keys in their order
		w.problem(n, "%s takes keys, not a list", name)
	case n.Kind == yaml.SequenceNode && t.Kind() == reflect.Slice:
		for _, item := range n.Content {
			w.walk(item, t.Elem(), under)
		}
	case n.Kind == yaml.MappingNode && t.Kind() == reflect.Struct:
		w.mapping(n, t, under)
	case n.Kind == yaml.MappingNode && t.Kind() == reflect.Map:
		w.entries(n, t, under)
	case custom && t.Kind() != reflect.Int64: // says itself what is wrong
	default:
		w.misshapen(n, t, under, name)
	}
}

// nothing looks at a key without a value, which leaves a section out that its author
// may have meant to turn on.
func (w *walker) nothing(n *yaml.Node, t reflect.Type, name string) {
	if t.Kind() == reflect.Pointer && t.Elem().Kind() == reflect.Struct {
		w.problem(n, "%s is empty: write %s: {} for its defaults, or remove the key", name, lastKey(name))
	}
}

// entries looks at the values of a map, whose keys the user chooses.
func (w *walker) entries(n *yaml.Node, t reflect.Type, under string) {
	w.twice(n, under)
	for i := 0; i+1 < len(n.Content); i += 2 {
		w.walk(n.Content[i+1], t.Elem(), under+n.Content[i].Value+".")
	}
}

// misshapen says what should stand in the place of a list or of keys.
func (w *walker) misshapen(n *yaml.Node, t reflect.Type, under, name string) {
	switch t.Kind() {
	case reflect.Slice:
		w.problem(n, "%s is a list: write - before its first key, or [ ] around it", name)
	case reflect.Struct, reflect.Map:
		hint := ""
		if strings.HasPrefix(under, "sinks.") {
			hint = ": there is one of each kind"
		}
		w.problem(n, "%s takes keys, not a list%s", name, hint)
	default:
		w.problem(n, "%s takes one value", name)
	}
}

// scalar looks at one value. A message holds the value only where it cannot be a
// secret: the types that read themselves.
func (w *walker) scalar(n *yaml.Node, t reflect.Type, name string, custom bool) {
	switch {
	case custom:
	case t.Kind() == reflect.Slice:
		w.problem(n, "%s is a list: write [ ] around its value, or - before it", name)
		return
	case t.Kind() == reflect.Struct || t.Kind() == reflect.Map:
		w.problem(n, "%s takes keys of its own, not a value", name)
		return
	}
	problems := len(w.problems)
	w.expand(n, t, name)
	if len(w.problems) > problems || t.Kind() == reflect.Slice || t.Kind() == reflect.Map {
		return
	}
	err := n.Decode(reflect.New(t).Interface())
	if fraction := !custom && t.Kind() == reflect.Int && n.ShortTag() == "!!float"; err != nil || fraction { // which would be cut off
		switch {
		case custom && t != reflect.TypeFor[time.Time]():
			w.problem(n, "%s: %s", name, syntaxLine.ReplaceAllString(withoutValues(err), ""))
		case t == reflect.TypeFor[time.Time]():
			w.problem(n, "%s is no time like 2026-01-15T12:00:00Z", name)
		case t.Kind() == reflect.Bool:
			w.problem(n, "%s is true or false", name)
		default:
			w.problem(n, "%s is a whole number", name)
		}
	}
}

func (w *walker) mapping(n *yaml.Node, t reflect.Type, under string) {
	w.twice(n, under)
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if key.ShortTag() == "!!merge" {
			w.merge(value, t, under)
			continue
		}
		known := fields(t)
		field, ok := known[key.Value]
		if !ok {
			hint := nearest.Hint(key.Value, maps.Keys(known))
			switch {
			case len(known) == 0:
				hint = ": there are none here"
			case hint == "":
				hint = ": known here are " + strings.Join(slices.Sorted(maps.Keys(known)), ", ")
			}
			w.problem(key, "unknown key %q%s", under+key.Value, hint)
			continue
		}
		w.walk(value, field, under+key.Value+".")
	}
}

// merge looks at what is merged into a mapping: another one, or several in a list.
func (w *walker) merge(n *yaml.Node, t reflect.Type, under string) {
	if n.Kind != yaml.SequenceNode {
		w.walk(n, t, under)
		return
	}
	for _, item := range n.Content {
		w.walk(item, t, under)
	}
}

// twice reports keys that stand twice.
func (w *walker) twice(n *yaml.Node, under string) {
	lines := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		if line, ok := lines[key.Value]; ok {
			w.problem(key, "%s is there twice: the first is in line %d", under+key.Value, line)
			continue
		}
		lines[key.Value] = key.Line
	}
}

func lastKey(name string) string { return name[strings.LastIndexByte(name, '.')+1:] }

// fields are the keys that a struct is decoded from.
func fields(t reflect.Type) map[string]reflect.Type {
	m := map[string]reflect.Type{}
	for i := range t.NumField() {
		f := t.Field(i)
		name, opts, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		switch {
		case name == "-" || !f.IsExported():
		case strings.Contains(opts, "inline"):
			for k, v := range fields(f.Type) {
				m[k] = v
			}
		case name == "":
			m[strings.ToLower(f.Name)] = f.Type
		default:
			m[name] = f.Type
		}
	}
	return m
}
