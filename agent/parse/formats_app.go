package parse

// appFormats are the formats of applications, identity providers and their clouds.
var appFormats = []Format{
	{
		Name:    "keycloak",
		Example: `2026-11-10 12:55:36,123 WARN  [org.keycloak.events] (executor-thread-5) type="LOGIN_ERROR", realmId="r", clientId="app", userId="null", ipAddress="192.0.2.7", error="user_not_found", username="bob"`,
		Message: keycloakMessage, Bare: true, Terse: true,
		Object: keycloakObject, Keys: []string{"realmId"},
	},
	{
		Name:    "jboss",
		Example: `{"timestamp":"2026-11-10T12:55:36.123+01:00","loggerClassName":"org.jboss.logging.Logger","loggerName":"org.keycloak.events","level":"WARN","message":"type=\"LOGIN_ERROR\", realmId=\"r\", ipAddress=\"192.0.2.7\", error=\"user_not_found\", username=\"bob\""}`,
		Object:  jbossObject, Keys: []string{"loggerClassName"},
	},
	{
		Name:    "vault",
		Example: `{"time":"2026-11-10T12:55:36.123456Z","type":"response","auth":{"display_name":"userpass-bob"},"request":{"id":"r-1","operation":"update","path":"auth/userpass/login/bob","remote_address":"192.0.2.7"},"error":"invalid username or password"}`,
		Object:  vaultObject, Keys: []string{"request", "type"}, Settled: true,
	},
	{
		Name:    "kubernetes",
		Example: `{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Metadata","auditID":"a-1","stage":"ResponseComplete","requestURI":"/api/v1/secrets","verb":"list","user":{"username":"bob"},"sourceIPs":["192.0.2.7"],"responseStatus":{"code":403},"requestReceivedTimestamp":"2026-11-10T12:55:36.123456Z"}`,
		Object:  kubernetesObject, Keys: []string{"auditID", "stage"}, Settled: true,
		Message: kubernetesMessage, Bare: true,
	},
	{
		Name:    "gitlab_audit",
		Example: `{"severity":"INFO","time":"2026-11-10T12:55:36.123Z","author_id":3,"author_name":"bob","entity_type":"User","with":"standard","target_details":"bob","ip_address":"192.0.2.7"}`,
		Object:  gitlabAuditObject, Keys: []string{"author_id", "entity_type"},
	},
	{
		Name:    "gitlab_api",
		Example: `{"time":"2026-11-10T12:55:36.123Z","severity":"INFO","duration_s":0.01,"status":401,"method":"GET","path":"/api/v4/user","route":"/api/:version/user","remote_ip":"192.0.2.7"}`,
		Object:  gitlabAPIObject, Keys: []string{"remote_ip", "route"},
	},
	{
		Name:    "rails",
		Example: `{"method":"POST","path":"/users/sign_in","controller":"SessionsController","action":"create","status":401,"duration":12.3,"ip":"192.0.2.7","time":"2026-11-10T12:55:36.123Z"}`,
		Line:    railsLine, Begins: "m",
		Object: railsObject, Keys: []string{"controller", "action", "status"}, Settled: true,
		Message: railsMessage, Bare: true, Terse: true,
	},
	{
		Name:    "phoenix",
		Example: `12:55:36.123 request_id=F3aB [info] Sent 401 in 2ms`,
		Message: phoenixMessage, Bare: true, Terse: true,
	},
	{
		Name:    "gitea",
		Example: `2026/11/10 12:55:36 ...rs/web/auth/auth.go:200:SignInPost() [I] Failed authentication attempt for bob from 192.0.2.7:51822: user does not exist [uid: 0, name: bob]`,
		Line:    giteaLine,
	},
	{
		Name:    "teleport",
		Example: `{"addr.remote":"192.0.2.7:51822","code":"T1000W","ei":0,"error":"invalid credentials","event":"user.login","success":false,"time":"2026-11-10T12:55:36.123Z","user":"bob"}`,
		Object:  teleportObject, Keys: []string{"code", "event"},
	},
	{
		Name:    "bitwarden",
		Example: `{"object":"event","type":1005,"itemId":null,"actingUserId":"3767a302","date":"2026-11-10T12:55:36.123Z","device":9,"ipAddress":"192.0.2.7"}`,
		Object:  bitwardenObject, Keys: []string{"object", "actingUserId"},
	},
	{
		Name:    "authelia",
		Example: `time="2026-11-10T12:55:36+01:00" level=error msg="Unsuccessful 1FA authentication attempt by user 'bob'" method=POST path=/api/firstfactor remote_ip=192.0.2.7`,
		Line:    autheliaLine, Begins: "t",
		Object: autheliaObject, Keys: []string{"remote_ip", "msg"},
	},
	{
		Name:    "authentik",
		Example: `{"action":"login_failed","client_ip":"192.0.2.7","context":{"username":"bob"},"event":"Created Event","logger":"authentik.events.models","timestamp":"2026-11-10T12:55:36.123456"}`,
		Object:  authentikObject, Keys: []string{"event", "logger"},
	},
	{
		Name:    "oauth2_proxy",
		Example: `192.0.2.7:51822 - 6f0b1c2d - bob@example.com [2026/11/10 12:55:36] [AuthFailure] Invalid authentication via OAuth2: unauthorized`,
		Line:    oauth2ProxyLine,
	},
	{
		Name:    "grafana",
		Example: `logger=context userId=0 orgId=0 uname= t=2026-11-10T12:55:36.123Z level=info msg="Request Completed" method=POST path=/login status=401 remote_addr=192.0.2.7`,
		Line:    grafanaLine, Begins: "lt",
		Object: grafanaObject, Keys: []string{"uname", "orgId"},
	},
	{
		Name:    "grafana_audit",
		Example: `{"timestamp":"2026-11-10T12:55:36.123Z","action":"login","result":{"statusType":"failure","statusCode":"401"},"requestUri":"/login","ipAddress":"192.0.2.7:51822","grafanaVersion":"12.0.0","additionalData":{"loginUsername":"bob"}}`,
		Object:  grafanaAuditObject, Keys: []string{"grafanaVersion"},
	},
	{
		Name:    "vaultwarden",
		Example: `[2026-11-10 12:55:36.123][vaultwarden::api::identity][ERROR] Username or password is incorrect. Try again. IP: 192.0.2.7. Username: bob@example.com.`,
		Line:    vaultwardenLine, Begins: "[",
	},
	{
		Name:    "nextcloud",
		Example: `{"reqId":"x1","level":2,"time":"2026-11-10T12:55:36+00:00","remoteAddr":"192.0.2.7","user":"--","app":"core","method":"POST","url":"/login","message":"Login failed: bob (Remote IP: 192.0.2.7)"}`,
		Object:  nextcloudObject, Keys: []string{"app", "message", "level"},
	},
	{
		Name:    "spring",
		Example: `2026-11-10 12:55:36.123  WARN 1 --- [nio-8080-exec-1] o.s.s.a.e.LoggerListener : Authentication event AuthenticationFailureBadCredentialsEvent: bob; details: WebAuthenticationDetails [RemoteIpAddress=192.0.2.7, SessionId=null]; exception: Bad credentials`,
		Message: springMessage, Bare: true,
	},
	{
		Name:    "shiro",
		Example: `2026-11-10 12:55:36,123 WARN  [org.apache.shiro.authc.AbstractAuthenticator] - Authentication failed for token submission [org.apache.shiro.authc.UsernamePasswordToken - bob, rememberMe=false (192.0.2.7)].  Possible unexpected error?`,
		Message: shiroMessage, Bare: true,
	},
	{
		Name:    "django",
		Example: `WARNING 2026-11-10 12:55:36,123 axes.handlers AXES: New login failure by {username: "bob", ip_address: "192.0.2.7", path_info: "/admin/login/"}. Created new record in the database.`,
		Message: djangoMessage, Bare: true, Terse: true,
	},
	{
		Name:    "pino",
		Example: `{"level":30,"time":1794315336123,"pid":1,"req":{"method":"POST","url":"/login","remoteAddress":"192.0.2.7","remotePort":51822},"res":{"statusCode":401},"responseTime":3,"msg":"request completed"}`,
		Object:  pinoObject, Keys: []string{"req", "res"}, Settled: true,
	},
	{
		Name:    "clef",
		Example: `{"@t":"2026-11-10T12:55:36.1234567Z","@mt":"HTTP {RequestMethod} {RequestPath} responded {StatusCode}","@l":"Warning","RequestMethod":"POST","RequestPath":"/login","StatusCode":401,"ClientIp":"192.0.2.7"}`,
		Object:  clefObject, Keys: []string{"@t"}, Settled: true,
	},
	{
		Name:    "serilog",
		Example: `{"Timestamp":"2026-11-10T12:55:36.123+01:00","Level":"Warning","MessageTemplate":"User {UserName} failed to log in","Properties":{"UserName":"bob","ClientIp":"192.0.2.7"}}`,
		Object:  serilogObject, Keys: []string{"MessageTemplate"}, Settled: true,
	},
	{
		Name:    "aspnet",
		Example: `{"Timestamp":"2026-11-10T12:55:36.123Z","EventId":2,"LogLevel":"Information","Category":"Microsoft.AspNetCore.Hosting.Diagnostics","State":{"StatusCode":401,"Method":"POST","Path":"/Account/Login"}}`,
		Object:  aspnetObject, Keys: []string{"LogLevel", "Category"}, Settled: true,
		Message: aspnetMessage, Bare: true,
	},
	{
		Name:    "auth0",
		Example: `{"log_id":"900","data":{"date":"2026-11-10T12:55:36.123Z","type":"fp","description":"Wrong email or password.","ip":"192.0.2.7","user_name":"bob@example.com"}}`,
		Object:  auth0Object, Keys: []string{"log_id"},
	},
	{
		Name:    "okta",
		Example: `{"actor":{"alternateId":"bob@example.com","id":"00u1"},"client":{"ipAddress":"192.0.2.7"},"displayMessage":"User login to Okta","eventType":"user.session.start","outcome":{"reason":"INVALID_CREDENTIALS","result":"FAILURE"},"published":"2026-11-10T12:55:36.123Z"}`,
		Object:  oktaObject, Keys: []string{"eventType", "displayMessage"},
	},
	{
		Name:    "entra",
		Example: `{"time":"2026-11-10T12:55:36.123Z","operationName":"Sign-in activity","category":"SignInLogs","resultType":"50126","callerIpAddress":"192.0.2.7","properties":{"userPrincipalName":"bob@example.com"}}`,
		Object:  entraObject, Keys: []string{"operationName", "properties"},
	},
	{
		Name:    "azure",
		Example: `{"time":"2026-11-10T12:55:36.123Z","category":"AppServiceHTTPLogs","properties":"{\"CsMethod\":\"POST\",\"CsUriStem\":\"/login\",\"ScStatus\":401,\"CIp\":\"192.0.2.7\",\"CsUsername\":\"bob\"}"}`,
		Object:  azureObject, Keys: []string{"category", "properties"},
	},
	{
		Name:    "cloudtrail",
		Example: `{"userIdentity":{"type":"IAMUser","userName":"bob"},"eventTime":"2026-11-10T12:55:36Z","eventSource":"signin.amazonaws.com","eventName":"ConsoleLogin","sourceIPAddress":"192.0.2.7","responseElements":{"ConsoleLogin":"Failure"}}`,
		Object:  cloudtrailObject, Keys: []string{"eventSource", "userIdentity"},
	},
	{
		Name:    "windows",
		Example: `<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='Microsoft-Windows-Security-Auditing'/><EventID>4625</EventID><TimeCreated SystemTime='2026-11-10T12:55:36.123456700Z'/><Computer>dc1.example.com</Computer></System><EventData><Data Name='TargetUserName'>bob</Data><Data Name='TargetDomainName'>EXAMPLE</Data><Data Name='LogonType'>3</Data><Data Name='IpAddress'>192.0.2.7</Data><Data Name='IpPort'>52114</Data></EventData></Event>`,
		Line:    windowsLine, Begins: "<-",
		Object: windowsObject, Keys: []string{"EventID", "Channel"},
	},
	{
		Name:    "winlogbeat",
		Example: `{"@timestamp":"2026-11-10T12:55:36.123Z","winlog":{"event_id":4625,"channel":"Security","computer_name":"dc1.example.com","event_data":{"TargetUserName":"bob","IpAddress":"192.0.2.7","IpPort":"52114"}},"message":"An account failed to log on."}`,
		Object:  windowsObject, Keys: []string{"winlog"},
	},
	{
		Name:    "windows_json",
		Example: `{"Event":{"System":{"EventID":4625,"TimeCreated":{"#attributes":{"SystemTime":"2026-11-10T12:55:36.123456Z"}},"Computer":"dc1.example.com"},"EventData":{"TargetUserName":"bob","IpAddress":"192.0.2.7","IpPort":"52114"}}}`,
		Object:  windowsObject, Keys: []string{"Event"},
	},
	{
		Name:    "windows_collector",
		Example: `{"channel":"Security","computer":"dc1.example.com","event_id":{"id":4625,"qualifiers":0},"provider":{"name":"Microsoft-Windows-Security-Auditing"},"system_time":"2026-11-10T12:55:36.1234567Z","event_data":{"TargetUserName":"bob","IpAddress":"192.0.2.7","IpPort":"52114"}}`,
		Object:  windowsObject, Keys: []string{"channel", "event_id"},
	},
	{
		Name:    "windows_eventchannel",
		Example: `{"win":{"system":{"providerName":"Microsoft-Windows-Security-Auditing","eventID":"4625","systemTime":"2026-11-10T12:55:36.123456700Z","channel":"Security","computer":"dc1.example.com"},"eventdata":{"targetUserName":"bob","logonType":"3","ipAddress":"192.0.2.7","ipPort":"52114"}}}`,
		Object:  windowsObject, Keys: []string{"win"},
	},
	{
		Name:    "ocsf",
		Example: `{"metadata":{"product":{"name":"IAM"},"version":"1.5.0"},"time":1794315336000,"class_uid":3001,"activity_id":1,"status_id":1,"actor":{"user":{"name":"alice"}},"user":{"name":"carol"},"src_endpoint":{"ip":"192.0.2.7"}}`,
		Object:  ocsfObject, Keys: []string{"class_uid", "activity_id"},
	},
	{
		Name:    "github_audit",
		Example: `{"@timestamp":1794315336123,"_document_id":"d","action":"org.add_member","actor":"alice","actor_ip":"192.0.2.7","org":"acme","user":"carol"}`,
		Object:  githubObject, Keys: []string{"action", "actor"},
	},
	{
		Name:    "google_workspace",
		Example: `{"kind":"admin#reports#activity","id":{"time":"2026-11-10T12:55:36.123Z","applicationName":"login"},"actor":{"email":"bob@example.com"},"ipAddress":"192.0.2.7","events":[{"type":"login","name":"login_failure"}]}`,
		Object:  workspaceObject, Keys: []string{"kind"},
	},
	{
		Name:    "pingfederate",
		Example: `2026-11-10 12:55:36,123| tid:c0ffee| AUTHN_ATTEMPT| bob| 192.0.2.7 | | sp:app| SAML20| idp.example.com| IdP| failure| HTMLFormAdapter| | 33`,
		Line:    pingFederateLine, Begins: digitsFirst,
	},
	{
		Name:    "shibboleth",
		Example: `20261110T125536Z|urn:mace:shibboleth:2.0:profiles:AuthnRequest|_6f0b|https://sp.example.com|http://shibboleth.net/ns/profiles/saml2/sso/browser|https://idp.example.com|urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST|_9c2e|bob|urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport|mail,uid|_1a|`,
		Line:    shibbolethLine, Begins: digitsFirst + "abcdef:",
		Message: shibbolethLine, Bare: true,
	},
	{
		Name:    "sonarqube",
		Example: `2026.11.10 12:55:36 DEBUG web[AXabc][auth.event] login failure [cause|wrong password][method|FORM][provider|LOCAL|local][IP|192.0.2.7|][login|bob]`,
		Message: sonarqubeMessage, Bare: true,
	},
	{
		Name:    "atlassian",
		Example: `2026-11-10 12:55:36,123+0100 http-nio-8080-exec-5 anonymous 775x123x1 1abcde 192.0.2.7 /login.jsp The user 'bob' has FAILED authentication.  Failure count equals 3`,
		Message: atlassianMessage, Bare: true,
		Object: atlassianObject, Keys: []string{"auditType"},
	},
	{
		Name:    "bitbucket",
		Example: `192.0.2.7 | AuthenticationFailureEvent | - | 1794315336123 | bob | {"authentication-method":"form"} | @1ABC | -`,
		Line:    bitbucketLine, Begins: digitsFirst,
	},
	{
		Name:    "jfrog",
		Example: `2026-11-10T12:55:36.123Z|4bf92f3577b34da6|192.0.2.7|bob|GET|/api/repositories|401|-1|0|5|curl/8.5.0`,
		Line:    jfrogLine, Begins: digitsFirst,
	},
	{
		Name:    "minio",
		Example: `{"version":"1","deploymentid":"d","time":"2026-11-10T12:55:36.123456Z","api":{"name":"PutObject","statusCode":403},"remotehost":"192.0.2.7","requestPath":"/b/o","accessKey":"bob"}`,
		Object:  minioObject, Keys: []string{"deploymentid"},
	},
	{
		Name:    "cyberark",
		Example: `<5>1 2026-11-10T12:55:36Z VAULT {"format":"elastic","version":"1.0","syslog":{"audit_record":{"IsoTimestamp":"2026-11-10T12:55:36Z","Product":"Vault","MessageID":"7","Severity":"Info","Issuer":"bob","Action":"Logon","Station":"192.0.2.7"}}}`,
		Object:  cyberarkObject, Keys: []string{"syslog"},
	},
	{
		Name:    "phpmyadmin",
		Example: `Nov 10 12:55:36 web1 phpMyAdmin[1234]: user denied: bob (mysql-denied) from 192.0.2.7`,
		Message: phpMyAdminMessage, Bare: true,
		Programs: []string{"phpMyAdmin"},
	},
	{
		Name:    "opa",
		Example: `{"decision_id":"4ca636c1","input":{"user":"bob","method":"GET","path":["salary","bob"]},"result":false,"requested_by":"192.0.2.7:51822","timestamp":"2026-11-10T12:55:36.123Z"}`,
		Object:  opaObject, Keys: []string{"decision_id"},
	},
	{
		Name:    "nexus",
		Example: `{"timestamp":"2026-11-10 12:55:36,123+0000","nodeId":"n1","initiator":"alice/192.0.2.7","domain":"security.user","type":"created","context":"bob"}`,
		Object:  nexusObject, Keys: []string{"nodeId", "initiator", "domain"},
	},
	{
		Name:    "gerrit",
		Example: `[2026-11-10 12:55:36,123 +0000] 1f2e3d4c bob a/1000021 LOGIN FROM 192.0.2.7`,
		Line:    gerritLine, Begins: "[",
	},
}
