package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"github.com/segmentio/kafka-go/protocol"
	"github.com/segmentio/kafka-go/protocol/metadata"
	"github.com/segmentio/kafka-go/protocol/produce"
)

// A kafkaProxy stands between hashtail and the broker, names itself in the
// metadata, and plays its trick on every second produce request.
type kafkaProxy struct {
	s        *story
	broker   string
	listener net.Listener
	trick    kafkaTrick
	produces atomic.Int64 // seen
	tricks   atomic.Int64 // played
	honest   atomic.Bool

	mu    sync.Mutex
	conns map[net.Conn]bool
}

// A kafkaTrick is what happens to one produce request.
type kafkaTrick struct {
	cutBefore, cutAfter bool
	delay               time.Duration
	code                int16 // answered for every partition
	store               bool  // although the broker stored it all
}

var (
	dropRequest = kafkaTrick{cutBefore: true}
	dropAnswer  = kafkaTrick{cutAfter: true}
	lateAnswer  = kafkaTrick{delay: 1500 * time.Millisecond}
)

// Error codes of the protocol.
const (
	notLeader         = 6
	notEnoughReplicas = 20 // NOT_ENOUGH_REPLICAS_AFTER_APPEND
)

func answerCode(code int16, store bool) kafkaTrick { return kafkaTrick{code: code, store: store} }

// throughKafka writes until the trick has been played often enough.
func throughKafka(trick kafkaTrick) func(*story) {
	return func(s *story) {
		p := &kafkaProxy{s: s, broker: s.lab.backends.Kafka(), trick: trick, conns: map[net.Conn]bool{}}
		p.serve()
		s.stores[0].section()["brokers"] = []string{p.listener.Addr().String()}
		s.app.rate = 5000
		s.start()
		stop := s.app.load(0, nil)
		s.often(&p.tricks)
		p.honest.Store(true)
		s.over = time.Now()
		stop()
		s.note("%d of %d produce requests", p.tricks.Load(), p.produces.Load())
	}
}

func (p *kafkaProxy) serve() {
	var err error
	p.listener, err = net.Listen("tcp", "127.0.0.1:0")
	p.s.must(err)
	var serving sync.WaitGroup
	serving.Go(func() {
		for {
			c, err := p.listener.Accept()
			if err != nil {
				return
			}
			serving.Go(func() { p.relay(c) })
		}
	})
	p.s.later(func() {
		p.listener.Close()
		p.mu.Lock()
		for c := range p.conns {
			c.Close()
		}
		p.mu.Unlock()
		serving.Wait()
	})
}

// keep registers a connection to be closed at the end of the story.
func (p *kafkaProxy) keep(c net.Conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.conns[c] = true
}

func (p *kafkaProxy) drop(c net.Conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.conns, c)
	c.Close()
}

// relay serves one connection: one request after the other, since hashtail
// sends the next on it only when the last is answered.
func (p *kafkaProxy) relay(client net.Conn) {
	p.keep(client)
	defer p.drop(client)
	broker, err := net.Dial("tcp", p.broker)
	if err != nil {
		return
	}
	p.keep(broker)
	defer p.drop(broker)
	for {
		request, err := readFrame(client)
		if err != nil {
			return
		}
		answer, err := p.exchange(broker, request)
		if err != nil {
			return
		}
		if _, err := client.Write(answer); err != nil {
			return
		}
	}
}

var errCut = errors.New("cut")

// exchange is one request and its answer, after whatever is done to them.
func (p *kafkaProxy) exchange(broker net.Conn, request []byte) ([]byte, error) {
	key := protocol.ApiKey(binary.BigEndian.Uint16(request[4:]))
	version := int16(binary.BigEndian.Uint16(request[6:]))
	trick := kafkaTrick{}
	if key == protocol.Produce {
		if n := p.produces.Add(1); n%2 == 0 && !p.honest.Load() {
			p.tricks.Add(1)
			trick = p.trick
		}
	}
	if trick.cutBefore {
		return nil, errCut
	}
	if trick.code != 0 && !trick.store {
		return refuseProduce(request, version, trick.code)
	}
	if _, err := broker.Write(request); err != nil {
		return nil, err
	}
	answer, err := readFrame(broker)
	switch {
	case err != nil:
		return nil, err
	case trick.cutAfter:
		return nil, errCut
	case trick.delay > 0:
		p.s.pause(trick.delay)
	case trick.code != 0:
		return rewrite(answer, key, version, func(m protocol.Message) {
			for _, t := range m.(*produce.Response).Topics {
				for i := range t.Partitions {
					t.Partitions[i].ErrorCode = trick.code
				}
			}
		})
	case key == protocol.Metadata:
		here := p.listener.Addr().(*net.TCPAddr)
		return rewrite(answer, key, version, func(m protocol.Message) {
			brokers := m.(*metadata.Response).Brokers
			for i := range brokers {
				brokers[i].Host, brokers[i].Port = here.IP.String(), int32(here.Port)
			}
		})
	}
	return answer, nil
}

// readFrame reads a message with its length before it.
func readFrame(r io.Reader) ([]byte, error) {
	var size [4]byte
	if _, err := io.ReadFull(r, size[:]); err != nil {
		return nil, err
	}
	n := binary.BigEndian.Uint32(size[:])
	if n < 4 || n > 64<<20 {
		return nil, errors.New("not a Kafka message")
	}
	frame := append(size[:], make([]byte, n)...)
	_, err := io.ReadFull(r, frame[4:])
	return frame, err
}

// rewrite changes an answer.
func rewrite(answer []byte, key protocol.ApiKey, version int16, change func(protocol.Message)) ([]byte, error) {
	id, m, err := protocol.ReadResponse(bytes.NewReader(answer), key, version)
	if err != nil {
		return nil, err
	}
	change(m)
	var out bytes.Buffer
	err = protocol.WriteResponse(&out, version, id, m)
	return out.Bytes(), err
}

// refuseProduce answers in the broker's place, which sees nothing.
func refuseProduce(request []byte, version int16, code int16) ([]byte, error) {
	_, id, _, m, err := protocol.ReadRequest(bytes.NewReader(request))
	if err != nil {
		return nil, err
	}
	answer := &produce.Response{}
	for _, t := range m.(*produce.Request).Topics {
		rt := produce.ResponseTopic{Topic: t.Topic}
		for _, part := range t.Partitions {
			rt.Partitions = append(rt.Partitions, produce.ResponsePartition{Partition: part.Partition, ErrorCode: code, BaseOffset: -1, LogAppendTime: -1, LogStartOffset: -1})
		}
		answer.Topics = append(answer.Topics, rt)
	}
	var out bytes.Buffer
	err = protocol.WriteResponse(&out, version, id, answer)
	return out.Bytes(), err
}
