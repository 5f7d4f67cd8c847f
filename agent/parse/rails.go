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
	var err error
	switch string(word) {
	case "Started":
		err = p.railsStarted(rest)
	case "Processing":
		if !bytes.HasPrefix(rest, []byte("by ")) || bytes.IndexByte(rest, '#') < 0 {
			return ErrFormat
		}
		return ErrNotAuth
	case "Filter":
		err = p.railsHalted(rest)
	case "Parameters:":
		return ErrNotAuth
	case "Completed":
		err = p.railsCompleted(rest)
	default:
		if bytes.HasPrefix(rest, []byte("Load (")) { // User Load (0.5ms)  SELECT …
			return ErrNotAuth
		}
		return ErrFormat
	}
	if err == nil {
		p.mined = true
	}
	return err
}

// railsStarted reads "POST "/users/sign_in" for 192.0.2.7 at 2026-11-10 12:55:36 +0000".
func (p *Parser) railsStarted(b []byte) error {
	method, rest := nextField(b)
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
	return nil
}

// railsHalted reads "chain halted as :authenticate_user! rendered or redirected": a filter
// refused the request, and its name tells whether that is about a login.
func (p *Parser) railsHalted(b []byte) error {
	filter, ok := bytes.CutPrefix(b, []byte("chain halted as :"))
	if !ok {
		return ErrFormat
	}
	name := filter[:min(len(filter), 64)]
	if !holds(name, "auth") && !holds(name, "login") {
		return ErrNotAuth
	}
	p.happened(event.AccessDenied, event.Failure)
	return nil
}

// railsCompleted reads "401 Unauthorized in 5ms (ActiveRecord: 1.0ms)".
func (p *Parser) railsCompleted(b []byte) error {
	status, rest := nextField(b)
	if _, ok := readStatus(status); !ok || !bytes.Contains(rest, []byte("ms")) {
		return ErrFormat
	}
	p.set(Status, status)
	if _, taken, ok := bytes.Cut(rest, []byte(" in ")); ok {
		taken, _ := nextField(taken)
		p.set(DurationText, taken)
	}
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
