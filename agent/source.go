package agent

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"strings"

	"github.com/hashtail/hashtail/sinks"
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
		if b, err := readFile(path); err == nil {
			now[path] = sha256.Sum256(b)
		}
	}
	changed := !maps.Equal(now, s.held) && maps.Equal(now, s.seen)
	s.seen = now
	return changed
}

// read reads a file that the configuration depends on.
func (s *Source) read(path string) ([]byte, error) {
	b, err := readFile(path)
	s.held[path] = digest{}
	if err == nil {
		s.held[path] = sha256.Sum256(b)
	}
	return b, err
}

// maxFile is more than any configuration or secret is long.
const maxFile = 16 << 20

// readFile is os.ReadFile for what ends, and need not be waited for: a FIFO is refused, unless
// a shell has made it, <(command).
func readFile(path string) ([]byte, error) {
	refuse := func(why string) ([]byte, error) {
		return nil, &fs.PathError{Op: "read", Path: path, Err: errors.New(why)}
	}
	fi, err := os.Stat(path)
	if err == nil && fi.Mode().Type() == fs.ModeNamedPipe && !isShellPipe(path) {
		return refuse("it is a FIFO: name a file")
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if len(b) > maxFile {
		return refuse(fmt.Sprintf("it is longer than %v", sinks.Size(maxFile)))
	}
	return b, err
}

// isShellPipe reports whether a path is that of a pipe of which a shell holds the other end.
func isShellPipe(path string) bool {
	return strings.HasPrefix(path, "/dev/fd/") || strings.HasPrefix(path, "/proc/")
}
