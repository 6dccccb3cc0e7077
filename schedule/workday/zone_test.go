package workday_test

import (
	"strings"
	"testing"

	"followcal/internal/fault"
	"followcal/schedule/workday"
)

func TestZone(t *testing.T) {
	zone, err := workday.Zone("Europe/Berlin")
	if err != nil || zone.String() != "Europe/Berlin" {
		t.Errorf("%v, %v", zone, err)
	}
	tests := map[string]string{
		"Local":             "such as Europe/Berlin",
		"localtime":         "such as Europe/Berlin",
		"right/Asia/Tokyo":  "no known time zone",
		"":                  "such as Europe/Berlin",
		"Europe/Berln":      "did you mean Europe/Berlin",
		"New York":          "America/New_York",
		"../../etc/passwd":  "no known time zone",
		"/etc/localtime":    "no known time zone",
		"america/new_yorkk": "did you mean America/New_York",
	}
	for name, want := range tests {
		_, err := workday.Zone(name)
		if fault.KindOf(err) != fault.NotFound || !strings.Contains(err.Error(), want) {
			t.Errorf("Zone(%q) = %v, want %s", name, err, want)
		}
	}
}

func TestRegionOfZone(t *testing.T) {
	tests := map[string]string{
		"America/New_York": "US", "US/Eastern": "US", "Europe/London": "GB", "Asia/Kolkata": "IN", "Asia/Calcutta": "IN",
		"Europe/Kyiv": "UA", "Europe/Kiev": "UA", "Europe/Amsterdam": "NL", "Africa/Lagos": "NG", "Eire": "IE", "Singapore": "SG",
		"UTC": "", "Etc/GMT+5": "", "EST": "", "CET": "", "EST5EDT": "", "GMT": "", "Zulu": "", "Mars/Olympus": "", "": "", "#": "",
	}
	for name, want := range tests {
		if code, ok := workday.RegionOfZone(name); code != want || ok != (want != "") {
			t.Errorf("RegionOfZone(%q) = %q, %v", name, code, ok)
		}
	}
}
