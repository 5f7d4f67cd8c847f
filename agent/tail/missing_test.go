package tail_test

import (
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestGap(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		s := r.sinks[0]
		s.hold()
		r.write("a.log", "1\n")
		r.write("b.log", "1\n")
		r.write("c.log", strings.Repeat("c", 99)+"\n")
		r.start() // two workers are stuck with a and b
		time.Sleep(2 * second)
		r.truncate("c.log", 0)
		r.write("c.log", "2\n")
		time.Sleep(20 * second)
		s.release()
		time.Sleep(2 * second)
		if got := len(s.got()); got != 3 {
			t.Errorf("got %d lines, want 3", got)
		}
		if n := r.tailer.LaneCounts("lane0").Gap.Load(); n != 100 {
			t.Errorf("the gap is %d bytes, want 100", n)
		}
		if got := strings.Count(r.log.String(), "lines are lost"); got != 1 {
			t.Errorf("the gap was logged %d times:\n%s", got, r.log)
		}
		r.stop()
	})
}

func TestGoneWhileDown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		r.sinks[0].noAck = true
		r.write("a.log", "1\n2\n3\n")
		r.start()
		time.Sleep(2 * second)
		r.stop()
		r.remove("a.log")
		r.start()
		time.Sleep(10 * second)
		if n := r.tailer.LaneCounts("lane0").Gap.Load(); n != 6 {
			t.Errorf("the gap is %d bytes, want 6", n)
		}
		r.restart()
		time.Sleep(10 * second)
		if n := r.tailer.LaneCounts("lane0").Gap.Load(); n != 0 {
			t.Errorf("the gap was counted twice")
		}
		r.stop()
	})
}

func TestLostState(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		r.config.Inputs[0].Start = "end"
		r.write("a.log", "0\n")
		r.start()
		time.Sleep(2 * second)
		r.write("a.log", "1\n")
		time.Sleep(2 * second)
		r.want("1")
		r.stop()
		r.must(os.WriteFile(r.state+"/checkpoints.json", []byte("{"), 0o600))
		r.must(os.Remove(r.state + "/checkpoints.json.backup"))
		r.write("a.log", "2\n")
		r.start()
		time.Sleep(2 * second)
		r.want("1", "0", "1", "2") // rather twice than never
		if !strings.Contains(r.log.String(), "damaged") {
			t.Errorf("nothing was logged:\n%s", r.log)
		}
		r.stop()
	})
}

func TestFullStateFolder(t *testing.T) {
	r := newRig(t)
	r.config.SaveInterval = 10 * time.Millisecond
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=64k", "none", r.state).CombinedOutput(); err != nil {
		t.Skipf("cannot mount: %s", out)
	}
	defer exec.Command("umount", r.state).Run()
	r.must(os.WriteFile(r.state+"/filler", make([]byte, 48<<10), 0o600))
	more, err := os.Create(r.state + "/more")
	r.must(err)
	for err == nil {
		_, err = more.Write(make([]byte, 4096))
	}
	more.Close()
	r.write("a.log", "1\n")
	r.start()
	r.until("1")
	if r.store.Err() == nil {
		t.Error("the store has no error on a full disk")
	}
	r.must(os.Remove(r.state + "/filler"))
	r.write("a.log", "2\n")
	r.until("1", "2")
	waitFor(func() bool { return r.store.Err() == nil })
	r.restart()
	r.write("a.log", "3\n")
	r.until("1", "2", "3")
	r.stop()
	if got := strings.Count(r.log.String(), "cannot be saved"); got != 1 {
		t.Errorf("logged %d times that checkpoints cannot be saved:\n%s", got, r.log)
	}
}

// besideArchive is a running rig that has read a log with these lines, beside which a folder
// has another one of long ago.
func besideArchive(t *testing.T) (r *rig, lines []string) {
	r = newRig(t)
	r.single = true
	lines, text := number("first", 0, 50)
	r.write("a.log", text)
	r.must(os.Mkdir(r.path("archive"), 0o700))
	r.write("archive/a.log.7", "of long ago\n")
	r.start()
	time.Sleep(2 * second)
	return r, lines
}

// What no rule of rotation knows is known by its inode, or as a copy, where it is in the
// file's folder or in one of the folders there.
func TestMovedWhileDown(t *testing.T) {
	for _, to := range []string{"old-a", "archive/a.log.1", "archive/a.log", "archive/kept", "archive/a-2026-11-27.log.gz"} {
		t.Run(to, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r, first := besideArchive(t)
				r.want(first...)
				r.stop()
				r.write("a.log", "while down\n")
				all := append(first, "while down", "new")
				if plain, zipped := strings.CutSuffix(to, ".gz"); zipped {
					r.rename("a.log", plain)
					r.compress(plain)
					all = append(first, "new", "while down") // a fresh .gz may be incomplete, and is looked at later
				} else {
					r.rename("a.log", to)
				}
				r.write("a.log", "new\n")
				for range 2 { // nor is it read again
					r.start()
					time.Sleep(10 * second)
					r.want(all...)
					r.stop()
				}
				if strings.Contains(r.log.String(), "WARN") {
					t.Errorf("logged:\n%s", r.log)
				}
			})
		})
	}
}

// What copytruncate puts into a folder is found there once it is nowhere beside the log.
func TestCopiedIntoFolder(t *testing.T) {
	for _, to := range []string{"archive/a.log.1", "archive/a.log", "archive/a-2026-11-27.log.gz"} {
		t.Run(to, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r, first := besideArchive(t)
				r.sinks[0].hold()
				more, text := number("more", 0, 50)
				r.write("a.log", text)
				plain, zipped := strings.CutSuffix(to, ".gz")
				r.copyTruncate("a.log", plain)
				if zipped {
					r.compress(plain)
				}
				r.write("a.log", "new\n")
				r.sinks[0].release()
				for range 2 { // nor is it read again
					time.Sleep(10 * second)
					got, want := r.sinks[0].got(), append(append(first, "new"), more...)
					slices.Sort(got)
					slices.Sort(want)
					if !slices.Equal(got, want) {
						t.Errorf("got %d lines, want %d\nlog:\n%s", len(got), len(want), r.log)
					}
					r.restart()
				}
				r.stop()
				if strings.Contains(r.log.String(), "WARN") {
					t.Errorf("logged:\n%s", r.log)
				}
			})
		})
	}
}

// Where a file was written anew several times, the one that goes on from it is what was
// delivered furthest.
func TestFurthestIsResumed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		all, text := number("first", 0, 50)
		r.write("a.log", text)
		r.start()
		anew := func(i int) {
			r.copy("a.log", "copy")
			lines, text := number(fmt.Sprintf("anew%d", i), 0, 10)
			r.write("copy", text)
			r.rename("copy", "a.log")
			all = append(all, lines...)
		}
		for i := range 5 {
			time.Sleep(10 * second)
			anew(i)
		}
		time.Sleep(10 * second)
		r.want(all...)
		for i := range 5 {
			r.stop()
			anew(10 + i)
			r.start()
			time.Sleep(10 * second)
			r.want(all...)
		}
		r.stop()
	})
}

// An inode that comes back does not bring back what was delivered less far: rsync and
// editors write a log anew, and its inodes take turns.
func TestFurthestIsResumedAtAnInodeOfBefore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		all, text := number("first", 0, 50)
		r.write("a.log", text)
		r.must(os.Link(r.path("a.log"), r.path("inode"))) // which is kept for later
		r.start()
		time.Sleep(2 * second)
		for i := range 3 {
			r.copy("a.log", "copy")
			lines, text := number(fmt.Sprintf("anew%d", i), 0, 10)
			r.write("copy", text)
			r.rename("copy", "a.log")
			all = append(all, lines...)
			time.Sleep(2 * second)
		}
		r.want(all...)
		r.stop()
		r.must(os.WriteFile(r.path("inode"), r.read("a.log"), 0o600))
		r.rename("inode", "a.log")
		r.write("a.log", "new\n")
		r.start()
		time.Sleep(10 * second)
		r.want(append(all, "new")...)
		r.stop()
		if strings.Contains(r.log.String(), "WARN") {
			t.Errorf("logged:\n%s", r.log)
		}
	})
}

// Inodes and devices have other numbers where a file system was mounted anew, or a folder
// copied: what was passed over there before is passed over still.
func TestPassedUnderOtherInodes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		lines, text := number("here", 0, 50)
		r.write("a.log", text)
		r.write("a.log.1", "old\n")
		r.write("a.log.2", "older\n")
		r.compress("a.log.2")
		r.start()
		time.Sleep(5 * second)
		r.stop()
		r.must(exec.Command("cp", "-a", r.logs, r.logs+".copy").Run())
		r.must(os.RemoveAll(r.logs))
		r.must(os.Rename(r.logs+".copy", r.logs))
		r.write("a.log", "new\n")
		for range 2 {
			r.start()
			time.Sleep(5 * second)
			r.stop()
		}
		r.want(append(lines, "new")...)
	})
}

// Of a file that is nowhere, nobody knows what was written to it.
func TestGoneWhileDownIsSaid(t *testing.T) {
	const said = "files are gone that hashtail was following when it last ran"
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		r.write("a.log", "1\n")
		r.write("b.log", "2\n")
		r.write("c.log", "3\n")
		r.start()
		time.Sleep(2 * second)
		r.rename("c.log", "c.log.1")
		time.Sleep(10 * time.Minute) // it is read to its end
		r.stop()
		r.remove("a.log")
		r.remove("b.log")
		r.remove("c.log.1")
		for range 2 {
			r.start()
			time.Sleep(10 * second)
			r.stop()
		}
		if log := r.log.String(); strings.Count(log, said) != 1 || !strings.Contains(log, "files=2") {
			t.Errorf("that two files are gone was not said once:\n%s", log)
		}
	})
}
