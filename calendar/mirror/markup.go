package mirror

import (
	"html"
	"regexp"
	"slices"
	"strings"
)

// Editors of calendars keep descriptions as simple HTML. What is needed of it
// here is less than a parser: which tags are open at a border, and what the text
// reads like.

var (
	tag    = regexp.MustCompile(`</?([a-zA-Z][a-zA-Z0-9-]*)(\s[^<>]*)?/?>`)
	entity = regexp.MustCompile(`&(#[0-9]+|#[xX][0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);`)
)

// isMarkup reports whether services would take text for HTML.
func isMarkup(text string) bool {
	return strings.ContainsAny(text, "<&") && (tag.MatchString(text) || entity.MatchString(text))
}

// plain returns text as a person reads it: lines without blanks around them.
func plain(text string) string {
	if isMarkup(text) {
		text = tag.ReplaceAllStringFunc(text, func(t string) string {
			if breaks(t) {
				return "\n"
			}
			return ""
		})
		text = html.UnescapeString(text)
	}
	var b strings.Builder
	for line := range strings.Lines(strings.ReplaceAll(text, "\u00a0", " ")) {
		b.WriteString(strings.TrimSpace(line))
		b.WriteByte('\n')
	}
	return strings.TrimSpace(b.String())
}

func name(t string) string { return strings.ToLower(tag.FindStringSubmatch(t)[1]) }

func closes(t string) bool { return strings.HasPrefix(t, "</") }

// breaks reports whether a line ends at a tag.
func breaks(t string) bool {
	switch name(t) {
	case "br":
		return true
	case "p", "div", "li", "ul", "ol", "tr", "table", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6":
		return closes(t)
	}
	return false
}

func empty(t string) bool {
	return strings.HasSuffix(t, "/>") || slices.Contains([]string{"br", "hr", "img", "wbr"}, name(t))
}

// open returns the tags that text leaves open, the outermost first.
func open(text string) []string {
	var stack []string
	for _, t := range tag.FindAllString(text, -1) {
		switch {
		case empty(t):
		case !closes(t):
			stack = append(stack, t)
		default:
			for i := len(stack) - 1; i >= 0; i-- {
				if name(stack[i]) == name(t) {
					stack = stack[:i]
					break
				}
			}
		}
	}
	return stack
}

// closeMarkup returns what stands before a border as markup of its own.
func closeMarkup(before string) string {
	var b strings.Builder
	b.WriteString(trimBlank(before))
	for _, t := range slices.Backward(open(before)) {
		b.WriteString("</" + name(t) + ">")
	}
	return trimBlank(b.String())
}

// reopenMarkup returns what stands after a border as markup of its own.
func reopenMarkup(before, after string) string {
	return trimBlank(strings.Join(open(before), "") + trimBlank(after))
}

// lines splits text where a reader sees a line end; joined they are text again.
func lines(text string) []string {
	var all []string
	start := 0
	end := func(at int) {
		all = append(all, text[start:at])
		start = at
	}
	for _, at := range tag.FindAllStringIndex(text, -1) {
		if i := strings.IndexByte(text[start:at[0]], '\n'); i >= 0 {
			for ; i >= 0; i = strings.IndexByte(text[start:at[0]], '\n') {
				end(start + i + 1)
			}
		}
		if breaks(text[at[0]:at[1]]) {
			end(at[1])
		}
	}
	for i := strings.IndexByte(text[start:], '\n'); i >= 0; i = strings.IndexByte(text[start:], '\n') {
		end(start + i + 1)
	}
	return append(all, text[start:])
}

// tagsOf returns the tags of a line that does not stay, but for its line ends.
func tagsOf(line string) string {
	var b strings.Builder
	for _, t := range tag.FindAllString(line, -1) {
		if name(t) != "br" {
			b.WriteString(t)
		}
	}
	return b.String()
}

var blank = regexp.MustCompile(`^(?:\s|&nbsp;|\x{00a0}|<br\s*/?>)+|(?:\s|&nbsp;|\x{00a0}|<br\s*/?>)+$`)

// hollow is an element that shows nothing; the names are matched by trimBlank.
var hollow = regexp.MustCompile(`<([a-zA-Z][a-zA-Z0-9-]*)(?:\s[^<>]*)?>(?:\s|&nbsp;|\x{00a0}|<br\s*/?>)*</([a-zA-Z][a-zA-Z0-9-]*)>`)

// trimBlank removes what shows nothing from both ends.
func trimBlank(text string) string {
	for {
		trimmed := blank.ReplaceAllString(text, "")
		if at := hollow.FindAllStringSubmatchIndex(trimmed, -1); len(at) > 0 {
			first, last := at[0], at[len(at)-1]
			if paired(trimmed, last) && last[1] == len(trimmed) {
				trimmed = trimmed[:last[0]]
			} else if paired(trimmed, first) && first[0] == 0 {
				trimmed = trimmed[first[1]:]
			}
		}
		if trimmed == text {
			return text
		}
		text = trimmed
	}
}

func paired(text string, at []int) bool {
	return strings.EqualFold(text[at[2]:at[3]], text[at[4]:at[5]])
}
