package sinks

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/segmentio/kafka-go"
	"github.com/segmentio/kafka-go/protocol"
	"github.com/segmentio/kafka-go/sasl"
	"github.com/segmentio/kafka-go/sasl/plain"
	"github.com/segmentio/kafka-go/sasl/scram"
)

// KafkaConfig is the section sinks.kafka.
type KafkaConfig struct {
	Brokers         []string   `yaml:"brokers"`
	Topic           string     `yaml:"topic"`
	Compression     string     `yaml:"compression"` // lz4 (default), zstd, snappy, gzip or none
	SASL            *KafkaSASL `yaml:"sasl"`
	TLS             *TLS       `yaml:"tls"`               // present, even empty ({}): TLS is on
	Timeout         Duration   `yaml:"timeout"`           // of one request; default 30s
	MaxMessageBytes Size       `yaml:"max_message_bytes"` // of one batch before compression; the brokers' message.max.bytes, default 1MiB
	Insecure        bool       `yaml:"insecure"`          // SASL PLAIN without TLS to another host
}

// KafkaSASL is how hashtail logs in.
type KafkaSASL struct {
	Mechanism string `yaml:"mechanism"` // plain, scram-sha-256 or scram-sha-512
	Username  string `yaml:"username"`
	Password  Secret `yaml:"password"`
}

// batchOverhead is what a batch has around its records, generously.
const batchOverhead = 4 << 10

func (c KafkaConfig) withDefaults() KafkaConfig {
	if c.Compression == "" {
		c.Compression = "lz4"
	}
	if c.Timeout == 0 {
		c.Timeout = Duration(30 * time.Second)
	}
	if c.MaxMessageBytes == 0 {
		c.MaxMessageBytes = 1 << 20
	}
	return c
}

func (c *KafkaConfig) largestChunk() int64 { return int64(c.MaxMessageBytes) - batchOverhead }

// topicName is what Kafka allows, up to maxTopicName bytes: as {1,249} here, the expression
// takes 320 KB.
var topicName = regexp.MustCompile(`^[A-Za-z0-9._-]+$`)

const maxTopicName = 249

// Validate says what cannot work. It does not touch files or the network.
func (c *KafkaConfig) Validate() error {
	var errs []error
	bad := func(format string, a ...any) { errs = append(errs, fmt.Errorf(format, a...)) }
	if len(c.Brokers) == 0 {
		bad("brokers: name at least one, like kafka.example:9092")
	}
	for _, b := range c.Brokers {
		host, _, err := net.SplitHostPort(b)
		if err != nil || host == "" {
			bad("brokers: %q is not host:port", b)
			continue
		}
		if c.SASL != nil && strings.EqualFold(c.SASL.Mechanism, "plain") && c.TLS == nil && !c.Insecure && !loopback(host) {
			bad("brokers: %s would get the password unencrypted: add tls: {}, use scram-sha-512, or set insecure: true to accept that", b)
		}
	}
	if !topicName.MatchString(c.Topic) || len(c.Topic) > maxTopicName || c.Topic == "." || c.Topic == ".." {
		bad("topic %q is no topic name: letters, digits, dot, _ and -", c.Topic)
	}
	d := c.withDefaults()
	if _, ok := codecs[d.Compression]; !ok {
		bad("compression %q is unknown: lz4, zstd, snappy, gzip or none", c.Compression)
	}
	if d.Timeout < 0 {
		bad("timeout must be positive")
	}
	if d.MaxMessageBytes < 2*batchOverhead {
		bad("max_message_bytes must be at least %v", Size(2*batchOverhead))
	}
	if c.SASL != nil {
		if _, err := c.SASL.mechanism(); err != nil {
			errs = append(errs, err)
		}
	}
	if c.TLS != nil {
		if err := c.TLS.validate(); err != nil {
			bad("tls: %w", err)
		}
	}
	return errors.Join(errs...)
}

func (s *KafkaSASL) mechanism() (sasl.Mechanism, error) {
	if s.Username == "" || s.Password == "" {
		return nil, errors.New("sasl: set username and password")
	}
	switch strings.ToLower(s.Mechanism) { // Kafka writes SCRAM-SHA-512
	case "plain":
		return plain.Mechanism{Username: s.Username, Password: string(s.Password)}, nil
	case "scram-sha-256":
		return scramMechanism(scram.SHA256, s)
	case "scram-sha-512":
		return scramMechanism(scram.SHA512, s)
	}
	return nil, fmt.Errorf("sasl: mechanism %q is unknown: plain, scram-sha-256 or scram-sha-512", s.Mechanism)
}

func scramMechanism(a scram.Algorithm, s *KafkaSASL) (sasl.Mechanism, error) {
	m, err := scram.Mechanism(a, s.Username, string(s.Password))
	if err != nil { // whose text may quote the password
		return nil, errors.New("sasl: username or password holds characters that SCRAM does not allow")
	}
	return m, nil
}

// Kafka sends to one topic. A message's key is its document's, its partition
// is what Kafka's own default partitioner gives for the document's hash, and
// its header event.id recognises a message that came twice: after a cut
// connection or a time-out nobody knows whether the broker stored a batch, and
// it is sent again.
type Kafka struct {
	config    KafkaConfig
	client    *kafka.Client
	transport *kafka.Transport
	topic     atomic.Pointer[topicState]
	turn      atomic.Uint32 // where the next batch's documents without a key go
	limit     atomic.Int64  // bytes of the largest chunk, as far as the topic has refused larger ones
	log       *slog.Logger
	scratch   freeList[*kafkaScratch] // one for each Send at work
	requests  freeList[[]byte]        // encoded batches
	counts    counts
}

// kafkaScratch is the memory of one Send.
type kafkaScratch struct {
	assignment
	batchEncoder
}

func (k *Kafka) newScratch() (*kafkaScratch, error) {
	c, err := newCodec(k.config.Compression)
	return &kafkaScratch{batchEncoder: batchEncoder{codec: c}}, err
}

// produceAtOnce bounds the requests that one Send has in flight.
const produceAtOnce = 8

// NewKafka reads certificates but does not use the network.
func NewKafka(c KafkaConfig, log *slog.Logger) (*Kafka, error) {
	if err := c.Validate(); err != nil {
		return nil, err
	}
	c = c.withDefaults()
	dialer, err := newKafkaDialer(c, log)
	if err != nil {
		return nil, err
	}
	t := &kafka.Transport{
		Dial:           dialer.DialContext,
		DialTimeout:    3 * dialTimeout, // for all brokers together: one that is silent must not use it up
		ClientID:       "hashtail",
		MetadataTTL:    time.Minute, // kafka-go waits a random part of it; errors drop it sooner
		MetadataTopics: []string{c.Topic},
	}
	if c.SASL != nil {
		if t.SASL, err = c.SASL.mechanism(); err != nil {
			return nil, err
		}
	}
	k := &Kafka{
		config: c,
		// A client without a Timeout waits for ever, and tells the broker to
		// give up after 500 ms.
		client:    &kafka.Client{Addr: kafka.TCP(c.Brokers...), Timeout: time.Duration(c.Timeout), Transport: t},
		transport: t,
		scratch:   newFreeList[*kafkaScratch](4),
		requests:  newFreeList[[]byte](produceAtOnce),
		log:       log,
	}
	k.limit.Store(c.largestChunk())
	w, err := k.newScratch()
	if err != nil {
		return nil, err
	}
	k.scratch.put(w)
	return k, nil
}

// Close closes idle connections.
func (k *Kafka) Close() error {
	k.transport.CloseIdleConnections()
	return nil
}

// Stats counts the documents that were rejected for ever.
func (k *Kafka) Stats() Stats { return k.counts.stats() }

// Send implements [Sink].
func (k *Kafka) Send(ctx context.Context, b Batch) error {
	if b.Len() == 0 {
		return nil
	}
	topic, err := k.topicState(ctx)
	if err != nil {
		return err
	}
	w, ok := k.scratch.get()
	if !ok {
		if w, err = k.newScratch(); err != nil {
			return &Error{Err: err}
		}
	}
	defer func() {
		if cap(w.plain) <= maxKept {
			k.scratch.put(w)
		}
	}()
	w.assign(b, topic.pick, int(k.limit.Load()), k.turn.Add(1))

	slots := make(chan struct{}, produceAtOnce)
	var requests sync.WaitGroup
	for i := range w.chunks {
		c := &w.chunks[i]
		slots <- struct{}{}
		request, _ := k.requests.get()
		request, err := w.encode(request, b, c.docs)
		if err != nil {
			c.err = &chunkError{err: fmt.Errorf("encode: %w", err)}
			<-slots
			continue
		}
		requests.Go(func() {
			c.err = k.produce(ctx, c.partition, request)
			<-slots
		})
	}
	requests.Wait()
	k.learn(b, w.chunks)
	return k.outcome(b, w.chunks)
}

// learn has the next chunks be half as large as one that the topic has refused for its size:
// else each page would be sent several times, now and always.
func (k *Kafka) learn(b Batch, chunks []chunk) {
	for _, c := range chunks {
		if c.err == nil || len(c.docs) == 1 || !errors.Is(c.err.err, kafka.MessageSizeTooLarge) {
			continue
		}
		half := int64(0)
		for _, i := range c.docs {
			half += int64(recordSize(b.Doc(int(i)))) / 2
		}
		if limit := k.limit.Load(); half < limit && k.limit.CompareAndSwap(limit, half) && limit == k.config.largestChunk() {
			k.log.Warn("the topic takes smaller batches than sinks.kafka.max_message_bytes: lower that, or raise the topic's max.message.bytes")
		}
	}
}

// produce sends one record batch to one partition.
func (k *Kafka) produce(ctx context.Context, partition int, batch []byte) *chunkError {
	res, err := k.client.RawProduce(ctx, &kafka.RawProduceRequest{
		Topic:        k.config.Topic,
		Partition:    partition,
		RequiredAcks: kafka.RequireAll, // the zero value asks for no acknowledgement at all
		RawRecords:   protocol.RawRecordSet{Reader: bytes.NewReader(batch)},
	})
	if err != nil {
		return &chunkError{err: err} // kafka-go may still be sending: batch is not used again
	}
	if cap(batch) <= maxKept {
		k.requests.put(batch)
	}
	if res.Error == nil {
		return nil
	}
	return &chunkError{err: res.Error, records: res.RecordErrors}
}
