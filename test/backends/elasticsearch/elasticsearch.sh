# Elasticsearch, plain and with security: two instances that share their jars. Sourced by backends.sh.
es=$here/elasticsearch
install=$state/elasticsearch/install
case $name in
  elasticsearch) security=false ports=($((port + 6)) $((port + 7))) url=http://localhost:${ports[0]} ;;
  elasticsearch-secure) security=true ports=($((port + 8)) $((port + 9))) url=https://localhost:${ports[0]} ;;
esac
launch=(-Xms512m -Xmx512m -cp "$install/lib/*" EsNode "$install" "$conf")

setup() {
  local all=$state/elasticsearch/jars want
  jars "$es/pom.xml" "$all"
  want=$(cat "$es"/pom.xml "$es"/*.java "$es/elasticsearch.sh" | cksum)
  [ "$(cat "$install/.stamp" 2>/dev/null)" = "$want" ] && return
  rm -rf "$install" && mkdir -p "$install/lib" || exit 1
  place "$all"
  compile "$install/lib/*" "$install/lib/node.jar" "$es/EsNode.java"
  compile "$install/lib/*" "$install/modules/extras/extras.jar" "$es/Extras.java"
  saml_stubs "$install/modules/x-pack-security/stubs.jar"
  printf '%s' "$want" >"$install/.stamp"
}

# The layout of the distribution: the server's jars in lib/, each module in a
# folder of its own with a descriptor, because each gets its own class loader.
place() {
  local modules=$install/modules jar version
  mkdir -p "$modules"/{transport-netty4,x-pack-core,x-pack-security,extras}
  for jar in "$1"/*.jar; do
    case ${jar##*/} in
      elasticsearch-ssl-config-*) cp "$jar" "$modules/transport-netty4/" && cp "$jar" "$modules/x-pack-core/" ;;
      elasticsearch-* | lucene-* | log4j-api-* | log4j-core-* | log4j2-ecs-* | ecs-logging-* | hppc-* | HdrHistogram-* | jopt-simple-* | lz4-java-* | joni-* | jcodings-*)
        cp "$jar" "$install/lib/" ;;
      transport-netty4-* | netty-*) cp "$jar" "$modules/transport-netty4/" && cp "$jar" "$modules/x-pack-security/" ;;
      httpclient-cache-*) cp "$jar" "$modules/x-pack-security/" ;;
      x-pack-core-* | x-pack-template-* | http* | commons-* | unboundid-* | log4j-1.2-api-*) cp "$jar" "$modules/x-pack-core/" ;;
      *) cp "$jar" "$modules/x-pack-security/" ;;
    esac || die "cannot copy $jar"
  done
  version=$(cd "$modules/x-pack-security" && echo x-pack-security-*.jar)
  version=${version#x-pack-security-} version=${version%.jar}
  descriptor transport-netty4 org.elasticsearch.transport.netty4.Netty4Plugin
  descriptor x-pack-core org.elasticsearch.xpack.core.XPackPlugin
  descriptor x-pack-security org.elasticsearch.xpack.security.Security x-pack-core
  descriptor extras Extras
}

# descriptor MODULE CLASS [EXTENDED-MODULE]
descriptor() {
  cat >"$install/modules/$1/plugin-descriptor.properties" <<CONF
name=$1
description=$1
version=$version
elasticsearch.version=$version
java.version=17
classname=$2
extended.plugins=${3:-}
has.native.controller=false
CONF
}

# The SAML library is not on Maven Central; these names are all that class verification asks for.
saml_stubs() {
  local source type
  source=$(mktemp -d "$state/stubs.XXXXXX") || exit 1
  for type in core.xml.XMLObject saml.saml2.core.RequestAbstractType saml.saml2.core.StatusResponseType; do
    printf 'package org.opensaml.%s;\npublic interface %s {}\n' "${type%.*}" "${type##*.}" >"$source/${type##*.}.java"
  done
  compile . "$1" "$source"/*.java
  rm -rf "$source"
}

configure() {
  cp "$here/log4j2.properties" "$conf/"
  cat >"$conf/elasticsearch.yml" <<CONF
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
xpack.license.self_generated.type: basic
xpack.security.enabled: $security
xpack.security.enrollment.enabled: false
CONF
  [ $security = true ] || return 0
  cp "$tls"/{server.key,chain.crt,ca.crt} "$conf/" || exit 1
  cat >>"$conf/elasticsearch.yml" <<CONF
xpack.security.http.ssl.enabled: true
xpack.security.http.ssl.key: server.key
xpack.security.http.ssl.certificate: chain.crt
xpack.security.http.ssl.certificate_authorities: [ca.crt]
xpack.security.http.ssl.client_authentication: optional
CONF
  export ES_BOOTSTRAP_PASSWORD=$password
}

healthy() {
  port_open "${ports[0]}" || return 1 # cheap while the JVM is still loading
  if [ $security = true ]; then
    # The password by standard input: a command line is public.
    printf 'user = "elastic:%s"\n' "$password" | healthy_url "$url" --config - --cacert "$tls/ca.crt"
  else
    healthy_url "$url"
  fi
}

variables() {
  if [ $security = true ]; then
    emit "ES_SECURE_URL=$url" "ES_USER=elastic" "ES_PASSWORD=$password" \
      "TLS_CA=$tls/ca.crt" "TLS_CLIENT_CERT=$tls/client.crt" "TLS_CLIENT_KEY=$tls/client.key"
  else
    emit "ES_URL=$url"
  fi
}
