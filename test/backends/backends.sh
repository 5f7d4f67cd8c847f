#!/usr/bin/env bash
# Real servers for the tests, on loopback, from Maven artifacts; see README.md.
set -uo pipefail

usage="usage: backends.sh setup|start|stop|kill|status|pid|env|wipe [kafka|elasticsearch|elasticsearch-secure|opensearch]..."
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
state=${BACKENDS_STATE:-$here/.state}
port=${BACKENDS_PORT:-19200} # the first of 16 ports
tls=$state/tls

say() { printf '%s: %s\n' "${name:-backends}" "$*" >&2; }
die() { say "$*"; exit 1; }

need() {
  local tool
  for tool in "$@"; do
    command -v "$tool" >/dev/null || die "needs $tool on the PATH (Debian: apt install openjdk-17-jdk-headless maven openssl curl procps)"
  done
}

case $state in /*) ;; *) die "BACKENDS_STATE must be an absolute path" ;; esac

. "$here/artifacts.sh"
. "$here/process.sh"

# use NAME: set the variables of one backend and load the functions setup, configure, healthy and variables, and the array launch.
use() {
  name=$1 base=$state/$1
  conf=$base/config data=$base/data log=$base/server.log pidfile=$base/server.pid
  case $name in
    kafka | opensearch) . "$here/$name/$name.sh" ;;
    elasticsearch | elasticsearch-secure) . "$here/elasticsearch/elasticsearch.sh" ;;
    *) die "no such backend; $usage" ;;
  esac
}

do_setup() {
  need java javac jar mvn openssl curl ps
  mkdir -p "$base" "$conf" "$data" "$base/tmp"
  make_password
  make_tls
  setup
}

# Reuses a running server, unless its configuration or its jars are no longer those of this checkout.
do_start() {
  local pid want began=$SECONDS
  do_setup
  configure
  want=$(cat "$conf"/* "$here"/*/*.sh | cksum)
  if pid=$(our_pid); then
    if [ "$(cat "$base/running" 2>/dev/null)" = "$want" ] && healthy; then
      say "already running (pid $pid)"
      return
    fi
    halt TERM
  fi
  ports_must_be_free
  spawn "${launch[@]}"
  wait_until_healthy
  printf '%s' "$want" >"$base/running"
  say "healthy after $((SECONDS - began)) s (pid $(our_pid))"
}

do_stop() { halt TERM; }
do_kill() { halt KILL; } # for crash tests: the data stay
do_pid() { our_pid || die "not running"; }
do_env() { make_password; variables; }

do_status() {
  local pid
  pid=$(our_pid) || die "not running"
  say "running (pid $pid, $(($(ps -o rss= -p "$pid") / 1024)) MiB resident)"
}

do_wipe() {
  our_pid >/dev/null && die "still running"
  rm -rf "$data" "$log"
}

command=${1:-}
case $command in
  setup | start | stop | kill | status | pid | env | wipe) shift ;;
  *) echo "$usage" >&2; exit 2 ;;
esac
[ $# -gt 0 ] || set -- kafka elasticsearch elasticsearch-secure opensearch

mkdir -p "$state" || exit 1
case $command in
  setup | start | stop | kill | wipe)
    need flock
    exec 9>"$state/lock"
    flock 9 # one at a time in this state folder; servers do not inherit it
    ;;
esac

status=0
for backend in "$@"; do
  (use "$backend" && "do_$command") && continue
  status=1
  case $command in setup | start) break ;; esac
done
exit $status
