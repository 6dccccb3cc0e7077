package jobposting_test

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestPostingsThatAskNotToBeContacted(t *testing.T) {
	tests := []struct {
		description string
		refuses     bool
	}{
		{"No phone calls, please.", true},
		{"<p>Apply online.</p><p><b>NO PHONE CALLS</b> PLEASE</p>", true},
		{"&lt;li&gt;No calls or e&#8209;mails please&lt;/li&gt;", true},
		{"Please don’t contact us about the state of your application.", true},
		{"<div>Please\n do\u00a0not contact the branch.</div>", true},
		{"Principals only; please do not call.", true},
		{"No telephone enquiries.", true},
		{"Bitte keine Anrufe!", true},
		{"Von telefonischen Rückfragen bitten wir abzusehen.", true},
		{"Bitte sehen Sie von telefonischen Nachfragen ab.", true},
		{"Bitte kontaktieren Sie uns nicht per E-Mail.", true},
		{"We recruit for our branch in Leeds: no phone calls please.", true},
		{"No agencies. " + strings.Repeat("Long ", 40) + "no phone calls", true},

		{"Call us with any question.", false},
		{"You will make no calls to action.", false},
		{"No phone calls or emails from agencies, please.", false},
		{"Please do not contact us with unsolicited services.", false},
		{"This is a chat role: no phone calls with customers.", false},
		{"No cold calls.", false},
		{"Please do not call outside office hours.", false},
		{"Bitte keine Anrufe von Personalvermittlern.", false},
		{"Keine Telefonanrufe bei Kunden.", false},
		{"We will not call. Please do apply.", false},
		{"Piano phone calls", false}, // "no phone calls" in the middle of a word
		{"Ask for the notice with the title <span title=\"no phone calls\">here</span>", false},
		{"", false},
	}
	for _, tt := range tests {
		t.Run(tt.description[:min(len(tt.description), 50)], func(t *testing.T) {
			text, err := json.Marshal(tt.description)
			if err != nil {
				t.Fatal(err)
			}
			r := read(t, posting(`"description":`+string(text)))
			if r.Application.Posting.NoContact != tt.refuses || warned(r.Warnings, "asks not to be contacted") != tt.refuses {
				t.Errorf("no contact is %v, warnings %q", r.Application.Posting.NoContact, r.Warnings)
			}
		})
	}
}

func TestOnlyTheBeginningOfAHugeDescriptionIsSearched(t *testing.T) {
	r := read(t, posting(`"description":"`+strings.Repeat("Words. ", 60_000)+`No phone calls."`))
	if r.Application.Posting.NoContact || !warned(r.Warnings, "only the first 256 KiB") {
		t.Errorf("%q", r.Warnings)
	}
}
