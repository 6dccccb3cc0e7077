package cli_test

import (
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"

	"followcal/internal/cli"
	"followcal/internal/fault"
)

func TestAnswersOnStandardOutput(t *testing.T) {
	tests := []struct {
		name string
		args string
		want string
	}{
		{"add", "workday add 2026-11-20 7 --region US", "2026-11-27 Friday, skipping Thu 2026-11-26 Thanksgiving Day\n"},
		{"list as text", "workday list --region US", "2026-11-26  Thanksgiving Day  holiday\n2026-11-28  Saturday          weekend\n"},
		{"list as CSV", "workday list --region US --format csv", "date,name,kind\n2026-11-26,Thanksgiving Day,holiday\n2026-11-28,Saturday,weekend\n"},
		{"regions as text", "regions", "US     United States  saturday sunday\nUS-NY  New York       saturday sunday\n"},
		{"regions as CSV", "regions --format csv", "code,name,weekend\nUS,United States,saturday sunday\nUS-NY,New York,saturday sunday\n"},
		{"version", "version", "followcal v1.2.3 abc go1.26\n"},
		{"version as a flag", "--version", "followcal v1.2.3 abc go1.26\n"},
		{"completion of regions", "__complete workday add --region us-", "US-NY\tNew York\n:4\n"},
		{"completion of formats", "__complete export --format ", "ics\njson\ncsv\n:4\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := run(t, &fake{}, "", strings.Split(tt.args, " "))
			if got.out != tt.want || got.code != 0 {
				t.Errorf("exit %d, standard output:\n%s\nwant:\n%s\n%s", got.code, got.out, tt.want, got.err)
			}
		})
	}
}

func TestJSONLists(t *testing.T) {
	got := run(t, &fake{}, "", []string{"regions", "--format", "json"})
	want := `[
  {
    "code": "US",
    "name": "United States",
    "weekend": [
      "saturday",
      "sunday"
    ]
  },
`
	if !strings.HasPrefix(got.out, want) {
		t.Errorf("standard output:\n%s", got.out)
	}
	got = run(t, &fake{}, "", []string{"workday", "list", "--region", "US", "--format", "json"})
	if want := `    "date": "2026-11-26",`; !strings.Contains(got.out, want) {
		t.Errorf("standard output lacks %s:\n%s", want, got.out)
	}
}

func TestAFailedQuestionAnswersNothing(t *testing.T) {
	f := &fake{err: fault.New(fault.NotFound, "no region XX; near: US")}
	for _, args := range []string{"workday add 2026-11-20 5 --region XX", "workday list --region XX"} {
		if got := run(t, f, "", strings.Fields(args)); got.code != 1 || got.out != "" || got.err != "followcal: no region XX; near: US\n" {
			t.Errorf("%s: %+v", args, got)
		}
	}
}

func TestEveryCommandHelpsWithExamples(t *testing.T) {
	for _, path := range []string{"", "export", "convert", "workday add", "workday list", "regions", "version"} {
		args := append(strings.Fields(path), "--help")
		got := run(t, &fake{}, "", args)
		if got.code != 0 || got.err != "" || !strings.Contains(got.out, "Examples:") {
			t.Errorf("%v: exit %d\n%s%s", args, got.code, got.out, got.err)
		}
	}
	if bare, help := run(t, &fake{}, "", nil), run(t, &fake{}, "", []string{"--help"}); bare != help {
		t.Errorf("without arguments: %+v", bare)
	}
}

func TestCompletionScripts(t *testing.T) {
	for _, shell := range []string{"bash", "zsh", "fish", "powershell"} {
		if got := run(t, &fake{}, "", []string{"completion", shell}); got.code != 0 || !strings.Contains(got.out, "followcal") {
			t.Errorf("%s: exit %d %s", shell, got.code, got.err)
		}
	}
}

func TestManualPages(t *testing.T) {
	t.Setenv("SOURCE_DATE_EPOCH", "1795000000")
	folder := t.TempDir()
	if got := run(t, &fake{}, "", []string{"man", folder}); got.code != 0 {
		t.Fatal(got.err)
	}
	text, err := os.ReadFile(filepath.Join(folder, "followcal-export.1"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`.TH "FOLLOWCAL" "1" "Nov 2026"`, ".SH EXAMPLE", "--include-missed"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("the page of export lacks %s:\n%s", want, text)
		}
	}
	if got := run(t, &fake{}, "", []string{"man", filepath.Join(folder, "none")}); got.code != 1 || !strings.Contains(got.err, "cannot be written into") {
		t.Errorf("no folder: %+v", got)
	}
}

func TestBuildVersion(t *testing.T) {
	tests := []struct {
		info *debug.BuildInfo
		want string
	}{
		{nil, "followcal (unknown)"},
		{&debug.BuildInfo{GoVersion: "go1.26"}, "followcal (devel) go1.26"},
		{
			&debug.BuildInfo{Main: debug.Module{Version: "v1.0.0"}, Settings: []debug.BuildSetting{{Key: "vcs.revision", Value: "abc"}}},
			"followcal v1.0.0 abc",
		},
	}
	for _, tt := range tests {
		if got := cli.BuildVersion(tt.info).String(); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}
