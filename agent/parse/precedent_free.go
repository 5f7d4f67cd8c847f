package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/redact"
)

// freeKinds are the kinds of a field's values that decide nothing, as long as they are
// [ordinary]; a field that has none here is not free. Of a record of which a rule looks at
// such a value all the same no precedent is made: see values.val. TestCrossedValues,
// TestAlikeValues and TestMemory find one that asks too much of values.alike.
var freeKinds = [fieldCount]kinds{
	Time: textOrNumber, SourceIP: onlyText, SourcePort: textOrNumber, ForwardedFor: onlyText, RealIP: onlyText,
	UserName: onlyText, UserID: textOrNumber, UserEmail: onlyText, UserAgent: onlyText,
	Path: onlyText, Target: onlyText, RequestLine: onlyText, Query: onlyText, Referrer: onlyText,
	RequestID: textOrNumber, TransactionID: textOrNumber, TraceID: textOrNumber, SpanID: textOrNumber, ProcessPID: textOrNumber,
	Duration: textOrNumber, DurationNS: textOrNumber, DurationUS: textOrNumber, DurationMS: textOrNumber, DurationS: textOrNumber, DurationText: onlyText,
	RequestBytes: textOrNumber, ResponseBytes: textOrNumber, BodyBytes: textOrNumber, Given: onlyText,
}

// kinds are a set of kinds.
type kinds uint8

const (
	onlyText     kinds = 1 << text
	textOrNumber kinds = 1<<text | 1<<numeric
)

func (s kinds) has(is kind) bool { return s>>is&1 != 0 }

// mayLose are the free fields of which a value goes nowhere, whatever it is, if the record
// has a surer one for the field.
var mayLose = [fieldCount]bool{
	Time: true, SourceIP: true, SourcePort: true, UserAgent: true, RequestID: true, TransactionID: true, TraceID: true, SpanID: true, ProcessPID: true,
	DurationNS: true, DurationUS: true, DurationMS: true, DurationS: true, RequestBytes: true, ResponseBytes: true, BodyBytes: true, Given: true,
}

// ordinary reports whether the value of a free field decides nothing. A path that is a whole
// URL does decide something, since it says whose host was asked; so do "anonymous" as a
// user's name, a name with its address, how a login ended, and "-", which is no value at all.
func ordinary(f Field, b []byte, is kind) bool {
	if absent(b) || !freeKinds[f].has(is) {
		return false
	}
	switch f {
	case DurationNS, DurationUS, DurationMS, DurationS, RequestBytes, ResponseBytes, BodyBytes, ProcessPID:
		return is == numeric || isFigure(b)
	case Time:
		return len(b) >= 8 && (len(b) != 10 || isDigit(b[4])) && b[2] != ':'
	case UserName:
		return isOrdinaryName(b)
	case UserID:
		return bytes.IndexByte(b, '@') < 0 && bytes.IndexByte(b, '=') < 0
	case Path, Target:
		return isPlainPath(b)
	case RequestLine:
		_, target, ok := takeRequest(b)
		return ok && len(target) > 0 && isPlainPath(target)
	case Query:
		return b[0] != '?'
	}
	return true
}

// isOrdinaryName reports whether a user's name decides nothing.
func isOrdinaryName(b []byte) bool {
	_, from := nameAndAddress(b)
	return len(b) <= 256 && !isAnonymous(b) && from == nil && !saysVerdict(b)
}

// isFigure reports whether a text is a number as nginx writes all of them, too short
// for a time.
func isFigure(b []byte) bool {
	points := 0
	for _, c := range b {
		if c == '.' {
			points++
		} else if !isDigit(c) {
			return false
		}
	}
	return len(b) < 10 && points < 2 && isDigit(b[0]) && isDigit(b[len(b)-1])
}

// isPlainPath reports whether what was asked for is a path, with a query or without:
// no fragment, no scheme, no whole request line.
func isPlainPath(b []byte) bool {
	if b[0] != '/' {
		return false
	}
	for i, c := range b {
		switch partsTarget[c] {
		case 0:
		case '?':
			b = b[i+1:]
			return !absent(b) && bytes.IndexByte(b, '#') < 0 && bytes.IndexByte(b, ' ') < 0
		default:
			return false
		}
	}
	return true
}

// partsTarget are the bytes that end a path, or say that it is none.
var partsTarget = func() (t [256]byte) {
	for c := range byte(' ' + 1) {
		t[c] = '!'
	}
	t['?'], t['#'], t[':'] = '?', '!', '!'
	return t
}()

// fieldOf is the field of a free value.
func (s *layoutStep) fieldOf(b []byte, is kind) Field {
	if s.field == Duration {
		return durationUnit(b, is)
	}
	return s.field
}

// varies reports whether another value than b may stand in a record that follows
// this one.
func (s *layoutStep) varies(v *scalar, b []byte) bool {
	switch {
	case s.action == layoutSkip:
		return true
	case v.escaped:
		return false
	case s.action == layoutSecret:
		return v.kind == text && !absent(b) && !isBasic(b) && !redact.IsMask(b) && userWithin(b) == nil
	}
	return s.free && ordinary(s.field, b, v.kind)
}
