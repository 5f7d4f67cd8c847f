package rig

import (
	"bufio"
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Metrics is one look at /metrics: each series as it is written there, with
// its value.
type Metrics map[string]float64

// Metrics asks the daemon.
func (d *Daemon) Metrics() (Metrics, error) {
	text, err := d.Get("/metrics")
	if err != nil {
		return nil, err
	}
	m := Metrics{}
	for lines := bufio.NewScanner(bytes.NewReader(text)); lines.Scan(); {
		line := lines.Text()
		i := strings.LastIndexByte(line, ' ')
		if i < 0 || line[0] == '#' {
			continue
		}
		v, err := strconv.ParseFloat(line[i+1:], 64)
		if err != nil {
			return nil, fmt.Errorf("/metrics: %w", err)
		}
		m[line[:i]] = v
	}
	return m, nil
}

// Sum adds up the series of one name, whatever their labels.
func (m Metrics) Sum(name string) float64 {
	sum := 0.0
	for series, v := range m {
		if series == name || strings.HasPrefix(series, name+"{") {
			sum += v
		}
	}
	return sum
}

// A Balance is what became of the lines that a lane has read.
type Balance struct {
	Lines    int64            // read
	Shipped  int64            // acknowledged by the sink
	InFlight int64            // on their way
	Other    map[string]int64 // what else became of lines, by what it is called
}

// Holds says whether every line is accounted for.
func (b Balance) Holds() bool { return b.Lines == b.Settled()+b.InFlight }

// Settled are the lines that need no further work.
func (b Balance) Settled() int64 {
	sum := b.Shipped
	for _, n := range b.Other {
		sum += n
	}
	return sum
}

func (b Balance) String() string {
	return fmt.Sprintf("lines %d, shipped %d, in flight %d, others %v", b.Lines, b.Shipped, b.InFlight, b.Other)
}

// columns of the balance sheet beside lines, shipped and in flight: as they
// are called in the log, and at /metrics.
var columns = map[string]string{
	"not_auth":     "hashtail_lines_not_auth_total",
	"unparsed":     "hashtail_lines_unparsed_total",
	"joined":       "hashtail_lines_joined_total",
	"dead_letters": "hashtail_dead_letters_total",
}

// Balance is the sheet of one sink.
func (m Metrics) Balance(sink string) Balance {
	get := func(name string) int64 { return int64(m[name+`{sink="`+sink+`"}`]) }
	b := Balance{
		Lines:    get("hashtail_lines_read_total"),
		Shipped:  get("hashtail_events_shipped_total"),
		InFlight: get("hashtail_events_in_flight"),
		Other:    map[string]int64{},
	}
	for column, name := range columns {
		if n := get(name); n > 0 {
			b.Other[column] = n
		}
	}
	return b
}

var (
	balanceLine = regexp.MustCompile(`(?m)^.*msg=balance sink=(\S+) (.*)$`)
	assignment  = regexp.MustCompile(`(\w+)=(\d+)`)
)

// Parting are the balance sheets that the daemon wrote to its log when it
// ended, by sink.
func (d *Daemon) Parting() map[string]Balance {
	sheets := map[string]Balance{}
	for _, m := range balanceLine.FindAllSubmatch(d.Said(), -1) {
		b := Balance{Other: map[string]int64{}}
		for _, a := range assignment.FindAllSubmatch(m[2], -1) {
			n, _ := strconv.ParseInt(string(a[2]), 10, 64)
			switch column := string(a[1]); column {
			case "lines":
				b.Lines = n
			case "shipped":
				b.Shipped = n
			case "in_flight":
				b.InFlight = n
			default:
				if n > 0 {
					b.Other[column] = n
				}
			}
		}
		sheets[string(m[1])] = b
	}
	return sheets
}
