package redact

import (
	"bytes"
	"sort"
)

// argv makes the next view show the arguments of an auditd EXECVE record,
// a0="curl" a1="-u" a2=626F62…, as a command line.
func (sc *scan) argv(_ *anchor, lo int) int {
	b := sc.b
	if len(sc.edits) > 0 && lo < sc.edits[len(sc.edits)-1].to {
		return 0
	}
	i := lo
	for i+3 < len(b) && b[i] == ' ' && b[i+1] == 'a' && digit(b[i+2]) {
		eq := skip(b, i+2, clDigit)
		if hasPrefix(b, eq, []byte("_len=")) {
			end := skip(b, eq+len("_len="), clDigit)
			sc.edits = append(sc.edits, edit{i, end, asText})
			i = end
			continue
		}
		if eq < len(b) && b[eq] == '[' { // a1[0]=
			for eq < len(b) && b[eq] != '=' {
				eq++
			}
		}
		if eq >= len(b) || b[eq] != '=' {
			break
		}
		end := sc.argvValue(i+1, eq+1)
		if end == 0 {
			break
		}
		i = end
	}
	if i == lo {
		return 0
	}
	sc.coded = true
	return lo + 1
}

// execParams makes the next view show the arguments of a command that Kubernetes runs in a
// container as a command line: exec?command=mysql&command=-px&stdin=true.
func (sc *scan) execParams(a *anchor, lo int) int {
	b := sc.b
	if len(sc.edits) > 0 && lo < sc.edits[len(sc.edits)-1].to {
		return 0
	}
	i := lo + len(a.lit)
	sc.edits = append(sc.edits, edit{lo, i, asBlank})
	sc.coded = true
	end := i + bytes.IndexByte(lineBehind(b, i, maxArg), '&')
	if end > i && !hasFold(b, end, a.lit) { // what follows is no argument
		sc.edits = append(sc.edits, edit{end, end + 1, asBlank})
		return end + 1
	}
	return i
}

// argvValue makes the next view show the argument at val, whose name begins at name, as
// it was given, and returns where it ends: it stands in quotes, in hex, or as it is
// where the view before has shown the hex already.
func (sc *scan) argvValue(name, val int) int {
	b := sc.b
	if byteAt(b, val) == '"' {
		end := bytes.IndexByte(b[val+1:], '"')
		if end < 0 {
			return 0
		}
		end += val + 1
		sc.edits = append(sc.edits, edit{name, val + 1, asText}, edit{end, end + 1, asText})
		return end + 1
	}
	end := skip(b, val, clHex)
	if hex := end > val && (end-val)%2 == 0; hex && (end == len(b) || !isAlnum(b[end])) {
		sc.edits = append(sc.edits, edit{name, val, asText}, edit{val, end, inHex})
		return end
	}
	for end = val; end < len(b) && b[end] != '"' && b[end] != '\\' && b[end] != '\n'; end++ { // a quote may still be escaped
		if b[end] == ' ' && byteAt(b, end+1) == 'a' && digit(byteAt(b, end+2)) {
			break
		}
	}
	if end > val {
		sc.edits = append(sc.edits, edit{name, val, asText})
		return end
	}
	return 0
}

// argEnd is where the argument ends that argv has shown from b[i] on, or another text that
// was spelled in numbers; 0 if none begins there. What is known to be one argument is one
// whatever blanks and quotes are in it.
func (sc *scan) argEnd(i int) int {
	if sc == nil || sc.up == nil {
		return 0
	}
	from := sc.upFrom(i)
	end := sc.up.editedEnd(from)
	if end == 0 {
		end = sc.up.argEnd(from)
	}
	if end == 0 {
		return 0
	}
	if k := sort.Search(len(sc.segs), func(k int) bool { return sc.segs[k].up > end }) - 1; k >= 0 {
		end = sc.segs[k].view + end - sc.segs[k].up
	}
	if end <= i || end > len(sc.b) {
		return 0
	}
	return end
}

// editedEnd is where what the next view shows as one ends, if it begins at b[i]: numbers, or
// an argument in quotes. It is 0 if nothing does.
func (sc *scan) editedEnd(i int) int {
	edits := sc.edits
	switch k := sort.Search(len(edits), func(k int) bool { return edits[k].to > i }); {
	case k == len(edits):
	case edits[k].as != asText && edits[k].as != asBlank && (edits[k].from == i || edits[k].from == i-2 && hasFold(sc.b, i-2, "0x")): // a2=7078
		return edits[k].to
	case k > 0 && edits[k-1].to == i && sc.b[i-1] == '"': // a2="px"
		return edits[k].from
	}
	return 0
}
