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
	data []byte
	at   int
}

// several takes a line apart that is several records; nil when it is one. Of a line
// that is cut off it takes those that are whole.
func several(line []byte, cut bool) []part {
	if len(line) < len(trailLead) || line[0] != '{' && line[0] != '[' {
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
		parts = append(parts, part{line[i : i+n : i+n], i - from})
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

// batch is the records of OpenTelemetry's JSON, each with the resource and the
// scope that it is of; nil when there is only one.
func batch(line []byte) (parts []part) {
	for _, resource := range list(line, len(otlpLead)-1, "]}", false) {
		before, scopes, behind := around(resource.data, scopesName)
		for _, scope := range scopes {
			head, records, tail := around(scope.data, recordsName)
			for _, r := range records {
				data := bytes.Join([][]byte{otlpLead[:len(otlpLead)-1], before, head, r.data, tail, behind, []byte("]}")}, nil)
				parts = append(parts, part{data, resource.at + scope.at + r.at})
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
		members = append(members, part{object[at : at+n], at})
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
