package rig

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/segmentio/kafka-go"
)

// partitions of every topic that the programs make.
const partitions = 3

// A Topic is read from its beginning, once.
type Topic struct {
	Name string

	broker string
	client *kafka.Client
	next   [partitions]int64
}

// NewTopic makes a topic.
func NewTopic(ctx context.Context, broker, name string) (*Topic, error) {
	t := &Topic{Name: name, broker: broker, client: &kafka.Client{Addr: kafka.TCP(broker), Timeout: 20 * time.Second, Transport: &kafka.Transport{}}}
	res, err := t.client.CreateTopics(ctx, &kafka.CreateTopicsRequest{
		Topics: []kafka.TopicConfig{{Topic: name, NumPartitions: partitions, ReplicationFactor: 1}},
	})
	if err == nil {
		err = res.Errors[name]
	}
	if err != nil {
		return nil, fmt.Errorf("create topic: %w", err)
	}
	return t, nil
}

// Delete removes the topic and closes connections.
func (t *Topic) Delete(ctx context.Context) error {
	res, err := t.client.DeleteTopics(ctx, &kafka.DeleteTopicsRequest{Topics: []string{t.Name}})
	if err == nil {
		err = res.Errors[t.Name]
	}
	if tr, ok := t.client.Transport.(*kafka.Transport); ok {
		tr.CloseIdleConnections()
	}
	return err
}

// Read hands over what has come since the last call: the value and the header
// event.id of each message.
func (t *Topic) Read(ctx context.Context, each func(value, id []byte)) error {
	ends, err := t.ends(ctx)
	if err != nil {
		return err
	}
	for p := range t.next {
		if t.next[p] >= ends[p] {
			continue
		}
		if err := t.read(ctx, p, ends[p], each); err != nil {
			return fmt.Errorf("read %s/%d: %w", t.Name, p, err)
		}
	}
	return nil
}

func (t *Topic) read(ctx context.Context, p int, end int64, each func(value, id []byte)) error {
	r := kafka.NewReader(kafka.ReaderConfig{
		Brokers: []string{t.broker}, Topic: t.Name, Partition: p, MaxBytes: 10 << 20, MaxWait: 50 * time.Millisecond,
	})
	defer r.Close()
	if err := r.SetOffset(t.next[p]); err != nil {
		return err
	}
	for t.next[p] < end {
		m, err := r.ReadMessage(ctx)
		if err != nil {
			return err
		}
		each(m.Value, header(m, "event.id"))
		t.next[p] = m.Offset + 1
	}
	return nil
}

// ends are the offsets after the last message of each partition.
func (t *Topic) ends(ctx context.Context) (ends [partitions]int64, err error) {
	var requests []kafka.OffsetRequest
	for p := range partitions {
		requests = append(requests, kafka.LastOffsetOf(p))
	}
	res, err := t.client.ListOffsets(ctx, &kafka.ListOffsetsRequest{Topics: map[string][]kafka.OffsetRequest{t.Name: requests}})
	if err != nil {
		return ends, err
	}
	for _, p := range res.Topics[t.Name] {
		ends[p.Partition] = p.LastOffset
		err = errors.Join(err, p.Error)
	}
	return ends, err
}

func header(m kafka.Message, name string) []byte {
	for _, h := range m.Headers {
		if h.Key == name {
			return h.Value
		}
	}
	return nil
}
