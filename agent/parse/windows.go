package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// A windowsEvent is what an event of Windows' security log means. Those about
// accounts name who did it as the subject; the others name in the target who
// logged on.
type windowsEvent struct {
	id      string
	action  event.Action
	outcome event.Outcome // NoOutcome: by the status
}

// windowsEvents: Microsoft, "Events to Monitor" (Appendix L) and the pages of
// each event.
var windowsEvents = [...]windowsEvent{
	{"4624", event.Login, event.Success},
	{"4625", event.LoginFailed, event.Failure},
	{"4634", event.SessionEnded, event.Success},
	{"4647", event.Logout, event.Success},
	{"4648", event.AuthInfo, event.Unknown},    // with explicit credentials
	{"4649", event.LoginFailed, event.Failure}, // replayed
	{"4672", event.PrivilegeUse, event.Success},
	{"4673", event.PrivilegeUse, event.Unknown},
	{"4768", event.Login, event.NoOutcome},
	{"4769", event.TokenIssued, event.NoOutcome},
	{"4770", event.TokenRefreshed, event.NoOutcome},
	{"4771", event.LoginFailed, event.Failure},
	{"4772", event.LoginFailed, event.Failure},
	{"4773", event.LoginFailed, event.Failure},
	{"4776", event.Login, event.NoOutcome},
	{"4777", event.LoginFailed, event.Failure},
	{"4778", event.SessionStarted, event.Success},
	{"4779", event.SessionEnded, event.Success},
	{"4825", event.AccessDenied, event.Failure},
	{"140", event.LoginFailed, event.Failure}, // RDP: wrong user name or password

	{"4704", event.RoleChanged, event.Success},
	{"4705", event.RoleChanged, event.Success},
	{"4717", event.RoleChanged, event.Success},
	{"4718", event.RoleChanged, event.Success},
	{"4720", event.UserCreated, event.Success},
	{"4722", event.UserChanged, event.Success},
	{"4723", event.PasswordChanged, event.Success},
	{"4724", event.PasswordChanged, event.Success},
	{"4725", event.UserChanged, event.Success},
	{"4726", event.UserDeleted, event.Success},
	{"4727", event.GroupCreated, event.Success},
	{"4728", event.GroupChanged, event.Success},
	{"4729", event.GroupChanged, event.Success},
	{"4730", event.GroupDeleted, event.Success},
	{"4731", event.GroupCreated, event.Success},
	{"4732", event.GroupChanged, event.Success},
	{"4733", event.GroupChanged, event.Success},
	{"4734", event.GroupDeleted, event.Success},
	{"4735", event.GroupChanged, event.Success},
	{"4737", event.GroupChanged, event.Success},
	{"4738", event.UserChanged, event.Success},
	{"4740", event.AccountLocked, event.Success},
	{"4741", event.UserCreated, event.Success}, // a computer's
	{"4742", event.UserChanged, event.Success},
	{"4743", event.UserDeleted, event.Success},
	{"4754", event.GroupCreated, event.Success},
	{"4755", event.GroupChanged, event.Success},
	{"4756", event.GroupChanged, event.Success},
	{"4757", event.GroupChanged, event.Success},
	{"4758", event.GroupDeleted, event.Success},
	{"4767", event.UserChanged, event.Success},
	{"4781", event.UserChanged, event.Success},
	{"4794", event.PasswordChanged, event.NoOutcome}, // a domain controller's own
}

// serverEvents are those of Windows' servers, in logs of their own: other programs
// have the same numbers.
var serverEvents = [...]struct {
	provider string
	windowsEvent
}{
	{"TerminalServices-RemoteConnectionManager", windowsEvent{"1149", event.Login, event.Success}},
	{"TerminalServices-Gateway", windowsEvent{"200", event.Login, event.Success}},
	{"TerminalServices-Gateway", windowsEvent{"201", event.AccessDenied, event.Failure}},
	{"TerminalServices-Gateway", windowsEvent{"300", event.SessionStarted, event.Success}},
	{"TerminalServices-Gateway", windowsEvent{"301", event.AccessDenied, event.Failure}},
	{"TerminalServices-Gateway", windowsEvent{"302", event.SessionStarted, event.Success}},
	{"TerminalServices-Gateway", windowsEvent{"303", event.SessionEnded, event.Success}},
	{"TerminalServices-LocalSessionManager", windowsEvent{"21", event.Login, event.Success}},
	{"TerminalServices-LocalSessionManager", windowsEvent{"23", event.Logout, event.Success}},
	{"TerminalServices-LocalSessionManager", windowsEvent{"24", event.SessionEnded, event.Success}},
	{"TerminalServices-LocalSessionManager", windowsEvent{"25", event.SessionStarted, event.Success}},
	{"MSSQL", windowsEvent{"18453", event.Login, event.Success}},
	{"MSSQL", windowsEvent{"18454", event.Login, event.Success}},
	{"MSSQL", windowsEvent{"18455", event.Login, event.Success}},
	{"MSSQL", windowsEvent{"18456", event.LoginFailed, event.Failure}},
	{"Security-Auditing", windowsEvent{"6272", event.Login, event.Success}}, // the Network Policy Server
	{"Security-Auditing", windowsEvent{"6273", event.LoginFailed, event.Failure}},
	{"Security-Auditing", windowsEvent{"6278", event.Login, event.Success}},
	{"Security-Auditing", windowsEvent{"6279", event.AccountLocked, event.Failure}},
	{"RemoteAccess", windowsEvent{"20271", event.LoginFailed, event.Failure}},
	{"RemoteAccess", windowsEvent{"20274", event.Login, event.Success}}, // has been assigned an address
	{"RemoteAccess", windowsEvent{"20272", event.SessionEnded, event.Success}},
	{"AD FS", windowsEvent{"299", event.TokenIssued, event.Success}},
	{"AD FS", windowsEvent{"342", event.LoginFailed, event.Failure}}, // "Token validation failed": of a password, too
	{"AD FS", windowsEvent{"411", event.LoginFailed, event.Failure}},
	{"AD FS", windowsEvent{"516", event.AccountLocked, event.Failure}},
	{"AD FS", windowsEvent{"1200", event.TokenIssued, event.Success}},
	{"AD FS", windowsEvent{"1201", event.LoginFailed, event.Failure}},
	{"AD FS", windowsEvent{"1202", event.Login, event.Success}},
	{"AD FS", windowsEvent{"1203", event.LoginFailed, event.Failure}},
	{"AD FS", windowsEvent{"1204", event.PasswordChanged, event.Success}},
	{"AD FS", windowsEvent{"1205", event.PasswordChanged, event.Failure}},
	{"AD FS", windowsEvent{"1206", event.Logout, event.Success}},
	{"AD FS", windowsEvent{"1207", event.Logout, event.Failure}},
}

// windowsLine reads an event as Windows renders it in XML. Viewers put a hyphen in front of
// what they can fold.
func windowsLine(p *Parser, line []byte) error {
	line = bytes.TrimPrefix(line, []byte("- "))
	if !bytes.HasPrefix(line, []byte("<Event ")) && !bytes.HasPrefix(line, []byte("<Event>")) {
		return ErrFormat
	}
	id := xmlText(line, "<EventID")
	if id == nil {
		return ErrFormat
	}
	if at, ok := behind(line, "SystemTime="); ok && len(at) > 2 {
		at, _, _ = bytes.Cut(at[1:], at[:1])
		p.set(Time, at)
	}
	p.set(Hostname, xmlText(line, "<Computer"))
	p.set(Provider, quotedIn(xmlTag(line, "<Provider")))
	p.mined = true
	return p.windows(id, windowsData{xml: line})
}

// xmlTag is what stands in a tag behind its name.
func xmlTag(b []byte, open string) []byte {
	rest, ok := behind(b, open)
	if !ok {
		return nil
	}
	tag, _, _ := bytes.Cut(rest, []byte(">"))
	return tag
}

// xmlText is the text behind the next tag's end.
func xmlText(b []byte, open string) []byte {
	rest, ok := behind(b, open)
	if !ok {
		return nil
	}
	tag, rest, _ := bytes.Cut(rest, []byte(">"))
	if bytes.HasSuffix(tag, slash) {
		return nil
	}
	text, _, _ := bytes.Cut(rest, []byte("<"))
	return text
}

// windowsObject reads an event as agents make JSON of it: flat, under winlog,
// or as the XML is.
func windowsObject(p *Parser, d *Doc) error {
	id := d.first(windowsIDs[:])
	if id == nil {
		return ErrFormat
	}
	p.fields(d)
	if string(p.val(Status)) == string(id) {
		p.unset(Status)
	}
	p.set(Provider, d.first(windowsProviders[:]))
	return p.windows(id, windowsData{d: d})
}

// windowsIDs and windowsProviders are where agents put the number of an event and whose it is.
var (
	windowsIDs = [...][]string{{"EventID"}, {"winlog", "event_id"}, {"Event", "System", "EventID"}, {"Event", "System", "EventID", "#text"}, {"win", "system", "eventID"},
		{"event_id"},       // Vector
		{"event_id", "id"}, // OpenTelemetry
	}
	windowsProviders = [...][]string{{"ProviderName"}, {"SourceName"}, {"winlog", "provider_name"}, {"Event", "System", "Provider", "#attributes", "Name"}, {"win", "system", "providerName"},
		{"Event", "System", "Provider", "Name"}, {"provider_name"}, {"provider", "name"},
	}
)

// first is the scalar at the first of some paths at which there is one.
func (d *Doc) first(paths [][]string) []byte {
	for _, path := range paths {
		if v := d.Get(path...); v != nil {
			return v
		}
	}
	return nil
}

// windowsData is an event's data: of a record in XML, or in JSON.
type windowsData struct {
	xml []byte
	d   *Doc
}

// get is the data with the given name.
func (w windowsData) get(name string) []byte {
	if w.d != nil {
		for _, v := range [...][]byte{w.d.Get(name), w.d.Get("winlog", "event_data", name), w.d.Get("winlog", "user_data", name), w.d.Get("EventData", name), w.d.Get("Event", "EventData", name), w.d.Get("Event", "EventData", "Data", name), w.d.Get("event_data", name)} {
			if v != nil {
				return v
			}
		}
		if v := w.d.camel(name, "win", "eventdata"); v != nil {
			return v
		}
		if v := w.d.listed(name, "event_data", "data"); v != nil {
			return v
		}
		return w.d.camel(name, "win", "userData", "eventXML")
	}
	for b := w.xml; ; {
		rest, ok := behind(b, "Name=")
		if !ok {
			return w.element(name)
		}
		if end := 1 + len(name); len(rest) > end && string(rest[1:end]) == name && rest[end] == rest[0] {
			return xmlText(rest, "")
		}
		b = rest
	}
}

// listed is the scalar with the given name in the list at a path, whose objects have a member
// each, as OpenTelemetry has them: [{"TargetUserName":"bob"},{"LogonType":"3"}].
func (d *Doc) listed(name string, path ...string) []byte {
	at, ok := d.find(path)
	if !ok || d.nodes[at].kind != array {
		return nil
	}
	for i := at + 1; i < d.nodes[at].next; i = d.nodes[i].next {
		if d.nodes[i].kind != object || d.nodes[i].next == i+1 {
			continue
		}
		if n := &d.nodes[i+1]; string(d.src[n.name:n.stop]) == name {
			return d.value(i + 1)
		}
	}
	return nil
}

// camel is the scalar with the given name in the object at a path, whose names begin with
// small letters: targetUserName.
func (d *Doc) camel(name string, path ...string) []byte {
	at, ok := d.find(path)
	if !ok || d.nodes[at].kind != object {
		return nil
	}
	for i := at + 1; i < d.nodes[at].next; i = d.nodes[i].next {
		n := &d.nodes[i]
		if key := d.src[n.name:n.stop]; len(key) == len(name) && key[0] == name[0]|0x20 && string(key[1:]) == name[1:] {
			return d.value(i)
		}
	}
	return nil
}

// element is the text of the element with the given name: UserData has those.
func (w windowsData) element(name string) []byte {
	for b := w.xml; ; {
		i := bytes.IndexByte(b, '<')
		if i < 0 {
			return nil
		}
		if b = b[i+1:]; len(b) > len(name) && string(b[:len(name)]) == name && b[len(name)] == '>' {
			return xmlText(b, "")
		}
	}
}

// windows says what an event means; data is its data by name.
func (p *Parser) windows(id []byte, data windowsData) error {
	var known *windowsEvent
	for i := range windowsEvents {
		if windowsEvents[i].id == string(id) {
			known = &windowsEvents[i]
		}
	}
	for i := range serverEvents {
		if e := &serverEvents[i]; e.id == string(id) && (holds(p.val(Provider), e.provider) || data.d != nil && holds(data.get("Channel"), e.provider)) {
			known = &e.windowsEvent
		}
	}
	p.set(Code, id)
	if peer := data.get("IpAddress"); peer != nil {
		p.peer(peer)
	} else {
		p.peer(data.get("IPString"))
	}
	if port := data.get("IpPort"); string(port) != "0" {
		p.set(SourcePort, port)
	}
	if known == nil {
		if said := data.get("payload"); len(said) > 0 && holds(p.val(Provider), "OpenSSH") {
			p.set(ProcessName, data.get("process"))
			p.set(Message, said)
			return sshdMessage(p, said)
		}
		return ErrNotAuth
	}
	p.set(SourceHost, bytes.TrimLeft(data.get("WorkstationName"), `\`))
	p.set(Reason, windowsReason(data))
	outcome := known.outcome
	if outcome == event.NoOutcome {
		outcome = event.Success
		if status := data.get("Status"); len(status) > 0 && len(bytes.Trim(status, "0x")) > 0 {
			outcome = event.Failure
			if !p.has(Reason) {
				p.set(Reason, status)
			}
		}
	}
	p.happened(known.action, outcome)
	p.windowsUsers(known.action, data)
	if !p.has(UserName) && !p.has(SourceIP) {
		p.windowsText(data)
	}
	return nil
}

// windowsText looks for who and from where in the text of an event whose data does not say
// so, or of which an agent passes on no more.
func (p *Parser) windowsText(data windowsData) {
	text := p.val(Message)
	switch {
	case holds(p.val(Provider), "AD FS"):
		if data.xml != nil {
			text = data.xml
		}
		p.adfsText(text)
	case holds(text, "Subject:"):
		p.mineWindows(text)
	case data.d != nil:
		p.mine(text)
	}
}

// windowsUsers says who is who in an event of this action: Windows calls a user that logs
// in and one that is changed the target.
func (p *Parser) windowsUsers(a event.Action, data windowsData) {
	target := data.get("TargetUserName")
	for _, f := range [...]Field{UserName, UserID, UserDomain, TargetName, TargetID, TargetDomain} {
		p.unset(f) // what the names alone say
	}
	switch a {
	case event.GroupCreated, event.GroupDeleted, event.GroupChanged:
		p.set(GroupName, target)
		p.set(TargetName, windowsMember(data.get("MemberName")))
		p.set(TargetID, data.get("MemberSid"))
	case event.UserCreated, event.UserChanged, event.UserDeleted, event.PasswordChanged, event.AccountLocked, event.RoleChanged:
		p.set(TargetName, target)
		p.set(TargetID, data.get("TargetSid"))
		p.set(TargetDomain, data.get("TargetDomainName"))
	case event.PrivilegeUse:
	case event.AuthInfo: // 4648: with the credentials of another
		p.set(EffectiveName, target)
	default:
		domain := data.get("TargetDomainName")
		for _, of := range windowsOthers {
			if target == nil {
				target, domain = data.get(of.user), data.get(of.domain)
			}
		}
		p.set(UserName, target)
		p.set(UserID, data.get("TargetUserSid"))
		p.set(UserDomain, domain)
		for _, name := range [...]string{"Param3", "Address", "ClientAddress", "CallingStationID"} {
			if at := data.get(name); !p.has(SourceIP) && !p.has(SourceHost) && (name != "CallingStationID" || isAddress(at)) { // or a device's hardware address
				p.peer(at)
			}
		}
		if !p.has(UserName) && holds(p.val(Provider), "MSSQL") {
			p.windowsSQL(data)
		}
		return
	}
	p.set(UserName, data.get("SubjectUserName"))
	p.set(UserID, data.get("SubjectUserSid"))
	p.set(UserDomain, data.get("SubjectDomainName"))
}

// windowsOthers are what user and domain are called in events that have no target.
var windowsOthers = [...]struct{ user, domain string }{
	{"UserId", "TargetDomainName"},           // AD FS, which has none
	{"Param1", "Param2"},                     // the terminal services
	{"User", "TargetDomainName"},             // and their sessions, which have it in front of the name
	{"AccountName", "AccountDomain"},         // a session that was connected again
	{"SubjectUserName", "SubjectDomainName"}, // the Network Policy Server
}

// windowsSQL reads who logged on to SQL Server, and from where, in its text.
func (p *Parser) windowsSQL(data windowsData) {
	said := p.val(Message)
	if data.xml != nil {
		said = data.xml
		p.set(UserName, xmlText(said, "<Data"))
	}
	p.set(UserName, enclosed(said, "for user '", "'"))
	p.peer(enclosed(said, "[CLIENT: ", "]"))
}

// windowsMember is the name in "CN=bob,OU=People,DC=example,DC=com".
func windowsMember(b []byte) []byte {
	name, _, _ := bytes.Cut(bytes.TrimPrefix(b, []byte("CN=")), []byte(","))
	return name
}

// mineWindows reads who has logged on, and from where, in the text of an event that a
// forwarder has put on one line: its first account is the machine's.
func (p *Parser) mineWindows(b []byte) {
	_, rest, ok := bytes.Cut(b, []byte("Subject:"))
	if !ok {
		return
	}
	for _, head := range [...]string{"New Logon:", "Account For Which Logon Failed:", "Account Whose Credentials Were Used:"} {
		_, account, ok := bytes.Cut(rest, []byte(head))
		if !ok {
			continue
		}
		_, name, _ := bytes.Cut(account[:min(len(account), 256)], []byte("Account Name:"))
		name, _, _ = bytes.Cut(windowsCell(name), []byte(" Account Domain:"))
		p.user(name, keyed, true)
		break
	}
	if _, peer, ok := bytes.Cut(rest, []byte("Source Network Address:")); ok {
		at, _ := nextField(windowsCell(peer))
		p.offer(SourceIP, at, keyed, nil)
		if _, port, ok := bytes.Cut(peer[:min(len(peer), 80)], []byte("Source Port:")); ok && p.has(SourceIP) {
			p.offer(SourcePort, leadingPort(bytes.TrimLeft(port, " \t")), keyed, nil)
		}
	}
}

// windowsCell is the value behind a label of an event's text, up to the next line or what a
// forwarder has made of it, a tab or two blanks.
func windowsCell(b []byte) []byte {
	b = bytes.TrimLeft(b, " \t")
	if end := bytes.IndexAny(b, "\t\r\n"); end >= 0 {
		b = b[:end]
	}
	b, _, _ = bytes.Cut(b, []byte("  "))
	return b
}
