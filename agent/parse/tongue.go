package parse

// tongues are the words of [words] in other languages: what products say of logins
// when the server's locale, or their maker's, is another one. Those of Chinese, Japanese and
// Korean are two ideograms each, parts of longer words where these have more: ログイン is ログ
// and イン.
var tongues = [...]struct {
	sense sense
	words string
}{
	{sLogin, "anmeldung anmeldungen anmeldeversuch anmeldefehler angemeldet aanmelding aanmelden aangemeld ingelogd connexion logowanie logowania zalogować zalogował zalogowany zalogowano вход входа войти авторизация авторизации авторизован inloggning inloggningen inloggningsförsök innlogging pålogging přihlášení přihlásit přihlášen giriş girişi giris 登录 登入 登陆"},
	{sDone, "angemeldet aangemeld ingelogd zalogował zalogowany zalogowano inloggad přihlášen вошел вошёл"},
	{sLogout, "abgemeldet abmeldung afgemeld uitgelogd deconnexion déconnexion déconnecté wylogowanie wylogowano wylogował выход вышел utloggning utlogget odhlášení odhlášen çıkış 登出 退出 注销"},
	{sConnection, "connexion"},
	{sAuth, "authentifizierung authentifiziert authenticatie authentification authentifié authentifiée d'authentification l'authentification identification d'identification autenticación autenticado autenticação autenticazione autenticato uwierzytelnienie uwierzytelnienia uwierzytelniania uwierzytelnianie uwierzytelniony аутентификация аутентификации аутентификацию подлинности autentisering autentiseringen autentizace ověření doğrulama 认证 認證 验证 驗證 身份 鉴权 認証 인증 autenticacion autenticacao"},
	{sSession, "sesión sessão sessione sitzung sesja sesji сессия сессии сеанс сеанса relace oturum 会话 sesion sessao"},
	{sUser, "benutzer benutzers benutzername benutzerkonto konto gebruiker gebruikersnaam utilisateur utilisateurs l'utilisateur d'utilisateur compte usuario usuário utente użytkownik użytkownika użytkownikowi kontu пользователь пользователя пользователю пользователем användare användaren användarnamn bruker brukernavn bruger uživatel uživatele kullanıcı kullanıcısı kullanici kullanicisi 用户 用戶 账号 账户 帐号 帐户 使用者 ーザ 용자"},
	{sPassword, "passwort kennwort wachtwoord contraseña clave senha passe hasło hasła пароль пароля паролю lösenord lösenordet passord adgangskode heslo hesla parola şifre sifre 密码 密碼 口令 スワ 밀번 contrasena"},
	{sCredential, "anmeldedaten zugangsdaten benutzername gebruikersnaam inloggegevens identifiants identifiant credenciales credenciais credenziali"},
	{sAccess, "zugriff zugang toegang accès l'accès acceso acesso accesso dostęp dostępu доступ доступа доступе åtkomst tilgang adgang přístup erişim 访问 存取 クセ 접근"},
	{sFail, "fehlgeschlagen fehlgeschlagene fehlgeschlagener fehlerhaft fehlerhafter fehler falsch falsche falsches falscher mislukt mislukte echec echecs onjuist onjuiste échec échecs échoué échouée échouées erreur incorrecte incorrects incorrectes erroné erronée fallido fallida fallo falló incorrecto incorrecta falha falhou incorreta incorreto errata errato fallito fallita errore nieudane nieudana nieudany nieudanych nieprawidłowe nieprawidłowy nieprawidłowa niepowodzenie błąd błędne błędny błędna ошибка ошибки ошибке неудачный неудачная неудачно неверный неверное неверная неверны misslyckades misslyckad misslyckat felaktigt felaktig fel mislyktes mislykkedes feil selhalo selhání neúspěšné neúspěšný chyba nesprávné başarısız basarisiz hatalı hatali yanlış yanlis 失败 失敗 错误 錯誤 エラ 실패 잘못 chybné chybný chybná echoue echouee"},
	{sDeny, "verweigert abgelehnt gesperrt geweigerd refusé refusée refusés rejeté rejetée interdit denegado denegada rechazado rechazada negado negada negato negata rifiutato rifiutata odmowa odmówiono odrzucono отказано отклонен отклонён отклонено запрещен запрещён nekad nekades avvist nektet nægtet odepřen odepřeno zamítnuto reddedildi engellendi 拒绝 拒絕 禁止 拒否 거부"},
	{sLock, "gesperrt verrouillé verrouillée bloqueado bloqueada bloccato zablokowane zablokowany zablokowano заблокирован заблокирована låst sperret uzamčen kilitlendi 锁定 鎖定"},
	{sInvalid, "ungültig ungültige ungültiger ungültiges ungültigen ongeldig ongeldige invalide invalides inválido inválida inválidos inválidas nieważny nieważne недействителен недействительный недопустимый ogiltig ogiltigt ugyldig neplatný neplatné neplatná geçersiz 无效 無效 無効 非法"},
	{sUnknown, "unbekannt unbekannter onbekende inconnu inconnue desconocido desconhecido sconosciuto nieznany nieznana неизвестный okänd okänt ukjent neznámý bilinmeyen 不存"},
	{sExpired, "abgelaufen verlopen expiré expirée caducado expirado scaduto scaduta wygasł wygasła wygasło истек истёк истекла просрочен utgången utgått utløpt vypršel vypršela 过期 過期 限切 만료"},
	{sSuccess, "erfolgreich erfolgreiche erfolgreicher geslaagd réussi réussie exitoso exitosa correctamente riuscito riuscita pomyślnie pomyślne udane успешно прошёл прошел успешный успешная lyckades lyckad vellykket úspěšné úspěšně başarılı basarili 成功 성공"},
	{sWeakSuccess, "gültig valide validi valido valida válido válida geldig valable"},
	{sSign, "ログ 로그"},
	{sIn, "イン 인"},
	{sOut, "アウ 아웃"},
	{sToken, "токен токена 令牌 权杖 權杖 クン 토큰 jeton jetons"},
	{sOpen, "inicio iniciar iniciado iniciada inició ouverte ouverture"},
	{sClose, "cierre cerrar cerrada cerrado"},
	{sChange, "geändert geaendert zurückgesetzt modifié cambiado cambiada modificado alterada"},
	{sNot, "nicht niet não nie не inte ikke není 未"},
}
