package redact

// listed reports whether values of the row stand in a row: backup codes.
func (r *nameRow) listed() bool {
	switch r.name {
	case "backupcodes", "recoverycodes", "scratchcodes", "emergencycodes":
		return true
	}
	return false
}

// plural reports whether the name is one of several values: passwords, API keys.
func (v *valuer) plural() bool {
	n := len(v.name)
	return n > 2 && lower[v.name[n-1]] == 's' && v.sc.eng.names.find(v.name[:n-1]) != nil
}

// several reports whether the name is one of several values, or that of a header, which
// may be sent twice.
func (v *valuer) several() bool {
	return v.plural() || hasFold(v.name, 0, "x-") && !hasFold(v.name, 0, "x-token-auth") || hasFold(v.name, len(v.name)-len("history"), "history")
}

// more replaces the values that stand in a row with one that ends at i, and returns
// where they end: passwords: 'a', 'b' and 'c'.
func (v *valuer) more(i int) int {
	b := v.sc.b
	if sep := byteAt(b, v.from-1); (sep == '/' || sep == ':') && userBefore(b, v.from-1) { // user/password: bob/x, eve/y
		return v.sc.morePairs(i, sep)
	}
	listed := v.row.listed()
	if !listed && !v.several() {
		return v.again(i)
	}
	for {
		p := behindAnd(b, i)
		if p == i || p >= len(b) {
			return i
		}
		from, to, end, quoted := v.extent(p, 0)
		if c := byteAt(b, end); from == to || c == ':' || c == '=' { // the next name
			return i
		}
		if !quoted && isLetter(b[from]) && hasPrefix(b, skip(b, from, clName), []byte("=")) { // X-Token=x X-Client=y
			return i
		}
		if val := b[from:to]; listed && !listedCode(val) || !listed && !v.speaks(val) {
			return i
		}
		if v.secret(from, to, quoted) == 0 {
			return i
		}
		i = end
	}
}

// listedCode reports whether val can be one of a list of codes.
func listedCode(val []byte) bool { return len(val) >= 6 && (looksCode(val) || backupCode(val)) }

// again replaces a password that is typed twice, behind one that ends at i: new password:
// x, confirm: x.
func (v *valuer) again(i int) int {
	b := v.sc.b
	if v.row.kind != Password || !hasPrefix(b, i, []byte(", ")) {
		return i
	}
	p := i + len(", ")
	for _, label := range [...]string{"confirm", "confirmed", "confirmation", "repeat", "repeated", "again"} {
		if from := behindKey(b, p+len(label)); hasFold(b, p, label) && from > 0 && from < len(b) {
			if to := v.bareEnd(from, 0); v.stands(b[from:to]) {
				return max(i, v.secret(from, to, false))
			}
		}
	}
	return i
}

// behindAnd is where the next one begins in a row of values, one of which ends at i: "a,
// b and c". It is i if none does.
func behindAnd(b []byte, i int) int {
	p := i
	if c := byteAt(b, p); c == ',' || c == ';' {
		p++
	}
	p = skip(b, p, clSpace)
	for _, word := range [...]string{"and ", "or ", "& "} {
		if p > i && hasFold(b, p, word) {
			return p + len(word)
		}
	}
	return p
}

// became replaces what a value that ends at i was changed into: x -> y, "x" => "y".
func (v *valuer) became(i int, closer byte) int {
	b := v.sc.b
	if byteAt(b, i) != ' ' {
		return i
	}
	for _, arrow := range [...]string{" -> ", " => ", " → ", " ~> "} {
		p := i + len(arrow)
		if !hasPrefix(b, i, []byte(arrow)) || p >= len(b) {
			continue
		}
		if _, _, _, quoted := quotedValue(b, p); quoted {
			return max(i, v.one(p, closer))
		}
		if to := v.bareEnd(p, closer); p < to && (v.stands(b[p:to]) || v.strung(b[p:to])) {
			return max(i, v.secret(p, to, false))
		}
	}
	return i
}
