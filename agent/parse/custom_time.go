package parse

import (
	"fmt"
	"maps"
	"strings"
	"time"

	"github.com/hashtail/hashtail/agent/nearest"
	"github.com/hashtail/hashtail/agent/stamp"
)

// A timeLayout reads the times of a user's own format: by the directives of
// strftime(3), or as a count since the epoch. nil is every usual layout.
type timeLayout struct {
	text *stamp.Layout
	unit time.Duration // of a count since the epoch; 0 for a text
	iso  bool
}

// timeLayouts are the layouts that have a name.
var timeLayouts = map[string]*timeLayout{
	"auto":     nil,
	"iso8601":  {iso: true},
	"rfc3339":  {iso: true},
	"epoch":    {unit: time.Second},
	"epoch_ms": {unit: time.Millisecond},
	"epoch_us": {unit: time.Microsecond},
	"epoch_ns": {unit: time.Nanosecond},
}

// newTimeLayout is the layout that a user has named or written.
func newTimeLayout(s string) (*timeLayout, error) {
	if s == "" {
		return nil, nil
	}
	if l, ok := timeLayouts[s]; ok {
		return l, nil
	}
	if strings.Contains(s, "2006") || strings.Contains(s, "15:04") {
		return nil, fmt.Errorf("looks like a layout of Go: write it as strftime does, like %%Y-%%m-%%d %%H:%%M:%%S")
	}
	if !strings.Contains(s, "%") {
		return nil, fmt.Errorf("is no layout%s: write %%Y-%%m-%%d %%H:%%M:%%S, or iso8601, epoch or epoch_ms", nearest.Hint(s, maps.Keys(timeLayouts)))
	}
	text, err := stamp.NewLayout(s)
	if err != nil {
		return nil, err
	}
	return &timeLayout{text: text}, nil
}

// read reads a time that is all of b.
func (l *timeLayout) read(b []byte) (stamp.Stamp, bool) {
	switch {
	case l.iso:
		s, n := stamp.Read(b)
		return s, n == len(b) && s.Year != 0 && len(b) > 4 && b[4] == '-'
	case l.unit != 0:
		d, ok := readDuration(b, l.unit)
		return stamp.Stamp{Unix: true, Epoch: int64(d / time.Second), NS: int(d % time.Second)}, ok
	}
	return l.text.Read(b)
}
