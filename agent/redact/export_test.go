package redact

import (
	"reflect"
	"slices"
	"strings"
)

// An Announcement is a row of the tables of anchors, shapes aside.
type Announcement struct {
	Lit     string
	Named   bool // Lit is a part of a credential's name
	Command bool // Lit is a command, of which TestCommandsMutation asks more
	row     int
}

// Announcements lists the tables of anchors.
func Announcements() (all []Announcement) {
	is := func(a *anchor, do func(*scan, *anchor, int) int) bool {
		return reflect.ValueOf(a.do).Pointer() == reflect.ValueOf(do).Pointer()
	}
	for i := range builtin().anchors {
		if a := &builtin().anchors[i]; !a.shape {
			all = append(all, Announcement{a.lit, is(a, (*scan).name), is(a, (*scan).command), i})
		}
	}
	return all
}

// Without is a scrubber without the row.
func (a Announcement) Without() *Scrubber { return with(builtin().withoutAnchor(a.row)) }

func (e *engine) withoutAnchor(row int) *engine {
	w := *e
	w.anchors = slices.Clone(e.anchors)
	w.anchors[row].do = func(*scan, *anchor, int) int { return 0 }
	return &w
}

// A Decision is a row of a table of what decides: of cues, namings or forms of a value.
type Decision struct {
	Says    string
	Catches bool
	Without *Scrubber // of a table without the row
}

// Cues lists the table of cues.
func Cues() (all []Decision) {
	for i, c := range cues {
		w := *builtin()
		w.cues = newCueTable(slices.Delete(slices.Clone(cues), i, i+1))
		all = append(all, Decision{c.says, c.then == catches, with(&w)})
	}
	return all
}

// Namings lists the table of namings.
func Namings() (all []Decision) {
	for i, n := range namings {
		w := *builtin()
		w.namings = slices.Delete(slices.Clone(namings), i, i+1)
		all = append(all, Decision{n.says, n.then == catches, with(&w)})
	}
	return all
}

// ValueForms lists the table of forms of a value.
func ValueForms() (all []Decision) {
	for i, f := range valueForms {
		w := *builtin()
		w.forms = slices.Delete(slices.Clone(valueForms), i, i+1)
		all = append(all, Decision{f.says, f.then == catches, with(&w)})
	}
	return all
}

// CredentialNames are the names in the table of names.
func CredentialNames() (all []string) {
	for _, row := range names {
		if row.how != never && row.how != madeHash {
			all = append(all, row.name)
		}
	}
	return all
}

// CommandWords are the options of the table of commands as a query has them, each
// with its command: "mysql+-p".
func CommandWords() (all []string) {
	for _, c := range commands {
		for _, option := range strings.Split(c.opts+c.tied+c.user, "") {
			all = append(all, strings.ReplaceAll(strings.TrimSpace(c.name)+" "+c.sub, " ", "+")+"+-"+option)
		}
	}
	return all
}

// ForgetParam makes a scrubber one that has met no parameter yet.
func (s *Scrubber) ForgetParam() { s.param = paramMemo{} }
