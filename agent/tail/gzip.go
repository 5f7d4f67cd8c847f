package tail

import (
	"bufio"
	"bytes"
	"io"
	"math"
	"os"

	"github.com/klauspost/compress/gzip"
)

// IsGzip reports whether a file that begins with head is compressed, and read as it was before.
func IsGzip(head []byte) bool {
	return len(head) >= 3 && head[0] == 0x1f && head[1] == 0x8b && head[2] == 8
}

// Foreign names the compression of a file that begins with head and that is not
// read; empty for none.
func Foreign(head []byte) string {
	for _, c := range []struct{ name, magic string }{
		{"xz", "\xfd7zXZ\x00"}, {"zstd", "\x28\xb5\x2f\xfd"}, {"bzip2", "BZh"},
	} {
		if rest, ok := bytes.CutPrefix(head, []byte(c.magic)); ok {
			if c.name == "bzip2" && !bytes.HasPrefix(rest[min(1, len(rest)):], []byte("1AY&SY")) {
				continue // a word
			}
			return c.name
		}
	}
	return ""
}

// A gzipReader reads the content of a compressed file by offset. Going forward
// costs decompression, going back by less than the last read nothing, and
// further back starts from the beginning.
type gzipReader struct {
	file   *os.File
	br     *bufio.Reader
	zr     *gzip.Reader
	window []byte // of the content before pos
	pos    int64
}

func newGzipReader(f *os.File) *gzipReader { return &gzipReader{file: f} }

func (g *gzipReader) rewind() error {
	src := io.NewSectionReader(g.file, 0, math.MaxInt64)
	if g.br == nil {
		g.br = bufio.NewReaderSize(src, 64<<10)
	} else {
		g.br.Reset(src)
	}
	g.window, g.pos = g.window[:0], 0
	if g.zr == nil {
		zr, err := gzip.NewReader(g.br)
		g.zr = zr
		return err
	}
	return g.zr.Reset(g.br)
}

// ReadAt reads the content at off. It is not safe for use by several
// goroutines.
func (g *gzipReader) ReadAt(p []byte, off int64) (int, error) {
	begin := g.pos - int64(len(g.window))
	if g.zr == nil || off < begin {
		if err := g.rewind(); err != nil {
			g.zr = nil
			return 0, unexpected(err)
		}
		begin = 0
	}
	if off > g.pos {
		n, err := io.CopyN(io.Discard, g, off-g.pos)
		g.pos += n
		g.window = g.window[:0]
		if err != nil {
			return 0, err // io.EOF when the content ends before off
		}
		begin = g.pos
	}
	n := copy(p, g.window[off-begin:])
	if n == len(p) {
		return n, nil
	}
	m, err := io.ReadFull(g, p[n:])
	g.pos += int64(m)
	if n += m; n > 0 {
		g.window = append(g.window[:0], p[:n]...)
	}
	if err == io.ErrUnexpectedEOF && g.atEnd() {
		err = io.EOF
	}
	return n, err
}

// Read reads on. Behind the end of what is compressed there may be something else,
// like a tape's padding, which is not read, as gzip -d does not.
func (g *gzipReader) Read(p []byte) (int, error) {
	n, err := g.zr.Read(p)
	if err == gzip.ErrHeader { // that of the first member was right
		err = io.EOF
	}
	return n, err
}

// atEnd tells the end of the content from that of a file that is not complete:
// io.ReadFull gives the same error for both.
func (g *gzipReader) atEnd() bool {
	var b [1]byte
	_, err := g.Read(b[:])
	return err == io.EOF
}

func unexpected(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// enterGzip reports whether the cursor may decompress now: a lane decompresses
// one file at a time, which bounds its memory. The others wait their turn.
func (l *lane) enterGzip(c *cursor) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.unzips == nil {
		l.unzips = c
	}
	if l.unzips != c {
		l.zipped = append(l.zipped, c)
		return false
	}
	return true
}

// leaveGzip lets the next cursor decompress; the lane is locked.
func (l *lane) leaveGzip(c *cursor) {
	if l.unzips != c {
		return
	}
	l.unzips, c.gz = nil, nil
	for _, next := range l.zipped {
		l.queueIdle(next)
	}
	l.zipped = nil
}
