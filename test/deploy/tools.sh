#!/usr/bin/env bash
# Makes sure of what the tests of deploy/ need. "fast": what make deploy-fast needs; else everything.
set -euo pipefail

missing() {
  command -v systemd-analyze >/dev/null || echo systemd
  command -v rpm >/dev/null || echo rpm
  python3 -c 'import ensurepip, venv' 2>/dev/null || echo python3-venv
  [ "${1-}" != fast ] || return 0
  local tool
  for tool in debootstrap buildah podman runc; do
    command -v "$tool" >/dev/null || echo "$tool"
  done
  command -v systemd-nspawn >/dev/null || echo systemd-container
  command -v nsenter >/dev/null || echo util-linux
}

packages=$(missing "$@" | tr '\n' ' ')
if [ -n "$packages" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "installing $packages"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  # shellcheck disable=SC2086  # several names
  apt-get install -y -qq --no-install-recommends $packages >/dev/null
  packages=$(missing "$@" | tr '\n' ' ')
fi
if [ -n "$packages" ]; then
  echo "missing for the tests of deploy/ (Debian package names): $packages" >&2
  exit 1
fi

state=${XDG_CACHE_HOME:-$HOME/.cache}/hashtail-deploy
mkdir -p "$state"
exec 9>"$state/lock"
flock 9 # one at a time
if [ ! -x "$state/venv/bin"/kubernetes-validate ]; then
  python3 -m venv "$state/venv"
  "$state/venv/bin"/pip install --quiet kubernetes-validate==1.37.0
fi
[ "${1-}" != fast ] || exit 0

# A Debian that has what the stories use, and CA certificates as the builder image has them.
if [ ! -d "$state/debian" ]; then
  ! mountpoint --quiet "$state/debian.new/proc" || umount "$state/debian.new/proc" # of a run that was interrupted
  rm -rf --one-file-system "$state/debian.new"
  debootstrap --variant=minbase --include=systemd,systemd-sysv,dbus,logrotate,procps,curl,ca-certificates \
    bookworm "$state/debian.new" >"$state/debootstrap.log" || { tail -5 "$state/debootstrap.log" >&2; exit 1; }
  mv "$state/debian.new" "$state/debian"
fi
