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
	if _, ok := e.Keep(make([]byte, 0, 40)); ok {
		t.Error("Keep fits 43 bytes into 40")
	}
	e = event.Event{}
	e.User.Name, e.HTTP.Method, e.Source.Domain = text.Cut(5), text, text
	used, ok := e.Keep(make([]byte, 0, 43))
	if !ok || len(used) != 43 {
		t.Fatalf("Keep = %d bytes, %t, want 43, true", len(used), ok)
	}
	clear(raw)
	if !e.User.Name.Is("alice") || !e.HTTP.Method.Is("alice GET /api/data") || !e.Source.Domain.Is("alice GET /api/data") {
		t.Errorf("kept %q, %q and %q", e.User.Name, e.HTTP.Method, e.Source.Domain)
	}
}
