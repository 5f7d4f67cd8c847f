package redact

import "bytes"

// An argWalker reads the arguments of a command line, or of a list of strings.
type argWalker struct {
	sc   *scan // nil for what no view shows
	b    []byte
	i    int
	over bool // a quote behind the last argument closed what is around the command
}

// argsBehind walks the arguments behind the name of a program, whose beginning
// ends at i; what follows may belong to the name: mysqldump, mysql.exe.
func (sc *scan) argsBehind(i int, spaced bool) (argWalker, bool) {
	b := sc.b
	if b[i-1] == ' ' {
		return argWalker{sc: sc, b: b, i: i}, true
	}
	i = skip(b, i, clName)
	if c := byteAt(b, i); isQuote(c) && !spaced { // "mysql", "-p"
		i++
	}
	return argWalker{sc: sc, b: b, i: i}, i < len(b) && (isSpace(b[i]) || b[i] == ',')
}

// next is the next argument, without quotes around the whole of it; ok is false
// where the command ends.
func (w *argWalker) next() (from, to int, ok bool) {
	b, i := w.b, w.i
	for i < len(b) && (b[i] == ' ' || b[i] == '\t' || b[i] == 0 || b[i] == ',') {
		i++
	}
	if end := w.sc.argEnd(i); end > 0 {
		w.i = end
		return i, end, true
	}
	if end := angledEnd(b, i); end > 0 {
		w.i = end
		return i, end, true
	}
	if w.endsAt(i) {
		return 0, 0, false
	}
	if from, to := shellQuoted(b, i); from > 0 {
		w.i = to + len(quoteInShell)
		return from, to, true
	}
	if b[i] == 'b' && isQuote(byteAt(b, i+1)) { // of Python
		i++
	}
	if q := b[i]; isQuote(q) {
		return w.quoted(i+1, q)
	}
	return w.bare(i)
}

// angledEnd is where an argument in angle brackets at i ends that stands for one:
// <password>. It is 0 if there is none.
func angledEnd(b []byte, i int) int {
	if i+1 >= len(b) || b[i] != '<' || !isLetter(b[i+1]) {
		return 0
	}
	k := bytes.IndexByte(b[i:min(len(b), i+80)], '>')
	if k < 0 {
		return 0
	}
	return i + k + 1
}

// endsAt reports whether the command ends at i, rather than going on with an argument.
func (w *argWalker) endsAt(i int) bool {
	b := w.b
	if i >= len(b) || w.over {
		return true
	}
	switch c := b[i]; c {
	case '|', ';', '&', '<', '>', ')', ']', '}', '\n', '\r', '\v', '\f':
		return true
	case '\\':
		return endsLine(b, i)
	case '"', '\'': // it closes what is around the command
		return i == w.i && i > 0 && isName(b[i-1])
	case 'C', 'H', 'I', 'L', 'P', 'T':
		return besideCommand(b, i)
	}
	return false
}

// besideCommand reports whether a field stands at i that a record of Windows has behind a
// command line: net user bob /active:no CurrentDirectory: x.
func besideCommand(b []byte, i int) bool {
	for _, name := range [...]string{
		"CurrentDirectory: ", "Hashes: ", "IntegrityLevel: ", "LogonGuid: ", "LogonId: ", "ParentCommandLine: ", "ParentImage: ",
		"ParentProcessGuid: ", "ParentProcessId: ", "ParentUser: ", "TerminalSessionId: ", "Token Elevation Type: ",
	} {
		if hasPrefix(b, i, []byte(name)) {
			return true
		}
	}
	return false
}

// bare is the argument at from that has no quotes around the whole of it; a part of it may
// have some: -p'x y'.
func (w *argWalker) bare(from int) (_, to int, ok bool) {
	b, i := w.b, from
	for i < len(b) && !endsWord(b, i) {
		if isQuote(b[i]) {
			end := partEnd(b, i, from)
			if end < 0 { // it closes what is around the command
				w.over = true
				i -= slashesBefore(b, i, from)
				break
			}
			i = end
		}
		i++
	}
	if i == from {
		return 0, 0, false
	}
	w.i = i
	return from, from + len(bytes.TrimRight(b[from:i], ",;]")), true
}

// endsWord reports whether an argument without quotes ends before i: at a blank, a pipe, or
// the end of the line in a string of JSON.
func endsWord(b []byte, i int) bool {
	switch b[i] {
	case '|':
		return i+1 == len(b) || isSpace(b[i+1]) || isLetter(b[i+1])
	case '\\':
		return endsLine(b, i)
	}
	return isSpace(b[i])
}

// partEnd is where the quote at i, in an argument that begins at from, is closed; -1 if it
// opens no part of it.
func partEnd(b []byte, i, from int) int {
	if from, to := shellQuoted(b, i); from > 0 {
		return to + len(quoteInShell) - 1
	}
	if i-from <= 2 || bytes.IndexByte([]byte("=:,(@%\\"), b[i-1]) >= 0 { // -p'x y', --password='x y'
		return closing(b, i, from)
	}
	return -1
}

// quoteInShell is how an apostrophe is written between those of a shell.
const quoteInShell = `'"'"'`

// shellQuoted is what stands at i between two such apostrophes, zeros if nothing does.
func shellQuoted(b []byte, i int) (from, to int) {
	from = i + len(quoteInShell)
	if !hasPrefix(b, i, []byte(quoteInShell)) {
		return 0, 0
	}
	k := bytes.Index(lineBehind(b, from, maxQuoted), []byte(quoteInShell))
	if k < 0 {
		return 0, 0
	}
	return from, from + k
}

// slashesBefore is how many backslashes stand before i, at from or behind it.
func slashesBefore(b []byte, i, from int) (n int) {
	for i-n > from && b[i-n-1] == '\\' {
		n++
	}
	return n
}

// closing is where the quote at i, in a word that begins at from, is closed: by
// one behind as many backslashes, before one behind fewer. It is -1 if nothing
// closes it, or if it rather closes itself what is around the word.
func closing(b []byte, i, from int) int {
	depth := slashesBefore(b, i, from)
	for end := i + 1; ; end++ {
		k := bytes.IndexByte(b[end:], b[i])
		if k < 0 {
			return -1
		}
		end += k
		if n := quoteWithin(b, end); n > 0 && depth == 0 {
			end += n - 1
			continue
		}
		switch n := slashesBefore(b, end, from); {
		case depth == 0 || n == depth:
			if endsJSON(b[i+1:end]) || end == i+1 && (endsJSON(b[end+1:]) || bytes.IndexByte([]byte(",}]:"), byteAt(b, end+1)) >= 0) {
				return -1
			}
			return end
		case n < depth:
			return -1
		}
	}
}

// endsJSON reports whether v, which stands between two quotes, is rather what
// follows a JSON string.
func endsJSON(v []byte) bool {
	return behindString(v) || bytes.IndexByte(v, '\n') >= 0
}

// behindString reports whether v is what stands between two strings in JSON, or
// begins like what stands behind the last one.
func behindString(v []byte) bool {
	switch {
	case len(v) == 0:
		return false
	case v[0] == '}' || v[0] == ']':
		return len(v) == 1 || !isAlnum(v[1])
	}
	return len(bytes.Trim(v, `{}[],:\ `)) == 0
}

// endsLine reports whether the backslash at i begins the escaped line end that ends
// a JSON string.
func endsLine(b []byte, i int) bool {
	return i+2 < len(b) && (b[i+1] == 'n' || b[i+1] == 'r') && (b[i+2] == '"' || b[i+2] == '\\')
}

// quoted is the argument in quotes q that begins at from.
func (w *argWalker) quoted(from int, q byte) (int, int, bool) {
	for i := from; ; i++ {
		k := bytes.IndexByte(w.b[i:], q)
		if k < 0 {
			break
		}
		i += k
		if n := quoteWithin(w.b, i); n > 0 && i > from {
			i += n - 1
			continue
		}
		w.i = i + 1
		return from, i, true
	}
	if from == len(w.b) || isSpace(w.b[from]) { // it closes what is around the command
		return 0, 0, false
	}
	to := stringEnd(w.b, from, len(w.b)) // nothing closes it: an apostrophe
	if k := bytes.IndexByte(w.b[from:to], '\n'); k >= 0 {
		to = from + k
	}
	for to > from && w.b[to-1] == '\\' {
		to--
	}
	w.i = to
	return from, to, true
}
