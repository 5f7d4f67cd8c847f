// Command bench measures what hashtail costs: it runs the real binary over
// generated logs, beside a bare loop that does only the unavoidable part of the
// work, and prints both.
//
//	go run ./test/bench -short
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"syscall"

	"github.com/hashtail/hashtail/test/rig"
)

func main() {
	if len(os.Args) == 5 && os.Args[1] == bareVerb {
		if err := bareLoop(os.Args[2], os.Args[3], os.Args[4]); err != nil {
			fmt.Fprintln(os.Stderr, "bare loop:", err)
			os.Exit(1)
		}
		return
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	switch err := run(ctx, os.Args[1:]); {
	case errors.Is(err, flag.ErrHelp):
		os.Exit(2)
	case err != nil:
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// A bench is what all rows of one run share.
type bench struct {
	bin      string // hashtail
	dir      string // on a tmpfs
	lines    int    // of a throughput run
	runs     int    // of which the median is reported
	short    bool
	seed     uint64
	profiles string // where CPU profiles go; "" for none
	backends *rig.Backends
	inputs   map[string]input // generated so far
	rows     int              // for names that are not used twice
}

func run(ctx context.Context, args []string) (err error) {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	b := &bench{inputs: map[string]input{}}
	flags.BoolVar(&b.short, "short", false, "few lines, one run each, no servers: under a minute")
	flags.IntVar(&b.lines, "lines", 1_000_000, "lines of a throughput run")
	flags.IntVar(&b.runs, "n", 3, "runs of which the median is reported")
	flags.Uint64Var(&b.seed, "seed", 1, "of the generated logs")
	flags.StringVar(&b.profiles, "pprof", "", "store a CPU profile of each throughput row in this `folder`")
	flags.StringVar(&b.bin, "hashtail", "", "measure this `binary` rather than build one")
	only := flags.String("run", "", "only rows whose name matches this `regexp`")
	list := flags.Bool("list", false, "list the rows and end")
	dir := flags.String("dir", "/dev/shm", "`folder` to work in, on a tmpfs")
	if err := flags.Parse(args); err != nil {
		return err
	}
	wanted, err := regexp.Compile(*only)
	if err != nil {
		return err
	}
	if b.short {
		b.lines, b.runs = min(b.lines, 200_000), 1
	}
	sections := plan(wanted, b.short && *only == "")
	if *list {
		for _, s := range sections {
			for _, r := range s.rows {
				fmt.Println(r.name)
			}
		}
		return nil
	}

	root, err := rig.Root()
	if err != nil {
		return err
	}
	if b.dir, err = os.MkdirTemp(*dir, "hashtail-bench-"); err != nil {
		return err
	}
	defer os.RemoveAll(b.dir)
	if b.bin == "" {
		if b.bin, err = rig.Build(ctx, root, b.dir); err != nil {
			return err
		}
	}
	b.backends = rig.NewBackends(root)
	stop, err := b.startServers(ctx, sections)
	if err != nil {
		return err
	}
	defer stop()

	fmt.Println(machine())
	for _, s := range sections {
		if err := b.section(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

// section measures and prints the rows of one table; a row that cannot be
// measured says why, and the others go on.
func (b *bench) section(ctx context.Context, s section) error {
	fmt.Printf("\n%s\n", s.title)
	t := newTable(os.Stdout, s.columns...)
	for _, r := range s.rows {
		var cells []string
		err := b.room(r)
		if err == nil {
			if cells, err = r.measure(ctx, b); err != nil {
				err = errors.Join(b.room(r), err) // a full disk may be why
			}
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			cells = []string{"FAILED: " + strings.ReplaceAll(err.Error(), "\n", " ")}
		}
		t.add(r.name, cells...)
	}
	return nil
}

// room says that a disk on which a row writes has too little space. Servers on a full
// disk end, or refuse everything, and say nothing of it to their clients.
func (b *bench) room(r row) error {
	folders := []string{b.dir}
	if len(r.servers) > 0 {
		folders = append(folders, b.backends.Dir())
	}
	need := uint64(1<<30 + b.lines*4<<10) // of the log, its events, and as much as servers write beside them
	for _, folder := range folders {
		var fs syscall.Statfs_t
		if err := syscall.Statfs(folder, &fs); err != nil {
			return err
		}
		if free := fs.Bavail * uint64(fs.Bsize); free < need {
			return fmt.Errorf("the disk is full: %d MiB are free in %s, and a row may take %d", free>>20, folder, need>>20)
		}
	}
	return nil
}

// startServers starts those that are needed and not running, and returns how
// to end them again.
func (b *bench) startServers(ctx context.Context, sections []section) (stop func(), err error) {
	var names []string
	for _, s := range sections {
		for _, r := range s.rows {
			for _, name := range r.servers {
				if !slices.Contains(names, name) {
					names = append(names, name)
				}
			}
		}
	}
	if len(names) == 0 {
		return func() {}, nil
	}
	ours := b.backends.Ours(names...)
	stop = func() { _ = ours() }
	if err := b.backends.Start(ctx, names...); err != nil {
		stop()
		return nil, err
	}
	return stop, nil
}

// machine says what the figures were measured on.
func machine() string {
	model := "unknown CPU"
	if text, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		if m := regexp.MustCompile(`(?m)^model name\s*: (.*)$`).FindSubmatch(text); m != nil {
			model = string(m[1])
		}
	}
	kernel, _ := exec.Command("uname", "-sr").Output()
	return fmt.Sprintf("%s, %d CPUs, %s, %s", model, runtime.NumCPU(), strings.TrimSpace(string(kernel)), runtime.Version())
}
