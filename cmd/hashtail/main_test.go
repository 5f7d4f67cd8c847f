package main

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/maxmind/mmdbwriter"
	"github.com/maxmind/mmdbwriter/mmdbtype"
	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"hashtail": func() { os.Exit(Main()) }})
}

// Each story in testdata/script begins with a secret of its own: $TOKEN, whose
// hash is $HASH, a free $PORT, and the folder of $EXAMPLES.
func TestScript(t *testing.T) {
	examples, err := filepath.Abs("../../examples")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Condition: func(cond string) (bool, error) {
			if cond != "installed" { // whether this host has a hashtail of its own
				return false, fmt.Errorf("no condition %q", cond)
			}
			_, err := os.Stat(installed)
			return err == nil, nil
		},
		Setup: func(e *testscript.Env) error {
			token := secret()
			sum := sha256.Sum256([]byte(token))
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				return err
			}
			defer l.Close()
			e.Setenv("TOKEN", token)
			e.Setenv("HASH", hex.EncodeToString(sum[:]))
			e.Setenv("PASSWORD", secret())
			e.Setenv("EXAMPLES", examples)
			e.Setenv("PORT", strconv.Itoa(l.Addr().(*net.TCPAddr).Port))
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"exits":  exits,
			"expand": expand,
			"append": appendLine,
			"until":  until,
			"count":  count,
			"big":    big,
			"cities": cities,
			"unended": func(ts *testscript.TestScript, _ bool, args []string) { // FROM TO: without the last newline
				ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(strings.TrimSuffix(ts.ReadFile(args[0]), "\n")), 0o600))
			},

			"distinct": distinct,
			"nosecret": func(ts *testscript.TestScript, _ bool, args []string) {
				for _, name := range args {
					text := ts.ReadFile(name)
					for _, v := range []string{"TOKEN", "PASSWORD"} {
						if strings.Contains(text, ts.Getenv(v)) {
							ts.Fatalf("%s holds $%s", name, v)
						}
					}
				}
			},
		},
	})
}

// The verbs about the daemon know where packages install its configuration.
func TestInstalledConfiguration(t *testing.T) {
	packaged, err := os.ReadFile("../../deploy/packages/nfpm.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(packaged), "dst: "+installed+",") {
		t.Errorf("packages do not install %s", installed)
	}
	for _, verb := range []string{"run", "validate", "status", "health", "selftest", "replay"} {
		cmd, _, err := root().Find([]string{verb})
		if err != nil {
			t.Fatal(err)
		}
		if got := cmd.Flags().Lookup("config").DefValue; got != installed {
			t.Errorf("%s reads %q, want %q", verb, got, installed)
		}
	}
}

func secret() string {
	var b [18]byte
	rand.Read(b[:])
	return "t0k" + hex.EncodeToString(b[:])
}

// exits CODE PROGRAM ARGS…: the program ends with that code; stdout and stderr
// are files of these names afterwards.
func exits(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	cmd := exec.Command(args[1], args[2:]...)
	for _, dir := range strings.Split(ts.Getenv("PATH"), ":") {
		if _, err := os.Stat(dir + "/" + args[1]); err == nil {
			cmd.Path, cmd.Err = dir+"/"+args[1], nil
			break
		}
	}
	cmd.Dir = ts.Getenv("WORK")
	for _, v := range []string{"PATH", "TOKEN", "WORK", "HOME"} {
		cmd.Env = append(cmd.Env, v+"="+ts.Getenv(v))
	}
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	_ = cmd.Run()
	ts.Check(os.WriteFile(ts.MkAbs("stdout"), out.Bytes(), 0o600))
	ts.Check(os.WriteFile(ts.MkAbs("stderr"), errs.Bytes(), 0o600))
	if got := cmd.ProcessState.ExitCode(); got != want {
		ts.Fatalf("exit code %d, want %d; stderr: %s", got, want, errs.String())
	}
}

// expand FILES…: $TOKEN, $PASSWORD, $WORK and $PORT in them become their values.
func expand(ts *testscript.TestScript, _ bool, args []string) {
	for _, name := range args {
		text := os.Expand(ts.ReadFile(name), func(v string) string {
			switch v {
			case "TOKEN", "PASSWORD", "WORK", "PORT":
				return ts.Getenv(v)
			}
			if strings.Contains(v, ":") {
				return "${" + v + "}" // the configuration's own
			}
			return "$" + v
		})
		ts.Check(os.WriteFile(ts.MkAbs(name), []byte(text), 0o600))
	}
}

// append FILE N TEXT…: N lines, each the text with %d replaced by its number.
func appendLine(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	f, err := os.OpenFile(ts.MkAbs(args[0]), os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
	ts.Check(err)
	defer f.Close()
	for i := range n {
		_, err := fmt.Fprintln(f, strings.ReplaceAll(strings.Join(args[2:], " "), "%d", strconv.Itoa(i)))
		ts.Check(err)
	}
}

// until N FILE REGEXP: waits until the file has N matches.
func until(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	re := regexp.MustCompile("(?m)" + args[2])
	got := 0
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		text, _ := os.ReadFile(ts.MkAbs(args[1]))
		if got = len(re.FindAll(text, -1)); got >= want {
			return
		}
	}
	ts.Fatalf("%s: %d matches of %s, want %d", args[1], got, args[2], want)
}

// count N FILE REGEXP: the file has exactly N matches.
func count(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	if got := len(regexp.MustCompile("(?m)"+args[2]).FindAllString(ts.ReadFile(args[1]), -1)); got != want {
		ts.Fatalf("%s: %d matches of %s, want %d", args[1], got, args[2], want)
	}
}

// distinct N FILE REGEXP: what the expression's group matches has N values.
func distinct(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	values := map[string]bool{}
	for _, m := range regexp.MustCompile(args[2]).FindAllStringSubmatch(ts.ReadFile(args[1]), -1) {
		values[m[1]] = true
	}
	if len(values) != want {
		ts.Fatalf("%s: %d values of %s, want %d", args[1], len(values), args[2], want)
	}
}

// cities FILE NETWORK CITY: a GeoIP database with one city.
func cities(ts *testscript.TestScript, _ bool, args []string) {
	tree, err := mmdbwriter.New(mmdbwriter.Options{DatabaseType: "Test-City", IncludeReservedNetworks: true})
	ts.Check(err)
	_, network, err := net.ParseCIDR(args[1])
	ts.Check(err)
	ts.Check(tree.Insert(network, mmdbtype.Map{"city": mmdbtype.Map{"names": mmdbtype.Map{"en": mmdbtype.String(args[2])}}}))
	f, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	_, err = tree.WriteTo(f)
	ts.Check(err)
	ts.Check(f.Close())
}

// big FILE MIB: one line of that many MiB, behind a line that ends.
func big(ts *testscript.TestScript, _ bool, args []string) {
	mib, err := strconv.Atoi(args[1])
	ts.Check(err)
	f, err := os.OpenFile(ts.MkAbs(args[0]), os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
	ts.Check(err)
	defer f.Close()
	part := bytes.Repeat([]byte("x"), 1<<20)
	for range mib {
		_, err := f.Write(part)
		ts.Check(err)
	}
	_, err = f.WriteString("\n")
	ts.Check(err)
}
