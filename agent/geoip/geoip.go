// Package geoip says where addresses are and whose networks they belong to,
// from local databases in MaxMind's format: nothing is asked of anyone.
//
// A database is read from a private copy, mapped into memory: whoever writes
// into the file cannot take it away under a lookup. When the file changes, the
// new one takes over if it can be read; else the old one goes on.
package geoip

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"github.com/oschwald/maxminddb-golang/v2"
)

// A Config names the database files; at least one.
type Config struct {
	City string `yaml:"city"` // cities or countries
	ASN  string `yaml:"asn"`  // autonomous systems
}

// Databases are the configured databases, for any number of goroutines, each
// with a Cache of its own.
type Databases struct {
	city, asn database
}

// Open opens the databases. Copies are made in the first of the folders that
// can be written to.
func Open(c Config, folders ...string) (*Databases, error) {
	d := &Databases{
		city: database{name: "city", path: c.City, folders: folders, unlike: "ASN"},
		asn:  database{name: "asn", path: c.ASN, folders: folders, unlike: "City"},
	}
	return d, errors.Join(d.city.open(), d.asn.open())
}

// refreshEvery is how often the files are looked at.
const refreshEvery = time.Minute

// Run takes over files that change, until ctx ends.
func (d *Databases) Run(ctx context.Context, log *slog.Logger) error {
	t := time.NewTicker(refreshEvery)
	defer t.Stop()
	for {
		select {
		case <-t.C:
			d.Refresh(log)
		case <-ctx.Done():
			return nil
		}
	}
}

// Refresh takes over the files that changed since they were last looked at. A
// file that cannot be used is told of once.
func (d *Databases) Refresh(log *slog.Logger) {
	for _, db := range []*database{&d.city, &d.asn} {
		if !db.changed() {
			continue
		}
		if err := db.open(); err != nil {
			log.Warn("the new GeoIP database cannot be used: the old one goes on", "error", err)
		} else {
			log.Info("a new GeoIP database is used", "file", db.path)
		}
	}
}

// A database is one file. What is not atomic belongs to the goroutine that
// refreshes.
type database struct {
	name    string
	path    string // empty: none
	unlike  string // in the type of a database that is the other's
	folders []string

	seen   os.FileInfo // at the last attempt
	reader atomic.Pointer[maxminddb.Reader]
}

func (d *database) changed() bool {
	if d.path == "" {
		return false
	}
	now, err := os.Stat(d.path)
	if err != nil { // being replaced
		return false
	}
	return d.seen == nil || !os.SameFile(now, d.seen) || now.Size() != d.seen.Size() || !now.ModTime().Equal(d.seen.ModTime())
}

// open opens the file as it is now. The reader before it closes when the last
// cache has let go of it.
func (d *database) open() error {
	if d.path == "" {
		return nil
	}
	f, err := os.Open(d.path)
	if err != nil {
		return fmt.Errorf("%s: %w", d.name, err)
	}
	defer f.Close()
	if d.seen, err = f.Stat(); err != nil {
		return fmt.Errorf("%s: %w", d.name, err)
	}
	if !d.seen.Mode().IsRegular() {
		return fmt.Errorf("%s: %s is not a regular file", d.name, d.path)
	}
	r, err := d.read(f)
	if err != nil {
		return fmt.Errorf("%s: %s is not a database in MaxMind's format, or not all of it: %w", d.name, d.path, err)
	}
	if kind := r.Metadata.DatabaseType; strings.Contains(kind, d.unlike) {
		return fmt.Errorf("%s: %s is of the type %s: it belongs under the other key", d.name, d.path, kind)
	}
	d.reader.Store(r)
	return nil
}

// read maps a private copy of the file, or the file where no copy can be made.
func (d *database) read(f *os.File) (*maxminddb.Reader, error) {
	for _, folder := range d.folders {
		tmp, err := os.CreateTemp(folder, "geoip-*")
		if err != nil {
			continue
		}
		defer os.Remove(tmp.Name()) // the mapping stays
		_, err = io.Copy(tmp, f)
		if closed := tmp.Close(); err == nil {
			err = closed
		}
		if err == nil {
			return maxminddb.Open(tmp.Name())
		}
		if _, err := f.Seek(0, io.SeekStart); err != nil {
			return nil, err
		}
	}
	return maxminddb.Open(d.path)
}
