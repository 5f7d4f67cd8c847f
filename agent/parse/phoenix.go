package parse

import "bytes"

// phoenixMessage reads what Phoenix logs of an answer, which is all that it says of a
// request that was refused: "Sent 401 in 2ms".
func phoenixMessage(p *Parser, msg []byte) error {
	if !saysAnswer(msg) {
		return ErrFormat
	}
	p.set(Status, msg[len(sent):len(sent)+3])
	p.set(DurationText, msg[len(sent)+3+len(" in "):])
	p.mined = true
	return nil
}

const sent = "Sent "

// saysAnswer reports whether a message says how a request was answered, and nothing else.
func saysAnswer(msg []byte) bool {
	if len(msg) < len("Sent 401 in 2ms") || string(msg[:len(sent)]) != sent {
		return false
	}
	taken, ok := bytes.CutPrefix(msg[len(sent)+3:], []byte(" in "))
	return ok && isHTTPStatus(msg[len(sent):len(sent)+3]) && taken[len(taken)-1] == 's' && bytes.IndexByte(taken, ' ') < 0
}
