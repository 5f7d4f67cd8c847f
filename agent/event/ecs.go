package event

import (
	"time"

	"github.com/hashtail/hashtail/agent/redact"
)

// ECSVersion is the version of the Elastic Common Schema that events follow.
const ECSVersion = "9.4.0"

// An Encoder turns events into documents. It holds what all events of one
// agent have in common, already encoded. It belongs to one goroutine.
type Encoder struct {
	host     []byte
	from     *Source
	static   []byte // host's and from's members
	times    times
	created  clock
	read     time.Time // whose member stands in readJSON
	readJSON []byte
}

// NewEncoder makes an encoder for the events of one host.
func NewEncoder(h Host) *Encoder { return &Encoder{host: h.encode()} }

// AppendECS appends the event as one JSON object, without a newline, in ECS's
// nested form. Absent fields are not written.
func (enc *Encoder) AppendECS(dst []byte, e *Event) []byte {
	w := writer{b: append(dst, '{'), times: &enc.times}
	at := e.Time
	if at.IsZero() {
		at = e.Read
	}
	w.time(`"@timestamp":`, at)
	if e.From != enc.from { // a worker mostly stays with one file for long
		enc.from = e.From
		enc.static = append(append(enc.static[:0], enc.host...), e.From.container...)
	}
	w.b = append(w.b, enc.static...)
	w.endpoint(`"destination":`, &e.Destination)
	w.endpoint(`"source":`, &e.Source)
	if r := &e.Error; !r.Code.IsZero() || !r.Message.IsZero() || !r.Type.IsZero() {
		w.is(`"error":{`)
		w.keyword(`"code":`, r.Code)
		w.text(`"message":`, r.Message)
		w.keyword(`"type":`, r.Type)
		w.end()
	}
	if e.Read != enc.read || enc.readJSON == nil { // all lines of a block are read at once
		enc.read = e.Read
		enc.readJSON = append(enc.created.append(append(enc.readJSON[:0], `"created":"`...), e.Read), `",`...)
	}
	w.event(e, enc.readJSON)
	if g := &e.Group; !g.ID.IsZero() || !g.Name.IsZero() {
		w.is(`"group":{`)
		w.keyword(`"id":`, g.ID)
		w.keyword(`"name":`, g.Name)
		w.end()
	}
	w.own(e)
	w.http(e)
	if len(e.Labels) > 0 {
		o := w.open(`"labels":`)
		for i := range e.Labels {
			w.keyword(e.Labels[i].Key, e.Labels[i].Value)
		}
		w.close(o)
	}
	w.log(e)
	w.text(`"message":`, e.Message)
	if e.Forwarded.IsValid() || !e.Protocol.IsZero() || !e.Transport.IsZero() {
		w.is(`"network":{`)
		w.ip(`"forwarded_ip":`, e.Forwarded)
		w.keyword(`"protocol":`, e.Protocol)
		w.keyword(`"transport":`, e.Transport)
		w.end()
	}
	w.process(e)
	w.related(e)
	w.service(e)
	w.member(`"span":{"id":`, e.SpanID)
	w.tags(e)
	w.member(`"trace":{"id":`, e.TraceID)
	w.member(`"transaction":{"id":`, e.TransactionID)
	w.url(e)
	w.user(e)
	w.member(`"user_agent":{"original":`, e.UserAgent)
	w.b[len(w.b)-1] = '}'
	return w.b
}

// AppendDocument appends an event that is a finished document, read back from
// where it was kept and scrubbed again.
func AppendDocument(dst []byte, e *Event) []byte { return e.Document.AppendTo(dst) }

// member writes an object of one keyword.
func (w *writer) member(key string, t redact.Text) {
	if t.IsZero() {
		return
	}
	w.keyword(key, t)
	w.end()
}

func (w *writer) event(e *Event, created []byte) {
	if e.Category == 0 {
		w.raw(actionJSON[e.Action])
	} else {
		w.is(`"event":{`)
		w.word(`"action":`, actions[e.Action].name)
		w.set(`"category":`, uint16(e.Category), categoryNames[:])
	}
	w.keyword(`"code":`, e.Code)
	w.b = append(w.b, created...)
	w.b = append(w.b, e.From.dataset...)
	w.int(`"duration":`, int64(e.Duration))
	w.raw(`"id":"`)
	w.b = e.ID.Append(w.b)
	w.raw(kindJSON[e.Kind])
	w.keyword(`"module":`, e.Module)
	w.text(`"original":`, e.Original)
	w.raw(outcomeJSON[e.Outcome])
	w.keyword(`"provider":`, e.Provider)
	w.keyword(`"reason":`, e.Reason)
	w.int(`"severity":`, int64(e.Severity))
	if e.Type == 0 {
		w.raw(typeJSON[e.Action][e.Outcome])
	} else {
		w.set(`"type":`, uint16(e.Type), typeNames[:])
	}
	w.end()
}

var (
	kindJSON    = [...]string{`","kind":"event",`, `","kind":"alert",`, `","kind":"pipeline_error",`}
	outcomeJSON = [...]string{"", `"outcome":"success",`, `"outcome":"failure",`, `"outcome":"unknown",`}
)

// own writes hashtail.*: what ECS has no field for.
func (w *writer) own(e *Event) {
	if e.Count <= 1 && e.Kind != PipelineError && len(e.Found) == 0 && e.Token.IsZero() {
		return
	}
	o := w.open(`"hashtail":`)
	if e.Count > 1 {
		w.int(`"count":`, int64(e.Count))
	}
	if e.Kind == PipelineError {
		w.int(`"length":`, int64(e.Length))
	}
	w.redactions(e.Found)
	if !e.Token.IsZero() {
		w.token(&e.Token)
	}
	w.close(o)
}

// redactions counts the findings by kind and place.
func (w *writer) redactions(found []redact.Finding) {
	if len(found) == 0 {
		return
	}
	if len(found) == 1 {
		f := &found[0]
		w.raw(`"redactions":[{"count":1,`)
		w.raw(locationJSON[f.At])
		w.raw(`"type":"`)
		w.raw(f.Kind.String())
		w.raw(`"}],`)
		return
	}
	w.raw(`"redactions":[`)
	for i := range found {
		f := &found[i]
		n, seen := 0, false
		for j := range found {
			if g := &found[j]; g.Kind == f.Kind && g.At == f.At {
				seen = seen || j < i
				n++
			}
		}
		if seen {
			continue
		}
		w.raw(`{"count":`)
		w.number(int64(n))
		w.raw(locationJSON[f.At])
		w.raw(`"type":"`)
		w.raw(f.Kind.String())
		w.raw(`"},`)
	}
	w.endList()
}

func (w *writer) token(t *redact.Token) {
	w.is(`"token":{`)
	c := t.Claims
	if c != nil {
		w.texts(`"audience":`, c.Audience)
		w.keyword(`"client_id":`, c.ClientID)
		w.unix(`"created":`, c.IssuedAt, &w.times.issued)
	}
	w.key(`"hash":`)
	w.hash = len(w.b)
	w.hex(&t.Hash)
	if t.KeyID == "" {
		w.raw(`"hash_alg":"sha256",`)
	} else {
		w.raw(`"hash_alg":"hmac-sha256",`)
	}
	if c != nil {
		w.keyword(`"id":`, c.ID)
		w.keyword(`"issuer":`, c.Issuer)
	}
	if t.KeyID != "" {
		w.str(`"key_id":`, quote(t.KeyID))
	}
	w.raw(locationJSON[t.At])
	if c != nil {
		w.unix(`"not_after":`, c.ExpiresAt, &w.times.ends)
		w.unix(`"not_before":`, c.NotBefore, &w.times.starts)
		w.texts(`"scope":`, c.Scope)
		w.keyword(`"subject":`, c.Subject)
	}
	w.raw(`"type":"`)
	w.raw(t.Kind.String())
	w.raw(`","verified":false},`)
}

// locationJSON is the member that says where a secret stood.
var locationJSON = func() (t [redact.PlaceCount]string) {
	for p := range t {
		t[p] = `"location":"` + redact.Place(p).String() + `",`
	}
	return t
}()

func (w *writer) http(e *Event) {
	h := &e.HTTP
	asked := h.RequestBytes != 0 || !h.RequestID.IsZero() || !h.Method.IsZero() || !h.Referrer.IsZero()
	answered := h.HasBody || h.ResponseBytes != 0 || h.Status != 0
	if !asked && !answered && h.Version.IsZero() {
		return
	}
	w.is(`"http":{`)
	if asked {
		w.is(`"request":{`)
		w.int(`"bytes":`, h.RequestBytes)
		w.keyword(`"id":`, h.RequestID)
		w.keyword(`"method":`, h.Method)
		w.keyword(`"referrer":`, h.Referrer)
		w.end()
	}
	if answered {
		w.is(`"response":{`)
		if h.HasBody {
			w.is(`"body":{`)
			w.key(`"bytes":`)
			w.number(h.BodyBytes)
			w.end()
		}
		w.int(`"bytes":`, h.ResponseBytes)
		w.int(`"status_code":`, int64(h.Status))
		w.end()
	}
	w.keyword(`"version":`, h.Version)
	w.end()
}

func (w *writer) log(e *Event) {
	w.b = append(w.b, e.From.path...)
	w.keyword(`"level":`, e.Level)
	w.keyword(`"logger":`, e.Logger)
	w.raw(`"offset":`)
	w.number(e.ID.Offset)
	if s := &e.Syslog; s.HasPriority || !s.AppName.IsZero() || !s.Hostname.IsZero() || !s.MsgID.IsZero() || !s.ProcID.IsZero() {
		w.syslog(e)
	}
	w.end()
}

func (w *writer) syslog(e *Event) {
	s := w.open(`"syslog":`)
	w.keyword(`"appname":`, e.Syslog.AppName)
	if e.Syslog.HasPriority {
		f := w.open(`"facility":`)
		w.raw(`"code":`)
		w.number(int64(e.Syslog.Priority >> 3))
		w.close(f)
	}
	w.keyword(`"hostname":`, e.Syslog.Hostname)
	w.keyword(`"msgid":`, e.Syslog.MsgID)
	if e.Syslog.HasPriority {
		w.raw(`"priority":`)
		w.number(int64(e.Syslog.Priority))
	}
	w.keyword(`"procid":`, e.Syslog.ProcID)
	if e.Syslog.HasPriority {
		f := w.open(`"severity":`)
		w.raw(`"code":`)
		w.number(int64(e.Syslog.Priority & 7))
		w.close(f)
	}
	w.close(s)
}

func (w *writer) process(e *Event) {
	p := &e.Process
	if p.PID == 0 && p.ParentPID == 0 && p.Name.IsZero() && p.Executable.IsZero() && p.CommandLine.IsZero() && p.WorkingDirectory.IsZero() {
		return
	}
	o := w.open(`"process":`)
	w.keyword(`"command_line":`, p.CommandLine)
	w.keyword(`"executable":`, p.Executable)
	w.keyword(`"name":`, p.Name)
	if p.ParentPID != 0 {
		parent := w.open(`"parent":`)
		w.int(`"pid":`, int64(p.ParentPID))
		w.close(parent)
	}
	w.int(`"pid":`, int64(p.PID))
	w.keyword(`"working_directory":`, p.WorkingDirectory)
	w.close(o)
}

// related gathers what a SIEM pivots on.
func (w *writer) related(e *Event) {
	o := w.open(`"related":`)
	if !e.Token.IsZero() || len(e.Found) > 0 {
		w.hashes(e)
	}
	if !e.Source.Domain.IsZero() {
		w.raw(`"hosts":[`)
		w.b = e.Source.Domain.Cut(maxKeyword).AppendMember(w.b, "")
		w.endList()
	}
	if e.Source.IP.IsValid() || e.Destination.IP.IsValid() || e.Forwarded.IsValid() {
		w.raw(`"ip":[`)
		if e.Source.IP.IsValid() {
			w.b = append(w.b, w.b[w.ipAt:w.ipEnd]...) // as it stands in source
		}
		w.ipValue(e.Destination.IP, e.Destination.IP.IsValid() && e.Destination.IP != e.Source.IP)
		w.ipValue(e.Forwarded, e.Forwarded.IsValid() && e.Forwarded != e.Source.IP && e.Forwarded != e.Destination.IP)
		w.endList()
	}
	w.users(e)
	w.close(o)
}

// users writes related.user, each name once.
func (w *writer) users(e *Event) {
	var seen [6]redact.Text
	n := 0
	for _, t := range [...]*redact.Text{&e.User.Name, &e.User.ID, &e.User.Email, &e.Effective.Name, &e.Target.Name, &e.Target.ID} {
		if t.IsZero() || repeats(seen[:n], t) {
			continue
		}
		if n == 0 {
			w.raw(`"user":[`)
		}
		seen[n] = *t
		n++
		w.b = t.Cut(maxKeyword).AppendMember(w.b, "")
	}
	if n > 0 {
		w.endList()
	}
}

func repeats(before []redact.Text, t *redact.Text) bool {
	for i := range before {
		if before[i].Equal(*t) {
			return true
		}
	}
	return false
}

// maxRelatedHashes bounds related.hash: a line that holds more tokens is a
// dump, and its redactions say so.
const maxRelatedHashes = 16

// hashes writes related.hash: of the event's token and of every other that the
// record held, under the current key and, while keys overlap, the previous one.
func (w *writer) hashes(e *Event) {
	start := len(w.b)
	w.raw(`"hash":[`)
	empty := len(w.b)
	var seen [maxRelatedHashes]*[32]byte
	n := 0
	add := func(t *redact.Token) {
		if t.IsZero() || n == len(seen) {
			return
		}
		for _, s := range seen[:n] {
			if *s == t.Sum {
				return
			}
		}
		seen[n] = &t.Sum
		n++
		if t == &e.Token { // stands in hashtail.token already
			w.b = append(w.b, w.b[w.hash:w.hash+hexLen]...)
		} else {
			w.hex(&t.Hash)
		}
		if t.PrevID != "" {
			w.hex(&t.Prev)
		}
	}
	add(&e.Token)
	for i := range e.Found {
		add(&e.Found[i].Token)
	}
	if len(w.b) == empty {
		w.b = w.b[:start]
		return
	}
	w.endList()
}

func (w *writer) service(e *Event) {
	o := w.open(`"service":`)
	s := &e.Service
	w.textOr(`"environment":`, s.Environment, e.From.environment)
	w.textOr(`"name":`, s.Name, e.From.service)
	if !s.Node.IsZero() {
		n := w.open(`"node":`)
		w.keyword(`"name":`, s.Node)
		w.close(n)
	}
	w.keyword(`"version":`, s.Version)
	w.close(o)
}

// textOr writes the line's own value, else the input's.
func (w *writer) textOr(key string, t redact.Text, fallback []byte) {
	if t.IsZero() {
		w.str(key, fallback)
		return
	}
	w.keyword(key, t)
}

func (w *writer) endpoint(key string, p *Endpoint) {
	if !p.IP.IsValid() && p.Port == 0 && p.Geo == nil && p.AS == nil && p.Domain.IsZero() {
		return
	}
	o := w.open(key)
	if p.IP.IsValid() {
		w.key(`"ip":`)
		w.ipAt = len(w.b)
		w.ipValue(p.IP, true)
		w.ipEnd = len(w.b)
	}
	switch {
	case !p.Domain.IsZero():
		w.keyword(`"address":`, p.Domain)
		w.keyword(`"domain":`, p.Domain)
	case p.IP.IsValid():
		w.key(`"address":`)
		w.b = append(w.b, w.b[w.ipAt:w.ipEnd]...)
	}
	if p.AS != nil {
		w.b = append(w.b, p.AS.json...)
	}
	if p.Geo != nil {
		w.b = append(w.b, p.Geo.json...)
	}
	w.int(`"port":`, int64(p.Port))
	w.close(o)
}

func (w *writer) tags(e *Event) {
	if e.Tags == 0 && e.From.tags == nil {
		return
	}
	w.raw(`"tags":[`)
	w.b = append(w.b, e.From.tags...)
	for i, name := range [...]string{`"timestamp_failed",`, `"truncated",`, `"fields_lost",`} {
		if e.Tags&(1<<i) != 0 {
			w.raw(name)
		}
	}
	w.endList()
}

func (w *writer) url(e *Event) {
	u := &e.URL
	if u.Port == 0 && u.Path.IsZero() && u.Original.IsZero() && u.Domain.IsZero() && u.Query.IsZero() && u.Scheme.IsZero() {
		return
	}
	o := w.open(`"url":`)
	w.keyword(`"domain":`, u.Domain)
	w.keyword(`"original":`, u.Original)
	w.keyword(`"path":`, u.Path)
	w.int(`"port":`, int64(u.Port))
	w.keyword(`"query":`, u.Query)
	w.keyword(`"scheme":`, u.Scheme)
	w.close(o)
}

func (w *writer) user(e *Event) {
	o := w.open(`"user":`)
	w.keyword(`"domain":`, e.User.Domain)
	w.role(`"effective":`, &e.Effective)
	w.keyword(`"email":`, e.User.Email)
	w.keyword(`"full_name":`, e.User.FullName)
	w.keyword(`"id":`, e.User.ID)
	w.keyword(`"name":`, e.User.Name)
	w.texts(`"roles":`, e.Roles)
	w.role(`"target":`, &e.Target)
	w.close(o)
}

// role writes a user in one of the roles within user.
func (w *writer) role(key string, u *User) {
	if u.Name.IsZero() && u.ID.IsZero() && u.Email.IsZero() && u.Domain.IsZero() && u.FullName.IsZero() {
		return
	}
	o := w.open(key)
	w.keyword(`"domain":`, u.Domain)
	w.keyword(`"email":`, u.Email)
	w.keyword(`"full_name":`, u.FullName)
	w.keyword(`"id":`, u.ID)
	w.keyword(`"name":`, u.Name)
	w.close(o)
}
