package rig

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"
)

// An Index of an Elasticsearch without security.
type Index struct {
	Name string

	url  string
	http http.Client
}

// NewIndex makes an index that a single node keeps healthy.
func NewIndex(ctx context.Context, url, name string) (*Index, error) {
	x := &Index{Name: name, url: url, http: http.Client{Timeout: 30 * time.Second, Transport: &http.Transport{}}}
	return x, x.call(ctx, "PUT", "/"+name, Map{
		"settings": Map{"number_of_replicas": 0},
		"mappings": Map{"dynamic": false},
	}, nil)
}

// Delete removes the index.
func (x *Index) Delete(ctx context.Context) error {
	defer x.http.CloseIdleConnections()
	return x.call(ctx, "DELETE", "/"+x.Name, nil, nil)
}

// Count is the number of documents.
func (x *Index) Count(ctx context.Context) (int, error) {
	if err := x.call(ctx, "POST", "/"+x.Name+"/_refresh", nil, nil); err != nil {
		return 0, err
	}
	var answer struct{ Count int }
	err := x.call(ctx, "GET", "/"+x.Name+"/_count", nil, &answer)
	return answer.Count, err
}

// Read hands over every document with its _id.
func (x *Index) Read(ctx context.Context, each func(source, id []byte)) error {
	if err := x.call(ctx, "POST", "/"+x.Name+"/_refresh", nil, nil); err != nil {
		return err
	}
	type page struct {
		ID   string `json:"_scroll_id"`
		Hits struct {
			Hits []struct {
				ID     string          `json:"_id"`
				Source json.RawMessage `json:"_source"`
			}
		}
	}
	var p page
	first := Map{"size": 10000, "sort": []string{"_doc"}, "_source": []string{"url.path"}}
	err := x.call(ctx, "POST", "/"+x.Name+"/_search?scroll=1m", first, &p)
	for err == nil && len(p.Hits.Hits) > 0 {
		for _, hit := range p.Hits.Hits {
			each(hit.Source, []byte(hit.ID))
		}
		next := Map{"scroll": "1m", "scroll_id": p.ID}
		p = page{}
		err = x.call(ctx, "POST", "/_search/scroll", next, &p)
	}
	return err
}

func (x *Index) call(ctx context.Context, method, path string, in, out any) error {
	var body io.Reader
	if in != nil {
		text, err := json.Marshal(in)
		if err != nil {
			return err
		}
		body = bytes.NewReader(text)
	}
	req, err := http.NewRequestWithContext(ctx, method, x.url+path, body)
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := x.http.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	if err != nil {
		return err
	}
	if res.StatusCode/100 != 2 {
		return fmt.Errorf("%s %s: %s", method, path, res.Status)
	}
	if out == nil {
		return nil
	}
	return json.Unmarshal(answer, out)
}
