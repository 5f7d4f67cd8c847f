package parse

import (
	"github.com/hashtail/hashtail/agent/event"
)

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
	action, outcome, level := auth0Kind(kind)
	p.mined = true
	p.happened(action, outcome)
	p.set(Level, level)
	return nil
}

// auth0Kind knows the type codes of the documentation, "Log Event Type Codes":
// most start with s or f for how it ended. The levels are those of Auth0's own
// log exporters.
func auth0Kind(kind []byte) (event.Action, event.Outcome, []byte) {
	switch string(kind) {
	case "s", "ssa", "si", "seccft", "seacft", "sepft", "sens", "sepkoobft", "sepkotpft", "sepkrcft", "sercft":
		if string(kind) == "si" {
			return event.UserChanged, event.Success, levelInfo
		}
		return event.Login, event.Success, levelInfo
	case "f", "fp", "fu", "fsa", "fc", "fco", "fcoa", "feacft", "feccft", "fepft", "fens", "fepkoobft", "fepkotpft", "fepkrcft", "fercft", "feoobft", "feotpft":
		return event.LoginFailed, event.Failure, levelError
	case "seoobft", "seotpft", "gd_auth_succeed", "mfar":
		return event.MFA, event.Success, levelInfo
	case "gd_auth_failed", "gd_auth_rejected", "gd_auth_fail_email_verification", "gd_otp_rate_limit_exceed", "gd_recovery_failed", "gd_recovery_rate_limit_exceed":
		return event.MFAFailed, event.Failure, levelError
	case "gd_recovery_succeed":
		return event.MFA, event.Success, levelInfo
	case "gd_start_auth", "gd_start_enroll", "gd_send_sms", "gd_send_pn", "gd_send_voice", "gd_send_email", "gd_enrollment_complete", "gd_unenroll", "gd_user_delete", "gd_update_device_account":
		return event.MFA, event.Unknown, levelInfo
	case "slo", "oidc_backchannel_logout_succeeded":
		return event.Logout, event.Success, levelInfo
	case "flo", "oidc_backchannel_logout_failed":
		return event.Logout, event.Failure, levelError
	case "sertft", "ertft":
		return event.TokenRefreshed, event.Success, levelInfo
	case "fertft", "ferrt":
		return event.InvalidToken, event.Failure, levelError
	case "srrt", "sede":
		return event.TokenRevoked, event.Success, levelInfo
	case "fede":
		return event.InvalidToken, event.Failure, levelError
	case "ss", "suserc":
		return event.UserCreated, event.Success, levelInfo
	case "fs":
		return event.UserCreated, event.Failure, levelError
	case "sdu", "du":
		return event.UserDeleted, event.Success, levelInfo
	case "fdu":
		return event.UserDeleted, event.Failure, levelError
	case "scp", "scpr":
		return event.PasswordChanged, event.Success, levelInfo
	case "fcp", "fcpr":
		return event.PasswordChanged, event.Failure, levelError
	case "sce", "scu", "scph", "scpn", "sv", "svr", "sui":
		return event.UserChanged, event.Success, levelInfo
	case "fce", "fcu", "fcph", "fcpn", "fv", "fvr", "fui":
		return event.UserChanged, event.Failure, levelError
	case "limit_wc", "limit_mu", "limit_sul", "limit_ui":
		return event.AccountLocked, event.Failure, levelCritical
	case "ublkdu":
		return event.UserChanged, event.Success, levelInfo
	case "pwd_leak", "signup_pwd_leak", "reset_pwd_leak":
		return event.LoginFailed, event.Failure, levelError
	case "api_limit", "limit_delegation":
		return event.AccessDenied, event.Failure, levelCritical
	case "sapi", "mgmt_api_read":
		return event.APICall, event.Success, levelInfo
	case "fapi":
		return event.APICall, event.Failure, levelError
	case "w":
		return event.AuthInfo, event.Unknown, levelWarning
	}
	return event.AuthInfo, event.Unknown, levelInfo
}

var levelCritical = []byte("critical")
