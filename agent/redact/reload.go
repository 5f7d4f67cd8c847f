package redact

import (
	"fmt"
	"os"
	"sync"
)

// A keySource is the key file as it was when it was last looked at.
type keySource struct {
	mu   sync.Mutex
	path string // empty: the keys came from no file, or there are none
	seen os.FileInfo
	gone bool // it could not be looked at; said once
}

func (k *keySource) remember(path string) {
	k.path = path
	k.seen, _ = os.Stat(path)
}

// ReloadKeys reads the key file again if it is another one than before, or has
// changed, and hashes with its keys from then on. A file that cannot be used
// changes nothing; its error is returned once, not each time that the same
// file is looked at.
func (r *Redactor) ReloadKeys() (changed bool, err error) {
	k := &r.source
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.path == "" {
		return false, nil
	}
	info, err := os.Stat(k.path)
	if err != nil {
		said := k.gone
		k.gone, k.seen = true, nil
		if said {
			return false, nil
		}
		return false, fmt.Errorf("keys: %w", err)
	}
	k.gone = false
	if s := k.seen; s != nil && os.SameFile(s, info) && s.ModTime().Equal(info.ModTime()) && s.Size() == info.Size() && s.Mode() == info.Mode() {
		return false, nil
	}
	k.seen = info // before it is read: a change in between is seen the next time
	ring, err := ReadKeys(k.path)
	if err == nil {
		err = r.Use(ring)
	}
	return err == nil, err
}
