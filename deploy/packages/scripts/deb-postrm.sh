#!/bin/sh
# Removing keeps state and configuration, purging keeps nothing.
set -e
if [ "$1" = purge ]; then
	rm -rf /var/lib/hashtail /etc/hashtail
	rm -f /etc/systemd/system/multi-user.target.wants/hashtail.service
	if getent passwd hashtail >/dev/null; then
		userdel hashtail
	fi
fi
if [ -d /run/systemd/system ]; then
	systemctl daemon-reload
fi
