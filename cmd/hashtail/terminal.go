package main

import (
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/term"
)

// sayTerminal tells who waits for output that lines are waited for.
func sayTerminal(in io.Reader, out io.Writer) {
	if f, ok := in.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		fmt.Fprintln(out, "hashtail: reading from the terminal; Ctrl-D ends it")
	}
}

// printable is text that does nothing to a terminal or a table: who writes a log
// may write to the screen of those who read it.
func printable(s string) string {
	if !strings.ContainsFunc(s, unicode.IsControl) {
		return s
	}
	quoted := strconv.Quote(s)
	return quoted[1 : len(quoted)-1]
}
