package parse

// Forget makes a parser one that has met no layout.
func (p *Parser) Forget() { p.layouts.steps = nil }
