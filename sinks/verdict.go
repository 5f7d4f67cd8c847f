package sinks

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// outcome turns a bulk answer into Send's error.
func (s *Elasticsearch) outcome(b Batch, answer []byte) error {
	var (
		retry   []int
		reject  []Rejected
		first   *Error
		verdict = Transient
		odd     bool
	)
	n, err := scanAnswer(answer, func(i int, it item) {
		switch f := fate(it); f {
		case stored:
			if it.failureStore {
				s.counts.failureStore.Add(1)
			}
		case conflict:
			s.counts.conflicts.Add(1)
		case refused:
			reject = append(reject, Rejected{Index: i, Reason: reason(it.status, it.kind)})
		case again, forbidden:
			retry = append(retry, i)
			if f == forbidden {
				verdict = Denied
			}
			if first == nil {
				first = &Error{Err: errors.New("elasticsearch item: " + reason(it.status, it.kind) + advice(it.status, it.kind))}
			}
		default:
			odd = true
		}
	})
	if err != nil || odd || n != b.Len() {
		// A proxy that lies, or an answer cut short: what was stored will
		// conflict with itself next time.
		return &Error{Err: fmt.Errorf("elasticsearch: %w (%d bytes, %d items for %d documents)", errAnswer, len(answer), n, b.Len())}
	}
	if first != nil {
		first.Verdict = verdict
	}
	switch {
	case len(retry) == 0 && len(reject) == 0:
		return nil
	case len(retry) == n:
		return first
	}
	for _, r := range reject {
		s.counts.reject(r.Reason)
	}
	if first == nil {
		return &PartialError{Reject: reject, Err: errors.New("elasticsearch item: " + reject[0].Reason)}
	}
	return &PartialError{Retry: retry, Reject: reject, Err: first}
}

type itemFate uint8

const (
	nonsense  itemFate = iota
	stored             // 2xx
	conflict           // 409: the same event.id is there
	again              // 429, 5xx: the server's trouble
	forbidden          // the credentials' or the index's trouble: no fault of the document
	refused            // this document will never be taken
)

func fate(it item) itemFate {
	switch {
	case it.status >= 200 && it.status < 300:
		return stored
	case it.status == http.StatusConflict:
		return conflict
	case it.status == http.StatusTooManyRequests, it.status >= 500 && it.status < 600:
		return again
	case it.status == http.StatusUnauthorized, it.status == http.StatusForbidden, it.status == http.StatusNotFound:
		return forbidden
	case unavailable[string(it.kind)] != "":
		return forbidden
	case it.status >= 400 && it.status < 500:
		return refused
	}
	return nonsense
}

// unavailable says what is to be done of errors that are the index's or the cluster's
// trouble, though their status says otherwise: no document is at fault.
var unavailable = map[string]string{
	"cluster_block_exception":      "the index or the cluster is read-only: make space on its disks, or take the block away",
	"index_closed_exception":       "open the index",
	"invalid_index_name_exception": "correct the name of the index",
	"validation_exception":         "the index cannot be made: the cluster may have as many shards as it allows",
}

// reason is a status and an error type, and nothing that merely calls itself
// one: a proxy could put anything there.
func reason(status int, kind []byte) string {
	text := strconv.Itoa(status)
	if len(kind) == 0 || len(kind) > 64 {
		return text
	}
	for _, c := range kind {
		if (c < 'a' || c > 'z') && c != '_' {
			return text
		}
	}
	return text + " " + string(kind)
}

// refusal is a request that failed as a whole.
func refusal(what string, status int, h http.Header, answer []byte) *Error {
	var kind []byte
	s := jsonScanner{data: answer}
	if s.peek() == '{' {
		s.object(func(key []byte) {
			if string(key) == "error" {
				kind = s.errorType()
			} else {
				s.skip()
			}
		})
	}
	e := &Error{After: retryAfter(h)}
	todo := advice(status, kind)
	switch {
	case todo != "" && status != http.StatusTooManyRequests:
		e.Verdict = Denied
	case status == http.StatusRequestEntityTooLarge:
		e.Verdict = TooLarge
	case status == http.StatusUnauthorized:
		e.Verdict, todo = Denied, ": the server does not accept these credentials"
	case status == http.StatusForbidden:
		e.Verdict, todo = Denied, ": the credentials lack a privilege (hashtail template --role prints what they need)"
	case status == http.StatusTooManyRequests, status >= 500, status == http.StatusRequestTimeout:
		e.Verdict = Transient
	case status >= 300 && status < 400:
		e.Verdict, todo = Denied, ": a redirect, which is never followed: correct urls"
	default:
		e.Verdict, todo = Denied, ": check urls, the name of the index and pipeline"
	}
	e.Err = fmt.Errorf("elasticsearch %s: %s%s", what, reason(status, kind), todo)
	return e
}

// advice is what is to be done of an error, behind what it is. A server that is in trouble
// itself, as one without a master is, needs none.
func advice(status int, kind []byte) string {
	if todo := unavailable[string(kind)]; todo != "" && status < 500 {
		return ": " + todo
	}
	return ""
}

// retryAfter reads both forms of the header. A date is by the server's clock,
// and Date says what that shows: this host's may be wrong.
func retryAfter(h http.Header) time.Duration {
	v := h.Get("Retry-After")
	if n, err := strconv.ParseUint(v, 10, 16); err == nil {
		return time.Duration(n) * time.Second
	}
	t, err := http.ParseTime(v)
	if err != nil {
		return 0
	}
	now, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		now = time.Now()
	}
	return min(max(t.Sub(now), 0), 24*time.Hour)
}
