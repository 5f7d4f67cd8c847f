package join

import "testing"

// What the clock keeps changes nothing: each of two times that follow each other
// is what time.Parse makes of it.
func FuzzClock(f *testing.F) {
	for _, s := range [][2]string{
		{"2026-11-23T10:00:00.123456789Z", "2026-11-23T10:00:00.1Z"},
		{"2026-11-23T10:00:00.5+02:00", "2026-11-23T10:00:00.5-02:00"},
		{"2026-11-23T10:00:00Z", "2026-11-23T10:00:00,5Z"},
		{"2026-11-23T10:00:00Z", "2026-11-23T10:00:00.Z"},
		{"2026-11-23T10:00:00Z", "2026-11-23T10:00:00"},
		{"2026-11-23T10:00:00Z", "2026-11-23T10:00:00.0123456789123Z"},
		{"2026-11-23T10:00:00.25Z", "2026-11-23T10:00:00.9+24:61"},
		{"2026-02-30T10:00:00Z", "2026-02-30T10:00:00Z"},
		{"", ""},
	} {
		f.Add([]byte(s[0]), []byte(s[1]))
	}
	f.Fuzz(func(t *testing.T, first, second []byte) {
		var c clock
		for _, b := range [...][]byte{first, second, second} {
			got, ok := c.read(b)
			want, wantOK := parseStamp(b)
			if ok != wantOK || !got.Equal(want) {
				t.Errorf("read(%q) = %v, %v behind %q, want %v, %v", b, got, ok, first, want, wantOK)
			}
		}
	})
}
