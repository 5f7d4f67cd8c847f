package redact_test

import (
	"encoding/base64"
	"encoding/hex"
	"flag"
	"fmt"
	"hash/crc32"
	"iter"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashtail/hashtail/agent/redact"
)

var update = flag.Bool("update", false, "add to testdata/announced.txt a line for each anchor that has none")

// Each row of the tables of anchors finds something that nobody else finds: in a
// golden line, in an example of a shape or a name, or in testdata/announced.txt.
// A row that does not is dead, or lacks a test: -update looks for a line.
func TestAnchorsMutation(t *testing.T) {
	rnd := rand.New(rand.NewPCG(21, 22))
	s := scrubber(t, redact.Options{})
	known := announcing(t, rnd)
	outs, folded := make([]string, len(known)), make([]string, len(known))
	for i, line := range known {
		outs[i], folded[i] = result(s, line), strings.ToLower(line)
	}
	var more []string
	for _, a := range redact.Announcements() {
		if a.Command {
			continue
		}
		lit, without := strings.ToLower(a.Lit), a.Without()
		missed := false
		for i, line := range known {
			if missed = strings.Contains(folded[i], lit) && result(without, line) != outs[i]; missed {
				break
			}
		}
		if missed {
			continue
		}
		if *update {
			if template := search(t, rnd, s, without, a); template != "" {
				more = append(more, template)
				continue
			}
		}
		t.Errorf("%q: nothing misses this row", a.Lit)
	}
	if len(more) > 0 {
		f, err := os.OpenFile("testdata/announced.txt", os.O_APPEND|os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintln(f, strings.Join(more, "\n"))
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// search is a template that only the row finds a secret in, or nothing.
func search(t *testing.T, rnd *rand.Rand, s, without *redact.Scrubber, a redact.Announcement) string {
	for template := range made(a) {
		differs := 0
		for _, rnd := range []*rand.Rand{always(template), rnd, rnd} {
			if line, _ := fill(t, rnd, template); result(without, line) != result(s, line) {
				differs++
			}
		}
		if differs == 3 {
			return template
		}
	}
	return ""
}

// always fills a template with the same secrets every time, whatever was filled
// before.
func always(template string) *rand.Rand {
	return rand.New(rand.NewPCG(uint64(crc32.ChecksumIEEE([]byte(template))), 22))
}

// result is what became of a line and what was found in it.
func result(s *redact.Scrubber, line string) string {
	s.Reset()
	out := s.Text([]byte(line), redact.InMessage).String()
	for _, f := range s.Found() {
		out += " " + f.Kind.String()
	}
	return out
}

// announcing are lines with secrets behind all kinds of announcements.
func announcing(t *testing.T, rnd *rand.Rand) (all []string) {
	for _, name := range []string{"secrets.txt", "announced.txt"} {
		for _, template := range lines(t, name) {
			in, _ := fill(t, always(template), template)
			all = append(all, in)
		}
	}
	files, err := filepath.Glob("testdata/recall/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		for _, c := range corners(t, "recall/"+filepath.Base(file)) {
			line, _, _ := fillSecrets(t, always(c.template), c.template)
			all = append(all, line)
		}
	}
	github := ""
	for _, shape := range redact.Shapes() {
		text, _ := shape.Example(rnd)
		all = append(all, text)
		if strings.HasPrefix(text, "ghp_") {
			github = text
		}
	}
	// Texts of one secret each, in base64 behind any number of bytes and in hex.
	for _, plain := range []string{
		`password=%s`, `token=%s`, `secret=%s`, `PASSWORD=%s`, `TOKEN=%s`, `Authorization: Basic Ym9iOnBRN3hrMkxtelJ3`, `Bearer %s`, `a https://bob:%s@example.com/ b`, `x eyJhbGciOiJub25lIn0.%s.%s y`, `%g`, `AKIAPJTLB4H2Y5V8SHU4`, `X-Api-Key: %s`, `redis-cli -h h -a %s`, `IDENTIFIED BY '%s'`,
		`<?xml version="1.0"?><samlp:Response ID="x"><saml:Assertion>%s</saml:Assertion></samlp:Response>`,
	} {
		for n := range 2 * 3 {
			text := strings.NewReplacer("%s", "p"+chars(rnd, digits+lowers+uppers, 24)+"7Q", "%g", github).Replace(plain)
			all = append(all, "data: "+base64.StdEncoding.EncodeToString([]byte("   "[:n%3]+text+" and more")))
			all = append(all, "data: "+hex.EncodeToString([]byte("a "+text+" and more")))
		}
	}
	for _, space := range []string{"{ ", "{\n", "{\r\n"} { // headers of a JWT
		enc := base64.RawURLEncoding
		all = append(all, "value "+enc.EncodeToString([]byte(space+`"alg":"HS256"}`))+"."+enc.EncodeToString([]byte(`{"sub":"x"}`))+"."+chars(rnd, b64url, 43))
	}
	for _, words := range redact.CommandWords() {
		all = append(all, "GET /?cmd="+words+"+bob:pQ7xk2LmzRw HTTP/1.1", "GET /?cmd="+words+"pQ7xk2LmzRw HTTP/1.1")
	}
	return all
}

// made makes templates of an anchor, as it may stand in a log.
func made(a redact.Announcement) iter.Seq[string] {
	secrets := []string{"{{pw}}", "{{tok}}", "{{pin}}"}
	return func(yield func(string) bool) {
		for _, lit := range spellings(a) {
			for _, before := range []string{"", "user_", `"`, `"db_`, `{'`, "<", "[", "GET /", "https://h.example/x/", "https://h.example/reset", "my ", "curl", "echo bob:%s ", "a=%s", "bob:%s", "db: app:%s", "x %s", "use %s", "(", "<key>", "insert into t (a, ", "insert into t (", "${", "{{", "%", "q=passwd", "q=pass", "kubectl create secret generic x "} {
				for _, behind := range []string{
					"%s", " %s", "=%s", `="%s"`, ": %s", `:"%s"`, `"%s"`, `'%s'`, " '%s'", "=> '%s'", "%s</x>", "%s>", "]=%s", "= %s", "=>%s", ",%s", `,"%s"`, "bob:%s", "bob/%s", "bob %s", " bob:%s", "bob%%%s", "1.2.3.4 bob:%s", "(h:1)/x", "+%s", "+bob:%s+x",
					"(%s)", "word is %s", "code %s", "sys:%s@db", "@db", "/%s", "x=%s", "=a=%s", " your account", "'bob', '%s')", "'h', 'bob', '%s')", "'cn=bob', '%s')", "NTLM %s", "is+%s", "}=%s", ")=%s", ") %s", "): %s", "/key><string>%s</string>", " values ('x', '%s')", ", a) values ('%s', 'x')", "<=%s", "%%=%s",
				} {
					for _, secret := range secrets {
						if !yield(strings.NewReplacer("%s", secret, "%%", "%").Replace(before + lit + behind)) {
							return
						}
					}
				}
			}
		}
	}
}

// spellings are the names that an anchor is a part of, or the anchor itself.
func spellings(a redact.Announcement) []string {
	if !a.Named {
		return []string{a.Lit}
	}
	stem := strings.TrimRight(a.Lit, "=:\"'>] ,)\t(|~*`[<.}%")
	all := []string{a.Lit}
	for _, name := range redact.CredentialNames() {
		plain := strings.NewReplacer("-", "", "_", "").Replace(stem)
		if i := strings.Index(name, plain); i >= 0 {
			all = append(all, name[:i]+stem+name[i+len(plain):]+a.Lit[len(stem):])
		}
	}
	return all
}
