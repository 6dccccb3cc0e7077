package main

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestAShortSoak(t *testing.T) {
	var out strings.Builder
	if err := soak(t.Context(), &out, "", 16*time.Second); err != nil {
		t.Fatalf("%v\n%s", err, &out)
	}
	t.Log(out.String())
}

func TestWhatACalendarShows(t *testing.T) {
	calendar := "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:A lon\r\n g one\r\nDTSTART:1\r\nBEGIN:VALARM\r\nSUMMARY:x\r\nEND:VALARM\r\nEND:VEVENT\r\n" +
		"BEGIN:VEVENT\r\nSTATUS:CANCELLED\r\nSUMMARY:b\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
	if got := shown([]byte(calendar)); !slices.Equal(got, []string{"DTSTART:1 SUMMARY:A long one"}) {
		t.Errorf("%q", got)
	}
	if !isWhole([]byte(calendar)) || isWhole([]byte(calendar[:len(calendar)-1])) {
		t.Error("half a calendar passes for a whole one")
	}
}
