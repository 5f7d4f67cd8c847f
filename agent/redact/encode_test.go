package redact_test

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"html"
	"net/url"
	"strings"
)

// encode writes a secret in the encodings of its placeholder.
func encode(s, encs string) string {
	for enc := range strings.SplitSeq(encs, "|") {
		switch enc {
		case "pct":
			s = url.QueryEscape(s)
		case "json":
			s = strings.NewReplacer(`"`, `\"`, `\`, `\\`, `/`, `\/`).Replace(s)
		case "sql":
			s = strings.ReplaceAll(s, "'", "''")
		case "sh":
			s = strings.ReplaceAll(s, "'", `'\''`)
		case "html":
			s = html.EscapeString(s)
		case "b64":
			s = base64.StdEncoding.EncodeToString([]byte(s))
		case "sasl": // of the mechanism PLAIN
			s = base64.StdEncoding.EncodeToString([]byte("\x00" + strings.Replace(s, ":", "\x00", 1)))
		case "pctall":
			var b strings.Builder
			for i := range len(s) {
				fmt.Fprintf(&b, "%%%02X", s[i])
			}
			s = b.String()
		case "uni":
			var b strings.Builder
			for i := range len(s) {
				fmt.Fprintf(&b, "\\u%04x", s[i])
			}
			s = b.String()
		case "b64url":
			s = base64.RawURLEncoding.EncodeToString([]byte(s))
		case "utf16":
			s = base64.StdEncoding.EncodeToString([]byte(strings.Join(strings.Split(s, ""), "\x00") + "\x00"))
		case "hex":
			s = strings.ToUpper(hex.EncodeToString([]byte(s)))
		case "dump":
			s = fmt.Sprintf("% x", s)
		case "colons":
			s = strings.ReplaceAll(fmt.Sprintf("% x", s), " ", ":")
		case "bytes": // as an array in C
			s = strings.ReplaceAll(fmt.Sprintf("%# x", s), " ", ", ")
		case "numbers":
			s = strings.Trim(strings.ReplaceAll(fmt.Sprint([]byte(s)), " ", ", "), "[]")
		case "spaced":
			s = strings.Trim(fmt.Sprint([]byte(s)), "[]")
		case "commas":
			s = strings.Trim(strings.ReplaceAll(fmt.Sprint([]byte(s)), " ", ","), "[]")
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
