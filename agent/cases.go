package agent

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/hashtail/hashtail/agent/join"
	"github.com/hashtail/hashtail/agent/nearest"
	"github.com/hashtail/hashtail/agent/parse"
	"github.com/hashtail/hashtail/agent/redact"
	"github.com/hashtail/hashtail/sinks"
	"gopkg.in/yaml.v3"
)

// Cases are what `hashtail test` reads: lines, and the events that they must
// become.
type Cases struct {
	Cases []Case `yaml:"cases"`
}

// A Case is one record, of one line or several, and what is expected of it.
type Case struct {
	Name    string    `yaml:"name"`
	Input   string    `yaml:"input"`  // a file's path: the input that reads it lends its settings; default: the first
	Format  string    `yaml:"format"` // default: the input's
	Now     time.Time `yaml:"now"`    // for times without a year
	Line    string    `yaml:"line"`
	Lines   string    `yaml:"lines"` // read like a file, for records of several lines
	Want    Want      `yaml:"want"`  // field: value
	Absent  []string  `yaml:"absent"`
	Ignored bool      `yaml:"ignored"` // is no event
}

// A Want is fields with the values that they must have.
type Want []struct {
	Field string
	Value yaml.Node
}

// UnmarshalYAML keeps the order, and values as they are written.
func (w *Want) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind != yaml.MappingNode {
		return fmt.Errorf("line %d: fields with their values are wanted here", n.Line)
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i+1].Kind == yaml.MappingNode {
			return fmt.Errorf("line %d: write fields with dots, like user.name", n.Content[i].Line)
		}
		*w = append(*w, struct {
			Field string
			Value yaml.Node
		}{n.Content[i].Value, *n.Content[i+1]})
	}
	return nil
}

// A CaseResult is what became of one case. Nothing in it is raw text of a line.
type CaseResult struct {
	Name        redact.Text
	Line        int          // of the case in its file
	Problem     string       // empty when all is well or Differences says it
	Differences []Difference // in the order of want, then of absent
}

// OK reports whether the case came out as expected.
func (r *CaseResult) OK() bool { return r.Problem == "" && len(r.Differences) == 0 }

// A Difference is a field that has another value than was wanted; an empty Text
// is an absent field.
type Difference struct{ Field, Want, Got redact.Text }

// Test runs the cases of one file. Its error is about the file: *InputError.
func Test(c *Config, path string, text []byte) ([]CaseResult, error) {
	t, err := newTrial(c)
	if err != nil {
		return nil, err
	}
	var cases Cases
	source := Source{path: path, references: literal}
	doc, err := source.decode(text, &cases)
	if err != nil {
		return nil, &InputError{err}
	}
	if len(cases.Cases) == 0 {
		return nil, &InputError{&ConfigError{Path: path, Problem: "has no cases: list them under cases"}}
	}
	var results []CaseResult
	for i := range cases.Cases {
		k := &cases.Cases[i]
		at := follow(doc, []string{"cases", strconv.Itoa(i)})
		if problem := k.problem(); problem != "" {
			return nil, &InputError{&ConfigError{Path: path, Line: at.Line, Column: at.Column, Problem: problem}}
		}
		if err := k.misspelt(strconv.Itoa(i)); err != nil {
			return nil, &InputError{locate(path, doc, err)}
		}
		r := CaseResult{Line: at.Line}
		if err := t.run(k, &r); err != nil {
			r.Problem = err.Error()
		}
		r.Name = t.scrubbed(k.Name)
		results = append(results, r)
	}
	return results, nil
}

// problem says what makes a case none.
func (k *Case) problem() string {
	switch {
	case k.Name == "":
		return "this case has no name"
	case (k.Line == "") == (k.Lines == ""):
		return "a case has either line or lines"
	case k.Ignored && (len(k.Want) > 0 || len(k.Absent) > 0):
		return "what is ignored has no fields: remove want and absent"
	case !k.Ignored && len(k.Want) == 0 && len(k.Absent) == 0:
		return "this case expects nothing: it needs want, absent or ignored"
	}
	return ""
}

// misspelt says which of the case's fields no event has: it would always be absent.
func (k *Case) misspelt(number string) error {
	var errs []error
	look := func(field string, at ...string) {
		if !isField(field) {
			problem := fmt.Errorf("%q is no field that hashtail ships%s", field, nearest.Hint(field, sinks.Fields()))
			errs = append(errs, &placed{append([]string{"cases", number}, at...), problem})
		}
	}
	for i := range k.Want {
		look(k.Want[i].Field, "want", k.Want[i].Field)
	}
	for i, field := range k.Absent {
		look(field, "absent", strconv.Itoa(i))
	}
	return errors.Join(errs...)
}

// isField reports whether an event may have a field, or an object, of that name.
func isField(name string) bool {
	if name == "labels" || strings.HasPrefix(name, "labels.") {
		return true
	}
	for known := range sinks.Fields() {
		if rest, ok := strings.CutPrefix(known, name); ok && (rest == "" || rest[0] == '.') {
			return true
		}
	}
	return false
}

// run reads the lines of one case and compares the event. Its error holds
// nothing of them.
func (t *trial) run(k *Case, r *CaseResult) error {
	if k.Input != "" {
		if err := t.known(k.Input); err != nil {
			return err
		}
	}
	in, err := t.config.inputOf(k.Input, k.Format, t.formats)
	if err != nil {
		return err
	}
	if !k.Now.IsZero() {
		in.options.Now = func() time.Time { return k.Now }
	}
	st := in.options.Open("")
	var docs [][]byte
	var last error
	err = t.records(in, []byte(k.Line+k.Lines), func(rec join.Record) error {
		err := t.parser.Parse(st, rec.Data, &t.event)
		if errors.Is(err, parse.ErrNotAuth) {
			last = err
			return nil
		}
		docs = append(docs, t.document(in, rec, err))
		return nil
	})
	switch {
	case err != nil:
		return err
	case k.Ignored && len(docs) > 0 && t.event.Length > 0:
		return fmt.Errorf("is to be ignored, but: %w", parse.ErrFormat)
	case k.Ignored && len(docs) > 0:
		return errors.New("is to be ignored, but is an event")
	case k.Ignored:
		return nil
	case len(docs) == 0:
		return last
	case len(docs) > 1:
		return fmt.Errorf("gives %d events, and a case is about one", len(docs))
	}
	var doc map[string]any
	if err := json.Unmarshal(docs[0], &doc); err != nil {
		return errors.New("the event is no JSON: this is a bug of hashtail")
	}
	t.compare(k, doc, r)
	return nil
}

func (t *trial) compare(k *Case, doc map[string]any, r *CaseResult) {
	differ := func(field, want, got string) {
		r.Differences = append(r.Differences, Difference{t.scrubbed(field), t.scrubbed(want), t.scrubbed(got)})
	}
	for i := range k.Want {
		w := &k.Want[i]
		if got := member(doc, w.Field); !equal(&w.Value, got) {
			differ(w.Field, written(&w.Value), shown(got))
		}
	}
	for _, field := range k.Absent {
		if got := member(doc, field); got != nil {
			differ(field, "", shown(got))
		}
	}
}

// member is what stands at a dotted path, nil for nothing.
func member(doc map[string]any, path string) any {
	for {
		name, rest, deeper := strings.Cut(path, ".")
		if v, ok := doc[path]; ok { // a label, or the last part
			return v
		}
		inner, ok := doc[name].(map[string]any)
		if !deeper || !ok {
			return nil
		}
		doc, path = inner, rest
	}
}

// equal reports whether a value is what was written in the case: times by their
// moment, numbers and words by their text, a list of one also by its member.
func equal(want *yaml.Node, got any) bool {
	if want.Kind == yaml.AliasNode {
		want = want.Alias
	}
	list, ok := got.([]any)
	if want.Kind != yaml.SequenceNode {
		if ok && len(list) == 1 {
			got = list[0]
		}
		return sameScalar(want.Value, got)
	}
	if !ok || len(list) != len(want.Content) {
		return false
	}
	for i, w := range want.Content {
		if !sameScalar(w.Value, list[i]) {
			return false
		}
	}
	return true
}

func sameScalar(want string, got any) bool {
	if got == nil || reflect.TypeOf(got).Kind() == reflect.Map {
		return false
	}
	s := shown(got)
	if s == want {
		return true
	}
	a, err1 := time.Parse(time.RFC3339Nano, want)
	b, err2 := time.Parse(time.RFC3339Nano, s)
	return err1 == nil && err2 == nil && a.Equal(b)
}

// written is a value of a case as it is printed.
func written(n *yaml.Node) string {
	if n.Kind != yaml.SequenceNode {
		return n.Value
	}
	items := make([]string, len(n.Content))
	for i, c := range n.Content {
		items[i] = c.Value
	}
	return "[" + strings.Join(items, ", ") + "]"
}

// shown is a value of a document as it is printed.
func shown(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case []any:
		items := make([]string, len(v))
		for i := range v {
			items[i] = shown(v[i])
		}
		return "[" + strings.Join(items, ", ") + "]"
	}
	b, _ := json.Marshal(v)
	return string(b)
}
