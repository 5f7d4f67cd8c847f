package redact

import "slices"

// A judged holds the marks that the search of one view leaves behind. Most are places
// in the view's bytes before which all constructs of one kind were judged: an anchor
// that stands before such a mark is a part of what an earlier anchor has read to its
// end, and is left alone. Without the marks a line that repeats a construct would
// cost its square. The zero value is a search that has not begun.
type judged struct {
	names       int // Names of credentials that begin before here were judged.
	nameRun     int // The bytes of names around the last anchor go on up to here: a long run of them is measured once.
	params      int // The parameters of an authorization header were judged up to here: Digest response="x".
	cookies     int // The cookies of a header were judged up to here.
	lists       int // The elements of lists were judged up to here: tokens: ["x", "y"].
	maps        int // Maps and blocks under a name for secrets were judged up to here: secrets: {db: x}.
	kubeSecrets int // The objects around Kubernetes' "kind: Secret" were judged up to here.
	jwks        int // The neighbourhoods of "kty" were searched for private members of a JSON Web Key up to here.
	columns     int // Lines and lists of the names of columns were judged up to here: INSERT INTO t (a, password).
	rows        int // The rows of tables below such names were judged up to here.
	args        int // The arguments of commands were judged up to here: mysql -u bob -px.
	literals    int // The last value of kubectl's --from-literal ends here; 0 if there was none.

	base64  int    // Runs of base64 were decoded up to here.
	dotless int    // A run of base64 that begins like a JWT and has no dots ends here: no JWT begins in it.
	hex     [2]int // Runs of hex were decoded up to here, those at even places and those at odd ones.
	numbers int    // Runs of numbers that spell bytes were decoded up to here: 112, 97, 115, 115.
	dumps   int    // Dumps were decoded up to here: 00000010: 7061 7373.

	line      headerLine // The line of a header whose end was looked for last.
	statement statement  // What was looked up for the parameters of SQL statements.

	commands  marks     // Up to where the arguments of each command were judged.
	dull      marks     // Up to where what each shape matches was found to be no secret.
	stretches []stretch // The last long value of each kind, see bareEnd.
}

// A headerLine is the stretch of b whose values without quotes all end at to, if they
// may end at closer.
type headerLine struct {
	from, to int
	closer   byte
}

// A statement is what was looked up for the parameters of SQL statements in a view.
type statement struct {
	param   []byte // The parameter with a name that was looked up last: $1.
	lookups int    // How many parameters were looked up, of maxLookups.
}

// reset forgets the marks, and keeps the memory of the lists among them.
func (j *judged) reset() {
	commands, dull, stretches := j.commands[:0], j.dull[:0], j.stretches[:0]
	*j = judged{}
	j.commands, j.dull, j.stretches = commands, dull, stretches
}

// marks say for rows of a table up to where what each row finds was judged.
type marks []mark

type mark struct{ row, to int }

// of is the mark of a row, 0 if it has none.
func (m marks) of(row int) int {
	for _, x := range m {
		if x.row == row {
			return x.to
		}
	}
	return 0
}

// set sets the mark of a row, and forgets those before i, where the search is.
func (m *marks) set(row, i, to int) {
	*m = append(slices.DeleteFunc(*m, func(x mark) bool { return x.row == row || x.to <= i }), mark{row, to})
}
