package jobposting_test

import (
	"fmt"
	"strings"
	"testing"

	"followcal/schedule"
)

// warned reports whether a warning holds each of the words.
func warned(warnings []string, words string) bool {
	for _, w := range warnings {
		if strings.Contains(w, words) {
			return true
		}
	}
	return false
}

func TestDates(t *testing.T) {
	tests := []struct{ value, closes, warning string }{
		{`"2026-12-01"`, "2026-12-01", ""},
		{`"2026-12-01T00:00"`, "2026-12-01", ""},
		{`"2026-12-01T23:59:59Z"`, "2026-12-01", ""},
		{`"2026-12-01T23:30:00-11:00"`, "2026-12-01", ""}, // the second in UTC
		{`"2026-12-01T00:30:00+14:00"`, "2026-12-01", ""}, // November in UTC
		{`"2026-12-01T10:00:00.000+0100"`, "2026-12-01", ""},
		{`"2026-12-01 10:00:00 UTC"`, "2026-12-01", ""},
		{`"2026-12-01T24:00:00"`, "2026-12-01", ""},
		{`"2026-12-01T10:00:00+01:00[Europe/Berlin]"`, "2026-12-01", ""},
		{`" 2026-12-01 "`, "2026-12-01", ""},
		{`{"@type":"Date","@value":"2026-12-01"}`, "2026-12-01", ""},
		{`["2026-12-01","2027-01-01"]`, "2026-12-01", ""},
		{`""`, "", ""},
		{`null`, "", ""},
		{`"2026-02-30"`, "", "does not exist"},
		{`"2026-02-29T10:00:00Z"`, "", "does not exist"},
		{`"2026-13-01"`, "", "does not exist"},
		{`"2026-00-00"`, "", "does not exist"},
		{`"9999-12-31"`, "", "outside the years"},
		{`"2026-12-01T25:00"`, "", "is not a date"},
		{`"2026-12-01T10:00 or so"`, "", "is not a date"},
		{`"12/01/2026"`, "", "is not a date"},
		{`1796083200`, "", "is not a date"},
		{`"2026-11-21"`, "2026-11-21", "the posting closed on 2026-11-21"},
		{`"2026-11-22"`, "2026-11-22", ""},
	}
	for _, tt := range tests {
		t.Run(tt.value, func(t *testing.T) {
			r := read(t, posting(`"validThrough":`+tt.value))
			got := ""
			if d := r.Application.Posting.ClosesOn; d != 0 {
				got = d.String()
			}
			if got != tt.closes || (len(r.Warnings) > 0) != (tt.warning != "") || !warned(append(r.Warnings, ""), tt.warning) {
				t.Errorf("closes on %q, warnings %q", got, r.Warnings)
			}
		})
	}
}

func TestDatesThatDoNotFit(t *testing.T) {
	for properties, warning := range map[string]string{
		`"datePosted":"2026-11-23"`:                              "in the future",
		`"datePosted":"2025-11-21"`:                              "more than a year ago",
		`"datePosted":"2026-12-10","validThrough":"2026-12-01"`:  "before it was posted",
		`"datePosted":"2026-99-10","validThrough":"2026-12-01"`:  "datePosted",
		`"datePosted":"yesterday","validThrough":"in two weeks"`: "validThrough",
	} {
		if r := read(t, posting(properties)); !warned(r.Warnings, warning) {
			t.Errorf("%s: %q", properties, r.Warnings)
		}
	}
}

func TestEmployers(t *testing.T) {
	tests := []struct{ value, employer, warning string }{
		{`"Example Ltd"`, "Example Ltd", ""},
		{`{"name":"Example &amp; Sons"}`, "Example & Sons", ""},
		{`{"name":{"@value":"Example Ltd","@language":"en"}}`, "Example Ltd", ""},
		{`{"legalName":"Example Ltd"}`, "Example Ltd", ""},
		{`[{"name":"Example Ltd"}]`, "Example Ltd", ""},
		{`{"@list":["Example Ltd"]}`, "Example Ltd", ""},
		{`[{"name":"Example Ltd"},{"name":"EXAMPLE  LTD"}]`, "Example Ltd", ""},
		{`["Example Ltd","Sample Ltd"]`, "Example Ltd", "several employers"},
		{`"<b>Example</b> Ltd\u0007\n"`, "Example Ltd", ""},
		{`"Confidential"`, "", "does not name the employer"},
		{`{}`, "", "does not name the employer"},
		{`7`, "7", ""},
		{`"https://example.com/"`, "", "by the address https://example.com/ only"},
		{`"` + strings.Repeat("x", 5000) + `"`, "", "longer than 4096 bytes"},
	}
	for _, tt := range tests {
		t.Run(tt.value[:min(len(tt.value), 40)], func(t *testing.T) {
			r := read(t, `<script type="application/ld+json">{"@type":"JobPosting","title":"Clerk","url":"https://jobs.example/1","hiringOrganization":`+tt.value+`}</script>`)
			if r.Application.Employer != tt.employer || (len(r.Warnings) > 0) != (tt.warning != "") || !warned(append(r.Warnings, ""), tt.warning) {
				t.Errorf("employer %q, warnings %q", r.Application.Employer, r.Warnings)
			}
		})
	}
}

func TestPlaces(t *testing.T) {
	const address = `"jobLocation":{"@type":"Place","address":`
	tests := []struct{ properties, region, zone, warning string }{
		{address + `"Berlin, Germany"}`, "DE-BE", "Europe/Berlin", ""},
		{address + `{"addressLocality":"Toronto","addressRegion":"ON","addressCountry":"CA"}}`, "CA-ON", "America/Toronto", ""},
		{address + `{"addressLocality":"Toronto","addressRegion":{"@type":"State","name":"Ontario"},"addressCountry":{"@type":"Country","name":"Canada"}}}`, "CA-ON", "America/Toronto", ""},
		{address + `{"streetAddress":"Berlin, Germany"}}`, "DE-BE", "Europe/Berlin", ""},
		{address + `[{"addressLocality":"Berlin","addressCountry":"DE"}]}`, "DE-BE", "Europe/Berlin", ""},
		{`"jobLocation":"Berlin, Germany"`, "DE-BE", "Europe/Berlin", ""},
		{`"jobLocation":{"@type":"Place","name":"Berlin, Germany"}`, "DE-BE", "Europe/Berlin", ""},
		{`"jobLocation":{"@type":"PostalAddress","addressLocality":"Berlin","addressCountry":"Germany"}`, "DE-BE", "Europe/Berlin", ""},
		{`"jobLocation":["Berlin, Germany","berlin, germany"]`, "DE-BE", "Europe/Berlin", ""},
		{`"jobLocation":["Berlin, Germany","Munich, Germany"]`, "DE", "Europe/Berlin", "only the holidays that all of DE has"},
		{`"jobLocation":["Berlin, Germany","Paris, France"]`, "", "", "in different regions"},
		{`"jobLocation":["Berlin, Germany","Springfield"]`, "", "", "in different regions"},
		{`"jobLocation":["Munich, Germany","Nuremberg, Germany"]`, "DE-BY", "Europe/Berlin", "2 places, all in DE-BY"},
		{`"jobLocation":"Springfield"`, "", "", `"Springfield" could be several`},
		{`"jobLocation":{}`, "", "", ""},
		{`"jobLocation":[]`, "", "", ""},
		{`"jobLocationType":"TELECOMMUTE"`, "", "", "remote and the posting names no place"},
		{`"jobLocationType":"https://schema.org/TELECOMMUTE","jobLocation":"Berlin, Germany"`, "DE-BE", "Europe/Berlin", "remote; the region is the employer's"},
		{`"jobLocationType":["TELECOMMUTE"],"applicantLocationRequirements":{"@type":"State","name":"Texas, USA"}`, "US-TX", "America/Chicago", "where applicants may live"},
		{`"applicantLocationRequirements":[{"name":"Germany"},{"name":"Austria"}],"jobLocationType":"TELECOMMUTE"`, "", "", "where applicants may live"},
		{`"hiringOrganization":{"name":"Example Ltd","location":{"address":{"addressLocality":"Berlin","addressCountry":"DE"}}}`, "DE-BE", "Europe/Berlin", "the employer's address is taken"},
		{`"jobLocation":["` + strings.Join(strings.Split(strings.Repeat("Berlin, Germany x", 60), " x"), `","`) + `"]`, "DE-BE", "Europe/Berlin", ""},
	}
	for _, tt := range tests {
		t.Run(tt.properties[:min(len(tt.properties), 60)], func(t *testing.T) {
			r := read(t, posting(tt.properties))
			a := r.Application
			if a.Region != tt.region || a.Zone != tt.zone || (len(r.Warnings) > 0) != (tt.warning != "") || !warned(append(r.Warnings, ""), tt.warning) {
				t.Errorf("region %q, zone %q, warnings %q", a.Region, a.Zone, r.Warnings)
			}
		})
	}
}

func TestManyPlacesAreBounded(t *testing.T) {
	var shops []string
	for i := range 80 {
		shops = append(shops, fmt.Sprintf(`"%d Example Street, Berlin, Germany"`, i))
	}
	r := read(t, posting(`"jobLocation":[`+strings.Join(shops, ",")+`]`))
	if !warned(r.Warnings, "more than 50 places") || !warned(r.Warnings, "and 40 more") || strings.Count(r.Application.Notes, "\n") != 9 || r.Application.Region != "DE-BE" {
		t.Errorf("%+v %q", r.Application, r.Warnings)
	}
}

func TestWithoutPlacesNothingIsLookedUp(t *testing.T) {
	o := options
	o.Places = nil
	r, err := readWith(posting(`"jobLocation":["Berlin, Germany",{"address":{"addressCountry":"FR"}}]`), o)
	if err != nil || r.Application.Region != "" || r.Application.Notes != "Location: Berlin, Germany\nLocation: FR" || len(r.Warnings) > 0 {
		t.Errorf("%+v %v", r, err)
	}
}

func TestAddresses(t *testing.T) {
	const job = `<script type="application/ld+json">{"@type":"JobPosting","title":"Clerk","hiringOrganization":"Example Ltd"%s}</script>`
	tests := []struct{ name, head, property, fetched, url, source string }{
		{"its own before the page's", `<link rel=canonical href="https://a.example/1">`, `,"url":"https://www.B.example/2"`, "", "https://www.B.example/2", "b.example"},
		{"relative to the page's", `<link rel=canonical href="https://a.example/x/1">`, `,"url":"../2?a=1&copy=2"`, "", "https://a.example/2?a=1&copy=2", "a.example"},
		{"with escaped ampersands", "", `,"url":"https:\/\/a.example\/?a=1&amp;b=2"`, "", "https://a.example/?a=1&b=2", "a.example"},
		{"canonical before og:url", `<meta property="og:url" content="https://b.example/"><link rel=canonical href="https://a.example/1">`, "", "", "https://a.example/1", "a.example"},
		{"og:url", `<meta property="og:url" content=" https://b.example/2 ">`, "", "https://c.example", "https://b.example/2", "b.example"},
		{"saved page", `<!-- saved from url=(0022)https://c.example/jobs -->`, "", "", "https://c.example/jobs", "c.example"},
		{"saved page, length too long", `<!-- saved from url=(9022)https://c.example/jobs -->`, "", "", "https://c.example/jobs", "c.example"},
		{"saved page, without a space", `<!-- saved from url=(0022)https://c.example/jobs-->`, "", "", "https://c.example/jobs", "c.example"},
		{"where it was fetched", `<link rel=canonical href="/only/a/path">`, "", "https://d.example/1", "https://d.example/only/a/path", "d.example"},
		{"where it was fetched, alone", ``, "", "https://d.example/1", "https://d.example/1", "d.example"},
		{"its @id", ``, `,"@id":"https://e.example/1"`, "", "https://e.example/1", "e.example"},
		{"the page that it is about", ``, `,"mainEntityOfPage":{"@type":"WebPage","@id":"https://e.example/1"}`, "", "https://e.example/1", "e.example"},
		{"no script", `<link rel=canonical href="javascript:alert(1)">`, `,"url":"javascript:alert(2)"`, "", "", ""},
		{"no file", ``, `,"url":"file:///home/robin/page.html"`, "", "", ""},
		{"no host", ``, `,"url":"https:///x"`, "", "", ""},
		{"broken", ``, `,"url":"https://a.example/%zz"`, "", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := options
			o.URL = tt.fetched
			r, err := readWith(tt.head+strings.Replace(job, "%s", tt.property, 1), o)
			if err != nil || r.Application.Posting.URL != tt.url || r.Application.Source != tt.source {
				t.Errorf("%q from %q, %v", r.Application.Posting.URL, r.Application.Source, err)
			}
			if (tt.url == "") != warned(r.Warnings, "says its address") {
				t.Errorf("warnings %q", r.Warnings)
			}
		})
	}
}

func TestEncodings(t *testing.T) {
	const page = `<html><head><meta charset="%s"></head><script type="application/ld+json">{"@type":"JobPosting","title":"` + "\xff" + `"}</script>`
	tests := []struct{ name, declared, bytes, title string }{
		{"UTF-8", "utf-8", "é", "é"},
		{"UTF-8 that says otherwise", "iso-8859-1", "é", "é"},
		{"ISO-8859-2", "iso-8859-2", "\xb3", "ł"},
		{"Shift_JIS", "shift_jis", "\x83\x70\x83\x93", "パン"},
		{"ISO-2022-JP", "iso-2022-jp", "\x1b$B%Q%s\x1b(B", "パン"},
		{"GB18030", "gb18030", "\xb0\xe0", "班"},
		{"undeclared", "", "\xe9\x80", "é€"},
		{"damaged UTF-8", "utf-8", "a\xe9b", "a\ufffdb"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text := strings.Replace(strings.Replace(page, "%s", tt.declared, 1), "\xff", tt.bytes, 1)
			if r := read(t, text); r.Application.Role != tt.title {
				t.Errorf("title %q, want %q", r.Application.Role, tt.title)
			}
		})
	}
}

func TestUTF16(t *testing.T) {
	for _, text := range []string{posting(`"x":1`), "\ufeff" + posting(`"x":1`)} {
		var little, big []byte
		for _, r := range text {
			little = append(little, byte(r), byte(r>>8))
			big = append(big, byte(r>>8), byte(r))
		}
		if read(t, string(little)).Application.Role != "Clerk" || read(t, string(big)).Application.Role != "Clerk" {
			t.Error("another title")
		}
	}
}

func TestWhatAPostingAlwaysIs(t *testing.T) {
	if a := read(t, posting(`"x":1`)).Application; a.Status != schedule.Saved || a.ID != "" || a.AppliedOn != 0 || a.Role != "Clerk" {
		t.Errorf("%+v", a)
	}
}
