package sinks

import (
	"bytes"
	"errors"
	"net/http"
	"strings"
)

// An item is what the server says of one document of a bulk request.
type item struct {
	status       int
	kind         []byte // error.type
	failureStore bool   // stored, but in the data stream's failure store
}

// usual is what nearly all items are, letter by letter.
var usual = []byte(`{"create":{"status":201}}`)

var errAnswer = errors.New("the answer is not that of a bulk request")

// scanAnswer calls each for the items of a bulk answer, in order, and returns
// their number. It reads only what it must: unknown members are skipped.
func scanAnswer(data []byte, each func(i int, it item)) (n int, err error) {
	s := jsonScanner{data: data}
	s.object(func(key []byte) {
		if string(key) != "items" {
			s.skip()
			return
		}
		s.array(func() {
			it := item{}
			if bytes.HasPrefix(s.data[s.at:], usual) {
				s.at += len(usual)
				it.status = http.StatusCreated
			} else {
				s.object(func([]byte) { it = s.item() }) // the key is the operation
			}
			if s.err == nil {
				each(n, it)
				n++
			}
		})
	})
	s.space()
	if s.err == nil && s.at != len(s.data) {
		s.fail()
	}
	return n, s.err
}

func (s *jsonScanner) item() (it item) {
	s.object(func(key []byte) {
		switch string(key) {
		case "status":
			it.status = s.int()
		case "failure_store":
			it.failureStore = string(s.stringOrSkip()) == "used"
		case "error":
			it.kind = s.errorType()
		default:
			s.skip()
		}
	})
	return it
}

// errorType reads the value of a member "error", and says what type it has; nil when
// that is not told.
func (s *jsonScanner) errorType() (kind []byte) {
	if s.peek() != '{' { // OpenSearch and proxies may send a bare string
		s.skip()
		return nil
	}
	s.object(func(key []byte) {
		if string(key) == "type" {
			kind = s.stringOrSkip()
		} else {
			s.skip()
		}
	})
	return kind
}

// A jsonScanner walks JSON in place. After the first error it does nothing.
// Strings come as they stand, with their escapes: the ones looked for have none.
type jsonScanner struct {
	data  []byte
	at    int
	depth int
	err   error
}

const maxDepth = 64

func (s *jsonScanner) fail() {
	if s.err == nil {
		s.err = errAnswer
	}
	s.at = len(s.data)
}

func (s *jsonScanner) space() {
	for s.at < len(s.data) {
		switch s.data[s.at] {
		case ' ', '\n', '\t', '\r':
			s.at++
		default:
			return
		}
	}
}

// peek is the next byte that is not white space, 0 at the end.
func (s *jsonScanner) peek() byte {
	s.space()
	if s.at == len(s.data) {
		return 0
	}
	return s.data[s.at]
}

func (s *jsonScanner) take(c byte) bool {
	if s.peek() != c {
		return false
	}
	s.at++
	return true
}

func (s *jsonScanner) expect(c byte) {
	if !s.take(c) {
		s.fail()
	}
}

// object calls member for each key; member must consume the value.
func (s *jsonScanner) object(member func(key []byte)) {
	s.list('{', '}', func() {
		key := s.string()
		s.expect(':')
		if s.err == nil {
			member(key)
		}
	})
}

// array calls element for each; element must consume it.
func (s *jsonScanner) array(element func()) { s.list('[', ']', element) }

func (s *jsonScanner) list(open, end byte, element func()) {
	s.expect(open)
	if s.depth++; s.depth > maxDepth {
		s.fail()
	}
	defer func() { s.depth-- }()
	if s.take(end) {
		return
	}
	for s.err == nil {
		element()
		if s.take(end) {
			return
		}
		s.expect(',')
	}
}

func (s *jsonScanner) string() []byte {
	s.expect('"')
	start := s.at
	for s.err == nil {
		i := bytes.IndexAny(s.data[s.at:], `"\`)
		if i < 0 {
			break
		}
		s.at += i
		if s.data[s.at] == '"' {
			s.at++
			return s.data[start : s.at-1]
		}
		if s.at += 2; s.at > len(s.data) {
			break
		}
	}
	s.fail()
	return nil
}

func (s *jsonScanner) stringOrSkip() []byte {
	if s.peek() == '"' {
		return s.string()
	}
	s.skip()
	return nil
}

// int is a status: up to three digits.
func (s *jsonScanner) int() (v int) {
	s.space()
	start := s.at
	for s.at < len(s.data) && s.data[s.at]-'0' <= 9 && s.at-start < 4 {
		v = v*10 + int(s.data[s.at]-'0')
		s.at++
	}
	if s.at == start || s.at-start > 3 {
		s.fail()
	}
	return v
}

func (s *jsonScanner) skip() {
	switch c := s.peek(); {
	case c == '{':
		s.object(func([]byte) { s.skip() })
	case c == '[':
		s.array(s.skip)
	case c == '"':
		s.string()
	default:
		start := s.at
		for s.at < len(s.data) && strings.IndexByte("truefalsn+-.0123456789E", s.data[s.at]) >= 0 {
			s.at++
		}
		if s.at == start {
			s.fail()
		}
	}
}
