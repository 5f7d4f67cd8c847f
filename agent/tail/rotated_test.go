package tail

import "testing"

func TestRotatedFrom(t *testing.T) {
	for _, tt := range []struct {
		path string
		want bool
	}{
		{"/l/app.log.1", true},
		{"/l/app.log.12.gz", true},
		{"/l/app.log-20261123", true},
		{"/l/app.log-20261123.gz", true},
		{"/l/app.log.2026-11-23_10", true},
		{"/l/app.log.20261123-100000", true},
		{"/l/app.log.gz", true},
		{"/l/app.log.bak", true},
		{"/l/app.log~", true},
		{"/l/app.1.log", true},
		{"/l/app-20261123.log", true},
		{"/l/app-2026-11-23T10-00-00.000.log", true},
		{"/l/app-2026-11-23T10-00-00.000.log.gz", true},
		{"/l/app.log", false},
		{"/m/app.log.1", false},
		{"/l/app-worker.log", false},
		{"/l/app2.log", false},
		{"/l/other.log.1", false},
		{"/l/myapp.log.1", false},
	} {
		if got := rotatedFrom("/l/app.log", tt.path); got != tt.want {
			t.Errorf("%s is rotated from /l/app.log: got %v, want %v", tt.path, got, tt.want)
		}
	}
}
