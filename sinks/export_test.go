package sinks

// Size is the number of bytes held.
func (p *Page) Size() int { return len(p.buf) }
