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
// container's members follow it, up to the node that next names.
type node struct {
	key        *key // nil for the members of an array
	name, stop uint32
	start, end uint32 // the value's text, without the quotes of a string
	next       uint32
	kind       kind
	escaped    bool  // the string has escapes
	looked     bool  // a format has looked at the value, or for one in the container
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
	var open [maxDepth]uint32
	depth := 0
	inObject := false
	for i := 0; ; {
		if len(d.nodes) == maxNodes {
			return false
		}
		n := d.add()
		if inObject {
			if i = d.name(n, i, depth); i == 0 {
				return false
			}
		}
		c := src[i]
		if c == '{' || c == '[' {
			if depth == maxDepth {
				return false
			}
			open[depth] = uint32(len(d.nodes) - 1)
			depth++
			inObject = c == '{'
			n.kind, n.start = array, uint32(i)
			if inObject {
				n.kind = object
			}
			if i = skipSpace(src, i+1); i == len(src) {
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
		for { // commas and closing brackets, up to the next value
			if i = skipSpace(src, i); i == len(src) {
				return false
			}
			c := src[i]
			i++
			if c == ',' {
				if i = skipSpace(src, i); i == len(src) {
					return false
				}
				break
			}
			top := &d.nodes[open[depth-1]]
			if c != '}' && c != ']' || (c == '}') != (top.kind == object) {
				return false
			}
			top.end, top.next = uint32(i), uint32(len(d.nodes))
			depth--
			if depth == 0 {
				return skipSpace(src, i) == len(src)
			}
			inObject = d.nodes[open[depth-1]].kind == object
		}
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
