package main

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"testing"
)

// What was left out is lost, what came twice is doubled, and a double under
// another id is noticed.
func TestTally(t *testing.T) {
	n := newNumbering(rand.New(rand.NewPCG(1, 2)))
	lines := slices.Collect(bytes.Lines(n.lines(nil, 5000)))
	got := newTally()
	for i, line := range lines {
		if i == 7 || i == 4999 {
			continue
		}
		got.add(line, []byte{byte(i)})
	}
	got.add(lines[3], []byte{3})
	got.add(lines[4], []byte("another id"))
	got.add([]byte(`{"path":"/elsewhere"}`), nil)
	if lost := got.missing(n.count()); !slices.Equal(lost, []int{7, 4999}) {
		t.Errorf("lost %v, want 7 and 4999", lost)
	}
	if got.have != 4998 || got.doubled() != 2 || got.otherID != 1 || got.foreign != 1 {
		t.Errorf("have %d, doubled %d, other ids %d, foreign %d; want 4998, 2, 1, 1", got.have, got.doubled(), got.otherID, got.foreign)
	}
}

func TestNumber(t *testing.T) {
	for _, tt := range []struct {
		name, in string
		want     int
	}{
		{"line", string(newNumbering(rand.New(rand.NewPCG(1, 2))).lines(nil, 1)), 0},
		{"event", `{"event":{"id":"x"},"url":{"path":"/n/1234"}}`, 1234},
		{"no number", `{"path":"/n/"}`, -1},
		{"torn", `{"path":"/n/12`, -1},
		{"another path", `{"path":"/m/12"}`, -1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := number([]byte(tt.in)); got != tt.want {
				t.Errorf("number = %d, want %d", got, tt.want)
			}
		})
	}
}

func TestRanges(t *testing.T) {
	if got, want := ranges([]int{1, 2, 3, 7, 9, 10}), "1-3 7 9-10"; got != want {
		t.Errorf("ranges = %q, want %q", got, want)
	}
}
