package parse

import "bytes"

// JournalFields are the journal's fields that are read here: the others need
// not be asked for. See systemd.journal-fields(7).
var JournalFields = []string{
	"MESSAGE", "PRIORITY", "SYSLOG_FACILITY", "SYSLOG_IDENTIFIER", "_COMM", "_HOSTNAME", "_PID", "_SYSTEMD_UNIT", "_TRANSPORT",
}

// journaldObject reads an entry of the systemd journal as `journalctl -o json`
// prints it, and gives its message to the format of its program, as behind a
// header of syslog.
func journaldObject(p *Parser, d *Doc) error {
	var msg, identifier, comm, unit []byte
	facility, severity := -1, -1
	stdout := false
	for i := uint32(1); i < d.nodes[0].next; i = d.nodes[i].next {
		n := &d.nodes[i]
		switch string(d.src[n.name:n.stop]) {
		case "MESSAGE":
			msg = d.bytes(i)
		case "SYSLOG_IDENTIFIER":
			identifier = d.bytes(i)
		case "_COMM":
			comm = d.bytes(i)
		case "_HOSTNAME":
			p.set(Hostname, d.bytes(i))
		case "_PID":
			p.pid(d.bytes(i))
		case "_SYSTEMD_UNIT":
			unit = d.bytes(i)
		case "_TRANSPORT":
			stdout = string(d.bytes(i)) == "stdout"
		case "PRIORITY":
			severity = code(d.bytes(i), 7)
		case "SYSLOG_FACILITY":
			facility = code(d.bytes(i), 23)
		case "__REALTIME_TIMESTAMP":
			p.set(Time, d.bytes(i))
		}
	}
	p.syslog, p.module = true, nil // the module is that of the message
	if facility >= 0 && severity >= 0 {
		p.e.Syslog.Priority, p.e.Syslog.HasPriority = facility<<3|severity, true
	}
	if len(identifier) == 0 {
		identifier = comm
	}
	if identifier = bytes.TrimRight(identifier, "]"); len(identifier) > 0 { // gdm-password]
		p.process(identifier)
	}
	if service := bytes.TrimSuffix(unit, []byte(".service")); stdout && len(service) < len(unit) { // what a service prints is its own
		service, _, _ = bytes.Cut(service, []byte("@"))
		p.offer(ServiceName, service, vague, nil)
	}
	msg, err := p.strip(msg)
	if err != nil {
		return err
	}
	return p.body(msg)
}

// code is a number of syslog's, -1 when it is none up to the greatest.
func code(b []byte, greatest int64) int {
	if n, ok := readInt(b); ok && n >= 0 && n <= greatest {
		return int(n)
	}
	return -1
}

// bytes is the value of a journal's field: a string, or an array of numbers
// when it is not printable UTF-8, or an array of either when the entry has the
// field several times; then the first counts.
func (d *Doc) bytes(i uint32) []byte {
	for d.nodes[i].kind == array && d.nodes[i].next > i+1 {
		if d.nodes[i+1].kind != numeric {
			i++
			continue
		}
		start := len(d.p.buf)
		for m := i + 1; m < d.nodes[i].next; m = d.nodes[m].next {
			n, ok := readInt(d.src[d.nodes[m].start:d.nodes[m].end])
			if !ok || n > 255 {
				return nil
			}
			d.p.buf = append(d.p.buf, byte(n))
		}
		return d.p.buf[start:len(d.p.buf):len(d.p.buf)]
	}
	return d.value(i)
}
