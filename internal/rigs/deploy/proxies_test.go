package deploy_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"
)

// domain is the name in all examples.
const domain = "cal.example.org"

// token stands for what opens a feed.
const token = "s3cr3t-t0k3n"

// freePort returns an address on which nobody listens.
func freePort(t *testing.T) string {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// certificate writes a certificate for the domain and its key.
func certificate(t *testing.T, certPath, keyPath string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), DNSNames: []string{domain}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	cert, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	write(t, certPath, string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert})))
	write(t, keyPath, string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret})))
}

// serve runs followcal on a free port, with the settings of deploy/ and a log
// in the folder, and returns its address.
func serve(t *testing.T, folder string) (addr string) {
	t.Helper()
	addr = freePort(t)
	settings := write(t, folder+"/followcal.toml", file(t, "followcal.toml", "127.0.0.1:8080", addr))
	background(t, "/bin/sh", "-c", `exec "$0" serve --config "$1" --db "$2/record.db" 2>"$2/served.log"`, followcal(t), settings, folder)
	await(t, addr)
	return addr
}

// await waits until somebody listens.
func await(t *testing.T, addr string) {
	t.Helper()
	again := time.NewTicker(10 * time.Millisecond)
	defer again.Stop()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	for {
		if conn, err := new(net.Dialer).DialContext(ctx, "tcp", addr); err == nil {
			conn.Close()
			return
		}
		select {
		case <-again.C:
		case <-ctx.Done():
			t.Fatalf("nobody listens on %s", addr)
		}
	}
}

// browser asks a proxy at an address, whatever the name in the URL is, and
// follows no redirect.
func browser(addr string) *http.Client {
	return &http.Client{
		Transport: &http.Transport{
			DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
				return new(net.Dialer).DialContext(ctx, "tcp", addr)
			},
			TLSClientConfig:   &tls.Config{InsecureSkipVerify: true}, // the certificate was made for the test
			ForceAttemptHTTP2: true,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// answer is what a proxy answered.
type answer struct {
	status   int
	protocol string
	header   http.Header
	body     string
}

// get asks with a forged header, as an attacker would.
func get(t *testing.T, client *http.Client, url string) answer {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("X-Forwarded-For", "203.0.113.66")
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{response.StatusCode, response.Proto, response.Header, string(body)}
}

// checkThrough asks for pages through a proxy.
func checkThrough(t *testing.T, client *http.Client, folder string) {
	t.Helper()
	a := get(t, client, "https://"+domain+"/healthz")
	if a.status != http.StatusOK || a.body != "ok\n" || a.protocol != "HTTP/2.0" {
		t.Errorf("/healthz: %+v", a)
	}
	if a.header.Get("Strict-Transport-Security") == "" {
		t.Error("followcal was not told that the client used TLS")
	}
	if a := get(t, client, "https://"+domain+"/feeds/"+token+".ics"); a.status != http.StatusNotFound {
		t.Errorf("a feed: %+v", a)
	}
	if a := get(t, client, "https://"+domain+"/"); a.status != http.StatusOK || !strings.Contains(a.body, "<h1>followcal</h1>") {
		t.Errorf("/: %+v", a)
	}
	log := read(t, folder+"/served.log")
	if !strings.Contains(log, "client=127.0.0.1") || strings.Contains(log, "203.0.113.66") || strings.Contains(log, token) {
		t.Errorf("followcal logged\n%s", log)
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestNginx(t *testing.T) {
	folder := t.TempDir()
	certificate(t, folder+"/cert.pem", folder+"/key.pem")
	plain, secure := freePort(t), freePort(t)
	site := write(t, folder+"/site.conf", file(t, "nginx/followcal.conf",
		"127.0.0.1:8080", serve(t, folder),
		"listen 80;", "listen "+plain+";", "listen [::]:80;", "",
		"listen 443 ssl", "listen "+secure+" ssl", "listen [::]:443 ssl http2;", "",
		"/etc/ssl/"+domain+"/fullchain.pem", folder+"/cert.pem", "/etc/ssl/"+domain+"/privkey.pem", folder+"/key.pem",
		"/var/log/nginx/", folder+"/",
	))
	main := write(t, folder+"/nginx.conf", "daemon off; master_process off; worker_processes 1;\npid "+folder+"/pid; error_log "+folder+"/error.log;\n"+
		"events {}\nhttp {\nclient_body_temp_path "+folder+"; proxy_temp_path "+folder+";\nfastcgi_temp_path "+folder+"; uwsgi_temp_path "+folder+"; scgi_temp_path "+folder+";\n"+
		"include "+site+";\n}\n")
	if said, err := output(t.Context(), nil, "/usr/sbin/nginx", "-t", "-c", main); err != nil || strings.Contains(said, "[warn]") {
		t.Fatalf("nginx refuses: %v\n%s", err, said)
	}
	background(t, "/usr/sbin/nginx", "-c", main)
	await(t, secure)

	client := browser(secure)
	checkThrough(t, client, folder)
	access := read(t, folder+"/followcal.log")
	if !strings.Contains(access, `"GET /feeds/{token}.ics" 404`) {
		t.Errorf("nginx logged\n%s", access)
	}
	if log := access + read(t, folder+"/followcal-error.log") + read(t, folder+"/error.log"); strings.Contains(log, token) {
		t.Errorf("nginx logged the token:\n%s", log)
	}
	a := get(t, browser(plain), "http://"+domain+"/feeds/x.ics")
	if a.status != http.StatusPermanentRedirect || a.header.Get("Location") != "https://"+domain+"/feeds/x.ics" {
		t.Errorf("in clear text: %+v", a)
	}
}

func TestCaddy(t *testing.T) {
	folder := t.TempDir()
	certificate(t, folder+"/cert.pem", folder+"/key.pem")
	home := []string{"HOME=" + folder, "XDG_DATA_HOME=" + folder, "XDG_CONFIG_HOME=" + folder}
	asIs := write(t, folder+"/Caddyfile", file(t, "caddy/Caddyfile"))
	if said, err := output(t.Context(), home, "caddy", "validate", "--config", asIs, "--adapter", "caddyfile"); err != nil {
		t.Fatalf("caddy refuses: %v\n%s", err, said)
	}
	if said, err := output(t.Context(), home, "caddy", "fmt", asIs); err != nil || said != file(t, "caddy/Caddyfile") {
		t.Errorf("caddy would format it otherwise: %v\n%s", err, said)
	}
	secure, plain := freePort(t), freePort(t)
	_, securePort, _ := net.SplitHostPort(secure)
	_, plainPort, _ := net.SplitHostPort(plain)
	config := write(t, folder+"/Caddyfile", "{\n\tadmin off\n\thttp_port "+plainPort+"\n\thttps_port "+securePort+"\n\tdefault_bind 127.0.0.1\n}\n"+
		file(t, "caddy/Caddyfile", domain+" {", domain+" {\n\ttls "+folder+"/cert.pem "+folder+"/key.pem",
			"{$FOLLOWCAL_UPSTREAM:127.0.0.1:8080}", serve(t, folder)))
	background(t, "/usr/bin/env", append(home, "caddy", "run", "--config", config, "--adapter", "caddyfile")...)
	await(t, secure)
	checkThrough(t, browser(secure), folder)
}
