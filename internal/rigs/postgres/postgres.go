// Package postgres runs a throw-away PostgreSQL server for tests: a cluster of
// its own in a temporary folder, reached over a socket in it, never the
// machine's own.
package postgres

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
	"time"
)

// Server is a running server.
type Server struct {
	folder string
	bin    string
	owner  *syscall.Credential // the server refuses to run as root
	made   int
}

// Start makes a cluster and starts its server.
func Start(ctx context.Context) (*Server, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil || len(found) == 0 {
		return nil, errors.New("PostgreSQL's server is not installed: run 'make rigs'")
	}
	folder, err := os.MkdirTemp("", "fcpg") // a short name: the path of a socket has at most 107 bytes
	if err != nil {
		return nil, err
	}
	s := &Server{folder: folder, bin: filepath.Dir(found[len(found)-1])}
	if err := s.prepare(ctx); err != nil {
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	return s, nil
}

func (s *Server) prepare(ctx context.Context) error {
	if os.Getuid() == 0 {
		if err := s.disown(); err != nil {
			return err
		}
	}
	if err := s.run(ctx, "initdb", "-D", s.data(), "-U", "followcal", "-A", "trust", "-E", "UTF8", "--locale", "C.UTF-8", "--no-sync"); err != nil {
		return err
	}
	return s.Up(ctx)
}

// disown hands the folder to a user that is not root.
func (s *Server) disown() error {
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err1 := strconv.ParseUint(u.Uid, 10, 32)
		gid, err2 := strconv.ParseUint(u.Gid, 10, 32)
		if err := errors.Join(err1, err2); err != nil {
			return err
		}
		s.owner = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
		return os.Chown(s.folder, int(uid), int(gid))
	}
	return errors.New("there is no user postgres or nobody to run the server as")
}

func (s *Server) data() string { return filepath.Join(s.folder, "data") }

// run runs one of PostgreSQL's programs to its end.
func (s *Server) run(ctx context.Context, program string, args ...string) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, filepath.Join(s.bin, program), args...)
	cmd.Dir = s.folder
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: s.owner}
	log, err := os.CreateTemp(s.folder, program) // a pipe would stay open as long as the server
	if err != nil {
		return err
	}
	defer func() { _ = log.Close() }()
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Run(); err != nil {
		said, _ := os.ReadFile(log.Name())
		return fmt.Errorf("%s: %w: %s", program, err, said)
	}
	return nil
}

// Up starts the server and waits until it answers.
func (s *Server) Up(ctx context.Context) error {
	options := "-c listen_addresses='' -c unix_socket_directories=" + s.folder + " -c fsync=off -c max_connections=50"
	return s.run(ctx, "pg_ctl", "-D", s.data(), "-l", filepath.Join(s.data(), "log"), "-o", options, "-w", "start")
}

// Down stops the server at once, as a crash would.
func (s *Server) Down(ctx context.Context) error {
	return s.run(ctx, "pg_ctl", "-D", s.data(), "-m", "immediate", "-w", "stop")
}

// Remove stops the server and deletes its cluster.
func (s *Server) Remove(ctx context.Context) error {
	return errors.Join(s.Down(ctx), os.RemoveAll(s.folder))
}

// Database makes an empty schema in the server's database and returns its
// address: for a store as good as a database of its own, and made much faster.
func (s *Server) Database(ctx context.Context) (string, error) {
	s.made++
	schema := "followcal_" + strconv.Itoa(s.made)
	err := s.run(ctx, "psql", "-X", "-q", "-h", s.folder, "-U", "followcal", "-d", "postgres", "-c", "CREATE SCHEMA "+schema)
	return s.address(schema), err
}

func (s *Server) address(schema string) string {
	u := url.URL{Scheme: "postgres", User: url.User("followcal"), Path: "/postgres", RawQuery: url.Values{"host": {s.folder}, "search_path": {schema}}.Encode()}
	return u.String()
}
