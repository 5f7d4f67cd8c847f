package parse

import "bytes"

// adfsText reads who and from where in an event of AD FS, which has neither in its data but in
// a text: an audit as XML, or, where a token was refused, labels.
//
//	<UserId>EXAMPLE\bob</UserId> … <IpAddress>192.0.2.7</IpAddress>
//	Client IP: 192.0.2.7,198.51.100.4 Error message: bob@example.com-The user name or password is incorrect
func (p *Parser) adfsText(text []byte) {
	name, peer := adfsElement(text, "UserId"), adfsElement(text, "IpAddress")
	if name == nil {
		name = adfsRefused(text)
	}
	if peer == nil {
		peer, _ = behind(text, "Client IP:")
		peer, _ = nextField(bytes.TrimLeft(peer, " \r\n\t"))
	}
	peer, _, _ = bytes.Cut(peer, []byte(",")) // a proxy puts itself behind it
	p.set(UserName, name)
	p.peer(bytes.TrimRight(peer, " "))
	p.set(UserAgent, adfsElement(text, "UserAgentString"))
}

// adfsElement is the text of the audit's element with the given name. In an event that is XML
// itself the brackets are written as entities.
func adfsElement(text []byte, name string) []byte {
	for _, ends := range [...][2]string{{">", "<"}, {"&gt;", "&lt;"}} {
		for b, ok := behind(text, name); ok; b, ok = behind(b, name) {
			if v, is := bytes.CutPrefix(b, []byte(ends[0])); is {
				v, _, _ = bytes.Cut(v[:min(len(v), maxWording)], []byte(ends[1]))
				return bytes.TrimSpace(v)
			}
		}
	}
	return nil
}

// adfsRefused is whose token was refused: the name stands in front of the reason.
func adfsRefused(text []byte) []byte {
	b, ok := behind(text, "Error message:")
	if !ok {
		return nil
	}
	name, _ := nextField(bytes.TrimLeft(b, " \r\n\t"))
	if dash := bytes.LastIndexByte(name, '-'); dash > 0 && bytes.IndexAny(name[:dash], `@\`) > 0 {
		return name[:dash]
	}
	return nil
}
