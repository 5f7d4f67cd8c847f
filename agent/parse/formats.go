package parse

import "slices"

// Bytes that lines of formats begin with.
const (
	digitsFirst = "0123456789"
	capitals    = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
)

// Formats lists all formats: the specific ones before the general ones that
// would claim their records too.
var Formats = slices.Concat(webFormats, appFormats, hostFormats, mailFormats, dataFormats, netFormats, generalFormats)

// generalFormats say how a record is written, not who wrote it.
var generalFormats = []Format{
	{
		Name:    "container",
		Example: `2026-11-10T12:55:36.123456789+01:00 stdout F 192.0.2.7 - bob [10/Nov/2026:12:55:36 +0100] "GET /account HTTP/1.1" 401 12 "-" "curl/8.5.0"`,
		Line:    containerLine, Object: dockerEvent, Keys: []string{"Type", "Action", "Actor"}, General: true, Envelope: true,
	},
	{
		Name:    "journald",
		Example: `{"__CURSOR":"s=6f0b;i=1a;b=9c2e;m=3e8;t=66116b428a001;x=8c2b","__REALTIME_TIMESTAMP":"1768049736000000","_HOSTNAME":"web1","SYSLOG_IDENTIFIER":"sshd","_PID":"4211","MESSAGE":"Failed password for root from 192.0.2.7 port 52114 ssh2"}`,
		Object:  journaldObject, Keys: []string{"__CURSOR", "__REALTIME_TIMESTAMP"}, General: true,
	},
	{
		Name:    "wazuh",
		Example: `{"timestamp":"2026-11-10T12:55:36.123+0000","rule":{"level":5,"id":"5760"},"agent":{"id":"001","name":"web1"},"full_log":"Nov 10 12:55:36 web1 sshd[4211]: Failed password for bob from 192.0.2.7 port 52114 ssh2","decoder":{"name":"sshd"},"location":"/var/log/auth.log"}`,
		Object:  wazuhObject, Keys: []string{"decoder", "location"}, General: true,
	},
	{
		Name:    "wazuh_integration",
		Example: `{"integration":"aws","aws":{"userIdentity":{"type":"IAMUser","userName":"bob"},"eventTime":"2026-11-10T12:55:36Z","eventSource":"signin.amazonaws.com","eventName":"ConsoleLogin","sourceIPAddress":"192.0.2.7","responseElements":{"ConsoleLogin":"Failure"}}}`,
		Object:  integrationObject, Keys: []string{"integration"}, General: true,
	},
	{
		Name:    "eventbridge",
		Example: `{"version":"0","detail-type":"AWS Console Sign In via CloudTrail","source":"aws.signin","time":"2026-11-10T12:55:37Z","detail":{"userIdentity":{"type":"IAMUser","userName":"bob"},"eventTime":"2026-11-10T12:55:36Z","eventSource":"signin.amazonaws.com","eventName":"ConsoleLogin","sourceIPAddress":"192.0.2.7","responseElements":{"ConsoleLogin":"Failure"}}}`,
		Object:  eventBridgeObject, Keys: []string{"detail-type", "detail"}, General: true,
	},
	{
		Name:    "collected",
		Example: `{"time":"2026-11-10T11:55:36.123Z","stream":"stdout","logtag":"F","log":"192.0.2.7 - bob [10/Nov/2026:12:55:36 +0100] \"GET /account HTTP/1.1\" 401 12 \"-\" \"curl/8.5.0\"","kubernetes":{"pod_name":"web-1"}}`,
		Object:  collectedObject, Keys: []string{"stream"}, General: true,
	},
	{
		Name:    "splunk_hec",
		Example: `{"time":1794315336.123,"host":"web1","sourcetype":"access_combined","event":"192.0.2.7 - bob [10/Nov/2026:12:55:36 +0100] \"GET /account HTTP/1.1\" 401 12 \"-\" \"curl/8.5.0\""}`,
		Object:  splunkObject, Keys: []string{"event", "sourcetype"}, General: true,
	},
	{
		Name:    "google_cloud",
		Example: `{"insertId":"1b2c","logName":"projects/p/logs/stdout","jsonPayload":{"level":"warn","msg":"login failed","user":"bob","ip":"192.0.2.7"},"resource":{"type":"k8s_container"},"timestamp":"2026-11-10T11:55:36.123Z"}`,
		Object:  logEntryObject, Keys: []string{"insertId", "jsonPayload"}, General: true,
	},
	{
		Name:    "loki",
		Example: `{"labels":{"app":"web"},"line":"192.0.2.7 - bob [10/Nov/2026:12:55:36 +0100] \"GET /account HTTP/1.1\" 401 12 \"-\" \"curl/8.5.0\"","timestamp":"2026-11-10T11:55:36.123Z"}`,
		Object:  lokiObject, Keys: []string{"labels", "line"}, General: true,
	},
	{
		Name:    "gelf",
		Example: `{"version":"1.1","host":"web1","short_message":"Failed password for bob from 192.0.2.7 port 52114 ssh2","timestamp":1794315336.123,"level":6}`,
		Object:  gelfObject, Keys: []string{"version", "host", "short_message"}, General: true,
	},
	{
		Name:    "json",
		Example: `{"time":"2026-11-10T12:55:36Z","level":"info","msg":"login","user":"alice","ip":"192.0.2.7"}`,
		Line:    jsonLine, Begins: "{", General: true, Envelope: true,
	},
	{
		Name:    "syslog",
		Example: `Nov 10 12:55:36 web1 app[4211]: login of user alice from 192.0.2.7`,
		Line:    syslogLine, General: true, Envelope: true, Lasting: true,
	},
	{
		Name:    "logfmt",
		Example: `time=2026-11-10T12:55:36Z level=warn msg="login failed" user=alice ip=192.0.2.7`,
		Line:    logfmtLine, General: true,
	},
	{
		Name:    "ltsv",
		Example: "time:10/Nov/2026:12:55:36 +0100\thost:192.0.2.7\tuser:bob\treq:POST /login HTTP/1.1\tstatus:401\tsize:26\tua:curl/8.5.0",
		Line:    ltsvLine, General: true,
	},
	{
		Name:    "xml",
		Example: `<login time="2026-11-10T12:55:36Z"><user>bob</user><ip>192.0.2.7</ip><result>failure</result></login>`,
		Line:    xmlLine, Begins: "<", General: true,
	},
	{
		Name:    "text",
		Example: `2026-11-10 12:55:36 WARN login failed for user alice from 192.0.2.7`,
		Line:    textLine, General: true,
	},
}
