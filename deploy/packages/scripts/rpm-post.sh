#!/bin/sh
# $1: how many versions are installed now, 1 at the first installation.
if [ "$1" -eq 1 ]; then
	systemctl --no-reload preset hashtail.service || :
fi
[ -d /run/systemd/system ] || exit 0
systemctl daemon-reload || :
if [ "$1" -gt 1 ]; then
	systemctl try-restart hashtail.service || :
fi
