package parse

// tongues are the words of [words] in other languages: what products say of logins
// when the server's locale, or their maker's, is German, Dutch, French, Spanish,
// Portuguese or Italian.
var tongues = [...]struct {
	sense sense
	words string
}{
	{sLogin, "anmeldung anmeldungen anmeldeversuch anmeldefehler angemeldet aanmelding aanmelden aangemeld ingelogd connexion"},
	{sDone, "angemeldet aangemeld ingelogd"},
	{sLogout, "abgemeldet abmeldung afgemeld uitgelogd deconnexion déconnexion déconnecté"},
	{sConnection, "connexion"},
	{sAuth, "authentifizierung authentifiziert authenticatie authentification authentifié authentifiée d'authentification l'authentification identification d'identification autenticación autenticado autenticação autenticazione autenticato"},
	{sSession, "sesión sessão sessione sitzung"},
	{sUser, "benutzer benutzers benutzername benutzerkonto konto gebruiker gebruikersnaam utilisateur utilisateurs l'utilisateur d'utilisateur compte usuario usuário utente"},
	{sPassword, "passwort kennwort wachtwoord contraseña clave senha passe"},
	{sCredential, "anmeldedaten zugangsdaten benutzername gebruikersnaam inloggegevens identifiants identifiant credenciales credenciais credenziali"},
	{sAccess, "zugriff zugang toegang accès l'accès acceso acesso accesso"},
	{sFail, "fehlgeschlagen fehlgeschlagene fehlgeschlagener fehlerhaft fehlerhafter fehler falsch falsche falsches falscher mislukt mislukte echec echecs onjuist onjuiste échec échecs échoué échouée échouées erreur incorrecte incorrects incorrectes erroné erronée fallido fallida fallo falló incorrecto incorrecta falha falhou incorreta incorreto errata errato fallito fallita errore"},
	{sDeny, "verweigert abgelehnt gesperrt geweigerd refusé refusée refusés rejeté rejetée interdit denegado denegada rechazado rechazada negado negada negato negata rifiutato rifiutata"},
	{sLock, "gesperrt verrouillé verrouillée bloqueado bloqueada bloccato"},
	{sInvalid, "ungültig ungültige ungültiger ungültiges ungültigen ongeldig ongeldige invalide invalides inválido inválida inválidos inválidas"},
	{sUnknown, "unbekannt unbekannter onbekende inconnu inconnue desconocido desconhecido sconosciuto"},
	{sExpired, "abgelaufen verlopen expiré expirée caducado expirado scaduto scaduta"},
	{sSuccess, "erfolgreich erfolgreiche erfolgreicher geslaagd réussi réussie exitoso exitosa correctamente riuscito riuscita"},
	{sWeakSuccess, "gültig valide validi"},
	{sNot, "nicht niet não"},
}
