package parse

import "time"

// clock reads a time of day, its fraction, AM or PM, and its zone.
func (r *stampReader) clock() bool {
	if n := r.run(); n == 4 || n == 6 { // 1504, 150405
		r.hour, r.min = r.num(2), r.num(2)
		if n == 6 {
			r.sec = r.num(2)
		}
	} else {
		if !r.upTo2(&r.hour) || !r.one(":") || r.run() != 2 {
			return false
		}
		r.min = r.num(2)
		if r.peek() == ':' && (r.i+1 == len(r.b) || r.b[r.i+1] != ' ') { // else it ends the preamble
			r.i++
			if r.run() != 2 {
				return false
			}
			r.sec = r.num(2)
		}
	}
	if r.hour > 23 || r.min > 59 || r.sec > 60 {
		return false
	}
	r.fraction()
	r.half()
	r.zone()
	r.clocked = true
	return true
}

// fraction reads ".123", ",123" or ":123" as parts of a second.
func (r *stampReader) fraction() {
	c := r.peek()
	if c != '.' && c != ',' && c != ':' {
		return
	}
	r.i++
	n := r.run()
	if n == 0 || n > 12 || c == ':' && n != 3 {
		r.i--
		return
	}
	scale := int(time.Second)
	for range n {
		scale /= 10
		r.ns += int(r.b[r.i]-'0') * scale
		r.i++
	}
}

// half reads AM or PM.
func (r *stampReader) half() {
	i := r.i
	if i < len(r.b) && r.b[i] == ' ' {
		i++
	}
	if i+2 > len(r.b) || r.b[i+1]|0x20 != 'm' || i+2 < len(r.b) && isWord(r.b[i+2]) {
		return
	}
	switch r.b[i] | 0x20 {
	case 'a':
		if r.hour == 12 {
			r.hour = 0
		}
	case 'p':
		if r.hour < 12 {
			r.hour += 12
		}
	default:
		return
	}
	r.i = i + 2
}

// zone reads Z, +02:00, " +0200", " CET". What is behind a space must look
// like nothing else.
func (r *stampReader) zone() {
	i := r.i
	spaced := i < len(r.b) && r.b[i] == ' '
	if spaced {
		i++
	}
	if i >= len(r.b) {
		return
	}
	switch c := r.b[i]; {
	case c == '+' || c == '-':
		z := stampReader{b: r.b, i: i + 1}
		n := z.run()
		var h, m int
		switch {
		case n == 4:
			h, m = z.num(2), z.num(2)
		case n == 2 && z.i+2 < len(r.b) && r.b[z.i+2] == ':':
			h = z.num(2)
			z.i++
			if z.run() < 2 {
				return
			}
			m = z.num(2)
		case n == 2 && !spaced:
			h = z.num(2)
		default:
			return
		}
		if h > 15 || m > 59 {
			return
		}
		r.offset, r.zoned, r.i = h*3600+m*60, true, z.i
		if c == '-' {
			r.offset = -r.offset
		}
	case c == 'Z' && (i+1 == len(r.b) || !isWord(r.b[i+1])):
		r.zoned, r.i = true, i+1
	case spaced && c >= 'A' && c <= 'Z':
		end := i
		for end < len(r.b) && r.b[end] >= 'A' && r.b[end] <= 'Z' {
			end++
		}
		if end-i < 2 || end-i > 4 || end < len(r.b) && isWord(r.b[end]) {
			return
		}
		if off, ok := zones[string(r.b[i:end])]; ok {
			r.offset, r.zoned, r.i = off*60, true, end
		}
	}
}

// zones are the names that mean one offset nearly everywhere, in minutes.
var zones = map[string]int{
	"UTC": 0, "GMT": 0, "WET": 0, "WEST": 60, "BST": 60, "CET": 60, "CEST": 120, "EET": 120, "EEST": 180, "MSK": 180,
	"EST": -300, "EDT": -240, "CST": -360, "CDT": -300, "MST": -420, "MDT": -360, "PST": -480, "PDT": -420,
	"JST": 540, "KST": 540, "HKT": 480, "SGT": 480, "AEST": 600, "AEDT": 660, "NZST": 720, "NZDT": 780,
}
