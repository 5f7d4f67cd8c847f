package stamp

import "slices"

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

// localMonths are the first three bytes of months' names, by month, as the JVM and
// strftime write them in German, French, Spanish, Italian, Portuguese and Dutch, where
// they differ from English. Juin and juillet begin alike: see localMonth.
var localMonths = [...][]string{
	1: {"ene", "gen"}, 2: {"f\xc3\xa9", "fev"}, 3: {"m\xc3\xa4", "mrz", "mrt"},
	4: {"abr", "avr"}, 5: {"mai", "mag", "mei"}, 6: {"giu", "jui"},
	7: {"lug"}, 8: {"ago", "ao\xc3"}, 9: {"set"},
	10: {"okt", "ott", "out"}, 12: {"dez", "d\xc3\xa9", "dic"},
}

// localMonth takes a month's name that is not English; 0 when there is none.
func (r *reader) localMonth() int {
	b := r.b[r.i:min(len(r.b), r.i+5)]
	if len(b) < 5 || !isLetter(b[0]) {
		return 0
	}
	begin := string([]byte{b[0] | 0x20, b[1], b[2]})
	m := slices.IndexFunc(localMonths[:], func(names []string) bool { return slices.Contains(names, begin) })
	switch {
	case m < 0:
		return 0
	case begin == "jui" && b[3] == 'l': // juillet
		m = 7
	}
	for isLetter(r.peek()) || r.peek() >= 0x80 {
		r.i++
	}
	return m
}
