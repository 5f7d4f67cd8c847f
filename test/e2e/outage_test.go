//go:build e2e

package e2e_test

import (
	"os/exec"
	"testing"
)

// Backends that are down when hashtail starts get everything when they come up.
func TestBackendsDownAtStart(t *testing.T) {
	es, index, events := elasticsearch(t), unique("e2e-down-"), newTopic(t)
	h := newHost(t, obj{
		"elasticsearch": obj{"urls": []string{es.url}, "index": index},
		"kafka":         obj{"brokers": []string{env(t, "KAFKA_PLAINTEXT")}, "topic": events.name},
	})
	t.Cleanup(func() { control(t, "start", "elasticsearch", "kafka") })
	control(t, "stop", "elasticsearch", "kafka")

	appendFile(t, h.app, lines(newToken(), 0, few))
	d := h.start()
	d.until("a line about each dead backend", func() bool {
		return len(h.said("WARN|ERROR", "elasticsearch")) > 0 && len(h.said("WARN|ERROR", "kafka")) > 0
	})
	appendFile(t, h.app, lines(newToken(), few, 2*few))
	d.mustRun()

	control(t, "start", "elasticsearch", "kafka")
	d.until("all lines in both", func() bool { return es.count(index) >= 2*few && events.count() >= 2*few })
	d.stop()
	wantNumbers(t, "elasticsearch", es.documents(index), 2*few, false)
	wantNumbers(t, "kafka", events.values(), 2*few, true)
}

// One sink that is down does not hold up the other.
func TestOneSinkDown(t *testing.T) {
	es, index, events := elasticsearch(t), unique("e2e-lane-"), newTopic(t)
	h := newHost(t, obj{
		"elasticsearch": obj{"urls": []string{es.url}, "index": index},
		"kafka":         obj{"brokers": []string{env(t, "KAFKA_PLAINTEXT")}, "topic": events.name},
	})
	t.Cleanup(func() { control(t, "start", "kafka") })
	d := h.start()
	appendFile(t, h.app, lines(newToken(), 0, few))
	d.until("both have the first lines", func() bool { return es.count(index) >= few && events.count() >= few })

	control(t, "kill", "kafka")
	appendFile(t, h.app, lines(newToken(), few, 2*few))
	d.until("elasticsearch has all lines", func() bool { return es.count(index) >= 2*few })

	control(t, "start", "kafka")
	d.until("kafka has all lines", func() bool { return events.count() >= 2*few })
	d.stop()
	wantNumbers(t, "elasticsearch", es.documents(index), 2*few, false)
	wantNumbers(t, "kafka", events.values(), 2*few, true)
}

// control runs backends.sh for some of the servers.
func control(t *testing.T, args ...string) {
	t.Helper()
	if out, err := exec.Command("../backends/backends.sh", args...).CombinedOutput(); err != nil {
		t.Fatalf("backends.sh %v: %v\n%s", args, err, out)
	}
}
