package main

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestACertificateIsFetched lets a real authority's program (pebble, Let's
// Encrypt's own for tests) check the domain over port 80 and issue for it.
func TestACertificateIsFetched(t *testing.T) {
	const domain = "cal.example.org"
	folder := t.TempDir()
	names, challenges, site, directory := freePort(t), freePort(t), freePort(t), freePort(t)
	pebbleConfig(t, folder, directory, challenges)

	startProgram(t, nil, "Starting challenge servers", "pebble-challtestsrv", "-defaultIPv4", "127.0.0.1", "-defaultIPv6", "", "-dns01", names,
		"-http01", "", "-https01", "", "-tlsalpn01", "", "-management", freePort(t))
	startProgram(t, []string{"PEBBLE_VA_NOSLEEP=1", "PEBBLE_WFE_NONCEREJECT=0"}, "ACME directory available",
		"pebble", "-config", folder+"/pebble.json", "-dnsserver", names)
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(self, folder+"/followcal"); err != nil {
		t.Fatal(err)
	}
	startProgram(t, []string{"TEST_NOW=2026-11-20T15:00:00Z", "SSL_CERT_FILE=" + folder + "/pebble.pem"}, "serving",
		folder+"/followcal", "serve", "--db", folder+"/record.db", "--addr", site, "--http-addr", challenges,
		"--tls-domain", domain, "--tls-directory", "https://"+directory+"/dir")

	client := &http.Client{Transport: &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, "tcp", site)
		},
		TLSClientConfig:   &tls.Config{InsecureSkipVerify: true}, // the test authority makes its root anew each time
		ForceAttemptHTTP2: true,
	}}
	response, err := client.Get("https://" + domain + "/healthz")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	leaf := response.TLS.PeerCertificates[0]
	if !strings.HasPrefix(leaf.Issuer.CommonName, "Pebble") || leaf.VerifyHostname(domain) != nil || response.Proto != "HTTP/2.0" {
		t.Errorf("issued by %s for %v, over %s", leaf.Issuer, leaf.DNSNames, response.Proto)
	}
	if response.Header.Get("Strict-Transport-Security") == "" {
		t.Error("browsers are not told to stay with TLS")
	}
	if info, err := os.Stat(filepath.Join(folder, "acme")); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the folder of private keys: %v, %v", info, err)
	}
	if other, err := client.Get("https://other.example.org/"); err == nil {
		other.Body.Close()
		t.Error("a certificate for another name was served")
	}
}

// freePort returns an address on which nobody listens.
func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// pebbleConfig writes what pebble reads: its settings, and the certificate of
// its own server, which is not one that it issues.
func pebbleConfig(t *testing.T, folder, directory, challenges string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
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
	_, port, _ := net.SplitHostPort(challenges)
	settings, err := json.Marshal(map[string]any{"pebble": map[string]any{
		"listenAddress": directory, "managementListenAddress": "",
		"certificate": folder + "/pebble.pem", "privateKey": folder + "/pebble.key",
		"httpPort": json.Number(port), "tlsPort": 1, // so that only HTTP-01 can succeed
	}})
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string][]byte{
		"pebble.json": settings,
		"pebble.pem":  pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert}),
		"pebble.key":  pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret}),
	} {
		if err := os.WriteFile(filepath.Join(folder, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// startProgram starts a program, waits until it says that it is there, and ends it with
// the test.
func startProgram(t *testing.T, environment []string, there, name string, args ...string) {
	t.Helper()
	command := exec.CommandContext(t.Context(), name, args...)
	command.Env = append(os.Environ(), environment...)
	command.Cancel = func() error { return command.Process.Signal(os.Interrupt) }
	reader, writer := io.Pipe()
	command.Stdout, command.Stderr = writer, writer
	if err := command.Start(); err != nil {
		t.Fatalf("%s is not there: make rigs installs what the tests need: %v", name, err)
	}
	up, all := make(chan struct{}), make(chan string, 1)
	go func() {
		var lines []string
		isUp := false
		for scan := bufio.NewScanner(reader); scan.Scan(); {
			lines = append(lines, scan.Text())
			if !isUp && strings.Contains(scan.Text(), there) {
				isUp = true
				close(up)
			}
		}
		all <- strings.Join(lines, "\n")
	}()
	t.Cleanup(func() {
		_ = command.Wait() // it was interrupted
		writer.Close()
		if lines := <-all; t.Failed() {
			t.Logf("%s said:\n%s", name, lines)
		}
	})
	select {
	case <-up:
	case <-time.After(30 * time.Second):
		t.Fatalf("%s does not come up", name)
	}
}
