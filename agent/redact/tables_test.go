package redact

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"hash/crc32"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashtail/hashtail/test/long"
)

// with makes a scrubber of other tables.
func with(e *engine) *Scrubber { return (&Redactor{eng: e}).Scrubber() }

func kindsOf(found []Finding) (kinds []string) {
	for _, f := range found {
		kinds = append(kinds, f.Kind.String())
	}
	return kinds
}

// Each row of the table of shapes is understood as RE2 understands it, finds its
// examples, and is the only one that does: without it the examples are found
// under another kind or not at all.
func TestShapesMutation(t *testing.T) {
	rnd := long.Rand(t)
	all := builtin()
	for i := range shapes {
		row := &all.shapes[i]
		re := regexp.MustCompile(`^(?:` + row.expr + `)$`)
		without := with(all.withoutShape(i))
		missed, others, other, rounds := 0, 0, "", long.Rounds(4, 1000)
		for range rounds {
			text, secret := row.sample(rnd)
			if !re.MatchString(text) {
				t.Errorf("%s %s: RE2 does not match the example", row.kind, row.expr)
			}
			line := []byte("value " + text + " from 10.0.0.1")
			s := with(all)
			got := s.Text(line, InMessage).String()
			if strings.Contains(got, secret[len(secret)/2:]) || !strings.Contains(got, " from 10.0.0.1") || !slices.Equal(kindsOf(s.Found()), []string{row.kind}) {
				others++
				other = fmt.Sprintf("%q became %q, %v", line, got, kindsOf(s.Found()))
			}
			without.Reset()
			without.Text(line, InMessage)
			if !slices.Equal(kindsOf(without.Found()), []string{row.kind}) {
				missed++
			}
		}
		if others > max(1, rounds/250) { // a random text may look like another row's, or like a name
			t.Errorf("%s %s: %s", row.kind, row.expr, other)
		}
		if missed == 0 {
			t.Errorf("%s %s: nothing misses this row", row.kind, row.expr)
		}
	}
}

// withoutShape is e without what row i of the table of shapes finds: nothing
// begins like it.
func (e *engine) withoutShape(i int) *engine {
	w := *e
	w.shapes = slices.Clone(e.shapes)
	steps := slices.Clone(e.shapes[i].steps)
	steps[0] = step{set: new(byteSet), min: 1, max: 1}
	w.shapes[i].steps = steps
	return &w
}

// A checksum tells a token from the letters that follow it.
func TestChecksumEndsToken(t *testing.T) {
	s := with(builtin())
	random := sampleText(rand.New(rand.NewPCG(17, 18)), 30)
	sum := crc32.ChecksumIEEE([]byte(random))
	seal := ""
	for range 6 {
		seal = base62[sum%62:sum%62+1] + seal
		sum /= 62
	}
	for _, prefix := range []string{"gho_", "npm_"} {
		token := prefix + random + seal
		s.Text([]byte("x"+token+"andmore"), InMessage)
		if f := s.Found(); len(f) != 1 || f[0].Token.Sum != sha256.Sum256([]byte(token)) {
			t.Errorf("%s…: found %+v", prefix, f)
		}
		s.Reset()
	}
}

// Each row of the table of names is reached by an anchor, and without it the
// name is judged in another way.
func TestNamesMutation(t *testing.T) {
	all := newNameTable(names)
	eng := builtin()
	for i, row := range names {
		got := all.find([]byte(row.name))
		if row.how == never {
			if got != nil {
				t.Errorf("%s: a name of nothing is found", row.name)
			}
		} else if got == nil || *got != row {
			t.Errorf("%s: found %+v", row.name, got)
		}
		table := newNameTable(slices.Delete(slices.Clone(names), i, i+1))
		other := table.find([]byte(row.name))
		if row.how == never && other == nil || other != nil && other.kind == row.kind && other.how == row.how && other.place == row.place {
			t.Errorf("%s: nothing misses this row (%+v)", row.name, other)
		}
		if row.how == never || row.how == madeHash {
			continue
		}
		if !eng.reaches(row.name) {
			t.Errorf("%s: no anchor leads to this name", row.name)
		}
	}
}

// reaches reports whether a part of a name is an anchor that the search finds.
func (e *engine) reaches(name string) bool {
	line := []byte(`{"` + name + `":"x"}`)
	for k := e.filter.next(line, 0); k < len(line); k = e.filter.next(line, k+1) {
		four, three := e.at(uint32(line[k]) | uint32(line[k+1])<<8 | uint32(line[k+2])<<16 | uint32(line[k+3])<<24)
		for _, id := range append(slices.Clone(four), three...) {
			if a := &e.anchors[id]; !a.shape && k >= a.off && a.is(line, k-a.off) && strings.Contains(name, strings.TrimRight(a.lit, "=:\"'>] ,)\t")) {
				return true
			}
		}
	}
	return false
}

// Each option and argument in a row of the table of commands holds a password,
// and without the row one of them is not found.
func TestCommandsMutation(t *testing.T) {
	const secret = "pQ7xk2Lm!zR"
	eng := builtin()
	for row := range eng.anchors {
		a := &eng.anchors[row]
		if a.shape || a.rule >= len(commands) || commands[a.rule].name != a.lit {
			continue
		}
		without, missed := with(eng.withoutAnchor(row)), false
		for _, line := range commands[a.rule].lines(secret) {
			s := with(eng)
			if got := s.Text([]byte(line), InMessage).String(); strings.Contains(line, " "+secret) && strings.Contains(got, secret) {
				t.Errorf("%s: %q became %q", a.lit, line, got)
			}
			without.Reset()
			missed = missed || strings.Contains(without.Text([]byte(line), InMessage).String(), secret)
		}
		if !missed {
			t.Errorf("%s: nothing misses this row", a.lit)
		}
	}
}

// lines are command lines with a secret at each place that the row knows.
func (c *command) lines(secret string) (all []string) {
	words := []string{strings.TrimSpace(c.name)}
	if c.sub != "" {
		words = append(words, c.sub)
	}
	begin := strings.Join(words, " ")
	for _, option := range c.opts {
		all = append(all, fmt.Sprintf("%s -%c %s", begin, option, secret), fmt.Sprintf("%s -%c%s", begin, option, secret))
	}
	for _, option := range c.tied {
		all = append(all, fmt.Sprintf("%s -%c%s", begin, option, secret))
	}
	for _, option := range c.user {
		all = append(all, fmt.Sprintf("%s -%c bob:%s", begin, option, secret), fmt.Sprintf("%s -%cbob:%s", begin, option, secret))
	}
	if c.args > 0 {
		for n := len(words); n < c.args; n++ {
			words = append(words, "bob")
		}
		all = append(all, strings.Join(append(words, secret), " "))
	}
	if c.kind == valueArgs {
		all = append(all, begin+" x db="+secret)
	}
	if c.kind == targetArgs {
		all = append(all, begin+" bob:"+secret+"@srv1")
	}
	return all
}

// Without its row, credentials of a scheme are judged in another way.
func TestSchemesMutation(t *testing.T) {
	all := schemes
	t.Cleanup(func() { schemes = all })
	for i, row := range all {
		missed := false
		for _, value := range []string{"abcdef", "pQ7xk2Lm", "Ym9iOnBRN3hrMkxtelJ3", "bob:pQ7xk2Lm", `a="b", response="pQ7xk2Lm"`, `id="b", mac="pQ7xk2Lm"`, "Signature=pQ7xk2Lm"} {
			line := []byte("Authorization: " + row.name + " " + value)
			schemes = all
			want := with(builtin()).Text(line, InMessage).String()
			schemes = slices.Delete(slices.Clone(all), i, i+1)
			missed = missed || with(builtin()).Text(line, InMessage).String() != want
		}
		if !missed {
			t.Errorf("%s: nothing misses this row", row.name)
		}
	}
}

// doubled is the table of shapes and as many invented vendors again.
func doubled() []shape {
	rnd := rand.New(rand.NewPCG(13, 14))
	rows := slices.Clone(shapes)
	for range shapes {
		lead := ""
		for range 3 + rnd.IntN(3) {
			lead += string(rune('a' + rnd.IntN(26)))
		}
		rows = append(rows, shape{kind: "opaque", expr: lead + `_[A-Za-z0-9]{32}`})
	}
	return rows
}

// doubledNames is the table of names and as many invented ones again, which end
// as names of fields do.
func doubledNames() []nameRow {
	rnd := rand.New(rand.NewPCG(15, 16))
	words := bytes.FieldsFunc([]byte(typical), func(r rune) bool { return r < 'a' || r > 'z' })
	rows := slices.Clone(names)
	for range names {
		end := words[rnd.IntN(len(words))]
		rows = append(rows, nameRow{name: "q" + string(rune('a'+rnd.IntN(26))) + "q" + string(end), kind: Opaque})
	}
	return rows
}

// A table of twice the size lets few more places of ordinary text through the
// filter, and these are what costs.
func TestCostDoesNotGrowWithTheTable(t *testing.T) {
	count := func(e *engine) (n int) {
		b := []byte(typical)
		for i := e.filter.next(b, 0); i < len(b); i = e.filter.next(b, i+1) {
			n++
		}
		return n
	}
	once, twice := count(newEngine(shapes, names)), count(newEngine(doubled(), names))
	if twice > once+once/2 {
		t.Errorf("%d places of %d bytes pass the filter, %d with twice as many rows", once, len(typical), twice)
	}
}

func BenchmarkTable(b *testing.B) {
	for _, bb := range []struct {
		name string
		rows []shape
		of   []nameRow
	}{{"shipped", shapes, names}, {"doubled", doubled(), doubledNames()}} {
		s := with(newEngine(bb.rows, bb.of))
		for _, line := range []struct{ name, text string }{
			{"clean", typical},
			{"token", `{"level":"info","message":"token_access","method":"GET","path":"/api/data","authorization":"Bearer ` + strings.Repeat("aB3-", 40) + `","client_id":"web"}`},
		} {
			b.Run(bb.name+"/"+line.name, func(b *testing.B) {
				text := []byte(line.text)
				b.SetBytes(int64(len(text)))
				for b.Loop() {
					s.Reset()
					s.Text(text, InMessage)
				}
			})
		}
	}
}

// The key of each vendor is a credential, of whatever words the name is made; a
// key of anything else is one by what it holds, if at all.
func TestVendors(t *testing.T) {
	table := newNameTable(names)
	for vendor := range vendors {
		for _, name := range []string{vendor + "_key", strings.ToUpper(vendor) + "_OUR_KEY", vendor + "key", "old-" + vendor + "-key"} {
			if r := table.find([]byte(name)); r == nil || r.how != vendorKey && r.name != "apikey" && r.name != "loginkey" {
				t.Errorf("%s: found %+v", name, r)
			}
		}
	}
	for _, name := range []string{"cache_key", "primaryKey", "PUBLIC_KEY", "turkey", "key"} {
		if r := table.find([]byte(name)); r != nil && r.how == vendorKey {
			t.Errorf("%s: found %+v", name, r)
		}
	}
}
