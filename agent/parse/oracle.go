package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// oracleMessage reads Oracle Database's audit records, whose names and values
// stand with the values' lengths:
//
//	LENGTH : '160' ACTION :[7] 'CONNECT' DATABASE USER:[3] 'bob' … CLIENT USER:[5] 'carol' … STATUS:[4] '1017' …
//
//	LENGTH: "204" SESSIONID:[5] "12345" … USERID:[3] "BOB" … ACTION:[3] "100" RETURNCODE:[4] "1017" COMMENT$TEXT:[97] "Authenticated by: …" …
//
// and, of the unified audit trail, with a number for the action:
//
//	LENGTH: '204' TYPE:"4" … DBUSER:"BOB" CURUSER:"BOB" ACTION:"100" RETCODE:"1017" …
func oracleMessage(p *Parser, msg []byte) error {
	if rest, ok := behind(msg[:min(len(msg), 64)], "LENGTH: '"); ok && bytes.Contains(rest, []byte(`' TYPE:"`)) {
		p.set(UserName, enclosed(msg, ` DBUSER:"`, `"`))
		action := enclosed(msg, ` ACTION:"`, `"`)
		if statement, ok := oracleActions[string(action)]; ok {
			action = statement
		}
		return p.oracle(action, enclosed(msg, ` RETCODE:"`, `"`), nil)
	}
	if bytes.Contains(msg[:min(len(msg), 64)], []byte(" SESSIONID:[")) {
		p.set(UserName, oracleValue(msg, " USERID:["))
		return p.oracle(oracleValue(msg, " ACTION:["), oracleValue(msg, " RETURNCODE:["), oracleValue(msg, "COMMENT$TEXT:["))
	}
	if !bytes.Contains(msg[:min(len(msg), 48)], []byte("ACTION :[")) {
		return ErrFormat
	}
	user := oracleValue(msg, "DATABASE USER:[")
	if string(user) == "/" { // whom the system let in
		user = oracleValue(msg, "CLIENT USER:[")
	}
	p.set(UserName, user)
	from := oracleValue(msg, "COMMENT$TEXT:[")
	if from == nil {
		from = oracleValue(msg, "CLIENT ADDRESS:[")
	}
	return p.oracle(oracleValue(msg, "ACTION :["), oracleValue(msg, "STATUS:["), from)
}

// oracleLine reads a record of the audit trail in XML.
func oracleLine(p *Parser, line []byte) error {
	if !bytes.HasPrefix(line, []byte("<AuditRecord>")) {
		return ErrFormat
	}
	p.mined = true
	p.set(Time, xmlText(line, "<Extended_Timestamp"))
	p.set(UserName, xmlText(line, "<DB_User"))
	return p.oracle(xmlText(line, "<Action"), xmlText(line, "<Returncode"), xmlText(line, "<Comment_Text"))
}

// oracle says what an action and its status mean; text tells from where.
func (p *Parser) oracle(action, status, text []byte) error {
	if text != nil { // Authenticated by: DATABASE; Client address: (ADDRESS=(PROTOCOL=tcp)(HOST=192.0.2.1)(PORT=52114))
		p.peer(enclosed(text, "(HOST=", ")"))
		if p.has(SourceIP) {
			p.set(SourcePort, enclosed(text, "(PORT=", ")"))
		}
	}
	outcome := event.Success
	if !absent(status) && string(status) != "0" {
		outcome = event.Failure
		p.set(ErrorCode, status)
	}
	switch string(action) {
	case "CONNECT", "100", "LOGON":
		p.happened(event.Login, outcome)
	case "LOGOFF", "101", "102":
		p.happened(event.SessionEnded, outcome)
	default:
		if !p.accountSQL(action) {
			p.e.Category, p.e.Type = event.Database, event.Access
			return ErrNotAuth
		}
		p.e.Outcome = outcome
	}
	return nil
}

// oracleActions are the statements, as V$UNIFIED_AUDIT_ACTIONS numbers them, that
// change accounts.
var oracleActions = map[string][]byte{
	"17": []byte("GRANT"), "18": []byte("REVOKE"), "43": []byte("ALTER USER"), "51": []byte("CREATE USER"), "52": []byte("CREATE ROLE"), "53": []byte("DROP USER"),
	"54": []byte("DROP ROLE"), "79": []byte("ALTER ROLE"), "114": []byte("GRANT"), "115": []byte("REVOKE"),
}

func oracleValue(b []byte, name string) []byte {
	rest, ok := behind(b, name)
	if !ok {
		return nil
	}
	if v := enclosed(rest, "] '", "'"); v != nil {
		return v
	}
	return enclosed(rest, `] "`, `"`)
}
