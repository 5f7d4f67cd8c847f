package agent

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// What deploy/ ships for Prometheus and Grafana asks for metrics that there are.
func TestAlertsAndDashboardNameMetrics(t *testing.T) {
	read := func(path string) string {
		t.Helper()
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	known := map[string]bool{}
	for _, m := range regexp.MustCompile(`NewDesc\("(hashtail_\w+)"`).FindAllStringSubmatch(read("metrics.go"), -1) {
		known[m[1]] = true
	}
	if len(known) < 20 {
		t.Fatalf("metrics.go describes %d metrics: this test looks for them in a wrong way", len(known))
	}
	expressions := map[string][]string{}

	var alerts struct {
		Groups []struct {
			Rules []struct {
				Alert, Expr string
				Annotations map[string]string
			}
		}
	}
	if err := yaml.Unmarshal([]byte(read("../deploy/prometheus/alerts.yaml")), &alerts); err != nil {
		t.Fatal(err)
	}
	for _, g := range alerts.Groups {
		for _, r := range g.Rules {
			if r.Alert == "" || r.Annotations["summary"] == "" || r.Annotations["description"] == "" {
				t.Errorf("alert %q has no name, no summary or no description", r.Alert)
			}
			expressions["alert "+r.Alert] = []string{r.Expr}
		}
	}
	var dashboard struct {
		Panels []struct {
			Title   string
			Targets []struct{ Expr string }
		}
	}
	if err := json.Unmarshal([]byte(read("../deploy/grafana/hashtail.json")), &dashboard); err != nil {
		t.Fatal(err)
	}
	for _, p := range dashboard.Panels {
		for _, target := range p.Targets {
			expressions["panel "+p.Title] = append(expressions["panel "+p.Title], target.Expr)
		}
	}
	if len(expressions) < 20 {
		t.Errorf("%d alerts and panels, want more", len(expressions))
	}
	for where, all := range expressions {
		for _, expr := range all {
			names := regexp.MustCompile(`hashtail_\w+`).FindAllString(expr, -1)
			if len(names) == 0 && !strings.Contains(expr, "hashtail") {
				t.Errorf("%s asks for nothing of hashtail: %s", where, expr)
			}
			for _, name := range names {
				if !known[name] {
					t.Errorf("%s asks for %s, which does not exist", where, name)
				}
			}
		}
	}
}
