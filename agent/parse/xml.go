package parse

import "bytes"

// maxElements bounds how many elements of a record are read.
const maxElements = 256

// xmlLine reads a record that is one XML element: its attributes, those of the
// elements in it, and the texts of those without elements of their own. What the
// outer element is called says what happened, if nothing else does.
//
//	<login time="2026-11-10T12:55:36Z"><user>bob</user><ip>192.0.2.7</ip><result>failure</result></login>
func xmlLine(p *Parser, line []byte) error {
	if len(line) < 8 || line[0] != '<' || !isLetter(line[1]) || line[len(line)-1] != '>' {
		return ErrFormat
	}
	root := xmlName(line[1:])
	if !bytes.HasSuffix(line, []byte("/>")) && !(bytes.HasSuffix(line[:len(line)-1], root) && bytes.HasSuffix(line[:len(line)-1-len(root)], []byte("</"))) {
		return ErrFormat
	}
	found := 0
	for rest := line; found < maxElements; found++ {
		open := bytes.IndexByte(rest, '<')
		if open < 0 {
			break
		}
		rest = rest[open+1:]
		name := xmlName(rest)
		end := bytes.IndexByte(rest, '>')
		if end < 0 {
			return ErrFormat
		}
		tag := rest[len(name):end]
		rest = rest[end+1:]
		if len(name) == 0 { // a closing tag, a comment
			continue
		}
		key := p.xmlAttributes(tag)
		if key == nil {
			key = name
		}
		if next := bytes.IndexByte(rest, '<'); next > 0 && bytes.HasPrefix(rest[next:], []byte("</")) {
			p.attribute(key, bytes.Trim(rest[:next], " "), false)
		} else if found == 0 { // the event's own name: <event name="LOGON_FAILED"><session … />
			p.offer(ActionWord, key, vague, nil)
		}
	}
	if found < 2 && !p.has(Time) && !p.has(UserName) && !p.has(SourceIP) {
		return ErrFormat
	}
	p.offer(ActionWord, root, 100, nil)
	return nil
}

// xmlAttributes takes in what a tag says, and returns the name that it gives its
// text: <Data Name="user">bob</Data>.
func (p *Parser) xmlAttributes(tag []byte) (name []byte) {
	for {
		k, v, quoted, rest := nextPair(tag)
		if k == nil && v == nil {
			return name
		}
		tag = rest
		switch {
		case !quoted:
		case string(k) == "Name", string(k) == "name", string(k) == "key":
			name = v
		default:
			p.attribute(k, v, true)
		}
	}
}

// xmlName is the element's name that b starts with.
func xmlName(b []byte) []byte {
	n := 0
	for n < len(b) && (isWord(b[n]) || b[n] == '-' || b[n] == '.' || b[n] == ':') {
		n++
	}
	return b[:n]
}
