package redact_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashtail/hashtail/agent/redact"
	"github.com/hashtail/hashtail/test/long"
)

// A planted line is one of which it is known what must not be left of it.
type planted struct {
	line    string
	want    string // what may be left, with all that was put around it: also eight digits of the hash may read like a piece of it
	secrets []string
	golden  bool // of the golden file: as much depends on the place in the line as on what is beside it
	layers  int  // of escapes over it
	junk    bool // there are bytes in it that are no text
	did     []string
}

// A field of lines is what TestMutatedLines mutates.
type field struct {
	rnd                         *rand.Rand
	templates, benigns, befores []string
	shapes                      []redact.Shape
}

// plant makes a line of a template of the golden file or of a shape.
func (f *field) plant(t *testing.T) planted {
	if f.rnd.IntN(2) == 0 {
		template := f.pick(f.templates)
		p := planted{golden: true}
		if strings.ContainsAny(template, "\\%&\x1b") {
			p.layers = 2
		}
		p.line, p.want = fill(t, f.rnd, template, func(secret string) { p.secrets = append(p.secrets, secret) })
		return p
	}
	shape := f.shapes[f.rnd.IntN(len(f.shapes))]
	text, secret := shape.Example(f.rnd)
	wrapper := wrappers[0]
	if !shape.Named {
		wrapper = f.pick(wrappers)
	}
	return planted{
		line:    strings.Replace(wrapper, "%s", text, 1),
		want:    strings.Replace(wrapper, "%s", strings.Replace(text, secret, tok(secret), 1), 1),
		secrets: []string{secret},
	}
}

func (f *field) pick(list []string) string { return list[f.rnd.IntN(len(list))] }

// around puts something before or behind the line of p, or writes all of it in
// another encoding: a secret in it stays one.
func (f *field) around(p *planted) {
	did := ""
	what := f.rnd.IntN(8)
	if p.golden {
		what %= 7 // what begins a line must begin it
	}
	switch what {
	case 0, 1, 2:
		enc := encodings[f.rnd.IntN(len(encodings))]
		if p.golden {
			enc = encodings[f.rnd.IntN(3)] // JSON
		}
		if layers := layersOf(enc.name); p.layers+layers <= 3 && (enc.name != "proctitle" || p.layers == 0 && !p.junk) { // a command line is text
			p.junk = p.junk || enc.name == "colours"
			p.layers += layers
			p.line, p.want, did = enc.do(p.line), enc.do(p.want), enc.name // what is around a secret reads like a piece of one, now and then
		}
	case 3:
		other := f.pick(f.befores)
		p.line, p.want, did = other+"\n"+p.line, other+"\n"+p.want, "a line before"
	case 4:
		other := f.pick(f.benigns)
		p.line, p.want, did = p.line+"\n"+other, p.want+"\n"+other, "a line behind"
	case 5:
		p.line, did, p.junk = f.junk()+"\n"+p.line, "junk before", true
	case 6:
		p.line, did, p.junk = p.line+"\n"+f.junk(), "junk behind", true
	default:
		p.line, did = f.pick(heads)+p.line, "a head"
	}
	p.did = append(p.did, did)
}

// layersOf is how many escapes an encoding lays over another.
func layersOf(encoding string) int {
	switch encoding {
	case "plain", "colours":
		return 0
	case "json in json", "percent twice":
		return 2
	case "json in json in json":
		return 3
	}
	return 1
}

// alone are lines of the golden file in which a secret is one only because there
// is nothing else, or in which it is a part of another escape.
var alone = regexp.MustCompile(`AUTH|PASS |:?password"?,| (?:to|is) '?\{\{|%\{\{|[=:]"[^"]*$|[a-z]\+[a-z]`)

// announces are lines behind which another line reads as a value or a sentence.
var announces = regexp.MustCompile(`(?i):$|%s$|password for|secret of|<|ugfzc3dvcmq6`)

func without(list []string, re *regexp.Regexp) []string {
	return slices.DeleteFunc(slices.Clone(list), re.MatchString)
}

// heads are what loggers and container runtimes write before a line.
var heads = []string{
	"Mar  1 10:00:00 host app[123]: ",
	"2026-03-01T10:00:00.123456789Z stdout F ",
	"<13>1 2026-03-01T10:00:00Z host app 123 - - ",
	"2026-03-01 10:00:00,123 INFO [main] com.example.App - ",
}

// junk is bytes of any kind.
func (f *field) junk() string {
	const odd = "\x00\x1b[0m\xff\xfe\u200b\\\"'%&=:;{}[]<>()|,./?#@ \t"
	b := make([]byte, f.rnd.IntN(40))
	for i := range b {
		if f.rnd.IntN(2) == 0 {
			b[i] = odd[f.rnd.IntN(len(odd))]
		} else {
			b[i] = byte(f.rnd.IntN(256))
		}
	}
	return strings.ReplaceAll(string(b), "\n", "")
}

// broken changes bytes anywhere, so that nothing is known of the line any more.
func (f *field) broken(line string) string {
	b := []byte(line)
	for range 1 + f.rnd.IntN(4) {
		at := f.rnd.IntN(len(b) + 1)
		switch f.rnd.IntN(5) {
		case 0: // goes
			b = append(b[:at:at], b[min(len(b), at+1+f.rnd.IntN(8)):]...)
		case 1: // comes
			b = append(b[:at:at], append([]byte(f.junk()), b[at:]...)...)
		case 2: // another
			if at < len(b) {
				b[at] ^= 1 << f.rnd.IntN(8)
			}
		case 3: // twice
			to := min(len(b), at+f.rnd.IntN(20))
			b = append(b[:to:to], b[at:]...)
		case 4: // ends
			b = b[:at]
		}
	}
	return string(b)
}

// TestMutatedLines plants secrets in lines, changes what is around them, and
// asks for all that was promised: no 8 bytes of a secret are left, nor all of a
// shorter one; a second scrub changes nothing; JSON stays JSON. Of lines that
// were broken anywhere it asks for the last two, and of lines without secrets
// that they stay as they are.
func TestMutatedLines(t *testing.T) {
	benigns := without(lines(t, "benign.txt"), alone)
	f := &field{
		rnd:       long.Rand(t),
		templates: without(lines(t, "secrets.txt"), alone),
		benigns:   benigns,
		befores:   without(benigns, announces),
		shapes:    redact.Shapes(),
	}
	r, err := redact.New(redact.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s := r.Scrubber()
	faults := 0
	fault := func(what, in string, rest ...any) {
		t.Helper()
		t.Errorf("%s\n  in  %q\n  %s", what, in, fmt.Sprint(rest...))
		if faults++; faults == 50 {
			t.Fatal("and so on")
		}
	}
	for n := range long.Rounds(3_000, 1_000_000) {
		var p planted
		switch n % 4 {
		case 0:
			p.line = f.broken(f.plant(t).line)
		case 1:
			p.line = f.pick(f.befores) + "\n" + f.pick(f.benigns)
			p.want = p.line
		default:
			p = f.plant(t)
			for range 1 + f.rnd.IntN(3) {
				f.around(&p)
			}
		}
		s.Reset()
		raw := []byte(p.line)
		out := s.Text(raw, redact.InMessage).String()
		switch {
		case r.Failures() > 0:
			t.Fatalf("searching failed: %q", p.line)
		case !bytes.Equal(raw, []byte(p.line)):
			t.Fatalf("wrote into its argument: %q", p.line)
		case n%4 == 1 && out != p.line:
			fault("changed a line without secrets", p.line, fmt.Sprintf("out %q", out))
			continue
		}
		for _, secret := range p.secrets {
			if piece := leaked(secret, out); piece != "" && !strings.Contains(p.want, piece) && leaked(piece, p.want) == "" {
				fault(fmt.Sprintf("%q is left (%s)", piece, strings.Join(p.did, ", ")), p.line, fmt.Sprintf("out %q", out))
				break
			}
		}
		if again := s.Text([]byte(out), redact.InMessage).String(); again != out {
			fault("scrubbed again", p.line, fmt.Sprintf("once  %q\n  twice %q", out, again))
		}
		if json.Valid(raw) && !json.Valid([]byte(out)) {
			fault("JSON no more", p.line, fmt.Sprintf("out %q", out))
		}
	}
}
