package tail

import (
	"os"
	"time"

	"github.com/hashtail/hashtail/agent/checkpoint"
)

// Held are deleted files that a Tailer was still reading when it ended, by the ids of
// their identities. Nothing but their descriptors leads to them, so the Tailer that
// comes after it in the same process takes them over.
type Held map[uint64]*os.File

// Close gives the files up.
func (h Held) Close() {
	for _, f := range h {
		f.Close()
	}
	clear(h)
}

// Leave is Close for a Tailer that another comes after: it leaves it the deleted files.
func (t *Tailer) Leave() Held {
	held := Held{}
	t.mu.Lock()
	for f := range t.files {
		c := f.content.Load()
		if c == nil {
			continue
		}
		if fi, err := c.Stat(); err == nil && lookOf(fi).links == 0 {
			f.content.Store(nil)
			held[f.ID] = c.File
		}
	}
	t.mu.Unlock()
	t.Close()
	return held
}

// takeOver goes on with a deleted file that an earlier Tailer has left. It reports
// whether the file is one that this Tailer reads.
func (k *keeper) takeOver(id *checkpoint.Identity) bool {
	file := k.config.Held[id.ID]
	if file == nil {
		return false
	}
	delete(k.config.Held, id.ID)
	for _, g := range k.globs {
		if !g.matches(id.Name) {
			continue
		}
		c := &candidate{path: id.Place().Path, name: id.Name, input: g.input, f: file}
		fi, err := file.Stat()
		if err == nil {
			c.look, err = lookOf(fi), k.meet(c)
		}
		if err != nil {
			break
		}
		if like, err := k.compare(id, c); err != nil || like != checkpoint.Same {
			break
		}
		k.resume(id, c, checkpoint.Same)
		f := k.live[id]
		f.turn(deleted, time.Now())
		f.path = ""
		return true
	}
	file.Close()
	return false
}
