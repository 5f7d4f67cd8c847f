package sinks

import (
	"iter"
	"strings"
)

// ownFields are what ECS has no field for. Components of Elastic know the rest.
var ownFields = []struct {
	kind  string
	names string
}{
	{"date", "hashtail.token.created hashtail.token.not_after hashtail.token.not_before"},
	{"boolean", "hashtail.token.verified"},
	{"long", "hashtail.count hashtail.length hashtail.redactions.count"},
	{"keyword", `hashtail.redactions.location hashtail.redactions.type
		hashtail.token.audience hashtail.token.client_id hashtail.token.hash hashtail.token.hash_alg hashtail.token.id
		hashtail.token.issuer hashtail.token.key_id hashtail.token.location hashtail.token.scope hashtail.token.subject
		hashtail.token.type`},
}

// ecsFields are the fields of ECS that event's encoder writes, and event.ingested, which
// pipelines of the server add, in types that every server has: Elastic's own wildcard,
// constant_keyword and match_only_text are missing in some.
var ecsFields = []struct {
	kind  string
	names string
}{
	{"date", "@timestamp event.created event.ingested"},
	{"ip", "destination.ip host.ip network.forwarded_ip related.ip source.ip"},
	{"geo_point", "source.geo.location"},
	{"long", `destination.port event.duration event.severity
		http.request.bytes http.response.body.bytes http.response.bytes http.response.status_code
		log.offset log.syslog.facility.code log.syslog.priority log.syslog.severity.code
		process.parent.pid process.pid source.as.number source.port url.port`},
	{"text", "error.message message"},
	{"keyword", `agent.id agent.name agent.type agent.version
		container.id container.name
		destination.address destination.domain
		ecs.version error.code error.type
		event.action event.category event.code event.dataset event.id event.kind event.module event.original event.outcome
		event.provider event.reason event.type
		group.id group.name
		host.architecture host.id host.name host.os.name host.os.version
		http.request.id http.request.method http.request.referrer http.version
		log.file.path log.level log.logger log.syslog.appname log.syslog.hostname log.syslog.msgid log.syslog.procid
		network.protocol network.transport
		orchestrator.namespace orchestrator.resource.id orchestrator.resource.name orchestrator.resource.type orchestrator.type
		process.command_line process.executable process.name process.working_directory
		related.hash related.hosts related.user
		service.environment service.name service.node.name service.version
		source.address source.as.organization.name source.domain
		source.geo.city_name source.geo.continent_code source.geo.country_iso_code source.geo.country_name
		source.geo.region_iso_code source.geo.region_name source.geo.timezone
		span.id tags
		trace.id transaction.id
		url.domain url.original url.path url.query url.scheme
		user.domain user.email user.full_name user.id user.name user.roles
		user.effective.domain user.effective.email user.effective.full_name user.effective.id user.effective.name
		user.target.domain user.target.email user.target.full_name user.target.id user.target.name
		user_agent.original`},
}

// Fields are the names of all fields that an event may have, but for its labels.
func Fields() iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, f := range append(ownFields[:len(ownFields):len(ownFields)], ecsFields...) {
			for name := range strings.FieldsSeq(f.names) {
				if !yield(name) {
					return
				}
			}
		}
	}
}

func ownMappings() map[string]any {
	properties := map[string]any{}
	for _, f := range ownFields {
		addFields(properties, f.kind, f.names)
	}
	return map[string]any{"properties": properties}
}

func allMappings() map[string]any {
	m := ownMappings()
	for _, f := range ecsFields {
		addFields(m["properties"].(map[string]any), f.kind, f.names)
	}
	m["date_detection"] = false
	m["dynamic_templates"] = []any{map[string]any{"strings_are_keywords": map[string]any{
		"match_mapping_type": "string",
		"mapping":            fieldType("keyword"),
	}}}
	return m
}

func addFields(properties map[string]any, kind, names string) {
	for _, name := range strings.Fields(names) {
		at := properties
		parts := strings.Split(name, ".")
		for _, part := range parts[:len(parts)-1] {
			object, ok := at[part].(map[string]any)
			if !ok {
				object = map[string]any{"properties": map[string]any{}}
				at[part] = object
			}
			at = object["properties"].(map[string]any)
		}
		at[parts[len(parts)-1]] = fieldType(kind)
	}
}

// fieldType: a keyword longer than 1024 is stored and not indexed, as in
// Elastic's own templates; the encoder cuts to that length.
func fieldType(kind string) map[string]any {
	if kind == "keyword" {
		return map[string]any{"type": kind, "ignore_above": 1024}
	}
	return map[string]any{"type": kind}
}
