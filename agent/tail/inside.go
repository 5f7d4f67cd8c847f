package tail

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"

	"github.com/bmatcuk/doublestar/v4"
)

// errOutside is what a link is refused with that leads out of its input.
var errOutside = errors.New("a symbolic link leads out of the folders that the input names (symlinks: inside)")

// roots are the folders that the input's patterns name: up to the first
// wildcard. nil when files may be anywhere.
func (in Input) roots() (roots []string) {
	if in.Symlinks != symlinksInside {
		return nil
	}
	for _, p := range in.Paths {
		root, _ := doublestar.SplitPattern(filepath.ToSlash(filepath.Clean(p)))
		roots = append(roots, filepath.FromSlash(root))
	}
	return roots
}

// Readable says why a file cannot be read as one of the input; nil when it can.
func (in Input) Readable(path string) error {
	f, _, err := openRegular(path, in.roots())
	if err != nil {
		return err
	}
	defer f.Close()
	head := make([]byte, 16)
	n, _ := f.ReadAt(head, 0)
	if kind := Foreign(head[:n]); kind != "" {
		return &os.PathError{Op: "read", Path: path, Err: errors.New("it is compressed with " + kind + ", which is not read: exclude such files")}
	}
	return nil
}

// open opens a file for reading, without waiting for the other end of a FIFO.
// With roots it must be in one of them, wherever the links on the way to it
// lead: whoever may write to a folder of logs could otherwise have any file
// read that hashtail may read, however quickly the link is put there.
func open(path string, roots []string) (*os.File, error) {
	const flags = os.O_RDONLY | syscall.O_NONBLOCK | syscall.O_NOCTTY
	if roots == nil {
		return os.OpenFile(path, flags, 0)
	}
	for _, root := range roots {
		rel, ok := relative(root, path)
		if !ok {
			continue
		}
		r, err := os.OpenRoot(root)
		if err != nil {
			return nil, err
		}
		f, err := r.OpenFile(rel, flags, 0)
		r.Close()
		if err != nil && !errors.As(err, new(syscall.Errno)) { // os.Root's own refusal
			err = &os.PathError{Op: "open", Path: path, Err: errOutside}
		}
		return f, err
	}
	return nil, &os.PathError{Op: "open", Path: path, Err: errOutside}
}

// relative is the path as seen from the root, under the root's name or where
// that leads.
func relative(root, path string) (string, bool) {
	rel, err := filepath.Rel(root, path)
	if err == nil && filepath.IsLocal(rel) {
		return rel, true
	}
	real, err := filepath.EvalSymlinks(root)
	if err != nil {
		return "", false
	}
	rel, err = filepath.Rel(real, path)
	return rel, err == nil && filepath.IsLocal(rel)
}
