package sinks_test

import (
	"errors"
	"io"
	"log/slog"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/redact"
	"github.com/hashtail/hashtail/sinks"
	"github.com/segmentio/kafka-go"
	"github.com/segmentio/kafka-go/protocol/produce"
)

func newKafka(t testing.TB, f *fakeBroker, change ...func(*sinks.KafkaConfig)) *sinks.Kafka {
	t.Helper()
	c := sinks.KafkaConfig{Brokers: []string{f.Addr().String()}, Topic: "auth-events", Compression: "none", Timeout: sinks.Duration(5 * time.Second)}
	for _, f := range change {
		f(&c)
	}
	k, err := sinks.NewKafka(c, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { k.Close() })
	return k
}

// keyed is a page of n documents, each with a token of its own but the last.
func keyed(t testing.TB, n int) sinks.Batch {
	t.Helper()
	p := sinks.NewPage(1 << 20).WithKeys()
	for i := range n {
		e := event.Event{ID: event.ID{Source: 0xfeed, Offset: int64(i)}, Time: time.UnixMilli(1_700_000_000_000 + int64(i))}
		if i < n-1 {
			e.Token = redact.Token{Sum: [32]byte{byte(i), byte(i >> 8), 1}, Hash: [32]byte{byte(i), byte(i >> 8), 2}}
		}
		if !p.Add(text(`{"n":`+strconv.Itoa(i)+`}`), &e) {
			t.Fatal("page full")
		}
	}
	return p.All()
}

func TestKafkaMessages(t *testing.T) {
	for _, compression := range []string{"none", "gzip", "snappy", "lz4", "zstd"} {
		t.Run(compression, func(t *testing.T) {
			f := newBroker(t, 5)
			k := newKafka(t, f, func(c *sinks.KafkaConfig) { c.Compression = compression })
			b := keyed(t, 300)
			if err := k.Send(t.Context(), b); err != nil {
				t.Fatal(err)
			}
			slices.SortFunc(f.stored, func(a, b message) int { return strings.Compare(a.id, b.id) })
			if len(f.stored) != b.Len() {
				t.Fatalf("%d messages, want %d", len(f.stored), b.Len())
			}
			for i, m := range f.stored {
				d := b.Doc(i)
				partition := int(d.Hash&0x7fffffff) % 5
				if d.Key == nil {
					partition = m.partition // any
				}
				want := message{partition, string(d.Key), string(d.Body), string(d.ID.Append(nil)), time.UnixMilli(d.Time), d.Key != nil, true, m.compressed, len(d.Body)}
				if m != want {
					t.Errorf("message %d = %+v, want %+v", i, m, want)
				}
			}
			if (f.stored[0].compressed != 0) != (compression != "none") {
				t.Errorf("codec %d for %s", f.stored[0].compressed, compression)
			}
		})
	}
}

// Brokers refuse times that are far ahead: such a message gets the time of now.
func TestKafkaTimes(t *testing.T) {
	f := newBroker(t, 1)
	p := sinks.NewPage(1 << 10).WithKeys()
	now := time.Now()
	for _, at := range []time.Time{now.Add(-time.Hour), now.Add(48 * time.Hour), time.UnixMilli(-5)} {
		p.Add(text("{}"), &event.Event{Time: at})
	}
	if err := newKafka(t, f).Send(t.Context(), p.All()); err != nil {
		t.Fatal(err)
	}
	for i, want := range []time.Time{now.Add(-time.Hour), now, now} {
		if d := f.stored[i].time.Sub(want).Abs(); d > time.Minute {
			t.Errorf("message %d is at %v, want %v", i, f.stored[i].time, want)
		}
	}
}

func TestKafkaErrors(t *testing.T) {
	fails := func(code kafka.Error) func(int, []message) (kafka.Error, []produce.ResponseError) {
		return func(int, []message) (kafka.Error, []produce.ResponseError) { return code, nil }
	}
	for _, tt := range []struct {
		name   string
		answer func(int, []message) (kafka.Error, []produce.ResponseError)
		docs   []int // of the page's eight
		want   string
	}{
		{"no leader", fails(kafka.LeaderNotAvailable), nil, "transient"},
		{"leader moved", fails(kafka.NotLeaderForPartition), nil, "transient"},
		{"too few replicas", fails(kafka.NotEnoughReplicas), nil, "transient"},
		{"disk", fails(kafka.KafkaStorageError), nil, "transient"},
		{"slow", fails(kafka.RequestTimedOut), nil, "transient"},
		{"new error of Kafka's", fails(1234), nil, "transient"},
		{"no right", fails(kafka.TopicAuthorizationFailed), nil, "denied"},
		{"policy", fails(kafka.PolicyViolation), nil, "denied"},
		{"too large together", fails(kafka.MessageSizeTooLarge), nil, "too large"},
		{"too large alone", fails(kafka.MessageSizeTooLarge), []int{3}, "retry [] reject 0 (Message Size Too Large)"},
		{"invalid, nobody named", fails(kafka.InvalidRecord), nil, "too large"},
		{"invalid alone", fails(kafka.InvalidRecord), []int{3}, "retry [] reject 0 (Invalid Record)"},
		{"one partition", func(p int, _ []message) (kafka.Error, []produce.ResponseError) {
			if p == 1 {
				return kafka.LeaderNotAvailable, nil
			}
			return 0, nil
		}, []int{0, 1, 2, 3}, "retry [1] transient"},
		{"record named", func(p int, got []message) (kafka.Error, []produce.ResponseError) {
			if p == 2 {
				return kafka.InvalidTimestamp, []produce.ResponseError{{BatchIndex: 1, BatchIndexErrorMessage: "quoted"}}
			}
			return 0, nil
		}, nil, "retry [0 6] reject 2 (Invalid Timestamp)"},
		{"a record named that was not sent", func(int, []message) (kafka.Error, []produce.ResponseError) {
			return kafka.InvalidTimestamp, []produce.ResponseError{{BatchIndex: 99}}
		}, nil, "too large"},
		{"the same of one partition", func(p int, _ []message) (kafka.Error, []produce.ResponseError) {
			if p == 2 {
				return kafka.InvalidTimestamp, []produce.ResponseError{{BatchIndex: -1}}
			}
			return 0, nil
		}, nil, "retry [0 2 6] too large"},
		{"worst first", func(p int, _ []message) (kafka.Error, []produce.ResponseError) {
			return []kafka.Error{kafka.LeaderNotAvailable, kafka.TopicAuthorizationFailed, kafka.MessageSizeTooLarge}[p], nil
		}, nil, "transient"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := newBroker(t, 3)
			f.answer = tt.answer
			b := keyed(t, 9).Slice(0, 8)
			if tt.docs != nil {
				b = b.Pick(tt.docs)
			}
			err := newKafka(t, f).Send(t.Context(), b)
			if got := result(err); got != tt.want {
				t.Errorf("Send = %s (%v), want %s; partitions %v", got, err, tt.want, partitions(b, 3))
			}
			if err != nil && (strings.Contains(err.Error(), "own text") || strings.Contains(err.Error(), "quoted")) {
				t.Errorf("the error carries the broker's text: %v", err)
			}
		})
	}
}

// partitions says where the documents belong.
func partitions(b sinks.Batch, n int) (at []int) {
	for i := range b.Len() {
		at = append(at, int(b.Doc(i).Hash&0x7fffffff)%n)
	}
	return at
}

func TestKafkaTopicNotThereYet(t *testing.T) {
	f := newBroker(t, 0)
	f.topicError = kafka.UnknownTopicOrPartition
	k := newKafka(t, f)
	err := k.Send(t.Context(), keyed(t, 9))
	if got := result(err); got != "transient" || !strings.Contains(err.Error(), "create the topic") {
		t.Errorf("Send = %s (%v), want transient", got, err)
	}
	f.mu.Lock()
	f.topicError, f.partitions = 0, 2
	f.mu.Unlock()
	if err := k.Send(t.Context(), keyed(t, 9)); err != nil {
		t.Errorf("the next Send, when the topic is there: %v", err)
	}
	f.mu.Lock()
	f.topicError = kafka.TopicAuthorizationFailed
	f.mu.Unlock()
	if got := result(newKafka(t, f).Send(t.Context(), keyed(t, 9))); got != "denied" {
		t.Errorf("Send = %s, want denied", got)
	}
}

// After an error the next Send asks for the layout again, not in a minute.
func TestKafkaRefreshesAfterErrors(t *testing.T) {
	f := newBroker(t, 1)
	f.answer = func(int, []message) (kafka.Error, []produce.ResponseError) { return kafka.NotLeaderForPartition, nil }
	k := newKafka(t, f)
	k.Send(t.Context(), keyed(t, 9))
	f.mu.Lock()
	asked := f.metadata
	f.partitions, f.answer = 4, nil
	f.mu.Unlock()
	if err := k.Send(t.Context(), keyed(t, 9)); err != nil {
		t.Fatal(err)
	}
	if f.metadata == asked {
		t.Error("the layout was not asked for again")
	}
	used := map[int]bool{}
	for _, m := range f.stored {
		used[m.partition] = true
	}
	if len(used) < 2 {
		t.Errorf("partitions used: %v, want those of the new layout", used)
	}
}

// A page for one partition is cut so that no request is larger than the
// brokers take, and no smaller than it must be.
func TestKafkaBatchSize(t *testing.T) {
	const limit = 64 << 10
	f := newBroker(t, 1)
	f.answer = func(_ int, got []message) (kafka.Error, []produce.ResponseError) {
		size := 0
		for _, m := range got {
			size += m.size + len(m.key) + 60
		}
		if size > limit && len(got) > 1 {
			return kafka.MessageSizeTooLarge, nil
		}
		return 0, nil
	}
	k := newKafka(t, f, func(c *sinks.KafkaConfig) { c.MaxMessageBytes = limit })
	docs := slices.Repeat([]string{`{"m":"` + strings.Repeat("x", 1000) + `"}`}, 55)
	docs[20] = `{"m":"` + strings.Repeat("y", 100<<10) + `"}`
	p := sinks.NewPage(1 << 20).WithKeys()
	for i, d := range docs {
		p.Add(text(d), &event.Event{ID: event.ID{Offset: int64(i)}})
	}
	if err := k.Send(t.Context(), p.All()); err != nil {
		t.Fatal(err)
	}
	if len(f.stored) != len(docs) || f.requests > 6 {
		t.Errorf("%d messages in %d requests, want %d in a few", len(f.stored), f.requests, len(docs))
	}
}

// A topic may take less than the brokers do: that is found out once, not with each page.
func TestKafkaTopicTakesLess(t *testing.T) {
	f := newBroker(t, 1)
	refused := 0
	f.answer = func(_ int, got []message) (kafka.Error, []produce.ResponseError) {
		if len(got) > 8 {
			refused++
			return kafka.MessageSizeTooLarge, nil
		}
		return 0, nil
	}
	k := newKafka(t, f)
	docs := slices.Repeat([]string{`{"m":"` + strings.Repeat("x", 1000) + `"}`}, 30)
	for range 10 {
		if err := k.Send(t.Context(), batch(t, docs...)); err == nil {
			break
		}
	}
	if len(f.stored) < len(docs) {
		t.Fatalf("%d messages are stored of %d", len(f.stored), len(docs))
	}
	before := refused
	if err := k.Send(t.Context(), batch(t, docs...)); err != nil || refused != before {
		t.Errorf("Send = %v, and %d more requests were refused", err, refused-before)
	}
}

func TestKafkaKeylessTakeTurns(t *testing.T) {
	f := newBroker(t, 3)
	k := newKafka(t, f)
	for range 6 {
		if err := k.Send(t.Context(), batch(t, "{}", "{}")); err != nil {
			t.Fatal(err)
		}
	}
	used := map[int]int{}
	for _, m := range f.stored {
		used[m.partition]++
	}
	if len(used) != 3 || used[0] != 4 || f.requests != 6 {
		t.Errorf("messages by partition = %v in %d requests, want 4 each in 6", used, f.requests)
	}
}

// When the broker falls silent Send returns at the timeout, and the page may be
// used again at once: the race detector watches.
func TestKafkaSilentBroker(t *testing.T) {
	f := newBroker(t, 2)
	f.silent = true
	k := newKafka(t, f, func(c *sinks.KafkaConfig) { c.Timeout, c.Compression = sinks.Duration(30*time.Millisecond), "gzip" })
	p := sinks.NewPage(1 << 20).WithKeys()
	for range 5 {
		p.Reset(1 << 20)
		for p.Add(text(`{"m":"`+strings.Repeat("x", 200)+`"}`), &event.Event{Source: event.Endpoint{IP: netip.MustParseAddr("192.0.2.1")}}) {
		}
		if got := result(k.Send(t.Context(), p.All())); got != "transient" {
			t.Errorf("Send = %s, want transient", got)
		}
	}
}

func TestKafkaUnreachable(t *testing.T) {
	f := newBroker(t, 1)
	k := newKafka(t, f)
	f.Close()
	err := k.Send(t.Context(), keyed(t, 9))
	if got := result(err); got != "transient" || strings.Contains(err.Error(), "Client") {
		t.Errorf("Send = %s (%v), want transient", got, err)
	}
}

// What another server than Kafka answers is an error, however it begins: kafka-go takes the
// first bytes for a length, which may be negative or billions.
func TestKafkaAnotherServer(t *testing.T) {
	for _, tt := range []struct{ name, answer string }{
		{"a web server", "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"},
		{"one that wants TLS", "\x15\x03\x03\x00\x02\x02\x28"},
		{"a negative length", "\x98\xad\x51\x9e" + strings.Repeat("\x00", 100)},
		{"another number than that of the request", "\x00\x00\x00\x0a\x00\x00\x00\x07\x00\x00\x00\x00\x00\x00"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			defer l.Close()
			go func() {
				for {
					conn, err := l.Accept()
					if err != nil {
						return
					}
					_, _ = conn.Read(make([]byte, 100))
					for i := range len(tt.answer) { // in pieces, as a network may bring it
						_, _ = io.WriteString(conn, tt.answer[i:i+1])
					}
				}
			}()
			err = newKafka(t, &fakeBroker{Listener: l}).Send(t.Context(), keyed(t, 1))
			if got := result(err); got != "denied" || !strings.Contains(err.Error(), "does not answer as Kafka does") {
				t.Errorf("Send = %s (%v), want denied, with the reason", got, err)
			}
		})
	}
}

func TestKafkaConfig(t *testing.T) {
	secret := sinks.Secret(strings.Repeat("p", 20))
	brokers := []string{"kafka.example:9092"}
	login := func(mechanism string) *sinks.KafkaSASL {
		return &sinks.KafkaSASL{Mechanism: mechanism, Username: "u", Password: secret}
	}
	for _, tt := range []struct {
		name string
		c    sinks.KafkaConfig
		want string
	}{
		{"least", sinks.KafkaConfig{Brokers: brokers, Topic: "auth-events"}, ""},
		{"no brokers", sinks.KafkaConfig{Topic: "t"}, "brokers: name"},
		{"no port", sinks.KafkaConfig{Brokers: []string{"kafka"}, Topic: "t"}, "host:port"},
		{"no topic", sinks.KafkaConfig{Brokers: brokers}, "topic"},
		{"topic", sinks.KafkaConfig{Brokers: brokers, Topic: "a/b"}, "topic"},
		{"compression", sinks.KafkaConfig{Brokers: brokers, Topic: "t", Compression: "br"}, "lz4"},
		{"mechanism", sinks.KafkaConfig{Brokers: brokers, Topic: "t", SASL: login("gssapi")}, "mechanism"},
		{"no password", sinks.KafkaConfig{Brokers: brokers, Topic: "t", SASL: &sinks.KafkaSASL{Mechanism: "plain", Username: "u"}}, "username and password"},
		{"plain without TLS", sinks.KafkaConfig{Brokers: brokers, Topic: "t", SASL: login("plain")}, "unencrypted"},
		{"plain as Kafka writes it, without TLS", sinks.KafkaConfig{Brokers: brokers, Topic: "t", SASL: login("PLAIN")}, "unencrypted"},
		{"SCRAM as Kafka writes it", sinks.KafkaConfig{Brokers: brokers, Topic: "t", SASL: login("SCRAM-SHA-512")}, ""},
		{"plain, accepted", sinks.KafkaConfig{Brokers: brokers, Topic: "t", SASL: login("plain"), Insecure: true}, ""},
		{"plain with TLS", sinks.KafkaConfig{Brokers: brokers, Topic: "t", SASL: login("plain"), TLS: &sinks.TLS{}}, ""},
		{"plain on loopback", sinks.KafkaConfig{Brokers: []string{"127.0.0.1:9092"}, Topic: "t", SASL: login("plain")}, ""},
		{"SCRAM without TLS", sinks.KafkaConfig{Brokers: brokers, Topic: "t", SASL: login("scram-sha-512")}, ""},
		{"tiny batches", sinks.KafkaConfig{Brokers: brokers, Topic: "t", MaxMessageBytes: 100}, "max_message_bytes"},
		{"TLS options", sinks.KafkaConfig{Brokers: brokers, Topic: "t", TLS: &sinks.TLS{CAFingerprint: "x"}}, "64 digits"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := tt.c.Validate()
			if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Validate = %v, want %q", err, tt.want)
			}
			if err != nil && strings.Contains(err.Error(), string(secret)) {
				t.Errorf("the error shows a secret: %v", err)
			}
			if _, err := sinks.NewKafka(tt.c, slog.New(slog.DiscardHandler)); (err == nil) != (tt.want == "") {
				t.Errorf("NewKafka = %v", err)
			}
		})
	}
}

// The error keeps what the lane decides by.
func TestKafkaErrorWraps(t *testing.T) {
	f := newBroker(t, 2)
	f.answer = func(p int, _ []message) (kafka.Error, []produce.ResponseError) {
		if p == 0 {
			return kafka.TopicAuthorizationFailed, nil
		}
		return 0, nil
	}
	err := newKafka(t, f).Send(t.Context(), keyed(t, 9))
	partial, ok := errors.AsType[*sinks.PartialError](err)
	whole, ok2 := errors.AsType[*sinks.Error](err)
	if !ok || !ok2 || whole.Verdict != sinks.Denied || len(partial.Retry) == 0 {
		t.Errorf("Send = %#v", err)
	}
}
