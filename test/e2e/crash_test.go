//go:build e2e

package e2e_test

import (
	"testing"
)

// kill -9 again and again while shipping: every line arrives, in Elasticsearch
// once; in Kafka a line that arrives twice carries the same event.id.
func TestKillWhileShipping(t *testing.T) {
	const n, kills = 60_000, 5
	es, index, events := elasticsearch(t), unique("e2e-kill-"), newTopic(t)
	h := newHost(t, obj{
		"elasticsearch": obj{"urls": []string{es.url}, "index": index},
		"kafka":         obj{"brokers": []string{env(t, "KAFKA_PLAINTEXT")}, "topic": events.name},
	})
	appendFile(t, h.app, lines(newToken(), 0, n))

	inTheMiddle := 0
	for range kills {
		before := es.count(index)
		d := h.start()
		d.until("more documents than before the last kill", func() bool { return es.count(index) > min(before, n-1) })
		d.kill()
		if es.count(index) < n || events.count() < n {
			inTheMiddle++
		}
	}
	if inTheMiddle == 0 {
		t.Error("every kill came after the last line; this shows nothing")
	}
	t.Logf("%d of %d kills while lines were under way", inTheMiddle, kills)

	d := h.start()
	d.until("all lines in both sinks", func() bool { return es.count(index) >= n && events.count() >= n })
	d.stop()

	wantNumbers(t, "elasticsearch", es.documents(index), n, false)
	wantNumbers(t, "kafka", events.values(), n, true)
	ids := make(map[int]string)
	for _, m := range events.messages() {
		id, line := header(m, "event.id"), number(m.Value)
		if id == "" {
			t.Fatal("a message without the header event.id")
		}
		if first, twice := ids[line]; twice && first != id {
			t.Fatalf("line %d has the ids %s and %s", line, first, id)
		}
		ids[line] = id
	}
}
