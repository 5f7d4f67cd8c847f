package agent

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"

	"gopkg.in/yaml.v3"
)

// references say what becomes of ${env:NAME} and its like.
type references uint8

const (
	resolved       references = iota // each is replaced by what it means; one that means nothing is a mistake
	withoutSecrets                   // a secret that cannot be had stays the reference that it is
	unseenAllowed                    // only a credential may, if systemd has given this process none
	literal                          // they are text like any other
)

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
	if strings.Contains(reference.ReplaceAllString(s, ""), "${") {
		w.problem(n, "%s: a ${ has no }: close it, or write $${ for a literal ${", name)
		return
	}
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
