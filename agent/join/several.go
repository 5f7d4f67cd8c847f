package join

import "bytes"

// What lines begin with that are several records: CloudTrail's files, Azure
// Monitor's, exports of APIs, and OpenTelemetry's batches.
var (
	trailLead = []byte(`{"Records":[{`)
	azureLead = []byte(`{"records":[{`)
	arrayLead = []byte(`[{"`)
	otlpLead  = []byte(`{"resourceLogs":[{`)
)

var (
	scopesName  = []byte(`"scopeLogs":[`)
	recordsName = []byte(`"logRecords":[`)
)

// A part is a record within a line, and how far behind the first one it begins.
type part struct {
	data  []byte
	at    int
	frame *frame // what is to stand around it; nil: nothing
}

// A frame is what the records of one scope share: the bytes that stand before and
// behind them.
type frame struct{ before, behind []byte }

// append appends the record with its frame.
func (p *part) append(dst []byte) []byte {
	return append(append(append(dst, p.frame.before...), p.data...), p.frame.behind...)
}

// maxUnfolded bounds what the records of a line take with their frames, each by
// itself, by its length: a large frame around many small ones is somebody's joke.
const maxUnfolded = 64

// several takes a line apart that is several records; nil when it is one. Of a line
// that is cut off it takes those that are whole.
func several(line []byte, cut bool) []part {
	if len(line) < len(trailLead) || line[0] != '[' && (line[0] != '{' || line[2]|0x20 != 'r') { // nearly all
		return nil
	}
	switch {
	case bytes.HasPrefix(line, trailLead), bytes.HasPrefix(line, azureLead):
		return list(line, len(trailLead)-1, "]}", cut)
	case bytes.HasPrefix(line, arrayLead):
		return list(line, 1, "]", cut)
	case bytes.HasPrefix(line, otlpLead):
		return batch(line)
	}
	return nil
}

// list is the objects of the list that begins at line[i:], if nothing but end is
// behind it.
func list(line []byte, i int, end string, cut bool) (parts []part) {
	from := i
	for {
		n := objectLen(line[i:])
		switch {
		case n == 0 && cut:
			return parts
		case n == 0:
			return nil
		}
		parts = append(parts, part{data: line[i : i+n : i+n], at: i - from})
		if i += n; i == len(line) || line[i] != ',' {
			break
		}
		i++
	}
	if string(bytes.TrimSpace(line[i:])) != end {
		return nil
	}
	return parts
}

// batch is the records of OpenTelemetry's JSON, each to be framed by the resource
// and the scope that it is of; nil when there is only one.
func batch(line []byte) (parts []part) {
	size := 0
	for _, resource := range list(line, len(otlpLead)-1, "]}", false) {
		before, scopes, behind := around(resource.data, scopesName)
		for _, scope := range scopes {
			head, records, tail := around(scope.data, recordsName)
			f := &frame{
				bytes.Join([][]byte{otlpLead[:len(otlpLead)-1], before, head}, nil),
				bytes.Join([][]byte{tail, behind, []byte("]}")}, nil),
			}
			for _, r := range records {
				parts = append(parts, part{r.data, resource.at + scope.at + r.at, f})
			}
			if size += len(f.before) + len(f.behind) + len(scope.data) + len(records)*(len(f.before)+len(f.behind)); size > maxUnfolded*len(line) {
				return nil
			}
		}
	}
	if len(parts) < 2 {
		return nil
	}
	for i := len(parts) - 1; i >= 0; i-- {
		parts[i].at -= parts[0].at
	}
	return parts
}

// around is an object's list of the given name, with what stands before and behind
// its members.
func around(object, name []byte) (before []byte, members []part, behind []byte) {
	i := bytes.Index(object, name)
	if i < 0 {
		return nil, nil, nil
	}
	i += len(name)
	for at := i; ; at++ {
		n := objectLen(object[at:])
		if n == 0 {
			return nil, nil, nil
		}
		members = append(members, part{data: object[at : at+n], at: at})
		if at += n; at == len(object) || object[at] != ',' {
			return object[:i], members, object[at:]
		}
	}
}

// objectLen is the length of the JSON object that b begins with; 0 when it has no
// end.
func objectLen(b []byte) int {
	depth, quoted := 0, false
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case quoted:
			if c == '\\' {
				i++
			} else if c == '"' {
				quoted = false
			}
		case c == '"':
			quoted = true
		case c == '{':
			depth++
		case c == '}':
			if depth--; depth == 0 {
				return i + 1
			}
		case depth == 0:
			return 0
		}
	}
	return 0
}
