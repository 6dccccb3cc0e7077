package jobposting_test

import (
	"strings"
	"testing"

	"followcal/schedule/exchange/jobposting"
)

// marked is a page of one posting in microdata with further elements in it.
func marked(elements string) string {
	return `<link rel=canonical href="https://jobs.example/1"><div itemscope itemtype="http://schema.org/JobPosting https://example.com/Job" itemid="#job">
<b itemprop="title">Clerk</b><b itemprop="hiringOrganization">Example Ltd</b>` + elements + `</div>`
}

func TestMicrodata(t *testing.T) {
	tests := []struct{ name, elements, employer, closes, url string }{
		{"a date in an attribute", `<time itemprop=validThrough datetime=2026-12-01>soon</time>`, "Example Ltd", "2026-12-01", "https://jobs.example/1"},
		{"a date in a text", `<p>until <time itemprop=validThrough>2026-12-01</time>`, "Example Ltd", "2026-12-01", "https://jobs.example/1"},
		{"a date in data", `<data itemprop=validThrough value=2026-12-01>`, "Example Ltd", "2026-12-01", "https://jobs.example/1"},
		{"a date in content", `<span itemprop=validThrough content=2026-12-01>soon</span>`, "Example Ltd", "2026-12-01", "https://jobs.example/1"},
		{"two names for one element", `<meta itemprop="datePosted validThrough" content=2026-12-01>`, "Example Ltd", "2026-12-01", "https://jobs.example/1"},
		{"an address in a link", `<a itemprop=url href=/2>Apply</a>`, "Example Ltd", "", "https://jobs.example/2"},
		{"a property without its item", `<p itemscope itemtype=https://schema.org/Person><b itemprop=validThrough>2026-12-01</b></p>`, "Example Ltd", "", "https://jobs.example/1"},
		{"nothing of comments and scripts", `<!-- <b itemprop=validThrough>2026-12-01</b> --><style><b itemprop=validThrough>x</style>`, "Example Ltd", "", "https://jobs.example/1"},
		{"a text around a picture", `<p itemprop=url><img src=x>https://jobs.example/3</p>`, "Example Ltd", "", "https://jobs.example/3"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := read(t, marked(tt.elements)).Application
			closes := ""
			if a.Posting.ClosesOn != 0 {
				closes = a.Posting.ClosesOn.String()
			}
			if a.Role != "Clerk" || a.Employer != tt.employer || closes != tt.closes || a.Posting.URL != tt.url {
				t.Errorf("%+v closes %s", a, closes)
			}
		})
	}
}

func TestSeveralPostingsInMicrodata(t *testing.T) {
	r, err := readWith(marked("")+strings.Replace(marked(""), "Clerk", "Porter", 1), options)
	if err == nil || !strings.Contains(err.Error(), "Clerk, Example Ltd; Porter, Example Ltd") || len(r.Found) != 2 {
		t.Errorf("%v, %+v", err, r.Found)
	}
}

func TestMicrodataIsBounded(t *testing.T) {
	t.Run("elements", func(t *testing.T) {
		r := read(t, marked("")+strings.Repeat("<p>text</p>", jobposting.MaxStructured/11))
		if !warned(r.Warnings, "more elements than followcal reads") || r.Application.Role != "Clerk" {
			t.Errorf("%q", r.Warnings)
		}
	})
	t.Run("texts within one another", func(t *testing.T) {
		r := read(t, marked(strings.Repeat("<div itemprop=description>", 400)+strings.Repeat("words ", 100_000)))
		if r.Application.Role != "Clerk" || !warned(r.Warnings, "only the first 256 KiB") {
			t.Errorf("%q", r.Warnings)
		}
	})
	t.Run("items within one another", func(t *testing.T) {
		if r := read(t, marked(strings.Repeat("<div itemscope itemprop=x>", 400))); r.Application.Role != "Clerk" {
			t.Errorf("%+v", r.Application)
		}
	})
}
