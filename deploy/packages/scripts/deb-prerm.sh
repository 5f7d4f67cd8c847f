#!/bin/sh
# The service runs through an upgrade; postinst restarts it.
set -e
if [ "$1" = remove ] && [ -d /run/systemd/system ]; then
	systemctl stop hashtail.service
fi
