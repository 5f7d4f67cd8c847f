package main

import (
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// A rotation is done to the log between two lines of the app. Each keeps what
// it puts aside, as the numbered files of logrotate.
type rotation func(a *app)

// late is how many lines the app writes to a file that was renamed before it
// notices, and again when the new file has its first.
const late = 75

// renameCreate is logrotate's default, with an app that is slow to notice.
func renameCreate(a *app) { a.rename(0) }

// renameCompress leaves a .gz: while hashtail is down, the first one is the rest of a
// file that was begun, and must be read on in the middle.
func renameCompress(a *app) {
	a.rename(0)
	a.compress(1)
}

// renameAway moves the log into a folder, as logrotate's olddir does, under a name that no rotation gives.
func renameAway(a *app) {
	old := filepath.Join(filepath.Dir(a.path), "old")
	a.s.must(os.MkdirAll(old, 0o755))
	a.s.must(os.Rename(a.path, filepath.Join(old, "kept")))
	a.writeTo(a.file, late)
	a.file.Close()
	a.create()
}

// renameWait leaves the path empty for a while.
func renameWait(a *app) { a.rename(300 * time.Millisecond) }

func (a *app) rename(pause time.Duration) {
	a.shift()
	a.s.must(os.Rename(a.path, a.path+".1"))
	old := a.file
	a.writeTo(old, late)
	if pause > 0 {
		a.s.sleep(pause)
	}
	a.create()
	a.write(late)
	a.writeTo(old, late)
	old.Close()
}

// renameFilled is a program that fills its log in place, and cuts off the NULs that are left
// before it goes on in another; renameUncut one that does not.
func renameFilled(a *app) {
	end, err := a.file.Seek(0, io.SeekCurrent)
	a.s.must(err)
	a.s.must(a.file.Truncate(end))
	renameUncut(a)
}

func renameUncut(a *app) {
	a.shift()
	a.s.must(os.Rename(a.path, a.path+".1"))
	a.file.Close()
	a.create()
}

// moveOver replaces the log by a new file that has lines already; the old one
// lives on only in the descriptors of its readers.
func moveOver(a *app) {
	a.s.saw(a.first)
	old := a.file
	fresh, err := os.OpenFile(a.path+".new", os.O_CREATE|os.O_EXCL|os.O_APPEND|os.O_WRONLY, 0o644)
	a.s.must(err)
	first := a.s.lines.count()
	a.writeTo(fresh, late)
	a.writeTo(old, late)
	a.s.must(os.Rename(a.path+".new", a.path))
	a.writeTo(old, late)
	old.Close()
	a.file, a.first = fresh, first
}

// unlinkOpen removes the log under app and reader.
func unlinkOpen(a *app) {
	a.s.saw(a.first)
	old := a.file
	a.writeTo(old, late)
	a.s.must(os.Remove(a.path))
	a.writeTo(old, late)
	a.create()
	a.write(late)
	a.writeTo(old, late)
	old.Close()
}

// symlinkSwap points the log's name to a new file.
func symlinkSwap(a *app) {
	target := fmt.Sprintf("%s.%06d", filepath.Base(a.path), a.s.lines.count())
	old := a.file
	if info, err := os.Lstat(a.path); err == nil && info.Mode().IsRegular() { // the first time
		a.s.must(os.Rename(a.path, a.path+".000000"))
	}
	fresh, err := os.OpenFile(filepath.Join(a.s.logs, target), os.O_CREATE|os.O_EXCL|os.O_APPEND|os.O_WRONLY, 0o644)
	a.s.must(err)
	a.s.must(os.Symlink(target, a.path+".link"))
	a.writeTo(old, late)
	a.s.must(os.Rename(a.path+".link", a.path))
	a.file = fresh
	a.write(late)
	a.writeTo(old, late)
	old.Close()
}

// copyTruncate copies the log and empties it, and the app writes nothing
// meanwhile: whoever reads the copy as well can have every line.
func copyTruncate(a *app) {
	a.copy()
	a.s.must(os.Truncate(a.path, 0))
}

// copyTruncateRegrow makes the new content longer than the old at once, so that
// a reader who knows only its offset sees nothing.
func copyTruncateRegrow(a *app) {
	info, err := os.Stat(a.path)
	a.s.must(err)
	a.copy()
	grown := a.s.lines.lines(nil, 1)
	for int64(len(grown)) <= info.Size()+1000 {
		grown = a.s.lines.lines(grown, chunk)
	}
	a.s.must(os.Truncate(a.path, 0))
	a.put(a.file, grown)
}

// keptOffset is copytruncate of an app that does not append: what it writes next stands
// behind a hole, which at last is longer than a line may be. Then hashtail is down.
func keptOffset(s *story) {
	var err error
	s.app.file, err = os.Create(s.app.path)
	s.must(err)
	s.start()
	for _, n := range []int{500, 5000, 500} {
		s.app.write(n)
		s.caughtUp()
		copyTruncate(s.app)
		s.app.write(late)
		s.caughtUp()
	}
	s.stop()
	s.app.write(late)
	copyTruncate(s.app)
	s.app.write(late)
	s.over = time.Now()
	s.start()
	s.app.write(1000)
}

// copyTruncateGap is what copytruncate really does: the app writes on between
// the copy and the truncation.
func copyTruncateGap(a *app) {
	a.copy()
	if a.s.unseen == nil {
		a.s.unseen = map[int]bool{}
	}
	for range late {
		a.s.unseen[a.s.lines.count()] = true
		a.writeTo(a.file, 1)
	}
	a.s.must(os.Truncate(a.path, 0))
}

func (a *app) copy() {
	a.shift()
	from, err := os.Open(a.path)
	a.s.must(err)
	defer from.Close()
	to, err := os.OpenFile(a.path+".1", os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	a.s.must(err)
	defer to.Close()
	_, err = io.Copy(to, from)
	a.s.must(err)
}

// shift makes room for a new .1.
func (a *app) shift() {
	var numbered []int
	for _, suffix := range []string{"", ".gz"} {
		names, err := filepath.Glob(a.path + ".[0-9]*" + suffix)
		a.s.must(err)
		for _, name := range names {
			var n int
			if _, err := fmt.Sscanf(strings.TrimSuffix(strings.TrimPrefix(name, a.path+"."), suffix), "%d", &n); err == nil && !slices.Contains(numbered, n) {
				numbered = append(numbered, n)
			}
		}
	}
	slices.Sort(numbered)
	for _, n := range slices.Backward(numbered) {
		for _, suffix := range []string{"", ".gz"} {
			old := fmt.Sprintf("%s.%d%s", a.path, n, suffix)
			if _, err := os.Lstat(old); err == nil {
				a.s.must(os.Rename(old, fmt.Sprintf("%s.%d%s", a.path, n+1, suffix)))
			}
		}
	}
}

// compress turns the n-th rotated file into its .gz, as logrotate and kubelets
// do: into a temporary name first.
func (a *app) compress(n int) {
	name := fmt.Sprintf("%s.%d", a.path, n)
	text, err := os.ReadFile(name)
	a.s.must(err)
	to, err := os.OpenFile(name+".gz.tmp", os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	a.s.must(err)
	z := gzip.NewWriter(to)
	_, err = z.Write(text)
	a.s.must(err)
	a.s.must(z.Close())
	a.s.must(to.Close())
	a.s.must(os.Rename(name+".gz.tmp", name+".gz"))
	a.s.must(os.Remove(name))
}

// nothing is the control: load, and no fault.
func nothing(s *story) {
	s.start()
	s.app.write(s.scale(20_000, 200_000))
}

// scale is the short mode's number, or the long one's.
func (s *story) scale(short, long int) int {
	if s.lab.short {
		return short
	}
	return long
}

// rotations rotates ten times (long: a hundred) under load.
func rotations(rotate rotation, pattern string) func(*story) {
	return func(s *story) {
		s.watch(pattern)
		s.start()
		for range s.scale(10, 100) {
			s.app.write(1500)
			rotate(s.app)
		}
		s.app.write(500)
	}
}

func tenInASecond(s *story) {
	s.start()
	s.app.write(1000)
	begin := time.Now()
	for i := range 10 {
		s.app.write(500)
		renameCreate(s.app)
		if ahead := time.Duration(i+1)*100*time.Millisecond - time.Since(begin); ahead > 0 {
			s.sleep(ahead)
		}
	}
	s.note("in %.1f s", time.Since(begin).Seconds())
}

// fullSpeed rotates every 20,000 lines of an app that does nothing but write.
func fullSpeed(rotate rotation) func(*story) { return every20000(rotate, 0, 100_000) }

func steady(rotate rotation) func(*story) { return every20000(rotate, 20_000, 100_000) }

func every20000(rotate rotation, rate, short int) func(*story) {
	return func(s *story) {
		s.start()
		s.app.rate = rate
		begin := time.Now()
		for total := s.scale(short, 1_000_000); s.lines.count() < total; {
			s.app.write(20_000)
			rotate(s.app)
		}
		s.note("written at %.0f lines/s", float64(s.lines.count())/time.Since(begin).Seconds())
	}
}

// whileDown rotates between two runs of hashtail.
func whileDown(rotate rotation, times int) func(*story) {
	return func(s *story) {
		s.start()
		s.app.write(2000)
		s.saw(1000)
		s.stop()
		for range times {
			s.app.write(2000)
			rotate(s.app)
		}
		s.app.write(2000)
		s.over = time.Now()
		s.start()
		s.app.write(1000)
	}
}
