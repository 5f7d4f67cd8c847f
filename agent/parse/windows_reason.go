package parse

import "bytes"

// windowsReason is why a logon failed: the text that the event has for it, else what its
// status means. Events in XML have the number of a text, %%2313, that the machine knows.
func windowsReason(data windowsData) []byte {
	said := data.get("FailureReason")
	if reason := data.get("Reason"); reason != nil {
		said = reason
	}
	if len(said) > 0 && !bytes.HasPrefix(said, []byte("%%")) {
		return said
	}
	for _, name := range [...]string{"SubStatus", "Status"} { // the first says more, where it says something
		if means := windowsStatus(data.get(name)); means != nil {
			return means
		}
	}
	return said
}

// windowsStatus is what a status of a logon that failed means; nil for one that is not known.
func windowsStatus(status []byte) []byte {
	var buf [len("0xc000006a")]byte
	if len(status) < len("0x6") || len(status) > len(buf) {
		return nil
	}
	return windowsStatuses[string(appendLower(buf[:0], status))]
}

// windowsStatuses are those of NTSTATUS and of Kerberos, by the pages of the events 4625, 4776
// and 4771.
var windowsStatuses = func() map[string][]byte {
	m := map[string][]byte{}
	for _, s := range [...]struct{ status, means string }{
		{"0xc0000064", "unknown user"},
		{"0xc000006a", "wrong password"},
		{"0xc000006d", "bad user name or password"},
		{"0xc000006e", "account restriction"},
		{"0xc000006f", "outside of the hours allowed"},
		{"0xc0000070", "workstation not allowed"},
		{"0xc0000071", "password expired"},
		{"0xc0000072", "account disabled"},
		{"0xc00000dc", "domain controller in the wrong state"},
		{"0xc0000133", "clocks too far apart"},
		{"0xc000015b", "logon type not granted"},
		{"0xc000018c", "trust between the domains failed"},
		{"0xc0000193", "account expired"},
		{"0xc0000224", "password must be changed"},
		{"0xc0000234", "account locked"},
		{"0xc0000413", "account not allowed on this machine"},
		{"0x6", "unknown user"},
		{"0x12", "account disabled, expired or locked"},
		{"0x17", "password expired"},
		{"0x18", "wrong password"},
		{"0x25", "clocks too far apart"},
	} {
		m[s.status] = []byte(s.means)
	}
	return m
}()
