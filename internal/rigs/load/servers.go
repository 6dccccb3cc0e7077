package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// publicURL is where the feeds would be for others.
const publicURL = "https://cal.example.org"

// serve starts followcal on a store. It trusts this machine as it would a
// reverse proxy, so that the rig can ask in the name of many.
func (r *rig) serve(ctx context.Context, s *store, more ...string) (*server, error) {
	addr, err := freePort(ctx)
	if err != nil {
		return nil, err
	}
	args := append([]string{"serve", "--addr", addr, "--db", s.db, "--public-url", publicURL, "--trusted-proxy", "127.0.0.1"}, more...)
	return launch(ctx, s.db+".log", "followcal", addr, r.followcal, args...)
}

// serveMinimal starts the minimal handler on copies.
func (r *rig) serveMinimal(ctx context.Context, c *copies) (*server, error) {
	addr, err := freePort(ctx)
	if err != nil {
		return nil, err
	}
	return launch(ctx, filepath.Join(c.folder, "minimal.log"), "minimal", addr, r.minimal, addr, c.index)
}

const nginxConfiguration = `daemon off; master_process off; worker_processes 1; worker_rlimit_nofile 4096;
pid %[1]s/pid; error_log %[1]s/error.log;
events { worker_connections 1024; }
http {
	client_body_temp_path %[1]s; proxy_temp_path %[1]s; fastcgi_temp_path %[1]s; uwsgi_temp_path %[1]s; scgi_temp_path %[1]s;
	sendfile off; access_log off; keepalive_requests 1000000000; types { text/calendar ics; }
	server { listen %[2]s; root %[1]s; gzip_static on; }
}
`

// serveNginx starts nginx on copies.
func (r *rig) serveNginx(ctx context.Context, c *copies) (*server, error) {
	addr, err := freePort(ctx)
	if err != nil {
		return nil, err
	}
	path := filepath.Join(c.folder, "nginx.conf")
	if err := os.WriteFile(path, fmt.Appendf(nil, nginxConfiguration, c.folder, addr), 0o644); err != nil {
		return nil, err
	}
	program := "nginx"
	if _, err := exec.LookPath(program); err != nil {
		program = "/usr/sbin/nginx"
	}
	return launch(ctx, filepath.Join(c.folder, "nginx.log"), "nginx", addr, program, "-c", path)
}

const radicaleConfiguration = `[server]
hosts = %[2]s
[auth]
type = none
[rights]
type = from_file
file = %[1]s/rights
[storage]
filesystem_folder = %[1]s
[logging]
level = error
`

// radicalePath is where Radicale has the calendar.
const radicalePath = "/user/calendar/"

// serveRadicale starts Radicale on the events of a calendar, each of which it
// keeps in a file.
func (r *rig) serveRadicale(ctx context.Context, body []byte) (*server, error) {
	addr, err := freePort(ctx)
	if err != nil {
		return nil, err
	}
	folder := r.path("radicale")
	collection := filepath.Join(folder, "collection-root", filepath.FromSlash(radicalePath))
	if err := os.MkdirAll(collection, 0o755); err != nil {
		return nil, err
	}
	files := map[string]string{
		folder + "/config":              fmt.Sprintf(radicaleConfiguration, folder, addr),
		folder + "/rights":              "[all]\nuser: .*\ncollection: .*\npermissions: RrWw\n",
		collection + "/.Radicale.props": `{"tag": "VCALENDAR"}`,
	}
	events := strings.Split(string(body), "BEGIN:VEVENT\r\n")[1:]
	for i, event := range events {
		event, _, _ = strings.Cut(event, "END:VEVENT\r\n")
		files[fmt.Sprintf("%s/%d.ics", collection, i)] = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//load//EN\r\nBEGIN:VEVENT\r\n" + event + "END:VEVENT\r\nEND:VCALENDAR\r\n"
	}
	for path, text := range files {
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			return nil, err
		}
	}
	return launch(ctx, filepath.Join(folder, "log"), "Radicale", addr, "radicale", "--config", folder+"/config")
}
