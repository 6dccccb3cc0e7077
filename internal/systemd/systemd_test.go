package systemd_test

import (
	"bufio"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"followcal/internal/fault"
	"followcal/internal/systemd"
)

// child is set where the test binary runs as the process that systemd starts.
const child = "FOLLOWCAL_TEST_CHILD"

func TestMain(m *testing.M) {
	if os.Getenv(child) == "" {
		os.Exit(m.Run())
	}
	manager := systemd.FromEnvironment(os.LookupEnv)
	pid := os.Getpid()
	if manager.ListenPID == "mine" { // a parent does not know the id beforehand; systemd sets it between fork and exec
		manager.ListenPID = strconv.Itoa(pid)
	}
	listeners, err := manager.Listeners(pid)
	if err != nil {
		_, _ = os.Stdout.WriteString("fault " + fault.KindOf(err).String() + "\n")
		return
	}
	for _, l := range listeners {
		_, _ = os.Stdout.WriteString("listens " + l.Addr().String() + "\n")
	}
}

// inherit runs the test binary as a child that inherits the file.
func inherit(t *testing.T, file *os.File, environment ...string) []string {
	t.Helper()
	command := exec.CommandContext(t.Context(), os.Args[0])
	command.Env = append(os.Environ(), append(environment, child+"=1")...)
	command.ExtraFiles = []*os.File{file}
	out, err := command.Output()
	if err != nil {
		t.Fatalf("the child failed: %v", err)
	}
	var lines []string
	for scan := bufio.NewScanner(strings.NewReader(string(out))); scan.Scan(); {
		lines = append(lines, scan.Text())
	}
	return lines
}

func TestListeners(t *testing.T) {
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	socket, err := l.(*net.TCPListener).File()
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close()
	plain, err := os.CreateTemp(t.TempDir(), "plain")
	if err != nil {
		t.Fatal(err)
	}
	defer plain.Close()

	tests := []struct {
		name        string
		file        *os.File
		environment []string
		want        string
	}{
		{"a socket for this process", socket, []string{"LISTEN_PID=mine", "LISTEN_FDS=1"}, "listens " + l.Addr().String()},
		{"a socket for another process", socket, []string{"LISTEN_PID=1", "LISTEN_FDS=1"}, ""},
		{"no count", socket, []string{"LISTEN_PID=mine", "LISTEN_FDS=x"}, ""},
		{"a file that is no socket", plain, []string{"LISTEN_PID=mine", "LISTEN_FDS=1"}, "fault invalid"},
		{"fewer descriptors than said", socket, []string{"LISTEN_PID=mine", "LISTEN_FDS=99"}, "fault invalid"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := strings.Join(inherit(t, tt.file, tt.environment...), "\n"); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestTell(t *testing.T) {
	for _, address := range []string{filepath.Join(t.TempDir(), "notify"), "@followcal-test-" + strconv.Itoa(os.Getpid())} {
		tellAt(t, address)
	}
}

func tellAt(t *testing.T, address string) {
	t.Helper()
	name := strings.Replace(address, "@", "\x00", 1)
	l, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: name, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if err := (systemd.Manager{Notify: address}).Tell(t.Context(), systemd.Ready); err != nil {
		t.Fatal(err)
	}
	buffer := make([]byte, 64)
	n, err := l.Read(buffer)
	if err != nil || string(buffer[:n]) != "READY=1" {
		t.Errorf("%s: got %q, %v", address, buffer[:n], err)
	}
}

func TestNobodyToTell(t *testing.T) {
	if err := (systemd.Manager{}).Tell(t.Context(), systemd.Ready); err != nil {
		t.Errorf("without a manager: %v", err)
	}
	err := systemd.Manager{Notify: filepath.Join(t.TempDir(), "gone")}.Tell(t.Context(), systemd.Stopping)
	if fault.KindOf(err) != fault.Unavailable {
		t.Errorf("a socket that is gone: %v", err)
	}
}
