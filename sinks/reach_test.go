package sinks_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/segmentio/kafka-go"

	"github.com/hashtail/hashtail/sinks"
)

func TestElasticsearchReach(t *testing.T) {
	for _, tt := range []struct {
		name, want, says string
		root, privileges int
		answer           string
	}{
		{"all is well", "delivered", "", 200, 200, `{"has_all_requested":true}`},
		{"no privilege monitor", "delivered", "", 403, 200, `{"has_all_requested":true}`},
		{"no security", "delivered", "", 200, 400, `{"error":"no handler"}`},
		{"wrong credentials", "denied", "does not accept these credentials", 401, 401, `{}`},
		{"may not write", "denied", "may not create documents in logs-hashtail.auth-default", 200, 200, `{"has_all_requested":false}`},
		{"in trouble", "transient", "503", 503, 503, `{}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := newES(t, func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("X-Elastic-Product", "Elasticsearch")
				status := tt.root
				if strings.HasPrefix(r.URL.Path, "/_security/") {
					status = tt.privileges
				} else if r.URL.Path != "/" || r.Method != http.MethodGet {
					t.Errorf("%s %s is asked", r.Method, r.URL.Path)
				}
				w.WriteHeader(status)
				io.WriteString(w, tt.answer)
			})
			err := s.Reach(t.Context())
			if got := result(err); got != tt.want || err != nil && !strings.Contains(err.Error(), tt.says) {
				t.Errorf("Reach = %s (%v), want %s with %q", got, err, tt.want, tt.says)
			}
		})
	}
}

func TestKafkaReach(t *testing.T) {
	f := newBroker(t, 2)
	k := newKafka(t, f)
	if err := k.Reach(t.Context()); err != nil {
		t.Errorf("Reach = %v", err)
	}
	var _ sinks.Reacher = k
	f = newBroker(t, 0)
	f.topicError = kafka.UnknownTopicOrPartition
	err := newKafka(t, f).Reach(t.Context())
	if err == nil || !strings.Contains(err.Error(), "topic") {
		t.Errorf("Reach = %v, want that there is no such topic", err)
	}
}
