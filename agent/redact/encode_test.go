package redact_test

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"html"
	"net/url"
	"strings"
)

// encoders are the encodings that a placeholder may name behind a bar.
var encoders = map[string]func(s string) string{
	"pct":    url.QueryEscape,
	"pctall": func(s string) string { return each(s, "%%%02X") },
	"json":   strings.NewReplacer(`"`, `\"`, `\`, `\\`, `/`, `\/`).Replace,
	"uni":    func(s string) string { return each(s, `\u%04x`) },
	"sql":    func(s string) string { return strings.ReplaceAll(s, "'", "''") },
	"sh":     func(s string) string { return strings.ReplaceAll(s, "'", `'\''`) },
	"html":   html.EscapeString,
	"b64":    func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) },
	"b64url": func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) },
	"utf16":  func(s string) string { return base64.StdEncoding.EncodeToString([]byte(each(s, "%c\x00"))) },
	"sasl": func(s string) string {
		return base64.StdEncoding.EncodeToString([]byte("\x00" + strings.Replace(s, ":", "\x00", 1)))
	}, // of the mechanism PLAIN
	"hex":     func(s string) string { return strings.ToUpper(hex.EncodeToString([]byte(s))) },
	"dump":    func(s string) string { return fmt.Sprintf("% x", s) },
	"colons":  func(s string) string { return strings.ReplaceAll(fmt.Sprintf("% x", s), " ", ":") },
	"bytes":   func(s string) string { return strings.ReplaceAll(fmt.Sprintf("%# x", s), " ", ", ") }, // as an array in C
	"numbers": func(s string) string { return strings.ReplaceAll(decimals(s), " ", ", ") },
	"spaced":  decimals,
	"commas":  func(s string) string { return strings.ReplaceAll(decimals(s), " ", ",") },
}

// each formats each byte of s.
func each(s, format string) string {
	var b strings.Builder
	for i := range len(s) {
		fmt.Fprintf(&b, format, s[i])
	}
	return b.String()
}

// decimals are the bytes of s as numbers.
func decimals(s string) string { return strings.Trim(fmt.Sprint([]byte(s)), "[]") }

// encode writes a secret in the encodings of its placeholder.
func encode(s, encs string) string {
	for enc := range strings.SplitSeq(encs, "|") {
		if as := encoders[enc]; as != nil {
			s = as(s)
		} else if enc != "" {
			panic("no encoding " + enc)
		}
	}
	return s
}

// encodeMark writes what stands in its place. Escapes are not used for marks.
func encodeMark(s, encs string) string {
	switch {
	case encs == "hex" || encs == "b64":
		return encode(s, encs)
	case encs == "pct" && s[0] == '{': // a text around a mark
		return strings.NewReplacer("%5B", "[", "%5D", "]").Replace(encode(s, encs))
	}
	return s
}
