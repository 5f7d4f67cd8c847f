package main

import (
	"context"
	"syscall"
	"time"
)

// killServer ends a server with -9 under load and starts it again. The other
// one gets its lines meanwhile.
func killServer(name string) func(*story) {
	return func(s *story) {
		s.later(func() { _ = s.lab.backends.Start(context.WithoutCancel(s.ctx), name) })
		s.app.rate = 3000
		s.start()
		stop := s.app.load(0, nil)
		for range s.scale(1, 5) {
			s.sleep(time.Second)
			s.must(s.lab.backends.Control(s.ctx, "kill", name))
			s.sleep(time.Second)
			written := s.lines.count()
			s.until("the other sink has its lines", func() bool { return s.haveWithout(name) >= written })
			s.must(s.lab.backends.Start(s.ctx, name))
		}
		s.over = time.Now()
		stop()
	}
}

// haveWithout is how many lines the sink has that is not down.
func (s *story) haveWithout(name string) int {
	for i, st := range s.stores {
		if s.plan.sinks[i] != name {
			n, _ := st.have(s.ctx) // 0 with an error: look again
			return n
		}
	}
	return 0
}

// stopServers makes the servers take connections and requests, and answer
// nothing.
func stopServers(pause time.Duration) func(*story) {
	return func(s *story) {
		signal := func(sig syscall.Signal) {
			for _, name := range s.plan.sinks {
				s.must(s.lab.backends.Signal(name, sig))
			}
		}
		s.app.rate = 2000
		s.start()
		stop := s.app.load(0, nil)
		s.sleep(time.Second)
		s.later(func() {
			for _, name := range s.plan.sinks {
				_ = s.lab.backends.Signal(name, syscall.SIGCONT)
			}
		})
		signal(syscall.SIGSTOP)
		s.sleep(pause)
		signal(syscall.SIGCONT)
		s.over = time.Now()
		s.sleep(500 * time.Millisecond)
		stop()
	}
}

// noTopic removes the topic before hashtail starts. Our brokers make the topics
// that a producer asks for, as many do, and at first answer that there is none.
func noTopic(s *story) {
	s.must(s.stores[0].(*topicStore).topic.Delete(s.ctx))
	s.start()
	s.app.write(2000)
	s.until("hashtail has tried in vain", func() bool { return s.metric("hashtail_batch_retries_total") > 0 })
	s.over = time.Now()
	s.app.write(1000)
}
