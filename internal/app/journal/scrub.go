package journal

import (
	"net/url"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"followcal/schedule"
)

// forgotten stands in texts where somebody was named. It is no longer than what
// it replaces, so that a text stays within its limit.
const forgotten = "***"

// eraser finds a name, an address or a number of somebody, as they may have been
// written.
type eraser struct {
	text *regexp.Regexp // in sentences
	link *regexp.Regexp // in links, which have no spaces
}

// between is what parts the words of a name, or the digits of a number.
const between = `[^\p{L}\p{M}\p{N}]`

// newEraser makes the eraser of a word. It reports false for a word that is too
// short to be told from others.
func newEraser(word string) (e eraser, ok bool) {
	begins, parts, sentence := "", strings.FieldsFunc(word, func(r rune) bool { return !inWord(r) }), between+"{1,3}"
	switch {
	case schedule.FoldNumber(word) != "":
		begins, parts, sentence = "[+(]*", strings.Split(schedule.FoldNumber(word), ""), between+"{0,3}"
	case strings.Contains(word, "@"):
		parts = []string{word}
	}
	if utf8.RuneCountInString(strings.Join(parts, "")) < len(forgotten) {
		return eraser{}, false
	}
	for i := range parts {
		parts[i] = regexp.QuoteMeta(parts[i])
	}
	find := func(between string) *regexp.Regexp {
		return regexp.MustCompile("(?i)" + begins + strings.Join(parts, between))
	}
	return eraser{text: find(sentence), link: find(between + "*")}, true
}

// inWord reports whether a word goes on with r.
func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) }

// scrub takes what the erasers find out of a text, where it stands as words of
// its own. A link that says it keeps its host: what is left of its path would
// lead nowhere.
func scrub(text string, erasers []eraser) string {
	if u, err := url.Parse(text); err == nil && u.Host != "" && (u.Scheme == "http" || u.Scheme == "https") {
		return scrubLink(text, u, erasers)
	}
	for _, e := range erasers {
		text = replaceWords(e.text, text)
	}
	return text
}

func scrubLink(text string, u *url.URL, erasers []eraser) string {
	plain, err := url.PathUnescape(text)
	if err != nil {
		plain = text
	}
	for _, e := range erasers {
		switch {
		case replaceWords(e.link, u.Host) != u.Host:
			return forgotten
		case replaceWords(e.link, plain) != plain || replaceWords(e.link, text) != text:
			text = u.Scheme + "://" + u.Host + "/" + forgotten
			plain = text
		}
	}
	return text
}

// replaceWords replaces what is found by [forgotten] where no word goes on
// before or after it.
func replaceWords(find *regexp.Regexp, text string) string {
	var b strings.Builder
	end := 0
	for _, at := range find.FindAllStringIndex(text, -1) {
		before, _ := utf8.DecodeLastRuneInString(text[:at[0]])
		after, _ := utf8.DecodeRuneInString(text[at[1]:])
		if !inWord(before) && !inWord(after) {
			b.WriteString(text[end:at[0]] + forgotten)
			end = at[1]
		}
	}
	return b.String() + text[end:]
}
