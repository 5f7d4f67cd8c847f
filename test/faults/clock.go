package main

import (
	"fmt"
	"net/http"
	"os"
	"time"

	"github.com/hashtail/hashtail/test/rig"
)

// jumps are where the wall clock is set, one after the other; zero is back to
// the right time.
var jumps = []struct {
	name string
	to   func(now time.Time) time.Time
}{
	{"a day ahead", func(now time.Time) time.Time { return now.Add(24 * time.Hour) }},
	{"a day behind", func(now time.Time) time.Time { return now.Add(-24 * time.Hour) }},
	{"to 1970", func(time.Time) time.Time { return time.Unix(1, 0) }},
	{"to 2100", func(time.Time) time.Time { return time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC) }},
	{"back again", func(now time.Time) time.Time { return now }},
}

// stall is how long lines may take to arrive after a jump, on a busy machine, too:
// no wait of hashtail's is as long while nothing fails.
const stall = 15 * time.Second

// jump sets hashtail's wall clock.
func (s *story) jump(offset time.Duration) {
	s.must(rig.SetClock(s.daemon.PID(), offset))
}

// clockJump sets the wall clock of the running hashtail while lines come and
// files are rotated. The files' times go with it, as those of a file system of
// the same host, or stay, as those of a file server.
func clockJump(files bool) func(*story) {
	return func(s *story) {
		if err := rig.CanSetClock(); err != nil {
			s.skipped("%v", err)
		}
		s.input["ignore_older"] = "1h"
		s.start()
		s.app.write(500)
		s.caughtUp()
		longest := time.Duration(0)
		for _, j := range jumps {
			offset := time.Until(j.to(time.Now()))
			s.jump(offset)
			if files {
				s.app.clock = offset
			}
			begin := time.Now()
			for range 2 {
				s.app.write(500)
				renameCreate(s.app)
				s.app.write(500)
				s.caughtUp()
			}
			copyTruncate(s.app)
			s.app.write(500)
			s.caughtUp()
			took := time.Since(begin)
			longest = max(longest, took)
			if late := time.Now().Add(offset).Unix() - int64(s.metric("hashtail_last_success_timestamp_seconds")); late < -60 || late > 60 {
				s.complain("%s: hashtail's clock is wrong by %d s", j.name, late)
			}
			if took > stall {
				s.complain("%s: lines took %.1f s", j.name, took.Seconds())
			}
			s.stop() // and the clock stays where it is
			s.app.write(500)
			renameCreate(s.app)
			s.launch()
			s.jump(offset)
			s.must(s.daemon.Up(s.ctx))
			s.app.write(500)
			s.caughtUp()
		}
		s.note("%.1f s at most from a jump until the lines were there", longest.Seconds())
	}
}

// clockJumpRetries sets the wall clock while requests are refused and tried again.
func clockJumpRetries(s *story) {
	if err := rig.CanSetClock(); err != nil {
		s.skipped("%v", err)
	}
	p := &httpProxy{s: s, backend: s.lab.backends.Elasticsearch(), trick: refuseUntil, client: http.Client{Transport: &http.Transport{DisableCompression: true}}}
	s.stores[0].section()["urls"] = []string{p.serve()}
	s.app.rate = 3000
	s.start()
	stop := s.app.load(2000, renameCreate)
	for _, j := range jumps {
		s.jump(time.Until(j.to(time.Now())))
		enough := p.tricks.Load() + 2
		begin := time.Now()
		s.until("requests were refused after the jump "+j.name, func() bool { return p.tricks.Load() >= enough })
		if took := time.Since(begin); took > 2*stall {
			s.complain("%s: two requests took %.1f s", j.name, took.Seconds())
		}
	}
	p.end()
	s.over = time.Now()
	stop()
	s.note("%d of %d bulk requests", p.tricks.Load(), p.bulks.Load())
}

// refuseUntil refuses a request and asks for a pause by the server's clock.
func refuseUntil(p *httpProxy, w http.ResponseWriter, r *bulkRequest) {
	w.Header().Set("Retry-After", time.Now().Add(2*time.Second).UTC().Format(http.TimeFormat))
	refuse(http.StatusTooManyRequests, "es_rejected_execution_exception")(p, w, r)
}

// touch gives the file the time of the host's clock.
func (a *app) touch(f *os.File) {
	if a.clock != 0 {
		now := time.Now().Add(a.clock)
		a.s.must(os.Chtimes(fmt.Sprintf("/proc/self/fd/%d", f.Fd()), now, now))
	}
}
