package main

import (
	"bytes"
	"os"
	"sync"
	"time"
)

// An app is the application: it writes numbered lines to its log file and is
// not told when somebody rotates it.
type app struct {
	s    *story
	path string
	file *os.File
	rate int // lines a second; 0: as fast as it can
	buf  []byte

	clock time.Duration // how far the host's is from the true time

	nuls int64   // it makes its log of so many NULs first, and fills it in place; 0: it appends
	wrap wrapper // that wraps its lines; nil when it writes its log itself

	first  int // line of the present file
	writes int // so far
}

// chunk is how many lines are written at once.
const chunk = 50

// write appends the next n lines to the log, and makes it first when need be.
func (a *app) write(n int) {
	if a.file == nil {
		a.create()
	}
	a.writeTo(a.file, n)
}

// create makes the log file, as an application does that opens it anew.
func (a *app) create() {
	flags := os.O_CREATE | os.O_WRONLY
	if a.nuls == 0 {
		flags |= os.O_APPEND
	}
	var err error
	a.file, err = os.OpenFile(a.path, flags, 0o644)
	a.s.must(err)
	if a.nuls > 0 {
		a.s.must(a.file.Truncate(a.nuls))
	}
	a.first = a.s.lines.count()
}

// writeTo appends the next n lines to any file, at the app's pace. Now and then
// a line comes in two pieces.
func (a *app) writeTo(f *os.File, n int) {
	begin := time.Now()
	for done := 0; done < n; {
		k := min(chunk, n-done)
		a.buf = a.s.lines.lines(a.buf[:0], k)
		if a.wrap != nil {
			a.buf = bytes.Join(a.wrap.split(a.buf), nil)
		}
		rest := a.buf
		if a.writes++; a.writes%16 == 0 {
			a.put(f, rest[:len(rest)-40])
			rest = rest[len(rest)-40:]
		}
		a.put(f, rest)
		done += k
		if a.rate > 0 {
			if ahead := time.Duration(done)*time.Second/time.Duration(a.rate) - time.Since(begin); ahead > 0 {
				a.s.sleep(ahead)
			}
		}
	}
}

func (a *app) put(f *os.File, b []byte) {
	_, err := f.Write(b)
	a.s.must(err)
	a.touch(f)
}

// close ends the app, or lets it open its log anew.
func (a *app) close() {
	if a.file != nil {
		a.file.Close()
		a.file = nil
	}
}

// load writes in the background, and rotates every so many lines if asked to,
// until the returned function is called.
func (a *app) load(every int, rotate rotation) (stop func()) {
	enough := make(chan struct{})
	var writing sync.WaitGroup
	writing.Add(1)
	go func() {
		defer writing.Done() // also when the story ends in here
		for next := every; ; {
			select {
			case <-enough:
				return
			default:
			}
			a.write(chunk)
			if rotate != nil && a.s.lines.count() >= next {
				rotate(a)
				next += every
			}
		}
	}()
	var once sync.Once
	stop = func() {
		once.Do(func() { close(enough) })
		writing.Wait()
	}
	a.s.later(stop)
	return stop
}
