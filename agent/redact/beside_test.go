package redact_test

import (
	"math/rand/v2"
	"testing"

	"github.com/hashtail/hashtail/agent/redact"
)

// What is beside a secret, on its line and on others, neither hides it nor is
// taken for it. In templates as in secrets.txt, with the escapes of Go.
func TestBeside(t *testing.T) {
	s := scrubber(t, redact.Options{})
	rnd := rand.New(rand.NewPCG(31, 32))
	for _, tt := range []struct{ name, line string }{
		{"a file's name on the line before", "cat /run/secrets/password | sha256sum\nid=$(cat /etc/machine-id | cut -c1-8)"},
		{"an open bracket before a statement", "x(y\nWWW-Authenticate: Bearer realm=\"example\", error=\"invalid_token\", error_description=\"The access token expired\"\n{\"msg\":\"INSERT INTO sessions (id, token) VALUES (3, '{{tok}}')\"}"},
		{"a password like an algorithm, to a router", "enable password {{algpw}}"},
		{"a password like an algorithm, for somebody", "Password for bob: {{algpw}}"},
		{"a password like an algorithm, behind a dash", "password - {{algpw}}"},
		{"a password like an algorithm, community", "community string {{algpw}}"},
		{"a password like an algorithm, EAP", "charon: 12[CFG] loaded EAP secret for bob: {{algpw}}"},
		{"an algorithm", "secret aes-256-gcm is used, password SHA256withRSA, password pbkdf2_sha256$260000, secret TLSv1.3"},
		{"hex digits that are nearly all digits, a session", "Session {{digits32}} created"},
		{"hex digits that are nearly all digits, a cookie", "curl -b 'sid={{digits32}}' https://example.com/"},
		{"hex digits that are nearly all digits, a key", "apikey {{digits32}} is invalid"},
		{"a UUID whose groups are digits or letters", "kc_session={{dulluuid}}"},
		{"digits behind a prefix are an id", "session SM01234567890123456789abcdef0123 created"},
		{"a colon on the next line", "One-time password {{pin}} generated for bob\npasswd: pam_unix(passwd:chauthtok): password changed for bob"},
		{"a number on the next line", "verification code sent to bob\ntokens: 1234 used of 4096"},
		{"a word on the line before", "please reset your password\ncode=E1001 message=\"not found\""},
		{"a user on the line before", "user bob\npass 12 of the compiler"},
		{"a bracket on the next line", "Login attempt for nonexistent user from 192.0.2.1:49906\nmap[Authorization:[Bearer {{sha}}] Host:[example.com]]"},
		{"a header on the next line", "Pw:\nX-Auth: {{tok}}"},
		{"a field on the next line", "token =\nuser=bob token={{tok}}"},
		{"a value on the next line", "Password:\n{{pw}}"},
		{"a quote that its line cuts off", "pw=\"{{pw}}\nvalue api_key=\"{{b62}}\" from 10.0.0.1"},
		{"a quote that closes what is around a letter", `{"env":["DB_PASSWORD={{letter}}","DB_PASSWORD={{pw}}","X=1"]}`},
		{"a string of Python", `password=b"{{pw}}", user='bob'`},
		{"an escaped line end in an argument", `{"msg":"kubectl create secret generic db --from-literal=password={{pw}}\napi_key=sk-****************abcd"}`},
		{"an escaped line end between a name and a value", `{"msg":"verification code sent to bob\nrecovery codes: {{pin}}, {{pin}}, {{pin}}"}`},
		{"a command behind an escape, with another one in its password", `{"msg":"x\nmysql -uroot -p'{{pctline}}' -e 'select 1'"}`},
		{"a cookie without a name", "Cookie: {{tok}}; sid={{tok}}; lang=en"},
		{"a cookie without a value", "Cookie: theme=dark; ax}; sid={{tok}}"},
		{"an apostrophe before an escaped quote", `{"msg":"{\"a\":\"my pw '{{letter}}\"}"}`},
		{"a plus that is no space, two layers down", "GET /search?q=a+-b HTTP/1.1\n" + `{"msg":"{\"body\":\"msg=\\\"docker login\\\" auth=\\\"{{plus}}\\\" x\"}"}`},
		{"a percent sign and what looks like a quote", `{"body":"{\"password\":\"{{pctpw}}\",\"user\":\"bob\"}","status":200}`},
		{"an attribute of the element of a name", `<password token="{{tok}}">{{pw}}</password>`},
		{"padding at the end of an escaped line", `{"msg":"Authorization: Negotiate {{spnego}}\nHost: example.com"}`},
		{"another run behind padding", "login_hint={{josecut}}={{josecut}}"},
		{"the end of a string behind a name", `{"msg":"set password=","token":"{{tok}}"}`},
		{"base64 that ends in a name", `{"payload":"dXNlcj1ib2ImcGFzc3dvcmQ9W1JFREFDVEVEXSZ4PSk=","n":1}`},
		{"an escape before a shape with a percent sign", `{"msg":"Cookie\u003a sid\u003d{{twitter}}; lang\u003den"}`},
		{"a key that a name and a colon cut", `value {{fcmsk}} from 10.0.0.1`},
		{"a link in the parameter of a token", `GET /cb?state=https%3A%2F%2Fexample.com%2Fapp%3Fcode%3D{{tok}}%26x%3D1&RelayState=https%253A%252F%252Fexample.com&y=2`},
		{"a link in a parameter of a link", `GET /reset?token={{tok}}&u=https%3A%2F%2Fexample.com%2Fapp`},
		{"a scheme whose blank is escaped", `GET /x?auth=Bearer%20{{tok}}&y=2`},
		{"a scheme before a password whose blank is escaped", `GET /x?auth=Basic%20{{basic:bob}}&y=2`},
		{"a scheme in a field that is called token", `{"token":"Bearer {{tok}}","x":1}`},
		{"the user and the password of a registry", `{"auths":{"r.example.com":{"auth":"{{basic:bob}}"}}}`},
		{"another line before that of a key", "snmp-server community configured\n    Key Content            : {{pw}}"},
		{"a quote in the last cell of a table in JSON", `{"a":"user|password\nbob|\"{{pw}}"}`},
		{"a table of shells in JSON", `{"msg":"echo '{{pw}}' | passwd --stdin bob\n=b|\"\ufffd"}`},
		{"a key that begins like the rest of a URL", "APP_KEY={{appkeyslash}}"},
		{"an address before what looks like a pair", "[Cannot login bob@2001:db8:85a3::8a2e:370:7334]\nsip:301@example.com"},
		{"CSV", `2026,"{""user"":""bob"",""token"":""{{tok}}"",""pin"":""""}",x` + "\n" + `2026,"login of bob token=""{{tok}}""",x`},
		{"empty values", `login of bob password="" token="" user="bob"`},
		{"a quote in the quotes of a shell", `sh -c 'curl -d '\''{"a":1}'\'' -H {'\''X-Api-Key'\'': '\''{{tok}}'\''}'`},
		{"an equals sign of quoted-printable", `Settings(debug=3DFalse, secret_key=3D"{{tok}}", hosts=3D[])`},
		{"a sentence in a query", `GET /log?m=login+of+bob+token+{{tok}}+refused HTTP/1.1`},
		{"CEF", `CEF:0|a|b|1|1|x|5|msg=user_id\=7712 token\={{tok}} url\=/cb?code\={{tok}}`},
		{"a character at the end that is not seen", "mfa challenge passed session={{hex32}}\ufeff"},
		{"a space that breaks no line", "Your API key is\u00a0{{tok}}, bob"},
		{"a sign and three zeros in a password", `{"msg":"password manager plaintext {{zerospw}}"}`},
		{"a list of headers", `{"Authorization":["Bearer {{tok}}","Bearer {{jwt}}"]}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for range 20 {
				in, want := fill(t, rnd, tt.line)
				s.Reset()
				got := s.Text([]byte(in), redact.InMessage).String()
				if got != want {
					t.Fatalf("\n  in   %q\n  got  %q\n  want %q", in, got, want)
				}
				if again := s.Text([]byte(got), redact.InMessage).String(); again != got {
					t.Fatalf("scrubbed again:\n  in    %q\n  once  %q\n  twice %q", in, got, again)
				}
			}
		})
	}
}
