package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/hashtail/hashtail/test/rig"
)

// inodeReuse removes a file that has been read to its end and makes another
// that gets the same inode, unless somebody else gets it: then once more.
func inodeReuse(s *story) {
	for range 10 {
		s.start()
		s.app.write(1000)
		s.caughtUp()
		s.stop()
		s.app.close()
		was := inode(s, s.app.path)
		s.must(os.Remove(s.app.path))
		s.app.create()
		if inode(s, s.app.path) == was {
			s.app.write(3000) // longer than what was there
			s.over = time.Now()
			s.start()
			s.app.write(1000)
			return
		}
	}
	s.skipped("this file system does not use inodes again: try -dir on a disk")
}

func inode(s *story, path string) uint64 {
	var st syscall.Stat_t
	s.must(syscall.Stat(path, &st))
	return st.Ino
}

// sameHeader writes to files that begin with the same 2 KiB and are rotated
// while hashtail is down.
func sameHeader(s *story) {
	s.watch("*.log")
	header := []byte(`{"message":"started ` + strings.Repeat("-", 78) + "\"}\n")
	var apps []*app
	for i := range 20 {
		a := &app{s: s, path: filepath.Join(s.logs, fmt.Sprintf("same-%02d.log", i))}
		a.create()
		for range 2048 / len(header) {
			a.put(a.file, header)
		}
		apps = append(apps, a)
	}
	s.start()
	for _, a := range apps {
		a.write(50)
	}
	s.caughtUp()
	s.stop()
	for i, a := range apps {
		if i%2 == 0 {
			a.write(20)
			renameCreate(a)
		}
		a.write(50)
	}
	s.over = time.Now()
	s.start()
	for _, a := range apps {
		a.write(50)
	}
}

// tinyFiles holds one line each, too short for a fingerprint of any size.
func tinyFiles(s *story) {
	s.watch("*.log")
	tiny := func(n int) {
		for range n {
			path := filepath.Join(s.logs, fmt.Sprintf("tiny-%05d.log", s.lines.count()))
			s.must(os.WriteFile(path, s.lines.tiny(nil), 0o644))
		}
	}
	tiny(100)
	s.start()
	tiny(100)
	s.caughtUp()
	s.stop()
	tiny(100)
	s.over = time.Now()
	s.start()
	tiny(100)
}

// filledInPlace is an app that maps its log into memory, with NULs where nothing is written
// yet. It cuts those off when it rotates, but not when it is killed.
func filledInPlace(s *story) {
	s.watch("app.log*")
	const size = 1 << 20
	s.start()
	for i := range s.scale(8, 80) {
		f, err := os.OpenFile(s.app.path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o644)
		s.must(err)
		s.must(f.Truncate(size))
		memory, err := syscall.Mmap(int(f.Fd()), 0, size, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_SHARED)
		s.must(err)
		end := 0
		for j := range 20 {
			end += copy(memory[end:], s.lines.lines(nil, 100))
			s.sleep(time.Duration(s.random.IntN(20)) * time.Millisecond)
			switch {
			case j != 10:
			case i%4 == 1:
				s.stop()
			case i%4 == 2:
				s.kill()
			}
		}
		s.must(syscall.Munmap(memory))
		if i%2 == 0 {
			s.must(f.Truncate(int64(end)))
		}
		s.must(f.Close())
		s.app.shift()
		s.must(os.Rename(s.app.path, s.app.path+".1"))
		if s.daemon == nil {
			s.start()
		}
	}
	s.app.write(500)
}

// shrink cuts the log to its half, between two lines, and writes on.
func shrink(s *story) {
	s.start()
	s.app.write(1000)
	s.caughtUp()
	half := s.app.half()
	s.must(os.Truncate(s.app.path, half))
	s.app.write(200)
}

// half is the end of a line near the middle of the log.
func (a *app) half() int64 {
	text, err := os.ReadFile(a.path)
	a.s.must(err)
	return int64(strings.LastIndexByte(string(text[:len(text)/2]), '\n') + 1)
}

// idleFiles are many; each has a line that must arrive as well. They are known
// to a second run, which has a state to read.
func idleFiles(s *story) {
	const (
		idle  = 10_000
		limit = 100 << 20
	)
	s.watch("**/*.log")
	for i := range idle {
		dir := filepath.Join(s.logs, fmt.Sprintf("%03d", i/100))
		if i%100 == 0 {
			s.must(os.Mkdir(dir, 0o755))
		}
		s.must(os.WriteFile(filepath.Join(dir, fmt.Sprintf("%05d.log", i)), s.lines.lines(nil, 1), 0o644))
	}
	begin := time.Now()
	s.start()
	s.caughtUp()
	s.note("all %d read after %.1f s", idle, time.Since(begin).Seconds())
	for range 5 {
		s.app.write(1000)
		renameCreate(s.app)
	}
	s.caughtUp()
	s.stop()
	first := s.peak
	s.start()
	for range 5 {
		s.app.write(1000)
		renameCreate(s.app)
	}
	s.caughtUp()
	s.weigh()
	s.note("%d MiB resident before the restart", first>>20)
	if s.peak >= limit {
		s.complain("over %d MiB resident", limit>>20)
	}
}

// shutFolder takes the right to list the folder away while the log is rotated there, and the
// right to look into it while hashtail starts. Root is made to heed rights.
func shutFolder(s *story) {
	s.watch("app*.log")
	if os.Geteuid() == 0 {
		const heed = "-dac_override,-dac_read_search"
		s.host.Under = []string{"setpriv", "--bounding-set", heed, "--inh-caps", heed}
		if err := exec.Command(s.host.Under[0], append(s.host.Under[1:], "true")...).Run(); err != nil {
			s.skipped("no setpriv here: %v", err)
		}
	}
	shut := func(mode os.FileMode, meanwhile func()) {
		s.must(os.Chmod(s.logs, mode))
		s.later(func() { _ = os.Chmod(s.logs, 0o755) })
		meanwhile()
		s.must(os.Chmod(s.logs, 0o755))
	}
	complaints := func() int { return bytes.Count(s.daemon.Said(), []byte("a folder of log files cannot be listed")) }
	s.start()
	s.app.write(1000)
	s.caughtUp()
	for i := range 2 {
		shut(0o300, func() {
			renameCreate(s.app)
			s.until("the folder is complained of", func() bool { return complaints() == i+1 })
		})
		s.over = time.Now()
		s.caughtUp()
	}
	s.stop()
	shut(0, func() {
		s.start()
		s.sleep(7 * time.Second) // what is missing is given up after 5
	})
	if bytes.Contains(s.daemon.Said(), []byte("files are gone")) {
		s.complain("what is in the folder is said to be gone")
	}
	s.over = time.Now()
	s.app.write(1000)
}

// fewDescriptors has more files than may be open, which are written to and rotated in
// turn.
func fewDescriptors(s *story) {
	const files = 400
	s.watch("*.log")
	s.host.Under = []string{"prlimit", "--nofile=256:256"}
	if err := exec.Command(s.host.Under[0], append(s.host.Under[1:], "true")...).Run(); err != nil {
		s.skipped("no prlimit here: %v", err)
	}
	write := func(i int) {
		f, err := os.OpenFile(filepath.Join(s.logs, fmt.Sprintf("%04d.log", i)), os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o644)
		s.must(err)
		defer f.Close()
		_, err = f.Write(s.lines.lines(nil, 1))
		s.must(err)
	}
	for i := range files {
		write(i)
	}
	s.start()
	s.caughtUp()
	for i := range files {
		if write(i); i%7 == 0 {
			path := filepath.Join(s.logs, fmt.Sprintf("%04d.log", i))
			s.must(os.Rename(path, path+".1"))
			write(i)
		}
	}
	s.caughtUp()
	s.stop()
	for i := range files {
		write(i)
	}
	s.over = time.Now()
	s.start()
}

// noInotify gives hashtail a user namespace whose limit of inotify instances
// is 0, and so takes nothing from anyone else.
func noInotify(s *story) {
	s.host.Attr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
	}
	s.host.Under = []string{"sh", "-c", `echo 0 >/proc/sys/user/max_inotify_instances && exec "$@"`, "sh"}
	probe := exec.Command(s.host.Under[0], append(s.host.Under[1:], "true")...)
	probe.SysProcAttr = s.host.Attr
	if err := probe.Run(); err != nil {
		s.skipped("no user namespaces here: %v", err)
	}
	s.start()
	for range 5 {
		s.app.write(1000)
		renameCreate(s.app)
	}
	s.caughtUp()
	if n := s.metric("hashtail_files_watched"); n != 0 {
		s.complain("%.0f files are watched without inotify", n)
	}
	said := func() int { return strings.Count(string(s.daemon.Said()), "inotify cannot be used") }
	s.until("the log says that inotify cannot be used", func() bool { return said() > 0 })
	s.app.write(1000)
	s.caughtUp()
	if said() != 1 {
		s.complain("the log says %d times that inotify cannot be used", said())
	}
}

// timesJump gives the log the modification times that a clock leaves behind
// which was wrong for a while.
func timesJump(s *story) {
	s.input["ignore_older"] = "0s" // by default the files of 1970 would rightly be ignored
	s.start()
	for i := range 10 {
		s.app.write(500)
		at := time.Unix(1, 0)
		if i%2 == 0 {
			at = time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)
		}
		s.must(os.Chtimes(s.app.path, at, at))
		if i%3 == 2 {
			renameCreate(s.app)
			s.must(os.Chtimes(s.app.path+".1", at, at))
		}
	}
}

// suspend is what a laptop's lid does to a process, but for the clock.
func suspend(s *story) {
	s.start()
	s.app.write(1000)
	s.must(s.daemon.Signal(syscall.SIGSTOP))
	for range 3 {
		s.app.write(2000)
		renameCreate(s.app)
	}
	s.app.write(2000)
	s.sleep(2 * time.Second)
	s.must(s.daemon.Signal(syscall.SIGCONT))
	s.over = time.Now()
	s.app.write(1000)
}

// backlog writes while the only sink is down, and looks at the memory.
func backlog(s *story) {
	const limit = 64 << 20
	total := int64(s.scale(200<<20, 5<<30))
	s.host.Config["sinks"] = rig.Map{"kafka": rig.Map{"brokers": []string{"127.0.0.1:9"}, "topic": "nobody"}}
	s.app.rate = 0
	s.start()
	var written int64
	for written < total {
		begin := s.lines.count()
		s.app.write(200_000)
		info, err := os.Stat(s.app.path)
		s.must(err)
		written += info.Size()
		if s.lines.count() > begin && written < total {
			renameCreate(s.app)
		}
	}
	s.sleep(3 * time.Second)
	s.weigh()
	s.note("%.1f GiB behind", float64(written)/(1<<30))
	if s.peak >= limit {
		s.complain("over %d MiB resident", limit>>20)
	}
	if m, err := s.daemon.Metrics(); err == nil {
		s.note("hashtail_lag_bytes says %.1f GiB", m.Sum("hashtail_lag_bytes")/(1<<30))
	}
	s.kill() // in good order it would wait for the sink as long as it may
	s.end()
}
