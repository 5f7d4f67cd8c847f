package agent_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/hashtail/hashtail/agent"
	"github.com/hashtail/hashtail/agent/redact"
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
		{"a number for a list, without its value", "inputs:\n  file: secret17\n", ":2:9: inputs.file is a list: write [ ] around its value"},
		{"a word for a duration", "shutdown_timeout: soon\n", ":1:19: shutdown_timeout: \"soon\" is not a duration"},
		{"a list for a duration", "shutdown_timeout: [1s]\n", ":1:19: shutdown_timeout takes one value"},
		{"an unknown key behind a merge of several", "host:\n  <<: [{name: x}, {nane: y}]\n", ":2:20: unknown key \"host.nane\""},
		{"an anchor that merges itself", "host: &a\n  name: x\n  <<: *a\n", ":3:7: host holds itself"},
		{"one mistake behind two aliases", "inputs:\n  file:\n    - {paths: &p [[x]]}\n    - {paths: *p}\n    - {paths: *p}\n", ":3:19: inputs.file.paths takes one value"},
		{"a variable that is not set", "state_dir: ${env:HASHTAIL_NO_SUCH}\n", ":1:12: environment variable HASHTAIL_NO_SUCH is not set"},
		{"an unknown reference", "state_dir: ${HOME}\n", ":1:12: ${HOME} is not known: did you mean ${env:HOME}?"},
		{"a reference of another kind", "state_dir: ${vault:x}\n", ":1:12: ${vault…} is not known"},
		{"a wrong word", "keep: some\n", `:1:7: keep is "some": must be auth or all`},
		{"two documents", "keep: all\n---\nkeep: auth\n", "more than one YAML document"},
		{"no YAML", "keep: [\n", ": a bracket is not closed"},
		{"a tab", "inputs:\n\tfile: []\n", ":2: found character that cannot start any token: indent with spaces, not tabs"},
		{"a wrong indentation", "host:\n  name: a\n   x: b\n", "look at the indentation"},
		{"a glob without quotes", "inputs: {file: [{paths: [*.log]}]}\n", ": quote values that begin with * or &"},
		{"keys for a list", "inputs:\n  file:\n    paths: [/x]\n", ":3:5: inputs.file is a list: write - before its first key"},
		{"a list for keys", "sinks:\n  - file: {path: /x}\n", ":2:3: sinks takes keys, not a list: there is one of each kind"},
		{"a value for keys", "http: off\n", ":1:7: http takes keys of its own, not a value"},
		{"a word for a list", "inputs: {file: [{paths: /x}]}\n", ":1:25: inputs.file.paths is a list"},
		{"a list for a word", "state_dir: [/x]\n", ":1:12: state_dir takes one value"},
		{"a word for a switch", "http: {pprof: secret17}\n", ":1:15: http.pprof is true or false"},
		{"a word for a number", "delivery: {pages: secret17}\n", ":1:19: delivery.pages is a whole number"},
		{"a fraction of a number", "delivery: {pages: 7.5}\n", ":1:19: delivery.pages is a whole number"},
		{"a reference that does not end", "sinks:\n  elasticsearch: {urls: [https://es], api_key: '${file:/run/secret17'}\n", ":2:48: sinks.elasticsearch.api_key: a ${ has no }: close it, or write $${ for a literal ${"},
		{"options of what has none", "sinks: {stdout: {color: true}}\n", `:1:18: unknown key "sinks.stdout.color": there are none here`},
		{"a byte of another encoding", "keep: all\nhost: {name: m\xfcller}\n", ":2: invalid leading UTF-8 octet: save the file as UTF-8"},
		{"a NUL", "keep: all\nhost:\n  name: a\x00b\n", ":3: control characters are not allowed: a byte like NUL or ESC is there"},
		{"a mistake in the first line", "delivery: {pages: ${env:PAGES}}\n", ":1: did not find expected ',' or '}': a bracket is not closed, or a value in it needs quotes"},
		{"a key that is there twice", "sinks:\n  file: {path: /x}\n  file: {path: /y}\n", ":3:3: sinks.file is there twice: the first is in line 2"},
		{"an unknown key that is near none", "http: {bogus_option: 1}\n", `unknown key "http.bogus_option": known here are listen, pprof`},
		{"a sink of nothing", "sinks:\n  stdout:\n", ":2:10: sinks.stdout is empty: write stdout: {} for its defaults, or remove the key"},
		{"TLS of nothing, which would be no TLS", "sinks:\n  kafka:\n    brokers: [kafka:9092]\n    topic: x\n    tls:\n", ":5:9: sinks.kafka.tls is empty"},
		{"a secret that is empty", "sinks: {elasticsearch: {urls: [https://es], api_key: '${file:/dev/null}'}}\n", ":1:54: sinks.elasticsearch.api_key: ${file:/dev/null} is empty"},
		{"a mistake in a sink", "sinks:\n  kafka:\n    brokers: [kafka:9092]\n    topic: a b\n", `:4:12: sinks.kafka: topic "a b" is no topic name`},
		{"a port without an address", "http: {listen: 9640}\n", `:1:16: http.listen is "9640": write an address and a port`},
		{"an expression to allow", "redact:\n  allow: ['x', '(?<!a)b']\n", ":2:16: redact.allow[1]: is no RE2 expression: invalid named capture: (?<!a)b (RE2 has no look-around)"},
		{"an expression to deny that matches nothing at all", "redact:\n  deny:\n    - 'x'\n    - 'cust-\\d+|'\n", ":4:7: redact.deny[1]: matches the empty text, which is everywhere"},
		{"an expression to allow that matches nothing at all", "redact: {allow: ['(ab)*']}\n", ":1:18: redact.allow[0]: matches the empty text, which is everywhere"},
		{"an expression that begins records", "inputs: {file: [{paths: [/x], multiline: {start: '('}}]}\n", ":1:50: inputs.file[0].multiline.start: is no RE2 expression: missing closing )"},
		{"a record of less than nothing", "inputs: {file: [{paths: [/x], multiline: {max_lines: -1}}]}\n", ":1:54: inputs.file[0].multiline.max_lines: must be positive"},
		{"somebody's home", "state_dir: ~/state\n", "state_dir begins with ~"},
		{"logs of somebody's home", "inputs: {file: [{paths: [/x, ~/logs/*.log]}]}\n", `paths: "~/logs/*.log" begins with ~, which only a shell expands: write the whole path`},
		{"events in somebody's home", "sinks: {file: {path: ~/events.ndjson}}\n", `path begins with ~, which only a shell expands: write the whole path`},
		{"keyed hashing without keys", "redact: {hash: hmac-sha256}\n", "redact.keys_file is not set"},
		{"an option as a match of the journal", "inputs: {journald: [{matches: [--rotate]}]}\n", `inputs.journald[0]: matches: each is FIELD=value`},
		{"a FIFO without a path", "inputs: {fifo: [{format: json}]}\n", `inputs.fifo[0]: path is empty`},
		{"a journal twice", "inputs: {journald: [{}, {start: end}]}\n", `inputs.journald[1]: reads the same entries as inputs.journald[0]`},
		{"a FIFO twice", "inputs: {fifo: [{path: /x}, {path: /x}]}\n", `:1:29: inputs.fifo[1]: reads the same FIFO as inputs.fifo[0]`},
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
		{"a pattern and paths", "formats: {shop: {pattern: '(?P<user_name>.)', json: {u: user.name}}}\n", `formats.shop.json: has both pattern and json`},
		{"a name with a dash", "formats: {my-shop: {json: {u: user.name}}}\n", `formats.my-shop: a format's name is made of a-z`},
		{"usual names of a pattern", "formats: {shop: {pattern: '(?P<user_name>.)', usual_names: true}}\n", `formats.shop.usual_names: goes with json only`},
		{"a pattern without a capture", "formats: {shop: {pattern: '(.)'}}\n", `formats.shop.pattern[0]: has no named capture`},
		{"fields of paths", "formats: {shop: {json: {u: user.name}, fields: {u: user.id}}}\n", `formats.shop.fields: goes with pattern only`},
		{"a label with a dot", "formats: {shop: {json: {u: labels.a.b}}}\n", `formats.shop.json.u: a label has one name, without dots`},
		{"outcomes of nothing", "formats: {shop: {json: {u: user.name}, outcome: {y: success}}}\n", `formats.shop.outcome.y: nothing is mapped onto event.outcome`},
		{"actions of nothing", "formats: {shop: {json: {u: user.name}, action: {in: login}}}\n", `formats.shop.action.in: nothing is mapped onto event.action`},
		{"a wrong word for what matches nothing", "formats: {shop: {json: {u: user.name}, unmatched: drop}}\n", `formats.shop.unmatched: is error, ignore or detect`},
		{"a condition without a field", "formats: {shop: {json: {u: user.name}, auth: [{is: [x]}]}}\n", `formats.shop.auth[0]: names no field`},
		{"a condition that does not compile", "formats: {shop: {json: {u: user.name}, auth: [{field: u, matches: '('}]}}\n", `formats.shop.auth[0].matches: is no RE2 expression: missing closing )`},
		{"a list for paths", "formats: {shop: {json: [u]}}\n", `:1:24: formats.shop.json takes keys, not a list`},
		{"a mapping for a field", "formats: {shop: {json: {u: {v: user.name}}}}\n", `name: ECS field is wanted here`},
		{"a path twice", "formats: {shop: {json: {u: user.name, u: user.id}}}\n", `twice`},
		{"a word for a layout", "formats: {shop: {json: {at: '@timestamp'}, timestamp: is8601}}\n", `formats.shop.timestamp: is no layout: did you mean "iso8601"?`},
		{"a layout without an hour", "formats: {shop: {json: {at: '@timestamp'}, timestamp: '%Y-%m-%d'}}\n", `tells no hour`},
		{"half a day's hours", "formats: {shop: {json: {at: '@timestamp'}, timestamp: '%Y-%m-%d %I:%M'}}\n", `has %I without %p`},
		{"half a date", "formats: {shop: {json: {at: '@timestamp'}, timestamp: '%Y-%m %H:%M'}}\n", `tells no whole date`},
		{"a day of no year", "formats: {shop: {json: {at: '@timestamp'}, timestamp: '%j %H:%M'}}\n", `has %j without %Y`},
		{"an unknown zone", "inputs: {file: [{paths: [/x], timezone: Mars/Base}]}\n", `timezone "Mars/Base" is not known`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := write(t, tt.text)
			_, err := agent.Load(path)
			var ce *agent.ConfigError
			if !errors.As(err, &ce) {
				t.Fatalf("error = %v, want a *ConfigError", err)
			}
			if lines := strings.Split(err.Error(), "\n"); len(slices.Compact(slices.Clone(lines))) != len(lines) {
				t.Errorf("error = %q says something twice", err)
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

// TestLoadAlias: an alias is its anchor, with its references looked up once; a
// merge key is understood, also with a list.
func TestLoadAlias(t *testing.T) {
	t.Setenv("HASHTAIL_TEST_NAME", "${file:/nonexistent}")
	c, err := agent.Load(write(t, `
inputs:
  file:
    - &first {paths: [/x], service: "${env:HASHTAIL_TEST_NAME}"}
    - {<<: *first, paths: [/y]}
    - *first
    - <<: [*first, {tags: [a], paths: [/z]}]
`))
	if err != nil {
		t.Fatal(err)
	}
	if last := c.Inputs.File[3]; len(last.Tags) != 1 || last.Paths[0] != "/x" {
		t.Errorf("a list of two is merged to paths %q and tags %q", last.Paths, last.Tags)
	}
	for i, in := range c.Inputs.File {
		if got, want := in.Service, "${file:/nonexistent}"; got != want {
			t.Errorf("input %d: service = %q, want %q", i, got, want)
		}
	}
}

// What stands beside a reference may be a part of the secret.
func TestLoadHidesLiterals(t *testing.T) {
	t.Setenv("HASHTAIL_TEST_HALF", "two\nlines")
	_, err := agent.Load(write(t, "sinks: {elasticsearch: {urls: [https://es], api_key: 'half${env:HASHTAIL_TEST_HALF}'}}\n"))
	if err == nil || !strings.Contains(err.Error(), "${env:HASHTAIL_TEST_HALF} holds more than one line") || strings.Contains(err.Error(), "half") {
		t.Errorf("error = %v, want one that names the reference alone", err)
	}
}

// What is no file, and never ends or never begins, is refused: a daemon that reloads would not
// end any more.
func TestLoadOddFiles(t *testing.T) {
	fifo := filepath.Join(t.TempDir(), "fifo")
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := redact.ReadKeys(fifo); err == nil {
		t.Error("keys are read from a FIFO")
	}
	for _, odd := range []struct{ path, want string }{{fifo, "it is a FIFO"}, {"/dev/zero", "longer than"}} {
		config := write(t, "sinks: {elasticsearch: {urls: [https://es], api_key: '${file:"+odd.path+"}'}}\n")
		for _, path := range []string{config, odd.path} {
			if _, err := agent.Load(path); err == nil || !strings.Contains(err.Error(), odd.path+": ") || !strings.Contains(err.Error(), odd.want) {
				t.Errorf("Load = %v, want %s to be refused: %s", err, odd.path, odd.want)
			}
		}
	}
}

func TestLoadWithoutSecrets(t *testing.T) {
	t.Setenv("CREDENTIALS_DIRECTORY", "")
	path := write(t, `
sinks:
  elasticsearch: {urls: [https://es], api_key: "${credential:es}"}
`)
	if _, err := agent.LoadWithoutSecrets(path); err != nil {
		t.Error(err)
	}
	if _, err := agent.Load(path); err == nil {
		t.Error("a credential that is not there is taken")
	}
	if _, err := agent.LoadWithoutSecrets(write(t, "state_dir: ${env:HASHTAIL_NO_SUCH}\n")); err == nil {
		t.Error("a folder that is not known is taken")
	}
}
