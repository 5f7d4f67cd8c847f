package redact

import (
	"encoding/base64"
	"encoding/hex"
)

// anchorRows lists what announces a secret other than its own shape.
func anchorRows() []anchor {
	var rows []anchor
	add := func(do func(*scan, *anchor, int) int, lits ...string) {
		for _, lit := range lits {
			rows = append(rows, anchor{lit: lit, fold: true, do: do})
		}
	}
	// Parts of credential names that are rare in other words …
	add((*scan).name, nameParts...)
	// … and endings of names that are not, together with what may follow a name.
	for _, e := range nameEnds {
		for _, c := range e.stops {
			add((*scan).name, e.end+string(c))
		}
	}
	add((*scan).name, "key.value", "pin-value", "keysb", "keys_b", "keys-b", "keyshex", "keys_hex", "cationstr", "cation_str", "pass.value", "pwd.value", "pass..", "pwd..", "otpatt", "l_respo", "l-respo", "sl_dat", "sl-dat", "nsc_aaac", "nsc_tmas", "nscaaac", "nsctmas", "owa-canary", "owacanary")
	add((*scan).name, `access":`, `refresh":`, "access':", "refresh':") // but not "message":"token_access"
	add((*scan).name, "auth_b", "creds_b", "auth =", "api =", "creds =", "encrypt =", "-auth ", "keys =")
	add((*scan).authScheme, "bearer", "basic ")
	add((*scan).url, "://")
	add((*scan).sasl, "plain ", `plain" "`, `plain" r`, `plain","`, "plain', ", "plain, ")
	add((*scan).answeredBefore, " (previous base64 data")
	add((*scan).nuls, "x00", "u0000") // behind a backslash
	add((*scan).answered, " resp=", "\tresp=", "'plain'>", "\"plain\">", "xmpp-sasl'>", "xmpp-sasl\">")
	add((*scan).binary, `bindata(0, "`, `bindata(0,"`, `"base64":"`, `"base64": "`)
	add((*scan).bulkAuth, "auth\r\n$", "auth\n\n$") // as it is, and behind its escapes
	add((*scan).mismatch, ") != '")
	add((*scan).fixTag, "|554=", "|925=", "\x01554=", "\x01925=")
	add((*scan).xmlrpc, "methodname>wp.", "methodname>metaweblog.", "login</methodname>", "authenticate</methodname>")
	add((*scan).hidden, "add-mask::")
	add((*scan).setVariable, "task.setvariable variable=")
	add((*scan).pgpass, ":5432:", ":6432:", ":*:*:")
	add((*scan).redisAuth, `"auth" "`)
	add((*scan).authInfo, `" "p:`)
	add((*scan).redisSet, `set" "`, `setex" "`, `setnx" "`)
	add((*scan).simpleBind, "simple: ")
	add((*scan).newValue, "new value: ")
	add((*scan).identify, "identify ", "serv :register ", "serv register ")
	add((*scan).aclPassword, " on >", `"on" ">`)
	add((*scan).attempt, "login attempt", "login incorrect", "login ok")
	for i, w := range pairWords {
		rows = append(rows, anchor{lit: w.lit, fold: true, do: (*scan).pairBehind, rule: i})
	}
	add((*scan).pairBefore, " - valid credentials") // of Nmap
	add((*scan).refused, valueTellers...)
	add((*scan).parted, " / ")
	add((*scan).chapSecret, ` * "`)
	add((*scan).played, " /login ", " /register ", " /changepassword ")
	rows = append(rows, anchor{lit: "OPER ", do: (*scan).oper})
	add((*scan).oper, "ftp> user ")
	add((*scan).calledWith, "args=(", "args=[", "args: [", "args: (", `args":[`, `args": [`, "params=[", "params: [", "arguments: [", "arguments=[", `arguments: "`, "argument[s] = [", "args=>[")
	add((*scan).hostPair, "@10.", "@192.", "@172.", "@127.", "@203.", "@198.", "@localhost", "@db", "@mysql", "@postgres", "@redis", "@mongo", "@proxy")
	add((*scan).opened, "open -u ", ".logon ")
	add((*scan).typedIn, `send "`, `send -- "`)
	add((*scan).expected, "expect ")
	add((*scan).hexLabel, "proctitle=", `proctitle":"`, " data=", " cmd=")
	add((*scan).argv, " a0=")
	add((*scan).execParams, "&command=")
	add((*scan).encodedWord, "?q?")
	for _, label := range []string{`Buffer","data":[`, `MESSAGE":[`, "[123 34 "} { // of Node, of journalctl and of Go
		rows = append(rows, anchor{lit: label, do: (*scan).arrayLabel})
	}
	for i, sp := range spellings {
		rows = append(rows, anchor{lit: sp.lit, fold: true, do: (*scan).spelled, rule: i})
	}
	add((*scan).dump, "00000010: ", "00000010  ", "0x0010:  ")
	add((*scan).encodedCommand, "powershell", "pwsh")
	add((*scan).spaces, "oken+", ":+\"", ":+'", "=>+")
	add((*scan).dsn, "@tcp(", "@unix(", ":thin:", "@//")
	add((*scan).identified, "identified ")
	add((*scan).inserted, ") values", ")values")
	add((*scan).owned, ownerStarts...)
	add((*scan).oracle, "sqlplus ", "sqlldr ", "expdp ", "impdp ", "connect ", "connecting ", "conn ")
	for _, name := range foreignPasswords {
		add((*scan).foreign, name)
	}
	for _, name := range foreignCodes {
		add((*scan).foreignCode, name)
	}
	for _, word := range pathWords {
		add((*scan).path, word+"/")
	}
	add((*scan).shared, "/s/", "/t/", "/share/", "/shared/", "/sharing/")
	for _, word := range linkWords {
		add((*scan).link, word+"?")
	}
	add((*scan).shortParam, "?t=", "?k=", "?rt=", "&rt=")
	add((*scan).link, "/?t=", "/?k=", "/?c=", "/?h=", "/?u=", "/?code=", "/?otp=")
	add((*scan).jwk, `"kty"`)
	add((*scan).jws, `"protected"`)
	add((*scan).shortPair, "&p=", "?p=", " p=")
	add((*scan).shortMembers, `{"u":"`, `{"u": "`)
	add((*scan).literal, "--from-literal")
	add((*scan).option, " /p:", " /rc4:", " /aes256:", " -p:", " /rp ", " /pw:")
	add((*scan).echoed, "echo ", "printf ")
	add((*scan).given, "<<< ")
	add((*scan).heredoc, "chpasswd <<", "newusers <<")
	add((*scan).cloudConfig, "chpasswd:")
	add((*scan).signtool, "signtool")
	add((*scan).passOption, " -p ")
	add((*scan).passElement, `-p",`, `-p',`)
	for i, o := range valueOptions {
		rows = append(rows, anchor{lit: o.option, do: (*scan).stored, rule: i})
	}
	add((*scan).codeBefore, " is your ", " as your ", " - your ", " is the otp", " is the code", " is the one-time", " is the verification", " to verify", " to confirm", " to sign in", " to log in")
	for i, form := range bindings {
		rows = append(rows, anchor{lit: form.lit, fold: true, do: (*scan).binding, rule: i})
	}
	for i, c := range callArgs {
		rows = append(rows, anchor{lit: c.name, fold: true, do: (*scan).call, rule: i})
	}
	for i, c := range commands {
		rows = append(rows, anchor{lit: c.name, fold: true, do: (*scan).command, rule: i})
	}
	for _, word := range encodedWords {
		for _, code := range base64Of(word) {
			rows = append(rows, anchor{lit: code, do: (*scan).base64})
		}
		rows = append(rows, anchor{lit: hex.EncodeToString([]byte(word)), fold: true, do: (*scan).hexRun})
	}
	rows = append(rows,
		anchor{lit: "PRIVATE", do: (*scan).privateKey},
		anchor{lit: "OpenVPN Static", do: (*scan).privateKey},
		anchor{lit: "Private-Lines:", do: (*scan).puttyKey},
		anchor{lit: "CLIENT_RANDOM ", do: (*scan).keyLog},
		anchor{lit: "RSA ", do: (*scan).olderKeyLog},
		anchor{lit: "wordpress_logged_in_", do: (*scan).wordpress},
		anchor{lit: "WIFI:", do: (*scan).wifi},
		anchor{lit: "PASS ", do: (*scan).pass},
		anchor{lit: "AUTH ", do: (*scan).pass},
		anchor{lit: "AUTHENTICATE ", do: (*scan).mechanism},
		anchor{lit: "UGFzc3dvcmQ6", do: (*scan).asked}, // Password:
		anchor{lit: "cGFzc3dvcmQ6", do: (*scan).asked},
		anchor{lit: "LOGIN ", do: (*scan).login},
		anchor{lit: "LS0tLS1CRUdJTi", do: (*scan).base64}, // -----BEGIN
		anchor{lit: "PD94", do: (*scan).base64},
		anchor{lit: "eyJ", do: (*scan).jwt},
		anchor{lit: "eyA", do: (*scan).jwt},
		anchor{lit: "ewo", do: (*scan).jwt},
		anchor{lit: "ew0", do: (*scan).jwt},
	)
	return rows
}

// encodedWords are looked for in base64 and hex.
var encodedWords = []string{"assw", "oken", "cret", "ASSW", "oriz", "eare", "://", "eyJ", "ghp_", "gho_", "ghs_", "glpat", "xoxb", "AKIA", "ASIA", "AIza", "sk_live", "sk-ant", "hvs.", "npm_", "OKEN", "-key", "_key", "ikey", "ooki", "essi", "PLAI", "mysq", "-Key", "-cli", "IFIE", "pass="}

// base64Of is how a word shows in base64 at each of its three alignments,
// without the characters that its neighbours share.
func base64Of(word string) (codes []string) {
	for shift := range 3 {
		code := base64.RawStdEncoding.EncodeToString([]byte("\x00\x00"[:shift] + word))
		from := (shift*8 + 5) / 6
		to := (shift + len(word)) * 8 / 6
		if to-from >= 3 {
			codes = append(codes, code[from:to])
		}
	}
	return codes
}

var nameParts = []string{
	"assw", "pass-w", "pasw", "passo", "pssw", "assc", "rumb", "pswd", "oken", "jeto", "cret", "eden", "oriz", "ooki", "essi", "jwt",
	"csrf", "xsrf", "tautht", "t_autht", "h2_prox", "h2prox", "wpno", "wp-no", "wp_no", "saml", "chap", "ngsko", "lasan", "senor", "ozink", "er_me", "er-me", "sess_i", "sess-i", "wres", "sser", "aspx", "astg", "tick", "ennw", "tras", "chtw",
	"senh", "hasl", "eslo", "sandi", "sldat", "lrespo", "sifre", "elszo", "odeord", "arol", "nemo", "phra", "nswe", "muni", "rifi", "gnat", "hmac", "erme",
	"rauth", "keymat", "hash", "stringdata", "combt", "comb-t", "ecures", "key-str", "keystr", "wep_k", "wepk", "salt", "key-d", "keyd",
}

// nameEnds are ends of credential names that are common in other words, each with
// the bytes behind it that make it worth a look.
var nameEnds = []struct{ end, stops string }{
	{"pass", "=:\"'>] ,)\t(|~*`[<}%12_"}, {"sse", "=:\"'>"}, {"pwd", "=:\"'>] ,)\t(|~*`[<}%12_"}, {"pw", "=:\"'>] ,12"},
	{"key", "=:\"'>] ,)\t(|~*`[<}%12_"}, {"keys", "=:\"'"}, {"pin", "=:\"'>] ,)\t(|*`<12_"}, {"pins", "=:\"'"}, {"otp", "=:\"'>] ),\t(|*`<_"}, {"otps", "=:\"'"}, {"puk", "=:\"'> "},
	{"sid", "=:\"'>],) (["}, {"seed", "=:\"'> "}, {"sess", "=:\"'"}, {"sig", "=:\"'"}, {"psk", " >"}, {"tok", "=\"'"}, {"access", "=:"}, {"refresh", "=:"}, {"reds", "=:\"'>"}, {"pat", "=:\"'> "},
	{"psw", "=:\"'>"}, {"pwrd", "=:\"'>"}, {"inpas", "=\""}, {"ntlm", " =:\""}, {"entication", "=:\"'"}, {"cense", "=:\""}, {"mfa", "=:\"'>"}, {"2fa", "=:\"'> "}, {"tan", "=:\"' "}, {"tkn", "=:\"'"}, {"sso", "=\"'"}, {"cred", "=:\"'"}, {"login", "=\""}, {"sk", "=:\"'"},
	{"bvpn", "=:\"'"}, {"encrypt", "=\""}, {"wif", "=:\"' "}, {"cvv", "=:\"'> 2"}, {"cvc", "=:\"'> 2"}, {"clave", "=:\"'"}, {"mdp", "=:\"'"}, {"auth", "=:\"'>"}, {"api", "=:\"'"}, {"_auth", " "}, {"code", "=:\"'> ])\t(|*`<"}, {"codes", "=:\"' "},
	{"state", "=:\"'"}, {"sign", "=:\"'"}, {"eader", "=:\"'"},
}

// escapes are the bytes that begin an escape of some kind.
var escapes = []byte{'\\', '%', '&', 0x1b, 0xe2, 0xe3, 0xef, '=', 0xc2, '^', '#'}

// escapeSeconds are the bytes that may follow each of them.
var escapeSeconds = [...]string{`"\/'nrtux01 :=`, "0123456789abcdefABCDEFu", "#aqlgneAQLGNE", "[", "\x80\x81", "\x80", "\xb8\xbb\xbc\xbf", "\r\n", "\xad\xa0", "[", "01"}
