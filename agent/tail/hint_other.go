//go:build !linux

package tail

import "time"

// Elsewhere files are looked at by timers only: a descriptor has no name that
// could be watched.
type hints struct{ ready chan *hint }

type hint struct {
	file  *file
	moved bool
}

func newHints(*Tailer) hints               { return hints{} }
func (h *hints) arm(*file, time.Time) bool { return false }
func (h *hints) disarm(*file)              {}
func (h *hints) stop()                     {}
