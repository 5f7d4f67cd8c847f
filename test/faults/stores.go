package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/hashtail/hashtail/test/rig"
)

// A store is where lines arrive, seen from behind.
type store interface {
	// section is its part of the configuration.
	section() rig.Map
	// have is how many different lines have arrived so far.
	have(ctx context.Context) (int, error)
	// read tallies everything that has arrived.
	read(ctx context.Context) (*tally, error)
	remove(ctx context.Context) error
}

func (s *story) openStore(sink string) (store, error) {
	if s.plan.store != nil {
		return s.plan.store(s)
	}
	timeout := "2s"
	if s.plan.timeout > 0 {
		timeout = s.plan.timeout.String()
	}
	switch sink {
	case "file":
		return &fileStore{path: filepath.Join(s.dir, "out", "events.ndjson"), tally: newTally()}, nil
	case "elasticsearch":
		name := fmt.Sprintf("faults-%d-%s", os.Getpid(), filepath.Base(s.dir))
		x, err := rig.NewIndex(s.ctx, s.lab.backends.Elasticsearch(), name)
		section := rig.Map{"urls": []string{s.lab.backends.Elasticsearch()}, "index": name, "timeout": timeout}
		if s.plan.timeout < 0 {
			delete(section, "timeout")
		}
		return &indexStore{x, section}, err
	default:
		name := fmt.Sprintf("faults-%d-%s", os.Getpid(), filepath.Base(s.dir))
		t, err := rig.NewTopic(s.ctx, s.lab.backends.Kafka(), name)
		section := rig.Map{"brokers": []string{s.lab.backends.Kafka()}, "topic": name, "timeout": timeout}
		if s.plan.timeout < 0 {
			delete(section, "timeout")
		}
		return &topicStore{t, section, newTally()}, err
	}
}

// A fileStore reads on where it stopped; the file sink rotates nothing here.
type fileStore struct {
	path   string
	offset int64
	tally  *tally
}

func (f *fileStore) section() rig.Map { return rig.Map{"path": f.path, "max_size": "1TiB"} }

func (f *fileStore) have(context.Context) (int, error) {
	file, err := os.Open(f.path)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	} else if err != nil {
		return 0, err
	}
	defer file.Close()
	buf := make([]byte, 1<<20)
	for {
		n, err := file.ReadAt(buf, f.offset)
		whole := bytes.LastIndexByte(buf[:n], '\n') + 1
		for line := range bytes.Lines(buf[:whole]) {
			f.tally.add(line, eventID(line))
		}
		f.offset += int64(whole)
		if err != nil || whole == 0 {
			if err == io.EOF {
				err = nil
			}
			return f.tally.have, err
		}
	}
}

func (f *fileStore) arrived(line int) bool {
	_, err := f.have(context.Background())
	return err == nil && f.tally.arrived(line)
}

// read starts again: what a crash cut short, and was taken back, was never
// delivered.
func (f *fileStore) read(ctx context.Context) (*tally, error) {
	f.offset, f.tally = 0, newTally()
	_, err := f.have(ctx)
	return f.tally, err
}

func (f *fileStore) remove(context.Context) error { return nil }

// An indexStore holds a line twice only if it has two ids.
type indexStore struct {
	index *rig.Index
	conf  rig.Map
}

func (x *indexStore) section() rig.Map { return x.conf }

func (x *indexStore) have(ctx context.Context) (int, error) { return x.index.Count(ctx) }

func (x *indexStore) read(ctx context.Context) (*tally, error) {
	t := newTally()
	return t, x.index.Read(ctx, t.add)
}

func (x *indexStore) remove(ctx context.Context) error { return x.index.Delete(ctx) }

type topicStore struct {
	topic *rig.Topic
	conf  rig.Map
	tally *tally
}

func (k *topicStore) section() rig.Map { return k.conf }

func (k *topicStore) have(ctx context.Context) (int, error) {
	err := k.topic.Read(ctx, k.tally.add)
	return k.tally.have, err
}

func (k *topicStore) read(ctx context.Context) (*tally, error) {
	_, err := k.have(ctx)
	return k.tally, err
}

func (k *topicStore) remove(ctx context.Context) error { return k.topic.Delete(ctx) }
