package exchange

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// folded reduces a name or header to its letters and digits in lower case, so
// that "Job Title", "job_title" and "jobTitle" are one.
func folded(name string) string {
	var b strings.Builder
	for _, r := range name {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// firstRune returns the first rune of text, 0 when it is empty.
func firstRune(text string) rune {
	if text == "" {
		return 0
	}
	r, _ := utf8.DecodeRuneInString(text)
	return r
}
