package checkpoint_test

import (
	"testing"

	"github.com/hashtail/hashtail/agent/checkpoint"
)

func TestWritten(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"text", "one\ntwo\n", "one\ntwo\n"},
		{"filled in place", "one\ntwo\n\x00\x00\x00\x00\x00", "one\ntwo\n"},
		{"nearly full", "one\ntwo\n\x00", "one\ntwo\n"},
		{"a line's end is seen before its beginning", "one\n\x00\x00\x00\x00\x00\x00three\n", "one\n"},
		{"UTF-16", "o\x00n\x00e\x00\n\x00", "o\x00n\x00e\x00\n"},
		{"a hole at the beginning", "\x00\x00\x00\x00\x00one\n", "\x00\x00\x00\x00\x00one\n"},
		{"NULs", "\x00\x00\x00\x00\x00", "\x00\x00\x00\x00\x00"},
	} {
		if got := string(checkpoint.Written([]byte(tt.in))); got != tt.want {
			t.Errorf("%s: Written(%q) = %q, want %q", tt.name, tt.in, got, tt.want)
		}
	}
}
