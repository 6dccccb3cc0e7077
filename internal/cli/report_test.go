package cli_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"followcal/internal/app"
	"followcal/internal/cli"
	"followcal/internal/fault"
)

var everything = app.Summary{
	Applications: 312,
	Duplicates:   1,
	Events:       []app.KindCount{{Kind: "application-follow-up", Count: 40}, {Kind: "move-on", Count: 1}},
	Missed:       2,
	Rejected:     []app.Remark{{Source: "a.csv", Line: 17, Text: `"13/45/22" is not a date`}},
	Warnings:     []app.Remark{{Source: "a.csv", Line: 3, Text: "applied in the future"}, {Text: "no source"}},
	Notes:        []string{"region DE, from the zone Europe/Berlin"},
}

func TestTheSummaryGoesToStandardError(t *testing.T) {
	tests := []struct {
		name    string
		args    []string
		summary app.Summary
		err     error
		code    int
		want    string
	}{
		{
			name: "everything", args: []string{"export", "-"}, summary: everything,
			want: `rejected a.csv line 17: "13/45/22" is not a date
warning a.csv line 3: applied in the future
warning no source
region DE, from the zone Europe/Berlin
312 applications read, 1 repeated row folded into them, 1 row rejected
41 events written: 40 application-follow-up, 1 move-on
2 events missed, long past with nothing logged, and left out: list them with --format json, or put the latest ones on coming days with --include-missed
`,
		},
		{
			name: "a list has the missed ones too", args: []string{"export", "-", "--format", "csv"},
			summary: app.Summary{Applications: 1, Missed: 2, Events: []app.KindCount{{Kind: "move-on", Count: 3}}},
			want:    "1 application read, 0 rows rejected\n3 events written: 3 move-on\n2 of them missed, long past with nothing logged\n",
		},
		{
			name: "nothing planned", args: []string{"export", "-", "-o", "-"}, summary: app.Summary{Applications: 1},
			want: "1 application read, 0 rows rejected\n0 events written\n",
		},
		{
			name: "a conversion has no events", args: []string{"convert", "-"}, summary: app.Summary{Applications: 2},
			want: "2 applications read, 0 rows rejected\n",
		},
		{
			name: "a failure still names the rows", args: []string{"export", "-"}, code: 1,
			summary: app.Summary{Rejected: everything.Rejected}, err: fault.New(fault.Invalid, "no row survived"),
			want: "rejected a.csv line 17: \"13/45/22\" is not a date\n0 applications read, 1 row rejected\nfollowcal: no row survived\n",
		},
		{
			name: "a defect is no misuse", args: []string{"export", "-"}, code: 1, err: errors.New("boom"),
			want: "followcal: boom\n",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := &fake{writes: "calendar", summary: tt.summary, err: tt.err}
			got := run(t, f, "", tt.args)
			if got.err != tt.want {
				t.Errorf("standard error:\n%s\nwant:\n%s", got.err, tt.want)
			}
			if got.code != tt.code || tt.code == 0 && got.out != "calendar" {
				t.Errorf("exit %d, standard output %q", got.code, got.out)
			}
		})
	}
}

func TestALongListOfWarningsIsCutAndOneOfRejectionsIsNot(t *testing.T) {
	f := &fake{summary: app.Summary{
		Warnings: slices.Repeat([]app.Remark{{Line: 2, Text: "in the future"}}, 1000),
		Rejected: slices.Repeat([]app.Remark{{Line: 3, Text: "no date"}}, 1000),
	}}
	got := run(t, f, "", []string{"export", "-"})
	if n := strings.Count(got.err, "in the future"); n != 50 || !strings.Contains(got.err, "warning and 950 more\n") {
		t.Errorf("%d warnings:\n%s", n, got.err)
	}
	if n := strings.Count(got.err, "no date"); n != 1000 {
		t.Errorf("%d rejections", n)
	}
}

func TestColourOnlyWhereItIsWelcome(t *testing.T) {
	f := &fake{summary: everything, err: fault.New(fault.Invalid, "no row survived")}
	for _, color := range []bool{true, false} {
		got := run(t, f, "", []string{"export", "-"}, func(p *cli.Process) { p.Color = color })
		if strings.Contains(got.err, "\x1b[") != color {
			t.Errorf("colour %v: %q", color, got.err)
		}
		if strings.Contains(got.out, "\x1b") {
			t.Errorf("colour on standard output: %q", got.out)
		}
	}
}

func TestProgressShowsOnATerminalAfterASecond(t *testing.T) {
	tests := []struct {
		name     string
		terminal bool
		takes    time.Duration
		shows    bool
	}{
		{"a moment on a terminal", true, 999 * time.Millisecond, false},
		{"longer on a terminal", true, 1001 * time.Millisecond, true},
		{"longer in a pipe", false, time.Minute, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := &fake{during: func(context.Context) { <-time.After(tt.takes) }}
				got := run(t, f, "log", []string{"export", "-"}, func(p *cli.Process) { p.Terminal = tt.terminal })
				if shown := strings.Contains(got.err, "Working"); shown != tt.shows {
					t.Errorf("shown = %v: %q", shown, got.err)
				}
				if !strings.HasSuffix(got.err, "0 events written\n") {
					t.Errorf("the summary does not come last: %q", got.err)
				}
			})
		})
	}
}
