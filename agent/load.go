package agent

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"

	"github.com/hashtail/hashtail/agent/nearest"
	"gopkg.in/yaml.v3"
)

// A ConfigError is a mistake in the configuration: what, where, and what to do.
// It never quotes a value, which may be a secret.
type ConfigError struct {
	Path         string
	Line, Column int // 0 when the mistake has no one place
	Problem      string
	Err          error // behind the problem, if there is one
}

func (e *ConfigError) Unwrap() error { return e.Err }

func (e *ConfigError) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("%s: %s", e.Path, e.Problem)
	}
	return fmt.Sprintf("%s:%d:%d: %s", e.Path, e.Line, e.Column, e.Problem)
}

// Load reads the configuration file at path; see [Source.Load].
func Load(path string) (*Config, error) { return NewSource(path).Load() }

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
		return nil, &ConfigError{Path: s.path, Problem: withoutValues(err)}
	}
	if err := dec.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return nil, &ConfigError{Path: s.path, Problem: "holds more than one YAML document: keep one"}
	}
	w := walker{source: s}
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

// A walker holds a YAML tree against the type that it is to be decoded into:
// it reports unknown keys and expands ${…} in strings.
type walker struct {
	source   *Source
	problems []error
}

func (w *walker) problem(n *yaml.Node, format string, args ...any) {
	w.problems = append(w.problems, &ConfigError{Path: w.source.path, Line: n.Line, Column: n.Column, Problem: fmt.Sprintf(format, args...)})
}

var unmarshaler = reflect.TypeFor[yaml.Unmarshaler]()

func (w *walker) walk(n *yaml.Node, t reflect.Type, under string) {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch n.Kind {
	case yaml.DocumentNode:
		w.walk(n.Content[0], t, under)
	case yaml.AliasNode:
		w.walk(n.Alias, t, under)
	case yaml.ScalarNode:
		w.expand(n)
	case yaml.SequenceNode:
		for _, item := range n.Content {
			if t.Kind() == reflect.Slice {
				w.walk(item, t.Elem(), under)
			}
		}
	case yaml.MappingNode:
		w.mapping(n, t, under)
	}
}

func (w *walker) mapping(n *yaml.Node, t reflect.Type, under string) {
	custom := reflect.PointerTo(t).Implements(unmarshaler)
	if t.Kind() != reflect.Struct && t.Kind() != reflect.Map || custom && t.Kind() != reflect.Struct {
		if !custom {
			w.problem(n, "%s takes no keys of its own", strings.TrimSuffix(under, "."))
		}
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		name := key.Value
		if t.Kind() == reflect.Map {
			w.walk(value, t.Elem(), under+name+".")
			continue
		}
		known := fields(t)
		field, ok := known[name]
		if !ok {
			w.problem(key, "unknown key %q%s", under+name, nearest.Hint(name, maps.Keys(known)))
			continue
		}
		w.walk(value, field, under+name+".")
	}
}

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

var reference = regexp.MustCompile(`\$\{([^}]*)\}`)

// expand replaces ${env:NAME}, ${file:/path} and ${credential:NAME} in a
// string; $${ is a literal ${.
func (w *walker) expand(n *yaml.Node) {
	if w.source.literal || !strings.Contains(n.Value, "${") || n.ShortTag() != "!!str" {
		return
	}
	const escaped = "\x00"
	s := strings.ReplaceAll(n.Value, "$${", escaped)
	s = reference.ReplaceAllStringFunc(s, func(m string) string {
		v, err := w.source.lookUp(m[2 : len(m)-1])
		if err != nil {
			w.problems = append(w.problems, &ConfigError{w.source.path, n.Line, n.Column, err.Error(), err})
		}
		return v
	})
	n.SetString(strings.ReplaceAll(s, escaped, "${"))
}

func (s *Source) lookUp(ref string) (string, error) {
	kind, name, _ := strings.Cut(ref, ":")
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
			return "", fmt.Errorf("credential %s: no $CREDENTIALS_DIRECTORY: run under systemd with LoadCredential=%s:…", name, name)
		}
		if name == "" || strings.ContainsRune(name, filepath.Separator) {
			return "", fmt.Errorf("credential %q is not a credential's name", name)
		}
		return s.secret(filepath.Join(dir, name))
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
