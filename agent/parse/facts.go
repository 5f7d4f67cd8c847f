package parse

import "net/netip"

// facts are what is known of the record in hand beside its values.
type facts struct {
	// How it was read.
	module     *row // the most specific format that read the record
	auth       verdict
	syslog     bool   // the record has a syslog header
	relayed    bool   // another header stands behind that one: a relay's was put before the first
	headed     bool   // the header names the program of the format that is asked now
	inside     bool   // what is read now stood in an envelope; there is no second one in it
	wrapped    bool   // that was an object of a shipper's, with the record as its message
	boxed      bool   // that was an object with the record as a member, as Wazuh's alerts have it
	outer      []byte // the time that a container's runtime put in front of the record
	unstripped bool   // nothing was taken off the record: its values lie where they lay in it

	// What its text said.
	heard
	mined   bool   // the message was searched for who, from where and what
	unmined []byte // a message with a path that was not, because its words tell of nothing

	// What decides, and what precedents and forms may make of it.
	why     reason // what came of judging
	http    exchange
	noToken bool   // the record says that there was no credential
	tokens  int    // so many of the secrets found were looked at for the event's token
	secrets int    // so many of them stood in fields named as credentials
	general bool   // it is JSON that no product's format claims by its keys
	settled bool   // it is JSON of a format that decides only by values that it Gets
	formal  bool   // it is a line of which the words alone decide, whatever the values between them are
	called  bool   // it is an access log's line that begins with the address of who calls
	spare   []byte // a key's fingerprint in it, which goes nowhere and decides nothing

	near     netip.Addr // the address that was read last,
	nearText []byte     // and its text: as a rule the next one that asks means the same
}

// heard is what the words of the message say.
type heard struct {
	worded bool // they have been read,
	wordy  int  // from a text of so many bytes
	words  reading
}

// A verdict is what a format itself says on whether its record is an
// authentication event; undecided leaves it to the common rule, ground.
type verdict uint8

const (
	undecided verdict = iota
	isAuth
	notAuth
)
