package checkpoint

import "slices"

// Lanes names the lanes that have progress on any file.
func (s *Store) Lanes() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var names []string
	note := func(lanes []*File) {
		for _, f := range lanes {
			if !slices.Contains(names, f.lane) {
				names = append(names, f.lane)
			}
		}
	}
	for _, id := range s.ids {
		note(id.lanes)
	}
	for _, st := range s.streams {
		note(st.lanes)
	}
	slices.Sort(names)
	return names
}
