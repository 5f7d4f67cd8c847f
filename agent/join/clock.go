package join

import "time"

// A clock reads RFC 3339 times with any fraction. Lines that follow each other
// mostly share their second, so it keeps the last one's.
type clock struct {
	second [len("2006-01-02T15:04:05")]byte
	zone   [len("+01:00")]byte
	zoned  int   // bytes of zone; 0: nothing is kept yet
	unix   int64 // of second in zone
}

func (c *clock) read(b []byte) (time.Time, bool) {
	const digits = len(c.second)
	if len(b) <= digits || len(b) > maxStamp {
		return parseStamp(b)
	}
	i, ns := digits, 0
	if b[i] == '.' {
		scale := int(time.Second)
		for i++; i < len(b) && b[i]-'0' <= 9; i++ {
			scale /= 10
			ns += int(b[i]-'0') * scale
		}
		if i == digits+1 {
			return parseStamp(b)
		}
	}
	zone := b[i:]
	if len(zone) == 0 || zone[0] != 'Z' && zone[0] != '+' && zone[0] != '-' {
		return parseStamp(b)
	}
	if string(b[:digits]) == string(c.second[:]) && string(zone) == string(c.zone[:c.zoned]) {
		return time.Unix(c.unix, int64(ns)), true
	}
	t, ok := parseStamp(b)
	if ok && len(zone) <= len(c.zone) {
		copy(c.second[:], b)
		c.zoned, c.unix = copy(c.zone[:], zone), t.Unix()
	}
	return t, ok
}

const maxStamp = 40 // bytes of a time

// parseStamp reads RFC 3339 with any fraction.
func parseStamp(b []byte) (time.Time, bool) {
	var buf [maxStamp]byte
	if len(b) > maxStamp {
		return time.Time{}, false
	}
	t, err := time.Parse(time.RFC3339Nano, string(append(buf[:0], b...)))
	return t, err == nil
}
