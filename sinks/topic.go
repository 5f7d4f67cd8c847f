package sinks

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/segmentio/kafka-go"
	"github.com/segmentio/kafka-go/protocol"
	"github.com/segmentio/kafka-go/protocol/metadata"
)

// A topicState is what the brokers said of the topic a moment ago.
type topicState struct {
	partitions int
	asked      time.Time
}

// topicAge is how long the number of partitions is believed. kafka-go answers
// from its own memory in between, which MetadataTTL bounds.
const topicAge = 5 * time.Second

// pick is Kafka's default partitioner: toPositive(hash) % partitions.
func (t *topicState) pick(hash uint32) int { return int(hash&0x7fffffff) % t.partitions }

func (k *Kafka) topicState(ctx context.Context) (*topicState, error) {
	if t := k.topic.Load(); t != nil && time.Since(t.asked) < topicAge {
		return t, nil
	}
	t, err := k.askTopic(ctx)
	if err != nil {
		k.refresh()
		return nil, err
	}
	k.topic.Store(t)
	return t, nil
}

// describeTopic is what the brokers say of the topic: that it is not there, too.
func (k *Kafka) describeTopic(ctx context.Context) (*kafka.Topic, error) {
	res, err := k.client.Metadata(ctx, &kafka.MetadataRequest{Topics: []string{k.config.Topic}})
	if err != nil {
		return nil, kafkaError(err)
	}
	if len(res.Topics) == 0 {
		return nil, kafkaError(kafka.UnknownTopicOrPartition)
	}
	return &res.Topics[0], nil
}

func (k *Kafka) askTopic(ctx context.Context) (*topicState, error) {
	topic, err := k.describeTopic(ctx)
	if err != nil {
		return nil, err
	}
	if errors.Is(topic.Error, kafka.UnknownTopicOrPartition) {
		k.createTopic(ctx)
	}
	if topic.Error != nil {
		return nil, kafkaError(topic.Error)
	}
	if len(topic.Partitions) == 0 {
		return nil, kafkaError(kafka.LeaderNotAvailable)
	}
	return &topicState{partitions: len(topic.Partitions), asked: time.Now()}, nil
}

// createTopic asks as every producer does for a topic that is not there:
// brokers with auto.create.topics.enable create it, but answer at first, like
// the others, that they do not know it. So the answer tells nothing; the next
// Send sees. kafka-go may wait until the topic appears: it gets little time.
func (k *Kafka) createTopic(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	_, _ = k.transport.RoundTrip(ctx, k.client.Addr, &metadata.Request{
		TopicNames:             []string{k.config.Topic},
		AllowAutoTopicCreation: true,
	})
}

// refresh forgets what is known of the cluster: leaders may have moved,
// brokers gone. kafka-go has no other way to ask again before its time.
func (k *Kafka) refresh() {
	k.topic.Store(nil)
	k.transport.CloseIdleConnections()
}

// A chunkError is why a chunk was not stored.
type chunkError struct {
	err     error
	records map[int]error // the records in the chunk that are to blame; none: all
}

// outcome turns the chunks' errors into Send's.
func (k *Kafka) outcome(b Batch, chunks []chunk) error {
	var (
		e      = &PartialError{}
		worst  *Error
		failed int
		stale  bool
	)
	for i := range chunks {
		c := &chunks[i]
		if c.err == nil {
			continue
		}
		failed += len(c.docs)
		if k.reject(e, c) {
			continue
		}
		err := kafkaError(c.err.err)
		stale = stale || err.Verdict == Transient
		if worst == nil || err.Verdict < worst.Verdict {
			worst = err // what may soon be better comes first; the others' turn comes when it is
		}
		for _, d := range c.docs {
			e.Retry = append(e.Retry, int(d))
		}
	}
	if stale {
		k.refresh()
	}
	switch {
	case failed == 0:
		return nil
	case len(e.Retry) == b.Len():
		return worst
	case worst != nil:
		e.Err = worst
	default:
		e.Err = errors.New("kafka: " + e.Reject[0].Reason)
	}
	return e
}

// reject moves the documents of a chunk that the broker will never take to
// Reject and the others to Retry: a broker stores a batch whole or not at all.
// It reports false when it is not clear who is to blame.
func (k *Kafka) reject(e *PartialError, c *chunk) bool {
	code, ok := errors.AsType[kafka.Error](c.err.err)
	if !ok || !blames(code) {
		return false
	}
	var guilty, innocent []int
	for j, d := range c.docs {
		if _, named := c.err.records[j]; named || len(c.docs) == 1 {
			guilty = append(guilty, int(d))
		} else {
			innocent = append(innocent, int(d))
		}
	}
	if len(guilty) == 0 {
		return false // nobody is named, or nobody who was sent
	}
	for _, d := range guilty {
		e.Reject = append(e.Reject, Rejected{Index: d, Reason: code.Title()})
		k.counts.reject(code.Title())
	}
	e.Retry = append(e.Retry, innocent...)
	return true
}

// blames reports whether the error is a document's fault.
func blames(code kafka.Error) bool {
	switch code {
	case kafka.MessageSizeTooLarge, kafka.RecordListTooLarge, kafka.InvalidRecord, kafka.InvalidTimestamp, kafka.InvalidMessageSize:
		return true
	}
	return false
}

// kafkaError says how to go on. The broker's own message is left out: it may
// quote a record.
func kafkaError(err error) *Error {
	code, ok := errors.AsType[kafka.Error](err)
	switch {
	case errors.Is(err, protocol.ErrNoTopic), errors.Is(err, protocol.ErrNoPartition), errors.Is(err, protocol.ErrNoLeader):
		return &Error{Err: fmt.Errorf("kafka: %w", err)}
	case !ok:
		if inner := errors.Unwrap(err); inner != nil {
			err = inner // the method of kafka-go that said it
		}
		return unreachable("kafka", err)
	case blames(code): // one of several: find it by halves
		return &Error{Verdict: TooLarge, Err: errors.New("kafka: " + code.Title())}
	}
	e := &Error{Err: errors.New("kafka: " + code.Title())}
	switch code {
	case kafka.TopicAuthorizationFailed, kafka.ClusterAuthorizationFailed:
		e.Verdict, e.Err = Denied, fmt.Errorf("%w: the user needs the ACL Write (and Describe) on the topic", e.Err)
	case kafka.SASLAuthenticationFailed:
		e.Verdict, e.Err = Denied, fmt.Errorf("%w: the broker does not accept sasl.username and sasl.password", e.Err)
	case kafka.UnsupportedSASLMechanism, kafka.IllegalSASLState:
		e.Verdict, e.Err = Denied, fmt.Errorf("%w: this port of the broker wants another sasl.mechanism, or none", e.Err)
	case kafka.InvalidTopic, kafka.PolicyViolation, kafka.UnsupportedCompressionType, kafka.UnsupportedForMessageFormat, kafka.InvalidRequiredAcks:
		e.Verdict = Denied
	case kafka.UnknownTopicOrPartition:
		e.Err = fmt.Errorf("%w: create the topic, unless the brokers do so when asked", e.Err)
	}
	return e
}
