package agent_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hashtail/hashtail/agent"
)

func write(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "hashtail.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestLoad(t *testing.T) {
	t.Setenv("HASHTAIL_TEST_NAME", "from: the environment")
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("pa:ss\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := agent.Load(write(t, `
shutdown_timeout: 5s
host: {name: "${env:HASHTAIL_TEST_NAME} $${x}"}
files: {watch: poll, hold_deleted: 2GiB, close_rotated: 1m}
inputs:
  file:
    - paths: ["/var/log/app/*.log"]
      ignore_older: 0s
sinks:
  kafka:
    brokers: ["kafka:9093"]
    topic: auth-events
    sasl: {mechanism: plain, username: u, password: "${file:`+secret+`}"}
    tls: {}
`))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := c.Host.Name, "from: the environment ${x}"; got != want {
		t.Errorf("host.name = %q, want %q", got, want)
	}
	if got, want := string(c.Sinks.Kafka.SASL.Password), "pa:ss"; got != want {
		t.Errorf("password = %q, want %q", got, want)
	}
	if got, want := time.Duration(c.ShutdownTimeout), 5*time.Second; got != want {
		t.Errorf("shutdown_timeout = %v, want %v", got, want)
	}
	files := agent.DefaultConfig().Files
	files.Watch, files.HoldDeleted, files.CloseRotated = "poll", 2<<30, 60e9
	if c.Files != files {
		t.Errorf("files = %+v, want %+v", c.Files, files)
	}
	if c.Keep != "auth" {
		t.Errorf("keep = %q, want the default", c.Keep)
	}
}

// TestExampleFormats: the formats in the comments of config.example.yaml are
// right, and with them every key that a format has.
func TestExampleFormats(t *testing.T) {
	text, err := os.ReadFile("../config.example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	_, section, ok := strings.Cut(string(text), "\n#formats:\n")
	section, _, _ = strings.Cut(section, "\n\n")
	if !ok || !strings.Contains(section, "usual_names") {
		t.Fatal("there is no section of formats")
	}
	c, err := agent.Load(write(t, "formats:\n"+strings.ReplaceAll("\n"+section, "\n#", "\n")))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"shop", "billing"} {
		if c.Formats[want] == nil {
			t.Errorf("the example has no format %s", want)
		}
	}
}

func TestLoadRefuses(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"an unknown key, with its place and the nearest", "state_dir: /x\ninput:\n  file: []\n", `:2:1: unknown key "input": did you mean "inputs"?`},
		{"an unknown key deep down", "inputs:\n  file:\n    - paths: [/x]\n      exlude: [/y]\n", `:4:7: unknown key "inputs.file.exlude": did you mean "exclude"?`},
		{"an unknown key in an inlined section", "sinks:\n  elasticsearch:\n    urls: [https://localhost:9200]\n    cafile: /x\n", `:4:5: unknown key "sinks.elasticsearch.cafile": did you mean "ca_file"?`},
		{"a number for a list, without its value", "inputs:\n  file: secret17\n", "line 2"},
		{"a word for a duration", "shutdown_timeout: soon\n", "line 1: \"soon\" is not a duration"},
		{"a variable that is not set", "state_dir: ${env:HASHTAIL_NO_SUCH}\n", ":1:12: environment variable HASHTAIL_NO_SUCH is not set"},
		{"an unknown reference", "state_dir: ${HOME}\n", ":1:12: ${HOME…} is not known"},
		{"a wrong word", "keep: some\n", `keep is "some": must be auth or all`},
		{"two documents", "keep: all\n---\nkeep: auth\n", "more than one YAML document"},
		{"no YAML", "keep: [\n", "line "},
		{"keyed hashing without keys", "redact: {hash: hmac-sha256}\n", "redact.keys_file is not set"},
		{"an option as a match of the journal", "inputs: {journald: [{matches: [--rotate]}]}\n", `inputs.journald[0]: matches: each is FIELD=value`},
		{"a FIFO without a path", "inputs: {fifo: [{format: json}]}\n", `inputs.fifo[0]: path is empty`},
		{"a journal twice", "inputs: {journald: [{}, {start: end}]}\n", `inputs.journald[1] reads the same entries as inputs.journald[0]`},
		{"an unknown format, with its place and the nearest", "inputs: {file: [{paths: [/x], format: ngnix}]}\n", `:1:39: inputs.file[0].format: no format "ngnix": did you mean "nginx"?`},
		{"a user's own format, misspelt", "formats: {shop: {json: {u: user.name}}}\ninputs: {file: [{paths: [/x], format: shpo}]}\n", `:2:39: inputs.file[0].format: no format "shpo": did you mean "shop"?`},
		{"an expression that does not compile", "formats:\n  shop:\n    pattern: '(?P<user_name>\\S+'\n", `:3:14: formats.shop.pattern[0]: is no RE2 expression: missing closing )`},
		{"the second of several expressions", "formats:\n  shop:\n    pattern:\n      - '(?P<user_name>.)'\n      - '(?P<user_nam>.)'\n", `:5:9: formats.shop.pattern[1]: capture "user_nam" is no ECS field: did you mean "user_name"?`},
		{"a field that is not shipped", "formats:\n  shop:\n    json:\n      who: user.nam\n", `:4:12: formats.shop.json.who: "user.nam" is no field that hashtail ships: did you mean "user.name"?`},
		{"a capture that is not there", "formats: {shop: {pattern: '(?P<who>.)', fields: {who: user.name, wo: user.id}}}\n", `formats.shop.fields.wo: no pattern has a capture of this name: did you mean "who"?`},
		{"a layout of Go", "formats: {shop: {json: {at: '@timestamp'}, timestamp: '2006-01-02'}}\n", `:1:55: formats.shop.timestamp: looks like a layout of Go`},
		{"an unknown directive", "formats: {shop: {json: {at: '@timestamp'}, timestamp: '%Q'}}\n", `has a directive at byte 1 that is not known`},
		{"a layout without a time", "formats: {shop: {json: {u: user.name}, timestamp: iso8601}}\n", `nothing is mapped onto @timestamp`},
		{"an unknown action", "formats: {shop: {json: {what: event.action}, action: {in: logn}}}\n", `formats.shop.action.in: "logn" is no action of the schema: did you mean "login"?`},
		{"an unknown outcome", "formats: {shop: {json: {ok: event.outcome}, outcome: {y: good}}}\n", `an outcome is success, failure or unknown`},
		{"a password as a name", "formats: {shop: {json: {u.password: user.name}}}\n", `:1:37: formats.shop.json.u.password: "password" is the name of a secret that is always removed`},
		{"a session as an id", "formats: {shop: {pattern: 's=(?P<session>.)', fields: {session: trace.id}}}\n", `formats.shop.fields.session: "session" is the name of a credential: map it onto hashtail.token`},
		{"a condition on nothing", "formats: {shop: {pattern: '(?P<user_name>.)', auth: [{field: kind}]}}\n", `formats.shop.auth[0].field: no pattern has a capture of this name`},
		{"a name that hashtail has", "formats: {nginx: {json: {u: user.name}}}\n", `:1:11: formats.nginx: hashtail has a format of this name`},
		{"a format of nothing", "formats: {shop: {}}\n", `formats.shop: needs pattern`},
		{"an unknown zone", "inputs: {file: [{paths: [/x], timezone: Mars/Base}]}\n", `timezone "Mars/Base" is not known`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := write(t, tt.text)
			_, err := agent.Load(path)
			var ce *agent.ConfigError
			if !errors.As(err, &ce) {
				t.Fatalf("error = %v, want a *ConfigError", err)
			}
			if !strings.HasPrefix(err.Error(), path+":") || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "secret17") {
				t.Errorf("error = %q, want it to begin with the file and to contain %q", err, tt.want)
			}
		})
	}
}

func TestLoadWithoutAccess(t *testing.T) {
	var access *agent.AccessError
	_, err := agent.Load(write(t, "state_dir: ${file:/nonexistent/secret}\n"))
	var ce *agent.ConfigError
	if !errors.As(err, &ce) {
		t.Fatalf("error = %v, want its place in the file", err)
	}
	if !errors.As(err, &access) {
		t.Errorf("error = %v, want an *AccessError in it", err)
	}
}
