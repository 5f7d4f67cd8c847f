package parse_test

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"strings"
	"testing"

	"github.com/hashtail/hashtail/agent/parse"
	"github.com/hashtail/hashtail/test/bench/logs"
	"github.com/hashtail/hashtail/test/long"
)

// A lineMaker makes lines of formats that have forms, and now and then something
// else in a blank.
type lineMaker struct{ *rand.Rand }

func (r lineMaker) pick(of ...string) string { return of[r.IntN(len(of))] }

func (r lineMaker) seldom(usual string, odd ...string) string {
	if r.IntN(80) == 0 {
		return r.pick(odd...)
	}
	return usual
}

func (r lineMaker) address() string {
	return r.seldom(fmt.Sprintf("192.0.2.%d", r.IntN(256)), "10.0.0.1", "0.0.0.0", "192.0.2.256", "192.0.2.07", "2001:db8::7", "::ffff:192.0.2.9", "192.0.2.7:4711",
		"192.0.2.7,", "192.0.2", "1.2.3.4.5", "localhost", "UNKNOWN", "", "-", "192.0.2.7:")
}

func (r lineMaker) port() string {
	return r.seldom(fmt.Sprint(1+r.IntN(65535)), "0", "00022", "65536", "123456", "", "-1", "22x", "22:", "99999999999999999999")
}

func (r lineMaker) user() string {
	return r.seldom(r.pick("alice", "bob", "root", "svc_7", "web.user", "a-b", "x@example.com"), "invalid", "user", "from", "for", "-", "none", "null", "UNKNOWN", "undefined", "nil",
		`CORP\alice`, "", "invalid user x", "a b", "bob from 192.0.2.9 port 7 ssh2", "password", "Token", "session", "token={{opaque}}", "{{opaque}}", "{{jwt}}", "pw:{{password}}",
		"-----BEGIN", "bob ", " bob", `"bob"`, strings.Repeat("u", 70), "müller", "2f2ddc83aabbccddeeff00112233445 bob", "a\x7fb", "api-key", "secret", "[preauth]")
}

func (r lineMaker) stamp(layout string) string {
	clock := fmt.Sprintf("%02d:%02d:%02d", r.IntN(24), r.IntN(60), r.IntN(60))
	if r.IntN(3) > 0 {
		clock = "12:55:36"
	}
	clock = r.seldom(clock, "25:00:00", "12:61:00", "23:59:60", "1:02:03", "12:55", "")
	day := 1 + r.IntN(31)
	month := r.pick("Jan", "Jan", "Feb")
	switch layout {
	case "old":
		return r.seldom(fmt.Sprintf("%s %2d %s", month, day, clock), "Jan 10 12:55:36 2026", "Feb 30 12:55:36", "Jan 32 12:55:36", "Jan  0 12:55:36", "Jan 10 12:55:36.123", "10 Jan 12:55:36", "")
	case "iso":
		return fmt.Sprintf("2026-0%d-%02dT%s", 1+r.IntN(2), day, clock) + r.pick("Z", "+01:00", ".123456+01:00", fmt.Sprintf(".%03dZ", r.IntN(1000)), r.pick("+25:00", ".12345678901Z", "-00:99", ""))
	}
	return fmt.Sprintf("%02d/%s/2026:%s ", day, month, clock) + r.seldom("+0100", "+9999", "-0130", "", "GMT", "+01000")
}

func (r lineMaker) sshd() string {
	head := r.stamp(r.pick("old", "old", "iso")) + r.seldom(" web1", " 10.0.0.1", "", " web1 sshd", " auth.info web1", " web2 ") + r.seldom(" sshd[", " sshd-session[", " sshd [", " su[") +
		r.seldom(fmt.Sprint(1+r.IntN(60000)), "0", "007", "", "x", "1234567890123456789", "123456789012345") + r.seldom("]: ", "]:", "] ", "]:  ")
	if r.IntN(8) == 0 {
		head = r.pick("<38>", "<6>", "<999>") + head
	}
	peer := r.address() + " port " + r.port()
	from := r.seldom(" from ", " from from ", "  from ", " From ")
	finger := "SHA256:" + r.seldom(fmt.Sprintf("%x", r.Uint64()), "", "a b", "{{opaque}}", "+/=", "token={{opaque}}", "x [preauth]")
	tail := r.seldom(r.pick("", " ssh2", " ssh2: RSA "+finger, " ssh2: ED25519 "+finger), " ssh2 ", " [preauth]", " ssh2: password={{password}}", " ssh2: RSA-CERT SHA256:abc ID x (serial 7) CA RSA SHA256:def", "-----", " 334 UGFzc3dvcmQ6")
	switch r.IntN(9) {
	case 0:
		return head + "Accepted " + r.pick("publickey", "password") + " for " + r.user() + from + peer + tail
	case 1:
		return head + "Invalid user " + r.user() + from + peer
	case 2:
		return head + "Failed password for invalid user " + r.user() + from + peer + tail
	case 3:
		return head + r.seldom("", "error: ", "message repeated 2 times: [ ") + "Failed " + r.pick("none", "password", "publickey") + " for " + r.user() + from + peer + tail
	case 4:
		return head + r.pick("Connection closed by ", "Disconnected from ", "Connection reset by ", "Disconnecting ") + r.pick("authenticating user ", "invalid user ", "user ") + r.user() + " " + peer + r.pick("", " [preauth]", ": Too many authentication failures [preauth]")
	case 5:
		return head + r.pick("Connection closed by ", "Disconnected from ", "Received disconnect from ") + peer + r.pick("", " [preauth]", ":11: Bye Bye", ":11: Auth fail [preauth]")
	case 6:
		return head + "Failed password for " + r.user() + from + peer + " ssh2"
	}
	return head + r.pick("Accepted", "Failed", "Invalid user", "Server listening on 0.0.0.0 port 22.", "pam_unix(sshd:auth): authentication failure; rhost=192.0.2.7 user=bob") + r.pick("", " password for ") + r.pick("", r.user())
}

func (r lineMaker) path() string {
	return r.seldom(r.pick("/", "/api/orders/"+fmt.Sprint(r.IntN(100)), "/login", "/oauth/token", "/wp-login.php", "/blog/wp-login.php", "/web/login", "/docs/login", "/logout"),
		"", "-", "*", "/a:b", "/a#b", "https://example.com/a", "//x", "/reset-password/{{opaque}}", "/a%20b", "/ü", `/a\"b`, "/a b", "/token/{{jwt}}", "/%3Faccess_token%3D{{opaque}}", "/verify")
}

func (r lineMaker) query() string {
	return r.pick("", "", "?page="+fmt.Sprint(r.IntN(9)), "?access_token={{opaque}}", "?page=2&access_token="+r.pick("{{jwt}}", "{{opaque}}", hashOf(fmt.Sprint(r.IntN(100)))),
		r.seldom("?q=x", "?", "?-", "?null", "?a=b#c", "??x", "?password={{password}}", "?code=abc&state={{opaque}}", "?access_token=****", "?access_token=", "?a%3Db", "?token=null", "?sid={{opaque}}",
			"?q="+strings.Repeat("x", 30), "?access_token={{opaque}}&id_token={{jwt}}", "?key=17", "?x=%61ccess_token%3D{{opaque}}", `?a=\"b`))
}

func (r lineMaker) access() string {
	b := r.seldom(r.address(), "app.example.com 192.0.2.7", "192.0.2.7, 198.51.100.1") + r.seldom(" - ", " ident ", " ") + r.pick("-", r.user()) + r.seldom(" [", "  [", "[") + r.stamp("access") + r.seldom(`] "`, `]  "`, `"`) +
		r.seldom(r.pick("GET ", "POST "), "", "FOO ", "get ") + r.path() + r.query() + r.seldom(" HTTP/1.1", "", " HTTP/2.0", " ") + r.seldom(`" `, "") + r.seldom(r.pick("200", "302", "401", "403", "404"), "000", "-", "20", "999", "FAILED LOGIN x: y") +
		" " + r.seldom(fmt.Sprint(r.IntN(50000)), "-", "0", "007", "", "12345678901234567890", "1234567890123456")
	if r.IntN(6) == 0 {
		return b
	}
	quoted := func(s string) string { return ` "` + s + `"` }
	if r.IntN(10) == 0 {
		b += " 512 0.012"
	}
	b += quoted(r.seldom(r.pick("-", "https://app.example.com/home", "https://app.example.com/?page="+fmt.Sprint(r.IntN(9))), "", "null", "https://a/?token={{opaque}}", `a\"b`, "https://bob:{{password}}@example.com/", "http://x/reset/{{opaque}}"))
	b += quoted(r.seldom(r.pick("curl/8.5.0", "Mozilla/5.0 (X11; Linux x86_64)", "-", "agent/"+fmt.Sprint(r.IntN(100))), "", "none", `a\"b`, "token={{opaque}}", "Bearer {{jwt}}", "a\x7fb", "a\tb", "ü"))
	return r.seldom(b, b[:len(b)-1], b+` "192.0.2.9"`, b+" rt=0.1", b+" ", b+` "-"`, " "+b, b+"\x1b[0m", b+"\x00")
}

// TestForms: whatever stands in the blanks of a form, a line gives the event that
// it gives to a parser that has met none.
func TestForms(t *testing.T) {
	for _, tt := range []struct {
		name string
		line func(lineMaker) string
		opt  parse.Options
		part int // of the lines that have a form, at least
	}{
		{"sshd", lineMaker.sshd, parse.Options{}, 4},
		{"sshd named", lineMaker.sshd, parse.Options{Format: "sshd"}, 4},
		{"access", lineMaker.access, parse.Options{}, 20},
		{"access named", lineMaker.access, parse.Options{Format: "nginx"}, 20},
		{"access behind proxies", lineMaker.access, parse.Options{TrustedProxies: []netip.Prefix{netip.MustParsePrefix("192.0.2.0/30")}}, 20},
		{"both", func(r lineMaker) string {
			if r.IntN(2) == 0 {
				return r.sshd()
			}
			return r.access()
		}, parse.Options{}, 25},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := lineMaker{long.Rand(t)}
			warm, cold := newHarness(t, tt.opt), newHarness(t, tt.opt)
			lines := long.Rounds(1_500, 100_000)
			formed := 0
			for range lines {
				line := withSecrets(tt.line(r))
				if warm.p.HasForm(warm.st, []byte(line)) {
					formed++
				}
				same(t, warm, cold, line, false)
			}
			if formed < lines/tt.part {
				t.Errorf("%d of %d lines had a form: the test shows too little", formed, lines)
			}
			t.Logf("%d of %d lines had a form", formed, lines)
		})
	}
}

// TestFormsThatAreNone: what a line has in a blank decides what it is.
func TestFormsThatAreNone(t *testing.T) {
	for _, tt := range []struct{ name, line, other string }{
		{"a referrer behind other fields is a URL", `192.0.2.7 - bob [10/Jan/2026:12:55:36 +0000] "POST /login HTTP/1.1" 401 153 512 0.012 "https://app.example/" "curl/8.5.0"`,
			`192.0.2.7 - bob [10/Jan/2026:12:55:36 +0000] "POST /login HTTP/1.1" 401 153 512 0.012 "in" "curl/8.5.0"`},
		{"a referrer of what is no request", `192.0.2.7 - - [10/Jan/2026:12:55:36 +0000] "GT /api HTTP/1.1" 401 153 "https://one.example/" "curl/8.5.0"`,
			`192.0.2.7 - - [10/Jan/2026:12:55:36 +0000] "GT /api HTTP/1.1" 401 153 "https://two.example/" "curl/8.5.0"`},
		{"a secret makes the event", `192.0.2.7 - - [10/Jan/2026:12:55:36 +0000] "GET /a?access_token={{opaque}} HTTP/1.1" 200 153 "-" "curl/8.5.0"`,
			`192.0.2.7 - - [10/Jan/2026:12:55:36 +0000] "GET /a?access_token=null HTTP/1.1" 200 153 "-" "curl/8.5.0"`},
		{"a secret makes an event of what was none", `192.0.2.7 - - [10/Jan/2026:12:55:36 +0000] "GET /a?page=2 HTTP/1.1" 200 153 "-" "curl/8.5.0"`,
			`192.0.2.7 - - [10/Jan/2026:12:55:36 +0000] "GET /a?access_token={{opaque}} HTTP/1.1" 200 153 "-" "curl/8.5.0"`},
		{"a path makes an event of what was none", `192.0.2.7 - - [10/Jan/2026:12:55:36 +0000] "POST /a HTTP/1.1" 200 153 "-" "curl/8.5.0"`,
			`192.0.2.7 - - [10/Jan/2026:12:55:36 +0000] "POST /login HTTP/1.1" 200 153 "-" "curl/8.5.0"`},
		{"a form shown again", `192.0.2.7 - - [10/Jan/2026:12:55:36 +0000] "POST /login HTTP/1.1" 200 153 "-" "curl/8.5.0"`,
			`192.0.2.7 - - [10/Jan/2026:12:55:36 +0000] "POST /wp-login.php HTTP/1.1" 200 153 "-" "curl/8.5.0"`},
		{"a name is a secret", `Jan 10 12:55:36 web1 sshd[411]: Failed password for bob from 192.0.2.7 port 1 ssh2`,
			`Jan 10 12:55:36 web1 sshd[411]: Failed password for {{opaque}} from 192.0.2.7 port 1 ssh2`},
		{"no such day", `Jan 10 12:55:36 web1 sshd[411]: Failed password for bob from 192.0.2.7 port 1 ssh2`,
			`Jan 35 12:55:36 web1 sshd[411]: Failed password for bob from 192.0.2.7 port 1 ssh2`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			warm, cold := newHarness(t, parse.Options{}), newHarness(t, parse.Options{})
			for range 4 {
				same(t, warm, cold, withSecrets(tt.line), false)
			}
			same(t, warm, cold, withSecrets(tt.other), false)
			same(t, warm, cold, withSecrets(tt.line), false)
		})
	}
}

// TestFormsOfWorkloads: nearly every line of the benchmarks' access log and of its
// sshd has a form.
func TestFormsOfWorkloads(t *testing.T) {
	for _, w := range []logs.Workload{logs.C, logs.D} {
		h, g := newHarness(t, parse.Options{}), logs.New(1)
		formed := 0
		for range 1000 {
			line := strings.TrimSuffix(string(w.Append(g, nil)), "\n")
			if h.p.HasForm(h.st, []byte(line)) {
				formed++
			}
			if err := h.parse(line); err != nil {
				t.Fatal(err)
			}
		}
		if formed < 900 {
			t.Errorf("%s: %d of 1000 lines had a form", w.Name, formed)
		}
	}
}

// TestFormsBounded: words that never come again do not make a parser grow.
func TestFormsBounded(t *testing.T) {
	h := newHarness(t, parse.Options{})
	rnd := rand.New(rand.NewPCG(1, 2))
	line := make([]byte, 0, 256)
	run := func() {
		host := rnd.IntN(26 * 26 * 26 * 26)
		for range 3 {
			line = append(append(line[:0], "Jan 10 12:55:36 host"...), 'a'+byte(host%26), 'a'+byte(host/26%26), 'a'+byte(host/26/26%26), 'a'+byte(host/26/26/26))
			line = append(line, " sshd[411]: Failed password for root from 192.0.2.7 port 1 ssh2"...)
			if err := h.p.Parse(h.st, line, &h.e); err != nil {
				t.Fatal(err)
			}
		}
	}
	for range 5000 {
		run()
	}
	if n := testing.AllocsPerRun(2000, run); n != 0 {
		t.Errorf("%v allocations per line, want none", n)
	}
}
