// Package systemd speaks with the service manager that started the process:
// sockets that it opened (sd_listen_fds(3)) and what it is told about the
// state of the service (sd_notify(3)). Without a service manager nothing here
// does anything.
package systemd

import (
	"context"
	"net"
	"os"
	"strconv"
	"strings"

	"followcal/internal/fault"
)

// Manager is what the environment says about the service manager. The zero
// value stands for none.
type Manager struct {
	ListenPID string // LISTEN_PID: the process that the sockets are meant for
	ListenFDs string // LISTEN_FDS: how many there are
	Notify    string // NOTIFY_SOCKET: where states are told
}

// FromEnvironment reads the variables. The lookup is [os.LookupEnv] in main.
func FromEnvironment(lookup func(name string) (string, bool)) Manager {
	get := func(name string) string {
		value, _ := lookup(name)
		return value
	}
	return Manager{ListenPID: get("LISTEN_PID"), ListenFDs: get("LISTEN_FDS"), Notify: get("NOTIFY_SOCKET")}
}

// firstDescriptor is SD_LISTEN_FDS_START of sd_listen_fds(3).
const firstDescriptor = 3

// Listeners returns the sockets that were opened for the process with that id,
// none when there are none. A descriptor that is no listening socket is a fault
// of kind Invalid.
func (m Manager) Listeners(pid int) ([]net.Listener, error) {
	count, err := strconv.Atoi(m.ListenFDs)
	if err != nil || m.ListenPID != strconv.Itoa(pid) {
		return nil, nil //nolint:nilerr // variables that are not ours mean that no socket was passed
	}
	listeners := make([]net.Listener, 0, max(count, 0))
	for i := range max(count, 0) {
		l, err := listener(uintptr(firstDescriptor + i))
		if err != nil {
			for _, opened := range listeners {
				_ = opened.Close() // the first error says more
			}
			return nil, err
		}
		listeners = append(listeners, l)
	}
	return listeners, nil
}

func listener(fd uintptr) (net.Listener, error) {
	file := os.NewFile(fd, "socket "+strconv.Itoa(int(fd)))
	if file == nil {
		return nil, fault.New(fault.Invalid, "systemd passed no file descriptor %d: check the socket unit", fd)
	}
	defer func() { _ = file.Close() }() // the listener has its own copy
	l, err := net.FileListener(file)
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, err, "file descriptor %d of systemd is no listening stream socket: use ListenStream= in the socket unit", fd)
	}
	return l, nil
}

// State is what the service manager is told.
type State string

// The states that followcal tells.
const (
	Ready    State = "READY=1"    // requests are answered
	Stopping State = "STOPPING=1" // the last ones are
)

// Tell tells the service manager the state. Failing to is a fault of kind
// Unavailable; it is no reason to stop.
func (m Manager) Tell(ctx context.Context, s State) error {
	if m.Notify == "" {
		return nil
	}
	address := m.Notify
	if strings.HasPrefix(address, "@") { // the abstract name space of Linux
		address = "\x00" + address[1:]
	}
	conn, err := new(net.Dialer).DialContext(ctx, "unixgram", address)
	if err != nil {
		return fault.Wrap(fault.Unavailable, err, "systemd cannot be told %s: NOTIFY_SOCKET leads nowhere", s)
	}
	defer func() { _ = conn.Close() }() // a datagram is sent or not
	if _, err := conn.Write([]byte(s)); err != nil {
		return fault.Wrap(fault.Unavailable, err, "systemd cannot be told %s", s)
	}
	return nil
}
