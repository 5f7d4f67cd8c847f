package checkpoint_test

import (
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"github.com/hashtail/hashtail/agent/checkpoint"
)

func TestMarkMovesOverGaplessPrefix(t *testing.T) {
	f := checkpoint.Unsaved()
	var spans []*checkpoint.Span
	for end := int64(10); end <= 50; end += 10 {
		spans = append(spans, f.Open(end))
	}
	for _, step := range []struct {
		ack  int
		want int64
	}{{1, 0}, {3, 0}, {0, 20}, {2, 40}, {4, 50}} {
		spans[step.ack].Ack()
		if got := f.Mark(); got != step.want {
			t.Errorf("mark after span %d is %d, want %d", step.ack, got, step.want)
		}
	}
}

func TestMarkOfAFileThatIsHeld(t *testing.T) {
	f, next := checkpoint.Unsaved(), checkpoint.Unsaved()
	begin, end := f.Open(10), f.Open(20)
	end.Hold(next)
	later, behind := f.Open(30), next.Open(5)
	for _, step := range []struct {
		ack            *checkpoint.Span
		want, wantNext int64
	}{{behind, 0, 0}, {end, 0, 0}, {begin, 20, 5}, {later, 30, 5}} {
		step.ack.Ack()
		if got, gotNext := f.Mark(), next.Mark(); got != step.want || gotNext != step.wantNext {
			t.Errorf("marks are %d and %d, want %d and %d", got, gotNext, step.want, step.wantNext)
		}
	}
}

// TestMarkNeverPasses opens spans on one goroutine, acknowledges them in any
// order on others, and compares the mark with what is not acknowledged.
func TestMarkNeverPasses(t *testing.T) {
	f := checkpoint.Unsaved()
	const n = 20_000
	var mu sync.Mutex
	pending := map[int64]bool{} // ends of spans that are not acknowledged
	oldest := func() int64 {
		least := int64(n + 1)
		for end := range pending {
			least = min(least, end)
		}
		return least
	}
	type item struct {
		end  int64
		span *checkpoint.Span
	}
	acks := make(chan item, 64)
	var ackers sync.WaitGroup
	for range 4 {
		ackers.Go(func() {
			var held []item
			settle := func(i int) {
				mu.Lock()
				defer mu.Unlock()
				if mark, limit := f.Mark(), oldest(); mark >= limit {
					t.Errorf("mark is %d, and the span that ends at %d is not acknowledged", mark, limit)
				}
				delete(pending, held[i].end)
				held[i].span.Ack()
				held = slices.Delete(held, i, i+1)
			}
			for it := range acks {
				if held = append(held, it); len(held) > 16 {
					settle(rand.IntN(len(held)))
				}
			}
			for len(held) > 0 {
				settle(0)
			}
		})
	}
	for end := int64(1); end <= n; end++ {
		mu.Lock()
		pending[end] = true
		span := f.Open(end)
		mu.Unlock()
		acks <- item{end, span}
	}
	close(acks)
	ackers.Wait()
	if got := f.Mark(); got != n {
		t.Errorf("mark is %d in the end, want %d", got, n)
	}
}

func TestSpansDoNotAllocate(t *testing.T) {
	f := checkpoint.Unsaved()
	end := int64(0)
	var spans [8]*checkpoint.Span
	round := func() {
		for i := range spans {
			end++
			spans[i] = f.Open(end)
		}
		for i := range spans {
			spans[len(spans)-1-i].Ack()
		}
	}
	round()
	if n := testing.AllocsPerRun(100, round); n > 0 {
		t.Errorf("%v allocations for %d spans", n, len(spans))
	}
}

func BenchmarkSpan(b *testing.B) {
	f := checkpoint.Unsaved()
	b.ReportAllocs()
	for i := range b.N {
		f.Open(int64(i)).Ack()
	}
}
