//go:build e2e

package e2e_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// Flask under gunicorn writes a log; hashtail fills Elasticsearch and Kafka with
// exactly its requests, a token's hash finds exactly that token's requests, and
// the tokens themselves are nowhere.
func TestFlask(t *testing.T) {
	const requests, leaks = 200, 10
	tokens := []string{newToken(), newToken(), newToken(), newToken(), newToken()}
	es, index, events := elasticsearch(t), unique("e2e-flask-"), newTopic(t)
	h := newHost(t, obj{
		"elasticsearch": obj{"urls": []string{es.url}, "index": index},
		"kafka":         obj{"brokers": []string{env(t, "KAFKA_PLAINTEXT")}, "topic": events.name},
	})
	base := flask(t, h.app, tokens)
	d := h.start()

	for i := range requests {
		if i%2 == 0 {
			get(t, base+"/api/data", tokens[i/2%len(tokens)], http.StatusOK)
		} else {
			get(t, base+"/api/data", "", http.StatusUnauthorized)
		}
	}
	d.until("a document and a message for each request", func() bool {
		return es.count(index) >= requests && events.count() >= requests
	})
	wantCounts := func(want int) {
		t.Helper()
		if got := es.count(index); got != want {
			t.Errorf("%d documents, want %d", got, want)
		}
		if got := events.count(); got != want {
			t.Errorf("%d messages, want %d", got, want)
		}
	}
	wantCounts(requests)
	for _, token := range tokens {
		if got, want := es.count(index, byHash(hash(token))), requests/2/len(tokens); got != want {
			t.Errorf("%d documents for the hash of a token that was used %d times", got, want)
		}
	}

	// The application's debug log holds the raw token: same hash, never the token.
	for range leaks {
		get(t, base+"/api/debug", tokens[0], http.StatusNoContent)
	}
	d.until("the leaking lines are shipped", func() bool {
		return es.count(index) >= requests+leaks && events.count() >= requests+leaks
	})
	if got, want := es.count(index, byHash(hash(tokens[0]))), requests/2/len(tokens)+leaks; got != want {
		t.Errorf("%d documents for the hash of the token in the debug log, want %d", got, want)
	}
	metrics := body(t, "http://"+h.listen+"/metrics")
	status := statusOf(t, h)
	d.stop()
	wantCounts(requests + leaks)

	for where, text := range map[string][]byte{
		"the index":         bytes.Join(es.documents(index), nil),
		"the topic":         everything(events),
		"the state folder":  folder(t, filepath.Join(h.dir, "state")),
		"hashtail's log":    []byte(h.output()),
		"hashtail's status": status,
		"the metrics":       metrics,
	} {
		if len(text) == 0 {
			t.Errorf("%s: nothing there to search", where)
		}
		for _, token := range tokens {
			secret := strings.TrimPrefix(token, "example-")
			for _, half := range []string{secret[:len(secret)/2], secret[len(secret)/2:]} {
				if bytes.Contains(text, []byte(half)) {
					t.Errorf("%s: a raw token, or half of one", where)
				}
			}
		}
	}
}

func hash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// flask serves examples/flask under gunicorn until the story ends, and returns its URL.
func flask(t *testing.T, log string, tokens []string) string {
	t.Helper()
	app, err := filepath.Abs("../../examples/flask")
	if err != nil {
		t.Fatal(err)
	}
	addr := freeAddress(t)
	cmd := exec.Command(filepath.Join(venv(t, app), "bin", "gunicorn"), "--workers", "2", "--bind", addr, "--no-control-socket", "app:app")
	cmd.Dir = app
	cmd.Env = append(os.Environ(), "LOG_FILE="+log, "API_TOKENS="+strings.Join(tokens, ","), "SECRET_KEY="+newToken(), "PYTHONDONTWRITEBYTECODE=1")
	var out bytes.Buffer // gunicorn's own; read after it has ended
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Signal(syscall.SIGTERM)
		cmd.Wait()
		if t.Failed() {
			t.Logf("gunicorn printed:\n%s", &out)
		}
	})
	await(t, "gunicorn listens", nil, func() bool {
		c, err := net.Dial("tcp", addr)
		if err != nil {
			return false
		}
		c.Close()
		return true
	})
	return "http://" + addr
}

// venv installs the application's requirements once for each version of them.
func venv(t *testing.T, app string) string {
	t.Helper()
	wanted, err := os.ReadFile(filepath.Join(app, "requirements.txt"))
	if err != nil {
		t.Fatal(err)
	}
	dir, err := filepath.Abs(filepath.Join(stateDir(), "flask-venv"))
	if err != nil {
		t.Fatal(err)
	}
	installed := filepath.Join(dir, "requirements.txt")
	if have, err := os.ReadFile(installed); err == nil && bytes.Equal(have, wanted) {
		return dir
	}
	for _, args := range [][]string{
		{"python3", "-m", "venv", "--clear", dir},
		{filepath.Join(dir, "bin", "python"), "-m", "pip", "install", "--quiet", "--requirement", filepath.Join(app, "requirements.txt")},
	} {
		if out, err := exec.Command(args[0], args[1:]...).CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", strings.Join(args, " "), err, out)
		}
	}
	if err := os.WriteFile(installed, wanted, 0o644); err != nil {
		t.Fatal(err)
	}
	return dir
}

func get(t *testing.T, url, token string, want int) {
	t.Helper()
	req, err := http.NewRequest("GET", url, nil)
	if err != nil {
		t.Fatal(err)
	}
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != want {
		t.Fatalf("GET %s: %s, want %d", url, res.Status, want)
	}
}

func body(t *testing.T, url string) []byte {
	t.Helper()
	res, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func statusOf(t *testing.T, h *host) []byte {
	t.Helper()
	bin, err := program()
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(bin, "status", "-c", filepath.Join(h.dir, "hashtail.yaml")).CombinedOutput()
	if err != nil {
		t.Errorf("hashtail status: %v\n%s", err, out)
	}
	return out
}

func everything(k *topic) []byte {
	var all []byte
	for _, m := range k.messages() {
		all = append(append(all, m.Key...), m.Value...)
		for _, h := range m.Headers {
			all = append(append(all, h.Key...), h.Value...)
		}
	}
	return all
}

func folder(t *testing.T, dir string) []byte {
	t.Helper()
	var all []byte
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(path)
		all = append(all, data...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
