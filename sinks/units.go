package sinks

import (
	"errors"
	"fmt"
	"log/slog"
	"math"
	"strconv"
	"strings"
	"time"

	"gopkg.in/yaml.v3"
)

// A Duration is a time in a configuration: a number with its unit (20s, 1m30s, 7d).
type Duration time.Duration

func (d Duration) String() string { return time.Duration(d).String() }

// MarshalYAML writes d as it is read.
func (d Duration) MarshalYAML() (any, error) { return d.String(), nil }

// UnmarshalYAML reads a number with its unit; only 0 needs none.
func (d *Duration) UnmarshalYAML(n *yaml.Node) error {
	v, err := ParseDuration(n.Value)
	if err != nil || n.Kind != yaml.ScalarNode {
		return fmt.Errorf("line %d: %q is not a duration: write a number with its unit, like 500ms, 20s, 24h or 7d", n.Line, n.Value)
	}
	if v < 0 {
		return fmt.Errorf("line %d: %s is negative", n.Line, n.Value)
	}
	*d = Duration(v)
	return nil
}

var errDuration = errors.New("not a duration")

// ParseDuration is that of package time, with weeks and days, of 24 hours, before
// the units that it knows: 2w, 7d, 1d12h.
func ParseDuration(text string) (time.Duration, error) {
	var sum time.Duration
	rest := text
	for _, unit := range [...]struct {
		name  string
		hours time.Duration
	}{{"w", 7 * 24}, {"d", 24}} {
		number, behind, ok := strings.Cut(rest, unit.name)
		if !ok {
			continue
		}
		v, err := time.ParseDuration(number + "h")
		if err != nil || strings.Trim(number, "0123456789.") != "" || v > (math.MaxInt64-sum)/unit.hours {
			return 0, errDuration
		}
		sum, rest = sum+v*unit.hours, behind
	}
	if rest == "" && rest != text {
		return sum, nil
	}
	v, err := time.ParseDuration(rest)
	if err != nil || rest != text && v < 0 || v > math.MaxInt64-sum {
		return 0, errDuration
	}
	return sum + v, nil
}

// A Size is a number of bytes in a configuration: 100MiB, 5MB, 4096.
type Size int64

// sizeUnits are from large to small, each binary unit before its decimal one,
// so that printing finds the largest that divides a size.
var sizeUnits = [...]struct {
	name  string
	bytes Size
}{
	{"TiB", 1 << 40}, {"TB", 1e12},
	{"GiB", 1 << 30}, {"GB", 1e9},
	{"MiB", 1 << 20}, {"MB", 1e6},
	{"KiB", 1 << 10}, {"KB", 1e3},
	{"B", 1},
}

// String writes s with the largest unit that gives a whole number.
func (s Size) String() string {
	for _, u := range sizeUnits {
		if s != 0 && s%u.bytes == 0 {
			return strconv.FormatInt(int64(s/u.bytes), 10) + u.name
		}
	}
	return "0B"
}

// MarshalYAML writes s as it is read.
func (s Size) MarshalYAML() (any, error) { return s.String(), nil }

// UnmarshalYAML reads a whole number of bytes, or of the unit behind it.
func (s *Size) UnmarshalYAML(n *yaml.Node) error {
	v, err := parseSize(n.Value)
	if err != nil || n.Kind != yaml.ScalarNode {
		return fmt.Errorf("line %d: %q is not a size: write a whole number with its unit, like 64KiB, 100MiB or 5MB", n.Line, n.Value)
	}
	*s = v
	return nil
}

var errSize = errors.New("not a size")

func parseSize(text string) (Size, error) {
	unit := Size(1)
	digits := text
	for _, u := range sizeUnits {
		if rest, ok := cutSuffixFold(text, u.name); ok {
			digits, unit = strings.TrimRight(rest, " "), u.bytes
			break
		}
	}
	v, err := strconv.ParseUint(digits, 10, 63)
	if err != nil || Size(v) > math.MaxInt64/unit {
		return 0, errSize
	}
	return Size(v) * unit, nil
}

func cutSuffixFold(s, suffix string) (string, bool) {
	at := len(s) - len(suffix)
	if at < 0 || !strings.EqualFold(s[at:], suffix) {
		return s, false
	}
	return s[:at], true
}

// A Secret is a password or key of a configuration. However it is printed,
// logged or written back, it shows only that there is one; string(s) is the
// one way to the value.
type Secret string

const redacted = "[REDACTED]"

func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return redacted
}

// Format covers every verb: fmt prints the bare string for those that it does
// not ask String about (%d, %#v).
func (s Secret) Format(f fmt.State, _ rune) { fmt.Fprint(f, s.String()) }

func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

func (s Secret) MarshalYAML() (any, error) { return s.String(), nil }

// MarshalText is for encoding/json.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }
