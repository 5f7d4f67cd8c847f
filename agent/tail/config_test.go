package tail_test

import (
	"strings"
	"testing"

	"github.com/hashtail/hashtail/agent/tail"
)

func TestConfig(t *testing.T) {
	for _, tt := range []struct {
		name string
		in   tail.Input
		want string
	}{
		{"nothing", tail.Input{}, "paths is empty"},
		{"good", tail.Input{Paths: []string{"/var/log/**/*.log"}}, ""},
		{"glob", tail.Input{Paths: []string{"/var/log/[a.log"}}, "not a valid glob"},
		{"empty glob", tail.Input{Paths: []string{"a"}, Exclude: []string{""}}, "exclude has an empty entry"},
		{"start", tail.Input{Paths: []string{"a"}, Start: "middle"}, "beginning or end"},
		{"line", tail.Input{Paths: []string{"a"}, MaxLine: 10}, "max_line is 10"},
		{"age", tail.Input{Paths: []string{"a"}, IgnoreOlder: -1}, "ignore_older is negative"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := tail.Config{Inputs: []tail.Input{tt.in}}.Validate()
			if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
	if err := (tail.Config{Watch: "maybe", Linger: -1, HoldDeleted: -1}).Validate(); err == nil || strings.Count(err.Error(), "\n") != 2 {
		t.Errorf("got %v, want three complaints", err)
	}
}
