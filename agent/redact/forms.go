package redact

import "bytes"

// wifi judges the password of WIFI:T:WPA;S:name;P:x;; as QR codes hold it.
func (sc *scan) wifi(a *anchor, lo int) int {
	b := sc.b
	from := lo + len(a.lit) - 1
	end := from + bytes.Index(b[from:min(len(b), from+256)], []byte(";;"))
	k := bytes.Index(b[from:max(from, end)], []byte("P:"))
	if k <= 0 || b[from+k-1] != ';' && b[from+k-1] != ':' {
		return 0
	}
	from += k + len("P:")
	to := from + bytes.IndexByte(b[from:end+1], ';')
	if !sc.password(from, to, sc.at) {
		return 0
	}
	return to
}

// jwkMembers are those of a JSON Web Key that are private.
var jwkMembers = []string{`"d":`, `"k":`, `"p":`, `"q":`, `"dp":`, `"dq":`, `"qi":`}

// jwsMembers are those of a JWS or a JWE in JSON that a token is made of, beside its
// header.
var jwsMembers = []string{`"payload":`, `"signature":`, `"encrypted_key":`, `"iv":`, `"ciphertext":`, `"tag":`}

// jwk judges the private members of a JSON Web Key, around its "kty".
func (sc *scan) jwk(_ *anchor, lo int) int { return sc.membersAround(lo, jwkMembers, 32, PrivateKey) }

// jws judges the members of a JWS or a JWE around its "protected" header.
func (sc *scan) jws(a *anchor, lo int) int {
	if i := behindKey(sc.b, lo+len(a.lit)); i == 0 || !hasPrefix(sc.b, i, []byte(`"ey`)) {
		return 0
	}
	return sc.membersAround(lo, jwsMembers, 16, JWT)
}

// membersAround replaces the values of base64 that members around lo have, of least bytes
// or more.
func (sc *scan) membersAround(lo int, members []string, least int, kind Kind) int {
	b := sc.b
	start, end := max(sc.judged.jwks, lo-2048, sc.floor), min(len(b), lo+4096)
	if lo < sc.judged.jwks {
		return 0
	}
	sc.judged.jwks = end
	for _, member := range members {
		for i := start; i < end; {
			k := bytes.Index(b[i:end], []byte(member))
			if k < 0 {
				break
			}
			from := skip(b, i+k+len(member), clSpace) + len(`"`)
			to := skip(b, from, clB64)
			if to-from >= least && b[from-1] == '"' && byteAt(b, to) == '"' {
				sc.emit(from, to, kind, sc.at)
			}
			i = to
		}
	}
	return 0
}

// behindAttributes is where the value of an element begins whose name="password"
// ends before p: that of the attribute value, of the text, or what a block of
// Terraform gives as its default. It is p if there is none.
func behindAttributes(b []byte, p int) int {
	if hasFold(b, p, "{ default = ") {
		return p + len("{ default = ")
	}
	if hasFold(b, p, "value: ") { // Protocol Buffers: name: "x" value: "y"
		return p + len("value: ")
	}
	if hasFold(b, p, "value { ") {
		if k := bytes.IndexByte(b[p:min(len(b), p+40)], '"'); k > 0 {
			return p + k
		}
	}
	for i := p; i < len(b) && i < p+200; {
		end := skip(b, i, clName)
		if end == i || byteAt(b, end) != '=' {
			break
		}
		if foldEqual(b[i:end], "value") || foldEqual(b[i:end], "content") {
			return end + 1
		}
		_, _, next, ok := quotedValue(b, end+1)
		if !ok {
			next = skip(b, end+1, clName)
		}
		i = skip(b, next, clSpace)
	}
	return p
}

// valueBefore judges the attribute value that stands before name="password" in
// the same element.
func (v *valuer) valueBefore() {
	b := v.sc.b
	start := max(0, v.from-256)
	open := bytes.LastIndexByte(b[start:v.from], '<')
	if open < 0 {
		return
	}
	start += open
	k := bytes.Index(b[start:v.from], []byte(` value="`))
	if k < 0 {
		return
	}
	if from, to, _, ok := quotedValue(b, start+k+len(` value=`)); ok && to < v.from {
		v.secret(from, to, true)
	}
}

// valueSet judges the value that an UPDATE gives to the row of the name behind it.
func (v *valuer) valueSet() {
	b := v.sc.b
	start := max(v.sc.floor, v.from-256)
	k := bytes.LastIndex(b[start:v.from], []byte("alue"))
	if k < 0 {
		return
	}
	i := start + k + len("alue")
	if c := byteAt(b, i); c == '`' || c == '"' || c == ']' {
		i++
	}
	for i < v.from && (b[i] == ' ' || b[i] == '=') {
		i++
	}
	if from, to, _, ok := quotedValue(b, i); ok && b[i] == '\'' && to < v.from {
		v.secret(from, to, true)
	}
}

// reference reports whether v names a variable rather than being a value.
func reference(v []byte) bool {
	if len(v) == 0 {
		return false
	}
	for _, p := range references[v[0]] {
		if hasFold(v, 0, p) {
			return true
		}
	}
	return false
}

// references are what names of variables begin with, by their first byte.
var references = func() (t [256][]string) {
	for c := range t {
		for _, p := range []string{
			"var.", "local.", "data.", "module.", "process.env", "os.environ", "os.getenv", "env(", "getenv(", "config.get",
			"settings.", "params[", "params.", "request.", "req.body", "$_", "self.", "this.", "(known", "(sensitive",
		} {
			if lower[c] == p[0] {
				t[c] = append(t[c], p)
			}
		}
	}
	return t
}()

// keepers are the schemes of URLs that say in which store a secret is.
var keepers = map[string]bool{
	"file": true, "fileb": true, "op": true, "vault": true, "hashivault": true, "gcpsm": true, "sm": true, "awssm": true, "awskms": true, "gcpkms": true,
	"azurekms": true, "keyvault": true, "azurekeyvault": true, "akv": true, "k8s": true, "env": true, "pass": true, "lpass": true, "bws": true, "doppler": true,
	"infisical": true, "conjur": true, "keeper": true, "bitwarden": true, "1password": true, "sops": true, "secrets": true,
}

// stored reports whether v says which file, which variable or which secret of a store is
// meant.
func stored(v []byte) bool {
	if bytes.HasPrefix(v, []byte("projects/")) { // of Google
		return bytes.Contains(v, []byte("/secrets/")) && madeOf(v, clName, "/")
	}
	k := bytes.IndexByte(v[:min(len(v), 24)], ':')
	if k <= 0 || k+1 == len(v) {
		return false
	}
	by, rest := v[:k], v[k+1:]
	if hasPrefix(rest, 0, []byte("//")) {
		return len(rest) > len("//") && (keepers[string(by)] || bytes.HasPrefix(by, []byte("ref+"))) // ref+awssecrets://…, of helmfile
	}
	switch string(by) {
	case "secretsmanager", "awsssm", "keyring", "keychain", "secretref", "keyvaultref":
		return true
	case "vault":
		return len(rest) > len("secret/") && hasAny(rest, "secret/")
	case "ssm":
		return len(rest) > 1 && rest[0] == '/'
	case "file":
		return filePath(rest)
	case "env":
		return len(rest) > 2 && allOf(rest, clUpper|clDigit, '_')
	}
	return false
}

// mounted reports whether v is the path of a file where secrets are mounted: a password
// may begin with a slash, but not so.
func mounted(v []byte) bool {
	return filePath(v) && hasAny(v, "/run/secrets/", "/var/run/secrets/", "/vault/secrets/", "/mnt/secrets/", "/etc/")
}

// behindOptions is where the value begins behind what devices of networks write
// between a password's name and it: "1 md5", "local", "ascii-text", "ENC".
func behindOptions(b []byte, p int) int {
	if n := skip(b, p, clDigit); n > p && n-p <= 5 && hasFold(b, n, " md5 ") {
		p = n + len(" md5 ")
	}
	for _, w := range []string{"local ", "remote ", "ascii-text ", "ascii 0 ", "ascii ", "hexadecimal ", "enc ", "0 "} {
		if hasFold(b, p, w) && p+len(w) < len(b) {
			return p + len(w)
		}
	}
	for _, w := range [...]string{"cipher ", "irreversible-cipher ", "simple ", "manager plaintext ", "operator plaintext "} { // of Huawei and HP, which are words, too
		if q := p + len(w); hasFold(b, p, w) && looksPassword(b[min(q, len(b)):wordEnd(b, min(q, len(b)))]) {
			return q
		}
	}
	return p
}

// puttyKey replaces the lines of a private key of PuTTY's, which stand behind their
// number and before what seals them.
func (sc *scan) puttyKey(a *anchor, lo int) int {
	b := sc.b
	from := skip(b, skip(b, skip(b, lo+len(a.lit), clSpace), clDigit), clSpace)
	to := len(b)
	for _, end := range []string{"Private-", `"`} {
		if k := bytes.Index(b[from:to], []byte(end)); k >= 0 {
			to = from + k
		}
	}
	to = from + len(bytes.TrimRight(b[from:to], " \r\n"))
	if to-from < 32 || marked(b[from:to]) {
		return 0
	}
	sc.emit(from, to, PrivateKey, sc.at)
	return to
}
