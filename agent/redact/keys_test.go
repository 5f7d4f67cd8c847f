package redact_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hashtail/hashtail/agent/redact"
)

// keyFile writes a key file of keys with the given moments and returns the
// secrets.
func keyFile(t *testing.T, keys map[string]time.Time) (path string, secrets map[string][]byte) {
	t.Helper()
	secrets = map[string][]byte{}
	path = filepath.Join(t.TempDir(), "keys")
	var b strings.Builder
	b.WriteString("# a comment\n\n")
	for id, from := range keys {
		secrets[id] = []byte(strings.Repeat(id[:1], 32))
		b.WriteString(id + " " + from.UTC().Format(time.RFC3339) + " " + base64.StdEncoding.EncodeToString(secrets[id]) + "\n")
	}
	if err := os.WriteFile(path, []byte(b.String()), 0o400); err != nil {
		t.Fatal(err)
	}
	return path, secrets
}

// mac is the keyed hash of a token: HMAC-SHA-256 of the key over the hex of
// the token's SHA-256.
func mac(key []byte, token string) [32]byte {
	sum := sha256.Sum256([]byte(token))
	m := hmac.New(sha256.New, key)
	m.Write([]byte(hex.EncodeToString(sum[:])))
	return [32]byte(m.Sum(nil))
}

// sameToken reports whether two tokens have the same hashes, by the same keys.
func sameToken(a, b redact.Token) bool {
	return a.Sum == b.Sum && a.Hash == b.Hash && a.KeyID == b.KeyID && a.Prev == b.Prev && a.PrevID == b.PrevID
}

func TestKeyedHashes(t *testing.T) {
	now := time.Now()
	path, secrets := keyFile(t, map[string]time.Time{"old": now.Add(-48 * time.Hour), "new": now.Add(-time.Hour), "waits": now.Add(time.Hour)})
	r, err := redact.New(redact.Options{Hash: "hmac-sha256", KeysFile: path})
	if err != nil {
		t.Fatal(err)
	}
	s := r.Scrubber()
	const token = "an-opaque-token-0123456789"
	sum := sha256.Sum256([]byte(token))
	keyed := mac(secrets["new"], token)
	want := redact.Token{Sum: sum, Hash: keyed, KeyID: "new", Prev: mac(secrets["old"], token), PrevID: "old"}
	if got := s.Token([]byte("Bearer "+token), redact.InHeader); !sameToken(got, want) {
		t.Errorf("Token = %+v, want %+v", got, want)
	}

	t.Run("an application's own hash becomes the same token", func(t *testing.T) {
		for _, h := range []string{hex.EncodeToString(sum[:]), strings.ToUpper(hex.EncodeToString(sum[:])), "sha256:" + hex.EncodeToString(sum[:]), base64.StdEncoding.EncodeToString(sum[:]), base64.RawURLEncoding.EncodeToString(sum[:])} {
			if got, ok := s.TokenHash([]byte(h), redact.InBody); !ok || !sameToken(got, want) {
				t.Errorf("TokenHash(%s) = %+v, %v, want %+v", h, got, ok, want)
			}
		}
		for _, h := range []string{"", "abc", strings.Repeat("g", 64), strings.Repeat("!", 44)} {
			if _, ok := s.TokenHash([]byte(h), redact.InBody); ok {
				t.Errorf("TokenHash(%q) is taken for a hash", h)
			}
		}
	})
	t.Run("in text it is never passed through", func(t *testing.T) {
		s.Reset()
		line := `{"token_hash":"` + hex.EncodeToString(sum[:]) + `","user":"bob"}`
		if got, want := s.Text([]byte(line), redact.InMessage).String(), `{"token_hash":"tok:`+hex.EncodeToString(keyed[:])+`","user":"bob"}`; got != want {
			t.Errorf("Text = %s, want %s", got, want)
		}
		if f := s.Found(); len(f) != 1 || f[0].Token.Sum != sum {
			t.Errorf("Found = %+v", f)
		}
	})
	t.Run("an analyst searches for it plain, and under every key", func(t *testing.T) {
		hashes := r.Hashes([]byte("Bearer " + token))
		if len(hashes) != 4 || hashes[0].Hash != sum || hashes[0].KeyID != "" || hashes[1].Hash != want.Prev || hashes[2].KeyID != "new" || hashes[3].KeyID != "waits" {
			t.Errorf("Hashes = %+v", hashes)
		}
	})
}

func TestReloadReachesScrubbersAtReset(t *testing.T) {
	now := time.Now()
	first, err := redact.NewKey("first", now.Add(-time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	ring, err := redact.NewRing(first)
	if err != nil {
		t.Fatal(err)
	}
	r, err := redact.New(redact.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s := r.Scrubber()
	if err := r.Use(ring); err != nil {
		t.Fatal(err)
	}
	if got := s.Token([]byte("abcdefgh"), redact.InHeader); got.KeyID != "" {
		t.Errorf("keyed in the middle of an event by %q", got.KeyID)
	}
	s.Reset()
	if got := s.Token([]byte("abcdefgh"), redact.InHeader); got.KeyID != "first" {
		t.Errorf("KeyID = %q after Reset", got.KeyID)
	}
}

func TestRotation(t *testing.T) {
	now := time.Now()
	a, _ := redact.NewKey("a", now.Add(-time.Hour))
	ring, err := redact.NewRing(a)
	if err != nil {
		t.Fatal(err)
	}
	b, _ := redact.NewKey("b", now.Add(time.Hour))
	if ring, err = ring.Add(b); err != nil {
		t.Fatal(err)
	}
	if c, p := ring.Active(now); c != "a" || p != "" {
		t.Errorf("before the change: %q %q", c, p)
	}
	later := now.Add(2 * time.Hour)
	if c, p := ring.Active(later); c != "b" || p != "a" {
		t.Errorf("after the change: %q %q", c, p)
	}
	if _, err := ring.Retire("a", now); err == nil {
		t.Error("the key in use was retired")
	}
	if _, err := ring.Retire("c", later); err == nil {
		t.Error("a key that is not there was retired")
	}
	if ring, err = ring.Retire("a", later); err != nil {
		t.Fatal(err)
	}
	if c, p := ring.Active(later); c != "b" || p != "" {
		t.Errorf("after retiring: %q %q", c, p)
	}
	if _, err := ring.Add(b); err == nil {
		t.Error("one id was taken twice")
	}
	isWritten(t, ring, b)
}

// isWritten writes a ring, in which a is retired and b is not, and reads it again.
func isWritten(t *testing.T, ring *redact.Ring, b redact.Key) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "keys")
	if err := ring.Write(path); err != nil {
		t.Fatal(err)
	}
	if info, _ := os.Stat(path); info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v", info.Mode())
	}
	back, err := redact.ReadKeys(path)
	if err != nil {
		t.Fatal(err)
	}
	if k := back.Keys(); len(k) != 2 || k[0].ID != "a" || !k[0].Retired || k[1].ID != "b" || k[1].Retired || !k[1].ActiveFrom.Equal(b.ActiveFrom) {
		t.Errorf("read back %+v", k)
	}
}

func TestKeyFilesThatAreRefused(t *testing.T) {
	good := "k 2026-03-01T00:00:00Z " + base64.StdEncoding.EncodeToString(make([]byte, 32)) + "\n"
	secret := base64.StdEncoding.EncodeToString([]byte(strings.Repeat("s", 31)))
	for _, tt := range []struct {
		name, content string
		mode          os.FileMode
		want          string
	}{
		{"kubernetes", good, 0o440, ""},
		{"systemd", good, 0o400, ""},
		{"owner", good, 0o600, ""},
		{"world", good, 0o444, "lets everyone read it"},
		{"group writes", good, 0o460, "lets others write it"},
		{"others write", good, 0o602, "lets others write it"},
		{"empty", "# nothing\n", 0o400, "no key in it"},
		{"short key", "k 2026-03-01T00:00:00Z " + secret, 0o400, ":1: the key is not 32 bytes"},
		{"no base64", good + "l 2026-04-01T00:00:00Z ***", 0o400, ":2: the key is not 32 bytes"},
		{"bad time", "k yesterday " + secret, 0o400, "the time is not like"},
		{"bad id", "k/ 2026-03-01T00:00:00Z " + secret, 0o400, "the id is not"},
		{"fields", "k " + secret, 0o400, "want: id"},
		{"twice", good + good, 0o400, "there twice"},
		{"same moment", good + strings.Replace(good, "k ", "l ", 1), 0o400, "same moment"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "keys")
			if err := os.WriteFile(path, []byte(tt.content), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.Chmod(path, tt.mode); err != nil {
				t.Fatal(err)
			}
			_, err := redact.ReadKeys(path)
			if tt.want == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want %q in it", err, tt.want)
			}
			if err != nil && strings.Contains(err.Error(), secret) {
				t.Errorf("the error quotes the key: %v", err)
			}
		})
	}
	if _, err := redact.ReadKeys(t.TempDir()); err == nil {
		t.Error("a directory was read as a key file")
	}
	future, _ := redact.NewKey("k", time.Now().Add(time.Hour))
	ring, _ := redact.NewRing(future)
	r, _ := redact.New(redact.Options{})
	if err := r.Use(ring); err == nil {
		t.Error("a ring without an active key was taken")
	}
}
