package join_test

import (
	"encoding/binary"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/hashtail/hashtail/agent/checkpoint"
	"github.com/hashtail/hashtail/agent/join"
)

// records joins the lines of text and returns each record as "offset lines content".
func records(t *testing.T, j *join.Joiner, text string) (got []string) {
	t.Helper()
	emit := func(r join.Record) error {
		s := fmt.Sprintf("%d %d %s", r.Offset+r.Part, r.Lines, r.Data)
		if r.Cut {
			s += " (cut)"
		}
		got = append(got, s)
		return nil
	}
	feed(t, j, text, emit)
	if err := j.Flush(emit); err != nil {
		t.Fatal(err)
	}
	if at, held := j.Held(); held {
		t.Errorf("a record at %d is still held after Flush", at)
	}
	return got
}

// feed gives a file to a joiner, line by line, and returns how many they were.
func feed(t *testing.T, j *join.Joiner, file string, emit join.Emit) (lines int) {
	t.Helper()
	offset := int64(0)
	for line := range strings.Lines(file) {
		lines++
		if err := j.Add([]byte(strings.TrimSuffix(line, "\n")), offset, false, time.Unix(1, 0), emit); err != nil {
			t.Fatal(err)
		}
		offset += int64(len(line))
	}
	return lines
}

// wide is a text in UTF-16.
func wide(text string, order binary.AppendByteOrder) string {
	var b []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		b = order.AppendUint16(b, unit)
	}
	return string(b)
}

func TestJoin(t *testing.T) {
	java := join.Options{Start: regexp.MustCompile(`^\d{4}-`)}
	small := join.Options{Start: java.Start, MaxLines: 2}
	for _, tt := range []struct {
		name    string
		options join.Options
		in      string
		want    []string
	}{
		{"bare lines are records", join.Options{}, "a\nb\n", []string{"0 1 a", "2 1 b"}},
		{"a stack trace belongs to its line", java, "2026-1 x\n\tat a\n\tat b\n2026-2 y\n", []string{"0 3 2026-1 x\n\tat a\n\tat b", "21 1 2026-2 y"}},
		{"lines before the first start are a record", java, "tail\n2026-1 x\n", []string{"0 1 tail", "5 1 2026-1 x"}},
		{"a record ends at its cap of lines", small, "2026-1 x\na\nb\n", []string{"0 2 2026-1 x\na", "11 1 b"}},
		{"audit records of one serial are one", join.Options{},
			"type=SYSCALL msg=audit(1.5:7): a\ntype=EXECVE msg=audit(1.5:7): b\ntype=EOE msg=audit(1.5:7): \ntype=USER_AUTH msg=audit(1.6:8): c\n",
			[]string{"0 3 type=SYSCALL msg=audit(1.5:7): a\ntype=EXECVE msg=audit(1.5:7): b", "93 1 type=USER_AUTH msg=audit(1.6:8): c"}},
		{"parts of a container's line", join.Options{},
			"2026-11-23T10:00:00.1Z stdout P ab\n2026-11-23T10:00:00.2Z stdout F cd\n2026-11-23T10:00:00.3Z stderr F e\n",
			[]string{"0 2 abcd", "70 1 e"}},
		{"parts of a container's line behind what a crash has left", join.Options{},
			"\x00\x00z\n2026-11-23T10:00:00.1Z stdout P ab\n2026-11-23T10:00:00.2Z stdout F cd\n",
			[]string{"0 1 \x00\x00z", "4 2 abcd"}},
		{"UTF-16, little endian", join.Options{}, wide("\ufeffCafé 😀 one\r\nи two\n\na\r\n", binary.LittleEndian),
			[]string{"0 1 Café 😀 one", "27 1 и two", "39 1 ", "41 1 a", "47 1 "}},
		{"UTF-16, read on behind a restart", join.Options{}, wide("\r\nand two\n", binary.LittleEndian)[3:], []string{"0 1 and two", "16 1 "}},
		{"UTF-16 without a mark, little endian", join.Options{}, wide("2026 one\r\nand two\r\n", binary.LittleEndian),
			[]string{"0 1 2026 one", "19 1 and two", "37 1 "}},
		{"UTF-16 without a mark, big endian", join.Options{}, wide("{one}\r\nand two\r\n", binary.BigEndian),
			[]string{"0 1 {one}", "14 1 and two"}},
		{"zeros somewhere are no encoding", join.Options{}, "a\x00b\x00c\x00dd\nz\x00\n", []string{"0 1 a\x00b\x00c\x00dd", "9 1 z\x00"}},
		{"what somebody logged is no encoding", join.Options{}, "a\n\x00b\x00c\x00d\x00e\x00\nplain\n", []string{"0 1 a", "2 1 bcde", "12 1 plain"}},
		{"UTF-16, big endian", join.Options{}, wide("\ufeffCafé 😀 one\r\nand two\n", binary.BigEndian), []string{"0 1 Café 😀 one", "28 1 and two"}},
		{"CloudTrail's records are one each", join.Options{}, `{"Records":[{"a":"}{"},{"b":["\"",{}]}]}` + "\ny\n", []string{`0 1 {"a":"}{"}`, `11 1 {"b":["\"",{}]}`, "41 1 y"}},
		{"so are those of a list", join.Options{}, `[{"a":1},{"b":2}]` + "\n", []string{`0 1 {"a":1}`, `8 1 {"b":2}`}},
		{"a list that breaks off is one record", join.Options{}, `[{"a":1},{"b":` + "\n" + `[{"a":1}] and more` + "\n", []string{`0 1 [{"a":1},{"b":`, `15 1 [{"a":1}] and more`}},
		{"OpenTelemetry's keep their resource", join.Options{},
			`{"resourceLogs":[{"resource":{"r":1},"scopeLogs":[{"scope":{"s":1},"logRecords":[{"a":1},{"b":2}]}]},{"scopeLogs":[{"logRecords":[{"c":3}]}]}]}` + "\n",
			[]string{`0 1 {"resourceLogs":[{"resource":{"r":1},"scopeLogs":[{"scope":{"s":1},"logRecords":[{"a":1}]}]}]}`,
				`8 1 {"resourceLogs":[{"resource":{"r":1},"scopeLogs":[{"scope":{"s":1},"logRecords":[{"b":2}]}]}]}`,
				`49 1 {"resourceLogs":[{"scopeLogs":[{"logRecords":[{"c":3}]}]}]}`}},
		{"a large resource around many small ones is not spread out", join.Options{}, joke + "\n", []string{"0 1 " + joke}},
		{"streams do not mix", join.Options{},
			"2026-11-23T10:00:00.1Z stdout P ab\n2026-11-23T10:00:00.2Z stderr F x\n2026-11-23T10:00:00.3Z stdout F cd\n",
			[]string{"35 1 x", "0 2 abcd"}},
		{"a trace in a container", java,
			"2026-11-23T10:00:00.1Z stdout F 2026-1 x\n2026-11-23T10:00:00.1Z stdout F  at a\n2026-11-23T10:00:00.1Z stdout F 2026-2 y\n",
			[]string{"0 2 2026-1 x\n at a", "79 1 2026-2 y"}},
		{"docker", join.Options{},
			`{"log":"a \"b\" \u00e9\ud83d\ude00\n","stream":"stdout","time":"2026-11-23T10:00:00.1Z"}` + "\n" + `{"log":"par","stream":"stdout","time":"2026-11-23T10:00:00.1Z"}` + "\n" + `{"log":"ts\n","stream":"stdout","time":"2026-11-23T10:00:00.1Z"}` + "\n",
			[]string{"0 1 a \"b\" é😀", "89 2 parts"}},
		{"docker's escapes", join.Options{},
			`{"log":"\b\f\r\t\\\/\x\u00zz\n","stream":"stdout","time":"2026-11-23T10:00:00.1Z"}` + "\n", []string{"0 1 \b\f\r\t\\/\\x\\u00zz"}},
		{"what is not docker's among its lines", join.Options{},
			`{"log":"a\n","stream":"stdout","time":"2026-11-23T10:00:00.1Z"}` + "\nplain\n" + `{"log":"b"}` + "\n" + `{"log":"c\n","stream":"other","time":"2026-11-23T10:00:00.1Z"}` + "\n",
			[]string{"0 1 a", "64 1 plain", `70 1 {"log":"b"}`, `82 1 {"log":"c\n","stream":"other","time":"2026-11-23T10:00:00.1Z"}`}},
		{"what is no container's among its lines", join.Options{},
			"2026-11-23T10:00:00.1Z stdout F a\nshort\n2026-11-23T10:00:00.000Z\n2026-11-23T10:00:00.1Z stdout X b\n\n",
			[]string{"0 1 a", "34 1 short", "40 1 2026-11-23T10:00:00.000Z", "65 1 2026-11-23T10:00:00.1Z stdout X b", "99 1 "}},
		{"OpenTelemetry without records", join.Options{},
			`{"resourceLogs":[{"r":1}]}` + "\n" + `{"resourceLogs":[{"scopeLogs":[{"logRecords":[1]}]}]}` + "\n" + `{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"a":1}]}]}]}` + "\n",
			[]string{`0 1 {"resourceLogs":[{"r":1}]}`, `27 1 {"resourceLogs":[{"scopeLogs":[{"logRecords":[1]}]}]}`, `81 1 {"resourceLogs":[{"scopeLogs":[{"logRecords":[{"a":1}]}]}]}`}},
		{"no audit record", join.Options{}, "type=A msg=audit(1.5:7): a\ntype=B msg=audit()\ntype=C\n", []string{"0 1 type=A msg=audit(1.5:7): a", "27 1 type=B msg=audit()", "46 1 type=C"}},
		{"over the cap", join.Options{MaxBytes: 5}, "2026-11-23T10:00:00.1Z stdout P abcd\n2026-11-23T10:00:00.2Z stdout F efgh\n", []string{"0 2 abcde (cut)"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := tt.options.WithDefaults()
			got := records(t, join.New(&o), tt.in)
			if fmt.Sprintf("%q", got) != fmt.Sprintf("%q", tt.want) {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}

// joke is a line whose records would take a thousand times its length.
var joke = `{"resourceLogs":[{"resource":{"r":"` + strings.Repeat("x", 20_000) + `"},"scopeLogs":[{"logRecords":[` + strings.Repeat(`{"a":1},`, 2_000) + `{"a":2}]}]}]}`

// What is unfinished at the end of a file goes on in the next, and owes its
// spans of the earlier files.
func TestInherit(t *testing.T) {
	java := join.Options{Start: regexp.MustCompile(`^\d{4}-`)}
	const stamp = "2026-11-23T10:00:00.1Z "
	for _, tt := range []struct {
		name    string
		options join.Options
		files   []string
		want    []string // file offset lines content +owed
	}{
		{"a container's line", join.Options{}, []string{stamp + "stdout P ab\n", stamp + "stdout F cd\n" + stamp + "stdout F e\n"}, []string{"1 0 2 abcd +1", "0 35 1 e +0"}},
		{"through a file", join.Options{}, []string{stamp + "stdout P ab\n", stamp + "stdout P cd\n", stamp + "stdout F e\n"}, []string{"1 0 3 abcde +2"}},
		{"two streams", join.Options{}, []string{stamp + "stdout P ab\n" + stamp + "stderr P cd\n", stamp + "stderr F e\n" + stamp + "stdout F f\n"}, []string{"1 35 2 cde +1", "1 0 2 abf +1"}},
		{"a trace", java, []string{"2026-1 x\n\tat a\n", "\tat b\n2026-2 y\n"}, []string{"1 0 3 2026-1 x\n\tat a\n\tat b +1", "0 6 1 2026-2 y +0"}},
		{"a trace that ends with its file", java, []string{"2026-1 x\n", "2026-2 y\n"}, []string{"1 0 1 2026-1 x +1", "0 0 1 2026-2 y +0"}},
		{"records of one audit event", join.Options{}, []string{"type=A msg=audit(1.5:7): a\n", "type=B msg=audit(1.5:7): b\ntype=EOE msg=audit(1.5:7): \n"},
			[]string{"1 0 3 type=A msg=audit(1.5:7): a\ntype=B msg=audit(1.5:7): b +1"}},
		{"a part that ends in a later record", java, []string{stamp + "stdout P ab\n", stamp + "stderr F 2026-1\n" + stamp + "stdout F cd\n"}, []string{"1 0 3 2026-1\nabcd +1"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := tt.options.WithDefaults()
			j, file := join.New(&o), checkpoint.Unsaved()
			var got []string
			emit := func(r join.Record) error {
				got = append(got, fmt.Sprintf("%d %d %d %s +%d", r.File, r.Offset, r.Lines, r.Data, len(r.Owed)))
				return nil
			}
			for i, text := range tt.files {
				if i > 0 {
					next := join.New(&o)
					var owed []*checkpoint.Span
					for range j.Pieces() {
						owed = append(owed, file.Open(0))
					}
					next.Inherit(j, uint64(i), owed)
					if _, held := j.Held(); held {
						t.Error("what was handed over is held still")
					}
					if at, held := next.Held(); at != 0 || !held {
						t.Errorf("held = %d, %v, want 0: all of the file belongs to what is unfinished", at, held)
					}
					j = next
				}
				feed(t, j, text, emit)
			}
			if err := j.Flush(emit); err != nil {
				t.Fatal(err)
			}
			if fmt.Sprintf("%q", got) != fmt.Sprintf("%q", tt.want) {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}

func TestWhatIsHeldAndWhenItIsDue(t *testing.T) {
	o := join.Options{Start: regexp.MustCompile(`^\d`), Timeout: time.Second}.WithDefaults()
	j := join.New(&o)
	now := time.Unix(100, 0)
	emit := func(join.Record) error { return nil }
	if err := j.Add([]byte("1 begun"), 40, false, now, emit); err != nil {
		t.Fatal(err)
	}
	if at, ok := j.Held(); at != 40 || !ok {
		t.Errorf("held = %d, %v, want 40", at, ok)
	}
	if got := j.Wait(now.Add(300 * time.Millisecond)); got != 700*time.Millisecond {
		t.Errorf("waits another %v, want 700ms", got)
	}
}

// A container's line of which a part is there goes on, as its runtime has said: it is waited
// for longer than a record that may have ended.
func TestPartsAreWaitedFor(t *testing.T) {
	o := join.Options{}.WithDefaults()
	j := join.New(&o)
	now := time.Unix(100, 0)
	var got []string
	emit := func(r join.Record) error { got = append(got, string(r.Data)); return nil }
	if err := j.Add([]byte("2026-11-23T10:00:00.1Z stdout P ab"), 0, false, now, emit); err != nil {
		t.Fatal(err)
	}
	if wait := j.Wait(now.Add(5 * time.Second)); wait != 25*time.Second {
		t.Errorf("waits another %v, want 25s", wait)
	}
	if err := j.Add([]byte("2026-11-23T10:00:06.1Z stdout F cd"), 40, false, now.Add(6*time.Second), emit); err != nil {
		t.Fatal(err)
	}
	if len(got) != 1 || got[0] != "abcd" {
		t.Errorf("got %q, want abcd", got)
	}
	if wait := j.Wait(now.Add(7 * time.Second)); wait != 0 {
		t.Errorf("waits another %v for nothing", wait)
	}
}

// The usual line costs nothing: it is not copied.
func TestPlainLinesDoNotAllocate(t *testing.T) {
	o := join.Options{}.WithDefaults()
	j := join.New(&o)
	n := 0
	emit := func(r join.Record) error { n += len(r.Data); return nil }
	for _, line := range []string{"plain", "2026-11-23T10:00:00.123456789Z stdout F content"} {
		j := j
		if line != "plain" {
			j = join.New(&o)
		}
		b := []byte(line)
		if got := testing.AllocsPerRun(100, func() { _ = j.Add(b, 0, false, time.Time{}, emit) }); got != 0 {
			t.Errorf("%v allocations for %q, want 0", got, line)
		}
	}
}

// Whatever the lines are, nothing is invented: the content of all records is
// made of bytes of the lines, and with bare lines it is all of them.
func FuzzJoin(f *testing.F) {
	f.Add([]byte("a\nb\n"))
	f.Add([]byte("2026-11-23T10:00:00.1Z stdout P ab\n2026-11-23T10:00:00.2Z stdout F cd\n"))
	f.Add([]byte("type=EOE msg=audit(1:2): x\ntype=A msg=audit(1:2): x\n"))
	f.Add([]byte("\xff\xfea\x00\n\x00b\x00c\x00d\x00e\x00\n\x00"))
	f.Add([]byte(`{"log":"a\u12","stream":"stdout","time":""}` + "\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		o := join.Options{}.WithDefaults()
		j := join.New(&o)
		lines, out := 0, 0
		emit := func(r join.Record) error {
			lines += r.Lines
			out += len(r.Data)
			return nil
		}
		in := feed(t, j, string(text), emit)
		if err := j.Flush(emit); err != nil {
			t.Fatal(err)
		}
		if lines > in || 2*out > 3*len(text)+2 { // UTF-8 has three bytes where UTF-16 has two
			t.Errorf("%d lines and %d bytes came out of %d and %d", lines, out, in, len(text))
		}
	})
}
