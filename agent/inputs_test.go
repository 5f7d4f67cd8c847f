package agent

import (
	"slices"
	"testing"

	"github.com/hashtail/hashtail/agent/checkpoint"
)

// An input goes on where it was when its choice of entries changes, and never
// where another one is.
func TestJournalGoesOnUnderAnotherKey(t *testing.T) {
	key := func(in JournaldInput) string { return in.journal(0).Key() }
	all, ssh, sudo := JournaldInput{}, JournaldInput{Identifiers: []string{"sshd"}}, JournaldInput{Identifiers: []string{"sudo"}}
	other := JournaldInput{Path: "/other"}
	for _, tt := range []struct {
		name   string
		before []JournaldInput
		now    []JournaldInput
		want   []string // streams afterwards
	}{
		{"the same", []JournaldInput{all}, []JournaldInput{all}, []string{key(all)}},
		{"another choice", []JournaldInput{all}, []JournaldInput{ssh}, []string{key(ssh)}},
		{"one more", []JournaldInput{ssh}, []JournaldInput{ssh, sudo}, []string{key(ssh)}},
		{"another journal", []JournaldInput{ssh}, []JournaldInput{other}, []string{key(ssh)}},
		{"one of two", []JournaldInput{ssh, sudo}, []JournaldInput{all, sudo}, []string{key(all), key(sudo)}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			store := checkpoint.Volatile()
			for _, in := range tt.before {
				store.Stream(key(in))
			}
			adoptStreams(store, tt.now)
			if got := store.Streams(); !slices.Equal(got, tt.want) {
				t.Errorf("streams %q, want %q", got, tt.want)
			}
		})
	}
}
