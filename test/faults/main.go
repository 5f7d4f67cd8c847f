// Command faults runs the real hashtail against real servers and breaks things
// around it. Numbered lines are the oracle: it prints how many were lost and
// how many came twice, and ends with 1 when the promise was not kept.
//
//	go run ./test/faults -short
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"slices"
	"sync"
	"syscall"
	"time"

	"github.com/hashtail/hashtail/test/rig"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	ok, err := run(ctx, os.Args[1:])
	switch {
	case errors.Is(err, flag.ErrHelp):
		os.Exit(2)
	case err != nil:
		fmt.Fprintln(os.Stderr, "faults:", err)
		os.Exit(1)
	case !ok:
		os.Exit(1)
	}
}

// A lab is what all stories of one run share.
type lab struct {
	bin      string // hashtail
	dir      string
	short    bool
	keep     bool // the files of stories that went wrong
	seed     uint64
	patience time.Duration // a sink that gets nothing for so long will get nothing more
	backends *rig.Backends
}

func run(ctx context.Context, args []string) (ok bool, err error) {
	flags := flag.NewFlagSet("faults", flag.ContinueOnError)
	short := flags.Bool("short", false, "fewer lines and rounds: under 3 minutes")
	list := flags.Bool("list", false, "list the faults and end")
	only := flags.String("run", "", "only faults whose name matches this `regexp`")
	without := flags.Bool("no-servers", false, "only faults that need no Kafka and no Elasticsearch")
	seed := flags.Uint64("seed", 1, "of everything random")
	dir := flags.String("dir", os.TempDir(), "`folder` to work in; inodes are reused only on a disk's file system")
	bin := flags.String("hashtail", "", "test this `binary` rather than build one")
	soaking := flags.Duration("soak", 0, "play everything at once, for so long, and nothing else")
	keep := flags.Bool("keep", false, "leave the files of failures behind")
	if err := flags.Parse(args); err != nil {
		return false, err
	}
	wanted, err := regexp.Compile(*only)
	if err != nil {
		return false, err
	}
	plan := slices.DeleteFunc(slices.Clone(faults), func(f fault) bool {
		return !wanted.MatchString(f.name) || *short && f.long || *without && f.servers() != nil
	})
	if *soaking > 0 {
		plan = []fault{soak(*soaking)}
	}
	if *list {
		for _, f := range plan {
			fmt.Println(f.name)
		}
		return true, nil
	}

	root, err := rig.Root()
	if err != nil {
		return false, err
	}
	l := &lab{short: *short, keep: *keep, seed: *seed, patience: 30 * time.Second, backends: rig.NewBackends(root)}
	if *short {
		l.patience = 10 * time.Second
	}
	if l.dir, err = os.MkdirTemp(*dir, "hashtail-faults-"); err != nil {
		return false, err
	}
	if *keep {
		fmt.Println("files are in", l.dir)
	} else {
		defer os.RemoveAll(l.dir)
	}
	if l.bin = *bin; l.bin == "" {
		if l.bin, err = rig.Build(ctx, root, l.dir); err != nil {
			return false, err
		}
	}
	return l.playAll(ctx, plan)
}

// playAll plays the stories that need no server while the servers start, and
// in the short mode beside the others. Rows are printed in the order of the plan.
func (l *lab) playAll(ctx context.Context, plan []fault) (ok bool, err error) {
	names := servers(plan)
	stop := l.backends.Ours(names...)
	defer func() {
		if err := stop(); err != nil {
			fmt.Fprintln(os.Stderr, "faults:", err)
		}
	}()
	var started error
	var starting, playing sync.WaitGroup
	starting.Go(func() { started = l.startServers(ctx, names) })

	results := make([]chan []row, len(plan))
	for i := range results {
		results[i] = make(chan []row, 1)
	}
	stream := func(withServers bool) {
		for i := range plan {
			if f := &plan[i]; (f.servers() != nil) == withServers {
				results[i] <- l.play(ctx, f, filepath.Join(l.dir, fmt.Sprintf("%03d", i)))
			}
		}
	}
	local := make(chan struct{})
	playing.Go(func() {
		defer close(local)
		stream(false)
	})
	playing.Go(func() {
		if starting.Wait(); started != nil {
			return
		}
		if !l.short {
			<-local // figures are not to be disturbed
		}
		stream(true)
	})

	t, began := newTable(os.Stdout), time.Now()
	for i := range plan {
		if plan[i].servers() != nil {
			if starting.Wait(); started != nil {
				return false, started
			}
		}
		t.add(<-results[i])
	}
	playing.Wait()
	t.end(time.Since(began))
	return len(t.failed) == 0, ctx.Err()
}

// servers are those that the plan needs.
func servers(plan []fault) []string {
	var names []string
	for _, f := range plan {
		for _, name := range f.servers() {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}

func (l *lab) startServers(ctx context.Context, names []string) error {
	if len(names) == 0 {
		return nil
	}
	return l.backends.Start(ctx, names...)
}
