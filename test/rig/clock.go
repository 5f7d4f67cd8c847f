package rig

import (
	"bytes"
	"debug/elf"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"
)

// The wall clock of one running process: the kernel has namespaces for the
// monotonic clocks only, and a Go program asks neither the libc nor the kernel
// but the vDSO, a few pages of code that the kernel maps into every process.
// Those pages are its own once somebody writes to them, as debuggers do for
// breakpoints. So the first instruction of clock_gettime there becomes a jump to
// code that asks the kernel and adds an offset to CLOCK_REALTIME. The program
// under test is not changed and does not know.

// CanSetClock says why SetClock does not work here; nil when it does.
func CanSetClock() error {
	if runtime.GOARCH != "amd64" {
		return fmt.Errorf("the wall clock of a process is set by machine code that is written for amd64, not %s", runtime.GOARCH)
	}
	v, err := vdsoOf(os.Getpid())
	if err != nil {
		return err
	}
	return v.mem.Close()
}

// errNoVDSO is also what a process says that was started a moment ago.
var errNoVDSO = errors.New("there is no vDSO")

// SetClock sets the wall clock of a process so far from the true time.
func SetClock(pid int, offset time.Duration) error {
	v, err := vdsoOf(pid)
	for range 1000 {
		if err != errNoVDSO {
			break
		}
		time.Sleep(5 * time.Millisecond)
		v, err = vdsoOf(pid)
	}
	if err != nil {
		return err
	}
	defer v.mem.Close()
	for range 100 {
		if done, err := v.set(pid, offset); done || err != nil {
			return err
		}
	}
	return errors.New("a thread is always asking for the time")
}

// A vdso is that of a process.
type vdso struct {
	mem   *os.File
	entry int64 // of clock_gettime
	cave  int64 // where nothing is, at its end
}

const jumpLen = 5

// stub is what clock_gettime(edi, rsi) becomes; the offset in seconds is put in.
var stub = []byte{
	0xb8, 0xe4, 0x00, 0x00, 0x00, // mov eax, SYS_clock_gettime
	0x0f, 0x05, // syscall
	0x85, 0xff, // test edi, edi: CLOCK_REALTIME is 0
	0x75, 0x0d, // jne to ret
	0x48, 0xba, 0, 0, 0, 0, 0, 0, 0, 0, // mov rdx, offset
	0x48, 0x01, 0x16, // add [rsi], rdx
	0xc3, // ret
}

const offsetInStub = 13

func vdsoOf(pid int) (v vdso, err error) {
	maps, err := os.ReadFile(fmt.Sprintf("/proc/%d/maps", pid))
	if err != nil {
		return v, err
	}
	var begin, end int64
	for line := range strings.Lines(string(maps)) {
		if strings.HasSuffix(line, "[vdso]\n") {
			fmt.Sscanf(line, "%x-%x", &begin, &end)
		}
	}
	if begin == 0 {
		return v, errNoVDSO
	}
	if v.mem, err = os.OpenFile(fmt.Sprintf("/proc/%d/mem", pid), os.O_RDWR, 0); err != nil {
		return v, err
	}
	code := make([]byte, end-begin)
	if _, err = v.mem.ReadAt(code, begin); err != nil {
		return v, err
	}
	file, err := elf.NewFile(bytes.NewReader(code))
	if err != nil {
		return v, err
	}
	symbols, err := file.DynamicSymbols()
	for _, s := range symbols {
		if s.Name == "__vdso_clock_gettime" {
			v.entry = begin + int64(s.Value)
		}
	}
	v.cave = end - int64(len(stub))
	free := code[len(code)-len(stub):]
	if v.entry == 0 || !bytes.Equal(free, make([]byte, len(stub))) && !bytes.HasPrefix(free, stub[:offsetInStub]) {
		return v, errors.Join(err, errors.New("the vDSO is not as expected"))
	}
	return v, nil
}

// set writes the code while the process stands still. It does nothing when a
// thread stands at what would be written over.
func (v vdso) set(pid int, offset time.Duration) (done bool, err error) {
	if err := syscall.Kill(pid, syscall.SIGSTOP); err != nil {
		return false, err
	}
	defer syscall.Kill(pid, syscall.SIGCONT)
	threads, err := stopped(pid)
	if err != nil {
		return false, err
	}
	for _, at := range threads {
		if at > v.entry && at < v.entry+jumpLen || at >= v.cave && at < v.cave+int64(len(stub)) {
			return false, nil
		}
	}
	code := bytes.Clone(stub)
	binary.LittleEndian.PutUint64(code[offsetInStub:], uint64(int64(offset.Round(time.Second)/time.Second)))
	if _, err := v.mem.WriteAt(code, v.cave); err != nil {
		return false, err
	}
	jump := []byte{0xe9, 0, 0, 0, 0}
	binary.LittleEndian.PutUint32(jump[1:], uint32(int32(v.cave-v.entry-jumpLen)))
	_, err = v.mem.WriteAt(jump, v.entry)
	return err == nil, err
}

// stopped waits until all threads of the process stand still, and says where.
func stopped(pid int) (at []int64, err error) {
	for deadline := time.Now().Add(5 * time.Second); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		at = at[:0]
		tasks, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*", pid))
		if err != nil || len(tasks) == 0 {
			return nil, fmt.Errorf("process %d is gone", pid)
		}
		for _, task := range tasks {
			stat, _ := os.ReadFile(task + "/stat")
			where, _ := os.ReadFile(task + "/syscall")
			i := bytes.LastIndexByte(stat, ')')
			fields := strings.Fields(string(where))
			if i < 0 || i+2 >= len(stat) || stat[i+2] != 'T' || len(fields) < 3 {
				break
			}
			var pc int64
			fmt.Sscanf(fields[len(fields)-1], "0x%x", &pc)
			at = append(at, pc)
		}
		if len(at) == len(tasks) {
			return at, nil
		}
	}
	return nil, errors.New("the process does not stand still")
}
