package jobposting_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/iotest"

	"followcal/internal/fault"
	"followcal/schedule/exchange/jobposting"
)

func readWith(text string, o jobposting.Options) (*jobposting.Result, error) {
	return jobposting.Read("page.html", strings.NewReader(text), o)
}

// script is a block of JSON-LD on the first line.
func script(text string) string { return `<script type="application/ld+json">` + text + `</script>` }

func TestPagesThatAreRefused(t *testing.T) {
	nested := strings.Repeat(`{"a":[`, 40) + strings.Repeat(`]}`, 40)
	tests := []struct {
		name, text, want string
		kind             fault.Kind
	}{
		{"empty", " \n", "page.html is empty", fault.Invalid},
		{"a byte order mark alone", "\ufeff", "holds no schema.org JobPosting", fault.Invalid},
		{"text", "Clerk wanted", "it has no title; give the employer, the role and the rest by flags", fault.Invalid},
		{"another type", script(`{"@type":"Recipe"}`), "it has no title, and it describes Recipe", fault.Invalid},
		{"JSON that is none", `{"@type":["Recipe","Thing"]}`, "describes Recipe", fault.Invalid},
		{"an empty list", `[]`, "holds no schema.org JobPosting", fault.Invalid},
		{"broken", script("\n{\"@type\":\n\"JobPosting\" \"x\"}"), "broken on line 3", fault.Invalid},
		{"broken in its second value", script("{\"a\":1}\n\n{\"b\":2}\n{\"c\" 3}"), "broken on line 4", fault.Invalid},
		{"broken behind a string of several lines", script("{\"a\":\"x\ny\",\n\"b\":}"), "broken on line 3", fault.Invalid},
		{"cut off", script(`{"@type":"JobPosting","title":"Cl`), "broken on line 1 (it ends too early)", fault.Invalid},
		{"no JSON at all", script(`JobPosting`), "broken on line 1", fault.Invalid},
		{"JSON cut off", `{"@type":"JobPosting"`, "broken on line 1 (it ends too early)", fault.Invalid},
		{"nested", script(nested), "nested more than 64 deep", fault.Invalid},
		{"a PDF", "%PDF-1.7", "is a PDF, not a web page", fault.Invalid},
		{"MHTML", "From: <Saved by Blink>\r\n", "a web archive (MHTML)", fault.Invalid},
		{"binary", "\x01\x80\xff\x00\x02\x03", "is a binary file", fault.Invalid},
		{"too large", strings.Repeat("<p>", jobposting.MaxBytes/3+1), "larger than the 16 MiB of page", fault.TooLarge},
		{"too large JSON", "[" + strings.Repeat(" ", jobposting.MaxStructured), "larger than the 4 MiB of JSON-LD", fault.TooLarge},
		{"microdata that is nested too deeply", strings.Repeat("<div>", 600) + `<p itemscope itemtype="http://schema.org/JobPosting">`, "holds no schema.org JobPosting", fault.Invalid},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r, err := readWith(tt.text, options)
			if fault.KindOf(err) != tt.kind || !strings.Contains(err.Error(), tt.want) || r == nil || r.Application.Status != "" {
				t.Errorf("error = %v, want %s", err, tt.want)
			}
		})
	}
}

func TestAReaderThatFails(t *testing.T) {
	cause := errors.New("gone")
	_, err := jobposting.Read("-", iotest.ErrReader(cause), options)
	if fault.KindOf(err) != fault.Unavailable || !errors.Is(err, cause) || !strings.HasPrefix(err.Error(), "standard input cannot be read") {
		t.Errorf("error = %v", err)
	}
}

// Each of these has a good posting with the title Clerk.
func TestWhatPagesGetWrong(t *testing.T) {
	const good = `{"@type":"JobPosting","title":"Clerk","hiringOrganization":"Example Ltd","url":"https://jobs.example/1"}`
	tests := []struct{ name, text, warning string }{
		{"a broken block before it", script(`{"@type":}`) + script(good), ""},
		{"a broken posting after it", script(good) + "\n" + script(`{"@type":"JobPosting"`), "begins on line 2 breaks on line 2"},
		{"entities in the place of quotes", script(strings.ReplaceAll(good, `"`, "&quot;")), ""},
		{"a comment of HTML", script("<!-- " + good + " -->"), ""},
		{"a comment of HTML in one of JavaScript", script("//<!--\n" + good + "\n//-->"), ""},
		{"CDATA", script("<![CDATA[" + good + "]]>"), ""},
		{"CDATA in a comment, with a list", script("/*<![CDATA[*/[" + good + "]/*]]>*/"), ""},
		{"a semicolon", script(good + ";\n"), ""},
		{"a byte order mark", script("\ufeff" + good), ""},
		{"form feeds between", script("\f" + strings.ReplaceAll(good, ",", ",\f\v")), ""},
		{"two values", script(good + "\n" + `{"@type":"WebSite"}`), ""},
		{"commas too many", script(strings.ReplaceAll(good, "}", " ,\n}")), ""},
		{"an unknown escape", script(strings.Replace(good, "Cl", `\Cl`, 1)), ""},
		{"an empty block", script("") + script(good), ""},
		{"the same again", script(good) + script(good), ""},
		{"a prefix", script(strings.Replace(good, `"@type":"JobPosting"`, `"@type":"schema:JobPosting"`, 1)), ""},
		{"type without @", script(strings.Replace(good, "@type", "type", 1)), ""},
		{"a posting within", script(strings.Replace(good, `{`, `{"subjectOf":{"@type":"JobPosting","title":"Other"},`, 1)), ""},
		{"a script of its own before it", `<script>var a = "<script type='application/ld+json'>";</script>` + script(good), ""},
		{"microdata as well", `<p itemscope itemtype="https://schema.org/JobPosting"><b itemprop=title>Other</b></p>` + script(good), ""},
		{"an unclosed script", strings.TrimSuffix(script(good), "</script>"), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r, err := readWith(tt.text, options)
			if err != nil || r.Application.Role != "Clerk" || len(r.Found) != 1 || (len(r.Warnings) > 0) != (tt.warning != "") || !warned(append(r.Warnings, ""), tt.warning) {
				t.Errorf("%+v, error %v", r, err)
			}
		})
	}
}

func TestChoosing(t *testing.T) {
	const list = `<script type="application/ld+json">[
{"@type":"JobPosting","title":"Clerk","identifier":"A-1","url":"https://jobs.example/a-1"},
{"@type":"JobPosting","title":"Clerk","identifier":{"value":2},"url":"https://jobs.example/a-2"},
{"@type":"JobPosting","title":"Porter","url":"https://jobs.example/a-3"}]</script>`
	tests := []struct {
		choose, url, want string
		kind              fault.Kind
	}{
		{"a-1", "https://jobs.example/a-1", "", 0},
		{"2", "https://jobs.example/a-2", "", 0},
		{"porter", "https://jobs.example/a-3", "", 0},
		{"http://www.jobs.example/a-2/#apply", "https://jobs.example/a-2", "", 0},
		{"Clerk", "", "2 postings that \"Clerk\" can mean", fault.Invalid},
		{"A-9", "", `no posting "A-9"; it has A-1 (Clerk); 2 (Clerk); https://jobs.example/a-3 (Porter)`, fault.NotFound},
		{"", "", "holds 3 postings; say which", fault.Invalid},
	}
	for _, tt := range tests {
		t.Run(tt.choose, func(t *testing.T) {
			o := options
			o.Choose = tt.choose
			r, err := readWith(list, o)
			if len(r.Found) != 3 || r.Application.Posting.URL != tt.url {
				t.Errorf("%+v", r)
			}
			if tt.want != "" && (fault.KindOf(err) != tt.kind || !strings.Contains(err.Error(), tt.want)) || tt.want == "" && err != nil {
				t.Errorf("error = %v", err)
			}
		})
	}
}

func TestMorePostingsThanAreRead(t *testing.T) {
	var all []string
	for i := range jobposting.MaxPostings + 5 {
		all = append(all, fmt.Sprintf(`{"@type":"JobPosting","identifier":%d}`, i))
	}
	r, err := readWith("["+strings.Join(all, ",")+"]", options)
	if len(r.Found) != jobposting.MaxPostings || !warned(r.Warnings, "more than 500 postings") || !strings.Contains(err.Error(), "and 490 more") {
		t.Errorf("%d found, %v, %q", len(r.Found), err, r.Warnings)
	}
}

func TestMoreBlocksThanAreRead(t *testing.T) {
	r, err := readWith(strings.Repeat(script(`{"@type":"Thing"}`), jobposting.MaxBlocks)+posting(`"x":1`), options)
	if err == nil || !warned(r.Warnings, "more structured data than followcal reads") {
		t.Errorf("error = %v, %q", err, r.Warnings)
	}
}
