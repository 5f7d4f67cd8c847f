package event

import (
	"github.com/hashtail/hashtail/agent/redact"
)

// A Source is what all events of one file have in common. Its strings come
// from the configuration and from the file's path, never from a line.
type Source struct {
	Path        string // log.file.path
	Dataset     string // event.dataset
	Service     string // service.name, where the line has none
	Environment string // service.environment, where the line has none
	Container   Container
	Tags        []string

	path, dataset, container   []byte // members, made by Prepare; path begins log
	service, environment, tags []byte // values, made by Prepare
}

// A Container is what the path of a container's log file tells.
type Container struct {
	ID, Name, Namespace, Pod, PodUID string
}

// Prepare encodes the constants once; it must be called before the first event
// of the source is encoded.
func (s *Source) Prepare() *Source {
	w := writer{}
	w.is(`"log":{`)
	if s.Path != "" {
		o := w.open(`"file":`)
		w.str(`"path":`, quote(s.Path))
		w.close(o)
	}
	s.path, w.b = w.b, nil
	w.str(`"dataset":`, quote(s.Dataset))
	s.dataset = w.b
	s.service, s.environment = quote(s.Service), quote(s.Environment)
	s.tags = nil
	for _, t := range s.Tags {
		s.tags = append(append(s.tags, quote(t)...), ',')
	}
	s.container = nil
	if c := s.Container; c != (Container{}) {
		w := writer{}
		o := w.open(`"container":`)
		w.str(`"id":`, quote(c.ID))
		w.str(`"name":`, quote(c.Name))
		w.close(o)
		o = w.open(`"orchestrator":`)
		w.str(`"namespace":`, quote(c.Namespace))
		if c.Pod != "" {
			w.raw(`"type":"kubernetes",`)
			r := w.open(`"resource":`)
			w.raw(`"type":"pod",`)
			w.str(`"name":`, quote(c.Pod))
			w.str(`"id":`, quote(c.PodUID))
			w.close(r)
		}
		w.close(o)
		s.container = w.b
	}
	return s
}

// quote is s as a JSON string, nil for the empty string.
func quote(s string) []byte {
	if s == "" {
		return nil
	}
	return redact.AppendJSON(nil, []byte(s))
}

// A Host is what all events of one agent have in common.
type Host struct {
	Name, ID          string
	IPs               []string
	OS, OSVersion     string
	Architecture      string
	AgentID, AgentVer string
}

func (h Host) encode() []byte {
	w := writer{}
	o := w.open(`"agent":`)
	w.str(`"id":`, quote(h.AgentID))
	w.str(`"name":`, quote(h.Name))
	w.raw(`"type":"hashtail",`)
	w.str(`"version":`, quote(h.AgentVer))
	w.close(o)
	o = w.open(`"host":`)
	w.str(`"architecture":`, quote(h.Architecture))
	w.str(`"id":`, quote(h.ID))
	if len(h.IPs) > 0 {
		w.raw(`"ip":[`)
		for _, ip := range h.IPs {
			w.b = append(append(w.b, quote(ip)...), ',')
		}
		w.endList()
	}
	w.str(`"name":`, quote(h.Name))
	os := w.open(`"os":`)
	w.str(`"name":`, quote(h.OS))
	w.str(`"version":`, quote(h.OSVersion))
	w.close(os)
	w.close(o)
	w.raw(`"ecs":{"version":"` + ECSVersion + `"},`)
	return w.b
}
