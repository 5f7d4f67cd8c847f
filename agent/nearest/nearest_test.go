package nearest_test

import (
	"slices"
	"testing"

	"github.com/hashtail/hashtail/agent/nearest"
)

func TestHint(t *testing.T) {
	known := []string{"nginx", "nginx_error", "syslog", "sshd"}
	for _, tt := range []struct{ name, in, want string }{
		{"a letter too few", "ngix", `: did you mean "nginx"?`},
		{"a letter too many", "sysslog", `: did you mean "syslog"?`},
		{"far from all", "kubernetes", ""},
		{"nothing", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := nearest.Hint(tt.in, slices.Values(known)); got != tt.want {
				t.Errorf("Hint(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}
