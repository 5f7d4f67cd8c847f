package join

import (
	"bytes"
	"time"

	"github.com/hashtail/hashtail/agent/unwrap"
)

// A wrapped is what a container runtime, or an encoding, makes of one line.
type wrapped struct {
	time      time.Time // when the runtime saw it
	content   []byte
	stderr    bool // the stream that the program printed it to
	partial   bool // the line goes on in the next of its stream
	unescaped bool // content stands in dst
}

// A splitFunc takes such a line apart; content that has to be unescaped is
// appended to dst.
type splitFunc func(line, dst []byte, c *clock) (wrapped, bool)

// wrapping tells from one of a file's lines who wrapped them; nil when nobody
// did, as mostly.
func wrapping(line []byte, c *clock) splitFunc {
	if len(line) == 0 {
		return nil
	}
	if len(line) > 1 && line[1] == 0 {
		return encoding(line)
	}
	split := splitFunc(splitCRI)
	switch line[0] {
	case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		if i := bytes.IndexByte(line[:min(len(line), 40)], ' '); i < 0 || !bytes.HasPrefix(line[i+1:], std) {
			return nil
		}
	case '{':
		if split = splitDocker; !bytes.HasPrefix(line, dockerLog) {
			return nil
		}
	case 0, littleMark[0], bigMark[0]:
		return encoding(line)
	default:
		return nil
	}
	if _, ok := split(line, nil, c); !ok {
		return nil
	}
	return split
}

// splitCRI takes a line of the CRI log format apart.
func splitCRI(line, _ []byte, c *clock) (w wrapped, ok bool) {
	l, ok := unwrap.CRI(line)
	if !ok {
		return w, false
	}
	w.content, w.stderr, w.partial = l.Content, l.Stderr, l.Partial
	w.time, ok = c.read(l.Stamp)
	return w, ok
}

var (
	dockerLog    = []byte(`{"log":"`)
	dockerStream = []byte(`","stream":"`)
	dockerTime   = []byte(`"time":"`)
	quote        = []byte{'"'}
	std          = []byte("std")
	newline      = []byte{'\n'}
)

// splitDocker takes a line of Docker's json-file driver apart. Docker writes
// its keys in this order; content without a newline at its end is a part.
func splitDocker(line, dst []byte, c *clock) (w wrapped, ok bool) {
	if !bytes.HasPrefix(line, dockerLog) {
		return w, false
	}
	end := bytes.LastIndex(line, dockerStream)
	if end < len(dockerLog) {
		return w, false
	}
	content, rest := line[len(dockerLog):end], line[end+len(dockerStream):]
	stream, rest, _ := bytes.Cut(rest, quote)
	if w.stderr, ok = unwrap.Stderr(stream); !ok {
		return w, false
	}
	if i := bytes.Index(rest, dockerTime); i >= 0 {
		stamp, _, _ := bytes.Cut(rest[i+len(dockerTime):], quote)
		w.time, _ = c.read(stamp)
	}
	w.content, w.unescaped = unwrap.AppendUnescaped(dst, content), true
	w.partial = !bytes.HasSuffix(w.content, newline)
	w.content = bytes.TrimSuffix(bytes.TrimSuffix(w.content, newline), []byte{'\r'})
	return w, true
}
