package sinks

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// A Reacher is a sink whose backend can be asked, without changing anything
// there, whether it would take documents.
type Reacher interface {
	Reach(ctx context.Context) error
}

// Reach asks one node who it is, and whether the credentials may create
// documents where they are to go. A server without security has no answer to
// the second, nor OpenSearch.
func (s *Elasticsearch) Reach(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Duration(s.config.Timeout))
	defer cancel()
	if _, err := s.call(ctx, http.MethodGet, "/", nil); err != nil { // 403: without the privilege monitor
		return err
	}
	if err := s.checkPipeline(ctx); err != nil {
		return err
	}
	if s.config.OpenSearch {
		return nil
	}
	question, err := json.Marshal(map[string]any{"index": []any{map[string]any{"names": []string{s.config.target()}, "privileges": []string{"create_doc"}}}})
	if err != nil {
		return err
	}
	var answer struct {
		All *bool `json:"has_all_requested"`
	}
	_, err = s.callInto(ctx, http.MethodPost, "/_security/user/_has_privileges", question, &answer)
	if err == nil && answer.All != nil && !*answer.All {
		err = &Error{Verdict: Denied, Err: fmt.Errorf("elasticsearch: the credentials may not create documents in %s (hashtail template --role prints what they need)", s.config.target())}
	}
	return err
}

// Reach asks the brokers for the topic. Whether it may be written to, only
// writing tells.
func (k *Kafka) Reach(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Duration(k.config.Timeout))
	defer cancel()
	topic, err := k.describeTopic(ctx)
	if err == nil && topic.Error != nil {
		err = kafkaError(topic.Error)
	}
	return err
}
