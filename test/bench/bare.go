package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"

	"github.com/hashtail/hashtail/test/bench/logs"
)

// The bare loop does what cannot be left out, plainly: read blocks of 256 KiB,
// split them into lines, find the token and a few fields in each, hash the
// token, append a document of NDJSON. No checkpoints, no redaction of anything
// else, no claims, no common schema. hashtail is measured against it in the same
// run, because it is a yardstick that a noisy machine bends as well.

// bareVerb is the first argument of the process that runs the loop.
const bareVerb = "bare-loop"

// bare runs the loop in a process of its own and returns its CPU time.
func (b *bench) bare(ctx context.Context, w logs.Workload, in input) (time.Duration, error) {
	self, err := os.Executable()
	if err != nil {
		return 0, err
	}
	f, err := os.CreateTemp(b.dir, "bare-*.ndjson")
	if err != nil {
		return 0, err
	}
	f.Close()
	out := f.Name()
	defer os.Remove(out)
	cmd := exec.CommandContext(ctx, self, bareVerb, w.Name, in.path, out)
	cmd.Stderr = os.Stderr
	if err := cmd.Run(); err != nil {
		return 0, fmt.Errorf("bare loop: %w", err)
	}
	return cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), nil
}

// bareWork is the loop's work on a line of each workload: it appends a document
// or nothing.
var bareWork = map[string]func(line, dst []byte) []byte{
	"A": bareJSON, "B": bareJSON, "C": bareNginx, "D": bareSSHD, "E": bareCRI, "F": bareText,
}

func bareLoop(name, in, out string) error {
	each := bareWork[name]
	if each == nil {
		return errors.New("no such workload")
	}
	return bareFile(each, in, out)
}

func bareFile(each func(line, dst []byte) []byte, in, out string) error {
	from, err := os.Open(in)
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := os.Create(out)
	if err != nil {
		return err
	}
	defer to.Close()
	block := make([]byte, 256<<10)
	page := make([]byte, 0, 1<<20+64<<10)
	kept := 0
	for {
		n, err := from.Read(block[kept:])
		data := block[:kept+n]
		for {
			i := bytes.IndexByte(data, '\n')
			if i < 0 {
				break
			}
			page = each(data[:i], page)
			data = data[i+1:]
			if len(page) >= 1<<20 {
				if _, err := to.Write(page); err != nil {
					return err
				}
				page = page[:0]
			}
		}
		kept = copy(block, data)
		if err == io.EOF {
			_, err = to.Write(page)
			return err
		} else if err != nil {
			return err
		}
	}
}

// A bareEvent is the few fields that the loop keeps, as they stand in the line.
type bareEvent struct {
	time, action, ip, method, path, status, user, agent, token []byte
}

func (e *bareEvent) append(dst []byte) []byte {
	field := func(key string, v []byte) {
		if len(v) > 0 {
			dst = append(dst, key...)
			dst = append(dst, v...)
			dst = append(dst, `",`...)
		}
	}
	dst = append(dst, '{')
	field(`"@timestamp":"`, e.time)
	field(`"action":"`, e.action)
	field(`"ip":"`, e.ip)
	field(`"method":"`, e.method)
	field(`"path":"`, e.path)
	field(`"status":"`, e.status)
	field(`"user":"`, e.user)
	field(`"user_agent":"`, e.agent)
	if len(e.token) > 0 {
		sum := sha256.Sum256(e.token)
		dst = append(dst, `"token_hash":"`...)
		dst = hex.AppendEncode(dst, sum[:])
		dst = append(dst, `",`...)
	}
	dst[len(dst)-1] = '}'
	return append(dst, '\n')
}

// bareJSON walks a flat object once. Lines without a token give nothing.
func bareJSON(line, dst []byte) []byte {
	var e bareEvent
	for rest := line[min(1, len(line)):]; ; {
		key, after, ok := bareString(rest)
		if !ok || len(after) == 0 {
			break
		}
		var value []byte
		if after = after[1:]; len(after) > 0 && after[0] == '"' {
			value, after, ok = bareString(after)
			if !ok {
				break
			}
		} else {
			i := bytes.IndexAny(after, ",}")
			if i < 0 {
				break
			}
			value, after = after[:i], after[i:]
		}
		switch string(key) {
		case "timestamp":
			e.time = value
		case "event_type":
			e.action = value
		case "ip":
			e.ip = value
		case "method":
			e.method = value
		case "path":
			e.path = value
		case "status":
			e.status = value
		case "user":
			e.user = value
		case "user_agent":
			e.agent = value
		case "authorization":
			e.token = bytes.TrimPrefix(value, []byte("Bearer "))
		}
		rest = after[min(1, len(after)):]
	}
	if len(e.token) == 0 {
		return dst
	}
	return e.append(dst)
}

// bareString is the string that b begins with, and what follows.
func bareString(b []byte) (s, rest []byte, ok bool) {
	if len(b) == 0 || b[0] != '"' {
		return nil, nil, false
	}
	for i := 1; ; i++ {
		n := bytes.IndexByte(b[i:], '"')
		if n < 0 {
			return nil, nil, false
		}
		if i += n; b[i-1] != '\\' { // nothing in the workloads ends in a backslash
			return b[1:i], b[i+1:], true
		}
	}
}

func bareCRI(line, dst []byte) []byte {
	for range 3 {
		_, rest, _ := bytes.Cut(line, []byte(" "))
		line = rest
	}
	return bareJSON(line, dst)
}

func bareNginx(line, dst []byte) []byte {
	var e bareEvent
	e.ip, line, _ = bytes.Cut(line, []byte(" - "))
	e.user, line, _ = bytes.Cut(line, []byte(" ["))
	e.time, line, _ = bytes.Cut(line, []byte(`] "`))
	e.method, line, _ = bytes.Cut(line, []byte(" "))
	e.path, line, _ = bytes.Cut(line, []byte(" "))
	_, line, _ = bytes.Cut(line, []byte(`" `))
	e.status, line, _ = bytes.Cut(line, []byte(" "))
	_, line, _ = bytes.Cut(line, []byte(`" "`))
	e.agent = bytes.TrimSuffix(line, []byte(`"`))
	if before, token, ok := bytes.Cut(e.path, []byte("access_token=")); ok {
		e.path, e.token = before, token
	}
	return e.append(dst)
}

func bareSSHD(line, dst []byte) []byte {
	var e bareEvent
	e.time, line = line[:15], line[15:]
	_, line, _ = bytes.Cut(line, []byte("]: "))
	before, after, ok := bytes.Cut(line, []byte(" from "))
	if !ok {
		return dst
	}
	i := bytes.LastIndexByte(before, ' ')
	e.action, e.user = before[:max(i, 0)], before[i+1:]
	e.ip, _, _ = bytes.Cut(after, []byte(" "))
	return e.append(dst)
}

func bareText(line, dst []byte) []byte {
	_, login, failed := bytes.Cut(line, []byte(" - Login failed for user "))
	if !failed {
		var ok bool
		if _, login, ok = bytes.Cut(line, []byte(" - User ")); !ok {
			return dst
		}
	}
	e := bareEvent{time: line[:23]}
	e.user, login, _ = bytes.Cut(login, []byte(" "))
	e.ip = login[bytes.LastIndexByte(login, ' ')+1:]
	return e.append(dst)
}
