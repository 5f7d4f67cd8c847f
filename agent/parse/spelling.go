package parse

// spellings: what applications call each field, in lower case without
// separators ("remote_addr", "remoteAddr" and "Remote-Addr" are one), in any
// object or, with a prefix, in one of that scope. Names behind the first bar
// are less sure and give way; those behind the second count at the top of an
// object only.
var spellings = [...]struct {
	field Field
	names string
}{
	{Time, "eventdatetime creationtimestampusecs transaction.timestamp transaction.time creationdate timestamp ts time datetime createddatetime activitydatetime creationtime systemtime timegenerated eventtimestamp edgestarttimestamp devtime epochsecond recordedat timestampderived timeunixnano datecreate asctime eventtime evttime event.created requestreceivedtimestamp requesttimestamp requesttimeepoch loggeddatetime vectratimestamp timelocal timeiso8601 isotimestamp timecreated sourcerealtimetimestamp | localtime logged loggedat eventat insertedat generatedat recordedtime receivedat dateutc timestamputc utctimestamp eventcreationtime eventts activitytime syscreatedon occurredon loginat signinat occuredat happenedat unixtime unixtimestamp epoch epochms epochmillis eventcreated instant createtime createdate timemillis timems eventreceivedtime tsms timestampms audittime logtimestamp logdate date dt startedat created createdat occurredat eventdate logtime published starttime occured occurred createinstant stagetimestamp f5telemetrytimestamp realtimetimestamp utctime startutc triggeredat generatedtime timeutc isotime receivedtime reqtime emittedat firedat recordtime entrytime accesstime observedat performedat timereported timestampseconds timeiso datetimeutc utc now zeit zeitpunkt zeitstempel fecha fechahora horodatage datahora | t when msec at rt logintime received collectedat authtime processedat publishedat sentat ingesttime ingestedat observedtimestamp"},
	{Zone, "tz timezone"},
	{Level, "levelname severitytext levelstr | level loglevel severity lvl log.level level.name level.value | priority"},
	{Logger, "logger loggername log.logger log.name sourcecontext logname | | name class module component caller subsystem category"},
	{Message, "message eventmessage textpayload msg log.message shortmessage renderedmessage infomsg primarydescription | fulllog text txt description displaymessage defaultmsg eventdetails eventinfo body logmessage messagetemplate mt | m log detail"},
	{ActionWord, "auditlogevent actionname eventtype typename eventaction event.action event.name eventname auditevent actiontype eventsimplename target.action eventtypename auditcategory logevent tracename | event.type event.kind evt action event activity operation operationname operationtype auditoperationtype audittype methodname activitydisplayname command.name activityname activitytype evttype evtname eventkey auditaction securityevent securityaction authevent authaction useraction evento evenement événement ereignis aktion accion acción acao ação | type op sender act kind what"},
	{ObjectType, "objecttype resourcetype entitytype targettype sourcetype itemtype target.type"},
	{OutcomeWord, "connectionattemptstatus executionstatus auditstatus auditresult outcome event.outcome event.result event.status authresult loginresult authstatus loginstatus verdict eventoutcome eventresult authenticationresult authenticationstatus loginoutcome authoutcome resulttype accessresult accesspolicyresult sessionstatus auth authentication authn | allow event.ok actionresult result success succeeded successful authenticated authorized granted allowed decision isauthenticated isallowed loginsuccess loginsuccessful loginsucceeded issuccess issuccessful authsuccess passed valid finalresult didsucceed wassuccessful operationresult actionstatus disposition authsuccessful authsucceeded authenticationsuccess authenticationsuccessful authenticationsucceeded accepted resultado resultat résultat ergebnis esito | ok state conclusion res results statustext"},
	{Failed, "failed isfailed isfailure authenticationfailed authfailed loginfailed signonfailed signinfailed failure | denied blocked rejected"},
	{Reason, "connectionattemptfailurereason motivo motif grund reason failurereason event.reason failreason errorreason denyreason resultreason statusreason rejectreason rejectionreason denialreason rejectcause blockreason reasontext reasondesc reasondescription failcause faildetail failuredetail failuremessage failmessage failmsg failurecode failuretype statusdetail resultdetail outcomereason outcomedetail lockreason disconnectreason logoutreason terminationreason autherrorreason | cause detail details statusmessage resultdescription failurecause why resultmessage reasonphrase reasoncode explanation"},
	{ErrorText, "error.message error.msg errordescription errormessage errmsg error.reason error.description error.error exceptionmessage autherror oautherror errordetail loginerror | error err exception excinfo"},
	{ErrorType, "error.type error.name exceptiontype exceptionclass errortype error.kind error.class errorclass"},
	{ErrorCode, "error.code errorcode errcode errno resultcode grpcstatus | rc retcode grpccode grpcstatuscode rpccode"},
	{Code, "event.code eventcode eventid event.id | code | messageid"},
	{Provider, "event.provider provider"},
	{Severity, "event.severity"},

	{SourceIP, "remoteclientaddress remoteaddressip4 remoteaddressip6 saddr sourceipv4 sourceipv6 attackerip networkclientip initiatorip workstationip webclientip connip connectionip socketaddr socketaddress raddr externalip wanip ip4 locationip useraddress sourcenetworkaddress clientpublicip cliip whoip ipsrc transaction.clientip transaction.remoteaddress srchost adminipaddress publicip clientipaddr ipv4 ipv6 ipv4address ipv6address remoteipaddr useripaddress useripaddr requestorip requesterip socketip sessionip visitoripaddress loginipaddress clientremoteaddr clientipaddress clientipv4 clientipv6 originaddress visitorip remip auditrequestremoteaddress clientip oip downstreamremoteaddress sourceip srcip srcipaddress srcipaddr remoteip client.ip remoteaddr remoteaddress remoteipaddress ipaddress userip loginip sessionipaddress client.addr client.remote client.remoteaddr request.ip peeraddr peeraddress peerip callerip calleripaddress callingip actorip srcaddr srcv6 sourceaddress sourceipaddress sourceipaddr rhost rip netpeerip networkpeeraddress clienthost ipaddr cip httpclientip requestip requestip client.peer sockaddr callingstationid callerid span.clientip span.remoteaddr span.clientaddr span.peer remoteendpoint clientendpoint peerendpoint sourceaddr fromaddr originaddr calleraddr useraddr reqip actoripaddress offenderip stationip | ip clientaddress clientaddr client.address client.host remote remotehost peer client src source from sourceips request.client request.remote addr address fromip fromhost fromaddress deviceip originip ui userfrom userfrom sourcehost peerhost userhost loginhost senderip attacker networkip downstreamip endpointip terminalip adresseip ipadresse direccionip iporigen enderecoip indirizzoip | origin"},
	{SourcePort, "transaction.clientport transaction.remoteport clientport sourceport remoteport remport srcport client.port peerport rport networkpeerport netpeerport spt ipport | | port"},
	{SourceHost, "clienthostname remotehostname client.domain client.hostname clientdomain"},
	{ForwardedFor, "xforwardedfor forwardedfor httpxforwardedfor xff fwd requestxforwardedfor forwarded headers.forwarded forwardedip"},
	{RealIP, "xrealip realip cfconnectingip trueclientip xclientip requestxrealip"},
	{DestIP, "dsthost serveripaddress destip destinationip dstip server.ip serverip localip lip server.address dstaddr destaddr serveraddr localaddr destinationaddress targetip | dst"},
	{DestPort, "destport destinationport dstport dpt server.port serverport localport lport"},
	{Transport, "transport"},
	{Protocol, ""},

	{UserName, "csusername sessionowner tokenowner clientuser credentialsusername requestuser srcuser sourceuser sourceusername loginidentifier usernameoremail emailorusername dbuser databaseuser sshuser ldapuser smtpuser xuser basicauthuser credentialuser user.uniquename token.uniquename nameid membername callername displayuser userdisplay token.username token.user useridentifier user.identifier xauthuser ugi requser adminname administrator submituser loginuser loginusername loggeduser loggedinuser sessionuser attempteduser attemptedusername usernameattempted userprincipal actorname actorusername auditrequesteffectiveuser usrname username user usr login loginname userlogin user.name user.username user.login user.user uname samaccountname preferredusername authuser remoteuser clientusername userprincipalname upn principalname suser subjectusername user.accountname user.alternateid user.nickname loginid userhandle headers.remoteuser headers.xforwardeduser headers.xremoteuser authenticateduserid authuser user.principal authenticationid authcid authc serverprincipalname sessionserverprincipalname span.user span.username authusername signinname ssouser dbusername ftpuser sasluser xmppuser imapuser radiususer mailuser | account accountname principal identity who authenticateduser currentuser acct requesteduser operatorname authname adminuser adminid userentered enteredusername attemptedusername member operator ruser logname author principalid setid saslusername duser admin handle nickname nick screenname usuario usuário utilisateur benutzer benutzername gebruiker utente identityname employee employeelogin customerlogin submittedusername inputusername personname staffname sudouser | users"},
	{ActorName, "impersonator impersonatedby | createdby actor performedby initiatedby requestedby initiator byuser revokedby deletedby updatedby modifiedby changedby grantedby lockedby unlockedby disabledby enabledby suspendedby blockedby bannedby addedby removedby resetby executedby approvedby assignedby invitedby grantor granter by requester requestername requestor invoker executor actinguser initiatorname"},
	{UserID, "useruid userid user.id uid userguid useruuid actorid actinguserid user.uid user.uuid subjectid userno user.userid user.sub user.subject enduserid span.userid | accountid customerid sub auid memberid employeeid"},
	{UserEmail, "customeremail useremailaddr usermailaddress usermail email useremail mail emailaddress user.email user.mail useremailaddress accountemail actoremail loginemail principalemail memberemail"},
	{UserDomain, "user.domain userdomain ntdomain user.realm subjectdomainname accountdomain"},
	{UserFullName, "fullname user.fullname displayname user.displayname userfullname"},
	{UserRole, "user.role user.roles userrole userroles | | role roles"},
	{EffectiveName, "effective.name effective.username runas runasuser effectiveuser impersonateduser impersonateduserid impersonatedusername impersonated impersonatee onbehalfof"},
	{EffectiveID, "effective.id effective.uid euid"},
	{TargetName, "target.userprincipalname target.alternateid target.name target.username target.user targetuser targetusername affecteduser target.login dstuser targetaccount affectedaccount grantee | target targetlogin objectuser modifieduser changeduser editeduser deleteduser createduser newuser addeduser removeduser manageduser useraffected accountaffected impacteduser touser destuser victim"},
	{TargetID, "target.uuid target.id targetuserid target.userid target.uid"},
	{TargetEmail, "target.email targetemail"},
	{TargetDomain, "target.domain targetdomainname"},
	{GroupName, "group.name groupname usergroup"},
	{GroupID, "group.id groupid gid"},

	{TokenHash, "tokenhash hashedtoken tokensha256 tokenhashsha256 accesstokenhash authtokenhash apikeyhash jwthash sessionhash token.hash token.sha256 bearertokenhash credentialhash refreshtokenhash sessiontokenhash tokendigest tokenfingerprint"},

	{Method, "clientrequestmethod auditrestrequestmethod method httpmethod requestmethod verb reqmethod csmethod httpverb span.method"},
	{Target, "clientrequesturi url uri requesturi requesturl fullurl originalurl url.original url.full url.raw requesttarget request.target requrl httpurl httptarget csuristem rawpath absoluteuri rawurl span.uri span.url requestedurl targeturl | endpoint href resource resourcepath currenturl"},
	{Path, "auditrestrequestpath clientrequestpath restendpoint path urlpath requestpath apipath pathinfo httppath reqpath span.path uripath | route httproute"},
	{Query, "query querystring url.query requestquery urlquery csuriquery rawquery"},
	{URLHost, "clientrequesthost request.host request.hostname httphost requesthost vhost url.domain url.host url.hostname headers.host authority servername xforwardedhost"},
	{URLScheme, "scheme url.scheme requestscheme urlscheme"},
	{URLPort, "url.port requestport"},
	{Host, "host"},
	{Proto, "httpversion proto protocol serverprotocol requestprotocol request.version request.flavor csversion protocolversion"},
	{Status, "edgeresponsestatus statuscode status httpstatus httpstatuscode responsestatus response.status response.code respstatus resstatus responsecode downstreamstatus httpcode scstatus responsecodesent | returncode resp error.statuscode error.status"},
	{RequestID, "requestid reqid xrequestid request.id span.requestid correlationid traceidentifier requestguid auditid | rid"},
	{Referrer, "referer referrer httpreferer httpreferrer requestreferer"},
	{UserAgent, "requestclientapplication callersupplieduseragent clientrequestuseragent rawuseragent useragent httpuseragent ua agent.original agent.rawuseragent requestuseragent csuseragent clientuseragent useragentstring browseragent clientagent | agent browsertype"},
	{RequestBytes, "requestlength requestbytes request.bytes bytesreceived bytesread requestcontentsize requestsize csbytes"},
	{ResponseBytes, "bytessent responsebytes response.bytes responselength bytesout responsesize scbytes response.size response.contentlength | bytes size contentlength"},
	{BodyBytes, "bodybytessent downstreamcontentsize bodybytes responsebodybytes"},
	{RequestLine, "requestline request"},

	{DurationNS, "durationns event.duration elapsedns latencyns"},
	{DurationUS, "durationus elapsedus latencyus requesttimeus durationmicros"},
	{DurationMS, "durationms elapsedms latencyms responsetimems responsetime elapsedmilliseconds tookms durationmillis totaltimems timetakenms timetaken"},
	{DurationS, "durations durationseconds requesttime elapsedseconds durationsec timeseconds"},
	{Duration, "duration elapsed latency took responsetime elapsedtime latencyhuman"},

	{ServiceName, "servicename service.name service svc appname app application applicationname app.name microservice"},
	{ServiceEnv, "environment env service.environment deploymentenvironment service.env"},
	{ServiceVersion, "service.version appversion serviceversion | | version release"},
	{ServiceNode, "service.node instanceid serviceinstanceid"},
	{TraceID, "traceid trace.id oteltraceid ddtraceid b3traceid xb3traceid"},
	{TransactionID, "transactionid transaction.id"},
	{SpanID, "spanid span.id otelspanid ddspanid"},
	{TraceParent, "traceparent"},

	{ProcessName, "processname process.name comm syslogidentifier ident programname | | program"},
	{ProcessPID, "process.pid processid procid syslogpid pid process.id"},
	{ParentPID, "process.ppid process.parentpid ppid"},
	{ProcessPath, "process.executable exe executable processimagepath"},
	{CommandLine, "process.commandline commandline cmdline | | command cmd"},
	{WorkingDir, "process.workingdirectory cwd"},
	{Hostname, "hostname host.name host.hostname machinename computername nodename computer"},
}
