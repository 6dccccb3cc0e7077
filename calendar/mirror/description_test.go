package mirror_test

import (
	"html"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"followcal/calendar/mirror"
	"followcal/calendar/mirror/mirrortest"
)

const (
	opening = "── followcal ──"
	closing = "── your notes ──"
)

func TestNotesStayAroundOurPartOfTheDescription(t *testing.T) {
	const block = opening + "\nAsk Jo.\nThen wait.\n" + closing
	const marked = opening + "<br>Ask Jo.<br>Then wait.<br>" + closing
	const next = opening + "\nAsk Sam.\n" + closing
	const nextMarked = opening + "<br>Ask Sam.<br>" + closing
	tests := []struct{ name, edited, want string }{
		{"untouched", block, next},
		{"below", block + "\nJo is away", next + "\nJo is away"},
		{"above", "Jo is away\n\n" + block, "Jo is away\n\n" + next},
		{"both", "x\n" + block + "\n\ny & z", "x\n\n" + next + "\ny & z"},
		{"line breaks became tags", marked + "<br>Jo is away", next + "\nJo is away"},
		{"a link", marked + `<br><a href="https://example.org">see</a>`, nextMarked + `<br><a href="https://example.org">see</a>`},
		{"our part has links", opening + `<br>Ask <a href="x">Jo</a>.<br>Then wait.<br>` + closing, next},
		{"bold around all", "<b>" + marked + "<br>Jo</b>", nextMarked + "<br><b>Jo</b>"},
		{"paragraphs", "<p>mine</p><p>" + opening + "</p><p>Ask Jo.</p><p>Then wait.</p><p>" + closing + "</p><p>too</p>", "<p>mine</p><br><br>" + nextMarked + "<br><p>too</p>"},
		{"a wrapper", "<html-blob>" + marked + "<br>Jo</html-blob>", nextMarked + "<br><html-blob>Jo</html-blob>"},
		{"an entity", marked + "<br>5 &lt; 6", nextMarked + "<br>5 &lt; 6"},
		{"all gone", "", next},
		{"all replaced", "Jo is away", "Jo is away\n\n" + next},
		{"the last border gone", opening + "\nAsk Jo.\nThen wait.\nJo is away", next + "\nJo is away"},
		{"the first border gone", "Jo is away\nAsk Jo.\nThen wait.\n" + closing, "Jo is away\n\n" + next},
		{"the borders gone", "Ask Jo.<br>Then wait.<br>Jo is away", "Jo is away\n\n" + next},
		{"written into", opening + "\nAsk Jo!\nThen wait.\n" + closing, next},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld()
			e := followUp("a", "Call", monday)
			e.Description = "Ask Jo.\nThen wait."
			w.app.want(e)
			w.run(t, mirror.Options{})
			w.edit(t, "a", func(s *mirrortest.Shown) { s.Description = tt.edited })
			e.Description = "Ask Sam."
			w.app.want(e)
			w.run(t, mirror.Options{})
			if got := w.entry(t, "a").Description; got != tt.want {
				t.Errorf("the description is\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

func TestADescriptionWithoutOurPartHasNoBorders(t *testing.T) {
	w := newWorld()
	e := followUp("a", "Call", monday)
	e.Description = ""
	w.app.want(e)
	w.run(t, mirror.Options{})
	if got := w.entry(t, "a").Description; got != "" {
		t.Errorf("the description is %q", got)
	}
	w.edit(t, "a", func(s *mirrortest.Shown) { s.Description = "mine" })
	e.Summary = "Write"
	w.app.want(e)
	w.run(t, mirror.Options{})
	if got := w.entry(t, "a").Description; got != "mine" {
		t.Errorf("the description is %q", got)
	}
}

func TestOurPartIsPlainTextWhateverItLooksLike(t *testing.T) {
	for _, text := range []string{"if a <b> c & d", "&amp; is an entity", opening + "\nx\n" + closing, "AT&T", "a\r\nb\x00\x85"} {
		w := newWorld()
		e := followUp("a", "Call", monday)
		e.Description = text
		w.app.want(e)
		w.run(t, mirror.Options{})
		shown := w.entry(t, "a").Description
		if strings.Contains(shown, "<br>") {
			shown = html.UnescapeString(strings.ReplaceAll(shown, "<br>", "\n"))
		}
		text = strings.NewReplacer(opening, "-- followcal --", closing, "-- your notes --", "\r\n", "\n", "\x00", "", "\x85", "\uFFFD").Replace(text)
		if want := opening + "\n" + text + "\n" + closing; shown != want {
			t.Errorf("the person reads %q, want %q", shown, want)
		}
	}
}

func TestLongNotesAreKeptAndOurPartIsCut(t *testing.T) {
	w := newWorld()
	e := followUp("a", "Call", monday)
	e.Description = strings.Repeat("Ask. ", 2000)
	w.app.want(e)
	w.run(t, mirror.Options{})
	for _, size := range []int{3000, 6000, 8100} {
		notes := strings.Repeat("é", size/2)
		w.edit(t, "a", func(s *mirrortest.Shown) { s.Description = notes })
		e.Description += "More."
		e.Summary += "!"
		w.app.want(e)
		w.run(t, mirror.Options{})
		got := w.entry(t, "a").Description
		if !strings.HasPrefix(got, notes) || len(got) > 8192 {
			t.Errorf("%d octets of notes became %d octets", size, len(got))
		}
	}
}

// words are what people and editors write between our borders.
var words = []string{"note", "Ask", "a & b", "<b>", "</b>", "<br>", "\n", "<p>", "</p>", "&nbsp;", "é", " ", "<a href=\"x\">", "</a>", "&lt;", "──"}

var markupTag = regexp.MustCompile(`</?[a-z]+[^<>]*>`)

// read is what a person reads of markup, without blanks.
func read(text string) string {
	text = html.UnescapeString(markupTag.ReplaceAllString(text, ""))
	return strings.Join(strings.Fields(strings.ReplaceAll(text, "\u00a0", " ")), "")
}

func TestNoWordOfANoteIsLost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		some := rapid.SliceOfN(rapid.SampledFrom(words), 0, 8)
		before, after := strings.Join(some.Draw(t, "before"), ""), strings.Join(some.Draw(t, "after"), "")
		row, e := settled()
		e.Description = before + opening + "<br>Ask Jo.<br>" + closing + after
		f := mirror.Findings([]mirror.Row{row}, []mirror.Entry{e}, nil)
		notes := f.Put[0].Seen.Notes
		if read(notes.Before) != read(before) || read(notes.After) != read(after) {
			t.Fatalf("%q became %+v", e.Description, notes)
		}
	})
}
