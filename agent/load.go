package agent

import (
	"bytes"
	"cmp"
	"encoding"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/hashtail/hashtail/agent/nearest"
	"github.com/hashtail/hashtail/sinks"
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

// Load reads the configuration file at path; see [Source.Load].
func Load(path string) (*Config, error) { return NewSource(path).Load() }

// LoadWithoutSecrets is Load for what talks to no backend: a password or key
// that cannot be had here, such as one that systemd gives to the service alone,
// stays the reference that it is.
func LoadWithoutSecrets(path string) (*Config, error) {
	s := NewSource(path)
	s.references = withoutSecrets
	return s.Load()
}

// LoadToCheck is Load for a look at the configuration of a service, whose
// credentials systemd gives to nobody else: warnings name them.
func LoadToCheck(path string) (c *Config, warnings []string, err error) {
	s := NewSource(path)
	s.references = unseenAllowed
	c, err = s.Load()
	return c, s.unseen, err
}

// ListenAddress is where the daemon of a configuration answers, whatever else is
// wrong with the file by now: the daemon may go on with an older one.
func ListenAddress(path string) (string, error) {
	s := NewSource(path)
	s.held = map[string]digest{}
	text, err := s.read(path)
	if err != nil {
		return "", err
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(text, &doc); err != nil {
		return "", syntaxError(path, err)
	}
	c := DefaultConfig().HTTP
	n := valueOf(valueOf(&doc, "http"), "listen")
	if n == nil || n.Kind != yaml.ScalarNode || n.ShortTag() == "!!null" {
		return c.Listen, nil
	}
	w := walker{source: s, expanded: map[*yaml.Node]bool{}}
	w.expand(n, reflect.TypeFor[string](), "http.listen")
	c.Listen = n.Value
	if err := c.validate(); err != nil && len(w.problems) == 0 {
		w.problem(n, "%s", err)
	}
	return c.Listen, errors.Join(w.problems...)
}

// valueOf is what stands under a key; nil for nothing.
func valueOf(n *yaml.Node, key string) *yaml.Node {
	if n != nil && n.Kind == yaml.DocumentNode {
		n = n.Content[0]
	}
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}

// Load reads, expands and checks the configuration file. Unknown keys are
// errors. Errors are *ConfigError, or the *os.PathError of the file itself; all
// mistakes that can be told apart are reported at once.
func (s *Source) Load() (*Config, error) {
	s.held, s.seen = map[string]digest{}, nil
	text, err := s.read(s.path)
	if err != nil {
		return nil, err
	}
	c := DefaultConfig()
	doc, err := s.decode(text, c)
	if err != nil {
		return nil, err
	}
	if c.Redact.KeysFile != "" {
		_, _ = s.read(c.Redact.KeysFile) // the redactor opens it, and says what is wrong with it
	}
	if err := c.Validate(); err != nil {
		return nil, locate(s.path, doc, err)
	}
	return c, nil
}

// decode fills into from text, and returns the tree: nil of an empty one. The
// tree is checked and expanded before it is decoded: yaml.v3's own strict mode
// knows no columns and quotes values, and an expanded value must never be read
// as YAML.
func (s *Source) decode(text []byte, into any) (*yaml.Node, error) {
	doc := new(yaml.Node)
	dec := yaml.NewDecoder(bytes.NewReader(text))
	if err := dec.Decode(doc); err != nil {
		if errors.Is(err, io.EOF) {
			return nil, nil // an empty file is the defaults
		}
		return nil, syntaxError(s.path, err)
	}
	if err := dec.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return nil, &ConfigError{Path: s.path, Problem: "holds more than one YAML document: keep one"}
	}
	w := walker{source: s, expanded: map[*yaml.Node]bool{}, within: map[*yaml.Node]bool{}}
	w.walk(doc, reflect.TypeOf(into).Elem(), "")
	if len(w.problems) > 0 {
		return nil, errors.Join(w.problems...)
	}
	if err := doc.Decode(into); err != nil {
		return nil, &ConfigError{Path: s.path, Problem: withoutValues(err)}
	}
	return doc, nil
}

var quoted = regexp.MustCompile("(?s) `.*?` into")

// withoutValues is a YAML error without the values that it quotes.
func withoutValues(err error) string {
	var te *yaml.TypeError
	if errors.As(err, &te) {
		return quoted.ReplaceAllString(strings.Join(te.Errors, "; "), " value into")
	}
	return quoted.ReplaceAllString(strings.TrimPrefix(err.Error(), "yaml: "), " value into")
}

// syntaxAdvice is what to do about what YAML's parser says.
var syntaxAdvice = [...]struct{ said, advice string }{
	{"cannot start any token", "indent with spaces, not tabs, and quote values that begin with % @ or `"},
	{"expected '-' indicator", "look at the indentation of this line, and of those below it"},
	{"expected key", "look at the indentation of this line, and of those below it"},
	{"mapping values are not allowed", "look at the indentation, and quote values that hold a colon and a space"},
	{"alphabetic or numeric character", "quote values that begin with * or &"},
	{"unknown escape character", "write expressions in single quotes"},
	{"unexpected end of stream", "a quote is not closed"},
	{"expected ',' or", "a bracket is not closed, or a value in it needs quotes"},
	{"expected node content", "a bracket is not closed, or a value is missing"},
}

var syntaxLine = regexp.MustCompile(`^line (\d+): `)

// syntaxError is what YAML's parser says, with its line and what to do.
func syntaxError(path string, err error) error {
	e := &ConfigError{Path: path, Problem: withoutValues(err)}
	if m := syntaxLine.FindStringSubmatch(e.Problem); m != nil {
		e.Line, _ = strconv.Atoi(m[1])
		e.Problem = e.Problem[len(m[0]):]
	}
	for _, a := range syntaxAdvice {
		if strings.Contains(e.Problem, a.said) {
			e.Problem += ": " + a.advice
			break
		}
	}
	return e
}

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
	case yaml.ScalarNode:
		if n.ShortTag() == "!!null" {
			if t.Kind() == reflect.Pointer && t.Elem().Kind() == reflect.Struct {
				w.problem(n, "%s is empty: write %s: {} for its defaults, or remove the key", name, lastKey(name))
			}
			return
		}
	}
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	w.within[n] = true
	defer delete(w.within, n)
	custom := reflect.PointerTo(t).Implements(unmarshaler) || reflect.PointerTo(t).Implements(textual)
	switch {
	case n.Kind == yaml.ScalarNode:
		w.scalar(n, t, name, custom)
	case n.Kind == yaml.SequenceNode && t.Kind() == reflect.Slice:
		for _, item := range n.Content {
			w.walk(item, t.Elem(), under)
		}
	case n.Kind == yaml.MappingNode && t.Kind() == reflect.Struct:
		w.mapping(n, t, under)
	case n.Kind == yaml.MappingNode && t.Kind() == reflect.Map:
		w.twice(n, under)
		for i := 0; i+1 < len(n.Content); i += 2 {
			w.walk(n.Content[i+1], t.Elem(), under+n.Content[i].Value+".")
		}
	case custom && t.Kind() != reflect.Int64: // says itself what is wrong
	case t.Kind() == reflect.Slice:
		w.problem(n, "%s is a list: write - before its first key, or [ ] around it", name)
	case t.Kind() == reflect.Struct || t.Kind() == reflect.Map:
		w.problem(n, "%s takes keys, not a list%s", name, map[bool]string{true: ": there is one of each kind"}[strings.HasPrefix(under, "sinks.")])
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
	if err := n.Decode(reflect.New(t).Interface()); err != nil {
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
			w.walk(value, t, under)
			continue
		}
		known := fields(t)
		field, ok := known[key.Value]
		if !ok {
			hint := nearest.Hint(key.Value, maps.Keys(known))
			if hint == "" {
				hint = ": known here are " + strings.Join(slices.Sorted(maps.Keys(known)), ", ")
			}
			w.problem(key, "unknown key %q%s", under+key.Value, hint)
			continue
		}
		w.walk(value, field, under+key.Value+".")
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

var (
	reference = regexp.MustCompile(`\$\{([^}]*)\}`)
	variable  = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)
)

// expand replaces ${env:NAME}, ${file:/path} and ${credential:NAME} in a
// string; $${ is a literal ${. A secret that is asked for is there, in one line.
func (w *walker) expand(n *yaml.Node, t reflect.Type, name string) {
	if w.source.references == literal || w.expanded[n] || !strings.Contains(n.Value, "${") || n.ShortTag() != "!!str" {
		return
	}
	w.expanded[n] = true
	const escaped = "\x00"
	before := len(w.problems)
	s := strings.ReplaceAll(n.Value, "$${", escaped)
	s = reference.ReplaceAllStringFunc(s, func(m string) string {
		v, err := w.source.lookUp(m[2 : len(m)-1])
		switch {
		case err != nil && t == secretType && w.source.references == withoutSecrets:
			return m
		case errors.Is(err, errNoCredentials) && t == secretType && w.source.references == unseenAllowed:
			w.source.unseen = append(w.source.unseen, fmt.Sprintf("%s:%d:%d: credential %s is known to the service alone: it is not looked at",
				w.source.path, n.Line, n.Column, strings.TrimPrefix(m[2:len(m)-1], "credential:")))
			return m
		case err != nil:
			w.problems = append(w.problems, &ConfigError{w.source.path, n.Line, n.Column, err.Error(), err})
		}
		return v
	})
	s = strings.ReplaceAll(s, escaped, "${")
	if t == secretType && len(w.problems) == before {
		asked := strings.Join(reference.FindAllString(n.Value, -1), " ") // what stands beside it may be secret
		switch {
		case s == "":
			w.problem(n, "%s: %s is empty", name, asked)
		case strings.ContainsAny(s, "\r\n"):
			w.problem(n, "%s: %s holds more than one line", name, asked)
		}
	}
	n.SetString(s)
}

var errNoCredentials = errors.New("no $CREDENTIALS_DIRECTORY")

func (s *Source) lookUp(ref string) (string, error) {
	kind, name, colon := strings.Cut(ref, ":")
	switch kind {
	case "env":
		v, ok := os.LookupEnv(name)
		if !ok {
			return "", fmt.Errorf("environment variable %s is not set", name)
		}
		return v, nil
	case "file":
		return s.secret(name)
	case "credential":
		dir := os.Getenv("CREDENTIALS_DIRECTORY")
		if dir == "" {
			return "", fmt.Errorf("credential %s: %w: run under systemd with LoadCredential=%s:…", name, errNoCredentials, name)
		}
		if name == "" || strings.ContainsRune(name, filepath.Separator) {
			return "", fmt.Errorf("credential %q is not a credential's name", name)
		}
		return s.secret(filepath.Join(dir, name))
	}
	if !colon && variable.MatchString(kind) {
		return "", fmt.Errorf("${%s} is not known: did you mean ${env:%s}? $${ is a literal ${", kind, kind)
	}
	return "", fmt.Errorf("${%s…} is not known: use ${env:NAME}, ${file:/path} or ${credential:NAME}, or write $${ for a literal ${", kind)
}

// secret is the content of a file without its last newline.
func (s *Source) secret(path string) (string, error) {
	b, err := s.read(path)
	if err != nil {
		return "", &AccessError{err}
	}
	return strings.TrimRight(string(b), "\r\n"), nil
}

// An AccessError says that something the configuration needs (a secret, a key,
// the state folder) is there but cannot be used: exit code 77.
type AccessError struct{ Err error }

func (e *AccessError) Error() string { return e.Err.Error() }
func (e *AccessError) Unwrap() error { return e.Err }
