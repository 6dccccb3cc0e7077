package config_test

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"followcal/internal/config"
	"followcal/internal/fault"
)

func TestZoneName(t *testing.T) {
	link := func(target string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte(target), Mode: fs.ModeSymlink}
	}
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	tests := []struct {
		name  string
		tz    string
		tzSet bool
		root  fstest.MapFS
		want  string
		fault string // part of the sentence
	}{
		{name: "TZ names it", tz: "America/New_York", tzSet: true, want: "America/New_York"},
		{name: "TZ with a colon", tz: ":Europe/Paris", tzSet: true, want: "Europe/Paris"},
		{name: "TZ with a path", tz: ":/usr/share/zoneinfo/Europe/Paris", tzSet: true, want: "Europe/Paris"},
		{name: "TZ empty", tzSet: true, want: "UTC"},
		{name: "TZ is a rule", tz: "XYZ-3XYT", tzSet: true, fault: `TZ="XYZ-3XYT"`},
		{name: "TZ leads out of the zones", tz: "../etc/passwd", tzSet: true, fault: "--zone"},
		{
			name: "TZ wins over the link", tz: "Asia/Tokyo", tzSet: true, want: "Asia/Tokyo",
			root: fstest.MapFS{"etc/localtime": link("/usr/share/zoneinfo/Europe/Berlin")},
		},
		{
			name: "Linux", want: "Europe/Berlin",
			root: fstest.MapFS{"etc/localtime": link("/usr/share/zoneinfo/Europe/Berlin")},
		},
		{
			name: "macOS", want: "America/Argentina/Ushuaia",
			root: fstest.MapFS{"etc/localtime": link("/var/db/timezone/zoneinfo/America/Argentina/Ushuaia")},
		},
		{
			name: "a relative link with leap seconds", want: "Europe/Berlin",
			root: fstest.MapFS{"etc/localtime": link("../usr/share/zoneinfo/right/Europe/Berlin")},
		},
		{
			name: "a copy, with Debian's file", want: "Europe/Madrid",
			root: fstest.MapFS{"etc/localtime": file("TZif2"), "etc/timezone": file("Europe/Madrid\n")},
		},
		{
			name: "a copy alone", fault: "not a link",
			root: fstest.MapFS{"etc/localtime": file("TZif2")},
		},
		{
			name: "a copy, and nonsense", fault: "--zone",
			root: fstest.MapFS{"etc/localtime": file("TZif2"), "etc/timezone": file("Mars/Olympus")},
		},
		{
			name: "Debian's file alone", want: "Europe/Madrid",
			root: fstest.MapFS{"etc/timezone": file("Europe/Madrid\n")},
		},
		{name: "nothing at all", want: "UTC", root: fstest.MapFS{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := config.Zone{Variable: tt.tz, VariableSet: tt.tzSet, Root: tt.root}.Name()
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if tt.fault == "" {
				if err != nil {
					t.Errorf("unexpected fault: %v", err)
				}
				return
			}
			if err == nil || fault.KindOf(err) != fault.Usage || !strings.Contains(err.Error(), tt.fault) {
				t.Errorf("fault = %v, want one of usage with %q", err, tt.fault)
			}
		})
	}
}
