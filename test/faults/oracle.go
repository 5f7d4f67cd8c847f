package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"hash/maphash"
	"math/rand/v2"
	"strconv"
	"sync/atomic"
	"time"
)

// A numbering makes numbered lines and remembers how many there are. Every
// line holds a token, which must be nowhere but in the log.
type numbering struct {
	next  atomic.Int64
	token string
}

func newNumbering(random *rand.Rand) *numbering {
	sum := sha256.Sum256(strconv.AppendUint(nil, random.Uint64(), 16))
	return &numbering{token: "example-" + hex.EncodeToString(sum[:20])}
}

// count is how many lines there are so far.
func (n *numbering) count() int { return int(n.next.Load()) }

// lines appends the next lines.
func (n *numbering) lines(dst []byte, count int) []byte {
	now := time.Now().UTC()
	for range count {
		dst = append(dst, `{"timestamp":"`...)
		dst = now.AppendFormat(dst, time.RFC3339Nano)
		dst = append(dst, `","message":"auth_event","event_type":"token_access","ip":"192.0.2.7","method":"GET","path":"/n/`...)
		dst = strconv.AppendInt(dst, n.next.Load(), 10)
		dst = append(dst, `","status":200,"authorization":"Bearer `...)
		dst = append(dst, n.token...)
		dst = append(dst, "\"}\n"...)
		n.next.Add(1)
	}
	return dst
}

// tiny appends the next line, as short as it can be.
func (n *numbering) tiny(dst []byte) []byte {
	dst = append(dst, `{"event_type":"login","path":"/n/`...)
	dst = strconv.AppendInt(dst, n.next.Load(), 10)
	n.next.Add(1)
	return append(dst, "\"}\n"...)
}

// number reads the number of a line or of the event made of it; -1 without.
func number(text []byte) int {
	i := bytes.Index(text, []byte(`"path":"/n/`))
	if i < 0 {
		return -1
	}
	n, digits := 0, text[i+len(`"path":"/n/`):]
	for j, c := range digits {
		if c < '0' || c > '9' {
			if j == 0 {
				return -1
			}
			return n
		}
		n = n*10 + int(c-'0')
	}
	return -1
}

// A tally counts how often each line arrived, and under which id.
type tally struct {
	seed    maphash.Seed
	times   []uint8
	id      []uint64
	have    int // different lines
	foreign int // events that are no line of ours
	otherID int // doubles whose id is not that of the first
}

func newTally() *tally { return &tally{seed: maphash.MakeSeed()} }

func (t *tally) add(event, id []byte) {
	n := number(event)
	if n < 0 || n > 1<<27 {
		t.foreign++
		return
	}
	for n >= len(t.times) {
		t.times = append(t.times, make([]uint8, max(1024, len(t.times)))...)
		t.id = append(t.id, make([]uint64, max(1024, len(t.id)))...)
	}
	h := maphash.Bytes(t.seed, id)
	switch {
	case t.times[n] == 0:
		t.have++
		t.id[n] = h
	case t.id[n] != h:
		t.otherID++
	}
	if t.times[n] < 255 {
		t.times[n]++
	}
}

// has reports whether a line is there under that id.
func (t *tally) has(event, id []byte) bool {
	n := number(event)
	return n >= 0 && t.arrived(n) && t.id[n] == maphash.Bytes(t.seed, id)
}

// arrived says whether a line is there.
func (t *tally) arrived(n int) bool { return n >= 0 && n < len(t.times) && t.times[n] > 0 }

// doubled is how many events came beyond the first of their line.
func (t *tally) doubled() int {
	sum := 0
	for _, times := range t.times {
		sum += max(0, int(times)-1)
	}
	return sum
}

// missing are the lines below n that did not arrive.
func (t *tally) missing(n int) []int {
	var lost []int
	for i := range n {
		if !t.arrived(i) {
			lost = append(lost, i)
		}
	}
	return lost
}

// eventID is the event.id of a document.
func eventID(event []byte) []byte {
	_, rest, _ := bytes.Cut(event, []byte(`"event":{`))
	_, rest, _ = bytes.Cut(rest, []byte(`"id":"`))
	id, _, _ := bytes.Cut(rest, []byte(`"`))
	return id
}
