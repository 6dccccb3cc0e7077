package entry_test

import (
	"testing"

	"followcal/internal/fault"
	"followcal/schedule/entry"
)

func TestChangeCandidate(t *testing.T) {
	robin := entry.Candidate{Name: "Robin Roe", Zone: "America/New_York", Region: "US-NY"}
	tests := []struct {
		name   string
		change entry.CandidateChange
		want   entry.Candidate
		fault  string // the field that it is about
	}{
		{"nothing", entry.CandidateChange{}, robin, ""},
		{"a name", entry.CandidateChange{Name: entry.Set(" Jo\tRoe ")}, entry.Candidate{Name: "Jo Roe", Zone: robin.Zone, Region: robin.Region}, ""},
		{"no name", entry.CandidateChange{Name: entry.Clear[string]()}, entry.Candidate{Zone: robin.Zone, Region: robin.Region}, ""},
		{"a region in lower case", entry.CandidateChange{Region: entry.Set("de-by")}, entry.Candidate{Name: robin.Name, Zone: robin.Zone, Region: "DE-BY"}, ""},
		{"another zone", entry.CandidateChange{Zone: entry.Set("Europe/Berlin")}, entry.Candidate{Name: robin.Name, Zone: "Europe/Berlin", Region: robin.Region}, ""},
		{"a zone that is none", entry.CandidateChange{Name: entry.Set("Jo"), Zone: entry.Set("Mars/Olympus")}, robin, "zone"},
		{"a region that is none", entry.CandidateChange{Region: entry.Set("XX")}, robin, "region"},
		{"an empty name", entry.CandidateChange{Name: entry.Set("")}, robin, "name"},
		{"no zone", entry.CandidateChange{Zone: entry.Clear[string]()}, robin, "zone"},
		{"no region", entry.CandidateChange{Region: entry.Clear[string]()}, robin, "region"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := robin
			_, err := entry.ChangeCandidate(&got, tt.change)
			if got != tt.want || entry.FieldOf(err) != tt.fault {
				t.Errorf("got %+v, %v; want %+v and a fault about %q", got, err, tt.want, tt.fault)
			}
			if err != nil && fault.KindOf(err) != fault.Invalid && fault.KindOf(err) != fault.NotFound {
				t.Errorf("the fault's kind is %v", fault.KindOf(err))
			}
		})
	}
}
