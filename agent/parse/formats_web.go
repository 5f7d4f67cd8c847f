package parse

// webFormats are the formats of web servers and proxies.
var webFormats = []Format{
	{
		Name:    "combined",
		Example: `192.0.2.7 - alice [10/Nov/2026:13:55:36 +0100] "GET /account HTTP/1.1" 200 2326 "-" "curl/8.5.0"`,
		Line:    combinedLine, Message: combinedLine,
		Programs: []string{"nginx"},
	},
	{
		Name:    "pam",
		Example: `Nov 10 12:55:36 web1 greeter[4211]: pam_unix(greeter:auth): authentication failure; logname= uid=0 euid=0 tty= ruser=bob rhost=192.0.2.7 user=bob`,
		Message: pamMessage, Bare: true,
		Programs: []string{"unix_chkpwd"},
	},
	{
		Name:    "nginx",
		Example: `{"time":"2026-11-10T12:55:36+01:00","remote_addr":"192.0.2.7","remote_user":"alice","request":"GET /account HTTP/1.1","status":"401","body_bytes_sent":"157"}`,
		Object:  nginxObject, Keys: []string{"remote_addr", "body_bytes_sent"}, Settled: true,
	},
	{
		Name:    "nginx_error",
		Example: `2026/11/10 12:55:36 [error] 12#12: *3 user "bob": password mismatch, client: 192.0.2.7, server: app.example, request: "GET / HTTP/1.1", host: "app.example"`,
		Line:    nginxErrorLine,
	},
	{
		Name:    "nginx_proxy_manager",
		Example: `[10/Nov/2026:12:55:36 +0100] - 401 401 - GET https app.example "/admin" [Client 192.0.2.7] [Length 188] [Gzip -] [Sent-to 10.0.0.4] "curl/8.5.0" "-"`,
		Line:    npmLine, Begins: "[",
	},
	{
		Name:    "apache_error",
		Example: `[Tue Nov 10 12:55:36.123456 2026] [auth_basic:error] [pid 12:tid 14] [client 192.0.2.7:51822] AH01617: user bob: authentication failure for "/private": Password Mismatch`,
		Line:    apacheErrorLine, Begins: "[", Message: apacheMessage,
		Programs: []string{"httpd", "apache2", "apache"},
	},
	{
		Name:    "apache_ssl",
		Example: `[10/Nov/2026:12:55:36 +0100] 192.0.2.7 TLSv1.3 TLS_AES_256_GCM_SHA384 "POST /login HTTP/1.1" 1375`,
		Line:    apacheSSLLine, Begins: "[",
	},
	{
		Name:    "haproxy",
		Example: `Nov 10 12:55:36 lb haproxy[760]: 192.0.2.7:51822 [10/Nov/2026:12:55:36.608] front back/srv1 0/0/0/1/1 401 212 - - ---- 1/1/0/0/0 0/0 "GET /admin HTTP/1.1"`,
		Line:    haproxyLine, Message: haproxyMessage,
		Programs: []string{"haproxy"},
	},
	{
		Name:    "envoy",
		Example: `[2026-11-10T12:55:36.123Z] "GET /admin HTTP/1.1" 401 - 0 1024 40 20 "192.0.2.7" "curl/8.5.0" "6f0b1c2d" "app.example" "10.0.0.1:8080"`,
		Line:    envoyLine, Begins: "[A",
	},
	{
		Name:    "caddy",
		Example: `{"level":"info","ts":1794315336.123,"logger":"http.log.access","msg":"handled request","request":{"remote_ip":"192.0.2.7","client_ip":"192.0.2.7","method":"GET","host":"app.example","uri":"/admin"},"user_id":"bob","duration":0.001,"size":0,"status":401}`,
		Object:  caddyObject, Keys: []string{"request", "duration", "status"}, Settled: true,
	},
	{
		Name:    "traefik",
		Example: `{"ClientHost":"192.0.2.7","ClientUsername":"bob","DownstreamStatus":401,"RequestMethod":"GET","RequestPath":"/admin","time":"2026-11-10T12:55:36Z"}`,
		Object:  traefikObject, Keys: []string{"DownstreamStatus"}, Settled: true,
	},
	{
		Name:    "envoy_json",
		Example: `{"start_time":"2026-11-10T12:55:36.123Z","method":"GET","path":"/admin","response_code":401,"x_forwarded_for":"203.0.113.9","downstream_remote_address":"192.0.2.7:51822","user_agent":"curl/8.5.0"}`,
		Object:  envoyObject, Keys: []string{"response_code", "start_time"}, Settled: true,
	},
	{
		Name:    "iis",
		Example: `2026-11-10 12:55:36 10.0.0.1 GET /admin.aspx tab=1 443 alice 192.0.2.7 Mozilla/5.0+(Windows+NT+10.0) - 401 2 5 15`,
		Line:    iisLine,
	},
	{
		Name:    "elb",
		Example: `https 2026-11-10T12:55:36.123456Z app/lb/50dc6c49 192.0.2.7:2817 10.0.0.1:80 0.000 0.001 0.000 401 401 34 366 "GET https://app.example:443/admin HTTP/2.0" "curl/8.5.0" - -`,
		Line:    elbLine, Begins: digitsFirst + "thgw",
	},
	{
		Name:    "cloudfront",
		Example: "2026-11-10\t12:55:36\tFRA56-P1\t703\t192.0.2.7\tGET\td111.cloudfront.net\t/admin\t401\t-\tcurl/8.5.0\t-\t-\tError\tid==\twww.example.com\thttps",
		Line:    cloudfrontLine, Begins: digitsFirst,
	},
}
