package parse

import (
	"maps"
	"slices"

	"github.com/hashtail/hashtail/agent/event"
)

// CustomFields lists the names that a format of the configuration may map onto,
// beside labels.NAME.
func CustomFields() []string { return ecsNames() }

// Forget makes a parser one that has read nothing yet.
func (p *Parser) Forget() {
	p.layouts.steps, p.products.steps, p.precedents, p.forms, p.moment, p.head = nil, nil, precedents{}, forms{}, moment{}, head{}
}

// HasPrecedent reports whether a record is decided by one.
func (p *Parser) HasPrecedent(st *State, record []byte) bool {
	yes, _ := p.familiar(st, record)
	return yes && p.precedent(st, p.unescaped(st, record), new(event.Event)) != unruled
}

// HasForm reports whether a record is decided by a form.
func (p *Parser) HasForm(st *State, record []byte) bool {
	return p.byForms(st, record) && p.formed(st, record, new(event.Event)) != unruled
}

// Try asks the Line of the i-th format for a record, whatever the record begins
// with.
func (p *Parser) Try(st *State, i int, record []byte) error {
	p.st, p.e, p.empty = st, new(event.Event), nil
	p.restart()
	return p.try(p.index.rows[i], record)
}

// AskAll has the formats that are not terse asked of every message, too.
func (p *Parser) AskAll() { p.index.terse = p.index.bare }

// AskNot takes a format from the terse ones.
func (p *Parser) AskNot(name string) {
	p.index.terse = slices.DeleteFunc(p.index.terse, func(f *row) bool { return f.Name == name })
}

// BeginsRecord reports whether a text begins as records or applications' lines do.
func BeginsRecord(m []byte) bool { return beginsRecord(m) || beginsPreamble(m) }

// phraseTables are the tables of phrases, by their names in the code.
var phraseTables = map[string][]phrase{
	"apmPhrases":         apmPhrases,
	"aspnetPolicies":     aspnetPolicies,
	"aspnetSchemes":      aspnetSchemes,
	"asteriskPhrases":    asteriskPhrases,
	"charonPhrases":      charonPhrases,
	"cockpitPhrases":     cockpitPhrases,
	"cronPhrases":        cronPhrases,
	"dovecotAuthPhrases": dovecotAuthPhrases,
	"dovecotPhrases":     dovecotPhrases,
	"drupalPhrases":      drupalPhrases,
	"dropbearPhrases":    dropbearPhrases,
	"eximPhrases":        eximPhrases,
	"ftpdPhrases":        ftpdPhrases,
	"gerritPhrases":      gerritPhrases,
	"heimdalPhrases":     heimdalPhrases,
	"hmailPhrases":       hmailPhrases,
	"hostapdPhrases":     hostapdPhrases,
	"lighttpdPhrases":    lighttpdPhrases,
	"mailboxPhrases":     mailboxPhrases,
	"mongodbPhrases":     mongodbPhrases,
	"monitPhrases":       monitPhrases,
	"mysqlPhrases":       mysqlPhrases,
	"namedPhrases":       namedPhrases,
	"nginxMailPhrases":   nginxMailPhrases,
	"nslcdPhrases":       nslcdPhrases,
	"openvpnPhrases":     openvpnPhrases,
	"openvpnScripts":     openvpnScripts,
	"pamFaults":          pamFaults,
	"pamPhrases":         pamPhrases,
	"pamWeak":            pamWeak,
	"postfixPhrases":     postfixPhrases,
	"postgresqlPhrases":  postgresqlPhrases,
	"proftpdPhrases":     proftpdPhrases,
	"pureftpdPhrases":    pureftpdPhrases,
	"radiusPhrases":      radiusPhrases,
	"redisPhrases":       redisPhrases,
	"rshPhrases":         rshPhrases,
	"sendmailPhrases":    sendmailPhrases,
	"sshdPolicies":       sshdPolicies,
	"sssdPhrases":        sssdPhrases,
	"stunnelPhrases":     stunnelPhrases,
	"vpopmailPhrases":    vpopmailPhrases,
	"vsftpdPhrases":      vsftpdPhrases,
	"webminPhrases":      webminPhrases,
	"wordpressPhrases":   wordpressPhrases,
	"xinetdPhrases":      xinetdPhrases,
	"xrdpPhrases":        xrdpPhrases,
}

// PhraseTables are the names of the tables of phrases.
func PhraseTables() []string { return slices.Sorted(maps.Keys(phraseTables)) }

// PhraseTexts are the phrases of a table.
func PhraseTexts(table string) (texts []string) {
	for _, f := range phraseTables[table] {
		texts = append(texts, f.text)
	}
	return texts
}

// WithoutPhrase calls f while a table lacks a phrase, and while the phrase means something else.
func WithoutPhrase(table string, i int, f func()) {
	row := &phraseTables[table][i]
	was := *row
	defer func() { *row = was }()
	row.text = "\x00"
	f()
	if *row = was; was.action == event.NoAction {
		row.action, row.outcome = event.TokenLeaked, event.Unknown
	} else {
		row.action, row.outcome = event.NoAction, event.NoOutcome
	}
	f()
}
