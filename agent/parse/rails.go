package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// railsMessage reads the lines that Rails logs of a request:
//
//	Started POST "/users/sign_in" for 192.0.2.7 at 2026-11-10 12:55:36 +0000
//	Processing by Devise::SessionsController#create as HTML
//	Filter chain halted as :authenticate_user! rendered or redirected
//	Completed 401 Unauthorized in 5ms (ActiveRecord: 1.0ms)
func railsMessage(p *Parser, msg []byte) error {
	word, rest := nextField(withoutTags(msg))
	rest = bytes.TrimLeft(rest, " ")
	switch string(word) {
	case "Started":
		method, rest := nextField(rest)
		rest = bytes.TrimLeft(rest, " ")
		if !isMethod(method) || len(rest) == 0 || rest[0] != '"' {
			return ErrFormat
		}
		target, rest, ok := quotedField(rest)
		if !ok {
			return ErrFormat
		}
		p.set(Method, method)
		p.set(Target, target)
		if _, peer, ok := bytes.Cut(rest, []byte(" for ")); ok {
			peer, at, _ := bytes.Cut(peer, []byte(" at "))
			p.peer(peer)
			p.set(Time, at)
		}
		p.e.Outcome = event.Unknown
		if routeOf(target) != noRoute {
			p.happened(event.AuthInfo, event.Unknown)
		}
	case "Processing":
		if !bytes.HasPrefix(rest, []byte("by ")) || bytes.IndexByte(rest, '#') < 0 {
			return ErrFormat
		}
		return ErrNotAuth
	case "Filter":
		guard, ok := bytes.CutPrefix(rest, []byte("chain halted as :"))
		if !ok {
			return ErrFormat
		}
		if !holds(guard[:min(len(guard), 64)], "auth") && !holds(guard[:min(len(guard), 64)], "login") {
			return ErrNotAuth
		}
		p.happened(event.AccessDenied, event.Failure)
	case "Parameters:":
		return ErrNotAuth
	case "Completed":
		status, rest := nextField(rest)
		if _, ok := readStatus(status); !ok || !bytes.Contains(rest, []byte("ms")) {
			return ErrFormat
		}
		p.set(Status, status)
		if _, taken, ok := bytes.Cut(rest, []byte(" in ")); ok {
			taken, _ := nextField(taken)
			p.set(DurationText, taken)
		}
	default:
		if bytes.HasPrefix(rest, []byte("Load (")) { // User Load (0.5ms)  SELECT …
			return ErrNotAuth
		}
		return ErrFormat
	}
	p.mined = true
	return nil
}

// withoutTags takes off what Rails' tagged loggers put in front: "[8f2c1d] [bob] Started …".
func withoutTags(msg []byte) []byte {
	for range 4 {
		tag := enclosed(msg[:min(len(msg), 64)], "[", "] ")
		if tag == nil || msg[0] != '[' {
			break
		}
		msg = msg[len(tag)+len("[] "):]
	}
	return msg
}

// railsObject reads a request as lograge prints it, and GitLab's production
// log, which is the same with more members.
func railsObject(p *Parser, d *Doc) error {
	p.fields(d)
	p.elapsed(d, "duration")
	p.railsRequest(d.Get("action"), d.Get("format"))
	return nil
}

// railsLine reads lograge's pairs:
//
//	method=POST path=/users/sign_in format=html controller=SessionsController action=create status=401 duration=12.34 ip=192.0.2.7
func railsLine(p *Parser, line []byte) error {
	if !bytes.HasPrefix(line, []byte("method=")) || !bytes.Contains(line, []byte(" controller=")) {
		return ErrFormat
	}
	if err := logfmtLine(p, line); err != nil {
		return err
	}
	_, duration, _ := bytes.Cut(line, []byte(" duration="))
	duration, _ = nextField(duration)
	if len(duration) > 0 {
		p.milliseconds()
		p.set(DurationMS, duration)
	}
	p.railsRequest(p.val(ActionWord), nil)
	return nil
}

// railsRequest completes the reading of a request. A form that is shown again has
// refused what was posted.
func (p *Parser) railsRequest(action, format []byte) {
	again := string(action) == "new" || string(p.val(Status)) == "200" && string(format) == "html"
	if again && string(p.val(Method)) == "POST" && routeOf(p.alike(Path)) == toLogin { // which is kept with the decision
		p.happened(event.LoginFailed, event.Failure)
	}
	p.unset(ActionWord) // the controller's method
	if string(action) == "failure" {
		p.happened(event.LoginFailed, event.Failure)
	}
}
