package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/hashtail/hashtail/test/rig"
)

// A sink makes a place for events to go, and says how to configure and to
// remove it.
type sink struct {
	name   string
	slower int // gets so many times fewer lines, so that the row ends today
	open   func(ctx context.Context, b *bench, dir string) (section rig.Map, remove func() error, err error)
}

// toFile never rotates: that would be a cost of its own.
var toFile = sink{"file", 1, func(_ context.Context, _ *bench, dir string) (rig.Map, func() error, error) {
	path := filepath.Join(dir, "events.ndjson")
	return rig.Map{"path": path, "max_size": "1TiB"}, func() error { return os.Remove(path) }, nil
}}

func toKafka(compression string) sink {
	return sink{"kafka", 1, func(ctx context.Context, b *bench, _ string) (rig.Map, func() error, error) {
		t, err := rig.NewTopic(ctx, b.backends.Kafka(), b.unique())
		if err != nil {
			return nil, nil, err
		}
		section := rig.Map{"brokers": []string{b.backends.Kafka()}, "topic": t.Name, "compression": compression}
		return section, func() error { return t.Delete(context.WithoutCancel(ctx)) }, nil
	}}
}

func toElasticsearch(compression string) sink {
	return sink{"elasticsearch", 5, func(ctx context.Context, b *bench, _ string) (rig.Map, func() error, error) {
		x, err := rig.NewIndex(ctx, b.backends.Elasticsearch(), b.unique())
		if err != nil {
			return nil, nil, err
		}
		section := rig.Map{"urls": []string{b.backends.Elasticsearch()}, "index": x.Name, "compression": compression}
		return section, func() error { return x.Delete(context.WithoutCancel(ctx)) }, nil
	}}
}

// unique is a name that no other topic or index has.
func (b *bench) unique() string {
	b.rows++
	return fmt.Sprintf("bench-%d-%d", os.Getpid(), b.rows)
}
