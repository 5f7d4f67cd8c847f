package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// npsLine reads the accounting log of Microsoft's RADIUS server (NPS, once IAS),
// in XML ("DTS compliant") and in its older list of values:
//
//	<Event><Timestamp data_type="4">11/10/2026 12:55:36.123</Timestamp>…<User-Name data_type="1">EXAMPLE\bob</User-Name>…<Packet-Type data_type="0">3</Packet-Type><Reason-Code data_type="0">16</Reason-Code></Event>
//	"NPS1","IAS",11/10/2026,12:55:36,3,"bob","EXAMPLE\bob",…
func npsLine(p *Parser, line []byte) error {
	if line[0] == '"' {
		return p.npsList(line)
	}
	if !bytes.HasPrefix(line, []byte("<Event><Timestamp ")) {
		return ErrFormat
	}
	p.set(Time, xmlText(line, "<Timestamp "))
	p.set(Hostname, xmlText(line, "<Computer-Name "))
	user := xmlText(line, "<User-Name ")
	if user == nil {
		user = xmlText(line, "<SAM-Account-Name ")
	}
	return p.nps(xmlText(line, "<Packet-Type "), user, xmlText(line, "<Calling-Station-Id "), xmlText(line, "<Client-IP-Address "), xmlText(line, "<Reason-Code "))
}

// npsList reads the values by their places; see Microsoft, "Interpret IAS Format
// Log Files" and "Interpret NPS Database Format Log Files".
func (p *Parser) npsList(line []byte) error {
	var f [26][]byte
	for i := range f {
		if len(line) > 0 && line[0] == '"' {
			end := bytes.IndexByte(line[1:], '"')
			if end < 0 {
				return ErrFormat
			}
			f[i], line = line[1:1+end], line[end+2:]
			line = bytes.TrimPrefix(line, []byte(","))
		} else {
			f[i], line, _ = bytes.Cut(line, []byte(","))
		}
		if i == 1 && string(f[1]) != "IAS" && string(f[1]) != "RAS" {
			return ErrFormat
		}
	}
	p.set(Hostname, f[0])
	p.set(Day, f[2])
	p.set(Time, f[3])
	user := f[5]
	if len(user) == 0 {
		user = f[6] // with its domain
	}
	return p.nps(f[4], user, f[8], f[15], f[25])
}

// nps says what a packet means. The station that calls is the client where it
// has an address, else the server that asks for it.
func (p *Parser) nps(packet, user, station, client, reason []byte) error {
	p.mined = true
	p.set(UserName, user)
	if isAddress(station) {
		p.set(SourceIP, station)
	} else {
		p.peer(client)
	}
	p.set(Code, packet)
	switch string(packet) {
	case "1":
		p.happened(event.AuthInfo, event.Unknown)
	case "2":
		p.happened(event.Login, event.Success)
	case "3":
		p.happened(event.LoginFailed, event.Failure)
		if string(reason) != "0" {
			p.set(ErrorCode, reason)
		}
	default: // accounting
		return ErrNotAuth
	}
	return nil
}
