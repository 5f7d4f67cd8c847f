//go:build e2e

// Package ecs_test holds every field that hashtail can emit against the Elastic
// Common Schema as its npm package publishes it (see fields.sh).
package ecs_test

import (
	"encoding/json"
	"net/netip"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/redact"
)

type schema struct {
	Version string
	Fields  map[string]struct {
		Type   string
		Values []struct {
			Name  string
			Types []string
		}
	}
}

func load(t *testing.T) schema {
	raw, err := os.ReadFile(".state/fields.json")
	if err != nil {
		t.Fatalf("run test/ecs/fields.sh first: %v", err)
	}
	var s schema
	if err := json.Unmarshal(raw, &s); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestVersion(t *testing.T) {
	if s := load(t); s.Version != event.ECSVersion {
		t.Errorf("events say ecs.version %s, the schema is %s", event.ECSVersion, s.Version)
	}
}

// An event with every field filled must have no field that is neither in ECS
// nor under hashtail, and each must have ECS's type.
func TestEveryFieldIsInTheSchema(t *testing.T) {
	s := load(t)
	e := new(event.Event)
	fill(reflect.ValueOf(e).Elem())
	e.Count, e.Kind = 2, event.PipelineError
	e.Labels = []event.Label{{Key: event.LabelKey("team"), Value: redact.Static("x")}}
	e.From = &event.Source{
		Path: "/x", Dataset: "hashtail.auth", Service: "x", Environment: "x", Tags: []string{"x"},
		Container: event.Container{ID: "x", Name: "x", Namespace: "x", Pod: "x", PodUID: "x"},
	}
	e.From.Prepare()
	e.Geo.Prepare()
	e.AS.Prepare()
	host := event.Host{Name: "x", ID: "x", IPs: []string{"192.0.2.1"}, OS: "x", OSVersion: "1", Architecture: "x", AgentID: "x", AgentVer: "x"}
	var doc map[string]any
	if err := json.Unmarshal(event.NewEncoder(host).AppendECS(nil, e), &doc); err != nil {
		t.Fatal(err)
	}
	n := 0
	flatten("", doc, func(name string, v any) {
		n++
		if name == "log.offset" { // Filebeat's field, known to Elastic's own log integrations
			return
		}
		if strings.HasPrefix(name, "hashtail.") || strings.HasPrefix(name, "labels.") {
			return
		}
		f, ok := s.Fields[name]
		if !ok {
			t.Errorf("%s is not in ECS", name)
			return
		}
		if !fits(f.Type, v) {
			t.Errorf("%s = %v does not fit ECS type %s", name, v, f.Type)
		}
	})
	if n < 90 {
		t.Errorf("only %d fields seen: the event was not filled", n)
	}
}

// fill sets every exported field to something that is not zero.
func fill(v reflect.Value) {
	switch x := v.Addr().Interface().(type) {
	case *redact.Text:
		*x = redact.Static("x")
		return
	case *netip.Addr:
		*x = netip.MustParseAddr("192.0.2.1")
		return
	case *time.Time:
		*x = time.Unix(1, 0)
		return
	case *event.Category, *event.Type, *event.Tag:
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fill(v.Field(i))
			}
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0))
	case reflect.Array:
		for i := range v.Len() {
			fill(v.Index(i))
		}
	case reflect.String:
		v.SetString("x")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Float64:
		v.SetFloat(1)
	case reflect.Int, reflect.Int64:
		v.SetInt(1)
	case reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(1)
	}
}

func flatten(prefix string, v any, visit func(string, any)) {
	m, ok := v.(map[string]any)
	if !ok || prefix == "source.geo.location." {
		visit(strings.TrimSuffix(prefix, "."), v)
		return
	}
	for k, x := range m {
		flatten(prefix+k+".", x, visit)
	}
}

func fits(typ string, v any) bool {
	if l, ok := v.([]any); ok {
		v = l[0]
	}
	switch v.(type) {
	case float64:
		return typ == "long" || typ == "float" || typ == "scaled_float"
	case bool:
		return typ == "boolean"
	case map[string]any:
		return typ == "geo_point"
	}
	return typ == "keyword" || typ == "wildcard" || typ == "match_only_text" || typ == "constant_keyword" || typ == "ip" || typ == "date"
}

// Every action, whatever its outcome, has only allowed values, and each of its
// types is allowed by one of its categories.
func TestAllowedValues(t *testing.T) {
	s := load(t)
	names := func(field string) (out []string) {
		for _, v := range s.Fields[field].Values {
			out = append(out, v.Name)
		}
		return out
	}
	enc := event.NewEncoder(event.Host{})
	from := (&event.Source{}).Prepare()
	actions := 0
	for a := event.NoAction + 1; a < event.ActionCount; a++ {
		actions++
		for _, outcome := range []event.Outcome{event.NoOutcome, event.Success, event.Failure, event.Unknown} {
			var doc struct {
				Event struct {
					Kind, Outcome  string
					Category, Type []string
				}
			}
			if err := json.Unmarshal(enc.AppendECS(nil, &event.Event{From: from, Action: a, Outcome: outcome}), &doc); err != nil {
				t.Fatal(err)
			}
			var allowed []string
			for _, c := range doc.Event.Category {
				for _, v := range s.Fields["event.category"].Values {
					if v.Name == c {
						allowed = append(allowed, v.Types...)
					}
				}
				if !slices.Contains(names("event.category"), c) {
					t.Errorf("%v: category %q is not allowed", a, c)
				}
			}
			for _, typ := range doc.Event.Type {
				if !slices.Contains(allowed, typ) {
					t.Errorf("%v: type %q is not allowed with %v", a, typ, doc.Event.Category)
				}
			}
			if len(doc.Event.Category) == 0 || len(doc.Event.Type) == 0 {
				t.Errorf("%v has no category or no type", a)
			}
			if o := doc.Event.Outcome; o != "" && !slices.Contains(names("event.outcome"), o) {
				t.Errorf("%v: outcome %q is not allowed", a, o)
			}
			if !slices.Contains(names("event.kind"), doc.Event.Kind) {
				t.Errorf("%v: kind %q is not allowed", a, doc.Event.Kind)
			}
		}
	}
	if actions == 0 {
		t.Error("no action was looked at")
	}
}
