package sinks

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/elastic/elastic-transport-go/v8/elastictransport"
	elasticsearch "github.com/elastic/go-elasticsearch/v8"
	"github.com/elastic/go-elasticsearch/v8/esapi"
)

// ElasticsearchConfig is the section sinks.elasticsearch.
type ElasticsearchConfig struct {
	URLs     []string `yaml:"urls"`
	APIKey   Secret   `yaml:"api_key"` // as Kibana shows it (encoded), or id:key
	Username string   `yaml:"username"`
	Password Secret   `yaml:"password"`
	TLS      TLS      `yaml:",inline"`

	DataStream  string   `yaml:"data_stream"` // logs-hashtail.auth-default unless index is set
	Index       string   `yaml:"index"`       // a plain index or alias instead: _id is unique in it, not only per backing index
	Pipeline    string   `yaml:"pipeline"`    // an ingest pipeline of the server
	Compression string   `yaml:"compression"` // gzip (default) or none
	OpenSearch  bool     `yaml:"opensearch"`
	Template    *bool    `yaml:"template"` // install the index template when the credentials may; default true
	Timeout     Duration `yaml:"timeout"`  // of one request; default 60s
	Insecure    bool     `yaml:"insecure"` // credentials over plain http to another host
}

const defaultDataStream = "logs-hashtail.auth-default"

// withDefaults is c with what is not set filled in.
func (c ElasticsearchConfig) withDefaults() ElasticsearchConfig {
	if c.DataStream == "" && c.Index == "" {
		c.DataStream = defaultDataStream
	}
	if c.Compression == "" {
		c.Compression = "gzip"
	}
	if c.Timeout == 0 {
		c.Timeout = Duration(time.Minute)
	}
	return c
}

// target is the data stream or index that documents go to.
func (c *ElasticsearchConfig) target() string {
	if c.Index != "" {
		return c.Index
	}
	return c.DataStream
}

// Validate says what cannot work. It does not touch files or the network.
func (c *ElasticsearchConfig) Validate() error {
	var errs []error
	bad := func(format string, a ...any) { errs = append(errs, fmt.Errorf(format, a...)) }
	if len(c.URLs) == 0 {
		bad("urls: name at least one node, like https://es.example:9200")
	}
	for _, u := range c.URLs {
		if err := c.validateURL(u); err != nil {
			errs = append(errs, err)
		}
	}
	if c.APIKey != "" && (c.Username != "" || c.Password != "") {
		bad("api_key and username/password exclude each other: keep one")
	}
	if (c.Username == "") != (c.Password == "") {
		bad("username and password belong together: set both")
	}
	if c.DataStream != "" && c.Index != "" {
		bad("data_stream and index exclude each other: keep one")
	}
	d := c.withDefaults()
	if err := validTarget(d.target()); err != nil {
		errs = append(errs, err)
	}
	if d.Compression != "gzip" && d.Compression != "none" {
		bad("compression %q is unknown: gzip or none", d.Compression)
	}
	if d.Timeout < 0 {
		bad("timeout must be positive")
	}
	if err := c.TLS.validate(); err != nil {
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// validateURL never quotes a URL that may hold a password.
func (c *ElasticsearchConfig) validateURL(text string) error {
	u, err := url.Parse(text)
	switch {
	case err != nil, u.Host == "", u.Scheme != "http" && u.Scheme != "https":
		return errors.New("urls: each is written like https://es.example:9200")
	case u.User != nil:
		return fmt.Errorf("urls: %s holds credentials: put them into username and password", u.Host)
	case u.RawQuery != "", u.Fragment != "":
		return fmt.Errorf("urls: %s has a query: only scheme, host, port and path make sense", u.Host)
	case u.Scheme == "http" && !c.Insecure && (c.APIKey != "" || c.Password != "") && !loopback(u.Hostname()):
		return fmt.Errorf("urls: %s would get the credentials unencrypted: use https, or set insecure: true to accept that", u.Host)
	}
	return nil
}

func validTarget(name string) error {
	if name != strings.ToLower(name) || strings.ContainsAny(name, "\\/*?\"<>| ,#:\x00") || strings.ContainsAny(name[:1], "-_+.") || len(name) > 255 {
		return fmt.Errorf("%q is no name of a data stream or index: lower case, not starting with -, _, + or a dot, without any of \\/*?\"<>|,#: and spaces", name)
	}
	return nil
}

// Elasticsearch sends to a data stream or index of Elasticsearch 8 and 9, or
// OpenSearch, with the bulk API.
//
// Every document is a create operation whose _id is its event.id: what is sent
// a second time conflicts with itself (409) and counts as delivered.
type Elasticsearch struct {
	config    ElasticsearchConfig
	log       *slog.Logger
	client    *elasticsearch.BaseClient
	transport *http.Transport
	bulks     freeList[*bulk] // one for each Send at work
	installed atomic.Bool
	counts    counts
}

// NewElasticsearch reads certificates but does not use the network.
func NewElasticsearch(c ElasticsearchConfig, log *slog.Logger) (*Elasticsearch, error) {
	if err := c.Validate(); err != nil {
		return nil, err
	}
	c = c.withDefaults()
	dialer, err := newTLSDialer(c.TLS, log)
	if err != nil {
		return nil, err
	}
	plain := net.Dialer{Timeout: dialTimeout}
	transport := &http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		DialContext:         plain.DialContext,
		DialTLSContext:      dialer.DialContext,
		TLSClientConfig:     dialer.config(""), // only behind a proxy: the tunnel's TLS is net/http's
		TLSHandshakeTimeout: 2 * dialTimeout,
		MaxIdleConnsPerHost: 8,
		IdleConnTimeout:     90 * time.Second,
		DisableCompression:  true,
	}
	client, err := elasticsearch.NewBaseClient(elasticsearch.Config{
		Addresses:          c.URLs,
		APIKey:             encodedKey(string(c.APIKey)),
		Username:           c.Username,
		Password:           string(c.Password),
		Header:             http.Header{"User-Agent": {"hashtail"}},
		DisableRetry:       true, // the lane retries, and knows what it retries
		DisableMetaHeader:  true,
		Transport:          &productCheck{next: transport, openSearch: c.OpenSearch},
		ConnectionPoolFunc: newNodes,
	})
	if err != nil {
		return nil, fmt.Errorf("elasticsearch client: %w", err)
	}
	return &Elasticsearch{config: c, log: log, client: client, transport: transport, bulks: newFreeList[*bulk](4)}, nil
}

// encodedKey accepts a key in both forms in which Elasticsearch shows it.
func encodedKey(key string) string {
	if strings.Contains(key, ":") { // never in base64
		return base64.StdEncoding.EncodeToString([]byte(key))
	}
	return key
}

// Close closes idle connections.
func (s *Elasticsearch) Close() error {
	s.transport.CloseIdleConnections()
	return nil
}

// Stats counts what became of documents that were neither plainly stored nor
// to be sent again.
func (s *Elasticsearch) Stats() Stats { return s.counts.stats() }

// answerFields are all that is asked for. error.reason may quote a document.
var answerFields = []string{"errors", "items.*.status", "items.*.error.type", "items.*.failure_store", "error.type"}

// Send implements [Sink].
func (s *Elasticsearch) Send(ctx context.Context, b Batch) error {
	if b.Len() == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, time.Duration(s.config.Timeout))
	defer cancel()
	k, ok := s.bulks.get()
	if !ok {
		k = newBulk(s.config.Compression == "gzip")
	}
	defer func() {
		if k.reusable() {
			s.bulks.put(k)
		}
	}()
	if err := k.encode(b); err != nil {
		return &Error{Err: err}
	}
	res, err := esapi.BulkRequest{
		Index:      s.config.target(),
		Body:       k.open(),
		Pipeline:   s.config.Pipeline,
		FilterPath: answerFields,
		Header:     k.header.Clone(), // the client adds to it
	}.Do(ctx, bulkTransport{s.client, k})
	if err != nil {
		return s.unreachable(err)
	}
	defer res.Body.Close()
	k.answer, err = readAll(k.answer[:0], res.Body, 64<<10+1<<10*b.Len()) // with filter_path a tenth of that
	if err != nil {
		return s.unreachable(fmt.Errorf("read answer: %w", err))
	}
	if res.StatusCode != http.StatusOK {
		return refusal("bulk request", res.StatusCode, res.Header, k.answer)
	}
	return s.outcome(b, k.answer)
}

func (s *Elasticsearch) unreachable(err error) *Error {
	if errors.Is(err, errProduct) {
		return &Error{Verdict: Denied, Err: err}
	}
	return unreachable("elasticsearch", err)
}

// bulkTransport gives the request what esapi has no field for.
type bulkTransport struct {
	client elastictransport.Interface
	bulk   *bulk
}

func (t bulkTransport) Perform(req *http.Request) (*http.Response, error) {
	req.ContentLength = int64(t.bulk.out.Len())
	req.GetBody = func() (io.ReadCloser, error) { return t.bulk.open(), nil } // when a kept connection turns out to be closed
	return t.client.Perform(req)
}

// readAll appends what r holds to dst.
func readAll(dst []byte, r io.Reader, limit int) ([]byte, error) {
	for {
		if len(dst) == cap(dst) {
			dst = append(dst, 0)[:len(dst)]
		}
		n, err := r.Read(dst[len(dst):cap(dst)])
		dst = dst[:len(dst)+n]
		switch {
		case err == io.EOF:
			return dst, nil
		case err != nil:
			return dst, err
		case len(dst) > limit:
			return dst, fmt.Errorf("longer than %d bytes", limit)
		}
	}
}
