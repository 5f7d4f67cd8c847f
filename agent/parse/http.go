package parse

import (
	"bytes"
	"encoding/binary"

	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/redact"
)

// A route is what a URL's path is known to be for.
type route uint8

const (
	noRoute route = iota
	toLogin
	toLogout
	toToken
	toRefresh
	toRevoke
)

// exchange is what judging a record needs to know of its HTTP request.
type exchange struct {
	status int
	route  route
}

// requestLine reads "GET /path HTTP/1.1", or what a broken client sent instead.
func (p *Parser) requestLine(b []byte) {
	sp := bytes.IndexByte(b, ' ')
	if sp < 0 || !isMethod(b[:sp]) {
		return
	}
	p.set(Method, b[:sp])
	target := bytes.Trim(b[sp+1:], " ")
	if i := bytes.LastIndexByte(target, ' '); i >= 0 && bytes.HasPrefix(target[i+1:], []byte("HTTP/")) {
		p.set(Proto, target[i+1:])
		target = target[:i]
	}
	p.set(Target, target)
}

// requestIn reads a message that begins with what was asked for: "POST /login 401", "HTTP:
// GET https://example.com/".
func (p *Parser) requestIn(m []byte) {
	m = bytes.TrimLeft(bytes.TrimPrefix(m, []byte("HTTP")), ": ")
	_, target, _ := bytes.Cut(m, []byte(" "))
	if len(target) == 0 || target[0] != '/' && schemeLen(target) == 0 || !isUpper(m[0]) {
		return
	}
	_, rest, _ := bytes.Cut(target, []byte(" "))
	switch {
	case len(rest) == 0, bytes.HasPrefix(rest, []byte("HTTP/")) && bytes.IndexByte(rest, ' ') < 0:
		p.requestLine(m)
	case isDigit(rest[0]) || rest[0] == '(':
		p.requestLine(m[:len(m)-len(rest)-1])
	}
}

// splitTarget takes the target of a request, or a whole URL, apart. Of [ordinary] ones
// none begins with a scheme, nor a query with a question mark; where a path leads is kept
// with its decision.
func (p *Parser) splitTarget() {
	p.http = exchange{}
	if s, ok := readStatus(p.val(Status)); ok {
		p.http.status = s
	}
	if m := p.val(Message); p.http.status != 0 && m != nil && !p.has(Method) && !p.has(Target) && !p.has(Path) {
		p.requestIn(m)
	}
	if q := p.alike(Query); len(q) > 1 && q[0] == '?' {
		p.set(Query, q[1:])
	}
	if p.key[Target] == bareResource && !p.has(Method) && p.http.status == 0 { // of a file, as likely as not
		p.unset(Target)
	}
	t := p.alike(Target)
	if t == nil {
		t = p.alike(Path)
	}
	if t == nil {
		return
	}
	if i := schemeLen(t); i > 0 {
		p.set(URLScheme, t[:i])
		t = p.splitHost(t[i+len("://"):])
	}
	t = p.surerPath(t)
	path, query, found := bytes.Cut(t, question)
	if !found {
		path, _, _ = bytes.Cut(t, hash)
	}
	if query, _, _ = bytes.Cut(query, hash); len(query) > 0 && !p.has(Query) {
		p.set(Query, query)
	}
	p.set(Path, path)
	p.http.route = p.routes.of(path)
}

// splitHost sets the host of a URL, without the credentials in front of it, and returns
// what follows: bob:x@www.example.com:8080/login.
func (p *Parser) splitHost(t []byte) (rest []byte) {
	end := bytes.IndexAny(t, "/?#")
	if end < 0 {
		end = len(t)
	}
	host := t[:end]
	if at := bytes.LastIndexByte(host, '@'); at >= 0 {
		host = host[at+1:]
	}
	p.set(URLHost, host)
	if end == len(t) {
		return slash
	}
	return t[end:]
}

// surerPath is the path that the record has beside the target t, if the target is the less
// sure of the two and no longer form of the path: "endpoint": "/pets/{id}".
func (p *Parser) surerPath(t []byte) []byte {
	if !p.has(Target) || !p.has(Path) || p.rank[Target] < p.rank[Path]+doubtful {
		return t
	}
	path := p.val(Path)
	if path[0] != '/' || bytes.HasPrefix(t, path) {
		return t
	}
	p.unset(Target)
	return path
}

// schemeLen is the length of the scheme that a URL begins with, 0 if it has none.
func schemeLen(t []byte) int {
	if len(t) == 0 || t[0] == '/' {
		return 0
	}
	return max(0, bytes.Index(t[:min(len(t), 14)], []byte("://")))
}

var slash, question, hash = []byte("/"), []byte("?"), []byte("#")

// urlHost sets the host that was asked for and its port. A field called just
// "host" is that in a record of a request, else the machine.
func (p *Parser) urlHost(f Field, v []byte) {
	if f == Host {
		switch {
		case p.has(URLHost):
			return
		case !p.has(Method) && !p.has(Path):
			if !p.has(Hostname) {
				p.e.Service.Node = p.plain(v)
			}
			return
		}
	}
	host, port := splitPort(v)
	p.e.URL.Domain = p.plain(host)
	if !p.has(URLPort) {
		p.e.URL.Port = p.port(port)
	}
}

// original sets url.original where it says more than the path. As a rule that is
// the path and the query, and both have been scrubbed.
func (p *Parser) original() {
	u, path, query := &p.e.URL, p.alike(Path), p.alike(Query) // see fillAsked
	switch t, n := p.alike(Target), len(path); {
	case len(query) > 0 && len(t) == n+1+len(query) && t[n] == '?' && string(t[:n]) == string(path) && string(t[n+1:]) == string(query):
		u.Original = p.s.Join(u.Path, "?", u.Query)
	case t != nil && len(t) != n:
		u.Original = p.s.Text(t, redact.InQuery)
	case t != nil:
		u.Original = u.Path
	}
}

// routeOf says what a path is for, by its segments.
func routeOf(path []byte) route {
	r := routeIn(path)
	if r != noRoute && isReading(path) {
		return noRoute
	}
	return r
}

// routes remembers where paths lead. Direct-mapped and of fixed size.
type routes [64]struct {
	n    uint8
	path [46]byte
	to   route
}

// of is routeOf.
func (rs *routes) of(path []byte) route {
	n := len(path)
	if n < 8 || n > len(rs[0].path) {
		return routeOf(path)
	}
	h := binary.LittleEndian.Uint64(path)*0x9e3779b97f4a7c15 ^ binary.LittleEndian.Uint64(path[n-8:]) ^ uint64(n)
	r := &rs[h*0xd6e8feb86659fd93>>(64-6)]
	if int(r.n) != n || string(r.path[:n]) != string(path) {
		r.n, r.to = uint8(copy(r.path[:], path)), routeOf(path)
	}
	return r.to
}

// isReading reports whether a path leads to something to read, which may well be
// about logins: "/docs/authentication".
func isReading(path []byte) bool {
	first := bytes.TrimLeft(path, "/")
	if i := bytes.IndexByte(first, '/'); i >= 0 {
		first = first[:i]
	}
	switch string(first) {
	case "docs", "doc", "blog", "wiki", "help", "static", "assets", "public", "img", "images", "css", "js", "media", "news", "articles", "guide", "guides", "manual", "documentation", "tutorials":
		return true
	}
	return false
}

// routeIn is where a path leads by the first of its words that leads anywhere, or by a
// later one that says more than those of logins and tokens do.
func routeIn(path []byte) route {
	r := noRoute
	for i := 0; i < len(path); {
		end := bytes.IndexByte(path[i:], '/')
		if end < 0 {
			end = len(path)
		} else {
			end += i
		}
		if s := routeWord(path[i:end]); s != noRoute {
			if r == noRoute || s > toLogin && s != toToken {
				r = s
			}
		}
		i = end + 1
	}
	return r
}

// routeWord is where one segment of a path leads by itself.
func routeWord(b []byte) route {
	if len(b) < 3 || len(b) > 20 {
		return noRoute
	}
	switch b[0] | 0x20 {
	case 'l', 's', 'a', 'o', 't', 'r', 'i', 'w', 'j', 'm', 'p', '2', 'u', 'c', 'n', 'd':
	default:
		return noRoute
	}
	var buf [20]byte
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		buf[i] = c
	}
	switch string(buf[:len(b)]) {
	case "login", "login.php", "login.aspx", "login.jsp", "login.html", "login.cgi", "login.do", "signin", "sign_in", "sign-in", "log-in", "log_in", "logon", "logon.aspx", "wp-login.php", "j_security_check", "j_atl_security_check", "j_spring_security_check",
		"authenticate", "authentication", "auth", "sso", "saml", "saml2", "session", "sessions", "mfa", "2fa", "otp", "totp", "webauthn", "password", "passwords", "passwd", "password_reset", "reset-password", "reset_password", "forgot-password", "firstfactor", "secondfactor", "signup", "sign_up", "register", "account_login", "userlogin", "user_login", "dologin":
		return toLogin
	case "logout", "logoff", "signout", "sign_out", "sign-out", "log_out", "log-out", "logout.php":
		return toLogout
	case "token", "tokens", "oauth", "oauth2", "oidc", "openid-connect", "authorize", "introspect", "access_token", "accesstoken", "userinfo", "jwt", "apikeys", "api_keys", "api-keys", "access_tokens", "api-token-auth", "personal_access_tokens":
		return toToken
	case "refresh", "refresh_token", "refresh-token", "refreshtoken", "token-refresh":
		return toRefresh
	case "revoke", "revocation":
		return toRevoke
	}
	return noRoute
}

// webAction is what a request was, by its path, its credential and how it was
// answered.
func (p *Parser) webAction(failed bool) event.Action {
	token := !p.e.Token.IsZero() || p.has(TokenHash)
	a := event.NoAction
	if failed {
		a = p.webFailure(token)
	} else if p.http.status != 0 || p.said.text.all&sAccess != 0 && p.said.text.all&sSuccess != 0 { // "access granted"
		a = p.webSuccess()
	}
	switch {
	case a != event.NoAction:
		return a
	case token:
		return event.TokenAccess
	}
	return event.WebAccess
}

// webFailure is what a request was that was refused, if its status says so.
func (p *Parser) webFailure(token bool) event.Action {
	switch status := p.http.status; {
	case p.http.route == toLogin, p.http.route == toToken && !token && status != 403:
		return event.LoginFailed
	case status == 401 && token:
		return event.InvalidToken
	case status == 401 && p.noToken:
		return event.MissingToken
	case status == 401 && p.has(UserName):
		return event.LoginFailed
	case status == 403 && p.said.text.all&sScope != 0 && p.said.text.all&failing != 0: // "scope check failed"
		return event.InsufficientScope
	case status == 401, status == 403, status == 407:
		return event.AccessDenied
	}
	return event.NoAction
}

// webSuccess is what a request was that was answered, if its path says so. To log in or to
// get a token something must be sent: POST, PUT, PATCH.
func (p *Parser) webSuccess() event.Action {
	method := p.val(Method)
	sends := len(method) > 0 && method[0]|0x20 == 'p'
	switch p.http.route {
	case toLogin:
		if sends {
			return event.Login
		}
	case toToken:
		if sends {
			return event.TokenIssued
		}
	case toLogout:
		return event.Logout
	case toRevoke:
		return event.TokenRevoked
	case toRefresh:
		return event.TokenRefreshed
	}
	return event.NoAction
}

// redirecting are the ends of paths to which login forms are posted that answer
// whoever may come in with a redirect, and everybody else with the form again:
// WordPress, Django's two and Odoo. Other products answer 200 to both.
var redirecting = [...]string{"/wp-login.php", "/accounts/login/", "/admin/login/", "/web/login"}

// redirects reports whether a path is one of those.
func redirects(path []byte) bool {
	for _, end := range redirecting {
		if len(path) >= len(end) && string(path[len(path)-len(end):]) == end {
			return true
		}
	}
	return false
}

// formAgain reports whether a login form was posted and has been shown again.
func (p *Parser) formAgain() bool {
	return p.http.status == 200 && p.http.route == toLogin && string(p.val(Method)) == "POST" && redirects(p.alike(Path)) // which is kept with the decision
}
