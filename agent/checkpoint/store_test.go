package checkpoint_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hashtail/hashtail/agent/checkpoint"
)

func open(t *testing.T, dir string) *checkpoint.Store {
	t.Helper()
	s, err := checkpoint.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func closeStore(t *testing.T, s *checkpoint.Store) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// content is n bytes that differ everywhere.
func content(n int) []byte {
	var b bytes.Buffer
	for i := 0; b.Len() < n; i++ {
		fmt.Fprintf(&b, "line %d of the file\n", i)
	}
	return b.Bytes()[:n]
}

func deliver(f *checkpoint.File, end int64) { f.Open(end).Ack() }

func find(t *testing.T, s *checkpoint.Store, id uint64) *checkpoint.Identity {
	t.Helper()
	for _, other := range s.Identities() {
		if other.ID == id {
			return other
		}
	}
	t.Fatalf("file %x is not known any more", id)
	return nil
}

func TestStateSurvives(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "b")
	s := open(t, dir)
	place := checkpoint.Place{Path: "/var/log/a.log", Dev: 1, Ino: 1<<63 + 1, Size: 5000, ModTime: 17}
	id := s.Mint("/var/log/a.log", place, content(5000))
	f := id.Lane("kafka", 100)
	f.SetFormat("nginx")
	deliver(f, 4000)
	f.Open(5000) // on its way
	s.See("/var/log/*.log")
	s.Pass("/var/log", []uint64{3, 1<<64 - 1})
	id.Vanish(time.Unix(1000, 0))
	closeStore(t, s)

	s = open(t, dir)
	if s.Notice() != "" || s.Lost() {
		t.Errorf("notice %q, lost %v after a clean close", s.Notice(), s.Lost())
	}
	again := find(t, s, id.ID)
	if again.Place() != place || again.Name != id.Name || !again.Gone().Equal(time.Unix(1000, 0)) {
		t.Errorf("got %+v %q gone %v", again.Place(), again.Name, again.Gone())
	}
	f = again.Lane("kafka", 0)
	if f.Mark() != 4000 || f.Format() != "nginx" {
		t.Errorf("got mark %d and format %q, want 4000 and nginx", f.Mark(), f.Format())
	}
	if !s.Seen("/var/log/*.log") || s.Seen("/other") {
		t.Error("the patterns were not kept")
	}
	if got := s.Passed("/var/log"); len(got) != 2 {
		t.Errorf("passed files: got %v", got)
	}
	again.Move(place)
	if !again.Gone().IsZero() {
		t.Error("a file that was seen is still gone")
	}
}

func TestNewLaneStartsAtTheLowestMark(t *testing.T) {
	s := checkpoint.Volatile()
	id := s.Mint("a", checkpoint.Place{}, content(100))
	deliver(id.Lane("one", 20), 50)
	id.Lane("two", 20)
	if got := id.Lane("two", 99).Mark(); got != 50 {
		t.Errorf("a second lane begins at %d, want 50", got)
	}
	deliver(id.Lane("two", 0), 80)
	if got := id.Lane("three", 0).Mark(); got != 50 {
		t.Errorf("a third lane begins at %d, want 50", got)
	}
	if got := fmt.Sprint(s.Lanes()); got != "[one three two]" {
		t.Errorf("lanes: got %s", got)
	}
}

func TestCompare(t *testing.T) {
	data := content(10_000)
	other := bytes.Clone(data)
	other[6_990] ^= 1 // before the mark at 7000
	sameHead := append(bytes.Clone(data[:2000]), bytes.Repeat([]byte("x"), 8000)...)
	for _, tt := range []struct {
		name string
		data []byte
		want checkpoint.Likeness
	}{
		{"the file", data, checkpoint.Same},
		{"grown", content(20_000), checkpoint.Same},
		{"just delivered", data[:7_000], checkpoint.Same},
		{"an earlier copy", data[:6_000], checkpoint.Beginning},
		{"an earlier copy that no print covers", data[:3_500], checkpoint.Beginning},
		{"one line", data[:bytes.IndexByte(data, '\n')+1], checkpoint.Beginning},
		{"half a line", data[:10], checkpoint.Different},
		{"the same header and one line more", append(bytes.Clone(data[:1_500]), "x\ny\n"...), checkpoint.Different},
		{"another header", append([]byte("y"), data[1:]...), checkpoint.Different},
		{"another line before the mark", other, checkpoint.Different},
		{"the same header", sameHead, checkpoint.Different},
		{"empty", nil, checkpoint.Different},
		{"shorter than the head", data[:100], checkpoint.Beginning},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			s := open(t, dir)
			id := s.Mint("a", checkpoint.Place{}, data[:50]) // the head grows with the file
			id.Attach(bytes.NewReader(data))
			f := id.Lane("lane", 0)
			for _, mark := range []int64{4_000, 7_000} {
				deliver(f, mark)
				if err := s.Save(); err != nil {
					t.Fatal(err)
				}
			}
			closeStore(t, s)
			s = open(t, dir)
			if got, err := find(t, s, id.ID).Compare(bytes.NewReader(tt.data)); got != tt.want || err != nil {
				t.Errorf("got %v and error %v, want %v", got, err, tt.want)
			}
			found := len(s.Find(tt.data[:min(len(tt.data), checkpoint.HeadMax)])) > 0
			if want := bytes.HasPrefix(tt.data, data[:checkpoint.HeadMax]); found != want {
				t.Errorf("found by its head: %v, want %v", found, want)
			}
		})
	}
}

// TestTornAfterCrash tears the state that a crash left, at every save: no
// identity that was saved is lost with it, and no more than one save of marks.
func TestTornAfterCrash(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	var ids []uint64
	for i := range 4 {
		id := s.Mint(fmt.Sprint(i), checkpoint.Place{}, content(3000))
		ids = append(ids, id.ID)
		for _, mark := range []int64{0, 1000, 2000} {
			if mark > 0 {
				deliver(id.Lane("lane", 0), mark)
			}
			if err := s.Save(); err != nil {
				t.Fatal(err)
			}
			crashed := t.TempDir()
			for name, cut := range map[string]int{"checkpoints.json": 2, "checkpoints.json.backup": 1, "checkpoints.changes": 1} {
				b, err := os.ReadFile(filepath.Join(dir, name))
				if err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(filepath.Join(crashed, name), b[:len(b)/cut], 0o600); err != nil {
					t.Fatal(err)
				}
			}
			after := open(t, crashed)
			for _, known := range ids {
				find(t, after, known)
			}
			if got := find(t, after, id.ID).Lane("lane", 0).Mark(); got < mark-1000 {
				t.Errorf("file %d: the mark is %d after a save at %d", i, got, mark)
			}
		}
	}
}

// TestTruncatedBeforeSave keeps the prints of what was there.
func TestTruncatedBeforeSave(t *testing.T) {
	data := content(10_000)
	for _, now := range [][]byte{data[:10], bytes.Repeat([]byte("new\n"), 5_000)} {
		s := open(t, t.TempDir())
		id := s.Mint("a", checkpoint.Place{}, data)
		id.Attach(bytes.NewReader(data))
		deliver(id.Lane("lane", 0), 4_000)
		s.Save()
		deliver(id.Lane("lane", 0), 5_000)
		id.Attach(bytes.NewReader(now))
		s.Save()
		if got, err := id.Compare(bytes.NewReader(data)); got != checkpoint.Same {
			t.Errorf("what the file was is not recognised: got %v, error %v", got, err)
		}
	}
}

func TestLongTrail(t *testing.T) {
	s := open(t, t.TempDir())
	data := content(1 << 20)
	id := s.Mint("a", checkpoint.Place{}, data)
	id.Attach(bytes.NewReader(data))
	for end := int64(1000); end < int64(len(data)); end += 5000 {
		deliver(id.Lane("lane", 0), end)
		s.Save()
	}
	for _, n := range []int{1_000_000, 900_000, 700_000} {
		if got, _ := id.Compare(bytes.NewReader(data[:n])); got != checkpoint.Beginning {
			t.Errorf("the first %d bytes: got %v, want the beginning of the file", n, got)
		}
	}
}

func TestDamagedState(t *testing.T) {
	whole := func(b []byte) []byte { return b }
	half := func(b []byte) []byte { return b[:len(b)/2] }
	nothing := func([]byte) []byte { return nil }
	missing := func([]byte) []byte { return []byte("-") }
	flipped := func(b []byte) []byte { return bytes.Replace(b, []byte(`"mark":2`), []byte(`"mark":3`), 1) }
	for _, tt := range []struct {
		name          string
		state, backup func([]byte) []byte
		mark          int64 // -1: the file is not known
		notice        bool
	}{
		{"whole", whole, whole, 2000, false},
		{"torn", half, whole, 2000, true},
		{"empty", nothing, whole, 2000, true},
		{"a changed number", flipped, whole, 2000, true},
		{"not there", missing, whole, 2000, true},
		{"only a damaged backup", whole, half, 2000, false},
		{"both torn", half, half, -1, true},
		{"both gone", missing, missing, -1, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			s := open(t, dir)
			id := s.Mint("a", checkpoint.Place{}, content(3000))
			for _, mark := range []int64{1000, 2000} {
				deliver(id.Lane("lane", 0), mark)
				s.Save()
			}
			closeStore(t, s)
			for name, damage := range map[string]func([]byte) []byte{"checkpoints.json": tt.state, "checkpoints.json.backup": tt.backup} {
				path := filepath.Join(dir, name)
				b, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				if b = damage(b); string(b) == "-" {
					os.Remove(path)
				} else if err := os.WriteFile(path, b, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			s = open(t, dir)
			if got := s.Notice() != ""; got != tt.notice {
				t.Errorf("notice %q, want one: %v", s.Notice(), tt.notice)
			}
			mark := int64(-1)
			if ids := s.Identities(); len(ids) == 1 {
				mark = ids[0].Lane("lane", 0).Mark()
			}
			if mark != tt.mark {
				t.Errorf("the mark is %d, want %d", mark, tt.mark)
			}
			if aside, _ := filepath.Glob(filepath.Join(dir, "*.damaged-*")); strings.Contains(s.Notice(), "set aside") != (len(aside) > 0) {
				t.Errorf("notice %q, set aside %v", s.Notice(), aside)
			}
			closeStore(t, s)
			if s = open(t, dir); s.Notice() != "" && mark >= 0 {
				t.Errorf("the second start says %q", s.Notice())
			}
		})
	}
}

func TestNewerVersion(t *testing.T) {
	dir := t.TempDir()
	text := []byte(`{"version":3,"sha256":"?","state":{"unheard":"of"}}`)
	path := filepath.Join(dir, "checkpoints.json")
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := checkpoint.Open(dir); !errors.Is(err, checkpoint.ErrNewer) || !strings.Contains(err.Error(), path) {
		t.Errorf("got %v, want ErrNewer with the path", err)
	}
	if now, _ := os.ReadFile(path); !bytes.Equal(now, text) {
		t.Error("the newer state was touched")
	}
}

func TestSecondProcess(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	if _, err := checkpoint.Open(dir); !errors.Is(err, checkpoint.ErrLocked) || !strings.Contains(err.Error(), fmt.Sprint(os.Getpid())) || !strings.Contains(err.Error(), dir) {
		t.Errorf("got %v, want ErrLocked with folder and process", err)
	}
	closeStore(t, s)
	open(t, dir)
}

func TestNoAccess(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{file, filepath.Join(file, "below"), "/proc/hashtail"} {
		if _, err := checkpoint.Open(dir); !errors.Is(err, checkpoint.ErrAccess) || !strings.Contains(err.Error(), dir) {
			t.Errorf("%s: got %v, want ErrAccess with the folder", dir, err)
		}
	}
}

// TestSaveNamesTheState: a save that goes wrong is told from a wrong configuration.
func TestSaveNamesTheState(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	backup := filepath.Join(dir, "checkpoints.json.backup")
	if err := os.MkdirAll(filepath.Join(backup, "x"), 0o700); err != nil {
		t.Fatal(err)
	}
	s.Mint("a", checkpoint.Place{}, content(3000))
	if err := s.Save(); !errors.Is(err, checkpoint.ErrAccess) || !strings.Contains(err.Error(), backup) {
		t.Errorf("Save = %v, want ErrAccess with the path", err)
	}
	if err := os.RemoveAll(backup); err != nil {
		t.Fatal(err)
	}
	save(t, s)
}

// TestFullDisk uses a small file system, which needs the right to mount.
func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=64k", "none", dir).CombinedOutput(); err != nil {
		t.Skipf("cannot mount: %s", out)
	}
	defer exec.Command("umount", dir).Run()
	s := open(t, dir)
	id := s.Mint("a", checkpoint.Place{}, content(3000))
	deliver(id.Lane("lane", 0), 1000)
	if err := s.Save(); err != nil {
		t.Fatal(err)
	}
	filler, err := os.Create(filepath.Join(dir, "filler"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(filler, io.LimitReader(zeros{}, 1<<20)); err == nil {
		t.Fatal("the disk is not full")
	}
	filler.Close()
	deliver(id.Lane("lane", 0), 2000)
	if err := s.Save(); err == nil || s.Err() == nil {
		t.Errorf("Save gave %v and Err %v on a full disk", err, s.Err())
	}
	os.Remove(filler.Name())
	if err := s.Save(); err != nil || s.Err() != nil {
		t.Errorf("Save gave %v and Err %v when there was space again", err, s.Err())
	}
	closeStore(t, s)
	s = open(t, dir)
	if got := find(t, s, id.ID).Lane("lane", 0).Mark(); got != 2000 || s.Notice() != "" {
		t.Errorf("the mark is %d, want 2000; notice %q", got, s.Notice())
	}
	closeStore(t, s)
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }

func TestNothingOfTheContentIsKept(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	data := content(3000)
	id := s.Mint("a", checkpoint.Place{}, data)
	id.Attach(bytes.NewReader(data))
	deliver(id.Lane("lane", 0), 2000)
	closeStore(t, s)
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if fi, _ := d.Info(); fi.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v", d.Name(), fi.Mode())
		}
		b, err := os.ReadFile(path)
		if bytes.Contains(b, []byte("line 1")) {
			t.Errorf("%s has a line of the log", d.Name())
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func BenchmarkSaveTenThousandFiles(b *testing.B) {
	s, err := checkpoint.Open(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	data := content(3000)
	var files []*checkpoint.File
	for i := range 10_000 {
		id := s.Mint(fmt.Sprintf("/var/log/app/%d.log", i), checkpoint.Place{Path: fmt.Sprintf("/var/log/app/%d.log", i)}, data)
		id.Attach(bytes.NewReader(data))
		files = append(files, id.Lane("elasticsearch", 0))
	}
	end := int64(0)
	for b.Loop() {
		end++
		deliver(files[0], end)
		if err := s.Save(); err != nil {
			b.Fatal(err)
		}
	}
}
