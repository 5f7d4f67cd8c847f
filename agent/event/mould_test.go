package event_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/redact"
	"github.com/hashtail/hashtail/test/long"
)

var scrubber = func() *redact.Scrubber {
	r, err := redact.New(redact.Options{})
	if err != nil {
		panic(err)
	}
	return r.Scrubber()
}()

// texts are some to choose from: short, long, longer than a keyword may be, and in
// need of escapes.
var texts = []redact.Text{
	redact.Static("a"), redact.Static("bob"), redact.Static("1234"), redact.Static("alice"), redact.Static("a longer one, of several words"),
	redact.Static("\"quoted\\\" \n\u00fc\x7f\xff"), redact.Static("exactly8"), redact.Static("\x01"),
	scrubber.Text(bytes.Repeat([]byte("long "), 300), redact.InMessage),
}

// A filler sets fields of an event to something that is not zero, one in so many as odds says.
type filler struct {
	rnd  *rand.Rand
	odds int
}

func (f filler) chance() bool      { return f.rnd.IntN(f.odds) == 0 }
func (f filler) text() redact.Text { return texts[f.rnd.IntN(len(texts))] }

// fill fills a value, with all that is in it.
func (f filler) fill(v reflect.Value) {
	switch t := v.Addr().Interface().(type) {
	case *event.Action:
		*t = event.Action(f.rnd.IntN(int(event.ActionCount)))
	case *event.Outcome:
		*t = event.Outcome(f.rnd.IntN(4))
	case *event.Kind:
		*t = event.Kind(f.rnd.IntN(3))
	case *event.Tag:
		*t = event.Tag(f.rnd.IntN(8))
	case *[]redact.Text:
		for n := f.rnd.IntN(3); n > 0 && f.chance(); n-- {
			*t = append(*t, f.text())
		}
	case *[]redact.Finding:
		for n := f.rnd.IntN(2 + 20/f.odds); n > 0 && f.chance(); n-- {
			*t = append(*t, redact.Finding{Kind: redact.Kind(f.rnd.IntN(3)), At: redact.Place(f.rnd.IntN(3)), Token: randomToken(f.rnd)})
		}
	case *[]event.Label:
		for n := f.rnd.IntN(3); n > 0 && f.chance(); n-- {
			*t = append(*t, event.Label{Key: event.LabelKey(fmt.Sprint("k", n)), Value: f.text()})
		}
	case **event.Source, *event.ID:
	case *redact.Text, *redact.Token, *netip.Addr, *time.Time, **event.Geo, **event.AS, *event.Category, *event.Type:
		if f.chance() {
			f.set(t)
		}
	default:
		f.plain(v)
	}
}

// set sets a value that is more than a number and is filled as a whole.
func (f filler) set(field any) {
	switch t := field.(type) {
	case *redact.Text:
		*t = f.text()
	case *redact.Token:
		*t = randomToken(f.rnd)
	case *netip.Addr:
		*t = []netip.Addr{netip.MustParseAddr("192.0.2.7"), netip.MustParseAddr("203.0.113.199"), netip.MustParseAddr("2001:db8::1"), netip.MustParseAddr("::ffff:10.0.0.1")}[f.rnd.IntN(4)]
	case *time.Time:
		*t = time.Unix(f.rnd.Int64N(4e9), f.rnd.Int64N(1e9))
	case **event.Geo:
		*t = (&event.Geo{City: "Ulm", HasLocation: true, Lat: 48.4}).Prepare()
	case **event.AS:
		*t = (&event.AS{Number: 64500, Organization: "Example"}).Prepare()
	case *event.Category:
		*t = event.Authentication | event.Web
	case *event.Type:
		*t = event.Start
	}
}

// plain fills a structure field by field, and a number or a flag.
func (f filler) plain(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			f.fill(v.Field(i))
		}
	case reflect.Int, reflect.Int64:
		if f.chance() {
			v.SetInt(f.rnd.Int64() >> f.rnd.IntN(63))
		}
	case reflect.Uint16:
		if f.chance() {
			v.SetUint(uint64(f.rnd.IntN(1 << 16)))
		}
	case reflect.Bool:
		v.SetBool(f.chance())
	}
}

func randomToken(rnd *rand.Rand) (t redact.Token) {
	t.Sum[rnd.IntN(2)], t.Hash[3], t.Prev[4] = 1, byte(rnd.IntN(3)), 1
	t.Kind, t.At = redact.Kind(rnd.IntN(3)), redact.Place(rnd.IntN(3))
	if rnd.IntN(3) == 0 {
		t.KeyID = "k2"
		t.PrevID = []string{"", "k1"}[rnd.IntN(2)]
	}
	if rnd.IntN(2) == 0 {
		c := &redact.Claims{}
		filler{rnd, 2}.fill(reflect.ValueOf(c).Elem())
		t.Claims = c
	}
	return t
}

// An encoder that has met events of all shapes writes what a new one does, for every
// event, and what it writes is JSON in which no key stands twice.
func TestMoulds(t *testing.T) {
	rnd := long.Rand(t)
	host := event.Host{Name: "web-1", IPs: []string{"192.0.2.1"}}
	sources := []*event.Source{
		(&event.Source{Path: "/var/log/app.log", Dataset: "hashtail.auth"}).Prepare(),
		(&event.Source{Service: "shop", Environment: "prod", Tags: []string{"dmz"}, Container: event.Container{ID: "c1", Namespace: "ns", Pod: "p"}}).Prepare(),
	}
	warm := event.NewEncoder(host)
	var got, want []byte
	check := func(e *event.Event) {
		got, want = warm.AppendECS(got[:0], e), event.NewEncoder(host).AppendECS(want[:0], e)
		if !bytes.Equal(got, want) {
			t.Fatalf("\n got %s\nwant %s", got, want)
		}
		if err := strictJSON(got); err != nil {
			t.Fatalf("%v: %s", err, got)
		}
	}
	for n := range long.Rounds(1_000, 300_000) {
		e := event.Event{From: sources[rnd.IntN(len(sources))], Read: time.Unix(int64(n/50), 0), ID: event.ID{Source: rnd.Uint64(), Offset: rnd.Int64() >> rnd.IntN(63)}}
		filler{rnd, []int{1, 2, 10, 40}[rnd.IntN(4)]}.fill(reflect.ValueOf(&e).Elem())
		e.Like, e.Document = 0, redact.Text{}
		check(&e)
		for range 4 {
			vary(reflect.ValueOf(&e).Elem(), rnd)
			check(&e)
		}
	}
}

// Events that are alike may be of different files.
func TestAlikeOfDifferentFiles(t *testing.T) {
	warm := event.NewEncoder(event.Host{})
	for n := range 3 {
		e := sample()
		e.Like = 1
		e.From = (&event.Source{
			Path: fmt.Sprint("/var/log/", n), Dataset: fmt.Sprint("d", n), Service: fmt.Sprint("s", n), Environment: fmt.Sprint("e", n),
			Tags: []string{fmt.Sprint("t", n)}, Container: event.Container{ID: fmt.Sprint("c", n)},
		}).Prepare()
		got, want := warm.AppendECS(nil, e), event.NewEncoder(event.Host{}).AppendECS(nil, e)
		if !bytes.Equal(got, want) {
			t.Errorf("\n got %s\nwant %s", got, want)
		}
	}
}

// vary sets some of the fields that are set to something else.
func vary(v reflect.Value, rnd *rand.Rand) {
	switch v.Interface().(type) {
	case event.ID, *event.Source:
		return
	case redact.Text, redact.Token, netip.Addr, time.Time:
	default:
		if v.Kind() == reflect.Struct {
			for i := range v.NumField() {
				vary(v.Field(i), rnd)
			}
			return
		}
	}
	if !v.IsZero() && rnd.IntN(2) == 0 {
		for v.SetZero(); v.IsZero(); {
			filler{rnd, 1}.fill(v)
		}
	}
}

// strictJSON checks that b is one JSON object without empty ones in it, and that no
// key stands twice.
func strictJSON(b []byte) error {
	d := json.NewDecoder(bytes.NewReader(b))
	var walk func(path string) error
	walk = func(path string) error {
		v, err := d.Token()
		if err != nil {
			return err
		}
		open, ok := v.(json.Delim)
		if !ok {
			return nil
		}
		keys := map[string]bool{}
		n := 0
		for ; d.More(); n++ {
			at := path
			if open == '{' {
				k, err := d.Token()
				if err != nil {
					return err
				}
				if at += "." + k.(string); keys[at] {
					return fmt.Errorf("%s stands twice", at)
				}
				keys[at] = true
			}
			if err := walk(at); err != nil {
				return err
			}
		}
		if n == 0 {
			return fmt.Errorf("%s is empty", path)
		}
		_, err = d.Token()
		return err
	}
	if err := walk(""); err != nil {
		return err
	}
	if d.More() || bytes.IndexByte(b, '\n') >= 0 {
		return fmt.Errorf("more than one object")
	}
	return nil
}

// Every field of an event is written: setting it changes the document.
func TestEveryFieldIsWritten(t *testing.T) {
	unwritten := map[string]bool{
		"HTTP.BodyBytes": true, // with HasBody
		"Length":         true, // of a PipelineError
		"Read":           true, // below
		"Like":           true, "Line": true, "Document": true, "ID": true, "From": true, "Time": true, "Syslog.Priority": true,
		"Token.Sum": true, "Token.Prev": true, "Found": true,
	}
	from := (&event.Source{}).Prepare()
	doc := func(e event.Event) string {
		e.From = from
		return string(event.NewEncoder(event.Host{}).AppendECS(nil, &e))
	}
	empty := doc(event.Event{})
	var walk func(v reflect.Value, path string, e *event.Event)
	walk = func(v reflect.Value, path string, e *event.Event) {
		if unwritten[path] {
			return
		}
		if v.Kind() == reflect.Struct && v.Type() != reflect.TypeFor[redact.Text]() && v.Type() != reflect.TypeFor[redact.Token]() && v.Type() != reflect.TypeFor[netip.Addr]() {
			for i := range v.NumField() {
				walk(v.Field(i), strings.TrimPrefix(path+"."+v.Type().Field(i).Name, "."), e)
			}
			return
		}
		before := reflect.New(v.Type()).Elem()
		before.Set(v)
		for seed := range uint64(20) { // some of what is filled in is zero
			filler{rand.New(rand.NewPCG(1, seed)), 1}.fill(v)
			if !v.IsZero() && doc(*e) != empty {
				v.Set(before)
				return
			}
		}
		t.Errorf("%s is not written", path)
	}
	var e event.Event
	walk(reflect.ValueOf(&e).Elem(), "", &e)
}

// Events that are alike may lack what others of them have, of what is free.
func TestAlikeShapes(t *testing.T) {
	rnd := long.Rand(t)
	warm := event.NewEncoder(event.Host{Name: "web-1"})
	from := (&event.Source{Path: "/var/log/app.log"}).Prepare()
	var got, want []byte
	for n := range long.Rounds(300, 30_000) {
		first := event.Event{From: from}
		filler{rnd, []int{1, 3, 10}[rnd.IntN(3)]}.fill(reflect.ValueOf(&first).Elem())
		first.Document = redact.Text{}
		first.Like, first.Line = uint64(n+1), rnd.IntN(2) == 0
		for range 6 {
			e := first
			free := []any{
				&e.Time, &e.Source.IP, &e.Source.Port, &e.Forwarded, &e.Geo, &e.AS, &e.Duration, &e.HTTP.RequestBytes, &e.HTTP.RequestID, &e.HTTP.ResponseBytes, &e.Process.PID,
				&e.SpanID, &e.Tags, &e.TraceID, &e.TransactionID, &e.URL.Original, &e.URL.Path, &e.User, &e.UserAgent, &e.Token, &e.Found,
			}
			if e.Line {
				free = append(free, &e.Message, &e.HTTP.Referrer, &e.URL.Query)
			}
			for _, f := range free {
				v := reflect.ValueOf(f).Elem()
				if v.SetZero(); rnd.IntN(2) == 0 {
					filler{rnd, 1}.fill(v)
				}
			}
			e.Token.KeyID = first.Token.KeyID
			got = warm.AppendECS(got[:0], &e)
			e.Like = 0
			if want = event.NewEncoder(event.Host{Name: "web-1"}).AppendECS(want[:0], &e); !bytes.Equal(got, want) {
				t.Fatalf("\n got %s\nwant %s", got, want)
			}
		}
	}
}
