package parse

// ecsFields are the names under which events ship what a record holds, and the
// field that each is filled from. A user's own format names its fields so.
var ecsFields = [...]struct {
	name  string
	field Field
}{
	{"@timestamp", Time},
	{"message", Message},
	{"log.level", Level},
	{"log.logger", Logger},
	{"event.action", ActionWord},
	{"event.outcome", OutcomeWord},
	{"event.reason", Reason},
	{"event.code", Code},
	{"event.provider", Provider},
	{"event.severity", Severity},
	{"event.duration", Duration},
	{"error.message", ErrorText},
	{"error.type", ErrorType},
	{"error.code", ErrorCode},
	{"hashtail.count", Count},
	{"hashtail.token", Credential},
	{"hashtail.token.hash", TokenHash},
	{"source.ip", SourceIP},
	{"source.address", SourceIP},
	{"source.port", SourcePort},
	{"source.domain", SourceHost},
	{"network.forwarded_ip", ForwardedFor},
	{"network.transport", Transport},
	{"network.protocol", Protocol},
	{"destination.ip", DestIP},
	{"destination.address", DestIP},
	{"destination.port", DestPort},
	{"destination.domain", DestHost},
	{"user.name", UserName},
	{"user.id", UserID},
	{"user.email", UserEmail},
	{"user.domain", UserDomain},
	{"user.full_name", UserFullName},
	{"user.roles", UserRole},
	{"user.effective.name", EffectiveName},
	{"user.effective.id", EffectiveID},
	{"user.target.name", TargetName},
	{"user.target.id", TargetID},
	{"user.target.email", TargetEmail},
	{"user.target.domain", TargetDomain},
	{"group.name", GroupName},
	{"group.id", GroupID},
	{"http.request.method", Method},
	{"http.request.id", RequestID},
	{"http.request.referrer", Referrer},
	{"http.request.bytes", RequestBytes},
	{"http.response.status_code", Status},
	{"http.response.bytes", ResponseBytes},
	{"http.response.body.bytes", BodyBytes},
	{"http.version", Proto},
	{"url.original", Target},
	{"url.path", Path},
	{"url.query", Query},
	{"url.domain", URLHost},
	{"url.scheme", URLScheme},
	{"url.port", URLPort},
	{"user_agent.original", UserAgent},
	{"service.name", ServiceName},
	{"service.environment", ServiceEnv},
	{"service.version", ServiceVersion},
	{"service.node.name", ServiceNode},
	{"trace.id", TraceID},
	{"transaction.id", TransactionID},
	{"span.id", SpanID},
	{"process.name", ProcessName},
	{"process.pid", ProcessPID},
	{"process.parent.pid", ParentPID},
	{"process.executable", ProcessPath},
	{"process.command_line", CommandLine},
	{"process.working_directory", WorkingDir},
	{"log.syslog.msgid", MsgID},
}

// ecsField is the field of a name; NoField for an unknown one.
func ecsField(name string) Field {
	for i := range ecsFields {
		if ecsFields[i].name == name {
			return ecsFields[i].field
		}
	}
	return NoField
}

func ecsNames() []string {
	var all []string
	for i := range ecsFields {
		all = append(all, ecsFields[i].name)
	}
	return all
}
