#!/bin/sh
# Counts the instructions that a line costs in the worker (see BenchmarkWorker)
# under callgrind, and compares them with test/bench/instructions.txt: unlike
# time, they do not depend on what else the machine does. -update stores them.
# callgrind's processor has no SHA instructions, so A and E count more than a
# real one needs.
set -eu
cd "$(dirname "$0")/../.."
baseline=test/bench/instructions.txt
tolerance=3 # per cent
if ! command -v valgrind >/dev/null; then
	echo "bench-gate: NOT CHECKED: valgrind is not installed (apt-get install valgrind)" >&2
	exit 2
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
${GO:-go} test -c -o "$work/agent.test" ./agent

# counted WORKLOAD LINES: instructions of a run
counted() {
	GODEBUG=asyncpreemptoff=1 GOMAXPROCS=1 GOGC=off valgrind --tool=callgrind --callgrind-out-file=/dev/null \
		--toggle-collect='github.com/hashtail/hashtail/agent.(*worker).Block' \
		"$work/agent.test" -test.run '^$' -test.bench "Worker/$1\$" -test.benchtime "$2x" -test.cpu 1 >"$work/out" 2>&1 || true
	n=$(sed -n 's/.*Collected : \([0-9]*\).*/\1/p' "$work/out")
	if [ -z "$n" ]; then
		echo "bench-gate: NOT CHECKED: callgrind counted nothing:" >&2
		tail -5 "$work/out" >&2
		exit 2
	fi
	echo "$n"
}

status=0
for w in A B C D E F; do
	few=$(counted $w 10000)
	many=$(counted $w 40000)
	now=$(((many - few) / 30000)) # what warming up costs is in both
	echo "$w $now" >>"$work/instructions.txt"
	if [ "${1-}" = -update ]; then
		echo "$w: $now instructions a line"
		continue
	fi
	was=$(awk -v w=$w '$1 == w {print $2}' $baseline)
	if [ -z "$was" ]; then
		echo "bench-gate: $baseline has no line for $w" >&2
		exit 2
	fi
	echo "$w: $now instructions a line, $was before"
	if [ $((now * 100)) -gt $((was * (100 + tolerance))) ]; then
		echo "bench-gate: FAILED: $w needs more than $tolerance % more instructions than $baseline says" >&2
		status=1
	fi
done
if [ "${1-}" = -update ]; then
	cp "$work/instructions.txt" $baseline
fi
exit $status
