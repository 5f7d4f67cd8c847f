package sinks

import (
	"encoding/json"
	"strings"
	"testing"
)

// Whatever scanAnswer accepts, encoding/json reads in the same way; it must
// neither panic nor loop on the rest.
func FuzzScanAnswer(f *testing.F) {
	for _, seed := range []string{
		`{"errors":false,"took":1,"items":[{"create":{"status":201}}]}`,
		`{"items":[{"create":{"status":400,"error":{"type":"document_parsing_exception","caused_by":{"type":"x"}}}}]}`,
		`{"items":[{"create":{"status":201,"failure_store":"used"}},{"index":{"status":409}}],"x":[{},[],"\"",-1.5e3,null]}`,
		`{}`, `[]`, `{"items":[]}`, `{"items":[{}]}`, `{"items":{"a":1}}`, `{"items":[{"create":{"status":2011}}]}`, "\x00", strings.Repeat("[", 200),
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var got []item
		n, err := scanAnswer(data, func(_ int, it item) { got = append(got, it) })
		if err != nil {
			return
		}
		if n != len(got) {
			t.Fatalf("%d items, %d calls", n, len(got))
		}
		var want struct {
			Items []map[string]map[string]any
		}
		if strings.Contains(string(data), `\`) || json.Unmarshal(data, &want) != nil || len(want.Items) != n {
			return // this scanner is laxer about numbers, literals and doubled keys
		}
		for i, it := range got {
			for _, w := range want.Items[i] {
				if status, ok := w["status"].(float64); ok && len(want.Items[i]) == 1 && int(status) != it.status {
					t.Errorf("item %d: status %d, want %v", i, it.status, status)
				}
			}
		}
	})
}

func BenchmarkScanAnswer(b *testing.B) {
	const items = 2000
	data := []byte(`{"errors":false,"items":[` + strings.TrimSuffix(strings.Repeat(`{"create":{"status":201}},`, items), ",") + `]}`)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	stored := 0
	for b.Loop() {
		n, err := scanAnswer(data, func(_ int, it item) {
			if fate(it) == 1 {
				stored++
			}
		})
		if n != items || err != nil {
			b.Fatal(n, err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/items, "ns/item")
}
