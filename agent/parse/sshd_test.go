package parse_test

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"testing"

	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/parse"
)

// TestEveryAttempt: in a log of OpenSSH's, each attempt to log in is one event
// with its user, address, port and outcome, and a repeated one says how often.
// The lines are made here, each from the format strings of auth.c.
func TestEveryAttempt(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 8))
	names := []string{"root", "alice", "bob.smith", "EXAMPLE-carol", "0101", "jürgen", "admin user", "x from 198.51.100.9 port 22 ssh2"}
	methods := []string{"password", "publickey", "keyboard-interactive/pam", "none", "gssapi-with-mic", "hostbased"}
	h := newHarness(t, parse.Options{Format: "auto"})
	for i := range 2000 {
		name, method, port := names[r.IntN(len(names))], methods[r.IntN(len(methods))], 1024+r.IntN(60000)
		ip := netip.AddrFrom4([4]byte{203, 0, 113, byte(r.IntN(256))})
		if r.IntN(4) == 0 {
			ip = netip.MustParseAddr(fmt.Sprintf("2001:db8::%x:%x", r.IntN(65535)+1, r.IntN(65535)+1))
		}
		outcome, verb, invalid := event.Failure, "Failed", ""
		switch r.IntN(3) {
		case 0:
			if name == names[7] { // such a name cannot have logged in
				name = "dave"
			}
			outcome, verb = event.Success, "Accepted"
		case 1:
			invalid = "invalid user "
		}
		msg := fmt.Sprintf("%s %s for %s%s from %s port %d ssh2", verb, method, invalid, name, ip, port)
		count := 0
		if r.IntN(5) == 0 {
			count = 2 + r.IntN(5)
			msg = fmt.Sprintf("message repeated %d times: [ %s]", count, msg)
		}
		line := fmt.Sprintf("Jan %2d %02d:%02d:%02d web1 sshd[%d]: %s", 1+r.IntN(14), r.IntN(24), r.IntN(60), r.IntN(60), 100+i, msg)
		if err := h.parse(line); err != nil {
			t.Fatalf("line %d: %v", i, err)
		}
		e := &h.e
		if !e.User.Name.Is(name) || e.Source.IP != ip || int(e.Source.Port) != port || e.Outcome != outcome || e.Count != count {
			t.Errorf("line %d: user %q, address %v, port %d, outcome %v, count %d; want %q, %v, %d, %v, %d",
				i, e.User.Name, e.Source.IP, e.Source.Port, e.Outcome, e.Count, name, ip, port, outcome, count)
		}
	}
}
