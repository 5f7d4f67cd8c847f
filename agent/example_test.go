package agent_test

import (
	"bytes"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/hashtail/hashtail/agent"
	"gopkg.in/yaml.v3"
)

// commented is an option in a comment of config.example.yaml: sentences have one space
// behind the #.
var commented = regexp.MustCompile(`(?m)^#( {2,}|[a-z])`)

// TestExampleIsComplete: config.example.yaml has every option and no other, and those
// in its comments stand with their defaults.
func TestExampleIsComplete(t *testing.T) {
	text, err := os.ReadFile("../config.example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	text = commented.ReplaceAll(text, []byte("$1"))
	var all yaml.Node
	if err := yaml.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	named(t, all.Content[0], reflect.TypeFor[agent.Config](), "")

	got, want := agent.DefaultConfig(), agent.DefaultConfig()
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	if err := d.Decode(got); err != nil {
		t.Fatal(err)
	}
	want.Delivery.Workers = got.Delivery.Workers // one a processor
	for _, section := range []struct {
		name      string
		got, want any
	}{
		{"keep", got.Keep, want.Keep},
		{"schema", got.Schema, want.Schema},
		{"shutdown_timeout", got.ShutdownTimeout, want.ShutdownTimeout},
		{"memory_limit", got.MemoryLimit, want.MemoryLimit},
		{"host", got.Host, want.Host},
		{"files", got.Files, want.Files},
		{"redact.hash", got.Redact.Hash, want.Redact.Hash},
		{"delivery", got.Delivery, want.Delivery},
		{"dead_letters", got.DeadLetters, want.DeadLetters},
		{"http.pprof", got.HTTP.Pprof, want.HTTP.Pprof},
		{"log", got.Log, want.Log},
	} {
		if !reflect.DeepEqual(section.got, section.want) {
			t.Errorf("%s: the example has %+v, the default is %+v", section.name, section.got, section.want)
		}
	}
}

// named asks n, the part of the example under path, for the options of a type. What
// inputs have in common stands with the first kind of them.
func named(t *testing.T, n *yaml.Node, typ reflect.Type, path string) {
	for typ.Kind() == reflect.Pointer {
		typ = typ.Elem()
	}
	switch {
	case typ.Kind() == reflect.Slice && n.Kind == yaml.SequenceNode && len(n.Content) > 0:
		named(t, n.Content[0], typ.Elem(), path+"[]")
	case typ.Kind() == reflect.Struct && n.Kind == yaml.MappingNode && len(n.Content) > 0:
		for i := range typ.NumField() {
			f := typ.Field(i)
			name, inline, _ := strings.Cut(f.Tag.Get("yaml"), ",")
			switch {
			case inline == "inline" && path != "inputs.journald[]" && path != "inputs.fifo[]":
				named(t, n, f.Type, path)
			case name == "" || name == "-":
			default:
				at := value(n, name)
				if at == nil {
					if path != "inputs.fifo[]" {
						t.Errorf("the example does not have %s", strings.TrimPrefix(path+"."+name, "."))
					}
					continue
				}
				named(t, at, f.Type, strings.TrimPrefix(path+"."+name, "."))
			}
		}
	}
}

// value is the value of a key of a mapping, nil if it has none.
func value(n *yaml.Node, key string) *yaml.Node {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}
