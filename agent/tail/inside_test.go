package tail_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// Links may lead about inside the input's folders, and nowhere else when asked.
func TestSymlinksInside(t *testing.T) {
	for _, tt := range []struct {
		name     string
		symlinks string
		want     string
		refused  int
	}{
		{"as by default", "", "folder inside inside-absolute outside", 0},
		{"inside", "inside", "inside inside-absolute", 3},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRig(t, "named/*.log", "named/*/*.log")
				r.single = true
				r.config.Inputs[0].Symlinks = tt.symlinks
				outside := t.TempDir()
				write := func(path, line string) {
					t.Helper()
					r.must(os.MkdirAll(filepath.Dir(path), 0o700))
					r.must(os.WriteFile(path, []byte(line+"\n"), 0o600))
				}
				write(r.path("real/files/a"), "inside")
				write(r.path("real/files/b"), "inside-absolute")
				write(filepath.Join(outside, "secret"), "outside")
				write(filepath.Join(outside, "folder/x.log"), "folder")
				r.must(os.Symlink("real", r.path("named"))) // the folder that is named may be a link itself
				r.must(os.Symlink("files/a", r.path("real/a.log")))
				r.must(os.Symlink(r.path("real/files/b"), r.path("real/b.log")))
				r.must(os.Symlink(filepath.Join(outside, "secret"), r.path("real/c.log")))
				r.must(os.Symlink(filepath.Join(outside, "folder"), r.path("real/linked")))
				r.start()
				time.Sleep(5 * second)
				got := map[string]bool{}
				for _, line := range r.sinks[0].got() {
					got[line] = true
				}
				for _, line := range []string{"folder", "inside", "inside-absolute", "outside"} {
					if want := strings.Contains(" "+tt.want+" ", " "+line+" "); got[line] != want {
						t.Errorf("%s is read: %v, want %v\nlog:\n%s", line, got[line], want, r.log)
					}
				}

				// A link that is turned while the file is followed.
				if tt.symlinks == "inside" {
					r.must(os.Symlink(filepath.Join(outside, "secret"), r.path("real/next")))
					r.rename("real/next", "real/a.log")
					time.Sleep(5 * second)
					if got := strings.Join(r.sinks[0].got(), " "); strings.Contains(got, "outside") {
						t.Error("a link that was turned is followed")
					}
				}
				if got := strings.Count(r.log.String(), "leads out of the folders"); got != tt.refused {
					t.Errorf("refused %d times in the log, want %d:\n%s", got, tt.refused, r.log)
				}
				r.stop()
			})
		})
	}
}
