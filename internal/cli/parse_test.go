package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/rickb777/date/v2"

	"followcal/internal/app"
)

func TestExportParsesItsCommandLine(t *testing.T) {
	folder := t.TempDir()
	policy := filepath.Join(folder, "policy.toml")
	write(t, policy, "gap_days = 7\n")
	gap := 7
	tests := []struct {
		name string
		args []string
		want app.ExportRequest
	}{
		{"defaults", nil, app.ExportRequest{Format: "ics", Privacy: "full"}},
		{
			"every flag",
			[]string{
				"--from", "linkedin", "--format=ics", "--region", "US-NY", "--zone", "America/New_York", "--policy", policy,
				"--as-of", "2026-02-28", "--include-missed", "--no-alarms", "--privacy", "busy", "--strict",
			},
			app.ExportRequest{
				From: "linkedin", Format: "ics", Region: "US-NY", Zone: "America/New_York",
				Policy: &app.PolicyOverrides{GapDays: &gap}, AsOf: date.New(2026, time.February, 28),
				IncludeMissed: true, NoAlarms: true, Privacy: "busy", Strict: true,
			},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := &fake{}
			got := run(t, f, "log", append([]string{"export", "-"}, tt.args...))
			if got.code != 0 {
				t.Fatalf("exit %d: %s", got.code, got.err)
			}
			ignored := cmpopts.IgnoreFields(app.ExportRequest{}, "Sources", "Now", "SystemZone")
			if diff := cmp.Diff(tt.want, f.export, ignored); diff != "" {
				t.Errorf("request (-want +got):\n%s", diff)
			}
			if f.export.Now().IsZero() {
				t.Error("the request has no clock")
			}
			if zone, err := f.export.SystemZone(); zone != "Europe/Berlin" || err != nil {
				t.Errorf("system's zone = %q, %v", zone, err)
			}
		})
	}
}

func TestConvertParsesItsCommandLine(t *testing.T) {
	f := &fake{}
	got := run(t, f, "log", []string{"convert", "--to", "csv", "-", "--from", "json"})
	if got.code != 0 || f.convert.From != "json" || f.convert.To != "csv" {
		t.Errorf("exit %d, request %+v: %s", got.code, f.convert, got.err)
	}
	run(t, f, "log", []string{"convert", "-"})
	if f.convert.To != "json" || f.convert.From != "" {
		t.Errorf("defaults: %+v", f.convert)
	}
}

func TestWorkdayParsesItsCommandLine(t *testing.T) {
	tests := []struct {
		name  string
		args  []string
		asked string
	}{
		{"positive", []string{"add", "2026-11-20", "5", "--region", "US"}, "US 2026-11-20 5ns"},
		{"zero", []string{"add", "--region=US", "2026-11-20", "0"}, "US 2026-11-20 0s"},
		{"a bare negative", []string{"add", "2026-11-20", "-5", "--region", "US"}, "US 2026-11-20 -5ns"},
		{"a negative behind --", []string{"add", "--region", "US", "--", "2026-11-20", "-12"}, "US 2026-11-20 -12ns"},
		{"list, the current year", []string{"list", "--region", "US"}, "US 2026-01-01 2026-12-31"},
		{"list from", []string{"list", "--region", "US", "--from", "2025-03-01"}, "US 2025-03-01 2025-12-31"},
		{"list to", []string{"list", "--region", "US", "--to", "2027-03-01"}, "US 2027-01-01 2027-03-01"},
		{"list a day", []string{"list", "--region", "US", "--from", "2024-02-29", "--to", "2024-02-29"}, "US 2024-02-29 2024-02-29"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := &fake{}
			got := run(t, f, "", append([]string{"workday"}, tt.args...))
			if f.asked != tt.asked {
				t.Errorf("asked %q, want %q; exit %d: %s", f.asked, tt.asked, got.code, got.err)
			}
		})
	}
}

func TestMisuseExitsWithTwoAndHelps(t *testing.T) {
	tests := []struct {
		args []string
		says string
	}{
		{[]string{"exprot"}, `unknown command "exprot"; did you mean export?`},
		{[]string{"workday", "ad"}, `unknown command "ad"; did you mean add?`},
		{[]string{"export", "--strict"}, "--strict is about reading a FILE: name one, or - for standard input"},
		{[]string{"convert", "--from", "csv"}, "--from is about reading a FILE: name one, or - for standard input"},
		{[]string{"import"}, "name a FILE to read, or - for standard input"},
		{[]string{"backup"}, "missing FILE"},
		{[]string{"restore"}, "missing FILE"},
		{[]string{"restore", "log.db"}, "say --yes: there is nobody to ask"},
		{[]string{"doctor", "now"}, `unexpected argument "now"`},
		{[]string{"export", "-", "-"}, "standard input (-) can be read only once"},
		{[]string{"export", "--regoin", "US", "-"}, "unknown flag --regoin; did you mean --region?"},
		{[]string{"export", "-q", "-"}, "unknown shorthand flag: 'q'"},
		{[]string{"export", "--format", "xml", "-"}, `--format "xml": choose one of ics, json, csv`},
		{[]string{"export", "--privacy", "none", "-"}, `--privacy "none": choose one of full, titles, busy`},
		{[]string{"export", "--from", "xls", "-"}, `--from "xls": choose one of linkedin,`},
		{[]string{"export", "--as-of", "2026-02-30", "-"}, `--as-of "2026-02-30": not a date of the form 2026-11-20`},
		{[]string{"export", "--as-of", "tomorrow", "-"}, `--as-of "tomorrow": not a date`},
		{[]string{"export", "--as-of", "20261120", "-"}, `--as-of "20261120": not a date`},
		{[]string{"export", "--strict=maybe", "-"}, `--strict "maybe":`},
		{[]string{"export", "-", "-o"}, "flag needs an argument: 'o'"},
		{[]string{"export", "--privacy", "busy", "--format", "csv", "-"}, "--privacy is for calendars: with --format csv everything is listed"},
		{[]string{"help", "exprot"}, `unknown command "exprot"; did you mean export?`},
		{[]string{"help", "workday", "ad"}, `unknown command "ad"; did you mean add?`},
		{[]string{"completion", "csh"}, `unknown command "csh"`},
		{[]string{"completion", "bash", "now"}, `unexpected argument "now"`},
		{[]string{"convert", "--to", "ics", "-"}, `--to "ics": choose one of json, csv`},
		{[]string{"workday", "add", "--region", "US"}, "missing DATE and N"},
		{[]string{"workday", "add", "2026-11-20", "--region", "US"}, "missing N"},
		{[]string{"workday", "add", "2026-11-20", "5"}, "name the --region"},
		{[]string{"workday", "add", "2026-11-31", "5", "--region", "US"}, `"2026-11-31": not a date`},
		{[]string{"workday", "add", "2026-11-20", "five", "--region", "US"}, `"five" is not a number of business days between -1000000 and 1000000`},
		{[]string{"workday", "add", "2026-11-20", "99999999999999999999", "--region", "US"}, "is not a number of business days"},
		{[]string{"workday", "add", "2026-11-20", "5", "6", "--region", "US"}, `unexpected argument "6"`},
		{[]string{"workday", "list"}, "name the --region"},
		{[]string{"workday", "list", "--region", "US", "--from", "2026-02-01", "--to", "2026-01-31"}, "--to 2026-01-31 is before --from 2026-02-01"},
		{[]string{"regions", "all"}, `unexpected argument "all"`},
		{[]string{"version", "now"}, `unexpected argument "now"`},
	}
	for _, tt := range tests {
		t.Run(strings.Join(tt.args, " "), func(t *testing.T) {
			f := &fake{writes: "something"}
			got := run(t, f, "", tt.args)
			if got.code != 2 {
				t.Errorf("exit %d, want 2", got.code)
			}
			if !strings.Contains(got.err, tt.says) || !strings.Contains(got.err, "--help' for usage") {
				t.Errorf("standard error lacks %q or the way to help:\n%s", tt.says, got.err)
			}
			if got.out != "" {
				t.Errorf("standard output is not empty: %s", got.out)
			}
		})
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
