package checkpoint

import "bytes"

// A Leftover is the state of a Store that could not save it, as its disk was full. The Store
// that has the folder next in this process takes it up, so that nothing is delivered twice.
// The zero Leftover is nothing.
type Leftover struct {
	dir   string
	state []byte
}

// Leftover is what a Store, which is closed, could not save.
func (s *Store) Leftover() Leftover {
	if s.dir == "" || s.Err() == nil {
		return Leftover{}
	}
	pieces, _, err := s.encode()
	if err != nil {
		return Leftover{}
	}
	return Leftover{s.dir, bytes.Join(pieces, nil)}
}

// TakeUp has the Store, which was just opened, go on with what an earlier one of its folder
// could not save.
func (s *Store) TakeUp(l Leftover) error {
	if l.state == nil || l.dir != s.dir {
		return nil
	}
	defer s.alter()
	return s.decode(l.state)
}
