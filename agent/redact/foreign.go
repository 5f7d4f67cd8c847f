package redact

import (
	"bytes"
	"strings"
)

// foreignPasswords are names of passwords that hold letters outside of ASCII, or
// spaces. Others are rows of names.
var foreignPasswords = [...]string{
	"contraseña", "парол", "Парол", "密码", "密碼", "口令", "パスワード", "비밀번호", "암호", "hasło", "hasła", "şifre", "ifreniz", "κωδικός", "jelszó",
	"lösenord", "รหัสผ่าน", "كلمة المرور", "mật khẩu", "סיסמה", "mot de passe", "palabra de paso", "key content", "šifra", "parolă", "slaptažodis", "पासवर्ड",
}

// foreignCodes are names of codes that are used once. What is known of a code in
// English is in names.
var foreignCodes = [...]string{
	"código", "код", "Код", "验证码", "校验码", "驗證碼", "認証コード", "確認コード", "인증번호", "인증코드", "인증 코드", "kodu", "kód", "ój kod", "din kod", "mã xác", "κωδικός επ",
	"code de ", "codigo", "codice", "code lautet", "code ist", "code est",
}

// saidAbroad are the words of other languages that say something of a field in place of its
// value: required, wrong, at least.
var saidAbroad = strings.Fields(`
	muss darf ist wurde falsch ungültig erforderlich abgelaufen geändert obligatoire obligatoria obligatorio obrigatória inválido invalide requis requise
	incorrecte incorrecta incorreta inválida onjuist verplicht ongeldig obbligatoria obbligatorio scaduta scaduto errata errato richiesta wymagane
	wymagany nieprawidłowe nieprawidłowy zorunlu geçersiz måste krävs ogiltig ogiltigt felaktigt påkrævet påkrevd ugyldig skal pakollinen virheellinen
	mínimo mínima mindestens minst vereist moet povinné neplatné obavezno обязательно недействителен неправильный Неправильный musí musi trebuie phải
	harus minimálně minimálne повинен потрібен должен должна requerida requerido requeridos necesaria necesario exigée kötelező povinná povinný obavezna
	obligatorisk yanlış hatalı błędne niepoprawne nesprávné špatné érvénytelen helytelen väärä pogrešna neispravna greșită incorectă errónea erróneo
	sbagliata sbagliato verkeerd forkert felaktig невірний неправильно грешна λάθος 正しくありません 間違っています 필수 잘못된 틀렸습니다 不能为空 错误 无效 必填 不正确 不匹配 已过期 無効 必須 が必要です
	を入力してください неверный Неверный неверно Неверно обязателен Обязателен истёк изменён doit debe deve minimaal pflichtfeld Pflichtfeld`)

// foreign judges names of passwords outside of ASCII: Пароль пользователя bob: x,
// 密码是x.
func (sc *scan) foreign(a *anchor, lo int) int {
	b := sc.b
	row := sc.eng.names.find([]byte("password"))
	to := lo + len(a.lit)
	for a.lit[0] == "п"[0] && to < min(len(b), lo+maxNameBytes) && b[to] >= 0x80 { // whatever the case that a Slavic word ends in
		to++
	}
	if next := sc.valueOf(row, lo, to); next > 0 {
		return next
	}
	from := behindForeign(b, to)
	if from == 0 {
		return 0
	}
	v := valuer{sc: sc, row: row, d: words, at: row.placeIn(sc.at), from: lo, name: b[lo:to]}
	if f, t, end, ok := quotedValue(b, from); ok {
		if t-f > 0 && bytes.IndexByte(b[f:t], ' ') < 0 && v.secret(f, t, true) > 0 {
			return end
		}
		return 0
	}
	end := v.bareEnd(from, 0)
	for k := from; k < end; k++ { // what is not parted from it by a space
		if b[k] >= 0x80 {
			end = k
		}
	}
	if !chosenWord(b[from:end]) {
		return 0
	}
	return v.secret(from, end, false)
}

// chosenWord reports whether v, where another language announces a password, is one:
// a word of that language is written in small letters.
func chosenWord(v []byte) bool {
	return passwordLike(v) || len(v) > 6 && allOf(v, clLower|clUpper, 0) && has(v[1:])&clUpper != 0 && has(v)&clLower != 0
}

const maxForeign = 64 // bytes between a name in another language and its value

// behindForeign is where the value begins behind a name that ends at i, with words
// that may stand between: a colon of any script, "is" in any language, whose it is.
// It is 0 if there is none.
func behindForeign(b []byte, i int) int {
	line := lineBehind(b, i, maxForeign)
	for k := 0; k < len(line); {
		rest := line[k:]
		n := 1
		switch {
		case bytes.HasPrefix(rest, []byte("：")):
			n = len("：")
		case bytes.HasPrefix(rest, []byte("是")), bytes.HasPrefix(rest, []byte("为")), bytes.HasPrefix(rest, []byte("為")), bytes.HasPrefix(rest, []byte("は")), bytes.HasPrefix(rest, []byte("—")), bytes.HasPrefix(rest, []byte("–")):
			n = 3
		case rest[0] == ':' && namesDoer(line[:k]): // contraseña cambiada por: u1000
			return 0
		case rest[0] == ':' || rest[0] == '-' && byteAt(rest, 1) == ' ':
		case copula(rest) > 0:
			n = copula(rest)
		case rest[0] == ' ' || rest[0] >= 0x80 || isName(rest[0]) || rest[0] == '@':
			k++
			continue
		default:
			return 0
		}
		if k = skip(b, i+k+n, clSpace); k < len(b) {
			return k
		}
		return 0
	}
	return 0
}

// namesDoer reports whether v ends in a word behind which stands who has done something.
func namesDoer(v []byte) bool {
	v = bytes.TrimRight(v, " ")
	return doers[string(v[bytes.LastIndexByte(v, ' ')+1:])]
}

// copula is how long the word for "is" is that v begins with, and the space before
// it; 0 if it begins with none.
func copula(v []byte) int {
	if v[0] != ' ' {
		return 0
	}
	for _, w := range [...]string{" é ", " è ", " es ", " est ", " ist ", " lautet ", " is ", " este ", " är ", " er ", " on ", " to ", " je "} {
		if bytes.HasPrefix(v, []byte(w)) {
			return len(w)
		}
	}
	return 0
}

// otherCodes are parts of words for codes that are no secret, and of what has one: errors,
// responses, post offices, sources, countries, programs that end, states.
var otherCodes = []string{
	"ошиб", "отв", "возв", "erro", "postal", "fuente", "pays", "país", "retour", "sortie", "salida", "estado", "area", "área", "zip", "respuesta", "fonte", "stat", "http",
}

// codeEnd is where the digits at i end, which may be two groups of three or four, and how many
// there are: 123456, 123-456, 1234 5678.
func codeEnd(b []byte, i int) (end, n int) {
	end = skip(b, i, clDigit)
	n = end - i
	if (n == 3 || n == 4) && (byteAt(b, end) == '-' || byteAt(b, end) == ' ') && skip(b, end+1, clDigit) == end+1+n {
		return end + 1 + n, n * 2
	}
	return end, n
}

// foreignCode judges a code of digits behind its name in another language: 验证码:
// 123456, su código es 123456.
func (sc *scan) foreignCode(a *anchor, lo int) int {
	b := sc.b
	to := lo + len(a.lit)
	line := lineBehind(b, to, maxForeign)
	k := bytes.IndexFunc(line, func(r rune) bool { return r >= '0' && r <= '9' })
	if k < 0 || isName(byteAt(b, lo-1)) && a.lit[0] < 0x80 && a.lit[0] != 'k' {
		return 0
	}
	between := line[:k]
	if bytes.ContainsAny(between, "\"'=,;/.()[]{}<>\\") || len(between) > 0 && isAlnum(between[len(between)-1]) && a.lit[0] < 0x80 {
		return 0
	}
	if mentions(between, otherCodes...) || mentions(lineBefore(b, lo, 16), otherCodes...) {
		return 0
	}
	from := to + k
	end, n := codeEnd(b, from)
	if n < 4 || n > 8 || isName(byteAt(b, end)) && byteAt(b, end) != '.' {
		return 0
	}
	sc.emit(from, end, PIN, sc.at)
	return end
}
