#!/usr/bin/env bash
# Makes sure of what the tests need beyond Go: installs it on Debian as root, else says what is missing.
set -euo pipefail

missing() {
  command -v gcc >/dev/null || echo gcc libc6-dev # go test -race
  javac -version 2>&1 | grep -Eq '^javac (1[7-9]|[2-9][0-9])' || echo openjdk-17-jdk-headless
  command -v mvn >/dev/null || echo maven
  command -v openssl >/dev/null || echo openssl
  command -v curl >/dev/null || echo curl ca-certificates
  command -v ps >/dev/null || echo procps
  command -v flock >/dev/null || echo util-linux
  command -v journalctl >/dev/null || echo systemd
  [ -x /lib/systemd/systemd-journal-remote ] || echo systemd-journal-remote
  python3 -c 'import ensurepip, venv' 2>/dev/null || echo python3-venv
}

packages=$(missing | tr '\n' ' ')
if [ -n "$packages" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "installing $packages"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  # shellcheck disable=SC2086  # several names
  apt-get install -y -qq --no-install-recommends $packages >/dev/null
  packages=$(missing | tr '\n' ' ')
fi
if [ -n "$packages" ]; then
  echo "missing for the tests (Debian package names): $packages" >&2
  exit 1
fi
