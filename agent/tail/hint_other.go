//go:build !linux

package tail

import "time"

// Elsewhere files are looked at by timers only: a descriptor has no name that
// could be watched.
type hints struct {
	ready   chan *hint
	folders *folderWatch
	covered map[*file]bool
}

// A folderWatch watches nothing.
type folderWatch struct{ ready chan struct{} }

func (*folderWatch) take() (written map[string]bool, moved, lost bool) { return nil, false, false }
func (*folderWatch) unwatch()                                          {}

type hint struct {
	file  *file
	moved bool
}

func newHints(*Tailer) hints                 { return hints{folders: &folderWatch{}} }
func (h *hints) cover(*file, time.Time) bool { return false }
func (h *hints) watch(string, time.Time)     {}
func (h *hints) uncover(*file)               {}
func (h *hints) arm(*file, time.Time) bool   { return false }
func (h *hints) disarm(*file)                {}
func (h *hints) stop()                       {}
