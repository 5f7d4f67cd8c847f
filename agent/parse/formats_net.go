package parse

// netFormats are the formats of directories, gateways and the other servers of a network.
var netFormats = []Format{
	{
		Name:    "slapd",
		Example: `Nov 10 12:55:36 ldap1 slapd[4211]: conn=1022 op=0 RESULT tag=97 err=49 text=`,
		Line:    slapdLine, Message: slapdMessage,
		Programs: []string{"slapd", "ns-slapd"}, Bare: true,
	},
	{
		Name:     "freeradius",
		Example:  `Tue Nov 10 12:55:36 2026 : Auth: (12) Login incorrect: [bob] (from client nas1 port 0 cli 00-11-22-33-44-55)`,
		Message:  radiusMessage,
		Programs: []string{"radiusd", "freeradius"}, Bare: true,
	},
	{
		Name:    "nps",
		Example: `<Event><Timestamp data_type="4">11/10/2026 12:55:36.123</Timestamp><Computer-Name data_type="1">NPS1</Computer-Name><User-Name data_type="1">EXAMPLE\bob</User-Name><Calling-Station-Id data_type="1">192.0.2.7</Calling-Station-Id><Packet-Type data_type="0">3</Packet-Type><Reason-Code data_type="0">16</Reason-Code></Event>`,
		Line:    npsLine, Begins: "<\"",
	},
	{
		Name:    "zeek",
		Example: `{"ts":1794315336.123456,"uid":"CajWfz1b3qnnWT0BU9","id.orig_h":"192.0.2.7","id.orig_p":51822,"id.resp_h":"10.0.0.1","id.resp_p":22,"version":2,"auth_success":false,"auth_attempts":2,"client":"SSH-2.0-OpenSSH_9.7","server":"SSH-2.0-OpenSSH_9.2"}`,
		Object:  zeekObject, Keys: []string{"id.orig_h", "id.resp_h"},
	},
	{
		Name:    "checkpoint",
		Example: `<134>1 2026-11-10T12:55:36Z mgmt1 CheckPoint 4211 - [action:"Accept"; time:"1794315336"; additional_info:"Administrator failed to log in: Wrong Password"; administrator:"bob"; audit_status:"Failure"; client_ip:"192.0.2.7"; operation:"Log In"; product:"SmartConsole"]`,
		Message: checkpointMessage, Programs: []string{"CheckPoint"},
	},
	{
		Name:    "cisco_ios",
		Example: `<189>4211: Nov 10 12:55:36.123 UTC: %SYS-5-CONFIG_I: Configured from console by alice on vty0 (192.0.2.7)`,
		Message: ciscoMessage, Bare: true, Terse: true,
	},
	{
		Name:    "openvpn",
		Example: `Tue Nov 10 12:55:36 2026 192.0.2.7:52114 TLS Auth Error: Auth Username/Password verification failed for peer`,
		Line:    openvpnLine, Begins: digitsFirst + capitals, Message: openvpnMessage,
		Programs: []string{"openvpn", "ovpn-server", "openvpn-server", "ovpn", "openvpnas"},
	},
	{
		Name:     "kerberos",
		Example:  `Nov 10 12:55:36 kdc1 krb5kdc[4211](info): AS_REQ (8 etypes {18 17 20 19}) 192.0.2.7: PREAUTH_FAILED: bob@EXAMPLE.COM for krbtgt/EXAMPLE.COM@EXAMPLE.COM, Preauthentication failed`,
		Message:  krb5Message,
		Programs: []string{"krb5kdc", "kadmind", "kdc", "kpasswdd"}, Bare: true, Terse: true,
	},
	{
		Name:    "samba",
		Example: `Nov 10 12:55:36 files1 smbd[4211]: Auth: [SMB2,(null)] user [EXAMPLE]\[bob] at [Tue, 10 Nov 2026 12:55:36.123456 CET] with [NTLMv2] status [NT_STATUS_WRONG_PASSWORD] workstation [PC1] remote host [ipv4:192.0.2.7:52114] mapped to [EXAMPLE]\[bob]. local host [ipv4:192.0.2.1:445]`,
		Message: sambaMessage, Object: sambaObject,
		Programs: []string{"smbd", "smbd_audit", "winbindd", "samba", "nmbd"}, Bare: true, Keys: []string{"Authentication", "type"},
	}, {
		Name:    "samba_password",
		Example: `{"timestamp":"2026-11-10T12:55:36.123456+0100","type":"passwordChange","passwordChange":{"eventId":4724,"statusCode":0,"status":"Success","remoteAddress":"ipv4:192.0.2.7:52114","userSid":"S-1-5-21-1-2-3-1104","dn":"CN=bob,CN=Users,DC=example","action":"Reset"}}`,
		Object:  sambaPassword, Keys: []string{"passwordChange"},
	},
	{
		Name:    "samba_group",
		Example: `{"timestamp":"2026-11-10T12:55:36.123456+0100","type":"groupChange","groupChange":{"eventId":4728,"statusCode":0,"status":"Success","remoteAddress":"ipv4:192.0.2.7:52114","userSid":"S-1-5-21-1-2-3-1104","user":"CN=bob,CN=Users,DC=example","group":"CN=Domain Admins,CN=Users,DC=example","action":"Added"}}`,
		Object:  sambaGroup, Keys: []string{"groupChange"},
	},

	{
		Name:     "asterisk",
		Example:  `[2026-11-10 12:55:36] NOTICE[1638] chan_sip.c: Registration from '"101" <sip:101@192.0.2.1>' failed for '192.0.2.7:5060' - Wrong password`,
		Message:  asteriskMessage,
		Programs: []string{"asterisk"}, Bare: true, Terse: true,
	},
	{
		Name:    "xrdp",
		Example: `[20261110-12:55:36] [INFO ] AUTHFAIL: user=bob ip=192.0.2.7 time=1794313536`,
		Line:    xrdpLine, Begins: "[", Message: xrdpMessage,
		Programs: []string{"xrdp", "xrdp-sesman"},
	},
	{
		Name:     "roundcube",
		Example:  `[10-Nov-2026 12:55:36 +0100]: <kXw1> Failed login for bob from 192.0.2.7 in session kXw1 (error: 0)`,
		Message:  roundcubeMessage,
		Programs: []string{"roundcube"}, Bare: true,
	},
	{
		Name:     "sogo",
		Example:  `Nov 10 12:55:36 sogod [4211]: SOGoRootPage Login from '192.0.2.7' for user 'bob' might not have worked - password policy: 65535  grace: -1  expire: -1  bound: 0`,
		Message:  sogoMessage,
		Programs: []string{"sogod"}, Bare: true,
	},
	{
		Name:     "drupal",
		Example:  `Nov 10 12:55:36 web1 drupal: https://example.com|1794313536|user|192.0.2.7|https://example.com/user/login|https://example.com/user/login|0||Login attempt failed for bob.`,
		Message:  drupalMessage,
		Programs: []string{"drupal"}, Bare: true,
	},
	{
		Name:     "wordpress",
		Example:  `Nov 10 12:55:36 web1 wordpress(example.com)[4211]: Authentication failure for bob from 192.0.2.7`,
		Message:  wordpressMessage,
		Programs: []string{"wordpress", "wp"},
	},
	{
		Name:    "squid",
		Example: `1794313536.123    456 192.0.2.7 TCP_DENIED/407 3890 CONNECT example.com:443 - HIER_NONE/- text/html`,
		Line:    squidLine, Begins: digitsFirst, Message: squidMessage,
		Programs: []string{"squid"},
	},
	{
		Name:     "named",
		Example:  `Nov 10 12:55:36 ns1 named[4211]: client @0x7f00 192.0.2.7#52114 (example.com): query (cache) 'example.com/A/IN' denied`,
		Message:  namedMessage,
		Programs: []string{"named"}, Bare: true, Terse: true,
	},
	{
		Name:     "polkit",
		Example:  `Nov 10 12:55:36 web1 pkexec[4211]: bob: Error executing command as another user: Not authorized [USER=root] [TTY=/dev/pts/0] [CWD=/home/bob] [COMMAND=/usr/bin/id]`,
		Message:  polkitMessage,
		Programs: []string{"polkitd", "pkexec", "polkit-agent-helper-1"}, Bare: true,
	},
	{
		Name:     "sssd",
		Example:  `Nov 10 12:55:36 web1 krb5_child[4211]: Preauthentication failed`,
		Message:  sssdMessage,
		Programs: []string{"sssd", "krb5_child", "ldap_child", "sssd_pam", "sssd_be"},
	},
	{
		Name:     "proxmox",
		Example:  `Nov 10 12:55:36 pve1 pvedaemon[4211]: authentication failure; rhost=192.0.2.7 user=root@pam msg=Authentication failure`,
		Message:  proxmoxMessage,
		Programs: []string{"pvedaemon", "pveproxy", "pmgdaemon", "pmgproxy", "proxmox-backup-proxy", "proxmox-backup-api"},
	},
	{
		Name:    "webmin",
		Example: `Nov 10 12:55:36 web1 webmin[4211]: Invalid login as bob from 192.0.2.7`,
		Line:    webminLine, Begins: digitsFirst, Message: webminMessage,
		Programs: []string{"webmin", "usermin", "miniserv.pl"},
	},
	{
		Name:    "monit",
		Example: `Nov 10 12:55:36 web1 monit[4211]: HttpRequest: access denied -- client 192.0.2.7: wrong password for user 'bob'`,
		Line:    monitLine, Begins: "[", Message: monitMessage,
		Programs: []string{"monit"},
	},
	{
		Name:     "lighttpd",
		Example:  `2026-11-10 12:55:36: (mod_auth.c.562) password doesn't match for /admin username: bob, IP: 192.0.2.7`,
		Message:  lighttpdMessage,
		Programs: []string{"lighttpd"}, Bare: true,
	},
	{
		Name:     "stunnel",
		Example:  `2026.11.10 12:55:36 LOG4[12]: Access denied: Service [https] from 192.0.2.7:52114 REFUSED by libwrap`,
		Message:  stunnelMessage,
		Programs: []string{"stunnel", "stunnel4", "LOG2", "LOG3", "LOG4", "LOG5", "LOG6", "LOG7"}, Bare: true, Terse: true,
	},
	{
		Name:     "cockpit",
		Example:  `Nov 10 12:55:36 web1 cockpit-ws[4211]: logged out user bob from 192.0.2.7`,
		Message:  cockpitMessage,
		Programs: []string{"cockpit-ws", "cockpit-session", "cockpit-tls", "cockpit-wsinstance"},
	},
	{
		Name:     "hostapd",
		Example:  `Nov 10 12:55:36 ap1 hostapd[4211]: wlan0: AP-STA-POSSIBLE-PSK-MISMATCH 00:00:5e:00:53:01`,
		Message:  hostapdMessage,
		Programs: []string{"hostapd"},
	},
	{
		Name:    "routeros",
		Example: `Nov 10 12:55:36 router system,error,critical login failure for user bob from 192.0.2.7 via ssh`,
		Message: routerosMessage, Bare: true,
	},
	{
		Name:    "ilo",
		Example: `<134>1 2026-11-10T12:55:36Z ilo1 #ILO5 - - - Browser login: bob - 192.0.2.7(DNS name not found)`,
		Message: iloMessage, Bare: true,
		Programs: []string{"#ILO", "#ILO3", "#ILO4", "#ILO5", "#ILO6", "iLO4", "iLO5", "iLO6"},
	},
	{
		Name:     "captive_portal",
		Example:  `Nov 10 12:55:36 gw logportalauth[4211]: Zone: guest - ACCEPT: bob, 00:00:5e:00:53:01, 192.0.2.7`,
		Message:  captivePortalMessage,
		Programs: []string{"logportalauth", "captiveportal"},
	},
	{
		Name:    "ontap",
		Example: `Nov 10 12:55:36 na1 na1: 0000001e.0794c163 055b6737 Tue Nov 10 2026 12:55:35 +01:00 [kern_audit:info:2385] 8503ea0000ba6b71 :: na1:ssh :: 192.0.2.7:52114 :: na1:bob :: Logging in :: Success`,
		Message: ontapMessage, Bare: true,
	},
	{
		Name:    "cpanel",
		Example: `[2026-11-10 12:55:36 +0100] info [cpaneld] 192.0.2.7 - bob "POST /login/?login_only=1 HTTP/1.1" FAILED LOGIN cpaneld: user password incorrect`,
		Message: cpanelMessage, Bare: true,
	},
	{
		Name:    "tcpwrappers",
		Example: `Nov 10 12:55:36 web1 in.telnetd[4211]: refused connect from client.example.com (192.0.2.7)`,
		Message: tcpWrappersMessage, Bare: true, Terse: true,
	},
	{
		Name:     "f5_apm",
		Example:  `Nov 10 12:55:36 f5a notice apmd[4211]: 01490102:5: /Common/staff:Common:6f0b1c2d: Access policy result: Logon_Deny`,
		Message:  apmMessage,
		Programs: []string{"apmd"},
	},
	{
		Name:     "xinetd",
		Example:  `Nov 10 12:55:36 web1 xinetd[4211]: FAIL: ftp address from=192.0.2.7`,
		Message:  xinetdMessage,
		Programs: []string{"xinetd"},
	},
	{
		Name:     "screensharing",
		Example:  `Nov 10 12:55:36 mac1 screensharingd[4211]: Authentication: FAILED :: User Name: bob :: Viewer Address: 192.0.2.7 :: Type: DH`,
		Message:  screensharingMessage,
		Programs: []string{"screensharingd"},
	},
	{
		Name:     "strongswan",
		Example:  `Nov 10 12:55:36 vpn1 charon[4211]: 05[IKE] <rw|3> EAP method EAP_MSCHAPV2 failed for peer bob`,
		Message:  charonMessage,
		Programs: []string{"charon", "charon-systemd", "ipsec"},
	},
	{
		Name:    "oracle_ims",
		Example: `<co ts="2026-11-10T12:55:36.94" sc="tcp_submit" dr="+" ac="U" tr="TCP|10.0.0.1|465|192.0.2.7|51822" mi="Bad password" us="bob@example.com" di="535 5.7.8 Bad username or password"/>`,
		Line:    oracleIMSLine, Begins: "<",
	},
	{
		Name:    "3proxy",
		Example: `2026-11-10 12:55:36 +0100 PROXY.3128 00004 bob 192.0.2.7:52114 0.0.0.0:0 0 0 0`,
		Line:    threeProxyLine,
	},
	{
		Name:    "cisco_ise",
		Example: `<181>Nov 10 12:55:36 ise1 CISE_Failed_Attempts 0001027727 1 0 2026-11-10 12:55:36.301 +00:00 0015075255 5400 NOTICE Failed-Attempt: Authentication failed, UserName=bob, Calling-Station-ID=192.0.2.7, FailureReason=24408 User authentication against Active Directory failed,`,
		Message: iseMessage, Bare: true, Terse: true,
	},
	{
		Name:    "meraki",
		Example: `<134>1 1794315336.123456789 MX84 events anyconnect_vpn_connect user id 'bob' local ip 10.0.0.9 connected from 192.0.2.7`,
		Message: merakiMessage, Bare: true, Terse: true,
	},
	{
		Name:    "barracuda_waf",
		Example: `<134>2026-11-10 12:55:36.484 +0000  waf1 AUDIT bob GUI 192.0.2.7 64197 LOGIN 0 login  global - - "" "" []`,
		Message: barracudaMessage, Bare: true,
	},
	{
		Name:    "infoblox",
		Example: `Nov 10 12:55:36 ns1 httpd: 2026-11-10 12:55:36.123Z [bob]: Login_Denied - - to=AdminConnector ip=192.0.2.7 info=Local apparently_via=GUI`,
		Line:    infobloxLine, Begins: digitsFirst + "h",
	},
	{
		Name:    "cef",
		Example: `CEF:0|Vendor|Gateway|9.1|login-fail|Login failed|5|rt=1794315336123 src=192.0.2.7 spt=52114 suser=bob reason=wrong password outcome=failure`,
		Message: cefMessage, Bare: true, Terse: true,
	},
	{
		Name:    "mosquitto",
		Example: `1794315336: New client connected from 192.0.2.7:52114 as sensor1 (p2, c1, k60, u'bob').`,
		Line:    mosquittoLine, Begins: digitsFirst, Message: mosquittoMessage,
		Programs: []string{"mosquitto"},
	},
	{
		Name:    "panos",
		Example: `1,2026/11/10 12:55:36,007051000012345,SYSTEM,auth,0,2026/11/10 12:55:36,,auth-fail,vpn,0,0,general,medium,"failed authentication for user 'bob'. Reason: Invalid username/password. From: 192.0.2.7.",4211,0x0,0,0,0,0,,fw1`,
		Message: panosMessage, Bare: true, Terse: true,
	},
	{
		Name:    "oracle",
		Example: `Tue Nov 10 12:55:36 2026 +01:00 LENGTH : '160' ACTION :[7] 'CONNECT' DATABASE USER:[3] 'bob' PRIVILEGE :[4] 'NONE' CLIENT USER:[5] 'carol' CLIENT TERMINAL:[5] 'pts/0' STATUS:[4] '1017' DBID:[9] '123456789'`,
		Line:    oracleLine, Begins: "<", Message: oracleMessage, Bare: true, Terse: true,
	},
}
