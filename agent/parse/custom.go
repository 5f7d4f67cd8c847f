package parse

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"regexp/syntax"
	"slices"
	"strconv"
	"strings"

	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/nearest"
	"github.com/hashtail/hashtail/agent/redact"
	"gopkg.in/yaml.v3"
)

// A CustomConfig is a format that the configuration defines: regular
// expressions with named captures, or paths into JSON objects, and what they
// stand for in ECS.
type CustomConfig struct {
	Pattern    Patterns          `yaml:"pattern"`
	JSON       Mapping           `yaml:"json"`        // path: ECS name
	Fields     Mapping           `yaml:"fields"`      // capture: ECS name
	Timestamp  string            `yaml:"timestamp"`   // strftime, or iso8601, epoch …
	Auth       []Condition       `yaml:"auth"`        // any of them makes an authentication event
	Outcome    map[string]string `yaml:"outcome"`     // value: success, failure or unknown
	Action     map[string]string `yaml:"action"`      // value: an action of the schema
	Unmatched  string            `yaml:"unmatched"`   // error, ignore or detect
	UsualNames bool              `yaml:"usual_names"` // reads the rest of an object as format json does
}

// A Condition holds for a record whose field has one of the values, or matches,
// or is there at all when nothing else is asked.
type Condition struct {
	Field   string   `yaml:"field"` // a capture, or a path
	Is      []string `yaml:"is"`
	Matches string   `yaml:"matches"` // RE2
}

// Patterns are one pattern or a list of them.
type Patterns []string

// UnmarshalYAML takes a string or a list of strings.
func (p *Patterns) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode {
		*p = Patterns{n.Value}
		return nil
	}
	return n.Decode((*[]string)(p))
}

// A Mapping is a YAML mapping of strings that keeps its order.
type Mapping []struct{ From, To string }

// UnmarshalYAML refuses keys that stand twice.
func (m *Mapping) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind != yaml.MappingNode {
		return fmt.Errorf("line %d: a mapping is wanted here", n.Line)
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		if k.Kind != yaml.ScalarNode || v.Kind != yaml.ScalarNode {
			return fmt.Errorf("line %d: name: ECS field is wanted here", k.Line)
		}
		if m.has(k.Value) {
			return fmt.Errorf("line %d: this name stands twice", k.Line)
		}
		*m = append(*m, struct{ From, To string }{k.Value, v.Value})
	}
	return nil
}

func (m Mapping) has(from string) bool { return m.to(from) != "" }

func (m Mapping) to(from string) string {
	for _, p := range m {
		if p.From == from {
			return p.To
		}
	}
	return ""
}

// A Mistake is what is wrong with one part of a definition.
type Mistake struct {
	At      []string // the keys that lead to it
	Problem string
}

func (m *Mistake) Error() string { return strings.Join(m.At, ".") + ": " + m.Problem }

// A Custom is a format of the configuration, checked and compiled.
type Custom struct {
	name       string
	patterns   []pattern
	paths      []path
	conditions []condition
	layout     *timeLayout
	outcomes   map[string]event.Outcome
	actions    map[string]event.Action
	unmatched  error // ErrFormat, ErrNotAuth, or nil to detect the format
	usual      bool
}

// A pattern is an expression with what its groups stand for.
type pattern struct {
	re      *regexp.Regexp
	targets []target // by group
}

// A path leads to a member of an object, be the dots in it between nested
// objects or in one name.
type path struct {
	whole string
	parts []string
	target
}

// A target is what a value becomes: a field or, with a name, a label.
type target struct {
	field Field
	label string // as event.Label has it
	name  []byte // of the label's value: a credential's is hashed or removed whole
}

type condition struct {
	path
	groups []int // of each pattern, or -1
	is     []string
	re     *regexp.Regexp
}

// Any other value, in the tables of outcomes and actions.
const otherwise = "*"

// Compile checks a definition; its error joins a *Mistake for each.
func (c *CustomConfig) Compile(name string) (*Custom, error) {
	b := customBuilder{config: c, custom: &Custom{name: name, usual: c.UsualNames}}
	b.name(name)
	switch {
	case len(c.Pattern) > 0 && len(c.JSON) > 0:
		b.bad("has both pattern and json: a format reads one of them", "json")
	case len(c.Pattern) > 0:
		b.patterns()
	case len(c.JSON) > 0:
		b.json()
	default:
		b.bad("needs pattern (RE2 with named captures) or json (paths onto ECS names)")
	}
	b.tables()
	b.conditions()
	return b.custom, errors.Join(b.mistakes...)
}

type customBuilder struct {
	config   *CustomConfig
	custom   *Custom
	mistakes []error
	mapped   [fieldCount]bool
}

func (b *customBuilder) bad(problem string, at ...string) {
	b.mistakes = append(b.mistakes, &Mistake{at, problem})
}

var formatName = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

func (b *customBuilder) name(name string) {
	switch {
	case !formatName.MatchString(name):
		b.bad("a format's name is made of a-z, 0-9 and _")
	case name == "auto" || choose(name) != nil:
		b.bad("hashtail has a format of this name: take another")
	}
}

func (b *customBuilder) patterns() {
	c := b.config
	if c.UsualNames {
		b.bad("goes with json only", "usual_names")
	}
	captures := map[string]bool{}
	for i, expr := range c.Pattern {
		at := []string{"pattern", strconv.Itoa(i)}
		re, err := regexp.Compile(expr)
		if err != nil {
			b.bad(RegexpProblem(err), at...)
			continue
		}
		p := pattern{re: re, targets: make([]target, re.NumSubexp()+1)}
		named := false
		for group, capture := range re.SubexpNames() {
			if capture == "" {
				continue
			}
			named, captures[capture] = true, true
			p.targets[group] = b.capture(capture, at)
		}
		if !named {
			b.bad("has no named capture, like (?P<user_name>\\S+)", at...)
		}
		b.custom.patterns = append(b.custom.patterns, p)
	}
	for _, m := range c.Fields {
		if !captures[m.From] {
			b.bad("no pattern has a capture of this name"+nearest.Hint(m.From, maps.Keys(captures)), "fields", m.From)
		}
	}
}

// capture is what a named capture stands for: what fields says, else the ECS
// field of its name, with _ for each dot.
func (b *customBuilder) capture(name string, at []string) target {
	if to := b.config.Fields.to(name); to != "" {
		return b.target(name, to, "fields", name)
	}
	var captures []string // that need no fields
	for _, ecs := range ecsNames() {
		capture := strings.ReplaceAll(ecs, ".", "_")
		if strings.TrimLeft(capture, "@") == name {
			return b.target(name, ecs, at...)
		}
		captures = append(captures, capture)
	}
	if slices.ContainsFunc(b.config.Auth, func(c Condition) bool { return c.Field == name }) {
		return target{}
	}
	b.bad(fmt.Sprintf("capture %q is no ECS field%s; fields maps it onto one", name, nearest.Hint(name, slices.Values(captures))), at...)
	return target{}
}

func (b *customBuilder) json() {
	if len(b.config.Fields) > 0 {
		b.bad("goes with pattern only: json maps its paths itself", "fields")
	}
	for _, m := range b.config.JSON {
		p := newPath(m.From)
		p.target = b.target(p.parts[len(p.parts)-1], m.To, "json", m.From)
		b.custom.paths = append(b.custom.paths, p)
	}
}

func newPath(s string) path { return path{whole: s, parts: strings.Split(s, ".")} }

// target is what a value of this name becomes. One with the name of a credential
// would not be known as one under another name, so it must stay one.
func (b *customBuilder) target(name, ecs string, at ...string) target {
	kind, secret := redact.NameKind([]byte(name))
	if label, ok := strings.CutPrefix(ecs, "labels."); ok {
		if label == "" || strings.Contains(label, ".") {
			b.bad("a label has one name, without dots", at...)
		}
		if !secret {
			name = label
		}
		return target{label: event.LabelKey(label), name: []byte(name)}
	}
	f := ecsField(ecs)
	if f == NoField {
		b.bad(fmt.Sprintf("%q is no field that hashtail ships%s", ecs, nearest.Hint(ecs, slices.Values(ecsNames()))), at...)
	}
	switch {
	case !secret, f == ActionWord, f == OutcomeWord, f == TokenHash, f == NoField: // none of which is shipped as it is
	case kind.Removed():
		b.bad(fmt.Sprintf("%q is the name of a secret that is always removed: leave it out", name), at...)
	case f != Credential:
		b.bad(fmt.Sprintf("%q is the name of a credential: map it onto hashtail.token, which ships its hash", name), at...)
	}
	b.mapped[f] = true
	return target{field: f}
}

func (b *customBuilder) tables() {
	c, x := b.config, b.custom
	var err error
	if x.layout, err = newTimeLayout(c.Timestamp); err != nil {
		b.bad(err.Error(), "timestamp")
	} else if c.Timestamp != "" && !b.mapped[Time] {
		b.bad("nothing is mapped onto @timestamp", "timestamp")
	}
	x.outcomes, x.actions = map[string]event.Outcome{}, map[string]event.Action{}
	for _, v := range slices.Sorted(maps.Keys(c.Outcome)) {
		o, ok := outcomeNames[c.Outcome[v]]
		if !ok {
			b.bad("an outcome is success, failure or unknown", "outcome", v)
		}
		if x.outcomes[v] = o; v != otherwise && !b.mapped[OutcomeWord] {
			b.bad("nothing is mapped onto event.outcome", "outcome", v)
		}
	}
	for _, v := range slices.Sorted(maps.Keys(c.Action)) {
		a := actionNamed(c.Action[v])
		if a == event.NoAction {
			b.bad(fmt.Sprintf("%q is no action of the schema%s", c.Action[v], nearest.Hint(c.Action[v], slices.Values(actionNames()))), "action", v)
		}
		if x.actions[v] = a; v != otherwise && !b.mapped[ActionWord] {
			b.bad("nothing is mapped onto event.action", "action", v)
		}
	}
	switch c.Unmatched {
	case "", "error":
		x.unmatched = ErrFormat
	case "ignore":
		x.unmatched = ErrNotAuth
	case "detect":
	default:
		b.bad("is error, ignore or detect", "unmatched")
	}
}

func (b *customBuilder) conditions() {
	for i, c := range b.config.Auth {
		at := []string{"auth", strconv.Itoa(i)}
		if c.Field == "" {
			b.bad("names no field: a capture or a path", at...)
			continue
		}
		cond := condition{path: newPath(c.Field), is: c.Is}
		if c.Matches != "" {
			var err error
			if cond.re, err = regexp.Compile(c.Matches); err != nil {
				b.bad(RegexpProblem(err), append(at, "matches")...)
			}
		}
		found := false
		for _, p := range b.custom.patterns {
			group := p.re.SubexpIndex(c.Field)
			found = found || group >= 0
			cond.groups = append(cond.groups, group)
		}
		if len(b.custom.patterns) > 0 && !found {
			b.bad("no pattern has a capture of this name", append(at, "field")...)
		}
		b.custom.conditions = append(b.custom.conditions, cond)
	}
}

// RegexpProblem is why an expression does not compile, with err from package regexp, as a
// [Mistake] says it.
func RegexpProblem(err error) string {
	var se *syntax.Error
	if !errors.As(err, &se) {
		return "is no RE2 expression"
	}
	advice := ""
	if strings.HasPrefix(se.Expr, "(?") {
		advice = " (RE2 has no look-around)"
	}
	return fmt.Sprintf("is no RE2 expression: %s: %s%s", se.Code, se.Expr, advice)
}

var outcomeNames = map[string]event.Outcome{"success": event.Success, "failure": event.Failure, "unknown": event.Unknown}

func actionNamed(name string) event.Action {
	for a := event.NoAction + 1; a < event.ActionCount; a++ {
		if a.String() == name {
			return a
		}
	}
	return event.NoAction
}

func actionNames() []string {
	var all []string
	for a := event.NoAction + 1; a < event.ActionCount; a++ {
		all = append(all, a.String())
	}
	return all
}
