package checkpoint

import "bytes"

// A Leftover is what a Store leaves to the one that has its folder next in this process: the
// state, if it could not be saved, so that nothing is delivered twice. The zero Leftover is
// nothing.
type Leftover struct {
	dir   string
	state []byte // nil: it was saved
}

// Leftover is what a Store leaves that is closed.
func (s *Store) Leftover() Leftover {
	l := Leftover{dir: s.dir}
	if s.dir == "" || s.Err() == nil {
		return l
	}
	if pieces, _, err := s.encode(); err == nil {
		l.state = bytes.Join(pieces, nil)
	}
	return l
}

// Reopen is Open in a process that may have had the folder before, and goes on with what
// could not be saved then. If it had, a folder that cannot be written to any more is not
// refused.
func Reopen(dir string, l Leftover) (*Store, error) {
	had := l.dir != "" && l.dir == dir
	s, err := open(dir, had)
	if err != nil || !had || l.state == nil {
		return s, err
	}
	if err := s.decode(l.state); err != nil {
		s.lock.Close()
		return nil, err
	}
	s.alter()
	return s, nil
}
