package agent

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"sync"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/hashtail/hashtail/agent/event"
	"github.com/hashtail/hashtail/agent/parse"
)

func (in *Inputs) validate(formats map[string]*parse.Custom) error {
	var errs []error
	for i := range in.File {
		errs = append(errs, within(in.File[i].validate(formats), "inputs", "file", strconv.Itoa(i))...)
	}
	keys := map[string]int{}
	for i := range in.Journald {
		j := &in.Journald[i]
		errs = append(errs, within(j.validate(), "inputs", "journald", strconv.Itoa(i))...)
		key := j.journal(0).Key()
		if other, ok := keys[key]; ok {
			err := fmt.Errorf("reads the same entries as inputs.journald[%d]", other)
			errs = append(errs, &placed{[]string{"inputs", "journald", strconv.Itoa(i)}, err})
		}
		keys[key] = i
	}
	for i := range in.FIFO {
		f := &in.FIFO[i]
		errs = append(errs, within(f.validate(formats), "inputs", "fifo", strconv.Itoa(i))...)
		if first := slices.IndexFunc(in.FIFO, func(other FIFOInput) bool { return other.Path == f.Path }); first < i && f.Path != "" {
			err := fmt.Errorf("reads the same FIFO as inputs.fifo[%d]: each line would go to one of them", first)
			errs = append(errs, &placed{[]string{"inputs", "fifo", strconv.Itoa(i)}, err})
		}
	}
	return errors.Join(errs...)
}

// none reports whether nothing is to be read.
func (in *Inputs) none() bool { return len(in.File)+len(in.Journald)+len(in.FIFO) == 0 }

// all are the inputs as file inputs, each with its records' treatment: the
// files first, then the others in the order of Inputs.
func (in *Inputs) all() []FileInput {
	all := slices.Clone(in.File)
	for i := range in.Journald {
		all = append(all, in.Journald[i].records())
	}
	for i := range in.FIFO {
		all = append(all, in.FIFO[i].records())
	}
	return all
}

// read reads all inputs until ctx ends, and returns when every worker has
// flushed.
func (a *Agent) read(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	a.takePipes()
	defer a.leavePipes()
	var runs []func(context.Context) error
	for _, r := range a.journals {
		runs = append(runs, r.Run)
	}
	for _, f := range a.fifos {
		runs = append(runs, f.run)
	}
	if a.geoip != nil {
		runs = append(runs, func(ctx context.Context) error { return a.geoip.Run(ctx, a.log) })
	}
	errs := make([]error, len(runs))
	var readers sync.WaitGroup
	for i, run := range runs {
		readers.Go(func() {
			if errs[i] = run(ctx); errs[i] != nil {
				cancel()
			}
		})
	}
	err := a.tailer.Run(ctx)
	cancel()
	readers.Wait()
	return errors.Join(append(errs, err)...)
}

// inputsOf are the inputs that read these files, each with its own of them alone and all of
// what they hold.
func (c *Config) inputsOf(files []string, format string, formats map[string]*parse.Custom) (Inputs, error) {
	var all Inputs
	at := map[int]int{} // where an input of c is in all
	for _, path := range files {
		i, known := at[c.indexOf(path)]
		if !known {
			in, err := c.inputOf(path, format, formats)
			if err != nil {
				return all, err
			}
			in.config.Paths, in.config.Exclude = nil, nil
			in.config.Start, in.config.IgnoreOlder = "beginning", nil
			i = len(all.File)
			at[c.indexOf(path)] = i
			all.File = append(all.File, in.config)
		}
		all.File[i].Paths = append(all.File[i].Paths, path)
	}
	return all, nil
}

// indexOf is the number of the input that reads the file at path, else that of the first.
func (c *Config) indexOf(path string) int {
	return max(0, slices.IndexFunc(c.Inputs.File, func(in FileInput) bool { return in.reads(path) }))
}

// inputOf is the input that reads the file at path, else the first one (none is
// one with defaults), with another format where one is asked for.
func (c *Config) inputOf(path, format string, formats map[string]*parse.Custom) (*input, error) {
	var in FileInput
	if len(c.Inputs.File) > 0 {
		in = c.Inputs.File[c.indexOf(path)]
	}
	if format != "" {
		in.Format = format
	}
	options, err := in.parse(c.Keep == "all", formats)
	if err != nil {
		return nil, &UsageError{err} // the rest of the input is checked
	}
	return &input{in, options, in.Multiline.options()}, nil
}

// reads reports whether one of the input's patterns names the file.
func (in *FileInput) reads(path string) bool {
	if path == "" {
		return false
	}
	absolute, err := filepath.Abs(path)
	if err != nil {
		absolute = path
	}
	for _, pattern := range in.Paths {
		for _, p := range []string{path, absolute} {
			if ok, _ := doublestar.PathMatch(pattern, p); ok {
				return !excluded(p, in.Exclude)
			}
		}
	}
	return false
}

// source is what the events of one file have in common.
func (in *input) source(path string) *event.Source {
	s := &event.Source{
		Path: path, Dataset: in.config.Dataset, Service: in.config.Service,
		Environment: in.config.Environment, Tags: in.config.Tags,
		Container: containerOf(path),
	}
	if s.Dataset == "" {
		s.Dataset = "hashtail.auth"
	}
	return s.Prepare()
}
