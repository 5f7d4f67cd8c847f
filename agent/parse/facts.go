package parse

import "net/netip"

// facts are what is known of the record in hand beside its values.
type facts struct {
	module  *row // the most specific format that read the record
	auth    verdict
	why     reason // what came of auth and all the rest
	inside  bool   // within an envelope: no second one
	wrapped bool   // within an object of a shipper's
	boxed   bool   // of one that holds the record as an object or a line of its own
	outer   []byte // the time of a container's envelope
	syslog  bool   // the record has a syslog header
	relayed bool   // and a second one behind it
	headed  bool   // the header names the program of the format that is asked
	noToken bool   // the record says that there was no credential
	mined   bool   // the message has been mined
	unmined []byte // a message with a path that was not, because its words tell of nothing
	heard
	http    exchange
	general bool // the record is JSON that no product's format claims by its keys
	settled bool // it is of a format that decides by no value that it does not look at
	tokens  int  // findings that were looked at for the event's token
	secrets int  // findings in fields named as credentials

	formal     bool   // what the record is shows by its words, whatever the values between them are
	called     bool   // the record begins with the address of who calls
	unstripped bool   // nothing was taken off the record
	spare      []byte // a key's fingerprint, which decides nothing

	near     netip.Addr // of the endpoint that was read last
	nearText []byte     // as the record writes it
}

// heard is what the words of the message say.
type heard struct {
	worded bool // they have been read
	wordy  int  // from a text that is so long
	words  reading
}

// A verdict is what a format itself says on whether its record is an
// authentication event; undecided leaves it to the common rule.
type verdict uint8

const (
	undecided verdict = iota
	isAuth
	notAuth
)
