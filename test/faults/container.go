package main

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
)

// A wrapper is how a container runtime writes a line of its container: in
// parts, each a line of its own file.
type wrapper func(part []byte, last bool) []byte

func cri(part []byte, last bool) []byte {
	tag := "P"
	if last {
		tag = "F"
	}
	return fmt.Appendf(nil, "2026-11-23T10:00:00.123456789Z stdout %s %s\n", tag, part)
}

func jsonFile(part []byte, last bool) []byte {
	if last {
		part = append(part[:len(part):len(part)], '\n')
	}
	return fmt.Appendf(nil, "{\"log\":%s,\"stream\":\"stdout\",\"time\":\"2026-11-23T10:00:00.123456789Z\"}\n", strconv.Quote(string(part)))
}

// split makes two parts of each line.
func (w wrapper) split(lines []byte) (parts [][]byte) {
	for line := range bytes.Lines(lines) {
		line = bytes.TrimSuffix(line, []byte("\n"))
		half := len(line) / 2
		parts = append(parts, w(line[:half], false), w(line[half:], true))
	}
	return parts
}

// cutRename rotates in the middle of a line: its first part is the last of the
// one file, its last part the first of the next.
func cutRename(a *app) {
	parts := a.wrap.split(a.s.lines.lines(nil, 1))
	a.put(a.file, parts[0])
	a.shift()
	a.s.must(os.Rename(a.path, a.path+".1"))
	a.file.Close()
	a.create()
	a.put(a.file, parts[1])
}

// container has the app's lines written by a container runtime.
func container(w wrapper, play func(*story)) func(*story) {
	return func(s *story) {
		s.app.wrap = w
		play(s)
	}
}
