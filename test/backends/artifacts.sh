# Jars, certificates and the password, each made once per state folder. Sourced by backends.sh.

# jars POM TARGET: copy the runtime jars of a pom to a folder, unless they are there already.
jars() {
  local pom=$1 target=$2 want attempt
  want=$(cksum <"$pom")
  [ "$(cat "$target/.stamp" 2>/dev/null)" = "$want" ] && return
  say "fetching jars"
  for attempt in 1 2 3; do
    rm -rf "$target" && mkdir -p "$target" # a half-copied folder must never look complete
    if mvn -q -B -ntp -f "$pom" dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory="$target" >"$target/.maven.log" 2>&1; then
      printf '%s' "$want" >"$target/.stamp"
      return
    fi
    say "maven attempt $attempt was not successful"
  done
  tail -n 5 "$target/.maven.log" >&2
  die "the jars could not be fetched (log: $target/.maven.log)"
}

# compile CLASSPATH TARGET SOURCE...: TARGET is a jar.
compile() {
  local classpath=$1 target=$2 classes
  shift 2
  classes=$(mktemp -d "$state/classes.XXXXXX") || exit 1
  javac -nowarn -Xlint:none -proc:none -cp "$classpath" -d "$classes" "$@" &&
    jar --create --file "$target" -C "$classes" . || die "$* does not compile"
  rm -rf "$classes"
}

# One random password for every user of every backend.
make_password() {
  if [ ! -s "$state/password" ]; then
    need openssl
    (umask 077 && openssl rand -hex 16 >"$state/password") || die "no password could be made"
  fi
  password=$(cat "$state/password")
}

# A certificate authority, a certificate for localhost and one for clients. The
# chain ends with the authority, so that clients can pin its fingerprint.
make_tls() {
  [ -f "$tls/.stamp" ] && return
  rm -rf "$tls" && mkdir -p "$tls" || exit 1
  (
    set -e
    umask 077
    cd "$tls"
    openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj "/CN=hashtail test CA" \
      -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign -keyout ca.key -out ca.crt
    printf 'basicConstraints=CA:FALSE\nsubjectAltName=DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth\n' >server.ext
    printf 'basicConstraints=CA:FALSE\nextendedKeyUsage=clientAuth\n' >client.ext
    for who in server client; do
      openssl req -newkey rsa:2048 -nodes -subj "/CN=hashtail-test-$who" -keyout $who.key -out $who.csr
      openssl x509 -req -days 3650 -in $who.csr -CA ca.crt -CAkey ca.key -CAcreateserial -extfile $who.ext -out $who.crt
    done
    cat server.crt ca.crt >chain.crt
    cat server.key chain.crt >server.pem
    touch .stamp
  ) >"$state/tls.log" 2>&1
  [ -f "$tls/.stamp" ] || die "the certificates could not be made (log: $state/tls.log)"
}
