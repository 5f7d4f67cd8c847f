package sinks_test

import (
	"io"
	"net"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/segmentio/kafka-go"
	"github.com/segmentio/kafka-go/protocol"
	"github.com/segmentio/kafka-go/protocol/apiversions"
	"github.com/segmentio/kafka-go/protocol/metadata"
	"github.com/segmentio/kafka-go/protocol/produce"
)

// A message as the fake broker got it.
type message struct {
	partition        int
	key, value, id   string
	time             time.Time
	hasKey, durable  bool
	compressed, size int
}

// A fakeBroker speaks as much of Kafka's protocol as a producer needs. It
// stores nothing that answer has an error for.
type fakeBroker struct {
	net.Listener
	mu         sync.Mutex
	partitions int
	topicError kafka.Error
	metadata   int
	requests   int
	stored     []message
	// answer is the broker's word on a request; nil accepts all.
	answer func(partition int, got []message) (kafka.Error, []produce.ResponseError)
	// silent requests are read and never answered.
	silent bool
}

func newBroker(t testing.TB, partitions int) *fakeBroker {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	f := &fakeBroker{Listener: l, partitions: partitions}
	var conns sync.WaitGroup
	conns.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			conns.Go(func() { f.serve(conn) })
		}
	})
	t.Cleanup(func() {
		l.Close()
		conns.Wait()
	})
	return f
}

func (f *fakeBroker) serve(conn net.Conn) {
	defer conn.Close()
	for {
		version, id, _, req, err := protocol.ReadRequest(conn)
		if err != nil {
			return
		}
		res := f.respond(req)
		if res == nil {
			continue
		}
		if protocol.WriteResponse(conn, version, id, res) != nil {
			return
		}
	}
}

func (f *fakeBroker) respond(req protocol.Message) protocol.Message {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch req := req.(type) {
	case *apiversions.Request:
		return &apiversions.Response{ApiKeys: []apiversions.ApiKeyResponse{
			{ApiKey: int16(protocol.Produce), MinVersion: 3, MaxVersion: 8},
			{ApiKey: int16(protocol.Metadata), MinVersion: 1, MaxVersion: 8},
		}}
	case *metadata.Request:
		f.metadata++
		host, port, _ := net.SplitHostPort(f.Addr().String())
		n, _ := strconv.Atoi(port)
		topic := metadata.ResponseTopic{Name: req.TopicNames[0], ErrorCode: int16(f.topicError)}
		for i := range f.partitions {
			topic.Partitions = append(topic.Partitions, metadata.ResponsePartition{PartitionIndex: int32(i), LeaderID: 1, ReplicaNodes: []int32{1}, IsrNodes: []int32{1}})
		}
		return &metadata.Response{
			Brokers: []metadata.ResponseBroker{{NodeID: 1, Host: host, Port: int32(n)}},
			Topics:  []metadata.ResponseTopic{topic},
		}
	case *produce.Request:
		return f.produce(req)
	}
	return nil
}

func (f *fakeBroker) produce(req *produce.Request) protocol.Message {
	f.requests++
	part := &req.Topics[0].Partitions[0]
	got := readMessages(part, req.Acks)
	if f.silent {
		return nil
	}
	res := produce.ResponsePartition{Partition: part.Partition}
	if f.answer != nil {
		code, blamed := f.answer(int(part.Partition), got)
		res.ErrorCode, res.RecordErrors = int16(code), blamed
		res.ErrorMessage = "the broker's own text, which nobody may repeat"
	}
	if res.ErrorCode == 0 {
		f.stored = append(f.stored, got...)
		res.ErrorMessage = ""
	}
	return &produce.Response{Topics: []produce.ResponseTopic{{Topic: req.Topics[0].Topic, Partitions: []produce.ResponsePartition{res}}}}
}

func readMessages(part *produce.RequestPartition, acks int16) (got []message) {
	for {
		r, err := part.RecordSet.Records.ReadRecord()
		if err != nil {
			return got
		}
		m := message{partition: int(part.Partition), time: r.Time, hasKey: r.Key != nil, durable: acks == -1, compressed: int(part.RecordSet.Attributes.Compression())}
		if r.Key != nil {
			key, _ := io.ReadAll(r.Key)
			m.key = string(key)
		}
		value, _ := io.ReadAll(r.Value)
		m.value, m.size = string(value), len(value)
		if len(r.Headers) == 1 && r.Headers[0].Key == "event.id" {
			m.id = string(r.Headers[0].Value)
		}
		got = append(got, m)
	}
}
