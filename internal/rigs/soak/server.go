package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"sync/atomic"
	"syscall"
	"time"
)

// server is followcal serve at one address, through its deaths.
type server struct {
	binary, db, addr string
	log              *os.File
	process          *exec.Cmd
	down             atomic.Bool // nobody has to answer
}

func newServer(ctx context.Context, binary, db, log string) (*server, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	addr := l.Addr().String()
	if err := l.Close(); err != nil {
		return nil, err
	}
	file, err := os.Create(log)
	return &server{binary: binary, db: db, addr: addr, log: file}, err
}

// start starts the process and waits until it answers.
func (s *server) start(ctx context.Context) error {
	s.process = exec.Command(s.binary, "serve", "--db", s.db, "--addr", s.addr, "--public-url", publicURL) //nolint:noctx // it is killed when its time has come
	s.process.Env = append(os.Environ(), "TZ=America/New_York")
	s.process.Stderr = s.log
	if err := s.process.Start(); err != nil {
		return err
	}
	deadline := time.Now().Add(time.Minute)
	for {
		a, err := get(ctx, &http.Client{}, "http://"+s.addr+"/readyz", "")
		if err == nil && a.status == http.StatusOK {
			s.down.Store(false)
			return nil
		}
		if time.Now().After(deadline) || ctx.Err() != nil {
			return fmt.Errorf("serve does not answer: %w", errors.Join(err, ctx.Err()))
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// kill ends the process as a loss of power would.
func (s *server) kill() {
	s.down.Store(true)
	if s.process != nil && s.process.Process != nil {
		_ = s.process.Process.Kill() // it may be dead
		_ = s.process.Wait()         // it was killed
	}
}

// said is the end of what the server said, as an error.
func (s *server) said() error {
	text, err := os.ReadFile(s.log.Name())
	const most = 4 << 10
	return errors.Join(err, fmt.Errorf("serve said at the end:\n%s", text[max(0, len(text)-most):]))
}

// files counts the files that the process has open.
func (s *server) files() (int, error) {
	entries, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", s.process.Process.Pid))
	return len(entries), err
}

var goroutineLine = regexp.MustCompile(`(?m)^goroutine \d+ (?:gp=|\[)`)

// goroutines ends the process with a dump, and counts its goroutines there.
func (s *server) goroutines() (int, error) {
	info, err := s.log.Stat()
	if err != nil {
		return 0, err
	}
	before := info.Size()
	s.down.Store(true)
	if err := s.process.Process.Signal(syscall.SIGQUIT); err != nil {
		return 0, err
	}
	_ = s.process.Wait() // it ends with the dump
	text, err := os.ReadFile(s.log.Name())
	if err != nil {
		return 0, err
	}
	return len(goroutineLine.FindAll(text[before:], -1)), nil
}
