package parse

import (
	"bytes"

	"github.com/hashtail/hashtail/agent/event"
)

// cloudtrailObject reads a record of AWS CloudTrail.
func cloudtrailObject(p *Parser, d *Doc) error {
	name := d.Get("eventName")
	if name == nil {
		return ErrFormat
	}
	p.set(Time, d.Get("eventTime"))
	p.set(Provider, d.Get("eventSource"))
	p.set(Code, name)
	p.set(RequestID, d.Get("requestID"))
	for _, key := range [...]string{"sourceIPAddress", "sourceIpAddress"} { // Alibaba's ActionTrail spells it so
		p.peer(d.Get(key))
	}
	p.set(UserAgent, d.Get("userAgent"))
	p.set(ErrorCode, d.Get("errorCode"))
	if text := d.Get("errorMessage"); string(text) != "success" { // Alibaba's, too
		p.set(ErrorText, text)
	}
	p.cloudtrailUser(d)
	p.mined = true

	outcome := event.Success
	if p.has(ErrorCode) || p.has(ErrorText) || string(d.Get("responseElements", string(name))) == "Failure" || string(d.Get("serviceEventDetails", string(name))) == "Failure" {
		outcome = event.Failure
	}
	if target := d.Get("requestParameters", "userName"); target != nil {
		p.set(TargetName, target)
	}
	p.set(GroupName, d.Get("requestParameters", "groupName"))
	p.happened(cloudtrailAction(name, p.val(ErrorCode), outcome == event.Failure), outcome)
	return nil
}

// cloudtrailUser names who acted: a user, or the role that was assumed.
func (p *Parser) cloudtrailUser(d *Doc) {
	p.set(UserID, d.Get("userIdentity", "principalId"))
	for _, path := range [...][]string{{"userIdentity", "userName"}, {"userIdentity", "sessionContext", "sessionIssuer", "userName"}, {"userIdentity", "invokedBy"}, {"additionalEventData", "UserName"}} {
		if v := d.Get(path...); len(v) > 0 && string(v) != "HIDDEN_DUE_TO_SECURITY_REASONS" {
			p.set(UserName, v)
			return
		}
	}
	if string(d.Get("userIdentity", "type")) == "Root" {
		p.set(UserName, root)
	}
}

// cloudtrailAction is what a call was, by its name, or how it was refused.
func cloudtrailAction(name, code []byte, failed bool) event.Action {
	if f, ok := cloudtrailCodes[string(name)]; ok {
		if f.action == event.MFA && failed {
			return event.MFAFailed
		}
		return f.action
	}
	switch {
	case failed && (bytes.Contains(code, []byte("AccessDenied")) || bytes.Contains(code, []byte("UnauthorizedOperation"))):
		return event.AccessDenied
	case failed && bytes.Contains(code, []byte("Expired")):
		return event.ExpiredToken
	case failed && (bytes.Contains(code, []byte("InvalidClientTokenId")) || bytes.Contains(code, []byte("UnrecognizedClient"))):
		return event.InvalidToken
	case bytes.HasPrefix(name, []byte("AssumeRole")), bytes.HasPrefix(name, []byte("GetSessionToken")), bytes.HasPrefix(name, []byte("GetFederationToken")), string(name) == "CreateAccessKey", string(name) == "GetRoleCredentials",
		bytes.HasPrefix(name, []byte("CreateToken")): // of the identity center
		return event.TokenIssued
	case string(name) == "DeleteAccessKey", string(name) == "RevokeToken":
		return event.TokenRevoked
	}
	return event.APICall
}

var cloudtrailCodes = codes([]phrase{
	{"ConsoleLogin|ConsoleSignin|UserAuthentication|Federate|Authenticate", event.Login, 0},
	{"InitiateAuth|AdminInitiateAuth|RespondToAuthChallenge|AdminRespondToAuthChallenge", event.Login, 0},
	{"CheckMfa|CredentialChallenge|CredentialVerification", event.MFA, 0},
	{"Logout|ConsoleSignout|GlobalSignOut|AdminUserGlobalSignOut", event.Logout, 0},
	{"SwitchRole|ExitRole", event.PrivilegeUse, 0},
	{"CreateUser|AdminCreateUser|SignUp", event.UserCreated, 0},
	{"DeleteUser|AdminDeleteUser", event.UserDeleted, 0},
	{"UpdateUser|CreateLoginProfile|DeleteLoginProfile|EnableMFADevice|DeactivateMFADevice|UploadSSHPublicKey", event.UserChanged, 0},
	{"ChangePassword|UpdateLoginProfile|PasswordUpdated|PasswordRecoveryCompleted", event.PasswordChanged, 0},
	{"ConfirmForgotPassword|AdminSetUserPassword|AdminResetUserPassword", event.PasswordChanged, 0},
	{"CreateGroup", event.GroupCreated, 0},
	{"DeleteGroup", event.GroupDeleted, 0},
	{"AddUserToGroup|RemoveUserFromGroup|UpdateGroup", event.GroupChanged, 0},
	{"AttachUserPolicy|AttachRolePolicy|PutUserPolicy|PutRolePolicy|DetachUserPolicy|DetachRolePolicy", event.RoleChanged, 0},
	{"CreateRole|DeleteRole|UpdateAssumeRolePolicy", event.RoleChanged, 0},
})
