package parse

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashtail/hashtail/agent/nearest"
)

// An Alias is a further name for formats: of a product that writes several, or
// one that users have for a single one.
type Alias struct {
	Name    string
	Formats string // names in Formats, in the order in which they are tried
}

// Aliases are names that `format:` takes beside those of Formats. One for
// several formats is the name of a product, and becomes its events'
// event.module.
var Aliases = [...]Alias{
	{"nginx", "combined nginx nginx_error"},
	{"apache", "apache_error combined apache_ssl"},
	{"httpd", "apache_error combined apache_ssl"},
	{"traefik", "traefik combined"},
	{"caddy", "caddy combined"},
	{"envoy", "envoy envoy_json"},
	{"istio", "envoy envoy_json"},
	{"grafana", "grafana grafana_audit"},
	{"gitlab", "gitlab_api gitlab_audit rails json"},
	{"keycloak", "keycloak jboss"},
	{"mysql", "mysql mysql_audit"},
	{"mariadb", "mysql mysql_audit"},
	{"samba", "samba samba_password samba_group"},
	{"mongodb", "mongodb mongodb_audit"},
	{"mongod", "mongodb mongodb_audit"},
	{"windows", "windows winlogbeat windows_json windows_collector windows_eventchannel"},
	{"eventlog", "windows winlogbeat windows_json windows_collector windows_eventchannel"},

	{"access_log", "combined"},
	{"mssql", "sqlserver"},
	{"clf", "combined"},
	{"common", "combined"},
	{"ncsa", "combined"},
	{"morgan", "combined"},
	{"w3c", "iis"},
	{"alb", "elb"},
	{"ssh", "sshd"},
	{"openssh", "sshd"},
	{"auth.log", "syslog"},
	{"secure", "syslog"},
	{"rsyslog", "syslog"},
	{"journal", "journald"},
	{"rfc3164", "syslog"},
	{"rfc5424", "syslog"},
	{"audit", "auditd"},
	{"linux_audit", "auditd"},
	{"k8s_audit", "kubernetes"},
	{"kube_audit", "kubernetes"},
	{"postgres", "postgresql"},
	{"ldap", "slapd"},
	{"openldap", "slapd"},
	{"radius", "freeradius"},
	{"bind", "named"},
	{"krb5", "kerberos"},
	{"useradd", "shadow"},
	{"devise", "rails"},
	{"spring_boot", "spring"},
	{"spring_security", "spring"},
	{"aspnetcore", "aspnet"},
	{"azure_ad", "entra"},
	{"aws_cloudtrail", "cloudtrail"},
	{"docker", "container"},
	{"cri", "container"},
	{"ndjson", "json"},
	{"jsonl", "json"},
	{"logstash", "json"},
	{"ecs", "json"},
	{"leef", "cef"},
	{"key_value", "logfmt"},
	{"kv", "logfmt"},
	{"plain", "text"},
}

// A choice is what a configured format name stands for.
type choice struct {
	name   string  // as State.Format tells it
	rows   []int   // numbers in Formats, tried in this order
	custom *Custom // instead of rows
}

// choose finds the formats of a name, whatever its case and separators; nil
// when there are none.
func choose(name string) *choice {
	name = folded(name)
	for i := range Aliases {
		if a := &Aliases[i]; folded(a.Name) == name {
			c := &choice{name: a.Name}
			for _, f := range strings.Fields(a.Formats) {
				c.rows = append(c.rows, number(f))
			}
			if len(c.rows) == 1 {
				c.name = Formats[c.rows[0]].Name
			}
			return c
		}
	}
	for i := range Formats {
		if folded(Formats[i].Name) == name {
			return &choice{name: Formats[i].Name, rows: []int{i}}
		}
	}
	return nil
}

// unknownFormat says that there is no such format, and what was probably meant.
func unknownFormat(name string) error {
	hint := nearest.Hint(name, slices.Values(names()))
	if hint == "" {
		hint = ": hashtail formats lists them"
	}
	return fmt.Errorf("no format %q%s", name, hint)
}

// names are all names that `format:` takes.
func names() []string {
	all := []string{"auto"}
	for i := range Formats {
		all = append(all, Formats[i].Name)
	}
	for i := range Aliases {
		all = append(all, Aliases[i].Name)
	}
	return all
}

// folded is a name in lower case without separators.
func folded(name string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '-', '_', '.', ' ':
			return -1
		}
		return r
	}, strings.ToLower(name))
}

// chosen reads a record in the formats that the configuration names. One that is in
// none of them as it stands may be within something: a container's line, a relay's,
// a shipper's document.
func (p *Parser) chosen(c *choice, record []byte) error {
	if c.custom != nil {
		return p.custom(c.custom, record)
	}
	if text := composed(record); text != nil {
		record = text
	}
	err := p.amongRows(c, record)
	if err != ErrFormat {
		return err
	}
	p.restart()
	if err := p.any(record); err != nil || p.module == nil || !slices.Contains(c.rows, p.module.number) {
		return ErrFormat
	}
	if len(c.rows) > 1 {
		p.module = p.index.product(p.s, c.name)
	}
	return nil
}

// amongRows reads a record in one of the formats of a choice; that which read the last
// record is asked first.
func (p *Parser) amongRows(c *choice, record []byte) error {
	if len(c.rows) == 1 {
		return p.only(p.index.rows[c.rows[0]], record)
	}
	last := p.st.line
	if last != none {
		if err := p.only(p.index.rows[last], record); err != ErrFormat && err != errBroken {
			p.module = p.index.product(p.s, c.name)
			return err
		}
	}
	for _, n := range c.rows {
		if n == last {
			continue
		}
		p.restart()
		if err := p.only(p.index.rows[n], record); err != ErrFormat && err != errBroken {
			p.st.line = n
			p.module = p.index.product(p.s, c.name)
			return err
		}
	}
	return ErrFormat
}
