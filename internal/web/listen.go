package web

import (
	"context"
	"errors"
	"io/fs"
	"net"
	"os"
	"syscall"

	"followcal/internal/fault"
)

// ListenTCP listens on HOST:PORT. Failing to is a fault of kind Unavailable
// that says what to do.
func ListenTCP(ctx context.Context, addr string) (net.Listener, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fault.Wrap(fault.Unavailable, err, "%s is taken by another process: name another port", addr)
	case errors.Is(err, fs.ErrPermission):
		return nil, fault.Wrap(fault.Unavailable, err, "listening on %s is not permitted: ports below 1024 need the capability CAP_NET_BIND_SERVICE", addr)
	case err != nil:
		return nil, fault.Wrap(fault.Unavailable, err, "cannot listen on %s: %v", addr, err)
	}
	return l, nil
}

// socketMode lets the group in, which the reverse proxy is put into.
const socketMode = 0o660

// ListenUnix listens on a Unix socket. One that a dead process left is
// replaced; one that answers is a fault of kind Unavailable.
func ListenUnix(ctx context.Context, path string) (net.Listener, error) {
	if err := removeStale(ctx, path); err != nil {
		return nil, err
	}
	l, err := new(net.ListenConfig).Listen(ctx, "unix", path)
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, err, "cannot listen on the socket %s: check its folder, and that you may write there", path)
	}
	if err := os.Chmod(path, socketMode); err != nil {
		return nil, errors.Join(fault.Wrap(fault.Unavailable, err, "the socket %s cannot be opened to its group", path), l.Close())
	}
	return l, nil
}

func removeStale(ctx context.Context, path string) error {
	info, err := os.Lstat(path)
	if err != nil {
		return nil //nolint:nilerr // nothing is there, or listening will say why not
	}
	if info.Mode().Type() != fs.ModeSocket {
		return fault.New(fault.Unavailable, "%s is there and no socket: name another path", path)
	}
	conn, err := new(net.Dialer).DialContext(ctx, "unix", path)
	if err == nil {
		_ = conn.Close() // nothing was said
		return fault.New(fault.Unavailable, "another process serves on %s: name another path, or stop it", path)
	}
	if !errors.Is(err, syscall.ECONNREFUSED) {
		return nil // listening will say what is the matter
	}
	if err := os.Remove(path); err != nil {
		return fault.Wrap(fault.Unavailable, err, "%s was left by another process and cannot be removed", path)
	}
	return nil
}
