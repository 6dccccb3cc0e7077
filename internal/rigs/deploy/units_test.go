package deploy_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// units are systemd's files, with the path of a program that is there.
func units(t *testing.T) map[string]string {
	t.Helper()
	const installed = "/usr/local/bin/followcal"
	entries, err := os.ReadDir(root + "/deploy/systemd")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, entry := range entries {
		switch filepath.Ext(entry.Name()) {
		case ".service":
			all[entry.Name()] = file(t, "systemd/"+entry.Name(), installed, followcal(t))
		case ".timer", ".socket":
			all[entry.Name()] = file(t, "systemd/"+entry.Name())
		}
	}
	return all
}

// verify lets systemd read units in a folder, and returns its complaints.
func verify(t *testing.T, all map[string]string) (string, error) {
	t.Helper()
	folder := t.TempDir()
	args := []string{"verify", "--man=no", "--recursive-errors=no"}
	for name, text := range all {
		args = append(args, write(t, filepath.Join(folder, name), text))
	}
	return output(t.Context(), nil, "systemd-analyze", args...)
}

func TestUnitsAreWellFormed(t *testing.T) {
	all := units(t)
	if len(all) < 6 {
		t.Fatalf("only %d units", len(all))
	}
	if said, err := verify(t, all); err != nil || said != "" {
		t.Errorf("systemd refuses: %v\n%s", err, said)
	}
	broken := strings.Replace(all["followcal.service"], "ProtectSystem=strict", "ProtectSystems=strict", 1)
	if said, _ := verify(t, map[string]string{"followcal.service": broken}); !strings.Contains(said, "ProtectSystems") {
		t.Errorf("systemd would not have found a mistake: %q", said)
	}
}

// mostExposed is the highest level of exposure, in tenths, that systemd may
// find: it calls 0 to 1.9 OK or better.
const mostExposed = "15"

func TestServicesAreConfined(t *testing.T) {
	all := units(t)
	for name, text := range all {
		if filepath.Ext(name) != ".service" {
			continue
		}
		path := write(t, filepath.Join(t.TempDir(), name), text)
		said, err := output(t.Context(), nil, "systemd-analyze", "security", "--offline=true", "--no-pager", "--threshold="+mostExposed, path)
		if err != nil {
			t.Errorf("%s is too exposed: %v\n%s", name, err, said)
		}
	}
	loose := write(t, filepath.Join(t.TempDir(), "loose.service"), "[Service]\nExecStart=/bin/true\n")
	if _, err := output(t.Context(), nil, "systemd-analyze", "security", "--offline=true", "--threshold="+mostExposed, loose); err == nil {
		t.Error("systemd would not have found an exposed service")
	}
}

func TestTimersAreUnderstood(t *testing.T) {
	for name, text := range units(t) {
		if filepath.Ext(name) != ".timer" {
			continue
		}
		_, rest, _ := strings.Cut(text, "OnCalendar=")
		when, _, _ := strings.Cut(rest, "\n")
		if said, err := output(t.Context(), nil, "systemd-analyze", "calendar", when); err != nil {
			t.Errorf("%s: %q: %v\n%s", name, when, err, said)
		}
		if service := strings.TrimSuffix(name, ".timer") + ".service"; units(t)[service] == "" {
			t.Errorf("%s starts nothing: there is no %s", name, service)
		}
	}
}

func TestTheWebFolderIsMade(t *testing.T) {
	folder := t.TempDir()
	if err := os.Mkdir(folder+"/etc", 0o700); err != nil {
		t.Fatal(err)
	}
	write(t, folder+"/etc/passwd", "root:x:0:0::/root:/bin/sh\n")
	write(t, folder+"/etc/group", "root:x:0:\nwww-data:x:"+gid+":\n")
	path := write(t, folder+"/followcal.conf", file(t, "systemd/followcal-tmpfiles.conf"))
	if said, err := output(t.Context(), nil, "systemd-tmpfiles", "--create", "--root="+folder, path); err != nil {
		t.Fatalf("systemd-tmpfiles refuses: %v\n%s", err, said)
	}
	info, err := os.Stat(folder + "/var/www/followcal")
	if err != nil || info.Mode().Perm() != 0o770 || info.Mode()&os.ModeSetgid == 0 {
		t.Errorf("the folder is %v, %v", info, err)
	}
}

// TestWhatTimersStart runs the commands of the services that timers start, in
// folders of the test.
func TestWhatTimersStart(t *testing.T) {
	state, all := t.TempDir(), units(t)
	if err := os.Mkdir(state+"/followcal-backup", 0o700); err != nil {
		t.Fatal(err)
	}
	environment := []string{"FOLLOWCAL_DB=" + state + "/followcal/followcal.db", "FOLLOWCAL_PUBLISH=follow-ups.ics", "TZ=Europe/Berlin"}
	for name, want := range map[string]string{
		"followcal-publish.service": "/follow-ups.ics",
		"followcal-backup.service":  "/followcal-backup/followcal-?.db",
	} {
		_, rest, _ := strings.Cut(all[name], "ExecStart=")
		command, _, _ := strings.Cut(rest, "\n")
		command = strings.NewReplacer("%S", state, "%%", "%", "/var/www/followcal", state).Replace(command)
		if said, err := output(t.Context(), environment, "/bin/sh", "-c", command); err != nil {
			t.Errorf("%s: %v\n%s", name, err, said)
		}
		if files, err := filepath.Glob(state + want); err != nil || len(files) != 1 {
			t.Errorf("%s left %v, %v", name, files, err)
		}
	}
}

// gid is that of the web server's group in the test's own root folder.
const gid = "33"
