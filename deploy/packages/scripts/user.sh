#!/bin/sh
# Before the files arrive, as some belong to the group: the lines of /usr/lib/sysusers.d/hashtail.conf.
set -e
systemd-sysusers --replace=/usr/lib/sysusers.d/hashtail.conf - <<'USERS'
u hashtail - "hashtail log shipper" /var/lib/hashtail
m hashtail adm
m hashtail systemd-journal
USERS
