# One server process per backend, known by its pid file. Sourced by backends.sh.

java_flags=(-XX:+UseSerialGC -XX:TieredStopAtLevel=1) # a quick start and a small process rather than speed

# The pid of our own running server. The command line must carry our marker: a
# pid that the system gave to another process is never signalled.
our_pid() {
  local pid args
  pid=$(cat "$pidfile" 2>/dev/null) && [ -n "$pid" ] || return 1
  args=$(ps -ww -o args= -p "$pid" 2>/dev/null) || return 1
  case $args in *" -Dhashtail.backend=$base "*) printf '%s\n' "$pid" ;; *) return 1 ;; esac
}

# spawn JAVA-ARGUMENT...: a server in a session of its own, so that Ctrl-C in a test does not reach it.
# Until it has become java it is a copy of this script, which our_pid does not know.
spawn() {
  local n=0
  setsid nohup java "-Dhashtail.backend=$base" "${java_flags[@]}" "-Djava.io.tmpdir=$base/tmp" "$@" >"$log" 2>&1 </dev/null 9>&- &
  printf '%s' "$!" >"$pidfile"
  until our_pid >/dev/null || [ $((n += 1)) -gt 50 ]; do sleep 0.1; done
}

# halt SIGNAL: signal our server and wait until it is gone.
halt() {
  local pid n=0
  if pid=$(our_pid); then
    kill "-$1" "$pid"
    while our_pid >/dev/null; do
      n=$((n + 1))
      if [ $n -eq 300 ]; then
        say "pid $pid outlives SIG$1 by 30 s: SIGKILL"
        kill -KILL "$pid"
      fi
      sleep 0.1
    done
    say "stopped (pid $pid)"
  fi
  rm -f "$pidfile" "$base/running"
}

wait_until_healthy() {
  local deadline=$((SECONDS + 120))
  until healthy; do
    if ! our_pid >/dev/null; then
      tail -n 20 "$log" >&2
      die "died while starting (log: $log)"
    fi
    if [ $SECONDS -ge $deadline ]; then
      tail -n 20 "$log" >&2
      halt KILL
      die "not healthy within 120 s (log: $log)"
    fi
    sleep 0.2
  done
}

port_open() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

ports_must_be_free() {
  local p
  for p in "${ports[@]}"; do
    port_open "$p" && die "port $p is in use by another program; BACKENDS_PORT moves all ports"
  done
  return 0
}

# healthy_url URL [curl argument]...: a search server that answers and has its shards.
healthy_url() {
  local url=$1
  shift
  curl -fsS -m 5 -o /dev/null --noproxy '*' "$@" "$url/_cluster/health?wait_for_status=yellow&wait_for_events=languid&timeout=3s" 2>/dev/null
}

# emit NAME=VALUE...: one line each, quoted for eval.
emit() {
  local pair
  for pair in "$@"; do printf '%s=%q\n' "${pair%%=*}" "${pair#*=}"; done
}
