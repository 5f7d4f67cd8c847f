package logs

import "strconv"

// text is what a service writes about itself in plain words: of a hundred lines
// three are about somebody who logs in, a quarter tells of failures, a quarter has
// paths or pairs, and the rest are words. Few are alike, so nothing learned from one
// line helps with the next.
func (g *Generator) text(dst []byte) []byte {
	dst = g.tick().AppendFormat(dst, "2006-01-02 15:04:05,000")
	dst = append(append(dst, ' '), pick(g, levels)...)
	dst = append(dst, " [worker-"...)
	dst = strconv.AppendInt(dst, int64(g.random.IntN(64)), 10)
	dst = append(dst, "] o.e."...)
	dst = append(append(dst, pick(g, things)...), '.')
	dst = append(append(dst, pick(g, classes)...), " - "...)
	of := plainWords
	switch n := g.random.IntN(100); {
	case n < 3:
		of = logins
	case n < 28:
		of = troubles
	case n < 53:
		of = places
	}
	return append(g.fill(dst, pick(g, of)), '\n')
}

// fill appends a sentence with something for each sign in it: a thing for *, a
// number for #, an address for @ and somebody for &.
func (g *Generator) fill(dst []byte, sentence string) []byte {
	for _, c := range []byte(sentence) {
		switch c {
		case '*':
			dst = append(dst, pick(g, things)...)
		case '#':
			dst = strconv.AppendInt(dst, int64(g.random.IntN(100_000)), 10)
		case '@':
			dst = g.ip(dst)
		case '&':
			dst = append(dst, pick(g, users)...)
		default:
			dst = append(dst, c)
		}
	}
	return dst
}

var (
	levels  = []string{"INFO ", "INFO ", "DEBUG", "WARN ", "ERROR"}
	classes = []string{"Scheduler", "SegmentWriter", "Compactor", "ReplicaManager", "PoolMonitor", "IndexBuilder", "EventLoop"}
	things  = []string{"orders", "invoices", "shipments", "catalog", "prices", "stock", "carts", "search", "mailer", "reports", "archive", "billing", "metrics", "gateway", "images", "coupons",
		"returns", "suppliers", "warehouse", "payments", "reviews", "audit", "exports", "imports", "ledger", "quotes", "routes", "sensors", "tiles", "weather"}

	logins   = []string{"Login failed for user & from @", "User & logged in from @"}
	troubles = []string{"Failed to open *: no such file or directory", "Request for * timed out after # ms, trying again", "Missing index on table *, reading # rows", "Invalid value # for *, using the default",
		"Error while closing *: broken pipe", "Could not find replica # of *", "Unknown column * in the definition of *", "Lost contact with @ while sending # records", "Adding user-defined function *_#",
		"Rejected batch # of *: queue is full", "The lease of * has expired after # ms", "Writing # to * failed, # attempts are left"}
	places = []string{"Opened segment /var/lib/*/*-#/#.log at offset #", "Loaded plugin from /usr/share/*/plugins/*.jar", "queue=* depth=# oldest=# ms", "Writing snapshot to /data/*/snap-#",
		"Rule # matched path /srv/*/*.yaml", "Moved # files from /tmp/* to /srv/*", "state=RUNNING shard=# size=# took=#ms", "Serving /api/v1/*/# in # ms", "Rolled /var/log/*/*.# after # bytes"}
	plainWords = []string{"Reading the list of segments of *", "Job * ran in # ms", "Compaction of * finished, # rows in # ms", "The pool of * has # idle connections", "Flushed # records of * to disk",
		"The leader of *-# is broker #", "A pause of # ms was seen", "Cache of *: # hits and # misses", "Elected *-# as coordinator of group *", "Listening on port #", "Merging # segments of * into one",
		"Checked # of # entries", "* is up to date", "Waiting # ms for * to settle", "Sent # records of * to @"}
)
