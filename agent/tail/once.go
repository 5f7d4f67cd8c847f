package tail

import (
	"context"
	"errors"
	"fmt"
)

// once reads every file of the inputs to its end, or until ctx has ended.
func (k *keeper) once(ctx context.Context) error {
	var errs []error
	var found []*candidate
	for _, g := range k.globs {
		paths, _ := g.look()
		if len(paths) == 0 {
			errs = append(errs, fmt.Errorf("%s: no such file", g.pattern))
		}
		for _, path := range paths {
			c, err := k.openCandidate(path, path, g.input)
			if err != nil {
				errs = append(errs, err)
				continue
			}
			found = append(found, c)
		}
	}
	k.settle(found)
	k.start()
	for _, f := range k.open {
		if f.id == nil {
			k.close(f) // it is empty
		}
	}
	for len(k.files) > 0 {
		select {
		case <-ctx.Done():
			return errors.Join(errs...)
		case <-k.alerts.ready:
		}
		for _, f := range k.alerts.take() {
			if err := k.ended(f); err != nil {
				errs = append(errs, err)
			}
		}
	}
	return errors.Join(errs...)
}

// ended closes a file that is read, or cannot be read on.
func (k *keeper) ended(f *file) error {
	err := f.failed.Load()
	switch {
	case err != nil:
		k.abandon(f)
		return fmt.Errorf("%s: %w", f.Path, *err)
	case f.broken.Load():
		k.abandon(f)
		return fmt.Errorf("%s: it was truncated while it was read", f.Path)
	}
	if f.allDone() {
		k.closeFile(f, k.lastScan)
	}
	return nil
}

// abandon closes a file that cannot be read on.
func (k *keeper) abandon(f *file) {
	for _, c := range f.cursors {
		c.done.Store(true)
	}
	k.close(f)
}
