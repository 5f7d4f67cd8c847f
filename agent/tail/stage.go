package tail

import "time"

// A stage is how far an open file has come in its life; keeper.go has the whole of it.
type stage uint8

const (
	tailed    stage = iota // it is at the path of a glob
	rotated                // it was renamed away, or found as a sibling: some programs write to it for a while
	copied                 // it is read from a copy, to which nobody writes
	deleted                // no path leads to it
	truncated              // its content is another file's by now, and where the rest of its own is nobody knows yet
)

// String is what Status says.
func (s stage) String() string {
	return [...]string{tailed: "tailed", rotated: "rotated", copied: "rotated", deleted: "deleted", truncated: "truncated"}[s]
}

// turn has the file go on to a stage.
func (f *file) turn(to stage, now time.Time) {
	if f.stage == tailed {
		f.turned = now
	}
	f.stage = to
}
