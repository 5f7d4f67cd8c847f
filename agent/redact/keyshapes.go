package redact

// keyShapes are the rows of the table of shapes for private keys as they are written
// into files, and for hashes of passwords.
var keyShapes = []shape{
	{"private_key", `b3BlbnNzaC1rZXktdjE[A-Za-z0-9+/=]{20,}`, "OpenSSH private key", nil, remove, nil},
	{"private_key", `MII[A-Z][A-Za-z0-9+/]{2}IBAAK[A-Za-z0-9+/=]{20,}`, "RSA private key", nil, remove, nil},
	{"private_key", `MII[A-Z][A-Za-z0-9+/]{2}IBADANBgkqhkiG9w0[A-Za-z0-9+/=]{20,}`, "PKCS 8 private key", nil, remove, nil},
	{"private_key", `MHcCAQEE[A-Za-z0-9+/=]{20,}`, "EC private key", nil, remove, nil},
	{"private_key", `MIGHAgEAMBMGByqGSM49[A-Za-z0-9+/=]{20,}`, "PKCS 8 EC private key", nil, remove, nil},
	{"private_key", `Private-MAC:[ +]([0-9a-f]{40,64})`, "what seals PuTTY's private key", nil, remove, nil},
	{"private_key", `MC4CAQAwBQYDK2Vw[A-Za-z0-9+/=]{20,}`, "Ed25519 private key", nil, remove, nil},
	{"password_hash", `\$2[abxy]\$[0-9]{2}\$[./A-Za-z0-9]{53}`, "bcrypt", nil, glued | remove, nil},
	{"password_hash", `\$[156]\$[A-Za-z0-9./=$]{20,}`, "crypt", nil, glued | remove, nil},
	{"password_hash", `\$apr1\$[./A-Za-z0-9]{1,8}\$[./A-Za-z0-9]{22}`, "Apache MD5", nil, glued | remove, nil},
	{"password_hash", `\$2\$[a-z0-9]{20,40}\$[a-z0-9]{40,64}`, "Rspamd PBKDF", nil, glued | remove, nil},
	{"password_hash", `\$y\$[./A-Za-z0-9$]{30,}`, "yescrypt", nil, glued | remove, nil},
	{"password_hash", `\$argon2[id]{1,2}\$[A-Za-z0-9$=,+/]{30,}`, "Argon2", nil, glued | remove, nil},
	{"password_hash", `\$pbkdf2[a-z0-9-]*\$[A-Za-z0-9$=+/.]{30,}`, "PBKDF2", nil, glued | remove, nil},
	{"password_hash", `pbkdf2_sha[0-9]{1,3}\$[A-Za-z0-9$=+/]{30,}`, "Django PBKDF2", nil, remove, nil},
	{"password_hash", `scrypt:[0-9]{4,8}:[0-9]{1,2}:[0-9]{1,2}\$[A-Za-z0-9]{8,}\$[0-9a-f]{64,}`, "Werkzeug scrypt", nil, remove, nil},
	{"password_hash", `pbkdf2:sha[0-9]{1,3}:[0-9]{3,8}\$[A-Za-z0-9]{8,}\$[0-9a-f]{32,}`, "Werkzeug PBKDF2", nil, remove, nil},
	{"password_hash", `md5[0-9a-f]{32}`, "PostgreSQL MD5", nil, remove, nil},
	{"password_hash", `\$P\$[./A-Za-z0-9]{31}`, "phpass", nil, glued | remove, nil},
	{"password_hash", `\{SSHA[0-9]{0,3}\}[A-Za-z0-9+/=]{24,}`, "LDAP SSHA", nil, glued | remove, nil},
	{"password_hash", `\{SHA[0-9]{0,3}\}[A-Za-z0-9+/=]{24,}`, "LDAP SHA", nil, glued | remove, nil},
	{"password_hash", `SCRAM-SHA-256\$[0-9]{3,6}:[A-Za-z0-9+/=$:]{40,}`, "PostgreSQL SCRAM verifier", nil, remove, nil},
	{"password_hash", `\$krb5[tT]gs\$[0-9]{1,2}\$\*[A-Za-z0-9$.@/:_~-]{3,200}\*\$([0-9a-f$]{32,})`, "Kerberos hash of a service's ticket", nil, glued | remove, nil},
	{"password_hash", `\$krb5[tT]gs\$[0-9]{1,2}\$[A-Za-z0-9$._-]{3,100}\*[A-Za-z0-9$.@/:_~-]{3,200}\*\$([0-9a-f$]{24,})`, "Kerberos hash of a service's ticket, by AES", nil, glued | remove, nil},
	{"password_hash", `\$krb5[aA]srep\$[0-9$]{0,3}[A-Za-z0-9.@_-]{1,100}:([0-9a-f$]{32,})`, "Kerberos hash of an answer", nil, glued | remove, nil},
	{"password_hash", `\$krb5[a-z0-9]{2,8}\$[A-Za-z0-9$.@/_-]{30,}`, "Kerberos hash", nil, glued | remove, nil},
	{"password_hash", `\$DCC2\$[0-9]{1,6}#[A-Za-z0-9._@-]{1,64}#([0-9a-f]{32})`, "cached credentials of a Windows domain", nil, glued | remove, nil},
	{"ntlm", `aad3b435b51404eeaad3b435b51404ee:[0-9a-f]{32}`, "NT hash", nil, remove, nil},
}
