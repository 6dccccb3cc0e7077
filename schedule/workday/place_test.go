package workday_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"followcal/schedule/workday"
)

func TestLocate(t *testing.T) {
	const certain, probable = workday.Certain, workday.Probable
	tests := []struct {
		text, region, zone string
		confidence         workday.Confidence
	}{
		{"Berlin, Germany", "DE-BE", "Europe/Berlin", certain},
		{"Munich, Bavaria, Germany (Hybrid)", "DE-BY", "Europe/Berlin", certain},
		{"80331 München, Deutschland", "DE-BY", "Europe/Berlin", certain},
		{"New York, NY", "US-NY", "America/New_York", certain},
		{"New York, NY 10001", "US-NY", "America/New_York", certain},
		{"350 Fifth Avenue, New York City, New York, United States", "US-NY", "America/New_York", certain},
		{"Remote (UK)", "GB", "Europe/London", certain},
		{"Remote - Germany", "DE", "Europe/Berlin", certain},
		{"Toronto, Ontario, Canada", "CA-ON", "America/Toronto", certain},
		{"London, ON", "CA-ON", "America/Toronto", certain},
		{"London, Ontario, Canada", "CA-ON", "America/Toronto", certain},
		{"London", "GB-ENG", "Europe/London", probable},
		{"Greater London Area, UK", "GB-ENG", "Europe/London", certain},
		{"Glasgow, Scotland", "GB-SCT", "Europe/London", certain},
		{"Edinburgh, United Kingdom", "GB-SCT", "Europe/London", certain},
		{"Belfast, Northern Ireland", "GB-NIR", "Europe/London", certain},
		{"Cardiff, Wales, United Kingdom", "GB-WLS", "Europe/London", certain},
		{"San Francisco Bay Area", "US-CA", "America/Los_Angeles", probable},
		{"Atlanta, Georgia", "US-GA", "America/New_York", certain},
		{"Tbilisi, Georgia", "GE", "Asia/Tbilisi", certain},
		{"Paris, Texas", "US-TX", "America/Chicago", probable}, // the town is not in the list
		{"Paris", "FR", "Europe/Paris", probable},
		{"Springfield, IL", "US-IL", "America/Chicago", certain},
		{"Washington, DC", "US-DC", "America/New_York", certain},
		{"Sydney, New South Wales, Australia", "AU-NSW", "Australia/Sydney", certain},
		{"Bengaluru, Karnataka, India", "IN-KA", "Asia/Kolkata", certain},
		{"Bangalore", "IN-KA", "Asia/Kolkata", probable},
		{"Zürich, Switzerland", "CH-ZH", "Europe/Zurich", certain},
		{"Vienna, Austria", "AT-9", "Europe/Vienna", certain},
		{"Germany", "DE", "Europe/Berlin", certain},
		{"Deutschland", "DE", "Europe/Berlin", certain},
		{"DE", "DE", "Europe/Berlin", certain}, // a code of its own before one within the US
		{"FR", "FR", "Europe/Paris", certain},
		{"USA", "US", "", certain},
		{"us", "US", "", certain},
		{"DE-BY", "DE-BY", "Europe/Berlin", certain},
		{"us-ny", "US-NY", "America/New_York", certain},
		{"Luxembourg", "LU", "Europe/Luxembourg", certain}, // not the Belgian province
		{"Jordan", "", "Asia/Amman", certain},              // known, without public data
		{"Texas, United States", "US-TX", "America/Chicago", certain},
		{"Arizona", "US-AZ", "America/Phoenix", certain},
	}
	for _, tt := range tests {
		p := workday.Locate(tt.text)
		if p.Region != tt.region || p.Zone != tt.zone || p.Confidence != tt.confidence {
			t.Errorf("%q: %+v, want %s %s %v", tt.text, p, tt.region, tt.zone, tt.confidence)
		}
	}
}

func TestAnUnclearPlaceIsNotGuessed(t *testing.T) {
	tests := []struct {
		text       string
		candidates []string
	}{
		{"Springfield", []string{"US-MA", "US-MO", "US-IL", "US-OH", "US-OR"}},
		{"Georgia", []string{"US-GA", "GE"}},
		{"Washington", []string{"US-WA", "US-DC"}},
		{"Birmingham", []string{"GB-ENG", "US-AL"}},
		{"Remote, CA", []string{"CA", "US-CA"}},
		{"Berlin or Munich", []string{"DE-BE", "DE-BY"}},
		{"Germany / France", []string{"DE", "FR"}},
		{"London; Paris", []string{"GB-ENG", "FR"}},
		{"Remote", nil},
		{"Atlantis", nil},
		{"", nil},
		{", ,(),", nil},
		{strings.Repeat("Berlin, ", 100), nil},
	}
	for _, tt := range tests {
		p := workday.Locate(tt.text)
		if p.Region != "" || p.Zone != "" || p.Confidence != workday.Unclear {
			t.Errorf("%q is guessed: %+v", tt.text, p)
		}
		for _, c := range tt.candidates {
			if !slices.Contains(p.Candidates, c) {
				t.Errorf("%q: candidates %v lack %s", tt.text, p.Candidates, c)
			}
		}
		if tt.candidates == nil && p.Candidates != nil {
			t.Errorf("%q: candidates %v", tt.text, p.Candidates)
		}
	}
}

func TestLocateAddress(t *testing.T) {
	tests := []struct{ locality, region, country, want string }{
		{"Berlin", "BE", "DE", "DE-BE"},
		{"Berlin", "", "DE", "DE-BE"},
		{"Austin", "TX", "US", "US-TX"},
		{"", "", "GB", "GB"},
		{"Leeds", "England", "United Kingdom", "GB-ENG"},
		{"", "", "", ""},
	}
	for _, tt := range tests {
		if got := workday.LocateAddress(tt.locality, tt.region, tt.country); got.Region != tt.want {
			t.Errorf("%q: %+v", tt, got)
		}
	}
}

func TestWhatIsLocatedExists(t *testing.T) {
	words := []string{
		"Berlin", "Paris", "London", "Victoria", "San José", "Georgia", "CA", "DE", "NY", "Texas", "UK", "Remote",
		"Springfield", "Santa Cruz", "Kyiv", "İstanbul", "Köln", "or", "-", ",", "(", ")", ";", "area", "München", "中国", "東京", "\xff", "10115",
	}
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 0, 20).Draw(t, "words"), rapid.SampledFrom([]string{" ", ", ", ""}).Draw(t, "glue"))
		p := workday.Locate(text)
		if p.Region != "" {
			if _, err := workday.Region(p.Region); err != nil {
				t.Fatalf("%q: %v", text, err)
			}
			if !strings.HasPrefix(p.Region, p.Country) {
				t.Fatalf("%q: %s is not in %s", text, p.Region, p.Country)
			}
		}
		if p.Zone != "" {
			if _, err := workday.Zone(p.Zone); err != nil {
				t.Fatalf("%q: %v", text, err)
			}
		}
		if p.Confidence == workday.Unclear && (p.Region != "" || p.Zone != "") {
			t.Fatalf("%q is guessed: %+v", text, p)
		}
	})
}

func TestEveryRegionIsItsOwnPlace(t *testing.T) {
	for _, r := range workday.Regions() {
		p := workday.Locate(r.Code)
		if strings.Contains(r.Code, "-") && (p.Region != r.Code || p.Confidence != workday.Certain) {
			t.Errorf("%s: %+v", r.Code, p)
		}
	}
}
