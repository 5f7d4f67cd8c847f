package agent

import (
	"crypto/sha256"
	"maps"
	"os"
)

// A Source is a configuration file together with the files that it takes
// secrets and keys from. It knows what they held when they were last read.
type Source struct {
	path       string
	references references
	unseen     []string          // credentials that were not to be had, with unseenAllowed
	held       map[string]digest // by the last Load
	seen       map[string]digest // at the last look
}

// A digest is of a file's content; zero for a file that cannot be read.
type digest [sha256.Size]byte

// NewSource is the configuration file at path.
func NewSource(path string) *Source { return &Source{path: path} }

// Changed looks at the files, through symbolic links, and reports whether they
// hold something else than at the last Load, and did so at the look before: a
// file that is being written is not taken half done. Certificates are not
// among the files, as the sinks read them again by themselves.
func (s *Source) Changed() bool {
	now := make(map[string]digest, len(s.held))
	for path := range s.held {
		now[path] = digest{}
		if b, err := os.ReadFile(path); err == nil {
			now[path] = sha256.Sum256(b)
		}
	}
	changed := !maps.Equal(now, s.held) && maps.Equal(now, s.seen)
	s.seen = now
	return changed
}

// read is os.ReadFile for a file that the configuration depends on.
func (s *Source) read(path string) ([]byte, error) {
	b, err := os.ReadFile(path)
	s.held[path] = digest{}
	if err == nil {
		s.held[path] = sha256.Sum256(b)
	}
	return b, err
}
