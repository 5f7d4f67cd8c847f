//go:build unix

package main

import (
	"os"

	"golang.org/x/sys/unix"
)

// hasReader reports whether what is written to f may be read by anybody.
func hasReader(f *os.File) bool {
	fds := []unix.PollFd{{Fd: int32(f.Fd())}}
	_, err := unix.Poll(fds, 0)
	return err != nil || fds[0].Revents&unix.POLLERR == 0
}
