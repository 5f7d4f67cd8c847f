package parse

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// TestWordKeys: no word that matters is passed over, in any case.
func TestWordKeys(t *testing.T) {
	for w := range words {
		_, n := utf8.DecodeRuneInString(w)
		for _, s := range []string{w, strings.ToUpper(w), strings.ToUpper(w[:n]) + w[n:]} {
			if !mayMatter([]byte(s)) {
				t.Errorf("mayMatter(%q) = false", s)
			}
		}
	}
	common := strings.Fields("order was packed and handed over to the carrier after minutes link becomes ready for of with from by at page cache warmed queue worker heartbeat scheduled job")
	n := 0
	for _, w := range common {
		if mayMatter([]byte(w)) {
			n++
		}
	}
	if n > len(common)/4 {
		t.Errorf("%d of %d common words are looked up", n, len(common))
	}
}

// TestTablesLead: a row of idioms or of deeds whose first condition is empty would be asked
// for nothing, since that condition decides whether the table is looked at.
func TestTablesLead(t *testing.T) {
	for i := range idioms {
		if d := &idioms[i]; d.behind[0]|d.amid[0] == 0 {
			t.Errorf("idiom %q stands behind anything", d.words)
		}
	}
	for i := range deeds {
		if d := &deeds[i]; d.says[0] == 0 || d.says[0]&(sFailed|sLabelled) != 0 {
			t.Errorf("deed %d (%v) begins with no sense of words", i, d.is)
		}
	}
}

// FuzzProse: tokens without the bytes that paths and hosts have are names.
func FuzzProse(f *testing.F) {
	f.Add([]byte("0-AddA %%01SSH/4/SSH_FAIL(s)[9]:Failed PurgeWorker login_user() two-factor auth-worker"))
	f.Add([]byte("Login failed for bob from host.example.com via /login unknown[192.0.2.7] user=unknown (a/b) can't"))
	f.Add([]byte("a|0 failed logins"))
	f.Fuzz(func(t *testing.T, b []byte) {
		var got, want reading
		got.addProse(b)
		want.prose(b, true)
		if got != want {
			t.Errorf("%q: %+v, want %+v", b, got, want)
		}
	})
}

func BenchmarkProse(b *testing.B) {
	text := []byte("Order 4711 was packed and handed over to the carrier after 12 minutes")
	for b.Loop() {
		var r reading
		r.addProse(text)
	}
}
