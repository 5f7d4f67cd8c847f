package parse

// hostFormats are the formats of what a host itself logs: its doors, its users, its kernel.
var hostFormats = []Format{
	{
		Name:     "sshd",
		Example:  `Nov 10 12:55:36 web1 sshd[4211]: Failed password for invalid user bob from 192.0.2.7 port 52114 ssh2`,
		Message:  sshdMessage,
		Programs: []string{"sshd", "sshd-session", "sshd-auth", "internal-sftp", "sftp-server"}, Bare: true, Terse: true,
	},
	{
		Name:     "dropbear",
		Example:  `Nov 10 12:55:36 router dropbear[4211]: Bad password attempt for 'root' from 192.0.2.7:52114`,
		Message:  dropbearMessage,
		Programs: []string{"dropbear"}, Bare: true, Terse: true,
	},
	{
		Name:     "sudo",
		Example:  `Nov 10 12:55:36 web1 sudo:    alice : TTY=pts/0 ; PWD=/home/alice ; USER=root ; COMMAND=/usr/bin/id`,
		Message:  sudoMessage,
		Object:   sudoObject,
		Programs: []string{"sudo", "sudo-rs"}, Keys: []string{"sudo"}, Bare: true,
	},
	{
		Name:    "doas",
		Example: `Nov 10 12:55:36 bsd1 doas: alice ran command /usr/bin/id as root from /home/alice`,
		Message: doasMessage, Bare: true,
		Programs: []string{"doas"},
	},
	{
		Name:    "su",
		Example: `Nov 10 12:55:36 web1 su[4211]: FAILED SU (to root) alice on pts/1`,
		Message: suMessage, Bare: true, Terse: true,
		Programs: []string{"su", "su-l", "runuser"},
	},
	{
		Name:    "login",
		Example: `Nov 10 12:55:36 web1 login[4211]: FAILED LOGIN (1) on '/dev/tty1' FOR 'alice', Authentication failure`,
		Message: loginMessage, Bare: true,
		Programs: []string{"login", "agetty", "remote"},
	},
	{
		Name:     "rsh",
		Example:  `Nov 10 12:55:36 web1 rshd[4211]: alice@192.0.2.7 as root: permission denied (Permission denied). cmd='id'`,
		Message:  rshMessage,
		Programs: []string{"rshd", "in.rshd", "rlogind", "in.rlogind", "rexecd", "in.rexecd"},
	},
	{
		Name:    "logind",
		Example: `Nov 10 12:55:36 web1 systemd-logind[612]: New session 5 of user alice.`,
		Message: logindMessage, Bare: true,
		Programs: []string{"systemd-logind", "elogind", "systemd"},
	},
	{
		Name:    "shadow",
		Example: `Nov 10 12:55:36 web1 useradd[4211]: new user: name=bob, UID=1001, GID=1001, home=/home/bob, shell=/bin/bash, from=/dev/pts/0`,
		Message: accountMessage, Bare: true,
		Programs: []string{"useradd", "userdel", "usermod", "groupadd", "groupdel", "groupmod", "passwd", "chpasswd", "chage", "gpasswd", "adduser", "newusers", "chfn", "chsh"},
	},
	{
		Name:     "cron",
		Example:  `Nov 10 12:55:36 web1 CRON[4211]: pam_unix(cron:session): session opened for user root(uid=0) by (uid=0)`,
		Message:  cronMessage,
		Programs: []string{"cron", "CRON", "crond", "CROND", "crontab", "anacron", "atd"},
	},
	{
		Name:    "chore",
		Example: `Nov 10 12:55:36 web1 snapd[4211]: pam_unix(snapd:session): session opened for user alice(uid=1000) by (uid=0)`,
		Message: choreMessage,
		Programs: []string{"dbus-daemon", "dbus", "dbus-broker", "dbus-broker-launch", "dnsmasq", "dhclient", "dhcpd", "dhcpcd", "NetworkManager", "ModemManager", "chronyd", "ntpd", "ntpdate", "smartd",
			"snapd", "containerd", "logrotate", "systemd-resolved", "systemd-timesyncd", "systemd-networkd", "systemd-udevd", "systemd-modules-load",
			"avahi-daemon", "irqbalance", "thermald", "gnome-shell", "pulseaudio", "pipewire", "wireplumber", "accounts-daemon", "udisksd", "fwupd", "packagekitd", "dpkg", "apt", "apt-get", "yum", "dnf",
			"unattended-upgrade", "unattended-upgrades", "rtkit-daemon", "upowerd", "colord", "bluetoothd", "wpa_supplicant", "multipathd", "mdadm", "lvm", "acpid", "haveged", "rngd", "tuned", "kdump", "tccd", "identd", "oidentd", "oscap", "policyd-spf", "opendkim", "opendmarc"},
	},
	{
		Name:    "auditd",
		Example: `type=USER_AUTH msg=audit(1794313536.123:456): pid=4211 uid=0 auid=4294967295 ses=4294967295 msg='op=PAM:authentication grantors=? acct="bob" exe="/usr/sbin/sshd" hostname=192.0.2.7 addr=192.0.2.7 terminal=ssh res=failed'`,
		Line:    auditLine, Begins: "nt", Message: auditMessage,
		Programs: []string{"audit", "auditd", "audispd", "audisp-syslog", "kernel"}, Bare: true,
	},
}
