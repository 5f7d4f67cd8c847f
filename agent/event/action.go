package event

// An Action is what happened: ECS event.action with the categories and types
// that belong to it. A parser picks one from this table.
type Action uint8

const (
	NoAction Action = iota

	Login
	LoginFailed
	Logout
	InvalidUser
	SessionStarted
	SessionEnded
	MFA
	MFAFailed
	AccountLocked
	Disconnected
	AuthInfo

	TokenAccess
	MissingToken
	InvalidToken
	ExpiredToken
	InsufficientScope
	TokenIssued
	TokenRefreshed
	TokenRevoked
	TokenLeaked

	WebAccess
	AccessDenied
	APICall

	PrivilegeUse
	UserCreated
	UserDeleted
	UserChanged
	PasswordChanged
	GroupCreated
	GroupDeleted
	GroupChanged
	RoleChanged
	ConfigChanged

	ActionCount // how many there are
)

// A Category is a set of ECS event.category values.
type Category uint16

const (
	API Category = 1 << iota
	Authentication
	Configuration
	Database
	IAM
	IntrusionDetection
	Network
	Process
	Session
	Web
)

var categoryNames = [...]string{"api", "authentication", "configuration", "database", "iam", "intrusion_detection", "network", "process", "session", "web"}

// A Type is a set of ECS event.type values.
type Type uint16

const (
	Access Type = 1 << iota
	Admin
	Allowed
	Change
	Creation
	Deletion
	Denied
	End
	ErrorType
	Group
	Info
	Start
	UserType
)

var typeNames = [...]string{"access", "admin", "allowed", "change", "creation", "deletion", "denied", "end", "error", "group", "info", "start", "user"}

// actions: an event's categories and types follow from its action, so that two
// formats never describe the same thing differently. Allowed values and pairs:
// ECS 9.4 "Categorization fields". decides: the type says allowed or denied, by
// the outcome.
var actions = [ActionCount]struct {
	name     string
	category Category
	typ      Type
	decides  bool
}{
	NoAction:       {},
	Login:          {"login", Authentication, Start, false},
	LoginFailed:    {"login_failed", Authentication, Start, false},
	Logout:         {"logout", Authentication | Session, End, false},
	InvalidUser:    {"invalid_user", Authentication, Info, false},
	SessionStarted: {"session_started", Authentication | Session, Start, false},
	SessionEnded:   {"session_ended", Authentication | Session, End, false},
	MFA:            {"mfa", Authentication, Info, false},
	MFAFailed:      {"mfa_failed", Authentication, Info, false},
	AccountLocked:  {"account_locked", Authentication | IAM, Change | Info | UserType, false},
	Disconnected:   {"disconnected", Authentication, Info, false},
	AuthInfo:       {"auth_info", Authentication, Info, false},

	TokenAccess:       {"token_access", API | Web, Access, true},
	MissingToken:      {"missing_token", API | Authentication | Web, Access, true},
	InvalidToken:      {"invalid_token", API | Authentication | Web, Access, true},
	ExpiredToken:      {"expired_token", API | Authentication | Web, Access, true},
	InsufficientScope: {"insufficient_scope", API | Web, Access, true},
	TokenIssued:       {"token_issued", Authentication, Info, false},
	TokenRefreshed:    {"token_refreshed", Authentication, Info, false},
	TokenRevoked:      {"token_revoked", Authentication, End, false},
	TokenLeaked:       {"token_leaked", Authentication, Info, false},

	WebAccess:    {"web_access", Web, Access, false},
	AccessDenied: {"access_denied", API | Authentication | Web, Access, true},
	APICall:      {"api_call", API, Access, true},

	PrivilegeUse:    {"privilege_use", Authentication | Process, Start, false},
	UserCreated:     {"user_created", IAM, UserType | Creation, false},
	UserDeleted:     {"user_deleted", IAM, UserType | Deletion, false},
	UserChanged:     {"user_changed", IAM, UserType | Change, false},
	PasswordChanged: {"password_changed", IAM, UserType | Change, false},
	GroupCreated:    {"group_created", IAM, Group | Creation, false},
	GroupDeleted:    {"group_deleted", IAM, Group | Deletion, false},
	GroupChanged:    {"group_changed", IAM, Group | Change, false},
	RoleChanged:     {"role_changed", IAM, Admin | Change | UserType, false},
	ConfigChanged:   {"config_changed", Configuration, Change, false},
}

// String is the action's name as it is shipped.
func (a Action) String() string { return actions[a].name }

// OfAccounts reports whether an account, a group or what they may do was changed.
func (a Action) OfAccounts() bool { return actions[a].category&IAM != 0 }

// What follows from the action (and the outcome) alone is encoded once.
var (
	categoryJSON = func() (t [ActionCount]string) {
		for a := NoAction + 1; a < ActionCount; a++ {
			t[a] = string(appendSet(nil, uint16(actions[a].category), categoryNames[:]))
		}
		return t
	}()
	typeJSON = func() (t [ActionCount][Unknown + 1]string) {
		for a := NoAction + 1; a < ActionCount; a++ {
			for o := NoOutcome; o <= Unknown; o++ {
				t[a][o] = string(appendSet(nil, uint16(typesOf(a, o)), typeNames[:]))
			}
		}
		return t
	}()
)

// typesOf is the action's types, with the decision that the outcome stands for.
func typesOf(a Action, o Outcome) Type {
	t := actions[a].typ
	if actions[a].decides {
		switch o {
		case Success:
			t |= Allowed
		case Failure:
			t |= Denied
		}
	}
	return t
}
