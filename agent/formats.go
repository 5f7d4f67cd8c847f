package agent

import (
	"errors"
	"maps"
	"slices"

	"github.com/hashtail/hashtail/agent/parse"
)

// Formats are the formats that the configuration defines, by name.
type Formats map[string]*parse.CustomConfig

// compile checks all of them; its error joins every mistake.
func (f Formats) compile() (map[string]*parse.Custom, error) {
	all := map[string]*parse.Custom{}
	var errs []error
	for _, name := range slices.Sorted(maps.Keys(f)) {
		config := f[name]
		if config == nil {
			config = &parse.CustomConfig{}
		}
		custom, err := config.Compile(name)
		if err != nil {
			errs = append(errs, within(err, "formats", name)...)
		}
		all[name] = custom
	}
	return all, errors.Join(errs...)
}
