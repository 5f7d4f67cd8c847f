package join

import (
	"bytes"
	"time"
)

// auditMark stands in every record of the Linux audit log.
var auditMark = []byte("msg=audit(")

// audits reports whether a line begins like a record of the Linux audit log.
func audits(line []byte) bool {
	return bytes.HasPrefix(line, []byte("type=")) || bytes.HasPrefix(line, []byte("node="))
}

// auditSerial is what the records of one audit event share: the time and serial
// in msg=audit(1364481363.243:24287). last is set for the record that only says
// that the event is complete.
func auditSerial(line []byte) (serial []byte, last bool) {
	if !audits(line) {
		return nil, false
	}
	i := bytes.Index(line, auditMark)
	if i < 0 {
		return nil, false
	}
	rest := line[i+len(auditMark):]
	n := bytes.IndexByte(rest, ')')
	if n <= 0 {
		return nil, false
	}
	return rest[:n], bytes.Contains(line[:i], []byte("type=EOE "))
}

// audit takes a record of the Linux audit log: those that share a serial are one event,
// which the last one ends.
func (j *Joiner) audit(h held, serial []byte, last bool, now time.Time, emit Emit) error {
	same := j.inRecord() && bytes.Equal(serial, j.serial)
	if same && !last {
		j.record.add(h, now, '\n', j.options.MaxBytes)
		return nil
	}
	if same { // it says nothing but that it is the last
		j.record.lines += h.lines
	}
	if err := j.finish(emit); err != nil || last {
		return err
	}
	j.begun().record.add(h, now, 0, j.options.MaxBytes)
	j.serial = append(j.serial[:0], serial...)
	return nil
}
