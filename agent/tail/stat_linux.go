package tail

import (
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// seekData is lseek's SEEK_DATA.
const seekData = unix.SEEK_DATA

// kernelTime is now by the clock that file systems take their times from. Theirs
// are rounded down to a tick.
func kernelTime() int64 {
	var ts unix.Timespec
	if unix.ClockGettime(unix.CLOCK_REALTIME, &ts) != nil {
		return 0
	}
	return ts.Nano()
}

// changeTime is when a file was last written to, renamed or given other rights.
func changeTime(st *syscall.Stat_t) int64 { return st.Ctim.Nano() }

// birthTime is when a file was made; 0 where the file system does not say.
func birthTime(f *os.File) (at int64) {
	conn, err := f.SyscallConn()
	if err != nil {
		return 0
	}
	_ = conn.Control(func(fd uintptr) {
		var st unix.Statx_t
		if unix.Statx(int(fd), "", unix.AT_EMPTY_PATH, unix.STATX_BTIME, &st) == nil && st.Mask&unix.STATX_BTIME != 0 {
			at = st.Btime.Sec*1e9 + int64(st.Btime.Nsec)
		}
	})
	return at
}
