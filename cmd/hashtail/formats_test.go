package main

import (
	"testing"

	"github.com/hashtail/hashtail/agent/parse"
)

// TestFormatsAreListed: every format once, with an example, and every alias.
func TestFormatsAreListed(t *testing.T) {
	formats, names := describeFormats(), map[string]bool{}
	if got, want := len(formats), len(parse.Formats); got != want {
		t.Errorf("%d formats are listed, want %d", got, want)
	}
	for _, f := range formats {
		if names[f.Name] = true; f.Example == "" {
			t.Errorf("%s has no example", f.Name)
		}
		for _, a := range f.Aliases {
			names[a] = true
		}
	}
	for _, p := range products() {
		names[p.Name] = true
	}
	for _, a := range parse.Aliases {
		if !names[a.Name] {
			t.Errorf("the alias %s is not listed", a.Name)
		}
	}
	for name := range names {
		if err := (&parse.Options{Format: name}).Validate(); err != nil {
			t.Errorf("%s is listed, but: %v", name, err)
		}
	}
}
