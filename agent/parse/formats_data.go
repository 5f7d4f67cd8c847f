package parse

// dataFormats are the formats of databases.
var dataFormats = []Format{
	{
		Name:    "postgresql",
		Example: `2026-11-10 12:55:36.123 UTC [4211] bob@app FATAL:  password authentication failed for user "bob"`,
		Line:    postgresqlLine, Begins: digitsFirst + capitals + "[< ", Message: postgresqlMessage, Object: postgresqlObject,
		Programs: []string{"postgres", "postgresql"}, Keys: []string{"error_severity", "message"},
	},
	{
		Name:    "mysql",
		Example: `2026-11-10T12:55:36.123456Z 345 [Note] [MY-010926] [Server] Access denied for user 'bob'@'192.0.2.7' (using password: YES)`,
		Line:    mysqlLine, Begins: digitsFirst + "<#", Message: mysqlMessage, Object: mysqlObject,
		Programs: []string{"mysqld", "mariadbd", "mysql", "mariadb", "mysqld_safe", "mysql-server_auditing"}, Keys: []string{"audit_record"},
	},
	{
		Name:    "mysql_audit",
		Example: `{"timestamp":"2026-11-10 12:55:36","id":1,"class":"connection","event":"connect","connection_id":12,"account":{"user":"bob","host":"192.0.2.7"},"login":{"user":"bob","os":"","ip":"192.0.2.7","proxy":""},"connection_data":{"connection_type":"ssl","status":0,"db":"app"}}`,
		Object:  mysqlEnterprise, Keys: []string{"class", "connection_id"},
	},
	{
		Name:    "sqlserver",
		Example: `2026-11-10 12:55:36.12 Logon       Login failed for user 'bob'. Reason: Password did not match that for the login provided. [CLIENT: 192.0.2.7]`,
		Message: sqlserverMessage, Bare: true,
	},
	{
		Name:    "mongodb",
		Example: `{"t":{"$date":"2026-11-10T12:55:36.123+01:00"},"s":"I","c":"ACCESS","id":20249,"ctx":"conn23","msg":"Authentication failed","attr":{"mechanism":"SCRAM-SHA-256","principalName":"bob","authenticationDatabase":"admin","remote":"192.0.2.7:53276","error":"UserNotFound"}}`,
		Line:    mongodbLine, Object: mongodbObject, Keys: []string{"c", "ctx"},
	},
	{
		Name:    "mongodb_audit",
		Example: `{"atype":"authenticate","ts":{"$date":"2026-11-10T12:55:36.123+01:00"},"local":{"ip":"192.0.2.1","port":27017},"remote":{"ip":"192.0.2.7","port":53276},"users":[],"roles":[],"param":{"user":"bob","db":"admin","mechanism":"SCRAM-SHA-256"},"result":18}`,
		Object:  mongodbAudit, Keys: []string{"atype"},
	},
	{
		Name:    "couchdb",
		Example: `[notice] 2026-11-10T12:55:36.123456Z couchdb@db1 <0.1.0> c0ffee app.example:5984 192.0.2.7 bob GET /_session 401 ok 3`,
		Line:    couchdbLine, Begins: "[",
	},
	{
		Name:    "arangodb",
		Example: `2026-11-10 12:55:36 | db1 | audit-authentication | bob | _system | 192.0.2.7:52114 | http basic | credentials wrong | /_api/database`,
		Message: arangodbMessage, Bare: true,
	},
	{
		Name:    "redshift",
		Example: `authentication failure |Tue, 10 Nov 2026 12:55:36:123|::ffff:192.0.2.7 |52114 |12345|app |bob |password |0|TLSv1.2|0| | | |`,
		Line:    redshiftLine, Begins: "adis",
	},
	{
		Name:    "clickhouse",
		Example: `2026.11.10 12:55:36.123456 [ 811 ] {} <Error> ServerErrorHandler: Code: 516. DB::Exception: bob: Authentication failed: password is incorrect, or there is no user with such name. (AUTHENTICATION_FAILED)`,
		Message: clickhouseMessage, Bare: true,
	},
	{
		Name:    "redis",
		Example: `4211:M 10 Nov 2026 12:55:36.123 # Possible SECURITY ATTACK detected. It looks like somebody is sending POST or Host: commands to Redis. Connection from 192.0.2.7:52114 aborted.`,
		Line:    redisLine, Begins: digitsFirst,
	},
}
