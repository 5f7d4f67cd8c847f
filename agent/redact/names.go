package redact

// A how says which values under a name are secrets.
type how uint8

const (
	anyValue    how = iota // every value that is not a mask or a placeholder
	random                 // what looks like random characters
	code                   // a short number, or what looks random
	inQuery                // what looks random, in a URL's query or a form only
	phrase                 // words up to the end of the line
	sharedKey              // base64 with its padding, as clouds make such keys
	scheme                 // "Bearer x", "Basic y", "Digest …": the rest of a header line
	cookies                // a=b; c=d: each is judged by its own name
	oneTime                // Set-Cookie: a=b; Path=/
	madeHash               // a token's hash, made by the application
	never                  // the name only looks like a credential's
	oneTimeCode            // four to eight digits, or random letters and digits
	serial                 // groups of letters and digits, as sold software has them
	vendorKey              // random characters, or a UUID: a vendor's name says that it is no id
)

// A nameRow is one row of the table of names.
type nameRow struct {
	name  string // small letters and digits, as the end of a field's name
	kind  Kind
	how   how
	place Place // where such a secret stands; InMessage: where the text stands
	word  bool  // the name must be a word of its own: x_pin, userPin, not "spin"
}

func (r *nameRow) placeIn(at Place) Place {
	if r.place != InMessage && (at == InMessage || at == InBody) {
		return r.place
	}
	return at
}

// vague reports whether the name means many things that are no secret.
func (r *nameRow) vague() bool { return r.name == "access" || r.name == "refresh" }

// names is the table of credential names. A name is compared without case and
// separators and matches as the end of a field's name, the longest row first:
// "token" finds X-Auth-Token and accessToken, and "nextpagetoken" takes the
// pagination marker out again.
var names = []nameRow{
	// passwords
	{"password", Password, anyValue, 0, false},
	{"passwd", Password, anyValue, 0, false},
	{"passwords", Password, anyValue, 0, false},
	{"passphrase", Password, anyValue, 0, false},
	{"passcode", PIN, anyValue, 0, false},
	{"passwort", Password, anyValue, 0, false},
	{"kennwort", Password, anyValue, 0, false},
	{"motdepasse", Password, anyValue, 0, false},
	{"contrasena", Password, anyValue, 0, false},
	{"contrasea", Password, anyValue, 0, false}, // with its ñ, which is not a letter here
	{"wachtwoord", Password, anyValue, 0, false},
	{"adgangskode", Password, anyValue, 0, false},
	{"salasana", Password, anyValue, 0, false},
	{"losenord", Password, anyValue, 0, false},
	{"passord", Password, anyValue, 0, false},
	{"kodeord", Password, anyValue, 0, false},
	{"heslo", Password, anyValue, 0, true},
	{"geslo", Password, anyValue, 0, true},
	{"sifre", Password, anyValue, 0, true},
	{"jelszo", Password, anyValue, 0, true},
	{"sandi", Password, anyValue, 0, true}, // kata sandi
	{"zugangscode", PIN, code, 0, false},
	{"sicherheitscode", PIN, code, 0, false},
	{"einmalcode", PIN, code, 0, false},
	{"tigungscode", PIN, code, 0, false}, // Bestätigungscode, with its ä, which is not a letter here
	{"freischaltcode", PIN, code, 0, false},
	{"lozinka", Password, anyValue, 0, false},
	{"senha", Password, anyValue, 0, true},
	{"haslo", Password, anyValue, 0, true},
	{"parola", Password, anyValue, 0, true},
	{"pass", Password, anyValue, 0, true},
	{"userpass", Password, anyValue, 0, false},
	{"sshpass", Password, anyValue, 0, false},
	{"dbpass", Password, anyValue, 0, false},
	{"remotepass", Password, anyValue, 0, false},
	{"adminpass", Password, anyValue, 0, false},
	{"rootpass", Password, anyValue, 0, false},
	{"smtppass", Password, anyValue, 0, false},
	{"loginpas", Password, anyValue, 0, false}, // of cameras
	{"mailpass", Password, anyValue, 0, false},
	{"authpass", Password, anyValue, 0, false},
	{"bindpass", Password, anyValue, 0, false},
	{"keypass", Password, anyValue, 0, false},
	{"kspass", Password, anyValue, 0, false},
	{"tspass", Password, anyValue, 0, false},
	{"storepass", Password, anyValue, 0, false},
	{"requirepass", Password, anyValue, 0, false},
	{"masterauth", Password, anyValue, 0, false},
	{"htpasswd", 0, never, 0, false}, // programs
	{"chpasswd", 0, never, 0, false},
	{"gpasswd", 0, never, 0, false},
	{"smbpasswd", 0, never, 0, false},
	{"ldappasswd", 0, never, 0, false},
	{"pswd", Password, anyValue, 0, true},
	{"psw", Password, anyValue, 0, true},
	{"pwrd", Password, anyValue, 0, true},
	{"passw", Password, anyValue, 0, true},
	{"pasword", Password, anyValue, 0, false},
	{"passowrd", Password, anyValue, 0, false},
	{"passwrod", Password, anyValue, 0, false},
	{"psswd", Password, anyValue, 0, false},
	{"clave", Password, anyValue, 0, true},
	{"mdp", Password, anyValue, 0, true},
	{"newpw", Password, anyValue, 0, false},
	{"oldpw", Password, anyValue, 0, false},
	{"passwrd", Password, anyValue, 0, false},
	{"upass", Password, anyValue, 0, true},
	{"mypass", Password, anyValue, 0, true},
	{"pwd", Password, anyValue, 0, true},
	{"authtok", Password, anyValue, 0, false}, // of PAM, and sssd's default
	{"passwdpwd", Password, anyValue, 0, false},
	{"userpwd", Password, anyValue, 0, false},
	{"unicodepwd", Password, anyValue, 0, false},
	{"pw", Password, anyValue, 0, true},
	{"bindpw", Password, anyValue, 0, false},
	{"bindcredentials", Password, anyValue, 0, false},
	{"rediscliauth", Password, anyValue, 0, false},
	{"rootpw", Password, anyValue, 0, false},
	{"monitorpw", Password, anyValue, 0, false},
	{"dbpw", Password, anyValue, 0, false},
	{"userpw", Password, anyValue, 0, false},
	{"mustchangepassword", 0, never, 0, false}, // whether
	{"haspassword", 0, never, 0, false},
	{"forgotpassword", 0, never, 0, false},
	{"expirepassword", 0, never, 0, false}, // expire_password('bob')
	{"updatepassword", 0, never, 0, false}, // of Ansible: always, on_create
	{"passwordconfirmation", Password, anyValue, 0, false},
	{"passwordconfirm", Password, anyValue, 0, false},
	{"passwordrepeat", Password, anyValue, 0, false},
	{"passwordagain", Password, anyValue, 0, false},
	{"passwordold", Password, anyValue, 0, false},
	{"passwordnew", Password, anyValue, 0, false},
	{"passwordcurrent", Password, anyValue, 0, false},
	{"passwordverify", Password, anyValue, 0, false},
	{"passwordtext", Password, anyValue, 0, false},
	{"passwordplain", Password, anyValue, 0, false},
	{"passwordvalue", Password, anyValue, 0, false},
	{"psk", Password, anyValue, 0, true},
	{"presharedkey", Password, anyValue, 0, false},
	{"psksecret", Password, anyValue, 0, false},
	{"tlspsk", Password, anyValue, 0, false}, // of Zabbix
	{"communitystring", Password, anyValue, 0, false},
	{"communitystrings", Password, anyValue, 0, false},
	{"securestring", Password, anyValue, 0, false},
	{"rocommunity", Password, anyValue, 0, false},
	{"rwcommunity", Password, anyValue, 0, false},
	{"servercommunity", Password, anyValue, 0, false},
	{"snmpcommunity", Password, anyValue, 0, false},
	{"snmpcommunityname", Password, anyValue, 0, false},
	{"mnemonic", Password, phrase, 0, false},
	{"keymaterial", Password, anyValue, 0, false},
	{"pragmakey", Password, anyValue, 0, false}, // of SQLCipher
	{"pragmarekey", Password, anyValue, 0, false},
	{"wepkey", Password, anyValue, 0, false},
	{"wifikey", Password, anyValue, 0, false},
	{"wpakey", Password, anyValue, 0, false},
	{"networkkey", Password, anyValue, 0, false},
	{"seedphrase", Password, phrase, 0, false},
	{"walletseed", Password, phrase, 0, false},
	{"mnemonicphrase", Password, phrase, 0, false},
	{"walletphrase", Password, phrase, 0, false},
	{"backupphrase", Password, phrase, 0, false},
	{"recoveryphrase", Password, phrase, 0, false},
	{"securityanswer", Password, anyValue, 0, false},
	{"secretanswer", Password, anyValue, 0, false},
	{"questionanswer", Password, anyValue, 0, false},
	{"passwordhash", PasswordHash, anyValue, 0, false},
	{"authenticationstring", PasswordHash, anyValue, 0, false}, // of MySQL's users
	{"passhash", PasswordHash, anyValue, 0, false},
	{"passwordsha", PasswordHash, random, 0, false}, // password_sha2
	{"pwhash", PasswordHash, anyValue, 0, false},
	{"passworddigest", PasswordHash, anyValue, 0, false},
	{"hashedpassword", PasswordHash, anyValue, 0, false},
	{"encryptedpassword", PasswordHash, anyValue, 0, false},
	{"nthash", NTLM, anyValue, 0, true},
	{"lmhash", NTLM, anyValue, 0, true},
	{"ntlmhash", NTLM, anyValue, 0, false},
	{"ntlm", PasswordHash, random, 0, true},
	{"ssphash", PasswordHash, anyValue, 0, false}, // NTLMv2-SSP Hash
	{"chapresponse", NTLM, anyValue, 0, false},
	{"chap2response", NTLM, anyValue, 0, false},

	// PINs and one-time codes
	{"pin", PIN, code, 0, true},
	{"mpin", PIN, code, 0, true}, // of banks' apps
	{"tpin", PIN, code, 0, true},
	{"newpin", PIN, code, 0, true},
	{"oldpin", PIN, code, 0, true},
	{"userpin", PIN, code, 0, true},
	{"pins", PIN, oneTimeCode, 0, true},
	{"pincode", PIN, code, 0, false},
	{"otp", PIN, code, 0, true},
	{"otps", PIN, oneTimeCode, 0, true},
	{"otpcode", PIN, code, 0, false},
	{"otpattempt", PIN, code, 0, false}, // of Devise
	{"totp", PIN, code, 0, true},
	{"mfa", PIN, code, 0, true},
	{"2fa", PIN, code, 0, true},
	{"tan", PIN, code, 0, true},
	{"sasldata", Password, random, 0, false}, // base64, as PLAIN has it
	{"saslresponse", Password, random, 0, false},
	{"initialresponse", Password, random, 0, false},
	{"mfaseed", ClientSecret, anyValue, 0, false},
	{"otpseed", ClientSecret, anyValue, 0, false},
	{"seed", ClientSecret, random, 0, true},
	{"mfacode", PIN, code, 0, false},
	{"tfacode", PIN, code, 0, false},
	{"2facode", PIN, code, 0, false},
	{"twofactorcode", PIN, code, 0, false},
	{"onetimecode", PIN, code, 0, false},
	{"verificationcode", PIN, code, 0, false},
	{"verifycode", PIN, code, 0, false},
	{"confirmationcode", PIN, code, 0, false},
	{"activationcode", PIN, code, 0, false},
	{"securitycode", PIN, code, 0, false},
	{"smscode", PIN, code, 0, false},
	{"logincode", PIN, code, 0, false},
	{"accesscode", PIN, code, 0, false},
	{"recoverycode", PIN, anyValue, 0, false},
	{"recoverycodes", PIN, anyValue, 0, false},
	{"backupcode", PIN, anyValue, 0, false},
	{"backupcodes", PIN, anyValue, 0, false},
	{"scratchcodes", PIN, anyValue, 0, false},
	{"emergencycodes", PIN, anyValue, 0, false},
	{"usercode", PIN, code, 0, false},
	{"yourcode", PIN, oneTimeCode, 0, false},
	{"enteredcode", PIN, oneTimeCode, 0, false},
	{"submittedcode", PIN, oneTimeCode, 0, false},
	{"entercode", PIN, oneTimeCode, 0, false},
	{"usecode", PIN, oneTimeCode, 0, false},
	{"sentcode", PIN, oneTimeCode, 0, false},
	{"authenticationcode", PIN, oneTimeCode, 0, false},
	{"authenticatorcode", PIN, oneTimeCode, 0, false},
	{"signincode", PIN, oneTimeCode, 0, false},
	{"timecode", PIN, oneTimeCode, 0, true}, // one time code
	{"pairingcode", PIN, oneTimeCode, 0, false},
	{"unlockcode", PIN, oneTimeCode, 0, false},
	{"resetcode", PIN, oneTimeCode, 0, false},
	{"setupcode", PIN, code, 0, false},         // of HomeKit
	{"pickupcode", PIN, oneTimeCode, 0, false}, // of a parcel locker
	{"puk", PIN, code, 0, true},
	{"cpin", PIN, code, 0, true}, // of a modem: AT+CPIN=1234
	{"cvv", PIN, code, 0, true},
	{"cvc", PIN, code, 0, true},

	// headers with a scheme, cookies
	{"authorization", Opaque, scheme, InHeader, false},
	{"authheader", Opaque, scheme, InHeader, false},
	{"authentication", Opaque, inQuery, InHeader, true},
	{"cookie", Cookie, cookies, InCookie, false},
	{"cookies", Cookie, cookies, InCookie, false},
	{"setcookie", Cookie, oneTime, InCookie, false},
	{"cookievalue", Cookie, random, InCookie, false},

	// tokens
	{"token", Opaque, anyValue, 0, false},
	{"tokens", Opaque, anyValue, 0, false},
	{"apitoken", APIKey, anyValue, 0, false},
	{"sessiontoken", Session, anyValue, 0, false},
	{"csrftoken", CSRF, anyValue, 0, false},
	{"xsrftoken", CSRF, anyValue, 0, false},
	{"authenticitytoken", CSRF, anyValue, 0, false},
	{"csrfmiddlewaretoken", CSRF, anyValue, 0, false},
	{"requestverificationtoken", CSRF, anyValue, 0, false},
	{"csrf", CSRF, anyValue, 0, true},
	{"formkey", CSRF, random, 0, true},      // of Magento
	{"owacanary", CSRF, random, 0, false},   // of Outlook
	{"csrfnonce", CSRF, anyValue, 0, false}, // of Tomcat
	{"wpnonce", CSRF, anyValue, 0, false},
	{"xsrf", CSRF, anyValue, 0, true},
	{"jwt", JWT, anyValue, 0, true},
	{"bearer", Opaque, random, 0, true},
	{"pat", Opaque, random, 0, true},
	{"tok", Opaque, random, 0, true},
	{"jeton", Opaque, anyValue, 0, true},
	{"access", Opaque, random, 0, true}, // access=x refresh=y
	{"refresh", Opaque, random, 0, true},
	{"crumb", CSRF, random, 0, true},
	{"tkn", Opaque, random, 0, true},
	{"tokenvalue", Opaque, anyValue, 0, false},
	{"tokenhint", Opaque, anyValue, 0, false},
	{"sso", Opaque, random, 0, true},
	{"creds", Password, random, 0, true},
	{"cred", Password, random, 0, true},
	{"auth", Opaque, random, 0, true},
	{"basicauth", Password, random, 0, false},
	{"credentials", Password, random, 0, false},
	{"credential", Password, random, 0, false},
	{"usernametoken", 0, never, 0, false}, // of WS-Security, around a user and a password
	{"usernamepasswordtoken", 0, never, 0, false},
	{"passwordauthenticationtoken", 0, never, 0, false}, // of Spring
	{"nexttoken", 0, never, 0, false},
	{"pagetoken", 0, never, 0, false},
	{"initialclustertoken", 0, never, 0, false}, // of etcd: a name
	{"stoptoken", 0, never, 0, false},           // of a language model
	{"fencingtoken", 0, never, 0, false},
	{"continuationtoken", 0, never, 0, false},
	{"resumetoken", 0, never, 0, false},
	{"skiptoken", 0, never, 0, false},
	{"cursortoken", 0, never, 0, false},
	{"deltatoken", 0, never, 0, false},
	{"checkpointtoken", 0, never, 0, false},
	{"trackingtoken", 0, never, 0, false}, // of Axon: how far an events' reader is
	{"consistencytoken", 0, never, 0, false},
	{"zedtoken", 0, never, 0, false}, // of SpiceDB: how fresh an answer is
	{"concurrencytoken", 0, never, 0, false},
	{"changetoken", 0, never, 0, false},
	{"locktoken", 0, never, 0, false}, // of WebDAV and of queues
	{"designtoken", 0, never, 0, false},
	{"startingtoken", 0, never, 0, false},
	{"clientrequesttoken", 0, never, 0, false},
	{"idempotencytoken", 0, never, 0, false},
	{"synctoken", 0, never, 0, false},
	{"1password", 0, never, 0, true},
	{"acctsessionid", 0, never, 0, false},  // of RADIUS' accounting
	{"publickeytoken", 0, never, 0, false}, // of .NET: which key signed an assembly
	{"canceltoken", 0, never, 0, false},
	{"cancellationtoken", 0, never, 0, false},
	{"paginationtoken", 0, never, 0, false},
	{"continuetoken", 0, never, 0, false},
	{"inputtoken", 0, never, 0, false}, // of a paginator
	{"outputtoken", 0, never, 0, false},
	{"tlssecret", 0, never, 0, false}, // the name of one of Kubernetes
	{"maxtokens", 0, never, 0, false},
	{"prompttokens", 0, never, 0, false},
	{"completiontokens", 0, never, 0, false},
	{"totaltokens", 0, never, 0, false},
	{"inputtokens", 0, never, 0, false},
	{"outputtokens", 0, never, 0, false},
	{"cachedtokens", 0, never, 0, false},
	{"reasoningtokens", 0, never, 0, false},
	{"tokenhash", Opaque, madeHash, 0, false},
	{"hashedtoken", Opaque, madeHash, 0, false},
	{"tokensha", Opaque, madeHash, 0, false},
	{"tokendigest", Opaque, madeHash, 0, false},

	// sessions
	{"sessionid", Session, anyValue, 0, false},
	{"nscaaac", Session, random, InCookie, false}, // NSC_AAAC, of Citrix
	{"nsctmas", Session, random, InCookie, false},
	{"sessid", Session, anyValue, 0, false},
	{"oauth2proxy", Session, anyValue, InCookie, false},
	{"dsid", Session, random, 0, true}, // of Pulse Secure
	{"webvpn", Session, random, 0, true},
	{"sessionwithid", Session, anyValue, 0, false},
	{"sessionkey", Session, anyValue, 0, false},
	{"sesskey", Session, random, 0, false}, // of Moodle
	{"sessioncookie", Session, anyValue, 0, false},
	{"sid", Session, random, 0, true},
	{"session", Session, random, 0, true},
	{"sess", Session, random, 0, true},
	{"sessionstate", Session, random, 0, false},
	{"rememberme", Session, random, 0, false},
	{"autologin", Session, random, 0, false},
	{"persistentlogin", Session, random, 0, false},
	{"aspxauth", Session, anyValue, InCookie, false},
	{"shibsession", Session, random, InCookie, false},
	{"castgc", Ticket, anyValue, InCookie, false},

	// OAuth, OpenID, SAML, CAS
	{"code", OAuthCode, inQuery, 0, true},
	{"authcode", OAuthCode, code, 0, false},
	{"authorizationcode", OAuthCode, anyValue, 0, false},
	{"devicecode", OAuthCode, anyValue, 0, false},
	{"exchangecode", OAuthCode, random, 0, false},
	{"codeverifier", OAuthCode, anyValue, 0, false},
	{"oauthverifier", OAuthCode, anyValue, 0, false},
	{"verifier", OAuthCode, random, 0, true},
	{"state", OAuthCode, inQuery, 0, true},
	{"assertion", SAML, random, 0, false},
	{"samlresponse", SAML, anyValue, 0, false},
	{"samlrequest", SAML, random, 0, false},
	{"samlart", SAML, anyValue, 0, false},
	{"wresult", SAML, anyValue, 0, false},
	{"ticket", Ticket, random, 0, true},

	// keys and secrets
	{"secret", ClientSecret, anyValue, 0, false},
	{"secrets", ClientSecret, random, 0, false},
	{"secretdata", ClientSecret, random, 0, false},
	{"stringdata", ClientSecret, random, 0, false}, // of a Kubernetes Secret
	{"secretid", ClientSecret, random, 0, false},
	{"secretbinary", ClientSecret, random, 0, false},
	{"secretstring", ClientSecret, random, 0, false},
	{"passkey", APIKey, random, 0, false}, // of M-Pesa and of trackers of torrents; that of Bluetooth is six digits
	{"sonarlogin", Opaque, random, 0, false},
	{"loginkey", APIKey, anyValue, 0, false},
	{"tacacskey", Password, anyValue, 0, false},
	{"radiuskey", Password, anyValue, 0, false},
	{"radiusserverkey", Password, anyValue, 0, false},
	{"tacacsserverkey", Password, anyValue, 0, false},
	{"isakmpkey", Password, anyValue, 0, false},
	{"authenticationkey", Password, anyValue, 0, false},
	{"privacykey", Password, anyValue, 0, false},
	{"skey", ClientSecret, random, 0, true}, // of Duo, beside its ikey
	{"privkey", PrivateKey, anyValue, 0, false},
	{"krbprincipalkey", SecretKey, anyValue, 0, false},
	{"keystring", Password, anyValue, 0, false},
	{"secretkeybase", SecretKey, anyValue, 0, false},
	{"pullsecret", 0, never, 0, false},
	{"pullsecrets", 0, never, 0, false},
	{"existingsecret", 0, never, 0, false},
	{"apikey", APIKey, anyValue, 0, false},
	{"apikeys", APIKey, anyValue, 0, false},
	{"accesskey", APIKey, anyValue, 0, false},
	{"secretkey", ClientSecret, anyValue, 0, false},
	{"seckey", ClientSecret, anyValue, 0, false}, // of Fluentd
	{"secretaccesskey", ClientSecret, anyValue, 0, false},
	{"accountkey", APIKey, anyValue, 0, false},
	{"storagekey", APIKey, anyValue, 0, false},
	{"sharedkey", APIKey, anyValue, 0, false},
	{"subscriptionkey", APIKey, anyValue, 0, false},
	{"functionskey", APIKey, anyValue, 0, false},
	{"functionkey", APIKey, anyValue, 0, false},
	{"instrumentationkey", APIKey, anyValue, 0, false},
	{"sharekey", APIKey, random, 0, false},
	{"appkey", APIKey, anyValue, 0, false},
	{"routingkey", APIKey, vendorKey, 0, false}, // of PagerDuty; that of a queue is words
	{"sendingkey", APIKey, anyValue, 0, false},  // of Mailgun
	{"applicationkey", APIKey, anyValue, 0, false},
	{"productkey", APIKey, serial, 0, false},
	{"licensekeys", APIKey, serial, 0, false},
	{"license", APIKey, serial, 0, true},
	{"primarykey", APIKey, sharedKey, 0, false},
	{"secondarykey", APIKey, sharedKey, 0, false},
	{"confirmkey", APIKey, random, 0, false},
	{"activationkey", APIKey, serial, 0, false},
	{"provisioningkey", APIKey, random, 0, false},
	{"enrollmentkey", APIKey, random, 0, false},
	{"wif", SecretKey, random, 0, true},        // of a wallet of Bitcoin
	{"encrypt", SecretKey, sharedKey, 0, true}, // of Consul, Nomad and Serf
	{"invitecode", PIN, code, 0, false},
	{"vouchercode", PIN, random, 0, false},
	{"sk", SecretKey, random, 0, true},
	{"licensekey", APIKey, anyValue, 0, false},
	{"licencekey", APIKey, anyValue, 0, false},
	{"insertkey", APIKey, anyValue, 0, false},
	{"querykey", APIKey, random, 0, false},
	{"writekey", APIKey, anyValue, 0, false},
	{"integrationkey", APIKey, anyValue, 0, false},
	{"ingestkey", APIKey, anyValue, 0, false},
	{"ingestionkey", APIKey, anyValue, 0, false},
	{"honeycombteam", APIKey, anyValue, 0, false},
	{"deploykey", APIKey, random, 0, false},
	{"tokenkey", APIKey, random, 0, false},
	{"consumerkey", APIKey, random, 0, false},
	{"clientkey", APIKey, random, 0, false},
	{"localkey", APIKey, random, 0, false}, // of Tuya
	{"serverkey", APIKey, random, 0, false},
	{"servicekey", APIKey, random, 0, false},
	{"adminkey", APIKey, anyValue, 0, false},
	{"authkey", APIKey, anyValue, 0, false},
	{"userkey", APIKey, random, 0, false},
	{"key", APIKey, inQuery, 0, true},
	{"privatekey", PrivateKey, anyValue, 0, false},
	{"encryptionkey", SecretKey, anyValue, 0, false},
	{"decryptionkey", SecretKey, anyValue, 0, false},
	{"signingkey", SecretKey, anyValue, 0, false},
	{"masterkey", SecretKey, anyValue, 0, false},
	{"unsealkey", SecretKey, anyValue, 0, false},
	{"unsealkeys", SecretKey, random, 0, false},
	{"keysbase", SecretKey, random, 0, false}, // keys_base64, of Vault
	{"keysb", SecretKey, random, 0, false},    // unseal_keys_b64
	{"keyshex", SecretKey, random, 0, false},
	{"recoverykey", SecretKey, anyValue, 0, false},
	{"validationkey", SecretKey, anyValue, 0, false},
	{"messagedigestkey", Password, anyValue, 0, false},
	{"streamkey", APIKey, random, 0, false}, // of who sends a video
	{"authsalt", SecretKey, random, 0, false},
	{"noncesalt", SecretKey, random, 0, false},
	{"loggedinsalt", SecretKey, random, 0, false},
	{"hashsalt", SecretKey, random, 0, false},
	{"erlangcookie", SecretKey, anyValue, 0, false},
	{"signaturekey", SecretKey, random, 0, false},
	{"hmackey", SecretKey, anyValue, 0, false},
	{"appskey", SecretKey, anyValue, 0, false}, // of LoRaWAN
	{"nwkskey", SecretKey, anyValue, 0, false},
	{"aeskey", SecretKey, anyValue, 0, false},
	{"cryptkey", SecretKey, anyValue, 0, false},
	{"clientkeydata", PrivateKey, anyValue, 0, false},
	{"tlskey", PrivateKey, random, 0, false},
	{"sshkey", PrivateKey, random, 0, false},

	// keys of vendors that have no shape of their own
	{"api", APIKey, vendorKey, 0, true},        // heroku_api, which holds its key
	{"vendorkey", APIKey, vendorKey, 0, false}, // stands for the key of each of vendors

	// signatures of requests and signed URLs
	{"signature", Signature, random, 0, false},
	{"sharedaccesssignature", Signature, anyValue, 0, false},
	{"sig", Signature, random, 0, true},
	{"sign", Signature, inQuery, 0, true},
	{"hmac", Signature, random, 0, true},
	{"shopifyhmacsha", Signature, random, 0, false},
	{"accesssign", Signature, random, 0, false},
}
