package parse

// mailFormats are the formats of servers of mail and of files.
var mailFormats = []Format{
	{
		Name:    "hmailserver",
		Example: "\"IMAPD\"\t4211\t12\t\"2026-11-10 12:55:36.123\"\t\"192.0.2.7\"\t\"SENT: A1 NO Invalid user name or password.\"",
		Line:    hmailserverLine, Begins: `"`,
	},
	{
		Name:     "dovecot",
		Example:  `Nov 10 12:55:36 mail dovecot: imap-login: Disconnected: Connection closed (auth failed, 2 attempts in 9 secs): user=<bob>, method=PLAIN, rip=192.0.2.7, lip=192.0.2.1, TLS, session=<kXw1>`,
		Message:  dovecotMessage,
		Programs: []string{"dovecot", "imap-login", "pop3-login", "managesieve-login", "submission-login", "auth-worker", "dovecot-auth"}, Bare: true,
	},
	{
		Name:     "postfix",
		Example:  `Nov 10 12:55:36 mail postfix/smtpd[4211]: warning: unknown[192.0.2.7]: SASL LOGIN authentication failed: authentication failure, sasl_username=bob`,
		Message:  postfixMessage,
		Programs: []string{"postfix"},
	},
	{
		Name:     "saslauthd",
		Example:  `Nov 10 12:55:36 mail saslauthd[4211]: do_auth         : auth failure: [user=bob] [service=smtp] [realm=example.com] [mech=pam] [reason=PAM auth error]`,
		Message:  saslauthdMessage,
		Programs: []string{"saslauthd"},
	},
	{
		Name:    "exim",
		Example: `2026-11-10 12:55:36 login authenticator failed for (laptop) [192.0.2.7]:52114: 535 Incorrect authentication data (set_id=bob)`,
		Line:    eximLine, Message: eximMessage,
		Programs: []string{"exim", "exim4"},
	},
	{
		Name:    "mailbox",
		Example: `Nov 10 12:55:36 mail imapd: LOGIN FAILED, user=bob, ip=[::ffff:192.0.2.7], port=[52114]`,
		Message: mailboxMessage,
		Programs: []string{"imapd", "imapd-ssl", "imaplogin", "pop3d", "pop3d-ssl", "pop3login", "ipop3d", "ipop2d", "courieresmtpd", "esmtpd", "esmtpd-ssl", "cyrus",
			"imap", "imaps", "pop3", "pop3s", "sieve", "timsieved", "nntp", "authdaemond", "authdaemond.plain"}, Bare: true,
	},
	{
		Name:     "vpopmail",
		Example:  `Nov 10 12:55:36 mail vpopmail[4211]: vchkpw-smtp: password fail bob@example.com:192.0.2.7`,
		Message:  vpopmailMessage,
		Programs: []string{"vpopmail", "vchkpw"},
	},
	{
		Name:     "sendmail",
		Example:  `Nov 10 12:55:36 mail sm-mta[4211]: 5AABtaXk004211: AUTH failure (LOGIN): authentication failure (-13) SASL(-13): authentication failure: checkpass failed, user=bob, relay=client.example.com [192.0.2.7]`,
		Message:  sendmailMessage,
		Programs: []string{"sendmail", "sm-mta", "sm-msp-queue", "sm-acceptingconnections"},
	},
	{
		Name:     "opensmtpd",
		Example:  `Nov 10 12:55:36 mail smtpd[4211]: 8f2c1d0a5b6e7f80 smtp authentication user=bob result=permfail`,
		Message:  opensmtpdMessage,
		Programs: []string{"smtpd"},
	},
	{
		Name:    "exchange",
		Example: `2026-11-10T12:55:36.123Z,0000000000000004,3,10.0.0.1:993,192.0.2.7:52114,bob,12,31,34,login,bob *****,"R=""a NO LOGIN failed."""`,
		Line:    exchangeLine,
	},
	{
		Name:    "vsftpd",
		Example: `Tue Nov 10 12:55:36 2026 [pid 4211] [bob] FAIL LOGIN: Client "192.0.2.7"`,
		Line:    vsftpdLine, Message: vsftpdMessage,
		Programs: []string{"vsftpd"},
	},
	{
		Name:     "proftpd",
		Example:  `Nov 10 12:55:36 ftp1 proftpd[4211]: ftp1.example.com (192.0.2.7[192.0.2.7]) - USER bob (Login failed): Incorrect password`,
		Message:  proftpdMessage,
		Programs: []string{"proftpd"},
	},
	{
		Name:     "pureftpd",
		Example:  `Nov 10 12:55:36 ftp1 pure-ftpd: (?@192.0.2.7) [WARNING] Authentication failed for user [bob]`,
		Message:  pureftpdMessage,
		Programs: []string{"pure-ftpd"}, Bare: true,
	},
	{
		Name:     "ftpd",
		Example:  `Nov 10 12:55:36 ftp1 ftpd[4211]: FTP LOGIN FAILED FROM client.example.com [192.0.2.7], bob`,
		Message:  ftpdMessage,
		Programs: []string{"ftpd", "wu-ftpd", "in.ftpd", "lukemftpd", "tnftpd"},
	},
}
