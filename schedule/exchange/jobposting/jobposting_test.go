package jobposting_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rickb777/date/v2"

	"followcal/schedule"
	"followcal/schedule/exchange"
	"followcal/schedule/exchange/jobposting"
	"followcal/schedule/workday"
)

var update = flag.Bool("update", false, "write golden files anew")

// today is the as-of date of every test.
var today = date.New(2026, 11, 22)

// world answers as the command does.
type world struct{}

func (world) Locate(place string) (region, zone string) { return sure(workday.Locate(place)) }

func (world) LocateAddress(locality, subdivision, country string) (region, zone string) {
	return sure(workday.LocateAddress(locality, subdivision, country))
}

func sure(p workday.Place) (region, zone string) {
	if p.Confidence == workday.Unclear {
		return "", ""
	}
	return p.Region, p.Zone
}

var options = jobposting.Options{Today: today, Places: world{}}

// account is everything that reading tells.
func account(t *testing.T, r *jobposting.Result, err error) string {
	t.Helper()
	var b bytes.Buffer
	fmt.Fprintf(&b, "page %q\n", r.Page)
	for _, p := range r.Found {
		fmt.Fprintf(&b, "found on line %d: %q, %q, %q, %s\n", p.Line, p.Identifier, p.Title, p.Employer, p.URL)
	}
	for _, w := range r.Warnings {
		fmt.Fprintf(&b, "warning: %s\n", w)
	}
	if err != nil {
		fmt.Fprintf(&b, "error: %v\n", err)
		return b.String()
	}
	if r.PostedOn != 0 {
		fmt.Fprintf(&b, "posted on %s\n", r.PostedOn)
	}
	if err := exchange.WriteJSON(&b, &schedule.Log{Applications: []schedule.Application{r.Application}}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestPages(t *testing.T) {
	files, err := filepath.Glob("testdata/*.html")
	if err != nil || len(files) < 12 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	files = append(files, "testdata/expanded.jsonld")
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			r, err := jobposting.Read(filepath.Base(file), bytes.NewReader(data), options)
			golden(t, file+".golden", account(t, r, err))
		})
	}
}

// golden compares got with the file, or writes it with -update.
func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v; run go test -update", err)
	}
	if got != string(want) {
		t.Errorf("%s differs; got:\n%s", file, got)
	}
}

// read reads a page that has one good posting.
func read(t *testing.T, text string) *jobposting.Result {
	t.Helper()
	r, err := jobposting.Read("page.html", strings.NewReader(text), options)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// posting is a page with one posting that has these properties besides what
// every posting needs.
func posting(properties string) string {
	return `<script type="application/ld+json">{"@type":"JobPosting","title":"Clerk","hiringOrganization":"Example Ltd","url":"https://jobs.example/1",` +
		properties + `}</script>`
}
