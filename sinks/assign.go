package sinks

import "slices"

// An assignment divides a batch into chunks: what is sent to one partition in
// one request. Its memory is used again.
type assignment struct {
	partition []int32 // of each document
	order     []int32 // the documents, by partition
	start     []int32 // where a partition's documents begin in order
	chunks    []chunk
}

type chunk struct {
	partition int
	docs      []int32 // indices in the batch
	err       *chunkError
}

// assign fills chunks. No chunk is larger than limit bytes, but for one that is
// a single document.
func (a *assignment) assign(b Batch, pick func(hash uint32) int, limit int, turn uint32) {
	n := b.Len()
	a.partition = slices.Grow(a.partition[:0], n)[:n]
	a.order = slices.Grow(a.order[:0], n)[:n]
	partitions := 0
	for i := range n {
		d := b.Doc(i)
		hash := d.Hash
		if d.Key == nil {
			hash = turn
		}
		p := pick(hash)
		a.partition[i] = int32(p)
		partitions = max(partitions, p+1)
	}
	a.sort(partitions)
	clear(a.chunks)
	a.chunks = a.chunks[:0]
	for p := range partitions {
		a.divide(b, p, a.order[a.start[p]:a.start[p+1]], limit)
	}
}

// sort is a counting sort: documents keep their order within a partition.
func (a *assignment) sort(partitions int) {
	a.start = slices.Grow(a.start[:0], partitions+1)[:partitions+1]
	clear(a.start)
	for _, p := range a.partition {
		a.start[p+1]++
	}
	for p := range partitions {
		a.start[p+1] += a.start[p]
	}
	for i, p := range a.partition {
		a.order[a.start[p]] = int32(i)
		a.start[p]++
	}
	copy(a.start[1:], a.start[:partitions]) // each has moved to its end
	a.start[0] = 0
}

// recordOverhead is what a record needs beside key and value: lengths, deltas,
// the event.id header.
const recordOverhead = 80

// divide cuts the documents of one partition into chunks of similar size.
func (a *assignment) divide(b Batch, partition int, docs []int32, limit int) {
	total := 0
	for _, i := range docs {
		total += recordSize(b.Doc(int(i)))
	}
	if total == 0 {
		return
	}
	share := total/((total+limit-1)/limit) + 1
	start, size := 0, 0
	for j, i := range docs {
		s := recordSize(b.Doc(int(i)))
		if size > 0 && (size+s > limit || size >= share) {
			a.chunks = append(a.chunks, chunk{partition: partition, docs: docs[start:j]})
			start, size = j, 0
		}
		size += s
	}
	a.chunks = append(a.chunks, chunk{partition: partition, docs: docs[start:]})
}

func recordSize(d Doc) int { return len(d.Body) + len(d.Key) + recordOverhead }
