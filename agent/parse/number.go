package parse

import "time"

// readInt reads a whole number that is all of b.
func readInt(b []byte) (int64, bool) {
	if len(b) == 0 || len(b) > 18 {
		return 0, false
	}
	n := int64(0)
	for _, c := range b {
		if !isDigit(c) {
			return 0, false
		}
		n = n*10 + int64(c-'0')
	}
	return n, true
}

// digits reports whether b is a number.
func digits(b []byte) bool {
	_, ok := readInt(b)
	return ok
}

// leadingInt reads the number that b starts with, and its length.
func leadingInt(b []byte) (n int64, length int) {
	for length < len(b) && length < 18 && isDigit(b[length]) {
		n = n*10 + int64(b[length]-'0')
		length++
	}
	return n, length
}

// leadingPort is the port that b starts with; nil if it starts with none.
func leadingPort(b []byte) []byte {
	if n, length := leadingInt(b); n > 0 && n < 65536 {
		return b[:length]
	}
	return nil
}

// readStatus reads an HTTP status code: three digits, from 100 to 599.
func readStatus(b []byte) (int, bool) {
	if len(b) != 3 || b[0] < '1' || b[0] > '5' || !isDigit(b[1]) || !isDigit(b[2]) {
		return 0, false
	}
	return int(b[0]-'0')*100 + int(b[1]-'0')*10 + int(b[2]-'0'), true
}

// readDuration reads a decimal number of units.
func readDuration(b []byte, unit time.Duration) (time.Duration, bool) {
	whole, n := leadingInt(b)
	if n == 0 || n == 18 || whole > int64(1<<62/unit) {
		return 0, false
	}
	d := time.Duration(whole) * unit
	if n < len(b) && b[n] == '.' {
		scale := unit
		for n++; n < len(b) && isDigit(b[n]); n++ {
			scale /= 10
			d += time.Duration(b[n]-'0') * scale
		}
	}
	return d, n == len(b)
}

// readDurationText reads a number with its unit: 1.5ms, 3 s, 505.3µs, 1m2.5s.
func readDurationText(b []byte) (time.Duration, bool) {
	var sum time.Duration
	for len(b) > 0 {
		n := 0
		for n < len(b) && (isDigit(b[n]) || b[n] == '.') {
			n++
		}
		u := n
		for u < len(b) && b[u] == ' ' {
			u++
		}
		end := u
		for end < len(b) && !isDigit(b[end]) {
			end++
		}
		var unit time.Duration
		switch string(b[u:end]) {
		case "ns":
			unit = time.Nanosecond
		case "us", "µs", "μs":
			unit = time.Microsecond
		case "ms", "msec", "msecs":
			unit = time.Millisecond
		case "s", "sec", "secs", "seconds":
			unit = time.Second
		case "m", "min":
			unit = time.Minute
		case "h":
			unit = time.Hour
		default:
			return 0, false
		}
		d, ok := readDuration(b[:n], unit)
		if !ok {
			return 0, false
		}
		sum += d
		b = b[end:]
	}
	return sum, sum > 0
}
