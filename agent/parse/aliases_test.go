package parse_test

import (
	"strings"
	"testing"

	"github.com/hashtail/hashtail/agent/parse"
)

// TestFormatNames: the names that users write read all the logs that they mean
// by them, and nothing else.
func TestFormatNames(t *testing.T) {
	const (
		combined    = `192.0.2.7 - bob [10/Jan/2026:12:55:36 +0000] "GET /account HTTP/1.1" 401 12 "-" "curl/8.5.0"`
		nginxJSON   = `{"time":"2026-01-10T12:55:36+00:00","remote_addr":"192.0.2.7","remote_user":"bob","request":"GET /account HTTP/1.1","status":"401","body_bytes_sent":"12"}`
		nginxError  = `2026/01/10 12:55:36 [error] 12#12: *3 user "bob": password mismatch, client: 192.0.2.7, server: app.example, request: "GET /account HTTP/1.1", host: "app.example"`
		apacheError = `[Sat Jan 10 12:55:36.123456 2026] [auth_basic:error] [pid 12:tid 14] [client 192.0.2.7:51822] AH01617: user bob: authentication failure for "/private": Password Mismatch`
		traefikJSON = `{"ClientHost":"192.0.2.7","ClientUsername":"bob","DownstreamStatus":401,"RequestMethod":"GET","RequestPath":"/admin","time":"2026-01-10T12:55:36Z"}`
		sudo        = `Jan 10 12:55:36 web1 sudo:    alice : TTY=pts/0 ; PWD=/home/alice ; USER=root ; COMMAND=/usr/bin/id`
		logfmt      = `level=warn msg="login failed" user=bob ip=192.0.2.7`
	)
	for _, tt := range []struct {
		name, format, line string
		want               error
		module             string
	}{
		{"the access log of nginx", "nginx", combined, nil, "nginx"},
		{"the same in JSON", "nginx", nginxJSON, nil, "nginx"},
		{"its error log", "nginx", nginxError, nil, "nginx"},
		{"its error log through syslog", "nginx", "<187>Jan 10 12:55:36 web1 nginx: " + nginxError, nil, "nginx"},
		{"its access log through syslog", "nginx", "<190>Jan 10 12:55:36 web1 nginx: " + combined, nil, "nginx"},
		{"nginx reads no JSON of others", "nginx", traefikJSON, parse.ErrFormat, ""},
		{"nginx reads no syslog line", "nginx", "hello", parse.ErrFormat, ""},
		{"the access log of Apache", "apache", combined, nil, "apache"},
		{"its error log", "apache", apacheError, nil, "apache"},
		{"its error log through syslog", "apache", "Jan 10 12:55:36 web1 httpd[12]: " + apacheError[len("[Sat Jan 10 12:55:36.123456 2026] "):], nil, "apache"},
		{"apache reads no error log of nginx", "apache", nginxError, parse.ErrFormat, ""},
		{"Traefik in JSON", "traefik", traefikJSON, nil, "traefik"},
		{"Traefik in CLF", "traefik", combined, nil, "traefik"},
		{"sshd", "sshd", syslogLine, nil, "sshd"},
		{"another name of sshd", "openssh", syslogLine, nil, "sshd"},
		{"what sudo wrote into the log of sshd", "sshd", sudo, parse.ErrNotAuth, ""},
		{"sudo", "sudo", sudo, nil, "sudo"},
		{"syslog", "auth.log", sudo, nil, "sudo"},
		{"JSON", "ndjson", jsonLine, nil, ""},
		{"logfmt", "logfmt", logfmt, nil, ""},
		{"other case and separators", "Nginx-Error", nginxError, nil, "nginx_error"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := parse.Options{Format: tt.format}
			if err := o.Validate(); err != nil {
				t.Fatal(err)
			}
			h := newHarness(t, o)
			for range 2 { // the second time the format is known
				if got := h.parse(tt.line); got != tt.want {
					t.Fatalf("Parse = %v, want %v", got, tt.want)
				}
				if got := h.e.Module; tt.want == nil && !got.Is(tt.module) {
					t.Errorf("event.module = %q, want %q", got, tt.module)
				}
			}
		})
	}
}

// TestMixedProduct: a product's logs in one file, as a container writes them.
func TestMixedProduct(t *testing.T) {
	h := newHarness(t, parse.Options{Format: "nginx"})
	for _, line := range []string{
		combinedLine,
		`2026/01/10 12:55:36 [error] 12#12: *3 user "bob" was not found in "/etc/nginx/htpasswd", client: 192.0.2.7, server: app.example, request: "GET / HTTP/1.1", host: "app.example"`,
		combinedLine,
	} {
		if err := h.parse(line); err != nil {
			t.Errorf("%.30q…: %v", line, err)
		}
		if h.st.Format() != "nginx" {
			t.Errorf("format = %q, want nginx", h.st.Format())
		}
	}
}

func TestUnknownFormat(t *testing.T) {
	for _, tt := range []struct{ name, want string }{
		{"ngnix", `no format "ngnix": did you mean "nginx"?`},
		{"json_line", `did you mean "jsonl"?`},
		{"quite-another-thing", "hashtail formats lists them"},
	} {
		err := (&parse.Options{Format: tt.name}).Validate()
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("format %s: %v, want %s", tt.name, err, tt.want)
		}
	}
}

// TestAliases: each leads to formats of the table and reads their examples, and
// none hides another name.
func TestAliases(t *testing.T) {
	rows, examples := map[string]bool{}, map[string]string{}
	for _, f := range parse.Formats {
		rows[f.Name], examples[f.Name] = true, f.Example
	}
	names := map[string]bool{}
	for _, a := range parse.Aliases {
		if names[a.Name] {
			t.Errorf("two aliases are called %s", a.Name)
		}
		names[a.Name] = true
		formats := strings.Fields(a.Formats)
		for _, f := range formats {
			if !rows[f] {
				t.Errorf("%s: there is no format %s", a.Name, f)
			}
			h := newHarness(t, parse.Options{Format: a.Name})
			if err := h.parse(examples[f]); err != nil {
				t.Errorf("%s does not read the example of %s: %v", a.Name, f, err)
			}
		}
		if rows[a.Name] && !strings.Contains(" "+a.Formats+" ", " "+a.Name+" ") {
			t.Errorf("%s hides the format of that name", a.Name)
		}
	}
}
