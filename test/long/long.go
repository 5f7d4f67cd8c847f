// Package long says how hard the tests try that make up their inputs: a little
// in `make unit`, for as long as it takes in `make fuzz`. They lose no assertion
// in between, only rounds.
//
// HASHTAIL_LONG=1 asks for the long mode. HASHTAIL_SEED=n makes the inputs of
// one run again: a test that fails says which n. What such a test costs it measures by CPU.
package long

import (
	"math/rand/v2"
	"os"
	"strconv"
	"syscall"
	"testing"
	"time"
)

// Mode reports whether tests shall take their time.
func Mode() bool { return os.Getenv("HASHTAIL_LONG") != "" }

// Rounds is few, or many in the long mode.
func Rounds(few, many int) int {
	if Mode() {
		return many
	}
	return few
}

// Rand is where the inputs of a test come from. Without HASHTAIL_SEED they are
// the same every time, in the long mode others every time.
func Rand(t testing.TB) *rand.Rand {
	t.Helper()
	seed := uint64(1)
	if Mode() {
		seed = uint64(time.Now().UnixNano())
	}
	if s := os.Getenv("HASHTAIL_SEED"); s != "" {
		var err error
		if seed, err = strconv.ParseUint(s, 10, 64); err != nil {
			t.Fatal("HASHTAIL_SEED: ", err)
		}
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("again: HASHTAIL_SEED=%d go test -run '^%s$'", seed, t.Name())
		}
	})
	return rand.New(rand.NewPCG(seed, 0))
}

// CPU is what the process has used of processors so far. Other work on the machine does
// not stretch it as it stretches the clock's time.
func CPU(t testing.TB) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
