package checkpoint

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"sync"
	"testing"
)

// file is what Save writes.
func (s *Store) file() ([]byte, error) {
	pieces, _, err := s.encode()
	return bytes.Join(pieces, nil), err
}

// FuzzDecode: whatever is in the state file, loading it does not panic, and
// what it accepts it writes again with the same meaning.
func FuzzDecode(f *testing.F) {
	s := newStore("")
	id := s.Mint("/var/log/a.log", Place{Path: "/var/log/a.log", Dev: 1, Ino: 2, Size: 3, ModTime: 4}, []byte("one\ntwo\n"))
	id.Lane("lane", 0).Open(4).Ack()
	id.Attach(bytes.NewReader([]byte("one\ntwo\n")))
	s.See("/var/log/*")
	s.Pass("/var/log", []uint64{7})
	s.Stream("journald").Lane("lane").OpenAt(9, []byte("s=1;i=9")).Ack()
	data, err := s.file()
	if err != nil {
		f.Fatal(err)
	}
	var env envelope
	if err := json.Unmarshal(data, &env); err != nil {
		f.Fatal(err)
	}
	f.Add([]byte(env.State))
	f.Add([]byte(`{"salt":"00112233445566778899aabbccddeeff","files":[{"id":"1","head":"0:0:00000000000000000000000000000000","lanes":{"a":{"mark":-1}}}]}`))
	f.Fuzz(func(t *testing.T, state []byte) {
		var compact bytes.Buffer
		if json.Compact(&compact, state) != nil {
			return
		}
		sum := sha256.Sum256(compact.Bytes())
		file := []byte(`{"version":1,"sha256":"` + hex.EncodeToString(sum[:]) + `","state":` + compact.String() + `}`)
		s := newStore("")
		if s.decode(file) != nil {
			return
		}
		once, err := s.file()
		if err != nil {
			t.Fatal(err)
		}
		again := newStore("")
		if err := again.decode(once); err != nil {
			t.Fatalf("what was written is not accepted: %v\n%s", err, once)
		}
		twice, err := again.file()
		if err != nil || !bytes.Equal(once, twice) {
			t.Fatalf("got %s, then %s, error %v", once, twice, err)
		}
	})
}

// A record that begins in one file and ends in another has a span in each, on
// the same page: no state has the one without the other.
func TestWhatIsAcknowledgedTogetherIsSavedTogether(t *testing.T) {
	s := newStore("")
	var marks []*File
	for i := range 50 {
		id := s.Mint("/var/log/a.log", Place{Path: "/var/log/a.log"}, []byte{byte(i), '\n'})
		marks = append(marks, id.Lane("lane", 0))
	}
	stop := make(chan struct{})
	var acks sync.WaitGroup
	acks.Go(func() {
		for end := int64(1); ; end++ {
			select {
			case <-stop:
				return
			default:
			}
			var page []*Span
			for _, f := range marks {
				page = append(page, f.Open(end))
			}
			Ack(page)
		}
	})
	defer acks.Wait()
	defer close(stop)
	for range 200 {
		file, err := s.file()
		if err != nil {
			t.Fatal(err)
		}
		saved := newStore("")
		if err := saved.decode(file); err != nil {
			t.Fatal(err)
		}
		seen := map[int64]bool{}
		for _, id := range saved.Identities() {
			seen[id.Lane("lane", 0).Mark()] = true
		}
		if len(seen) != 1 {
			t.Fatalf("one page moved all marks, and they are saved at %v", seen)
		}
	}
}
