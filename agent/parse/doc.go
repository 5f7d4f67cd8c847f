// Package parse turns records of log files into events.
//
// # What happens to a record
//
// [Parser.Parse] takes a record through these steps, in this order. Each relies on
// those before it.
//
//  1. Memory (recall.go). A record that is written like one before it is not read again:
//     see below. This comes first because it is all that most records need.
//  2. Stripping (strip.go). NULs, a byte order mark and colours are taken off, so that
//     formats see the record that the program wrote.
//  3. Reading (detect.go). Formats are asked whose record it is: first the one of the record
//     before, then the table from its top, specific formats before general ones. A
//     format sets raw values ([Field]) and facts, and refuses what is not its own; then
//     all that it has set is taken back, and the next is asked.
//  4. Judging (finish.go). The request's target is taken apart. Then judge.go and
//     outcome.go say what happened and how it ended, actor.go who did it to whom, and
//     ground.go whether this is an authentication event, and why. This waits until
//     the whole record is read, because its values may stand in any order.
//  5. Filling (fill.go). The values of an authentication event go through the scrubber
//     and into the event. Those of all other records do not, for scrubbing costs most:
//     ground.go alone scrubs a text sooner, to see whether it holds a secret.
//  6. Learning. The record has been decided, so the next one like it need not be.
//
// So a format cannot forget to scrub, and two formats never read a status code or an
// address differently.
//
// # Formats, values, facts
//
// A [Format] says how records of one kind are recognised and read: whole lines (Line),
// JSON objects with certain keys (Object), or what stands behind a syslog header
// (Message). It is a row in a table of [Formats]. A new one is a file with its functions
// and such a row. Formats share their tools: cut.go and number.go take lines apart,
// addr.go sets who calls and http.go what was asked for, phrase.go and codes.go know what
// messages and products' own names of events mean, and package stamp reads times. Text that
// no format knows is mined for who, from where and what (mine.go). What its words mean is told
// by word.go, one by one, by idiom.go, behind others, and by reading_action.go, all together.
//
// Values are pieces of the record, one for each Field, with how sure they are
// (field.go). Facts are all else that is known of the record (facts.go): which format
// read it, whether it has a syslog header, what its request was, what came of judging it.
// Both are empty at the beginning of each record.
//
// # Memory
//
// An application writes the same few records all day long. They differ in values that
// decide nothing: when, who, from where, with which token. Such a value is free. Three
// memories make use of that. Each is a tree of steps: a step is a stretch of text that
// records share, and the value behind it.
//
//	JSON record                                 line of text
//	     │                                           │
//	precedents ── known? ─► copy its event      forms ── known? ─► copy its event
//	     │ no                                        │ no
//	layouts ── known? ─► set values ─┐               │
//	     │ no                        │               │
//	formats set values and facts; ◄──┼───────────────┘
//	layouts learn the keys           │
//	     │                           │
//	judge and fill ◄─────────────────┘
//	     │
//	precedents and forms learn the decision
//	     │
//	   event
//
// A layout (layout.go) is how one kind of JSON record is written. It tells which value
// belongs to which field, and decides nothing: any value may stand anywhere. Layouts of
// general JSON set the values themselves. Those of a product's JSON, whose format alone
// knows what its keys mean, are there for precedents only.
//
// A precedent (precedent.go) is a JSON record that has been decided. In its tree only
// free values are values, all others are text that has to be the same. A layout tells
// it where the values are and which of them are free, so a record has a layout before
// it becomes a precedent.
//
// A form (form.go) is to a line of text what a precedent is to JSON. A line has no
// quotes that say where a value ends, so its blanks are narrow: an address, a number, a
// plain name. It needs no layout: the format that has read the line says that its words
// alone decide (facts.formal), and its values say where the blanks are.
//
// A decision (cases.go) is what the last step of a precedent or a form leads to: the event
// without what comes from free values, or that the record is no event. On records of one
// text there may be several, since the path, which is free, may or may not lead to a login.
//
// One promise holds the three: a record gives the same event with a memory as without.
// A record for which that is not sure becomes no precedent and no form. Whoever decides by
// a value gets it from values.val, which notes it where the value is free elsewhere.
// TestLayouts, TestPrecedents, TestForms and their like compare a parser that has met other
// records with one that has met none. All memories are bounded, and one that is full
// forgets everything: what an attacker writes cannot make it grow.
//
// Smaller memories keep the last syslog header (head.go), the last second (moment.go),
// the keys that were met (key.go) and where paths lead (http.go).
package parse
