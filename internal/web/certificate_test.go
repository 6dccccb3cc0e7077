package web_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"log/slog"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"followcal/internal/fault"
	"followcal/internal/web"
)

// pair is a certificate for 127.0.0.1 and its key, both PEM.
type pair struct{ cert, key []byte }

func newPair(t *testing.T, serial int64) pair {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: "localhost"}, DNSNames: []string{"localhost"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	cert, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return pair{
		pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert}),
		pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret}),
	}
}

// put replaces a file as renewers do, by a rename.
func put(t *testing.T, path string, text []byte) {
	t.Helper()
	if err := os.WriteFile(path+".new", text, 0o600); err != nil {
		t.Fatal(err)
	}
	rename(t, path+".new", path)
}

func rename(t *testing.T, from, to string) {
	t.Helper()
	if err := os.Rename(from, to); err != nil {
		t.Fatal(err)
	}
}

// handshake returns the serial number of the certificate that is served, and
// the protocol of the answer.
func handshake(t *testing.T, addr string) (serial int64, protocol string) {
	t.Helper()
	transport := &http.Transport{
		TLSClientConfig:   &tls.Config{InsecureSkipVerify: true}, // it is looked at below
		ForceAttemptHTTP2: true,
	}
	defer transport.CloseIdleConnections()
	response, err := (&http.Client{Transport: transport}).Get("https://" + addr + "/")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	io.Copy(io.Discard, response.Body)
	return response.TLS.PeerCertificates[0].SerialNumber.Int64(), response.Proto
}

func TestACertificateIsReadAgain(t *testing.T) {
	folder := t.TempDir()
	certPath, keyPath := filepath.Join(folder, "cert.pem"), filepath.Join(folder, "key.pem")
	first, second := newPair(t, 1), newPair(t, 2)
	put(t, certPath, first.cert)
	put(t, keyPath, first.key)
	var log lockedBuffer
	certificate, err := web.LoadCertificate(certPath, keyPath, slog.New(slog.NewTextHandler(&log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	r := start(t, answers("x"), func(_ *web.Limits, e *web.Endpoint) { e.TLS = certificate.Config() })

	steps := []struct {
		name   string
		change func()
		want   int64
	}{
		{"at first", func() {}, 1},
		{"half renewed", func() { put(t, certPath, second.cert) }, 1},
		{"still half renewed", func() {}, 1},
		{"renewed", func() { put(t, keyPath, second.key) }, 2},
		{"broken", func() { put(t, certPath, []byte("x")) }, 2},
		{"gone", func() { rename(t, certPath, certPath+".old") }, 2},
		{"back", func() { put(t, certPath, first.cert); put(t, keyPath, first.key) }, 1},
	}
	for _, step := range steps {
		step.change()
		serial, protocol := handshake(t, r.addr)
		if serial != step.want || protocol != "HTTP/2.0" {
			t.Errorf("%s: certificate %d over %s, want %d over HTTP/2.0", step.name, serial, protocol, step.want)
		}
	}
	if n := strings.Count(log.String(), "not usable"); n != 2 {
		t.Errorf("it complained %d times about 2 bad files:\n%s", n, log.String())
	}
}

func TestACertificateThatIsNone(t *testing.T) {
	folder := t.TempDir()
	good, other := newPair(t, 1), newPair(t, 2)
	certPath, keyPath := filepath.Join(folder, "cert.pem"), filepath.Join(folder, "key.pem")
	put(t, certPath, good.cert)
	for name, key := range map[string][]byte{"a key of another": other.key, "no key": []byte("x"), "a certificate": good.cert} {
		put(t, keyPath, key)
		if _, err := web.LoadCertificate(certPath, keyPath, slog.New(slog.DiscardHandler)); fault.KindOf(err) != fault.Usage {
			t.Errorf("%s: %v", name, err)
		} else if bytes.Contains([]byte(err.Error()), other.key) {
			t.Errorf("%s: the fault holds the key", name)
		}
	}
	if _, err := web.LoadCertificate(certPath+"x", keyPath, slog.New(slog.DiscardHandler)); fault.KindOf(err) != fault.Usage {
		t.Errorf("no file: %v", err)
	}
}

func TestOldTLSIsRefused(t *testing.T) {
	folder := t.TempDir()
	certPath, keyPath := filepath.Join(folder, "cert.pem"), filepath.Join(folder, "key.pem")
	p := newPair(t, 1)
	put(t, certPath, p.cert)
	put(t, keyPath, p.key)
	certificate, err := web.LoadCertificate(certPath, keyPath, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	r := start(t, answers("x"), func(_ *web.Limits, e *web.Endpoint) { e.TLS = certificate.Config() })
	conn, err := tls.Dial("tcp", r.addr, &tls.Config{InsecureSkipVerify: true, MaxVersion: tls.VersionTLS11})
	if err == nil {
		conn.Close()
		t.Error("TLS 1.1 is spoken")
	}
	if strings.Contains(r.log.String(), "handshake") {
		t.Errorf("a failed handshake is in the usual log: %s", r.log)
	}
}

func TestPort80(t *testing.T) {
	issuer := web.Issuer{Directory: "https://127.0.0.1:1/", Domains: []string{"cal.example.org"}, Cache: t.TempDir()}
	config, challenges := issuer.Obtain()
	if config.MinVersion != tls.VersionTLS12 {
		t.Errorf("TLS from %x", config.MinVersion)
	}
	tests := []struct {
		target   string
		status   int
		location string
	}{
		{"http://cal.example.org/feeds/x.ics?y", 308, "https://cal.example.org/feeds/x.ics?y"},
		{"http://CAL.example.org:80/", 308, "https://cal.example.org/"},
		{"http://cal.example.org//evil.example.com/%2f", 308, "https://cal.example.org//evil.example.com/%2f"},
		{"http://evil.example.com/", 404, ""},
		{"http://cal.example.org/.well-known/acme-challenge/none", 404, ""},
		{"http://evil.example.com/.well-known/acme-challenge/none", 403, ""},
	}
	opaque := httptest.NewRequest(http.MethodGet, "http://cal.example.org/", http.NoBody)
	opaque.URL = &url.URL{Opaque: ".evil.example.com/"}
	w := httptest.NewRecorder()
	challenges.ServeHTTP(w, opaque)
	if got := w.Header().Get("Location"); got != "https://cal.example.org" {
		t.Errorf("an opaque address leads to %q", got)
	}
	for _, tt := range tests {
		w := ask(challenges, http.MethodGet, tt.target)
		if w.Code != tt.status || w.Header().Get("Location") != tt.location {
			t.Errorf("%s: %d to %q, want %d to %q", tt.target, w.Code, w.Header().Get("Location"), tt.status, tt.location)
		}
	}
}
