package sinks

import (
	"errors"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/elastic/elastic-transport-go/v8/elastictransport"
)

// nodes takes turns among the nodes that work. It stands in for the client's
// own pool, which starts a goroutine for every failure and keeps failed nodes
// twice: both grow during a long outage.
type nodes struct {
	mu   sync.Mutex
	all  []*elastictransport.Connection
	next int
}

// setAside is how long a node that failed is passed over.
const setAside = 30 * time.Second

func newNodes(all []*elastictransport.Connection, _ elastictransport.Selector) elastictransport.ConnectionPool {
	return &nodes{all: all}
}

// ConcurrentSafe tells the client that the pool locks itself.
func (p *nodes) ConcurrentSafe() {}

// Next is the next working node, or the one that failed longest ago.
func (p *nodes) Next() (*elastictransport.Connection, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	var best *elastictransport.Connection
	for range p.all {
		c := p.all[p.next%len(p.all)]
		p.next++
		if !c.IsDead || time.Since(c.DeadSince) > setAside {
			return c, nil
		}
		if best == nil || c.DeadSince.Before(best.DeadSince) {
			best = c
		}
	}
	return best, nil
}

func (p *nodes) OnSuccess(c *elastictransport.Connection) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	c.IsDead = false
	return nil
}

func (p *nodes) OnFailure(c *elastictransport.Connection) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	c.IsDead, c.DeadSince = true, time.Now()
	return nil
}

func (p *nodes) URLs() []*url.URL {
	urls := make([]*url.URL, len(p.all))
	for i, c := range p.all {
		urls[i] = c.URL
	}
	return urls
}

var errProduct = errors.New("the server does not say that it is Elasticsearch: if it is OpenSearch, set opensearch: true; otherwise correct urls")

// A productCheck is the client's own check of the product header, with a
// switch for OpenSearch, which does not send it.
type productCheck struct {
	next       http.RoundTripper
	openSearch bool
}

func (p *productCheck) RoundTrip(req *http.Request) (*http.Response, error) {
	const header, product = "X-Elastic-Product", "Elasticsearch"
	res, err := p.next.RoundTrip(req)
	if err != nil || res.StatusCode < 200 || res.StatusCode >= 300 || res.Header.Get(header) == product {
		return res, err
	}
	if !p.openSearch {
		res.Body.Close()
		return nil, errProduct
	}
	res.Header.Set(header, product)
	return res, nil
}
