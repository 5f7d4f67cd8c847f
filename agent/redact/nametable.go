package redact

import "bytes"

// nameTable finds rows by the end of a name.
type nameTable struct {
	pairs [26 * 26]bool        // the last two letters of rows
	ends  [27 * 26 * 26]uint16 // bucket of the last three, 0: none
	rows  [][]nameRow          // buckets, longest name first

	vendor *nameRow // of the keys of vendors
}

func newNameTable(rows []nameRow) nameTable {
	t := nameTable{rows: make([][]nameRow, 1)}
	for i, r := range rows {
		if r.name == "vendorkey" {
			t.vendor = &rows[i]
		}
		n := len(r.name)
		pair := endOf(r.name[n-2], r.name[n-1])
		t.pairs[pair] = true
		if n > 2 {
			t.add(pair+26*26*int(letterOf[r.name[n-3]]), r)
			continue
		}
		for before := range 27 { // whatever is before it
			t.add(pair+26*26*before, r)
		}
	}
	return t
}

func (t *nameTable) add(end int, r nameRow) {
	if t.ends[end] == 0 {
		t.ends[end] = uint16(len(t.rows))
		t.rows = append(t.rows, nil)
	}
	bucket := &t.rows[t.ends[end]]
	i := 0
	for i < len(*bucket) && len((*bucket)[i].name) >= len(r.name) {
		i++
	}
	*bucket = append((*bucket)[:i:i], append([]nameRow{r}, (*bucket)[i:]...)...)
}

// endOf indexes the last two letters of a name. Digits share the place of
// letters; the comparison that follows is exact.
func endOf(a, b byte) int { return int(letterOf[a])*26 + int(letterOf[b]) }

// letterOf is the place of a letter, in any case, in the alphabet.
var letterOf = func() (t [256]uint8) {
	for c := range t {
		t[c] = uint8(c % 26)
		if isLetter(byte(c)) {
			t[c] = lower[c] - 'a'
		}
	}
	return t
}()

const maxName = 40 // letters of a name that are looked at, from its end

// find is the row for name, nil if it is not a credential's name. Most names are none, and
// show it by their last two letters.
func (t *nameTable) find(name []byte) *nameRow {
	if bytes.HasPrefix(name, []byte("checksum/")) { // Helm's, of what a Secret holds
		return nil
	}
	n, digits := len(name), 0
	for n > 0 && !isLetter(name[n-1]) { // password1, token_2, password[]
		if digit(name[n-1]) {
			if digits++; digits > 6 {
				break
			}
		}
		n--
	}
	if t.mayEnd(name[:n]) || n > 1 && !isAlnum(name[n-2]) {
		return t.longest(name[:n])
	}
	if digits > 0 && t.mayEnd(name) { // oauth2
		return t.longest(name)
	}
	return nil
}

// mayEnd reports whether a row ends in the last two letters of name.
func (t *nameTable) mayEnd(name []byte) bool {
	n := len(name)
	return n > 1 && t.pairs[endOf(name[n-2], name[n-1])]
}

// longest is the row that most of the end of name is like, nil if there is none or if it
// says that such a name is no credential's.
func (t *nameTable) longest(name []byte) *nameRow {
	var f foldedName
	f.read(name)
	bucket := t.bucket(&f)
	for i := range bucket {
		r := &bucket[i]
		from := maxName - len(r.name)
		switch {
		case !f.endsIn(r, from):
			continue
		case r.how == never && digit(r.name[0]) && !hasFold(name, len(name)-len(r.name), r.name): // users.1.password
			continue
		case r.how == never:
			return nil
		case r.name == "key" && t.vendor != nil && ofVendor(f.buf[f.from:from], f.starts>>f.from):
			return t.vendor
		}
		return r
	}
	if t.vendor != nil && f.vendorKey() {
		return t.vendor
	}
	return nil
}

// bucket lists the rows that end in the last three letters of f.
func (t *nameTable) bucket(f *foldedName) []nameRow {
	before := 26 // nothing
	switch maxName - f.from {
	case 0, 1:
		return nil
	case 2:
	default:
		before = int(letterOf[f.buf[maxName-3]])
	}
	return t.rows[t.ends[26*26*before+endOf(f.buf[maxName-2], f.buf[maxName-1])]]
}

// A foldedName is the end of a name in small letters, without what parts its words.
type foldedName struct {
	buf    [maxName]byte
	from   int    // where it begins in buf, at whose end it stands
	starts uint64 // bit k: buf[k] begins a word
}

func (f *foldedName) read(name []byte) {
	from, starts := maxName, uint64(0)
	for i := len(name) - 1; i >= 0 && from > 0; i-- {
		if !isAlnum(name[i]) {
			continue
		}
		from--
		f.buf[from] = lower[name[i]]
		if startsWord(name, i) {
			starts |= 1 << from
		}
	}
	f.from, f.starts = from, starts
}

// startsWord reports whether name[i], a letter or a digit, begins a word: sso_session,
// ssoSession, SSOSession.
func startsWord(name []byte, i int) bool {
	switch {
	case i == 0 || !isAlnum(name[i-1]):
		return true
	case !isUpper(name[i]):
		return false
	}
	return !isUpper(name[i-1]) || i+1 < len(name) && class[name[i+1]]&clLower != 0
}

// endsIn reports whether the name ends in that of r, which would begin at from.
func (f *foldedName) endsIn(r *nameRow, from int) bool {
	return from >= f.from && f.buf[from] == r.name[0] && string(f.buf[from:]) == r.name && (!r.word || f.starts>>from&1 != 0)
}

// vendorKey reports whether the name is a vendor's and "key" in one word: datadogkey.
func (f *foldedName) vendorKey() bool {
	const key = maxName - len("key")
	return f.from < key && string(f.buf[key:]) == "key" && vendors[string(f.buf[f.from:key])]
}

// isName reports whether v is a credential's name in small letters: "otp".
func (t *nameTable) isName(v []byte) bool {
	r := t.find(v)
	return r != nil && r.name == string(v)
}

// ofVendor reports whether one or two of the words of a name are a vendor's. Bit i
// of starts says that name[i] begins a word.
func ofVendor(name []byte, starts uint64) bool {
	last := 0 // where the word before begins
	for i := 0; i < len(name); {
		end := i + 1
		for end < len(name) && starts>>end&1 == 0 {
			end++
		}
		if vendors[string(name[i:end])] || vendors[string(name[last:end])] {
			return true
		}
		last, i = i, end
	}
	return false
}

// credentialNames is the table that NameKind asks.
var credentialNames = newNameTable(names)

// NameKind reports whether a field, header or parameter of this name, in any
// case and spelling, holds a credential, and of which kind.
func NameKind(name []byte) (Kind, bool) {
	r := credentialNames.find(name)
	if r == nil || r.how == inQuery || r.vague() { // which hold other things, too
		return 0, false
	}
	return r.kind, true
}
