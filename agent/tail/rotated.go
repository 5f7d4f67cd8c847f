package tail

import (
	"cmp"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// rotatedFrom reports whether path is what rotation would call an older file
// of base: in the same folder, with something appended to the name, put before
// its extension, or compressed.
func rotatedFrom(base, path string) bool {
	if base == "" || filepath.Dir(base) != filepath.Dir(path) {
		return false
	}
	return slices.Contains(bases(filepath.Base(path)), filepath.Base(base))
}

// isRotatedFromAny reports whether path is what rotation would call an older
// file of one of the paths.
func isRotatedFromAny(paths map[string]bool, path string) bool {
	return slices.ContainsFunc(bases(filepath.Base(path)), func(base string) bool {
		return paths[filepath.Join(filepath.Dir(path), base)]
	})
}

// akin reports whether two files may have been rotated from the same one, by their names
// alone: log4j2 and logback compress into a folder of the month.
func akin(a, b string) bool {
	of := append(bases(filepath.Base(b)), filepath.Base(b))
	return slices.ContainsFunc(append(bases(filepath.Base(a)), filepath.Base(a)), func(base string) bool {
		return slices.Contains(of, base)
	})
}

// bases lists the names that a file of this name may have been rotated from,
// the longest first: app.log of app.log.1, app.log-20261123.gz, app-2026.log
// and app.1.log.
func bases(name string) []string {
	var list []string
	n := strings.TrimSuffix(name, ".gz")
	if n != name {
		list = append(list, n)
	}
	ext := filepath.Ext(n)
	for i := len(n) - 1; i > 0; i-- {
		if !strings.ContainsRune(".-_~", rune(n[i])) {
			continue
		}
		list = append(list, n[:i])
		if stem := len(n) - len(ext); i < stem && strings.ContainsAny(n[i:stem], "0123456789") {
			list = append(list, n[:i]+ext)
		}
	}
	return list
}

// A vintage is what is known of the age of a file's content.
type vintage struct {
	mtime int64
	name  string // where it was written
	path  string // where it is
	here  bool   // it is there still
}

// clockStep is how far apart modification times must be to be told apart: the
// kernel's clock for them ticks every 1 to 10 ms.
const clockStep = int64(10 * time.Millisecond)

// compare orders files by age, the oldest first: by their modification times,
// and files of one name that were written at the same time by what rotation
// has made of the name: app.log.2, app.log.1, app.log.
func (a vintage) compare(b vintage) int {
	return cmp.Or(
		cmp.Compare(a.mtime/clockStep, b.mtime/clockStep),
		cmp.Compare(a.name, b.name),
		cmp.Compare(b.rotations(), a.rotations()),
		cmp.Compare(a.path, b.path),
	)
}

// chronological orders files by age. Their times are those of a clock that may
// have been set back, so of one name those that rotation has numbered are in
// the order of their numbers.
func chronological(files []*file) {
	slices.SortFunc(files, func(a, b *file) int { return a.vintage().compare(b.vintage()) })
	named := make(map[string][]int, len(files)) // where in files
	for i, f := range files {
		named[f.Path] = append(named[f.Path], i)
	}
	for _, places := range named {
		if len(places) == 1 {
			continue
		}
		order := make([]*file, 0, len(places))
		for _, i := range places {
			order = append(order, files[i])
		}
		slices.SortStableFunc(order, func(a, b *file) int { return cmp.Compare(b.vintage().rotations(), a.vintage().rotations()) })
		for i, f := range order {
			files[places[i]] = f
		}
	}
}

// rotations is how often the file was rotated, as far as its name says.
func (a vintage) rotations() int {
	switch {
	case a.here:
		return 0
	case isDated(a.path):
		return 1
	}
	name := strings.TrimSuffix(filepath.Base(a.path), ".gz")
	for range 2 { // app.log.2, app.2.log
		i := strings.LastIndexAny(name, ".-_~")
		if i < 0 {
			break
		}
		if n, err := strconv.Atoi(name[i+1:]); err == nil && n < 10_000 { // more is a date
			return max(n, 1)
		}
		name = name[:i]
	}
	return 1
}
