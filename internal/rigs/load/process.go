package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
	"unsafe"
)

// environment is that of every program: its clock is far from midnight, when
// feeds are planned anew.
func environment() []string {
	zone := "America/New_York"
	if hour := time.Now().UTC().Hour(); hour >= 2 && hour < 8 {
		zone = "Europe/Berlin"
	}
	return append(os.Environ(), "TZ="+zone)
}

// command runs a program to its end.
func command(ctx context.Context, name string, args ...string) error {
	_, err := output(ctx, name, args...)
	return err
}

// output is command with what the program printed.
func output(ctx context.Context, name string, args ...string) (string, error) {
	c := exec.CommandContext(ctx, name, args...)
	c.Env = environment()
	var said, complaint bytes.Buffer
	c.Stdout, c.Stderr = &said, &complaint
	if err := c.Run(); err != nil {
		return "", fmt.Errorf("%s %s: %w\n%s%s", filepath.Base(name), strings.Join(args, " "), err, &said, &complaint)
	}
	return said.String(), nil
}

// server is a process that answers at an address.
type server struct {
	name    string
	addr    string
	process *exec.Cmd
	log     *os.File
	began   time.Time
}

// launch starts a server, whose standard error goes to a file, as it would
// where nobody watches.
func launch(ctx context.Context, log, name, addr, program string, args ...string) (*server, error) {
	file, err := os.Create(log)
	if err != nil {
		return nil, err
	}
	s := &server{name: name, addr: addr, log: file, process: exec.CommandContext(ctx, program, args...)}
	s.process.Env, s.process.Stdout, s.process.Stderr = environment(), file, file
	s.began = time.Now()
	if err := s.process.Start(); err != nil {
		return nil, errors.Join(fmt.Errorf("%s does not start: run make load, which installs it: %w", name, err), file.Close())
	}
	return s, nil
}

// await waits until the server answers on its port.
func (s *server) await(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	again := time.NewTicker(200 * time.Microsecond)
	defer again.Stop()
	for {
		conn, err := new(net.Dialer).DialContext(ctx, "tcp", s.addr)
		if err == nil {
			return conn.Close()
		}
		select {
		case <-again.C:
		case <-ctx.Done():
			said, _ := os.ReadFile(s.log.Name())
			return fmt.Errorf("%s does not answer on %s: %s", s.name, s.addr, said)
		}
	}
}

// stop ends the server in good order.
func (s *server) stop() error {
	_ = s.process.Process.Signal(syscall.SIGTERM) // it may have ended
	_ = s.process.Wait()                          // some report the signal as a failure
	return s.log.Close()
}

// cpu is the processor time that the server has taken. Linux keeps a clock for
// each process, which counts nanoseconds; the numbers of /proc are hundredths of
// a second.
func (s *server) cpu() (time.Duration, error) {
	const ofProcess = 2 // CPUCLOCK_SCHED
	var t syscall.Timespec
	clock := ^s.process.Process.Pid<<3 | ofProcess
	if _, _, failed := syscall.Syscall(syscall.SYS_CLOCK_GETTIME, uintptr(clock), uintptr(unsafe.Pointer(&t)), 0); failed != 0 {
		return 0, failed
	}
	return time.Duration(t.Nano()), nil
}

// memory is what the server holds of the machine's memory, in octets, now and at
// most so far.
func (s *server) memory() (now, most int64, err error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.process.Process.Pid))
	if err != nil {
		return 0, 0, err
	}
	return field(status, "VmRSS:"), field(status, "VmHWM:"), nil
}

// field reads a number of KB in a /proc file.
func field(text []byte, name string) int64 {
	_, rest, _ := bytes.Cut(text, []byte(name))
	words := bytes.Fields(rest)
	if len(words) == 0 {
		return 0
	}
	n, _ := strconv.ParseInt(string(words[0]), 10, 64) // the kernel wrote it
	return n << 10
}

// freePort returns an address on which nobody listens.
func freePort(ctx context.Context) (string, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}
