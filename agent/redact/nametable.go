package redact

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
			t.add(pair+26*26*int(letter(r.name[n-3])), r)
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
func endOf(a, b byte) int { return int(letter(a))*26 + int(letter(b)) }

func letter(c byte) byte {
	if c >= 'a' && c <= 'z' {
		return c - 'a'
	}
	return c % 26
}

const maxName = 40 // letters of a name that are looked at, from its end

// find is the row for name, nil if it is not a credential's name.
func (t *nameTable) find(name []byte) *nameRow {
	n := len(name)
	digits := 0
	for n > 0 && !isLetter(name[n-1]) { // password1, token_2, password[]
		if digit(name[n-1]) {
			if digits++; digits > 6 {
				break
			}
		}
		n--
	}
	if n < 2 || !t.pairs[endOf(lower[name[n-2]], lower[name[n-1]])] && isAlnum(name[n-2]) {
		if digits == 0 {
			return nil
		}
		n = len(name)
		if n < 2 || !t.pairs[endOf(lower[name[n-2]], lower[name[n-1]])] {
			return nil
		}
	}
	var buf [maxName]byte
	var starts uint64 // bit k: buf[k] begins a word
	k := maxName
	for i := n - 1; i >= 0 && k > 0; i-- {
		c := name[i]
		if !isAlnum(c) {
			continue
		}
		k--
		buf[k] = lower[c]
		if i == 0 || !isAlnum(name[i-1]) || isUpper(c) && (!isUpper(name[i-1]) || i+1 < n && class[name[i+1]]&clLower != 0) { // ssoSession, SSOSession
			starts |= 1 << k
		}
	}
	if maxName-k < 2 {
		return nil
	}
	before := 26 // nothing
	if maxName-k > 2 {
		before = int(letter(buf[maxName-3]))
	}
	bucket := t.rows[t.ends[26*26*before+endOf(buf[maxName-2], buf[maxName-1])]]
	for i := range bucket {
		r := &bucket[i]
		from := maxName - len(r.name)
		if from < k || buf[from] != r.name[0] || string(buf[from:]) != r.name || r.word && starts>>from&1 == 0 {
			continue
		}
		if r.how == never {
			return nil
		}
		if r.name == "key" && t.vendor != nil && ofVendor(buf[k:from], starts>>k) {
			return t.vendor
		}
		return r
	}
	if t.vendor != nil && k < maxName-3 && string(buf[maxName-3:]) == "key" && vendors[string(buf[k:maxName-3])] { // datadogkey
		return t.vendor
	}
	return nil
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
