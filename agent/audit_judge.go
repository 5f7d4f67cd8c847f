package agent

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
)

// A Problem is a reason for points that a log loses, and what to do.
type Problem struct {
	What   string `json:"what"`
	Points int    `json:"points"`
	Fix    string `json:"fix"`
}

// How many points secrets can cost, and one-sided logs.
const (
	leakPoints, maxLeakPoints = 10, 50
	oneSidedPoints            = 10
	unreadPoints              = 10
)

// judge sorts what was counted and gives points.
func (a *auditor) judge() *Audit {
	r := &a.audit
	r.Secrets, r.Problems = []LeakedKind{}, []Problem{} // lists in JSON, though nothing is in them
	for _, l := range a.leaks {
		r.Secrets = append(r.Secrets, *l)
	}
	slices.SortFunc(r.Secrets, func(x, y LeakedKind) int {
		return cmp.Or(cmp.Compare(y.Count, x.Count), cmp.Compare(x.Kind, y.Kind), cmp.Compare(x.Place, y.Place), cmp.Compare(x.Format, y.Format))
	})
	r.Streams = slices.AppendSeq([]*Stream{}, maps.Values(a.streams))
	slices.SortFunc(r.Streams, func(x, y *Stream) int {
		return cmp.Or(cmp.Compare(y.Events, x.Events), cmp.Compare(x.Format, y.Format), cmp.Compare(x.Endpoint, y.Endpoint))
	})
	a.judgeSecrets()
	a.judgeFields()
	a.judgeSides()
	switch {
	case r.Lines > 0 && r.Unread*10 > r.Lines:
		a.lose(unreadPoints, fmt.Sprintf("%d of %d lines are in no known format", r.Unread, r.Lines), "log JSON objects, one a line, with a timestamp; or name the format with --format (hashtail formats lists them)")
	case r.Events == 0:
		a.lose(100, "no authentication event in these files", fixFields("text"))
	}
	r.Score = 100
	for _, p := range r.Problems {
		r.Score -= p.Points
	}
	r.Score = max(r.Score, 0)
	slices.SortStableFunc(r.Problems, func(x, y Problem) int { return cmp.Compare(y.Points, x.Points) })
	return r
}

func (a *auditor) lose(points int, what, fix string) {
	a.audit.Problems = append(a.audit.Problems, Problem{what, points, fix})
}

// judgeSecrets takes points for each way in which secrets get into the logs: one mend is
// good for all of it.
func (a *auditor) judgeSecrets() {
	lost := 0
	for _, fix := range a.fixes() {
		points := min(leakPoints, maxLeakPoints-lost)
		lost += points
		n, kinds, first := 0, []string(nil), Position{}
		for _, l := range a.audit.Secrets {
			if fixLeak(l.Place, l.Format) != fix {
				continue
			}
			if n == 0 {
				first = l.First[0]
			}
			n += l.Count
			if kind := fmt.Sprintf("%s (%s) in %s logs", l.Kind, l.Place, l.Format); !slices.Contains(kinds, kind) {
				kinds = append(kinds, kind)
			}
		}
		a.lose(points, fmt.Sprintf("%s: %s; first at %s:%d", counted(n, "raw secret"), strings.Join(kinds, ", "), first.File, first.Line), fix)
	}
}

// fixes are what mends the leaks, that of the most frequent kind first.
func (a *auditor) fixes() (fixes []string) {
	for _, l := range a.audit.Secrets {
		if fix := fixLeak(l.Place, l.Format); !slices.Contains(fixes, fix) {
			fixes = append(fixes, fix)
		}
	}
	return fixes
}

// counted is a number of things: "1 success", "2 raw secrets".
func counted(n int, thing string) string {
	switch {
	case n == 1:
		return "1 " + thing
	case strings.HasSuffix(thing, "s"):
		return fmt.Sprintf("%d %ses", n, thing)
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// judgeFields takes points for each field that too few events carry, counted
// over all streams that can have it.
func (a *auditor) judgeFields() {
	for _, f := range auditFields {
		events, have := 0, 0
		worst, least := (*Stream)(nil), 1.0
		for _, s := range a.audit.Streams {
			if f.web && !s.Web {
				continue
			}
			events += s.Events
			have += s.Has[f.name]
			if share := float64(s.Has[f.name]) / float64(s.Events); share < least {
				worst, least = s, share
			}
		}
		if events == 0 || f.points == 0 || float64(have) >= enough*float64(events) {
			continue
		}
		points := int(float64(f.points)*(1-float64(have)/float64(events)) + 0.5)
		a.lose(points, fmt.Sprintf("%s is missing from %d of %d events, most of all in %s %s", f.name, events-have, events, worst.Format, worst.Endpoint), fixFields(worst.Format))
	}
}

// judgeSides takes points for formats whose logs show only successes or only
// failures: either hides an attack that ends well.
func (a *auditor) judgeSides() {
	type sides struct{ good, bad int }
	formats := map[string]*sides{}
	for _, s := range a.audit.Streams {
		f := formats[s.Format]
		if f == nil {
			f = new(sides)
			formats[s.Format] = f
		}
		f.good += s.Successes
		f.bad += s.Failures
	}
	for _, name := range slices.Sorted(maps.Keys(formats)) {
		switch f := formats[name]; {
		case f.good == 0 && f.bad > 0:
			a.lose(oneSidedPoints, fmt.Sprintf("%s: %s and no success: a guess that was right does not show", name, counted(f.bad, "failure")), "log successful logins and uses of tokens too, with the same fields")
		case f.bad == 0 && f.good > 0:
			a.lose(oneSidedPoints, fmt.Sprintf("%s: %s and no failure: guessing does not show", name, counted(f.good, "success")), "log every refusal (401, 403, a wrong password, an expired token) too, with the same fields")
		}
	}
}

// fixLeak says how a secret is kept out of a log, by where it stands.
func fixLeak(place, format string) string {
	switch {
	case place == "query" && webServer(format), place == "referrer":
		return "nginx: log $uri instead of $request, and no $http_referer: log_format auth '$remote_addr $remote_user [$time_iso8601] \"$request_method $uri\" $status'; Apache: %U instead of %r; and send tokens in the Authorization header, never in a URL"
	case place == "query":
		return "send tokens in the Authorization header, never in a URL; log the path without its query (Flask: request.path, Express: req.path, Spring: request.getRequestURI())"
	case place == "header", place == "cookie":
		return "log the hash instead of the header. Flask: hashlib.sha256(token.encode()).hexdigest(); Express: pino({redact: ['req.headers.authorization', 'req.headers.cookie']}); Spring: logging.level.org.apache.http.wire=INFO, no dump of headers"
	case place == "body":
		return "do not log bodies of login and token requests. Rails: config.filter_parameters += [:password, :token]; Django: @sensitive_post_parameters(); Spring: exclude the field from toString(); Express: pino({redact: ['req.body.password']})"
	}
	return "do not log the value: log its SHA-256 as token_hash where a token must be followed, nothing where it is a password"
}

// fixFields says how an application logs what is missing.
func fixFields(format string) string {
	switch {
	case webServer(format):
		return "nginx: log_format auth escape=json '{\"time\":\"$time_iso8601\",\"ip\":\"$remote_addr\",\"user\":\"$remote_user\",\"method\":\"$request_method\",\"path\":\"$uri\",\"status\":$status}'; Apache: LogFormat \"%h %l %u %t \\\"%m %U %H\\\" %>s\""
	case strings.HasPrefix(format, "spring"):
		return "Spring: @EventListener on AuthenticationSuccessEvent and AbstractAuthenticationFailureEvent: log.atInfo().addKeyValue(\"event_type\", …).addKeyValue(\"user\", …).addKeyValue(\"ip\", …).log(\"auth_event\"), with logging.structured.format.file=ecs"
	}
	return "log one JSON object an event: time, event_type, outcome, user, ip, method, path, status, token_hash. Flask: app.logger.info(\"auth_event\", extra={…}) with a JSON formatter (examples/flask); Express: pino: log.info({event_type, user, ip: req.ip, method: req.method, path: req.path, status}, 'auth_event')"
}

func webServer(format string) bool {
	switch format {
	case "nginx", "combined", "apache", "haproxy", "traefik", "caddy", "envoy", "elb", "iis", "squid":
		return true
	}
	return false
}

// Write prints the audit for people.
func (r *Audit) Write(w io.Writer) {
	fmt.Fprintf(w, "score %d of 100: %s, %s\n", r.Score, counted(r.Lines, "line"), counted(r.Events, "authentication event"))
	if len(r.Secrets) > 0 {
		fmt.Fprintln(w, "\nraw secrets:")
		t := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
		fmt.Fprintln(t, "KIND\tPLACE\tFORMAT\tCOUNT\tFIRST (file:line, byte)")
		for _, l := range r.Secrets {
			var first []string
			for _, p := range l.First {
				first = append(first, fmt.Sprintf("%s:%d, %d", p.File, p.Line, p.Offset))
			}
			fmt.Fprintf(t, "%s\t%s\t%s\t%d\t%s\n", l.Kind, l.Place, l.Format, l.Count, strings.Join(first, "; "))
		}
		t.Flush()
	}
	if len(r.Streams) > 0 {
		fmt.Fprintln(w, "\nwhat the authentication events carry:")
		t := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
		fmt.Fprint(t, "FORMAT\tENDPOINT\tEVENTS\tOK/FAILED")
		for _, f := range auditFields {
			fmt.Fprint(t, "\t", strings.ToUpper(f.name))
		}
		fmt.Fprintln(t)
		for _, s := range r.Streams {
			fmt.Fprintf(t, "%s\t%s\t%d\t%d/%d", s.Format, s.Endpoint, s.Events, s.Successes, s.Failures)
			for _, f := range auditFields {
				if f.web && !s.Web {
					fmt.Fprint(t, "\t-")
					continue
				}
				fmt.Fprintf(t, "\t%d%%", 100*s.Has[f.name]/s.Events)
			}
			fmt.Fprintln(t)
		}
		t.Flush()
	}
	for _, p := range r.Problems {
		fmt.Fprintf(w, "\n-%d  %s\n     fix: %s\n", p.Points, p.What, p.Fix)
	}
}
