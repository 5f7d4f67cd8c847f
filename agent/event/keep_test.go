package event_test

import (
	"testing"

	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/redact"
)

// TestKeep: a kept event does not change when what it was made of does.
func TestKeep(t *testing.T) {
	raw := []byte("alice GET /api/data")
	text := redactor(t).Text(raw, redact.InMessage)
	var e event.Event
	e.User.Name, e.HTTP.Method, e.Source.Domain = text.Cut(5), text, text
	var shelf redact.Shelf
	shelf.Reset(40)
	if e.Keep(&shelf) {
		t.Error("Keep fits 43 bytes into 40")
	}
	e = event.Event{}
	e.User.Name, e.HTTP.Method, e.Source.Domain = text.Cut(5), text, text
	shelf.Reset(43)
	if !e.Keep(&shelf) {
		t.Fatal("43 bytes do not fit into 43")
	}
	clear(raw)
	if !e.User.Name.Is("alice") || !e.HTTP.Method.Is("alice GET /api/data") || !e.Source.Domain.Is("alice GET /api/data") {
		t.Errorf("kept %q, %q and %q", e.User.Name, e.HTTP.Method, e.Source.Domain)
	}
}
