# One Kafka broker (KRaft), one port for each way to log in. Sourced by backends.sh.
plain=$port sasl=$((port + 1)) ssl=$((port + 2)) sasl_ssl=$((port + 3)) mtls=$((port + 4)) controller=$((port + 5))
ports=($plain $sasl $ssl $sasl_ssl $mtls $controller)
user=shipper
kafka_java=("-Dlog4j2.configurationFile=$here/log4j2.properties" -cp "$base/lib/*")
launch=(-Xmx384m "${kafka_java[@]}" kafka.Kafka "$conf/server.properties")

setup() { jars "$here/kafka/pom.xml" "$base/lib"; }

configure() {
  local listener
  {
    cat <<CONF
process.roles=broker,controller
node.id=1
controller.quorum.bootstrap.servers=127.0.0.1:$controller
controller.listener.names=CONTROLLER
listeners=PLAINTEXT://127.0.0.1:$plain,SASL_PLAINTEXT://127.0.0.1:$sasl,SSL://127.0.0.1:$ssl,SASL_SSL://127.0.0.1:$sasl_ssl,MTLS://127.0.0.1:$mtls,CONTROLLER://127.0.0.1:$controller
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT,SSL:SSL,SASL_SSL:SASL_SSL,MTLS:SSL,CONTROLLER:PLAINTEXT
inter.broker.listener.name=PLAINTEXT
log.dirs=$data

ssl.keystore.type=PEM
ssl.keystore.location=$tls/server.pem
ssl.truststore.type=PEM
ssl.truststore.location=$tls/ca.crt
listener.name.mtls.ssl.client.auth=required
sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256,SCRAM-SHA-512
CONF
    for listener in sasl_plaintext sasl_ssl; do
      cat <<CONF
listener.name.$listener.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required user_$user="$password";
listener.name.$listener.scram-sha-256.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
listener.name.$listener.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
CONF
    done
    cat <<CONF

# None are set at first; a test can set some through the PLAINTEXT port, whose anonymous user may do anything.
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
allow.everyone.if.no.acl.found=true
super.users=User:ANONYMOUS

num.partitions=3
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
share.coordinator.state.topic.num.partitions=1
group.initial.rebalance.delay.ms=0
log.cleaner.dedupe.buffer.size=16777216
# Shorter than the defaults: a broker killed with -9 is back in seconds.
broker.heartbeat.interval.ms=500
broker.session.timeout.ms=4000
# The files of deleted topics would stay for a minute, and until the next start where the broker is stopped before.
log.segment.delete.delay.ms=100
CONF
  } >"$conf/server.properties"
  [ -f "$data/meta.properties" ] || format
}

# The SCRAM users live in the broker's own storage.
format() {
  local id
  id=$(openssl rand -base64 16 | tr '+/' '-_' | tr -d '=\n')
  java "${java_flags[@]}" "${kafka_java[@]}" kafka.tools.StorageTool format --standalone --cluster-id "$id" --config "$conf/server.properties" \
    --add-scram "SCRAM-SHA-256=[name=$user,password=$password]" \
    --add-scram "SCRAM-SHA-512=[name=$user,password=$password]" >"$base/format.log" 2>&1 ||
    die "the storage could not be formatted (log: $base/format.log)"
}

healthy() { grep -q 'Kafka Server started' "$log" 2>/dev/null && port_open "$plain"; }

variables() {
  emit "KAFKA_PLAINTEXT=127.0.0.1:$plain" "KAFKA_SASL=127.0.0.1:$sasl" "KAFKA_TLS=127.0.0.1:$ssl" \
    "KAFKA_SASL_TLS=127.0.0.1:$sasl_ssl" "KAFKA_MTLS=127.0.0.1:$mtls" "KAFKA_USER=$user" "KAFKA_PASSWORD=$password" \
    "TLS_CA=$tls/ca.crt" "TLS_CLIENT_CERT=$tls/client.crt" "TLS_CLIENT_KEY=$tls/client.key"
}
