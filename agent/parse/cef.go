package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// cefMessage reads the two formats in which appliances speak to a SIEM:
//
//	CEF:0|Vendor|Product|Version|Signature|Name|Severity|src=192.0.2.7 suser=bob msg=…
//	LEEF:1.0|Vendor|Product|Version|EventID|src=192.0.2.7⇥usrName=bob⇥…
//
// The signature and the name say what happened. In CEF a value ends where the
// next name begins, in LEEF at a tab.
func cefMessage(p *Parser, msg []byte) error {
	leef := bytes.HasPrefix(msg, []byte("LEEF:"))
	if !leef && !bytes.HasPrefix(msg, []byte("CEF:")) {
		if string(p.val(ProcessName)) != "CEF" || !bytes.HasPrefix(msg, []byte("0|")) { // "CEF: 0|"
			return ErrFormat
		}
	}
	h, rest, ok := readCEFHeader(msg, leef)
	if !ok {
		return ErrFormat
	}
	p.set(Provider, h.product)
	p.set(Code, h.signature)
	p.set(Message, h.name)
	p.cefPairs(rest, &h)
	if !p.has(ActionWord) {
		p.set(ActionWord, h.signature)
		var name reading
		name.addName(h.name)
		if name.action(false) != event.NoAction || name.action(true) != event.NoAction {
			p.set(ActionWord, h.name)
		}
	}
	return nil
}

// A cefHeader is what stands in front of the pairs.
type cefHeader struct {
	vendor, product, signature []byte
	name                       []byte // nil in LEEF
	split                      byte   // between pairs; 0 in CEF
}

// readCEFHeader takes off the header: of seven parts in CEF, of five in LEEF, and a sixth
// in its second version, which is what stands between pairs.
func readCEFHeader(msg []byte, leef bool) (h cefHeader, rest []byte, ok bool) {
	var f [7][]byte
	n := len(f)
	if leef {
		n = 5
		if bytes.HasPrefix(msg, []byte("LEEF:2")) {
			n = 6
		}
	}
	rest = msg
	for i := range n {
		if f[i], rest, ok = cefHead(rest); !ok {
			return h, nil, false
		}
	}
	h = cefHeader{vendor: f[1], product: f[2], signature: f[4]}
	switch {
	case !leef:
		h.name = f[5]
	case len(f[5]) == 1:
		h.split = f[5][0]
	default:
		h.split = '\t'
	}
	return h, rest, true
}

// cefPairs takes in the pairs. "cs1=bob cs1Label=User" is one of the name User.
func (p *Parser) cefPairs(rest []byte, h *cefHeader) {
	pairs, labels := rest[:min(len(rest), maxLabelled)], 0
	for len(rest) > 0 {
		name, v, after := cefPair(rest, h.split)
		if rest = after; name == nil {
			continue
		}
		if of, ok := bytes.CutSuffix(name, []byte("Label")); ok {
			if labels++; labels <= maxLabels {
				p.cefLabelled(v, cefValue(pairs, of, h.split))
			}
			continue
		}
		p.cefTake(name, p.cefText(v), h.vendor, h.product)
	}
}

// Bounds of what labels are looked up for, each from the first pair on: the standard
// has 20 fields that have one.
const (
	maxLabels   = 32
	maxLabelled = 16 << 10 // bytes of pairs
)

// isCEF reports whether b begins like a record of CEF or LEEF.
func isCEF(b []byte) bool {
	return bytes.HasPrefix(b, []byte("CEF:")) || bytes.HasPrefix(b, []byte("LEEF:"))
}

// cefHead is the part of the header that b starts with, up to a bar.
func cefHead(b []byte) (part, rest []byte, ok bool) {
	for i := 0; i < len(b) && i < 512; i++ {
		switch {
		case b[i] == '\\':
			i++
		case b[i] == '|':
			return bytes.Trim(b[:i], " "), b[i+1:], true
		}
	}
	return nil, nil, false
}

// cefPair is the pair that b starts with; split is 0 in CEF, where a value ends
// in front of the last word before the next equals sign.
func cefPair(b []byte, split byte) (name, v, rest []byte) {
	b = bytes.TrimLeft(b, " \t")
	eq := nameLen(b)
	if eq < 1 || eq == len(b) || b[eq] != '=' {
		if i := bytes.IndexAny(b, " \t"); i >= 0 {
			return nil, nil, b[i:]
		}
		return nil, nil, nil
	}
	name, b = b[:eq], b[eq+1:]
	if split != 0 {
		v, rest, _ = bytes.Cut(b, []byte{split})
		return name, bytes.Trim(v, " "), rest
	}
	space := -1
	for i := 0; i < len(b); i++ {
		switch b[i] {
		case '\\':
			if i++; i < len(b) && b[i] == ' ' {
				space = i
			}
		case ' ':
			space = i
		case '=':
			if n := i - space - 1; space >= 0 && n > 0 && nameLen(b[space+1:i]) == n {
				return name, bytes.Trim(b[:space], " \""), b[space:]
			}
		}
	}
	return name, bytes.Trim(b, " \""), nil
}

// cefText is a value without the backslashes in front of what would have ended it.
func (p *Parser) cefText(v []byte) []byte {
	if bytes.IndexByte(v, '\\') < 0 {
		return v
	}
	start := len(p.buf)
	for i, c := range v {
		if c == '\\' && i+1 < len(v) && (v[i+1] == '=' || v[i+1] == '|') {
			continue
		}
		p.buf = append(p.buf, c)
	}
	return p.buf[start:]
}

// cefValue is the value of the pair whose name is given.
func cefValue(b, name []byte, split byte) []byte {
	for i := 0; ; i++ {
		at := bytes.Index(b[i:], name)
		if at < 0 {
			return nil
		}
		i += at
		if end := i + len(name); end < len(b) && b[end] == '=' && (i == 0 || b[i-1] == ' ' || b[i-1] == split) {
			_, v, _ := cefPair(b[i:], split)
			return v
		}
	}
}

// cefLabelled takes in what a field that is the maker's to use holds: cs2Label=userName
// cs2=bob. No more than who and with what is worth it.
func (p *Parser) cefLabelled(label, v []byte) {
	if v == nil {
		return
	}
	k := lookup(label)
	if k == nil || k.at[anywhere].tier != 0 {
		return
	}
	switch k.at[anywhere].field {
	case UserName, UserID, UserEmail, SourceIP, UserAgent:
		p.pair(k, label, anywhere, 1, p.cefText(v), text)
	}
}

// cefTake takes in one pair. What the standard names in its own way comes first.
func (p *Parser) cefTake(name, v, maker, product []byte) {
	if absent(v) {
		return
	}
	switch string(name) {
	case "msg":
		p.set(Message, v)
	case "act":
		p.offer(ActionWord, v, vague, nil)
	case "cat", "deviceSeverity", "sev":
	case "suser", "usrName":
		p.set(UserName, v)
	case "duser":
		p.offer(UserName, v, told, nil)
		p.set(TargetName, v)
	case "duid":
		if string(product) == "PingFederate" {
			p.set(UserName, v)
		}
	case "src":
		p.endpoint(v, 1, nil, SourceIP, SourcePort, SourceHost)
	case "shost":
		p.endpoint(v, keyed, nil, SourceIP, SourcePort, SourceHost)
	case "spt", "srcPort":
		p.set(SourcePort, v)
	case "dst", "dhost":
		p.endpoint(v, keyed, nil, DestIP, DestPort, DestHost)
	case "dpt", "dstPort":
		p.set(DestPort, v)
	case "rt": // with its year, and by the device's own clock
		p.set(Time, v)
	case "suid":
		p.set(UserID, v)
	case "end", "start", "devTime":
		p.offer(Time, v, told, nil)
	case "sntdom":
		p.set(UserDomain, v)
	default:
		p.attribute(unbranded(name, maker, product), v, true)
	}
}

// unbranded is the name of a maker's own extension without what says whose it is:
// FortinetFortiGateeventtime, or in capitals FTNTFGTeventtime.
func unbranded(name, maker, product []byte) []byte {
	rest := behindFold(behindFold(name, maker), product)
	n := 0
	for n < len(rest) && isUpper(rest[n]) {
		n++
	}
	if n > 3 && lookup(rest) == nil {
		rest = rest[n:]
	}
	if len(rest) == 0 {
		return name
	}
	return rest
}

// behindFold is what follows lead in b, whatever the case; b where nothing of it does.
func behindFold(b, lead []byte) []byte {
	if len(b) > len(lead) && bytes.EqualFold(b[:len(lead)], lead) {
		return b[len(lead):]
	}
	return b
}
