package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// merakiMessage reads what Cisco's Meraki writes of the clients of its VPN:
//
//	anyconnect_vpn_connect user id 'bob' local ip 10.0.0.9 connected from 192.0.2.7
func merakiMessage(p *Parser, msg []byte) error {
	name, said := nextField(msg)
	change, ok := bytes.CutPrefix(name, []byte("client_vpn_"))
	if !ok {
		if change, ok = bytes.CutPrefix(name, []byte("anyconnect_vpn_")); !ok {
			return ErrFormat
		}
	}
	a := event.SessionStarted
	switch string(change) {
	case "connect":
	case "disconnect":
		a = event.SessionEnded
	default:
		return ErrFormat
	}
	p.set(UserName, enclosed(said, "user id '", "'"))
	if peer, ok := behind(said, "connected from "); ok {
		p.peer(peer)
	}
	p.happened(a, event.Success)
	return nil
}
