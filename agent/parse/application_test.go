package parse_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// An application logs records of JSON: mostly with the usual values, seldom with odd ones.
type application struct {
	rnd   *rand.Rand
	habit int // what it logs of a request, below 8
	b     strings.Builder
}

// hexes might be a token or an id.
var hexes = strings.Repeat("ab12", 8)

func quoted(s string) string { return `"` + s + `"` }

func (a *application) pick(of ...string) string { return of[a.rnd.IntN(len(of))] }

func (a *application) seldom(usual, odd string) string {
	if a.rnd.IntN(12) == 0 {
		return odd
	}
	return usual
}

func (a *application) member(key, value string) {
	if a.b.Len() > 0 {
		a.b.WriteString(",")
	}
	a.b.WriteString(quoted(key) + ":" + value)
}

// record is the next record.
func (a *application) record() string {
	a.b.Reset()
	kind := a.rnd.IntN(4)
	a.time()
	a.member("level", quoted("INFO"))
	a.member("message", quoted(a.pick("auth_event", "cache warmed")))
	if a.rnd.IntN(20) == 0 { // who acts may be whom it is done to
		a.member("event_type", quoted("user.deleted"))
		a.member("user", quoted(a.pick("alice", "bob")))
		a.member("performed_by", quoted(a.pick("alice", "bob")))
	} else if kind > 0 {
		named := a.rnd.IntN(3) > 0 // else it is a request like any
		if named {
			a.member("event_type", quoted(a.pick("token_access", "login")))
		}
		a.client()
		if !a.request() {
			return withSecrets("{" + a.b.String() + "}")
		}
		a.figures(kind)
		if named {
			a.member(a.pick("user", "user_id"), a.seldom(quoted(a.pick("alice", "bob")+fmt.Sprint(a.rnd.IntN(100))),
				a.pick(`"alice@example.com"`, `"CORP\\alice"`, `"-"`, `""`, `17`, `null`, `true`, `"{{jwt}}"`, quoted(strings.Repeat("u", 300)))))
		}
	}
	a.headers()
	a.credentials(kind)
	return withSecrets("{" + a.b.String() + "}")
}

func (a *application) time() {
	if a.rnd.IntN(24) == 0 { // day and time of day apart
		a.member("date", quoted(a.pick("2026-01-10", "2026-01-11")))
		a.member("time", quoted(fmt.Sprintf("12:%02d:%02d", a.rnd.IntN(60), a.rnd.IntN(60))))
		return
	}
	a.member("timestamp", a.seldom(fmt.Sprintf(`"2026-01-10T12:%02d:%02d.%03dZ"`, a.rnd.IntN(60), a.rnd.IntN(60), a.rnd.IntN(1000)),
		a.pick(`"yesterday"`, `"2026-01-10"`, `null`, `1794315336.123`, `1.794315336123e+09`, `""`, `"-"`, `true`)))
}

// client is whose request it was.
func (a *application) client() {
	a.member("ip", a.seldom(quoted(fmt.Sprintf("192.0.2.%d", a.rnd.IntN(256))),
		a.pick(`"2001:db8::7"`, `"::ffff:192.0.2.9"`, `"192.0.2.7:4711"`, `"192.0.2.7, 198.51.100.1"`, `"10.0.0.1"`, `"localhost"`, `"-"`, `""`, `"unknown"`, `7`, `null`, `"[2001:db8::1]:80"`,
			`"0.0.0.0"`, `"::"`, `"[::]:80"`, `"192.0.2.7:"`, `"(192.0.2.7)"`, `"192.0.2.7:99999"`, `"192.0.2.7#53"`)))
	if a.habit == 1 || a.habit == 7 {
		a.member("remotePort", a.seldom(fmt.Sprint(a.rnd.IntN(65536)), a.pick(`"4711"`, `0`, `70000`, `-1`, `null`, `"-"`, `true`, `"http"`)))
	}
	if a.habit == 2 || a.habit == 7 {
		a.member("remote_addr", quoted(fmt.Sprintf("192.0.2.%d:%d", a.rnd.IntN(256), a.rnd.IntN(65536))))
	}
	if a.habit == 3 || a.habit == 7 {
		a.member(a.pick("x_forwarded_for", "x_real_ip"), a.seldom(quoted(fmt.Sprintf("198.51.100.%d", a.rnd.IntN(256))),
			a.pick(`"198.51.100.7, 192.0.2.1"`, `"198.51.100.7, 10.0.0.1, 192.0.2.2"`, `"unknown"`, `"-"`, `null`, `""`, `"for=198.51.100.9;proto=https"`, `"[2001:db8::2]:443"`, `["198.51.100.7","192.0.2.1"]`)))
	}
}

// request is what was asked for. It reports whether the record goes on.
func (a *application) request() bool {
	a.member("method", quoted("POST"))
	path := a.pick("/api/orders/", "/x/") + fmt.Sprint(a.rnd.IntN(1000))
	if a.rnd.IntN(3) == 0 {
		path = a.pick("/login", "/signin", "/web/login", "/wp-login.php", "/blog/wp-login.php")
	}
	switch a.habit {
	case 6:
		path += a.seldom(fmt.Sprint("?page=", a.rnd.IntN(9)), a.pick("?", "?a=b#c", "?token={{opaque}}", "??", "?a b", "?x=%2Fy&q=caf\\u00e9", "?next=https://example.com/"))
		a.member("referer", a.seldom(quoted(fmt.Sprint("https://example.com/", a.rnd.IntN(9))), a.pick(`"-"`, `""`, `null`, `"https://example.com/?token={{opaque}}"`, `7`)))
	case 4:
		a.member("request", a.seldom(quoted(a.pick("GET ", "POST ")+path+a.pick("", "?page=2")+a.pick(" HTTP/1.1", " HTTP/2.0")),
			a.pick(`"GET /a"`, `"GET /a b HTTP/1.1"`, `"GET  /a HTTP/1.1"`, `"-"`, `""`, `"\\x16\\x03"`, `"GET /a?token={{opaque}} HTTP/1.1"`, `"GET http://example.com/a HTTP/1.1"`, `"BREW /a HTTP/1.1"`, `"PROPFIND /a HTTP/1.1 "`, `"GET /a HTTP/1.1-and-much-more"`, `"/a"`, `null`)))
		if a.rnd.IntN(8) > 0 {
			return false
		}
	case 3:
		a.member("query", a.seldom(quoted(fmt.Sprint("page=", a.rnd.IntN(9))), a.pick(`""`, `null`, `"?a=b"`, `"?"`, `"token={{opaque}}"`, `7`, `"a#b"`)))
	}
	a.member(a.pick("path", "uri"), a.seldom(quoted(path),
		a.pick(`"/login"`, `"/oauth/token"`, `"/a?b=c"`, `"/a?access_token={{opaque}}"`, `"/a#b"`, `"https://example.com/a"`, `"GET /a HTTP/1.1"`, `"a"`, `"/reset-password/{{opaque}}"`, `""`, `"-"`, `"\/esc"`, `"/ü"`)))
	a.member("status", a.pick("200", "401"))
	return true
}

// figures are how long a request took and what else is counted of it.
func (a *application) figures(kind int) {
	if a.habit != 4 || a.rnd.IntN(8) == 0 {
		a.member("duration_ms", a.figure())
	}
	if a.habit == 4 {
		a.member(a.pick("duration", "latency", "request_time"), a.seldom(a.pick(fmt.Sprint(a.rnd.IntN(900)), fmt.Sprintf("0.%03d", a.rnd.IntN(1000)), fmt.Sprintf("%d", 1_000_000+a.rnd.IntN(1e9)), quoted(fmt.Sprint(a.rnd.IntN(900), "ms"))),
			a.pick("1e3", "null", `"-"`, `"soon"`, `"1m3.5s"`, "-7", `true`)))
	}
	if kind != 2 {
		return
	}
	a.member("request_bytes", a.figure())
	a.member("response_bytes", a.figure())
	a.member("body_bytes_sent", a.figure())
	a.member("email", a.seldom(quoted(fmt.Sprintf("u%d@example.com", a.rnd.IntN(100))), a.pick(`"-"`, `""`, `null`, `"no address"`)))
	for _, key := range []string{"trace_id", "span_id", "transaction_id"} {
		a.member(key, a.seldom(quoted(fmt.Sprint(a.rnd.Uint64())), a.pick(`"-"`, `7`, `null`, `"{{opaque}}"`)))
	}
}

func (a *application) figure() string {
	n := a.rnd.IntN(900)
	if a.habit == 5 { // as nginx writes them
		return a.seldom(quoted(fmt.Sprint(n)), a.pick(`"0.25"`, `"1."`, `"1.2.3"`, `"1794315336"`, `"-"`, `"7ms"`, `""`, "7"))
	}
	return a.seldom(fmt.Sprint(n), a.pick("0", "1.5", "-1", `"12"`, "null", "99999999999999999999"))
}

func (a *application) headers() {
	if a.habit == 5 { // as headers are kept, in lists
		a.member("headers", `{"User-Agent":[`+a.seldom(quoted("agent/"+fmt.Sprint(a.rnd.IntN(50))), a.pick(`"a","b"`, "", "null", `{"a":1}`, `["x"]`, "7"))+`],"X-Request-Id":[`+quoted(fmt.Sprint(a.rnd.IntN(9)))+`],"roles":[`+a.pick(`"admin"`, `"user"`)+`]}`)
	}
	a.member("user_agent", a.seldom(quoted("agent/"+fmt.Sprint(a.rnd.IntN(50))), a.pick(`"token={{opaque}}"`, `"-"`, `""`, `null`, `"caf\u00e9"`)))
	a.member("request_id", a.seldom(quoted(fmt.Sprint(a.rnd.Uint64())), a.pick(`"Bearer {{opaque}}"`, `17`, `""`, `null`, `false`, quoted(hexes))))
}

func (a *application) credentials(kind int) {
	if kind > 1 {
		a.member("pid", a.seldom(fmt.Sprint(a.rnd.IntN(99)), a.pick(`"7"`, `null`, `-1`)))
		a.member("authorization", a.seldom(quoted("Bearer "+a.pick(secrets["opaque"], secrets["jwt"], hexes)),
			a.pick(`"Basic {{basic}}"`, `"-"`, `""`, `null`, `"{{opaque}}"`, `"Bearer "`, `"Bearer ****"`, `"Bearer null"`, `7`, `"Bearer {{jwt}} x"`)))
	}
	if kind == 1 && a.rnd.IntN(4) == 0 {
		a.member("api_key", a.seldom(quoted(secrets["opaque"]), a.pick(`"Basic {{basic}}"`, `"{{opaque}}"`, `"key"`)))
	}
	if kind > 2 {
		a.member("session_id", a.seldom(`null`, `"{{opaque}}"`))
		a.member("noise", fmt.Sprint(a.rnd.IntN(9)))
	}
}
