package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/hashtail/hashtail/test/rig"
)

// The soak is everything at once, at random, for as long as it is told to: programs
// write without a pause, their logs are rotated in every way, hashtail is stopped, killed
// and reloaded, and Elasticsearch, of which a small one is part of the soak, fails in all
// the ways of httpproxy.go. At the end every line must have arrived under one id.

const (
	soakRSS = 80 << 20 // bytes resident, at most: a reload has two pipelines for a moment
	soakFDs = 64       // descriptors beside one for each log file that is there, at most
)

// soak plays for so long.
func soak(d time.Duration) fault {
	return fault{name: "soak", sinks: toES, store: newShaky, play: func(s *story) { s.soak(d) }}
}

// A soaker is one soak.
type soaker struct {
	*story
	store  *shaky
	apps   []*soaked
	ends   time.Time
	begun  time.Time
	played map[string]int
	fds    int  // the most descriptors that were open
	tied   bool // a deleted file may not be read: hashtail must not end before it has all
}

// A soaked is a program whose log is rotated, in one of several ways.
type soaked struct {
	*app
	rotate []rotation
	whilst bool // hashtail must be up, as what is rotated away is deleted at once
}

func (s *story) soak(d time.Duration) {
	k := &soaker{story: s, store: s.stores[0].(*shaky), begun: time.Now(), ends: time.Now().Add(d), played: map[string]int{}}
	s.host.Config["delivery"] = rig.Map{"retry_max": "1s"}
	s.input["paths"] = []string{filepath.Join(s.logs, "*.log"), filepath.Join(s.logs, "matched.log*")}
	k.add("renamed", false, nil, renameCreate, renameWait, renameCompress)
	k.add("copied", false, nil, copyTruncate, copyTruncateRegrow)
	k.add("removed", true, nil, unlinkOpen, moveOver)
	k.add("matched", false, nil, renameCreate, copyTruncate)
	k.add("container", false, cri, cutRename)
	k.add("filled", false, nil, renameFilled, renameUncut).nuls = 1 << 20
	for i := range 20 {
		k.add(fmt.Sprintf("quiet-%02d", i), false, nil)
	}
	proxy := &httpProxy{s: s, backend: k.store.url, trick: trick, client: http.Client{Transport: &http.Transport{DisableCompression: true}}}
	s.stores[0].section()["urls"] = []string{proxy.serve()}
	s.start()
	for _, a := range k.apps {
		a.write(10)
	}
	for time.Now().Before(k.ends) {
		k.step()
	}
	proxy.end()
	k.up()
	k.tidy()
	s.over = time.Now()
	k.say()
}

func (k *soaker) add(name string, whilst bool, wrap wrapper, rotate ...rotation) *app {
	a := &app{s: k.story, path: filepath.Join(k.logs, name+".log"), rate: 20_000, wrap: wrap}
	k.apps = append(k.apps, &soaked{app: a, rotate: rotate, whilst: whilst})
	return a
}

// chance is true once in n times.
func (k *soaker) chance(n int) bool { return k.random.IntN(n) == 0 }

// step writes something, and perhaps does something to it.
func (k *soaker) step() {
	a := k.apps[k.random.IntN(len(k.apps))]
	if len(a.rotate) > 0 {
		a.write(1 + k.random.IntN(1500))
	} else {
		a.write(1)
	}
	if len(a.rotate) > 0 && k.chance(2) && !(a.whilst && k.daemon == nil) {
		k.turn(a)
	}
	switch k.random.IntN(60) {
	case 0, 1:
		k.restart("stop", k.story.stop)
	case 2, 3:
		k.restart("kill -9", k.kill)
	case 4:
		k.count("reload")
		if k.daemon != nil {
			k.must(k.daemon.Signal(syscall.SIGHUP))
		}
	case 5:
		k.count("outage")
		k.store.away.Store(time.Now().Add(time.Duration(k.random.IntN(8000)) * time.Millisecond).UnixNano())
	case 6:
		k.count("everything has arrived")
		k.up()
		k.tidy()
	}
	k.watchOver()
}

// turn rotates one log.
func (k *soaker) turn(a *soaked) {
	i := k.random.IntN(len(a.rotate))
	k.tied = k.tied || a.whilst
	k.count(fmt.Sprintf("%s, %d", filepath.Base(a.path), i))
	a.rotate[i](a.app)
}

// restart ends hashtail, and starts it again at once or later.
func (k *soaker) restart(what string, end func()) {
	if k.daemon == nil {
		k.up()
		return
	}
	if k.tied {
		k.tidy()
	}
	k.count(what)
	end()
	if k.chance(2) {
		k.up()
	}
}

// up has hashtail run, with all logs open: one that goes before that is nobody's fault.
func (k *soaker) up() {
	if k.daemon == nil {
		k.start()
		k.until("all logs are open", func() bool { return int(k.metric("hashtail_files_open")) >= len(k.apps) })
	}
}

// tidy waits until everything has arrived, and removes what was rotated away.
func (k *soaker) tidy() {
	k.store.away.Store(0)
	k.caughtUp()
	k.tied = false
	for _, a := range k.apps {
		old, err := filepath.Glob(a.path + ".*")
		k.must(err)
		for _, path := range old {
			if n, _ := strconv.Atoi(strings.TrimSuffix(strings.TrimPrefix(path, a.path+"."), ".gz")); n > 2 {
				k.must(os.Remove(path))
			}
		}
	}
}

func (k *soaker) count(what string) { k.played[what]++ }

// watchOver looks at what hashtail takes of the host.
func (k *soaker) watchOver() {
	if k.daemon == nil {
		return
	}
	k.weigh()
	open, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", k.daemon.PID()))
	k.must(err)
	files, err := os.ReadDir(k.logs)
	k.must(err)
	k.fds = max(k.fds, len(open))
	if len(open) > len(files)+soakFDs {
		k.fail("%d descriptors are open, and there are %d log files", len(open), len(files))
	}
	if k.peak > soakRSS {
		k.fail("%d MiB resident", k.peak>>20)
	}
}

// say tells what was done.
func (k *soaker) say() {
	var all []string
	for what, n := range k.played {
		all = append(all, fmt.Sprintf("%s: %d", what, n))
	}
	slices.Sort(all)
	all = append(all, k.store.ids...)
	k.note("%v; %d descriptors at most; %s", time.Since(k.begun).Round(time.Second), k.fds, strings.Join(all, "; "))
}

// trick fails in one of many ways, or not.
func trick(p *httpProxy, w http.ResponseWriter, r *bulkRequest) {
	tricks := [...]httpTrick{cutBefore, cutAfter, cutWithin, refuse429, refuse503, tooLarge, lie, delay, someItems(429, "es_rejected_execution_exception")}
	if i := rand.IntN(3 * len(tricks)); i < len(tricks) {
		tricks[i](p, w, r)
		return
	}
	p.pass(w, r)
}

// A shaky is an Elasticsearch in small: it keeps which lines it has, under which ids, and
// is away now and then.
type shaky struct {
	url  string
	conf rig.Map
	away atomic.Int64 // until when, in nanoseconds

	mu    sync.Mutex
	tally *tally   // guarded by mu
	ids   []string // of the first lines that came under another id than before
}

func newShaky(s *story) (store, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	x := &shaky{url: "http://" + l.Addr().String(), tally: newTally()}
	x.conf = rig.Map{"urls": []string{x.url}, "index": "soak", "timeout": "2s"}
	server := &http.Server{Handler: x}
	var serving sync.WaitGroup
	serving.Go(func() { _ = server.Serve(l) })
	s.later(func() {
		server.Close()
		serving.Wait()
	})
	return x, nil
}

var actionID = regexp.MustCompile(`"_id":"([^"]*)"`)

func (x *shaky) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if time.Now().UnixNano() < x.away.Load() {
		cut(w)
		return
	}
	body, err := readBulk(r)
	if err != nil {
		cut(w)
		return
	}
	answer := struct {
		Errors bool      `json:"errors"`
		Items  []rig.Map `json:"items"`
	}{}
	for _, op := range body.operations() {
		status := http.StatusCreated
		if id := actionID.FindSubmatch(op); id == nil || !x.store(op, id[1]) {
			status, answer.Errors = http.StatusConflict, true
		}
		answer.Items = append(answer.Items, rig.Map{"create": rig.Map{"status": status}})
	}
	product(w)
	_ = json.NewEncoder(w).Encode(answer)
}

// store reports whether the document was not there.
func (x *shaky) store(doc, id []byte) bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.tally.has(doc, id) {
		return false
	}
	if n := number(doc); x.tally.arrived(n) && len(x.ids) < 20 {
		x.ids = append(x.ids, fmt.Sprintf("line %d also has the id %s", n, id))
	}
	x.tally.add(doc, id)
	return true
}

func (x *shaky) arrived(line int) bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.tally.arrived(line)
}

func (x *shaky) section() rig.Map { return x.conf }

func (x *shaky) have(context.Context) (int, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.tally.have, nil
}

func (x *shaky) read(context.Context) (*tally, error) { return x.tally, nil }

func (x *shaky) remove(context.Context) error { return nil }
