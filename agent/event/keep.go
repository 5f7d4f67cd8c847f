package event

import (
	"reflect"

	"github.com/hashtail/hashtail/agent/redact"
)

// textFields are the paths to the Texts of an Event itself: not those behind
// pointers, and not those in slices.
var textFields = func() (paths [][]int) {
	var walk func(t reflect.Type, path []int)
	walk = func(t reflect.Type, path []int) {
		switch {
		case t == reflect.TypeFor[redact.Text]():
			paths = append(paths, append([]int(nil), path...))
		case t.Kind() == reflect.Struct && t != reflect.TypeFor[redact.Token]():
			for i := range t.NumField() {
				walk(t.Field(i).Type, append(path, i))
			}
		}
	}
	walk(reflect.TypeFor[Event](), nil)
	return paths
}()

// Keep gives the event's Texts a life of their own on a shelf, and reports whether
// there was room. Token, Found and Labels must be empty. It is for the few
// events that are kept, and takes its time.
func (e *Event) Keep(shelf *redact.Shelf) bool {
	v := reflect.ValueOf(e).Elem()
	for _, path := range textFields {
		t := v.FieldByIndex(path).Addr().Interface().(*redact.Text)
		kept, ok := shelf.Keep(*t)
		if !ok {
			return false
		}
		*t = kept
	}
	roles := make([]redact.Text, len(e.Roles))
	for i, r := range e.Roles {
		kept, ok := shelf.Keep(r)
		if !ok {
			return false
		}
		roles[i] = kept
	}
	e.Roles = roles
	return true
}
