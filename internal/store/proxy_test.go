package store_test

import (
	"bytes"
	"io"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

	"followcal/internal/store"
)

// openBehind opens a database through a proxy that breaks the connection at the
// first commit: after the server has it, or before.
func openBehind(t *testing.T, address string, reaches bool) *store.DB {
	t.Helper()
	// The schema is there before, so that the first commit is that of a change.
	open(t, address)
	at, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	server := filepath.Join(at.Query().Get("host"), ".s.PGSQL.5432")
	folder, err := os.MkdirTemp("", "fcpx") //nolint:usetesting // the path of a socket has at most 107 bytes
	if err != nil {
		t.Fatal(err)
	}
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "unix", filepath.Join(folder, ".s.PGSQL.5432"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		listener.Close()
		if err := os.RemoveAll(folder); err != nil {
			t.Error(err)
		}
	})
	p := &proxy{server: server, reaches: reaches}
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			go p.serve(client)
		}
	}()
	parameters := at.Query()
	parameters.Set("host", folder)
	at.RawQuery = parameters.Encode()
	return open(t, at.String())
}

// proxy passes bytes on, until it sees a commit for the first time.
type proxy struct {
	server  string
	reaches bool
	broken  atomic.Bool
}

func (p *proxy) serve(client net.Conn) {
	defer client.Close()
	server, err := (&net.Dialer{}).Dial("unix", p.server)
	if err != nil {
		return
	}
	defer server.Close()
	answers := make(chan struct{})
	var cut atomic.Bool
	go func() {
		defer close(answers)
		buffer := make([]byte, 64<<10)
		for {
			n, err := server.Read(buffer)
			if cut.Load() || err != nil {
				return // the answer to the commit came, and goes nowhere
			}
			if _, err := client.Write(buffer[:n]); err != nil {
				return
			}
		}
	}()
	buffer := make([]byte, 64<<10)
	for {
		n, err := client.Read(buffer)
		if err != nil {
			return
		}
		if bytes.Contains(bytes.ToLower(buffer[:n]), []byte("commit")) && p.broken.CompareAndSwap(false, true) {
			cut.Store(true)
			if p.reaches {
				_, _ = server.Write(buffer[:n])
				<-answers
			}
			return
		}
		if _, err := io.Copy(server, bytes.NewReader(buffer[:n])); err != nil {
			return
		}
	}
}
