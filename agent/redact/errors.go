package redact

import "bytes"

// errorTexts begin what a program or a library says went wrong, which stands behind
// a name and a colon where the value would: "failed to refresh token: EOF".
var errorTexts = []string{
	"eof", "unexpected eof", "unexpected end of", "<nil>", "%!s(", "%!v(", "%!w(", "%!d(",
	"context deadline exceeded", "context canceled", "deadline exceeded", "operation was canceled", "operation timed out",
	"connection refused", "connection reset", "connection timed out", "broken pipe", "i/o timeout", "read timed out", "timeout of ", "timed out",
	"exit status ", "signal: ", "no such ", "not found", "permission denied", "out of memory",
	"dial tcp ", "dial unix ", "read tcp ", "write tcp ", "lookup ", "rpc error:", "open /", "stat /", "read /", "mkdir /",
	"get \"", "post \"", "put \"", "patch \"", "delete \"", "head \"",
	"asn1: ", "x509: ", "tls: ", "json: ", "yaml: ", "xml: ", "sql: ", "pq: ", "http: ", "net/http: ", "oauth2: ", "jwt: ", "ldap: ", "redis: ",
	"invalid character '", "illegal base64 data", "encoding/hex: ",
	"[errno ", "sqlstate[", "ora-", "tns-", "aadsts", "error:", "http status ", "http error ", "status code ", "status=", "request failed with ",
	"econn", "enoent", "eacces", "eperm", "etimedout", "ehostunreach", "epipe", "einval", "eaddr", "enotfound", "eai_again", "enetunreach", "esocket",
}

// errorFirst are the bytes that one of errorTexts begins with, in any case.
var errorFirst = func() (first [256]bool) {
	for _, text := range errorTexts {
		first[text[0]] = true
		if c := text[0]; class[c]&clLower != 0 {
			first[c-'a'+'A'] = true
		}
	}
	return first
}()

// errorAt reports whether the text of an error begins at i.
func errorAt(b []byte, i int) bool {
	if errorFirst[b[i]] {
		for _, text := range errorTexts {
			if !hasFold(b, i, text) {
				continue
			}
			end := i + len(text)
			switch last := text[len(text)-1]; {
			case last == '-' || text == "aadsts":
				return end < len(b) && digit(b[end])
			case !isAlnum(last):
				return true
			}
			if text[0] == 'e' && isUpper(b[i]) {
				end = skip(b, end, clUpper) // ECONNREFUSED
			}
			if end == len(b) || !isAlnum(b[end]) {
				return true
			}
		}
	}
	return errorClass(b, i) || errorNumber(b, i)
}

// errorClass reports whether the name of an exception begins at i:
// java.net.SocketTimeoutException: …, KeyError('sub').
func errorClass(b []byte, i int) bool {
	end := i
	for end < len(b) && (class[b[end]]&clName != 0 && b[end] != '-' || b[end] == ':' && (byteAt(b, end+1) == ':' || b[end-1] == ':')) {
		end++
	}
	name := b[i:end]
	for _, s := range [...]string{"Exception", "Error", "Pool", "Timeout", "Failure"} {
		if bytes.HasSuffix(name, []byte(s)) && len(name) > len(s)+1 && has(name[:len(name)-len(s)])&clLower != 0 {
			return byteAt(b, end) == '(' || byteAt(b, end) == ':' || s[0] == 'E' && phraseEnds(b, end)
		}
	}
	return false
}

// errorNumber reports whether what begins at i is a status of HTTP and its text, or
// an error's number as Windows writes it: 503 Service Unavailable, 0x80090016.
func errorNumber(b []byte, i int) bool {
	if end := skip(b, i, clDigit); end == i+3 && (b[i] == '4' || b[i] == '5') && byteAt(b, end) == ' ' && isUpper(byteAt(b, end+1)) {
		return true
	}
	if !hasPrefix(b, i, []byte("0x80")) {
		return false
	}
	end := skip(b, i+2, clHex)
	return end == i+10 && (end == len(b) || !isAlnum(b[end]))
}
