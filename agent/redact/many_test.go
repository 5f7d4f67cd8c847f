package redact_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/hashtail/hashtail/agent/redact"
)

// TestMany: a construct may hold as many secrets as its writer likes, and the last one
// is found like the first. %d numbers the elements.
func TestMany(t *testing.T) {
	const many = 700
	s := scrubber(t, redact.Options{})
	rnd := rand.New(rand.NewPCG(21, 22))
	for _, c := range []struct{ name, before, element, between, behind string }{
		{"rows of an INSERT", "INSERT INTO u (name, password, token) VALUES ", "('u%d', '{{pw}}', '{{tok}}')", ", ", ";"},
		{"lines of CSV", "name,password,role\n", "u%d,{{pw}},x", "\n", ""},
		{"lines of a table", "| name | password |\n|---|---|\n", "| u%d | {{pw}} |", "\n", ""},
		{"rows of JSON", `{"columns":["n","password"],"rows":[`, `["u%d","{{pw}}"]`, ",", "]}"},
		{"values of JSON", `{"n":%d,"tokens":[`, `"{{tok}}"`, ",", "]}"},
		{"values of a sentence", "passwords: ", "{{pw}}", ", ", " of %d"},
		{"pairs", "credentials: ", "u%d:{{pw}}", ", ", ""},
		{"members", `{"passwords":{`, `"u%d":"{{pw}}"`, ",", "}}"},
		{"members of a Secret", `{"kind":"Secret","stringData":{`, `"k%d":"{{pw}}"`, ",", "}}"},
		{"lines of YAML", "secrets:\n", "  k%d: {{pw}}", "\n", ""},
		{"lines of a list of YAML", "tokens:\n", "  - {{tok}}", "\n", "\nn: %d"},
		{"literals", "kubectl create secret generic x ", "--from-literal=k%d={{pw}}", " ", ""},
		{"values of a command", "vault kv put secret/x ", "k%d={{pw}}", " ", ""},
		{"values of IN", "SELECT %d FROM s WHERE token IN (", "'{{tok}}'", ", ", ")"},
		{"parameters", "INSERT INTO u (n, password) VALUES (?, ?) params=[", "('u%d', '{{pw}}')", ", ", "]"},
		{"an array of PHP", "[tokens] => Array ( ", "[%d] => {{tok}}", " ", " )"},
		{"passwords of Redis", "ACL SETUSER w%d on ", ">{{pw}}", " ", " +@all"},
	} {
		var secrets []string
		var b strings.Builder
		add := func(part string, n int) {
			line, in, _ := fillSecrets(t, rnd, strings.ReplaceAll(part, "%d", fmt.Sprint(n)))
			secrets = append(secrets, in...)
			b.WriteString(line)
		}
		add(c.before, 0)
		for n := range many {
			add(c.element, n)
			if n < many-1 {
				b.WriteString(c.between)
			}
		}
		add(c.behind, many)
		s.Reset()
		out := s.Text([]byte(b.String()), redact.InMessage).String()
		for i, secret := range secrets {
			if strings.Contains(out, secret) {
				t.Errorf("%s: secret %d of %d is left", c.name, i+1, len(secrets))
				break
			}
		}
	}
}
