package agent

import (
	"strings"
	"testing"

	"github.com/hashtail/hashtail/agent/event"
)

func TestContainerOf(t *testing.T) {
	id := strings.Repeat("0f", 32)
	for _, tt := range []struct {
		path string
		want event.Container
	}{
		{"/var/log/pods/shop_api-7d4b_1b2c-3d/app/0.log", event.Container{Namespace: "shop", Pod: "api-7d4b", PodUID: "1b2c-3d", Name: "app"}},
		{"/var/log/pods/shop_api-7d4b_1b2c-3d/app/0.log.20261123-100000.gz", event.Container{Namespace: "shop", Pod: "api-7d4b", PodUID: "1b2c-3d", Name: "app"}},
		{"/var/log/containers/api-7d4b_shop_my-app-" + id + ".log", event.Container{Namespace: "shop", Pod: "api-7d4b", Name: "my-app", ID: id}},
		{"/var/lib/docker/containers/" + id + "/" + id + "-json.log", event.Container{ID: id}},
		{"/var/log/nginx/access.log", event.Container{}},
		{"/var/log/pods/odd/app/0.log", event.Container{}},
		{"app.log", event.Container{}},
		{"", event.Container{}},
	} {
		if got := containerOf(tt.path); got != tt.want {
			t.Errorf("containerOf(%q) = %+v, want %+v", tt.path, got, tt.want)
		}
	}
}
