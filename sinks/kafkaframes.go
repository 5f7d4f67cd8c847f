package sinks

import (
	"encoding/binary"
	"errors"
	"net"
)

// maxAnswer is more than any broker has to say: the longest answer lists the partitions of
// one topic.
const maxAnswer = 64 << 20

var errNotKafka = errors.New("the server does not answer as Kafka does: correct brokers, or add tls: {} if this port wants it")

// A framedConn sees that answers have Kafka's frames. kafka-go believes whatever a server
// says: a negative length makes it panic, and for "HTTP/1.1 400" it makes room for 800
// million versions of its requests.
type framedConn struct {
	net.Conn
	head  [8]byte // of a frame: its length, and in the first one the number of the request
	have  int     // bytes of head
	rest  int     // bytes of the frame that are still to come
	begun bool    // the first frame was one of Kafka's
	alien bool    // a frame was none
}

func (c *framedConn) Read(b []byte) (n int, err error) {
	if !c.alien {
		n, err = c.Conn.Read(b)
		c.alien = !c.follow(b[:n])
	}
	if c.alien { // also what is read only to be thrown away: nothing more may come
		return 0, errNotKafka
	}
	return n, err
}

// follow takes in what came next, and reports whether it can be Kafka's.
func (c *framedConn) follow(b []byte) bool {
	for len(b) > 0 {
		if c.rest > 0 {
			n := min(c.rest, len(b))
			b, c.rest = b[n:], c.rest-n
			continue
		}
		whole := 4
		if !c.begun {
			whole = len(c.head)
		}
		n := copy(c.head[c.have:whole], b)
		b, c.have = b[n:], c.have+n
		if c.have < 4 {
			return true
		}
		length := int64(int32(binary.BigEndian.Uint32(c.head[:4])))
		if length < int64(whole-4) || length > maxAnswer {
			return false
		}
		if c.have < whole {
			return true
		}
		if !c.begun && binary.BigEndian.Uint32(c.head[4:]) != 1 {
			return false
		}
		c.rest, c.have, c.begun = int(length)-(whole-4), 0, true
	}
	return true
}
