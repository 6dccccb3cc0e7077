package proof_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rickb777/date/v2"
	"golang.org/x/net/html"

	"followcal/internal/app/journal"
	"followcal/internal/app/proof"
	"followcal/internal/fault"
	"followcal/schedule/record"
)

var update = flag.Bool("update", false, "write the golden files anew")

func november(day int) date.Date { return date.New(2026, time.November, day) }

// month is a proof with every kind of step, and a step logged late.
func month() *journal.Proof {
	logged := func(day int) *time.Time {
		at := time.Date(2026, time.November, day, 2, 30, 0, 0, time.UTC) // the evening before in New York
		return &at
	}
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		panic(err)
	}
	return &journal.Proof{
		Name: "Robin Roe", From: november(1), To: november(30), MadeOn: november(30), Zone: zone,
		Steps: []journal.Step{
			{On: november(2), Kind: "applied", What: "Applied", Employer: "Acme Corp", Role: "Software Engineer", How: "jobs.example", URL: "https://jobs.example/view/4711?ref=a&b=c", Recorded: logged(3), Application: "acme-1"},
			{On: november(3), Kind: "applied", What: "Applied", Employer: "Bolt Inc.", Application: "bolt"},
			{On: november(9), Kind: "follow-up", What: "Followed up", Employer: "Acme Corp", Role: "Software Engineer", How: "by phone", With: "Dana Doe", Outcome: "Voicemail.\nCall again next week.", Recorded: logged(14), Application: "acme-1"},
			{On: november(17), Kind: "interview", What: "Interview, round 1", Employer: "Acme Corp", Role: "Software Engineer", How: "by video", With: "Dana Doe, Sam Smith", Recorded: logged(13), Application: "acme-1"},
			{On: november(17), Kind: "thank-you", What: "Thanked for the interview", Employer: "Acme Corp", Role: "Software Engineer", How: "by e-mail", With: "Dana Doe", Recorded: logged(18), Application: "acme-1"},
		},
		Totals: []journal.Total{
			{Kind: "applied", Label: "Applications", Count: 2},
			{Kind: "follow-up", Label: "Follow-ups", Count: 1},
			{Kind: "thank-you", Label: "Thank-you notes", Count: 1},
			{Kind: "interview", Label: "Interviews", Count: 1},
		},
	}
}

// hostile is a proof whose every text tries to become something else.
func hostile() *journal.Proof {
	p := month()
	const evil = `"></td><script>alert(1)</script><img src=x onerror=alert(2)>{{.Name}}&amp;` + "\u202egnp.exe"
	p.Name = evil
	p.Steps = []journal.Step{
		{On: november(2), What: evil, Employer: evil, Role: evil, How: evil, With: evil, Outcome: evil, URL: "javascript:alert(3)", Application: evil},
		{On: november(2), What: "Applied", URL: `https://x.example/"onmouseover="alert(4)`, Application: "b"},
		{On: november(2), What: "Applied", URL: "//x.example/", Application: "c"},
	}
	p.Totals[0].Label = evil
	return p
}

func TestPage(t *testing.T) {
	for name, p := range map[string]*journal.Proof{"month": month(), "empty": {From: november(1), To: november(30), MadeOn: november(30)}} {
		t.Run(name, func(t *testing.T) {
			var got bytes.Buffer
			if err := proof.WritePage(&got, p); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join("testdata", name+".html")
			if *update {
				if err := os.WriteFile(path, got.Bytes(), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got.String()); diff != "" {
				t.Errorf("the page differs from %s (-want +got); go test -update writes it anew:\n%s", path, diff)
			}
		})
	}
}

// elements counts the elements of a page and collects its links and text.
func elements(t *testing.T, p *journal.Proof) (count map[string]int, links []string, text string) {
	t.Helper()
	var page bytes.Buffer
	if err := proof.WritePage(&page, p); err != nil {
		t.Fatal(err)
	}
	root, err := html.Parse(&page)
	if err != nil {
		t.Fatal(err)
	}
	count = map[string]int{}
	var words strings.Builder
	for n := range root.Descendants() {
		switch n.Type {
		case html.TextNode:
			words.WriteString(n.Data)
		case html.ElementNode:
			count[n.Data]++
			for _, a := range n.Attr {
				if a.Key == "href" || a.Key == "src" {
					links = append(links, a.Val)
				}
				if strings.HasPrefix(a.Key, "on") {
					t.Errorf("<%s> has the handler %s", n.Data, a.Key)
				}
			}
		}
	}
	return count, links, words.String()
}

func TestHostileTextStaysText(t *testing.T) {
	p := hostile()
	count, links, text := elements(t, p)
	if count["script"] != 0 || count["img"] != 0 {
		t.Errorf("text became elements: %v", count)
	}
	if diff := cmp.Diff([]string{"https://x.example/%22onmouseover=%22alert%284%29"}, links); diff != "" {
		t.Errorf("links (-want +got):\n%s", diff)
	}
	if n := strings.Count(text, p.Steps[0].Employer); n < 7 {
		t.Errorf("the text is shown %d times, want it unchanged in title, name, total and six cells", n)
	}
}

func TestPageNeedsNothingElse(t *testing.T) {
	count, links, _ := elements(t, month())
	for _, tag := range []string{"script", "link", "img", "iframe", "object"} {
		if count[tag] != 0 {
			t.Errorf("the page has <%s>", tag)
		}
	}
	if len(links) != 1 || count["caption"] != 1 || count["tr"] != 6 {
		t.Errorf("links %v, elements %v", links, count)
	}
}

func TestTable(t *testing.T) {
	p := month()
	p.Steps = p.Steps[2:3]
	p.Steps[0].Employer, p.Steps[0].Role = "=HYPERLINK(1)", "Engineer, senior"
	var got bytes.Buffer
	if err := proof.WriteTable(&got, p); err != nil {
		t.Fatal(err)
	}
	want := "date,step,employer,role,how,with,outcome,posting,recorded,kind,application\r\n" +
		"2026-11-09,Followed up,'=HYPERLINK(1),\"Engineer, senior\",by phone,Dana Doe,\"Voicemail.\r\nCall again next week.\",,2026-11-14T02:30:00Z,follow-up,acme-1\r\n"
	if diff := cmp.Diff(want, got.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestHistoryTable(t *testing.T) {
	at := time.Date(2026, time.November, 20, 15, 0, 0, 0, time.UTC)
	h := &journal.History{Changes: []journal.Change{
		{Number: 3, At: at, By: "robin", Verb: record.Forget},
		{Number: 2, At: at, By: "robin", Verb: record.Undo, Undoes: 1, Facts: []journal.Fact{{Application: "a", About: "Engineer at Acme", Did: []string{"notes removed", "+status: applied"}}}},
		{Number: 1, At: at, By: "@robin", Verb: record.Edit, UndoneBy: 2, Facts: []journal.Fact{{About: "settings", Did: []string{"your name: Jo"}}}},
	}}
	var got bytes.Buffer
	if err := proof.WriteHistory(&got, h); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&got).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	const on = "2026-11-20T15:00:00Z"
	want := [][]string{
		{"change", "at", "by", "what", "application", "about", "did", "undoes", "undone_by"},
		{"3", on, "robin", "forget", "", "", "", "", ""},
		{"2", on, "robin", "undo", "a", "Engineer at Acme", "notes removed", "1", ""},
		{"2", on, "robin", "undo", "a", "Engineer at Acme", "'+status: applied", "1", ""},
		{"1", on, "'@robin", "edit", "", "settings", "your name: Jo", "", "2"},
	}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// broken fails like a full disk.
type broken struct{}

var errFull = errors.New("no space left on device")

func (broken) Write([]byte) (int, error) { return 0, errFull }

func TestAFullDiskIsReported(t *testing.T) {
	for name, err := range map[string]error{
		"page":    proof.WritePage(broken{}, month()),
		"table":   proof.WriteTable(broken{}, month()),
		"history": proof.WriteHistory(broken{}, &journal.History{Changes: []journal.Change{{By: "robin"}}}),
	} {
		if !errors.Is(err, errFull) || fault.KindOf(err) != fault.Unavailable {
			t.Errorf("%s: %v, of kind %v", name, err, fault.KindOf(err))
		}
	}
}
