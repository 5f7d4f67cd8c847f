package agent

import (
	"bytes"
	"errors"
	"io"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

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
		return "", syntaxError(path, text, err)
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
		return nil, syntaxError(s.path, text, err)
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
	{"UTF-8 octet", "save the file as UTF-8"},
	{"control characters", "a byte like NUL or ESC is there: remove it"},
}

var syntaxLine = regexp.MustCompile(`^line (\d+): `)

// syntaxError is what YAML's parser says, with its line and what to do.
func syntaxError(path string, text []byte, err error) error {
	e := &ConfigError{Path: path, Problem: withoutValues(err), Line: firstOdd(text)}
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

// firstOdd is the line of the first byte that YAML's parser does not read, else the first
// line: those are the places that it does not name.
func firstOdd(text []byte) int {
	line := 1
	for len(text) > 0 {
		c, n := utf8.DecodeRune(text)
		switch {
		case c == '\n':
			line++
		case c == utf8.RuneError && n == 1, unicode.IsControl(c) && c != '\t' && c != '\r':
			return line
		}
		text = text[n:]
	}
	return 1
}

// An AccessError says that something the configuration needs (a secret, a key,
// the state folder) is there but cannot be used: exit code 77.
type AccessError struct{ Err error }

func (e *AccessError) Error() string { return e.Err.Error() }
func (e *AccessError) Unwrap() error { return e.Err }
