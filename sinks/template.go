package sinks

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// templateVersion goes up with every change of the template: an older one is
// replaced at start, one of the same or a newer version is left alone, so that
// an administrator may change it.
const templateVersion = 2

// components are Elastic's own building blocks, on servers that have them.
var components = []string{"logs@mappings", "logs@settings", "ecs@mappings"}

// pattern is the template's index pattern: all namespaces of a data stream
// (type-dataset-namespace), or the one index.
func (c *ElasticsearchConfig) pattern() string {
	if i := strings.LastIndexByte(c.DataStream, '-'); c.Index == "" && strings.Count(c.DataStream, "-") == 2 {
		return c.DataStream[:i] + "-*"
	}
	return c.target()
}

// templateName follows Elastic's integrations: type-dataset.
func (c *ElasticsearchConfig) templateName() string {
	return strings.TrimSuffix(c.pattern(), "-*")
}

// Template is the index template for an administrator to install, where
// hashtail's own credentials may not: PUT _index_template/NAME.
func Template(c ElasticsearchConfig) []byte {
	c = c.withDefaults()
	return c.template(!c.OpenSearch && c.Index == "", !c.OpenSearch && c.Index == "")
}

// Role is what hashtail's credentials need, as the body of
// PUT _security/role/NAME or one of an API key's role descriptors. monitor
// shows whether the template is there; nothing can be read or changed.
func Role(c ElasticsearchConfig) []byte {
	c = c.withDefaults()
	return indented(map[string]any{
		"cluster": []string{"monitor"},
		"indices": []any{map[string]any{
			"names":      []string{c.pattern()},
			"privileges": []string{"auto_configure", "create_doc"},
		}},
	})
}

// template makes the document: composed of Elastic's components, or with all
// mappings spelled out.
func (c *ElasticsearchConfig) template(composed, failureStore bool) []byte {
	body := map[string]any{}
	t := map[string]any{
		"index_patterns": []string{c.pattern()},
		"priority":       200, // over the built-in logs-*-* (100)
		"version":        templateVersion,
		"_meta":          map[string]any{"description": "authentication events from hashtail", "managed_by": "hashtail"},
		"template":       body,
	}
	if c.Index == "" {
		t["data_stream"] = map[string]any{}
	}
	if composed {
		t["composed_of"] = append(components[:len(components):len(components)], "logs@custom")
		t["ignore_missing_component_templates"] = []string{"logs@custom"}
		body["mappings"] = ownMappings()
	} else {
		body["mappings"] = allMappings()
	}
	if failureStore {
		body["data_stream_options"] = map[string]any{"failure_store": map[string]any{"enabled": true}}
	}
	return indented(t)
}

func indented(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(err) // maps, strings and numbers of this file
	}
	return b.Bytes()
}

// Install puts the index template in place. The lane calls it before the first
// Send, and again until it returns nil: the template must be there before the
// first document creates the data stream. Missing rights and servers that know
// no templates are an answer too, and said once.
func (s *Elasticsearch) Install(ctx context.Context) error {
	if s.installed.Load() {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, time.Duration(s.config.Timeout))
	defer cancel()
	if err := s.checkPipeline(ctx); err != nil {
		return err
	}
	if s.config.Template == nil || *s.config.Template {
		if err := s.installTemplate(ctx); err != nil {
			return err
		}
	}
	s.installed.Store(true)
	return nil
}

// checkPipeline keeps a misspelt pipeline from sending every document to the
// dead letters: the server answers 400 for each.
func (s *Elasticsearch) checkPipeline(ctx context.Context) error {
	if s.config.Pipeline == "" || s.config.Pipeline == "_none" {
		return nil
	}
	status, err := s.call(ctx, http.MethodGet, "/_ingest/pipeline/"+url.PathEscape(s.config.Pipeline)+"?filter_path=*.version", nil)
	if err != nil {
		return err
	}
	if status == http.StatusNotFound {
		return &Error{Verdict: Denied, Err: fmt.Errorf("elasticsearch: the server has no ingest pipeline %q: create it, or correct pipeline", s.config.Pipeline)}
	}
	return nil
}

func (s *Elasticsearch) installTemplate(ctx context.Context) error {
	name := s.config.templateName()
	log := s.log.With("template", name)
	there, err := s.templateInstalled(ctx, name)
	if err != nil || there {
		return err
	}
	composed, err := s.hasComponents(ctx)
	if err != nil {
		return err
	}
	streams := s.config.Index == "" && !s.config.OpenSearch
	for _, t := range []struct{ composed, failureStore, usable bool }{
		{true, true, composed && streams},
		{true, false, composed},
		{false, true, streams},
		{false, false, true},
	} {
		if !t.usable {
			continue
		}
		status, err := s.call(ctx, http.MethodPut, "/_index_template/"+name, s.config.template(t.composed, t.failureStore))
		switch {
		case err != nil:
			return err
		case status == http.StatusOK:
			log.Info("index template installed", "composed", t.composed, "failure_store", t.failureStore)
			return nil
		case status == http.StatusForbidden:
			log.Info("index template not installed: the credentials may not (hashtail template prints it for an administrator)")
			return nil
		}
		// 400: an option or component that this server does not know
	}
	log.Warn("index template not installed: the server refuses it; fields get the types that the server guesses")
	return nil
}

// templateInstalled reports whether the server has the template, in this
// version or a newer one.
func (s *Elasticsearch) templateInstalled(ctx context.Context, name string) (bool, error) {
	var found struct {
		Templates []struct {
			Template struct {
				Version int `json:"version"`
			} `json:"index_template"`
		} `json:"index_templates"`
	}
	status, err := s.callInto(ctx, http.MethodGet, "/_index_template/"+name+"?filter_path=index_templates.index_template.version", nil, &found)
	if err != nil || status != http.StatusOK {
		return false, err
	}
	return len(found.Templates) > 0 && found.Templates[0].Template.Version >= templateVersion, nil
}

func (s *Elasticsearch) hasComponents(ctx context.Context) (bool, error) {
	if s.config.OpenSearch || s.config.Index != "" {
		return false, nil // logs@settings is for data streams: its lifecycle would stall on an index
	}
	for _, name := range components {
		status, err := s.call(ctx, http.MethodGet, "/_component_template/"+name+"?filter_path=component_templates.name", nil)
		if err != nil || status != http.StatusOK {
			return false, err
		}
	}
	return true, nil
}

// call makes one small request and returns the status that the server
// answered. What another attempt may change is an error instead.
func (s *Elasticsearch) call(ctx context.Context, method, path string, body []byte) (status int, err error) {
	return s.callInto(ctx, method, path, body, nil)
}

func (s *Elasticsearch) callInto(ctx context.Context, method, path string, body []byte, into any) (status int, err error) {
	req, err := http.NewRequestWithContext(ctx, method, path, bytes.NewReader(body))
	if err != nil {
		return 0, &Error{Verdict: Denied, Err: err}
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := s.client.Perform(req)
	if err != nil {
		return 0, s.unreachable(err)
	}
	defer res.Body.Close()
	answer, err := readAll(nil, res.Body, 1<<20)
	if err != nil {
		return 0, s.unreachable(fmt.Errorf("read answer: %w", err))
	}
	switch {
	case res.StatusCode == http.StatusUnauthorized, res.StatusCode == http.StatusTooManyRequests, res.StatusCode >= 500,
		res.StatusCode >= 300 && res.StatusCode < 400:
		return 0, refusal("preparation", res.StatusCode, res.Header, answer)
	case res.StatusCode == http.StatusOK && into != nil:
		if err := json.Unmarshal(answer, into); err != nil { // whose text may quote the answer
			return 0, &Error{Err: errors.New("elasticsearch preparation: the answer is not JSON")}
		}
	}
	return res.StatusCode, nil
}
