package agent_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/hashtail/hashtail/agent"
)

// A change is seen in every file that the configuration comes from, once it is
// the same at two looks, and once only.
func TestSourceChanged(t *testing.T) {
	dir := t.TempDir()
	file := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	// As the kubelet does it: hashtail.yaml leads through ..data, which is replaced.
	revision := func(name, config string) {
		t.Helper()
		for _, err := range []error{
			os.Mkdir(filepath.Join(dir, name), 0o700),
			os.WriteFile(filepath.Join(dir, name, "hashtail.yaml"), []byte(config), 0o600),
			os.Symlink(name, filepath.Join(dir, "..data_tmp")),
			os.Rename(filepath.Join(dir, "..data_tmp"), filepath.Join(dir, "..data")),
		} {
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	config := "host: {name: \"${file:" + dir + "/secret}\"}\nredact: {keys_file: " + dir + "/keys}\n"
	revision("..1", config)
	if err := os.Symlink("..data/hashtail.yaml", filepath.Join(dir, "hashtail.yaml")); err != nil {
		t.Fatal(err)
	}
	file("secret", "one")
	file("keys", "one")
	file("other", "one")
	s := agent.NewSource(filepath.Join(dir, "hashtail.yaml"))
	load := func(want string) {
		t.Helper()
		if c, err := s.Load(); err != nil || c.Host.Name != want {
			t.Fatalf("Load = %v, want the name %s", err, want)
		}
	}
	load("one")
	for _, tt := range []struct {
		name   string
		change func()
		reload bool
	}{
		{"nothing", func() {}, false},
		{"a file that it has nothing to do with", func() { file("other", "two") }, false},
		{"the same content in another file", func() { revision("..2", config) }, false},
		{"the configuration", func() { revision("..3", config+"keep: all\n") }, true},
		{"a secret", func() { file("secret", "two") }, true},
		{"the keys", func() { file("keys", "two") }, true},
		{"a file that went", func() { os.Remove(filepath.Join(dir, "keys")) }, true},
		{"and came back", func() { file("keys", "two") }, true},
	} {
		tt.change()
		if s.Changed() {
			t.Errorf("%s: taken at the first look, when it may be half written", tt.name)
		}
		if got := s.Changed(); got != tt.reload {
			t.Errorf("%s: Changed = %v, want %v", tt.name, got, tt.reload)
		}
		if tt.reload {
			load(readString(t, filepath.Join(dir, "secret")))
		}
	}

	// A secret that is missing is waited for.
	os.Remove(filepath.Join(dir, "secret"))
	if _, err := s.Load(); err == nil {
		t.Fatal("a configuration without its secret is accepted")
	}
	for range 2 {
		if s.Changed() {
			t.Error("what was refused is tried again although nothing changed")
		}
	}
	file("secret", "three")
	s.Changed()
	if !s.Changed() {
		t.Error("the secret that came is not noticed")
	}
}

func readString(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
