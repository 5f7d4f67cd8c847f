package sinks

// A freeList keeps a few large things for their next use. sync.Pool would keep
// one for every processor.
type freeList[T any] chan T

// maxKept is the largest buffer that is worth keeping: a page is smaller.
const maxKept = 4 << 20

func newFreeList[T any](n int) freeList[T] { return make(freeList[T], n) }

func (l freeList[T]) get() (v T, ok bool) {
	select {
	case v = <-l:
		return v, true
	default:
		return v, false
	}
}

func (l freeList[T]) put(v T) {
	select {
	case l <- v:
	default:
	}
}
