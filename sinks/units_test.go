package sinks_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/hashtail/hashtail/sinks"
	"gopkg.in/yaml.v3"
)

func TestDuration(t *testing.T) {
	for _, tt := range []struct {
		in   string
		want time.Duration
		ok   bool
	}{
		{"20s", 20 * time.Second, true},
		{"1m30s", 90 * time.Second, true},
		{"0", 0, true},
		{"7d", 7 * 24 * time.Hour, true},
		{"1w", 7 * 24 * time.Hour, true},
		{"1w2d12h", 9*24*time.Hour + 12*time.Hour, true},
		{"1.5d", 36 * time.Hour, true},
		{"20", 0, false},
		{"-1s", 0, false},
		{"-1d", 0, false},
		{"d", 0, false},
		{"1d2", 0, false},
		{"1d1w", 0, false},
		{"1h2d", 0, false},
		{"1d-30h", 0, false},
		{"20000w", 0, false},
		{"1w106751d", 0, false},
		{"soon", 0, false},
		{"[1s]", 0, false},
	} {
		var got sinks.Duration
		err := yaml.Unmarshal([]byte(tt.in), &got)
		if (err == nil) != tt.ok || time.Duration(got) != tt.want {
			t.Errorf("duration %q = %v, %v, want %v, ok %t", tt.in, got, err, tt.want, tt.ok)
		}
		if err != nil && !strings.Contains(err.Error(), "line 1") {
			t.Errorf("duration %q: the error %q names no line", tt.in, err)
		}
	}
}

func TestSize(t *testing.T) {
	for _, tt := range []struct {
		in   string
		want sinks.Size
		ok   bool
	}{
		{"100MiB", 100 << 20, true},
		{"5MB", 5_000_000, true},
		{"5 MB", 5_000_000, true},
		{"64kib", 64 << 10, true},
		{"4096", 4096, true},
		{"17B", 17, true},
		{"8GiB", 8 << 30, true},
		{"1.5MiB", 0, false},
		{"-1", 0, false},
		{"MiB", 0, false},
		{"10MiBs", 0, false},
		{"9999999999GiB", 0, false},
		{"{}", 0, false},
	} {
		var got sinks.Size
		err := yaml.Unmarshal([]byte(tt.in), &got)
		if (err == nil) != tt.ok || got != tt.want {
			t.Errorf("size %q = %d, %v, want %d, ok %t", tt.in, got, err, tt.want, tt.ok)
		}
		if err != nil {
			continue
		}
		var again sinks.Size
		if err := yaml.Unmarshal([]byte(got.String()), &again); err != nil || again != got {
			t.Errorf("size %q is written as %q, read back as %d, %v", tt.in, got, again, err)
		}
	}
}

func TestSecretIsNeverPrinted(t *testing.T) {
	value := strings.Repeat("s3cr3t", 3)
	c := struct {
		APIKey sinks.Secret `yaml:"api_key" json:"api_key"`
		None   sinks.Secret `yaml:"none"`
	}{}
	if err := yaml.Unmarshal([]byte("api_key: "+value), &c); err != nil || string(c.APIKey) != value {
		t.Fatalf("read %q, %v", string(c.APIKey), err)
	}
	y, _ := yaml.Marshal(c)
	j, _ := json.Marshal(c)
	var log strings.Builder
	slog.New(slog.NewJSONHandler(&log, nil)).Info("m", "key", c.APIKey, "all", c)
	printed := []string{string(y), string(j), log.String()}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d", "%T"} {
		printed = append(printed, fmt.Sprintf(verb, c), fmt.Sprintf(verb, c.APIKey), fmt.Sprintf(verb, &c))
	}
	for _, p := range printed {
		if strings.Contains(p, value) || strings.Contains(p, fmt.Sprintf("%x", value)) {
			t.Errorf("printed: %s", p)
		}
	}
	if !strings.Contains(string(y), "[REDACTED]") || strings.Count(string(y), "[REDACTED]") != 1 {
		t.Errorf("yaml = %s, want one [REDACTED] and nothing for the empty one", y)
	}
}
