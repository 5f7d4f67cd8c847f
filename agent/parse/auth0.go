package parse

import "github.com/hashtail/hashtail/agent/event"

// auth0Object reads an event of Auth0's tenant log, alone or in the envelope
// of a log stream.
func auth0Object(p *Parser, d *Doc) error {
	kind := d.Get("data", "type")
	if kind == nil {
		kind = d.Get("type")
	}
	date := d.Get("data", "date")
	if date == nil {
		date = d.Get("date")
	}
	if kind == nil || date == nil {
		return ErrFormat
	}
	p.fields(d)
	p.unset(ActionWord)
	p.unset(Hostname)
	p.set(Time, date)
	p.set(Code, kind)
	p.mined = true
	if !p.knows(kind, auth0Codes) {
		p.happened(event.AuthInfo, event.Unknown)
	}
	if p.e.Outcome == event.Failure && !p.has(Reason) {
		p.set(Reason, p.val(Message)) // Auth0's description
	}
	p.set(Level, auth0Level(kind, p.e))
	return nil
}

// auth0Codes are those of the documentation, "Log Event Type Codes": most start with s
// or f for how it ended.
var auth0Codes = codes([]phrase{
	{"s|ssa|sepft|sens|sepkoobft|sepkotpft|sepkrcft|sercft", event.Login, event.Success},
	{"seccft|seacft", event.TokenIssued, event.Success}, // of a client, and for a code
	{"f|fp|fu|fsa|fc|fco|fcoa|feacft|feccft|fepft|fens|fepkoobft|fepkotpft|fepkrcft|fercft|feoobft|feotpft", event.LoginFailed, event.Failure},
	{"pwd_leak|signup_pwd_leak|reset_pwd_leak", event.LoginFailed, event.Failure},
	{"slo|oidc_backchannel_logout_succeeded", event.Logout, event.Success},
	{"flo|oidc_backchannel_logout_failed", event.Logout, event.Failure},
	{"seoobft|seotpft|gd_auth_succeed|mfar|gd_recovery_succeed", event.MFA, event.Success},
	{"gd_auth_failed|gd_auth_rejected|gd_auth_fail_email_verification", event.MFAFailed, event.Failure},
	{"gd_otp_rate_limit_exceed|gd_recovery_failed|gd_recovery_rate_limit_exceed", event.MFAFailed, event.Failure},
	{"gd_start_auth|gd_send_sms|gd_send_pn|gd_send_voice|gd_send_email|gd_update_device_account", event.MFA, event.Unknown},
	{"gd_start_enroll|gd_enrollment_complete|gd_unenroll|gd_user_delete", event.MFA, event.Unknown},
	{"sertft|ertft", event.TokenRefreshed, event.Success},
	{"fertft|ferrt|fede", event.InvalidToken, event.Failure},
	{"srrt|sede", event.TokenRevoked, event.Success},
	{"ss|suserc", event.UserCreated, event.Success},
	{"fs", event.UserCreated, event.Failure},
	{"sdu|du", event.UserDeleted, event.Success},
	{"fdu", event.UserDeleted, event.Failure},
	{"scp|scpr", event.PasswordChanged, event.Success},
	{"fcp|fcpr", event.PasswordChanged, event.Failure},
	{"si|sce|scu|scph|scpn|sv|svr|sui|ublkdu", event.UserChanged, event.Success},
	{"fce|fcu|fcph|fcpn|fv|fvr|fui", event.UserChanged, event.Failure},
	{"limit_wc|limit_mu|limit_sul|limit_ui", event.AccountLocked, event.Failure},
	{"api_limit|limit_delegation", event.AccessDenied, event.Failure},
	{"sapi|mgmt_api_read", event.APICall, event.Success},
	{"fapi", event.APICall, event.Failure},
})

// auth0Level is what Auth0's own log exporters call an event.
func auth0Level(kind []byte, e *event.Event) []byte {
	switch {
	case string(kind) == "w":
		return levelWarning
	case e.Outcome != event.Failure:
		return levelInfo
	case e.Action == event.AccountLocked, e.Action == event.AccessDenied:
		return levelCritical
	}
	return levelError
}

var levelCritical = []byte("critical")
