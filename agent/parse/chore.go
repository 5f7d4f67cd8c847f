package parse

// choreMessage reads the programs of a machine that ask nobody for a password:
// whatever they say of users, sessions and keys is no authentication event, but
// for what PAM says in their name.
func choreMessage(p *Parser, msg []byte) error {
	if err := pamMessage(p, msg); err != ErrFormat {
		return err
	}
	return ErrNotAuth
}
