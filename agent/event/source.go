package event

import (
	"bytes"
	"encoding/json"

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

	// Made by Prepare: values, a list's with commas behind them, and members with a comma before them.
	path, dataset, service, environment, tags, container []byte
}

// A Container is what the path of a container's log file tells.
type Container struct {
	ID, Name, Namespace, Pod, PodUID string
}

// Prepare encodes the constants once; it must be called before the first event
// of the source is encoded.
func (s *Source) Prepare() *Source {
	s.path, s.dataset = quote(s.Path), quote(s.Dataset)
	s.service, s.environment = quote(s.Service), quote(s.Environment)
	s.tags = nil
	for _, t := range s.Tags {
		s.tags = append(append(s.tags, quote(t)...), ',')
	}
	s.container = nil
	if c := s.Container; c != (Container{}) {
		s.container = append(s.container, ',')
		s.container = append(s.container, membersOf(c.document())...)
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

// membersOf is v, a struct, as the members of a JSON object: for what is written
// once and stands in every document.
func membersOf(v any) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		panic(err) // strings and finite numbers alone
	}
	return b.Bytes()[1 : b.Len()-len("}\n")]
}

func (c Container) document() any {
	type container struct {
		ID   string `json:"id,omitempty"`
		Name string `json:"name,omitempty"`
	}
	type resource struct {
		Type string `json:"type"`
		Name string `json:"name"`
		ID   string `json:"id,omitempty"`
	}
	type orchestrator struct {
		Namespace string   `json:"namespace,omitempty"`
		Type      string   `json:"type,omitempty"`
		Resource  resource `json:"resource,omitzero"`
	}
	doc := struct {
		Container    container    `json:"container,omitzero"`
		Orchestrator orchestrator `json:"orchestrator,omitzero"`
	}{container{c.ID, c.Name}, orchestrator{Namespace: c.Namespace}}
	if c.Pod != "" {
		doc.Orchestrator.Type = "kubernetes"
		doc.Orchestrator.Resource = resource{"pod", c.Pod, c.PodUID}
	}
	return doc
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
	type agent struct {
		ID      string `json:"id,omitempty"`
		Name    string `json:"name,omitempty"`
		Type    string `json:"type"`
		Version string `json:"version,omitempty"`
	}
	type system struct {
		Name    string `json:"name,omitempty"`
		Version string `json:"version,omitempty"`
	}
	type host struct {
		Architecture string   `json:"architecture,omitempty"`
		ID           string   `json:"id,omitempty"`
		IP           []string `json:"ip,omitempty"`
		Name         string   `json:"name,omitempty"`
		OS           system   `json:"os,omitzero"`
	}
	type ecs struct {
		Version string `json:"version"`
	}
	return membersOf(struct {
		Agent agent `json:"agent"`
		Host  host  `json:"host,omitzero"`
		ECS   ecs   `json:"ecs"`
	}{
		agent{h.AgentID, h.Name, "hashtail", h.AgentVer},
		host{h.Architecture, h.ID, h.IPs, h.Name, system{h.OS, h.OSVersion}},
		ecs{ECSVersion},
	})
}
