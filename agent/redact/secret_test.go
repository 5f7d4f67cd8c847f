package redact_test

import (
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/hashtail/hashtail/agent/redact"
)

const (
	digits = "0123456789"
	lowers = "abcdefghijklmnopqrstuvwxyz"
	uppers = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	hexes  = "0123456789abcdef"
	b64url = digits + lowers + uppers + "-_"
	b64std = digits + lowers + uppers + "+/"
)

func chars(rnd *rand.Rand, set string, n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = set[rnd.IntN(len(set))]
	}
	return string(b)
}

func word(rnd *rand.Rand) string {
	var b strings.Builder
	for range 4 {
		b.WriteString(chars(rnd, "bdfgklmprtvz", 1) + chars(rnd, "aeiou", 1))
	}
	return b.String()
}

func password(rnd *rand.Rand) string {
	const ends = "abcdefghijklmnoqrstuvwxyz" // no p: x_pw is a name
	return chars(rnd, lowers+uppers, 6) + chars(rnd, digits, 2) + chars(rnd, "!_-*", 1) + chars(rnd, ends, 2)
}

func jwt(rnd *rand.Rand) string {
	enc := base64.RawURLEncoding
	head := enc.EncodeToString([]byte(`{"alg":"HS256","typ":"JWT"}`))
	body := enc.EncodeToString(fmt.Appendf(nil, `{"sub":"user%d","iss":"https://idp.example.com","aud":"api","exp":%d}`, rnd.IntN(1e6), 1700000000+rnd.IntN(1e6)))
	return head + "." + body + "." + chars(rnd, b64url, 43)
}

// chosen is a password as people choose it: with signs that may stand in quotes
// (q), a URL (u), a connection string (c), XML (x) or no quotes at all; with a digit
// (d) where a sentence would not tell a word.
func chosen(rnd *rand.Rand, where string) string {
	signs := map[string]string{
		"": "!_-*.+^#@%", "d": "!_-*.+^#@%", "q": "!@#$%^&*()_+-=[]{}|;:,.<>?/~", "u": "!_-.~*", "du": "!_-.~*", "c": "!@#%^*_-+.", "x": "!@#$%^*()_+-=;:,.?/~",
	}[where]
	sign := func() string { return chars(rnd, signs, 1) }
	name := func() string { w := word(rnd); return strings.ToUpper(w[:1]) + w[1:] }
	words := where[:min(len(where), 1)] != "d"
	switch k := rnd.IntN(8); {
	case k == 0 && words:
		return word(rnd)
	case k == 1 && words:
		return word(rnd) + "-" + word(rnd) + "-" + word(rnd)
	case k < 3:
		return name() + chars(rnd, digits, 4) + sign()
	case k == 3:
		return word(rnd)[:6] + chars(rnd, digits, 1)
	case k == 4:
		return name()[:4] + sign() + chars(rnd, digits, 3) + sign() + word(rnd)[:4]
	case k == 5:
		return chars(rnd, digits+lowers+uppers, 11) + chars(rnd, digits, 1)
	case k == 6:
		return chars(rnd, digits+lowers+uppers, 7) + chars(rnd, digits, 1) + sign() + chars(rnd, digits+lowers, 4) + sign() + chars(rnd, uppers, 3)
	default:
		return chars(rnd, lowers+uppers, 1) + chars(rnd, digits, 2) + sign() + chars(rnd, lowers, 5) + sign() + chars(rnd, uppers+digits, 3)
	}
}

// mnemonic is twelve words, as of a wallet.
func mnemonic(rnd *rand.Rand) string {
	s := word(rnd)
	for range 11 {
		s += " " + word(rnd)[:4+rnd.IntN(4)]
	}
	return s
}

// algorithm is a password that begins like the name of an algorithm.
func algorithm(rnd *rand.Rand) string {
	names := strings.Fields("Sha RSA tls UTF aES md5 Hmac Base64")
	return names[rnd.IntN(len(names))] + "q" + password(rnd)[3:]
}

func uuid(rnd *rand.Rand) string {
	return chars(rnd, hexes, 8) + "-" + chars(rnd, hexes, 4) + "-4" + chars(rnd, hexes, 3) + "-a" + chars(rnd, hexes, 3) + "-" + chars(rnd, hexes, 12)
}

// teams is the path of a webhook of Microsoft's, which names the group twice.
func teams(rnd *rand.Rand) string {
	group, tenant := uuid(rnd), uuid(rnd)
	return group + "@" + tenant + "/IncomingWebhook/" + chars(rnd, hexes, 32) + "/" + group
}

// opaque is a token of no vendor.
func opaque(rnd *rand.Rand) string {
	return like(rnd, []string{"%b43", "%A32", "%h40", "%l24"}[rnd.IntN(4)])
}

// sets are the characters that a letter behind a percent sign stands for.
var sets = map[byte]string{
	'A': digits + lowers + uppers, 'h': hexes, 'H': digits + "ABCDEF", 'd': digits, 'l': digits + lowers, 'L': lowers, 'u': digits + uppers,
	'U': uppers, 'b': b64url, 's': b64std, 'K': uppers + "234567", 'B': uppers + "234567", 'Q': "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L",
	'M': "cbdefghijklnrtuv", // of YubiKeys
	'p': "bNrfu",            // what strings of Python and SQL begin with
	// Signs: all that a quoted value may hold, without what ends it in shells, without what ends it in SQL.
	'x': `,;&)(#@%:/?=+|{}[]$!~^*`, 'y': `,#@%:/?=+!~^*$&;`, 'z': `,#@:/?=+!~^*$;`,
	'w': digits + lowers + uppers + "!@#$%^&*()-_[]{}<>~+=,.;:/?|", // of WordPress
}

// ofSet is 36 of the set A: %A36, or %A{36} where a digit follows.
var ofSet = regexp.MustCompile(`%([A-Za-z])(?:([0-9]+)|\{([0-9]+)\})`)

// drawn is a stretch of a set.
func drawn(rnd *rand.Rand, stretch string) string {
	set := sets[stretch[1]]
	if set == "" {
		panic("no set " + stretch)
	}
	n, _ := strconv.Atoi(strings.Trim(stretch[2:], "{}"))
	return chars(rnd, set, n)
}

// like makes a token like ghp_%A36. Long stretches hold digits and letters if their sets do,
// as those of vendors' tokens.
func like(rnd *rand.Rand, pattern string) string {
	return ofSet.ReplaceAllStringFunc(pattern, func(m string) string {
		set := sets[m[1]]
		mixed := strings.ContainsAny(set, digits) && strings.Trim(set, digits) != ""
		for {
			s := drawn(rnd, m)
			if len(s) < 12 || !mixed || strings.ContainsAny(s, digits) && strings.ContainsAny(s, lowers+uppers) {
				return s
			}
		}
	})
}

// A fate is what becomes of a secret.
type fate string

const (
	hashed  fate = "hashed"
	removed fate = "removed"
	barely  fate = "removed from where brackets may not stand"
	within  fate = "kept, but for the secrets in it"
)

// A recipe is how the secret is made that a placeholder stands for.
type recipe struct {
	fate fate
	text string // with stretches like %A36, placeholders, and $arg for what stands behind the name's colon
	enc  string // in what encoding the log has it; what takes its place is of the text itself
}

// recipes are those of the placeholders that a text can describe. makers has the others.
var recipes = map[string]recipe{
	// Words and passwords.
	"pw@":      {barely, "{{pw}}", ""},
	"phrase2":  {removed, "%L5x %L5v", ""}, // never two words that say how something is
	"phrase":   {removed, "{{word}} {{word}} {{word}}", ""},
	"phrase4":  {removed, "{{word}} {{word}} {{word}} {{word}}", ""},
	"dice3":    {removed, "{{word}}-{{word}}-{{word}}", ""},
	"dice":     {removed, "{{word}}-{{word}}-{{word}}-{{word}}", ""},
	"hard":     {removed, "p%x3%l5%x2z", ""},
	"hard2":    {removed, "P%y3%l5z", ""},
	"hard3":    {removed, "%L4 %l5", ""},
	"hard4":    {removed, "P%z3%l5z", ""},
	"apos":     {removed, "%L3'%l{6}9", ""}, // a sign that might open a text in quotes, or close it
	"apos@":    {barely, "%L3'%l{6}9", ""},
	"dquote":   {removed, `%L3"%l{6}9`, ""},
	"letter":   {removed, "%p1", ""},
	"pctpw":    {removed, "p+;%22o%d2}?%L4", ""}, // with what would be a quote in a URL
	"pctline":  {removed, "P#/%0a%L4z", ""},      // with what would end a line in a URL
	"pin":      {removed, "4%d5", ""},
	"pin4":     {removed, "7%d3", ""},
	"hexpw":    {removed, "0%H15", ""},
	"htmd5":    {removed, "%A22", ""},
	"sha":      {removed, "{SHA}zjSIPDw/NnGc+%L11=", ""},
	"salt":     {removed, "%w{63}9", ""},
	"AGE":      {removed, "%u58", ""},
	"pem":      {removed, `MIIEvQIBADANBgkqhkiG9w0BAQEFAASC%s64\n%s60==`, ""},
	"pemblock": {removed, `-----BEGIN PRIVATE KEY-----\n{{pem}}\n-----END PRIVATE KEY-----\n`, ""},
	"hexdump":  {removed, strings.Repeat("%h2 ", 31) + "a7", ""},
	"b64of":    {removed, "{{pw|b64}}", ""},

	// Tokens of no vendor.
	"tok":      {hashed, "t%b30A9z", ""},
	"tok68":    {hashed, "t%b{66}9", ""},
	"tok200":   {hashed, "t%A{200}9", ""},
	"b32":      {hashed, "%B32", ""},
	"b36_32":   {hashed, "k7%l{26}9q4z", ""}, // without capitals
	"b62":      {hashed, "k%A{24}7Q", ""},
	"b62_32":   {hashed, "k%A{29}7Q", ""},
	"b62_64":   {hashed, "k%A{61}7Q", ""},
	"b64_28":   {hashed, "a%s{25}9Z", ""},
	"b64_40":   {hashed, "a%s{37}9Z", ""},
	"b64_43":   {hashed, "a%s{40}9Z", ""},
	"b64_40p":  {hashed, "a%s{37}9Z", ""},
	"b64_43p":  {hashed, "a%s{40}9Z=", ""}, // with padding
	"b64_86p":  {hashed, "a%s{83}9Z==", ""},
	"plus":     {hashed, "a%A19+%A{18}9Z", ""},
	"hex32":    {hashed, "a%h{30}7", ""},
	"hex40":    {hashed, "a%h{38}7", ""},
	"hex64":    {hashed, "a%h{62}7", ""},
	"HEX32":    {hashed, "A%H{30}7", ""},
	"digits32": {hashed, "a%d{14}7d%d15", ""},
	"dulluuid": {hashed, "1%d7-efbd-4869-aefd-bb%d10", ""},
	"josecut":  {hashed, "{{josehead|b64}}", ""},
	"josehead": {within, `{"alg":"HS256","kid":"%L8`, ""},

	// Tokens of products.
	"appkey":       {hashed, "base64:%s43=", ""},
	"appkeyslash":  {hashed, "base64://%s41=", ""},
	"zerospw":      {removed, "%L6#000_%d2", ""}, // looks like rsyslog's NUL
	"django_reset": {hashed, "c%l5-7%h31", ""},
	"express":      {hashed, "s:t%b{30}9.%s43", "pct"},
	"fcm":          {hashed, "%b22:APA91b%b134", ""},
	"fcmsk":        {hashed, "AAAA%d1%b3-Sk:APA91b%b134", ""},
	"flask":        {hashed, ".eJ%b60.%b6.%b27", ""},
	"hubsig":       {hashed, "sha256=%h64", ""},
	"joined":       {hashed, "tid=7%h30a;exp=1732702561;sku=free;8kp=1:%h{63}7", ""}, // of GitHub Copilot
	"kubeadm":      {hashed, "%l6.%l{15}7", ""},
	"laravel":      {hashed, "{{laraveltext|b64}}", ""},
	"laraveltext":  {within, `{"iv":"%s22","value":"%s60","mac":"%h64","tag":""}`, ""},
	"mmhook":       {hashed, "%l{25}7", ""},
	"oidc_state":   {hashed, "{{uuid}}.%b{24}7Q", ""},
	"pvecookie":    {hashed, "PVE:root@pam:65A1B2C3::%s80==", ""},
	"rack":         {hashed, "%s86==--%h40", "pct"},
	"sanctum":      {hashed, "12|%A{39}9", ""}, // of Laravel
	"slack_hook":   {hashed, "T%u9/B%u9/%A24", ""},
	"slackv":       {hashed, "a%A{22}7", ""},
	"spnego":       {hashed, "YII%s{97}9aZ=", ""},
	"twitter":      {hashed, "AAAAAAAAAAAAAAAAAAAA%A{30}9=a%A30", "pct"},
	"wpcookie":     {hashed, "bob|1700000000|%b40|%h64", ""},

	// Texts with a secret in them, and such texts in base64.
	"form":         {within, "user=bob&password={{pw}}&x=1", ""},
	"userform":     {within, "user=bob&password={{pw}}", ""},
	"userpass":     {within, "user=$arg&pass={{pw}}", ""},
	"jsonpassword": {within, `{"user":"bob","password":"{{pw}}"}`, ""},
	"jsontoken":    {within, `{"user":"bob","token":"{{tok}}"}`, ""},
	"script":       {within, "#!/bin/sh\nexport DB_PASSWORD={{pw}}\n./run\n", ""},
	"dockercfg":    {within, `{"auths":{"r.example.com":{"auth":"{{b64_40p}}"}}}`, ""},
	"b64form":      {within, "{{userform|b64}}", ""},
	"b64pass":      {within, "{{userpass:$arg|b64}}", ""},
	"b64json":      {within, "{{json$arg|b64}}", ""},
	"basic":        {within, "$arg:{{pw}}", "b64"},
	"plain":        {within, "$arg:{{pw}}", "sasl"},
}

// makers are the secrets that take more than a text to describe.
var makers = map[string]struct {
	fate fate
	make func(rnd *rand.Rand, arg string) string
}{
	"pw":       {removed, func(rnd *rand.Rand, _ string) string { return password(rnd) }},
	"pass":     {removed, chosen},
	"word":     {removed, func(rnd *rand.Rand, _ string) string { return word(rnd) }},
	"algpw":    {removed, func(rnd *rand.Rand, _ string) string { return algorithm(rnd) }},
	"mnemonic": {removed, func(rnd *rand.Rand, _ string) string { return mnemonic(rnd) }},
	"token":    {hashed, func(rnd *rand.Rand, _ string) string { return opaque(rnd) }},
	"uuid":     {hashed, func(rnd *rand.Rand, _ string) string { return uuid(rnd) }},
	"teams":    {hashed, func(rnd *rand.Rand, _ string) string { return teams(rnd) }},
	"jwt":      {hashed, func(rnd *rand.Rand, _ string) string { return jwt(rnd) }},
	"jwtcut":   {hashed, func(rnd *rand.Rand, _ string) string { s := jwt(rnd); return s[:len(s)-50] }},
}

// secret makes the secret that a placeholder stands for, and what must stand in its place:
// another than its fate has, if so the word behind its colon says.
func secret(t testing.TB, rnd *rand.Rand, name string) (in, out string) {
	t.Helper()
	if strings.Contains(name, "%") {
		return like(rnd, name), gone
	}
	name, arg, _ := strings.Cut(name, ":")
	if r, ok := recipes[name]; ok {
		in, out = r.make(t, rnd, arg)
	} else if m, ok := makers[name]; ok {
		in = m.make(rnd, arg)
		out = m.fate.of(in, "")
	} else {
		in, out = shaped(t, rnd, name, arg)
	}
	switch arg {
	case "num":
		out = `"` + out + `"`
	case "rm":
		out = gone
	case "glue":
		out = ""
	case "keep":
		out = in
	}
	return in, out
}

// of is what stands in the place of a secret; inside is the text of one with others in it.
func (f fate) of(secret, inside string) string {
	switch f {
	case hashed:
		return tok(secret)
	case barely:
		return goneBare
	case within:
		return inside
	}
	return gone
}

func (r recipe) make(t testing.TB, rnd *rand.Rand, arg string) (in, out string) {
	in, out = expand(strings.ReplaceAll(r.text, "$arg", arg), stretch, func(m string) (in, out string) {
		if m[0] == '{' {
			return filled(t, rnd, m)
		}
		s := drawn(rnd, m)
		return s, s
	})
	return encode(in, r.enc), r.fate.of(in, out)
}

// shaped makes a secret of a kind that the redactor has a shape for: shape:stripe, or
// shapecut:stripe, without its end.
func shaped(t testing.TB, rnd *rand.Rand, name, kind string) (in, out string) {
	t.Helper()
	shapes := redact.Shapes()
	i := slices.IndexFunc(shapes, func(s redact.Shape) bool { return s.Kind.String() == kind })
	if i < 0 || name != "shape" && name != "shapecut" {
		t.Fatalf("unknown placeholder %q", name+":"+kind)
	}
	_, in = shapes[i].Example(rnd)
	if name == "shapecut" {
		in = in[:len(in)-8]
	}
	if shapes[i].Kind.Removed() {
		return in, removed.of(in, "")
	}
	return in, hashed.of(in, "")
}

var (
	placeholder = regexp.MustCompile(`\{\{([^{}]+)\}\}`)
	stretch     = regexp.MustCompile(placeholder.String() + "|" + ofSet.String())
)

// filled is the secret of a placeholder and what must stand in its place, in the encodings that
// the placeholder names. It tells each of planted the secret.
func filled(t testing.TB, rnd *rand.Rand, m string, planted ...func(secret string)) (in, out string) {
	t.Helper()
	name, encs, _ := strings.Cut(m[2:len(m)-2], "|")
	in, out = secret(t, rnd, name)
	for _, plant := range planted {
		if in != out {
			plant(in)
		}
	}
	return encode(in, encs), encodeMark(out, encs)
}

// expand makes a line and what it must become, of what each makes of each of the parts of a template.
func expand(template string, parts *regexp.Regexp, each func(m string) (in, out string)) (in, out string) {
	var a, b strings.Builder
	last := 0
	for _, m := range parts.FindAllStringIndex(template, -1) {
		between := template[last:m[0]]
		in, out := each(template[m[0]:m[1]])
		a.WriteString(between + in)
		b.WriteString(between + out)
		last = m[1]
	}
	return a.String() + template[last:], b.String() + template[last:]
}

// fill makes a line and what it must become. It tells each of planted the
// secrets in it.
func fill(t testing.TB, rnd *rand.Rand, template string, planted ...func(secret string)) (in, want string) {
	t.Helper()
	return expand(template, placeholder, func(m string) (in, out string) { return filled(t, rnd, m, planted...) })
}
