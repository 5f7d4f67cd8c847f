#!/bin/sh
# $1 configure, $2 the version configured before, if any.
set -e
[ "$1" = configure ] || exit 0
if [ -z "$2" ]; then
	systemctl preset hashtail.service
fi
[ -d /run/systemd/system ] || exit 0
systemctl daemon-reload
if systemctl --quiet is-enabled hashtail.service; then
	# Also after an upgrade: the new program goes on where the old one was.
	systemctl restart hashtail.service ||
		echo "hashtail does not run yet: see journalctl -u hashtail" >&2
fi
