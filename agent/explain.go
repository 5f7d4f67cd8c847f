package agent

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"maps"
	"slices"

	"github.com/hashtail/hashtail/agent/join"
	"github.com/hashtail/hashtail/agent/parse"
	"github.com/hashtail/hashtail/agent/redact"
)

// An Explanation says what hashtail makes of one record, and why. It holds
// names, positions and scrubbed text: nothing raw of the record.
type Explanation struct {
	Offset     int64             `json:"offset"`            // of the record in the input
	Bytes      int               `json:"bytes"`             // its length
	Lines      int               `json:"lines"`             // that it is made of
	Formats    []string          `json:"formats,omitempty"` // that read it, the outermost first; none when none did
	Others     []parse.Try       `json:"others,omitempty"`  // formats that were asked before, and why they did not
	Event      bool              `json:"authentication_event"`
	Why        string            `json:"why"`
	Shipped    bool              `json:"shipped"`
	Fields     []ExplainedField  `json:"fields,omitempty"`
	Redactions []ExplainedSecret `json:"redactions,omitempty"`
	Document   json.RawMessage   `json:"document,omitempty"`
}

// An ExplainedField is a field of the document and where it comes from: bytes
// of the record, from Start up to End, or nowhere in particular.
type ExplainedField struct {
	Field string `json:"field"`
	Value string `json:"value"`
	Start *int   `json:"start,omitempty"`
	End   *int   `json:"end,omitempty"`
}

// An ExplainedSecret is a secret that was replaced: what rule found it and where
// it stood. One that has a hash is found under it; others are removed.
type ExplainedSecret struct {
	Type     string `json:"type"`
	Location string `json:"location"`
	Hash     string `json:"hash,omitempty"`
}

// Explain gives an explanation of every record of text to f. path and format
// choose the input whose settings hold, as for a Case.
func Explain(c *Config, path, format string, text []byte, f func(*Explanation) error) error {
	t, err := newTrial(c)
	if err != nil {
		return err
	}
	in, err := t.config.inputOf(path, format, t.formats)
	if err != nil {
		return err
	}
	all := *in.options
	all.All = true
	st, whole := in.options.Open(""), all.Open("")
	return t.records(in, text, func(r join.Record) error {
		x, err := t.explain(in, st, whole, r)
		if err != nil {
			return err
		}
		return f(x)
	})
}

// explain reads a record as the pipeline does, and where that leaves it out once
// more in full, to show what it is.
func (t *trial) explain(in *input, st, whole *parse.State, r join.Record) (*Explanation, error) {
	trace, err := t.parser.Explain(st, r.Data, &t.event)
	x := &Explanation{
		Offset: r.Offset + r.Part, Bytes: len(r.Data), Lines: r.Lines,
		Formats: trace.Matched, Others: trace.Tried, Why: trace.Why,
		Event: err == nil, Shipped: err == nil,
	}
	if errors.Is(err, parse.ErrFormat) {
		x.Why = err.Error() + ": its position is shipped, its text is not"
		x.Shipped = true
	}
	if errors.Is(err, parse.ErrNotAuth) {
		x.Shipped = t.config.Keep == "all"
		again, _ := t.parser.Explain(whole, r.Data, &t.event)
		trace.Origins = again.Origins
	}
	x.Document = t.document(in, r, err)
	for i := range t.event.Found {
		x.Redactions = append(x.Redactions, explainSecret(&t.event.Found[i]))
	}
	var doc map[string]any
	if err := json.Unmarshal(x.Document, &doc); err != nil {
		return nil, errors.New("an event is no JSON: this is a bug of hashtail")
	}
	if len(x.Formats) > 0 {
		x.fields("", doc, trace.Origins)
	}
	return x, nil
}

func explainSecret(f *redact.Finding) ExplainedSecret {
	s := ExplainedSecret{Type: f.Kind.String(), Location: f.At.String()}
	if !f.Token.IsZero() {
		s.Hash = hex.EncodeToString(f.Token.Hash[:])
	}
	return s
}

// constant are the fields that say nothing of the record, or only repeat others.
var constant = map[string]bool{
	"agent": true, "ecs": true, "host": true, "related": true, "log.file": true, "log.offset": true, "hashtail.redactions": true,
	"event.created": true, "event.dataset": true, "event.id": true, "event.kind": true, "event.category": true, "event.type": true, "event.original": true,
	"hashtail.token.hash_alg": true, "hashtail.token.verified": true, "hashtail.length": true,
}

// fields adds the fields of a document in the order of their names.
func (x *Explanation) fields(under string, doc map[string]any, origins []parse.Origin) {
	for _, key := range slices.Sorted(maps.Keys(doc)) {
		name := under + key
		if constant[name] {
			continue
		}
		if inner, ok := doc[key].(map[string]any); ok {
			x.fields(name+".", inner, origins)
			continue
		}
		f := ExplainedField{Field: name, Value: shown(doc[key])}
		for i := range origins {
			if origins[i].Field == name {
				f.Start, f.End = &origins[i].Start, &origins[i].End
				break
			}
		}
		x.Fields = append(x.Fields, f)
	}
}

// Indented is the document over several lines.
func (x *Explanation) Indented() string {
	var b bytes.Buffer
	if json.Indent(&b, x.Document, "", "  ") != nil {
		return ""
	}
	return b.String()
}
