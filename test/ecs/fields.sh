#!/usr/bin/env bash
# Writes test/ecs/.state/fields.json: every field of the Elastic Common Schema
# with its type and allowed values, from the npm package @elastic/ecs.
#   fields.sh
set -euo pipefail
version=9.4.0
state=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/.state
out=$state/fields.json
[ -s "$out" ] && exit 0
mkdir -p "$state"
cd "$state"
npm install --silent --no-fund --no-audit --no-save --prefix "$state" "@elastic/ecs@$version"
node -e '
  const { EcsFlat, EcsVersion } = require(process.argv[1] + "/node_modules/@elastic/ecs");
  const fields = {};
  for (const [name, f] of Object.entries(EcsFlat)) {
    fields[name] = { type: f.type, values: (f.allowed_values || []).map(v => ({ name: v.name, types: v.expected_event_types || [] })) };
  }
  process.stdout.write(JSON.stringify({ version: EcsVersion, fields }));
' "$state" >"$out.new"
mv "$out.new" "$out"
rm -rf "$state/node_modules"
