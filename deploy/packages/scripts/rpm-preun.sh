#!/bin/sh
# $1: how many versions stay installed, 0 when the package goes.
if [ "$1" -eq 0 ]; then
	systemctl --no-reload disable hashtail.service || :
	[ ! -d /run/systemd/system ] || systemctl stop hashtail.service || :
fi
