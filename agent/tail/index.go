package tail

import (
	"path/filepath"
	"slices"

	"github.com/hashtail/hashtail/agent/checkpoint"
)

// An index finds identities by something that several of them may share.
type index[K comparable] map[K][]*checkpoint.Identity

func (x index[K]) add(key K, id *checkpoint.Identity) { x[key] = append(x[key], id) }

func (x index[K]) remove(key K, id *checkpoint.Identity) {
	others := slices.DeleteFunc(x[key], func(other *checkpoint.Identity) bool { return other == id })
	if len(others) == 0 {
		delete(x, key)
	} else {
		x[key] = others
	}
}

// move notes at which path an identity's file is.
func (k *keeper) move(id *checkpoint.Identity, p checkpoint.Place) {
	if old := id.Place().Path; old != p.Path {
		k.placed.remove(old, id)
		if p.Path != id.Name {
			k.placed.add(p.Path, id)
		}
	}
	id.Move(p)
}

// know notes at which inode an identity is; the zero inode is none.
func (k *keeper) know(id *checkpoint.Identity, at inode) {
	if old, ok := k.where[id]; ok {
		k.known.remove(old, id)
		delete(k.where, id)
	}
	if at != (inode{}) {
		k.known.add(at, id)
		k.where[id] = at
	}
}

// kin lists the identities that begin with head, by the names that the candidate
// has and may have been rotated from: very many files may begin the same. A
// candidate with a short head may end before what they are recognised by.
func (k *keeper) kin(c *candidate, head []byte) (ids []*checkpoint.Identity) {
	short := len(checkpoint.Written(head)) < checkpoint.HeadMax
	note := func(path string) {
		for _, named := range [...][]*checkpoint.Identity{k.named[path], k.placed[path]} {
			for _, id := range named {
				if short || id.HasHead(head) {
					ids = append(ids, id)
				}
			}
		}
	}
	note(c.path)
	if c.name != c.path {
		note(c.name)
	}
	for _, base := range bases(filepath.Base(c.path)) {
		if path := filepath.Join(filepath.Dir(c.path), base); path != c.name {
			note(path)
		}
	}
	return ids
}
