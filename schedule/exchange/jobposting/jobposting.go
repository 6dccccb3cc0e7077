// Package jobposting reads the advert out of a web page: schema.org JobPosting,
// as employers and job boards publish it for search engines, in JSON-LD or in
// microdata. It takes bytes that somebody else saved or fetched; nothing in
// them is run and no address in them is visited.
//
// A page is never trusted to be right. What is not certain is left empty or
// taken with a warning, and never guessed.
package jobposting

import (
	"io"

	"github.com/rickb777/date/v2"

	"followcal/schedule"
)

// Options say how to read.
type Options struct {
	// Choose names the posting that is meant where a page carries several: its
	// identifier, its address or its title.
	Choose string
	// URL is where the page was fetched. It is the posting's address when the
	// page itself names none, and what relative addresses start from.
	URL string
	// Today is the as-of date, which tells what is past. Zero, nothing is.
	Today date.Date
	// Places tells where a place is; nil: no region and no zone is found.
	Places Places
}

// Places finds the region and the IANA zone of a place; what is not sure is
// empty.
type Places interface {
	// Locate reads a place in words, such as "Berlin, Germany".
	Locate(place string) (region, zone string)
	// LocateAddress reads a schema.org PostalAddress: its addressLocality,
	// addressRegion and addressCountry, any of them empty.
	LocateAddress(locality, subdivision, country string) (region, zone string)
}

// Result is the posting that was read, as the start of an application.
type Result struct {
	// Application has the status saved, and of the rest what the page says. It
	// has no id: whoever records it gives it one.
	Application schedule.Application
	PostedOn    date.Date // datePosted; zero when the page does not say
	Page        string    // the page's title
	Found       []Posting // every posting of the page, in its order
	Warnings    []string  // what was taken with a doubt or not at all
}

// Posting tells the postings of one page apart.
type Posting struct {
	Identifier string // may be empty
	Title      string
	Employer   string
	URL        string
	Line       int // on which its JSON-LD block begins; 0 for microdata
}

// Read reads the posting in a page, or in a file of JSON-LD alone. The name
// stands for the page in messages. The result is never nil, and lists what was
// found also beside an error, which is a [fault.Fault]: Invalid when there is
// no posting, or several and Choose is empty or fits more than one; NotFound
// when Choose fits none; TooLarge past a limit; Unavailable when r fails.
func Read(name string, r io.Reader, o Options) (*Result, error) {
	if name == "" || name == "-" {
		name = "standard input"
	}
	rd := &reader{file: name, options: o, result: &Result{}}
	return rd.result, rd.read(r)
}

// reader is one reading: what the page held and what was found so far.
type reader struct {
	file    string
	options Options
	result  *Result
	page    page
	graph   graph
	broken  []brokenBlock
}

// read goes from bytes to the draft.
func (r *reader) read(src io.Reader) error {
	text, err := r.text(src)
	if err != nil {
		return err
	}
	if isJSON(text) {
		if len(text) > MaxStructured {
			return r.tooLarge("JSON-LD", MaxStructured)
		}
		r.block(block{line: 1, text: text})
	} else {
		r.scan(text)
	}
	if len(r.graph.postings) == 0 && r.page.microdata {
		r.readMicrodata(text)
	}
	r.result.Page = r.name("the page's title", r.page.title)
	found, err := r.choose()
	if err != nil {
		return err
	}
	r.draft(found)
	return nil
}
