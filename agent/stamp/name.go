package stamp

// weekday takes a weekday's name, short or long.
func (r *reader) weekday() bool {
	if len(r.b)-r.i < 3 {
		return false
	}
	n := 3
	switch string(r.b[r.i : r.i+3]) {
	case "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun":
	default:
		return false
	}
	for r.i+n < len(r.b) && r.b[r.i+n] >= 'a' && r.b[r.i+n] <= 'z' {
		n++
	}
	r.i += n
	return true
}

// monthName takes a month's English name, short or long; 0 when there is none.
func (r *reader) monthName() int {
	if len(r.b)-r.i < 3 {
		return 0
	}
	m := 0
	switch string(r.b[r.i : r.i+3]) {
	case "Jan", "jan", "JAN":
		m = 1
	case "Feb", "feb", "FEB":
		m = 2
	case "Mar", "mar", "MAR":
		m = 3
	case "Apr", "apr", "APR":
		m = 4
	case "May", "may", "MAY":
		m = 5
	case "Jun", "jun", "JUN":
		m = 6
	case "Jul", "jul", "JUL":
		m = 7
	case "Aug", "aug", "AUG":
		m = 8
	case "Sep", "sep", "SEP":
		m = 9
	case "Oct", "oct", "OCT":
		m = 10
	case "Nov", "nov", "NOV":
		m = 11
	case "Dec", "dec", "DEC":
		m = 12
	default:
		return 0
	}
	n := 3
	for r.i+n < len(r.b) && r.b[r.i+n] >= 'a' && r.b[r.i+n] <= 'z' {
		n++
	}
	r.i += n
	return m
}

// localMonth takes a month's name as the JVM and strftime write it in German,
// French, Spanish, Italian, Portuguese and Dutch, where it differs from English.
func (r *reader) localMonth() int {
	b := r.b[r.i:min(len(r.b), r.i+5)]
	if len(b) < 5 {
		return 0
	}
	m, lower := 0, [3]byte{b[0] | 0x20, b[1], b[2]}
	switch string(lower[:]) {
	case "ene", "gen":
		m = 1
	case "f\xc3\xa9", "fev":
		m = 2
	case "m\xc3\xa4", "mrz", "mrt":
		m = 3
	case "abr", "avr":
		m = 4
	case "mai", "mag", "mei":
		m = 5
	case "giu":
		m = 6
	case "lug":
		m = 7
	case "jui":
		if m = 6; b[3] == 'l' {
			m = 7
		}
	case "ago", "ao\xc3":
		m = 8
	case "set":
		m = 9
	case "okt", "ott", "out":
		m = 10
	case "dez", "d\xc3\xa9", "dic":
		m = 12
	default:
		return 0
	}
	for r.peek()|0x20 >= 'a' && r.peek()|0x20 <= 'z' || r.peek() >= 0x80 {
		r.i++
	}
	return m
}
