# One OpenSearch node without the security plugin. Sourced by backends.sh.
ports=($((port + 10)) $((port + 11)))
url=http://localhost:${ports[0]}
launch=(-Xms512m -Xmx512m -cp "$base/node.jar:$base/lib/*" OsNode "$base/home" "$conf")

setup() {
  local os=$here/opensearch want
  jars "$os/pom.xml" "$base/lib"
  want=$(cat "$os/pom.xml" "$os/OsNode.java" | cksum)
  [ "$(cat "$base/node.stamp" 2>/dev/null)" = "$want" ] && return
  compile "$base/lib/*" "$base/node.jar" "$os/OsNode.java"
  printf '%s' "$want" >"$base/node.stamp"
}

configure() {
  cp "$here/log4j2.properties" "$conf/"
  cat >"$conf/opensearch.yml" <<CONF
cluster.name: hashtail-test
node.name: $name
path.data: "$data"
path.logs: "$base"
network.host: 127.0.0.1
http.port: ${ports[0]}
transport.port: ${ports[1]}
discovery.type: single-node
cluster.routing.allocation.disk.threshold_enabled: false
action.destructive_requires_name: false
CONF
}

healthy() { port_open "${ports[0]}" && healthy_url "$url"; }

variables() { emit "OPENSEARCH_URL=$url"; }
