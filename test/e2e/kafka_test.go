//go:build e2e

package e2e_test

import (
	"testing"
)

// Every way into Kafka, and every compression.
func TestKafka(t *testing.T) {
	sasl := func(h *host, mechanism string) obj {
		return obj{"mechanism": mechanism, "username": env(h.t, "KAFKA_USER"), "password": h.secret(env(h.t, "KAFKA_PASSWORD"))}
	}
	trust := obj{"ca_file": env(t, "TLS_CA")}
	for _, tt := range []struct {
		name    string
		port    string
		section func(h *host) obj
	}{
		{"no login", "KAFKA_PLAINTEXT", func(*host) obj { return obj{"compression": "none"} }},
		{"gzip", "KAFKA_PLAINTEXT", func(*host) obj { return obj{"compression": "gzip"} }},
		{"snappy", "KAFKA_PLAINTEXT", func(*host) obj { return obj{"compression": "snappy"} }},
		{"lz4", "KAFKA_PLAINTEXT", func(*host) obj { return obj{"compression": "lz4"} }},
		{"zstd", "KAFKA_PLAINTEXT", func(*host) obj { return obj{"compression": "zstd"} }},
		{"PLAIN", "KAFKA_SASL", func(h *host) obj { return obj{"sasl": sasl(h, "plain")} }},
		{"SCRAM-SHA-256", "KAFKA_SASL", func(h *host) obj { return obj{"sasl": sasl(h, "scram-sha-256")} }},
		{"SCRAM-SHA-512", "KAFKA_SASL", func(h *host) obj { return obj{"sasl": sasl(h, "scram-sha-512")} }},
		{"TLS", "KAFKA_TLS", func(*host) obj { return obj{"tls": trust} }},
		{"PLAIN over TLS", "KAFKA_SASL_TLS", func(h *host) obj { return obj{"tls": trust, "sasl": sasl(h, "plain")} }},
		{"SCRAM over TLS", "KAFKA_SASL_TLS", func(h *host) obj { return obj{"tls": trust, "sasl": sasl(h, "scram-sha-512")} }},
		{"mutual TLS", "KAFKA_MTLS", func(*host) obj {
			return obj{"tls": obj{"ca_file": env(t, "TLS_CA"), "cert_file": env(t, "TLS_CLIENT_CERT"), "key_file": env(t, "TLS_CLIENT_KEY")}}
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h, events := newHost(t, nil), newTopic(t)
			section := tt.section(h)
			section["brokers"], section["topic"] = []string{env(t, tt.port)}, events.name
			h.config["sinks"] = obj{"kafka": section}
			appendFile(t, h.app, lines(newToken(), 0, few))
			d := h.start()
			d.until("all messages", func() bool { return events.count() >= few })
			d.stop()
			wantNumbers(t, "kafka", events.values(), few, false)
		})
	}
}

// One token, one partition: consumers that look for misuse see all of it.
func TestKafkaPartitionByToken(t *testing.T) {
	const tokens = 12
	events := newTopic(t)
	h := newHost(t, obj{"kafka": obj{"brokers": []string{env(t, "KAFKA_PLAINTEXT")}, "topic": events.name}})
	for i := range tokens {
		appendFile(t, h.app, lines(newToken(), i*few, (i+1)*few))
	}
	d := h.start()
	d.until("all messages", func() bool { return events.count() >= tokens*few })
	d.stop()
	partition, used := make(map[string]int), make(map[int]bool)
	for _, m := range events.messages() {
		key := string(m.Key)
		if before, ok := partition[key]; ok && before != m.Partition {
			t.Fatalf("one key is in the partitions %d and %d", before, m.Partition)
		}
		partition[key] = m.Partition
		used[m.Partition] = true
	}
	if len(partition) != tokens {
		t.Errorf("%d different keys for %d tokens", len(partition), tokens)
	}
	if len(used) < 2 {
		t.Errorf("%d tokens are all in one partition", tokens)
	}
}

// What Kafka refuses is one clear line; hashtail goes on, and a restart with the right credentials ships everything.
func TestKafkaRefused(t *testing.T) {
	login := func(h *host, password string) obj {
		return obj{"sasl": obj{"mechanism": "scram-sha-512", "username": env(h.t, "KAFKA_USER"), "password": h.secret(password)}}
	}
	trust := func(ca string) obj { return obj{"tls": obj{"ca_file": ca}} }
	for _, tt := range []struct {
		name, port   string
		wrong, right func(h *host) obj
	}{
		{"wrong password", "KAFKA_SASL",
			func(h *host) obj { return login(h, newToken()) },
			func(h *host) obj { return login(h, env(h.t, "KAFKA_PASSWORD")) }},
		{"wrong CA", "KAFKA_TLS",
			func(h *host) obj { return trust(foreignCA(h.t)) },
			func(h *host) obj { return trust(env(h.t, "TLS_CA")) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h, events := newHost(t, nil), newTopic(t)
			use := func(section obj) {
				section["brokers"], section["topic"] = []string{env(t, tt.port)}, events.name
				h.config["sinks"] = obj{"kafka": section}
			}
			appendFile(t, h.app, lines(newToken(), 0, few))
			use(tt.wrong(h))
			d := h.start()
			d.until("a line about the refusal", func() bool { return len(h.said("WARN|ERROR", "kafka")) > 0 })
			d.mustRun()
			d.kill()

			use(tt.right(h))
			d = h.start()
			d.until("all messages", func() bool { return events.count() >= few })
			d.stop()
			wantNumbers(t, "kafka", events.values(), few, false)
		})
	}
}
