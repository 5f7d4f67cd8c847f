package parse

// Bounds that no application's records reach, but an attacker's might: of
// nesting, and of the memory that values take.
const (
	maxDepth = 64
	maxNodes = 1 << 15
)

// A kind is what a JSON value is.
type kind uint8

const (
	null kind = iota
	boolean
	numeric
	text
	object
	array
)

// A node is one value of a document. Nodes lie in the order of the text, so a
// container's members follow it, up to the node that next names: of {"a":{"b":1},"c":2} they
// are the object, a, b and c, and the next of a is c.
type node struct {
	key        *key // nil for the members of an array
	name, stop uint32
	start, end uint32 // the value's text, without the quotes of a string
	next       uint32
	kind       kind
	escaped    bool  // the string has escapes
	looked     bool  // a format has looked at the value, or for one in the container: see layoutStep
	passed     Field // to which a format passed the value without a look at it
}

// A Doc is one JSON object, read in one pass into a list of nodes that is used
// again for the next. Strings are left as they stand in the record until they
// are wanted.
type Doc struct {
	p     *Parser
	src   []byte
	nodes []node
	seen  keySet // the keys at the top that formats ask for
	keyed bool   // its members are read by their keys, not only those that a format Gets
}

// read reads the object that is all of src.
func (d *Doc) read(p *Parser, src []byte) bool {
	d.p, d.src, d.nodes, d.seen, d.keyed = p, src, d.nodes[:0], keySet{}, false
	if len(src) == 0 || src[0] != '{' || len(src) > 1<<31 {
		return false
	}
	var open containers
	for i := 0; ; {
		if len(d.nodes) == maxNodes {
			return false
		}
		n := d.add()
		if open.inObject {
			if i = d.name(n, i, open.depth); i == 0 {
				return false
			}
		}
		if c := src[i]; c == '{' || c == '[' {
			if i = d.enter(&open, n, i); i == 0 {
				return false
			}
			if src[i] != c+2 { // '{'+2 is '}', '['+2 is ']'
				continue
			}
		} else {
			if i = scanScalar(src, i, n); i == 0 {
				return false
			}
			n.next = uint32(len(d.nodes))
		}
		if i = d.behindValue(&open, i); i == 0 {
			return false
		}
		if open.depth == 0 {
			return skipSpace(src, i) == len(src)
		}
	}
}

// Containers are those that are open where a document is being read.
type containers struct {
	at       [maxDepth]uint32 // their nodes
	depth    int
	inObject bool // the innermost is an object
}

// enter opens the container that begins at a place, and says where the first thing in it
// stands; 0 when nothing follows, or it is too deep.
func (d *Doc) enter(open *containers, n *node, i int) int {
	if open.depth == maxDepth {
		return 0
	}
	open.at[open.depth] = uint32(len(d.nodes) - 1)
	open.depth++
	open.inObject = d.src[i] == '{'
	n.kind, n.start = array, uint32(i)
	if open.inObject {
		n.kind = object
	}
	if i = skipSpace(d.src, i+1); i == len(d.src) {
		return 0
	}
	return i
}

// behindValue closes the containers that end behind a value, and says where the next value
// or name stands behind a comma, or what stands behind the last container; 0 when that is not
// how it goes on.
func (d *Doc) behindValue(open *containers, i int) int {
	src := d.src
	for {
		if i = skipSpace(src, i); i == len(src) {
			return 0
		}
		c := src[i]
		i++
		if c == ',' {
			if i = skipSpace(src, i); i == len(src) {
				return 0
			}
			return i
		}
		top := &d.nodes[open.at[open.depth-1]]
		if c != '}' && c != ']' || (c == '}') != (top.kind == object) {
			return 0
		}
		top.end, top.next = uint32(i), uint32(len(d.nodes))
		open.depth--
		if open.depth == 0 {
			return i
		}
		open.inObject = d.nodes[open.at[open.depth-1]].kind == object
	}
}

// name reads a member's name and the colon, and says where the value starts; 0
// when that is not what stands there.
func (d *Doc) name(n *node, i, depth int) int {
	src := d.src
	if src[i] != '"' {
		return 0
	}
	end, escaped, ok := scanString(src, i+1)
	if !ok {
		return 0
	}
	n.name, n.stop = uint32(i+1), uint32(end)
	name := src[i+1 : end]
	if escaped {
		name = d.p.unescape(name)
	}
	n.key = d.p.keys.find(d.p.index, name)
	if depth == 1 {
		d.seen.join(n.key.asked)
	}
	return valueBehind(src, end+1)
}

// add makes room for one more node.
func (d *Doc) add() *node {
	if len(d.nodes) < cap(d.nodes) {
		d.nodes = d.nodes[:len(d.nodes)+1]
	} else {
		d.nodes = append(d.nodes, node{})
	}
	n := &d.nodes[len(d.nodes)-1]
	*n = node{}
	return n
}
