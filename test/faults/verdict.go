package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/hashtail/hashtail/test/rig"
)

// finish waits until all lines have arrived, or nothing comes any more, and
// ends hashtail.
func (s *story) finish() {
	if s.over.IsZero() {
		s.over = time.Now()
	}
	if s.daemon == nil {
		s.start()
	}
	if s.ctx.Err() != nil {
		s.fail("%v", s.ctx.Err())
	}
	s.recovered = s.lastArrival().Sub(s.over)
	s.quiet()
	s.truncations()
	s.stop()
	s.tally()
	s.secrets()
}

// tally counts what has arrived.
func (s *story) tally() {
	for _, st := range s.stores {
		t, err := st.read(s.ctx)
		s.must(err)
		s.tallies = append(s.tallies, t)
	}
}

// lastArrival waits until all lines have arrived, or nothing comes any more,
// and says when the last one did.
func (s *story) lastArrival() time.Time {
	want := s.lines.count() - len(s.settled)
	last, was := time.Now(), -1
	for {
		now := s.have()
		if now != was {
			last, was = time.Now(), now
		}
		patience := s.lab.patience
		if now >= want-len(s.unseen) {
			patience = time.Second // for lines that may well be gone
		}
		if now >= want || time.Since(last) > patience {
			return last
		}
		select {
		case <-s.daemon.Gone():
			s.fail("hashtail ended by itself")
		default:
		}
		s.sleep(s.every())
	}
}

// quiet waits until nothing is in flight, and then holds the balance sheet at
// /metrics against its promise.
func (s *story) quiet() {
	for _, sink := range s.plan.sinks {
		var b rig.Balance
		err := rig.Until(s.ctx, s.daemon.Gone(), s.lab.patience, 20*time.Millisecond, "the balance sheet holds", func() bool {
			m, err := s.daemon.Metrics()
			if err != nil {
				return false
			}
			b = m.Balance(sink)
			return b.Holds() && b.InFlight == 0
		})
		if err != nil {
			s.complain("%s: the balance does not hold: %v", sink, b)
		}
	}
}

// truncations notes what hashtail says of truncated files when lines could not
// be seen by anyone.
func (s *story) truncations() {
	if len(s.unseen) == 0 {
		return
	}
	m, err := s.daemon.Metrics()
	s.must(err)
	s.note("hashtail counted %.0f truncations and a gap of %.0f bytes at least",
		m.Sum("hashtail_truncations_total"), m.Sum("hashtail_gap_bytes_total"))
	if m.Sum("hashtail_truncations_total") == 0 {
		s.complain("no truncation was counted")
	}
}

// secrets looks for the token where it must not be.
func (s *story) secrets() {
	_ = filepath.WalkDir(s.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || path == s.logs {
			return fs.SkipDir
		}
		if d.Type().IsRegular() && holds(path, []byte(s.lines.token)) {
			s.complain("the token is in %s", filepath.Base(path))
		}
		return nil
	})
}

func holds(path string, secret []byte) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	buf := make([]byte, 1<<20)
	kept := 0
	for {
		n, err := f.Read(buf[kept:])
		if bytes.Contains(buf[:kept+n], secret) {
			return true
		}
		if err != nil {
			return false
		}
		tail := min(kept+n, len(secret))
		kept = copy(buf, buf[kept+n-tail:kept+n])
	}
}

// rows are the verdicts, one for each sink.
func (s *story) rows() []row {
	sinks := s.plan.sinks
	if len(sinks) == 0 {
		sinks = []string{"-"}
	}
	var rows []row
	for i, sink := range sinks {
		r := row{fault: s.plan.name, sink: sink, lines: s.lines.count(), lost: -1, doubled: -1, recovered: s.recovered, peak: s.peak,
			notes: slices.Clone(s.notes), wrong: slices.Clone(s.wrong), skipped: s.skip}
		if i < len(s.tallies) {
			s.judge(&r, s.tallies[i])
		}
		rows = append(rows, r)
	}
	return rows
}

// judge holds what arrived against what was written.
func (s *story) judge(r *row, t *tally) {
	wrong := func(format string, args ...any) { r.wrong = append(r.wrong, fmt.Sprintf(format, args...)) }
	gap := 0
	var lost []int
	for _, n := range t.missing(s.lines.count()) {
		switch {
		case s.settled[n]:
		case s.unseen[n]:
			gap++
		default:
			lost = append(lost, n)
		}
	}
	r.lost, r.doubled = len(lost), t.doubled()
	if gap > 0 {
		r.notes = append(r.notes, fmt.Sprintf("%d lines were in no file long enough for any reader", gap))
	}
	if r.lost > 0 {
		wrong("lost %s", ranges(lost))
	}
	switch {
	case s.plan.reread && r.doubled > 0:
		r.notes = append(r.notes, "what hashtail cannot know to be the same arrives again")
	case r.doubled > 0 && r.sink == "elasticsearch":
		wrong("a line has two ids")
	case t.otherID > 0:
		wrong("%d doubles have another event.id than the first", t.otherID)
	case r.doubled > 0 && !s.plan.doubles:
		wrong("doubled without a reason")
	}
	if t.foreign > 0 {
		wrong("%d events are no line of ours", t.foreign)
	}
}

// ranges writes sorted numbers as 3-7 12 20-21, shortened.
func ranges(n []int) string {
	var parts []string
	for i := 0; i < len(n); {
		j := i
		for j+1 < len(n) && n[j+1] == n[j]+1 {
			j++
		}
		part := fmt.Sprint(n[i])
		if j > i {
			part += fmt.Sprintf("-%d", n[j])
		}
		if parts = append(parts, part); len(parts) == 6 && j+1 < len(n) {
			parts = append(parts, "…")
			break
		}
		i = j + 1
	}
	return strings.Join(parts, " ")
}
