package redact_test

import (
	"encoding/base64"
	"encoding/hex"
	"html"
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

var (
	dumped  = regexp.MustCompile(`(?:[0-9a-f]{2}[ :]+){4,}[0-9a-f]{2}`) // a hex dump
	counted = regexp.MustCompile(`(?:(?:0x)?[0-9a-f]{2,3}(?:, ?| )){4,}(?:0x)?[0-9a-f]{2,3}`)
	escaped = regexp.MustCompile(`\\[01][0-7]{2}|%u[0-9a-fA-F]{4}`)
	unseen  = regexp.MustCompile(`[\x{ad}\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2060}-\x{206f}\x{fe00}-\x{fe0f}\x{feff}\x00]`)
)

// views are the ways a reader might decode out.
func views(out string) []string {
	all := []string{out}
	add := func(s string) {
		if s != all[len(all)-1] {
			all = append(all, s)
		}
	}
	s := out
	for range 4 {
		s = withoutBackslashes(s)
		add(s)
	}
	s = out
	for range 2 {
		if u, err := url.QueryUnescape(s); err == nil {
			s = u
			add(s)
		}
	}
	add(html.UnescapeString(out))
	for _, run := range runs(out, b64std+"-_") {
		run = url64.Replace(run)
		if v, err := base64.RawStdEncoding.DecodeString(run[:len(run)/4*4]); err == nil {
			add(string(v))
		}
	}
	for _, run := range dumped.FindAllString(out, -1) {
		if v, err := hex.DecodeString(strings.NewReplacer(" ", "", ":", "").Replace(run)); err == nil {
			add(string(v))
		}
	}
	for _, run := range counted.FindAllString(out, -1) {
		add(spelt(run))
	}
	add(escaped.ReplaceAllStringFunc(out, unescape))
	add(unseen.ReplaceAllString(out, ""))
	for _, run := range runs(out, hexes+"ABCDEF") {
		if v, err := hex.DecodeString(run[:len(run)/2*2]); err == nil {
			add(string(v))
		}
	}
	for _, v := range all {
		if strings.Contains(v, "\x00") { // UTF-16
			add(strings.ReplaceAll(v, "\x00", ""))
		}
	}
	return all
}

// withoutBackslashes is s with one layer of escapes taken off, as JSON and most languages write
// them.
func withoutBackslashes(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) {
			if s[i+1] == 'u' && i+6 <= len(s) {
				if v, err := hex.DecodeString(s[i+2 : i+6]); err == nil && v[0] == 0 {
					b.WriteByte(v[1])
					i += 5
					continue
				}
			}
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// spelt is the text that numbers stand for: 112, 97; 0x70, 0x61.
func spelt(numbers string) string {
	var v []byte
	for n := range strings.FieldsFuncSeq(numbers, func(r rune) bool { return r == ',' || r == ' ' }) {
		c, _ := strconv.ParseUint(n, 0, 8)
		v = append(v, byte(c))
	}
	return string(v)
}

// unescape is the character that an escape in octal digits or like %u0070 stands for.
func unescape(m string) string {
	digits, base := m[2:], 16
	if m[0] == '\\' {
		digits, base = m[1:], 8
	}
	v, _ := strconv.ParseUint(digits, base, 16)
	return string(rune(v))
}

var url64 = strings.NewReplacer("-", "+", "_", "/")

// runs are the parts of s that are made of set and may hold something.
func runs(s, set string) (all []string) {
	var in [256]bool
	for _, c := range []byte(set) {
		in[c] = true
	}
	from := 0
	for i := 0; i <= len(s); i++ {
		if i < len(s) && in[s[i]] {
			continue
		}
		if i-from >= 16 {
			all = append(all, s[from:i])
		}
		from = i + 1
	}
	return all
}

// leaked is a piece of 8 bytes of secret, or all of a shorter one, that can be
// read in out; the first bytes of a vendor's prefix say nothing.
func leaked(secret, out string) string {
	n := min(8, len(secret))
	for _, v := range views(out) {
		for i := 0; i+n <= len(secret); i++ {
			if piece := secret[i : i+n]; strings.Contains(v, piece) && !strings.Contains(goneInHex, piece) {
				return piece
			}
		}
	}
	return ""
}

// goneInHex is what a mark reads like where hex digits stood: some PINs do, too.
var goneInHex = strings.ToUpper(hex.EncodeToString([]byte(gone)))
