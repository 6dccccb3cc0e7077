package schedule

import "strings"

// Fold removes what two spellings of one employer, person or role may differ
// in: case, punctuation and the amount of space. Equal folded names are the
// same one.
func Fold(name string) string { return fold(name) }

// FoldNumber returns the digits of a telephone number, which is what two ways of
// writing one have in common. It is empty for a text that is none: one with
// anything but digits and what parts them.
func FoldNumber(number string) string {
	if strings.Trim(number, "+0123456789()-./ \u00a0") != "" {
		return ""
	}
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, number)
}
