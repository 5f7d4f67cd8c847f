package redact_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/hashtail/hashtail/agent/redact"
)

// between are constructs whose value stands apart from what names it. What stands in
// between is passed over when the value is found, and searched all the same.
var between = []string{
	`{"name":"password","desc":"§","value":"{{pw}}"}`,
	`{"name":"password","meta":{"k":"§"},"value":"{{pw}}"}`,
	`{"value":"{{pw}}","desc":"§","name":"password"}`,
	`{"field":"password","label":"§","old_value":"{{pw}}","new_value":"{{pw}}"}`,
	`{"token":{"id":"§","value":"{{tok}}"}}`,
	`{"token":{"a":["§"],"value":"{{tok}}"}}`,
	`{"token":{"a":{"b":"§"},"value":"{{tok}}"}}`,
	`{"secrets":{"a":"§","b":"{{pw}}","note":"§"}}`,
	`{"password":"{{pw}}","old":"§","confirm":"{{pw}}","z":"§"}`,
	`{"kty":"RSA","n":"§","d":"{{%A43}}","kid":"§"}`,
	`{"headers":{"Authorization":["Bearer {{tok}}","§"],"X":["§"]}}`,
	`[{"id":"§","name":"token","value":"{{tok}}"},{"id":"§","name":"token","value":"{{tok}}"}]`,
	`INSERT INTO t (name, password, note) VALUES ('§', '{{pw}}', '§'), ('x', '{{pw}}', '§')`,
	`UPDATE t SET password='{{pw}}', note='§' WHERE id='§'`,
	`WHERE email = $1 AND password = $2 -- ["§", "{{pw}}", "§"]`,
	`CREATE USER '§' IDENTIFIED BY '{{pw}}' COMMENT '§'`,
	`curl -u bob:{{pw}} -d '§' -H 'X: §' https://x`,
	`Cookie: a=§; sid={{hex32}}; b=§`,
	`Authorization: Digest username="§", response="{{%h32}}", uri="/?t=§"`,
	`https://bob:{{pw@}}@h/§/x?y=§`,
	`<Password note="§">{{pw}}</Password><Note>§</Note>`,
	`<add key="Password" comment="§" value="{{pw}}"/>`,
	`<setting name="ApiKey" comment="§"><value>{{b62}}</value></setting>`,
	`"credential" redis://default:{{pw@}}@cache:6379 ">§`,
	`<tr><th>user</th><th>password</th><th>note</th></tr><tr><td>§</td><td>{{pw}}</td><td>§</td></tr>`,
	"user,password,note\n§,{{pw}},§\n",
	"| user | password | note |\n|---|---|---|\n| § | {{pw}} | § |",
	`Server=§;Password={{pw}};App=§`,
	`required username="§" password="{{pw}}" note="§";`,
	`args=['bob', '§', '--password', '{{pw}}', '§']`,
	`machine h login § password {{pw}} account §`,
	`CLIENT_RANDOM {{hex64:keep}} {{%h96}} §`,
	`User(name=§, password={{pw}}, note=§)`,
}

func TestBetween(t *testing.T) {
	s := scrubber(t, redact.Options{})
	rnd := rand.New(rand.NewPCG(41, 42))
	for _, template := range between {
		for _, kind := range []string{"github_pat", "slack", "gitlab_pat", "sendgrid"} {
			token := "{{shape:" + kind + "}}"
			in, want := fill(t, rnd, strings.ReplaceAll(template, "§", token))
			s.Reset()
			got := s.Text([]byte(in), redact.InMessage).String()
			if got != want {
				t.Errorf("%s of %s\n    in   %q\n    got  %q\n    want %q", template, kind, in, got, want)
				break
			}
		}
	}
}
