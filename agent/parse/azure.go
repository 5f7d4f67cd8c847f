package parse

// azureObject reads a record of Azure's diagnostics, whose properties may be an object in a
// text: what stands in it is read as if it stood in the record.
func azureObject(p *Parser, d *Doc) error {
	within := d.Get("properties")
	if len(within) < 2 || within[0] != '{' || !p.inner.read(p, within) {
		return ErrFormat
	}
	p.fields(d)
	p.members(&p.inner, 0, anywhere, 1)
	p.inMessage()
	return nil
}
